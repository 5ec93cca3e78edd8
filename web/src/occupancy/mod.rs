//! Reports for those who look after places: how much they are used, what they bring, what comes next, what could be
//! better.

use crate::kit::Route;

mod advice;
mod file;
mod pictures;
mod report;
mod span;
mod views;

/// The routes of reports.
pub(crate) fn routes() -> Vec<Route> {
    [report::routes(), file::routes()].into_iter().flatten().collect()
}
