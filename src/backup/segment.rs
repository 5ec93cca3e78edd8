//! A log segment: what every store committed since the segment before it, and the files that came since.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{BufReader, BufWriter, Read, Write as _},
    path::Path,
};

use anyhow::{Context as _, Result, bail, ensure};
use ayni_storage::LogEntry;

use super::{
    archive::{self, Kind, Manifest, Mark, item, work_file, work_folder},
    frozen::{Frozen, Held, hex},
    names::Named,
    seal::{Keys, Readers},
    whole::Made,
};
use crate::house::House;

/// Log entries read into memory at once, in bytes.
const BATCH: usize = 4 << 20;

/// The largest entry: what the storage engine allows a migration, with room.
const MAX_ENTRY: u32 = 1 << 30;

/// Where the chain of segments stands: what the next one follows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Chain {
    /// The name of the last segment; nothing when the next begins a chain.
    pub previous: String,
    /// Where each store stood at its end.
    pub marks: Vec<Mark>,
    /// Where each store stood in the newest whole backup.
    pub whole: Vec<Mark>,
    /// Files that the newest whole backup and the segments after it hold.
    pub files: BTreeSet<String>,
}

impl Chain {
    /// Reads from the archives of a folder where the chain stands; `None` without a whole backup.
    pub(crate) fn read(folder: &Path, archives: &[Named], keys: &Keys) -> Result<Option<Self>> {
        let manifest = |named: &Named| archive::manifest_of(&folder.join(named.to_string()), keys);
        let Some(whole) = archives.iter().rposition(|named| named.kind == Kind::Whole) else { return Ok(None) };
        let mut chain = Self::default();
        for named in archives.get(whole..).unwrap_or_default() {
            chain.note(&named.to_string(), &manifest(named)?);
        }
        if chain.previous.is_empty()
            && let Some(last) = archives.iter().rfind(|named| named.kind == Kind::Log)
        {
            // The chain goes on from the last segment, although the whole backup is newer: older ones need it whole.
            let read = manifest(last)?;
            chain.previous = last.to_string();
            chain.marks = read.stores;
        }
        Ok(Some(chain))
    }

    /// Takes a new archive into account.
    pub(crate) fn note(&mut self, name: &str, manifest: &Manifest) {
        self.files.extend(manifest.files.iter().map(|item| item.path.clone()));
        if manifest.kind == Kind::Log {
            name.clone_into(&mut self.previous);
        }
        if manifest.kind == Kind::Log || self.previous.is_empty() {
            self.marks.clone_from(&manifest.stores);
        }
        if manifest.kind == Kind::Whole {
            self.whole.clone_from(&manifest.stores);
        }
    }

    /// A new chain that begins at the newest whole backup.
    pub(crate) fn anew(&self) -> Self {
        Self { previous: String::new(), marks: self.whole.clone(), ..self.clone() }
    }

    /// Where a store stood, by number and hash; a store that was not there yet begins with its first transaction.
    fn end(&self, store: &str) -> (u64, &str) {
        self.marks.iter().find(|mark| mark.store == store).map_or((0, ""), |mark| (mark.seq, &mark.head))
    }
}

/// What came of the wish for a segment.
pub(crate) enum Wish {
    /// Here it is.
    Made(Box<Made>),
    /// Nothing was committed since.
    Nothing,
    /// The log does not reach back to the end of the chain any more; a whole backup must begin a new one.
    Broken,
}

