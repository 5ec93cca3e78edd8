//! Agreements: interest in a listing, one's own agreements, the page of each, and what waits for the stewards;
//! references.

use crate::kit::Route;

mod acting;
mod forms;
mod lists;
mod page;
mod references;
mod views;

pub(crate) use references::ReputeView;

/// The routes of agreements.
pub(crate) fn routes() -> Vec<Route> {
    [lists::routes(), page::routes(), acting::routes(), references::routes()].into_iter().flatten().collect()
}
