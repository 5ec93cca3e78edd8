//! Secondary indexes: declared beside a table, written by it.

use std::ops::Bound;

use crate::engine::{Direction, Pair, Pairs};
use crate::key::{self, Key};
use crate::record::{seal, unseal};
use crate::table::{byte_range, page_range};
use crate::view::Reads;
use crate::{Error, error};

/// Layout version of the entries of unique indexes.
const LAYOUT: u16 = 1;

/// An index over records `R` with keys `K`, found by `I`.
///
/// Its function gives the values under which a record is found; none means not indexed. It must
/// depend on nothing but its arguments.
pub struct Index<I, K, R> {
    id: u16,
    name: &'static str,
    unique: bool,
    values: fn(&K, &R) -> Vec<I>,
}

/// One entry as it is stored.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    pub(crate) index: &'static str,
    pub(crate) unique: bool,
    pub(crate) key: Vec<u8>,
    pub(crate) value: Vec<u8>,
}

/// What a table needs to know of its indexes, whatever they are sorted by.
pub trait IndexOf<K, R>: Sync {
    /// Unique in the file.
    fn id(&self) -> u16;
    /// For people.
    fn name(&self) -> &'static str;
    /// Appends the entries of one record.
    fn entries(&self, key_bytes: &[u8], key: &K, record: &R, out: &mut Vec<Entry>);
    /// The key of the record an entry points to.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when the entry is damaged.
    fn target(&self, key: &[u8], value: &[u8]) -> Result<K, Error>;
}

impl<I: Key, K: Key, R> IndexOf<K, R> for Index<I, K, R> {
    fn id(&self) -> u16 {
        self.id
    }

    fn name(&self) -> &'static str {
        self.name
    }

    fn entries(&self, key_bytes: &[u8], key: &K, record: &R, out: &mut Vec<Entry>) {
        for found_by in (self.values)(key, record) {
            let mut entry = key::encode(self.id, &found_by);
            let value = if self.unique {
                seal(&entry, LAYOUT, key_bytes)
            } else {
                entry.extend_from_slice(key_bytes);
                Vec::new()
            };
            out.push(Entry { index: self.name, unique: self.unique, key: entry, value });
        }
    }

    fn target(&self, key: &[u8], value: &[u8]) -> Result<K, Error> {
        self.open(key, value).map(|(_, key)| key)
    }
}

/// A lazy walk over an index.
pub struct Entries<'t, I, K, R> {
    index: &'t Index<I, K, R>,
    pairs: Pairs<'t>,
}

impl<I: Key, K: Key, R> Iterator for Entries<'_, I, K, R> {
    type Item = Result<(I, K), Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let pair = self.pairs.next()?;
        Some(pair.and_then(|(key, value): Pair| self.index.open(&key, &value)))
    }
}

impl<I: Key, K: Key, R> Index<I, K, R> {
    /// An index in which each value belongs to at most one record.
    pub const fn unique(id: u16, name: &'static str, values: fn(&K, &R) -> Vec<I>) -> Self {
        Self { id, name, unique: true, values }
    }

    /// An index in which many records may share a value; they are sorted by their keys then.
    pub const fn many(id: u16, name: &'static str, values: fn(&K, &R) -> Vec<I>) -> Self {
        Self { id, name, unique: false, values }
    }

    /// The key of the record with this value; in a non-unique index the smallest one.
    ///
    /// # Errors
    /// [`Error::Corrupt`], [`Error::Engine`].
    pub fn get(&self, tx: &impl Reads, found_by: &I) -> Result<Option<K>, Error> {
        if self.unique {
            let entry = key::encode(self.id, found_by);
            let value = tx.view().get(&entry)?;
            return value.map(|value| Ok(self.open(&entry, &value)?.1)).transpose();
        }
        let first = self.scan(tx, found_by, None, Direction::Ascending)?.next().transpose()?;
        Ok(first.map(|(_, key)| key))
    }

    /// Walks the entries whose value begins with `prefix` (`&()` for all), strictly after the
    /// entry `after` in the given direction: the way to page with a cursor.
    pub fn scan<'t, P: Key>(
        &'t self,
        tx: &'t impl Reads,
        prefix: &P,
        after: Option<(&I, &K)>,
        direction: Direction,
    ) -> Result<Entries<'t, I, K, R>, Error> {
        let after = after.map(|(found_by, key)| {
            let mut entry = key::encode(self.id, found_by);
            if !self.unique {
                key.write(&mut entry);
            }
            entry
        });
        let (low, high) = page_range(key::encode(self.id, prefix), after, direction);
        Ok(Entries { index: self, pairs: tx.view().range(&low, &high, direction)? })
    }

    /// Walks the entries whose value (or leading part of it) lies between two bounds.
    #[expect(clippy::needless_pass_by_value, reason = "bounds are written in place at the call")]
    pub fn range<'t, P: Key>(
        &'t self,
        tx: &'t impl Reads,
        from: Bound<P>,
        to: Bound<P>,
        direction: Direction,
    ) -> Result<Entries<'t, I, K, R>, Error> {
        let (low, high) = byte_range(self.id, &from, &to);
        Ok(Entries { index: self, pairs: tx.view().range(&low, &high, direction)? })
    }

    fn open(&self, key: &[u8], value: &[u8]) -> Result<(I, K), Error> {
        self.decode(key, value).ok_or_else(|| Error::Corrupt { table: self.name, key: error::hex(key::body(key)) })
    }

    fn decode(&self, key: &[u8], value: &[u8]) -> Option<(I, K)> {
        let mut rest = key::body(key);
        let found_by = I::read(&mut rest).ok()?;
        if !self.unique {
            return Some((found_by, key::decode(rest).ok()?));
        }
        match unseal(key, value)? {
            (LAYOUT, target) if rest.is_empty() => Some((found_by, key::decode(target).ok()?)),
            _ => None,
        }
    }
}
