//! Booking: at once, or as a draft that is kept while somebody fills in or pays; and the managers' yes or no.

use ayni_kernel::{Actor, BookingId, Code, Error, Event, Line, OrderId, Result, Timestamp, WriteTx};
use ayni_terms::{Deed, Demand, PriceAsk, Rulebook};

use crate::{
    model::{Ask, Booking, Change, MINUTE, Occurrence, Payment, State},
    obstacles::{self, Around, Bound, Inquiry},
    place::Place,
    policy::{Act, Counter},
    presence, reading, settlement, tables,
    telling::tell,
};

/// Letters and digits of a reference: none that is mistaken for another.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// Letters of a reference: a billion of them.
const REFERENCE: usize = 6;
/// References tried before giving up; a second is hardly ever needed.
const MAX_TRIES: usize = 16;

/// How a booking begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opening {
    /// It is kept for a while, and nothing is paid.
    Draft(Option<OrderId>, Keep),
    /// It is made at once.
    Booked(Option<Occurrence>),
}

/// How long a draft is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// As its terms say.
    ByTerms,
    /// Until a moment.
    Until(Timestamp),
}

/// Keeps a place while somebody fills in or pays; it lapses by itself when the terms' time for that is over.
///
/// Refuses as [`book`] does, but nothing is paid yet.
pub fn draft(tx: &mut WriteTx<'_>, me: &Actor, ask: Ask) -> Result<Booking> {
    open(tx, me, ask, Opening::Draft(None, Keep::ByTerms))
}

/// Books at once: confirmed, or waiting for a manager's yes where the terms ask for it.
///
/// Refuses with `Conflict` when somebody else has the place, with `Invalid` and a fault for each broken rule, and as
/// the ledger does when it cannot be paid. The same id and content again answers what was made the first time.
pub fn book(tx: &mut WriteTx<'_>, me: &Actor, ask: Ask) -> Result<Booking> {
    open(tx, me, ask, Opening::Booked(None))
}

/// The one way in which a booking comes about.
pub(crate) fn open(tx: &mut WriteTx<'_>, me: &Actor, ask: Ask, opening: Opening) -> Result<Booking> {
    if let Some(id) = ask.id
        && let Some(known) = tables::booking(&**tx, id)?
    {
        return again(known, &ask);
    }
    let place = Place::find(&**tx, me, ask.resource)?;
    me.may((), &Counter { member: ask.member, managers: &place.managers })?;
    active(tx, &ask)?;
    let book = Rulebook::read(&**tx, ask.member)?;
    let inquiry = inquire(me, &book, &place, &ask, tx.now(), None);
    let around = Around::read(&**tx, &place, &inquiry, place.day_around(ask.span))?;
    let mut objections = around.objections(&place, &inquiry, ask.span);
    objections.extend(obstacles::short_of(&**tx, &around, &inquiry, ask.span)?);
    obstacles::refusal(objections)?;
    let mut booking = blank(tx, me, &place, ask, (&book, &around))?;
    match opening {
        Opening::Draft(order, keep) => {
            booking.order = order;
            let minutes = booking.terms.draft_minutes();
            booking.due = Some(match keep {
                Keep::ByTerms => tx.now().plus_seconds(minutes * MINUTE),
                Keep::Until(moment) => moment,
            });
        }
        Opening::Booked(occurrence) => {
            booking.occurrence = occurrence;
            commit(tx, me, &place, &mut booking)?;
        }
    }
    tables::put(tx, &booking)?;
    tx.emit(Event::BookingMade(booking.id))?;
    Ok(booking)
}

/// Makes a draft a booking, perhaps with what was filled in meanwhile.
pub fn confirm(tx: &mut WriteTx<'_>, me: &Actor, id: BookingId, details: Option<Change>) -> Result<Booking> {
    let mut booking = reading::find(&**tx, me, id, Act::Handle)?.booking;
    if booking.state != State::Draft {
        return booking.refuse_state();
    }
    if let Some(change) = details {
        booking = crate::changing::change(tx, me, id, change)?;
    }
    let place = Place::find(&**tx, me, booking.resource)?;
    if booking.due.is_some_and(|due| due <= tx.now()) {
        return Err(Error::conflict("bookings-stands-expired"));
    }
    commit(tx, me, &place, &mut booking)?;
    tables::put(tx, &booking)?;
    tx.emit(Event::BookingChanged(booking.id))?;
    Ok(booking)
}

/// Secures the price and makes it stand, or ask for a yes.
fn commit(tx: &mut WriteTx<'_>, me: &Actor, place: &Place, booking: &mut Booking) -> Result<()> {
    let asks = !place.managed_by(me) && booking.terms.asks_approval(place.almanac(), booking.span);
    booking.step(if asks { State::Tentative } else { State::Confirmed }, tx.now())?;
    settlement::secure(tx, booking)?;
    booking.due = presence::next_due(booking);
    if asks {
        for manager in &place.managers {
            tell(tx, *manager, booking, "bookings-told-asked")?;
        }
    }
    Ok(())
}

