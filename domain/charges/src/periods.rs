//! The periods of a rule: counted from its start date, in the community's zone. Pure.

use ayni_calendar::{Date, TimeZone, day_span};
use ayni_kernel::Timestamp;
use jiff::{Span, ToSpan as _};

use crate::model::{ChargeKind, Every};

/// One period of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Counted from 1.
    pub number: u32,
    /// Its first moment.
    pub from: Timestamp,
    /// The moment at which it is over.
    pub until: Timestamp,
}

impl Period {
    /// When a rule of the kind charges it: dues in advance, the rest when it is over.
    pub const fn due(&self, kind: ChargeKind) -> Timestamp {
        match kind {
            ChargeKind::Dues => self.from,
            ChargeKind::Levy | ChargeKind::Fee | ChargeKind::Demurrage => self.until,
        }
    }
}

impl Every {
    fn times(self, count: i64) -> Span {
        let months = match self {
            Self::Week => return count.weeks(),
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        };
        count.saturating_mul(months).months()
    }

    /// Periods of about a year.
    pub const fn in_a_year(self) -> u32 {
        match self {
            Self::Week => 52,
            Self::Month => 12,
            Self::Quarter => 4,
            Self::Year => 1,
        }
    }
}

/// The first day of the period after so many. Counted from the start each time, so that a rule that starts on the
/// 31st charges on the last day of shorter months and on the 31st again.
pub(crate) fn first_day(starts: Date, every: Every, periods: i64) -> Date {
    let end = if periods < 0 { Date::MIN } else { Date::MAX };
    starts.checked_add(every.times(periods)).unwrap_or(end)
}

/// A period by its number, from 1; numbers below are the periods before the start, for looking back.
pub(crate) fn period(zone: &TimeZone, starts: Date, every: Every, number: i64) -> Period {
    let begins = |count| day_span(zone, first_day(starts, every, count)).start;
    Period { number: u32::try_from(number).unwrap_or(0), from: begins(number.saturating_sub(1)), until: begins(number) }
}

/// The periods of about a year that were over at a moment, the oldest first, counted as the rule counts.
pub(crate) fn past_year(zone: &TimeZone, starts: Date, every: Every, now: Timestamp) -> Vec<Period> {
    let today = now.in_zone(zone).date();
    let days = starts.until(today).map_or(0, |span| i64::from(span.get_days()));
    let length = match every {
        Every::Week => 7,
        Every::Month => 30,
        Every::Quarter => 91,
        Every::Year => 365,
    };
    // Near the right one; the true one is looked for from a little later on.
    let mut last = days / length + 2;
    while period(zone, starts, every, last).until > now {
        last -= 1;
    }
    let first = last - i64::from(every.in_a_year()) + 1;
    (first..=last).map(|number| period(zone, starts, every, number)).collect()
}
