//! The way back: a whole backup, then the log up to a point, examined before the folder gets its name.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail, ensure};
use ayni_kernel::Timestamp;
use ayni_storage::LogEntry;

use super::{
    archive::{self, Kind, Manifest, Mark, NODE},
    frozen::hex,
    names::{self, Named},
    point::{Written, mark_of},
    seal::Keys,
    segment::Entries,
    whole,
};
use crate::{
    doctor,
    house::{Closed, House},
    operation::Outcome,
};

/// Log entries replayed in one commit: enough to make commits rare, few enough to hold in memory.
const REPLAY_BYTES: usize = 4 << 20;

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ask {
    /// An archive, or a folder of them.
    pub source: PathBuf,
    /// The point, as it was written; the newest there is otherwise.
    pub until: Option<String>,
    /// The community whose clock or numbers the point is in.
    pub community: Option<String>,
    /// The file with the secret key.
    pub identity: Option<PathBuf>,
}

/// The archives from which is restored.
pub(crate) struct Series {
    folder: PathBuf,
    archives: Vec<Archive>,
    keys: Keys,
}

/// One of them.
struct Archive {
    file: String,
    at: Timestamp,
    kind: Kind,
}

/// What was brought back.
pub(crate) struct Rebuilt {
    /// The whole backup that was taken.
    pub whole: String,
    /// When that was made.
    pub whole_made: Option<Timestamp>,
    /// Up to when its archives reach.
    pub covered: Option<Timestamp>,
    /// Log segments that were replayed.
    pub segments: usize,
    /// Transactions that were replayed.
    pub transactions: u64,
}

impl Series {
    /// All archives of a folder.
    pub(crate) fn of_folder(folder: &Path, keys: Keys) -> Result<Self> {
        let archive = |named: Named| Archive { file: named.to_string(), at: named.at, kind: named.kind };
        let archives = names::list(folder)?.into_iter().map(archive).collect();
        Ok(Self { folder: folder.to_owned(), archives, keys })
    }

    /// One whole backup, with the logs beside it that are younger.
    fn of_file(file: &Path, keys: Keys) -> Result<Self> {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = file.file_name().context("The backup has no name.")?.to_string_lossy().into_owned();
        let manifest = archive::manifest_of(file, &keys)?;
        ensure!(
            manifest.kind == Kind::Whole,
            "{} is a log segment. Name the folder with the backups, and it is used where it is needed.",
            file.display()
        );
        let at = Named::parse(&name).map(|named| named.at).or(manifest.made()).unwrap_or_default();
        let mut series = Self::of_folder(folder, keys)?;
        series.archives.retain(|archive| archive.kind == Kind::Log && archive.at > at);
        series.archives.insert(0, Archive { file: name, at, kind: Kind::Whole });
        Ok(series)
    }

    fn manifest(&self, archive: &Archive) -> Result<Manifest> {
        archive::manifest_of(&self.folder.join(&archive.file), &self.keys)
    }

    fn wholes(&self) -> impl DoubleEndedIterator<Item = &Archive> {
        self.archives.iter().filter(|archive| archive.kind == Kind::Whole)
    }

    /// The newest whole backup with nothing younger than `until` in it.
    fn base(&self, until: Option<Timestamp>) -> Result<(&Archive, Manifest)> {
        for archive in self.wholes().rev() {
            let manifest = self.manifest(archive)?;
            if until.is_none_or(|until| manifest.last_micros() <= until.micros()) {
                return Ok((archive, manifest));
            }
        }
        match self.wholes().next() {
            Some(oldest) => bail!("The oldest backup, {}, is younger than the point asked for.", oldest.file),
            None => bail!("There is no backup in {}.", self.folder.display()),
        }
    }

    /// The moment that a written point means.
    fn moment(&self, written: Written, community: Option<&str>) -> Result<Timestamp> {
        match written {
            Written::Moment(moment) => Ok(moment),
            Written::Clock(clock) => Written::on_clock(clock, &self.base(None)?.1, community),
            Written::Seq(seq) => self.moment_of(seq, community),
        }
    }

    /// When a community's transaction was committed.
    fn moment_of(&self, seq: u64, community: Option<&str>) -> Result<Timestamp> {
        let newest = self.base(None)?.1;
        let only = || newest.communities().next().filter(|_| newest.communities().count() == 1);
        let slug = community.or(only().map(|mark| mark.slug.as_str()));
        let slug = slug.context("Say which community's transaction this is, with --community.")?;
        let store = mark_of(&newest, slug)?.store.clone();
        for archive in &self.archives {
            let manifest = self.manifest(archive)?;
            match manifest.mark(&store) {
                Some(mark) if archive.kind == Kind::Whole && mark.seq == seq => {
                    return Ok(Timestamp::from_micros(mark.last_micros));
                }
                Some(mark) if archive.kind == Kind::Log && (mark.after + 1..=mark.seq).contains(&seq) => {
                    return self.time_in(archive, mark, seq);
                }
                _ => {}
            }
        }
        bail!("Transaction {seq} of {slug} is in none of the backups.")
    }

