//! Reversal: a transfer is corrected by one that goes the other way, once.

use std::collections::{BTreeMap, btree_map};

use ayni_kernel::{AccountId, Actor, Amount, Error, Fault, Line, Reads, Result, Timestamp, TransferId, WriteTx};

use crate::{
    model::{Account, Transfer, TransferKind},
    payments::{post, refusal},
    policy::{Dealing, DealingAct},
    rules::{self, Beyond, Trouble},
    tables,
};

/// A transfer to be taken back.
#[derive(Debug, Clone)]
pub struct Reverse {
    /// Which one; those posted together with it are taken back too.
    pub transfer: TransferId,
    /// Why.
    pub reason: Line,
    /// Whether it may leave an account beyond its limits.
    pub beyond: Beyond,
}

/// Takes a transfer back, with its whole group, by new transfers that point to it. Frozen accounts take part.
///
/// Refuses with `Conflict` when it was taken back before, when it is a reversal itself, when an account is closed, and
/// when a limit would be broken unless the treasurer confirmed that.
pub fn reverse(tx: &mut WriteTx<'_>, me: &Actor, ask: Reverse) -> Result<Vec<Transfer>> {
    let Reverse { transfer, reason, beyond } = ask;
    let named = tables::transfer(&**tx, transfer)?.ok_or_else(|| me.absent())?;
    tables::dealing(&**tx, named.debit, named.credit)?.open(me, DealingAct::Reverse)?;
    let mut group = None;
    let mut posted = Vec::new();
    // Backwards, since each of them was possible after those before it.
    for original in tables::group(&**tx, named.group)?.into_iter().rev() {
        reversible(tx, &original)?;
        let id = tx.id();
        let group = *group.get_or_insert(id);
        let back = way_back(me, &original, &reason, tx.now(), id, group);
        posted.push(take_back(tx, back, beyond)?);
    }
    Ok(posted)
}

fn reversible(tx: &WriteTx<'_>, original: &Transfer) -> Result<()> {
    if original.kind == TransferKind::Reversal {
        return Err(Error::conflict("ledger-reversal-final"));
    }
    if tables::reversal_of(&**tx, original.id)?.is_some() {
        return Err(Error::conflict("ledger-already-reversed"));
    }
    Ok(())
}

/// The transfer that goes the other way: who received pays.
fn way_back(
    me: &Actor,
    original: &Transfer,
    reason: &Line,
    now: Timestamp,
    id: TransferId,
    group: TransferId,
) -> Transfer {
    Transfer {
        id,
        group,
        currency: original.currency,
        debit: original.credit,
        credit: original.debit,
        amount: original.amount,
        kind: TransferKind::Reversal,
        description: reason.clone(),
        category: original.category,
        by: me.user(),
        reverses: Some(original.id),
        request: None,
        at: now,
        updated: now,
        extras: Vec::new(),
    }
}

fn take_back(tx: &mut WriteTx<'_>, back: Transfer, beyond: Beyond) -> Result<Transfer> {
    // Leave was asked for the transfer that was named; its group goes with it.
    let Dealing { payer, payee } = tables::dealing(&**tx, back.debit, back.credit)?.unchecked();
    rules::none_closed(&payer, &payee).map_err(|trouble| refusal(&**tx, &payer, trouble))?;
    if beyond == Beyond::Refuse {
        rules::within_limits(&payer, &payee, back.amount).map_err(|trouble| match trouble {
            Trouble::First => beyond_limit(tx, &payer, Amount::ZERO),
            Trouble::Lower { possible, .. } => beyond_limit(tx, &payer, possible),
            Trouble::Upper { possible } => beyond_limit(tx, &payee, possible),
            other => refusal(&**tx, &payer, other),
        })?;
    }
    post(tx, payer, payee, back)
}

/// Whose limit a reversal would break, and by how much: what is asked before somebody consents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BeyondLimit {
    /// Whose account.
    pub account: AccountId,
    /// The limit that stands in the way.
    pub limit: Amount,
    /// What it would hold, holds counted.
    pub balance: Amount,
}

/// What taking a transfer back with its group would break, for those who may take it back; nothing when all limits
/// leave room.
pub fn reversal_beyond(tx: &impl Reads, me: &Actor, transfer: TransferId) -> Result<Vec<BeyondLimit>> {
    let named = tables::transfer(tx, transfer)?.ok_or_else(|| me.absent())?;
    tables::dealing(tx, named.debit, named.credit)?.open(me, DealingAct::Reverse)?;
    let mut accounts = BTreeMap::new();
    let mut beyond = BTreeMap::new();
    for original in tables::group(tx, named.group)?.into_iter().rev() {
        for id in [original.debit, original.credit] {
            if let btree_map::Entry::Vacant(free) = accounts.entry(id) {
                free.insert(tables::named(tx, id)?);
            }
        }
        let (Some(mut payer), Some(mut payee)) = (accounts.remove(&original.credit), accounts.remove(&original.debit))
        else {
            continue;
        };
        for (account, broken) in [
            (payer.id, rules::below(&payer, payer.lowest(), original.amount)),
            (payee.id, rules::above(&payee, payee.ceiling(), original.amount)),
        ] {
            if let Some((limit, balance)) = broken {
                beyond.insert(account, BeyondLimit { account, limit, balance });
            }
        }
        rules::move_amount(&mut payer, &mut payee, original.amount).map_err(|trouble| refusal(tx, &payer, trouble))?;
        accounts.insert(payer.id, payer);
        accounts.insert(payee.id, payee);
    }
    Ok(beyond.into_values().collect())
}

/// The refusal that names the account whose limit stands in the way.
fn beyond_limit(tx: &WriteTx<'_>, account: &Account, possible: Amount) -> Error {
    match crate::currency(&**tx, account.currency) {
        Ok(currency) => Error::Conflict(
            Fault::new("transfer", "ledger-reversal-limit")
                .with("account", account.code.as_str())
                .with("possible", currency.money(possible)),
        ),
        Err(error) => error,
    }
}
