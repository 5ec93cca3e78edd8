//! An archive: a compressed tar whose first file is a manifest of all others, written so that it is whole or absent,
//! and read so that nothing damaged passes.

use std::{
    fs::{self, File},
    io::{Read, Write as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, ensure};
use ayni_kernel::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    backup::{
        paced::Paced,
        seal::{Keys, Locked, Opened, Readers, Sealer},
    },
    house,
};

/// The arrangement of the archive. Version 1 had no marks.
const FORMAT: u32 = 2;

/// A middle way between speed and size.
const COMPRESSION: i32 = 3;

/// The manifest's name; the first file of the archive.
const MANIFEST: &str = "manifest.json";

/// The largest manifest: far more files than any community has.
const MAX_MANIFEST: u64 = 256 * 1024 * 1024;

/// What kind of archive it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    /// Everything at one moment.
    #[default]
    Whole,
    /// What was committed since the archive before.
    Log,
}

/// What the archive holds, and of which moment.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Manifest {
    format: u32,
    /// The version of the program that wrote it.
    pub program: String,
    #[serde(default)]
    pub kind: Kind,
    /// When it was made, ISO 8601.
    #[serde(default)]
    pub made: String,
    /// A log's name of the log before it; nothing where a chain of logs begins.
    #[serde(default)]
    pub previous: String,
    /// Where each store stood. Empty in version 1.
    #[serde(default)]
    pub stores: Vec<Mark>,
    /// Every other file.
    pub files: Vec<Item>,
}

/// Where a store stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    /// `node`, or the community's id.
    pub store: String,
    /// The community's name in addresses; empty for the node.
    #[serde(default)]
    pub slug: String,
    /// The community's name.
    #[serde(default)]
    pub name: String,
    /// The community's time zone.
    #[serde(default)]
    pub time_zone: String,
    /// The version of the store's schema.
    pub schema: u32,
    /// In a log: the number of the last transaction before it.
    #[serde(default)]
    pub after: u64,
    /// In a log: the time of its first transaction in microseconds; 0 when it has none.
    #[serde(default)]
    pub first_micros: i64,
    /// The number of the last transaction.
    pub seq: u64,
    /// The hash of its entry in the commit log, in hexadecimal.
    pub head: String,
    /// Its time in microseconds since 1970.
    pub last_micros: i64,
    /// In a whole backup: the digest of the state, in hexadecimal.
    #[serde(default)]
    pub digest: String,
}

/// The node's store in marks.
pub(crate) const NODE: &str = "node";

/// One file of the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Item {
    /// Its path inside the data folder.
    pub path: String,
    /// BLAKE3 of its content, in hexadecimal.
    pub hash: String,
    pub bytes: u64,
}

impl Manifest {
    /// A manifest of this program.
    pub(crate) fn new(kind: Kind, made: Timestamp, stores: Vec<Mark>, files: Vec<Item>) -> Self {
        let program = env!("CARGO_PKG_VERSION").to_owned();
        Self { format: FORMAT, program, kind, made: made.to_string(), previous: String::new(), stores, files }
    }

    /// When it was made; version 1 did not say.
    pub(crate) fn made(&self) -> Option<Timestamp> {
        Timestamp::parse(&self.made)
    }

    /// Where a store stood.
    pub(crate) fn mark(&self, store: &str) -> Option<&Mark> {
        self.stores.iter().find(|mark| mark.store == store)
    }

    /// The marks of communities.
    pub(crate) fn communities(&self) -> impl Iterator<Item = &Mark> {
        self.stores.iter().filter(|mark| mark.store != NODE)
    }

    /// The time of the newest transaction in any store.
    pub(crate) fn last_micros(&self) -> i64 {
        self.stores.iter().map(|mark| mark.last_micros).max().unwrap_or_default()
    }
}

/// A file as the manifest lists it.
pub(crate) fn item(folder: &Path, path: String) -> Result<Item> {
    let mut hasher = blake3::Hasher::new();
    let file = File::open(folder.join(&path)).with_context(|| format!("Cannot read {path}"))?;
    let bytes = std::io::copy(&mut { file }, &mut hasher)?;
    Ok(Item { path, hash: hasher.finalize().to_hex().to_string(), bytes })
}

/// Writes an archive; each file is looked for in the folders, in their order.
pub(crate) fn pack(manifest: &Manifest, folders: &[&Path], readers: &Readers, file: File) -> Result<()> {
    let mut compressed = zstd::Encoder::new(Sealer::new(file, readers)?, COMPRESSION)?;
    compressed.include_checksum(true)?;
    let mut packer = tar::Builder::new(compressed);
    let head = serde_json::to_vec_pretty(manifest)?;
    let mut header = tar::Header::new_gnu();
    header.set_size(u64::try_from(head.len())?);
    header.set_mode(0o600);
    header.set_cksum();
    packer.append_data(&mut header, MANIFEST, head.as_slice())?;
    for item in &manifest.files {
        let places = folders.iter().map(|folder| folder.join(&item.path));
        let place = places.into_iter().find(|place| place.exists());
        let place = place.with_context(|| format!("{} vanished while the backup was made", item.path))?;
        packer.append_path_with_name(place, &item.path)?;
    }
    packer.into_inner()?.finish()?.finish()
}

/// An archive that is being read: the manifest, and what follows it.
struct Unpacker {
    archive: tar::Archive<zstd::Decoder<'static, std::io::BufReader<Opened>>>,
}