    fn time_in(&self, archive: &Archive, mark: &Mark, seq: u64) -> Result<Timestamp> {
        let work = archive::work_folder(&std::env::temp_dir())?;
        archive::unpack(&self.folder.join(&archive.file), &self.keys, work.path())?;
        for entry in Entries::open(&work.path().join(mark.log_path()))? {
            let entry = entry?;
            if entry.seq == seq {
                return Ok(Timestamp::from_micros(entry.at_micros));
            }
        }
        bail!("Transaction {seq} is not in {}.", archive.file)
    }

    /// Brings everything back into `work` as it was at a point, or as new as there is, and leaves it open.
    pub(crate) fn rebuild(&self, until: Option<Timestamp>, work: &Path, cache_mib: u32) -> Result<(House, Rebuilt)> {
        let (base, manifest) = self.base(until)?;
        archive::unpack(&self.folder.join(&base.file), &self.keys, work)?;
        whole::compare(&manifest, work)?;
        let house = House::open(work, cache_mib).map_err(|closed: Closed| closed.error(work))?;
        let mut rebuilt = Rebuilt {
            whole: base.file.clone(),
            whole_made: manifest.made(),
            covered: manifest.made(),
            segments: 0,
            transactions: 0,
        };
        let mut before = base;
        for segment in self.archives.iter().filter(|archive| archive.kind == Kind::Log && archive.at > base.at) {
            if until.is_some() && rebuilt.covered >= until {
                break;
            }
            let log = self.manifest(segment)?;
            if log.previous.is_empty() && before.kind == Kind::Log {
                // Another chain begins here, on a younger whole backup.
                break;
            }
            check_chain(before, &log, base.at)?;
            rebuilt.transactions += self.replay(&house, segment, until)?;
            rebuilt.segments += 1;
            rebuilt.covered = log.made();
            before = segment;
        }
        Ok((house, rebuilt))
    }

    /// Replays one segment up to a point. Gives how many transactions that were.
    fn replay(&self, house: &House, segment: &Archive, until: Option<Timestamp>) -> Result<u64> {
        let work = archive::work_folder(house.folder())?;
        let log = archive::unpack(&self.folder.join(&segment.file), &self.keys, work.path())?;
        let node = house.node();
        let mut count = 0;
        // The node first: its registry says which communities there were.
        if let Some(mark) = log.mark(NODE) {
            count += replay_store(node.data().store(), mark, work.path(), until)?;
        }
        for entry in node.data().read(ayni_communities::list)? {
            let community = node.community(entry.id)?;
            if let Some(mark) = log.mark(&entry.id.to_string()) {
                count += replay_store(community.data.store(), mark, work.path(), until)?;
            }
            take_files(&work.path().join(format!("communities/{}/files", entry.id)), &community.blobs)?;
        }
        Ok(count)
    }
}

/// Refuses when a segment between two archives is missing.
fn check_chain(before: &Archive, log: &Manifest, base: Timestamp) -> Result<()> {
    let missing = match before.kind {
        Kind::Log => log.previous != before.file,
        // What lies before the whole backup may have been removed long ago.
        Kind::Whole => Named::parse(&log.previous).is_some_and(|previous| previous.at > base),
    };
    ensure!(
        !missing,
        "The log segment {} is missing. What was committed after {} cannot be brought back; choose a point before that with --until.",
        log.previous,
        before.at
    );
    Ok(())
}

/// Replays the entries that a store lacks, up to a point.
fn replay_store(store: &ayni_storage::Store, mark: &Mark, work: &Path, until: Option<Timestamp>) -> Result<u64> {
    let status = store.status();
    if mark.seq <= status.seq || mark.seq == mark.after {
        return Ok(0);
    }
    ensure!(
        mark.after <= status.seq,
        "The log of {} has a gap: entries {} to {} are in none of the backups.",
        mark.title(),
        status.seq + 1,
        mark.after
    );
    ensure!(
        status.schema == mark.schema,
        "The log of {} was written by another version of the program. Restore it with that version, then update.",
        mark.title()
    );
    let mut batch = Batch { store, entries: Vec::new(), bytes: 0, count: 0 };
    for entry in Entries::open(&work.join(mark.log_path()))? {
        let entry = entry?;
        if until.is_some_and(|until| entry.at_micros > until.micros()) {
            break;
        }
        // What the whole backup has already must be the very same history.
        if entry.seq == status.seq {
            ensure!(entry.hash()? == status.head, "The log of {} belongs to another history.", mark.title());
        }
        if entry.seq > status.seq {
            batch.take(entry)?;
        }
    }
    batch.commit().with_context(|| format!("The log of {} does not fit", mark.title()))
}

/// Entries on their way into a store.
struct Batch<'s> {
    store: &'s ayni_storage::Store,
    entries: Vec<LogEntry>,
    bytes: usize,
    count: u64,
}

