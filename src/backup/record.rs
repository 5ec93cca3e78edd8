//! What is remembered of backups and drills, in a small file beside the data.

use std::{
    collections::BTreeMap,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use anyhow::Result;
use ayni_kernel::Timestamp;
use serde::{Deserialize, Serialize};

/// Days for which sizes are remembered.
const MAX_SAMPLES: usize = 400;

/// One change of the file at a time.
static CHANGES: Mutex<()> = Mutex::new(());

/// Everything remembered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Record {
    /// The newest whole backup in the folder.
    pub backup: Option<Done>,
    /// When it was last seen that nothing changed since.
    pub unchanged: Option<Moment>,
    /// The newest log segment, or when it was last seen that none is needed.
    pub log: Option<Moment>,
    /// What failed last; nothing once it worked again.
    pub failure: Option<Failure>,
    /// The last drill.
    pub drill: Option<Drilled>,
    /// Sizes day by day.
    pub samples: Vec<Sample>,
}

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Done {
    pub file: String,
    pub at: Moment,
    pub bytes: u64,
    pub encrypted: bool,
    /// The communities in it.
    pub communities: Vec<String>,
}

/// What failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Failure {
    pub at: Moment,
    pub why: String,
}

/// A drill that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Drilled {
    pub at: Moment,
    /// How long it took, in milliseconds.
    pub millis: u64,
    /// The whole backup that was restored.
    pub backup: String,
    pub backup_at: Option<Moment>,
    /// Why it failed.
    pub failure: Option<String>,
}

/// Sizes on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sample {
    pub at: Moment,
    /// Each store's file, in bytes.
    pub stores: BTreeMap<String, u64>,
}

/// A moment, written as ISO 8601.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Moment(pub Timestamp);

impl From<Moment> for String {
    fn from(moment: Moment) -> Self {
        moment.0.to_string()
    }
}

impl TryFrom<String> for Moment {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, &'static str> {
        Timestamp::parse(&text).map(Self).ok_or("not a moment")
    }
}

impl Record {
    fn file(folder: &Path) -> PathBuf {
        folder.join("keeping.json")
    }

    /// What is remembered of a data folder. A file that cannot be read is begun anew: nothing but memories is in it.
    pub(crate) fn load(folder: &Path) -> Self {
        let Ok(bytes) = fs::read(Self::file(folder)) else { return Self::default() };
        serde_json::from_slice(&bytes).unwrap_or_else(|error| {
            tracing::warn!(%error, "keeping.json cannot be read and is begun anew");
            Self::default()
        })
    }

    /// Changes what is remembered; the file is replaced as a whole.
    pub(crate) fn change(folder: &Path, change: impl FnOnce(&mut Self)) -> Result<()> {
        let _turn = CHANGES.lock().unwrap_or_else(PoisonError::into_inner);
        let mut record = Self::load(folder);
        change(&mut record);
        let excess = record.samples.len().saturating_sub(MAX_SAMPLES);
        record.samples.drain(..excess);
        let mut draft = super::archive::work_file(folder)?;
        draft.write_all(&serde_json::to_vec_pretty(&record)?)?;
        draft.as_file().sync_all()?;
        draft.persist(Self::file(folder))?;
        Ok(fs::File::open(folder)?.sync_all()?)
    }
}