/// Says yes to a request. What it was asked for is looked at again: where requests do not hold a place, another may
/// have it by now.
pub fn approve(tx: &mut WriteTx<'_>, me: &Actor, id: BookingId) -> Result<Booking> {
    let mut booking = reading::find(&**tx, me, id, Act::Decide)?.booking;
    if booking.state != State::Tentative {
        return booking.refuse_state();
    }
    booking.step(State::Confirmed, tx.now())?;
    let place = Place::find(&**tx, me, booking.resource)?;
    let wide = booking.blocked();
    let occupied = place.occupied(&**tx, wide, Some(id))?;
    if occupied.in_the_way(wide, booking.places, place.resource.places).is_some() {
        return Err(Error::conflict("bookings-taken-meanwhile"));
    }
    booking.due = presence::next_due(&booking);
    tables::put(tx, &booking)?;
    tx.emit(Event::BookingChanged(id))?;
    tell(tx, booking.member, &booking, "bookings-told-approved")?;
    Ok(booking)
}

/// Says no to a request; everything is given back.
pub fn decline(tx: &mut WriteTx<'_>, me: &Actor, id: BookingId, reason: Line) -> Result<Booking> {
    let mut booking = reading::find(&**tx, me, id, Act::Decide)?.booking;
    booking.step(State::Declined, tx.now())?;
    settlement::release(tx, &mut booking)?;
    booking.reason = reason;
    booking.due = None;
    tables::put(tx, &booking)?;
    tx.emit(Event::BookingEnded(id))?;
    tell(tx, booking.member, &booking, "bookings-told-declined")?;
    Ok(booking)
}

/// What is looked at of somebody's wish.
pub(crate) fn inquire<'a>(
    me: &Actor,
    book: &'a Rulebook,
    place: &Place,
    ask: &'a Ask,
    now: Timestamp,
    changing: Option<BookingId>,
) -> Inquiry<'a> {
    Inquiry {
        book,
        member: ask.member,
        span: ask.span,
        places: ask.places,
        people: ask.people,
        addons: &ask.addons,
        now,
        deed: if changing.is_some() { Deed::Change } else { Deed::Book },
        changing,
        bound: if place.managed_by(me) { Bound::ToRoom } else { Bound::ToRules },
    }
}

/// A price for a wish, with what is known around it.
pub(crate) fn quote(
    tx: &impl ayni_kernel::Reads,
    place: &Place,
    inquiry: &Inquiry<'_>,
    span: ayni_calendar::Span,
    around: &Around,
) -> Result<ayni_terms::Quote> {
    let ask = PriceAsk {
        book: inquiry.book,
        spot: &place.spot,
        terms: &around.terms,
        span,
        at: place.almanac(),
        places: inquiry.places,
        addons: &around.addons,
        now: inquiry.now,
        demand: Demand::of(&around.open, &around.occupied.booked()),
    };
    ayni_terms::quote(tx, &ask)
}

fn blank(
    tx: &mut WriteTx<'_>,
    me: &Actor,
    place: &Place,
    ask: Ask,
    (book, around): (&Rulebook, &Around),
) -> Result<Booking> {
    let (now, id) = (tx.now(), ask.id.unwrap_or_else(|| tx.id()));
    let quote = quote(&**tx, place, &inquire(me, book, place, &ask, now, None), ask.span, around)?;
    Ok(Booking {
        id,
        reference: reference(tx)?,
        resource: ask.resource,
        member: ask.member,
        by: me.user(),
        span: ask.span,
        places: ask.places,
        people: ask.people,
        state: State::Draft,
        title: ask.title,
        note: ask.note,
        addons: ask.addons,
        terms: around.terms.clone(),
        quote,
        payment: Payment::Unasked,
        order: None,
        occurrence: None,
        due: None,
        moved: None,
        came: None,
        left: None,
        reason: Line::default(),
        sequence: 0,
        created: now,
        updated: now,
    })
}

/// Refuses for a member who may not book now: suspended, left, not yet in.
fn active(tx: &WriteTx<'_>, ask: &Ask) -> Result<()> {
    let standing = ayni_members::name_of(tx, ask.member)?.status;
    if standing == ayni_members::MemberStatus::Active {
        Ok(())
    } else {
        Err(Error::conflict("bookings-member-inactive"))
    }
}

/// A reference that no other booking has, made of the chance in an id.
fn reference(tx: &mut WriteTx<'_>) -> Result<Code> {
    for _ in 0..MAX_TRIES {
        let id: BookingId = tx.id();
        let chance = id.bytes().into_iter().rev().take(REFERENCE);
        let letters = chance.filter_map(|byte| LETTERS.get(usize::from(byte % 32)).map(|letter| char::from(*letter)));
        let code = Code::parse("reference", &letters.collect::<String>())?;
        if tables::id_of_reference(&**tx, &code)?.is_none() {
            return Ok(code);
        }
    }
    Err(Error::broken("no free reference was found"))
}

/// The answer to a client that asks with an id for the second time.
fn again(known: Booking, ask: &Ask) -> Result<Booking> {
    let same = known.resource == ask.resource
        && known.member == ask.member
        && known.span == ask.span
        && known.places == ask.places
        && known.title == ask.title;
    if same { Ok(known) } else { Err(Error::conflict("bookings-id-used")) }
}
