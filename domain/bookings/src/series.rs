//! Bookings that repeat: a rule in wall time, its dates as ordinary bookings, and what becomes of them together.
//!
//! A series keeps its rule and what its bookings are like. The bookings themselves are made ahead as far as the terms
//! let one book, one date a transaction, by [`step`]: whoever makes or changes a series calls it until it is done, and
//! the program's job goes on where that stopped and as time passes. What a date needs is looked at before it is
//! written, so that a date that cannot be had is left out and named, and all others stand.

mod editing;
mod making;
pub(crate) mod model;
mod planning;
mod policy;
mod reading;

pub(crate) use editing::react;
pub use editing::{cancel_series, change_series, preview_change, readd, series_cancellation, skip};
pub(crate) use making::objections;
pub use making::{Progress, due_series, leave_out, step};
pub use model::{Day, Gap, Hand, Look, OnClash, Phase, Scope, Series, SeriesAsk, SeriesChange, SeriesDay, When};
pub use planning::{DateVerdict, MAX_DATES, SeriesReport, book_series, preview_series};
pub use reading::{DatesPage, MAX_DAYS, SeriesRights, series, series_days, series_of, series_rights};
