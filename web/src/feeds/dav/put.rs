//! Writing: what a calendar program puts becomes a booking, a change of one, or a cancellation, by the use cases that
//! pages call.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use ayni_bookings::{
    Ask, Booking, Change, Day, Look, MAX_DAYS, OnClash, Progress, Scope, Series, SeriesAsk, SeriesChange, Shelf, State,
    Thing, When,
};
use ayni_calendar::{CalendarEvent, DateTime, Repeat, TimeZone, ics};
use ayni_kernel::{Body, Error, Line, ReadTx, ResourceId, Result, SeriesId, WriteTx};

use super::{
    Call, Target, conflict,
    objects::{self, Object, same_rule},
};
use crate::kit::app::write;

/// The largest file that is taken: a series with a hundred changed dates.
pub(super) const MAX_FILE: usize = 256 * 1024;
/// The sentence for what was changed meanwhile; answered as 412.
pub(super) const GONE: &str = "feeds-dav-gone";

/// What was put: the event, and the changed dates of one that repeats.
struct Sent {
    master: CalendarEvent,
    changed: Vec<CalendarEvent>,
}

/// Takes a file.
pub(super) async fn put(call: Call) -> Result<Response> {
    let Target::Entry(shelf, name) = call.target.clone() else { return Err(Error::Forbidden) };
    let known = objects::one(&call, shelf, &name)?;
    unchanged(&call, known.as_ref())?;
    let sent = read(&call, shelf)?;
    match known {
        None => {
            create(&call, (shelf, name), sent).await?;
            Ok(StatusCode::CREATED.into_response())
        }
        Some(object) => {
            match object.thing {
                None => return Err(conflict("feeds-dav-others")),
                Some(Thing::Booking(id)) => {
                    let before = own_event(&object.text)?;
                    edit(&call, (shelf, name), id, (before, sent)).await?;
                }
                Some(Thing::Series(id)) => edit_series(&call, (shelf, name), id, sent).await?,
            }
            Ok(StatusCode::NO_CONTENT.into_response())
        }
    }
}

