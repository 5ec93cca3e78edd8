//! Following the chain of transfers: each is counted once, in order, whatever brought it (a payment, an import, a time
//! before this feature was there).

use std::collections::BTreeMap;

use ayni_kernel::{
    AccountId, Actor, CategoryId, CurrencyId, MemberId, Result,
    tx::{Reads, WriteTx},
};
use ayni_ledger::{Currency, Owner, Transfer};

use crate::{
    model::{Class, step},
    month::Month,
    tables::{self, Progress},
};

/// The program itself, which counts everything.
pub(crate) const COUNTER: Actor = Actor::System("statistics");

/// Counts at most `limit` transfers that were posted since the last time; returns how many were looked at. The
/// program's own job: it runs again while the answer is `limit`.
pub fn count(tx: &mut WriteTx<'_>, limit: usize) -> Result<usize> {
    let mut steps = 0;
    for currency in ayni_ledger::currencies(&**tx)? {
        let progress = tables::progress(&**tx, currency.id)?;
        let transfers = ayni_ledger::transfers_since(&**tx, currency.id, progress.number, limit - steps)?;
        steps += transfers.len();
        if !transfers.is_empty() {
            let mut counting = Counting { unit: unit(&currency), progress, owners: BTreeMap::new() };
            for transfer in &transfers {
                counting.note(tx, transfer)?;
            }
            tables::put_progress(tx, currency.id, &counting.progress)?;
        }
        if steps >= limit {
            break;
        }
    }
    Ok(steps)
}

/// Whether transfers wait for [`count`].
pub fn has_work(tx: &impl Reads) -> Result<bool> {
    for currency in ayni_ledger::currencies(tx)? {
        let done = tables::progress(tx, currency.id)?.number;
        if !ayni_ledger::transfers_since(tx, currency.id, done, 1)?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// How many minor units one unit of a currency has.
pub(crate) const fn unit(currency: &Currency) -> u64 {
    currency.scale.unit().unsigned_abs()
}

/// Which way a transfer goes into the roll-ups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Add,
    TakeBack,
}

struct Counting {
    unit: u64,
    progress: Progress,
    owners: BTreeMap<AccountId, Owner>,
}

impl Counting {
    fn note(&mut self, tx: &mut WriteTx<'_>, transfer: &Transfer) -> Result<()> {
        let newcomers = self.move_balance(tx, transfer.debit, transfer.amount.minor().saturating_neg())?
            + self.move_balance(tx, transfer.credit, transfer.amount.minor())?;
        self.progress.number = self.progress.number.saturating_add(1);
        let month = Month::of(transfer.at);
        let mut figures = tables::month(&**tx, transfer.currency, month)?.unwrap_or_default();
        figures.posted.add(transfer.amount.size());
        figures.newcomers = figures.newcomers.saturating_add(newcomers);
        figures.stock = self.progress.stock();
        if transfer.reverses.is_some() {
            figures.reversed.add(transfer.amount.size());
        }
        tables::put_month(tx, transfer.currency, month, &figures)?;
        match transfer.reverses {
            Some(original) => {
                let original = ayni_ledger::transfer(&**tx, &COUNTER, original)?.transfer;
                self.classify(tx, &original, Change::TakeBack)
            }
            None => self.classify(tx, transfer, Change::Add),
        }
    }

    /// Puts a transfer into the sums of its month, or takes it out of them.
    fn classify(&mut self, tx: &mut WriteTx<'_>, transfer: &Transfer, change: Change) -> Result<()> {
        let (payer, payee) = (self.owner(tx, transfer.debit)?, self.owner(tx, transfer.credit)?);
        let (class, month) = (Class::of(transfer.kind, payer, payee), Month::of(transfer.at));
        let mut figures = tables::month(&**tx, transfer.currency, month)?.unwrap_or_default();
        match change {
            Change::Add => class.sum(&mut figures).add(transfer.amount.size()),
            Change::TakeBack => class.sum(&mut figures).take_back(transfer.amount.size()),
        }
        if let Class::Trade(payer, payee) = class {
            for member in [payer, payee] {
                let active = activity(tx, (transfer.currency, month, member), change)?;
                figures.active = figures.active.saturating_add_signed(active);
            }
            if let Some(category) = transfer.category {
                categorize(tx, (transfer.currency, month, category), transfer.amount.size(), change)?;
            }
        }
        tables::put_month(tx, transfer.currency, month, &figures)
    }

    /// Moves a member's balance from band to band; returns 1 when it moved for the first time.
    fn move_balance(&mut self, tx: &mut WriteTx<'_>, account: AccountId, by: i64) -> Result<u32> {
        if !matches!(self.owner(tx, account)?, Owner::Member(_)) {
            return Ok(0);
        }
        let before = tables::balance(&**tx, account)?;
        if let Some(before) = before {
            self.progress.leave(step(before, self.unit), before.unsigned_abs());
        }
        let after = before.unwrap_or(0).saturating_add(by);
        self.progress.enter(step(after, self.unit), after.unsigned_abs());
        tables::put_balance(tx, account, after)?;
        Ok(u32::from(before.is_none()))
    }

    fn owner(&mut self, tx: &WriteTx<'_>, id: AccountId) -> Result<Owner> {
        if let Some(known) = self.owners.get(&id) {
            return Ok(*known);
        }
        let owner = ayni_ledger::account_named(tx, id)?.owner;
        self.owners.insert(id, owner);
        Ok(owner)
    }
}

/// Notes that a member traded once more or once less; returns by how many the active ones changed.
fn activity(tx: &mut WriteTx<'_>, key: (CurrencyId, Month, MemberId), change: Change) -> Result<i32> {
    let before = tables::activity(&**tx, key)?;
    let after = match change {
        Change::Add => before.saturating_add(1),
        Change::TakeBack => before.saturating_sub(1),
    };
    tables::put_activity(tx, key, after)?;
    Ok(i32::from(after > 0) - i32::from(before > 0))
}

fn categorize(tx: &mut WriteTx<'_>, key: (CurrencyId, Month, CategoryId), amount: u64, change: Change) -> Result<()> {
    let mut sum = tables::category(&**tx, key)?;
    match change {
        Change::Add => sum.add(amount),
        Change::TakeBack => sum.take_back(amount),
    }
    tables::put_category(tx, key, sum)
}
