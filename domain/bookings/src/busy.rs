//! Calendars from elsewhere whose times are taken here: a hall that is also let by the council, a teacher's own diary.
//!
//! A calendar is fetched or uploaded and read outside of any transaction; what it takes in the year and a half ahead
//! then replaces what it took before, in one transaction. Bookings that it meets stay: people decide about those.

pub(crate) mod model;

use std::collections::BTreeMap;

use ayni_calendar::{Span, Spans};
use ayni_kernel::{
    Actor, BookingId, BusyCalendarId, Error, Event, Fault, Name, Reads, ResourceId, Result, SeriesId, Timestamp,
    WriteTx, tx::Now,
};
use ayni_notices::{About, Notice};
use ayni_resources::{Resource, ResourceAct};

use crate::{
    conflicts::Occupied,
    model::Booking,
    place::Place,
    settlement::DESK,
    tables::{self, busy as stored, series},
    waiting,
};
use model::{BusyCalendar, CalendarAddress, Content, MAX_CALENDARS, Reading, Source, Trouble, Validators};

/// The most bookings that are shown to meet a calendar: a page that somebody can go through.
const MAX_OVERLAPPED: usize = 50;

/// What the UIDs end with that this program gives its own events.
const OWN_UID: &str = "@ayni";

/// Where a new calendar comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// It will be fetched here.
    Address(CalendarAddress),
    /// It was uploaded, and this is what it says.
    File(Content),
}

/// A calendar to attach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBusyCalendar {
    /// To what.
    pub resource: ResourceId,
    /// What people call it; everybody who asks why something is taken reads it.
    pub name: Name,
    /// Where it comes from.
    pub given: Given,
}

/// What came of looking at a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Its host gave it, with how to ask whether it changed.
    Fetched(Content, Validators),
    /// Its host says that it is the same.
    Same,
    /// Its file was read for another span.
    Renewed(Content),
    /// It could not be had.
    Failed(Trouble),
}

/// Attaches a calendar to a resource, for those who look after it. One with an address is due at once.
///
/// Refuses with `Conflict` when there are [`MAX_CALENDARS`].
pub fn attach_calendar(tx: &mut WriteTx<'_>, me: &Actor, ask: NewBusyCalendar) -> Result<BusyCalendar> {
    let resource = ayni_resources::opened(&**tx, me, ask.resource, ResourceAct::Manage)?;
    if stored::of_resource(&**tx, resource.id, MAX_CALENDARS)?.len() >= MAX_CALENDARS {
        return Err(Error::Conflict(Fault::new("", "busy-calendars-many").with("max", MAX_CALENDARS)));
    }
    let now = tx.now();
    let (source, content) = match ask.given {
        Given::Address(address) => (Source::Address(address), None),
        Given::File(content) => (Source::File, Some(content)),
    };
    let mut calendar = BusyCalendar {
        id: tx.id(),
        resource: resource.id,
        name: ask.name,
        source,
        created: now,
        fetched: None,
        trouble: None,
        failures: 0,
        validators: Validators::default(),
        file: None,
        read: None,
        times: 0,
        unread: 0,
        due: now,
    };
    if let Some(content) = content {
        uploaded(tx, &mut calendar, content)?;
    }
    stored::put(tx, &calendar)?;
    tx.emit(Event::BusyCalendarChanged(calendar.id))?;
    Ok(calendar)
}

/// The calendars of a resource, oldest first, for those who look after it.
pub fn busy_calendars(tx: &impl Reads, me: &Actor, resource: ResourceId) -> Result<Vec<BusyCalendar>> {
    let resource = ayni_resources::opened(tx, me, resource, ResourceAct::Manage)?;
    stored::of_resource(tx, resource.id, MAX_CALENDARS)
}

/// A calendar, for those who look after what it takes.
pub fn busy_calendar(tx: &impl Reads, me: &Actor, id: BusyCalendarId) -> Result<BusyCalendar> {
    Ok(find(tx, me, id)?.0)
}

fn find(tx: &impl Reads, me: &Actor, id: BusyCalendarId) -> Result<(BusyCalendar, Resource)> {
    let calendar = stored::calendar(tx, id)?.ok_or_else(|| me.absent())?;
    let resource = ayni_resources::opened(tx, me, calendar.resource, ResourceAct::Manage)?;
    Ok((calendar, resource))
}

/// Puts another file in place of an uploaded one.
///
/// Refuses with `Conflict` for a calendar that is fetched.
pub fn replace_file(tx: &mut WriteTx<'_>, me: &Actor, id: BusyCalendarId, content: Content) -> Result<BusyCalendar> {
    let (mut calendar, _) = find(&**tx, me, id)?;
    if calendar.source != Source::File {
        return Err(Error::conflict("busy-is-fetched"));
    }
    uploaded(tx, &mut calendar, content)?;
    stored::put(tx, &calendar)?;
    Ok(calendar)
}

