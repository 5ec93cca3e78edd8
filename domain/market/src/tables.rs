//! The stored record of a listing, its key, indexes and version. Private to the feature.

use std::ops::ControlFlow;

use ayni_communities::Access;
use ayni_kernel::{
    Body, CategoryId, Code, Error, Line, ListingId, MemberId, Point, Result, Sealed, Timestamp,
    tx::{Reads, WriteTx},
};
use ayni_storage::{AnyTable, Direction, Error as StorageError, Index, Table, record};
use rkyv::{Archive, Deserialize, Serialize};

use crate::{
    model::{Listing, ListingKind, ListingStatus, folded},
    policy::Posted,
};

#[derive(Archive, Serialize, Deserialize)]
struct StoredListing {
    code: String,
    kind: u8,
    member: MemberId,
    category: Option<CategoryId>,
    title: String,
    description: String,
    price: String,
    status: u8,
    access: u8,
    location: Option<(i32, i32)>,
    images: Vec<String>,
    fulfilled: Option<Timestamp>,
    expires: Option<Timestamp>,
    extras: Vec<(String, String)>,
    created: Timestamp,
    updated: Timestamp,
}
record!(StoredListing, 1);

static LISTINGS: Table<ListingId, StoredListing> = Table::new(0x0501, "listings", &[&BY_CODE, &SHOWN, &BY_MEMBER]);
/// Codes without regard to case.
static BY_CODE: Index<String, ListingId, StoredListing> =
    Index::unique(0x8501, "listings.by_code", |_, listing| vec![folded(&listing.code)]);
/// Published listings by kind and category; the number 0 and no category stand for "any", so that each of the
/// four ways to look at the market is one walk.
static SHOWN: Index<(u8, Option<CategoryId>, Timestamp), ListingId, StoredListing> =
    Index::many(0x8502, "listings.shown", |_, listing| {
        if listing.status != ListingStatus::Published.number() {
            return Vec::new();
        }
        let kinds = [ANY_KIND, listing.kind];
        let categories = [None, listing.category];
        let pairs = kinds.into_iter().flat_map(|kind| categories.map(|category| (kind, category, listing.created)));
        pairs.collect()
    });
static BY_MEMBER: Index<(MemberId, Timestamp), ListingId, StoredListing> =
    Index::many(0x8503, "listings.by_member", |_, listing| vec![(listing.member, listing.created)]);

/// Stands for every kind in the index.
const ANY_KIND: u8 = 0;

/// The tables of this feature, for the community's store.
pub fn tables() -> Vec<&'static dyn AnyTable> {
    vec![&LISTINGS]
}

/// Stored numbers and texts that no version of this program wrote.
fn damaged(cause: impl std::fmt::Display) -> Error {
    Error::broken(format!("a listing's record is damaged: {cause}"))
}

/// What storage refuses because of what a person typed, as a fault of the form.
fn refused(error: StorageError) -> Error {
    match error {
        StorageError::Taken { .. } => Error::conflict("market-code-taken"),
        StorageError::Duplicate { .. } => Error::conflict("market-id-taken"),
        StorageError::TooLarge { what, .. } if what.starts_with("value") => {
            Error::invalid("description", "market-listing-large")
        }
        other => other.into(),
    }
}

/// What of the community decides who sees its listings; read once for a whole list.
#[derive(Clone, Copy)]
pub(crate) struct Today {
    now: Timestamp,
    community: Access,
}

pub(crate) fn today(tx: &impl Reads, now: Timestamp) -> Result<Today> {
    Ok(Today { now, community: ayni_communities::settings(tx)?.access })
}

pub(crate) fn listing(tx: &impl Reads, today: Today, id: ListingId) -> Result<Option<Sealed<Posted>>> {
    let Some(listing) = unasked(tx, id)? else {
        return Ok(None);
    };
    let owner = ayni_members::name_of(tx, listing.member)?.status;
    Ok(Some(Sealed::new(Posted { listing, owner, community: today.community, now: today.now })))
}

pub(crate) fn ids_after(tx: &impl Reads, after: Option<ListingId>, limit: usize) -> Result<Vec<ListingId>> {
    let rows = LISTINGS.scan(tx, &(), after.as_ref(), Direction::Ascending)?;
    rows.take(limit).map(|row| Ok(row?.0)).collect()
}

