//! The stored records of calendar files behind secret addresses, and of the names that calendar programs give bookings.

use ayni_kernel::{
    BookingId, Error, FeedId, MemberId, ResourceId, Result, SeriesId, Timestamp, UserId,
    tx::{Reads, WriteTx},
};
use ayni_storage::{AnyTable, Direction, Index, Table, record};
use rkyv::{Archive, Deserialize, Serialize};

use crate::{
    entries::{Entry, Shelf, Thing},
    feeds::{Feed, FeedOf},
};

#[derive(Archive, Serialize, Deserialize)]
struct StoredFeed {
    of: (u8, [u8; 16]),
    user: UserId,
    hash: [u8; 32],
    created: Timestamp,
}
record!(StoredFeed, 1);

static FEEDS: Table<FeedId, StoredFeed> = Table::new(0x0760, "feeds", &[&BY_HASH, &BY_USER]);
static BY_HASH: Index<[u8; 32], FeedId, StoredFeed> = Index::unique(0x8760, "feeds.by_hash", |_, feed| vec![feed.hash]);
static BY_USER: Index<UserId, FeedId, StoredFeed> = Index::many(0x8761, "feeds.by_user", |_, feed| vec![feed.user]);

#[derive(Archive, Serialize, Deserialize)]
struct StoredEntry {
    uid: String,
    thing: (u8, [u8; 16]),
}
record!(StoredEntry, 1);

/// A calendar and a name in it.
type EntryKey = ((u8, [u8; 16]), String);

static ENTRIES: Table<EntryKey, StoredEntry> = Table::new(0x0761, "entries", &[&BY_THING]);
static BY_THING: Index<(u8, [u8; 16]), EntryKey, StoredEntry> =
    Index::unique(0x8762, "entries.by_thing", |_, entry| vec![entry.thing]);

pub(crate) fn tables() -> Vec<&'static dyn AnyTable> {
    vec![&FEEDS, &ENTRIES]
}

fn damaged(cause: impl std::fmt::Display) -> Error {
    Error::broken(format!("a calendar's record is damaged: {cause}"))
}

impl StoredFeed {
    fn open(self, id: FeedId) -> Result<Feed> {
        let of = match self.of {
            (1, member) => FeedOf::Member(MemberId::from_bytes(member)),
            (2, resource) => FeedOf::Resource(ResourceId::from_bytes(resource)),
            (kind, _) => return Err(damaged(kind)),
        };
        Ok(Feed { id, of, user: self.user, created: self.created })
    }
}

pub(crate) fn put(tx: &mut WriteTx<'_>, feed: &Feed, hash: [u8; 32]) -> Result<()> {
    let of = match feed.of {
        FeedOf::Member(member) => (1, member.bytes()),
        FeedOf::Resource(resource) => (2, resource.bytes()),
    };
    Ok(FEEDS.insert(tx, &feed.id, &StoredFeed { of, user: feed.user, hash, created: feed.created })?)
}

pub(crate) fn feed(tx: &impl Reads, id: FeedId) -> Result<Option<Feed>> {
    FEEDS.get(tx, &id)?.map(|stored| stored.open(id)).transpose()
}

pub(crate) fn by_hash(tx: &impl Reads, hash: [u8; 32]) -> Result<Option<Feed>> {
    match BY_HASH.get(tx, &hash)? {
        Some(id) => feed(tx, id),
        None => Ok(None),
    }
}

pub(crate) fn of_user(tx: &impl Reads, user: UserId, limit: usize) -> Result<Vec<Feed>> {
    let rows = BY_USER.scan(tx, &user, None, Direction::Ascending)?;
    rows.take(limit).map(|entry| feed(tx, entry?.1)?.ok_or_else(|| damaged("no feed behind its index"))).collect()
}

pub(crate) fn remove(tx: &mut WriteTx<'_>, id: FeedId) -> Result<()> {
    FEEDS.remove(tx, &id)?;
    Ok(())
}

const fn shelf_key(shelf: Shelf) -> (u8, [u8; 16]) {
    match shelf {
        Shelf::Member(member) => (1, member.bytes()),
        Shelf::Resource(resource) => (2, resource.bytes()),
    }
}

const fn thing_key(thing: Thing) -> (u8, [u8; 16]) {
    match thing {
        Thing::Booking(booking) => (1, booking.bytes()),
        Thing::Series(series) => (2, series.bytes()),
    }
}

pub(crate) fn entry(tx: &impl Reads, shelf: Shelf, name: &str) -> Result<Option<Entry>> {
    let key = (shelf_key(shelf), name.to_owned());
    ENTRIES.get(tx, &key)?.map(|stored| stored.open(key)).transpose()
}

pub(crate) fn entry_of(tx: &impl Reads, thing: Thing) -> Result<Option<Entry>> {
    let Some(key) = BY_THING.get(tx, &thing_key(thing))? else { return Ok(None) };
    ENTRIES.get(tx, &key)?.map(|stored| stored.open(key)).transpose()
}

/// Keeps an entry; a thing has one name only, so that an older one goes.
pub(crate) fn put_entry(tx: &mut WriteTx<'_>, entry: &Entry) -> Result<()> {
    if let Some(older) = BY_THING.get(&**tx, &thing_key(entry.thing))? {
        ENTRIES.remove(tx, &older)?;
    }
    let key = (shelf_key(entry.shelf), entry.name.clone());
    Ok(ENTRIES.put(tx, &key, &StoredEntry { uid: entry.uid.clone(), thing: thing_key(entry.thing) })?)
}

impl StoredEntry {
    fn open(self, ((kind, of), name): EntryKey) -> Result<Entry> {
        let calendar = match kind {
            1 => Shelf::Member(MemberId::from_bytes(of)),
            2 => Shelf::Resource(ResourceId::from_bytes(of)),
            _ => return Err(damaged(kind)),
        };
        let thing = match self.thing {
            (1, id) => Thing::Booking(BookingId::from_bytes(id)),
            (2, id) => Thing::Series(SeriesId::from_bytes(id)),
            (kind, _) => return Err(damaged(kind)),
        };
        Ok(Entry { shelf: calendar, name, uid: self.uid, thing })
    }
}
