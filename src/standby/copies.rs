//! Copies of stores for standbys that begin: written once, fetched piece by piece, so that a broken connection costs
//! one piece and not the whole.

use std::{
    collections::VecDeque,
    fs,
    io::{Read as _, Seek as _, SeekFrom},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
};

use anyhow::{Context as _, Result};
use ayni_storage::{Entropy as _, Store, SystemEntropy};

use super::{
    lock, now_micros,
    wire::{Copying, PIECE_BYTES},
};

/// What the folders of copies begin with; what a killed program left is removed at the next start.
const PREFIX: &str = ".ayni-copy-";

/// Copies kept at a time, since each takes as much room as its store; the oldest makes room. A standby fetches one
/// after another.
const MAX_COPIES: usize = 2;

/// A copy that nobody has asked for in so many microseconds is given up: ten minutes.
const GIVEN_UP_AFTER: i64 = 600_000_000;

/// The copies of a running primary.
#[derive(Default)]
pub(super) struct Copies(Mutex<VecDeque<(String, Arc<Copy>)>>);

struct Copy {
    folder: tempfile::TempDir,
    /// When it was asked for last, in microseconds since 1970.
    asked_micros: AtomicI64,
    /// How far it is, or why it failed.
    state: Mutex<Result<Copying, String>>,
}

impl Copy {
    fn file(&self) -> PathBuf {
        self.folder.path().join("store.redb")
    }
}

/// Removes what a killed program left behind.
pub(super) fn clear(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(PREFIX) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

impl Copies {
    /// Begins a copy on a thread of its own, so that nobody's question has to wait for it; gives its name.
    pub(super) fn begin(&self, store: &Store, folder: &Path) -> Result<String> {
        let snapshot = store.snapshot()?;
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(folder)?;
        let asked_micros = AtomicI64::new(now_micros());
        let copy = Arc::new(Copy { folder, asked_micros, state: Mutex::new(Ok(Copying::Under)) });
        let writing = Arc::clone(&copy);
        std::thread::Builder::new().name("copy".to_owned()).spawn(move || {
            let written = snapshot.copy_to(&writing.file()).map_err(anyhow::Error::from);
            let state = written.and_then(|_| measure(&writing.file())).map_err(|error| format!("{error:#}"));
            *lock(&writing.state) = state;
        })?;
        let mut chance = [0; 8];
        SystemEntropy.fill(&mut chance);
        let name = data_encoding::HEXLOWER.encode(&chance);
        let mut copies = lock(&self.0);
        copies.push_back((name.clone(), copy));
        while copies.len() > MAX_COPIES {
            copies.pop_front();
        }
        Ok(name)
    }

    fn find(&self, name: &str) -> Option<Arc<Copy>> {
        let copy = lock(&self.0).iter().find(|(known, _)| known == name).map(|(_, copy)| Arc::clone(copy))?;
        copy.asked_micros.store(now_micros(), Ordering::Relaxed);
        Some(copy)
    }

    /// How far a copy is; none when there is no such copy.
    pub(super) fn state(&self, name: &str) -> Option<Result<Copying, String>> {
        self.find(name).map(|copy| lock(&copy.state).clone())
    }

    /// A piece of a copy; none when there is no such copy.
    pub(super) fn piece(&self, name: &str, from: u64) -> Result<Option<Vec<u8>>> {
        let Some(copy) = self.find(name) else { return Ok(None) };
        let mut file = fs::File::open(copy.file())?;
        file.seek(SeekFrom::Start(from))?;
        let mut piece = Vec::new();
        file.take(PIECE_BYTES).read_to_end(&mut piece)?;
        Ok(Some(piece))
    }

    /// Gives up what nobody asks for any more, and what failed.
    pub(super) fn tidy(&self) {
        let long_ago = now_micros() - GIVEN_UP_AFTER;
        lock(&self.0)
            .retain(|(_, copy)| copy.asked_micros.load(Ordering::Relaxed) > long_ago && lock(&copy.state).is_ok());
    }

    /// Gives a copy up that was fetched.
    pub(super) fn drop(&self, name: &str) {
        lock(&self.0).retain(|(known, _)| known != name);
    }
}

fn measure(file: &Path) -> Result<Copying> {
    let (bytes, hash) = hash_of(file)?;
    Ok(Copying::Ready { bytes, hash })
}

/// Size and BLAKE3 of a file.
pub(super) fn hash_of(file: &Path) -> Result<(u64, String)> {
    let mut hasher = blake3::Hasher::new();
    let mut source = fs::File::open(file).with_context(|| format!("Cannot read {}", file.display()))?;
    let bytes = std::io::copy(&mut source, &mut hasher)?;
    Ok((bytes, hasher.finalize().to_hex().to_string()))
}