/// All listings of a member, newest first.
pub(crate) fn ids_of_member(tx: &impl Reads, member: MemberId) -> Result<Vec<ListingId>> {
    BY_MEMBER.scan(tx, &member, None, Direction::Descending)?.map(|entry| Ok(entry?.1)).collect()
}

/// A listing whoever may see it: for the search index.
pub(crate) fn unasked(tx: &impl Reads, id: ListingId) -> Result<Option<Listing>> {
    LISTINGS.get(tx, &id)?.map(|stored| stored.open(id)).transpose()
}

pub(crate) fn id_of_code(tx: &impl Reads, code: &Code) -> Result<Option<ListingId>> {
    Ok(BY_CODE.get(tx, &folded(code.as_str()))?)
}

pub(crate) fn insert(tx: &mut WriteTx<'_>, listing: &Listing) -> Result<()> {
    LISTINGS.insert(tx, &listing.id, &StoredListing::from(listing)).map_err(refused)
}

pub(crate) fn replace(tx: &mut WriteTx<'_>, listing: &Listing) -> Result<()> {
    LISTINGS.put(tx, &listing.id, &StoredListing::from(listing)).map_err(refused)
}

/// At most `limit` listings after an id, in the order of their ids.
pub(crate) fn page(tx: &impl Reads, after: Option<ListingId>, limit: usize) -> Result<Vec<Listing>> {
    let rows = LISTINGS.scan(tx, &(), after.as_ref(), Direction::Ascending)?;
    rows.take(limit).map(|row| row.map_err(Error::from).and_then(|(id, stored)| stored.open(id))).collect()
}

/// A place in a list sorted by time.
pub(crate) type Place = (Timestamp, ListingId);

/// The listings before a place, newest first, until `each` says stop: a member's whatever their status (kind and
/// category are left to the caller then), otherwise the published ones of a kind and category.
pub(crate) fn walk(
    tx: &impl Reads,
    (kind, category, member): (Option<ListingKind>, Option<CategoryId>, Option<MemberId>),
    after: Option<&Place>,
    mut each: impl FnMut(Place) -> Result<ControlFlow<()>>,
) -> Result<()> {
    if let Some(member) = member {
        let after = after.map(|(at, id)| ((member, *at), *id));
        let after = after.as_ref().map(|(value, id)| (value, id));
        for entry in BY_MEMBER.scan(tx, &member, after, Direction::Descending)? {
            let ((_, at), id) = entry?;
            if each((at, id))?.is_break() {
                return Ok(());
            }
        }
    } else {
        let prefix = (kind.map_or(ANY_KIND, ListingKind::number), category);
        let after = after.map(|(at, id)| ((prefix.0, prefix.1, *at), *id));
        let after = after.as_ref().map(|(value, id)| (value, id));
        for entry in SHOWN.scan(tx, &prefix, after, Direction::Descending)? {
            let ((_, _, at), id) = entry?;
            if each((at, id))?.is_break() {
                return Ok(());
            }
        }
    }
    Ok(())
}

impl From<&Listing> for StoredListing {
    fn from(listing: &Listing) -> Self {
        Self {
            code: listing.code.to_string(),
            kind: listing.kind.number(),
            member: listing.member,
            category: listing.category,
            title: listing.title.to_string(),
            description: listing.description.to_string(),
            price: listing.price.to_string(),
            status: listing.status.number(),
            access: listing.access.number(),
            location: listing.location.map(Point::steps),
            images: listing.images.clone(),
            fulfilled: listing.fulfilled,
            expires: listing.expires,
            extras: listing.extras.clone(),
            created: listing.created,
            updated: listing.updated,
        }
    }
}

impl StoredListing {
    fn open(self, id: ListingId) -> Result<Listing> {
        Ok(Listing {
            id,
            code: Code::parse("code", &self.code).map_err(damaged)?,
            kind: ListingKind::stored(self.kind)?,
            member: self.member,
            category: self.category,
            title: Line::parse("title", &self.title).map_err(damaged)?,
            description: Body::parse("description", &self.description).map_err(damaged)?,
            price: Line::parse("price", &self.price).map_err(damaged)?,
            status: ListingStatus::stored(self.status)?,
            access: Access::stored(self.access)?,
            location: self.location.map(|(latitude, longitude)| Point::from_steps(latitude, longitude)),
            images: self.images,
            fulfilled: self.fulfilled,
            expires: self.expires,
            extras: self.extras,
            created: self.created,
            updated: self.updated,
        })
    }
}
