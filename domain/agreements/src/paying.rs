//! From "it is done" to the payment: both say what it came to, a steward decides where they cannot agree.
//!
//! It is paid when the figure becomes certain, in the same transaction. One writer and the state of the agreement see
//! to it that this happens once, in whatever order people press their buttons.

use ayni_kernel::{
    AccountId, Actor, AgreementId, Amount, Body, CurrencyId, Error, Fault, MemberId, Reads, Result, WriteTx,
};
use ayni_ledger::{CurrencyKind, Pay};
use ayni_market::PricePart;

use crate::{
    dealing::dealt,
    history::{self, StepKind, tell, tell_both},
    model::{Agreement, AgreementState, Counted, Owed, PaidBy, Side, meet},
    policy::Act,
    settings, tables,
};

/// The program itself, once both sides agreed.
const DESK: Actor = Actor::System("agreements");

/// Says what it came to, part by part of the price; the other side is asked for the same. When both said it, the figure
/// is certain where the two are near enough to each other, and is paid; otherwise it goes to the stewards.
///
/// Refuses with `Conflict` before terms were accepted (`agreements-not-agreed`), while a change of them waits for an
/// answer (`agreements-change-waits`) and once one's side said it (`agreements-said-already`).
pub fn confirm(tx: &mut WriteTx<'_>, me: &Actor, id: AgreementId, figures: Vec<Amount>) -> Result<Agreement> {
    let (mut agreement, side) = dealt(tx, me, id)?;
    if !agreement.state.is_underway() {
        return Err(Error::conflict("agreements-not-agreed"));
    }
    if agreement.proposal.is_some() {
        return Err(Error::conflict("agreements-change-waits"));
    }
    if agreement.says(side).is_some() {
        return Err(Error::conflict("agreements-said-already"));
    }
    check(&agreement, &figures)?;
    let (by, amounts) = (agreement.member(side), named(agreement.price(), &figures));
    match side {
        Side::Giver => agreement.giver_says = Some(figures),
        Side::Taker => agreement.taker_says = Some(figures),
    }
    agreement.state = AgreementState::Confirming;
    history::write(tx, &mut agreement, (StepKind::Confirmed, Some(by)), Body::default(), amounts)?;
    if let (Some(giver), Some(taker)) = (agreement.giver_says.clone(), agreement.taker_says.clone()) {
        return compare(tx, agreement, &giver, &taker);
    }
    tell(tx, &agreement, side.other(), "agreements-told-confirmed")?;
    Ok(agreement)
}

/// Decides a difference with a figure and a reason; for stewards who are on neither side.
///
/// Refuses more than the dearer side said or than was agreed on (`Invalid`, `agreements-figure-large`).
pub fn settle(tx: &mut WriteTx<'_>, me: &Actor, id: AgreementId, figures: &[Amount], note: Body) -> Result<Agreement> {
    let sealed = tables::agreement(&**tx, id)?.ok_or_else(|| me.absent())?;
    let mut agreement = sealed.open(me, Act::Settle)?;
    if agreement.state != AgreementState::Disputed {
        return Err(Error::conflict("agreements-not-disputed"));
    }
    check(&agreement, figures)?;
    let most = |at: usize| {
        let said = Side::ALL.iter().filter_map(|side| agreement.says(*side)?.get(at).copied());
        said.chain(agreement.price().get(at).map(|part| part.amount)).max().unwrap_or_default()
    };
    if figures.iter().enumerate().any(|(at, figure)| *figure > most(at)) {
        return Err(Error::invalid("figure", "agreements-figure-large"));
    }
    if note.is_empty() {
        return Err(Error::invalid("note", "fault-required"));
    }
    let amounts = named(agreement.price(), figures);
    history::write(tx, &mut agreement, (StepKind::Settled, me.member().ok()), note, amounts)?;
    tell_both(tx, &agreement, "agreements-told-settled")?;
    close(tx, agreement, figures)
}

/// Pays what could not be paid before; for the side that owes it.
///
/// Refuses as the ledger does while the payer has not got it.
pub fn pay(tx: &mut WriteTx<'_>, me: &Actor, id: AgreementId) -> Result<Agreement> {
    let (agreement, side) = dealt(tx, me, id)?;
    if agreement.state != AgreementState::Due || side != Side::Taker {
        return Err(Error::conflict("agreements-nothing-due"));
    }
    let due = payable(&**tx, &agreement)?;
    match obstacle(&**tx, &due)? {
        Some(fault) => Err(Error::Conflict(fault)),
        None => transfer(tx, agreement, &due),
    }
}

