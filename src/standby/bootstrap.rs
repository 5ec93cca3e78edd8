//! The beginning of a standby: a folder that may become one, and a copy of everything the primary has.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context as _, Result, bail, ensure};
use ayni_kernel::CommunityId;
use ayni_storage::{Blobs, Entropy as _, SystemEntropy};

use super::{
    Part,
    backoff::Backoff,
    client::{self, Client, Fault, Plain},
    copies,
    record::{Key, Pairing, Record, Role},
    wire::{Copying, NODE, StoreState},
};
use crate::house;

/// How often it is asked whether a copy is ready.
const COPY_EVERY: Duration = Duration::from_millis(200);

/// Attempts to fetch one piece of a copy before the whole copy is given up and made again.
const ATTEMPTS: u32 = 50;

/// What the folders begin with in which `--anew` keeps what was there.
const ASIDE: &str = "aside-";

/// How often things can be set aside before somebody has to tidy up.
const MAX_ASIDE: u32 = 1_000;

/// How a standby is started.
pub(crate) struct Start {
    /// The primary's address.
    pub from: String,
    /// The file with the key; none: the one that was given before.
    pub key_file: Option<PathBuf>,
    /// Which addresses are allowed.
    pub plain: Plain,
    /// Whether what is in the folder may be moved aside.
    pub existing: Existing,
}

/// What happens to data that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Existing {
    /// A standby goes on from it; anything else is refused.
    Continue,
    /// It is moved aside, and everything is fetched anew.
    SetAside,
}

/// Makes a folder ready to be opened as a standby: fetches everything when it is empty. A standby that was promoted
/// stays what it became, so that a machine that starts again by itself serves on.
pub(crate) async fn prepare(folder: &Path, start: &Start) -> Result<Part> {
    let url = client::address(&start.from, start.plain)?;
    let given = start.key_file.as_deref().map(Key::read).transpose()?;
    house::make_private(folder).with_context(|| format!("Cannot make the folder {}", folder.display()))?;
    let lock = house::lock(folder).map_err(|closed| closed.error(folder))?;
    let known = Record::load(folder)?;
    if known.role == Role::Primary && known.promoted_in.is_some() && start.existing == Existing::Continue {
        tracing::warn!("this node was promoted: it takes changes and follows nobody");
        return Ok(Part::Site);
    }
    let key = given.or(known.pairing.as_ref().filter(|_| known.role == Role::Standby).map(|known| known.key.clone()));
    let key =
        key.context("Name the file with the primary's key with --key-file. It is made there with: ayni standby-key")?;
    if start.existing == Existing::SetAside {
        set_aside(folder)?;
    }
    let pairing = |name| Pairing { url, key, name };
    let record = if is_empty(folder)? {
        Record::standby(pairing(new_name()))
    } else {
        let record = Record::load(folder)?;
        let known = record.pairing.clone().filter(|_| record.role == Role::Standby).with_context(|| {
            format!("{} holds data that is no standby's. Name an empty folder with --data, or say --anew: what is there is then kept aside in it.", folder.display())
        })?;
        Record { pairing: Some(pairing(known.name)), ..record }
    };
    record.save(folder)?;
    if !record.whole {
        fetch_all(folder, record).await?;
    }
    drop(lock);
    Ok(Part::Standby)
}

fn new_name() -> String {
    let mut chance = [0; 4];
    SystemEntropy.fill(&mut chance);
    format!("standby-{}", data_encoding::HEXLOWER.encode(&chance))
}

/// What is in the folder, but for what was set aside and what belongs to the running program.
fn contents(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if !name.starts_with(ASIDE) && name != "ayni.lock" && name != "ayni.sock" {
            found.push(entry.path());
        }
    }
    // The record goes last: until then the folder still knows that it must not be written to.
    found.sort_by_key(|path| path.ends_with("replication.json"));
    Ok(found)
}

fn is_empty(folder: &Path) -> Result<bool> {
    Ok(contents(folder)?.is_empty())
}

/// Moves everything into a folder of its own, inside: nothing is deleted, and no other place need be writable.
fn set_aside(folder: &Path) -> Result<()> {
    let found = contents(folder)?;
    if found.is_empty() {
        return Ok(());
    }
    let free = (1_u32..=MAX_ASIDE).map(|number| folder.join(format!("{ASIDE}{number}"))).find(|aside| !aside.exists());
    let aside = free.context("the folder holds too much that was set aside; move it elsewhere")?;
    house::make_private(&aside)?;
    for path in found {
        let name = path.file_name().context("a file without a name")?;
        fs::rename(&path, aside.join(name))?;
    }
    fs::File::open(folder)?.sync_all()?;
    tracing::warn!(folder = %aside.display(), "what was here is kept aside");
    Ok(())
}

/// Fetches everything, however often the connection is lost.
async fn fetch_all(folder: &Path, mut record: Record) -> Result<()> {
    let pairing = record.pairing.clone().context("a standby without a primary")?;
    tracing::info!(primary = pairing.url, "fetching everything from the primary");
    let client = Client::new(pairing)?;
    let mut backoff = Backoff::of_work();
    loop {
        match fetch_missing(&client, &mut record, folder).await {
            Ok(()) => break,
            Err(Fault::Lost(why)) => {
                tracing::warn!(why, "the primary cannot be reached; trying again");
                backoff.pause().await;
            }
            Err(other) => bail!(other),
        }
    }
    record.whole = true;
    record.save(folder)?;
    tracing::info!("everything was fetched");
    Ok(())
}

