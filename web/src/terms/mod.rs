//! The terms of bookings: policies, prices and passes, for those who keep them; and every member's passes.

use crate::kit::Route;

mod fields;
mod kind_form;
mod mine;
mod overview;
mod passes;
mod policies;
mod policy_form;
mod policy_rows;
mod price_form;
mod prices;
mod reach;
mod says;

/// The routes of terms.
pub(crate) fn routes() -> Vec<Route> {
    [policies::routes(), prices::routes(), passes::routes(), mine::routes(), overview::routes()]
        .into_iter()
        .flatten()
        .collect()
}
