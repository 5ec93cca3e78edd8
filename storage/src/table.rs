//! Typed tables whose secondary indexes are kept in step.

use std::ops::{Bound, Range, RangeFrom, RangeFull, RangeInclusive, RangeTo, RangeToInclusive};

use crate::engine::{Direction, Pairs};
use crate::index::{Entry, IndexOf};
use crate::key::{self, Key};
use crate::log::Change;
use crate::record::{Record, seal, unseal};
use crate::tx::{WriteTx, check_sizes};
use crate::view::Reads;
use crate::{Error, error};

/// A table: records of type `R` under keys of type `K`.
///
/// Declared as a `static`; the id must never change once data exists.
pub struct Table<K: 'static, R: 'static> {
    pub(crate) id: u16,
    pub(crate) name: &'static str,
    pub(crate) indexes: &'static [&'static dyn IndexOf<K, R>],
}

/// A span of keys, made from any Rust range: `..`, `a..b`, `a..=b`, `a..`.
#[derive(Debug, Clone)]
pub struct Span<K> {
    /// Where it begins.
    pub from: Bound<K>,
    /// Where it ends.
    pub to: Bound<K>,
}

macro_rules! span {
    ($($range:ty, $value:pat => $from:expr, $to:expr;)*) => {$(
        impl<K> From<$range> for Span<K> {
            fn from($value: $range) -> Self {
                Self { from: $from, to: $to }
            }
        }
    )*};
}

span! {
    RangeFull, _ => Bound::Unbounded, Bound::Unbounded;
    Range<K>, range => Bound::Included(range.start), Bound::Excluded(range.end);
    RangeFrom<K>, range => Bound::Included(range.start), Bound::Unbounded;
    RangeTo<K>, range => Bound::Unbounded, Bound::Excluded(range.end);
    RangeToInclusive<K>, range => Bound::Unbounded, Bound::Included(range.end);
    (Bound<K>, Bound<K>), (from, to) => from, to;
}

impl<K> From<RangeInclusive<K>> for Span<K> {
    fn from(range: RangeInclusive<K>) -> Self {
        let (from, to) = range.into_inner();
        Self { from: Bound::Included(from), to: Bound::Included(to) }
    }
}

/// The byte range of a span of keys or of leading parts of keys.
pub(crate) fn byte_range<P: Key>(table: u16, from: &Bound<P>, to: &Bound<P>) -> (Vec<u8>, Vec<u8>) {
    let low = match from {
        Bound::Included(key) => key::encode(table, key),
        Bound::Excluded(key) => key::after_prefix(key::encode(table, key)),
        Bound::Unbounded => table.to_be_bytes().to_vec(),
    };
    let high = match to {
        Bound::Included(key) => key::after_prefix(key::encode(table, key)),
        Bound::Excluded(key) => key::encode(table, key),
        Bound::Unbounded => key::after_prefix(table.to_be_bytes().to_vec()),
    };
    (low, high)
}

/// The byte range of a prefix, resumed strictly after an encoded key.
pub(crate) fn page_range(prefix: Vec<u8>, after: Option<Vec<u8>>, direction: Direction) -> (Vec<u8>, Vec<u8>) {
    let mut low = prefix.clone();
    let mut high = key::after_prefix(prefix);
    if let Some(mut after) = after {
        match direction {
            Direction::Ascending => {
                after.push(0);
                low = low.max(after);
            }
            Direction::Descending => high = high.min(after),
        }
    }
    (low, high)
}

/// A lazy walk over a table.
pub struct Rows<'t, K: 'static, R: 'static> {
    table: &'t Table<K, R>,
    pairs: Pairs<'t>,
}

impl<K: Key, R: Record> Iterator for Rows<'_, K, R> {
    type Item = Result<(K, R), Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let pair = self.pairs.next()?;
        Some(pair.and_then(|(key, value)| {
            let record = self.table.open(&key, &value)?;
            Ok((self.table.key_of(&key)?, record))
        }))
    }
}

