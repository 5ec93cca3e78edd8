//! Bookings as stores before version 2 have them: nobody wrote down whether the house had moved one.

use ayni_kernel::{AddOnId, MemberId, OrderId, ResourceId, SeriesId, Timestamp, UserId};
use rkyv::{Archive, Deserialize, Serialize};

use super::StoredPayment;

#[derive(Archive, Serialize, Deserialize)]
pub(super) struct StoredBooking {
    pub(super) reference: String,
    pub(super) resource: ResourceId,
    pub(super) member: MemberId,
    pub(super) by: Option<UserId>,
    pub(super) start: Timestamp,
    pub(super) end: Timestamp,
    pub(super) blocked: (Timestamp, Timestamp),
    pub(super) places: u32,
    pub(super) people: u32,
    pub(super) state: u8,
    pub(super) weight: Option<u32>,
    pub(super) title: String,
    pub(super) note: String,
    pub(super) addons: Vec<(AddOnId, u32)>,
    pub(super) details: u8,
    pub(super) terms: Vec<u8>,
    pub(super) quote: Vec<u8>,
    pub(super) payment: StoredPayment,
    pub(super) order: Option<OrderId>,
    pub(super) occurrence: Option<(SeriesId, String)>,
    pub(super) due: Option<Timestamp>,
    pub(super) came: Option<(Timestamp, u8)>,
    pub(super) left: Option<(Timestamp, u8)>,
    pub(super) reason: String,
    pub(super) sequence: u32,
    pub(super) created: Timestamp,
    pub(super) updated: Timestamp,
}

impl From<StoredBooking> for super::StoredBooking {
    fn from(old: StoredBooking) -> Self {
        Self {
            reference: old.reference,
            resource: old.resource,
            member: old.member,
            by: old.by,
            start: old.start,
            end: old.end,
            blocked: old.blocked,
            places: old.places,
            people: old.people,
            state: old.state,
            weight: old.weight,
            title: old.title,
            note: old.note,
            addons: old.addons,
            details: old.details,
            terms: old.terms,
            quote: old.quote,
            payment: old.payment,
            order: old.order,
            occurrence: old.occurrence,
            due: old.due,
            came: old.came,
            left: old.left,
            reason: old.reason,
            sequence: old.sequence,
            created: old.created,
            updated: old.updated,
            moved: None,
        }
    }
}
