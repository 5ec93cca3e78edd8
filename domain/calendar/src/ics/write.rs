//! Writing a calendar: every zone that is used with its changes, then the events.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use super::{
    event::{Calendar, CalendarEvent, Privacy, Show, When},
    line::{self, escape, quote},
    value, zone,
};
use crate::{Ends, Repeat, Span, civil};

/// How far ahead the changes of the clock are written for a repeat without an end: ten years, in days.
const REPEAT_DAYS: i64 = 3_653;

/// The calendar as a file.
pub fn write(calendar: &Calendar) -> String {
    let mut out = String::new();
    line::write(&mut out, "BEGIN:VCALENDAR");
    line::write(&mut out, "VERSION:2.0");
    line::write(&mut out, "PRODID:-//Ayni//Calendar//EN");
    line::write(&mut out, "CALSCALE:GREGORIAN");
    if !calendar.name.is_empty() {
        line::write(&mut out, &format!("NAME:{}", escape(&calendar.name)));
        line::write(&mut out, &format!("X-WR-CALNAME:{}", escape(&calendar.name)));
    }
    for (zone, span) in zones(calendar).into_values() {
        zone::write(&mut out, &zone, &span);
    }
    for event in &calendar.events {
        write_event(&mut out, event);
    }
    line::write(&mut out, "END:VCALENDAR");
    out
}

/// The zones of the events by name, each with the span in which its clock matters.
fn zones(calendar: &Calendar) -> BTreeMap<String, (TimeZone, Span)> {
    let mut zones: BTreeMap<String, (TimeZone, Span)> = BTreeMap::new();
    for event in &calendar.events {
        let When::Timed { zone, .. } = &event.when else { continue };
        if is_utc(zone) {
            continue;
        }
        let name = zone.iana_name().unwrap_or("UTC").to_owned();
        let span = reach(event, zone);
        let (_, all) = zones.entry(name).or_insert_with(|| (zone.clone(), span));
        *all = Span { start: all.start.min(span.start), end: all.end.max(span.end) };
    }
    zones
}

/// From an event's first moment to its last, repeats included.
fn reach(event: &CalendarEvent, zone: &TimeZone) -> Span {
    let span = event.when.span(zone);
    let Some(repeat) = &event.repeat else { return span };
    let last = match repeat.rule.as_ref().map(crate::Rule::ends) {
        None => repeat.added.last().copied().unwrap_or(repeat.start),
        Some(Ends::Until(until)) => until.date(zone).to_datetime(jiff::civil::Time::MAX),
        Some(Ends::Never | Ends::Count(_)) => return Span { end: span.end.plus_days(REPEAT_DAYS), ..span },
    };
    Span { end: span.end.max(repeat.span_at(last).end), ..span }
}

fn is_utc(zone: &TimeZone) -> bool {
    matches!(zone.iana_name(), None | Some("UTC" | "Etc/UTC"))
}

/// A property with a wall time of a zone.
fn timed(name: &str, wall: jiff::civil::DateTime, zone: &TimeZone) -> String {
    match zone.iana_name().filter(|_| !is_utc(zone)) {
        Some(zone) => format!("{name};TZID={zone}:{}", value::write_wall(wall)),
        None => format!("{name}:{}", value::write_moment(civil::instant(zone, wall))),
    }
}

fn write_event(out: &mut String, event: &CalendarEvent) {
    line::write(out, "BEGIN:VEVENT");
    line::write(out, &format!("UID:{}", escape(&event.uid)));
    line::write(out, &format!("DTSTAMP:{}", value::write_moment(event.stamp)));
    match &event.when {
        When::Timed { start, end, zone } => {
            line::write(out, &timed("DTSTART", *start, zone));
            line::write(out, &timed("DTEND", *end, zone));
            if let Some(id) = event.recurrence_id {
                line::write(out, &timed("RECURRENCE-ID", id, zone));
            }
        }
        When::AllDay { first, last_exclusive } => {
            line::write(out, &format!("DTSTART;VALUE=DATE:{}", value::write_date(*first)));
            line::write(out, &format!("DTEND;VALUE=DATE:{}", value::write_date(*last_exclusive)));
            if let Some(id) = event.recurrence_id {
                line::write(out, &format!("RECURRENCE-ID;VALUE=DATE:{}", value::write_date(id.date())));
            }
        }
    }
    if let Some(repeat) = event.repeat.as_ref().filter(|_| event.recurrence_id.is_none()) {
        write_repeat(out, repeat, &event.when);
    }
    for (name, text) in
        [("SUMMARY", &event.summary), ("DESCRIPTION", &event.description), ("LOCATION", &event.location)]
    {
        if !text.is_empty() {
            line::write(out, &format!("{name}:{}", escape(text)));
        }
    }
    if !event.url.is_empty() {
        line::write(out, &format!("URL:{}", event.url.replace(char::is_control, "")));
    }
    line::write(out, &format!("STATUS:{}", event.status));
    if event.show == Show::Free {
        line::write(out, &format!("TRANSP:{}", event.show));
    }
    if event.privacy == Privacy::Private {
        line::write(out, &format!("CLASS:{}", event.privacy));
    }
    if let Some(party) = &event.organizer {
        let name = if party.name.is_empty() { String::new() } else { format!(";CN={}", quote(&party.name)) };
        line::write(out, &format!("ORGANIZER{name}:{}", party.address.replace(char::is_control, "")));
    }
    if event.sequence > 0 {
        line::write(out, &format!("SEQUENCE:{}", event.sequence));
    }
    if let Some(modified) = event.modified {
        line::write(out, &format!("LAST-MODIFIED:{}", value::write_moment(modified)));
    }
    line::write(out, "END:VEVENT");
}

fn write_repeat(out: &mut String, repeat: &Repeat, when: &When) {
    if let Some(rule) = &repeat.rule {
        line::write(out, &format!("RRULE:{}", repeat.written(rule)));
    }
    for (name, set) in [("EXDATE", &repeat.skipped), ("RDATE", &repeat.added)] {
        for start in set {
            match when {
                When::Timed { zone, .. } => line::write(out, &timed(name, *start, zone)),
                When::AllDay { .. } => {
                    line::write(out, &format!("{name};VALUE=DATE:{}", value::write_date(start.date())));
                }
            }
        }
    }
}
