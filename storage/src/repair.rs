//! Repair: indexes are made from the records again; a damaged record is taken from the commit log where that still has
//! it; and a single flipped bit is turned back where the checksum then fits, in records and in the log itself. What
//! cannot be had back is named, never guessed.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::{Finding, Findings, whole};
use crate::engine::{Direction, Pair};
use crate::index::{Entry, IndexOf};
use crate::key::{self, Key};
use crate::log;
use crate::record::{Record, unseal};
use crate::table::Table;
use crate::tx::WriteTx;
use crate::view::{Reads as _, View};
use crate::{Error, Store};

/// The newest value of each wanted key that the log knows; `None` when its newest word is that the record was removed.
pub type FromLog = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

impl Store {
    /// Mends what can be mended, in one transaction, and tells what was done and what could not be.
    ///
    /// # Errors
    /// [`Error::Full`], [`Error::ReadOnly`], [`Error::Engine`]; nothing is changed then.
    pub fn repair(&self) -> Result<Repaired, Error> {
        let tables = self.shared().tables.clone();
        self.upkeep(move |tx| {
            tx.unlimited();
            let mut repaired = Repaired::default();
            mend_log(tx, &mut repaired)?;
            let mut wanted = BTreeSet::new();
            for table in &tables {
                wanted.extend(table.suspicious(tx.view())?);
            }
            let known = search_log(tx.view(), &wanted)?;
            for table in &tables {
                table.mend(tx, &known, &mut repaired)?;
            }
            Ok(repaired)
        })
    }
}

/// What a repair did.
#[derive(Debug, Default)]
pub struct Repaired {
    mended: Findings,
    lost: Findings,
}

impl Repaired {
    /// What is as it should be again.
    pub fn mended(&self) -> &[Finding] {
        self.mended.all()
    }

    /// What could not be had back: restore a backup for these.
    pub fn lost(&self) -> &[Finding] {
        self.lost.all()
    }
}

/// Values up to this size are searched for a flipped bit: each of their bits is tried, which takes a second then.
const SEARCHED: usize = 16 << 10;

/// The value as it was before one of its bits flipped; `None` when it was damaged in another way. The checksum is of 64
/// bits and belongs to the key, so that no other value can pass for it.
fn unflip(key: &[u8], value: &[u8]) -> Option<Vec<u8>> {
    if value.len() > SEARCHED {
        return None;
    }
    let mut tried = value.to_vec();
    for at in 0..value.len() {
        for bit in 0..8 {
            *tried.get_mut(at)? ^= 1 << bit;
            if unseal(key, &tried).is_some() {
                return Some(tried);
            }
            *tried.get_mut(at)? ^= 1 << bit;
        }
    }
    None
}

/// Turns flipped bits back in the commit log and beside it.
fn mend_log(tx: &mut WriteTx, repaired: &mut Repaired) -> Result<(), Error> {
    let end = log::FIRST_FREE_TABLE.to_be_bytes();
    let damaged = |pair: &Result<Pair, Error>| !matches!(pair, Ok((key, value)) if unseal(key, value).is_some());
    let pairs: Vec<_> =
        tx.view().range(&[0, 0], &end, Direction::Ascending)?.filter(damaged).collect::<Result<_, _>>()?;
    for (key, value) in pairs {
        match unflip(&key, &value) {
            Some(value) => {
                repaired.mended.add("commit log", &key, "A flipped bit was turned back; the checksum fits.");
                tx.set(key, Some(value), false)?;
            }
            None => repaired.lost.add("commit log", &key, "The entry is damaged and cannot be had back."),
        }
    }
    Ok(())
}

/// Looks for the newest value of each wanted key; keys that the log does not name are left out of the answer. Damaged
/// entries are passed over.
fn search_log(view: View<'_>, wanted: &BTreeSet<Vec<u8>>) -> Result<FromLog, Error> {
    let mut known = FromLog::new();
    if wanted.is_empty() {
        return Ok(known);
    }
    for stored in log::entries(view, 0)? {
        match stored {
            Ok(stored) => {
                let changes = stored.entry.changes.into_iter().filter(|change| wanted.contains(&change.key));
                known.extend(changes.map(|change| (change.key, change.value)));
            }
            Err(error @ Error::Engine(_)) => return Err(error),
            Err(_) => {}
        }
    }
    Ok(known)
}

