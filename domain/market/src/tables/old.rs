//! For tests: a table of listings as older programs wrote it.

use ayni_kernel::{ListingId, MemberId, Result, Timestamp, WriteTx};
use ayni_storage::{AnyTable, Index, Table, record};

use super::{ANY_KIND, v1::StoredListing};
use crate::model::{ListingKind, ListingStatus, folded};

record!(StoredListing, 1);

static OLD_LISTINGS: Table<ListingId, StoredListing> = Table::new(0x0501, "listings", &[&BY_CODE, &SHOWN, &BY_MEMBER]);
static BY_CODE: Index<String, ListingId, StoredListing> =
    Index::unique(0x8501, "listings.by_code", |_, listing| vec![folded(&listing.code)]);
static SHOWN: Index<(u8, Option<ayni_kernel::CategoryId>, Timestamp), ListingId, StoredListing> =
    Index::many(0x8502, "listings.shown", |_, listing| {
        if listing.status == ListingStatus::Published.number() {
            [ANY_KIND, listing.kind].map(|kind| (kind, listing.category, listing.created)).to_vec()
        } else {
            Vec::new()
        }
    });
static BY_MEMBER: Index<(MemberId, Timestamp), ListingId, StoredListing> =
    Index::many(0x8503, "listings.by_member", |_, listing| vec![(listing.member, listing.created)]);

/// The market's tables of older programs.
pub(crate) fn tables() -> Vec<&'static dyn AnyTable> {
    vec![&OLD_LISTINGS]
}

/// Writes an old offer that ends after twenty days.
pub(crate) fn put(tx: &mut WriteTx<'_>, number: u8, member: MemberId, status: ListingStatus) -> Result<()> {
    let at = tx.now();
    let record = StoredListing {
        code: format!("OLD-{number}"),
        kind: ListingKind::Offer.number(),
        member,
        category: None,
        title: format!("Old {number}"),
        description: String::new(),
        price: "2 hours".to_owned(),
        status: status.number(),
        access: ayni_communities::Access::Group.number(),
        location: Some((7, 9)),
        images: Vec::new(),
        fulfilled: None,
        expires: Some(at.plus_days(20)),
        extras: Vec::new(),
        created: at,
        updated: at,
    };
    Ok(OLD_LISTINGS.insert(tx, &ListingId::from_bytes([number; 16]), &record)?)
}
