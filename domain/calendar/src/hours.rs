//! Opening hours: a week of times, seasons with their own week, holidays, and single dates that are otherwise.
//!
//! They are kept and exchanged as text in a subset of the `opening_hours` format of OpenStreetMap
//! (`hours/text.rs` has its grammar). What counts on a date, strongest first: the last exception that names it, the
//! rule for holidays, the last season that it lies in, the week.

pub(crate) mod text;

use std::fmt;

use ayni_kernel::{Fault, Timestamp};
use jiff::{
    ToSpan as _,
    civil::{Date, Weekday},
    tz::TimeZone,
};

use crate::{Span, Spans, civil};

pub use text::MAX_TEXT;

/// Minutes of a day.
pub(crate) const DAY: u16 = 24 * 60;

/// The most times a day: more than breaks for every meal, and few enough for a form.
pub const MAX_TIMES: usize = 8;

/// The most seasons: one a month.
pub const MAX_SEASONS: usize = 12;

/// The most exceptions: one a week for several years; past ones can be dropped.
pub const MAX_EXCEPTIONS: usize = 200;

/// The times of one day, in minutes after its midnight, earliest first; those that overlap or touch are joined. An end
/// after 1440 lies on the next day; none lasts longer than 24 hours.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Times(Vec<(u16, u16)>);

/// What a day without times refers to.
static CLOSED: Times = Times::CLOSED;

impl Times {
    /// No time at all: closed.
    pub const CLOSED: Self = Self(Vec::new());

    /// From midnight to midnight.
    pub fn all_day() -> Self {
        Self(vec![(0, DAY)])
    }

    /// From pairs of begin and end in minutes after midnight; an end at or before its begin is meant on the next day.
    pub fn new(field: &'static str, pairs: &[(u16, u16)]) -> Result<Self, Fault> {
        let mut times = Vec::with_capacity(pairs.len());
        for &(start, end) in pairs {
            let end = if end <= start { end + DAY } else { end };
            if start >= DAY || end > start + DAY {
                return Err(Fault::new(field, "calendar-hours-time"));
            }
            times.push((start, end));
        }
        times.sort_unstable();
        let mut joined: Vec<(u16, u16)> = Vec::with_capacity(times.len());
        for (start, end) in times {
            match joined.last_mut() {
                Some(last) if start <= last.1 && last.1.max(end) <= last.0 + DAY => last.1 = last.1.max(end),
                Some(last) if start < last.1 => return Err(Fault::new(field, "calendar-hours-time")),
                _ => joined.push((start, end)),
            }
        }
        if joined.len() > MAX_TIMES {
            return Err(Fault::new(field, "calendar-hours-many").with("max", MAX_TIMES));
        }
        Ok(Self(joined))
    }

    /// Reads `09:00-13:00,15:00-19:00`; `off` or nothing is closed.
    pub fn parse(field: &'static str, raw: &str) -> Result<Self, Fault> {
        text::times(field, raw)
    }

    /// Begin and end in minutes after midnight.
    pub fn iter(&self) -> impl Iterator<Item = (u16, u16)> + '_ {
        self.0.iter().copied()
    }

    /// Whether there is none.
    pub fn is_closed(&self) -> bool {
        self.0.is_empty()
    }
}

/// The times of a week's seven days, from Monday.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Week([Times; 7]);

impl Week {
    /// A week from Monday's times to Sunday's.
    pub fn new(days: [Times; 7]) -> Self {
        Self(days)
    }

    /// The same times each day.
    pub fn daily(times: &Times) -> Self {
        Self(std::array::from_fn(|_| times.clone()))
    }

    /// The times of a day.
    pub fn on(&self, day: Weekday) -> &Times {
        let from_monday = usize::try_from(day.to_monday_zero_offset()).unwrap_or_default();
        self.0.get(from_monday).unwrap_or(&CLOSED)
    }

    /// Sets the times of a day.
    pub fn set(&mut self, day: Weekday, times: Times) {
        let from_monday = usize::try_from(day.to_monday_zero_offset()).unwrap_or_default();
        if let Some(held) = self.0.get_mut(from_monday) {
            *held = times;
        }
    }

    /// The seven days from Monday.
    pub fn days(&self) -> impl Iterator<Item = (Weekday, &Times)> {
        Weekday::Monday.cycle_forward().zip(&self.0)
    }
}

/// A day of the year; the 29th of February means the 1st of March in years without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MonthDay {
    month: i8,
    day: i8,
}

impl MonthDay {
    /// A month from 1 and a day that it has in some year.
    pub fn new(month: i8, day: i8) -> Option<Self> {
        Date::new(2024, month, day).ok().map(|_| Self { month, day })
    }

    /// The month, 1 to 12.
    pub const fn month(self) -> i8 {
        self.month
    }

    /// The day of the month.
    pub const fn day(self) -> i8 {
        self.day
    }

    /// Its date in a year.
    pub fn in_year(self, year: i16) -> Option<Date> {
        Date::new(year, self.month, self.day).or_else(|_| Date::new(year, self.month + 1, 1)).ok()
    }
}

