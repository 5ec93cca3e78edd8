//! What the program does by itself: feed the search index from the commit log, let holds and requests expire,
//! forget ended sessions.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread::JoinHandle,
    time::Duration,
};

use ayni_kernel::{Community, Event, Node, ReadTx, Result, tx::Now as _};
use ayni_search::Update;

/// Changes are searchable within this time.
const INDEX_EVERY: Duration = Duration::from_millis(300);

/// Every so many rounds the slower chores are done: half a minute.
const CHORES_EVERY: u32 = 100;

/// Log entries read for one index commit.
const BATCH: usize = 2_000;

/// Things that expire in one transaction.
const EXPIRE_AT_ONCE: usize = 100;

/// A feature's answer to an event: what changes in the search index.
type Documents = fn(&ReadTx, Event) -> Result<Option<Update>>;

/// Features that have documents in the search index, one line a feature: an event names a document's kind and
/// id, and the document as it is now (none when it is gone).
const DOCUMENTS: [Documents; 2] = [
    |tx, event| match event {
        Event::MemberChanged(id)
        | Event::MemberApplied(id)
        | Event::MemberActivated(id)
        | Event::MemberDeactivated(id) => {
            let gone = Update::Remove { kind: "member", id: id.bytes() };
            Ok(Some(ayni_members::document(tx, id)?.map_or(gone, Update::Put)))
        }
        _ => Ok(None),
    },
    |tx, event| match event {
        Event::ListingChanged(id) => {
            let gone = Update::Remove { kind: "listing", id: id.bytes() };
            Ok(Some(ayni_market::document(tx, id)?.map_or(gone, Update::Put)))
        }
        _ => Ok(None),
    },
];

/// The running jobs; they end when this is dropped.
pub(crate) struct Jobs {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Jobs {
    /// Starts the jobs' thread; `forget` is called among the chores. What changes the books is left alone while
    /// `may_write` says no: on a standby its primary does that.
    pub(crate) fn start(
        node: Node,
        forget: Arc<dyn Fn() + Send + Sync>,
        may_write: impl Fn() -> bool + Send + 'static,
    ) -> std::io::Result<Self> {
        let (stop, stopped) = channel();
        let work = move || rounds(&node, &stopped, forget.as_ref(), &may_write);
        let thread = std::thread::Builder::new().name("jobs".to_owned()).spawn(work)?;
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Jobs {
    fn drop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the jobs' thread had stopped early");
        }
    }
}

fn rounds(node: &Node, stopped: &Receiver<()>, forget: &(dyn Fn() + Send + Sync), may_write: &dyn Fn() -> bool) {
    let mut round = 0_u32;
    while matches!(stopped.recv_timeout(INDEX_EVERY), Err(RecvTimeoutError::Timeout)) {
        round = round.wrapping_add(1);
        let chores = round.is_multiple_of(CHORES_EVERY);
        for community in node.communities() {
            report("index", index(&community));
            if chores && may_write() {
                report("expire", expire(&community));
            }
        }
        if chores && may_write() {
            report("sweep", node.data().write(ayni_users::sweep).map(|_| ()));
        }
        if chores {
            forget();
        }
    }
}

fn report(job: &str, done: Result<()>) {
    if let Err(error) = done {
        tracing::warn!(job, %error, "a job failed and will be tried again");
    }
}

/// Brings the index up to the log. What an event names is read as it is now, so a late index is never wrong.
pub(crate) fn index(community: &Community) -> Result<()> {
    let store = community.data.store();
    let mut cursor = community.index.cursor()?;
    while cursor < store.status().seq {
        let entries = store.log(cursor, BATCH)?;
        let Some(last) = entries.last().map(|entry| entry.seq) else { break };
        let events = entries.iter().flat_map(|entry| &entry.events).filter_map(|bytes| Event::from_bytes(bytes));
        let updates = community.read(|tx| updates(tx, events))?;
        community.index.apply(updates, last)?;
        cursor = last;
    }
    Ok(())
}

/// One update a document, however many events named it.
fn updates(tx: &ReadTx, events: impl Iterator<Item = Event>) -> Result<Vec<Update>> {
    let mut latest: BTreeMap<(&'static str, [u8; 16]), Update> = BTreeMap::new();
    for event in events {
        for document in DOCUMENTS {
            if let Some(update) = document(tx, event)? {
                let key = match &update {
                    Update::Put(document) => (document.kind, document.id),
                    Update::Remove { kind, id } => (*kind, *id),
                };
                latest.insert(key, update);
            }
        }
    }
    Ok(latest.into_values().collect())
}

fn expire(community: &Community) -> Result<()> {
    // Asked first, so that quiet communities write nothing.
    if !community.read(|tx| ayni_ledger::has_due(tx, tx.now()))? {
        return Ok(());
    }
    while community.write(|tx| ayni_ledger::expire_due(tx, EXPIRE_AT_ONCE))? == EXPIRE_AT_ONCE {}
    Ok(())
}
