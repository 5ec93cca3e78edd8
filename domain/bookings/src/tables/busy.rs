//! The stored records of calendars from elsewhere, and of the times that they take, week by week.

use std::ops::Bound;

use ayni_calendar::{Span, Spans};
use ayni_kernel::{
    BusyCalendarId, Error, Line, Name, ResourceId, Result, Timestamp,
    tx::{Reads, WriteTx},
};
use ayni_storage::{AnyTable, Direction, Index, Table, record};
use rkyv::{Archive, Deserialize, Serialize};

use super::{BUCKET, buckets};
use crate::{
    busy::model::{BusyCalendar, CalendarAddress, Source, Trouble, Validators},
    model::Taken,
};

#[derive(Archive, Serialize, Deserialize)]
struct StoredBusyCalendar {
    resource: ResourceId,
    name: String,
    /// Where it is fetched; `None` for one that is uploaded.
    address: Option<String>,
    created: Timestamp,
    fetched: Option<Timestamp>,
    /// Since when, why, and how often it could not be had.
    trouble: Option<(Timestamp, u8)>,
    failures: u32,
    etag: String,
    modified: String,
    file: Option<[u8; 32]>,
    /// The span for which it was read.
    read: Option<(Timestamp, Timestamp)>,
    times: u32,
    unread: u32,
    due: Timestamp,
}
record!(StoredBusyCalendar, 1);

static BUSY_CALENDARS: Table<BusyCalendarId, StoredBusyCalendar> =
    Table::new(0x0762, "busy_calendars", &[&BY_RESOURCE, &DUE]);
static BY_RESOURCE: Index<ResourceId, BusyCalendarId, StoredBusyCalendar> =
    Index::many(0x8763, "busy_calendars.by_resource", |_, calendar| vec![calendar.resource]);
/// Calendars to be fetched or read anew, by when.
static DUE: Index<Timestamp, BusyCalendarId, StoredBusyCalendar> =
    Index::many(0x8764, "busy_calendars.due", |_, calendar| vec![calendar.due]);

/// What a calendar takes of a week, in order; a time that reaches over several weeks is in each of them.
#[derive(Archive, Serialize, Deserialize, PartialEq)]
struct StoredBusyWeek {
    times: Vec<(Timestamp, Timestamp)>,
}
record!(StoredBusyWeek, 1);

/// Of what, in which week, by which calendar.
type WeekKey = (ResourceId, i64, BusyCalendarId);

static BUSY_WEEKS: Table<WeekKey, StoredBusyWeek> = Table::new(0x0763, "busy_weeks", &[]);

pub(crate) fn tables() -> Vec<&'static dyn AnyTable> {
    vec![&BUSY_CALENDARS, &BUSY_WEEKS]
}

fn damaged(cause: impl std::fmt::Display) -> Error {
    Error::broken(format!("a busy calendar's record is damaged: {cause}"))
}

pub(crate) fn calendar(tx: &impl Reads, id: BusyCalendarId) -> Result<Option<BusyCalendar>> {
    BUSY_CALENDARS.get(tx, &id)?.map(|stored| stored.open(id)).transpose()
}

fn named(tx: &impl Reads, id: BusyCalendarId) -> Result<BusyCalendar> {
    calendar(tx, id)?.ok_or_else(|| damaged(id))
}

pub(crate) fn put(tx: &mut WriteTx<'_>, calendar: &BusyCalendar) -> Result<()> {
    Ok(BUSY_CALENDARS.put(tx, &calendar.id, &StoredBusyCalendar::from(calendar))?)
}

pub(crate) fn remove(tx: &mut WriteTx<'_>, id: BusyCalendarId) -> Result<()> {
    BUSY_CALENDARS.remove(tx, &id)?;
    Ok(())
}

/// The calendars of a resource, oldest first.
pub(crate) fn of_resource(tx: &impl Reads, resource: ResourceId, limit: usize) -> Result<Vec<BusyCalendar>> {
    let rows = BY_RESOURCE.scan(tx, &resource, None, Direction::Ascending)?;
    rows.take(limit).map(|entry| named(tx, entry?.1)).collect()
}

/// Calendars whose time has come, those that wait longest first.
pub(crate) fn due(tx: &impl Reads, now: Timestamp, limit: usize) -> Result<Vec<BusyCalendar>> {
    let rows = DUE.range(tx, Bound::Unbounded, Bound::Included(now), Direction::Ascending)?;
    rows.take(limit).map(|entry| named(tx, entry?.1)).collect()
}

/// The files of all calendars.
pub(crate) fn files(tx: &impl Reads) -> Result<Vec<[u8; 32]>> {
    let rows = BUSY_CALENDARS.scan(tx, &(), None, Direction::Ascending)?;
    rows.filter_map(|row| row.map(|(_, stored)| stored.file).map_err(Error::from).transpose()).collect()
}

