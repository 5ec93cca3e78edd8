//! Safekeeping as stories: a town pays, time passes, and any minute of it can be brought back.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod million;
mod names;
mod stories;
mod town;
