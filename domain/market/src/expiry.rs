//! When the owner of a listing is told that it ends. Pure.

use ayni_kernel::{Fault, Timestamp};

use crate::model::{Listing, ListingStatus, Reminded};

/// The first reminder comes so many days before the end: time to think it over.
pub(crate) const WEEK: i64 = 7;

/// The second one comes a day before: the last chance to renew without a gap.
const DAY: i64 = 1;

/// What would have been told this many days ago is not told any more: after a long stop, or for listings that an
/// import brought in when they were over already.
const STALE: i64 = 2;

/// The latest end that members choose themselves is this many days away, or the usual time where that is longer: a
/// year, so that "never" does not come in by the back door.
const FARTHEST: u16 = 366;

/// An end that a member chose, unless it is too far away.
pub(crate) fn within(end: Timestamp, now: Timestamp, usual_days: u16) -> Result<Timestamp, Fault> {
    let days = i64::from(FARTHEST.max(usual_days));
    // The end is the first moment of the day after the last one.
    if end <= now.plus_days(days + 1) {
        Ok(end)
    } else {
        Err(Fault::new("expires", "market-expires-far").with("days", days))
    }
}

/// The reminders that are not told any more when a listing ends at `expires`: those whose moment has passed.
pub(crate) fn passed(expires: Option<Timestamp>, now: Timestamp) -> Reminded {
    match expires {
        Some(end) if end.plus_days(-DAY) <= now => Reminded::Day,
        Some(end) if end.plus_days(-WEEK) <= now => Reminded::Week,
        _ => Reminded::Nothing,
    }
}

/// When something is to be told of a listing next.
pub(crate) fn due(status: ListingStatus, expires: Option<Timestamp>, reminded: Reminded) -> Option<Timestamp> {
    let end = expires.filter(|_| status == ListingStatus::Published)?;
    match reminded {
        Reminded::Nothing => Some(end.plus_days(-WEEK)),
        Reminded::Week => Some(end.plus_days(-DAY)),
        Reminded::Day => Some(end),
        Reminded::Over => None,
    }
}

/// What is to be noted of a listing now, and whether the owner hears of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reminder {
    /// Note it and tell the owner.
    Tell(Reminded),
    /// Note it only: it comes too late.
    Note(Reminded),
}

/// The reminder that is due, `None` when there is none. Reminders that were missed are left out for the last of them.
pub(crate) fn reminder(listing: &Listing, now: Timestamp) -> Option<Reminder> {
    due(listing.status, listing.expires, listing.reminded).filter(|at| *at <= now)?;
    let end = listing.expires?;
    if end <= now {
        let stale = end.plus_days(STALE) <= now;
        return Some(if stale { Reminder::Note(Reminded::Over) } else { Reminder::Tell(Reminded::Over) });
    }
    Some(Reminder::Tell(passed(Some(end), now)))
}
