//! The market: what members offer and what they want.
//!
//! A listing belongs to a member. It is seen while it is published, not over and its member active: by everybody,
//! by members, or by the staff alone, as its access says. The member's own users and the staff see it always. Where
//! the community wants it, a steward looks at a listing before others see it.

mod expiry;
mod favourites;
mod import;
mod model;
mod moderation;
mod photo;
mod place;
mod policy;
mod price;
mod publishing;
mod questions;
mod reading;
mod reminding;
mod saved;
mod search;
mod settings;
mod stock;
mod tables;
mod tags;
mod tally;

#[cfg(test)]
mod tests;

pub use favourites::{MAX_FAVOURITES, favour, favourites, is_favourite, unfavour};
pub use import::{all, files, import_listing};
pub use model::{Content, Expiry, Listing, ListingKind, ListingStatus, MAX_STOCK, Reminded};
pub use moderation::{approve, send_back, waiting, waiting_count};
pub use photo::{MAX_ALT, MAX_IMAGE_ADDRESS, MAX_IMAGES, Photo};
pub use place::{Place, Position};
pub use price::{MAX_PARTS, MAX_UNIT, Price, PricePart};
pub use publishing::{NewListing, PhotoChange, change_photo, draft, edit, fulfil, hide, publish, renew, show};
pub use questions::{MAX_QUESTIONS, MAX_SAID, Question, answer, ask, hide_question, questions, show_question};
pub use reading::{List, Reach, by_code, category_of, find, ids_after, listing, listings, position};
pub use reminding::{has_due, remind_due};
pub use saved::{
    MAX_RADIUS, MAX_SEARCHES, SaveSearch, SavedSearch, Tells, Wish, announce, change_search, has_news, has_tidings,
    remove_search, save_search, saved_search, saved_searches, tell_found,
};
pub use search::{
    CATEGORY_DOCUMENT, DOCUMENT, category_document, document, ids_in_category, ids_of_member, search_audience,
};
pub use settings::{MAX_USUAL_DAYS, MarketSettings, Moderation, NeverExpires, change_settings, settings};
pub use stock::{return_stock, take_stock};
pub use tables::{lift, tables};
pub use tags::{MAX_TAG, MAX_TAGS, Tags, folded};
pub use tally::{counts, react};
