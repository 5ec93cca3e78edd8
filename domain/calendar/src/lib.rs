//! Time as people keep it: spans, days and weeks of a zone, opening hours, repeats, and the iCalendar format.
//!
//! Pure: nothing here reads a table or a clock. Instants are UTC; what people agree on (opening hours, repeats, whole
//! days) is kept as wall time with its IANA zone and turned into instants day by day, in that zone.

pub mod civil;
pub mod holidays;
pub mod hours;
pub mod ics;
pub mod repeat;
pub mod span;

pub use civil::{dates, day_span, instant, later_by_wall, month_of, wall, wall_minutes, week_of, year_of, zone};
pub use holidays::{HolidayRule, Holidays};
pub use hours::{Exception, Hours, MonthDay, Season, Times, Week};
pub use ics::{Calendar, CalendarEvent};
pub use jiff::civil::{Date, DateTime, Time, Weekday};
pub use jiff::tz::TimeZone;
pub use repeat::{Ended, Ends, Frequency, Repeat, Rule, Shape, Starts, Until};
pub use span::{Span, Spans};

#[cfg(test)]
mod tests;
