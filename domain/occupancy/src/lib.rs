//! Occupancy: how much the resources of a community are used, what they bring, and what could be better.
//!
//! Days are counted once ([`figures`]) and kept by the week; reports add up what was counted and never look at bookings.
//! What happens to bookings, resources and closures marks weeks, which a job counts anew ([`refresh`]).

mod counting;
pub mod figures;
pub mod forecast;
mod outlook;
mod policy;
mod report;
pub mod suggestions;
mod tables;
mod week;

#[cfg(test)]
mod tests;

pub use counting::{Progress, has_work, progress, react, refresh};
pub use outlook::{DayAhead, Expected, Outlook, outlook};
pub use report::{Asked, Line, MAX_COUNTED, MAX_DAYS, Report, Selection, report, shares};
pub use tables::tables;
