//! Days and times of bookings: read as forms and programs write them, written as the reader's language does.
//!
//! Everything is in the wall time of a place, whose zone need not be the reader's.

use ayni_calendar::{Span, instant, wall};
use ayni_kernel::{Fault, Language, Timestamp};
use icu_calendar::Gregorian;
use icu_datetime::{
    FixedCalendarDateTimeFormatter,
    fieldsets::{E, MDE, YM, YMDE},
};
use icu_locale_core::{Locale, locale};
use jiff::{
    ToSpan as _,
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};

use crate::kit::Words;

/// Formatters take microseconds to build, so each thread has each language's once.
struct Formats {
    weekday: Option<FixedCalendarDateTimeFormatter<Gregorian, E>>,
    day: Option<FixedCalendarDateTimeFormatter<Gregorian, MDE>>,
    long: Option<FixedCalendarDateTimeFormatter<Gregorian, YMDE>>,
    month: Option<FixedCalendarDateTimeFormatter<Gregorian, YM>>,
}

impl Formats {
    fn of(locale: &Locale) -> Self {
        Self {
            weekday: FixedCalendarDateTimeFormatter::try_new(locale.into(), E::short()).ok(),
            day: FixedCalendarDateTimeFormatter::try_new(locale.into(), MDE::medium()).ok(),
            long: FixedCalendarDateTimeFormatter::try_new(locale.into(), YMDE::long()).ok(),
            month: FixedCalendarDateTimeFormatter::try_new(locale.into(), YM::long()).ok(),
        }
    }
}

thread_local! {
    static ENGLISH: Formats = Formats::of(&locale!("en-GB"));
    static SPANISH: Formats = Formats::of(&locale!("es"));
}

fn formats<T>(words: &Words, use_them: impl FnOnce(&Formats) -> T) -> T {
    match words.language() {
        Language::English => ENGLISH.with(use_them),
        Language::Spanish => SPANISH.with(use_them),
    }
}

fn gregorian(date: Date) -> Option<icu_calendar::Date<Gregorian>> {
    let narrow = |field: i8| u8::try_from(field).unwrap_or_default();
    icu_calendar::Date::try_new_gregorian(i32::from(date.year()), narrow(date.month()), narrow(date.day())).ok()
}

/// Writes a date with one of the formats; as ISO 8601 where there is none.
macro_rules! written {
    ($words:expr, $date:expr, $format:ident) => {
        formats($words, |formats| match (&formats.$format, gregorian($date)) {
            (Some(format), Some(date)) => format.format(&date).to_string(),
            _ => $date.to_string(),
        })
    };
}

/// A weekday: "Tue".
pub(crate) fn weekday(words: &Words, date: Date) -> String {
    written!(words, date, weekday)
}

/// A day: "Tue, 24 Nov".
pub(crate) fn day(words: &Words, date: Date) -> String {
    written!(words, date, day)
}

/// A day in full: "Tuesday, 24 November 2026".
pub(crate) fn long_day(words: &Words, date: Date) -> String {
    written!(words, date, long)
}

/// A month: "November 2026".
pub(crate) fn month(words: &Words, date: Date) -> String {
    written!(words, date, month)
}

/// A time of day: "14:05".
pub(crate) fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// The form that fields of the kind `datetime-local` and our addresses have: "2026-11-24T14:05".
pub(crate) fn local(at: DateTime) -> String {
    format!("{}T{}", at.date(), clock(at.time()))
}

/// From when to when, as short as it can be said: "Tue, 24 Nov, 14:00–16:00", "Tue, 24 Nov – Thu, 26 Nov".
pub(crate) fn span(words: &Words, zone: &TimeZone, span: &Span) -> String {
    let (from, until) = (wall(zone, span.start), wall(zone, span.end));
    let midnight = |at: DateTime| at.time() == Time::midnight();
    if midnight(from) && midnight(until) {
        let last = until.date().saturating_sub(1.day());
        return if last <= from.date() {
            day(words, from.date())
        } else {
            format!("{} – {}", day(words, from.date()), day(words, last))
        };
    }
    let head = format!("{}, {}", day(words, from.date()), clock(from.time()));
    if until.date() == from.date() || until == from.date().saturating_add(1.day()).to_datetime(Time::midnight()) {
        let end = if midnight(until) { "24:00".to_owned() } else { clock(until.time()) };
        format!("{head}–{end}")
    } else {
        format!("{head} – {}, {}", day(words, until.date()), clock(until.time()))
    }
}

