//! Calendars elsewhere: files behind secret addresses that calendar programs follow, and the door through which they
//! read and book themselves (`dav`).

pub(crate) mod dav;
mod file;
mod page;

pub(crate) use dav::Looks;

use crate::kit::Route;

/// The routes of calendars elsewhere.
pub(crate) fn routes() -> Vec<Route> {
    page::routes()
}
