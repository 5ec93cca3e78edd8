//! A whole backup: copies of all stores as of one moment, the files beside them, and a proof that it can be read.

use std::{fs, path::Path};

use anyhow::{Context as _, Result, ensure};
use ayni_storage::{Backend, FolderSpace, Options, Space as _, Store};

use super::{
    archive::{self, Item, Kind, Manifest, Mark, NODE, item, work_file, work_folder},
    frozen::{Frozen, hex},
    seal::{Keys, Readers},
};
use crate::house::House;

/// The share of the stores' size that must be free before a backup begins: the copy, the archive, and the copy that
/// is unpacked for the proof are never there all at once.
const ROOM: u64 = 2;

/// A finished archive without its name.
pub(crate) struct Made {
    pub file: tempfile::NamedTempFile,
    pub manifest: Manifest,
    pub bytes: u64,
}

/// Writes a whole backup into a temporary file inside `goal`, and reads it back from there.
pub(crate) fn make(house: &House, readers: &Readers, goal: &Path) -> Result<Made> {
    let frozen = Frozen::of(house.node())?;
    room(&frozen, house, goal)?;
    let file = work_file(goal)?;
    let manifest = {
        let work = work_folder(house.folder())?;
        let manifest = copy(&frozen, house, work.path())?;
        let readers = readers.and_machine(house.folder())?;
        archive::pack(&manifest, &[work.path(), house.folder()], &readers, file.reopen()?)?;
        manifest
    };
    prove(house, file.path(), &manifest).context("The backup was written but cannot be read back")?;
    let bytes = file.as_file().metadata()?.len();
    Ok(Made { file, manifest, bytes })
}

/// Refuses before anything is written when the disk would become full.
fn room(frozen: &Frozen, house: &House, goal: &Path) -> Result<()> {
    let mut bytes = fs::metadata(crate::house::node_file(house.folder())).map_or(0, |file| file.len());
    for id in frozen.stores.iter().filter_map(|held| held.mark.community()) {
        let file = crate::house::community_folder(house.folder(), id).join("store.redb");
        bytes += fs::metadata(file).map_or(0, |file| file.len());
    }
    let needed = bytes.saturating_mul(ROOM);
    for folder in [house.folder(), goal] {
        let Some(free) = FolderSpace(folder.to_owned()).free_bytes() else { continue };
        ensure!(
            free >= needed,
            "A backup needs about {} MiB of room in {}, and {} MiB are free. Make room, or keep fewer backups.",
            needed >> 20,
            folder.display(),
            free >> 20
        );
    }
    Ok(())
}

/// Copies every store into `work`, and lists the copies and the files.
fn copy(frozen: &Frozen, house: &House, work: &Path) -> Result<Manifest> {
    let (mut files, mut marks) = (Vec::new(), Vec::new());
    for held in &frozen.stores {
        let path = held.mark.store_path();
        fs::create_dir_all(work.join(&path).parent().unwrap_or(work))?;
        held.snapshot.copy_to(&work.join(&path))?;
        files.push(item(work, path)?);
        files.extend(held.files(house.folder(), |_| false)?);
        marks.push(Mark { digest: hex(&held.snapshot.digest()?), ..held.mark.clone() });
    }
    Ok(Manifest::new(Kind::Whole, frozen.at, marks, files))
}

/// Reads a finished archive back from the disk, opens every store in it and compares its state with the manifest.
fn prove(house: &House, file: &Path, manifest: &Manifest) -> Result<()> {
    let work = work_folder(house.folder())?;
    let read = archive::unpack(file, &Keys::of_machine(house.folder())?, work.path())?;
    let same_files = |a: &[Item], b: &[Item]| a == b;
    ensure!(read.stores == manifest.stores && same_files(&read.files, &manifest.files), "the manifest differs");
    compare(&read, work.path())
}

/// Compares the digest of every unpacked store with the manifest.
pub(crate) fn compare(manifest: &Manifest, folder: &Path) -> Result<()> {
    for mark in manifest.stores.iter().filter(|mark| !mark.digest.is_empty()) {
        let schema = if mark.store == NODE { ayni_founding::node_schema() } else { ayni_founding::community_schema() };
        if schema.version != mark.schema {
            // An older arrangement is lifted when it is opened, and is then no longer what was written.
            continue;
        }
        let store = Store::open(Options::new(Backend::File(folder.join(mark.store_path()))), schema)?;
        let (snapshot, title) = (store.snapshot()?, mark.title());
        ensure!(hex(&snapshot.head()) == mark.head, "the log of {title} does not end where the manifest says");
        ensure!(hex(&snapshot.digest()?) == mark.digest, "the state of {title} is not the one that was saved");
        drop(snapshot);
        store.close();
    }
    Ok(())
}
