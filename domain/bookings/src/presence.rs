//! Coming and leaving, and what the program does when a time is over: drafts and requests lapse, nobody came, they
//! have left, it is done.

use ayni_kernel::{Actor, BookingId, Error, Event, Reads, Result, Timestamp, WriteTx};
use ayni_terms::CheckIn;

use crate::{
    model::{Booking, MINUTE, Presence, State},
    place::Place,
    policy::Act,
    reading, settlement, tables,
    telling::tell,
};

/// After this long nobody is still there; a booking that was never checked out ends, in minutes.
const FORGOTTEN: i64 = 12 * 60;

/// When the program next does something about a booking by itself.
pub(crate) fn next_due(booking: &Booking) -> Option<Timestamp> {
    let terms = &booking.terms;
    let (start, end) = (booking.span.start, booking.span.end);
    match booking.state {
        State::Draft => booking.due,
        State::Tentative => {
            let minutes = terms.approval_minutes();
            let answer = minutes.map(|minutes| booking.created.plus_seconds(minutes * MINUTE));
            Some(answer.map_or(start, |answer| answer.min(start)))
        }
        State::Confirmed => Some(match terms.check_in() {
            CheckIn::Required { grace, .. } => start.plus_seconds(grace * MINUTE).min(end),
            CheckIn::No | CheckIn::Optional => end,
        }),
        State::CheckedIn if terms.checks_out_by_itself() => Some(end),
        State::CheckedIn => Some(end.plus_seconds(FORGOTTEN * MINUTE)),
        State::Completed | State::Cancelled | State::NoShow | State::Expired | State::Declined => None,
    }
}

/// Says that they are there. Not before the terms open the door, and not after the end.
pub fn check_in(tx: &mut WriteTx<'_>, me: &Actor, id: BookingId, how: Presence) -> Result<Booking> {
    let act = if how == Presence::Desk { Act::Decide } else { Act::Handle };
    let booking = reading::find(&**tx, me, id, act)?.booking;
    arrive(tx, booking, how)
}

pub(crate) fn arrive(tx: &mut WriteTx<'_>, mut booking: Booking, how: Presence) -> Result<Booking> {
    let opens = booking.span.start.plus_seconds(-booking.terms.check_in().opens_before() * MINUTE);
    if tx.now() < opens {
        return Err(Error::Conflict(ayni_kernel::Fault::new("", "bookings-too-early").with("from", opens)));
    }
    if tx.now() >= booking.span.end {
        return Err(Error::conflict("bookings-over"));
    }
    booking.step(State::CheckedIn, tx.now())?;
    booking.came = Some((tx.now(), how));
    booking.due = next_due(&booking);
    tables::put(tx, &booking)?;
    tx.emit(Event::BookingChanged(booking.id))?;
    Ok(booking)
}

/// Says that they have left: what is left of the time is free for others, overtime is added to the price by the terms.
pub fn check_out(tx: &mut WriteTx<'_>, me: &Actor, id: BookingId, how: Presence) -> Result<Booking> {
    let act = if how == Presence::Desk { Act::Decide } else { Act::Handle };
    let booking = reading::find(&**tx, me, id, act)?.booking;
    complete(tx, booking, how)
}

/// Ends a booking that took place, and takes its price.
fn complete(tx: &mut WriteTx<'_>, mut booking: Booking, how: Presence) -> Result<Booking> {
    let was_there = booking.state == State::CheckedIn;
    booking.step(State::Completed, tx.now())?;
    // Whom the clock checks out left at the end, as far as anybody knows.
    let left = if how == Presence::Clock { booking.span.end } else { tx.now() };
    if was_there {
        booking.left = Some((left, how));
    }
    let over = (left.micros() - booking.span.end.micros()).max(0) / 1_000_000 / MINUTE;
    let extra = ayni_terms::overtime(&booking.terms, &booking.quote, over);
    let total = booking.quote.total.plus(extra).unwrap_or(booking.quote.total);
    settlement::take(tx, &mut booking, total)?;
    booking.due = None;
    tables::put(tx, &booking)?;
    tx.emit(Event::BookingEnded(booking.id))?;
    Ok(booking)
}

/// Nobody came: the rest of the time goes free, the terms say what is kept.
fn miss(tx: &mut WriteTx<'_>, mut booking: Booking) -> Result<Booking> {
    let settlement = ayni_terms::settle_no_show(&booking.terms, &booking.quote);
    booking.step(State::NoShow, tx.now())?;
    settlement::take(tx, &mut booking, settlement.kept)?;
    ayni_terms::give_back_part(tx, &settlement::DESK, booking.id, settlement.percent)?;
    booking.due = None;
    tables::put(tx, &booking)?;
    tx.emit(Event::BookingEnded(booking.id))?;
    tell(tx, booking.member, &booking, "bookings-told-missed")?;
    Ok(booking)
}

/// A draft or a request that nobody finished.
fn lapse(tx: &mut WriteTx<'_>, mut booking: Booking) -> Result<Booking> {
    let asked = booking.state == State::Tentative;
    booking.step(State::Expired, tx.now())?;
    settlement::release(tx, &mut booking)?;
    booking.due = None;
    tables::put(tx, &booking)?;
    tx.emit(Event::BookingEnded(booking.id))?;
    if asked {
        tell(tx, booking.member, &booking, "bookings-told-lapsed")?;
    }
    Ok(booking)
}

/// Whether anything waits for [`expire_due`].
pub fn has_due(tx: &impl Reads, now: Timestamp) -> Result<bool> {
    Ok(!tables::due(tx, now, 1)?.is_empty())
}

/// Does what is due of at most `limit` bookings; returns how many. The program's own job: it runs again while the
/// answer is `limit`.
pub fn expire_due(tx: &mut WriteTx<'_>, limit: usize) -> Result<usize> {
    let due = tables::due(&**tx, tx.now(), limit)?;
    for id in &due {
        let booking = tables::named(&**tx, *id)?;
        match (booking.state, booking.terms.check_in()) {
            (State::Draft | State::Tentative, _) => lapse(tx, booking)?,
            (State::Confirmed, CheckIn::Required { .. }) => miss(tx, booking)?,
            _ => complete(tx, booking, Presence::Clock)?,
        };
    }
    Ok(due.len())
}

/// The booking of the actor's that is on, or about to begin, in a place.
pub(crate) fn current(tx: &WriteTx<'_>, me: &Actor, place: &Place) -> Result<Option<Booking>> {
    let now = tx.now();
    let around = ayni_calendar::Span::new(now, now.plus_seconds(SOON * MINUTE));
    let Some(around) = around else { return Ok(None) };
    let mut found: Option<Booking> = None;
    for taken in tables::taken(tx, place.resource.id, around)? {
        let Some(id) = taken.booking else { continue };
        let booking = tables::named(tx, id)?;
        let earlier = found.as_ref().is_none_or(|other| booking.span.start < other.span.start);
        if me.acts_for(booking.member) && booking.state.is_live() && booking.span.end > now && earlier {
            found = Some(booking);
        }
    }
    Ok(found)
}

/// Minutes before its beginning for which a booking is looked for at the door.
const SOON: i64 = 4 * 60;
