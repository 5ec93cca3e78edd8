//! Opening hours in words: the week, seasons, holidays, exceptions, and how the next days really are.

use std::collections::BTreeSet;

use ayni_calendar::{Date, Hours, Season, Span, Spans, TimeZone, Times, Week, Weekday, civil};
use ayni_kernel::{ReadTx, Result, Timestamp};
use ayni_resources::{Closure, Resource};
use jiff::ToSpan as _;
use serde::Serialize;
use utoipa::ToSchema;

use super::closures::again;
use crate::kit::Words;

/// Days that a place's page shows.
const DAYS_SHOWN: usize = 7;

/// Days ahead of which a place's page tells closures.
const CLOSURES_AHEAD: i64 = 60;

/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// Days with the same times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HoursLine {
    /// Such as "Monday to Friday".
    pub days: String,
    /// Such as "09:00–13:00, 15:00–19:00"; "closed" when there are none.
    pub times: String,
}

/// A part of the hours under a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HoursPart {
    pub title: String,
    pub lines: Vec<HoursLine>,
}

/// Opening hours in words: the usual week first.
pub(super) fn parts(words: &Words, hours: &Hours) -> Vec<HoursPart> {
    let mut parts = vec![HoursPart { title: words.say("resources-hours-week"), lines: week(words, hours.week()) }];
    let season = |season: &Season| HoursPart { title: season_title(words, season), lines: week(words, &season.week) };
    parts.extend(hours.seasons().iter().map(season));
    if let Some(holidays) = hours.holidays() {
        let line = HoursLine { days: words.say("resources-hours-holidays"), times: times(words, holidays) };
        parts.push(HoursPart { title: words.say("resources-hours-holidays-title"), lines: vec![line] });
    }
    if !hours.exceptions().is_empty() {
        let line = |exception: &ayni_calendar::Exception| HoursLine {
            days: dates(words, exception.first, exception.last),
            times: times(words, &exception.times),
        };
        let lines = hours.exceptions().iter().map(line).collect();
        parts.push(HoursPart { title: words.say("resources-hours-exceptions"), lines });
    }
    parts
}

/// The days of a week, those in a row with the same times together.
fn week(words: &Words, week: &Week) -> Vec<HoursLine> {
    let mut runs: Vec<(Weekday, Weekday, &Times)> = Vec::new();
    for (day, on) in week.days() {
        match runs.last_mut() {
            Some((_, last, same)) if *same == on => *last = day,
            _ => runs.push((day, day, on)),
        }
    }
    let line = |(first, last, on): (Weekday, Weekday, &Times)| HoursLine {
        days: match (first == last, first == Weekday::Monday && last == Weekday::Sunday) {
            (true, _) => weekday(words, first),
            (_, true) => words.say("resources-every-day"),
            _ => words.say_with(
                "resources-days-between",
                &[("first", weekday(words, first).into()), ("last", weekday(words, last).into())],
            ),
        },
        times: times(words, on),
    };
    runs.into_iter().map(line).collect()
}

/// A weekday's name.
pub(super) fn weekday(words: &Words, day: Weekday) -> String {
    words.say(weekday_key(day))
}

/// The locale key of a weekday's name.
pub(super) const fn weekday_key(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "resources-day-mon",
        Weekday::Tuesday => "resources-day-tue",
        Weekday::Wednesday => "resources-day-wed",
        Weekday::Thursday => "resources-day-thu",
        Weekday::Friday => "resources-day-fri",
        Weekday::Saturday => "resources-day-sat",
        Weekday::Sunday => "resources-day-sun",
    }
}

fn times(words: &Words, times: &Times) -> String {
    let pairs: Vec<_> = times.iter().collect();
    match pairs.as_slice() {
        [] => words.say("resources-closed"),
        [(0, DAY)] => words.say("resources-all-day"),
        pairs => {
            pairs.iter().map(|(start, end)| format!("{}–{}", clock(*start), clock(*end))).collect::<Vec<_>>().join(", ")
        }
    }
}

/// Minutes after midnight as people write them; midnight at the end of a day is 24:00.
pub(super) fn clock(minutes: u16) -> String {
    let within = if minutes > DAY { minutes - DAY } else { minutes };
    format!("{:02}:{:02}", within / 60, within % 60)
}

