//! Passes: prepaid minutes or days, sold to members through the ledger or as money due, drawn by bookings.
//!
//! A pass is drawn in the transaction that makes a booking, so that it can never be spent twice or below zero; what a
//! booking drew is kept under its id until it is given back. A day of a day pass covers its whole day: a second booking
//! on it draws nothing.

use std::collections::BTreeMap;

use ayni_calendar::{Span, wall};
use ayni_kernel::{
    Actor, Amount, BookingId, CurrencyId, Cursor, Error, Event, Line, MemberId, Name, Page, PassId, PassKindId, Reads,
    Result, Timestamp, TransferId, UserId, WriteTx, page::MAX_ROWS,
};
use ayni_ledger::Pay;

use crate::{
    attach::{Spot, groups_of},
    kinds::{PassKind, PassPrice, is_for_sale},
    notice::days_off,
    policy::{Office, OfficeAct, Wallet, WalletAct},
    prices::Way,
    quote::Quote,
    reckon::PassFacts,
    settle::returned,
    tables,
};

/// The most passes of one member that are looked at when a booking is reckoned: more than anybody has at once.
const MAX_USABLE: usize = 50;

/// The program itself, once leave was asked for the pass.
const SALES: Actor = Actor::System("passes");

ayni_kernel::choices! {
    /// What a pass counts.
    PassUnit {
        /// Minutes of the wall clock.
        Minutes = 1 "minutes",
        /// Days: each covers all that is booked on it.
        Days = 2 "days",
    }

    /// What happened to a pass.
    PassStep {
        /// It was bought.
        Bought = 1 "bought",
        /// It was given without a price.
        Given = 2 "given",
        /// A booking took from it.
        Drawn = 3 "drawn",
        /// A booking gave back to it.
        Returned = 4 "returned",
        /// Somebody wrote down that it was paid.
        Settled = 5 "settled",
        /// It was ended before its time.
        Ended = 6 "ended",
    }
}

/// A member's pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pass {
    /// Which one.
    pub id: PassId,
    /// Whose.
    pub member: MemberId,
    /// Of which kind.
    pub kind: PassKindId,
    /// Its name, as it was when it was bought.
    pub name: Name,
    /// What it counts.
    pub unit: PassUnit,
    /// How many it had.
    pub quantity: u32,
    /// How many are left.
    pub left: u32,
    /// From when it is good.
    pub from: Timestamp,
    /// Until when; `None` for ever.
    pub expires: Option<Timestamp>,
    /// What became of its price.
    pub payment: PassPayment,
    /// How many steps its history has.
    pub steps: u32,
    /// When it last changed.
    pub updated: Timestamp,
}

/// What became of a pass's price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassPayment {
    /// It was given.
    Given,
    /// Paid through the ledger.
    Paid(TransferId),
    /// To be paid in money.
    Due {
        /// In which currency.
        currency: CurrencyId,
        /// How much.
        amount: Amount,
        /// When it was paid, as somebody wrote down.
        settled: Option<Timestamp>,
    },
}

/// One step of a pass's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassEntry {
    /// Counted from 1.
    pub number: u32,
    /// What happened.
    pub step: PassStep,
    /// How many minutes or days.
    pub quantity: u32,
    /// What was left afterwards.
    pub left: u32,
    /// For which booking.
    pub booking: Option<BookingId>,
    /// Who did it; `None` for the program.
    pub by: Option<UserId>,
    /// Why.
    pub reason: Line,
    /// When.
    pub at: Timestamp,
}

impl Pass {
    /// Whether anything can be drawn at a moment.
    pub fn is_good(&self, now: Timestamp) -> bool {
        self.left > 0 && self.expires.is_none_or(|expires| expires > now)
    }
}

