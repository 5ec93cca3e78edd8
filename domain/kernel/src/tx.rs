//! Transactions as use cases see them: storage's, with the domain's ids, times and events.

use std::ops::{Deref, DerefMut};

pub use ayni_storage::Reads;

use crate::{Event, Reactor, Result, Timestamp};

/// A snapshot of one store. Never waits for the writer.
pub use ayni_storage::ReadTx;

/// The current moment of a read.
pub trait Now {
    /// When this transaction takes place.
    fn now(&self) -> Timestamp;
}

impl Now for ReadTx {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.now_micros())
    }
}

impl Now for WriteTx<'_> {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.inner.now_micros())
    }
}

/// One transaction of the store's single writer: all of it happens, or nothing.
pub struct WriteTx<'a> {
    inner: &'a mut ayni_storage::WriteTx,
    reactors: &'static [Reactor],
}

impl<'a> WriteTx<'a> {
    pub(crate) fn new(inner: &'a mut ayni_storage::WriteTx, reactors: &'static [Reactor]) -> Self {
        Self { inner, reactors }
    }

    /// The moment of this transaction: later than that of every earlier one, whatever the clock does.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.inner.now_micros())
    }

    /// A new id (UUIDv7, RFC 9562 section 5.7), of whatever kind the caller needs.
    pub fn id<T: From<[u8; 16]>>(&mut self) -> T {
        T::from(self.inner.new_id())
    }

    /// Tells what happened: into the commit log, and to the features that react in this same transaction.
    pub fn emit(&mut self, event: Event) -> Result<()> {
        self.inner.emit(event.to_bytes());
        self.reactors.iter().try_for_each(|react| react(self, event))
    }
}

impl Reads for WriteTx<'_> {
    fn view(&self) -> ayni_storage::View<'_> {
        self.inner.view()
    }

    fn at_micros(&self) -> i64 {
        self.inner.now_micros()
    }
}

impl Deref for WriteTx<'_> {
    type Target = ayni_storage::WriteTx;

    fn deref(&self) -> &Self::Target {
        self.inner
    }
}

impl DerefMut for WriteTx<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.inner
    }
}
