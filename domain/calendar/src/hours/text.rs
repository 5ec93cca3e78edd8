//! Opening hours as text: a subset of the `opening_hours` format of OpenStreetMap.
//!
//! ```text
//! hours    = "24/7" / "off" / rule *( ";" rule )
//! rule     = [ days / season [ days ] / dates / "PH" ] times
//! days     = day [ "-" day ] *( "," day [ "-" day ] )         ; Mo Tu We Th Fr Sa Su
//! season   = month [ dd ] "-" month [ dd ] / month            ; Jun 15-Sep 14, Nov-Feb, Aug
//! dates    = yyyy month dd [ "-" [ [ yyyy ] month ] dd ]      ; 2026 Dec 24-2027 Jan 06
//! times    = "off" / "24/7" / time "-" time *( "," time "-" time )   ; an end at or before its begin is the next day's
//! ```
//!
//! A season's days that no rule of the season names are as usual. Order does not matter between the kinds of rules
//! (see the module above for what is stronger); within a kind the later counts. Writing gives one canonical form.

use std::fmt::{self, Write as _};

use ayni_kernel::Fault;
use jiff::civil::{Date, Weekday};

use super::{DAY, Exception, Hours, MonthDay, Season, Times, Week};

/// The longest text in bytes: a full year of exceptions and a dozen seasons fit.
pub const MAX_TEXT: usize = 16 * 1024;

/// Months as the format writes them.
pub(crate) const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Days as the format writes them, from Monday.
const DAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

/// A day's name in the format.
pub(crate) fn day_name(day: Weekday) -> &'static str {
    usize::try_from(day.to_monday_zero_offset()).ok().and_then(|at| DAYS.get(at)).copied().unwrap_or("Mo")
}

/// Reads a day's name.
pub(crate) fn day(name: &str) -> Option<Weekday> {
    Weekday::Monday.cycle_forward().zip(DAYS).find(|(_, each)| each.eq_ignore_ascii_case(name)).map(|(day, _)| day)
}

/// Reads a month's name.
pub(crate) fn month(name: &str) -> Option<i8> {
    (1..).zip(MONTHS).find(|(_, each)| each.eq_ignore_ascii_case(name)).map(|(number, _)| number)
}

/// A month's name in the format.
pub(crate) fn month_name(month: i8) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or("Jan")
}

/// What a rule is about.
enum When {
    Days(Vec<Weekday>),
    Season(MonthDay, MonthDay, Vec<Weekday>),
    Dates(Date, Date),
    Holidays,
}

/// A season as it is read: its ends and the days that its rules name.
type ReadSeason = (MonthDay, MonthDay, Vec<(Weekday, Times)>);

pub(super) fn hours(field: &'static str, raw: &str) -> Result<Hours, Fault> {
    let raw = raw.trim();
    if raw.is_empty() {
        return Err(Fault::new(field, "fault-required"));
    }
    if raw.len() > MAX_TEXT {
        return Err(Fault::new(field, "fault-long").with("max", MAX_TEXT));
    }
    let mut hours = Hours::never();
    // Days are collected before they become seasons, since a season's other days are those of the finished week.
    let mut seasons: Vec<ReadSeason> = Vec::new();
    for rule in raw.split(';').map(str::trim).filter(|rule| !rule.is_empty()) {
        let unreadable = || Fault::new(field, "calendar-hours-unreadable").with("text", rule);
        let (when, times) = split(rule).ok_or_else(unreadable)?;
        let times = self::times(field, times)?;
        match read_when(when).ok_or_else(unreadable)? {
            When::Days(days) => days.into_iter().for_each(|day| hours.week.set(day, times.clone())),
            When::Season(first, last, days) => {
                let days = days.into_iter().map(|day| (day, times.clone()));
                match seasons.last_mut() {
                    Some(same) if (same.0, same.1) == (first, last) => same.2.extend(days),
                    _ => seasons.push((first, last, days.collect())),
                }
            }
            When::Dates(first, last) => hours = hours.with_exception(field, Exception { first, last, times })?,
            When::Holidays => hours.holidays = Some(times),
        }
    }
    for (first, last, days) in seasons {
        let mut week = hours.week.clone();
        for (day, times) in days {
            week.set(day, times);
        }
        hours = hours.with_season(field, Season { first, last, week })?;
    }
    Ok(hours)
}

