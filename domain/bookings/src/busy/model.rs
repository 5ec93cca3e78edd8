//! A calendar from elsewhere, and what is read from its file: pure.

use ayni_calendar::{Span, Spans, TimeZone, ics};
use ayni_kernel::{BusyCalendarId, Fault, Line, Name, ResourceId, Timestamp};

/// The most calendars of one resource: the places where a hall is let, with room to spare.
pub const MAX_CALENDARS: usize = 10;

/// The most bytes of a file: some thousand events as other programs write them.
pub const MAX_BYTES: usize = 1024 * 1024;

/// The most times that a calendar takes, once those that meet are joined: more than five on every day. A record of one
/// week holds all of them, so that a change is one transaction.
pub const MAX_TIMES: usize = 3_000;

/// The most occurrences that are looked at before those that meet are joined.
const MAX_OCCURRENCES: usize = 20_000;

/// How far back a calendar is read, in days: what the week before last looked like.
const BACK_DAYS: i64 = 31;

/// How far ahead, in days: a year and a half, further than anybody books.
const AHEAD_DAYS: i64 = 549;

/// Seconds after which a calendar is fetched again.
const FETCH_EVERY: i64 = 30 * 60;

/// Seconds after which one that fails again and again is still tried: a day.
const FETCH_AT_LAST: i64 = DAY;

/// Seconds of a day, after which a file is read anew: what it covers moves with the day.
const DAY: i64 = 24 * 3_600;

/// The longest address: what every browser takes.
const MAX_ADDRESS: usize = 2_000;

/// The address of a calendar on the web. Whoever knows it may read the calendar, so it is shown to nobody again.
#[derive(Clone, PartialEq, Eq)]
pub struct CalendarAddress(String);

impl CalendarAddress {
    /// Checks that it is an address with a host: http, https, or webcal, which is https under another name.
    pub fn parse(field: &'static str, raw: &str) -> Result<Self, Fault> {
        let text = raw.trim();
        if text.is_empty() {
            return Err(Fault::new(field, "fault-required"));
        }
        let fault = || Fault::new(field, "busy-address");
        let (scheme, rest) = text.split_once("://").ok_or_else(fault)?;
        let scheme = match scheme.to_ascii_lowercase().as_str() {
            "http" => "http",
            "https" | "webcal" | "webcals" => "https",
            _ => return Err(fault()),
        };
        let address = Self(format!("{scheme}://{rest}"));
        let odd = |c: char| c.is_whitespace() || c.is_control();
        if address.host().is_empty() || rest.chars().any(odd) || text.len() > MAX_ADDRESS {
            return Err(fault());
        }
        Ok(address)
    }

    /// The whole address, for whoever fetches it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host, with its port: all that is shown of it.
    pub fn host(&self) -> &str {
        let rest = self.0.split_once("://").map_or("", |(_, rest)| rest);
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        authority.rsplit('@').next().unwrap_or_default()
    }
}

impl std::fmt::Debug for CalendarAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CalendarAddress({})", self.host())
    }
}

/// Where a calendar comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// It is fetched from time to time.
    Address(CalendarAddress),
    /// Somebody uploads it, and uploads it again when it changed.
    File,
}

ayni_kernel::choices! {
    /// Why a calendar could not be had.
    Trouble {
        /// Nobody answers at its address.
        Unreachable = 1 "unreachable",
        /// It took too long.
        Slow = 2 "slow",
        /// Its host wants a password.
        Denied = 3 "denied",
        /// There is nothing at its address.
        Missing = 4 "missing",
        /// Its host answers with an error.
        Answer = 5 "answer",
        /// Its host sends from one address to the next.
        Redirects = 6 "redirects",
        /// Its address leads into a private network.
        Private = 7 "private",
        /// The file is larger than [`MAX_BYTES`].
        Large = 8 "large",
        /// It is no calendar.
        Unreadable = 9 "unreadable",
        /// It has more than [`MAX_TIMES`] times.
        Many = 10 "many",
        /// Its file is not here any more.
        Lost = 11 "lost",
    }
}

