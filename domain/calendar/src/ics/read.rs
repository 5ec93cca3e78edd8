//! Reading calendars of other programs: whatever Outlook, Google, Apple and Thunderbird write, within bounds.
//!
//! Definitions of zones in the file are not believed: the IANA zone of the same name counts, with a table for the names
//! of Windows. An unknown zone is taken as the one in which the reader lives, as are times without a zone.

use ayni_kernel::{Fault, Timestamp};
use jiff::{
    ToSpan as _,
    civil::{DateTime, Time},
    tz::TimeZone,
};

use super::{
    event::{Calendar, CalendarEvent, Party, Privacy, Show, Status, When},
    line::{Line, unfold},
    value,
};
use crate::{Repeat, Span, civil};

/// The largest file in bytes: ten thousand ordinary events.
pub const MAX_FILE: usize = 4 * 1024 * 1024;

/// The most events of a file.
pub const MAX_EVENTS: usize = 10_000;

/// The most events that repeat, since each takes its time to expand.
const MAX_REPEATS: usize = 1_000;

/// The most characters that are kept of a text, so that an event fits into a record.
const MAX_TEXT: usize = 2_000;

/// Reads a file. Events that cannot be read are counted and left out; a file that is no calendar is refused.
pub fn read(field: &'static str, text: &str, local: &TimeZone) -> Result<Calendar, Fault> {
    if text.len() > MAX_FILE {
        return Err(Fault::new(field, "calendar-file-large").with("max", MAX_FILE / 1024 / 1024));
    }
    let lines = unfold(text);
    if !lines.iter().any(|line| line.trim().eq_ignore_ascii_case("BEGIN:VCALENDAR")) {
        return Err(Fault::new(field, "calendar-file-unreadable"));
    }
    let mut reader =
        Reader { calendar: Calendar::default(), local: local.clone(), open: Vec::new(), lines: Vec::new(), repeats: 0 };
    for line in lines.iter().filter_map(|line| Line::read(line)) {
        reader.take(line);
        if reader.calendar.events.len() > MAX_EVENTS {
            return Err(Fault::new(field, "calendar-file-many").with("max", MAX_EVENTS));
        }
    }
    Ok(reader.calendar)
}

/// What is being read.
struct Reader {
    calendar: Calendar,
    local: TimeZone,
    /// The components that are open, outermost first.
    open: Vec<String>,
    /// The lines of the open event.
    lines: Vec<Line>,
    /// How many events repeat so far.
    repeats: usize,
}

impl Reader {
    /// Keeps an event that could be read, unless too many repeat; counts it otherwise.
    fn keep(&mut self, event: Option<CalendarEvent>) {
        self.repeats += usize::from(event.as_ref().is_some_and(|event| event.repeat.is_some()));
        match event.filter(|event| event.repeat.is_none() || self.repeats <= MAX_REPEATS) {
            Some(event) => self.calendar.events.push(event),
            None => self.calendar.unread += 1,
        }
    }

    fn take(&mut self, line: Line) {
        match line.name.as_str() {
            "BEGIN" => {
                let name = line.value.trim().to_ascii_uppercase();
                if name == "VEVENT" {
                    self.lines.clear();
                }
                self.open.push(name);
            }
            "END" => {
                let name = line.value.trim().to_ascii_uppercase();
                // A component that was never closed ends with the one around it.
                while let Some(open) = self.open.pop() {
                    if open == name {
                        break;
                    }
                }
                if name == "VEVENT" {
                    let lines = std::mem::take(&mut self.lines);
                    self.keep(event(&lines, &self.local));
                }
            }
            name => match (self.open.last().map_or("", String::as_str), name) {
                ("VCALENDAR", "X-WR-CALNAME" | "NAME") => self.calendar.name = short(&line.text()),
                ("VCALENDAR", "X-WR-TIMEZONE") => {
                    self.local = value::zone(&line.value).unwrap_or_else(|| self.local.clone());
                }
                ("VEVENT", _) => self.lines.push(line),
                ("VFREEBUSY", "FREEBUSY") if line.param("FBTYPE") != Some("FREE") => {
                    self.calendar.busy.extend(line.value.split(',').filter_map(period).take(MAX_EVENTS));
                }
                _ => {}
            },
        }
    }
}

/// The beginning of a text.
fn short(text: &str) -> String {
    text.trim().chars().filter(|c| !c.is_control() || *c == '\n').take(MAX_TEXT).collect()
}

/// A period of two times in UTC, or of one and a duration.
fn period(text: &str) -> Option<Span> {
    let moment = |text| match value::date_time(text)? {
        value::When::Utc(wall) => Some(civil::instant(&TimeZone::UTC, wall)),
        _ => None,
    };
    let (start, end) = text.trim().split_once('/')?;
    let start = moment(start)?;
    Span::new(start, moment(end).or_else(|| Some(start.plus_seconds(value::duration(end)?)))?)
}

