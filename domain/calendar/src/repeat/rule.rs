//! A recurrence rule of RFC 5545, section 3.3.10: read, checked, written, and made from a form's few choices.

use std::fmt;

use ayni_kernel::{Fault, Timestamp};
use jiff::{
    civil::{Date, DateTime, Weekday},
    tz::TimeZone,
};

use crate::{civil, ics::value};

/// The longest rule in bytes; a list of every day of the year fits.
const MAX_TEXT: usize = 4 * 1024;

/// The most times that COUNT may ask for: a daily booking for 27 years.
pub const MAX_COUNT: u32 = 10_000;

/// The most times that a rule may meet on one day: every half hour.
const MAX_TIMES: usize = 48;

/// The largest INTERVAL; what is rarer than every thousandth year is no repeat.
const MAX_INTERVAL: u16 = 1_000;

ayni_kernel::choices! {
    /// How often a rule's period comes. RFC 5545 has three more, down to every second; bookings never repeat so.
    Frequency {
        /// By days.
        Daily = 1 "daily",
        /// By weeks.
        Weekly = 2 "weekly",
        /// By months.
        Monthly = 3 "monthly",
        /// By years.
        Yearly = 4 "yearly",
    }
}

/// The last moment at which a rule may meet, itself included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// The whole date, in the zone of the repeat.
    Date(Date),
    /// A time of the wall clock, in the zone of the repeat.
    Wall(DateTime),
    /// A moment, as RFC 5545 asks for where the repeat has a zone.
    Moment(Timestamp),
}

impl Until {
    /// Whether a start is later.
    pub(super) fn is_before(self, start: DateTime, zone: &TimeZone) -> bool {
        match self {
            Self::Date(date) => date < start.date(),
            Self::Wall(wall) => wall < start,
            Self::Moment(moment) => moment < civil::instant(zone, start),
        }
    }

    /// Its date in the zone of the repeat.
    pub fn date(self, zone: &TimeZone) -> Date {
        match self {
            Self::Date(date) => date,
            Self::Wall(wall) => wall.date(),
            Self::Moment(moment) => civil::wall(zone, moment).date(),
        }
    }
}

/// When a rule stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// Never; who asks sets a horizon.
    Never,
    /// After so many times, skipped ones included.
    Count(u32),
    /// With a date or moment.
    Until(Until),
}

/// A day of the week, or the nth of them in the month or year, counted from the end when negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct WeekdayNth {
    /// Which one; `None` for every one.
    pub nth: Option<i16>,
    /// The day, from Monday = 0.
    day: i8,
}

impl WeekdayNth {
    /// Every such day, or the nth.
    pub fn new(nth: Option<i16>, day: Weekday) -> Self {
        Self { nth, day: day.to_monday_zero_offset() }
    }

    /// The day.
    pub fn weekday(self) -> Weekday {
        Weekday::from_monday_zero_offset(self.day).unwrap_or(Weekday::Monday)
    }
}

/// What a rule says in few words, for people; most rules have such a shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// Each day, or every nth.
    Daily,
    /// On these days of each week, or of every nth; none when it is the day of the start.
    Weekly(Vec<Weekday>),
    /// On a day of the month, from its end when negative; `None` when it is the day of the start.
    MonthlyOn(Option<i8>),
    /// On the nth such day of the month, from its end when negative.
    MonthlyNth(i16, Weekday),
    /// On the date of the start.
    Yearly,
    /// Anything else.
    Other,
}

/// A rule. Lists are sorted and without doubles; an empty list says nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub(super) frequency: Frequency,
    pub(super) interval: u16,
    pub(super) ends: Ends,
    pub(super) months: Vec<i16>,
    pub(super) weeks: Vec<i16>,
    pub(super) year_days: Vec<i16>,
    pub(super) month_days: Vec<i16>,
    pub(super) days: Vec<WeekdayNth>,
    pub(super) hours: Vec<i16>,
    pub(super) minutes: Vec<i16>,
    pub(super) seconds: Vec<i16>,
    pub(super) positions: Vec<i16>,
    pub(super) week_start: Weekday,
}

