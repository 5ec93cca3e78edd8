//! Which days a report is about: a week, a month, a quarter or a year, and the one before and after.

use ayni_calendar::{Date, Weekday, week_of};
use ayni_kernel::{Error, Result};
use ayni_occupancy::{Asked, Selection};
use jiff::ToSpan as _;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::links;

ayni_kernel::choices! {
    /// How long a span a report is about.
    Length {
        /// From Monday to Sunday.
        Week = 1 "week",
        /// A calendar month.
        Month = 2 "month",
        /// Three calendar months.
        Quarter = 3 "quarter",
        /// A calendar year.
        Year = 4 "year",
    }
}

/// What a report may be asked.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct ReportQuery {
    /// `week`, `month`, `quarter` or `year`.
    pub(super) span: String,
    /// A day in it, such as 2026-03-01; today when left out.
    pub(super) day: String,
    /// The id of a place: it and what stands in it.
    pub(super) place: String,
    /// The id of a category of places.
    pub(super) category: String,
}

/// The days that were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Days {
    pub(super) length: Length,
    pub(super) from: Date,
    /// The last day.
    pub(super) to: Date,
}

impl Days {
    /// The span of a length in which a day lies.
    pub(super) fn around(length: Length, day: Date) -> Self {
        let months = |first: i8, months: i32| {
            let from = Date::new(day.year(), first, 1).unwrap_or(day);
            (from, from.saturating_add(months.months()).saturating_sub(1.day()))
        };
        let (from, to) = match length {
            Length::Week => {
                let monday = week_of(day, Weekday::Monday);
                (monday, monday.saturating_add(6.days()))
            }
            Length::Month => months(day.month(), 1),
            Length::Quarter => months((day.month() - 1) / 3 * 3 + 1, 3),
            Length::Year => months(1, 12),
        };
        Self { length, from, to }
    }

    /// A day of the span before.
    pub(super) fn earlier(self) -> Date {
        self.from.saturating_sub(1.day())
    }

    /// A day of the span after.
    pub(super) fn later(self) -> Date {
        self.to.saturating_add(1.day())
    }

    fn count(self) -> u16 {
        let days = self.to.duration_since(self.from).as_hours() / 24 + 1;
        u16::try_from(days).unwrap_or(1)
    }

    /// The question for the domain.
    pub(super) fn asked(self, of: Selection) -> Asked {
        Asked { from: self.from, days: self.count(), of }
    }
}

impl ReportQuery {
    /// The days; a month when nothing is said, in which today lies.
    pub(super) fn days(&self, today: Date) -> Result<Days> {
        let length = if self.span.is_empty() { Length::Month } else { Length::parse("span", &self.span)? };
        let day = match self.day.trim() {
            "" => today,
            day => day.parse().map_err(|_| Error::invalid("day", "occupancy-day-unreadable"))?,
        };
        Ok(Days::around(length, day))
    }

    /// Which places.
    pub(super) fn selection(&self) -> Result<Selection> {
        fn id<T: std::str::FromStr<Err = Error>>(text: &str) -> Result<Option<T>> {
            Some(text).filter(|text| !text.is_empty()).map(str::parse).transpose()
        }
        Ok(Selection { under: id(&self.place)?, category: id(&self.category)? })
    }

    /// The same question about other days.
    pub(super) fn with(&self, length: Length, day: Date, path: &str) -> String {
        let day = day.to_string();
        let parts = [("span", length.word()), ("day", &day), ("place", &self.place), ("category", &self.category)];
        format!("{path}{}", links::query(&parts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap_or_default()
    }

    #[test]
    fn spans_follow_one_another_without_holes() {
        for length in Length::ALL.iter().copied() {
            let mut days = Days::around(length, date("2023-12-13"));
            for _ in 0..60 {
                let next = Days::around(length, days.later());
                assert_eq!((next.from, Days::around(length, next.earlier())), (days.later(), days));
                assert!((7..=366).contains(&next.count()));
                days = next;
            }
        }
        let quarter = Days::around(Length::Quarter, date("2026-11-30"));
        assert_eq!((quarter.from, quarter.to, quarter.count()), (date("2026-10-01"), date("2026-12-31"), 92));
        assert_eq!(Days::around(Length::Year, date("2028-02-29")).count(), 366);
    }
}