fn event(lines: &[Line], local: &TimeZone) -> Option<CalendarEvent> {
    let find = |name: &str| lines.iter().find(|line| line.name == name);
    let text = |name: &str| find(name).map(|line| short(&line.text())).unwrap_or_default();
    let uid = text("UID");
    let when = when(lines, local)?;
    let stamp = find("DTSTAMP").and_then(moment).unwrap_or_default();
    let mut event = CalendarEvent::new(uid, stamp, when, text("SUMMARY"));
    event.modified = find("LAST-MODIFIED").and_then(moment);
    event.sequence = text("SEQUENCE").parse().unwrap_or_default();
    event.description = text("DESCRIPTION");
    event.location = text("LOCATION");
    event.url = text("URL");
    event.status = Status::from_word(&text("STATUS").to_ascii_uppercase()).unwrap_or(Status::Confirmed);
    event.show = Show::from_word(&text("TRANSP").to_ascii_uppercase()).unwrap_or(Show::Busy);
    event.privacy = match text("CLASS").to_ascii_uppercase().as_str() {
        "PRIVATE" | "CONFIDENTIAL" => Privacy::Private,
        _ => Privacy::Public,
    };
    event.organizer = find("ORGANIZER")
        .map(|line| Party { name: short(line.param("CN").unwrap_or_default()), address: short(&line.value) });
    let zone = match &event.when {
        When::Timed { zone, .. } => zone.clone(),
        When::AllDay { .. } => local.clone(),
    };
    event.recurrence_id = match find("RECURRENCE-ID") {
        Some(line) => Some(wall(line, &zone)?),
        None => None,
    };
    if lines.iter().any(|line| line.name == "RRULE" || line.name == "RDATE") {
        event.repeat = Some(repeat(lines, &event.when, &zone)?);
    }
    Some(event)
}

/// The repeat of an event, whose length may have been left to the format's defaults.
fn repeat(lines: &[Line], when: &When, zone: &TimeZone) -> Option<Repeat> {
    let mut lines: Vec<Line> =
        lines.iter().filter(|line| !matches!(line.name.as_str(), "DTEND" | "DURATION")).cloned().collect();
    let minutes = match when {
        When::Timed { start, end, .. } => end.duration_since(*start).as_mins().max(1),
        When::AllDay { first, last_exclusive } => last_exclusive.duration_since(*first).as_hours() * 60,
    };
    lines.push(Line { name: "DURATION".to_owned(), params: Vec::new(), value: format!("PT{minutes}M") });
    Repeat::from_lines("calendar", &lines, Some(zone)).ok()
}

fn moment(line: &Line) -> Option<Timestamp> {
    match value::date_time(&line.value)? {
        value::When::Utc(wall) | value::When::Floating(wall) => Some(civil::instant(&TimeZone::UTC, wall)),
        value::When::Date(date) => Some(civil::day_span(&TimeZone::UTC, date).start),
    }
}

/// The zone of a line with a wall time.
fn zone_of(line: &Line, local: &TimeZone) -> TimeZone {
    line.param("TZID").and_then(value::zone).unwrap_or_else(|| local.clone())
}

/// A line's time on the wall clock of a zone.
fn wall(line: &Line, zone: &TimeZone) -> Option<DateTime> {
    Some(match value::date_time(&line.value)? {
        value::When::Utc(wall) => civil::wall(zone, civil::instant(&TimeZone::UTC, wall)),
        value::When::Floating(wall) => civil::wall(zone, civil::instant(&zone_of(line, zone), wall)),
        value::When::Date(date) => date.to_datetime(Time::midnight()),
    })
}

/// When an event is, with the defaults of RFC 5545, section 3.6.1: without an end a date lasts a day and a time nothing.
fn when(lines: &[Line], local: &TimeZone) -> Option<When> {
    let find = |name: &str| lines.iter().find(|line| line.name == name);
    let dtstart = find("DTSTART")?;
    let duration = find("DURATION").and_then(|line| value::duration(&line.value)).filter(|seconds| *seconds >= 0);
    let dtend = find("DTEND").or_else(|| find("DUE"));
    let (start, zone) = match value::date_time(&dtstart.value)? {
        value::When::Date(first) => {
            let days = duration.map_or(1, |seconds| seconds.div_euclid(86_400).max(1));
            let end = match dtend.map(|line| value::date_time(&line.value)) {
                Some(Some(value::When::Date(end))) => end,
                _ => first.checked_add(days.days()).ok()?,
            };
            return Some(When::AllDay { first, last_exclusive: end.max(first.tomorrow().ok()?) });
        }
        value::When::Utc(wall) => (wall, TimeZone::UTC),
        value::When::Floating(wall) => (wall, zone_of(dtstart, local)),
    };
    let end = match (dtend, duration) {
        (Some(line), _) => wall(line, &zone)?,
        (None, Some(seconds)) => start.checked_add(seconds.seconds()).ok()?,
        (None, None) => start,
    };
    Some(When::Timed { start, end: end.max(start), zone })
}
