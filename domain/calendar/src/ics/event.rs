//! A calendar and its events as the format knows them.

use std::collections::{BTreeMap, BTreeSet};

use ayni_kernel::Timestamp;
use jiff::{
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};

use crate::{Repeat, Span, civil};

ayni_kernel::choices! {
    /// How certain an event is.
    Status {
        /// It takes place.
        Confirmed = 1 "CONFIRMED",
        /// Somebody has yet to agree.
        Tentative = 2 "TENTATIVE",
        /// It does not take place.
        Cancelled = 3 "CANCELLED",
    }

    /// Whether an event takes up its time (TRANSP).
    Show {
        /// It does.
        Busy = 1 "OPAQUE",
        /// Its time can be used otherwise.
        Free = 2 "TRANSPARENT",
    }

    /// Who may see more than that there is something (CLASS).
    Privacy {
        /// Everybody who sees the calendar.
        Public = 1 "PUBLIC",
        /// Only its owner.
        Private = 2 "PRIVATE",
    }
}

/// When an event is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// From one wall time to another in a zone.
    Timed {
        /// The beginning.
        start: DateTime,
        /// The end, not included.
        end: DateTime,
        /// The zone of both.
        zone: TimeZone,
    },
    /// Whole days of no zone in particular.
    AllDay {
        /// The first day.
        first: Date,
        /// The day after the last, as the format has it.
        last_exclusive: Date,
    },
}

impl When {
    /// The beginning in wall time.
    pub fn start(&self) -> DateTime {
        match self {
            Self::Timed { start, .. } => *start,
            Self::AllDay { first, .. } => first.to_datetime(Time::midnight()),
        }
    }

    /// The span; whole days are those of the zone given. An event without length has the shortest one.
    pub fn span(&self, local: &TimeZone) -> Span {
        let (start, end) = match self {
            Self::Timed { start, end, zone } => (civil::instant(zone, *start), civil::instant(zone, *end)),
            Self::AllDay { first, last_exclusive } => {
                (civil::day_span(local, *first).start, civil::day_span(local, *last_exclusive).start)
            }
        };
        Span::new(start, end).unwrap_or(Span { start, end: Timestamp::from_micros(start.micros().saturating_add(1)) })
    }
}

/// A person with an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// The name; may be empty.
    pub name: String,
    /// The address as the format has it, such as `mailto:ana@example.org`.
    pub address: String,
}

/// An event; a repeated one is its first occurrence with the rule, and a changed occurrence is an event of its own with
/// the same UID.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarEvent {
    /// The name that it keeps everywhere and for ever.
    pub uid: String,
    /// When this description was made (DTSTAMP).
    pub stamp: Timestamp,
    /// When it was last changed.
    pub modified: Option<Timestamp>,
    /// Rises with each change of time.
    pub sequence: u32,
    /// When it is.
    pub when: When,
    /// How it comes again, if it does.
    pub repeat: Option<Repeat>,
    /// Of which occurrence this is the changed form: its start by the rule, in wall time.
    pub recurrence_id: Option<DateTime>,
    /// What people call it.
    pub summary: String,
    /// More about it; may be empty.
    pub description: String,
    /// Where; may be empty.
    pub location: String,
    /// Its page; may be empty.
    pub url: String,
    /// How certain it is.
    pub status: Status,
    /// Whether it takes up its time.
    pub show: Show,
    /// Who may see it.
    pub privacy: Privacy,
    /// Who invites.
    pub organizer: Option<Party>,
}

impl CalendarEvent {
    /// A confirmed event that takes up its time.
    pub fn new(uid: impl Into<String>, stamp: Timestamp, when: When, summary: impl Into<String>) -> Self {
        Self {
            uid: uid.into(),
            stamp,
            modified: None,
            sequence: 0,
            when,
            repeat: None,
            recurrence_id: None,
            summary: summary.into(),
            description: String::new(),
            location: String::new(),
            url: String::new(),
            status: Status::Confirmed,
            show: Show::Busy,
            privacy: Privacy::Public,
            organizer: None,
        }
    }
}

/// A file of events.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    /// Its name; may be empty.
    pub name: String,
    /// Its events, in the order of the file.
    pub events: Vec<CalendarEvent>,
    /// Spans said to be busy without an event (VFREEBUSY).
    pub busy: Vec<Span>,
    /// How many events could not be read.
    pub unread: usize,
}

/// A span that a calendar takes up.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BusySpan {
    /// The span.
    pub span: Span,
    /// The event's UID and, where it repeats, the start of the occurrence; empty for what has no event.
    pub name: String,
    /// What the event is called; may be empty.
    pub summary: String,
}

impl Calendar {
    /// What it takes up within a span, earliest first: repeats are expanded, changed occurrences stand in place of those
    /// they change, and what is cancelled or shown as free is left out. At most `max`; of a file with more than that,
    /// the events that stand first count.
    pub fn busy_spans(&self, within: &Span, local: &TimeZone, max: usize) -> Vec<BusySpan> {
        let mut changed: BTreeMap<&str, BTreeSet<DateTime>> = BTreeMap::new();
        for event in &self.events {
            changed.entry(&event.uid).or_default().extend(event.recurrence_id);
        }
        let mut found: Vec<BusySpan> = Vec::new();
        for event in self.events.iter().filter(|one| one.status != Status::Cancelled && one.show == Show::Busy) {
            let Some(repeat) = event.repeat.as_ref().filter(|_| event.recurrence_id.is_none()) else {
                let name = event.recurrence_id.map_or_else(|| event.uid.clone(), |id| format!("{} {id}", event.uid));
                found.push(BusySpan { span: event.when.span(local), name, summary: event.summary.clone() });
                continue;
            };
            // An occurrence may begin before the span and reach into it.
            let reach = within.widened(repeat.minutes * 60, 0);
            let changed = changed.get(event.uid.as_str());
            let stays = |start: &DateTime| changed.is_none_or(|changed| !changed.contains(start));
            let starts = repeat.starts_in(&reach, max.saturating_sub(found.len())).starts.into_iter().filter(stays);
            found.extend(starts.map(|start| BusySpan {
                span: repeat.span_at(start),
                name: format!("{} {start}", event.uid),
                summary: event.summary.clone(),
            }));
        }
        let nameless = |span: &Span| BusySpan { span: *span, name: String::new(), summary: String::new() };
        found.extend(self.busy.iter().map(nameless));
        found.retain(|one| one.span.overlaps(within));
        found.sort_unstable();
        found.dedup();
        found.truncate(max);
        found
    }
}
