//! Opens an index folder, and replaces one that cannot be used.

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
    pub(crate) was_rebuilt: bool,
}

/// What can go wrong at opening: only a fault of the files themselves is mended by a new index.
enum Fault {
    Damaged(String),
    Other(Error),
}

/// Opens or makes the index in `folder`; moves one away that is damaged or of another format.
pub(crate) fn open(folder: &Path) -> Result<Opened, Error> {
    fs::create_dir_all(folder).map_err(Error::Folder)?;
    let reason = match try_open(folder) {
        Ok((index, reader)) => {
            return Ok(Opened { index, reader, was_rebuilt: false });
        }
        Err(Fault::Other(error)) => return Err(error),
        Err(Fault::Damaged(reason)) => reason,
    };
    let aside = move_away(folder).map_err(Error::Folder)?;
    tracing::warn!(
        folder = %folder.display(), moved_to = %aside.display(), reason,
        "the search index cannot be used and is made anew"
    );
    match try_open(folder) {
        Ok((index, reader)) => Ok(Opened { index, reader, was_rebuilt: true }),
        Err(Fault::Other(error)) => Err(error),
        Err(Fault::Damaged(reason)) => Err(Error::Folder(io::Error::other(reason))),
    }
}

/// A reader that sees new documents when it is told to, not by watching files.
pub(crate) fn reader(index: &tantivy::Index) -> Result<IndexReader, TantivyError> {
    index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()
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

fn try_open(folder: &Path) -> Result<(tantivy::Index, IndexReader), Fault> {
    let directory = MmapDirectory::open(folder).map_err(|e| fault(e.into()))?;
    let is_new = !tantivy::Index::exists(&directory).map_err(|e| fault(e.into()))?;
    if is_new && !is_empty(folder).map_err(|e| Fault::Other(Error::Folder(e)))? {
        return Err(Fault::Damaged("the list of its files is missing".to_owned()));
    }
    let index = tantivy::Index::open_or_create(directory, schema().0).map_err(fault)?;
    if !is_new {
        check(&index)?;
    }
    let reader = reader(&index).map_err(fault)?;
    Ok((index, reader))
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
    let mut name = folder.file_name().unwrap_or_default().to_owned();
    name.push(".damaged");
    let aside = folder.with_file_name(name);
    if aside.exists() {
        fs::remove_dir_all(&aside)?;
    }
    fs::rename(folder, &aside)?;
    fs::create_dir_all(folder)?;
    Ok(aside)
}
