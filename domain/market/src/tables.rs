//! The stored records of the market, their keys, indexes and versions. Private to the feature.

mod questions;
mod saved;
mod tally;
mod v1;

#[cfg(test)]
pub(crate) mod old;

use std::{collections::BTreeMap, iter::Peekable};

use ayni_communities::{Access, BlobHash};
pub(crate) use questions::{
    favourites, is_favourite, put_favourite, put_question, question, questions, remove_favourite,
};
pub(crate) use saved::{
    Progress, first_news, first_search_due, hanging, put_news, put_search, remove_news, remove_search, search,
    searches_due, searches_of,
};
pub(crate) use tally::{Step, count, tally};

use ayni_kernel::{
    Amount, Body, CategoryId, Code, CurrencyId, Error, Line, ListingId, MemberId, Point, ResourceId, Result, Sealed,
    Timestamp,
    tx::{Reads, WriteTx},
};
use ayni_members::MemberStatus;
use ayni_storage::{AnyTable, Direction, Error as StorageError, Index, Table, record};
use rkyv::{Archive, Deserialize, Serialize};

use crate::{
    expiry,
    model::{Listing, ListingKind, ListingStatus, Reminded, folded},
    photo::Photo,
    place::Place,
    policy::Posted,
    price::{Price, PricePart},
    settings::{MarketSettings, Moderation, NeverExpires},
    tags::Tags,
    tally::Slot,
};

#[derive(Archive, Serialize, Deserialize)]
struct StoredListing {
    code: String,
    kind: u8,
    member: MemberId,
    category: Option<CategoryId>,
    title: String,
    description: String,
    tags: Vec<String>,
    price: StoredPrice,
    stock: Option<u32>,
    place: StoredPlace,
    photos: Vec<(BlobHash, String)>,
    images: Vec<String>,
    status: u8,
    access: u8,
    published: Option<Timestamp>,
    fulfilled: Option<Timestamp>,
    expires: Option<Timestamp>,
    reminded: u8,
    made_by: Option<MemberId>,
    sent_back: String,
    extras: Vec<(String, String)>,
    created: Timestamp,
    updated: Timestamp,
}
record!(StoredListing, 2, { 1 => v1::StoredListing });

#[derive(Archive, Serialize, Deserialize)]
struct StoredPrice {
    words: String,
    parts: Vec<(CurrencyId, Amount)>,
    unit: String,
}

#[derive(Archive, Serialize, Deserialize)]
enum StoredPlace {
    Unsaid,
    Remote,
    Point(i32, i32),
    Member,
    Resource(ResourceId),
}

static LISTINGS: Table<ListingId, StoredListing> =
    Table::new(0x0501, "listings", &[&BY_CODE, &SHOWN, &BY_MEMBER, &DUE, &BY_TAG, &WAITING, &PROVEN]);
/// Codes without regard to case.
static BY_CODE: Index<String, ListingId, StoredListing> =
    Index::unique(0x8501, "listings.by_code", |_, listing| vec![folded(&listing.code)]);
/// Shown listings by kind and category; the number 0 and no category stand for "any", so that each of the
/// four ways to look at the market is one walk.
static SHOWN: Index<(u8, Option<CategoryId>, Timestamp), ListingId, StoredListing> =
    Index::many(0x8502, "listings.shown", |_, listing| {
        let Some(at) = listing.shown() else { return Vec::new() };
        let kinds = [ANY_KIND, listing.kind];
        let categories = [None, listing.category];
        kinds.into_iter().flat_map(|kind| categories.map(|category| (kind, category, at))).collect()
    });
static BY_MEMBER: Index<(MemberId, Timestamp), ListingId, StoredListing> =
    Index::many(0x8503, "listings.by_member", |_, listing| vec![(listing.member, listing.created)]);
/// When the owner is to be told of the end.
static DUE: Index<Timestamp, ListingId, StoredListing> =
    Index::many(0x8504, "listings.due", |_, listing| listing.due().into_iter().collect());
/// Shown listings by tag.
static BY_TAG: Index<(String, Timestamp), ListingId, StoredListing> =
    Index::many(0x8505, "listings.by_tag", |_, listing| {
        let Some(at) = listing.shown() else { return Vec::new() };
        listing.tags.iter().map(|tag| (tag.clone(), at)).collect()
    });
