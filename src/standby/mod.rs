//! A warm standby: another node's log followed over HTTP, a deliberate takeover, and a term that fences the old one.
//!
//! The primary answers questions ([`ship`]); the standby asks them ([`follow`]). Neither trusts the other's word on
//! what it has: every question names the hash of the newest entry, so that two histories can never mix unseen.

mod backoff;
mod bootstrap;
mod client;
mod confirm;
mod copies;
mod digest;
mod fence;
mod follow;
mod machinery;
mod promote;
mod record;
mod ship;
mod status;
mod wire;

#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{
        Mutex, MutexGuard, OnceLock, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

use anyhow::{Result, bail};
use ayni_kernel::Node;
use ayni_storage::{Clock as _, Store, SystemClock};
use ayni_web::{Notice, Standing};
use tokio::sync::watch;

pub(crate) use bootstrap::{Existing, Start, prepare};
pub(crate) use client::Plain;
pub(crate) use digest::digests;
pub(crate) use machinery::{Machinery, Part};
pub(crate) use promote::promote;
pub(crate) use status::{noted, report, standbys};

use record::{Key, Position, Record, Role};

/// When a primary answers a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// When it is on its own disk.
    Async,
    /// When a standby has it too.
    Sync,
}

/// What the primary knows of a standby.
#[derive(Debug, Clone, Default)]
struct Seen {
    /// When it last asked, in microseconds since 1970.
    at_micros: i64,
    /// Number of the last transaction it has durably, by store.
    has: BTreeMap<String, u64>,
}

/// What a standby knows of one store of its primary.
#[derive(Debug, Clone, Default)]
struct Followed {
    /// Number of the newest transaction there.
    seq: u64,
    /// Its time, in microseconds since 1970.
    newest_micros: i64,
    /// Why it is not followed right now; none while it is.
    trouble: Option<String>,
}

/// A data folder's part in replication: what is remembered, and what is known while the program runs.
pub(crate) struct Replication {
    folder: PathBuf,
    record: Mutex<Record>,
    /// Held for reading while entries are taken over, for writing while a standby becomes a primary.
    applying: RwLock<()>,
    /// Held while stores are told to stop or go on, so that the last word is the newest.
    telling: Mutex<()>,
    /// Tells waiting tasks that the record changed.
    changed: watch::Sender<()>,
    /// Why a primary in sync mode takes no writes for now.
    halted: Mutex<Option<String>>,
    standbys: Mutex<BTreeMap<String, Seen>>,
    followed: Mutex<BTreeMap<String, Followed>>,
    mode: OnceLock<Mode>,
    notice: OnceLock<Notice>,
    /// What is remembered could not be written down yet.
    unwritten: AtomicBool,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The current time, in microseconds since 1970.
fn now_micros() -> i64 {
    SystemClock.now_micros()
}

/// A hash as messages write it.
fn hex(hash: &[u8; 32]) -> String {
    data_encoding::HEXLOWER.encode(hash)
}

/// Where a store's log stands.
fn position(name: &str, store: &Store) -> Position {
    let status = store.status();
    Position { store: name.to_owned(), seq: status.seq, head: hex(&status.head) }
}

/// The node's store and those of all registered communities that opened: a damaged one must not hold the others up.
/// The node comes last: whoever a community names is then in what is read of the node afterwards.
fn stores(node: &Node) -> Result<Vec<(String, Store)>> {
    let mut all = Vec::new();
    for entry in node.data().read(ayni_communities::list)? {
        if let Ok(community) = node.community(entry.id) {
            all.push((entry.id.to_string(), community.data.store().clone()));
        }
    }
    all.push((wire::NODE.to_owned(), node.data().store().clone()));
    Ok(all)
}

/// The store with this name, when it is registered here.
fn store_named(node: &Node, name: &str) -> Result<Option<Store>> {
    Ok(stores(node)?.into_iter().find(|(known, _)| known == name).map(|(_, store)| store))
}

impl Replication {
    /// Reads what the folder remembers.
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        copies::clear(folder)?;
        Ok(Self {
            folder: folder.to_owned(),
            record: Mutex::new(Record::load(folder)?),
            applying: RwLock::new(()),
            telling: Mutex::new(()),
            changed: watch::Sender::new(()),
            halted: Mutex::default(),
            standbys: Mutex::default(),
            followed: Mutex::default(),
            mode: OnceLock::new(),
            notice: OnceLock::new(),
            unwritten: AtomicBool::new(false),
        })
    }

    fn record(&self) -> Record {
        lock(&self.record).clone()
    }

    /// Which part the folder plays now.
    pub(crate) fn role(&self) -> Role {
        lock(&self.record).role
    }

    fn term(&self) -> u64 {
        lock(&self.record).term
    }

    fn mode(&self) -> Mode {
        self.mode.get().copied().unwrap_or(Mode::Async)
    }

