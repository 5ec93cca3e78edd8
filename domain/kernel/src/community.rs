//! The handles through which everything is reached: one store's data, a community, the node that holds them.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use ayni_search::Index;
use ayni_storage::{Blobs, Store};

use crate::{CommunityId, Error, Event, Reactor, Result, tx::ReadTx, tx::WriteTx};

/// Transactions of which [`Data::news`] tells at once; whoever is further behind asks again.
const NEWS_AT_ONCE: usize = 256;

/// What happened since a position in the commit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// The position up to which it tells.
    pub seq: u64,
    /// What happened, in order; events of a newer program are left out.
    pub events: Vec<Event>,
}

/// One store with the domain's transactions.
#[derive(Clone)]
pub struct Data {
    store: Store,
    reactors: &'static [Reactor],
}

impl Data {
    /// Wraps an open store; `reactors` answer the events of its transactions.
    pub const fn new(store: Store, reactors: &'static [Reactor]) -> Self {
        Self { store, reactors }
    }

    /// Reads a snapshot; never waits for writers.
    pub fn read<T>(&self, work: impl FnOnce(&ReadTx) -> Result<T>) -> Result<T> {
        self.store.read(work)?
    }

    /// Queues a use case for the store's single writer and waits for the durable commit.
    pub fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut WriteTx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let reactors = self.reactors;
        self.store.write(move |tx| work(&mut WriteTx::new(tx, reactors)))?
    }

    /// Queues a use case and answers through `done` once the commit is on disk, or at once after a refusal.
    pub fn submit<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut WriteTx<'_>) -> Result<T> + Send + 'static,
        done: impl FnOnce(Result<T>) + Send + 'static,
    ) {
        let reactors = self.reactors;
        self.store.submit(
            move |tx| work(&mut WriteTx::new(tx, reactors)),
            move |answer| done(answer.unwrap_or_else(|broken| Err(Error::from(broken)))),
        );
    }

    /// What happened after a position in the commit log (a [`ReadTx`] knows its own): waits for it when nothing did,
    /// no longer than `patience`, and holds the thread meanwhile.
    pub fn news(&self, after: u64, patience: Duration) -> Result<News> {
        self.store.wait_log(after, patience);
        let entries = self.store.log(after, NEWS_AT_ONCE)?;
        let seq = entries.last().map_or(after, |entry| entry.seq);
        let events = entries.iter().flat_map(|entry| &entry.events).filter_map(|bytes| Event::from_bytes(bytes));
        Ok(News { seq, events: events.collect() })
    }

    /// The engine below, for jobs that follow the log, back up or check.
    pub const fn store(&self) -> &Store {
        &self.store
    }
}

/// A tenant: its data, its search index and its files.
#[derive(Clone)]
pub struct Community {
    /// Which one.
    pub id: CommunityId,
    /// Its store.
    pub data: Data,
    /// Its search index, fed from the commit log.
    pub index: Index,
    /// Its files (photos, logos), named by their hash.
    pub blobs: Blobs,
}

impl Community {
    /// Reads a snapshot; see [`Data::read`].
    pub fn read<T>(&self, work: impl FnOnce(&ReadTx) -> Result<T>) -> Result<T> {
        self.data.read(work)
    }

    /// Runs a use case and waits for its commit; see [`Data::write`].
    pub fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut WriteTx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.data.write(work)
    }
}

/// Opens the parts of a community that belongs to this node; making its folder when it is new.
pub type Opener = dyn Fn(CommunityId) -> Result<Community> + Send + Sync;

/// The running process as the domain sees it: the node's own store and its communities.
#[derive(Clone)]
pub struct Node {
    data: Data,
    opener: Arc<Opener>,
    /// What was opened, and what did not open: trying again would cost much and help nobody.
    open: Arc<RwLock<BTreeMap<CommunityId, Result<Community>>>>,
}

impl Node {
    /// A node over its own store; `opener` opens a community's parts the first time it is asked for.
    pub fn new(data: Data, opener: Arc<Opener>) -> Self {
        Self { data, opener, open: Arc::default() }
    }

    /// The node's own store: logins, sessions, the registry of communities.
    pub const fn data(&self) -> &Data {
        &self.data
    }

    /// The handle of a community, opened when it was not yet. One that did not open stays closed, with the same
    /// answer, until it is forgotten or the program starts again.
    pub fn community(&self, id: CommunityId) -> Result<Community> {
        if let Some(community) = self.open.read().unwrap_or_else(PoisonError::into_inner).get(&id) {
            return community.clone();
        }
        let mut open = self.open.write().unwrap_or_else(PoisonError::into_inner);
        open.entry(id).or_insert_with(|| (self.opener)(id)).clone()
    }

    /// Notes that a community cannot be opened, and why: from now on that is the answer.
    pub fn close_off(&self, id: CommunityId, why: Error) {
        self.open.write().unwrap_or_else(PoisonError::into_inner).insert(id, Err(why));
    }

    /// Every community that is open now.
    pub fn communities(&self) -> Vec<Community> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        open.values().filter_map(|community| community.clone().ok()).collect()
    }

    /// Drops the handle of a community that was given up (a failed import); its store closes with its last user.
    pub fn forget(&self, id: CommunityId) {
        self.open.write().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }
}
