//! The community bundle: a folder (or zip) of CSV files that holds a community with its whole history.
//!
//! [`check`] is the dry run: it finds every fault with file and row, and reconciles each balance, before anything
//! is written. [`import`] brings a checked bundle in, all or nothing. [`export`] writes any community of this
//! program; export, import and export again give the same bytes.
//!
//! The format is the one that other exchange systems use. What it has no column for is written in columns of our
//! own, which are left out while they are empty: the families `settings.` (roles, kind, colour and the like),
//! `contact.visibility`, `address.visibility`, `letter`, `note`, `joinedAt` of members, and `category`, `kind`,
//! `group`, `reverses` of transfers. Further currencies are further rows of currency.csv, with accounts named
//! `<member>-<currency>`. A treasury that has moved is written as a member of type `public` and recognised by
//! `settings.treasury` of its currency. Not part of a bundle: uploaded photos and logos, sessions and tokens,
//! invitations, holds and payment requests that are still open, and the history of limits.

mod archive;
mod check;
mod contacts;
mod convert;
mod degrees;
mod export;
mod import;
mod model;
mod read;
mod reconcile;
mod report;
mod row;
mod shape;
mod sheet;
mod words;
mod write;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use archive::{from_zip, to_zip};
pub use check::check;
pub use export::export;
pub use import::{Progress, Target, import, is_fresh};
pub use report::{Finding, Report};

/// The files of a bundle by name, such as `members.csv`.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What [`check`] found.
#[derive(Debug)]
pub struct Checked {
    /// Figures, warnings and faults.
    pub report: Report,
    /// What to import; only when there are no faults.
    pub plan: Option<Plan>,
}

/// A bundle without faults, ready for [`import`].
#[derive(Debug)]
pub struct Plan {
    bundle: model::Bundle,
    total: usize,
}
