//! What was closed or out of service when the bookings last heard of it, so that they notice when it is open again;
//! and what is open again and not yet offered to everybody who waits.

use std::ops::Bound;

use ayni_calendar::Span;
use ayni_kernel::{
    ClosureId, Error, ResourceId, Result, Timestamp,
    tx::{Reads, WriteTx},
};
use ayni_storage::{AnyTable, Direction, Index, Table, record};
use rkyv::{Archive, Deserialize, Serialize};

/// Why something cannot be booked, or could not until now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shut {
    /// It is closed for a time.
    Closure(ClosureId),
    /// It is out of service.
    Outage(ResourceId),
    /// It was, and those who wait are still being told, a few at a time.
    Lifted(ResourceId),
}

#[derive(Archive, Serialize, Deserialize)]
struct StoredShut {
    resource: ResourceId,
    start: Timestamp,
    end: Timestamp,
    /// When the next of those who wait are told.
    due: Option<Timestamp>,
}
record!(StoredShut, 1);

type Stored = (u8, [u8; 16]);

static SHUT: Table<Stored, StoredShut> = Table::new(0x0744, "bookings.shut", &[&DUE]);
static DUE: Index<Timestamp, Stored, StoredShut> =
    Index::many(0x8749, "bookings.shut.due", |_, shut| shut.due.into_iter().collect());

pub(crate) fn tables() -> Vec<&'static dyn AnyTable> {
    vec![&SHUT]
}

const fn stored(shut: Shut) -> Stored {
    match shut {
        Shut::Closure(id) => (1, id.bytes()),
        Shut::Outage(id) => (2, id.bytes()),
        Shut::Lifted(id) => (3, id.bytes()),
    }
}

impl StoredShut {
    fn open(self) -> Result<(ResourceId, Span)> {
        let span = Span::new(self.start, self.end);
        Ok((self.resource, span.ok_or_else(|| Error::broken("a record of what is shut is damaged: its span"))?))
    }
}

/// What was shut, and when.
pub(crate) fn shut(tx: &impl Reads, shut: Shut) -> Result<Option<(ResourceId, Span)>> {
    SHUT.get(tx, &stored(shut))?.map(StoredShut::open).transpose()
}

/// Notes what is shut; what is lifted is looked at again from `due` on.
pub(crate) fn put(
    tx: &mut WriteTx<'_>,
    shut: Shut,
    (resource, span): (ResourceId, Span),
    due: Option<Timestamp>,
) -> Result<()> {
    let row = StoredShut { resource, start: span.start, end: span.end, due };
    Ok(SHUT.put(tx, &stored(shut), &row)?)
}

pub(crate) fn remove(tx: &mut WriteTx<'_>, shut: Shut) -> Result<()> {
    SHUT.remove(tx, &stored(shut))?;
    Ok(())
}

/// What was lifted and is due to be looked at again.
pub(crate) fn due(tx: &impl Reads, now: Timestamp) -> Result<Option<(ResourceId, Span)>> {
    let mut rows = DUE.range(tx, Bound::Unbounded, Bound::Included(now), Direction::Ascending)?;
    let Some(entry) = rows.next() else { return Ok(None) };
    let (_, key) = entry?;
    SHUT.get(tx, &key)?.map(StoredShut::open).transpose()
}
