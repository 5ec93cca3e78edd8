//! Transfers and their places in the chains, the entries they write, and the running totals.

mod upgrade;
mod v1;

use std::ops::Bound;

use ayni_kernel::{
    AccountId, Amount, CategoryId, CurrencyId, Error, Reads, RequestId, Result, Timestamp, TransferId, UserId, WriteTx,
};
use ayni_storage::{Direction, Index, Table, record};

pub use upgrade::number_and_chain;

use super::line;
use crate::{
    chain::{self, Hash, Place, Salt},
    model::{Entry, Extras, Totals, Transfer, TransferKind, TransferOrigin},
};

/// A transfer as stored.
#[derive(rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
pub(crate) struct StoredTransfer {
    group: TransferId,
    currency: CurrencyId,
    debit: AccountId,
    credit: AccountId,
    amount: Amount,
    kind: u8,
    description: String,
    category: Option<CategoryId>,
    by: Option<UserId>,
    reverses: Option<TransferId>,
    request: Option<RequestId>,
    at: Timestamp,
    updated: Timestamp,
    extras: Extras,
    /// 0 in a record of the first version until its store was brought up to date.
    number: u64,
    previous: Hash,
    salt: Salt,
    origin: u8,
    debit_entry: u64,
    credit_entry: u64,
}

record!(StoredTransfer, 2, { 1 => v1::StoredTransfer });

/// Being unique, it is what makes a second reversal impossible.
static BY_REVERSED: Index<TransferId, TransferId, StoredTransfer> =
    Index::unique(0x8404, "transfers.by_reversed", |_, transfer| transfer.reverses.into_iter().collect());

/// Only the followers of a group are listed; its first transfer is found by its own id.
static BY_GROUP: Index<TransferId, TransferId, StoredTransfer> =
    Index::many(0x8405, "transfers.by_group", |id, transfer| {
        Some(transfer.group).filter(|group| group != id).into_iter().collect()
    });

static BY_TIME: Index<Timestamp, TransferId, StoredTransfer> =
    Index::many(0x8406, "transfers.by_time", |_, transfer| vec![transfer.at]);

/// The chain of each currency; being unique, no number is given twice.
static BY_NUMBER: Index<(CurrencyId, u64), TransferId, StoredTransfer> =
    Index::unique(0x840D, "transfers.by_number", |_, transfer| {
        Some((transfer.currency, transfer.number)).filter(|(_, number)| *number > 0).into_iter().collect()
    });

pub(crate) static TRANSFERS: Table<TransferId, StoredTransfer> =
    Table::new(0x0405, "transfers", &[&BY_REVERSED, &BY_GROUP, &BY_TIME, &BY_NUMBER]);

/// An entry as stored, under its account and its number.
#[derive(rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
pub(crate) struct StoredEntry {
    transfer: TransferId,
    amount: Amount,
    balance: Amount,
    at: Timestamp,
}

record!(StoredEntry, 1);

pub(crate) static ENTRIES: Table<(AccountId, u64), StoredEntry> = Table::new(0x0406, "entries", &[]);

/// Running counters as stored, under the currency.
#[derive(Default, rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
pub(crate) struct StoredTotals {
    volume: Amount,
    transfers: u64,
    accounts: u64,
    /// The newest link of the chain; without meaning before there is one.
    head: Hash,
}

record!(StoredTotals, 2, { 1 => v1::StoredTotals });

pub(crate) static TOTALS: Table<CurrencyId, StoredTotals> = Table::new(0x0407, "ledger.totals", &[]);

fn stored_transfer(transfer: &Transfer, place: &Place) -> StoredTransfer {
    StoredTransfer {
        group: transfer.group,
        currency: transfer.currency,
        debit: transfer.debit,
        credit: transfer.credit,
        amount: transfer.amount,
        kind: transfer.kind.number(),
        description: transfer.description.to_string(),
        category: transfer.category,
        by: transfer.by,
        reverses: transfer.reverses,
        request: transfer.request,
        at: transfer.at,
        updated: transfer.updated,
        extras: transfer.extras.clone(),
        number: place.number,
        previous: place.previous,
        salt: place.salt,
        origin: place.origin.number(),
        debit_entry: place.debit_entry,
        credit_entry: place.credit_entry,
    }
}

