//! The rules of bookings told as stories.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod clocks;
mod life;
mod money;
mod race;
mod rooms;
mod series;
mod town;