fn season_title(words: &Words, season: &Season) -> String {
    let end = |day: ayni_calendar::MonthDay| format!("{} {}", day.day(), words.say(month_key(day.month())));
    words.say_with("resources-season", &[("first", end(season.first).into()), ("last", end(season.last).into())])
}

/// The locale key of a month's name.
pub(crate) const fn month_key(month: i8) -> &'static str {
    match month {
        1 => "resources-month-1",
        2 => "resources-month-2",
        3 => "resources-month-3",
        4 => "resources-month-4",
        5 => "resources-month-5",
        6 => "resources-month-6",
        7 => "resources-month-7",
        8 => "resources-month-8",
        9 => "resources-month-9",
        10 => "resources-month-10",
        11 => "resources-month-11",
        _ => "resources-month-12",
    }
}

/// A date as the reader writes it.
pub(super) fn date(words: &Words, date: Date) -> String {
    words.date(civil::instant(words.zone(), date.at(12, 0, 0, 0)))
}

fn dates(words: &Words, first: Date, last: Date) -> String {
    if first == last { date(words, first) } else { format!("{} – {}", date(words, first), date(words, last)) }
}

/// How one of the next days is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct OpenDayView {
    /// The date.
    pub date: String,
    /// When the place is open, in its own zone.
    pub times: Vec<String>,
    #[serde(skip)]
    #[schema(ignore)]
    pub name: String,
    #[serde(skip)]
    #[schema(ignore)]
    pub written: String,
    /// The name of the holiday that it is.
    pub holiday: Option<String>,
}

/// A closure that everybody may know of.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ClosedView {
    /// When it begins.
    pub start: String,
    /// When it ends.
    pub end: String,
    /// How it comes again, in the reader's words; then it is said once, with the next time.
    pub rule: Option<String>,
    /// What everybody reads.
    pub note: String,
}

/// How a place is open in the next days, closures taken out; and the closures to come.
pub(super) fn coming(
    tx: &ReadTx,
    words: &Words,
    resource: &Resource,
    now: Timestamp,
) -> Result<(Vec<OpenDayView>, Vec<ClosedView>)> {
    let opening = ayni_resources::opening(tx, resource)?;
    let zone = opening.zone.zone();
    let today = civil::wall(&zone, now).date();
    let last = today.saturating_add(i64::try_from(DAYS_SHOWN).unwrap_or_default().days());
    let week = Span { start: civil::day_span(&zone, today).start, end: civil::day_span(&zone, last).start };
    let ahead = Span { start: now, end: now.plus_days(CLOSURES_AHEAD) };
    let open = ayni_resources::open(tx, resource, &week)?;
    let holidays = opening.holidays.named(today, last);
    let days = today.series(1.day()).take(DAYS_SHOWN).map(|date| {
        let holiday = holidays.iter().find(|(each, _)| *each == date).map(|(_, name)| (*name).to_owned());
        day(words, &zone, date, &open, holiday)
    });
    let mut found = ayni_resources::closures(tx, resource, &ahead)?;
    let mut said = BTreeSet::new();
    found.retain(|(_, closure)| said.insert(closure.id));
    let closed = found.into_iter().filter_map(|(_, closure)| Some((closure.next(now)?, closure)));
    let view = |(next, closure): (Span, Closure)| ClosedView {
        start: next.start.to_string(),
        end: next.end.to_string(),
        rule: closure.repeats.as_ref().map(|repeat| again(words, repeat)),
        note: closure.note.to_string(),
    };
    Ok((days.collect(), closed.map(view).collect()))
}

fn day(words: &Words, zone: &TimeZone, on: Date, open: &Spans, holiday: Option<String>) -> OpenDayView {
    let whole = civil::day_span(zone, on);
    let within = open.within(&whole);
    let written = |span: &Span| {
        let start = civil::wall(zone, span.start).time();
        let end = if span.end == whole.end {
            "24:00".to_owned()
        } else {
            civil::wall(zone, span.end).strftime("%H:%M").to_string()
        };
        format!("{}–{end}", start.strftime("%H:%M"))
    };
    OpenDayView {
        date: on.to_string(),
        written: match within.len() {
            0 => words.say("resources-closed"),
            1 if within.covers(&whole) => words.say("resources-all-day"),
            _ => within.iter().map(written).collect::<Vec<_>>().join(", "),
        },
        times: within.iter().map(written).collect(),
        name: weekday(words, on.weekday()),
        holiday: holiday.filter(|name| !name.is_empty()),
    }
}
