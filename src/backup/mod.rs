//! Safekeeping: backups with a manifest, the log in between, the way back to any point, the drill, and the schedule
//! that does all of it by itself.

mod archive;
mod drill;
mod frozen;
mod keeper;
mod names;
mod paced;
mod point;
mod record;
mod restore;
mod retention;
mod schedule;
mod seal;
mod segment;
#[cfg(test)]
mod tests;
mod whole;

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use anyhow::{Result, bail};

pub(crate) use drill::drill;
pub(crate) use restore::{Ask, restore};
pub(crate) use retention::Keep;
pub(crate) use schedule::Safekeeping;
pub(crate) use seal::{Readers, new_pair};

use self::frozen::Frozen;
use crate::{house::House, operation::Outcome};

/// How backups are made and kept, as the operator set it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Settings {
    /// Where scheduled backups go, seen from the data folder; nowhere when there is none.
    pub folder: Option<PathBuf>,
    /// Who may read them; everybody who has the file when there is nobody.
    pub readers: Readers,
    /// How many are kept.
    pub keep: Keep,
    /// Minutes between log segments.
    pub log_minutes: u32,
    /// Days for which the log segments are kept.
    pub log_days: u32,
    /// Who may take a backup away through the browser.
    pub download: Download,
}

/// Who may take a backup away through the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Download {
    /// The admins of a community that is alone in the backup.
    Alone,
    /// The admins of every community, whatever else is in it.
    Admins,
    /// Nobody.
    Nobody,
}

impl Settings {
    /// Where the scheduled backups of a data folder go.
    fn folder_of(&self, house: &House) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| house.folder().join(folder))
    }
}

/// One archive is made or restored at a time in this process: each takes room and work.
static TURN: Mutex<()> = Mutex::new(());

fn one_at_a_time() -> MutexGuard<'static, ()> {
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes a whole backup to a temporary file inside the data folder.
pub(crate) fn write(house: &House, settings: &Settings) -> Result<Outcome> {
    let _turn = one_at_a_time();
    let made = whole::make(house, &Frozen::of(house.node())?, &settings.readers, house.folder())?;
    let sealed = if settings.readers.seal() == seal::Seal::Age { ", encrypted" } else { "" };
    let files = made.manifest.files.len();
    Ok(Outcome {
        lines: vec![format!("{files} files, {} bytes{sealed}, read back and compared.", made.bytes)],
        data: serde_json::json!({
            "files": files, "bytes": made.bytes, "hash": archive::hash_of(made.file.path())?,
            "encrypted": !sealed.is_empty(), "stores": made.manifest.stores,
        }),
        well: true,
        file: Some(made.file),
    })
}

/// Makes sure that a backup reached its place on the disk unchanged; removes it otherwise.
pub(crate) fn must_have(file: &Path, hash: &str) -> Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()?;
    if archive::hash_of(file)? != hash {
        fs::remove_file(file)?;
        bail!("The backup changed on its way to {}. Look at that disk, and try again.", file.display());
    }
    Ok(())
}
