//! The commit log: one chained entry for each transaction that changed something.

use crate::engine::Direction;
use crate::key;
use crate::record::{seal, unseal};
use crate::view::View;
use crate::{Error, error};

/// Reserved tables of the engine itself; declared tables use greater ids.
pub(crate) const META_TABLE: u16 = 0x0000;
pub(crate) const CURSOR_TABLE: u16 = 0x0001;
pub(crate) const LOG_TABLE: u16 = 0x0002;
pub(crate) const FIRST_FREE_TABLE: u16 = 0x0010;

/// Layout version of the log's and the cursors' bytes.
const LAYOUT: u16 = 1;

/// Layout version of the head's bytes: since 2 it knows where the log begins and how large it is.
const HEAD_LAYOUT: u16 = 2;

/// One changed key of a declared table; index entries follow from it and are not listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Table id (2 bytes, big-endian) and encoded key.
    pub key: Vec<u8>,
    /// The new value in its envelope, or `None` when the record was removed.
    pub value: Option<Vec<u8>>,
}

impl Change {
    /// Id of the table the record belongs to.
    pub fn table(&self) -> u16 {
        self.key.first_chunk().map_or(0, |id| u16::from_be_bytes(*id))
    }
}

/// What one transaction changed and told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// Number of the transaction, from 1 without gaps.
    pub seq: u64,
    /// Hash of the entry before; zeros for the first.
    pub previous: [u8; 32],
    /// Time of the transaction in microseconds since 1970, strictly growing.
    pub at_micros: i64,
    /// The changed records in key order.
    pub changes: Vec<Change>,
    /// The events in the order they were emitted.
    pub events: Vec<Vec<u8>>,
}

/// The newest state of the log, kept beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Head {
    pub(crate) seq: u64,
    pub(crate) hash: [u8; 32],
    pub(crate) last_micros: i64,
    pub(crate) schema: u32,
    /// Number of the first entry that is kept; 0 while there is none, or when a program that did not count wrote it.
    pub(crate) log_first: u64,
    /// Size of all kept entries as stored, keys included, in bytes.
    pub(crate) log_bytes: u64,
}

impl LogEntry {
    /// The bytes that are hashed and kept: seq, previous hash, time, changes, events; counts are u32 little-endian.
    ///
    /// # Errors
    /// [`Error::Codec`] when it is larger than any entry can be.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        let before = Head { seq: self.seq.saturating_sub(1), hash: self.previous, ..Head::default() };
        let changes = self.changes.iter().map(|change| (change.key.as_slice(), change.value.as_deref()));
        encode(&before, self.at_micros, changes, &self.events)
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote; `None` for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        decode(bytes)
    }

    /// BLAKE3 of [`to_bytes`](Self::to_bytes): what the next entry names as `previous`.
    ///
    /// # Errors
    /// [`Error::Codec`] when it is larger than any entry can be.
    pub fn hash(&self) -> Result<[u8; 32], Error> {
        Ok(*blake3::hash(&self.to_bytes()?).as_bytes())
    }
}

fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) -> Result<(), Error> {
    put_count(out, bytes.len())?;
    out.extend_from_slice(bytes);
    Ok(())
}

fn put_count(out: &mut Vec<u8>, count: usize) -> Result<(), Error> {
    let count = u32::try_from(count).map_err(|_| Error::Codec("log entry too large"))?;
    out.extend_from_slice(&count.to_le_bytes());
    Ok(())
}

/// Encodes an entry: seq, previous hash, time, changes, events; all counts are u32 little-endian.
pub(crate) fn encode<'a>(
    head: &Head,
    at_micros: i64,
    changes: impl Iterator<Item = (&'a [u8], Option<&'a [u8]>)>,
    events: &[Vec<u8>],
) -> Result<Vec<u8>, Error> {
    let mut out = Vec::with_capacity(1024);
    out.extend_from_slice(&(head.seq + 1).to_le_bytes());
    out.extend_from_slice(&head.hash);
    out.extend_from_slice(&at_micros.to_le_bytes());
    let count_at = out.len();
    put_count(&mut out, 0)?;
    let mut count = 0_u32;
    for (key, value) in changes {
        count += 1;
        put_bytes(&mut out, key)?;
        out.push(u8::from(value.is_some()));
        if let Some(value) = value {
            put_bytes(&mut out, value)?;
        }
    }
    if let Some(place) = out.get_mut(count_at..count_at + 4) {
        place.copy_from_slice(&count.to_le_bytes());
    }
    put_count(&mut out, events.len())?;
    for event in events {
        put_bytes(&mut out, event)?;
    }
    Ok(out)
}

