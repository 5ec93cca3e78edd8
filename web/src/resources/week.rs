//! A week of opening hours as a table of a form: from times to fields, and back.
//!
//! The fields are called `<name>-mon-0-from`, `<name>-mon-0-to`, and so on, with `<name>-same` for "Tuesday to Friday as
//! Monday"; `cell` reads the text of a field by its name.

use ayni_calendar::{Hours, Times, Week, Weekday, hours::MAX_TIMES};
use ayni_kernel::{Fault, Result};

use super::opening;

/// Times a day that the form shows room for.
const SHOWN_TIMES: usize = 2;

/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// Begin and end of one time of a day in the form.
#[derive(Debug, Clone)]
pub(crate) struct TimeField {
    pub name: String,
    pub from: String,
    pub to: String,
}

/// The times of a day in the form.
#[derive(Debug, Clone)]
pub(crate) struct DayFields {
    pub label: &'static str,
    pub times: Vec<TimeField>,
}

/// A weekday's part of field names.
const fn short(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "mon",
        Weekday::Tuesday => "tue",
        Weekday::Wednesday => "wed",
        Weekday::Thursday => "thu",
        Weekday::Friday => "fri",
        Weekday::Saturday => "sat",
        Weekday::Sunday => "sun",
    }
}

/// The fields of a week with their texts.
pub(crate) fn fields<'c>(cell: impl Fn(&str) -> &'c str, name: &str) -> Vec<DayFields> {
    let day = |day| DayFields {
        label: opening::weekday_key(day),
        times: time_fields(&cell, &format!("{name}-{}", short(day))),
    };
    Weekday::Monday.cycle_forward().take(7).map(day).collect()
}

/// The fields of the times of a day.
pub(super) fn time_fields<'c>(cell: &impl Fn(&str) -> &'c str, name: &str) -> Vec<TimeField> {
    let field = |at: usize| TimeField {
        name: format!("{name}-{at}"),
        from: cell(&format!("{name}-{at}-from")).to_owned(),
        to: cell(&format!("{name}-{at}-to")).to_owned(),
    };
    let wanted = |at: &usize| *at < SHOWN_TIMES || !cell(&format!("{name}-{at}-from")).is_empty();
    (0..MAX_TIMES).filter(wanted).map(field).collect()
}

/// The texts of the fields of a week.
pub(crate) fn cells(name: &str, week: &Week) -> Vec<(String, String)> {
    week.days().take(7).flat_map(|(day, times)| time_cells(&format!("{name}-{}", short(day)), times)).collect()
}

/// The texts of the fields of the times of a day.
pub(super) fn time_cells(name: &str, times: &Times) -> Vec<(String, String)> {
    let cells = |(at, (start, end)): (usize, (u16, u16))| {
        let text = |end, minutes: u16| (format!("{name}-{at}-{end}"), opening::clock(minutes % DAY));
        [text("from", start), text("to", end)]
    };
    times.iter().enumerate().flat_map(cells).collect()
}

/// The week that the fields say.
pub(crate) fn read<'c>(cell: impl Fn(&str) -> &'c str, field: &'static str, name: &str) -> Result<Week, Fault> {
    let mut week = Week::default();
    let same = !cell(&format!("{name}-same")).is_empty();
    for day in Weekday::Monday.cycle_forward().take(7) {
        let from = if same && matches!(short(day), "tue" | "wed" | "thu" | "fri") { Weekday::Monday } else { day };
        week.set(day, read_times(&cell, field, &format!("{name}-{}", short(from)))?);
    }
    Ok(week)
}

/// The times of a day that the fields say.
pub(super) fn read_times<'c>(cell: &impl Fn(&str) -> &'c str, field: &'static str, name: &str) -> Result<Times, Fault> {
    let mut pairs = Vec::new();
    for at in 0..MAX_TIMES {
        let (from, to) = (cell(&format!("{name}-{at}-from")), cell(&format!("{name}-{at}-to")));
        if !(from.is_empty() && to.is_empty()) {
            pairs.push((minutes(field, from)?, minutes(field, to)?));
        }
    }
    Times::new(field, &pairs)
}

/// The week of hours that are only a week, which a table can show; `None` with seasons, holidays or exceptions.
pub(crate) fn only(hours: &Hours) -> Option<&Week> {
    (Hours::weekly(hours.week().clone()) == *hours).then(|| hours.week())
}

fn minutes(field: &'static str, raw: &str) -> Result<u16, Fault> {
    let fault = || Fault::new(field, "resources-time");
    let (hours, minutes) = raw.split_once(':').ok_or_else(fault)?;
    // Browsers may send seconds, too.
    let minutes = minutes.split(':').next().unwrap_or_default();
    let (hours, minutes): (u16, u16) = hours.parse().ok().zip(minutes.parse().ok()).ok_or_else(fault)?;
    if hours < 24 && minutes < 60 { Ok(hours * 60 + minutes) } else { Err(fault()) }
}
