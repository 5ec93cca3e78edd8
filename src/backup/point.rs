//! The point to restore to, as people write it: a moment, a wall-clock time, or a transaction's number.

use anyhow::{Context as _, Result, bail, ensure};
use ayni_kernel::Timestamp;
use jiff::{civil::DateTime, tz::TimeZone};

use super::archive::{Manifest, Mark};

/// A point as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// With its offset.
    Moment(Timestamp),
    /// By the community's clock.
    Clock(DateTime),
    /// After this transaction of one community.
    Seq(u64),
}

impl Written {
    /// Reads `2026-11-24T14:05:00+01:00`, `2026-11-24 14:05`, or `1234`.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return text.parse().map(Self::Seq).context("The transaction's number is too large.");
        }
        if let Some(moment) = Timestamp::parse(text) {
            return Ok(Self::Moment(moment));
        }
        match text.parse::<DateTime>() {
            Ok(clock) if text.contains(':') => Ok(Self::Clock(clock)),
            _ => bail!(
                "“{text}” is no point in time. Write 2026-11-24T14:05:00+01:00, or 2026-11-24 14:05 by the community's clock, or the number of a transaction."
            ),
        }
    }

    /// The moment that a wall-clock time means: by the clock of the named community, or of all when they agree.
    pub(crate) fn on_clock(clock: DateTime, manifest: &Manifest, community: Option<&str>) -> Result<Timestamp> {
        let mut zones: Vec<&str> = match community {
            Some(slug) => vec![&mark_of(manifest, slug)?.time_zone],
            None => manifest.communities().map(|mark| mark.time_zone.as_str()).collect(),
        };
        zones.sort_unstable();
        zones.dedup();
        ensure!(
            zones.len() < 2,
            "The communities keep different time ({}). Name one with --community, or write the time with its offset.",
            zones.join(", ")
        );
        let zone = zones.first().and_then(|name| TimeZone::get(name).ok());
        let zone = zone.context("The backup does not say in which time zone. Write the time with its offset.")?;
        Ok(Timestamp::from_micros(clock.to_zoned(zone)?.timestamp().as_microsecond()))
    }
}

/// The mark of a community by its name in addresses.
pub(crate) fn mark_of<'m>(manifest: &'m Manifest, slug: &str) -> Result<&'m Mark> {
    let found = manifest.communities().find(|mark| mark.slug == slug);
    found.with_context(|| format!("There is no community named {slug} in the backup."))
}
