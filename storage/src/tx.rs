//! Transactions: a snapshot to read, and the writer's overlay to write.

use std::sync::Arc;

use crate::check::AnyTable;
use crate::engine::{Direction, EngineSnapshot};
use crate::log::{self, Head, LogEntry};
use crate::view::{Layer, Reads, Slot, View};
use crate::{Clock, Entropy, Error};

/// Longest encoded key, in bytes, the table's id included.
pub const MAX_KEY_BYTES: usize = 1 << 10;
/// Longest value, in bytes; larger things are files beside the store.
pub const MAX_VALUE_BYTES: usize = 64 << 10;
/// Most bytes (keys and values) one transaction may write.
pub const MAX_TX_BYTES: usize = 1 << 20;
/// Most keys (records and index entries) one transaction may write.
pub const MAX_TX_KEYS: usize = 500;

/// A frozen state of the store.
pub struct ReadTx {
    pub(crate) base: Arc<dyn EngineSnapshot>,
    pub(crate) head: Head,
    pub(crate) now: i64,
}

impl ReadTx {
    /// The clock when the transaction began, in microseconds since 1970.
    pub fn now_micros(&self) -> i64 {
        self.now
    }

    /// Number of the last committed transaction that is seen.
    pub fn seq(&self) -> u64 {
        self.head.seq
    }
}

impl Reads for ReadTx {
    fn view(&self) -> View<'_> {
        View::committed(self.base.as_ref())
    }

    fn at_micros(&self) -> i64 {
        self.now_micros()
    }
}

/// The writer's view of the store: everything accepted before, and this transaction's own writes.
pub struct WriteTx {
    base: Arc<dyn EngineSnapshot>,
    group: Layer,
    group_bytes: usize,
    head: Head,
    entropy: Arc<dyn Entropy>,
    own: Layer,
    own_bytes: usize,
    events: Vec<Vec<u8>>,
    now: i64,
    last_id: Option<u128>,
    unlimited: bool,
    fault: Option<Error>,
    /// The head this leaves behind when it is no ordinary transaction and writes no entry of its own.
    next_head: Option<Head>,
}

impl Reads for WriteTx {
    fn view(&self) -> View<'_> {
        View::layered(self.base.as_ref(), &self.group, &self.own)
    }

    fn at_micros(&self) -> i64 {
        self.now_micros()
    }
}

impl WriteTx {
    pub(crate) fn new(base: Arc<dyn EngineSnapshot>, head: Head, entropy: Arc<dyn Entropy>) -> Self {
        Self {
            base,
            group: Layer::new(),
            group_bytes: 0,
            head,
            entropy,
            own: Layer::new(),
            own_bytes: 0,
            events: Vec::new(),
            now: 0,
            last_id: None,
            unlimited: false,
            fault: None,
            next_head: None,
        }
    }

    /// The transaction's time in microseconds since 1970, strictly greater than that of every
    /// earlier write of this store, even when the computer's clock jumps back.
    pub fn now_micros(&self) -> i64 {
        self.now
    }

    /// The number this transaction has in the commit log if it changes something.
    pub fn seq(&self) -> u64 {
        self.head.seq + 1
    }

    /// Random bytes from the store's entropy.
    pub fn random(&mut self, buf: &mut [u8]) {
        self.entropy.fill(buf);
    }

    /// A new `UUIDv7` (RFC 9562, section 5.7): greater than every id made earlier in this store.
    pub fn new_id(&mut self) -> [u8; 16] {
        let mut random = [0; 8];
        self.entropy.fill(&mut random);
        let random = u64::from_be_bytes(random);
        let id = match self.last_id {
            // Within one transaction: a random step within the 62 random bits, whose highest bit
            // starts as zero and so leaves room for more than a thousand million steps.
            Some(last) => last + 1 + u128::from(random >> 32),
            None => first_id(self.now, random),
        };
        self.last_id = Some(id);
        id.to_be_bytes()
    }

    /// Adds an event to this transaction's entry in the commit log.
    pub fn emit(&mut self, event: Vec<u8>) {
        self.own_bytes += event.len();
        self.events.push(event);
    }

    /// Lifts the limits on bytes and keys of this transaction; for migrations and imports.
    pub fn unlimited(&mut self) {
        self.unlimited = true;
    }

    /// Writes a key whose sizes were checked (`None` removes).
    pub(crate) fn set(&mut self, key: Vec<u8>, value: Option<Vec<u8>>, logged: bool) -> Result<(), Error> {
        self.own_bytes += key.len() + value.as_ref().map_or(0, Vec::len);
        self.own.insert(key, Slot { value, logged });
        if self.unlimited {
            return Ok(());
        }
        let checked = within("transaction in bytes", self.own_bytes, MAX_TX_BYTES)
            .and_then(|()| within("transaction in keys", self.own.len(), MAX_TX_KEYS));
        if let Err(fault) = &checked {
            // A record may be half written now: the transaction must not be accepted any more.
            self.fault.get_or_insert_with(|| fault.clone());
        }
        checked
    }

    /// Starts the next transaction of the group.
    pub(crate) fn begin(&mut self, clock: &dyn Clock) {
        self.now = clock.now_micros().max(self.head.last_micros + 1);
        self.head.last_micros = self.now;
        self.discard();
    }

