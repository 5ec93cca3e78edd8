//! The iCalendar format of RFC 5545: what other calendars read and write.

pub mod event;
pub mod line;
mod read;
pub mod value;
mod windows;
mod write;
mod zone;

pub use event::{Calendar, CalendarEvent, Party, Privacy, Show, Status, When};
pub use read::{MAX_EVENTS, MAX_FILE, read};
pub use write::write;
