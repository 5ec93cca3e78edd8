//! Following the chain of transfers: each is counted once, in order, whatever brought it (a payment, an import, a time
//! before this feature was there).

use std::collections::BTreeMap;

use ayni_kernel::{
    AccountId, Actor, CurrencyId, MemberId, Result,
    tx::{Reads, WriteTx},
};
use ayni_ledger::{Owner, Transfer, TransferKind};

use crate::{
    month::Month,
    tables::{self, Change},
};

/// The program itself, which counts everything.
pub(crate) const COUNTER: Actor = Actor::System("reciprocity");

/// Counts at most `limit` transfers that were posted since the last time; returns how many were looked at. The
/// program's own job: it runs again while the answer is `limit`.
pub fn count(tx: &mut WriteTx<'_>, limit: usize) -> Result<usize> {
    let mut steps = 0;
    for currency in ayni_ledger::currencies(&**tx)? {
        let done = tables::progress(&**tx, currency.id)?;
        let transfers = ayni_ledger::transfers_since(&**tx, currency.id, done, limit - steps)?;
        let mut owners = BTreeMap::new();
        for transfer in &transfers {
            note(tx, &mut owners, transfer)?;
        }
        let more = u64::try_from(transfers.len()).unwrap_or(u64::MAX);
        if more > 0 {
            tables::put_progress(tx, currency.id, done.saturating_add(more))?;
        }
        steps += transfers.len();
        if steps >= limit {
            break;
        }
    }
    Ok(steps)
}

/// Whether transfers wait for [`count`].
pub fn has_work(tx: &impl Reads) -> Result<bool> {
    for currency in ayni_ledger::currencies(tx)? {
        let done = tables::progress(tx, currency.id)?;
        if !ayni_ledger::transfers_since(tx, currency.id, done, 1)?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

type Owners = BTreeMap<AccountId, Option<MemberId>>;

/// Counts a transfer if it is an exchange between two members.
fn note(tx: &mut WriteTx<'_>, owners: &mut Owners, transfer: &Transfer) -> Result<()> {
    let (counted, month, change) = match (transfer.kind, transfer.reverses) {
        (TransferKind::Reversal, Some(original)) => {
            let original = ayni_ledger::transfer(&**tx, &COUNTER, original)?.transfer;
            let (month, amount) = (Month::of(original.at), original.amount.size());
            (original, month, Change::TakeBack(amount))
        }
        _ => (transfer.clone(), Month::of(transfer.at), Change::Add(transfer.amount.size())),
    };
    if !is_exchange(counted.kind) {
        return Ok(());
    }
    let (giver, taker) = (owner(tx, owners, counted.credit)?, owner(tx, owners, counted.debit)?);
    match (giver, taker) {
        (Some(giver), Some(taker)) if giver != taker => {
            tables::note(tx, pair(counted.currency, giver, taker), month, change)
        }
        _ => Ok(()),
    }
}

/// What is charged is no exchange, nor is taking something back.
const fn is_exchange(kind: TransferKind) -> bool {
    !kind.is_charge() && !matches!(kind, TransferKind::Reversal)
}

const fn pair(currency: CurrencyId, giver: MemberId, taker: MemberId) -> (CurrencyId, MemberId, MemberId) {
    (currency, giver, taker)
}

/// The member whose account it is; `None` for the treasury and the program.
fn owner(tx: &WriteTx<'_>, owners: &mut Owners, id: AccountId) -> Result<Option<MemberId>> {
    if let Some(known) = owners.get(&id) {
        return Ok(*known);
    }
    let owner = match ayni_ledger::account(&**tx, &COUNTER, id)?.owner {
        Owner::Member(member) => Some(member),
        Owner::Treasury | Owner::System => None,
    };
    owners.insert(id, owner);
    Ok(owner)
}
