//! The market: what members offer and what they want.
//!
//! A listing belongs to a member. It is seen while it is published, not over and its member active: by everybody,
//! by members, or by the staff alone, as its access says. The member's own users and the staff see it always.

mod import;
mod model;
mod policy;
mod publishing;
mod reading;
mod search;
mod tables;

#[cfg(test)]
mod tests;

pub use import::{all, import_listing};
pub use model::{Content, Listing, ListingKind, ListingStatus, MAX_IMAGE_ADDRESS, MAX_IMAGES};
pub use publishing::{NewListing, edit, hide, publish, show};
pub use reading::{List, by_code, find, ids_after, listing, listings};
pub use search::{
    CATEGORY_DOCUMENT, DOCUMENT, category_document, document, ids_in_category, ids_of_member, search_audience,
};
pub use tables::tables;
