//! The doctor's look at a store: every envelope, every index entry both ways, the log's chain.

use std::collections::BTreeSet;
use std::fmt;

use crate::Error;
use crate::engine::Direction;
use crate::error::hex;
use crate::key::{self, Key};
use crate::log::{self, Change, FIRST_FREE_TABLE, Head};
use crate::record::Record;
use crate::repair::{FromLog, Repaired};
use crate::table::Table;
use crate::tx::WriteTx;
use crate::view::{Reads as _, View};

/// Findings beyond this many are not collected: the file is broken anyway.
const MAX_FINDINGS: usize = 1_000;

/// Something that is wrong in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Name of the table, index or part.
    pub place: String,
    /// The key in hexadecimal, without the table's id; empty when it is about the whole.
    pub key: String,
    /// What is wrong, as a sentence.
    pub fault: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.place, self.key, self.fault)
    }
}

/// Collects findings up to the limit.
#[derive(Debug, Default)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// All that were collected.
    pub(crate) fn all(&self) -> &[Finding] {
        &self.0
    }

    pub(crate) fn add(&mut self, place: &str, key: &[u8], fault: impl Into<String>) {
        if self.0.len() < MAX_FINDINGS {
            let key = hex(key::body(key));
            self.0.push(Finding { place: place.to_owned(), key, fault: fault.into() });
        }
    }
}

/// A table whatever its types.
pub trait AnyTable: Sync {
    /// Unique in the file.
    fn id(&self) -> u16;
    /// For people.
    fn name(&self) -> &'static str;
    /// Ids and names of the indexes.
    fn indexes(&self) -> Vec<(u16, &'static str)>;
    /// Looks at all records and index entries.
    ///
    /// # Errors
    /// [`Error::Engine`] when the engine cannot be read.
    fn check(&self, view: View<'_>, findings: &mut Findings) -> Result<(), Error>;
    /// Writes a change of another store's log, with the index entries that follow from it.
    ///
    /// # Errors
    /// [`Error::Corrupt`], [`Error::Newer`], [`Error::Engine`].
    fn apply(&self, tx: &mut WriteTx, change: &Change) -> Result<(), Error>;
    /// Keys, as stored, of records that are damaged, or that only an index knows of.
    ///
    /// # Errors
    /// [`Error::Engine`].
    fn suspicious(&self, view: View<'_>) -> Result<BTreeSet<Vec<u8>>, Error>;
    /// Puts back what the log knows of them, and makes the indexes fit the records.
    ///
    /// # Errors
    /// [`Error::Engine`].
    fn mend(&self, tx: &mut WriteTx, known: &FromLog, repaired: &mut Repaired) -> Result<(), Error>;
}

pub(crate) fn whole(table: u16) -> (Vec<u8>, Vec<u8>) {
    let low = table.to_be_bytes().to_vec();
    (low.clone(), key::after_prefix(low))
}

impl<K: Key, R: Record> AnyTable for Table<K, R> {
    fn id(&self) -> u16 {
        self.id
    }

    fn name(&self) -> &'static str {
        self.name
    }

    fn indexes(&self) -> Vec<(u16, &'static str)> {
        self.indexes.iter().map(|index| (index.id(), index.name())).collect()
    }

    fn check(&self, view: View<'_>, findings: &mut Findings) -> Result<(), Error> {
        let (low, high) = whole(self.id);
        for pair in view.range(&low, &high, Direction::Ascending)? {
            let (bytes, value) = pair?;
            let read = self.open(&bytes, &value).and_then(|record| Ok((self.key_of(&bytes)?, record)));
            let (key, record) = match read {
                Ok(read) => read,
                Err(error) => {
                    findings.add(self.name, &bytes, error.to_string());
                    continue;
                }
            };
            for entry in self.entries(&bytes, &key, &record) {
                match view.get(&entry.key)? {
                    Some(stored) if stored == entry.value => {}
                    Some(_) => findings.add(entry.index, &entry.key, "The entry points to another record."),
                    None => {
                        findings.add(entry.index, &entry.key, "The entry of a record is missing.");
                    }
                }
            }
        }
        self.check_entries(view, findings)
    }

    fn apply(&self, tx: &mut WriteTx, change: &Change) -> Result<(), Error> {
        let key = self.key_of(&change.key)?;
        let entries = |value: &Vec<u8>| Ok(self.entries(&change.key, &key, &self.open(&change.key, value)?));
        let old = tx.view().get(&change.key)?.as_ref().map_or(Ok(Vec::new()), entries)?;
        let new = change.value.as_ref().map_or(Ok(Vec::new()), entries)?;
        for entry in old.iter().filter(|entry| !new.contains(entry)) {
            // Another record of the same transaction may have taken over a unique value by now.
            if tx.view().get(&entry.key)?.as_ref() == Some(&entry.value) {
                tx.set(entry.key.clone(), None, false)?;
            }
        }
        for entry in new {
            tx.set(entry.key, Some(entry.value), false)?;
        }
        tx.set(change.key.clone(), change.value.clone(), true)
    }

    fn suspicious(&self, view: View<'_>) -> Result<BTreeSet<Vec<u8>>, Error> {
        self.suspicious_keys(view)
    }

    fn mend(&self, tx: &mut WriteTx, known: &FromLog, repaired: &mut Repaired) -> Result<(), Error> {
        self.mend_all(tx, known, repaired)
    }
}

impl<K: Key, R: Record> Table<K, R> {
    /// Each index entry must be one that its record asks for.
    fn check_entries(&self, view: View<'_>, findings: &mut Findings) -> Result<(), Error> {
        for index in self.indexes {
            let (low, high) = whole(index.id());
            for pair in view.range(&low, &high, Direction::Ascending)? {
                let (entry, value) = pair?;
                let Ok(key) = index.target(&entry, &value) else {
                    findings.add(index.name(), &entry, "The entry is damaged.");
                    continue;
                };
                let bytes = key::encode(self.id, &key);
                let Some(stored) = view.get(&bytes)? else {
                    findings.add(index.name(), &entry, "The entry points to no record.");
                    continue;
                };
                // A damaged record was reported with its table.
                let Ok(record) = self.open(&bytes, &stored) else {
                    continue;
                };
                let mut wanted = Vec::new();
                index.entries(key::body(&bytes), &key, &record, &mut wanted);
                if !wanted.iter().any(|wanted| wanted.key == entry) {
                    findings.add(index.name(), &entry, "The entry does not belong to its record.");
                }
            }
        }
        Ok(())
    }
}

/// Looks at everything.
pub(crate) fn check(view: View<'_>, head: &Head, tables: &[&'static dyn AnyTable]) -> Result<Vec<Finding>, Error> {
    let mut findings = Findings::default();
    for table in tables {
        table.check(view, &mut findings)?;
    }
    check_strangers(view, tables, &mut findings)?;
    check_log(view, head, &mut findings)?;
    Ok(findings.0)
}

/// Keys outside all declared tables and indexes.
fn check_strangers(view: View<'_>, tables: &[&'static dyn AnyTable], findings: &mut Findings) -> Result<(), Error> {
    let known: std::collections::BTreeSet<u16> = tables
        .iter()
        .flat_map(|table| std::iter::once(table.id()).chain(table.indexes().into_iter().map(|(id, _)| id)))
        .collect();
    let mut low = FIRST_FREE_TABLE.to_be_bytes().to_vec();
    let end = [0xFF; 3];
    while let Some(pair) = view.range(&low, &end, Direction::Ascending)?.next() {
        let (key, _) = pair?;
        let Some(id) = key.first_chunk().map(|id| u16::from_be_bytes(*id)) else {
            break;
        };
        if !known.contains(&id) {
            findings.add(&format!("table {id:#06x}"), &key, "No declared table has this id.");
        }
        let Some(next) = id.checked_add(1) else { break };
        low = next.to_be_bytes().to_vec();
    }
    Ok(())
}

