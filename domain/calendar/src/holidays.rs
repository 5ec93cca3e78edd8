//! Holidays by rule: fixed dates, the nth weekday of a month, days around Easter, and how they move from weekends.

use std::fmt;

use ayni_kernel::Fault;
use jiff::{
    ToSpan as _,
    civil::{Date, Weekday},
};

use crate::hours::{
    MonthDay,
    text::{day, day_name, month, month_name},
};

/// The most rules in a list: no country has as many, with room for a town's own.
pub const MAX_RULES: usize = 60;

/// The longest name in characters.
const MAX_NAME: usize = 80;

/// How far from Easter a holiday may lie: no church year has more than 68 days, and it must stay in the year.
const MAX_EASTER: i16 = 80;

/// Which day of a year a holiday is meant to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    /// The same date each year.
    Fixed(MonthDay),
    /// The nth such day of a month, 1 to 5, or -1 for the last.
    Nth {
        /// The month, 1 to 12.
        month: i8,
        /// Which of them.
        nth: i8,
        /// The day.
        weekday: Weekday,
    },
    /// So many days after Easter Sunday, negative for before.
    Easter(i16),
}

ayni_kernel::choices! {
    /// What happens with a holiday that falls on an inconvenient day.
    Moves {
        /// It stays.
        Never = 1 "never",
        /// Always to the next Monday, unless it is one (Colombia's Law 51 of 1983).
        ToMonday = 2 "to-monday",
        /// From Saturday or Sunday to the Monday after.
        WeekendToMonday = 3 "weekend-to-monday",
        /// From Saturday or Sunday two days on: Christmas and the day after where both are holidays (United Kingdom).
        WeekendTwoOn = 4 "weekend-two-on",
        /// From Saturday to Friday and from Sunday to Monday (United States, 5 U.S.C. 6103).
        WeekendToNearest = 5 "weekend-to-nearest",
    }
}

/// One holiday. As text: `Dec 25 weekend-two-on "Christmas Day"`, `May Mo[1]`, `May Mo[-1]`, `easter -2`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolidayRule {
    /// Its day.
    pub day: Day,
    /// Whether it moves.
    pub moves: Moves,
    /// Its name; may be empty.
    pub name: String,
}

impl HolidayRule {
    /// Reads the text form.
    pub fn parse(field: &'static str, raw: &str) -> Result<Self, Fault> {
        let raw = raw.trim();
        let unreadable = || Fault::new(field, "calendar-holiday-unreadable").with("text", raw);
        let (rule, name) = match raw.split_once('"') {
            Some((rule, name)) => (rule, name.strip_suffix('"').ok_or_else(unreadable)?.trim()),
            None => (raw, ""),
        };
        if name.chars().count() > MAX_NAME || name.contains(|c: char| c == '"' || c.is_control()) {
            return Err(unreadable());
        }
        let words: Vec<&str> = rule.split_whitespace().collect();
        let (moves, words) = match words.split_last() {
            Some((last, before)) => match Moves::from_word(last) {
                Some(moves) => (moves, before),
                None => (Moves::Never, words.as_slice()),
            },
            None => return Err(unreadable()),
        };
        let day = read_day(words).ok_or_else(unreadable)?;
        Ok(Self { day, moves, name: name.to_owned() })
    }

    /// The date of the holiday that belongs to a year, moved as the rule says: New Year's Day may so lie in December
    /// of the year before. `None` when the year has no such day.
    pub fn date_in(&self, year: i16) -> Option<Date> {
        let date = match self.day {
            Day::Fixed(day) => Date::new(year, day.month(), day.day()).ok()?,
            Day::Nth { month, nth, weekday } => {
                Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok()?
            }
            Day::Easter(days) => easter(year)?.checked_add(i32::from(days).days()).ok()?,
        };
        let on = match (self.moves, date.weekday()) {
            (Moves::ToMonday, day) => i32::from(Weekday::Monday.since(day)),
            (Moves::WeekendToMonday | Moves::WeekendToNearest, Weekday::Sunday) => 1,
            (Moves::WeekendToMonday, Weekday::Saturday)
            | (Moves::WeekendTwoOn, Weekday::Saturday | Weekday::Sunday) => 2,
            (Moves::WeekendToNearest, Weekday::Saturday) => -1,
            _ => 0,
        };
        date.checked_add(on.days()).ok()
    }
}

impl fmt::Display for HolidayRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.day {
            Day::Fixed(day) => write!(f, "{} {:02}", month_name(day.month()), day.day())?,
            Day::Nth { month, nth, weekday } => write!(f, "{} {}[{nth}]", month_name(month), day_name(weekday))?,
            Day::Easter(0) => f.write_str("easter")?,
            Day::Easter(days) => write!(f, "easter {days:+}")?,
        }
        if self.moves != Moves::Never {
            write!(f, " {}", self.moves)?;
        }
        if self.name.is_empty() { Ok(()) } else { write!(f, " \"{}\"", self.name) }
    }
}

