//! How long before something one has to act: by minutes that really pass, or by days of the wall clock.

use ayni_calendar::{TimeZone, instant, wall};
use ayni_kernel::{Error, Fault, Result, Timestamp};
use jiff::ToSpan as _;

/// A time before (or after) a moment.
///
/// Minutes really pass: "2 hours before" is two hours also in the night in which the clock changes. Days go by the wall
/// clock: "1 day before Sunday at ten" is Saturday at ten, be it 23 or 25 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// So many minutes, at most [`MAX_NOTICE_MINUTES`].
    Minutes(u32),
    /// So many days, at most [`MAX_NOTICE_DAYS`].
    Days(u16),
}

/// A week of minutes; longer notices are counted in days.
pub const MAX_NOTICE_MINUTES: u32 = 7 * 24 * 60;

/// Two years, as far ahead as anybody books.
pub const MAX_NOTICE_DAYS: u16 = 731;

/// Minutes of a day, to put notices into an order.
const DAY: u32 = 24 * 60;

/// Seconds in a minute.
const MINUTE: i64 = 60;

/// Minutes in an hour.
const HOUR: i64 = 60;

impl Notice {
    /// Nothing to keep.
    pub const NONE: Self = Self::Minutes(0);

    /// Checks the bounds.
    pub fn checked(self, field: &'static str) -> Result<Self, Fault> {
        let good = match self {
            Self::Minutes(minutes) => minutes <= MAX_NOTICE_MINUTES,
            Self::Days(days) => days <= MAX_NOTICE_DAYS,
        };
        if good {
            Ok(self)
        } else {
            Err(Fault::new(field, "terms-notice-long").with("days", i64::from(MAX_NOTICE_DAYS)))
        }
    }

    /// The last moment to act before a moment.
    pub fn before(self, zone: &TimeZone, moment: Timestamp) -> Timestamp {
        match self {
            Self::Minutes(minutes) => moment.plus_seconds(-(i64::from(minutes) * MINUTE)),
            Self::Days(days) => days_off(zone, moment, -i64::from(days)),
        }
    }

    /// The first moment for which it is kept when one acts now.
    pub fn after(self, zone: &TimeZone, now: Timestamp) -> Timestamp {
        match self {
            Self::Minutes(minutes) => now.plus_seconds(i64::from(minutes) * MINUTE),
            Self::Days(days) => days_off(zone, now, i64::from(days)),
        }
    }

    /// Its length in minutes of days of 24 hours, to compare notices.
    pub const fn minutes(self) -> u32 {
        match self {
            Self::Minutes(minutes) => minutes,
            Self::Days(days) => days as u32 * DAY,
        }
    }

    /// The stored form: which kind, and how many.
    pub(crate) const fn stored(self) -> (u8, u32) {
        match self {
            Self::Minutes(minutes) => (1, minutes),
            Self::Days(days) => (2, days as u32),
        }
    }

    /// Reads the stored form.
    pub(crate) fn from_stored((kind, count): (u8, u32)) -> Result<Self> {
        match kind {
            1 => Ok(Self::Minutes(count)),
            2 => Ok(Self::Days(u16::try_from(count).map_err(Error::broken)?)),
            unknown => Err(Error::broken(format!("a notice of the unknown kind {unknown}"))),
        }
    }
}

/// The same time on the wall clock so many days later.
pub(crate) fn days_off(zone: &TimeZone, moment: Timestamp, days: i64) -> Timestamp {
    instant(zone, wall(zone, moment).saturating_add(days.days()))
}

/// A length as people write it in any of our languages, with the international signs of units: `2 h 30 min`.
pub fn length_text(minutes: i64) -> String {
    let (hours, rest) = (minutes.div_euclid(HOUR), minutes.rem_euclid(HOUR));
    match (hours, rest) {
        (0, rest) => format!("{rest} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, rest) => format!("{hours} h {rest} min"),
    }
}