fn uploaded(tx: &mut WriteTx<'_>, calendar: &mut BusyCalendar, content: Content) -> Result<()> {
    take(tx, calendar, content)?;
    settled(calendar, tx.now());
    Ok(())
}

/// Lets a calendar be fetched as soon as possible.
///
/// Refuses with `Conflict` for one that is uploaded.
pub fn fetch_again(tx: &mut WriteTx<'_>, me: &Actor, id: BusyCalendarId) -> Result<BusyCalendar> {
    let (mut calendar, _) = find(&**tx, me, id)?;
    if calendar.source == Source::File {
        return Err(Error::conflict("busy-is-uploaded"));
    }
    calendar.due = tx.now();
    stored::put(tx, &calendar)?;
    Ok(calendar)
}

/// Takes a calendar away; what it took is free again.
pub fn detach_calendar(tx: &mut WriteTx<'_>, me: &Actor, id: BusyCalendarId) -> Result<()> {
    let (calendar, _) = find(&**tx, me, id)?;
    let was = stored::times(&**tx, &calendar, calendar.read)?;
    stored::replace(tx, &calendar, calendar.read, (None, &Spans::default()))?;
    stored::remove(tx, id)?;
    tx.emit(Event::BusyCalendarChanged(id))?;
    freed(tx, calendar.resource, &was)
}

/// The bookings to come that a calendar meets, by their beginning, at most 50; for those who look after the place.
pub fn overlapped<T: Reads + Now>(tx: &T, me: &Actor, id: BusyCalendarId) -> Result<Vec<Booking>> {
    let (calendar, resource) = find(tx, me, id)?;
    let times = ahead(&stored::times(tx, &calendar, calendar.read)?, tx.now());
    meeting(tx, resource, &times, MAX_OVERLAPPED)
}

/// Reads a file that is to take times of a resource. Reads in a snapshot, so that no writer waits for a long file.
pub fn read_file<T: Reads + Now>(tx: &T, resource: ResourceId, text: &str) -> Result<Result<Reading, Trouble>> {
    let zone = ayni_resources::zone(tx, &ayni_resources::unasked(tx, resource)?)?.zone();
    let mut broken = None;
    let reading = model::read(text, (&zone, tx.now()), |uid| {
        is_ours(tx, uid).unwrap_or_else(|error| {
            broken = Some(error);
            false
        })
    });
    broken.map_or(Ok(reading), Err)
}

/// Whether an event was exported from this community: its UID begins with the id of a booking, a series or a place.
fn is_ours(tx: &impl Reads, uid: &str) -> Result<bool> {
    let Some(id) = uid.strip_suffix(OWN_UID).and_then(|name| name.get(..36)) else { return Ok(false) };
    let Ok(booking) = id.parse::<BookingId>() else { return Ok(false) };
    let (series, resource) = (SeriesId::from_bytes(booking.bytes()), ResourceId::from_bytes(booking.bytes()));
    Ok(tables::booking(tx, booking)?.is_some()
        || series::series(tx, series)?.is_some()
        || ayni_resources::resource(tx, resource)?.is_some())
}

/// Calendars to be fetched or read anew, whoever may see them: for the program's own work.
pub fn due_calendars(tx: &impl Reads, now: Timestamp, limit: usize) -> Result<Vec<BusyCalendar>> {
    stored::due(tx, now, limit)
}

/// The files of all calendars, so that they are kept: for the program's own work.
pub fn busy_files(tx: &impl Reads) -> Result<Vec<[u8; 32]>> {
    stored::files(tx)
}

/// Notes what came of looking at a calendar; does nothing when it was taken away or replaced meanwhile. The program's
/// own job. What a calendar took stays taken while it cannot be had.
pub fn note_outcome(tx: &mut WriteTx<'_>, id: BusyCalendarId, outcome: Outcome) -> Result<()> {
    let Some(mut calendar) = stored::calendar(&**tx, id)? else { return Ok(()) };
    let now = tx.now();
    match outcome {
        Outcome::Fetched(content, validators) if calendar.source != Source::File => {
            take(tx, &mut calendar, content)?;
            calendar.validators = validators;
            settled(&mut calendar, now);
        }
        Outcome::Same if calendar.source != Source::File => settled(&mut calendar, now),
        Outcome::Renewed(content) if calendar.file == Some(content.file) => {
            take(tx, &mut calendar, content)?;
            calendar.due = calendar.next(now);
        }
        Outcome::Failed(why) => {
            calendar.failures = calendar.failures.saturating_add(1);
            calendar.trouble = Some((now, why));
            calendar.due = calendar.next(now);
        }
        Outcome::Fetched(..) | Outcome::Same | Outcome::Renewed(_) => return Ok(()),
    }
    stored::put(tx, &calendar)
}

