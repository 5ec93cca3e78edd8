//! Payments: one, several together, and a look at what one would do.

use ayni_kernel::{
    AccountId, Actor, Amount, CategoryId, Error, Event, Fault, Line, Money, Reads, Result, TransferId, WriteTx,
};

use crate::{
    chain::{self, Content, Place, Salt},
    credit,
    model::{Account, Entry, Owner, Transfer, TransferKind, TransferOrigin},
    policy::AccountAct,
    rules::{self, Trouble},
    tables,
};

/// Each transfer of a group writes about eight keys, of the 500 that a transaction may have.
const MAX_GROUP: usize = 50;

/// A payment.
#[derive(Debug, Clone)]
pub struct Pay {
    /// Given by the client so that it may safely ask again; otherwise made here.
    pub id: Option<TransferId>,
    /// The account that pays.
    pub from: AccountId,
    /// The account that receives.
    pub to: AccountId,
    /// In minor units, more than zero.
    pub amount: Amount,
    /// What for.
    pub description: Line,
    /// What kind of thing it is for.
    pub category: Option<CategoryId>,
}

/// What a payment would do.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// What would move.
    pub amount: Money,
    /// The payer's balance now.
    pub before: Money,
    /// The payer's balance afterwards.
    pub after: Money,
    /// What the payer may pay at most; `None` for any amount.
    pub available: Option<Money>,
    /// The payer's lower limit.
    pub lower: Option<Money>,
    /// The payer's upper limit.
    pub upper: Option<Money>,
    /// Why it would be refused.
    pub fault: Option<Fault>,
}

/// Pays at once and for good.
///
/// Refuses with `Invalid` when a limit leaves no room (the fault says how much is possible), with `Conflict` when an
/// account may not move or the id was used for something else.
pub fn pay(tx: &mut WriteTx<'_>, me: &Actor, ask: Pay) -> Result<Transfer> {
    let id = ask.id.unwrap_or_else(|| tx.id());
    pay_within(tx, me, ask, id, id)
}

/// Pays several at once, all or none. Either each of them has an id or none has.
///
/// Their order counts: each must be possible after those before it. They share the first one's id as their group.
pub fn post_group(tx: &mut WriteTx<'_>, me: &Actor, asks: Vec<Pay>) -> Result<Vec<Transfer>> {
    let named = asks.iter().filter(|ask| ask.id.is_some()).count();
    if asks.is_empty() || asks.len() > MAX_GROUP {
        return Err(Fault::new("", "ledger-group-size").with("max", MAX_GROUP).into());
    }
    if named != 0 && named != asks.len() {
        return Err(Error::invalid("id", "ledger-group-ids"));
    }
    let count = asks.len();
    let mut known = 0;
    for id in asks.iter().filter_map(|ask| ask.id) {
        known += usize::from(tables::transfer(&**tx, id)?.is_some());
    }
    if known != 0 && known != count {
        return Err(id_used());
    }
    let mut group = None;
    let mut posted = Vec::with_capacity(count);
    for ask in asks {
        let id = ask.id.unwrap_or_else(|| tx.id());
        posted.push(pay_within(tx, me, ask, id, *group.get_or_insert(id))?);
    }
    let stored = group.map_or(Ok(0), |first| asked_for(&**tx, first))?;
    // Asked again with fewer of them: the group was another one.
    if stored == count { Ok(posted) } else { Err(id_used()) }
}

/// The payments of a group: all but the levies that came with them.
fn asked_for(tx: &impl Reads, first: TransferId) -> Result<usize> {
    let levied = |transfer: &&Transfer| transfer.kind.is_charge();
    let group = tables::group(tx, first)?;
    Ok(group.len() - group.iter().filter(levied).count())
}

fn pay_within(tx: &mut WriteTx<'_>, me: &Actor, ask: Pay, id: TransferId, group: TransferId) -> Result<Transfer> {
    let payer = tables::sealed(&**tx, me, ask.from)?.open(me, AccountAct::Pay)?;
    // Whoever may pay may pay anybody.
    let payee = tables::account(&**tx, ask.to)?.ok_or_else(no_payee)?.unchecked();
    let kind = kind_for(me, &payer);
    let transfer = Transfer {
        id,
        group,
        currency: payer.currency,
        debit: payer.id,
        credit: payee.id,
        amount: ask.amount,
        kind,
        description: ask.description,
        category: ask.category,
        by: me.user(),
        reverses: None,
        request: None,
        at: tx.now(),
        updated: tx.now(),
        extras: Vec::new(),
    };
    if ask.id.is_some()
        && let Some(done) = tables::transfer(&**tx, id)?
    {
        return same(done, transfer);
    }
    known_category(&**tx, transfer.category)?;
    rules::payable(&payer, &payee, ask.amount).map_err(|trouble| refusal(&**tx, &payer, trouble))?;
    post(tx, payer, payee, transfer)
}

/// A payment by somebody who is not one of the member's users was made on its behalf.
fn kind_for(me: &Actor, payer: &Account) -> TransferKind {
    match (me, payer.owner) {
        (Actor::Person(_), Owner::Member(member)) if !me.acts_for(member) => TransferKind::OnBehalf,
        _ => TransferKind::Payment,
    }
}

