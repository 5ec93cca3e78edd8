//! What is open again: a closure that is lifted or shortened, a place that is back in service. Whoever waits for it
//! gets an offer, a few in one transaction; the program's job goes on with the next.

use ayni_calendar::Span;
use ayni_kernel::{ClosureId, ResourceId, Result, WriteTx};
use ayni_resources::ResourceStatus;

use crate::{
    tables::shut::{self, Shut},
    waiting::offering::{MAX_OFFERS, freed},
};

/// How far ahead somebody may wait for a place that is back in service, in days: no usual horizon is longer.
const AHEAD_DAYS: i64 = 366;

/// Notices what a closure no longer closes.
pub(crate) fn closure_changed(tx: &mut WriteTx<'_>, id: ClosureId) -> Result<()> {
    let known = Shut::Closure(id);
    let was = shut::shut(&**tx, known)?;
    let span = ayni_resources::closure_unasked(&**tx, id)?.map(|closure| (closure.resource, closure.span));
    match span {
        Some(closed) => shut::put(tx, known, closed, None)?,
        None => shut::remove(tx, known)?,
    }
    match was {
        Some((resource, was)) if span.is_none_or(|(_, span)| !span.contains(&was)) => lift(tx, resource, was),
        _ => Ok(()),
    }
}

/// Notices that a place is out of service, or back in it.
pub(crate) fn resource_changed(tx: &mut WriteTx<'_>, id: ResourceId) -> Result<()> {
    let known = Shut::Outage(id);
    let status = ayni_resources::unasked(&**tx, id)?.status;
    let was = shut::shut(&**tx, known)?;
    let ahead = Span::new(tx.now(), tx.now().plus_days(AHEAD_DAYS));
    match (status, was, ahead) {
        (ResourceStatus::Active, Some(_), Some(ahead)) => {
            shut::remove(tx, known)?;
            lift(tx, id, ahead)
        }
        (ResourceStatus::Active, _, _) | (_, Some(_), _) | (_, _, None) => Ok(()),
        (_, None, Some(ahead)) => shut::put(tx, known, (id, ahead), None),
    }
}

/// Goes on with what was lifted and not yet offered to everybody.
pub(super) fn go_on(tx: &mut WriteTx<'_>) -> Result<()> {
    match shut::due(&**tx, tx.now())? {
        Some((resource, span)) => lift(tx, resource, span),
        None => Ok(()),
    }
}

/// Offers what is open again; what is more than one transaction bears is left for the next.
fn lift(tx: &mut WriteTx<'_>, resource: ResourceId, span: Span) -> Result<()> {
    let rest = Shut::Lifted(resource);
    let span = match shut::shut(&**tx, rest)? {
        Some((_, other)) => Span { start: span.start.min(other.start), end: span.end.max(other.end) },
        None => span,
    };
    let ahead = Span::new(span.start.max(tx.now()), span.end);
    let offers = freed(tx, resource, ahead)?;
    match ahead.filter(|_| offers == MAX_OFFERS) {
        Some(ahead) => {
            let due = tx.now();
            shut::put(tx, rest, (resource, ahead), Some(due))
        }
        None => shut::remove(tx, rest),
    }
}