/// Writes a segment into a temporary file inside `goal`, and reads it back from there.
pub(crate) fn make(house: &House, chain: &Chain, readers: &Readers, goal: &Path) -> Result<Wish> {
    let frozen = Frozen::of(house.node())?;
    if frozen.stores.iter().all(|held| chain.end(&held.mark.store) == (held.mark.seq, &held.mark.head)) {
        return Ok(Wish::Nothing);
    }
    let work = work_folder(house.folder())?;
    let (mut marks, mut files) = (Vec::new(), Vec::new());
    for held in &frozen.stores {
        let Some(mark) = write_log(held, chain.end(&held.mark.store), work.path())? else {
            return Ok(Wish::Broken);
        };
        if mark.seq > mark.after {
            files.push(item(work.path(), mark.log_path())?);
        }
        marks.push(mark);
        files.extend(held.files(house.folder(), |path| chain.files.contains(path))?);
    }
    let mut manifest = Manifest::new(Kind::Log, frozen.at, marks, files);
    manifest.previous.clone_from(&chain.previous);
    let file = work_file(goal)?;
    let readers = readers.and_machine(house.folder())?;
    archive::pack(&manifest, &[work.path(), house.folder()], &readers, file.reopen()?)?;
    prove(house, file.path(), &manifest).context("The log segment was written but cannot be read back")?;
    let bytes = file.as_file().metadata()?.len();
    Ok(Wish::Made(Box::new(Made { file, manifest, bytes })))
}

/// Writes the entries of one store after the one with this number and hash; `None` when they are not all kept any
/// more, or follow another one: then the folder was filled from another history, such as before a restore.
fn write_log(store: &Held, (after, head): (u64, &str), work: &Path) -> Result<Option<Mark>> {
    let mut mark = Mark { after, ..store.mark.clone() };
    if store.mark.seq <= after {
        return Ok((after == 0 || store.mark.head == head).then_some(mark));
    }
    let path = work.join(mark.log_path());
    fs::create_dir_all(path.parent().unwrap_or(work))?;
    let mut out = BufWriter::new(File::create(&path)?);
    let mut last = after;
    while last < store.mark.seq {
        let entries = store.snapshot.log_up_to(last, BATCH)?;
        for entry in &entries {
            if entry.seq != last + 1 || entry.seq == after + 1 && after > 0 && hex(&entry.previous) != head {
                return Ok(None);
            }
            if last == after {
                mark.first_micros = entry.at_micros;
            }
            let bytes = entry.to_bytes()?;
            out.write_all(&u32::try_from(bytes.len())?.to_le_bytes())?;
            out.write_all(&bytes)?;
            last = entry.seq;
        }
        if entries.is_empty() {
            return Ok(None);
        }
    }
    out.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
    Ok(Some(mark))
}

/// Reads a finished segment back from the disk and follows the chain of hashes through every store's part.
fn prove(house: &House, file: &Path, manifest: &Manifest) -> Result<()> {
    let work = work_folder(house.folder())?;
    let read = archive::unpack(file, &Keys::of_machine(house.folder())?, work.path())?;
    ensure!(read.stores == manifest.stores, "the manifest differs");
    for mark in read.stores.iter().filter(|mark| mark.seq > mark.after) {
        let mut head = None;
        for entry in Entries::open(&work.path().join(mark.log_path()))? {
            let entry = entry?;
            ensure!(head.is_none_or(|head| head == entry.previous), "the chain of {} is broken", mark.title());
            head = Some(entry.hash()?);
        }
        ensure!(head.is_some_and(|head| hex(&head) == mark.head), "the log of {} ends elsewhere", mark.title());
    }
    Ok(())
}

/// The entries of one store's part of a segment, in their order.
pub(crate) struct Entries(BufReader<File>);

impl Entries {
    /// Opens an unpacked part.
    pub(crate) fn open(file: &Path) -> Result<Self> {
        Ok(Self(BufReader::new(File::open(file).context("a part of the log is missing")?)))
    }

    fn read(&mut self) -> Result<Option<LogEntry>> {
        let mut count = [0; 4];
        if self.0.read(&mut count[..1])? == 0 {
            return Ok(None);
        }
        self.0.read_exact(count.get_mut(1..).unwrap_or_default())?;
        let count = u32::from_le_bytes(count);
        if count > MAX_ENTRY {
            bail!("an entry of the log is damaged");
        }
        let mut bytes = vec![0; usize::try_from(count)?];
        self.0.read_exact(&mut bytes)?;
        LogEntry::from_bytes(&bytes).context("an entry of the log is damaged").map(Some)
    }
}

impl Iterator for Entries {
    type Item = Result<LogEntry>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}