    /// Forgets what the transaction wrote.
    pub(crate) fn discard(&mut self) {
        self.own.clear();
        self.own_bytes = 0;
        self.events.clear();
        self.last_id = None;
        self.unlimited = false;
        self.fault = None;
        self.next_head = None;
    }

    /// Makes the transaction part of the group, with its entry in the log.
    pub(crate) fn accept(&mut self) -> Result<(), Error> {
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        if let Some(head) = self.next_head.take() {
            self.head = head;
        } else if !self.events.is_empty() || self.own.values().any(|slot| slot.logged) {
            let changes = self
                .own
                .iter()
                .filter(|(_, slot)| slot.logged)
                .map(|(key, slot)| (key.as_slice(), slot.value.as_deref()));
            let body = log::encode(&self.head, self.now, changes, &self.events)?;
            let (key, value) = log::stored(self.head.seq + 1, &body);
            let bytes = log::stored_bytes(&key, &value);
            self.head = self.head.appended(*blake3::hash(&body).as_bytes(), self.now, bytes);
            self.group_bytes += value.len();
            self.group.insert(key, Slot { value: Some(value), logged: false });
        }
        self.group_bytes += self.own_bytes;
        self.group.extend(std::mem::take(&mut self.own));
        Ok(())
    }

    /// Takes over an entry of another store's log as it is: its changes, the index entries that follow from them, and
    /// the entry itself under its own number, time and hash.
    ///
    /// # Errors
    /// [`Error::Chain`] when it does not follow the newest entry here.
    pub(crate) fn take_over(&mut self, tables: &[&'static dyn AnyTable], entry: &LogEntry) -> Result<(), Error> {
        let head = self.next_head.unwrap_or(self.head);
        if entry.seq != head.seq + 1 || entry.previous != head.hash {
            return Err(Error::Chain { seq: entry.seq, newest: head.seq });
        }
        self.unlimited();
        for change in &entry.changes {
            let table = tables.iter().find(|table| table.id() == change.table());
            table.ok_or(Error::Codec("the log names an unknown table"))?.apply(self, change)?;
        }
        let body = entry.to_bytes()?;
        let (key, value) = log::stored(entry.seq, &body);
        let bytes = log::stored_bytes(&key, &value);
        self.next_head = Some(head.appended(*blake3::hash(&body).as_bytes(), entry.at_micros, bytes));
        self.set(key, Some(value), false)
    }

    /// Removes the entries of the log before `first`, at most `limit` of them; gives how many.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub(crate) fn trim_log(&mut self, first: u64, limit: usize) -> Result<u64, Error> {
        let first = first.min(self.head.seq);
        let (low, _) = log::log_range(0);
        let (high, _) = log::log_range(first.saturating_sub(1));
        let old: Vec<_> =
            self.view().range(&low, &high, Direction::Ascending)?.take(limit).collect::<Result<_, _>>()?;
        let mut head = self.head;
        let mut removed = 0;
        self.unlimited();
        for (key, value) in old {
            head.log_bytes = head.log_bytes.saturating_sub(log::stored_bytes(&key, &value));
            head.log_first += 1;
            removed += 1;
            self.set(key, None, false)?;
        }
        self.next_head = Some(head);
        Ok(removed)
    }

    /// Sets the schema version the file has from this commit on.
    pub(crate) fn set_schema(&mut self, version: u32) {
        self.head.schema = version;
    }

    /// The state of the log after the accepted transactions.
    pub(crate) fn head(&self) -> Head {
        self.head
    }

    /// Bytes that wait for the commit.
    pub(crate) fn group_bytes(&self) -> usize {
        self.group_bytes
    }

    /// Whether nothing waits for the commit.
    pub(crate) fn nothing_accepted(&self) -> bool {
        self.group.is_empty()
    }

    /// All writes of the group, the log's new head among them, in key order.
    pub(crate) fn into_writes(mut self) -> Layer {
        let (key, value) = self.head.stored();
        self.group.insert(key, Slot { value: Some(value), logged: false });
        self.group
    }
}

/// Checks the limits of one key and value before anything of a record is written.
pub(crate) fn check_sizes(key: &[u8], value: &[u8]) -> Result<(), Error> {
    within("key in bytes", key.len(), MAX_KEY_BYTES)?;
    within("value in bytes", value.len(), MAX_VALUE_BYTES)
}

fn within(what: &'static str, size: usize, limit: usize) -> Result<(), Error> {
    if size <= limit { Ok(()) } else { Err(Error::TooLarge { what, size, limit }) }
}

/// Milliseconds, then the fraction of the millisecond in the 12 bits behind the version, so that
/// ids of later transactions are greater even within one millisecond.
fn first_id(now_micros: i64, random: u64) -> u128 {
    let now = now_micros.max(0).cast_unsigned();
    let millis = u128::from(now / 1000) & ((1 << 48) - 1);
    let fraction = u128::from((now % 1000) * 4096 / 1000);
    let low = u128::from(random >> 3);
    (millis << 80) | (0x7 << 76) | (fraction << 64) | (0b10 << 62) | low
}