/// Reads numbers and byte strings off the front of a slice.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }

    fn count(&mut self) -> Option<usize> {
        usize::try_from(u32::from_le_bytes(self.array()?)).ok()
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let count = self.count()?;
        let (head, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(head)
    }

    fn change(&mut self) -> Option<Change> {
        let key = self.bytes()?.to_vec();
        let value = match self.array::<1>()? {
            [0] => None,
            [1] => Some(self.bytes()?.to_vec()),
            _ => return None,
        };
        Some(Change { key, value })
    }
}

fn decode(body: &[u8]) -> Option<LogEntry> {
    let mut reader = Reader(body);
    let seq = u64::from_le_bytes(reader.array()?);
    let previous = reader.array()?;
    let at_micros = i64::from_le_bytes(reader.array()?);
    let changes = (0..reader.count()?).map(|_| reader.change()).collect::<Option<_>>()?;
    let events = (0..reader.count()?).map(|_| reader.bytes().map(<[u8]>::to_vec)).collect::<Option<_>>()?;
    reader.0.is_empty().then_some(LogEntry { seq, previous, at_micros, changes, events })
}

/// Key and sealed value of an encoded entry.
pub(crate) fn stored(seq: u64, body: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let key = key::encode(LOG_TABLE, &seq);
    let value = seal(&key, LAYOUT, body);
    (key, value)
}

/// An entry read back, with the hash that the next one must name.
pub(crate) struct Stored {
    pub(crate) entry: LogEntry,
    pub(crate) hash: [u8; 32],
}

/// The stored entries with `seq > after`, ascending; lazy.
pub(crate) fn entries(view: View<'_>, after: u64) -> Result<impl Iterator<Item = Result<Stored, Error>>, Error> {
    let (from, to) = log_range(after);
    Ok(view.range(&from, &to, Direction::Ascending)?.map(|pair| {
        let (key, value) = pair?;
        let body = open(&key, &value, "commit log")?;
        let entry = decode(body).ok_or_else(|| damaged(&key, "commit log"))?;
        Ok(Stored { entry, hash: *blake3::hash(body).as_bytes() })
    }))
}

/// The entries with `seq > after` until they reach so many bytes; at least one when there is one.
pub(crate) fn up_to(view: View<'_>, after: u64, bytes: usize) -> Result<Vec<LogEntry>, Error> {
    let mut taken = Vec::new();
    let mut size = 0;
    for stored in entries(view, after)? {
        let entry = stored?.entry;
        size += entry.to_bytes()?.len();
        taken.push(entry);
        if size >= bytes {
            break;
        }
    }
    Ok(taken)
}

fn damaged(key: &[u8], table: &'static str) -> Error {
    Error::Corrupt { table, key: error::hex(key::body(key)) }
}

fn open<'v>(key: &[u8], value: &'v [u8], table: &'static str) -> Result<&'v [u8], Error> {
    match unseal(key, value) {
        Some((LAYOUT, body)) => Ok(body),
        Some((found, _)) => Err(Error::Newer { record: table, found, known: LAYOUT }),
        None => Err(damaged(key, table)),
    }
}

fn head_key() -> Vec<u8> {
    key::encode(META_TABLE, b"head")
}

impl Head {
    /// Key and sealed value.
    pub(crate) fn stored(&self) -> (Vec<u8>, Vec<u8>) {
        let key = head_key();
        let mut body = Vec::with_capacity(68);
        body.extend_from_slice(&self.seq.to_le_bytes());
        body.extend_from_slice(&self.hash);
        body.extend_from_slice(&self.last_micros.to_le_bytes());
        body.extend_from_slice(&self.schema.to_le_bytes());
        body.extend_from_slice(&self.log_first.to_le_bytes());
        body.extend_from_slice(&self.log_bytes.to_le_bytes());
        let value = seal(&key, HEAD_LAYOUT, &body);
        (key, value)
    }