/// All is well with a calendar.
fn settled(calendar: &mut BusyCalendar, now: Timestamp) {
    calendar.fetched = Some(now);
    calendar.trouble = None;
    calendar.failures = 0;
    calendar.due = calendar.next(now);
}

/// Lets a calendar take the times of its file instead of those that it took; those who look after the place are told
/// when that meets bookings, and what became free is offered to those who wait.
fn take(tx: &mut WriteTx<'_>, calendar: &mut BusyCalendar, content: Content) -> Result<()> {
    let Content { file, reading } = content;
    let was = stored::times(&**tx, calendar, calendar.read)?;
    let span = Some(reading.within);
    stored::replace(tx, calendar, calendar.read, (span, &reading.times))?;
    calendar.file = Some(file);
    calendar.read = span;
    calendar.times = reading.times.len().try_into().unwrap_or(u32::MAX);
    calendar.unread = reading.unread.try_into().unwrap_or(u32::MAX);
    if was != reading.times {
        tx.emit(Event::BusyCalendarChanged(calendar.id))?;
        warn(tx, calendar, &reading.times.minus(&was))?;
        freed(tx, calendar.resource, &was.minus(&reading.times))?;
    }
    Ok(())
}

fn ahead(times: &Spans, now: Timestamp) -> Spans {
    Span::new(now, tables::FOREVER).map_or_else(Spans::default, |ahead| times.within(&ahead))
}

/// The first and the last moment.
fn hull(times: &Spans) -> Option<Span> {
    let ends = || times.iter().map(|time| time.end).max();
    Span::new(times.first()?.start, ends()?)
}

/// The bookings of a resource, and of those that are taken with it, that meet any of these times, by their beginning.
fn meeting(tx: &impl Reads, resource: Resource, times: &Spans, limit: usize) -> Result<Vec<Booking>> {
    let Some(around) = hull(times) else { return Ok(Vec::new()) };
    let place = Place::of(tx, resource)?;
    let mut found = Vec::new();
    for id in std::iter::once(place.resource.id).chain(place.related) {
        let booked = tables::taken(tx, id, around)?;
        let meets = booked.into_iter().filter(|taken| taken.places > 0 && times.touches(&taken.span));
        found.extend(meets.filter_map(|taken| Some((taken.span, taken.booking?))));
    }
    found.sort_unstable();
    found.truncate(limit);
    found.into_iter().map(|(_, id)| tables::named(tx, id)).collect()
}

/// Tells those who look after a place that a calendar takes what is booked, unless they know already.
fn warn(tx: &mut WriteTx<'_>, calendar: &BusyCalendar, added: &Spans) -> Result<()> {
    let resource = ayni_resources::unasked(&**tx, calendar.resource)?;
    let met = meeting(&**tx, resource.clone(), &ahead(added, tx.now()), 1)?;
    let Some(first) = met.first() else { return Ok(()) };
    let about = About::Calendars(resource.id);
    for manager in ayni_resources::managers(&**tx, &resource)? {
        let unseen = ayni_notices::unseen(&**tx, &DESK, manager, ayni_notices::MAX_COUNTED)?;
        if unseen.iter().all(|told| told.about != about) {
            let notice = Notice::new("busy-told-overlap", about)
                .with("calendar", calendar.name.as_str())
                .with("resource", resource.name.as_str())
                .with("from", first.span.start);
            ayni_notices::tell(tx, manager, notice)?;
        }
    }
    Ok(())
}

/// Offers what became free to those who wait.
fn freed(tx: &mut WriteTx<'_>, resource: ResourceId, times: &Spans) -> Result<()> {
    let span = hull(&ahead(times, tx.now()));
    waiting::freed(tx, resource, span)?;
    Ok(())
}

/// The names of the calendars that take something.
pub(crate) fn names(tx: &impl Reads, occupied: &Occupied) -> Result<BTreeMap<BusyCalendarId, Name>> {
    let mut names = BTreeMap::new();
    for id in occupied.own.iter().chain(&occupied.others).filter_map(|taken| taken.calendar) {
        if !names.contains_key(&id)
            && let Some(calendar) = stored::calendar(tx, id)?
        {
            names.insert(id, calendar.name);
        }
    }
    Ok(names)
}
