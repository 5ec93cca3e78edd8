//! Reciprocity: a member's own picture of giving and taking, and the community's.

use crate::kit::Route;

mod office;
mod pictures;
mod portrait;

/// The routes of reciprocity.
pub(crate) fn routes() -> Vec<Route> {
    [portrait::routes(), office::routes()].into_iter().flatten().collect()
}
