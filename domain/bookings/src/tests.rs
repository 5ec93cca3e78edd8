//! The rules of bookings told as stories.
#![expect(clippy::unwrap_used, reason = "tests")]

mod clocks;
mod life;
mod money;
mod race;
mod rooms;
mod town;