impl Rule {
    /// Each period from the start on, without an end; the day is that of the start.
    pub fn every(frequency: Frequency) -> Self {
        Self {
            frequency,
            interval: 1,
            ends: Ends::Never,
            months: Vec::new(),
            weeks: Vec::new(),
            year_days: Vec::new(),
            month_days: Vec::new(),
            days: Vec::new(),
            hours: Vec::new(),
            minutes: Vec::new(),
            seconds: Vec::new(),
            positions: Vec::new(),
            week_start: Weekday::Monday,
        }
    }

    /// Each week on these days.
    pub fn weekly(days: &[Weekday]) -> Self {
        let mut rule = Self::every(Frequency::Weekly);
        rule.days = sorted(days.iter().map(|day| WeekdayNth::new(None, *day)).collect());
        rule
    }

    /// Each month on a day from 1 to 31, or from -1 for the last; months without the day are left out.
    pub fn monthly_on(field: &'static str, day: i8) -> Result<Self, Fault> {
        if day == 0 || day.unsigned_abs() > 31 {
            return Err(Fault::new(field, "calendar-rule-unreadable").with("text", i64::from(day)));
        }
        let mut rule = Self::every(Frequency::Monthly);
        rule.month_days = vec![i16::from(day)];
        Ok(rule)
    }

    /// Each month on the nth such day, from 1 to 5, or from -1 for the last.
    pub fn monthly_nth(field: &'static str, nth: i8, day: Weekday) -> Result<Self, Fault> {
        if nth == 0 || nth.unsigned_abs() > 5 {
            return Err(Fault::new(field, "calendar-rule-unreadable").with("text", i64::from(nth)));
        }
        let mut rule = Self::every(Frequency::Monthly);
        rule.days = vec![WeekdayNth::new(Some(i16::from(nth)), day)];
        Ok(rule)
    }

    /// The rule with only every nth period.
    pub fn with_interval(mut self, field: &'static str, interval: u16) -> Result<Self, Fault> {
        if interval == 0 || interval > MAX_INTERVAL {
            return Err(Fault::new(field, "calendar-rule-interval").with("max", i64::from(MAX_INTERVAL)));
        }
        self.interval = interval;
        Ok(self)
    }

    /// The rule with another end.
    pub fn with_end(mut self, field: &'static str, ends: Ends) -> Result<Self, Fault> {
        if matches!(ends, Ends::Count(count) if count == 0 || count > MAX_COUNT) {
            return Err(Fault::new(field, "calendar-rule-count").with("max", i64::from(MAX_COUNT)));
        }
        self.ends = ends;
        Ok(self)
    }

    /// How often its period comes.
    pub const fn frequency(&self) -> Frequency {
        self.frequency
    }

    /// Only every nth period counts.
    pub const fn interval(&self) -> u16 {
        self.interval
    }

    /// When it stops.
    pub const fn ends(&self) -> Ends {
        self.ends
    }

    /// What it says in few words.
    pub fn shape(&self) -> Shape {
        let plain = self.months.is_empty()
            && self.weeks.is_empty()
            && self.year_days.is_empty()
            && self.positions.is_empty()
            && self.hours.is_empty()
            && self.minutes.is_empty()
            && self.seconds.is_empty();
        match (plain, self.frequency, self.month_days.as_slice(), self.days.as_slice()) {
            (true, Frequency::Daily, [], []) => Shape::Daily,
            (true, Frequency::Weekly, [], days) => Shape::Weekly(days.iter().map(|day| day.weekday()).collect()),
            (true, Frequency::Monthly, [], []) => Shape::MonthlyOn(None),
            (true, Frequency::Monthly, [day], []) => Shape::MonthlyOn(i8::try_from(*day).ok()),
            (true, Frequency::Monthly, [], [day]) => {
                day.nth.map_or(Shape::Other, |nth| Shape::MonthlyNth(nth, day.weekday()))
            }
            (true, Frequency::Yearly, [], []) => Shape::Yearly,
            _ => Shape::Other,
        }
    }