impl Trouble {
    /// The sentence, for a form field or a page.
    pub fn fault(self, field: &'static str) -> Fault {
        match self {
            Self::Unreachable => Fault::new(field, "busy-unreachable"),
            Self::Slow => Fault::new(field, "busy-slow"),
            Self::Denied => Fault::new(field, "busy-denied"),
            Self::Missing => Fault::new(field, "busy-missing"),
            Self::Answer => Fault::new(field, "busy-answer"),
            Self::Redirects => Fault::new(field, "busy-redirects"),
            Self::Private => Fault::new(field, "busy-private"),
            Self::Large => Fault::new(field, "busy-large").with("max", MAX_BYTES / 1024 / 1024),
            Self::Unreadable => Fault::new(field, "calendar-file-unreadable"),
            Self::Many => Fault::new(field, "busy-many").with("max", MAX_TIMES),
            Self::Lost => Fault::new(field, "busy-lost"),
        }
    }
}

/// By what a host knows whether its file changed (RFC 9110, section 8.8); each may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Validators {
    /// The tag of the file.
    pub etag: Line,
    /// When it was changed last, in the host's words.
    pub modified: Line,
}

/// A calendar from elsewhere whose times are taken here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BusyCalendar {
    /// Which one.
    pub id: BusyCalendarId,
    /// What it takes.
    pub resource: ResourceId,
    /// What people call it.
    pub name: Name,
    /// Where it comes from.
    pub source: Source,
    /// When it was attached.
    pub created: Timestamp,
    /// When its host last gave it or said that it is the same, or when it was uploaded.
    pub fetched: Option<Timestamp>,
    /// When and why it could not be had the last time; what it took before stays taken.
    pub trouble: Option<(Timestamp, Trouble)>,
    /// How often in a row it could not be had.
    pub failures: u32,
    /// By what its host knows whether it changed.
    pub validators: Validators,
    /// The name of its file.
    pub file: Option<[u8; 32]>,
    /// The span for which it was read.
    pub read: Option<Span>,
    /// How many times it takes in that span.
    pub times: u32,
    /// How many of its events could not be read.
    pub unread: u32,
    /// When it is looked at next.
    pub due: Timestamp,
}

impl BusyCalendar {
    /// Whether it was read for the span around another day.
    pub fn is_stale(&self, now: Timestamp) -> bool {
        self.read != Some(horizon(now))
    }

    /// When it is to be looked at again.
    pub(crate) fn next(&self, now: Timestamp) -> Timestamp {
        let seconds = match self.source {
            Source::File => DAY,
            Source::Address(_) => (FETCH_EVERY << self.failures.min(10)).min(FETCH_AT_LAST),
        };
        now.plus_seconds(seconds)
    }
}

/// The span for which calendars are read; it moves once a day, so that what is read again is mostly the same.
pub(crate) fn horizon(now: Timestamp) -> Span {
    let micros = DAY * 1_000_000;
    let today = Timestamp::from_micros(now.micros().div_euclid(micros).saturating_mul(micros));
    Span { start: today.plus_days(-BACK_DAYS), end: today.plus_days(AHEAD_DAYS) }
}

/// What a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// What it calls itself, when it does.
    pub name: Option<Name>,
    /// The times that it takes, joined where they meet.
    pub times: Spans,
    /// The span for which it was read.
    pub within: Span,
    /// How many of its events could not be read.
    pub unread: usize,
}

/// A file with what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The name of the file.
    pub file: [u8; 32],
    /// What it says.
    pub reading: Reading,
}

/// Reads a file for the span around a moment; whole days and times without a zone are those of `zone`. Events that are
/// `ours` by their UID are left out: they came from here, and are booked already.
pub(crate) fn read(
    text: &str,
    (zone, now): (&TimeZone, Timestamp),
    mut ours: impl FnMut(&str) -> bool,
) -> Result<Reading, Trouble> {
    if text.len() > MAX_BYTES {
        return Err(Trouble::Large);
    }
    let within = horizon(now);
    let mut calendar = ics::read("file", text, zone).map_err(|fault| match fault.word {
        "calendar-file-many" => Trouble::Many,
        _ => Trouble::Unreadable,
    })?;
    calendar.events.retain(|event| !ours(&event.uid));
    let found = calendar.busy_spans(&within, zone, MAX_OCCURRENCES + 1);
    let many = found.len() > MAX_OCCURRENCES;
    let times: Spans = found.into_iter().filter_map(|busy| busy.span.clip(&within)).collect();
    if many || times.len() > MAX_TIMES {
        return Err(Trouble::Many);
    }
    let name = Name::parse("name", &calendar.name).ok();
    Ok(Reading { name, times, within, unread: calendar.unread })
}
