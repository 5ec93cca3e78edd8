//! The schedule: whole backups, the log in between, removal of what is no longer kept, a drill a week, sizes a day.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread::JoinHandle,
    time::Duration,
};

use anyhow::{Context as _, Result, bail, ensure};
use ayni_kernel::{Timestamp, tx::Now as _};
use ayni_storage::Store;
use ayni_web::kit::keeper::{Keeper, Task};

use super::{
    Settings,
    archive::{self, Kind, Mark, NODE},
    frozen::Frozen,
    names::{self, Named},
    record::{Done, Failure, Moment, Record, Sample, Size},
    retention,
    seal::Keys,
    segment::{self, Chain, Wish},
    whole::{self, Made},
};
use crate::house::{self, House};

/// How often the schedule is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(20);

/// After a failure the next attempt waits so long, in seconds.
const RETRY_SECONDS: i64 = 600;

/// Between drills: a week, in seconds.
const DRILL_SECONDS: i64 = 7 * DAY_SECONDS;

/// When nothing changed, a whole backup is still made once a day, in seconds.
const DAY_SECONDS: i64 = 86_400;

/// The running schedule; it ends when this is dropped.
pub(crate) struct Safekeeping {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// What the schedule and the pages share.
pub(super) struct Shared {
    pub(super) house: Arc<House>,
    pub(super) settings: Settings,
    /// What is under way.
    pub(super) under_way: Mutex<Option<Task>>,
    /// Wakes the schedule with a wish; nothing once it ends.
    pub(super) wishes: Mutex<Option<Sender<Task>>>,
    chain: Mutex<Option<Chain>>,
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Safekeeping {
    /// Starts the schedule's thread.
    pub(crate) fn start(house: Arc<House>, settings: Settings) -> Result<Self> {
        let (wishes, inbox) = channel();
        let shared = Arc::new(Shared::new(house, settings, Some(wishes))?);
        let work = Arc::clone(&shared);
        let run = move || work.run(&inbox);
        let thread = std::thread::Builder::new().name("safekeeping".to_owned()).spawn(run)?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// What the pages see of it.
    pub(crate) fn keeper(&self) -> Arc<dyn Keeper> {
        Arc::clone(&self.shared) as Arc<dyn Keeper>
    }
}

impl Drop for Safekeeping {
    fn drop(&mut self) {
        lock(&self.shared.wishes).take();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the thread that makes backups had stopped early");
        }
    }
}

/// Seconds since the later of some moments that are not ahead of the clock; for ever without one. So nothing waits
/// for years after the clock was set back.
fn since<const N: usize>(moments: [Option<Moment>; N], now: Timestamp) -> i64 {
    let seconds = moments.into_iter().flatten().map(|at| (now.micros() - at.0.micros()) / 1_000_000);
    seconds.filter(|seconds| *seconds >= 0).min().unwrap_or(i64::MAX)
}

/// The file in a backup folder that says whose it is.
const OWNER: &str = "owner";

/// Refuses a backup folder outside the data folder that belongs to another one: a copy that somebody only looks at
/// must not mix its backups with the real ones, nor remove those.
fn claim(folder: &Path, data: &Path) -> Result<()> {
    let (folder, data) = (folder.canonicalize()?, data.canonicalize()?);
    if folder.starts_with(&data) {
        return Ok(());
    }
    let (file, mine) = (folder.join(OWNER), data.display().to_string());
    if !file.exists() {
        fs::write(&file, &mine)?;
    }
    let owner = fs::read_to_string(&file)?;
    ensure!(
        owner.trim() == mine,
        "{} holds the backups of {}. Choose another backup_folder; or, when that one has moved here, remove {}.",
        folder.display(),
        owner.trim(),
        file.display()
    );
    Ok(())
}

/// What is to be done now, if anything.
pub(super) fn due(record: &Record, settings: &Settings, now: Timestamp) -> Option<Task> {
    settings.folder.as_ref()?;
    let waits = record.failure.as_ref().is_some_and(|failure| since([Some(failure.at)], now) < RETRY_SECONDS);
    let backup = record.backup.as_ref().map(|done| done.at);
    if !waits && since([backup, record.unchanged], now) >= settings.keep.every_seconds() {
        return Some(Task::BackUp);
    }
    if !waits && since([backup, record.log], now) >= i64::from(settings.log_minutes) * 60 {
        return Some(Task::SaveLog);
    }
    let drilled = record.drill.as_ref().map(|drill| drill.at);
    (record.backup.is_some() && since([drilled], now) >= DRILL_SECONDS).then_some(Task::Drill)
}

/// When the next whole backup is due.
pub(super) fn next(record: &Record, settings: &Settings, now: Timestamp) -> Timestamp {
    let last = record.backup.as_ref().map(|done| done.at).max(record.unchanged);
    let next = last.map_or(now, |last| last.0.plus_seconds(settings.keep.every_seconds()));
    let retry = record.failure.as_ref().map_or(now, |failure| failure.at.0.plus_seconds(RETRY_SECONDS));
    next.max(retry).max(now)
}

fn size(store: &Store) -> Result<Size> {
    Ok(Size { bytes: store.status().file_bytes, log_bytes: store.log_kept()?.bytes })
}

/// Whether somebody asked for it or its time has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Occasion {
    Asked,
    Scheduled,
}

/// Whether the chain of segments reaches up to now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extended {
    Yes,
    No,
}

