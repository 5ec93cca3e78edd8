//! The stored record of a place in a waiting list, and the line in which those who wait stand.

use std::ops::Bound;

use ayni_calendar::Span;
use ayni_kernel::{
    BookingId, Error, Line, MemberId, ResourceCategoryId, ResourceId, Result, Timestamp, UserId, WaitId,
    tx::{Reads, WriteTx},
};
use ayni_storage::{AnyTable, Direction, Index, Table, record};
use rkyv::{Archive, Deserialize, Serialize};

use super::buckets;
use crate::waiting::{Sought, Wait, WaitState};

#[derive(Archive, Serialize, Deserialize)]
struct StoredWait {
    member: MemberId,
    by: UserId,
    sought: (u8, [u8; 16]),
    start: Timestamp,
    end: Timestamp,
    places: u32,
    people: u32,
    title: String,
    priority: u16,
    state: u8,
    offer: Option<BookingId>,
    until: Option<Timestamp>,
    due: Option<Timestamp>,
    created: Timestamp,
    updated: Timestamp,
}
record!(StoredWait, 1);

static WAITS: Table<WaitId, StoredWait> = Table::new(0x0743, "waits", &[&LINE, &BY_MEMBER, &BY_OFFER, &DUE]);

/// What for, the week, the rank, and since when.
type Spot = ((u8, [u8; 16]), i64, u16, Timestamp);

/// Those who wait for the same in a week: the higher priority first, then who came earlier. The priority is kept as
/// what it lacks to the highest, so that the walk is in the order of the line.
static LINE: Index<Spot, WaitId, StoredWait> = Index::many(0x8745, "waits.line", |_, wait| {
    if wait.state != WaitState::Waiting.number() {
        return Vec::new();
    }
    let rank = u16::MAX - wait.priority;
    buckets(wait.start, wait.end).map(|bucket| (wait.sought, bucket, rank, wait.created)).collect()
});
static BY_MEMBER: Index<(MemberId, Timestamp), WaitId, StoredWait> =
    Index::many(0x8746, "waits.by_member", |_, wait| vec![(wait.member, wait.created)]);
/// The wait to which a draft was offered.
static BY_OFFER: Index<BookingId, WaitId, StoredWait> =
    Index::unique(0x8747, "waits.by_offer", |_, wait| wait.offer.into_iter().collect());
static DUE: Index<Timestamp, WaitId, StoredWait> =
    Index::many(0x8748, "waits.due", |_, wait| wait.due.into_iter().collect());

pub(crate) fn tables() -> Vec<&'static dyn AnyTable> {
    vec![&WAITS]
}

fn damaged(cause: impl std::fmt::Display) -> Error {
    Error::broken(format!("a wait's record is damaged: {cause}"))
}

const fn stored(sought: Sought) -> (u8, [u8; 16]) {
    match sought {
        Sought::Resource(id) => (1, id.bytes()),
        Sought::Category(id) => (2, id.bytes()),
    }
}

pub(crate) fn wait(tx: &impl Reads, id: WaitId) -> Result<Option<Wait>> {
    WAITS.get(tx, &id)?.map(|stored| stored.open(id)).transpose()
}

fn named(tx: &impl Reads, id: WaitId) -> Result<Wait> {
    wait(tx, id)?.ok_or_else(|| damaged(id))
}

pub(crate) fn put(tx: &mut WriteTx<'_>, wait: &Wait) -> Result<()> {
    Ok(WAITS.put(tx, &wait.id, &StoredWait::from(wait))?)
}

/// The wait to which a draft was offered.
pub(crate) fn of_offer(tx: &impl Reads, offer: BookingId) -> Result<Option<Wait>> {
    BY_OFFER.get(tx, &offer)?.map(|id| named(tx, id)).transpose()
}

/// Those who wait for something in a span, in the order of the line, at most `limit`.
pub(crate) fn line(tx: &impl Reads, sought: Sought, span: Span, limit: usize) -> Result<Vec<Wait>> {
    let mut found: Vec<Wait> = Vec::new();
    for bucket in buckets(span.start, span.end) {
        for entry in LINE.scan(tx, &(stored(sought), bucket), None, Direction::Ascending)?.take(limit) {
            let wait = named(tx, entry?.1)?;
            if wait.span.overlaps(&span) && !found.iter().any(|known| known.id == wait.id) {
                found.push(wait);
            }
        }
    }
    found.sort_by_key(Wait::rank);
    found.truncate(limit);
    Ok(found)
}

/// A place in a member's list of waits.
pub(crate) type Place = (Timestamp, WaitId);

/// A member's waits after a place, newest first.
pub(crate) fn of_member(tx: &impl Reads, member: MemberId, after: Option<Place>, limit: usize) -> Result<Vec<Wait>> {
    let after = after.map(|(at, id)| ((member, at), id));
    let rows = BY_MEMBER.scan(tx, &member, after.as_ref().map(|(value, id)| (value, id)), Direction::Descending)?;
    rows.take(limit).map(|entry| named(tx, entry?.1)).collect()
}

/// Waits whose time is over.
pub(crate) fn due(tx: &impl Reads, now: Timestamp, limit: usize) -> Result<Vec<Wait>> {
    let rows = DUE.range(tx, Bound::Unbounded, Bound::Included(now), Direction::Ascending)?;
    rows.take(limit).map(|entry| named(tx, entry?.1)).collect()
}

impl From<&Wait> for StoredWait {
    fn from(wait: &Wait) -> Self {
        Self {
            member: wait.member,
            by: wait.by,
            sought: stored(wait.sought),
            start: wait.span.start,
            end: wait.span.end,
            places: wait.places,
            people: wait.people,
            title: wait.title.to_string(),
            priority: wait.priority,
            state: wait.state.number(),
            offer: wait.offer,
            until: wait.until,
            due: (wait.state == WaitState::Waiting).then_some(wait.span.start),
            created: wait.created,
            updated: wait.updated,
        }
    }
}

impl StoredWait {
    fn open(self, id: WaitId) -> Result<Wait> {
        let sought = match self.sought {
            (1, id) => Sought::Resource(ResourceId::from_bytes(id)),
            (2, id) => Sought::Category(ResourceCategoryId::from_bytes(id)),
            (other, _) => return Err(damaged(other)),
        };
        Ok(Wait {
            id,
            member: self.member,
            by: self.by,
            sought,
            span: Span::new(self.start, self.end).ok_or_else(|| damaged("its span"))?,
            places: self.places,
            people: self.people,
            title: Line::parse("title", &self.title).map_err(damaged)?,
            priority: self.priority,
            state: WaitState::stored(self.state)?,
            offer: self.offer,
            until: self.until,
            created: self.created,
            updated: self.updated,
        })
    }
}
