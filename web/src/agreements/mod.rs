//! Agreements: interest in a listing, one's own agreements, the page of each, and what waits for the stewards.

use crate::kit::Route;

mod acting;
mod forms;
mod lists;
mod page;
mod views;

/// The routes of agreements.
pub(crate) fn routes() -> Vec<Route> {
    [lists::routes(), page::routes(), acting::routes()].into_iter().flatten().collect()
}
