//! All stores of a node held as of one moment, while writing goes on.

use std::path::Path;

use anyhow::{Result, bail};
use ayni_communities::Entry;
use ayni_kernel::{CommunityId, Node, Timestamp, tx::Now as _};
use ayni_storage::{Blobs, Snapshot};

use super::archive::{Item, Mark, NODE, item};

/// How often the moment is sought anew when communities come or go meanwhile.
const TRIES: usize = 5;

/// One held store.
pub(crate) struct Held {
    /// Where it stands; without digest.
    pub mark: Mark,
    /// The held state.
    pub snapshot: Snapshot,
    /// The files beside it.
    pub blobs: Option<Blobs>,
}

/// All stores of a node.
pub(crate) struct Frozen {
    /// When they were held.
    pub at: Timestamp,
    /// The communities' stores, then the node's.
    pub stores: Vec<Held>,
}

impl Frozen {
    /// Holds everything. Communities come first and the node last: whoever a community names is then known to the
    /// node. The registry must be the same before and after, so that it names exactly the communities that are held.
    pub(crate) fn of(node: &Node) -> Result<Self> {
        for _ in 0..TRIES {
            let entries = node.data().read(ayni_communities::list)?;
            let mut stores = Vec::new();
            for entry in &entries {
                stores.push(community(node, entry)?);
            }
            let snapshot = node.data().store().snapshot()?;
            let at = node.data().read(|tx| Ok(tx.now()))?;
            if node.data().read(ayni_communities::list)? == entries {
                stores.push(Held { mark: mark(NODE.to_owned(), &snapshot), snapshot, blobs: None });
                return Ok(Self { at, stores });
            }
        }
        bail!("Communities are being added or removed all the time. Try again in a minute.")
    }
}

fn community(node: &Node, entry: &Entry) -> Result<Held> {
    let community = node.community(entry.id)?;
    let snapshot = community.data.store().snapshot()?;
    // A damaged settings record must not keep the rest from being saved.
    let zone = community.read(ayni_communities::settings).map(|settings| settings.time_zone.as_str().to_owned());
    let mark = Mark {
        slug: entry.slug.to_string(),
        name: entry.name.to_string(),
        time_zone: zone.unwrap_or_default(),
        ..mark(entry.id.to_string(), &snapshot)
    };
    Ok(Held { mark, snapshot, blobs: Some(community.blobs) })
}

fn mark(store: String, snapshot: &Snapshot) -> Mark {
    Mark {
        store,
        slug: String::new(),
        name: String::new(),
        time_zone: String::new(),
        schema: snapshot.schema(),
        after: 0,
        first_micros: 0,
        seq: snapshot.seq(),
        head: hex(&snapshot.head()),
        last_micros: snapshot.last_micros(),
        digest: String::new(),
    }
}

impl Mark {
    /// Where a file of this store lies in the data folder; nothing for the node's own.
    pub(crate) fn path(&self, file: &str) -> String {
        if self.store == NODE { file.to_owned() } else { format!("communities/{}/{file}", self.store) }
    }

    /// The store's file in the data folder.
    pub(crate) fn store_path(&self) -> String {
        self.path(if self.store == NODE { "node.redb" } else { "store.redb" })
    }

    /// The store's part of a log archive.
    pub(crate) fn log_path(&self) -> String {
        self.path(if self.store == NODE { "node.log" } else { "store.log" })
    }

    /// The community, unless it is the node's.
    pub(crate) fn community(&self) -> Option<CommunityId> {
        self.store.parse().ok()
    }

    /// How people call the store.
    pub(crate) fn title(&self) -> &str {
        if self.store == NODE { NODE } else { &self.slug }
    }
}

impl Held {
    /// Lists the files beside the store that are not known yet.
    pub(crate) fn files(&self, folder: &Path, known: impl Fn(&str) -> bool) -> Result<Vec<Item>> {
        let names = self.blobs.as_ref().map_or(Ok(Vec::new()), Blobs::list)?;
        let paths = names.iter().map(|name| self.mark.path(&format!("files/{}", hex(name))));
        paths.filter(|path| !known(path)).map(|path| item(folder, path)).collect()
    }
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8; 32]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}
