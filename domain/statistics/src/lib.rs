//! Statistics of the exchange that always agree with the transfers: volume, active members, velocity, balances,
//! categories, by the month.
//!
//! A job follows the chain of transfers and keeps roll-ups ([`count`]): each transfer is counted once, and one that is
//! taken back leaves the month in which it was posted. A report says up to which transfer it counted; [`audit`] folds
//! all of these anew and compares. What each figure means stands in `docs/statistics.md`.

#![expect(clippy::similar_names, reason = "payer and payee are the words of the field")]

mod audit;
mod counting;
mod model;
mod month;
mod policy;
mod report;
mod tables;

#[cfg(test)]
mod tests;

pub use audit::{Finding, audit};
pub use counting::{count, has_work};
pub use model::{Band, Figures, Sum, ends};
pub use month::Month;
pub use report::{CategoryLine, MAX_MONTHS, MonthLine, Report, report};
pub use tables::tables;
