//! The stored records of what was counted, and of what has to be counted anew. Private to the feature.

use std::ops::Bound;

use ayni_kernel::{
    Amount, BookingId, CurrencyId, Error, ResourceId, Result,
    tx::{Reads, WriteTx},
};
use ayni_storage::{AnyTable, Direction, Index, Table, record};
use rkyv::{Archive, Deserialize, Serialize};

use crate::{
    figures::{Figures, Hourly},
    forecast::WEEK,
    week::Week,
};

/// One day of a resource.
#[derive(Archive, Serialize, Deserialize)]
struct StoredDay {
    open: Hourly,
    booked: Hourly,
    bookings: u32,
    no_shows: u32,
    cancelled: u32,
    gaps: u32,
    gap_minutes: u32,
    lead_minutes: u64,
    revenue: Vec<(CurrencyId, i64)>,
    due: Vec<(CurrencyId, i64)>,
}

/// A week of a resource: seven days from Monday.
#[derive(Archive, Serialize, Deserialize)]
struct StoredWeek {
    days: Vec<StoredDay>,
}
record!(StoredWeek, 1);

/// Where a booking was counted last: before it moved, it lay there.
#[derive(Archive, Serialize, Deserialize)]
struct StoredTrace {
    resource: ResourceId,
    first: u32,
    last: u32,
}
record!(StoredTrace, 1);

/// A week that has to be counted anew.
#[derive(Archive, Serialize, Deserialize)]
struct StoredDirt;
record!(StoredDirt, 1);

/// The first week that was not counted yet.
#[derive(Archive, Serialize, Deserialize)]
struct StoredKept {
    until: u32,
}
record!(StoredKept, 1);

/// From which week on a resource and all that stands in it have to be counted anew.
#[derive(Archive, Serialize, Deserialize)]
struct StoredChange {
    from: u32,
}
record!(StoredChange, 1);

static WEEKS: Table<(ResourceId, u32), StoredWeek> = Table::new(0x0680, "occupancy_weeks", &[]);
static TRACES: Table<BookingId, StoredTrace> = Table::new(0x0681, "occupancy_traces", &[&BY_WEEK]);
/// The bookings that touch a week of a resource, also those that were given back.
static BY_WEEK: Index<(ResourceId, u32), BookingId, StoredTrace> =
    Index::many(0x8681, "occupancy_traces.by_week", |_, trace| {
        (trace.first..=trace.last).map(|week| (trace.resource, week)).collect()
    });
static DIRTY: Table<(ResourceId, u32), StoredDirt> = Table::new(0x0682, "occupancy_dirty", &[]);
static KEPT: Table<ResourceId, StoredKept> = Table::new(0x0683, "occupancy_kept", &[&BEHIND]);
/// Those who are farthest behind first.
static BEHIND: Index<u32, ResourceId, StoredKept> =
    Index::many(0x8683, "occupancy_kept.behind", |_, kept| vec![kept.until]);
static CHANGED: Table<ResourceId, StoredChange> = Table::new(0x0684, "occupancy_changed", &[]);

/// The tables of this feature, for the community's store.
pub fn tables() -> Vec<&'static dyn AnyTable> {
    vec![&WEEKS, &TRACES, &DIRTY, &KEPT, &CHANGED]
}

/// The counted weeks of a resource from one on, not including another, in order; those that were not counted are
/// missing.
pub(crate) fn weeks(
    tx: &impl Reads,
    resource: ResourceId,
    (from, to): (Week, Week),
) -> Result<Vec<(Week, [Figures; WEEK])>> {
    let rows = WEEKS.range(tx, (resource, from.0)..(resource, to.0), Direction::Ascending)?;
    rows.map(|row| row.map_err(Error::from).map(|((_, week), stored)| (Week(week), stored.open()))).collect()
}

pub(crate) fn week(tx: &impl Reads, resource: ResourceId, week: Week) -> Result<Option<[Figures; WEEK]>> {
    Ok(WEEKS.get(tx, &(resource, week.0))?.map(StoredWeek::open))
}

pub(crate) fn put_week(tx: &mut WriteTx<'_>, resource: ResourceId, week: Week, days: &[Figures; WEEK]) -> Result<()> {
    let stored = StoredWeek { days: days.iter().map(StoredDay::from).collect() };
    WEEKS.put(tx, &(resource, week.0), &stored)?;
    DIRTY.remove(tx, &(resource, week.0))?;
    Ok(())
}

/// The weeks in which a booking was counted last.
pub(crate) fn trace(tx: &impl Reads, booking: BookingId) -> Result<Option<(ResourceId, Week, Week)>> {
    Ok(TRACES.get(tx, &booking)?.map(|trace| (trace.resource, Week(trace.first), Week(trace.last))))
}