/// A part of the year with its own week; both ends belong to it, and it may run over New Year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Season {
    /// Its first day.
    pub first: MonthDay,
    /// Its last day; before the first when it runs over New Year.
    pub last: MonthDay,
    /// Its week.
    pub week: Week,
}

impl Season {
    /// Whether the date lies in it.
    fn holds(&self, date: Date) -> bool {
        let day = MonthDay { month: date.month(), day: date.day() };
        if self.first <= self.last {
            self.first <= day && day <= self.last
        } else {
            self.first <= day || day <= self.last
        }
    }
}

/// Dates with other times than usual.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// The first date.
    pub first: Date,
    /// The last date, which belongs to it.
    pub last: Date,
    /// The times of each of the dates; none when closed.
    pub times: Times,
}

/// When something is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    week: Week,
    seasons: Vec<Season>,
    holidays: Option<Times>,
    exceptions: Vec<Exception>,
}

impl Hours {
    /// Open all day, every day.
    pub fn always() -> Self {
        Self::weekly(Week::daily(&Times::all_day()))
    }

    /// Never open.
    pub fn never() -> Self {
        Self::weekly(Week::default())
    }

    /// The same week all year, holidays like other days.
    pub fn weekly(week: Week) -> Self {
        Self { week, seasons: Vec::new(), holidays: None, exceptions: Vec::new() }
    }

    /// Adds a season, in place of one with the same days; where seasons overlap, the one added later counts.
    pub fn with_season(mut self, field: &'static str, season: Season) -> Result<Self, Fault> {
        self.seasons.retain(|other| (other.first, other.last) != (season.first, season.last));
        if self.seasons.len() >= MAX_SEASONS {
            return Err(Fault::new(field, "calendar-seasons-many").with("max", MAX_SEASONS));
        }
        self.seasons.push(season);
        Ok(self)
    }

    /// Adds an exception; where exceptions overlap, the one added later counts.
    pub fn with_exception(mut self, field: &'static str, exception: Exception) -> Result<Self, Fault> {
        if exception.last < exception.first {
            return Err(Fault::new(field, "calendar-exception-order"));
        }
        if self.exceptions.len() >= MAX_EXCEPTIONS {
            return Err(Fault::new(field, "calendar-exceptions-many").with("max", MAX_EXCEPTIONS));
        }
        self.exceptions.push(exception);
        Ok(self)
    }

    /// Sets the times on holidays: `None` when they are like other days, [`Times::CLOSED`] when closed.
    #[must_use]
    pub fn with_holidays(mut self, times: Option<Times>) -> Self {
        self.holidays = times;
        self
    }

    /// Drops exceptions that ended before the date.
    #[must_use]
    pub fn without_past(mut self, today: Date) -> Self {
        self.exceptions.retain(|exception| exception.last >= today);
        self
    }

    /// The usual week.
    pub const fn week(&self) -> &Week {
        &self.week
    }

    /// The seasons, in the order in which they were added.
    pub fn seasons(&self) -> &[Season] {
        &self.seasons
    }

    /// The times on holidays; `None` when they are like other days.
    pub const fn holidays(&self) -> Option<&Times> {
        self.holidays.as_ref()
    }

    /// The exceptions, in the order in which they were added.
    pub fn exceptions(&self) -> &[Exception] {
        &self.exceptions
    }

    /// Reads the text form.
    pub fn parse(field: &'static str, raw: &str) -> Result<Self, Fault> {
        text::hours(field, raw)
    }

    /// The times that begin on a date.
    pub fn on(&self, date: Date, holidays: &[Date]) -> &Times {
        let exception = self.exceptions.iter().rev().find(|one| one.first <= date && date <= one.last);
        if let Some(exception) = exception {
            return &exception.times;
        }
        if let Some(times) = self.holidays.as_ref().filter(|_| holidays.contains(&date)) {
            return times;
        }
        let season = self.seasons.iter().rev().find(|season| season.holds(date));
        season.map_or(&self.week, |season| &season.week).on(date.weekday())
    }

    /// When it is open within a span, in instants. `holidays` are the dates of the holidays in it and on the day
    /// before, in any order. Reads as many dates as the span touches, at most [`civil::MAX_DATES`]. Times that the
    /// clock skips or shows twice are taken as [`civil::instant`] says.
    pub fn open(&self, zone: &TimeZone, within: &Span, holidays: &[Date]) -> Spans {
        if *self == Self::always() {
            return (*within).into();
        }
        let mut open = Vec::new();
        let eve = civil::wall(zone, within.start).date().saturating_sub(1.day());
        for date in std::iter::once(eve).chain(civil::dates(zone, within)) {
            for (start, end) in self.on(date, holidays).iter() {
                open.extend(Span::new(at(zone, date, start), at(zone, date, end)).and_then(|span| span.clip(within)));
            }
        }
        open.into_iter().collect()
    }
}

/// The moment so many minutes of the wall clock after a date's midnight.
fn at(zone: &TimeZone, date: Date, minutes: u16) -> Timestamp {
    let (days, rest) = (minutes / DAY, minutes % DAY);
    let shown = date.saturating_add(i32::from(days).days()).to_datetime(jiff::civil::Time::midnight());
    civil::instant(zone, shown.saturating_add(i32::from(rest).minutes()))
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        text::write(self, f)
    }
}
