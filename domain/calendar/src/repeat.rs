//! Repeats: a start in wall time with its zone, how long it lasts, a rule, and the starts taken out or put in.
//!
//! Everything is kept as wall time and turned into instants one occurrence at a time, so that a weekly evening stays at
//! seven whatever the clock does.

mod rule;
mod walk;

use std::{collections::BTreeSet, fmt};

use ayni_kernel::{Fault, Timestamp};
use jiff::{
    ToSpan as _,
    civil::{Date, DateTime},
    tz::TimeZone,
};

use crate::{
    Span, civil,
    ics::{line::Line, value},
};

pub use rule::{Ends, Frequency, MAX_COUNT, Rule, Shape, Until, WeekdayNth};

/// The most starts that may be taken out or put in: what a weekly repeat has in ten years.
pub const MAX_DATES: usize = 520;

/// The longest that an occurrence may last: a quarter, in minutes.
pub const MAX_MINUTES: i64 = 92 * 24 * 60;

/// The longest text form in bytes.
const MAX_TEXT: usize = 32 * 1024;

/// A start that comes again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    /// The first start, in wall time.
    pub start: DateTime,
    /// How long each lasts on the wall clock, in minutes.
    pub minutes: i64,
    /// The zone of the wall clock, from the IANA list.
    pub zone: TimeZone,
    /// How it comes again; `None` when it is only the start and what was put in.
    pub rule: Option<Rule>,
    /// Starts taken out (EXDATE).
    pub skipped: BTreeSet<DateTime>,
    /// Starts put in (RDATE).
    pub added: BTreeSet<DateTime>,
}

/// Some starts of a repeat, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Starts {
    /// In wall time.
    pub starts: Vec<DateTime>,
    /// Why there are no more.
    pub ended: Ended,
}

/// Why a list of starts stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// There are no more.
    Rule,
    /// As many as were asked for; there are more.
    Max,
}

impl Repeat {
    /// Checks the length.
    pub fn new(
        field: &'static str,
        start: DateTime,
        minutes: i64,
        zone: TimeZone,
        rule: Option<Rule>,
    ) -> Result<Self, Fault> {
        if !(1..=MAX_MINUTES).contains(&minutes) {
            return Err(Fault::new(field, "calendar-repeat-length"));
        }
        Ok(Self { start, minutes, zone, rule, skipped: BTreeSet::new(), added: BTreeSet::new() })
    }

    /// The IANA name of its zone.
    pub fn zone_name(&self) -> &str {
        self.zone.iana_name().unwrap_or("UTC")
    }

    /// At most `max` starts from a wall time on. The work depends on how many are asked for, and on COUNT where the
    /// rule has one, not on how long ago the repeat began.
    pub fn starts(&self, from: DateTime, max: usize) -> Starts {
        let mut starts: Vec<DateTime> = self.walk(from, Date::MAX).take(max.saturating_add(1)).collect();
        let ended = if starts.len() > max { Ended::Max } else { Ended::Rule };
        starts.truncate(max);
        Starts { starts, ended }
    }

    /// The starts inside a span of instants, and whether there were more than `max`.
    pub fn starts_in(&self, span: &Span, max: usize) -> Starts {
        let inside = |start: &DateTime| civil::instant(&self.zone, *start) < span.end;
        // An hour that is shown twice may hide starts a little before; they are sorted out by their instants.
        let from = civil::wall(&self.zone, span.start).saturating_sub(1.day());
        let to = civil::wall(&self.zone, span.end).date().saturating_add(1.day());
        let late = |start: &DateTime| civil::instant(&self.zone, *start) >= span.start;
        let mut starts: Vec<DateTime> =
            self.walk(from, to).take_while(inside).filter(late).take(max.saturating_add(1)).collect();
        let ended = if starts.len() > max { Ended::Max } else { Ended::Rule };
        starts.truncate(max);
        Starts { starts, ended }
    }

