//! The words that a cell with a fixed choice may hold.

use ayni_kernel::{Error, Result};
use ayni_market::ListingKind;

use crate::model::Word;

pub(crate) const ACCESS: &[Word] = &["public", "group", "private"];
pub(crate) const AUDIENCE: &[Word] = &["public", "members"];
pub(crate) const COMMUNITY_KIND: &[Word] = &["coworking", "exchange", "both"];
pub(crate) const COMMUNITY_STATUS: &[Word] = &["pending", "active", "disabled", "deleted"];
pub(crate) const CURRENCY_KIND: &[Word] = &["mutual", "time", "fiat", "points"];
pub(crate) const JOINING: &[Word] = &["open", "invite"];
pub(crate) const LISTING_KIND: &[Word] = &["offer", "need"];
pub(crate) const LISTING_STATUS: &[Word] = &["draft", "published", "hidden"];
pub(crate) const MEMBER_KIND: &[Word] = &["personal", "business", "organization", "public"];
pub(crate) const MEMBER_STATUS: &[Word] = &["draft", "pending", "active", "disabled", "suspended", "deleted"];
pub(crate) const TRANSFER_KIND: &[Word] = &["payment", "request", "on-behalf", "hold", "reversal", "levy", "import"];
pub(crate) const USER_STATUS: &[Word] = &["active", "disabled"];
pub(crate) const VISIBILITY: &[Word] = &["public", "members", "staff"];

/// Who sees a contact when nothing else is said.
pub(crate) const CONTACT_DEFAULT: Word = "members";

/// The choice that a checked word stands for.
pub(crate) fn choice<T>(word: Word, read: impl FnOnce(&str) -> Option<T>) -> Result<T> {
    read(word).ok_or_else(|| Error::broken(format!("a word of a checked bundle has no meaning: {word:?}")))
}

/// The kind of listing behind the word; the format says "need" where we say "want".
pub(crate) fn listing_kind(word: &str) -> Option<ListingKind> {
    match word {
        "offer" => Some(ListingKind::Offer),
        "need" => Some(ListingKind::Want),
        _ => None,
    }
}

/// The word for a kind of listing.
pub(crate) const fn of_listing_kind(kind: ListingKind) -> Word {
    match kind {
        ListingKind::Offer => "offer",
        ListingKind::Want => "need",
    }
}