/// Cancels what a name stands for.
pub(super) async fn delete(call: Call) -> Result<Response> {
    let Target::Entry(shelf, name) = call.target.clone() else { return Err(Error::Forbidden) };
    let known = objects::one(&call, shelf, &name)?.ok_or(Error::NotFound)?;
    unchanged(&call, Some(&known))?;
    match known.thing {
        None => return Err(conflict("feeds-dav-others")),
        Some(Thing::Booking(id)) => {
            call.visit.write(move |tx, me| ayni_bookings::cancel(tx, me, id, Line::default())).await?;
        }
        Some(Thing::Series(id)) => {
            let upcoming = upcoming(&call, id)?;
            call.visit
                .write(move |tx, me| ayni_bookings::cancel_series(tx, me, upcoming.id, Scope::All, Line::default()))
                .await?;
            go_on(&call, id).await?;
        }
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Holds the request to what it knew of the entry (RFC 9110, sections 13.1.1 and 13.1.2).
fn unchanged(call: &Call, known: Option<&Object>) -> Result<()> {
    let said = |name| call.headers.get(name).and_then(|value| value.to_str().ok());
    let fresh = said(header::IF_NONE_MATCH).is_none_or(|tags| tags != "*" || known.is_none());
    let matches =
        |tags: &str| known.is_some_and(|known| tags == "*" || tags.split(',').any(|tag| tag.trim() == known.tag));
    let same = said(header::IF_MATCH).is_none_or(matches);
    if fresh && same { Ok(()) } else { Err(conflict(GONE)) }
}

fn read(call: &Call, shelf: Shelf) -> Result<Sent> {
    if call.body.len() > MAX_FILE {
        return Err(Error::invalid("", "fault-body-large"));
    }
    let text = std::str::from_utf8(&call.body).map_err(|_| Error::invalid("", "feeds-dav-unreadable"))?;
    let zone = call.visit.read(|tx, _| zone(tx, shelf))?;
    let calendar = ics::read("", text, &zone)?;
    if calendar.unread > 0 {
        return Err(Error::invalid("", "feeds-dav-unreadable"));
    }
    let (mut masters, changed): (Vec<_>, Vec<_>) =
        calendar.events.into_iter().partition(|event| event.recurrence_id.is_none());
    let master = masters.pop().filter(|_| masters.is_empty());
    let master = master.ok_or_else(|| Error::invalid("", "feeds-dav-empty"))?;
    Ok(Sent { master, changed })
}

/// Where the clocks are that times without a zone mean.
fn zone(tx: &ReadTx, shelf: Shelf) -> Result<TimeZone> {
    match shelf {
        Shelf::Resource(id) => Ok(ayni_resources::zone(tx, &ayni_resources::unasked(tx, id)?)?.zone()),
        Shelf::Member(_) => Ok(ayni_communities::settings(tx)?.time_zone.zone()),
    }
}

/// The event that an entry of one booking has.
fn own_event(text: &str) -> Result<CalendarEvent> {
    let calendar = ics::read("", text, &TimeZone::UTC)?;
    calendar.events.into_iter().next().ok_or_else(|| Error::broken("an entry without an event"))
}

fn title(event: &CalendarEvent) -> Result<Line> {
    let text: String = event.summary.replace('\n', " ").chars().take(Line::MAX).collect();
    Ok(Line::parse("title", &text)?)
}

fn note(event: &CalendarEvent) -> Result<Body> {
    Ok(Body::parse("note", &event.description)?)
}

/// The place that is meant: that of the calendar, or the one that the location names.
fn place(call: &Call, shelf: Shelf, event: &CalendarEvent) -> Result<ResourceId> {
    if let Shelf::Resource(id) = shelf {
        return Ok(id);
    }
    let wanted = event.location.trim().to_lowercase();
    call.visit.read(|tx, me| {
        let tree = ayni_resources::tree(tx, me)?;
        let named = |text: &str| text.to_lowercase() == wanted;
        let found = tree
            .walk()
            .into_iter()
            .find(|(_, resource)| named(resource.name.as_str()) || named(resource.code.as_str()))
            .map(|(_, resource)| resource.id);
        found.filter(|_| !wanted.is_empty()).ok_or_else(|| Error::invalid("location", "feeds-dav-place"))
    })
}

async fn create(call: &Call, (shelf, name): (Shelf, String), sent: Sent) -> Result<()> {
    let resource = place(call, shelf, &sent.master)?;
    let member = call.visit.member()?;
    let (title, note) = (title(&sent.master)?, note(&sent.master)?);
    let entry = (shelf, name, sent.master.uid.clone());
    if let Some(repeat) = sent.master.repeat.clone() {
        let look = Look { resource, places: 1, people: 0, title, note, addons: Vec::new() };
        let ask = SeriesAsk { id: None, member, look, repeat, on_clash: OnClash::Refuse };
        let series = call.visit.write(move |tx, me| ayni_bookings::book_series_entry(tx, me, ask, entry)).await?;
        go_on(call, series.id).await?;
        return change_dates(call, series.id, sent.changed).await;
    }
    let span = sent.master.when.span(&call.visit.read(|tx, _| zone(tx, Shelf::Resource(resource)))?);
    let ask = Ask { title, note, ..Ask::plain(resource, member, span) };
    call.visit.write(move |tx, me| ayni_bookings::book_entry(tx, me, ask, entry)).await?;
    Ok(())
}

/// Changes one booking; one that repeats from now on is booked anew, in one step with giving the old one back.
async fn edit(
    call: &Call,
    (shelf, name): (Shelf, String),
    id: ayni_kernel::BookingId,
    (before, sent): (CalendarEvent, Sent),
) -> Result<()> {
    let booking = call.visit.read(|tx, me| ayni_bookings::booking(tx, me, id))?;
    if sent.master.status == ics::Status::Cancelled {
        call.visit.write(move |tx, me| ayni_bookings::cancel(tx, me, id, Line::default())).await?;
        return Ok(());
    }
    if let Some(repeat) = sent.master.repeat.clone() {
        let look = Look { title: title(&sent.master)?, note: note(&sent.master)?, ..Look::of(&booking) };
        let ask = SeriesAsk { id: None, member: booking.member, look, repeat, on_clash: OnClash::Refuse };
        let entry = (shelf, name, sent.master.uid.clone());
        let again = move |tx: &mut WriteTx<'_>, me: &ayni_kernel::Actor| {
            ayni_bookings::cancel(tx, me, id, Line::default())?;
            ayni_bookings::book_series_entry(tx, me, ask, entry)
        };
        let series = call.visit.write(again).await?;
        go_on(call, series.id).await?;
        return change_dates(call, series.id, sent.changed).await;
    }
    let zone = call.visit.read(|tx, _| self::zone(tx, Shelf::Resource(booking.resource)))?;
    let mut change = Change::keeping(&booking, sent.master.when.span(&zone));
    // What the program only sent back as it got it is not a title of its own.
    if sent.master.summary != before.summary {
        change.title = title(&sent.master)?;
    }
    change.note = note(&sent.master)?;
    call.visit.write(move |tx, me| ayni_bookings::change(tx, me, id, change)).await?;
    Ok(())
}

/// The dates of a series that are booked, as many as are told at once.
fn dates(call: &Call, id: SeriesId) -> Result<Vec<(DateTime, Booking)>> {
    let page = call.visit.read(|tx, me| ayni_bookings::series_days(tx, me, id, None, MAX_DAYS))?;
    let booked = page.days.into_iter().filter_map(|day| match day.what {
        Day::Booked(booking) => Some((day.original, *booking)),
        Day::Skipped(_) | Day::Gap(_) | Day::Ahead => None,
    });
    Ok(booked.collect())
}

/// The first date of a series that has not begun.
fn upcoming(call: &Call, id: SeriesId) -> Result<Booking> {
    let live = |booking: &Booking| matches!(booking.state, State::Confirmed | State::Tentative);
    let mut dates = dates(call, id)?.into_iter().map(|(_, booking)| booking);
    dates.find(live).ok_or_else(|| conflict("series-over"))
}

async fn edit_series(call: &Call, (shelf, name): (Shelf, String), id: SeriesId, sent: Sent) -> Result<()> {
    let series = call.visit.read(|tx, me| ayni_bookings::series(tx, me, id))?;
    let look = Look { title: titled(&series, &sent.master, call)?, note: note(&sent.master)?, ..series.look.clone() };
    let zone = call.visit.read(|tx, _| self::zone(tx, shelf))?;
    let repeat = sent.master.repeat.clone().map_or_else(|| once(&sent.master, &zone), Ok)?;
    let changes = !same_rule(&repeat, &series.repeat) || look != series.look;
    let mut now = id;
    if changes {
        let when = if same_rule(&repeat, &series.repeat) { When::Kept } else { When::Repeated(repeat.clone()) };
        let change = SeriesChange { look, when, on_clash: OnClash::Refuse };
        let upcoming = upcoming(call, id)?;
        let entry = (shelf, name, sent.master.uid.clone());
        let taken_over = call
            .visit
            .write(move |tx, me| ayni_bookings::change_series_entry(tx, me, (upcoming.id, change), entry))
            .await?;
        go_on(call, taken_over.id).await?;
        now = taken_over.id;
    }
    take_out(call, now, &series, &repeat).await?;
    change_dates(call, now, sent.changed).await
}

/// A repeat that does not: only its start.
fn once(event: &CalendarEvent, zone: &TimeZone) -> Result<Repeat> {
    let (zone, minutes) = match &event.when {
        ics::When::Timed { start, end, zone } => (zone.clone(), end.duration_since(*start).as_mins()),
        ics::When::AllDay { first, last_exclusive } => {
            (zone.clone(), last_exclusive.duration_since(*first).as_hours() * 60)
        }
    };
    Ok(Repeat::new("repeat", event.when.start(), minutes, zone, None)?)
}

/// The title that a series has from now on: none where the program sent back the name of the place.
fn titled(series: &Series, master: &CalendarEvent, call: &Call) -> Result<Line> {
    let name = call.visit.read(|tx, _| Ok(ayni_resources::unasked(tx, series.look.resource)?.name))?;
    if series.look.title.is_empty() && master.summary == name.as_str() {
        return Ok(Line::default());
    }
    title(master)
}

/// Gives back the dates that the program took out, and books those again that it put back in.
async fn take_out(call: &Call, id: SeriesId, was: &Series, repeat: &Repeat) -> Result<()> {
    for (start, _) in dates(call, id)? {
        if repeat.skipped.contains(&start) {
            call.visit.write(move |tx, me| ayni_bookings::skip(tx, me, id, start)).await?;
        }
    }
    for start in was.repeat.skipped.iter().filter(|start| !repeat.skipped.contains(start)).copied() {
        call.visit.write(move |tx, me| ayni_bookings::readd(tx, me, id, start)).await?;
    }
    Ok(())
}

/// Changes single dates of a series.
async fn change_dates(call: &Call, id: SeriesId, changed: Vec<CalendarEvent>) -> Result<()> {
    if changed.is_empty() {
        return Ok(());
    }
    let dates = dates(call, id)?;
    let series = call.visit.read(|tx, me| ayni_bookings::series(tx, me, id))?;
    for event in changed {
        let original = original(&event, &series);
        let (_, booking) =
            dates.iter().find(|(start, _)| Some(*start) == original).ok_or_else(|| conflict("feeds-dav-later"))?;
        let booking_id = booking.id;
        if event.status == ics::Status::Cancelled {
            call.visit.write(move |tx, me| ayni_bookings::cancel(tx, me, booking_id, Line::default())).await?;
            continue;
        }
        let span = event.when.span(&series.repeat.zone);
        let mut change = Change::keeping(booking, span);
        let place = call.visit.read(|tx, _| Ok(ayni_resources::unasked(tx, booking.resource)?.name))?;
        if !(booking.title.is_empty() && event.summary == place.as_str()) {
            change.title = title(&event)?;
        }
        if change != Change::keeping(booking, booking.span) {
            call.visit.write(move |tx, me| ayni_bookings::change(tx, me, booking_id, change)).await?;
        }
    }
    Ok(())
}

/// Which date a changed one stands for, on the clocks of the series.
fn original(event: &CalendarEvent, series: &Series) -> Option<DateTime> {
    let id = event.recurrence_id?;
    Some(match &event.when {
        ics::When::Timed { zone, .. } if *zone != series.repeat.zone => {
            ayni_calendar::wall(&series.repeat.zone, ayni_calendar::instant(zone, id))
        }
        // A date without a time means that day's.
        ics::When::AllDay { .. } => id.date().to_datetime(series.repeat.start.time()),
        ics::When::Timed { .. } => id,
    })
}

/// Does what is to be done about a series, date by date, as the program's job would a little later.
async fn go_on(call: &Call, id: SeriesId) -> Result<()> {
    loop {
        let progress = write(&call.visit.community.data, move |tx| ayni_bookings::step(tx, id)).await;
        let progress = match progress {
            Err(Error::Conflict(_) | Error::Invalid(_)) => {
                write(&call.visit.community.data, move |tx| ayni_bookings::leave_out(tx, id)).await?
            }
            other => other?,
        };
        if progress == Progress::Done {
            return Ok(());
        }
    }
}