impl<K: Key, R: Record> Table<K, R> {
    /// Declares a table. `id` is unique in the file (0x0010 to 0xFFFE), `name` is for people.
    pub const fn new(id: u16, name: &'static str, indexes: &'static [&'static dyn IndexOf<K, R>]) -> Self {
        Self { id, name, indexes }
    }

    /// The record under a key.
    ///
    /// # Errors
    /// [`Error::Corrupt`], [`Error::Newer`], [`Error::Engine`].
    pub fn get(&self, tx: &impl Reads, key: &K) -> Result<Option<R>, Error> {
        let key = key::encode(self.id, key);
        tx.view().get(&key)?.map(|value| self.open(&key, &value)).transpose()
    }

    /// Whether there is a record under a key.
    pub fn contains(&self, tx: &impl Reads, key: &K) -> Result<bool, Error> {
        tx.view().holds(&key::encode(self.id, key))
    }

    /// Stores a new record.
    ///
    /// # Errors
    /// [`Error::Duplicate`] when the key is taken, [`Error::Taken`] when a unique index refuses,
    /// [`Error::TooLarge`]; nothing is written then.
    pub fn insert(&self, tx: &mut WriteTx, key: &K, record: &R) -> Result<(), Error> {
        let bytes = key::encode(self.id, key);
        if tx.view().holds(&bytes)? {
            return Err(Error::Duplicate { table: self.name });
        }
        self.store(tx, bytes, key, record, Vec::new())
    }

    /// Stores a record, replacing the one that is there.
    ///
    /// # Errors
    /// [`Error::Taken`] when a unique index refuses, [`Error::TooLarge`]; nothing is written then.
    pub fn put(&self, tx: &mut WriteTx, key: &K, record: &R) -> Result<(), Error> {
        let bytes = key::encode(self.id, key);
        let mut old = Vec::new();
        if !self.indexes.is_empty()
            && let Some(value) = tx.view().get(&bytes)?
        {
            old = self.entries(&bytes, key, &self.open(&bytes, &value)?);
        }
        self.store(tx, bytes, key, record, old)
    }

    /// Removes a record and gives it back.
    pub fn remove(&self, tx: &mut WriteTx, key: &K) -> Result<Option<R>, Error> {
        let bytes = key::encode(self.id, key);
        let Some(value) = tx.view().get(&bytes)? else {
            return Ok(None);
        };
        let record = self.open(&bytes, &value)?;
        for entry in self.entries(&bytes, key, &record) {
            tx.set(entry.key, None, false)?;
        }
        tx.set(bytes, None, true)?;
        Ok(Some(record))
    }

    /// Walks the records whose keys lie in a span.
    pub fn range<'t>(
        &'t self,
        tx: &'t impl Reads,
        span: impl Into<Span<K>>,
        direction: Direction,
    ) -> Result<Rows<'t, K, R>, Error> {
        self.within(tx, span.into(), direction)
    }

    /// Walks the records whose keys begin with parts that lie in a span: with keys
    /// `(account, time, id)`, the span `(a, t1)..(a, t2)` is that account's time span.
    pub fn within<'t, P: Key>(
        &'t self,
        tx: &'t impl Reads,
        span: impl Into<Span<P>>,
        direction: Direction,
    ) -> Result<Rows<'t, K, R>, Error> {
        let span = span.into();
        let (low, high) = byte_range(self.id, &span.from, &span.to);
        Ok(Rows { table: self, pairs: tx.view().range(&low, &high, direction)? })
    }

    /// Walks the records whose keys begin with `prefix` (`&()` for all), strictly after the key
    /// `after` in the given direction: the way to page with a cursor.
    pub fn scan<'t, P: Key>(
        &'t self,
        tx: &'t impl Reads,
        prefix: &P,
        after: Option<&K>,
        direction: Direction,
    ) -> Result<Rows<'t, K, R>, Error> {
        let after = after.map(|key| key::encode(self.id, key));
        let (low, high) = page_range(key::encode(self.id, prefix), after, direction);
        Ok(Rows { table: self, pairs: tx.view().range(&low, &high, direction)? })
    }

    /// The record with the smallest key that begins with `prefix`.
    pub fn first<P: Key>(&self, tx: &impl Reads, prefix: &P) -> Result<Option<(K, R)>, Error> {
        self.scan(tx, prefix, None, Direction::Ascending)?.next().transpose()
    }

    /// The record with the greatest key that begins with `prefix`.
    pub fn last<P: Key>(&self, tx: &impl Reads, prefix: &P) -> Result<Option<(K, R)>, Error> {
        self.scan(tx, prefix, None, Direction::Descending)?.next().transpose()
    }

    /// The key and the new record (`None`: removed) of a change in the commit log, or `None` when
    /// the change belongs to another table.
    pub fn changed(&self, change: &Change) -> Result<Option<(K, Option<R>)>, Error> {
        if change.table() != self.id {
            return Ok(None);
        }
        let record = change.value.as_ref().map(|value| self.open(&change.key, value)).transpose()?;
        Ok(Some((self.key_of(&change.key)?, record)))
    }

    /// Writes every record anew in its newest version and rebuilds the indexes; for migration
    /// steps after a record or an index changed.
    pub fn rebuild(&self, tx: &mut WriteTx) -> Result<(), Error> {
        for index in self.indexes {
            let (low, high) = byte_range::<()>(index.id(), &Bound::Unbounded, &Bound::Unbounded);
            let stale: Vec<_> = tx
                .view()
                .range(&low, &high, Direction::Ascending)?
                .map(|pair| pair.map(|(key, _)| key))
                .collect::<Result<_, _>>()?;
            for key in stale {
                tx.set(key, None, false)?;
            }
        }
        let rows: Vec<_> = self.range(tx, .., Direction::Ascending)?.collect::<Result<_, _>>()?;
        for (key, record) in rows {
            self.store(tx, key::encode(self.id, &key), &key, &record, Vec::new())?;
        }
        Ok(())
    }

    /// Writes a record and the difference between its old and its new index entries.
    fn store(&self, tx: &mut WriteTx, bytes: Vec<u8>, key: &K, record: &R, old: Vec<Entry>) -> Result<(), Error> {
        let value = seal(&bytes, R::VERSION, &record.to_body()?);
        let new = self.entries(&bytes, key, record);
        let fresh: Vec<&Entry> = new.iter().filter(|entry| !old.contains(entry)).collect();
        for entry in &fresh {
            if entry.unique && tx.view().holds(&entry.key)? {
                return Err(Error::Taken { index: entry.index });
            }
        }
        check_sizes(&bytes, &value)?;
        for entry in &fresh {
            check_sizes(&entry.key, &entry.value)?;
        }
        for entry in old.into_iter().filter(|entry| !new.contains(entry)) {
            tx.set(entry.key, None, false)?;
        }
        for entry in fresh {
            tx.set(entry.key.clone(), Some(entry.value.clone()), false)?;
        }
        tx.set(bytes, Some(value), true)
    }

    /// The index entries of a record, each once.
    pub(crate) fn entries(&self, bytes: &[u8], key: &K, record: &R) -> Vec<Entry> {
        let mut entries = Vec::new();
        for index in self.indexes {
            index.entries(key::body(bytes), key, record, &mut entries);
        }
        entries.sort_unstable_by(|a, b| a.key.cmp(&b.key));
        entries.dedup_by(|a, b| a.key == b.key);
        entries
    }

    /// Decodes the value stored under an encoded key.
    pub(crate) fn open(&self, key: &[u8], value: &[u8]) -> Result<R, Error> {
        let (version, body) = unseal(key, value).ok_or_else(|| self.damaged(key))?;
        R::from_body(version, body).map_err(|error| match error {
            Error::Codec(_) => self.damaged(key),
            other => other,
        })
    }

    pub(crate) fn key_of(&self, key: &[u8]) -> Result<K, Error> {
        key::decode(key::body(key)).map_err(|_| self.damaged(key))
    }

    fn damaged(&self, key: &[u8]) -> Error {
        Error::Corrupt { table: self.name, key: error::hex(key::body(key)) }
    }
}
