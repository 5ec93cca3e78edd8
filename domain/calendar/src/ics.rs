//! The iCalendar format of RFC 5545: what other calendars read and write.

pub mod line;
pub mod value;
mod windows;
