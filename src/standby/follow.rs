//! Following: one task a store asks for what comes next, takes it over durably, and thereby says that it has it.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};

use ayni_kernel::{CommunityId, Event};
use ayni_storage::{LogEntry, Store};

use super::{
    Followed, Replication,
    backoff::Backoff,
    bootstrap,
    client::{Client, Fault},
    lock, position,
    record::Role,
    store_named, stores,
    wire::{self, LONGEST_WAIT_SECONDS, NODE, Refusal},
};
use crate::house::{self, House};

/// Follows all stores of a primary until this node is promoted or ends.
pub(super) struct Follower {
    house: Arc<House>,
    client: Client,
    /// The stores that have their task.
    running: Mutex<BTreeSet<String>>,
}

/// Whether a transaction may have named a file: everything but what is known to move money only.
fn may_name_files(entry: &LogEntry) -> bool {
    let moves_money = |bytes: &Vec<u8>| {
        matches!(
            Event::from_bytes(bytes),
            Some(
                Event::TransferPosted(_)
                    | Event::HoldPlaced(_)
                    | Event::HoldResolved(_)
                    | Event::PaymentRequested(_)
                    | Event::RequestResolved(_)
            )
        )
    };
    entry.events.is_empty() || !entry.events.iter().all(moves_money)
}

impl Follower {
    pub(super) fn new(house: &Arc<House>, client: Client) -> Arc<Self> {
        Arc::new(Self { house: Arc::clone(house), client, running: Mutex::default() })
    }

    fn replication(&self) -> &Replication {
        self.house.replication()
    }

    /// Compares all stores with the primary's once, so that a standby that can never follow says so at its start. A
    /// primary that cannot be reached is no reason to stay down.
    pub(super) async fn compare(&self) -> Result<(), Fault> {
        for (name, store) in stores(self.house.node())? {
            match self.ask(&name, &store, wire::LEAST_BATCH_BYTES, 0).await {
                Err(fault @ (Fault::Denied | Fault::Refused(Refusal::Trimmed | Refusal::Differs))) => {
                    return Err(fault);
                }
                Err(fault) => self.replication().lost(&name, &fault.to_string()),
                Ok((_, heard)) => self.replication().follows(&name, heard),
            }
        }
        Ok(())
    }

    /// Starts a task for every store.
    pub(super) fn start(self: &Arc<Self>) -> Result<(), Fault> {
        for (name, _) in stores(self.house.node())? {
            self.start_store(name);
        }
        Ok(())
    }

    fn start_store(self: &Arc<Self>, name: String) {
        if lock(&self.running).insert(name.clone()) {
            let follower = Arc::clone(self);
            tokio::spawn(async move {
                follower.keep_following(&name).await;
                lock(&follower.running).remove(&name);
            });
        }
    }

    async fn keep_following(self: &Arc<Self>, name: &str) {
        let (mut backoff, mut bytes) = (Backoff::of_questions(), wire::BATCH_BYTES);
        while self.replication().role() == Role::Standby {
            match self.round(name, bytes).await {
                Ok(()) => {
                    backoff.reset();
                    bytes = (bytes * 2).min(wire::BATCH_BYTES);
                }
                Err(Fault::Missing) if name != NODE && !self.is_registered(name) => {
                    return tracing::info!(store = name, "the primary does not have this community any more");
                }
                Err(fault) => {
                    self.replication().lost(name, &fault.to_string());
                    // A connection that breaks all the time carries small answers sooner than large ones.
                    bytes = (bytes / 2).max(wire::LEAST_BATCH_BYTES);
                    backoff.pause().await;
                }
            }
        }
    }

    /// Asks once, and takes over what came.
    async fn round(self: &Arc<Self>, name: &str, bytes: usize) -> Result<(), Fault> {
        let Some(store) = store_named(self.house.node(), name)?.or(self.unregistered(name)) else {
            return Err(Fault::Missing);
        };
        let (entries, heard) = self.ask(name, &store, bytes, LONGEST_WAIT_SECONDS).await?;
        if !entries.is_empty() {
            if name == NODE {
                self.meet_communities().await?;
            } else if entries.iter().any(may_name_files) {
                let folder = house::files_folder(self.house.folder(), community(name)?);
                bootstrap::fetch_files(&self.client, self.replication().term(), name, &folder).await?;
            }
            self.take_over(store, entries).await?;
        }
        self.replication().follows(name, heard);
        Ok(())
    }

    fn is_registered(&self, name: &str) -> bool {
        store_named(self.house.node(), name).is_ok_and(|store| store.is_some())
    }

    /// A community that was fetched, and whose registration is still to come.
    fn unregistered(&self, name: &str) -> Option<Store> {
        let open = self.house.node().communities();
        open.iter().find(|community| community.id.to_string() == name).map(|community| community.data.store().clone())
    }

    async fn ask(
        &self,
        name: &str,
        store: &Store,
        bytes: usize,
        seconds: u64,
    ) -> Result<(Vec<LogEntry>, Followed), Fault> {
        let at = position(name, store);
        let path = format!("/log/{name}?after={}&head={}&bytes={bytes}&wait={seconds}", at.seq, at.head);
        let answer = self.client.wait(&path, self.replication().term(), seconds).await?;
        self.agree(answer.term)?;
        let number = |header| answer.number(header).unwrap_or_default();
        let heard =
            Followed { seq: number(wire::SEQ).cast_unsigned(), newest_micros: number(wire::NEWEST), trouble: None };
        Ok((wire::unpack(&answer.bytes().await?)?, heard))
    }

    /// Takes the primary's term over; refuses to follow one that is older than what was seen already.
    fn agree(&self, term: u64) -> Result<(), Fault> {
        let own = self.replication().term();
        if term < own {
            return Err(Fault::Here(format!(
                "The node at that address writes in term {term}, but term {own} was seen already: it was replaced. Follow the one that takes changes."
            )));
        }
        Ok(self.replication().remember(|record| record.term = record.term.max(term))?)
    }

    /// Fetches the communities that the primary has and this node does not. Done before the node's entries are
    /// taken over, so that a community is whole before anybody can find it.
    async fn meet_communities(self: &Arc<Self>) -> Result<(), Fault> {
        let term = self.replication().term();
        for state in bootstrap::list(&self.client, term).await? {
            let name = &state.at.store;
            if name != NODE && self.unregistered(name).is_none() {
                bootstrap::fetch_community(&self.client, term, self.house.folder(), name).await?;
                self.house.node().community(community(name)?)?;
                self.start_store(name.clone());
            }
        }
        Ok(())
    }

    /// Makes entries this node's own, durably. Not one more once the node was promoted.
    async fn take_over(&self, store: Store, entries: Vec<LogEntry>) -> Result<(), Fault> {
        let house = Arc::clone(&self.house);
        let taking = move || {
            let replication = house.replication();
            let _going_on = replication.applying.read().unwrap_or_else(PoisonError::into_inner);
            if replication.role() != Role::Standby {
                return Err(Fault::Here("This node was promoted.".to_owned()));
            }
            Ok(store.replay(entries)?)
        };
        tokio::task::spawn_blocking(taking).await.map_err(anyhow::Error::from)?
    }
}

fn community(name: &str) -> Result<CommunityId, Fault> {
    name.parse().map_err(|_| Fault::Here(format!("The primary names a community {name}, which is no id.")))
}