/// Fetches what is missing: the communities first, then the node, then what was registered meanwhile, so that the
/// node names no community that is not there.
async fn fetch_missing(client: &Client, record: &mut Record, folder: &Path) -> Result<(), Fault> {
    let answer = client.get("/stores", record.term).await?;
    if answer.term < record.term {
        return Err(Fault::Here(format!("The node at that address writes in an older term than {}.", record.term)));
    }
    record.term = answer.term;
    record.save(folder)?;
    fetch_communities(client, record.term, folder).await?;
    let node = house::node_file(folder);
    if !node.exists() {
        fetch_store(client, record.term, NODE, &node).await?;
    }
    fetch_communities(client, record.term, folder).await
}

async fn fetch_communities(client: &Client, term: u64, folder: &Path) -> Result<(), Fault> {
    for state in list(client, term).await? {
        if state.at.store != NODE {
            fetch_community(client, term, folder, &state.at.store).await?;
        }
    }
    Ok(())
}

/// The primary's stores. Refuses when it arranges them otherwise than this program.
pub(super) async fn list(client: &Client, term: u64) -> Result<Vec<StoreState>, Fault> {
    let all: Vec<StoreState> = client.get("/stores", term).await?.message().await?;
    for state in &all {
        let known = match state.at.store.as_str() {
            NODE => ayni_founding::node_schema().version,
            _ => ayni_founding::community_schema().version,
        };
        if state.schema != known {
            return Err(Fault::Here(format!(
                "The primary arranges its data as version {}, this program as version {known}. Bring both programs to the same version.",
                state.schema
            )));
        }
    }
    Ok(all)
}

/// Fetches a community that is not there yet, with its files.
pub(super) async fn fetch_community(client: &Client, term: u64, folder: &Path, name: &str) -> Result<(), Fault> {
    let id: CommunityId =
        name.parse().map_err(|_| Fault::Here(format!("The primary names a community {name}, which is no id.")))?;
    let home = house::community_folder(folder, id);
    let store = home.join("store.redb");
    if !store.exists() {
        house::make_private(&home).map_err(anyhow::Error::from)?;
        fetch_store(client, term, name, &store).await?;
    }
    fetch_files(client, term, name, &house::files_folder(folder, id)).await
}

/// Fetches the files that are not there yet. Their names are the hashes of their content, so what came is checked.
pub(super) async fn fetch_files(client: &Client, term: u64, name: &str, folder: &Path) -> Result<(), Fault> {
    let names: Vec<String> = client.get(&format!("/files/{name}"), term).await?.message().await?;
    let blobs = Blobs::open(folder)?;
    let here: Vec<String> = blobs.list()?.iter().map(super::hex).collect();
    for hash in names.iter().filter(|hash| !here.contains(hash)) {
        let bytes = client.get(&format!("/files/{name}/{hash}"), term).await?.bytes().await?;
        if super::hex(&blobs.put(&bytes)?) != *hash {
            return Err(Fault::Lost(format!("The file {hash} came damaged.")));
        }
    }
    Ok(())
}

/// Fetches a copy of a store, piece by piece. The file has its name only once it is whole.
async fn fetch_store(client: &Client, term: u64, name: &str, goal: &Path) -> Result<(), Fault> {
    let copy: String = client.post(&format!("/copies/{name}"), term, &()).await?.message().await?;
    let (bytes, hash) = loop {
        match client.get(&format!("/copy/{copy}"), term).await?.message().await? {
            Copying::Under => tokio::time::sleep(COPY_EVERY).await,
            Copying::Ready { bytes, hash } => break (bytes, hash),
        }
    };
    let part = goal.with_extension("part");
    fetch_pieces(client, term, &copy, bytes, &part).await?;
    let (_, found) = copies::hash_of(&part)?;
    if found != hash {
        return Err(Fault::Lost(format!("The copy of {name} came damaged.")));
    }
    keep(&part, goal)?;
    // A copy that is not given up makes room by itself later.
    let _ = client.delete(&format!("/copy/{copy}"), term).await;
    Ok(())
}

async fn fetch_pieces(client: &Client, term: u64, copy: &str, bytes: u64, part: &Path) -> Result<(), Fault> {
    let mut file = private_file(part)?;
    let (mut from, mut backoff, mut attempts) = (0, Backoff::of_questions(), 0);
    while from < bytes {
        let answer = client.get(&format!("/copy/{copy}/{from}"), term).await;
        let piece = match answer {
            Ok(answer) => answer.bytes().await,
            Err(fault) => Err(fault),
        };
        match piece {
            Ok(piece) if !piece.is_empty() => {
                file.write_all(&piece).map_err(anyhow::Error::from)?;
                from += u64::try_from(piece.len()).unwrap_or_default();
                backoff.reset();
                attempts = 0;
            }
            Err(Fault::Lost(_)) if attempts < ATTEMPTS => {
                attempts += 1;
                backoff.pause().await;
            }
            Ok(_) => return Err(Fault::Lost("The copy ended early.".to_owned())),
            Err(fault) => return Err(fault),
        }
    }
    Ok(file.sync_all().map_err(anyhow::Error::from)?)
}

fn private_file(path: &Path) -> Result<fs::File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let file = fs::File::options().create(true).truncate(true).write(true).mode(0o600).open(path);
    file.with_context(|| format!("Cannot write {}", path.display()))
}

fn keep(part: &Path, goal: &Path) -> Result<()> {
    fs::rename(part, goal)?;
    let folder = goal.parent().context("a file without a folder")?;
    ensure!(goal.exists(), "{} vanished", goal.display());
    Ok(fs::File::open(folder)?.sync_all()?)
}
