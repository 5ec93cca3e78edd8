//! Time told as stories: clock changes, days that are longer or shorter, weeks over New Year.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod dateutil;
mod files;
mod hours;
mod repeats;
mod spans;
