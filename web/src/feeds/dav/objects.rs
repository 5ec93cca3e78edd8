//! The entries of a calendar: each booking by itself, and a booking that repeats as one with its changed dates.

use std::collections::BTreeSet;

use ayni_bookings::{AHEAD_DAYS, BACK_DAYS, Booking, Day, FeedRow, MAX_DAYS, MAX_ENTRIES, Shelf, Thing};
use ayni_calendar::{Calendar, CalendarEvent, DateTime, Repeat, Span, TimeZone, ics, wall};
use ayni_kernel::{Actor, Error, ReadTx, ResourceId, Result, SeriesId, Timestamp, tx::Now as _};
use ayni_resources::{Bookable, Resource};

use super::Call;
use crate::feeds::file::{self, Told, event, tag, tell, when, whole};

/// An entry as calendar programs read it.
#[derive(Debug, Clone)]
pub(super) struct Object {
    /// Its file name.
    pub name: String,
    /// Its UID.
    pub uid: String,
    /// Changes with its text.
    pub tag: String,
    /// The file.
    pub text: String,
    /// What it stands for; `None` when the reader may not open it.
    pub thing: Option<Thing>,
}

/// What is needed to write entries.
struct Desk<'a> {
    tx: &'a ReadTx,
    me: &'a Actor,
    call: &'a Call,
    shelf: Shelf,
}

/// One's own calendar and those of all places that can be booked.
pub(super) fn calendars(call: &Call) -> Result<Vec<Shelf>> {
    call.visit.read(|tx, me| {
        let tree = ayni_resources::tree(tx, me)?;
        let places = tree.walk().into_iter().map(|(_, resource)| resource);
        let places = places.filter(|resource| resource.bookable == Bookable::Yes);
        Ok(std::iter::once(Shelf::Member(me.member()?)).chain(places.map(|place| Shelf::Resource(place.id))).collect())
    })
}

/// What a calendar is called.
pub(super) fn calendar_name(call: &Call, shelf: Shelf) -> Result<String> {
    match shelf {
        Shelf::Member(_) => Ok(call.visit.words.say("feeds-mine")),
        Shelf::Resource(id) => Ok(place(call, id)?.name.to_string()),
    }
}

/// What a calendar is about.
pub(super) fn calendar_note(call: &Call, shelf: Shelf) -> Result<String> {
    match shelf {
        Shelf::Member(_) => Ok(String::new()),
        Shelf::Resource(id) => Ok(place(call, id)?.description.to_string()),
    }
}

fn place(call: &Call, id: ResourceId) -> Result<Resource> {
    call.visit.read(|tx, me| ayni_resources::visible(tx, me, id))
}

/// The entries of a calendar that touch a span; without one, of the time around now that calendars show.
pub(super) fn all(call: &Call, shelf: Shelf, span: Option<Span>) -> Result<Vec<Object>> {
    call.visit.read(|tx, me| {
        let now = tx.now();
        let usual = Span { start: now.plus_days(-BACK_DAYS), end: now.plus_days(AHEAD_DAYS) };
        let span = span.unwrap_or(usual);
        let desk = Desk { tx, me, call, shelf };
        let (mut objects, mut seen) = (Vec::new(), BTreeSet::new());
        for row in ayni_bookings::shelf(tx, me, shelf, span)?.iter().filter(|row| row.shown.span.overlaps(&span)) {
            match row.booking.as_ref().and_then(|booking| booking.occurrence) {
                Some(occurrence) if seen.insert(occurrence.series) => objects.extend(desk.series(occurrence.series)?),
                Some(_) => {}
                None => objects.push(desk.single(row)?),
            }
        }
        Ok(objects)
    })
}

/// The entry of a name.
pub(super) fn one(call: &Call, shelf: Shelf, name: &str) -> Result<Option<Object>> {
    call.visit.read(|tx, me| {
        let desk = Desk { tx, me, call, shelf };
        let found = match ayni_bookings::thing_named(tx, shelf, name)? {
            Some(Thing::Booking(id)) => match ayni_bookings::entry(tx, me, shelf, id) {
                Ok(booking) => desk.booked(&booking)?,
                Err(Error::NotFound) => None,
                Err(other) => return Err(other),
            },
            Some(Thing::Series(id)) => desk.series(id)?,
            None => desk.hidden(name)?,
        };
        Ok(found.filter(|object| object.name == name))
    })
}

/// The name of what the reader may not open: its span.
fn hidden_name(span: Span) -> String {
    format!("taken-{}-{}.ics", span.start.micros(), span.end.micros())
}

