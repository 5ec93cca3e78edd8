//! Statistics of the exchange: pictures and tables by the month, and the same as a file.

use crate::kit::Route;

mod file;
mod page;
mod pictures;
mod views;

/// The routes of the statistics.
pub(crate) fn routes() -> Vec<Route> {
    [page::routes(), file::routes()].into_iter().flatten().collect()
}
