//! Moments: UTC, in microseconds.

use std::fmt;

use jiff::{Timestamp as Instant, tz::TimeZone};

use ayni_storage::Key;

/// A moment in UTC with the resolution of a microsecond.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, rkyv::Archive, rkyv::Serialize, rkyv::Deserialize,
)]
pub struct Timestamp(i64);

/// Seconds in a day of 24 hours, for expiries that need no calendar.
const DAY_SECONDS: i64 = 86_400;

impl Timestamp {
    /// From microseconds since 1970-01-01T00:00:00Z.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Reads ISO 8601 with an offset, such as `2026-07-01T10:00:00Z`.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse::<Instant>().ok().map(|instant| Self(instant.as_microsecond()))
    }

    /// So many seconds later (earlier when negative), held inside the range of 64 bits.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// So many days of 24 hours later.
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_seconds(days.saturating_mul(DAY_SECONDS))
    }

    /// The moment for `jiff`; a moment outside its calendar becomes the nearest end of it.
    pub fn instant(self) -> Instant {
        Instant::from_microsecond(self.0).unwrap_or(if self.0 < 0 { Instant::MIN } else { Instant::MAX })
    }

    /// The civil time in a zone.
    pub fn in_zone(self, zone: &TimeZone) -> jiff::Zoned {
        self.instant().to_zoned(zone.clone())
    }
}

impl fmt::Display for Timestamp {
    /// ISO 8601 in UTC; without a fraction when it falls on a whole second.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.instant(), f)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Key for Timestamp {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
    }

    fn read(input: &mut &[u8]) -> Result<Self, ayni_storage::Error> {
        Ok(Self(i64::read(input)?))
    }
}