/// Writes down that the money came; for the side that gets it.
pub fn receive(tx: &mut WriteTx<'_>, me: &Actor, id: AgreementId) -> Result<Agreement> {
    let (mut agreement, side) = dealt(tx, me, id)?;
    let money = money(&**tx)?;
    let waits = |owed: &Owed| owed.paid.is_none() && money.contains(&owed.currency);
    if agreement.state != AgreementState::Due || side != Side::Giver || !agreement.owed.iter().any(waits) {
        return Err(Error::conflict("agreements-nothing-due"));
    }
    let now = tx.now();
    let mut amounts = Vec::new();
    for owed in agreement.owed.iter_mut().filter(|owed| waits(owed)) {
        owed.paid = Some(PaidBy::Money(now));
        amounts.push(PricePart { currency: owed.currency, amount: owed.amount });
    }
    finish_if_paid(tx, &mut agreement);
    let by = agreement.giver;
    history::write(tx, &mut agreement, (StepKind::Received, Some(by)), Body::default(), amounts)?;
    if agreement.state == AgreementState::Paid {
        tell_both(tx, &agreement, "agreements-told-paid")?;
    } else {
        tell(tx, &agreement, Side::Taker, "agreements-told-received")?;
    }
    Ok(agreement)
}

/// Why the payer could not pay the agreed price now; `None` when they could. For both sides and whoever settles.
pub fn hindrance(tx: &impl Reads, me: &Actor, id: AgreementId) -> Result<Option<Fault>> {
    let agreement = tables::agreement(tx, id)?.ok_or_else(|| me.absent())?.open(me, Act::See)?;
    let money = money(tx)?;
    let proposed = agreement.proposal.as_ref().map(|proposal| proposal.terms.price.as_slice());
    let price = proposed.unwrap_or_else(|| agreement.price());
    let parts: Vec<(CurrencyId, Amount)> = if agreement.state == AgreementState::Due {
        agreement.owed.iter().filter(|owed| owed.paid.is_none()).map(|owed| (owed.currency, owed.amount)).collect()
    } else {
        price.iter().map(|part| (part.currency, part.amount)).collect()
    };
    let mut due = Vec::new();
    for (currency, amount) in parts.into_iter().filter(|(currency, _)| !money.contains(currency)) {
        due.push(leg(tx, &agreement, currency, amount)?);
    }
    obstacle(tx, &due)
}

/// The currencies that are paid outside the ledger.
pub fn money(tx: &impl Reads) -> Result<Vec<CurrencyId>> {
    let all = ayni_ledger::currencies(tx)?;
    Ok(all.into_iter().filter(|each| each.kind == CurrencyKind::Fiat).map(|each| each.id).collect())
}

/// The two figures side by side.
fn compare(tx: &mut WriteTx<'_>, mut agreement: Agreement, giver: &[Amount], taker: &[Amount]) -> Result<Agreement> {
    let settings = settings::settings(&**tx)?;
    let mut figures = Vec::new();
    for ((part, giver), taker) in agreement.price().to_vec().iter().zip(giver).zip(taker) {
        let currency = ayni_ledger::currency(&**tx, part.currency)?;
        let counted = match currency.kind {
            CurrencyKind::Time => Counted::Hours(currency.scale.unit()),
            CurrencyKind::Mutual | CurrencyKind::Fiat | CurrencyKind::Points => Counted::Other,
        };
        figures.push(meet(*giver, *taker, part.amount, counted, settings));
    }
    if let Some(figures) = figures.into_iter().collect::<Option<Vec<Amount>>>() {
        return close(tx, agreement, &figures);
    }
    agreement.state = AgreementState::Disputed;
    agreement.disputed = Some(tx.now());
    history::write(tx, &mut agreement, (StepKind::Disputed, None), Body::default(), Vec::new())?;
    tell_both(tx, &agreement, "agreements-told-disputed")?;
    crate::judging::tell_stewards(tx, &agreement)?;
    Ok(agreement)
}