fn place_of(stored: &StoredTransfer) -> Result<Place> {
    Ok(Place {
        number: stored.number,
        previous: stored.previous,
        salt: stored.salt,
        origin: TransferOrigin::stored(stored.origin)?,
        debit_entry: stored.debit_entry,
        credit_entry: stored.credit_entry,
    })
}

fn transfer_of(id: TransferId, stored: StoredTransfer) -> Result<Transfer> {
    Ok(Transfer {
        id,
        group: stored.group,
        currency: stored.currency,
        debit: stored.debit,
        credit: stored.credit,
        amount: stored.amount,
        kind: TransferKind::stored(stored.kind)?,
        description: line(&stored.description)?,
        category: stored.category,
        by: stored.by,
        reverses: stored.reverses,
        request: stored.request,
        at: stored.at,
        updated: stored.updated,
        extras: stored.extras,
    })
}

pub(crate) fn transfer(tx: &impl Reads, id: TransferId) -> Result<Option<Transfer>> {
    TRANSFERS.get(tx, &id)?.map(|stored| transfer_of(id, stored)).transpose()
}

/// A transfer with its place in its currency's chain.
pub(crate) fn placed(tx: &impl Reads, id: TransferId) -> Result<Option<(Transfer, Place)>> {
    let Some(stored) = TRANSFERS.get(tx, &id)? else { return Ok(None) };
    let place = place_of(&stored)?;
    Ok(Some((transfer_of(id, stored)?, place)))
}

/// [`placed`] for a transfer that must be there.
pub(crate) fn named_placed(tx: &impl Reads, id: TransferId) -> Result<(Transfer, Place)> {
    placed(tx, id)?.ok_or_else(|| missing(id))
}

fn missing(id: TransferId) -> Error {
    Error::Broken(format!("the ledger names the missing {id:?}"))
}

/// Numbers and ids of a currency's transfers in the order of its chain, from a number on.
pub(crate) fn chain_from(
    tx: &impl Reads,
    currency: CurrencyId,
    first: u64,
) -> Result<impl Iterator<Item = Result<(u64, TransferId)>> + '_> {
    let (from, to) = (Bound::Included((currency, first)), Bound::Included((currency, u64::MAX)));
    let entries = BY_NUMBER.range(tx, from, to, Direction::Ascending)?;
    Ok(entries.map(|entry| entry.map(|((_, number), id)| (number, id)).map_err(Error::from)))
}

/// The transfer with a number of a currency's chain.
pub(crate) fn by_number(tx: &impl Reads, currency: CurrencyId, number: u64) -> Result<Option<TransferId>> {
    Ok(BY_NUMBER.get(tx, &(currency, number))?)
}

/// A transfer that another record names, so that it must be there.
pub(crate) fn named_transfer(tx: &impl Reads, id: TransferId) -> Result<Transfer> {
    transfer(tx, id)?.ok_or_else(|| missing(id))
}

/// The transfers posted together, in the order in which they were posted.
pub(crate) fn group(tx: &impl Reads, first: TransferId) -> Result<Vec<Transfer>> {
    let mut all = vec![named_placed(tx, first)?];
    for entry in BY_GROUP.scan(tx, &first, None, Direction::Ascending)? {
        all.push(named_placed(tx, entry?.1)?);
    }
    all.sort_by_key(|(_, place)| place.number);
    Ok(all.into_iter().map(|(transfer, _)| transfer).collect())
}

/// The transfer that took this one back.
pub(crate) fn reversal_of(tx: &impl Reads, id: TransferId) -> Result<Option<TransferId>> {
    Ok(BY_REVERSED.get(tx, &id)?)
}

/// Moment and id of transfers: the newest before `after` and before the moment `until`, or the oldest after `after`.
pub(crate) fn by_time(
    tx: &impl Reads,
    until: Option<Timestamp>,
    after: Option<(Timestamp, TransferId)>,
    direction: Direction,
) -> Result<impl Iterator<Item = Result<(Timestamp, TransferId)>> + '_> {
    let entries = match (after, until) {
        (Some((at, id)), _) => BY_TIME.scan(tx, &(), Some((&at, &id)), direction)?,
        (None, Some(until)) => BY_TIME.range(tx, Bound::Unbounded, Bound::Excluded(until), direction)?,
        (None, None) => BY_TIME.scan(tx, &(), None, direction)?,
    };
    Ok(entries.map(|entry| entry.map_err(Error::from)))
}