/// Asked again with the same id: the transfer of the first time if all that was asked is the same.
fn same(done: Transfer, again: Transfer) -> Result<Transfer> {
    let again = Transfer { at: done.at, updated: done.updated, ..again };
    if done == again { Ok(done) } else { Err(id_used()) }
}

pub(crate) fn id_used() -> Error {
    Error::Conflict(Fault::new("id", "ledger-id-used"))
}

pub(crate) fn no_payee() -> Error {
    Error::invalid("to", "ledger-no-such-account")
}

/// Refuses for a category that is not there.
pub(crate) fn known_category(tx: &impl Reads, category: Option<CategoryId>) -> Result<()> {
    match category {
        Some(id) if ayni_communities::category(tx, id)?.is_none() => {
            Err(Error::invalid("category", "ledger-no-such-category"))
        }
        _ => Ok(()),
    }
}

/// The sentence for a refused movement of an account.
pub(crate) fn refusal(tx: &impl Reads, account: &Account, trouble: Trouble) -> Error {
    match crate::currency(tx, account.currency) {
        Ok(currency) => trouble.told(&currency),
        Err(error) => error,
    }
}

/// Writes a transfer that was decided upon: the transfer, an entry and the new sums for both sides, the totals.
pub(crate) fn post(tx: &mut WriteTx<'_>, debit: Account, payee: Account, transfer: Transfer) -> Result<Transfer> {
    credit::note_breaches(tx, &debit, &payee, &transfer)?;
    let transfer = record(tx, debit, payee, transfer, TransferOrigin::Here)?;
    tx.emit(Event::TransferPosted(transfer.id))?;
    Ok(transfer)
}

/// [`post`] without telling, for history that happened elsewhere.
pub(crate) fn record(
    tx: &mut WriteTx<'_>,
    mut debit: Account,
    mut payee: Account,
    transfer: Transfer,
    origin: TransferOrigin,
) -> Result<Transfer> {
    rules::move_amount(&mut debit, &mut payee, transfer.amount).map_err(|trouble| refusal(&**tx, &debit, trouble))?;
    let paid = transfer.amount.negated().ok_or_else(|| Error::invalid("amount", "fault-amount-large"))?;
    enter(tx, &transfer, origin, (&debit, &payee))?;
    for (account, amount) in [(&debit, paid), (&payee, transfer.amount)] {
        let entry = Entry {
            account: account.id,
            number: account.entries,
            transfer: transfer.id,
            amount,
            balance: account.balance(),
            at: transfer.at,
        };
        tables::insert_entry(tx, &entry)?;
        tables::put_sums(tx, account)?;
    }
    credit::tie(tx, (&debit, &payee), transfer.amount)?;
    Ok(transfer)
}

/// Writes a transfer as the newest of its currency's chain, and the totals; both sides are as they are afterwards.
fn enter(
    tx: &mut WriteTx<'_>,
    transfer: &Transfer,
    origin: TransferOrigin,
    (debit, credit): (&Account, &Account),
) -> Result<()> {
    let mut totals = tables::totals(&**tx, transfer.currency)?;
    let mut salt = Salt::default();
    tx.random(&mut salt);
    let place = Place {
        number: totals.transfers + 1,
        previous: totals.head,
        salt,
        origin,
        debit_entry: debit.entries,
        credit_entry: credit.entries,
    };
    tables::insert_transfer(tx, transfer, &place)?;
    let content = Content::of(transfer, &place, (debit.standing(), credit.standing()));
    totals.head = chain::link(&place.previous, place.number, &content.hash());
    totals.transfers = place.number;
    totals.volume = Amount::new(totals.volume.minor().saturating_add(transfer.amount.minor()));
    tables::put_totals(tx, totals)
}

/// What a payment would do, for those who may pay from the account.
pub fn preview(tx: &impl Reads, me: &Actor, from: AccountId, to: AccountId, amount: Amount) -> Result<Preview> {
    preview_with(tx, me, (from, to), amount, Amount::ZERO)
}

/// What a payment would do together with a levy that the payer pays on top.
pub fn preview_with(
    tx: &impl Reads,
    me: &Actor,
    (from, to): (AccountId, AccountId),
    amount: Amount,
    levy: Amount,
) -> Result<Preview> {
    let payer = tables::sealed(tx, me, from)?.open(me, AccountAct::Pay)?;
    let payee = tables::account(tx, to)?.ok_or_else(no_payee)?.unchecked();
    let currency = crate::currency(tx, payer.currency)?;
    let large = || Error::invalid("amount", "fault-amount-large");
    let all = amount.plus(levy).ok_or_else(large)?;
    let fine = rules::payable(&payer, &payee, amount).and_then(|()| rules::afford(&payer, all));
    let fault = match fine.map_err(|trouble| trouble.told(&currency)) {
        Ok(()) => None,
        Err(Error::Invalid(faults)) => faults.0.into_iter().next(),
        Err(Error::Conflict(fault)) => Some(fault),
        Err(other) => return Err(other),
    };
    let money = |amount| currency.money(amount);
    let after = payer.balance().minus(all).ok_or_else(large)?;
    Ok(Preview {
        amount: money(amount),
        before: money(payer.balance()),
        after: money(after),
        available: payer.available().map(money),
        lower: payer.lowest().map(money),
        upper: payer.upper.map(money),
        fault,
    })
}