/// From the first kept entry to the head: no gap, and each entry names the hash before it.
fn check_log(view: View<'_>, head: &Head, findings: &mut Findings) -> Result<(), Error> {
    let mut before: Option<(u64, [u8; 32])> = None;
    for stored in log::entries(view, 0)? {
        let stored = match stored {
            Ok(stored) => stored,
            Err(error @ Error::Engine(_)) => return Err(error),
            Err(error) => {
                findings.add("commit log", &[], error.to_string());
                before = None;
                continue;
            }
        };
        let entry = stored.entry;
        let expected = if entry.seq == 1 { Some((0, [0; 32])) } else { before };
        if let Some((seq, hash)) = expected
            && (entry.seq != seq + 1 || entry.previous != hash)
        {
            findings.add("commit log", &[], format!("Entry {} does not follow the one before.", entry.seq));
        }
        before = Some((entry.seq, stored.hash));
    }
    let first = log::entries(view, 0)?.next().transpose().ok().flatten().map_or(0, |stored| stored.entry.seq);
    if first != 0 && first != head.log_first {
        findings.add("commit log", &[], format!("It begins with entry {first}, the head says {}.", head.log_first));
    }
    let (seq, hash) = before.unwrap_or((0, [0; 32]));
    if (seq, hash) != (head.seq, head.hash) {
        findings.add("commit log", &[], "The newest entry is not the one the head names.");
    }
    Ok(())
}
