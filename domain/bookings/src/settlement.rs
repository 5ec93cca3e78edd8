//! What becomes of a booking's price: set aside when it is made, paid when it is over, given back by its terms.
//!
//! Everything moves through the ledger. The community's treasury receives; passes are drawn and given back with it.

use ayni_kernel::{AccountId, Actor, Amount, Error, Fault, Line, MemberId, Reads, Result, WriteTx};
use ayni_ledger::{AccountStatus, PlaceHold};
use ayni_terms::{Quote, Way};

use crate::model::{Booking, Payment};

/// The program itself, once leave was asked for the booking.
pub(crate) const DESK: Actor = Actor::System("bookings");

/// Takes what a quote asks for: passes are drawn, local currency is set aside, money is written down as owed.
///
/// Refuses as the ledger does when the member has not got it, and with `Conflict` when a pass was used meanwhile.
pub(crate) fn secure(tx: &mut WriteTx<'_>, booking: &mut Booking) -> Result<()> {
    ayni_terms::draw(tx, &DESK, booking.member, booking.id, &booking.quote)?;
    booking.payment = match booking.quote.way {
        Way::Free => Payment::Free,
        Way::Money => Payment::Due { amount: booking.quote.total, settled: None },
        Way::Local => set_aside(tx, booking)?,
    };
    Ok(())
}

fn set_aside(tx: &mut WriteTx<'_>, booking: &Booking) -> Result<Payment> {
    let amount = booking.quote.total.plus(booking.quote.deposit).ok_or_else(too_much)?;
    if !amount.is_positive() {
        return Ok(Payment::Free);
    }
    let (from, to) = accounts(&**tx, booking.member, &booking.quote)?;
    let description = Line::parse("title", booking.reference.as_str())?;
    let hold = ayni_ledger::hold(tx, &DESK, PlaceHold { from, to, amount, description, expires: None })?;
    Ok(Payment::Held { hold: hold.id, amount })
}

/// The member's account and the treasury's in the quote's currency.
fn accounts(tx: &impl Reads, member: MemberId, quote: &Quote) -> Result<(AccountId, AccountId)> {
    let currency = quote.currency.ok_or_else(|| Error::broken("a price in local currency names none"))?;
    let mine = ayni_ledger::accounts_of(tx, &DESK, member)?.into_iter().find(|account| account.currency == currency);
    let mine = mine.ok_or_else(|| Error::conflict("bookings-no-account"))?;
    Ok((mine.id, ayni_ledger::treasury(tx, &DESK, currency)?.id))
}

/// Gives everything back, as if it had never been booked.
pub(crate) fn release(tx: &mut WriteTx<'_>, booking: &mut Booking) -> Result<()> {
    if let Payment::Held { hold, .. } = booking.payment {
        ayni_ledger::void_hold(tx, &DESK, hold)?;
    }
    if booking.payment != Payment::Unasked {
        ayni_terms::give_back(tx, &DESK, booking.id)?;
    }
    booking.payment = match booking.payment {
        Payment::Free
        | Payment::Unasked
        | Payment::Held { .. }
        | Payment::Released
        | Payment::Due { settled: None, .. } => Payment::Released,
        // What is paid was taken by rule before; a refund of it is a payment of the treasury's own.
        Payment::Paid { transfer, amount } => Payment::Paid { transfer, amount },
        Payment::Due { amount, settled } => Payment::Due { amount, settled },
    };
    Ok(())
}

/// Takes `amount` of what was set aside and lets the rest go. What cannot be taken any more, because an account was
/// closed meanwhile, is written down as owed.
pub(crate) fn take(tx: &mut WriteTx<'_>, booking: &mut Booking, amount: Amount) -> Result<()> {
    booking.payment = match booking.payment {
        Payment::Held { hold, .. } if !amount.is_positive() => {
            ayni_ledger::void_hold(tx, &DESK, hold)?;
            Payment::Released
        }
        Payment::Held { hold, amount: held } if both_open(&**tx, booking)? => {
            let taken = amount.min(held);
            let transfer = ayni_ledger::post_hold(tx, &DESK, hold, Some(taken))?.id;
            Payment::Paid { transfer, amount: taken }
        }
        Payment::Held { hold, .. } => {
            ayni_ledger::void_hold(tx, &DESK, hold)?;
            Payment::Due { amount, settled: None }
        }
        Payment::Due { settled: None, .. } if !amount.is_positive() => Payment::Released,
        Payment::Due { settled: None, .. } => Payment::Due { amount, settled: None },
        ref other => other.clone(),
    };
    Ok(())
}

fn both_open(tx: &impl Reads, booking: &Booking) -> Result<bool> {
    let (from, to) = accounts(tx, booking.member, &booking.quote)?;
    for id in [from, to] {
        if ayni_ledger::account(tx, &DESK, id)?.status != AccountStatus::Open {
            return Ok(false);
        }
    }
    Ok(true)
}

fn too_much() -> Error {
    Fault::new("", "bookings-price-large").into()
}