/// Divides a rule into what it is about and its times, which begin with the last word.
fn split(rule: &str) -> Option<(&str, &str)> {
    let clock = |word: &str| word.contains(':') || word == "off" || word == "24/7" || word == "closed";
    // Times may have blanks after their commas, so they begin with the first word that has a clock in it.
    let begin = rule.split(' ').scan(0, |at, word| {
        let here = *at;
        *at += word.len() + 1;
        Some((here, word))
    });
    let (at, _) = begin.into_iter().find(|(_, word)| clock(word))?;
    Some((rule.get(..at)?.trim(), rule.get(at..)?.trim()))
}

pub(super) fn times(field: &'static str, raw: &str) -> Result<Times, Fault> {
    let raw = raw.trim();
    match raw {
        "" | "off" | "closed" => return Ok(Times::CLOSED),
        "24/7" => return Ok(Times::all_day()),
        _ => {}
    }
    let unreadable = || Fault::new(field, "calendar-hours-unreadable").with("text", raw);
    let mut pairs = Vec::new();
    for part in raw.split(',') {
        let (start, end) = part.trim().split_once(['-', '–']).ok_or_else(unreadable)?;
        pairs.push((clock(start).ok_or_else(unreadable)?, clock(end).ok_or_else(unreadable)?));
    }
    Times::new(field, &pairs)
}

/// Minutes after midnight of `09:30`; up to `48:00`, since ends may lie on the next day.
fn clock(text: &str) -> Option<u16> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let hours: u16 = digits(hours, 2)?;
    let minutes: u16 = digits(minutes, 2).filter(|_| minutes.len() == 2)?;
    (minutes < 60 && hours * 60 + minutes <= 2 * DAY).then_some(hours * 60 + minutes)
}

