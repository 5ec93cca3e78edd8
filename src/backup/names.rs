//! The names of archives in the backup folder: moment and kind. Only files with such a name are ever removed.

use std::{fmt, fs, path::Path};

use anyhow::{Context as _, Result};
use ayni_kernel::Timestamp;
use jiff::{civil::DateTime, tz::TimeZone};

use super::{archive::Kind, seal::Seal};

/// How the moment is written: to the second, in UTC, so that names sort by age.
const MOMENT: &str = "%Y%m%dT%H%M%SZ";

/// One archive's name, such as `ayni-20261124T140000Z.ayni` or `ayni-20261124T140500Z.log.ayni.age`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Named {
    /// The moment in it.
    pub at: Timestamp,
    /// Which kind.
    pub kind: Kind,
    /// Sealed or not.
    pub seal: Seal,
}

impl Named {
    /// Reads a name; `None` when it is not one of ours, to the letter.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        let rest = name.strip_prefix("ayni-")?;
        let (moment, ending) = rest.split_once('.')?;
        let (kind, seal) = match ending {
            "ayni" => (Kind::Whole, Seal::None),
            "ayni.age" => (Kind::Whole, Seal::Age),
            "log.ayni" => (Kind::Log, Seal::None),
            "log.ayni.age" => (Kind::Log, Seal::Age),
            _ => return None,
        };
        let civil = DateTime::strptime(MOMENT, moment).ok()?;
        let instant = civil.to_zoned(TimeZone::UTC).ok()?.timestamp();
        let named = Self { at: Timestamp::from_micros(instant.as_microsecond()), kind, seal };
        (named.to_string() == name).then_some(named)
    }
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moment = self.at.in_zone(&TimeZone::UTC).strftime(MOMENT).to_string();
        let kind = if self.kind == Kind::Log { ".log" } else { "" };
        let seal = if self.seal == Seal::Age { ".age" } else { "" };
        write!(f, "ayni-{moment}{kind}.ayni{seal}")
    }
}

/// Every archive of a folder, oldest first.
pub(crate) fn list(folder: &Path) -> Result<Vec<Named>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("Cannot look into {}", folder.display()))? {
        found.extend(entry?.file_name().to_str().and_then(Named::parse));
    }
    found.sort_by_key(|named| (named.at, named.kind == Kind::Log));
    Ok(found)
}

/// The moment for the next archive's name: now, but later than every name there is, whatever the clock does. So the
/// order of the names is the order in which they were made.
pub(crate) fn next_moment(existing: &[Named], now: Timestamp) -> Timestamp {
    let after = existing.last().map(|last| last.at.plus_seconds(1));
    let now = Timestamp::from_micros(now.micros() - now.micros().rem_euclid(1_000_000));
    after.map_or(now, |after| after.max(now))
}