/// What calendars from elsewhere take of a resource in a span: all of it, however many places there are.
pub(crate) fn taken(tx: &impl Reads, resource: ResourceId, span: Span) -> Result<Vec<Taken>> {
    let mut found = Vec::new();
    let first = span.start.micros().div_euclid(BUCKET);
    for week in buckets(span.start, span.end) {
        for row in BUSY_WEEKS.scan(tx, &(resource, week), None, Direction::Ascending)? {
            let ((_, _, calendar), stored) = row?;
            // What reaches over several weeks is told in the first of them that is asked for.
            let told = |start: Timestamp| week == first || start.micros().div_euclid(BUCKET) == week;
            let times = stored.times.into_iter().filter(|(start, _)| told(*start));
            let spans = times.filter_map(|(start, end)| Span::new(start, end)).filter(|time| time.overlaps(&span));
            found.extend(spans.map(|span| Taken { booking: None, calendar: Some(calendar), span, places: u32::MAX }));
        }
    }
    Ok(found)
}

/// What one calendar takes in a span.
pub(crate) fn times(tx: &impl Reads, calendar: &BusyCalendar, within: Option<Span>) -> Result<Spans> {
    let Some(within) = within else { return Ok(Spans::default()) };
    let mut found = Vec::new();
    for week in buckets(within.start, within.end) {
        let stored = BUSY_WEEKS.get(tx, &(calendar.resource, week, calendar.id))?;
        found.extend(stored.into_iter().flat_map(|stored| stored.times));
    }
    Ok(found.into_iter().filter_map(|(start, end)| Span::new(start, end)).collect())
}

/// Puts what a calendar takes in a span in place of what it took in another. Weeks that stay the same are not written.
pub(crate) fn replace(
    tx: &mut WriteTx<'_>,
    calendar: &BusyCalendar,
    was: Option<Span>,
    (within, times): (Option<Span>, &Spans),
) -> Result<()> {
    let weeks = |span: Option<Span>| span.into_iter().flat_map(|span| buckets(span.start, span.end));
    let all: std::collections::BTreeSet<i64> = weeks(was).chain(weeks(within)).collect();
    for week in all {
        let key = (calendar.resource, week, calendar.id);
        let now = StoredBusyWeek { times: of_week(times, week) };
        let before = BUSY_WEEKS.get(&**tx, &key)?;
        if now.times.is_empty() {
            if before.is_some() {
                BUSY_WEEKS.remove(tx, &key)?;
            }
        } else if before.as_ref() != Some(&now) {
            BUSY_WEEKS.put(tx, &key, &now)?;
        }
    }
    Ok(())
}

/// The times that touch a week.
fn of_week(times: &Spans, week: i64) -> Vec<(Timestamp, Timestamp)> {
    let start = Timestamp::from_micros(week.saturating_mul(BUCKET));
    let end = Timestamp::from_micros(week.saturating_add(1).saturating_mul(BUCKET));
    let touching = times.iter().filter(|time| time.start < end && start < time.end);
    touching.map(|time| (time.start, time.end)).collect()
}

impl From<&BusyCalendar> for StoredBusyCalendar {
    fn from(calendar: &BusyCalendar) -> Self {
        Self {
            resource: calendar.resource,
            name: calendar.name.to_string(),
            address: match &calendar.source {
                Source::Address(address) => Some(address.as_str().to_owned()),
                Source::File => None,
            },
            created: calendar.created,
            fetched: calendar.fetched,
            trouble: calendar.trouble.map(|(at, why)| (at, why.number())),
            failures: calendar.failures,
            etag: calendar.validators.etag.to_string(),
            modified: calendar.validators.modified.to_string(),
            file: calendar.file,
            read: calendar.read.map(|span| (span.start, span.end)),
            times: calendar.times,
            unread: calendar.unread,
            due: calendar.due,
        }
    }
}

impl StoredBusyCalendar {
    fn open(self, id: BusyCalendarId) -> Result<BusyCalendar> {
        let source = match self.address {
            Some(address) => Source::Address(CalendarAddress::parse("address", &address).map_err(damaged)?),
            None => Source::File,
        };
        let trouble = self.trouble.map(|(at, why)| Ok::<_, Error>((at, Trouble::stored(why)?))).transpose()?;
        Ok(BusyCalendar {
            id,
            resource: self.resource,
            name: Name::parse("name", &self.name).map_err(damaged)?,
            source,
            created: self.created,
            fetched: self.fetched,
            trouble,
            failures: self.failures,
            validators: Validators {
                etag: Line::parse("etag", &self.etag).map_err(damaged)?,
                modified: Line::parse("modified", &self.modified).map_err(damaged)?,
            },
            file: self.file,
            read: self.read.and_then(|(start, end)| Span::new(start, end)),
            times: self.times,
            unread: self.unread,
            due: self.due,
        })
    }
}
