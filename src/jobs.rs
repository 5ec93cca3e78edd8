//! What the program does by itself: feed the search index from the commit log, let holds and requests expire,
//! forget ended sessions.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread::JoinHandle,
    time::Duration,
};

use ayni_bookings::Progress;
use ayni_kernel::{
    Community, Data, Error, Event, ListingId, MemberId, Node, ReadTx, ResourceId, Result, SeriesId, tx::Now as _,
};
use ayni_search::{Document, Update};
use ayni_storage::LogRetention;

/// Changes are searchable within this time.
const INDEX_EVERY: Duration = Duration::from_millis(300);

/// Every so many rounds the slower chores are done: half a minute.
const CHORES_EVERY: u32 = 100;

/// Every so many rounds files that nothing names are looked for: an hour.
const COLLECT_EVERY: u32 = 12_000;

/// The hours of the community's night in which files are made smaller.
const QUIET_HOURS: std::ops::Range<i8> = 3..5;

/// Files below this size are not worth it, in bytes.
const COMPACT_ABOVE: u64 = 16 << 20;

/// What the search index is called among the consumers of the log.
const CONSUMER: &str = "search";

/// Entries that a start looks at again at most: some seconds' work.
const UNKEPT: u64 = 100_000;

/// Log entries read for one index commit.
const BATCH: usize = 2_000;

/// The log keeps at least a month, and more while it is small.
const RETENTION: LogRetention = LogRetention { micros: 30 * 86_400_000_000, bytes: 256 << 20 };

/// Things that expire in one transaction.
const EXPIRE_AT_ONCE: usize = 100;

/// Bookings that are ended in one transaction: each moves money and tells somebody, some forty keys of the 500.
const END_AT_ONCE: usize = 10;

/// Saved searches that a new listing is compared with in one transaction: those it fits get a notice, four keys each.
const COMPARE_AT_ONCE: usize = 100;

/// Weeks of resources counted in one transaction: a key or two each, of the hundreds that one may have.
const COUNT_AT_ONCE: usize = 100;

/// Transfers counted for reciprocity in one transaction: a key each, of the hundreds that one may have.
const FOLLOW_AT_ONCE: usize = 100;

/// Members visited for reciprocity in one transaction: each looks at some hundred partners.
const VISIT_AT_ONCE: usize = 20;

/// Such transactions in one round of chores, so that a small community is through at once and a large one in an hour.
const VISITS: usize = 10;

/// A sixteen-byte id, of whatever kind.
type Id = [u8; 16];

/// A feature that has documents in the search index.
struct Documented {
    /// The documents' kind.
    kind: &'static str,
    /// The document that an event is about.
    of: fn(Event) -> Option<Id>,
    /// The document as it is now; `None` when there is none any more.
    document: fn(&ReadTx, Id) -> Result<Option<Document>>,
    /// The ids after one of them, in their order, at most so many.
    ids_after: fn(&ReadTx, Option<Id>, usize) -> Result<Vec<Id>>,
}

/// Features that have documents in the search index, one entry a feature.
const DOCUMENTED: [Documented; 3] = [
    Documented {
        kind: "member",
        of: |event| match event {
            Event::MemberChanged(id)
            | Event::MemberApplied(id)
            | Event::MemberActivated(id)
            | Event::MemberDeactivated(id) => Some(id.bytes()),
            _ => None,
        },
        document: |tx, id| ayni_members::document(tx, MemberId::from_bytes(id)),
        ids_after: |tx, after, limit| {
            let ids = ayni_members::ids_after(tx, after.map(MemberId::from_bytes), limit)?;
            Ok(ids.into_iter().map(MemberId::bytes).collect())
        },
    },
    Documented {
        kind: "listing",
        of: |event| match event {
            Event::ListingChanged(id) => Some(id.bytes()),
            _ => None,
        },
        document: |tx, id| ayni_market::document(tx, ListingId::from_bytes(id)),
        ids_after: |tx, after, limit| {
            let ids = ayni_market::ids_after(tx, after.map(ListingId::from_bytes), limit)?;
            Ok(ids.into_iter().map(ListingId::bytes).collect())
        },
    },
    Documented {
        kind: "resource",
        of: |event| match event {
            Event::ResourceChanged(id) => Some(id.bytes()),
            _ => None,
        },
        document: |tx, id| ayni_resources::document(tx, ResourceId::from_bytes(id)),
        ids_after: |tx, after, limit| {
            let ids = ayni_resources::ids_after(tx, after.map(ResourceId::from_bytes), limit)?;
            Ok(ids.into_iter().map(ResourceId::bytes).collect())
        },
    },
];

/// Something of another part of the program that is done from time to time.
pub(crate) type Chore = Arc<dyn Fn() + Send + Sync>;

