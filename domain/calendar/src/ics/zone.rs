//! VTIMEZONE: a zone's changes of the clock, as far as a file's events reach (RFC 5545, section 3.6.5).

use std::collections::BTreeMap;

use ayni_kernel::Timestamp;
use jiff::tz::{Offset, TimeZone};

use super::{line, value};
use crate::{Span, civil};

/// The most changes that are written: two a year over more than a century.
const MAX_CHANGES: usize = 250;

/// One kind of change: from which offset to which, under which name.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Kind {
    summer: &'static str,
    from: i32,
    to: i32,
    name: String,
}

/// Adds the zone with all changes that concern the span: the last one before it and those within.
pub(super) fn write(out: &mut String, zone: &TimeZone, span: &Span) {
    line::write(out, "BEGIN:VTIMEZONE");
    line::write(out, &format!("TZID:{}", zone.iana_name().unwrap_or("UTC")));
    let mut kinds: BTreeMap<Kind, Vec<String>> = BTreeMap::new();
    let before = zone.preceding(span.start.instant()).next().into_iter();
    let within = zone.following(span.start.instant()).take_while(|change| change.timestamp() < span.end.instant());
    for change in before.chain(within).take(MAX_CHANGES) {
        let moment = Timestamp::from_micros(change.timestamp().as_microsecond());
        let from = zone.to_offset(moment.plus_seconds(-1).instant());
        // The start of an observance is told in the time that was shown before it.
        let shown = value::write_wall(civil::wall(&from.to_time_zone(), moment));
        let kind = Kind {
            summer: if change.dst().is_dst() { "DAYLIGHT" } else { "STANDARD" },
            from: from.seconds(),
            to: change.offset().seconds(),
            name: change.abbreviation().to_owned(),
        };
        kinds.entry(kind).or_default().push(shown);
    }
    if kinds.is_empty() {
        let info = zone.to_offset_info(span.start.instant());
        let seconds = info.offset().seconds();
        let kind = Kind { summer: "STANDARD", from: seconds, to: seconds, name: info.abbreviation().to_owned() };
        kinds.insert(kind, vec!["19700101T000000".to_owned()]);
    }
    for (kind, starts) in kinds {
        line::write(out, &format!("BEGIN:{}", kind.summer));
        line::write(out, &format!("DTSTART:{}", starts.first().map_or("", String::as_str)));
        line::write(out, &format!("TZOFFSETFROM:{}", offset(kind.from)));
        line::write(out, &format!("TZOFFSETTO:{}", offset(kind.to)));
        line::write(out, &format!("TZNAME:{}", kind.name));
        if let Some(rest) = starts.get(1..).filter(|rest| !rest.is_empty()) {
            line::write(out, &format!("RDATE:{}", rest.join(",")));
        }
        line::write(out, &format!("END:{}", kind.summer));
    }
    line::write(out, "END:VTIMEZONE");
}

/// `+0545`; with seconds where there are any.
fn offset(seconds: i32) -> String {
    let sign = if Offset::from_seconds(seconds).is_ok_and(Offset::is_negative) { '-' } else { '+' };
    let seconds = seconds.unsigned_abs();
    let rest = if seconds.is_multiple_of(60) { String::new() } else { format!("{:02}", seconds % 60) };
    format!("{sign}{:02}{:02}{rest}", seconds / 3600, seconds / 60 % 60)
}
