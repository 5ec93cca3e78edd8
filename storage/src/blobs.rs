//! Files beside the store (photos, logos), named by their hash: written once, never changed.

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use crate::Error;

/// The largest file taken, in bytes.
const MAX_BLOB: usize = 16 * 1024 * 1024;

/// A folder of files named by the BLAKE3 hash of their content; or a map in memory for tests.
#[derive(Clone)]
pub struct Blobs(Arc<Place>);

enum Place {
    Folder(PathBuf),
    Memory(Mutex<BTreeMap<[u8; 32], Vec<u8>>>),
}

impl Blobs {
    /// The files in a folder, which is made when it is missing.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        fs::create_dir_all(folder).map_err(engine)?;
        Ok(Self(Arc::new(Place::Folder(folder.to_owned()))))
    }

    /// Files kept in memory.
    pub fn memory() -> Self {
        Self(Arc::new(Place::Memory(Mutex::default())))
    }

    /// Keeps a file and answers its name. Once this returns it survives a power cut, so that the row that names
    /// it may be committed: temporary file, fsync, rename, fsync of the folder.
    pub fn put(&self, bytes: &[u8]) -> Result<[u8; 32], Error> {
        if bytes.len() > MAX_BLOB {
            return Err(Error::TooLarge { what: "file", size: bytes.len(), limit: MAX_BLOB });
        }
        let hash = *blake3::hash(bytes).as_bytes();
        match &*self.0 {
            Place::Memory(files) => {
                files.lock().unwrap_or_else(PoisonError::into_inner).insert(hash, bytes.to_vec());
            }
            Place::Folder(folder) => write_durably(folder, &name(&hash), bytes)?,
        }
        Ok(hash)
    }

    /// The file of that name, or `None`. A file whose content no longer fits its name is reported as corrupt.
    pub fn get(&self, hash: &[u8; 32]) -> Result<Option<Vec<u8>>, Error> {
        let bytes = match &*self.0 {
            Place::Memory(files) => files.lock().unwrap_or_else(PoisonError::into_inner).get(hash).cloned(),
            Place::Folder(folder) => match fs::read(folder.join(name(hash))) {
                Ok(bytes) => Some(bytes),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
                Err(error) => return Err(engine(error)),
            },
        };
        match bytes {
            Some(bytes) if blake3::hash(&bytes) != *hash => Err(Error::Corrupt { table: "blobs", key: name(hash) }),
            other => Ok(other),
        }
    }

    /// The names of all files.
    pub fn list(&self) -> Result<Vec<[u8; 32]>, Error> {
        match &*self.0 {
            Place::Memory(files) => Ok(files.lock().unwrap_or_else(PoisonError::into_inner).keys().copied().collect()),
            Place::Folder(folder) => {
                let mut names = Vec::new();
                for entry in fs::read_dir(folder).map_err(engine)? {
                    let file = entry.map_err(engine)?.file_name();
                    names.extend(
                        file.to_str().and_then(|text| blake3::Hash::from_hex(text).ok()).map(Into::<[u8; 32]>::into),
                    );
                }
                Ok(names)
            }
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape map_err wants")]
fn engine(error: std::io::Error) -> Error {
    Error::Engine(error.to_string())
}

fn name(hash: &[u8; 32]) -> String {
    blake3::Hash::from(*hash).to_hex().to_string()
}

fn write_durably(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Error> {
    let goal = folder.join(name);
    if goal.exists() {
        return Ok(());
    }
    let draft = folder.join(format!("{name}.part"));
    let mut file = fs::File::create(&draft).map_err(engine)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(engine)?;
    fs::rename(&draft, &goal).map_err(engine)?;
    fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(engine)
}