/// Buys a pass: local currency is paid to the treasury at once, money is written down as due.
///
/// Refuses with `Conflict` when it is not for sale to this member, and as the ledger does.
pub fn buy_pass(tx: &mut WriteTx<'_>, me: &Actor, member: MemberId, id: PassKindId) -> Result<Pass> {
    me.may(WalletAct::Buy, &Wallet(member))?;
    let kind = tables::kind(&**tx, id)?.ok_or(Error::NotFound)?;
    let groups = groups_of(&**tx, member)?;
    let Some(price) = kind.content.price.filter(|_| is_for_sale(&kind, &groups)) else {
        return Err(Error::conflict("terms-pass-not-for-sale"));
    };
    active(&**tx, member)?;
    let payment = match price.way {
        Way::Money | Way::Free => PassPayment::Due { currency: price.currency, amount: price.amount, settled: None },
        Way::Local => PassPayment::Paid(pay(tx, member, &kind, price)?),
    };
    issue(tx, member, &kind, payment, (PassStep::Bought, me.user(), Line::default()))
}

/// Gives a member a pass without a price; for managers and admins.
pub fn give_pass(tx: &mut WriteTx<'_>, me: &Actor, member: MemberId, id: PassKindId, reason: Line) -> Result<Pass> {
    me.may(WalletAct::Give, &Wallet(member))?;
    let kind = tables::kind(&**tx, id)?.ok_or(Error::NotFound)?;
    active(&**tx, member)?;
    issue(tx, member, &kind, PassPayment::Given, (PassStep::Given, me.user(), reason))
}

fn active(tx: &impl Reads, member: MemberId) -> Result<()> {
    let standing = ayni_members::name_of(tx, member)?.status;
    let good = standing == ayni_members::MemberStatus::Active;
    if good { Ok(()) } else { Err(Error::conflict("terms-member-inactive")) }
}

fn pay(tx: &mut WriteTx<'_>, member: MemberId, kind: &PassKind, price: PassPrice) -> Result<TransferId> {
    let accounts = ayni_ledger::accounts_of(&**tx, &SALES, member)?;
    let from = accounts.into_iter().find(|account| account.currency == price.currency);
    let from = from.ok_or_else(|| Error::conflict("terms-no-account"))?.id;
    let to = ayni_ledger::treasury(&**tx, &SALES, price.currency)?.id;
    let description = Line::parse("name", kind.content.name.as_str())?;
    let ask = Pay { id: None, from, to, amount: price.amount, description, category: None };
    Ok(ayni_ledger::pay(tx, &SALES, ask)?.id)
}

fn issue(
    tx: &mut WriteTx<'_>,
    member: MemberId,
    kind: &PassKind,
    payment: PassPayment,
    (step, by, reason): (PassStep, Option<UserId>, Line),
) -> Result<Pass> {
    let now = tx.now();
    let mut pass = Pass {
        id: tx.id(),
        member,
        kind: kind.id,
        name: kind.content.name.clone(),
        unit: kind.content.unit,
        quantity: kind.content.quantity,
        left: kind.content.quantity,
        from: now,
        expires: expiry(&**tx, now, kind.content.validity)?,
        payment,
        steps: 0,
        updated: now,
    };
    enter(tx, &mut pass, Turn { step, quantity: kind.content.quantity, booking: None, by, reason })?;
    Ok(pass)
}

/// The end of the last day on which a pass is good, in the community's zone.
fn expiry(tx: &impl Reads, now: Timestamp, validity: u16) -> Result<Option<Timestamp>> {
    if validity == 0 {
        return Ok(None);
    }
    let zone = ayni_communities::settings(tx)?.time_zone.zone();
    let last = wall(&zone, days_off(&zone, now, validity.into())).date();
    Ok(Some(ayni_calendar::day_span(&zone, last).end))
}

/// What happens to a pass.
struct Turn {
    step: PassStep,
    quantity: u32,
    booking: Option<BookingId>,
    by: Option<UserId>,
    reason: Line,
}

