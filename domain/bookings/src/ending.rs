//! Giving a booking back, with what its terms keep of the price; and what is owed in money.

use ayni_kernel::{Actor, BookingId, Error, Event, Line, Reads, Result, WriteTx, tx::Now};
use ayni_terms::{SettleAsk, Settlement};

use crate::{
    model::{Booking, Payment, State},
    place::Place,
    policy::{Act, Claim, manages},
    reading, settlement, tables,
    telling::tell,
};

/// Everything, in percent.
const ALL: u8 = 100;

/// On whom it lies that a booking is given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Blame {
    /// The member's: the terms say what is kept.
    Members,
    /// The house's: everything comes back, and the member is told.
    House,
    /// Nobody's: it was not to be, and everything comes back.
    Nobodys,
}

/// What cancelling now would give back and keep, and why. For those who may cancel it.
pub fn cancellation<T: Reads + Now>(tx: &T, me: &Actor, id: BookingId) -> Result<Settlement> {
    let claim = reading::find(tx, me, id, Act::Handle)?;
    if !claim.booking.state.is_live() {
        return claim.booking.refuse_state();
    }
    settle(tx, &claim.booking, blame(me, &claim))
}

/// Cancels: the place is free at once, the price goes back as far as the terms that were agreed on say. When the
/// managers cancel what is not their own, all of it goes back and the member is told.
///
/// Refuses with `Conflict` when it is over or they are there already.
pub fn cancel(tx: &mut WriteTx<'_>, me: &Actor, id: BookingId, reason: Line) -> Result<Booking> {
    let claim = reading::find(&**tx, me, id, Act::Handle)?;
    let blame = blame(me, &claim);
    cancel_for(tx, claim.booking, reason, blame)
}

/// Cancels without asking leave again.
pub(crate) fn cancel_for(tx: &mut WriteTx<'_>, mut booking: Booking, reason: Line, blame: Blame) -> Result<Booking> {
    let settlement = settle(&*tx, &booking, blame)?;
    let unasked = booking.payment == Payment::Unasked;
    booking.step(State::Cancelled, tx.now())?;
    if blame != Blame::Members || unasked || settlement.percent == ALL {
        settlement::release(tx, &mut booking)?;
    } else {
        settlement::take(tx, &mut booking, settlement.kept)?;
        ayni_terms::give_back_part(tx, &settlement::DESK, booking.id, settlement.percent)?;
    }
    booking.reason = reason;
    booking.due = None;
    tables::put(tx, &booking)?;
    tx.emit(Event::BookingEnded(booking.id))?;
    if blame == Blame::House {
        tell(tx, booking.member, &booking, "bookings-told-cancelled")?;
    }
    Ok(booking)
}

fn blame(me: &Actor, claim: &Claim) -> Blame {
    let houses = !me.acts_for(claim.booking.member) && manages(me, &claim.managers);
    if houses { Blame::House } else { Blame::Members }
}

fn settle<T: Reads + Now>(tx: &T, booking: &Booking, blame: Blame) -> Result<Settlement> {
    let place = Place::of(tx, ayni_resources::unasked(tx, booking.resource)?)?;
    let ask = SettleAsk {
        terms: &booking.terms,
        quote: &booking.quote,
        span: booking.span,
        zone: &place.zone,
        now: tx.now(),
        made: booking.created,
    };
    match (booking.state, blame) {
        (State::Draft | State::Tentative, _) | (_, Blame::House | Blame::Nobodys) => {
            Ok(Settlement::all_back(&booking.quote))
        }
        (_, Blame::Members) if booking.moved.is_some() && tx.now() < booking.span.start => {
            Ok(Settlement::moved(&booking.quote, booking.span.start))
        }
        (_, Blame::Members) => Ok(ayni_terms::settle_cancel(&ask)),
    }
}

/// Writes down that what was owed in money has been paid, by those who look after the place or the money.
pub fn settle_due(tx: &mut WriteTx<'_>, me: &Actor, id: BookingId) -> Result<Booking> {
    let mut booking = reading::find(&**tx, me, id, Act::Settle)?.booking;
    match booking.payment {
        Payment::Due { amount, settled: None } => {
            booking.payment = Payment::Due { amount, settled: Some(tx.now()) };
        }
        _ => return Err(Error::conflict("bookings-nothing-due")),
    }
    booking.updated = tx.now();
    tables::put(tx, &booking)?;
    tx.emit(Event::BookingChanged(id))?;
    Ok(booking)
}
