//! A backup: one compressed archive with a manifest, made from snapshots of all stores at one moment while the
//! program runs; and its way back into an empty folder.

use std::{
    fs,
    io::{Read as _, Write as _},
    path::Path,
};

use anyhow::{Context as _, Result, bail, ensure};
use ayni_kernel::CommunityId;
use serde::{Deserialize, Serialize};

use crate::{
    doctor,
    house::{self, Closed, House},
    operation::Outcome,
};

/// The arrangement of the archive.
const FORMAT: u32 = 1;

/// A middle way between speed and size.
const COMPRESSION: i32 = 3;

/// The manifest's name; the first file of the archive.
const MANIFEST: &str = "manifest.json";

/// What the archive holds.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    format: u32,
    program: String,
    files: Vec<Item>,
}

/// One file of the archive.
#[derive(Debug, Serialize, Deserialize)]
struct Item {
    /// Its path inside the data folder.
    path: String,
    /// BLAKE3 of its content, in hexadecimal.
    hash: String,
    bytes: u64,
}

/// Writes the archive to a temporary file inside the data folder.
pub(crate) fn write(house: &House) -> Result<Outcome> {
    let work = tempfile::tempdir_in(house.folder())?;
    let files = copy_stores(house, work.path())?;
    let manifest = Manifest { format: FORMAT, program: env!("CARGO_PKG_VERSION").to_owned(), files };
    let file = tempfile::NamedTempFile::new_in(house.folder())?;
    let mut packer = tar::Builder::new(zstd::Encoder::new(file.reopen()?, COMPRESSION)?);
    let head = serde_json::to_vec_pretty(&manifest)?;
    append(&mut packer, MANIFEST, &head)?;
    for item in &manifest.files {
        let copied = work.path().join(&item.path);
        let source = if copied.exists() { copied } else { house.folder().join(&item.path) };
        packer.append_path_with_name(source, &item.path)?;
    }
    packer.into_inner()?.finish()?.sync_all()?;
    let bytes = file.as_file().metadata()?.len();
    Ok(Outcome {
        lines: vec![format!("{} files, {bytes} bytes.", manifest.files.len())],
        data: serde_json::json!({ "files": manifest.files.len(), "bytes": bytes }),
        well: true,
        file: Some(file),
    })
}

/// Copies every store as of one moment into `work`, and lists them and the communities' files. Communities come
/// first and the node last: whoever a community names is then in the node's copy.
fn copy_stores(house: &House, work: &Path) -> Result<Vec<Item>> {
    let node = house.node();
    let entries = node.data().read(ayni_communities::list)?;
    let mut snapshots = Vec::new();
    for entry in &entries {
        snapshots.push((entry.id, node.community(entry.id)?.data.store().snapshot()?));
    }
    let whole = node.data().store().snapshot()?;
    let mut items = Vec::new();
    for (id, snapshot) in snapshots {
        let path = relative(id, "store.redb");
        fs::create_dir_all(work.join(&path).parent().unwrap_or(work))?;
        snapshot.copy_to(&work.join(&path))?;
        items.push(item(work, path)?);
        for name in node.community(id)?.blobs.list()? {
            let path = relative(id, &format!("files/{}", data_encoding::HEXLOWER.encode(&name)));
            items.push(item(house.folder(), path)?);
        }
    }
    whole.copy_to(&work.join("node.redb"))?;
    items.push(item(work, "node.redb".to_owned())?);
    Ok(items)
}

fn relative(id: CommunityId, file: &str) -> String {
    format!("communities/{id}/{file}")
}

fn item(folder: &Path, path: String) -> Result<Item> {
    let mut hasher = blake3::Hasher::new();
    let bytes = std::io::copy(&mut fs::File::open(folder.join(&path))?, &mut hasher)?;
    Ok(Item { path, hash: hasher.finalize().to_hex().to_string(), bytes })
}

fn append(packer: &mut tar::Builder<impl std::io::Write>, name: &str, bytes: &[u8]) -> Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(u64::try_from(bytes.len())?);
    header.set_mode(0o600);
    header.set_cksum();
    packer.append_data(&mut header, name, bytes)?;
    Ok(())
}

/// Brings a backup back into `folder`, which must be missing or empty. Everything is unpacked beside it, compared
/// with the manifest and examined by the doctor before the folder gets its name.
pub(crate) fn restore(file: &Path, folder: &Path, cache_mib: u32) -> Result<Outcome> {
    if folder.exists() && fs::read_dir(folder)?.next().is_some() {
        bail!("{} is not empty. Restore into a new folder with --data, then use that one.", folder.display());
    }
    let parent = folder.parent().filter(|path| !path.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent)?;
    let work = tempfile::Builder::new().prefix(".ayni-restore-").tempdir_in(parent)?;
    unpack(file, work.path()).with_context(|| format!("{} is no sound backup", file.display()))?;
    let mut outcome = {
        let house = House::open(work.path(), cache_mib).map_err(|closed: Closed| closed.error(work.path()))?;
        doctor::examine(&house)?
    };
    ensure!(outcome.well, "The backup was read, but the doctor found faults in it:\n{}", outcome.lines.join("\n"));
    if folder.exists() {
        fs::remove_dir(folder)?;
    }
    fs::rename(work.keep(), folder)?;
    fs::File::open(parent)?.sync_all()?;
    outcome.lines.push(format!("Restored into {}.", folder.display()));
    Ok(outcome)
}

fn unpack(file: &Path, work: &Path) -> Result<()> {
    let packed = fs::File::open(file).with_context(|| format!("Cannot read {}", file.display()))?;
    let mut archive = tar::Archive::new(zstd::Decoder::new(packed)?);
    let mut manifest: Option<Manifest> = None;
    let mut unpacked = 0;
    for entry in archive.entries()? {
        let mut entry = entry?;
        let path = entry.path()?.to_string_lossy().into_owned();
        let Some(manifest) = &manifest else {
            ensure!(path == MANIFEST, "the manifest is missing");
            let mut text = String::new();
            entry.read_to_string(&mut text)?;
            let read: Manifest = serde_json::from_str(&text)?;
            ensure!(read.format <= FORMAT, "it was written by a newer program; update this one first");
            manifest = Some(read);
            continue;
        };
        // Only paths that the manifest lists are written, and those are checked to stay inside the folder.
        let item = manifest.files.iter().find(|item| item.path == path);
        let item = item.with_context(|| format!("{path} is not in the manifest"))?;
        ensure!(is_inside(&path), "{path} leads outside the folder");
        write_checked(&mut entry, item, &work.join(&path))?;
        unpacked += 1;
    }
    let listed = manifest.context("it is empty")?.files.len();
    ensure!(unpacked == listed, "{unpacked} of {listed} files are there");
    Ok(())
}

fn is_inside(path: &str) -> bool {
    Path::new(path).components().all(|part| matches!(part, std::path::Component::Normal(_)))
}

fn write_checked(entry: &mut impl std::io::Read, item: &Item, goal: &Path) -> Result<()> {
    house::make_private(goal.parent().unwrap_or(goal))?;
    let mut hasher = blake3::Hasher::new();
    let mut out = fs::File::create(goal)?;
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = entry.read(&mut buffer)?;
        let Some(chunk) = buffer.get(..read).filter(|chunk| !chunk.is_empty()) else { break };
        hasher.update(chunk);
        out.write_all(chunk)?;
    }
    out.sync_all()?;
    ensure!(
        hasher.finalize().to_hex().as_str() == item.hash,
        "{} is damaged: its content does not fit the manifest",
        item.path
    );
    Ok(())
}