/// Only the times of a span that is known to lie on a day: "14:00–16:00"; ends outside it are written as its own.
pub(crate) fn hours(zone: &TimeZone, within: &Span, span: &Span) -> String {
    let start = if span.start < within.start { "00:00".to_owned() } else { clock(wall(zone, span.start).time()) };
    let end = if span.end >= within.end { "24:00".to_owned() } else { clock(wall(zone, span.end).time()) };
    format!("{start}–{end}")
}

/// A length in minutes as people say it, by its key and number: whole days, whole hours, else minutes.
pub(crate) fn length(words: &Words, minutes: i64) -> String {
    const HOUR: i64 = 60;
    const DAY: i64 = 24 * HOUR;
    let say = |key: &str, count: i64| words.say_with(key, &[("count", count.into())]);
    match minutes {
        whole if whole >= DAY && whole % DAY == 0 => say("bookings-length-days", whole / DAY),
        whole if whole >= HOUR && whole % HOUR == 0 => say("bookings-length-hours", whole / HOUR),
        long if long >= HOUR => {
            format!("{} {}", say("bookings-length-hours", long / HOUR), say("bookings-length-minutes", long % HOUR))
        }
        short => say("bookings-length-minutes", short),
    }
}

/// A day as forms write it; nothing for an empty field.
pub(crate) fn read_day(field: &'static str, text: &str) -> Result<Option<Date>, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| Fault::new(field, "bookings-day-unread"))
}

/// A time of day as forms write it; `24:00` is the end of the day, one day later at midnight.
pub(crate) fn read_clock(field: &'static str, date: Date, text: &str) -> Result<Option<DateTime>, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if matches!(text, "24:00" | "24:00:00") {
        return Ok(Some(date.saturating_add(1.day()).to_datetime(Time::midnight())));
    }
    let time: Time = text.parse().map_err(|_| Fault::new(field, "bookings-clock-unread"))?;
    Ok(Some(date.to_datetime(time)))
}

/// A moment: in the wall time of a place (`2026-11-24T14:05`), or with its offset as programs write it; nothing for
/// an empty field.
pub(crate) fn read_moment(field: &'static str, zone: &TimeZone, text: &str) -> Result<Option<Timestamp>, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if let Some(moment) = Timestamp::parse(text) {
        return Ok(Some(moment));
    }
    let shown: DateTime = text.parse().map_err(|_| Fault::new(field, "bookings-moment-unread"))?;
    Ok(Some(instant(zone, shown)))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn spoken(from: &str, until: &str) -> String {
        let zone = TimeZone::get("Europe/London").unwrap();
        let at = |text: &str| read_moment("from", &zone, text).unwrap().unwrap();
        span(&Words::new(Language::English, "UTC"), &zone, &Span::new(at(from), at(until)).unwrap())
    }

    #[test]
    fn spans_are_said_as_short_as_they_can_be() {
        assert_eq!(spoken("2026-11-24T14:00", "2026-11-24T16:30"), "Tue 24 Nov, 14:00–16:30");
        assert_eq!(spoken("2026-11-24T14:00", "2026-11-25T00:00"), "Tue 24 Nov, 14:00–24:00");
        assert_eq!(spoken("2026-11-24T00:00", "2026-11-25T00:00"), "Tue 24 Nov");
        assert_eq!(spoken("2026-11-24T00:00", "2026-11-27T00:00"), "Tue 24 Nov – Thu 26 Nov");
        assert_eq!(spoken("2026-11-24T22:00", "2026-11-25T02:00"), "Tue 24 Nov, 22:00 – Wed 25 Nov, 02:00");
    }

    #[test]
    fn times_are_read_where_the_place_is_or_as_they_say_themselves() {
        let zone = TimeZone::get("America/Bogota").unwrap();
        let at = |text| read_moment("from", &zone, text).map(|at| at.map(|at| at.to_string()));
        assert_eq!(at("2026-11-24T14:00"), Ok(Some("2026-11-24T19:00:00Z".to_owned())));
        assert_eq!(at("2026-11-24T14:00:00+01:00"), Ok(Some("2026-11-24T13:00:00Z".to_owned())));
        assert_eq!(at(""), Ok(None));
        assert_eq!(at("soon").unwrap_err().word, "bookings-moment-unread");
        let day: Date = "2026-12-31".parse().unwrap();
        let end = read_clock("until", day, "24:00").unwrap().unwrap();
        assert_eq!(local(end), "2027-01-01T00:00");
    }

    #[test]
    fn lengths_are_said_in_the_unit_that_suits_them() {
        let words = Words::new(Language::English, "UTC");
        assert_eq!(length(&words, 45), "45 minutes");
        assert_eq!(length(&words, 90), "1 hour 30 minutes");
        assert_eq!(length(&words, 2_880), "2 days");
    }
}
