//! What the community takes by its rules, and what these rules need to know: the ledger moves the money, the feature
//! of charges decides how much.

use ayni_kernel::{AccountId, Actor, Amount, CurrencyId, Error, Line, Reads, Result, Timestamp, TransferId, WriteTx};
use ayni_storage::Direction as Order;

use crate::{
    history::first_since,
    model::{Account, Owner, Transfer, TransferKind},
    payments::{post, refusal},
    policy::{Book, BookAct},
    rules, tables,
};

/// Entries of a period that are looked through for a trade; an account with more has traded.
const MAX_LOOKED_AT: usize = 1_000;

/// Money that the community takes or gives out by a rule.
#[derive(Debug, Clone)]
pub struct Charge {
    /// The account that pays.
    pub from: AccountId,
    /// The account that receives.
    pub to: AccountId,
    /// In minor units, more than zero.
    pub amount: Amount,
    /// What for.
    pub description: Line,
}

/// Who bears a levy on a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearing {
    /// The payer, on top of the price: the limit must leave room for both.
    Payer,
    /// The payee, out of what was just received: no limit is asked.
    Payee,
}

/// Posts a levy beside a payment, in its group: together with it or not at all. The program's own work.
///
/// The payer's limit must leave room for the levy too, unless the payment posted a hold, whose room was set aside
/// before; a levy that the payee bears comes out of what was just received.
pub fn levy(
    tx: &mut WriteTx<'_>,
    me: &Actor,
    payment: &Transfer,
    bearing: Bearing,
    charge: Charge,
) -> Result<Transfer> {
    let kind = match bearing {
        Bearing::Payer if payment.kind == TransferKind::Hold => TransferKind::Charge,
        Bearing::Payer => TransferKind::Levy,
        Bearing::Payee => TransferKind::Withheld,
    };
    take(tx, me, charge, kind, Some(payment.group))
}

/// Posts a charge, whatever the payer's limits say: it is owed. The program's own work.
///
/// Refuses with `Conflict` when an account is frozen or closed.
pub fn charge(tx: &mut WriteTx<'_>, me: &Actor, charge: Charge) -> Result<Transfer> {
    take(tx, me, charge, TransferKind::Charge, None)
}

fn take(
    tx: &mut WriteTx<'_>,
    me: &Actor,
    charge: Charge,
    kind: TransferKind,
    group: Option<TransferId>,
) -> Result<Transfer> {
    me.may(BookAct::Charge, &Book)?;
    let (payer, payee) = (tables::named(&**tx, charge.from)?, tables::named(&**tx, charge.to)?);
    rules::match_up(&payer, &payee, charge.amount)
        .and_then(|()| rules::both_open(&payer, &payee))
        .and_then(|()| match kind {
            TransferKind::Levy => rules::within_limits(&payer, &payee, charge.amount),
            _ => Ok(()),
        })
        .map_err(|trouble| refusal(&**tx, &payer, trouble))?;
    let id = tx.id();
    let transfer = Transfer {
        id,
        group: group.unwrap_or(id),
        currency: payer.currency,
        debit: payer.id,
        credit: payee.id,
        amount: charge.amount,
        kind,
        description: charge.description,
        category: None,
        by: None,
        reverses: None,
        request: None,
        at: tx.now(),
        updated: tx.now(),
        extras: Vec::new(),
    };
    post(tx, payer, payee, transfer)
}

/// A transfer, unasked: for the program's own decisions. `NotFound` when there is none.
pub fn posted(tx: &impl Reads, id: TransferId) -> Result<Transfer> {
    tables::transfer(tx, id)?.ok_or(Error::NotFound)
}

/// An account with its sums, unasked: for the program's own decisions. `NotFound` when there is none.
pub fn account_named(tx: &impl Reads, id: AccountId) -> Result<Account> {
    Ok(tables::account(tx, id)?.ok_or(Error::NotFound)?.unchecked())
}

/// The community's own account in a currency, unasked. `NotFound` when there is no such currency.
pub fn treasury_id(tx: &impl Reads, currency: CurrencyId) -> Result<AccountId> {
    tables::account_in(tx, Owner::Treasury, currency)?.ok_or(Error::NotFound)
}

/// Members' accounts in a currency, unasked, in the order of their ids after one of them; at most so many.
pub fn member_accounts_after(
    tx: &impl Reads,
    currency: CurrencyId,
    after: Option<AccountId>,
    limit: usize,
) -> Result<Vec<Account>> {
    tables::accounts_by_id(tx, after)?
        .filter(|account| {
            account
                .as_ref()
                .is_ok_and(|account| account.currency == currency && matches!(account.owner, Owner::Member(_)))
                || account.is_err()
        })
        .take(limit)
        .map(|account| tables::named(tx, account?.id))
        .collect()
}

/// What an account held at a moment, unasked: found by bisection of its statement.
pub fn balance_at(tx: &impl Reads, account: &Account, moment: Timestamp) -> Result<Amount> {
    match first_since(tx, account.id, account.entries, moment)? - 1 {
        0 => Ok(Amount::ZERO),
        number => tables::entry(tx, account.id, number)?
            .map(|entry| entry.balance)
            .ok_or_else(|| Error::Broken(format!("entry {number} of {:?} is missing", account.id))),
    }
}

/// Whether an account traded in `[from, until)`, unasked: what the community charged or took back does not count.
pub fn traded(tx: &impl Reads, account: &Account, from: Timestamp, until: Timestamp) -> Result<bool> {
    let first = first_since(tx, account.id, account.entries, from)?;
    let end = first_since(tx, account.id, account.entries, until)?;
    for (looked_at, entry) in tables::entries_before(tx, account.id, end)?.enumerate() {
        let entry = entry?;
        if entry.number < first {
            return Ok(false);
        }
        let kind = tables::named_transfer(tx, entry.transfer)?.kind;
        if looked_at == MAX_LOOKED_AT || !(kind.is_charge() || kind == TransferKind::Reversal) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The transfers posted in `[from, until)` that were not taken back, unasked, the newest first; at most so many.
pub fn posted_between(tx: &impl Reads, from: Timestamp, until: Timestamp, limit: usize) -> Result<Vec<Transfer>> {
    let mut found = Vec::new();
    for place in tables::by_time(tx, Some(until), None, Order::Descending)?.take(limit) {
        let (at, id) = place?;
        if at < from {
            break;
        }
        if tables::reversal_of(tx, id)?.is_none() {
            found.push(tables::named_transfer(tx, id)?);
        }
    }
    Ok(found)
}
