//! Values of iCalendar: dates, times, durations, days of the week, and the names of zones that other programs write.

use ayni_kernel::Timestamp;
use jiff::{
    civil::{Date, DateTime, Time, Weekday},
    tz::TimeZone,
};

use crate::civil;

/// Days as RFC 5545 writes them, from Monday.
const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// A date or a time as it stands in a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// A whole date.
    Date(Date),
    /// A time of whatever clock the line's zone says.
    Floating(DateTime),
    /// A time in UTC.
    Utc(DateTime),
}

/// Reads `20261006`, `20261006T190000` or `20261006T180000Z`; hyphens and colons, which some programs write, are
/// overlooked, and a leap second is the second before.
pub fn date_time(text: &str) -> Option<When> {
    let text: String = text.trim().chars().filter(|c| !matches!(c, '-' | ':')).collect();
    let digits = |from: usize, to: usize| -> Option<i16> {
        let part = text.get(from..to)?;
        part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok()).flatten()
    };
    let small = |from, to| i8::try_from(digits(from, to)?).ok();
    let date = Date::new(digits(0, 4)?, small(4, 6)?, small(6, 8)?).ok()?;
    let rest = text.get(8..)?;
    if rest.is_empty() {
        return Some(When::Date(date));
    }
    let time = Time::new(small(9, 11)?, small(11, 13)?, small(13, 15)?.min(59), 0).ok()?;
    match (rest.get(..1)?, text.get(15..)?) {
        ("T" | "t", "") => Some(When::Floating(date.to_datetime(time))),
        ("T" | "t", "Z" | "z") => Some(When::Utc(date.to_datetime(time))),
        _ => None,
    }
}

/// Seconds of a duration such as `PT1H30M`, `P1D` or `-P1W`; days count 24 hours.
pub fn duration(text: &str) -> Option<i64> {
    let text = text.trim().to_ascii_uppercase();
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(&text)),
    };
    let rest = rest.strip_prefix('P')?;
    let (mut seconds, mut number, mut any) = (0_i64, String::new(), false);
    for c in rest.chars() {
        let unit = match c {
            'T' => continue,
            '0'..='9' => {
                number.push(c);
                continue;
            }
            'W' => 604_800,
            'D' => 86_400,
            'H' => 3_600,
            'M' => 60,
            'S' => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(number.parse::<i64>().ok()?.checked_mul(unit)?)?;
        number.clear();
        any = true;
    }
    (any && number.is_empty()).then_some(sign * seconds)
}

/// Reads `MO`.
pub fn weekday(text: &str) -> Option<Weekday> {
    Weekday::Monday.cycle_forward().zip(DAYS).find(|(_, name)| name.eq_ignore_ascii_case(text)).map(|(day, _)| day)
}

/// `MO`.
pub fn day_name(day: Weekday) -> &'static str {
    usize::try_from(day.to_monday_zero_offset()).ok().and_then(|at| DAYS.get(at)).copied().unwrap_or("MO")
}

/// `20261006`.
pub fn write_date(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// `20261006T190000`.
pub fn write_wall(wall: DateTime) -> String {
    format!("{}T{:02}{:02}{:02}", write_date(wall.date()), wall.hour(), wall.minute(), wall.second())
}

/// `20261006T180000Z`.
pub fn write_moment(moment: Timestamp) -> String {
    format!("{}Z", write_wall(civil::wall(&TimeZone::UTC, moment)))
}

/// `PT90M`, or `P1D` for whole days.
pub fn write_minutes(minutes: i64) -> String {
    if minutes % 1440 == 0 { format!("P{}D", minutes / 1440) } else { format!("PT{minutes}M") }
}

/// The zone that a TZID means: an IANA name, also at the end of a longer one (`/mozilla.org/…/Europe/Madrid`), or one
/// of the names of Windows.
pub fn zone(name: &str) -> Option<TimeZone> {
    let name = name.trim().trim_matches('"');
    if let Ok(zone) = TimeZone::get(name) {
        return Some(zone);
    }
    let from_windows = super::windows::ZONES.iter().find(|(windows, _)| windows.eq_ignore_ascii_case(name));
    if let Some((_, iana)) = from_windows {
        return TimeZone::get(iana).ok();
    }
    let parts: Vec<&str> = name.split('/').collect();
    (1..parts.len()).filter_map(|at| parts.get(at..)).find_map(|tail| TimeZone::get(&tail.join("/")).ok())
}
