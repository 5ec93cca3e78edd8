//! A bundle as a zip file: reading within bounds, writing the same bytes each time.

use std::io::{Cursor, Read, Write};

use ayni_kernel::{Error, Fault, Result};
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::Files;

/// The format has nine files; more than this is something else.
const MAX_ENTRIES: usize = 64;

/// The most bytes that all files may have unpacked: ten million transfers need about half of it.
const MAX_UNPACKED: u64 = 512 * 1024 * 1024;

/// Reads the files of a zip: at its root, or in one folder. Refuses with `Invalid` what is no zip, has too many
/// or too large files, or files in several folders.
pub fn from_zip(bytes: &[u8]) -> Result<Files> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Error::invalid("file", "bundle-zip"))?;
    if archive.len() > MAX_ENTRIES {
        return Err(Fault::new("file", "bundle-zip-entries").with("max", MAX_ENTRIES).into());
    }
    let mut files = Files::new();
    let mut folder: Option<String> = None;
    let mut left = MAX_UNPACKED;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|_| Error::invalid("file", "bundle-zip"))?;
        let path = entry.name().to_owned();
        if entry.is_dir() || is_litter(&path) {
            continue;
        }
        let (top, name) = path.split_once('/').unwrap_or(("", &path));
        if name.contains(['/', '\\']) || name == ".." || folder.get_or_insert_with(|| top.to_owned()) != top {
            return Err(Error::invalid("file", "bundle-zip-paths"));
        }
        let mut content = Vec::new();
        let read = entry.take(left + 1).read_to_end(&mut content).map_err(|_| Error::invalid("file", "bundle-zip"))?;
        left = left
            .checked_sub(u64::try_from(read).unwrap_or(u64::MAX))
            .ok_or_else(|| Fault::new("file", "bundle-zip-large").with("max", "512 MiB"))?;
        if files.insert(name.to_owned(), content).is_some() {
            return Err(Error::invalid("file", "bundle-zip-paths"));
        }
    }
    Ok(files)
}

/// What operating systems add to a zip without being asked.
fn is_litter(path: &str) -> bool {
    path.starts_with("__MACOSX/") || path.rsplit('/').next().is_some_and(|name| name == ".DS_Store")
}

/// Writes the files as a zip; equal files give equal bytes.
pub fn to_zip(files: &Files) -> Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (name, content) in files {
        zip.start_file(name.as_str(), options).map_err(Error::broken)?;
        zip.write_all(content).map_err(Error::broken)?;
    }
    Ok(zip.finish().map_err(Error::broken)?.into_inner())
}
