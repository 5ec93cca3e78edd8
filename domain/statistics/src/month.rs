//! Calendar months in UTC, counted through, so that they have an order.

use ayni_kernel::Timestamp;
use jiff::tz::TimeZone;

/// A month, counted from January of the year 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(pub(crate) u16);

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

    /// So many months that end with this one, in order.
    pub fn last(self, months: u16) -> impl Iterator<Item = Self> {
        (0..months).rev().map(move |back| Self(self.0.saturating_sub(back)))
    }
}
