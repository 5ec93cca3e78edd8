//! Which archives are kept: a number of hours, days, weeks and months back, and the log for a number of days.

use std::collections::BTreeSet;

use ayni_kernel::Timestamp;
use jiff::{civil::ISOWeekDate, tz::TimeZone};

use super::{archive::Kind, names::Named};

/// How many whole backups are kept of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Keep {
    /// The last of an hour, for so many hours that have one.
    pub hourly: usize,
    /// The last of a day.
    pub daily: usize,
    /// The last of a week.
    pub weekly: usize,
    /// The last of a month.
    pub monthly: usize,
}

impl Default for Keep {
    fn default() -> Self {
        Self { hourly: 24, daily: 7, weekly: 4, monthly: 12 }
    }
}

impl Keep {
    /// Reads four numbers separated by commas, of which one is more than zero.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let numbers: Vec<usize> = text.split(',').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
        let &[hourly, daily, weekly, monthly] = numbers.as_slice() else { return None };
        let sane = numbers.iter().all(|number| *number <= 1_000) && numbers.iter().any(|number| *number > 0);
        sane.then_some(Self { hourly, daily, weekly, monthly })
    }

    /// How often a whole backup is made: as often as the finest kind that is kept.
    pub(crate) const fn every_seconds(self) -> i64 {
        if self.hourly > 0 { 3_600 } else { 86_400 }
    }
}

/// What may be removed, given all archives, oldest first. Never the newest whole backup; never a log that a point
/// within the last `log_days` needs.
pub(crate) fn expired(archives: &[Named], keep: Keep, log_days: i64, now: Timestamp) -> Vec<Named> {
    let wholes: Vec<Named> = archives.iter().filter(|named| named.kind == Kind::Whole).copied().collect();
    let kept = kept(&wholes, keep);
    let window = now.plus_days(-log_days);
    let kept_wholes = || wholes.iter().filter(|named| kept.contains(&named.at));
    // Points in the window are reached from the newest whole backup before it, or else from the oldest there is.
    let base = kept_wholes().rfind(|named| named.at <= window).or_else(|| kept_wholes().next());
    let goes = |named: &&Named| match named.kind {
        Kind::Whole => !kept.contains(&named.at),
        Kind::Log => base.is_some_and(|base| named.at < base.at),
    };
    archives.iter().filter(goes).copied().collect()
}

/// The moments of the whole backups that stay.
fn kept(wholes: &[Named], keep: Keep) -> BTreeSet<Timestamp> {
    let hour = |at: Timestamp| at.micros().div_euclid(3_600_000_000);
    let day = |at: Timestamp| at.micros().div_euclid(86_400_000_000);
    let week = |at: Timestamp| {
        let date: ISOWeekDate = at.in_zone(&TimeZone::UTC).date().iso_week_date();
        i64::from(date.year()) * 100 + i64::from(date.week())
    };
    let month = |at: Timestamp| {
        let date = at.in_zone(&TimeZone::UTC).date();
        i64::from(date.year()) * 100 + i64::from(date.month())
    };
    let mut kept: BTreeSet<Timestamp> = wholes.last().map(|named| named.at).into_iter().collect();
    last_of_each(wholes, keep.hourly, hour, &mut kept);
    last_of_each(wholes, keep.daily, day, &mut kept);
    last_of_each(wholes, keep.weekly, week, &mut kept);
    last_of_each(wholes, keep.monthly, month, &mut kept);
    kept
}

/// Keeps the last backup of each of the newest `count` spans that have one.
fn last_of_each(wholes: &[Named], count: usize, span: impl Fn(Timestamp) -> i64, kept: &mut BTreeSet<Timestamp>) {
    let mut spans = BTreeSet::new();
    for named in wholes.iter().rev() {
        if spans.len() == count {
            return;
        }
        if spans.insert(span(named.at)) {
            kept.insert(named.at);
        }
    }
}
