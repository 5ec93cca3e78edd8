//! The data folder: its lock, the node's store, a folder for each community.

use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, Result, bail};
use ayni_kernel::{Community, CommunityId, Data, Error, Node};
use ayni_search::Index;
use ayni_storage::{Backend, Ballast, Blobs, Clock, FolderSpace, Options, Store, SystemClock};

use crate::standby::Replication;

/// Communities take no writes while there is less room than this on the disk, in bytes: what is left is for the
/// search index, for backups under way, and for whoever has to clean up.
const RESERVE_BYTES: u64 = 64 << 20;

/// Room for some thousand sign-ins.
const BALLAST_BYTES: u64 = 4 << 20;

/// The open data folder. While it lives, no other process opens the same folder.
pub(crate) struct House {
    folder: PathBuf,
    node: Node,
    replication: Arc<Replication>,
    _lock: File,
}

/// Why a folder did not open.
pub(crate) enum Closed {
    /// Another running program has it; its admin socket may answer.
    InUse,
    /// Anything else.
    Failed(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Closed {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl Closed {
    /// As an error with its sentence.
    pub(crate) fn error(self, folder: &Path) -> anyhow::Error {
        match self {
            Self::InUse => anyhow::anyhow!(
                "The data folder {} is already in use by another running Ayni. Stop that one first, or choose another folder with --data.",
                folder.display()
            ),
            Self::Failed(error) => error,
        }
    }
}

impl House {
    /// Opens the folder, making it when it is missing.
    pub(crate) fn open(folder: &Path, cache_mib: u32) -> Result<Self, Closed> {
        Self::open_at(folder, cache_mib, Arc::new(SystemClock))
    }

    /// Opens the folder with a clock of the caller's choice.
    pub(crate) fn open_at(folder: &Path, cache_mib: u32, clock: Arc<dyn Clock>) -> Result<Self, Closed> {
        make_private(folder).with_context(|| format!("Cannot make the folder {}", folder.display()))?;
        let lock = lock(folder)?;
        let replication = Arc::new(Replication::open(folder)?);
        let stores = Stores {
            folder: folder.to_owned(),
            cache_bytes: cache_mib as usize * 1024 * 1024,
            clock,
            replication: Arc::clone(&replication),
        };
        let data = stores.node().with_context(|| format!("Cannot open {}", folder.join("node.redb").display()))?;
        let node = Node::new(data, Arc::new(move |id| stores.community(id)));
        let house = Self { folder: folder.to_owned(), node, replication, _lock: lock };
        house.clear_orphans().context("Cannot look through the communities' folders")?;
        for entry in house.node.data().read(ayni_communities::list)? {
            // A file that is gone must not come back as an empty community.
            let file = community_folder(folder, entry.id).join("store.redb");
            if file.metadata().map_or(0, |found| found.len()) == 0 {
                let why = format!("{} is missing or empty. Restore a backup.", file.display());
                house.node.close_off(entry.id, Error::Broken(why));
            }
            // One community's damaged file must not take the others down with it.
            if let Err(error) = house.node.community(entry.id) {
                tracing::error!(community = %entry.slug, %error, "this community cannot be opened; run: ayni doctor");
            }
        }
        house.lay_ballast();
        Ok(house)
    }

    /// Lays the reserve of room with which people can still sign in when the disk is full.
    pub(crate) fn lay_ballast(&self) {
        if let Err(error) = ballast(&self.folder).lay(&FolderSpace(self.folder.clone())) {
            tracing::warn!(%error, "the reserve for a full disk could not be laid");
        }
    }

    /// The node.
    pub(crate) const fn node(&self) -> &Node {
        &self.node
    }

    /// The folder's part in replication.
    pub(crate) fn replication(&self) -> &Replication {
        &self.replication
    }

    /// The folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Removes folders of communities that were never registered: what an interrupted import or setup left behind,
    /// and what an import replaced. Nobody was ever told that anything in them was kept.
    fn clear_orphans(&self) -> Result<()> {
        let known: Vec<String> = self
            .node
            .data()
            .read(|tx| Ok(ayni_communities::list(tx)?.iter().map(|entry| entry.id.to_string()).collect()))?;
        let folder = self.folder.join("communities");
        if !folder.exists() {
            return Ok(());
        }
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let ours = name.to_str().is_some_and(|name| name.parse::<CommunityId>().is_ok());
            if ours && !known.iter().any(|id| name.to_str() == Some(id)) {
                tracing::info!(folder = %entry.path().display(), "removing the folder of a community that was never finished");
                fs::remove_dir_all(entry.path())?;
            }
        }
        Ok(())
    }
}

/// Opens stores inside the folder.
struct Stores {
    folder: PathBuf,
    cache_bytes: usize,
    clock: Arc<dyn Clock>,
    replication: Arc<Replication>,
}

impl Stores {
    fn node(&self) -> Result<Data> {
        let mut options = self.options(node_file(&self.folder));
        options.ballast = Some(ballast(&self.folder));
        let store = Store::open(options, ayni_founding::node_schema())?;
        Ok(Data::new(store, &[]))
    }

    fn community(&self, id: CommunityId) -> Result<Community, Error> {
        let folder = community_folder(&self.folder, id);
        make_private(&folder).map_err(Error::broken)?;
        let mut options = self.options(folder.join("store.redb"));
        options.reserve_bytes = RESERVE_BYTES;
        let store = Store::open(options, ayni_founding::community_schema())?;
        let index = Index::open(&folder.join("index"))?;
        let blobs = Blobs::open(&files_folder(&self.folder, id))?;
        Ok(Community { id, data: Data::new(store, ayni_founding::reactors()), index, blobs })
    }

    fn options(&self, file: PathBuf) -> Options {
        let mut options = Options::new(Backend::File(file));
        options.cache_bytes = self.cache_bytes;
        options.clock = Arc::clone(&self.clock);
        options.read_only = self.replication.why_stopped();
        options
    }
}

/// Where the node's store lies.
pub(crate) fn node_file(folder: &Path) -> PathBuf {
    folder.join("node.redb")
}

/// Where a community lies.
pub(crate) fn community_folder(folder: &Path, id: CommunityId) -> PathBuf {
    folder.join("communities").join(id.to_string())
}

/// Where a community's files lie.
pub(crate) fn files_folder(folder: &Path, id: CommunityId) -> PathBuf {
    community_folder(folder, id).join("files")
}

/// Makes a folder that only its owner may look into.
pub(crate) fn make_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

fn ballast(folder: &Path) -> Ballast {
    Ballast { path: folder.join("ayni.reserve"), bytes: BALLAST_BYTES }
}

/// Takes the folder's lock, which ends with the file.
pub(crate) fn lock(folder: &Path) -> Result<File, Closed> {
    let file = File::options().create(true).truncate(false).write(true).open(folder.join("ayni.lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Closed::InUse),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Refuses a folder that is not there, for commands that only look.
pub(crate) fn must_exist(folder: &Path) -> Result<()> {
    if node_file(folder).exists() {
        return Ok(());
    }
    bail!("There is no data in {}. Name the right folder with --data.", folder.display());
}
