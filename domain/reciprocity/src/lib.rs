//! Reciprocity: how well giving and taking come round, for a member and for a community.
//!
//! Giving is what others pay for, taking is what one pays for. A job follows the chain of transfers and keeps, for each
//! pair of members, what went between them by the month ([`count`]); from that a [`Score`] of four parts is made, each
//! of which can be shown and explained. What it is made of, and why it is hard to game, stands in
//! `docs/reciprocity.md` with its sources.

mod counting;
mod loops;
mod month;
mod policy;
mod reading;
mod score;
mod tables;
mod visiting;

#[cfg(test)]
mod tests;

pub use counting::{count, has_work};
pub use month::Month;
pub use reading::{AtRisk, MonthLine, Overview, Partner, Portrait, at_risk, overview, portrait};
pub use score::{Advice, Concern, Score, WEIGHTS};
pub use tables::tables;
pub use visiting::{is_time, visit};
