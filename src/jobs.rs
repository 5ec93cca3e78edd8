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
use ayni_kernel::{Community, Data, Error, Node, ReadTx, Result, SeriesId, WriteTx, tx::Now as _};
use ayni_storage::LogRetention;

use crate::indexing::{self, Standing};

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

/// Transfers counted for the statistics in one transaction: some eight keys each, of the hundreds that one may have.
const TALLY_AT_ONCE: usize = 50;

/// Members visited for reciprocity in one transaction: each looks at some hundred partners.
const VISIT_AT_ONCE: usize = 20;

/// Such transactions in one round, so that new things stay searchable while years of weeks are counted.
const COUNTS_A_ROUND: usize = 8;

/// Something of another part of the program that is done from time to time.
pub(crate) type Chore = Arc<dyn Fn() + Send + Sync>;

/// The running jobs; they end when this is dropped.
pub(crate) struct Jobs {
    stop: Vec<Sender<()>>,
    threads: Vec<JoinHandle<()>>,
}

impl Jobs {
    /// Starts the jobs' threads: one feeds the search indexes and waits for nothing else; `chore` is called among the chores, `often` every round. What changes the books is left
    /// alone while `may_write` says no: on a standby its primary does that.
    pub(crate) fn start(
        node: Node,
        chore: Chore,
        often: Chore,
        may_write: impl Fn() -> bool + Send + 'static,
    ) -> std::io::Result<Self> {
        let thread = |name: &str| std::thread::Builder::new().name(name.to_owned());
        let ((stop_feed, feed_stopped), (stop, stopped)) = (channel(), channel());
        let of_feed = node.clone();
        let feeding = thread("index").spawn(move || feed(&of_feed, &feed_stopped))?;
        let work = move || rounds(&node, &stopped, chore.as_ref(), often.as_ref(), &may_write);
        let working = thread("jobs").spawn(work)?;
        Ok(Self { stop: vec![stop_feed, stop], threads: vec![feeding, working] })
    }
}

impl Drop for Jobs {
    fn drop(&mut self) {
        self.stop.clear();
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a thread of the jobs had stopped early");
            }
        }
    }
}

fn rounds(node: &Node, stopped: &Receiver<()>, chore: &dyn Fn(), often: &dyn Fn(), may_write: &dyn Fn() -> bool) {
    let mut round = 0_u32;
    // After a first start, an import or a restart weeks may be missing, which people ask for at once.
    let mut behind = true;
    while matches!(stopped.recv_timeout(INDEX_EVERY), Err(RecvTimeoutError::Timeout)) {
        round = round.wrapping_add(1);
        let chores = round.is_multiple_of(CHORES_EVERY);
        let counts = (chores || behind) && may_write();
        behind &= !counts;
        often();
        for community in node.communities() {
            if chores && may_write() {
                report("expire", expire(&community));
            }
            if counts {
                behind |= count(&community);
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

/// Brings every index up to the log, until told to stop. One that has to be made anew is made on a thread of its own, so
/// that nobody else waits for it.
fn feed(node: &Node, stopped: &Receiver<()>) {
    while matches!(stopped.recv_timeout(INDEX_EVERY), Err(RecvTimeoutError::Timeout)) {
        for community in node.communities() {
            match indexing::follow(&community) {
                Ok(Standing::Current) => {}
                Ok(Standing::Lost) => {
                    let making = move || report("index", indexing::anew(&community, &mut |_, _| ()).map(|_| ()));
                    if let Err(error) = std::thread::Builder::new().name("reindex".to_owned()).spawn(making) {
                        tracing::warn!(%error, "the search index could not be made anew and will be tried again");
                    }
                }
                Err(error) => report("index", Err(error)),
            }
        }
    }
}

/// Removes files that no record names: what was uploaded and never saved, and photos that were replaced.
fn collect(community: &Community) -> Result<()> {
    let (named, now) = community.read(|tx| {
        let mut named: BTreeSet<[u8; 32]> = ayni_members::photos(tx)?.into_iter().collect();
        named.extend(ayni_communities::settings(tx)?.logo);
        named.extend(ayni_resources::files(tx)?);
        named.extend(ayni_bookings::busy_files(tx)?);
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
    if community.read(|tx| ayni_charges::has_due(tx, tx.now()))? {
        while community.write(ayni_charges::work_due)? > 0 {}
    }
    payments(community)?;
    if community.read(|tx| ayni_bookings::has_due(tx, tx.now()))? {
        while community.write(|tx| ayni_bookings::expire_due(tx, END_AT_ONCE))? == END_AT_ONCE {}
    }
    if community.read(|tx| ayni_bookings::has_due_waits(tx, tx.now()))? {
        while community.write(|tx| ayni_bookings::expire_waits(tx, EXPIRE_AT_ONCE))? == EXPIRE_AT_ONCE {}
    }
    if community.read(|tx| ayni_bookings::has_to_look_ahead(tx, tx.now()))? {
        while community.write(|tx| ayni_bookings::look_ahead(tx, END_AT_ONCE))? == END_AT_ONCE {}
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

/// Does what is due of payments, each in a transaction of its own, so that a refusal stops nothing else.
fn payments(community: &Community) -> Result<()> {
    loop {
        let due = community.read(|tx| ayni_payments::due(tx, tx.now(), EXPIRE_AT_ONCE))?;
        let count = due.len();
        for what in due {
            match community.write(move |tx| ayni_payments::carry_out(tx, what)) {
                Err(why @ (Error::Conflict(_) | Error::Invalid(_) | Error::Forbidden | Error::NotFound)) => {
                    community.write(move |tx| ayni_payments::give_way(tx, what, &why))?;
                }
                other => other?,
            }
        }
        if count < EXPIRE_AT_ONCE {
            return Ok(());
        }
    }
}

/// Counts what came since the last time, a round's share of each; says whether there is more. What fails stops nothing
/// else, and is tried again with the next chores.
fn count(community: &Community) -> bool {
    let more = |job, done: Result<bool>| {
        done.unwrap_or_else(|error| {
            report(job, Err(error));
            false
        })
    };
    let uses =
        share(community, |tx| ayni_occupancy::has_work(tx, tx.now()), |tx| ayni_occupancy::refresh(tx, COUNT_AT_ONCE));
    let sums = share(community, ayni_statistics::has_work, |tx| ayni_statistics::count(tx, TALLY_AT_ONCE));
    let gifts = share(community, ayni_reciprocity::has_work, |tx| ayni_reciprocity::count(tx, FOLLOW_AT_ONCE));
    // Members are visited when all that they exchanged is counted.
    let visits = match gifts {
        Ok(false) => share(
            community,
            |tx| ayni_reciprocity::is_time(tx, tx.now()),
            |tx| ayni_reciprocity::visit(tx, VISIT_AT_ONCE),
        ),
        _ => Ok(false),
    };
    more("count", uses) | more("statistics", sums) | more("reciprocity", gifts) | more("reciprocity", visits)
}

/// Does a round's share of what waits, a step in each transaction; says whether there is more.
fn share(
    community: &Community,
    waits: impl Fn(&ReadTx) -> Result<bool>,
    step: impl Fn(&mut WriteTx<'_>) -> Result<usize> + Copy + Send + 'static,
) -> Result<bool> {
    for _ in 0..COUNTS_A_ROUND {
        if !community.read(&waits)? {
            return Ok(false);
        }
        community.write(step)?;
    }
    Ok(true)
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
