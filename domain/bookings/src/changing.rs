//! Moving, resizing, and changing what is said of a booking.

use ayni_calendar::Span;
use ayni_kernel::{Actor, BookingId, Error, Event, Line, ResourceId, Result, WriteTx};
use ayni_terms::{Deed, Rulebook};

use crate::{
    booking::{inquire, quote},
    model::{Ask, Booking, Change, Payment, State},
    obstacles::{self, Around, Bound},
    place::Place,
    policy::{Act, Claim},
    presence, reading, settlement, tables, waiting,
};

/// Changes a booking: where, when, how many, and what is said of it. A change of place or time is held to the rules
/// like a new booking, and its price is set anew.
///
/// Refuses as [`book`](crate::book) does, and with `Conflict` when it is over or they are there already, unless only
/// its end moves.
pub fn change(tx: &mut WriteTx<'_>, me: &Actor, id: BookingId, change: Change) -> Result<Booking> {
    let Claim { mut booking, .. } = reading::find(&**tx, me, id, Act::Handle)?;
    let to = change.resource.unwrap_or(booking.resource);
    changeable(&booking, to, change.span)?;
    let moves = to != booking.resource
        || change.span != booking.span
        || change.places != booking.places
        || change.addons != booking.addons;
    let ask = wish(&booking, to, &change);
    if moves {
        moved(tx, me, &mut booking, &ask)?;
    }
    booking.people = change.people;
    booking.title = change.title;
    booking.note = change.note;
    told(tx, booking)
}

/// Moves a booking by the house: to another place or time, held to room alone, for the price it had.
pub(crate) fn relocate(
    tx: &mut WriteTx<'_>,
    me: &Actor,
    mut booking: Booking,
    to: ResourceId,
    span: Span,
    reason: Line,
) -> Result<Booking> {
    let place = Place::find(&**tx, me, to)?;
    me.may(Act::Decide, &Claim { booking: booking.clone(), managers: place.managers.clone() })?;
    let change = Change::keeping(&booking, span);
    let ask = wish(&booking, to, &change);
    let book = Rulebook::read(&**tx, booking.member)?;
    let mut inquiry = inquire(me, &book, &place, &ask, tx.now(), Some(booking.id));
    inquiry.bound = Bound::ToRoom;
    let around = Around::read(&**tx, &place, &inquiry, span)?;
    obstacles::refusal(around.objections(&place, &inquiry, span))?;
    booking.resource = to;
    booking.span = span;
    booking.reason = reason;
    booking.moved = Some(tx.now());
    told(tx, booking)
}

fn told(tx: &mut WriteTx<'_>, mut booking: Booking) -> Result<Booking> {
    booking.due = if booking.state == State::Draft { booking.due } else { presence::next_due(&booking) };
    booking.updated = tx.now();
    booking.sequence = booking.sequence.saturating_add(1);
    let was = tables::named(&**tx, booking.id)?;
    tables::put(tx, &booking)?;
    tx.emit(Event::BookingChanged(booking.id))?;
    if (was.resource, was.places, was.blocked()) != (booking.resource, booking.places, booking.blocked()) {
        waiting::freed(tx, was.resource, Some(was.blocked()))?;
    }
    Ok(booking)
}

fn moved(tx: &mut WriteTx<'_>, me: &Actor, booking: &mut Booking, ask: &Ask) -> Result<()> {
    let place = Place::find(&**tx, me, ask.resource)?;
    let book = Rulebook::read(&**tx, booking.member)?;
    let inquiry = inquire(me, &book, &place, ask, tx.now(), Some(booking.id));
    let around = Around::read(&**tx, &place, &inquiry, place.day_around(ask.span))?;
    let mut objections = around.objections(&place, &inquiry, ask.span);
    objections.extend(obstacles::short_of(&**tx, &around, &inquiry, ask.span)?);
    if inquiry.bound == Bound::ToRules && booking.state != State::Draft {
        // How late one may still change is said by the terms that were agreed on.
        let late = ayni_terms::too_late(&booking.terms, booking.span, &place.zone, tx.now(), Deed::Change);
        objections.extend(late.map(crate::Objection::from));
    }
    obstacles::refusal(objections)?;
    let paid_before = booking.payment.clone();
    if !matches!(paid_before, Payment::Unasked) {
        settlement::release(tx, booking)?;
    }
    booking.quote = quote(&**tx, &place, &inquiry, ask.span, &around)?;
    booking.terms = around.terms;
    if (booking.resource, booking.span) != (ask.resource, ask.span) {
        // Whoever chooses anew agrees to what holds there.
        booking.moved = None;
    }
    booking.resource = ask.resource;
    booking.span = ask.span;
    booking.places = ask.places;
    booking.addons.clone_from(&ask.addons);
    if booking.state == State::Confirmed
        && !place.managed_by(me)
        && booking.terms.asks_approval(place.almanac(), ask.span)
    {
        booking.state = State::Tentative;
    }
    if !matches!(paid_before, Payment::Unasked) {
        settlement::secure(tx, booking)?;
    }
    Ok(())
}

/// Refuses for what is over; of one that has begun only the end may move.
fn changeable(booking: &Booking, to: ResourceId, span: Span) -> Result<()> {
    match booking.state {
        State::Draft | State::Tentative | State::Confirmed => Ok(()),
        State::CheckedIn if to == booking.resource && span.start == booking.span.start => Ok(()),
        State::CheckedIn => Err(Error::conflict("bookings-begun")),
        _ => booking.refuse_state(),
    }
}

fn wish(booking: &Booking, to: ResourceId, change: &Change) -> Ask {
    Ask {
        id: Some(booking.id),
        resource: to,
        member: booking.member,
        span: change.span,
        places: change.places,
        people: change.people,
        title: change.title.clone(),
        note: change.note.clone(),
        addons: change.addons.clone(),
    }
}