    /// The starts from a wall time on: of the rule (in periods that begin up to a date) and those put in, without those
    /// taken out.
    fn walk(&self, from: DateTime, to: Date) -> impl Iterator<Item = DateTime> + '_ {
        let mut ruled = self.ruled(from, to).filter(move |start| *start >= from).peekable();
        let mut added = self.added.range(from..).copied().peekable();
        std::iter::from_fn(move || match (ruled.peek(), added.peek()) {
            (Some(one), Some(other)) if one == other => {
                added.next();
                ruled.next()
            }
            (Some(one), Some(other)) if other < one => added.next(),
            (None, Some(_)) => added.next(),
            _ => ruled.next(),
        })
        .filter(|start| !self.skipped.contains(start))
    }

    /// The starts of the rule alone; some may lie before the time.
    fn ruled(&self, from: DateTime, to: Date) -> Box<dyn Iterator<Item = DateTime> + '_> {
        match &self.rule {
            Some(rule) => Box::new(walk::Walk::new(rule, self.start, &self.zone, from, to)),
            None => Box::new(std::iter::once(self.start)),
        }
    }

    /// The first start after a wall time.
    pub fn next_after(&self, wall: DateTime) -> Option<DateTime> {
        self.walk(wall, Date::MAX).find(|start| *start > wall)
    }

    /// Whether it has this start.
    pub fn has(&self, start: DateTime) -> bool {
        self.walk(start, start.date()).next() == Some(start)
    }

    /// The span of an occurrence: from its start to the wall time at which it ends. Where the clock's change would
    /// leave nothing of it, its length really passes.
    pub fn span_at(&self, start: DateTime) -> Span {
        let begin = civil::instant(&self.zone, start);
        let end = civil::instant(&self.zone, start.saturating_add(self.minutes.minutes()));
        Span::new(begin, end).unwrap_or(Span { start: begin, end: begin.plus_seconds(self.minutes * 60) })
    }

    /// The parts of a span that lie in occurrences, in order. The work depends on how long the span is.
    pub fn within(&self, span: &Span) -> Vec<Span> {
        let from = self.early(span.start);
        let to = civil::wall(&self.zone, span.end).date().saturating_add(1.day());
        let occurrences = self.walk(from, to).map(|start| self.span_at(start));
        occurrences.take_while(|each| each.start < span.end).filter_map(|each| each.clip(span)).collect()
    }

    /// The occurrence that is on at a moment or comes next.
    pub fn on_or_next(&self, now: Timestamp) -> Option<Span> {
        let occurrences = self.walk(self.early(now), Date::MAX).map(|start| self.span_at(start));
        occurrences.into_iter().find(|each| each.end > now)
    }

    /// A wall time before which no occurrence starts that is on at a moment, whatever the clock did meanwhile.
    fn early(&self, moment: Timestamp) -> DateTime {
        civil::wall(&self.zone, moment).saturating_sub(self.minutes.minutes()).saturating_sub(1.day())
    }

    /// Takes a start out; says whether it was there.
    pub fn skip(&mut self, start: DateTime) -> bool {
        let had = self.has(start);
        if had {
            self.added.remove(&start);
            if self.has(start) {
                self.skipped.insert(start);
            }
        }
        had
    }

    /// Puts a start that was taken out back in; says whether it was taken out.
    pub fn readd(&mut self, start: DateTime) -> bool {
        self.skipped.remove(&start)
    }

    /// Puts in a start that the rule does not give.
    pub fn add(&mut self, start: DateTime) {
        if !self.skipped.remove(&start) && !self.has(start) {
            self.added.insert(start);
        }
    }

    /// What is left when everything from a start on is cut off; `None` when that is nothing. Together with
    /// [`Repeat::rest_from`] it divides a repeat for a change to "this and the following".
    pub fn until_before(&self, wall: DateTime) -> Option<Self> {
        let mut before = self.clone();
        let last = wall.saturating_sub(1.second());
        before.rule = before.rule.map(|mut rule| {
            // A rule that ended before keeps its own end, so that nothing grows by being cut.
            let longer = match rule.ends {
                Ends::Never => true,
                Ends::Until(until) => !until.is_before(last, &self.zone),
                Ends::Count(count) => {
                    self.ruled(self.start, Date::MAX).take_while(|start| *start < wall).count() < count as usize
                }
            };
            if longer {
                rule.ends = Ends::Until(Until::Moment(civil::instant(&self.zone, last)));
            }
            rule
        });
        before.skipped.retain(|start| *start < wall);
        before.added.retain(|start| *start < wall);
        let left =
            before.walk(before.start.min(before.added.first().copied().unwrap_or(before.start)), Date::MAX).next();
        left.filter(|start| *start < wall).map(|_| before)
    }

    /// The repeat from a start on, as a repeat of its own: COUNT is less by what came before. `None` when nothing is
    /// left.
    pub fn rest_from(&self, wall: DateTime) -> Option<Self> {
        self.walk(wall, Date::MAX).next()?;
        let mut rest = self.clone();
        rest.skipped.retain(|start| *start >= wall);
        rest.added.retain(|start| *start >= wall);
        let before = match self.rule.as_ref().map(Rule::ends) {
            Some(Ends::Count(_)) => self.ruled(self.start, Date::MAX).take_while(|start| *start < wall).count(),
            _ => 0,
        };
        // The first start of the rule keeps the phase of its interval, even when it was itself taken out.
        if let Some(first) = self.ruled(wall, Date::MAX).find(|start| *start >= wall) {
            rest.start = first;
            if let Some(rule) = rest.rule.as_mut()
                && let Ends::Count(count) = rule.ends
            {
                rule.ends = Ends::Count(count.saturating_sub(u32::try_from(before).unwrap_or(u32::MAX)).max(1));
            }
        } else {
            rest.start = rest.added.pop_first()?;
            rest.rule = None;
        }
        Some(rest)
    }

    /// Reads the text form: DTSTART, DURATION or DTEND, RRULE, EXDATE and RDATE, one a line. DTSTART needs a zone.
    pub fn parse(field: &'static str, raw: &str) -> Result<Self, Fault> {
        if raw.len() > MAX_TEXT {
            return Err(Fault::new(field, "fault-long").with("max", MAX_TEXT));
        }
        Self::from_lines(field, &Line::read_all(raw), None)
    }

    /// Reads the lines of an event; a start without a zone is in the one given.
    pub(crate) fn from_lines(field: &'static str, lines: &[Line], local: Option<&TimeZone>) -> Result<Self, Fault> {
        let unreadable = |line: &Line| Fault::new(field, "calendar-repeat-unreadable").with("text", line.value.clone());
        let find = |name: &str| lines.iter().find(|line| line.name == name);
        let dtstart = find("DTSTART").ok_or_else(|| Fault::new(field, "calendar-repeat-start"))?;
        let (start, zone) = match value::date_time(&dtstart.value).ok_or_else(|| unreadable(dtstart))? {
            value::When::Utc(wall) => (wall, TimeZone::UTC),
            value::When::Floating(wall) => (wall, line_zone(field, dtstart, local)?),
            value::When::Date(date) => {
                (date.to_datetime(jiff::civil::Time::midnight()), line_zone(field, dtstart, local)?)
            }
        };
        let whole_day = matches!(value::date_time(&dtstart.value), Some(value::When::Date(_)));
        let minutes = match (find("DURATION"), find("DTEND")) {
            (Some(line), _) => value::duration(&line.value).ok_or_else(|| unreadable(line))?.div_euclid(60),
            (None, Some(line)) => {
                let end = line_wall(line, &zone, start.time()).ok_or_else(|| unreadable(line))?;
                end.duration_since(start).as_secs().div_euclid(60)
            }
            (None, None) if whole_day => 24 * 60,
            (None, None) => 0,
        };
        let rule = find("RRULE").map(|line| Rule::parse(field, &line.value)).transpose()?;
        let mut repeat = Self::new(field, start, minutes, zone, rule)?;
        for line in lines {
            let set = match line.name.as_str() {
                "EXDATE" => &mut repeat.skipped,
                "RDATE" => &mut repeat.added,
                _ => continue,
            };
            for part in line.value.split(',') {
                let part = Line { value: part.trim().to_owned(), ..line.clone() };
                set.insert(line_wall(&part, &repeat.zone, start.time()).ok_or_else(|| unreadable(&part))?);
                if set.len() > MAX_DATES {
                    return Err(Fault::new(field, "calendar-repeat-many").with("max", MAX_DATES));
                }
            }
        }
        Ok(repeat)
    }
}

