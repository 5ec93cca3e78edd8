//! What is left behind when a disk failed, so that the next start does not trust what the kernel only remembers.
//!
//! After a failed flush the kernel takes the pages for clean although they never reached the disk (Rebello et al.,
//! "Can Applications Recover from fsync Failures?", USENIX ATC 2020). A program that opens the file again in the same
//! boot reads those pages and builds on them; after the next power cut they are gone. So a failure leaves a marker
//! beside the file, and whoever opens the file next reads it anew from the disk, checks all of it, and writes it to a
//! fresh place.

use std::fs;
use std::path::{Path, PathBuf};

use crate::disk::{drop_cache, named, settle, sync_folder};
use crate::{Error, engine_redb};

/// Identifies the running boot; Linux makes a new one each time.
const BOOT: &str = "/proc/sys/kernel/random/boot_id";

/// Where the marker of a store's file lies.
pub(crate) fn path_of(store: &Path) -> PathBuf {
    beside(store, "fault")
}

fn beside(store: &Path, ending: &str) -> PathBuf {
    let mut name = store.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(ending);
    store.with_file_name(name)
}

fn boot() -> String {
    fs::read_to_string(BOOT).map(|id| id.trim().to_owned()).unwrap_or_default()
}

/// Leaves the marker: the boot on the first line, the fault on the second. The disk may be too broken for it.
pub(crate) fn leave(store: &Path, fault: &str) {
    let path = path_of(store);
    let text = format!("{}\n{}\n", boot(), fault.replace('\n', " "));
    let written = fs::write(&path, text).and_then(|()| settle(&path));
    if let Err(error) = written {
        tracing::error!(%error, path = %path.display(), "the marker of the fault could not be written");
    }
}

/// Makes a marked file fit to be opened: reads it from the disk itself, checks all of it and writes it anew. Does
/// nothing without a marker.
///
/// # Errors
/// [`Error::Damaged`] when it does not pass the check; the file and the marker stay as they are.
pub(crate) fn recover(store: &Path) -> Result<(), Error> {
    let path = path_of(store);
    let Ok(text) = fs::read_to_string(&path) else { return Ok(()) };
    let mut lines = text.lines();
    let same_boot = lines.next() == Some(boot().as_str());
    let fault = lines.next().unwrap_or("an unknown fault").to_owned();
    tracing::warn!(store = %store.display(), fault, same_boot, "the disk failed before: the file is checked and written anew");
    let fresh = beside(store, "fresh");
    let mended = (|| {
        if same_boot {
            drop_cache(store).map_err(|error| named(store, &error))?;
        }
        if fresh.exists() {
            fs::remove_file(&fresh).map_err(|error| named(&fresh, &error))?;
        }
        engine_redb::copy_checked(store, &fresh)
    })();
    match mended {
        Err(Error::Full) => return Err(Error::Full),
        Err(error) => {
            return Err(Error::Damaged { path: store.display().to_string(), fault, check: error.to_string() });
        }
        Ok(_) => {}
    }
    let swap = || {
        fs::rename(&fresh, store)?;
        sync_folder(store)?;
        fs::remove_file(&path)?;
        sync_folder(&path)
    };
    swap().map_err(|error| named(store, &error))
}
