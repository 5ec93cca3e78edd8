//! The rules of bookings told as stories.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod any;
mod busy;
mod cart;
mod clocks;
mod life;
mod money;
mod race;
mod random;
mod reads;
mod resolution;
mod rooms;
mod series;
mod town;
mod waiting;