/// The zone of a line: the one it names, else the one given.
fn line_zone(field: &'static str, line: &Line, local: Option<&TimeZone>) -> Result<TimeZone, Fault> {
    match (line.param("TZID"), local) {
        (Some(name), local) => {
            value::zone(name).or_else(|| local.cloned()).ok_or_else(|| Fault::new(field, "calendar-zone-unknown"))
        }
        (None, Some(local)) => Ok(local.clone()),
        (None, None) => Err(Fault::new(field, "calendar-zone-unknown")),
    }
}

/// The wall time in a zone that a line's value means; a date has the time of the start, as Outlook and others skip.
fn line_wall(line: &Line, zone: &TimeZone, time: jiff::civil::Time) -> Option<DateTime> {
    let text = line.value.split_once('/').map_or(line.value.as_str(), |(start, _)| start);
    match value::date_time(text)? {
        value::When::Utc(wall) => Some(civil::wall(zone, civil::instant(&TimeZone::UTC, wall))),
        value::When::Date(date) => Some(date.to_datetime(time)),
        value::When::Floating(wall) => match line.param("TZID").and_then(value::zone) {
            Some(other) if other != *zone => Some(civil::wall(zone, civil::instant(&other, wall))),
            _ => Some(wall),
        },
    }
}

impl fmt::Display for Repeat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let zone = self.zone_name();
        writeln!(f, "DTSTART;TZID={zone}:{}", value::write_wall(self.start))?;
        write!(f, "DURATION:{}", value::write_minutes(self.minutes))?;
        if let Some(rule) = &self.rule {
            write!(f, "\nRRULE:{}", self.written(rule))?;
        }
        for (name, set) in [("EXDATE", &self.skipped), ("RDATE", &self.added)] {
            if !set.is_empty() {
                let list: Vec<String> = set.iter().map(|start| value::write_wall(*start)).collect();
                write!(f, "\n{name};TZID={zone}:{}", list.join(","))?;
            }
        }
        Ok(())
    }
}

impl Repeat {
    /// The rule as it is written beside a start with a zone: its UNTIL in UTC (RFC 5545, section 3.3.10).
    pub(crate) fn written(&self, rule: &Rule) -> Rule {
        let mut rule = rule.clone();
        let last_of = |date: Date| date.to_datetime(jiff::civil::Time::constant(23, 59, 59, 0));
        rule.ends = match rule.ends {
            Ends::Until(Until::Date(date)) => Ends::Until(Until::Moment(civil::instant(&self.zone, last_of(date)))),
            Ends::Until(Until::Wall(wall)) => Ends::Until(Until::Moment(civil::instant(&self.zone, wall))),
            ends => ends,
        };
        rule
    }
}