/// Listings that wait for a steward, since when.
static WAITING: Index<Timestamp, ListingId, StoredListing> =
    Index::many(0x8506, "listings.waiting", |_, listing| match listing.status {
        status if status == ListingStatus::Waiting.number() => vec![listing.updated],
        _ => Vec::new(),
    });
/// Members who had a listing shown already.
static PROVEN: Index<MemberId, ListingId, StoredListing> = Index::many(0x8507, "listings.proven", |_, listing| {
    listing.published.map(|_| listing.member).into_iter().collect()
});

/// Stands for every kind in the index.
const ANY_KIND: u8 = 0;

impl StoredListing {
    /// Since when it is shown; `None` when it is not, or when it was noted that it is over.
    fn shown(&self) -> Option<Timestamp> {
        let shown = self.status == ListingStatus::Published.number() && self.reminded != Reminded::Over.number();
        shown.then(|| self.published.unwrap_or(self.created))
    }

    fn due(&self) -> Option<Timestamp> {
        let (status, reminded) = (ListingStatus::stored(self.status).ok()?, Reminded::stored(self.reminded).ok()?);
        expiry::due(status, self.expires, reminded)
    }
}

#[derive(Archive, Serialize, Deserialize)]
struct StoredSettings {
    usual_days: u16,
    never: u8,
    moderation: u8,
}
record!(StoredSettings, 1);

/// One record.
static SETTINGS: Table<(), StoredSettings> = Table::new(0x0502, "market_settings", &[]);

/// The tables of this feature, for the community's store.
pub fn tables() -> Vec<&'static dyn AnyTable> {
    vec![
        &LISTINGS,
        &SETTINGS,
        &questions::QUESTIONS,
        &questions::FAVOURITES,
        &saved::SEARCHES,
        &saved::NEWS,
        &tally::TALLY,
    ]
}

/// What the community decided; `None` where it decided nothing.
pub(crate) fn settings(tx: &impl Reads) -> Result<Option<MarketSettings>> {
    let open = |stored: StoredSettings| {
        Ok(MarketSettings {
            usual_days: stored.usual_days,
            never: NeverExpires::stored(stored.never)?,
            moderation: Moderation::stored(stored.moderation)?,
        })
    };
    SETTINGS.get(tx, &())?.map(open).transpose()
}

pub(crate) fn put_settings(tx: &mut WriteTx<'_>, settings: MarketSettings) -> Result<()> {
    let MarketSettings { usual_days, never, moderation } = settings;
    let stored = StoredSettings { usual_days, never: never.number(), moderation: moderation.number() };
    Ok(SETTINGS.put(tx, &(), &stored)?)
}

/// When something is to be told first.
pub(crate) fn first_due(tx: &impl Reads) -> Result<Option<Timestamp>> {
    let first = DUE.scan(tx, &(), None, Direction::Ascending)?.next().transpose()?;
    Ok(first.map(|(at, _)| at))
}

/// At most `limit` listings of which something is to be told by now.
pub(crate) fn due(tx: &impl Reads, now: Timestamp, limit: usize) -> Result<Vec<ListingId>> {
    let mut ids = Vec::new();
    for entry in DUE.scan(tx, &(), None, Direction::Ascending)?.take(limit) {
        let (at, id) = entry?;
        if at > now {
            break;
        }
        ids.push(id);
    }
    Ok(ids)
}

/// At most `limit` listings that wait for a steward, the longest waiting first.
pub(crate) fn waiting(tx: &impl Reads, limit: usize) -> Result<Vec<ListingId>> {
    WAITING.scan(tx, &(), None, Direction::Ascending)?.take(limit).map(|entry| Ok(entry?.1)).collect()
}

/// Whether a listing of the member was shown at some time.
pub(crate) fn is_proven(tx: &impl Reads, member: MemberId) -> Result<bool> {
    Ok(PROVEN.get(tx, &member)?.is_some())
}