impl Desk<'_> {
    fn told(&self) -> Told {
        match self.shelf {
            Shelf::Member(_) => Told::Place,
            Shelf::Resource(_) => Told::Person,
        }
    }

    /// The entry of one booking by itself.
    fn single(&self, row: &FeedRow) -> Result<Object> {
        let mut event = event(row, self.told(), &self.call.visit.words, &self.call.origin);
        let Some(booking) = &row.booking else {
            return Ok(object(hidden_name(row.shown.span), vec![event], None));
        };
        let thing = Thing::Booking(booking.id);
        let (name, uid) = ayni_bookings::name_of_thing(self.tx, self.shelf, thing)?;
        event.uid = uid;
        Ok(object(name, vec![event], Some(thing)))
    }

    /// The same of a booking that was found by its name; nothing for what is no longer shown or belongs to a series.
    fn booked(&self, booking: &Booking) -> Result<Option<Object>> {
        if !booking.state.is_shown() || booking.occurrence.is_some() {
            return Ok(None);
        }
        let rows = ayni_bookings::shelf(self.tx, self.me, self.shelf, booking.span)?;
        let row = rows.iter().find(|row| row.booking.as_ref().is_some_and(|one| one.id == booking.id));
        row.map(|row| self.single(row)).transpose()
    }

    /// What a name that tells only a span stands for.
    fn hidden(&self, name: &str) -> Result<Option<Object>> {
        let ends = name.strip_prefix("taken-").and_then(|rest| rest.strip_suffix(".ics")?.split_once('-'));
        let moment = |text: &str| text.parse().ok().map(Timestamp::from_micros);
        let span = ends.and_then(|(start, end)| Span::new(moment(start)?, moment(end)?));
        let Some(span) = span.filter(|span| span.seconds() <= 400 * 86_400) else { return Ok(None) };
        let rows = ayni_bookings::shelf(self.tx, self.me, self.shelf, span)?;
        let row = rows.iter().find(|row| row.booking.is_none() && row.shown.span == span);
        row.map(|row| self.single(row)).transpose()
    }

    /// The entry of a series with all its dates; nothing when none of them is left.
    fn series(&self, id: SeriesId) -> Result<Option<Object>> {
        let series = match ayni_bookings::series(self.tx, self.me, id) {
            Ok(series) => series,
            Err(Error::NotFound) => return Ok(None),
            Err(other) => return Err(other),
        };
        let thing = Thing::Series(id);
        let (name, uid) = ayni_bookings::name_of_thing(self.tx, self.shelf, thing)?;
        let resource = ayni_resources::unasked(self.tx, series.look.resource)?;
        let (mut repeat, mut changed, mut stands) = (series.repeat.clone(), Vec::new(), false);
        for (original, day) in self.days(id)? {
            match day {
                Day::Booked(booking) => {
                    stands = true;
                    let moved = booking.span != repeat.span_at(original) || booking.title != series.look.title;
                    if moved {
                        changed.push(self.date(&uid, &resource, &booking, (original, &repeat.zone)));
                    }
                }
                Day::Ahead => stands = true,
                Day::Skipped(_) | Day::Gap(_) => {
                    repeat.added.remove(&original);
                    repeat.skipped.insert(original);
                }
            }
        }
        if !stands {
            return Ok(None);
        }
        let title = if series.look.title.is_empty() { resource.name.as_str() } else { series.look.title.as_str() };
        let end = repeat.start.saturating_add(jiff::Span::new().minutes(repeat.minutes));
        let first = ics::When::Timed { start: repeat.start, end, zone: repeat.zone.clone() };
        let mut master = CalendarEvent::new(uid, whole(series.updated), first, title);
        master.location = resource.name.to_string();
        master.description = series.look.note.to_string();
        master.modified = Some(whole(series.updated));
        master.repeat = Some(repeat);
        let events = std::iter::once(master).chain(changed).collect();
        Ok(Some(object(name, events, Some(thing))))
    }

    /// The dates of a series, as many as an entry has.
    fn days(&self, id: SeriesId) -> Result<Vec<(DateTime, Day)>> {
        let (mut days, mut after) = (Vec::new(), None);
        while days.len() < MAX_ENTRIES {
            let page = ayni_bookings::series_days(self.tx, self.me, id, after, MAX_DAYS)?;
            // What is not booked yet is all alike; the rule tells it.
            let ahead = page.days.last().is_some_and(|day| day.what == Day::Ahead);
            days.extend(page.days.into_iter().map(|day| (day.original, day.what)));
            after = page.next.filter(|_| !ahead);
            if after.is_none() {
                break;
            }
        }
        Ok(days)
    }

    /// A date of a series that is not as the others.
    fn date(
        &self,
        uid: &str,
        resource: &Resource,
        booking: &Booking,
        (original, zone): (DateTime, &TimeZone),
    ) -> CalendarEvent {
        let when = when(booking.span, zone);
        // The date is named in the zone in which its time is told.
        let id = match &when {
            ics::When::Timed { zone: told, .. } if told != zone => wall(told, ayni_calendar::instant(zone, original)),
            _ => original,
        };
        let title = if booking.title.is_empty() { resource.name.as_str() } else { booking.title.as_str() };
        let mut event = CalendarEvent::new(uid, whole(booking.updated), when, title);
        event.recurrence_id = Some(id);
        event.location = resource.name.to_string();
        event.status = file::status(booking.state);
        tell(&mut event, booking, &self.call.origin);
        event
    }
}

fn object(name: String, events: Vec<CalendarEvent>, thing: Option<Thing>) -> Object {
    let uid = events.first().map(|event| event.uid.clone()).unwrap_or_default();
    let text = ics::write(&Calendar { events, ..Calendar::default() });
    Object { name, uid, tag: tag(&text), text, thing }
}

/// Whether two repeats have the same dates but for those taken out and put in.
pub(super) fn same_rule(one: &Repeat, other: &Repeat) -> bool {
    one.start == other.start && one.minutes == other.minutes && one.zone == other.zone && one.rule == other.rule
}