/// Writes a pass and the step that changed it.
fn enter(tx: &mut WriteTx<'_>, pass: &mut Pass, turn: Turn) -> Result<()> {
    pass.steps = pass.steps.saturating_add(1);
    pass.updated = tx.now();
    let entry = PassEntry {
        number: pass.steps,
        step: turn.step,
        quantity: turn.quantity,
        left: pass.left,
        booking: turn.booking,
        by: turn.by,
        reason: turn.reason,
        at: tx.now(),
    };
    tables::put_pass(tx, pass)?;
    tables::insert_entry(tx, pass.id, &entry)?;
    tx.emit(Event::PassChanged(pass.id))
}

/// Writes down that a pass was paid in money; for managers and admins.
pub fn settle_pass(tx: &mut WriteTx<'_>, me: &Actor, id: PassId) -> Result<Pass> {
    let mut pass = pass(&**tx, me, id)?;
    me.may(WalletAct::Give, &Wallet(pass.member))?;
    let PassPayment::Due { currency, amount, settled: None } = pass.payment else {
        return Err(Error::conflict("terms-pass-nothing-due"));
    };
    pass.payment = PassPayment::Due { currency, amount, settled: Some(tx.now()) };
    let turn = Turn { step: PassStep::Settled, quantity: 0, booking: None, by: me.user(), reason: Line::default() };
    enter(tx, &mut pass, turn)?;
    Ok(pass)
}

/// Ends a pass before its time; for managers and admins. Bookings that drew on it keep what they drew.
pub fn end_pass(tx: &mut WriteTx<'_>, me: &Actor, id: PassId, reason: Line) -> Result<Pass> {
    let mut pass = pass(&**tx, me, id)?;
    me.may(WalletAct::Give, &Wallet(pass.member))?;
    if !pass.is_good(tx.now()) {
        return Err(Error::conflict("terms-pass-over"));
    }
    pass.expires = Some(tx.now());
    let turn = Turn { step: PassStep::Ended, quantity: pass.left, booking: None, by: me.user(), reason };
    enter(tx, &mut pass, turn)?;
    Ok(pass)
}

/// A pass, for those who may see it.
pub fn pass(tx: &impl Reads, me: &Actor, id: PassId) -> Result<Pass> {
    let pass = tables::pass(tx, id)?.ok_or_else(|| me.absent())?;
    me.may(WalletAct::See, &Wallet(pass.member))?;
    Ok(pass)
}