/// The running jobs; they end when this is dropped.
pub(crate) struct Jobs {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Jobs {
    /// Starts the jobs' thread; `chore` is called among the chores, `often` every round. What changes the books is left
    /// alone while `may_write` says no: on a standby its primary does that.
    pub(crate) fn start(
        node: Node,
        chore: Chore,
        often: Chore,
        may_write: impl Fn() -> bool + Send + 'static,
    ) -> std::io::Result<Self> {
        let (stop, stopped) = channel();
        let work = move || rounds(&node, &stopped, chore.as_ref(), often.as_ref(), &may_write);
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

fn rounds(node: &Node, stopped: &Receiver<()>, chore: &dyn Fn(), often: &dyn Fn(), may_write: &dyn Fn() -> bool) {
    let mut round = 0_u32;
    while matches!(stopped.recv_timeout(INDEX_EVERY), Err(RecvTimeoutError::Timeout)) {
        round = round.wrapping_add(1);
        let chores = round.is_multiple_of(CHORES_EVERY);
        often();
        for community in node.communities() {
            report("index", index(&community));
            if chores && may_write() {
                report("expire", expire(&community));
                report("count", count(&community));
                report("reciprocity", go_round(&community));
            }
            if chores {
                report("log", retain(&community.data));
            }
            if round.is_multiple_of(COLLECT_EVERY) && may_write() {
                report("notices", forget_notices(&community));
                report("files", collect(&community));
                report("compact", compact(&community));
            }
        }
        if chores && may_write() {
            report("sweep", node.data().write(ayni_users::sweep).map(|_| ()));
        }
        if chores {
            report("log", retain(node.data()));
            chore();
        }
    }
}

fn report(job: &str, done: Result<()>) {
    match done {
        Ok(()) => {}
        // The store said so once already, and its admin page shows it.
        Err(Error::Unavailable(why)) => tracing::debug!(job, %why, "a job waits"),
        Err(error) => tracing::warn!(job, %error, "a job failed and will be tried again"),
    }
}

/// Brings the index up to the log. What an event names is read as it is now, so a late index is never wrong.
pub(crate) fn index(community: &Community) -> Result<()> {
    let store = community.data.store();
    if store.noted_cursor(CONSUMER) == Some(store.status().seq) {
        return Ok(());
    }
    // Most entries change nothing that is searched for. How far those were looked at is remembered in memory only,
    // since each commit of the index costs more than hundreds of payments.
    let mut kept = community.index.cursor()?;
    let mut cursor = store.noted_cursor(CONSUMER).filter(|noted| *noted > kept).unwrap_or(kept);
    // An index from before the oldest entry, or from after the newest one: the store was brought back from a backup.
    if cursor + 1 < store.log_kept()?.first || cursor > store.status().seq {
        cursor = index_anew(community)?;
        kept = cursor;
    }
    while cursor < store.status().seq {
        let entries = store.log(cursor, BATCH)?;
        let Some(last) = entries.last().map(|entry| entry.seq) else { break };
        let events = entries.iter().flat_map(|entry| &entry.events).filter_map(|bytes| Event::from_bytes(bytes));
        let updates = community.read(|tx| updates(tx, events))?;
        if !updates.is_empty() || last - kept > UNKEPT {
            community.index.apply(updates, last)?;
            kept = last;
        }
        cursor = last;
        store.note_cursor(CONSUMER, cursor);
    }
    store.note_cursor(CONSUMER, cursor);
    Ok(())
}

/// One update a document, however many events named it.
fn updates(tx: &ReadTx, events: impl Iterator<Item = Event>) -> Result<Vec<Update>> {
    let named = |event| DOCUMENTED.iter().filter_map(move |feature| Some((feature.kind, (feature.of)(event)?)));
    let named: BTreeSet<(&str, Id)> = events.flat_map(named).collect();
    let mut updates = Vec::with_capacity(named.len());
    for feature in &DOCUMENTED {
        for (kind, id) in named.iter().filter(|(kind, _)| *kind == feature.kind) {
            let document = (feature.document)(tx, *id)?;
            updates.push(document.map_or(Update::Remove { kind, id: *id }, Update::Put));
        }
    }
    Ok(updates)
}

/// Makes the index from the records themselves, for one that is older than the oldest entry of the log. Gives the
/// number of the transaction from which the log goes on.
fn index_anew(community: &Community) -> Result<u64> {
    tracing::info!(community = %community.id, "making the search index anew from the records");
    community.index.clear()?;
    // What changes meanwhile is in the log after this.
    let from = community.data.store().status().seq;
    for feature in &DOCUMENTED {
        let mut after = None;
        loop {
            let ids = community.read(|tx| (feature.ids_after)(tx, after, BATCH))?;
            let Some(last) = ids.last().copied() else { break };
            let put = |tx: &ReadTx| -> Result<Vec<Update>> {
                let documents = ids.iter().filter_map(|id| (feature.document)(tx, *id).transpose());
                documents.map(|document| document.map(Update::Put)).collect()
            };
            community.index.apply(community.read(put)?, 0)?;
            after = Some(last);
        }
    }
    community.index.apply(Vec::new(), from)?;
    Ok(from)
}

/// Removes files that no record names: what was uploaded and never saved, and photos that were replaced.
fn collect(community: &Community) -> Result<()> {
    let (named, now) = community.read(|tx| {
        let mut named: BTreeSet<[u8; 32]> = ayni_members::photos(tx)?.into_iter().collect();
        named.extend(ayni_communities::settings(tx)?.logo);
        named.extend(ayni_resources::files(tx)?);
        named.extend(ayni_market::files(tx)?);
        Ok((named, tx.now()))
    })?;
    let removed = community.blobs.collect(&named, now.micros())?;
    if removed > 0 {
        tracing::info!(removed, "files that nothing names any more were removed");
    }
    Ok(())
}

/// At night, gives back the room that a community's file no longer needs. It can be used meanwhile.
fn compact(community: &Community) -> Result<()> {
    let store = community.data.store();
    let hour = community.read(|tx| {
        let zone = ayni_communities::settings(tx)?.time_zone.zone();
        Ok(tx.now().in_zone(&zone).hour())
    })?;
    let size = store.status().file_bytes;
    if !QUIET_HOURS.contains(&hour) || size < COMPACT_ABOVE || store.snapshot()?.content_bytes()? * 2 > size {
        return Ok(());
    }
    let (before, after) = store.compact(ayni_founding::community_schema())?;
    tracing::info!(community = %community.id, before, after, "unused room was given back to the disk");
    Ok(())
}

/// Removes what need not be kept of a log. A log is the way back to any minute, so it is kept for long.
fn retain(data: &Data) -> Result<()> {
    let now = data.read(|tx| Ok(tx.now()))?;
    let removed = data.store().retain_log(RETENTION, now.micros())?;
    if removed > 0 {
        tracing::info!(removed, "old entries of the commit log were removed");
    }
    Ok(())
}

/// Forgets what was told long ago.
fn forget_notices(community: &Community) -> Result<()> {
    while community.read(|tx| ayni_notices::has_old(tx, tx.now()))? {
        community.write(|tx| ayni_notices::sweep(tx, EXPIRE_AT_ONCE))?;
    }
    Ok(())
}

fn expire(community: &Community) -> Result<()> {
    // Asked first, so that quiet communities write nothing.
    if community.read(|tx| ayni_ledger::has_due(tx, tx.now()))? {
        while community.write(|tx| ayni_ledger::expire_due(tx, EXPIRE_AT_ONCE))? == EXPIRE_AT_ONCE {}
    }
    if community.read(|tx| ayni_bookings::has_due(tx, tx.now()))? {
        while community.write(|tx| ayni_bookings::expire_due(tx, END_AT_ONCE))? == END_AT_ONCE {}
    }
    if community.read(|tx| ayni_bookings::has_due_waits(tx, tx.now()))? {
        while community.write(|tx| ayni_bookings::expire_waits(tx, EXPIRE_AT_ONCE))? == EXPIRE_AT_ONCE {}
    }
    if community.read(|tx| ayni_market::has_due(tx, tx.now()))? {
        while community.write(|tx| ayni_market::remind_due(tx, EXPIRE_AT_ONCE))? == EXPIRE_AT_ONCE {}
    }
    if community.read(|tx| ayni_agreements::has_due(tx, tx.now()))? {
        while community.write(|tx| ayni_agreements::expire_due(tx, EXPIRE_AT_ONCE))? == EXPIRE_AT_ONCE {}
    }
    while community.read(ayni_market::has_news)? {
        community.write(|tx| ayni_market::announce(tx, COMPARE_AT_ONCE))?;
    }
    if community.read(|tx| ayni_market::has_tidings(tx, tx.now()))? {
        while community.write(|tx| ayni_market::tell_found(tx, END_AT_ONCE))? == END_AT_ONCE {}
    }
    for series in community.read(|tx| ayni_bookings::due_series(tx, tx.now(), EXPIRE_AT_ONCE))? {
        go_on(community, series)?;
    }
    Ok(())
}

/// Counts anew what changed of the use of resources.
fn count(community: &Community) -> Result<()> {
    while community.read(|tx| ayni_occupancy::has_work(tx, tx.now()))? {
        community.write(|tx| ayni_occupancy::refresh(tx, COUNT_AT_ONCE))?;
    }
    Ok(())
}

/// Counts the exchanges of members, and visits some of them.
fn go_round(community: &Community) -> Result<()> {
    while community.read(|tx| ayni_reciprocity::has_work(tx))? {
        community.write(|tx| ayni_reciprocity::count(tx, FOLLOW_AT_ONCE))?;
    }
    for _ in 0..VISITS {
        if !community.read(|tx| ayni_reciprocity::is_time(tx, tx.now()))? {
            break;
        }
        community.write(|tx| ayni_reciprocity::visit(tx, VISIT_AT_ONCE))?;
    }
    Ok(())
}

/// Does what is to be done about a repeating booking, date by date.
fn go_on(community: &Community, series: SeriesId) -> Result<()> {
    loop {
        let progress = match community.write(move |tx| ayni_bookings::step(tx, series)) {
            Err(Error::Conflict(_) | Error::Invalid(_)) => {
                community.write(move |tx| ayni_bookings::leave_out(tx, series))?
            }
            other => other?,
        };
        if progress == Progress::Done {
            return Ok(());
        }
    }
}