    /// The stored head; `None` in a new file.
    pub(crate) fn load(view: View<'_>) -> Result<Option<Self>, Error> {
        let key = head_key();
        let Some(value) = view.get(&key)? else {
            return Ok(None);
        };
        let (layout, body) = unseal(&key, &value).ok_or_else(|| damaged(&key, "meta"))?;
        if layout > HEAD_LAYOUT {
            return Err(Error::Newer { record: "meta", found: layout, known: HEAD_LAYOUT });
        }
        Self::read(body, layout).map(Some).ok_or_else(|| damaged(&key, "meta"))
    }

    fn read(body: &[u8], layout: u16) -> Option<Self> {
        let mut reader = Reader(body);
        let mut head = Self {
            seq: u64::from_le_bytes(reader.array()?),
            hash: reader.array()?,
            last_micros: i64::from_le_bytes(reader.array()?),
            schema: u32::from_le_bytes(reader.array()?),
            ..Self::default()
        };
        if layout >= HEAD_LAYOUT {
            head.log_first = u64::from_le_bytes(reader.array()?);
            head.log_bytes = u64::from_le_bytes(reader.array()?);
        }
        Some(head)
    }

    /// Whether a program that did not count the log wrote this.
    pub(crate) fn uncounted(&self) -> bool {
        self.seq > 0 && self.log_first == 0
    }

    /// Counts the log once.
    pub(crate) fn count(&mut self, view: View<'_>) -> Result<(), Error> {
        let (low, high) = log_range(0);
        for pair in view.range(&low, &high, Direction::Ascending)? {
            let (key, value) = pair?;
            if self.log_first == 0 {
                self.log_first = key::decode(key::body(&key))?;
            }
            self.log_bytes += stored_bytes(&key, &value);
        }
        Ok(())
    }

    /// What this becomes once the entry with this hash was added.
    pub(crate) fn appended(&self, hash: [u8; 32], at_micros: i64, bytes: u64) -> Self {
        Self {
            seq: self.seq + 1,
            hash,
            last_micros: at_micros,
            log_first: if self.log_first == 0 { self.seq + 1 } else { self.log_first },
            log_bytes: self.log_bytes + bytes,
            ..*self
        }
    }
}

/// What a stored pair takes, in bytes, without the database's own overhead.
pub(crate) fn stored_bytes(key: &[u8], value: &[u8]) -> u64 {
    u64::try_from(key.len() + value.len()).unwrap_or(u64::MAX)
}

/// The byte range of the entries with `seq > after`.
pub(crate) fn log_range(after: u64) -> (Vec<u8>, Vec<u8>) {
    (key::encode(LOG_TABLE, &after.saturating_add(1)), key::after_prefix(LOG_TABLE.to_be_bytes().to_vec()))
}

/// The entry with this number; `None` when it is not kept.
pub(crate) fn entry(view: View<'_>, seq: u64) -> Result<Option<LogEntry>, Error> {
    let found = entries(view, seq.saturating_sub(1))?.next().transpose()?;
    Ok(found.map(|stored| stored.entry).filter(|entry| entry.seq == seq))
}

/// The names of all consumers that ever said where they stand, with their cursors.
pub(crate) fn cursors(view: View<'_>) -> Result<Vec<(String, u64)>, Error> {
    let low = CURSOR_TABLE.to_be_bytes().to_vec();
    let high = key::after_prefix(low.clone());
    view.range(&low, &high, Direction::Ascending)?
        .map(|pair| {
            let (key, value) = pair?;
            let name = key::decode::<String>(key::body(&key))?;
            let seq = open(&key, &value, "cursors")?.first_chunk().ok_or_else(|| damaged(&key, "cursors"))?;
            Ok((name, u64::from_le_bytes(*seq)))
        })
        .collect()
}

fn cursor_key(name: &str) -> Vec<u8> {
    key::encode(CURSOR_TABLE, &name.to_owned())
}

/// Key and sealed value of a consumer's cursor.
pub(crate) fn stored_cursor(name: &str, seq: u64) -> (Vec<u8>, Vec<u8>) {
    let key = cursor_key(name);
    let value = seal(&key, LAYOUT, &seq.to_le_bytes());
    (key, value)
}

/// A consumer's cursor; 0 when it was never set.
pub(crate) fn load_cursor(view: View<'_>, name: &str) -> Result<u64, Error> {
    let key = cursor_key(name);
    let Some(value) = view.get(&key)? else {
        return Ok(0);
    };
    let body = open(&key, &value, "cursors")?;
    let seq = body.first_chunk().ok_or_else(|| damaged(&key, "cursors"))?;
    Ok(u64::from_le_bytes(*seq))
}
