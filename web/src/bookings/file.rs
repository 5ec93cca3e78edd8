//! A booking as a calendar file, for the calendar on the phone.

use ayni_bookings::{Booking, State};
use ayni_calendar::{
    Calendar, CalendarEvent,
    ics::{self, Status, When},
    wall,
};
use ayni_kernel::{BookingId, ReadTx, Result};

use super::zone_of;
use crate::{
    kit::{Answer, Of, Route, Visit},
    links,
    members::Origin,
};

/// The routes of calendar files.
pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/bookings/{id}/calendar.ics", file).about("A booking as a calendar file.").page_only()]
}

async fn file(visit: Visit, Origin(origin): Origin, Of(id): Of<BookingId>) -> Answer {
    let (name, text) = visit.read(|tx, me| {
        let booking = ayni_bookings::booking(tx, me, id)?;
        let calendar = Calendar { events: vec![event(tx, &booking, &origin)?], ..Calendar::default() };
        Ok((format!("{}.ics", booking.reference), ics::write(&calendar)))
    })?;
    visit.file(&name, "text/calendar; charset=utf-8", text.into_bytes())
}

/// The event of a booking: it keeps its name, so that a file fetched anew replaces the one before.
fn event(tx: &ReadTx, booking: &Booking, origin: &str) -> Result<CalendarEvent> {
    let resource = ayni_resources::unasked(tx, booking.resource)?;
    let zone = zone_of(tx, &resource)?;
    let when = When::Timed { start: wall(&zone, booking.span.start), end: wall(&zone, booking.span.end), zone };
    let title = if booking.title.is_empty() { resource.name.as_str() } else { booking.title.as_str() };
    let uid = format!("{}@ayni", booking.id);
    Ok(CalendarEvent {
        modified: Some(booking.updated),
        sequence: booking.sequence,
        description: booking.reference.to_string(),
        location: resource.name.to_string(),
        url: format!("{origin}{}", links::booking(booking.id)),
        status: match booking.state {
            State::Draft | State::Tentative => Status::Tentative,
            State::Confirmed | State::CheckedIn | State::Completed => Status::Confirmed,
            State::Cancelled | State::NoShow | State::Expired | State::Declined => Status::Cancelled,
        },
        ..CalendarEvent::new(uid, booking.updated, when, title)
    })
}