impl<K: Key, R: Record> Table<K, R> {
    /// Keys of records that are damaged, or that only an index knows of.
    pub(crate) fn suspicious_keys(&self, view: View<'_>) -> Result<BTreeSet<Vec<u8>>, Error> {
        let mut keys = BTreeSet::new();
        let (low, high) = whole(self.id);
        for pair in view.range(&low, &high, Direction::Ascending)? {
            let (key, value) = pair?;
            if self.open(&key, &value).is_err() {
                keys.insert(key);
            }
        }
        for index in self.indexes {
            let (low, high) = whole(index.id());
            for pair in view.range(&low, &high, Direction::Ascending)? {
                let (entry, value) = pair?;
                if let Ok(key) = index.target(&entry, &value) {
                    let key = key::encode(self.id, &key);
                    keys.extend(Some(key).filter(|key| view.holds(key) == Ok(false)));
                }
            }
        }
        Ok(keys)
    }

    /// Puts back what the log knows, then makes the indexes fit the records.
    pub(crate) fn mend_all(&self, tx: &mut WriteTx, known: &FromLog, repaired: &mut Repaired) -> Result<(), Error> {
        for key in self.suspicious_keys(tx.view())? {
            let there = tx.view().holds(&key)?;
            match known.get(&key) {
                Some(Some(value)) if self.open(&key, value).is_ok() => {
                    tx.set(key.clone(), Some(value.clone()), true)?;
                    repaired.mended.add(self.name, &key, "The record was taken from the commit log.");
                }
                // An index entry without a record, as it should be: the entry goes below.
                _ if !there => {}
                _ => self.turn_back(tx, key, repaired)?,
            }
        }
        for (name, key) in self.stale_entries(tx.view())? {
            repaired.mended.add(name, &key, "An entry that no record asks for was removed.");
            tx.set(key, None, false)?;
        }
        for entry in self.missing_entries(tx.view())? {
            repaired.mended.add(entry.index, &entry.key, "The missing entry of a record was written.");
            tx.set(entry.key, Some(entry.value), false)?;
        }
        Ok(())
    }

    /// Turns a flipped bit of a record back that the log does not have.
    fn turn_back(&self, tx: &mut WriteTx, key: Vec<u8>, repaired: &mut Repaired) -> Result<(), Error> {
        let value = tx.view().get(&key)?.unwrap_or_default();
        let turned = unflip(&key, &value).filter(|value| self.open(&key, value).is_ok());
        if turned.is_none() {
            repaired.lost.add(self.name, &key, "The record is damaged and the commit log does not have it.");
            return Ok(());
        }
        repaired.mended.add(self.name, &key, "A flipped bit was turned back; the checksum fits.");
        tx.set(key, turned, true)
    }

    /// Entries that no record asks for. Those of a record that is there and damaged may be right, and are kept.
    fn stale_entries(&self, view: View<'_>) -> Result<Vec<(&'static str, Vec<u8>)>, Error> {
        let mut stale = Vec::new();
        for index in self.indexes {
            let (low, high) = whole(index.id());
            for pair in view.range(&low, &high, Direction::Ascending)? {
                let (entry, value) = pair?;
                let asked_for = match index.target(&entry, &value) {
                    Ok(key) => self.asks_for(view, *index, &key, &entry)?,
                    Err(_) => false,
                };
                if !asked_for {
                    stale.push((index.name(), entry));
                }
            }
        }
        Ok(stale)
    }

    fn asks_for(&self, view: View<'_>, index: &dyn IndexOf<K, R>, key: &K, entry: &[u8]) -> Result<bool, Error> {
        let bytes = key::encode(self.id, key);
        let Some(stored) = view.get(&bytes)? else { return Ok(false) };
        let Ok(record) = self.open(&bytes, &stored) else { return Ok(true) };
        let mut wanted = Vec::new();
        index.entries(key::body(&bytes), key, &record, &mut wanted);
        Ok(wanted.iter().any(|wanted| wanted.key == entry))
    }

    /// Entries that sound records ask for and that are not there.
    fn missing_entries(&self, view: View<'_>) -> Result<Vec<Entry>, Error> {
        let (low, high) = whole(self.id);
        let mut missing = Vec::new();
        for pair in view.range(&low, &high, Direction::Ascending)? {
            let (bytes, value) = pair?;
            if let (Ok(record), Ok(key)) = (self.open(&bytes, &value), self.key_of(&bytes)) {
                for entry in self.entries(&bytes, &key, &record) {
                    if view.get(&entry.key)?.as_ref() != Some(&entry.value) {
                        missing.push(entry);
                    }
                }
            }
        }
        Ok(missing)
    }
}
