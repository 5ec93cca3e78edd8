//! What the pages of the office see of the safekeeping, and what they may begin.

use std::{fs, path::PathBuf};

use ayni_kernel::{CommunityId, Error, Result, Stop, Timestamp};
use ayni_storage::{FolderSpace, Space as _, Store};
use ayni_web::kit::keeper::{Backup, Backups, Drill, Keeper, Keeping, StandbyView, StoreFacts, StoreOwner, Task};

use super::{
    Download,
    archive::{Kind, NODE},
    names,
    record::{Done, Record, Sample},
    schedule::{self, Shared, lock},
    seal::Seal,
};

impl Keeper for Shared {
    fn look(&self, community: CommunityId) -> Result<Keeping> {
        let (record, now) = (Record::load(self.house.folder()), self.now());
        let node = self.house.node();
        let here = node.community(community)?;
        Ok(Keeping {
            now,
            backups: self.backups(&record, community, now),
            drill: record.drill.as_ref().map(|drill| Drill {
                at: drill.at.0,
                seconds: drill.millis / 1_000,
                backup_at: drill.backup_at.map(|at| at.0),
                failure: drill.failure.clone(),
            }),
            stores: vec![
                facts(StoreOwner::Community, &community.to_string(), here.data.store(), &record)?,
                facts(StoreOwner::Node, NODE, node.data().store(), &record)?,
            ],
            free_bytes: FolderSpace(self.house.folder().to_owned()).free_bytes().unwrap_or_default(),
        })
    }

    fn begin(&self, task: Task) -> Result<()> {
        if self.settings.folder.is_none() {
            return Err(Error::conflict("keeping-off"));
        }
        let mut under_way = lock(&self.under_way);
        if under_way.is_some() {
            return Err(Error::conflict("keeping-busy"));
        }
        let wishes = lock(&self.wishes);
        let sent = wishes.as_ref().is_some_and(|wishes| wishes.send(task).is_ok());
        if !sent {
            return Err(Error::Unavailable(Stop::Closing));
        }
        // From here on the page says that it is under way, although the thread may begin a moment later.
        *under_way = Some(task);
        Ok(())
    }

    fn under_way(&self) -> Option<Task> {
        *lock(&self.under_way)
    }

    fn newest(&self, community: CommunityId) -> Result<PathBuf> {
        let folder = self.settings.folder_of(&self.house).ok_or(Error::NotFound)?;
        let newest = Record::load(self.house.folder()).backup.ok_or(Error::NotFound)?;
        if !self.may_download(&newest, community) {
            return Err(Error::NotFound);
        }
        let file = folder.join(newest.file);
        if file.exists() { Ok(file) } else { Err(Error::NotFound) }
    }

    fn standbys(&self) -> Vec<StandbyView> {
        crate::standby::standbys(&self.house).unwrap_or_else(|error| {
            tracing::warn!(error = format!("{error:#}"), "cannot see how far the standbys are");
            Vec::new()
        })
    }
}

impl Shared {
    /// A backup holds every community of the node, and an admin may see only one.
    fn may_download(&self, backup: &Done, community: CommunityId) -> bool {
        match self.settings.download {
            Download::Alone => backup.communities.iter().all(|other| *other == community.to_string()),
            Download::Admins => true,
            Download::Nobody => false,
        }
    }

    fn backups(&self, record: &Record, community: CommunityId, now: Timestamp) -> Option<Backups> {
        let folder = self.settings.folder_of(&self.house)?;
        // A folder that is not there, or not readable, is told by the failure of the backups themselves.
        let archives = names::list(&folder).unwrap_or_default();
        let bytes = archives.iter().filter_map(|named| fs::metadata(folder.join(named.to_string())).ok());
        let newest = record.backup.as_ref().filter(|done| folder.join(&done.file).exists());
        let of_kind = |kind: Kind| archives.iter().filter(move |named| named.kind == kind);
        Some(Backups {
            newest: newest.map(|done| Backup { at: done.at.0, bytes: done.bytes, encrypted: done.encrypted }),
            next: schedule::next(record, &self.settings, now),
            saved_until: newest.map(|done| done.at).max(record.log).filter(|_| newest.is_some()).map(|at| at.0),
            count: of_kind(Kind::Whole).count(),
            logs: of_kind(Kind::Log).count(),
            bytes: bytes.map(|file| file.len()).sum(),
            oldest: of_kind(Kind::Whole).next().map(|named| named.at),
            encrypted: self.settings.readers.seal() == Seal::Age,
            communities: self.house.node().communities().len(),
            failure: record.failure.as_ref().map(|failure| (failure.at.0, failure.why.clone())),
            may_download: newest.is_some_and(|done| self.may_download(done, community)),
        })
    }
}

fn facts(owner: StoreOwner, name: &str, store: &Store, record: &Record) -> Result<StoreFacts> {
    let (status, log) = (store.status(), store.log_kept()?);
    let consumers = store.cursors()?.into_iter().map(|(name, seq)| (name, status.seq.saturating_sub(seq))).collect();
    let size = |sample: &Sample| {
        let size = sample.stores.get(name)?;
        Some((sample.at.0, size.bytes, size.log_bytes))
    };
    Ok(StoreFacts {
        owner,
        bytes: status.file_bytes,
        log_bytes: log.bytes,
        log_since: (log.first > 0).then(|| Timestamp::from_micros(log.first_micros)),
        seq: status.seq,
        consumers,
        read_only: status.read_only,
        full: status.full,
        sizes: record.samples.iter().filter_map(size).collect(),
    })
}
