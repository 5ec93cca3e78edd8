//! Notices: what the community tells a member, such as "your booking was approved".
//!
//! Any feature tells with [`tell`], in the transaction in which the thing happens; the member finds it on the first
//! page and under the bell. A notice is a sentence of the locale files with its values, so that it is read in the
//! reader's language, and names the thing that it is about, so that pages can lead there. Old ones are forgotten.

mod model;
mod policy;
mod reading;
mod tables;
mod telling;

#[cfg(test)]
mod tests;

pub use model::{About, KEPT_DAYS, MAX_COUNTED, Notice, REASON, Told};
pub use reading::{notices, unseen, unseen_count};
pub use tables::tables;
pub use telling::{has_old, see, see_all, sweep, tell};