impl Shared {
    pub(super) fn new(house: Arc<House>, settings: Settings, wishes: Option<Sender<Task>>) -> Result<Self> {
        archive::clear_work(house.folder())?;
        if let Some(folder) = settings.folder_of(&house).filter(|folder| folder.exists()) {
            archive::clear_work(&folder)?;
        }
        let (under_way, wishes, chain) = (Mutex::default(), Mutex::new(wishes), Mutex::default());
        Ok(Self { house, settings, under_way, wishes, chain })
    }

    fn run(&self, inbox: &Receiver<Task>) {
        loop {
            match inbox.recv_timeout(LOOK_EVERY) {
                Ok(task) => {
                    // What went wrong is remembered and shown.
                    let _ = self.perform(task, Occasion::Asked);
                }
                Err(RecvTimeoutError::Timeout) => self.round(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        // A closed store has no time; nothing is due then.
        self.house.node().data().read(|tx| Ok(tx.now())).unwrap_or_default()
    }

    /// Does what is due.
    pub(super) fn round(&self) {
        let now = self.now();
        if let Err(error) = self.sample(now) {
            tracing::warn!(%error, "the sizes of the day could not be noted");
        }
        while let Some(task) = due(&Record::load(self.house.folder()), &self.settings, self.now()) {
            if self.perform(task, Occasion::Scheduled).is_break() || self.stopping() {
                return;
            }
        }
    }

    fn stopping(&self) -> bool {
        lock(&self.wishes).is_none()
    }

    /// Does a task and remembers a failure; breaks after one.
    pub(super) fn perform(&self, task: Task, occasion: Occasion) -> ControlFlow<()> {
        *lock(&self.under_way) = Some(task);
        let done = match task {
            Task::BackUp => self.back_up(occasion),
            Task::SaveLog => self.save_log(),
            Task::Drill => super::drill(&self.house, &self.settings).map(|outcome| {
                outcome.lines.iter().for_each(|line| tracing::info!(line, well = outcome.well, "restore drill"));
            }),
        };
        *lock(&self.under_way) = None;
        let Err(error) = done else { return ControlFlow::Continue(()) };
        tracing::error!(?task, "{error:#}");
        *lock(&self.chain) = None;
        let failure = Failure { at: Moment(self.now()), why: format!("{error:#}") };
        if let Err(error) = Record::change(self.house.folder(), |record| record.failure = Some(failure)) {
            tracing::error!("{error:#}");
        }
        ControlFlow::Break(())
    }

    fn folder(&self) -> Result<PathBuf> {
        let Some(folder) = self.settings.folder_of(&self.house) else { bail!("There is no folder for backups.") };
        house::make_private(&folder).with_context(|| format!("Cannot make the folder {}", folder.display()))?;
        claim(&folder, self.house.folder())?;
        Ok(folder)
    }

    /// Makes a whole backup and removes what is no longer kept.
    fn back_up(&self, occasion: Occasion) -> Result<()> {
        let _turn = super::one_at_a_time();
        let (folder, frozen) = (&self.folder()?, Frozen::of(self.house.node())?);
        let last = Record::load(self.house.folder()).backup.map(|done| done.at);
        let fresh = since([last], frozen.at) < DAY_SECONDS;
        self.read_chain(folder)?;
        if occasion == Occasion::Scheduled && fresh && self.is_unchanged(&frozen) {
            return Record::change(self.house.folder(), |record| {
                record.unchanged = Some(Moment(frozen.at));
                record.failure = None;
            });
        }
        // The chain of segments goes on beside the whole backups, so that older ones reach as far as this one.
        self.extend_chain(folder, &frozen)?;
        self.make_whole(folder, &frozen)?;
        self.clear(folder)
    }

    /// Whether the newest whole backup still says all there is.
    fn is_unchanged(&self, frozen: &Frozen) -> bool {
        let chain = lock(&self.chain);
        let Some(chain) = chain.as_ref() else { return false };
        let saved = |mark: &Mark| chain.whole.iter().any(|old| old.store == mark.store && old.head == mark.head);
        chain.whole.len() == frozen.stores.len() && frozen.stores.iter().all(|held| saved(&held.mark))
    }

    fn make_whole(&self, folder: &Path, frozen: &Frozen) -> Result<()> {
        let made = whole::make(&self.house, frozen, &self.settings.readers, folder)?;
        let communities = made.manifest.communities().map(|mark| mark.store.clone()).collect();
        let (bytes, at) = (made.bytes, Moment(frozen.at));
        let file = self.keep(folder, made, Kind::Whole)?;
        let encrypted = self.settings.readers.seal() == super::seal::Seal::Age;
        let done = Done { file, at, bytes, encrypted, communities };
        tracing::info!(file = done.file, bytes, "a backup was made, read back and compared");
        Record::change(self.house.folder(), |record| {
            record.backup = Some(done);
            record.failure = None;
        })
    }

    /// Gives a finished archive its name and takes it into the chain.
    fn keep(&self, folder: &Path, made: Made, kind: Kind) -> Result<String> {
        self.read_chain(folder)?;
        let at = names::next_moment(&names::list(folder)?, made.manifest.made().unwrap_or_default());
        let name = Named { at, kind, seal: self.settings.readers.seal() }.to_string();
        archive::name(made.file, &folder.join(&name))?;
        lock(&self.chain).get_or_insert_default().note(&name, &made.manifest);
        self.tell_stores();
        Ok(name)
    }

    /// Learns where the chain of segments stands, unless that is known and still true.
    fn read_chain(&self, folder: &Path) -> Result<()> {
        let mut chain = lock(&self.chain);
        let archives = names::list(folder)?;
        let there = |chain: &Chain| {
            (chain.previous.is_empty() || folder.join(&chain.previous).exists())
                && archives.iter().any(|named| named.kind == Kind::Whole)
        };
        if !chain.as_ref().is_some_and(there) {
            let read = Chain::read(folder, &archives, &Keys::of_machine(self.house.folder())?);
            *chain = read.unwrap_or_else(|error| {
                tracing::warn!("{error:#}; a new chain is begun with a whole backup");
                None
            });
        }
        Ok(())
    }

    /// Saves what was committed since the last archive.
    fn save_log(&self) -> Result<()> {
        let _turn = super::one_at_a_time();
        let (folder, frozen) = (&self.folder()?, Frozen::of(self.house.node())?);
        self.read_chain(folder)?;
        if self.extend_chain(folder, &frozen)? == Extended::No {
            self.make_whole(folder, &frozen)?;
        }
        Record::change(self.house.folder(), |record| {
            record.log = Some(Moment(frozen.at));
            record.failure = None;
        })
    }

    /// Adds a segment to the chain; where that is not possible, the next whole backup begins another chain.
    fn extend_chain(&self, folder: &Path, frozen: &Frozen) -> Result<Extended> {
        let known = lock(&self.chain).clone();
        let Some(known) = known else { return Ok(Extended::No) };
        let after = |chain: &Chain| segment::make(&self.house, frozen, chain, &self.settings.readers, folder);
        let mut wish = after(&known)?;
        if matches!(wish, Wish::Broken) {
            let anew = known.anew();
            wish = after(&anew)?;
            *lock(&self.chain) = Some(anew);
        }
        match wish {
            Wish::Made(made) => drop(self.keep(folder, *made, Kind::Log)?),
            Wish::Nothing => self.tell_stores(),
            Wish::Broken => {
                // The log does not reach back to any backup.
                *lock(&self.chain) = Some(Chain::default());
                return Ok(Extended::No);
            }
        }
        Ok(Extended::Yes)
    }

    /// Lets the stores know how far their log is saved, so that they keep the rest.
    fn tell_stores(&self) {
        let node = self.house.node();
        let marks = lock(&self.chain).as_ref().map(|chain| chain.marks.clone()).unwrap_or_default();
        let seq = |store: &str| marks.iter().find(|mark| mark.store == store).map_or(0, |mark| mark.seq);
        node.data().store().note_cursor("backup", seq(NODE));
        for community in node.communities() {
            community.data.store().note_cursor("backup", seq(&community.id.to_string()));
        }
    }

    /// Removes archives that are no longer kept; only files with a name of ours.
    fn clear(&self, folder: &Path) -> Result<()> {
        let archives = names::list(folder)?;
        let days = i64::from(self.settings.log_days);
        for named in retention::expired(&archives, self.settings.keep, days, self.now()) {
            tracing::info!(file = %named, "an old backup is removed");
            fs::remove_file(folder.join(named.to_string()))?;
        }
        Ok(File::open(folder)?.sync_all()?)
    }

    /// Notes the sizes, once a day.
    fn sample(&self, now: Timestamp) -> Result<()> {
        let last = Record::load(self.house.folder()).samples.last().map(|sample| sample.at);
        if since([last], now) < DAY_SECONDS {
            return Ok(());
        }
        let node = self.house.node();
        let mut stores = BTreeMap::from([(NODE.to_owned(), size(node.data().store())?)]);
        for community in node.communities() {
            stores.insert(community.id.to_string(), size(community.data.store())?);
        }
        Record::change(self.house.folder(), |record| record.samples.push(Sample { at: Moment(now), stores }))
    }
}