/// A member's passes, the newest first; at most 1,000 on a page.
pub fn passes_of(
    tx: &impl Reads,
    me: &Actor,
    member: MemberId,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<Pass>> {
    me.may(WalletAct::See, &Wallet(member))?;
    tables::passes_of(tx, member, after, limit.clamp(1, MAX_ROWS))
}

/// Passes that are not paid yet, the oldest first; for managers and admins.
pub fn passes_due(tx: &impl Reads, me: &Actor, limit: usize) -> Result<Vec<Pass>> {
    me.may(OfficeAct::Manage, &Office)?;
    tables::passes_due(tx, limit.clamp(1, MAX_ROWS))
}

/// What happened to a pass, the newest first, for those who may see it.
pub fn history(tx: &impl Reads, me: &Actor, id: PassId, limit: usize) -> Result<Vec<PassEntry>> {
    let pass = pass(tx, me, id)?;
    tables::entries(tx, pass.id, limit.clamp(1, MAX_ROWS))
}

/// The passes of a member that may pay for a span at a spot, those that expire first before the others.
pub(crate) fn usable(tx: &impl Reads, member: MemberId, spot: &Spot, span: Span) -> Result<Vec<PassFacts>> {
    let mut facts = Vec::new();
    for pass in tables::good_passes(tx, member, span.start, MAX_USABLE)? {
        let kind = tables::kind(tx, pass.kind)?.ok_or(Error::NotFound)?;
        if pass.from > span.start || spot.nearness(&kind.content.attached).is_none() {
            continue;
        }
        let days = if pass.unit == PassUnit::Days { tables::days_of(tx, pass.id, span)? } else { BTreeMap::new() };
        facts.push(PassFacts {
            pass: pass.id,
            name: pass.name,
            unit: pass.unit,
            left: pass.left,
            days,
            expires: pass.expires,
        });
    }
    facts.sort_by_key(|pass| (pass.expires.is_none(), pass.expires, pass.pass));
    Ok(facts)
}

/// Takes what a quote wants from the member's passes, for a booking that holds nothing of them yet. The caller has
/// asked leave for the booking.
///
/// Refuses with `Conflict` when less is left than the quote was reckoned with (`terms-pass-empty`), when the pass is
/// over or another member's, and when the booking has drawn already (`terms-pass-drawn`).
pub fn draw(tx: &mut WriteTx<'_>, me: &Actor, member: MemberId, booking: BookingId, quote: &Quote) -> Result<()> {
    if quote.draws.is_empty() {
        return Ok(());
    }
    if !tables::drawn(&**tx, booking)?.is_empty() {
        return Err(Error::conflict("terms-pass-drawn"));
    }
    for wanted in &quote.draws {
        let mut pass = tables::pass(&**tx, wanted.pass)?.ok_or_else(empty)?;
        let left = pass.left.checked_sub(wanted.quantity).filter(|_| pass.member == member).ok_or_else(empty)?;
        if wanted.quantity > 0 && pass.expires.is_some_and(|expires| expires <= tx.now()) {
            return Err(Error::conflict("terms-pass-over"));
        }
        let rows = match wanted.unit {
            PassUnit::Minutes => vec![(None, wanted.quantity)],
            PassUnit::Days => wanted.days.iter().map(|(day, count)| (Some(*day), *count)).collect(),
        };
        for (day, count) in rows {
            let free = day.is_some() && count == 0;
            if free && !tables::day_in_use(&**tx, pass.id, day)? {
                return Err(empty());
            }
            tables::insert_draw(tx, booking, pass.id, day, count)?;
        }
        pass.left = left;
        let turn = Turn {
            step: PassStep::Drawn,
            quantity: wanted.quantity,
            booking: Some(booking),
            by: me.user(),
            reason: Line::default(),
        };
        enter(tx, &mut pass, turn)?;
    }
    Ok(())
}

fn empty() -> Error {
    Error::conflict("terms-pass-empty")
}

/// Gives back all that a booking drew from passes; nothing happens when it holds nothing.
pub fn give_back(tx: &mut WriteTx<'_>, me: &Actor, booking: BookingId) -> Result<()> {
    give_back_part(tx, me, booking, 100)
}

/// Gives back a percentage of what a booking drew, and lets go of the rest: minutes rounded down, days only when all
/// comes back. A day that another booking uses too stays drawn, for that one. Giving back twice gives nothing twice.
pub fn give_back_part(tx: &mut WriteTx<'_>, me: &Actor, booking: BookingId, percent: u8) -> Result<()> {
    let mut back: BTreeMap<PassId, u32> = BTreeMap::new();
    for row in tables::drawn(&**tx, booking)? {
        tables::remove_draw(tx, booking, row.pass, row.day)?;
        let unit = if row.day.is_some() { PassUnit::Days } else { PassUnit::Minutes };
        let mut quantity = returned(unit, row.quantity, percent);
        if let Some(day) = row.day
            && let Some(heir) = tables::other_on(&**tx, row.pass, day)?
        {
            tables::add_to_draw(tx, heir, row.pass, day, row.quantity)?;
            quantity = 0;
        }
        *back.entry(row.pass).or_default() += quantity;
    }
    for (id, quantity) in back {
        let Some(mut pass) = tables::pass(&**tx, id)?.filter(|_| quantity > 0) else { continue };
        pass.left = pass.left.saturating_add(quantity).min(pass.quantity);
        let (by, reason) = (me.user(), Line::default());
        enter(tx, &mut pass, Turn { step: PassStep::Returned, quantity, booking: Some(booking), by, reason })?;
    }
    Ok(())
}
