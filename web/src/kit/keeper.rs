//! What the program tells the office about backups, drills and the log, and what the office may ask of it.

use std::path::PathBuf;

use ayni_kernel::{CommunityId, Result, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

/// Whoever makes backups and drills, as the pages know it.
pub trait Keeper: Send + Sync {
    /// How things stand, as far as it concerns a community.
    fn look(&self, community: CommunityId) -> Result<Keeping>;

    /// Begins a piece of work by itself.
    ///
    /// Refuses with `Conflict` when another is under way (`keeping-busy`), or when there is no folder for backups
    /// (`keeping-off`).
    fn begin(&self, task: Task) -> Result<()>;

    /// What is under way.
    fn under_way(&self) -> Option<Task>;

    /// The newest whole backup, for an admin of a community; `NotFound` when there is none for them.
    fn newest(&self, community: CommunityId) -> Result<PathBuf>;

    /// Other machines that follow this one.
    fn standbys(&self) -> Vec<StandbyView>;
}

/// A piece of work that takes a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Making and proving a whole backup.
    BackUp,
    /// Saving the log since the last backup.
    SaveLog,
    /// Restoring the newest backup aside and comparing it with the live state.
    Drill,
}

/// How things stand.
#[derive(Debug, Clone)]
pub struct Keeping {
    /// The moment of looking.
    pub now: Timestamp,
    /// Scheduled backups; nothing when they are switched off.
    pub backups: Option<Backups>,
    /// The last drill.
    pub drill: Option<Drill>,
    /// The community's store, then the node's.
    pub stores: Vec<StoreFacts>,
    /// Free room on the data's disk, in bytes.
    pub free_bytes: u64,
}

/// The scheduled backups.
#[derive(Debug, Clone)]
pub struct Backups {
    /// The newest whole one.
    pub newest: Option<Backup>,
    /// When the next one is due.
    pub next: Timestamp,
    /// Up to when everything is saved, the log included.
    pub saved_until: Option<Timestamp>,
    /// How many whole ones there are.
    pub count: usize,
    /// How many pieces of the log there are.
    pub logs: usize,
    /// Size of all of them in bytes.
    pub bytes: u64,
    /// The earliest moment that can be brought back.
    pub oldest: Option<Timestamp>,
    /// Whether they are encrypted from now on.
    pub encrypted: bool,
    /// Communities that a backup holds.
    pub communities: usize,
    /// Why the last attempt failed, and when.
    pub failure: Option<(Timestamp, String)>,
    /// Whether admins of this community may take the newest away.
    pub may_download: bool,
}

/// One whole backup.
#[derive(Debug, Clone)]
pub struct Backup {
    /// When it was made.
    pub at: Timestamp,
    /// Its size in bytes.
    pub bytes: u64,
    /// Whether it is encrypted.
    pub encrypted: bool,
}

/// What came of a drill.
#[derive(Debug, Clone)]
pub struct Drill {
    /// When it was.
    pub at: Timestamp,
    /// How long it took.
    pub seconds: u64,
    /// When the backup was made that was restored.
    pub backup_at: Option<Timestamp>,
    /// Why it failed; nothing when the restored state was the live one.
    pub failure: Option<String>,
}

/// What is known of one store.
#[derive(Debug, Clone)]
pub struct StoreFacts {
    /// Whose.
    pub owner: StoreOwner,
    /// Size of its file in bytes.
    pub bytes: u64,
    /// Size of the commit log in it, in bytes.
    pub log_bytes: u64,
    /// Since when the log is kept.
    pub log_since: Option<Timestamp>,
    /// The number of the last transaction.
    pub seq: u64,
    /// Who reads along in the log: a name, and how many transactions it is behind.
    pub consumers: Vec<(String, u64)>,
    /// Why it takes no writes, if so.
    pub read_only: Option<String>,
    /// Whether the last write found the disk full.
    pub full: bool,
    /// Its size day by day: the day, the file's bytes, the log's bytes.
    pub sizes: Vec<(Timestamp, u64, u64)>,
}

/// Whose store it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreOwner {
    /// The community's.
    Community,
    /// The program's own: logins, sessions, the list of communities.
    Node,
}

/// Another machine that follows this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StandbyView {
    /// What it calls itself.
    pub name: String,
    /// Transactions that it does not have yet.
    pub lag_entries: u64,
    /// How long ago it last had everything, in seconds.
    pub lag_seconds: u64,
    /// Whether it answers.
    pub state: StandbyState,
}

/// Whether a standby answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StandbyState {
    /// It has everything.
    InStep,
    /// It is behind and catching up.
    CatchingUp,
    /// It has not been heard of for a while.
    Silent,
}

impl StandbyState {
    /// Its word in the locale files and stylesheets.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::InStep => "in-step",
            Self::CatchingUp => "catching-up",
            Self::Silent => "silent",
        }
    }

    /// The mark it is shown with.
    pub(crate) const fn badge(self) -> &'static str {
        match self {
            Self::InStep => "ok",
            Self::CatchingUp => "wait",
            Self::Silent => "bad",
        }
    }
}
