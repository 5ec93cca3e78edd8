//! Holds: an amount set aside on both sides, then posted, voided or expired; and the job that expires what is due.

use ayni_kernel::{AccountId, Actor, Amount, Error, Event, Fault, HoldId, Line, Reads, Result, Timestamp, WriteTx};

use crate::{
    accounts,
    model::{Hold, HoldKeeper, HoldState, Owner, Transfer, TransferKind},
    payments::{no_payee, post, refusal},
    policy::{AccountAct, Dealing, DealingAct},
    requests, rules, tables,
};

/// More pending holds than anybody reads through on one page.
const MAX_PENDING_SHOWN: usize = 100;

/// An amount to be set aside.
#[derive(Debug, Clone)]
pub struct PlaceHold {
    /// The account that will pay.
    pub from: AccountId,
    /// The account that will receive.
    pub to: AccountId,
    /// The most that may be posted; more than zero.
    pub amount: Amount,
    /// What for.
    pub description: Line,
    /// When it lapses by itself; `None` for never.
    pub expires: Option<Timestamp>,
}

/// An amount to be set aside until the feature that asks for it decides.
#[derive(Debug, Clone)]
pub struct KeepAside {
    /// The account that will pay.
    pub from: AccountId,
    /// The account that will receive; `None` while nobody knows, such as for a voucher.
    pub to: Option<AccountId>,
    /// How much; more than zero.
    pub amount: Amount,
    /// What for.
    pub description: Line,
    /// When it lapses by itself.
    pub expires: Timestamp,
}

/// What the program calls its own account of a currency.
const PROGRAM_CODE: &str = "AYNI";

/// Sets an amount aside, by whoever may pay from the account. Refuses as [`crate::pay`] does.
pub fn hold(tx: &mut WriteTx<'_>, me: &Actor, ask: PlaceHold) -> Result<Hold> {
    place(tx, me, ask, HoldKeeper::Parties)
}

/// Sets an amount aside as [`hold`] does, for a feature that alone decides what becomes of it: neither side can post or
/// void it. The feature does so as [`Actor::System`], under its own rules.
pub fn keep_aside(tx: &mut WriteTx<'_>, me: &Actor, ask: KeepAside) -> Result<Hold> {
    let to = match ask.to {
        Some(to) => to,
        None => programs_account(tx, me, ask.from)?,
    };
    let KeepAside { from, amount, description, expires, .. } = ask;
    place(tx, me, PlaceHold { from, to, amount, description, expires: Some(expires) }, HoldKeeper::Program)
}

/// The program's account in the currency of another one, opened when it is first needed.
fn programs_account(tx: &mut WriteTx<'_>, me: &Actor, from: AccountId) -> Result<AccountId> {
    let payer = tables::sealed(&**tx, me, from)?.open(me, AccountAct::Pay)?;
    if let Some(id) = tables::account_in(&**tx, Owner::System, payer.currency)? {
        return Ok(id);
    }
    let currency = crate::currency(&**tx, payer.currency)?;
    Ok(accounts::open(tx, Owner::System, &currency, &format!("{PROGRAM_CODE}-{}", currency.code))?.id)
}

fn place(tx: &mut WriteTx<'_>, me: &Actor, ask: PlaceHold, keeper: HoldKeeper) -> Result<Hold> {
    let mut payer = tables::sealed(&**tx, me, ask.from)?.open(me, AccountAct::Pay)?;
    // Whoever may pay may pay anybody.
    let mut payee = tables::account(&**tx, ask.to)?.ok_or_else(no_payee)?.unchecked();
    if ask.expires.is_some_and(|expires| expires <= tx.now()) {
        return Err(Error::invalid("expires", "ledger-expiry-past"));
    }
    rules::payable(&payer, &payee, ask.amount)
        .and_then(|()| rules::set_aside(&mut payer, &mut payee, ask.amount))
        .map_err(|trouble| refusal(&**tx, &payer, trouble))?;
    let hold = Hold {
        id: tx.id(),
        debit: payer.id,
        credit: payee.id,
        amount: ask.amount,
        description: ask.description,
        state: HoldState::Pending,
        keeper,
        expires: ask.expires,
        by: me.user(),
        created: tx.now(),
        updated: tx.now(),
    };
    tables::put_sums(tx, &payer)?;
    tables::put_sums(tx, &payee)?;
    tables::put_hold(tx, &hold)?;
    tx.emit(Event::HoldPlaced(hold.id))?;
    Ok(hold)
}

/// A hold with both its accounts, when the actor may do the act.
fn find(tx: &impl Reads, me: &Actor, id: HoldId, act: DealingAct) -> Result<(Hold, Dealing)> {
    let hold = tables::hold(tx, id)?.ok_or_else(|| me.absent())?;
    let dealing = tables::dealing(tx, hold.debit, hold.credit)?.open(me, act)?;
    let decides = hold.keeper == HoldKeeper::Parties || matches!(me, Actor::System(_));
    if act != DealingAct::See && !decides {
        return Err(Error::conflict("ledger-hold-kept"));
    }
    Ok((hold, dealing))
}

