//! Weeks counted from one long ago, so that they have numbers in their order.

use ayni_calendar::{Date, Span, TimeZone, Weekday, day_span, week_of};

use crate::forecast::WEEK;

/// A week from Monday to Sunday, by its number. Unlike a year and a number within it, it is never the same for two
/// weeks around New Year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Week(pub(crate) u32);

/// The Monday of week 0.
const FIRST: Date = Date::constant(1969, 12, 29);

impl Week {
    /// The week that a date lies in; week 0 for dates before.
    pub(crate) fn of(date: Date) -> Self {
        let days = week_of(date, Weekday::Monday).duration_since(FIRST).as_hours() / 24;
        Self(u32::try_from(days / 7).unwrap_or(0))
    }

    /// Its Monday.
    pub(crate) fn monday(self) -> Date {
        FIRST.saturating_add(jiff::Span::new().weeks(i64::from(self.0.min(MAX_WEEK))))
    }

    /// Its seven days.
    pub(crate) fn dates(self) -> impl Iterator<Item = Date> {
        self.monday().series(jiff::Span::new().days(1)).take(WEEK)
    }

    /// From its first moment to the first of the next.
    pub(crate) fn span(self, zone: &TimeZone) -> Span {
        let (first, last) = (day_span(zone, self.monday()), day_span(zone, self.later(1).monday()));
        Span::new(first.start, last.start).unwrap_or(first)
    }

    /// So many weeks later.
    pub(crate) const fn later(self, weeks: u32) -> Self {
        Self(self.0.saturating_add(weeks))
    }
}

/// The last week that the calendar has room for, some thousand years from now.
const MAX_WEEK: u32 = 400_000;

/// The place of a date in its week: Monday is 0.
pub(crate) fn weekday(date: Date) -> usize {
    usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0)
}
