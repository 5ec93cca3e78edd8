//! Bookings as people see them: finding a place, booking it, one's bookings, calendars, the front desk, the door.

use ayni_calendar::{Span, Spans};
use ayni_kernel::{ReadTx, Result};
use ayni_resources::Resource;
use jiff::tz::TimeZone;

use crate::kit::Route;

pub(crate) mod any;
mod bar;
pub(crate) mod book;
mod booking;
mod calendar;
mod desk;
mod door;
mod facets;
mod file;
mod find;
mod grid;
pub(crate) mod input;
mod lanes;
mod live;
mod mine;
mod rules;
pub(crate) mod views;
pub(crate) mod when;

pub(crate) use live::Live;
pub(crate) use mine::next_booking;
pub(crate) use views::BookingView;

/// The routes of bookings.
pub(crate) fn routes() -> Vec<Route> {
    [
        find::routes(),
        any::routes(),
        book::routes(),
        mine::routes(),
        booking::routes(),
        calendar::routes(),
        desk::routes(),
        door::routes(),
        file::routes(),
        live::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Where the clocks of a place are.
pub(crate) fn zone_of(tx: &ReadTx, resource: &Resource) -> Result<TimeZone> {
    Ok(ayni_resources::zone(tx, resource)?.zone())
}

/// When a place is open within a span.
fn open(tx: &ReadTx, resource: &Resource, span: Span) -> Result<Spans> {
    ayni_resources::open(tx, resource, &span)
}
