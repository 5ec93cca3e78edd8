//! From instants to the clock on the wall and back: days of 23 to 25 hours, weeks, nominal lengths, notices.

use ayni_kernel::{Fault, Timestamp};
use jiff::{
    ToSpan as _,
    civil::{Date, DateTime, Weekday},
    tz::TimeZone,
};

use crate::Span;

/// The most dates that [`dates`] lists: ten years, more than any horizon that bookings have.
pub const MAX_DATES: usize = 3_660;

/// Minutes of a day as people count it; what part of it really passes is up to the zone.
const DAY_MINUTES: i64 = 24 * 60;

/// Reads an IANA zone name such as `Europe/Madrid`.
pub fn zone(field: &'static str, name: &str) -> Result<TimeZone, Fault> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Fault::new(field, "fault-required"));
    }
    TimeZone::get(name).map_err(|_| Fault::new(field, "calendar-zone-unknown"))
}

/// What the clock on the wall shows at a moment.
pub fn wall(zone: &TimeZone, moment: Timestamp) -> DateTime {
    zone.to_datetime(moment.instant())
}

/// The moment at which the clock on the wall shows this. A time that the clock skips becomes as much later as is
/// skipped (02:30 becomes 03:30); of a time that it shows twice, the first is meant. This is the rule of RFC 5545,
/// section 3.3.5.
pub fn instant(zone: &TimeZone, shown: DateTime) -> Timestamp {
    zone.to_ambiguous_timestamp(shown)
        .compatible()
        .map_or_else(|_| edge(shown), |instant| Timestamp::from_micros(instant.as_microsecond()))
}

/// A time at the ends of the calendar, where the zone's offset would lead outside.
fn edge(shown: DateTime) -> Timestamp {
    let end = if shown.year() < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
    Timestamp::from_micros(end.as_microsecond())
}

/// The day from its first moment to the first moment of the next: 23, 24 or 25 hours, other lengths in few zones.
///
/// A date that the zone leaves out altogether (30 December 2011 in Samoa) has no moment of its own; it gives the
/// shortest span there is.
pub fn day_span(zone: &TimeZone, date: Date) -> Span {
    let start = instant(zone, date.to_datetime(jiff::civil::Time::midnight()));
    let next = instant(zone, date.saturating_add(1.day()).to_datetime(jiff::civil::Time::midnight()));
    Span { start, end: next.max(Timestamp::from_micros(start.micros().saturating_add(1))) }
}

/// The dates that a span touches in a zone, in order: at most [`MAX_DATES`], later ones are left off. A span that ends
/// at midnight does not touch the day that begins there.
pub fn dates(zone: &TimeZone, span: &Span) -> Vec<Date> {
    let first = wall(zone, span.start).date();
    let last = wall(zone, Timestamp::from_micros(span.end.micros().saturating_sub(1))).date();
    first.series(1.day()).take(MAX_DATES).take_while(|date| *date <= last).collect()
}

/// The first day of the week that the date lies in, which also names the week: unlike a year and a number it is never
/// the same for two weeks around New Year.
pub fn week_of(date: Date, first: Weekday) -> Date {
    date.saturating_sub(i64::from(date.weekday().since(first)).days())
}

/// The first day of the date's month, which names the month.
pub fn month_of(date: Date) -> Date {
    date.first_of_month()
}

/// The first day of the date's year, which names the year.
pub fn year_of(date: Date) -> Date {
    date.first_of_year()
}

/// The nominal length: what the clock on the wall says has passed, in minutes, a begun minute counted as one. Noon to
/// noon is 24 hours whatever the clock does in between, so "24 hours at most" allows a day of 25 hours. Only a span
/// that begins and ends in the hour that is shown twice, where the wall clock may even go back, is measured by what
/// really passes.
pub fn wall_minutes(zone: &TimeZone, span: &Span) -> i64 {
    let shown = wall(zone, span.end).duration_since(wall(zone, span.start)).as_secs();
    let seconds = if shown > 0 { shown } else { span.seconds() };
    seconds.saturating_add(59).div_euclid(60)
}

/// The moment so many minutes later (earlier when negative), as people count a notice: whole days go by the wall clock,
/// so that "24 hours" and "1 day before Sunday at 10" both mean Saturday at 10, also when the clock changes in the
/// night; what is left under a day really passes, so that a notice of an hour is never lost in a clock change.
pub fn later_by_wall(zone: &TimeZone, moment: Timestamp, minutes: i64) -> Timestamp {
    let (days, rest) = (minutes / DAY_MINUTES, minutes % DAY_MINUTES);
    let whole = if days == 0 {
        moment
    } else {
        let shown = wall(zone, moment);
        shown
            .checked_add(jiff::SignedDuration::from_secs(days.saturating_mul(DAY_MINUTES * 60)))
            .map_or_else(|_| edge(if days < 0 { DateTime::MIN } else { DateTime::MAX }), |day| instant(zone, day))
    };
    whole.plus_seconds(rest * 60)
}
