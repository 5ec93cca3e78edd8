//! Bookings as events of the iCalendar format.

use std::hash::{DefaultHasher, Hash, Hasher};

use ayni_bookings::{Booking, FeedRow, State};
use ayni_calendar::{CalendarEvent, Span, TimeZone, ics, wall};
use ayni_kernel::Timestamp;

use crate::{kit::Words, links};

/// How much of a booking an event tells: the calendar it stands in says the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// The place is to be told: the calendar is a member's.
    Place,
    /// Whose it is has to be told: the calendar is the place's.
    Person,
}

/// When something is, on the clocks of its place. A time that the clock shows twice is told in UTC where the wall clock
/// would mean the other one.
pub(crate) fn when(span: Span, zone: &TimeZone) -> ics::When {
    let (start, end) = (wall(zone, span.start), wall(zone, span.end));
    let same = |shown, moment| ayni_calendar::instant(zone, shown) == moment;
    if same(start, span.start) && same(end, span.end) {
        return ics::When::Timed { start, end, zone: zone.clone() };
    }
    ics::When::Timed {
        start: wall(&TimeZone::UTC, span.start),
        end: wall(&TimeZone::UTC, span.end),
        zone: TimeZone::UTC,
    }
}

/// The name of an event: what it is for, else the place or the person, else that it is taken.
pub(crate) fn summary(row: &FeedRow, told: Told, words: &Words) -> String {
    let title = row.shown.title.as_ref().filter(|title| !title.is_empty()).map(ToString::to_string);
    let person = row.shown.member.as_ref().map(|member| member.name.to_string());
    let (title, person) = match told {
        Told::Place => (title, Some(row.resource.name.to_string())),
        Told::Person => (title, person),
    };
    title.or(person).unwrap_or_else(|| words.say("feeds-taken"))
}

/// The event of a booking; of one that the reader may not open it has no more than its time and what may be told.
pub(crate) fn event(row: &FeedRow, told: Told, words: &Words, origin: &str) -> CalendarEvent {
    let span = row.shown.span;
    let hidden = || format!("{}-{}-{}@ayni", row.resource.id, span.start.micros(), span.end.micros());
    let uid = row.booking.as_ref().map_or_else(hidden, |booking| format!("{}@ayni", booking.id));
    let stamp = row.booking.as_ref().map_or(span.start, |booking| booking.updated);
    let mut event = CalendarEvent::new(uid, whole(stamp), when(span, &row.zone), summary(row, told, words));
    event.location = row.resource.name.to_string();
    event.status = status(row.shown.state);
    if let Some(booking) = &row.booking {
        tell(&mut event, booking, origin);
    }
    event
}

/// What is said of a booking to those who may open it.
pub(crate) fn tell(event: &mut CalendarEvent, booking: &Booking, origin: &str) {
    event.description = booking.note.to_string();
    event.url = format!("{origin}{}", links::booking(booking.id));
    event.sequence = booking.sequence;
    event.modified = Some(whole(booking.updated));
}

/// How certain a booking is.
pub(crate) const fn status(state: State) -> ics::Status {
    match state {
        State::Draft | State::Tentative => ics::Status::Tentative,
        State::Confirmed | State::CheckedIn | State::Completed => ics::Status::Confirmed,
        State::Cancelled | State::NoShow | State::Expired | State::Declined => ics::Status::Cancelled,
    }
}

/// A moment without its fraction, which the format does not have.
pub(crate) const fn whole(moment: Timestamp) -> Timestamp {
    Timestamp::from_micros(moment.micros() - moment.micros().rem_euclid(1_000_000))
}

/// The tag under which a text is known to be unchanged.
pub(crate) fn tag(text: &str) -> String {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    format!("\"{:016x}\"", hasher.finish())
}
