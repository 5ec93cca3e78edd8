//! What a data folder remembers about its part in replication: role, term, secrets. On disk before it counts.

use std::{fmt, fs, io::Write as _, path::Path};

use anyhow::{Context as _, Result, ensure};
use ayni_storage::{Entropy as _, SystemEntropy};
use serde::{Deserialize, Serialize};

/// The file in the data folder; without it the folder is a primary's that was never paired.
const FILE: &str = "replication.json";

/// Which part the folder plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Role {
    /// Takes changes.
    Primary,
    /// Follows a primary.
    Standby,
    /// Was a primary until another node took over; takes no changes ever again.
    Fenced,
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Primary => "primary",
            Self::Standby => "standby",
            Self::Fenced => "fenced",
        })
    }
}

/// The secret that a standby shows. It never reaches a log.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Key(String);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Key {
    /// A new one: 256 random bits.
    pub(crate) fn make() -> Self {
        let mut chance = [0; 32];
        SystemEntropy.fill(&mut chance);
        Self(data_encoding::HEXLOWER.encode(&chance))
    }

    /// Reads one from its file.
    pub(crate) fn read(file: &Path) -> Result<Self> {
        let text = fs::read_to_string(file).with_context(|| format!("Cannot read {}", file.display()))?;
        let text = text.trim();
        let whole = data_encoding::HEXLOWER.decode(text.as_bytes()).is_ok_and(|bytes| bytes.len() == 32);
        ensure!(whole, "{} holds no standby key. Make one on the primary with: ayni standby-key", file.display());
        Ok(Self(text.to_owned()))
    }

    /// What the primary keeps of it.
    pub(crate) fn hash(&self) -> String {
        blake3::hash(self.0.as_bytes()).to_hex().to_string()
    }

    /// The secret itself.
    pub(crate) fn secret(&self) -> &str {
        &self.0
    }
}

/// Where a store's log stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Position {
    /// `node`, or a community's id.
    pub store: String,
    /// Number of the last transaction.
    pub seq: u64,
    /// Hash of its entry, in hexadecimal.
    pub head: String,
}

/// How a standby reaches its primary, and what it calls itself there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pairing {
    /// The primary's address.
    pub url: String,
    /// The secret to show there.
    pub key: Key,
    /// What this node calls itself there.
    pub name: String,
}

/// Everything that is remembered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Record {
    pub role: Role,
    /// The highest term seen; a primary's own.
    pub term: u64,
    /// Hash of the secret that standbys of this node show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepts: Option<String>,
    /// The node that is followed; after a promotion, the one that must hear of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pairing: Option<Pairing>,
    /// Whether a standby has everything that the primary had when it began.
    #[serde(default)]
    pub whole: bool,
    /// After a promotion: where each store was taken over, until the old primary has heard of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub took_over: Option<Vec<Position>>,
    /// The term in which this node was promoted last; none for a node that never was a standby.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promoted_in: Option<u64>,
    /// The term in which a fenced folder was written to last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wrote_in: Option<u64>,
}

impl Default for Record {
    fn default() -> Self {
        Self {
            role: Role::Primary,
            term: 1,
            accepts: None,
            pairing: None,
            whole: true,
            took_over: None,
            promoted_in: None,
            wrote_in: None,
        }
    }
}

impl Record {
    /// The record of a folder that is about to become a standby.
    pub(crate) fn standby(pairing: Pairing) -> Self {
        Self { role: Role::Standby, term: 0, pairing: Some(pairing), whole: false, ..Self::default() }
    }

    /// Reads a folder's record. One that cannot be read is an error: guessing could let two nodes write.
    pub(crate) fn load(folder: &Path) -> Result<Self> {
        let file = folder.join(FILE);
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(error).with_context(|| format!("Cannot read {}", file.display())),
        };
        serde_json::from_str(&text).with_context(|| {
            format!("{} is damaged or was written by a newer program, so it is not known whether this folder may be written to. Update the program, or restore a backup into a new folder", file.display())
        })
    }

    /// Writes it durably; only its owner may read it.
    pub(crate) fn save(&self, folder: &Path) -> Result<()> {
        let save = || {
            // A temporary file is made with mode 0600.
            let mut draft = tempfile::NamedTempFile::new_in(folder)?;
            draft.write_all(&serde_json::to_vec_pretty(self)?)?;
            draft.as_file().sync_all()?;
            draft.persist(folder.join(FILE))?;
            fs::File::open(folder)?.sync_all()?;
            anyhow::Ok(())
        };
        save().with_context(|| format!("Cannot write {}", folder.join(FILE).display()))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_record_survives_and_a_damaged_one_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Record::load(folder.path()).unwrap(), Record::default());
        let pairing = Pairing { url: "https://a.example".to_owned(), key: Key::make(), name: "b".to_owned() };
        let record = Record { term: 7, ..Record::standby(pairing) };
        record.save(folder.path()).unwrap();
        assert_eq!(Record::load(folder.path()).unwrap(), record);
        let secret = record.pairing.as_ref().unwrap().key.secret().to_owned();
        assert!(!format!("{record:?}").contains(&secret), "the secret would reach a log");
        let file = folder.path().join(FILE);
        let text = fs::read_to_string(&file).unwrap();
        for damaged in [&text[..text.len() / 2], "", "{}", &text.replace("\"term\"", "\"tern\"")] {
            fs::write(&file, damaged).unwrap();
            let why = format!("{:#}", Record::load(folder.path()).unwrap_err());
            assert!(why.contains("restore a backup"), "{why}");
        }
    }
}
