//! Pages and the API through the router, told as stories about a small town.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod bench;

mod bookings;
mod communities;
mod holds;
mod home;
mod keeping;
mod ledger;
mod market;
mod members;
mod notices;
mod occupancy;
mod payments;
mod permissions;
mod proof;
mod resources;
mod series;
mod terms;
mod users;
