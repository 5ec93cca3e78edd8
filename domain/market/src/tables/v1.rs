//! Listings as they were before they had tags, photos, exact prices and stock.

use ayni_kernel::{CategoryId, MemberId, Timestamp};
use rkyv::{Archive, Deserialize, Serialize};

use super::{StoredPlace, StoredPrice};
use crate::model::{ListingStatus, Reminded};

#[derive(Archive, Serialize, Deserialize)]
pub(super) struct StoredListing {
    pub(super) code: String,
    pub(super) kind: u8,
    pub(super) member: MemberId,
    pub(super) category: Option<CategoryId>,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) price: String,
    pub(super) status: u8,
    pub(super) access: u8,
    pub(super) location: Option<(i32, i32)>,
    pub(super) images: Vec<String>,
    pub(super) fulfilled: Option<Timestamp>,
    pub(super) expires: Option<Timestamp>,
    pub(super) extras: Vec<(String, String)>,
    pub(super) created: Timestamp,
    pub(super) updated: Timestamp,
}

impl From<StoredListing> for super::StoredListing {
    fn from(old: StoredListing) -> Self {
        // Whatever is no draft was shown at some time.
        let published = Some(old.created).filter(|_| old.status != ListingStatus::Draft.number());
        Self {
            code: old.code,
            kind: old.kind,
            member: old.member,
            category: old.category,
            title: old.title,
            description: old.description,
            tags: Vec::new(),
            price: StoredPrice { words: old.price, parts: Vec::new(), unit: String::new() },
            stock: None,
            place: old.location.map_or(StoredPlace::Unsaid, |(north, east)| StoredPlace::Point(north, east)),
            photos: Vec::new(),
            images: old.images,
            status: old.status,
            access: old.access,
            published,
            fulfilled: old.fulfilled,
            expires: old.expires,
            reminded: Reminded::Nothing.number(),
            made_by: None,
            sent_back: String::new(),
            extras: old.extras,
            created: old.created,
            updated: old.updated,
        }
    }
}