/// The figure is certain: it is owed, and paid where that is possible.
fn close(tx: &mut WriteTx<'_>, mut agreement: Agreement, figures: &[Amount]) -> Result<Agreement> {
    let due = agreement.price().iter().zip(figures).filter(|(_, figure)| figure.is_positive());
    agreement.owed = due.map(|(part, figure)| Owed { currency: part.currency, amount: *figure, paid: None }).collect();
    agreement.state = AgreementState::Due;
    let due = payable(&**tx, &agreement)?;
    if obstacle(&**tx, &due)?.is_none() {
        return transfer(tx, agreement, &due);
    }
    history::write(tx, &mut agreement, (StepKind::Unpaid, None), Body::default(), Vec::new())?;
    tell_both(tx, &agreement, "agreements-told-unpaid")?;
    Ok(agreement)
}

/// A payment between the two.
struct Leg {
    from: Option<AccountId>,
    to: Option<AccountId>,
    currency: CurrencyId,
    amount: Amount,
}

fn leg(tx: &impl Reads, agreement: &Agreement, currency: CurrencyId, amount: Amount) -> Result<Leg> {
    let account = |member: MemberId| -> Result<Option<AccountId>> {
        let accounts = ayni_ledger::accounts_of(tx, &DESK, member)?;
        Ok(accounts.into_iter().find(|account| account.currency == currency).map(|account| account.id))
    };
    Ok(Leg { from: account(agreement.taker)?, to: account(agreement.giver)?, currency, amount })
}

/// What is to be paid through the ledger.
fn payable(tx: &impl Reads, agreement: &Agreement) -> Result<Vec<Leg>> {
    let money = money(tx)?;
    let open = agreement.owed.iter().filter(|owed| owed.paid.is_none() && !money.contains(&owed.currency));
    open.map(|owed| leg(tx, agreement, owed.currency, owed.amount)).collect()
}

/// What stands in the way of payments. They are in different currencies, so that none depends on another.
fn obstacle(tx: &impl Reads, due: &[Leg]) -> Result<Option<Fault>> {
    for leg in due {
        let (Some(from), Some(to)) = (leg.from, leg.to) else {
            return Ok(Some(Fault::new("", "agreements-no-account")));
        };
        if let Some(fault) = ayni_ledger::preview(tx, &DESK, from, to, leg.amount)?.fault {
            return Ok(Some(fault));
        }
    }
    Ok(None)
}

/// Pays all of it at once.
fn transfer(tx: &mut WriteTx<'_>, mut agreement: Agreement, due: &[Leg]) -> Result<Agreement> {
    let category = ayni_market::category_of(&**tx, agreement.listing)?;
    let asks = due.iter().filter_map(|leg| {
        let (from, to) = leg.from.zip(leg.to)?;
        Some(Pay { id: None, from, to, amount: leg.amount, description: agreement.title.clone(), category })
    });
    let asks: Vec<Pay> = asks.collect();
    let transfers = if asks.is_empty() { Vec::new() } else { ayni_ledger::post_group(tx, &DESK, asks)? };
    let mut amounts = Vec::new();
    for (leg, transfer) in due.iter().zip(&transfers) {
        amounts.push(PricePart { currency: leg.currency, amount: leg.amount });
        for owed in agreement.owed.iter_mut().filter(|owed| owed.currency == leg.currency) {
            owed.paid = Some(PaidBy::Transfer(transfer.id));
        }
    }
    finish_if_paid(tx, &mut agreement);
    let kind = if agreement.state == AgreementState::Paid || !transfers.is_empty() {
        StepKind::Paid
    } else {
        StepKind::Unpaid
    };
    history::write(tx, &mut agreement, (kind, None), Body::default(), amounts)?;
    let word = if agreement.state == AgreementState::Paid { "agreements-told-paid" } else { "agreements-told-money" };
    tell_both(tx, &agreement, word)?;
    Ok(agreement)
}

fn finish_if_paid(tx: &WriteTx<'_>, agreement: &mut Agreement) {
    if agreement.owed.iter().all(|owed| owed.paid.is_some()) {
        agreement.state = AgreementState::Paid;
        agreement.paid = Some(tx.now());
    }
}

fn named(price: &[PricePart], figures: &[Amount]) -> Vec<PricePart> {
    price.iter().zip(figures).map(|(part, figure)| PricePart { amount: *figure, ..*part }).collect()
}

fn check(agreement: &Agreement, figures: &[Amount]) -> Result<()> {
    if figures.len() != agreement.price().len() {
        return Err(Error::invalid("figure", "agreements-figures"));
    }
    if figures.iter().any(|figure| figure.is_negative()) {
        return Err(Error::invalid("figure", "agreements-figure-negative"));
    }
    Ok(())
}
