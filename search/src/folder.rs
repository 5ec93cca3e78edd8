//! Opens an index folder, replaces one that cannot be used, and puts a new one in the place of the old.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tantivy::directory::MmapDirectory;
use tantivy::directory::error::OpenReadError;
use tantivy::{IndexReader, ReloadPolicy, TantivyError};

use crate::Error;
use crate::schema::{FORMAT, schema};

/// An index ready for use.
pub(crate) struct Opened {
    pub(crate) index: tantivy::Index,
    pub(crate) reader: IndexReader,
}

/// What can go wrong at opening: only a fault of the files themselves is mended by a new index.
enum Fault {
    Damaged(String),
    Other(Error),
}

impl Opened {
    /// An index in memory.
    pub(crate) fn memory() -> Result<Self, TantivyError> {
        Self::of(tantivy::Index::create_in_ram(schema().0))
    }

    /// A reader that sees new documents when it is told to, not by watching files.
    fn of(index: tantivy::Index) -> Result<Self, TantivyError> {
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { index, reader })
    }
}

/// Opens or makes the index in `folder`; moves one away that is damaged or of another format. Says whether it did.
pub(crate) fn open(folder: &Path) -> Result<(Opened, bool), Error> {
    fs::create_dir_all(folder).map_err(Error::Folder)?;
    // What a stop in the middle of a rebuilding left.
    for name in [beside(folder, NEW), beside(folder, OLD)] {
        remove(&name).map_err(Error::Folder)?;
    }
    let reason = match try_open(folder) {
        Ok(opened) => return Ok((opened, false)),
        Err(Fault::Other(error)) => return Err(error),
        Err(Fault::Damaged(reason)) => reason,
    };
    let aside = move_away(folder).map_err(Error::Folder)?;
    tracing::warn!(
        folder = %folder.display(), moved_to = %aside.display(), reason,
        "the search index cannot be used and is made anew"
    );
    match try_open(folder) {
        Ok(opened) => Ok((opened, true)),
        Err(Fault::Other(error)) => Err(error),
        Err(Fault::Damaged(reason)) => Err(Error::Folder(io::Error::other(reason))),
    }
}

/// Makes an empty index beside the one in `folder`.
pub(crate) fn make_beside(folder: &Path) -> Result<Opened, Error> {
    let new = beside(folder, NEW);
    remove(&new).map_err(Error::Folder)?;
    fs::create_dir_all(&new).map_err(Error::Folder)?;
    let directory = MmapDirectory::open(&new).map_err(TantivyError::from)?;
    Ok(Opened::of(tantivy::Index::open_or_create(directory, schema().0)?)?)
}

/// Puts the index that was made beside in the place of the one in `folder`. Whoever reads the old one goes on doing so:
/// its files live as long as they are open.
pub(crate) fn swap(folder: &Path) -> Result<Opened, Error> {
    let (new, old) = (beside(folder, NEW), beside(folder, OLD));
    remove(&old).map_err(Error::Folder)?;
    fs::rename(folder, &old).map_err(Error::Folder)?;
    fs::rename(&new, folder).map_err(Error::Folder)?;
    let directory = MmapDirectory::open(folder).map_err(TantivyError::from)?;
    let opened = Opened::of(tantivy::Index::open(directory)?)?;
    remove(&old).map_err(Error::Folder)?;
    Ok(opened)
}

/// Where a new index is made.
const NEW: &str = ".new";
/// Where the old one goes for a moment.
const OLD: &str = ".old";
/// Where one goes that cannot be used.
const DAMAGED: &str = ".damaged";

fn beside(folder: &Path, ending: &str) -> PathBuf {
    let mut name = folder.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    folder.with_file_name(name)
}

fn remove(folder: &Path) -> io::Result<()> {
    if folder.exists() { fs::remove_dir_all(folder) } else { Ok(()) }
}

/// What a commit says about itself: the format and the cursor.
pub(crate) fn payload(cursor: u64) -> String {
    format!("{FORMAT}:{cursor}")
}

/// The cursor in a commit's payload; none in another format's.
pub(crate) fn cursor_of(payload: &str) -> Option<u64> {
    let (format, cursor) = payload.split_once(':')?;
    if format.parse() == Ok(FORMAT) { cursor.parse().ok() } else { None }
}

fn try_open(folder: &Path) -> Result<Opened, Fault> {
    let directory = MmapDirectory::open(folder).map_err(|e| fault(e.into()))?;
    let is_new = !tantivy::Index::exists(&directory).map_err(|e| fault(e.into()))?;
    if is_new && !is_empty(folder).map_err(|e| Fault::Other(Error::Folder(e)))? {
        return Err(Fault::Damaged("the list of its files is missing".to_owned()));
    }
    let index = tantivy::Index::open_or_create(directory, schema().0).map_err(fault)?;
    if !is_new {
        check(&index)?;
    }
    Opened::of(index).map_err(fault)
}

/// Reads the whole index once: the engine trusts its files and may stop the program on bad ones.
fn check(index: &tantivy::Index) -> Result<(), Fault> {
    let metas = index.load_metas().map_err(fault)?;
    if let Some(payload) = metas.payload
        && cursor_of(&payload).is_none()
    {
        return Err(Fault::Damaged(format!("its format is \"{payload}\"")));
    }
    let damaged = index.validate_checksum().map_err(fault)?;
    match damaged.iter().next() {
        Some(file) => Err(Fault::Damaged(format!("the checksum of {} is wrong", file.display()))),
        None => Ok(()),
    }
}

fn fault(error: TantivyError) -> Fault {
    let is_damage = match &error {
        TantivyError::LockFailure(..)
        | TantivyError::OpenDirectoryError(_)
        | TantivyError::OpenWriteError(_)
        | TantivyError::SystemError(_) => false,
        TantivyError::IoError(io) => is_bad_content(io),
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) => is_bad_content(io_error),
        _ => true,
    };
    if is_damage { Fault::Damaged(error.to_string()) } else { Fault::Other(error.into()) }
}

/// A full disk, a missing right or too many open files are no damage.
fn is_bad_content(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput, NotFound, UnexpectedEof};
    matches!(error.kind(), InvalidData | InvalidInput | NotFound | UnexpectedEof)
}

fn is_empty(folder: &Path) -> io::Result<bool> {
    Ok(fs::read_dir(folder)?.next().is_none())
}

fn move_away(folder: &Path) -> io::Result<PathBuf> {
    let aside = beside(folder, DAMAGED);
    remove(&aside)?;
    fs::rename(folder, &aside)?;
    fs::create_dir_all(folder)?;
    Ok(aside)
}