/// Writes a transfer at its place. There is no way to change one.
pub(crate) fn insert_transfer(tx: &mut WriteTx<'_>, transfer: &Transfer, place: &Place) -> Result<()> {
    Ok(TRANSFERS.insert(tx, &transfer.id, &stored_transfer(transfer, place))?)
}

/// Writes over a transfer, past every rule.
#[cfg(test)]
pub(crate) fn forge_transfer(tx: &mut WriteTx<'_>, transfer: &Transfer, place: &Place) -> Result<()> {
    Ok(TRANSFERS.put(tx, &transfer.id, &stored_transfer(transfer, place))?)
}

/// Writes over an entry, past every rule.
#[cfg(test)]
pub(crate) fn forge_entry(tx: &mut WriteTx<'_>, entry: &Entry) -> Result<()> {
    ENTRIES.remove(tx, &(entry.account, entry.number))?;
    insert_entry(tx, entry)
}

/// Writes every transfer and the totals as stores of schema 1 have them.
#[cfg(test)]
pub(crate) fn turn_back(tx: &mut WriteTx<'_>) -> Result<()> {
    v1::turn_back(tx)
}

pub(crate) fn insert_entry(tx: &mut WriteTx<'_>, entry: &Entry) -> Result<()> {
    let stored = StoredEntry { transfer: entry.transfer, amount: entry.amount, balance: entry.balance, at: entry.at };
    Ok(ENTRIES.insert(tx, &(entry.account, entry.number), &stored)?)
}

const fn entry_of((account, number): (AccountId, u64), stored: &StoredEntry) -> Entry {
    Entry { account, number, transfer: stored.transfer, amount: stored.amount, balance: stored.balance, at: stored.at }
}

pub(crate) fn entry(tx: &impl Reads, account: AccountId, number: u64) -> Result<Option<Entry>> {
    let key = (account, number);
    Ok(ENTRIES.get(tx, &key)?.map(|stored| entry_of(key, &stored)))
}

/// The entries with numbers below `before`, newest first.
pub(crate) fn entries_before(
    tx: &impl Reads,
    account: AccountId,
    before: u64,
) -> Result<impl Iterator<Item = Result<Entry>> + '_> {
    let rows = ENTRIES.scan(tx, &account, Some(&(account, before)), Direction::Descending)?;
    Ok(rows.map(|row| row.map(|(key, stored)| entry_of(key, &stored)).map_err(Error::from)))
}

/// The entries of every account, in the order of accounts and numbers.
pub(crate) fn every_entry(tx: &impl Reads) -> Result<impl Iterator<Item = Result<Entry>> + '_> {
    let rows = ENTRIES.range(tx, .., Direction::Ascending)?;
    Ok(rows.map(|row| row.map(|(key, stored)| entry_of(key, &stored)).map_err(Error::from)))
}

/// Every transfer with its place, in the order of ids.
pub(crate) fn every_transfer(tx: &impl Reads) -> Result<impl Iterator<Item = Result<(Transfer, Place)>> + '_> {
    let rows = TRANSFERS.range(tx, .., Direction::Ascending)?;
    Ok(rows.map(|row| {
        let (id, stored) = row?;
        let place = place_of(&stored)?;
        Ok((transfer_of(id, stored)?, place))
    }))
}

pub(crate) fn totals(tx: &impl Reads, currency: CurrencyId) -> Result<Totals> {
    let stored = TOTALS.get(tx, &currency)?.unwrap_or_default();
    let head = if stored.transfers == 0 { chain::start(currency) } else { stored.head };
    Ok(Totals { currency, volume: stored.volume, transfers: stored.transfers, accounts: stored.accounts, head })
}

pub(crate) fn put_totals(tx: &mut WriteTx<'_>, totals: Totals) -> Result<()> {
    let Totals { currency, volume, transfers, accounts, head } = totals;
    Ok(TOTALS.put(tx, &currency, &StoredTotals { volume, transfers, accounts, head })?)
}