/// Writes every listing of an older program anew, with what the newer indexes need. A step of the store's schema.
pub fn lift(tx: &mut ayni_storage::WriteTx) -> std::result::Result<(), StorageError> {
    LISTINGS.rebuild(tx)?;
    let mut counts: BTreeMap<Slot, u32> = BTreeMap::new();
    for row in LISTINGS.range(&*tx, .., Direction::Ascending)? {
        let (id, stored) = row?;
        let active = |listing: &Listing| {
            ayni_members::name_of(&*tx, listing.member).is_ok_and(|card| card.status == MemberStatus::Active)
        };
        // A damaged record is the doctor's business.
        let slot = stored.open(id).ok().filter(active).and_then(|listing| crate::tally::slot(&listing));
        if let Some(slot) = slot {
            *counts.entry(slot).or_default() += 1;
        }
    }
    counts.into_iter().try_for_each(|(slot, count)| tally::set(tx, slot, count))
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
    LISTINGS.insert(tx, &listing.id, &StoredListing::from(listing)).map_err(refused)?;
    crate::tally::recount(tx, None, listing)
}

pub(crate) fn replace(tx: &mut WriteTx<'_>, listing: &Listing) -> Result<()> {
    let before = unasked(&**tx, listing.id)?;
    LISTINGS.put(tx, &listing.id, &StoredListing::from(listing)).map_err(refused)?;
    crate::tally::recount(tx, before.as_ref(), listing)
}

/// Every listing of a member.
pub(crate) fn of_member(tx: &impl Reads, member: MemberId) -> Result<Vec<Listing>> {
    let entries = BY_MEMBER.scan(tx, &member, None, Direction::Ascending)?;
    let ids: Vec<ListingId> = entries.map(|entry| Ok(entry?.1)).collect::<Result<_>>()?;
    ids.into_iter().filter_map(|id| unasked(tx, id).transpose()).collect()
}

/// At most `limit` listings after an id, in the order of their ids.
pub(crate) fn page(tx: &impl Reads, after: Option<ListingId>, limit: usize) -> Result<Vec<Listing>> {
    let rows = LISTINGS.scan(tx, &(), after.as_ref(), Direction::Ascending)?;
    rows.take(limit).map(|row| row.map_err(Error::from).and_then(|(id, stored)| stored.open(id))).collect()
}

/// The files of all listings' pictures.
pub(crate) fn files(tx: &impl Reads) -> Result<Vec<BlobHash>> {
    let mut files = Vec::new();
    for row in LISTINGS.scan(tx, &(), None, Direction::Ascending)? {
        files.extend(row?.1.photos.into_iter().map(|(file, _)| file));
    }
    Ok(files)
}

/// A place in a list sorted by time.
pub(crate) type Rank = (Timestamp, ListingId);

/// A list that is sorted by time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shelf {
    /// The shown listings of a kind and a category, or of any.
    Shown(Option<ListingKind>, Option<CategoryId>),
    /// The shown listings with a tag.
    Tag(String),
    /// All listings of a member, whatever their status.
    Member(MemberId),
}

/// The places of one shelf before another place, newest first.
type Walk<'t> = Box<dyn Iterator<Item = Result<Rank>> + 't>;

fn along<'t>(tx: &'t impl Reads, shelf: Shelf, after: Option<&Rank>) -> Result<Walk<'t>> {
    let newest = Direction::Descending;
    Ok(match shelf {
        Shelf::Member(member) => {
            let after = after.map(|(at, id)| ((member, *at), *id));
            let entries = BY_MEMBER.scan(tx, &member, after.as_ref().map(|(value, id)| (value, id)), newest)?;
            Box::new(entries.map(|entry| entry.map(|((_, at), id)| (at, id)).map_err(Error::from)))
        }
        Shelf::Tag(tag) => {
            let after = after.map(|(at, id)| ((tag.clone(), *at), *id));
            let entries = BY_TAG.scan(tx, &tag, after.as_ref().map(|(value, id)| (value, id)), newest)?;
            Box::new(entries.map(|entry| entry.map(|((_, at), id)| (at, id)).map_err(Error::from)))
        }
        Shelf::Shown(kind, category) => {
            let prefix = (kind.map_or(ANY_KIND, ListingKind::number), category);
            let after = after.map(|(at, id)| ((prefix.0, prefix.1, *at), *id));
            let entries = SHOWN.scan(tx, &prefix, after.as_ref().map(|(value, id)| (value, id)), newest)?;
            Box::new(entries.map(|entry| entry.map(|((_, _, at), id)| (at, id)).map_err(Error::from)))
        }
    })
}