fn read_day(words: &[&str]) -> Option<Day> {
    match words {
        ["easter"] => Some(Day::Easter(0)),
        ["easter", days] => days.parse().ok().filter(|days: &i16| days.abs() <= MAX_EASTER).map(Day::Easter),
        [name, which] => {
            let month = month(name)?;
            if let Ok(day) = which.parse() {
                return MonthDay::new(month, day).map(Day::Fixed);
            }
            let (weekday, nth) = which.strip_suffix(']')?.split_once('[')?;
            let nth = nth.parse().ok().filter(|nth| matches!(nth, -1 | 1..=5))?;
            Some(Day::Nth { month, nth, weekday: day(weekday)? })
        }
        _ => None,
    }
}

/// Easter Sunday of the Gregorian calendar: the algorithm of J. M. Oudin (1940), as given in the Explanatory Supplement
/// to the Astronomical Almanac (P. K. Seidelmann, 1992), section 12.91.
pub fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let century = y.div_euclid(100);
    let golden = y.rem_euclid(19);
    let k = (century - 17).div_euclid(25);
    let epact = (century - century.div_euclid(4) - (century - k).div_euclid(3) + 19 * golden + 15).rem_euclid(30);
    let epact = epact - (epact / 28) * (1 - (epact / 28) * (29 / (epact + 1)) * ((21 - golden) / 11));
    let weekday = (y + y.div_euclid(4) + epact + 2 - century + century.div_euclid(4)).rem_euclid(7);
    let moon = epact - weekday;
    let month = 3 + (moon + 40) / 44;
    let day = moon + 28 - 31 * (month / 4);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// A list of holidays; as text one rule a line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holidays(Vec<HolidayRule>);

impl Holidays {
    /// A list of at most [`MAX_RULES`].
    pub fn new(field: &'static str, rules: Vec<HolidayRule>) -> Result<Self, Fault> {
        if rules.len() > MAX_RULES {
            return Err(Fault::new(field, "calendar-holidays-many").with("max", MAX_RULES));
        }
        Ok(Self(rules))
    }

    /// Reads one rule a line; empty lines are left out.
    pub fn parse(field: &'static str, raw: &str) -> Result<Self, Fault> {
        let lines = raw.lines().map(str::trim).filter(|line| !line.is_empty());
        let rules = lines.take(MAX_RULES + 1).map(|line| HolidayRule::parse(field, line)).collect::<Result<_, _>>()?;
        Self::new(field, rules)
    }

    /// The national holidays of a country, by its two-letter code; see [`COUNTRIES`].
    pub fn of_country(code: &str) -> Option<Self> {
        let (_, text) = COUNTRIES.iter().find(|(each, _)| *each == code)?;
        Self::parse("holidays", text).ok()
    }

    /// The rules.
    pub fn rules(&self) -> &[HolidayRule] {
        &self.0
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The holidays between two dates, both included, by date, each date once. At most a century.
    pub fn between(&self, first: Date, last: Date) -> Vec<Date> {
        let mut dates: Vec<Date> = self.named(first, last).into_iter().map(|(date, _)| date).collect();
        dates.dedup();
        dates
    }

    /// The holidays between two dates, both included, by date, with their names. At most a century.
    pub fn named(&self, first: Date, last: Date) -> Vec<(Date, &str)> {
        // A moved holiday may lie in the year beside its own.
        let years = first.year().saturating_sub(1)..=last.year().saturating_add(1);
        let mut dates: Vec<(Date, &str)> = years
            .take(102)
            .flat_map(|year| {
                self.0.iter().filter_map(move |rule| rule.date_in(year).map(|date| (date, rule.name.as_str())))
            })
            .filter(|(date, _)| first <= *date && *date <= last)
            .collect();
        dates.sort_by_key(|(date, _)| *date);
        dates
    }
}

impl fmt::Display for Holidays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, rule) in self.0.iter().enumerate() {
            write!(f, "{}{rule}", if at == 0 { "" } else { "\n" })?;
        }
        Ok(())
    }
}

/// Ready lists by country code, each in the country's own words: what the whole country keeps. Regions add theirs.
pub const COUNTRIES: &[(&str, &str)] = &[
    ("es", include_str!("holidays/es.txt")),
    ("gb", include_str!("holidays/gb.txt")),
    ("de", include_str!("holidays/de.txt")),
    ("fr", include_str!("holidays/fr.txt")),
    ("us", include_str!("holidays/us.txt")),
    ("co", include_str!("holidays/co.txt")),
];
