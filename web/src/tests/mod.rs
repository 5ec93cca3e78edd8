//! Pages and the API through the router, told as stories about a small town.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod any;
mod bench;

mod agreements;
mod api;
mod bookings;
mod busy;
mod charges;
mod communities;
mod holds;
mod home;
mod keeping;
mod ledger;
mod limits;
mod market;
mod members;
mod notices;
mod occupancy;
mod payments;
mod permissions;
mod proof;
mod reciprocity;
mod resources;
mod search;
mod series;
mod statistics;
mod terms;
mod users;