/// Refuses for a hold that is no longer pending or whose time is over.
fn still_pending(hold: &Hold, now: Timestamp) -> Result<()> {
    match hold.state {
        HoldState::Pending if hold.expires.is_none_or(|expires| now < expires) => Ok(()),
        HoldState::Pending | HoldState::Expired => Err(Error::conflict("ledger-hold-expired")),
        HoldState::Posted { .. } | HoldState::Voided => Err(Error::conflict("ledger-hold-resolved")),
    }
}

/// Pays what was set aside, or a part of it (the rest is released), by either side.
///
/// The room was set aside, so that limits are not asked again; both accounts must be open.
pub fn post_hold(tx: &mut WriteTx<'_>, me: &Actor, id: HoldId, amount: Option<Amount>) -> Result<Transfer> {
    let (hold, Dealing { mut payer, mut payee }) = find(&**tx, me, id, DealingAct::ActAsEither)?;
    still_pending(&hold, tx.now())?;
    let amount = amount.unwrap_or(hold.amount);
    if amount > hold.amount {
        let most = crate::currency(&**tx, payer.currency)?.money(hold.amount);
        return Err(Fault::new("amount", "ledger-hold-amount").with("possible", most).into());
    }
    rules::match_up(&payer, &payee, amount)
        .and_then(|()| rules::both_open(&payer, &payee))
        .and_then(|()| rules::release(&mut payer, &mut payee, hold.amount))
        .map_err(|trouble| refusal(&**tx, &payer, trouble))?;
    let transfer = tx.id();
    let transfer = Transfer {
        id: transfer,
        group: transfer,
        currency: payer.currency,
        debit: payer.id,
        credit: payee.id,
        amount,
        kind: TransferKind::Hold,
        description: hold.description.clone(),
        category: None,
        by: me.user(),
        reverses: None,
        request: None,
        at: tx.now(),
        updated: tx.now(),
        extras: Vec::new(),
    };
    let transfer = post(tx, payer, payee, transfer)?;
    resolve(tx, hold, HoldState::Posted { transfer: transfer.id, amount })?;
    Ok(transfer)
}

/// Releases what was set aside, by the payee's side: to the payer it was a promise.
pub fn void_hold(tx: &mut WriteTx<'_>, me: &Actor, id: HoldId) -> Result<Hold> {
    let (hold, dealing) = find(&**tx, me, id, DealingAct::ActAsPayee)?;
    still_pending(&hold, tx.now())?;
    release(tx, hold, dealing, HoldState::Voided)
}

/// A hold, for those who may see either account.
pub fn hold_by_id(tx: &impl Reads, me: &Actor, id: HoldId) -> Result<Hold> {
    Ok(find(tx, me, id, DealingAct::See)?.0)
}

/// The pending holds of an account on either side, newest first and at most 100, for those who may see it.
pub fn holds(tx: &impl Reads, me: &Actor, account: AccountId) -> Result<Vec<Hold>> {
    let account = tables::sealed(tx, me, account)?.open(me, AccountAct::See)?;
    tables::pending_holds(tx, account.id, MAX_PENDING_SHOWN)
}

fn release(tx: &mut WriteTx<'_>, hold: Hold, dealing: Dealing, state: HoldState) -> Result<Hold> {
    let Dealing { mut payer, mut payee } = dealing;
    rules::release(&mut payer, &mut payee, hold.amount).map_err(|trouble| refusal(&**tx, &payer, trouble))?;
    tables::put_sums(tx, &payer)?;
    tables::put_sums(tx, &payee)?;
    resolve(tx, hold, state)
}

fn resolve(tx: &mut WriteTx<'_>, mut hold: Hold, state: HoldState) -> Result<Hold> {
    hold.state = state;
    hold.updated = tx.now();
    tables::put_hold(tx, &hold)?;
    tx.emit(Event::HoldResolved(hold.id))?;
    Ok(hold)
}

/// Whether anything waits for [`expire_due`].
pub fn has_due(tx: &impl Reads, now: Timestamp) -> Result<bool> {
    Ok(!tables::holds_due(tx, now, 1)?.is_empty() || !tables::requests_due(tx, now, 1)?.is_empty())
}

/// Expires at most `limit` holds and payment requests whose time came; returns how many. The program's own job: it
/// runs again while the answer is `limit`.
pub fn expire_due(tx: &mut WriteTx<'_>, limit: usize) -> Result<usize> {
    let now = tx.now();
    let holds = tables::holds_due(&**tx, now, limit)?;
    for id in &holds {
        if let Some(hold) = tables::hold(&**tx, *id)? {
            let dealing = tables::dealing(&**tx, hold.debit, hold.credit)?.unchecked();
            release(tx, hold, dealing, HoldState::Expired)?;
        }
    }
    let requests = tables::requests_due(&**tx, now, limit - holds.len())?;
    for id in &requests {
        requests::expire(tx, *id)?;
    }
    Ok(holds.len() + requests.len())
}