pub(crate) fn put_trace(
    tx: &mut WriteTx<'_>,
    booking: BookingId,
    (resource, first, last): (ResourceId, Week, Week),
) -> Result<()> {
    Ok(TRACES.put(tx, &booking, &StoredTrace { resource, first: first.0, last: last.0 })?)
}

/// The bookings that touch a week of a resource.
pub(crate) fn bookings(tx: &impl Reads, resource: ResourceId, week: Week) -> Result<Vec<BookingId>> {
    BY_WEEK.scan(tx, &(resource, week.0), None, Direction::Ascending)?.map(|entry| Ok(entry?.1)).collect()
}

/// Notes that a week has to be counted anew.
pub(crate) fn soil(tx: &mut WriteTx<'_>, resource: ResourceId, week: Week) -> Result<()> {
    Ok(DIRTY.put(tx, &(resource, week.0), &StoredDirt)?)
}

/// Weeks that have to be counted anew, at most so many.
pub(crate) fn dirty(tx: &impl Reads, limit: usize) -> Result<Vec<(ResourceId, Week)>> {
    let rows = DIRTY.scan(tx, &(), None, Direction::Ascending)?;
    rows.take(limit).map(|row| row.map(|((resource, week), _)| (resource, Week(week))).map_err(Error::from)).collect()
}

/// Takes away the note that a week has to be counted anew.
pub(crate) fn clean(tx: &mut WriteTx<'_>, resource: ResourceId, week: Week) -> Result<()> {
    DIRTY.remove(tx, &(resource, week.0))?;
    Ok(())
}

/// The first week of a resource that was not counted yet.
pub(crate) fn kept(tx: &impl Reads, resource: ResourceId) -> Result<Option<Week>> {
    Ok(KEPT.get(tx, &resource)?.map(|kept| Week(kept.until)))
}

pub(crate) fn put_kept(tx: &mut WriteTx<'_>, resource: ResourceId, until: Week) -> Result<()> {
    Ok(KEPT.put(tx, &resource, &StoredKept { until: until.0 })?)
}

pub(crate) fn forget(tx: &mut WriteTx<'_>, resource: ResourceId) -> Result<()> {
    KEPT.remove(tx, &resource)?;
    Ok(())
}

/// The resource that is farthest behind, when it is behind a week.
pub(crate) fn behind(tx: &impl Reads, week: Week) -> Result<Option<(ResourceId, Week)>> {
    let first =
        BEHIND.range(tx, Bound::Unbounded, Bound::Excluded(week.0), Direction::Ascending)?.next().transpose()?;
    Ok(first.map(|(until, resource)| (resource, Week(until))))
}

/// Notes that a resource and all that stands in it have to be counted anew from a week on.
pub(crate) fn change(tx: &mut WriteTx<'_>, resource: ResourceId, from: Week) -> Result<()> {
    let earlier = CHANGED.get(&**tx, &resource)?.map_or(from.0, |known| known.from.min(from.0));
    Ok(CHANGED.put(tx, &resource, &StoredChange { from: earlier })?)
}

/// One of the noted changes.
pub(crate) fn changed(tx: &impl Reads) -> Result<Option<(ResourceId, Week)>> {
    Ok(CHANGED.first(tx, &())?.map(|(resource, change)| (resource, Week(change.from))))
}

pub(crate) fn settle(tx: &mut WriteTx<'_>, resource: ResourceId) -> Result<()> {
    CHANGED.remove(tx, &resource)?;
    Ok(())
}

impl From<&Figures> for StoredDay {
    fn from(day: &Figures) -> Self {
        let money = |sums: &[(CurrencyId, Amount)]| sums.iter().map(|(id, sum)| (*id, sum.minor())).collect();
        Self {
            open: day.open,
            booked: day.booked,
            bookings: day.bookings,
            no_shows: day.no_shows,
            cancelled: day.cancelled,
            gaps: day.gaps,
            gap_minutes: day.gap_minutes,
            lead_minutes: day.lead_minutes,
            revenue: money(&day.revenue),
            due: money(&day.due),
        }
    }
}

impl From<StoredDay> for Figures {
    fn from(day: StoredDay) -> Self {
        let money = |sums: Vec<(CurrencyId, i64)>| sums.into_iter().map(|(id, sum)| (id, Amount::new(sum))).collect();
        Self {
            open: day.open,
            booked: day.booked,
            bookings: day.bookings,
            no_shows: day.no_shows,
            cancelled: day.cancelled,
            gaps: day.gaps,
            gap_minutes: day.gap_minutes,
            lead_minutes: day.lead_minutes,
            revenue: money(day.revenue),
            due: money(day.due),
        }
    }
}

impl StoredWeek {
    fn open(self) -> [Figures; WEEK] {
        let mut days = self.days.into_iter().map(Figures::from);
        std::array::from_fn(|_| days.next().unwrap_or_default())
    }
}