impl Batch<'_> {
    fn take(&mut self, entry: LogEntry) -> Result<()> {
        self.bytes += entry.to_bytes()?.len();
        self.entries.push(entry);
        if self.bytes >= REPLAY_BYTES { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<()> {
        let entries = std::mem::take(&mut self.entries);
        self.bytes = 0;
        self.count += u64::try_from(entries.len())?;
        if entries.is_empty() { Ok(()) } else { Ok(self.store.replay(entries)?) }
    }

    fn commit(mut self) -> Result<u64> {
        self.flush()?;
        Ok(self.count)
    }
}

/// Takes files over whose content was compared when they were unpacked.
fn take_files(folder: &Path, blobs: &ayni_storage::Blobs) -> Result<()> {
    if folder.exists() {
        for entry in fs::read_dir(folder)? {
            blobs.put(&fs::read(entry?.path())?)?;
        }
    }
    Ok(())
}

/// Replays the rest of a live node's log, up to the moment at which it is held.
pub(crate) fn follow(house: &House, live: &super::frozen::Frozen) -> Result<u64> {
    let mut count = 0;
    // The node is held last and replayed first.
    for held in live.stores.iter().rev() {
        let store = match held.mark.community() {
            Some(id) => house.node().community(id)?.data.store().clone(),
            None => house.node().data().store().clone(),
        };
        let mut batch = Batch { store: &store, entries: Vec::new(), bytes: 0, count: 0 };
        let mut last = store.status().seq;
        while last < held.mark.seq {
            let entries = held.snapshot.log_up_to(last, REPLAY_BYTES)?;
            let newest = entries.last().map(|entry| entry.seq);
            last = newest.with_context(|| format!("The log of {} is not kept any more.", held.mark.title()))?;
            for entry in entries {
                batch.take(entry)?;
            }
        }
        count += batch.commit().with_context(|| format!("The log of {} does not fit", held.mark.title()))?;
        let (status, title) = (store.status(), held.mark.title());
        ensure!(hex(&status.head) == held.mark.head, "The log of {title} is not the one that was backed up.");
    }
    Ok(count)
}

/// Brings a backup back into `folder`, which must be missing or empty. Everything is unpacked beside it, compared
/// with its manifest, brought to the point and examined by the doctor before the folder gets its name.
pub(crate) fn restore(ask: &Ask, folder: &Path, cache_mib: u32) -> Result<Outcome> {
    if folder.exists() && fs::read_dir(folder)?.next().is_some() {
        bail!("{} is not empty. Restore into a new folder with --data, then use that one.", folder.display());
    }
    let written = ask.until.as_deref().map(Written::parse).transpose()?;
    let keys = ask.identity.as_deref().map_or_else(|| Ok(Keys::default()), Keys::of_file)?;
    let found = fs::metadata(&ask.source).with_context(|| format!("Cannot read {}", ask.source.display()))?;
    let mut series =
        if found.is_dir() { Series::of_folder(&ask.source, keys)? } else { Series::of_file(&ask.source, keys)? };
    let until = written.map(|written| series.moment(written, ask.community.as_deref())).transpose()?;
    if !found.is_dir() && until.is_none() {
        // A file alone means that file alone.
        series.archives.truncate(1);
    }
    let parent = folder.parent().filter(|path| !path.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent)?;
    let work = tempfile::Builder::new().prefix(".ayni-restore-").tempdir_in(parent)?;
    let (house, rebuilt) = series.rebuild(until, work.path(), cache_mib)?;
    let mut outcome = doctor::examine(&house)?;
    let state = last_change(&house)?;
    drop(house);
    ensure!(outcome.well, "The backup was read, but the doctor found faults in it:\n{}", outcome.lines.join("\n"));
    if folder.exists() {
        fs::remove_dir(folder)?;
    }
    fs::rename(work.keep(), folder)?;
    fs::File::open(parent)?.sync_all()?;
    tell(&mut outcome, &rebuilt, until, state, folder);
    Ok(outcome)
}

/// The time of the newest transaction in any store.
fn last_change(house: &House) -> Result<Timestamp> {
    let mut newest = house.node().data().store().status().last_micros;
    for entry in house.node().data().read(ayni_communities::list)? {
        newest = newest.max(house.node().community(entry.id)?.data.store().status().last_micros);
    }
    Ok(Timestamp::from_micros(newest))
}

fn tell(outcome: &mut Outcome, rebuilt: &Rebuilt, until: Option<Timestamp>, state: Timestamp, folder: &Path) {
    let segments = match rebuilt.segments {
        0 => String::new(),
        1 => format!(", then one log segment with {} transactions", rebuilt.transactions),
        count => format!(", then {count} log segments with {} transactions", rebuilt.transactions),
    };
    outcome.lines.push(format!("Taken from {}{segments}.", rebuilt.whole));
    outcome.lines.push(format!("The last change in it is of {state}."));
    if let (Some(until), Some(covered)) = (until, rebuilt.covered)
        && covered < until
    {
        outcome.lines.push(format!("The archives reach to {covered}; anything later is in none of them."));
    }
    outcome.lines.push(format!("Restored into {}.", folder.display()));
    if let Some(data) = outcome.data.as_object_mut() {
        data.insert("whole".into(), rebuilt.whole.clone().into());
        data.insert("segments".into(), rebuilt.segments.into());
        data.insert("transactions".into(), rebuilt.transactions.into());
        data.insert("last_change".into(), state.to_string().into());
    }
}
