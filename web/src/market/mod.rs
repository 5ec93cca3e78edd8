//! The market: finding listings, a listing's page, publishing and changing one, what members keep of it, and its office.

use crate::kit::Route;

mod browse;
mod form;
mod kept;
mod listing;
mod office;
mod publish;
mod questions;
mod searches;
pub(crate) mod views;

pub(crate) use views::ListingCard;

/// The routes of the market.
pub(crate) fn routes() -> Vec<Route> {
    [
        browse::routes(),
        listing::routes(),
        publish::routes(),
        questions::routes(),
        kept::routes(),
        searches::routes(),
        office::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