    /// Reads the value of an RRULE property.
    pub fn parse(field: &'static str, raw: &str) -> Result<Self, Fault> {
        let raw = raw.trim();
        let text = raw.strip_prefix("RRULE:").unwrap_or(raw);
        if text.len() > MAX_TEXT {
            return Err(Fault::new(field, "fault-long").with("max", MAX_TEXT));
        }
        let mut parts: Vec<(String, &str)> = Vec::new();
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let unreadable = || Fault::new(field, "calendar-rule-unreadable").with("text", part);
            let (name, values) = part.split_once('=').ok_or_else(unreadable)?;
            let name = name.trim().to_ascii_uppercase();
            if parts.iter().any(|(seen, _)| *seen == name) {
                return Err(unreadable());
            }
            parts.push((name, values.trim()));
        }
        let frequency = parts.iter().find(|(name, _)| name == "FREQ").map_or("", |(_, value)| value);
        let mut rule = Self::every(read_frequency(field, frequency)?);
        for (name, values) in &parts {
            rule.take(name, values).map_err(|bad| bad.fault(field, name, values))?;
        }
        rule.check(field)?;
        Ok(rule)
    }

    /// Takes one part of the text form.
    fn take(&mut self, name: &str, values: &str) -> Result<(), Bad> {
        match name {
            "FREQ" => {}
            "INTERVAL" => {
                self.interval = values.parse().ok().filter(|n| (1..=MAX_INTERVAL).contains(n)).ok_or(Bad::Interval)?;
            }
            "COUNT" | "UNTIL" if self.ends != Ends::Never => return Err(Bad::Both),
            "COUNT" => {
                let count = values.parse().ok().filter(|n| (1..=MAX_COUNT).contains(n)).ok_or(Bad::Count)?;
                self.ends = Ends::Count(count);
            }
            "UNTIL" => {
                self.ends = Ends::Until(match value::date_time(values).ok_or(Bad::Value)? {
                    value::When::Date(date) => Until::Date(date),
                    value::When::Floating(wall) => Until::Wall(wall),
                    value::When::Utc(wall) => Until::Moment(civil::instant(&TimeZone::UTC, wall)),
                });
            }
            "WKST" => self.week_start = value::weekday(values).ok_or(Bad::Value)?,
            "BYMONTH" => self.months = numbers(values, 1, 12, Sign::Plus)?,
            "BYWEEKNO" => self.weeks = numbers(values, 1, 53, Sign::Both)?,
            "BYYEARDAY" => self.year_days = numbers(values, 1, 366, Sign::Both)?,
            "BYMONTHDAY" => self.month_days = numbers(values, 1, 31, Sign::Both)?,
            "BYDAY" => self.days = sorted(values.split(',').map(read_day).collect::<Option<_>>().ok_or(Bad::Value)?),
            "BYHOUR" => self.hours = numbers(values, 0, 23, Sign::Plus)?,
            "BYMINUTE" => self.minutes = numbers(values, 0, 59, Sign::Plus)?,
            // 60 is a leap second, which no clock here shows.
            "BYSECOND" => self.seconds = numbers(values, 0, 60, Sign::Plus)?.iter().map(|s| *s.min(&59)).collect(),
            "BYSETPOS" => self.positions = numbers(values, 1, 366, Sign::Both)?,
            name if name.starts_with("X-") => {}
            _ => return Err(Bad::Value),
        }
        Ok(())
    }

    /// What RFC 5545 forbids to stand together, and what would be too much.
    fn check(&self, field: &'static str) -> Result<(), Fault> {
        let yearly = self.frequency == Frequency::Yearly;
        let ordinal = self.days.iter().any(|day| day.nth.is_some());
        let in_month = matches!(self.frequency, Frequency::Monthly | Frequency::Yearly);
        let wrong = if !self.weeks.is_empty() && !yearly {
            "BYWEEKNO"
        } else if !self.year_days.is_empty() && !yearly {
            "BYYEARDAY"
        } else if !self.month_days.is_empty() && self.frequency == Frequency::Weekly {
            "BYMONTHDAY"
        } else if ordinal && (!in_month || !self.weeks.is_empty()) {
            "BYDAY"
        } else if !self.positions.is_empty() && self.has_no_part() {
            "BYSETPOS"
        } else {
            ""
        };
        if !wrong.is_empty() {
            return Err(Fault::new(field, "calendar-rule-part").with("part", wrong));
        }
        let times = self.hours.len().max(1) * self.minutes.len().max(1) * self.seconds.len().max(1);
        if times > MAX_TIMES {
            return Err(Fault::new(field, "calendar-rule-often").with("max", MAX_TIMES));
        }
        Ok(())
    }

    /// Whether no part narrows or widens the period.
    fn has_no_part(&self) -> bool {
        let numbers =
            [&self.months, &self.weeks, &self.year_days, &self.month_days, &self.hours, &self.minutes, &self.seconds];
        self.days.is_empty() && numbers.iter().all(|list| list.is_empty())
    }
}