    /// Changes what is remembered: on disk first.
    fn remember(&self, change: impl FnOnce(&mut Record)) -> Result<()> {
        let mut record = lock(&self.record);
        let mut next = record.clone();
        change(&mut next);
        if next != *record {
            next.save(&self.folder)?;
            *record = next;
            drop(record);
            self.changed.send_replace(());
        }
        Ok(())
    }

    /// Changes what is remembered at once, and then on disk: for what must hold even where nothing can be written.
    /// When it could not be written, the next call tries again.
    fn remember_at_once(&self, change: impl FnOnce(&mut Record)) -> Result<()> {
        let mut record = lock(&self.record);
        let before = record.clone();
        change(&mut record);
        if *record == before && !self.unwritten.load(Ordering::Acquire) {
            return Ok(());
        }
        self.unwritten.store(true, Ordering::Release);
        record.save(&self.folder)?;
        self.unwritten.store(false, Ordering::Release);
        drop(record);
        self.changed.send_replace(());
        Ok(())
    }

    /// Whether jobs may change anything here.
    pub(crate) fn may_write(&self) -> bool {
        self.why_stopped().is_none()
    }

    /// Why this folder's stores take no writes, as a sentence that says what to do; none when they do.
    pub(crate) fn why_stopped(&self) -> Option<String> {
        let record = self.record();
        match record.role {
            Role::Primary => lock(&self.halted).clone(),
            Role::Standby => {
                let primary = record.pairing.map(|pairing| pairing.url).unwrap_or_default();
                Some(format!(
                    "This is the standby of {primary}. Changes are made there. To let this one take over, run: ayni promote"
                ))
            }
            Role::Fenced => {
                let unshipped = if fence::unshipped(&self.folder).is_empty() {
                    String::new()
                } else {
                    format!(" What it had not shipped lies in {}.", self.folder.join(fence::UNSHIPPED).display())
                };
                Some(format!(
                    "Another node took over (term {}), and this one takes no changes any more.{unshipped} Use the other node; to make this one its standby, run: ayni standby --anew",
                    record.term
                ))
            }
        }
    }

    /// Stops or allows writes in every open store, and tells the site.
    fn put_into_effect(&self, node: &Node) {
        let _one_at_a_time = lock(&self.telling);
        let why = self.why_stopped();
        let communities = node.communities();
        let open = communities.iter().map(|community| community.data.store()).chain([node.data().store()]);
        for store in open {
            match &why {
                Some(why) => store.stop_writes(why),
                None => store.allow_writes(),
            }
        }
        if let Some(notice) = self.notice.get() {
            notice.set(self.standing());
        }
    }

    fn standing(&self) -> Standing {
        let record = self.record();
        match record.role {
            Role::Primary if lock(&self.halted).is_some() => Standing::Waiting,
            Role::Primary => Standing::Primary,
            Role::Standby => {
                Standing::Standby { primary: record.pairing.map(|pairing| pairing.url).unwrap_or_default() }
            }
            Role::Fenced => Standing::Replaced,
        }
    }

    /// Makes a new secret for standbys of this node; the one before is of no use any more.
    pub(crate) fn make_key(&self) -> Result<String> {
        if self.role() != Role::Primary {
            bail!("This folder belongs to no primary. Make the key on the node that is to be followed.");
        }
        let key = Key::make();
        self.remember(|record| record.accepts = Some(key.hash()))?;
        Ok(key.secret().to_owned())
    }

    /// Whether this is the secret of our standbys. Compared as hashes, in constant time.
    fn accepts(&self, secret: &str) -> bool {
        let known = lock(&self.record).accepts.clone();
        let known = known.and_then(|hash| blake3::Hash::from_hex(hash).ok());
        known.is_some_and(|known| known == blake3::hash(secret.as_bytes()))
    }

    /// Notes what a standby has.
    fn saw(&self, standby: &str, store: &str, seq: u64) {
        let mut standbys = lock(&self.standbys);
        let seen = standbys.entry(standby.to_owned()).or_default();
        seen.at_micros = now_micros();
        seen.has.insert(store.to_owned(), seq);
    }

    /// Notes how a store of the primary is followed; says so in the log when that changes.
    fn follows(&self, store: &str, now: Followed) {
        let mut followed = lock(&self.followed);
        let before = followed.entry(store.to_owned()).or_default();
        match &now.trouble {
            Some(why) if before.trouble != now.trouble => tracing::warn!(store, why, "cannot follow the primary"),
            None if before.trouble.is_some() => tracing::info!(store, "following the primary again"),
            _ => {}
        }
        *before = now;
    }

    /// Notes why a store of the primary cannot be followed.
    fn lost(&self, store: &str, why: &str) {
        let before = lock(&self.followed).get(store).cloned().unwrap_or_default();
        self.follows(store, Followed { trouble: Some(why.to_owned()), ..before });
    }

    /// Number of the last transaction of a store that some standby has.
    fn confirmed(&self, store: &str) -> u64 {
        lock(&self.standbys).values().filter_map(|seen| seen.has.get(store)).copied().max().unwrap_or_default()
    }
}
