//! Where things stand in a drawn calendar: pure arithmetic from moments to parts of a picture.

use ayni_calendar::{Span, Spans, day_span, wall};
use ayni_kernel::Timestamp;
use jiff::{civil::Date, tz::TimeZone};

use super::when;

/// Microseconds in an hour: the ticks of a day are real hours, so a day of 23 or 25 has as many.
const HOUR: i64 = 3_600_000_000;

/// What is shown of a day at least, from and until which hour.
const USUAL: (i64, i64) = (8, 18);

/// Rows of bookings beside each other in one lane; what is more is told as a number.
pub(crate) const MAX_ROWS: usize = 8;

/// A hundredth of a percent is finer than any screen.
const PARTS: i64 = 10_000;

/// How far along a window a moment lies, as an attribute of a drawing: `37.5%`.
pub(crate) fn at(window: &Span, moment: Timestamp) -> String {
    percent(parts(window, moment))
}

/// How much of a window a span takes.
pub(crate) fn wide(window: &Span, span: &Span) -> String {
    percent(parts(window, span.end) - parts(window, span.start))
}

/// Hundredths of a percent from the beginning of a window, held inside it.
fn parts(window: &Span, moment: Timestamp) -> i64 {
    let long = i128::from(window.end.micros()) - i128::from(window.start.micros());
    let gone = i128::from(moment.micros()) - i128::from(window.start.micros());
    let parts = gone * i128::from(PARTS) / long.max(1);
    i64::try_from(parts.clamp(0, i128::from(PARTS))).unwrap_or(0)
}

fn percent(parts: i64) -> String {
    let (whole, rest) = (parts / 100, parts % 100);
    if rest == 0 { format!("{whole}%") } else { format!("{whole}.{rest:02}%") }
}

/// A line in a calendar with the hour that is written beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tick {
    /// Where it stands.
    pub at: String,
    /// What the clock shows there.
    pub label: String,
}

/// The hours inside a window. Where the clock is set back an hour stands twice, where it is set forward one is missing.
pub(crate) fn ticks(zone: &TimeZone, window: &Span) -> Vec<Tick> {
    let hours = (window.end.micros() - window.start.micros()) / HOUR;
    let moments = (1..hours).map(|n| Timestamp::from_micros(window.start.micros() + n * HOUR));
    moments.map(|moment| Tick { at: at(window, moment), label: when::clock(wall(zone, moment).time()) }).collect()
}

/// What is shown of a day: the usual hours, wider where something is open or booked, by whole hours.
pub(crate) fn window(zone: &TimeZone, date: Date, busy: &Spans) -> Span {
    let day = day_span(zone, date);
    let hour = |n: i64| Timestamp::from_micros((day.start.micros() + n * HOUR).min(day.end.micros()));
    let busy = busy.within(&day);
    let first = busy.first().map_or(hour(USUAL.0), |span| span.start.min(hour(USUAL.0)));
    let last = busy.iter().last().map_or(hour(USUAL.1), |span| span.end.max(hour(USUAL.1)));
    let down = (first.micros() - day.start.micros()).div_euclid(HOUR);
    let up = (last.micros() - day.start.micros() + HOUR - 1).div_euclid(HOUR);
    Span::new(hour(down), hour(up)).unwrap_or(day)
}

/// The row in which each span stands so that none covers another: the first that is free, in order of beginnings.
pub(crate) fn rows(spans: &[Span]) -> Vec<usize> {
    let mut ends: Vec<Timestamp> = Vec::new();
    let mut rows = Vec::with_capacity(spans.len());
    for span in spans {
        let free = ends.iter().position(|end| *end <= span.start);
        let row = free.unwrap_or(ends.len());
        match ends.get_mut(row) {
            Some(end) => *end = span.end,
            None => ends.push(span.end),
        }
        rows.push(row);
    }
    rows
}

/// The next full quarter of an hour.
pub(crate) fn next_quarter(moment: Timestamp) -> Timestamp {
    const QUARTER: i64 = HOUR / 4;
    Timestamp::from_micros((moment.micros() + QUARTER - 1).div_euclid(QUARTER) * QUARTER)
}

/// What is left of `open` beside what is taken and what is over.
pub(crate) fn gaps(open: &Spans, taken: &Spans, now: Timestamp) -> Spans {
    let left = open.minus(taken);
    left.into_iter().filter_map(|span| Span::new(span.start.max(now), span.end)).collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use ayni_calendar::instant;

    use super::*;

    fn london() -> TimeZone {
        TimeZone::get("Europe/London").unwrap()
    }

    fn span(from: &str, until: &str) -> Span {
        let at = |text: &str| instant(&london(), text.parse().unwrap());
        Span::new(at(from), at(until)).unwrap()
    }

    #[test]
    fn a_day_on_which_the_clock_changes_has_the_hours_that_it_has() {
        let labels = |date: &str| {
            let day = day_span(&london(), date.parse().unwrap());
            ticks(&london(), &day).into_iter().map(|tick| tick.label).collect::<Vec<_>>()
        };
        assert_eq!(labels("2026-10-25").len(), 24);
        assert_eq!(labels("2026-10-25")[..3], ["01:00", "01:00", "02:00"]);
        assert_eq!(labels("2026-03-29").len(), 22);
        assert_eq!(labels("2026-03-29")[..2], ["02:00", "03:00"]);
    }

    #[test]
    fn a_window_is_as_wide_as_what_happens_in_it() {
        let date = "2026-11-24".parse().unwrap();
        let none = window(&london(), date, &Spans::default());
        assert_eq!(none, span("2026-11-24T08:00", "2026-11-24T18:00"));
        let late = [span("2026-11-24T20:15", "2026-11-24T22:30")].into_iter().collect();
        assert_eq!(window(&london(), date, &late), span("2026-11-24T08:00", "2026-11-24T23:00"));
        assert_eq!(at(&none, none.start.plus_seconds(4_500)), "12.50%");
        assert_eq!(wide(&none, &span("2026-11-24T07:00", "2026-11-24T13:00")), "50%");
    }

    #[test]
    fn bookings_beside_each_other_stand_in_rows() {
        let spans = [
            span("2026-11-24T09:00", "2026-11-24T12:00"),
            span("2026-11-24T10:00", "2026-11-24T11:00"),
            span("2026-11-24T11:00", "2026-11-24T12:00"),
            span("2026-11-24T12:00", "2026-11-24T13:00"),
        ];
        assert_eq!(rows(&spans), [0, 1, 1, 0]);
    }
}
