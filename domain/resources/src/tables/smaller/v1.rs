//! Closures as they were stored before they could come again.

use ayni_kernel::{ResourceId, Timestamp, UserId};

/// A closure that is there once.
#[derive(rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
pub(crate) struct StoredClosure {
    resource: ResourceId,
    start: Timestamp,
    end: Timestamp,
    repeats: Option<String>,
    reason: String,
    note: String,
    way: u8,
    by: Option<UserId>,
    created: Timestamp,
}

impl From<StoredClosure> for super::StoredClosure {
    fn from(old: StoredClosure) -> Self {
        let StoredClosure { resource, start, end, repeats, reason, note, way, by, created } = old;
        Self { resource, start, end, repeats, over: end, looked: end, reason, note, way, by, created }
    }
}