/// A number of at most so many digits and nothing else.
fn digits<T: std::str::FromStr>(text: &str, most: usize) -> Option<T> {
    (text.len() <= most && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

fn read_when(text: &str) -> Option<When> {
    if text.is_empty() {
        return Some(When::Days(Weekday::Monday.cycle_forward().take(7).collect()));
    }
    if text.eq_ignore_ascii_case("PH") {
        return Some(When::Holidays);
    }
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return read_dates(text);
    }
    if let Some(days) = read_days(text) {
        return Some(When::Days(days));
    }
    // A season, then perhaps days: the days are the last word when they can be read as such.
    let (season, days) = match text.rsplit_once(' ') {
        Some((season, days)) => match read_days(days) {
            Some(days) => (season, days),
            None => (text, Weekday::Monday.cycle_forward().take(7).collect()),
        },
        None => (text, Weekday::Monday.cycle_forward().take(7).collect()),
    };
    let (first, last) = season.split_once('-').unwrap_or((season, season));
    Some(When::Season(read_month_day(first, Side::First)?, read_month_day(last, Side::Last)?, days))
}

/// Which end of a month is meant when no day is given.
enum Side {
    First,
    Last,
}

fn read_month_day(text: &str, side: Side) -> Option<MonthDay> {
    let mut words = text.split_whitespace();
    let month = month(words.next()?)?;
    let day = match (words.next(), side) {
        (Some(day), _) => digits(day, 2)?,
        (None, Side::First) => 1,
        (None, Side::Last) => Date::new(2024, month, 1).ok()?.days_in_month(),
    };
    if words.next().is_some() { None } else { MonthDay::new(month, day) }
}

fn read_days(text: &str) -> Option<Vec<Weekday>> {
    let mut days = Vec::new();
    for part in text.split(',') {
        let (first, last) = part.trim().split_once('-').unwrap_or((part.trim(), part.trim()));
        let (first, last) = (day(first)?, day(last)?);
        days.extend(first.cycle_forward().take(usize::try_from(last.since(first)).ok()? + 1));
    }
    Some(days)
}

fn read_dates(text: &str) -> Option<When> {
    let (first, last) = text.split_once('-').unwrap_or((text, ""));
    let mut words = first.split_whitespace();
    let first = Date::new(digits(words.next()?, 4)?, month(words.next()?)?, digits(words.next()?, 2)?).ok()?;
    if words.next().is_some() {
        return None;
    }
    let words: Vec<&str> = last.split_whitespace().collect();
    let last = match words.as_slice() {
        [] => first,
        [day] => Date::new(first.year(), first.month(), digits(day, 2)?).ok()?,
        [name, day] => Date::new(first.year(), month(name)?, digits(day, 2)?).ok()?,
        [year, name, day] => Date::new(digits(year, 4)?, month(name)?, digits(day, 2)?).ok()?,
        _ => return None,
    };
    Some(When::Dates(first, last))
}

pub(super) fn write(hours: &Hours, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut rules = Vec::new();
    if hours.week == Week::daily(&Times::all_day()) {
        rules.push("24/7".to_owned());
    } else if hours.week == Week::default() {
        rules.push("off".to_owned());
    } else {
        rules.extend(week(&hours.week).filter(|(_, times)| !times.is_closed()).map(|(days, times)| {
            let times = write_times(times);
            if days == "Mo-Su" { times } else { format!("{days} {times}") }
        }));
    }
    for season in &hours.seasons {
        let span = format!("{}-{}", month_day(season.first), month_day(season.last));
        rules.extend(week(&season.week).map(|(days, times)| format!("{span} {days} {}", write_times(times))));
    }
    rules.extend(hours.holidays.as_ref().map(|times| format!("PH {}", write_times(times))));
    for Exception { first, last, times } in &hours.exceptions {
        let day = |date: &Date| format!("{:04} {} {:02}", date.year(), month_name(date.month()), date.day());
        let span = if first == last { day(first) } else { format!("{}-{}", day(first), day(last)) };
        rules.push(format!("{span} {}", write_times(times)));
    }
    f.write_str(&rules.join("; "))
}

fn month_day(day: MonthDay) -> String {
    format!("{} {:02}", month_name(day.month()), day.day())
}

pub(super) fn write_times(times: &Times) -> String {
    if times.is_closed() {
        return "off".to_owned();
    }
    let mut text = String::new();
    for (at, (start, end)) in times.iter().enumerate() {
        let end = if end > DAY { end - DAY } else { end };
        let comma = if at == 0 { "" } else { "," };
        let _ = write!(text, "{comma}{:02}:{:02}-{:02}:{:02}", start / 60, start % 60, end / 60, end % 60);
    }
    text
}

/// Days that follow one another with the same times, as text, with their times; in the order of the first of them.
fn week(week: &Week) -> impl Iterator<Item = (String, &Times)> {
    let mut groups: Vec<(Vec<(Weekday, Weekday)>, &Times)> = Vec::new();
    for (day, times) in week.days() {
        match groups.iter_mut().find(|(_, same)| *same == times) {
            None => groups.push((vec![(day, day)], times)),
            Some((runs, _)) => match runs.last_mut() {
                Some((_, last)) if last.next() == day => *last = day,
                _ => runs.push((day, day)),
            },
        }
    }
    groups.into_iter().map(|(runs, times)| {
        let runs: Vec<String> = runs
            .into_iter()
            .map(|(first, last)| match (day_name(first), day_name(last)) {
                (first, last) if first == last => first.to_owned(),
                (first, last) => format!("{first}-{last}"),
            })
            .collect();
        (runs.join(","), times)
    })
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&write_times(self))
    }
}