/// The places of several shelves as one list, newest first: each shelf is read no further than its next place.
pub(crate) struct Merged<'t> {
    walks: Vec<Peekable<Walk<'t>>>,
}

pub(crate) fn walk<'t>(tx: &'t impl Reads, shelves: Vec<Shelf>, after: Option<&Rank>) -> Result<Merged<'t>> {
    let walks = shelves.into_iter().map(|shelf| Ok(along(tx, shelf, after)?.peekable())).collect::<Result<_>>()?;
    Ok(Merged { walks })
}

impl Iterator for Merged<'_> {
    type Item = Result<Rank>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut newest: Option<(Rank, usize)> = None;
        for (number, walk) in self.walks.iter_mut().enumerate() {
            match walk.peek() {
                Some(Ok(rank)) if newest.is_none_or(|(best, _)| *rank > best) => newest = Some((*rank, number)),
                Some(Err(_)) => return walk.next(),
                _ => {}
            }
        }
        self.walks.get_mut(newest?.1)?.next()
    }
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
            tags: listing.tags.to_vec(),
            price: (&listing.price).into(),
            stock: listing.stock,
            place: listing.place.into(),
            photos: listing.photos.iter().map(|photo| (photo.file, photo.alt.to_string())).collect(),
            images: listing.images.clone(),
            status: listing.status.number(),
            access: listing.access.number(),
            published: listing.published,
            fulfilled: listing.fulfilled,
            expires: listing.expires,
            reminded: listing.reminded.number(),
            made_by: listing.made_by,
            sent_back: listing.sent_back.to_string(),
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
            title: line(&self.title)?,
            description: Body::parse("description", &self.description).map_err(damaged)?,
            tags: Tags::stored(self.tags),
            price: self.price.open()?,
            stock: self.stock,
            place: self.place.into(),
            photos: self.photos.into_iter().map(photo).collect::<Result<_>>()?,
            images: self.images,
            status: ListingStatus::stored(self.status)?,
            access: Access::stored(self.access)?,
            published: self.published,
            fulfilled: self.fulfilled,
            expires: self.expires,
            reminded: Reminded::stored(self.reminded)?,
            made_by: self.made_by,
            sent_back: line(&self.sent_back)?,
            extras: self.extras,
            created: self.created,
            updated: self.updated,
        })
    }
}

fn line(text: &str) -> Result<Line> {
    Line::parse("text", text).map_err(damaged)
}

fn photo((file, alt): (BlobHash, String)) -> Result<Photo> {
    Ok(Photo { file, alt: line(&alt)? })
}

impl From<&Price> for StoredPrice {
    fn from(price: &Price) -> Self {
        Self {
            words: price.words.to_string(),
            parts: price.parts.iter().map(|part| (part.currency, part.amount)).collect(),
            unit: price.unit.to_string(),
        }
    }
}

impl StoredPrice {
    fn open(self) -> Result<Price> {
        let parts = self.parts.into_iter().map(|(currency, amount)| PricePart { currency, amount }).collect();
        Ok(Price { words: line(&self.words)?, parts, unit: line(&self.unit)? })
    }
}

impl From<Place> for StoredPlace {
    fn from(place: Place) -> Self {
        match place {
            Place::Unsaid => Self::Unsaid,
            Place::Remote => Self::Remote,
            Place::Point(point) => Self::Point(point.steps().0, point.steps().1),
            Place::Member => Self::Member,
            Place::Resource(id) => Self::Resource(id),
        }
    }
}

impl From<StoredPlace> for Place {
    fn from(place: StoredPlace) -> Self {
        match place {
            StoredPlace::Unsaid => Self::Unsaid,
            StoredPlace::Remote => Self::Remote,
            StoredPlace::Point(latitude, longitude) => Self::Point(Point::from_steps(latitude, longitude)),
            StoredPlace::Member => Self::Member,
            StoredPlace::Resource(id) => Self::Resource(id),
        }
    }
}
