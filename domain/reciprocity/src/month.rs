//! Calendar months in UTC, counted through, so that they have an order and a distance.

use ayni_kernel::Timestamp;
use jiff::tz::TimeZone;

/// A month, counted from January of the year 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(pub(crate) u16);

/// How many months count: a year.
pub(crate) const WINDOW: u16 = 12;

/// How many of them are recent: a quarter.
pub(crate) const RECENT: u16 = 3;

impl Month {
    /// The month that a moment lies in.
    pub fn of(moment: Timestamp) -> Self {
        let date = moment.in_zone(&TimeZone::UTC).date();
        let (year, month) = (u16::try_from(date.year()).unwrap_or(0), u16::try_from(date.month()).unwrap_or(1));
        Self(year.saturating_mul(12).saturating_add(month - 1))
    }

    /// Its year, and its number in it from 1.
    pub const fn civil(self) -> (u16, u16) {
        (self.0 / 12, self.0 % 12 + 1)
    }

    /// The year that ends with this month, in order.
    pub fn year(self) -> impl Iterator<Item = Self> {
        (0..WINDOW).rev().map(move |back| Self(self.0.saturating_sub(back)))
    }

    /// How many months it lies before another; `None` when it lies after.
    pub(crate) const fn before(self, other: Self) -> Option<u16> {
        other.0.checked_sub(self.0)
    }

    /// Whether it is one of the last months of the year that ends with `now`.
    pub(crate) fn counts(self, now: Self) -> bool {
        self.before(now).is_some_and(|back| back < WINDOW)
    }

    /// Whether it is one of the last months of the quarter that ends with `now`.
    pub(crate) fn is_recent(self, now: Self) -> bool {
        self.before(now).is_some_and(|back| back < RECENT)
    }
}