/// Why a part was not taken.
enum Bad {
    Value,
    Interval,
    Count,
    Both,
}

impl Bad {
    fn fault(&self, field: &'static str, name: &str, values: &str) -> Fault {
        match self {
            Self::Value => Fault::new(field, "calendar-rule-unreadable").with("text", format!("{name}={values}")),
            Self::Interval => Fault::new(field, "calendar-rule-interval").with("max", i64::from(MAX_INTERVAL)),
            Self::Count => Fault::new(field, "calendar-rule-count").with("max", i64::from(MAX_COUNT)),
            Self::Both => Fault::new(field, "calendar-rule-both"),
        }
    }
}

/// Whether a list may count from the end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Plus,
    Both,
}

fn read_frequency(field: &'static str, word: &str) -> Result<Frequency, Fault> {
    let lower = word.to_ascii_lowercase();
    if matches!(lower.as_str(), "secondly" | "minutely" | "hourly") {
        return Err(Fault::new(field, "calendar-rule-frequency"));
    }
    Frequency::from_word(&lower)
        .ok_or_else(|| Fault::new(field, "calendar-rule-unreadable").with("text", format!("FREQ={word}")))
}

fn sorted<T: Ord>(mut list: Vec<T>) -> Vec<T> {
    list.sort_unstable();
    list.dedup();
    list
}

fn numbers(values: &str, min: i16, max: i16, sign: Sign) -> Result<Vec<i16>, Bad> {
    let read = |text: &str| {
        let number: i16 = text.trim().parse().ok()?;
        let size = if sign == Sign::Both { number.abs() } else { number };
        (min..=max).contains(&size).then_some(number)
    };
    values.split(',').map(read).collect::<Option<Vec<_>>>().map(sorted).ok_or(Bad::Value)
}

fn read_day(text: &str) -> Option<WeekdayNth> {
    let text = text.trim();
    let at = text.len().checked_sub(2)?;
    let day = value::weekday(text.get(at..)?)?;
    let nth = match text.get(..at)? {
        "" => None,
        number => Some(number.parse().ok().filter(|nth: &i16| (1..=53).contains(&nth.abs()))?),
    };
    Some(WeekdayNth::new(nth, day))
}

impl fmt::Display for Rule {
    /// The value of an RRULE property.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FREQ={}", self.frequency.word().to_ascii_uppercase())?;
        match self.ends {
            Ends::Never => {}
            Ends::Count(count) => write!(f, ";COUNT={count}")?,
            Ends::Until(Until::Date(date)) => write!(f, ";UNTIL={}", value::write_date(date))?,
            Ends::Until(Until::Wall(wall)) => write!(f, ";UNTIL={}", value::write_wall(wall))?,
            Ends::Until(Until::Moment(moment)) => write!(f, ";UNTIL={}", value::write_moment(moment))?,
        }
        if self.interval != 1 {
            write!(f, ";INTERVAL={}", self.interval)?;
        }
        for (name, list) in [
            ("BYMONTH", &self.months),
            ("BYWEEKNO", &self.weeks),
            ("BYYEARDAY", &self.year_days),
            ("BYMONTHDAY", &self.month_days),
            ("BYHOUR", &self.hours),
            ("BYMINUTE", &self.minutes),
            ("BYSECOND", &self.seconds),
            ("BYSETPOS", &self.positions),
        ] {
            if !list.is_empty() {
                let list: Vec<String> = list.iter().map(i16::to_string).collect();
                write!(f, ";{name}={}", list.join(","))?;
            }
        }
        if !self.days.is_empty() {
            let day = |day: &WeekdayNth| {
                format!("{}{}", day.nth.map(|nth| nth.to_string()).unwrap_or_default(), value::day_name(day.weekday()))
            };
            write!(f, ";BYDAY={}", self.days.iter().map(day).collect::<Vec<_>>().join(","))?;
        }
        if self.week_start == Weekday::Monday {
            Ok(())
        } else {
            write!(f, ";WKST={}", value::day_name(self.week_start))
        }
    }
}