impl Unpacker {
    fn open(file: &Path, keys: &Keys) -> Result<Self> {
        let packed = File::open(file)?;
        Ok(Self { archive: tar::Archive::new(zstd::Decoder::new(Opened::new(packed, keys)?)?) })
    }
}

fn read_manifest(entry: &mut tar::Entry<'_, impl Read>) -> Result<Manifest> {
    ensure!(entry.path()?.to_string_lossy() == MANIFEST, "the manifest is missing");
    ensure!(entry.size() <= MAX_MANIFEST, "the manifest is too large");
    let mut text = String::new();
    entry.read_to_string(&mut text)?;
    let manifest: Manifest = serde_json::from_str(&text)?;
    ensure!(manifest.format <= FORMAT, "it was written by a newer program; update this one first");
    Ok(manifest)
}

/// Says of which file an error speaks. One that is only locked may be sound.
fn told(error: anyhow::Error, file: &Path) -> anyhow::Error {
    let file = file.display();
    if error.is::<Locked>() {
        error.context(format!("Cannot open {file}"))
    } else {
        error.context(format!("{file} is no sound backup"))
    }
}

/// Reads only the manifest.
pub(crate) fn manifest_of(file: &Path, keys: &Keys) -> Result<Manifest> {
    let read = || {
        let mut unpacker = Unpacker::open(file, keys)?;
        let mut first = unpacker.archive.entries()?.next().context("it is empty")??;
        read_manifest(&mut first)
    };
    read().map_err(|error| told(error, file))
}

/// Unpacks everything into a folder and compares it with the manifest. A file whose content is there already is left.
pub(crate) fn unpack(file: &Path, keys: &Keys, work: &Path) -> Result<Manifest> {
    unpack_all(file, keys, work).map_err(|error| told(error, file))
}

fn unpack_all(file: &Path, keys: &Keys, work: &Path) -> Result<Manifest> {
    let mut unpacker = Unpacker::open(file, keys)?;
    let mut entries = unpacker.archive.entries()?;
    let manifest = read_manifest(&mut entries.next().context("it is empty")??)?;
    let mut count = 0;
    for entry in entries {
        let mut entry = entry?;
        let path = entry.path()?.to_string_lossy().into_owned();
        // Only paths that the manifest lists are written, and those are checked to stay inside the folder.
        let item = manifest.files.iter().find(|item| item.path == path);
        let item = item.with_context(|| format!("{path} is not in the manifest"))?;
        ensure!(is_inside(&path), "{path} leads outside the folder");
        write_checked(&mut entry, item, &work.join(&path))?;
        count += 1;
    }
    let listed = manifest.files.len();
    ensure!(count == listed, "{count} of {listed} files are there");
    // The end of the compression and of the seal lie behind the last file; a cut there is a cut too.
    std::io::copy(&mut unpacker.archive.into_inner(), &mut std::io::sink())?;
    Ok(manifest)
}

fn is_inside(path: &str) -> bool {
    Path::new(path).components().all(|part| matches!(part, std::path::Component::Normal(_)))
}

fn write_checked(entry: &mut impl Read, item: &Item, goal: &Path) -> Result<()> {
    house::make_private(goal.parent().unwrap_or(goal))?;
    let mut hasher = blake3::Hasher::new();
    let mut out = Paced::new(File::create(goal)?);
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = entry.read(&mut buffer)?;
        let Some(chunk) = buffer.get(..read).filter(|chunk| !chunk.is_empty()) else { break };
        hasher.update(chunk);
        out.write_all(chunk)?;
    }
    out.finish()?;
    ensure!(
        hasher.finalize().to_hex().as_str() == item.hash,
        "{} is damaged: its content does not fit the manifest",
        item.path
    );
    Ok(())
}

/// The hash of a whole file, in hexadecimal.
pub(crate) fn hash_of(file: &Path) -> Result<String> {
    let mut hasher = blake3::Hasher::new();
    std::io::copy(&mut File::open(file)?, &mut hasher)?;
    Ok(hasher.finalize().to_hex().to_string())
}

/// Gives a finished file its name, durably; an existing file is never overwritten.
pub(crate) fn name(file: tempfile::NamedTempFile, goal: &Path) -> Result<PathBuf> {
    let folder = goal.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    file.persist_noclobber(goal).with_context(|| format!("Cannot write {}", goal.display()))?;
    File::open(folder)?.sync_all()?;
    Ok(goal.to_owned())
}

/// How a temporary file or folder of ours begins.
pub(crate) const WORK: &str = ".ayni-work-";

/// A temporary folder for unpacked data, readable by nobody else.
pub(crate) fn work_folder(within: &Path) -> Result<tempfile::TempDir> {
    Ok(tempfile::Builder::new().prefix(WORK).tempdir_in(within)?)
}

/// A temporary file that may get a name later.
pub(crate) fn work_file(within: &Path) -> Result<tempfile::NamedTempFile> {
    Ok(tempfile::Builder::new().prefix(WORK).tempfile_in(within)?)
}

/// Removes what an interrupted program left behind.
pub(crate) fn clear_work(within: &Path) -> Result<()> {
    for entry in fs::read_dir(within)? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(|name| name.starts_with(WORK)) {
            let path = entry.path();
            if entry.file_type()?.is_dir() { fs::remove_dir_all(path)? } else { fs::remove_file(path)? }
        }
    }
    Ok(())
}
