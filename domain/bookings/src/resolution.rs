//! When something is closed or out of service: which bookings that concerns, where they could go instead with the
//! least disturbance, and doing what those who look after the place decide.
//!
//! Bookings that are at the same time are given other places together, so that one does not take what another needs
//! more: as many as possible find a place at their own time, and among those ways the one that disturbs least is
//! proposed. What finds none is offered another time on the same day.

mod matching;
mod proposing;

use ayni_calendar::{Repeat, Span};
use ayni_kernel::{Actor, BookingId, ClosureId, Error, Line, Reads, ResourceId, Result, Timestamp, WriteTx, tx::Now};
use ayni_notices::{About, Notice};
use ayni_resources::{Closure, ClosureWay, Resource, ResourceStatus};

#[cfg(test)]
pub(crate) use matching::assign;

use crate::{
    changing,
    ending::{self, Blame},
    model::{Booking, State},
    place::Place,
    policy::Act,
    reading, settlement, tables,
    telling::tell,
};

/// The most bookings of one plan: a page that somebody can decide about. The next ones follow when these are settled.
pub const MAX_AFFECTED: usize = 100;

/// How far ahead an outage is looked at, in days: nobody knows today what is out of service in a year.
const OUTAGE_DAYS: i64 = 90;

/// How far ahead the bookings inside of a closure that comes again are looked for, in days: who is told a quarter before
/// has time enough to go elsewhere.
const CLOSURE_DAYS: i64 = 90;

/// Every so many days the bookings that came nearer are looked for.
const LOOK_EVERY_DAYS: i64 = 7;

/// Why bookings cannot stay as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Something is closed for a time.
    Closure(ClosureId),
    /// Something is out of service.
    Outage(ResourceId),
}

/// What becomes of one booking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It goes to another place or time.
    Move {
        /// The place.
        to: ResourceId,
        /// When.
        span: Span,
    },
    /// It is cancelled; everything comes back.
    Cancel,
    /// It stays, and its member is told what is the matter.
    Tell,
}

/// A booking that is concerned, with what is proposed.
#[derive(Debug, Clone, PartialEq)]
pub struct Affected {
    /// The booking.
    pub booking: Booking,
    /// What it is of.
    pub place: Resource,
    /// Where it could go; `None` when there is nothing on its day.
    pub instead: Option<(Resource, Span)>,
    /// What is proposed.
    pub proposed: Decision,
}

/// What a closure or an outage means.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Why.
    pub cause: Cause,
    /// What is closed or out of service.
    pub resource: Resource,
    /// The time it is about.
    pub span: Span,
    /// How the closure comes again.
    pub repeats: Option<Repeat>,
    /// What everybody reads about it.
    pub note: Line,
    /// What was chosen to happen with bookings inside.
    pub way: ClosureWay,
    /// The bookings, by their beginning; at most [`MAX_AFFECTED`].
    pub affected: Vec<Affected>,
    /// Whether there are more.
    pub more: bool,
}

/// What a cause is about.
struct Matter {
    resource: Resource,
    span: Span,
    /// When it cannot be used within the span.
    shut: Vec<Span>,
    repeats: Option<Repeat>,
    note: Line,
    way: ClosureWay,
}

fn matter(tx: &impl Reads, me: &Actor, cause: Cause, now: Timestamp) -> Result<Matter> {
    let gone = || me.absent();
    let closure = match cause {
        Cause::Closure(id) => Some(ayni_resources::closure_unasked(tx, id)?.ok_or_else(gone)?),
        Cause::Outage(_) => None,
    };
    let (id, span, note, way) = match (&closure, cause) {
        (Some(closure), _) => (closure.resource, spoken_of(closure, now), Some(closure.note.clone()), closure.way),
        (None, Cause::Closure(id)) => return Err(Error::broken(format!("no {id}, which was just read"))),
        (None, Cause::Outage(id)) => (id, Span::new(now, now.plus_days(OUTAGE_DAYS)), None, ClosureWay::Move),
    };
    let resource = ayni_resources::visible(tx, me, id)?;
    if matches!(cause, Cause::Outage(_)) && resource.status == ResourceStatus::Active {
        return Err(Error::conflict("resolution-in-service"));
    }
    let ahead = span.and_then(|span| Span::new(span.start.max(now), span.end));
    let span = ahead.ok_or_else(|| Error::conflict("resolution-past"))?;
    let note = note.unwrap_or_else(|| resource.note.clone());
    let shut = closure.as_ref().map_or_else(|| vec![span], |closure| closure.within(&span));
    Ok(Matter { resource, span, shut, repeats: closure.and_then(|closure| closure.repeats), note, way })
}

/// The time that a closure is about; of one that comes again, as far as is looked ahead.
fn spoken_of(closure: &Closure, now: Timestamp) -> Option<Span> {
    if closure.repeats.is_none() {
        return Some(closure.span);
    }
    closure.next(now).and_then(|next| Span::new(now, next.end.max(now.plus_days(CLOSURE_DAYS))))
}

/// Which bookings a closure or an outage concerns, and what is proposed for each; for those who look after the place.
pub fn resolution<T: Reads + Now>(tx: &T, me: &Actor, cause: Cause) -> Result<Plan> {
    let matter = matter(tx, me, cause, tx.now())?;
    let place = Place::of(tx, matter.resource.clone())?;
    if !place.managed_by(me) {
        return Err(Error::Forbidden);
    }
    let mut bookings = concerned(tx, &matter.resource, &matter.shut, MAX_AFFECTED + 1)?;
    let more = bookings.len() > MAX_AFFECTED;
    bookings.truncate(MAX_AFFECTED);
    let affected = proposing::propose(tx, me, &matter.resource, bookings, matter.way)?;
    let Matter { resource, span, repeats, note, way, .. } = matter;
    Ok(Plan { cause, resource, span, repeats, note, way, affected, more })
}

/// What is not usable while a resource is closed: itself, what stands in it, and the sets it is part of.
fn shut(tx: &impl Reads, resource: &Resource) -> Result<Vec<ResourceId>> {
    let above: Vec<ResourceId> = ayni_resources::ancestors(tx, resource)?.into_iter().map(|each| each.id).collect();
    let related = ayni_resources::related(tx, resource.id)?.blocking;
    let others = related.into_iter().filter(|id| *id != resource.id && !above.contains(id));
    Ok(std::iter::once(resource.id).chain(others).collect())
}

/// The bookings that cannot take place in some spans, which are in order: by their beginning, at most `limit`.
fn concerned(tx: &(impl Reads + Now), resource: &Resource, spans: &[Span], limit: usize) -> Result<Vec<Booking>> {
    let mut found: Vec<Booking> = Vec::new();
    let places = shut(tx, resource)?;
    for span in spans {
        if found.len() >= limit {
            break;
        }
        for id in &places {
            for taken in tables::taken(tx, *id, *span)? {
                let Some(booking) = taken.booking else { continue };
                let booking = tables::named(tx, booking)?;
                let waits = matches!(booking.state, State::Tentative | State::Confirmed);
                let known = found.iter().any(|other| other.id == booking.id);
                if waits && !known && booking.span.overlaps(span) && booking.span.start > tx.now() {
                    found.push(booking);
                }
            }
        }
    }
    found.sort_by_key(|booking| (booking.span, booking.id));
    found.truncate(limit);
    Ok(found)
}

/// Does what was decided about one booking; its member is told. Nobody pays for what the house cancels, and a booking
/// that is moved keeps its price.
///
/// Refuses with `Conflict` when the other place is taken meanwhile, and for who does not look after both.
pub fn carry_out(
    tx: &mut WriteTx<'_>,
    me: &Actor,
    (cause, id): (Cause, BookingId),
    decision: Decision,
) -> Result<Booking> {
    let booking = reading::find(&**tx, me, id, Act::Decide)?.booking;
    let reason = matter(&**tx, me, cause, tx.now())?.note;
    match decision {
        Decision::Move { to, span } => {
            let booking = changing::relocate(tx, me, booking, to, span, reason)?;
            tell(tx, booking.member, &booking, "resolution-told-moved")?;
            Ok(booking)
        }
        Decision::Cancel => ending::cancel_for(tx, booking, reason, Blame::House),
        Decision::Tell => {
            let told = Booking { reason, ..booking.clone() };
            tell(tx, booking.member, &told, "resolution-told-closed")?;
            Ok(booking)
        }
    }
}

/// Tells those who look after a place that bookings fall into its closure or outage, unless they know already.
pub(crate) fn warn(tx: &mut WriteTx<'_>, cause: Cause) -> Result<()> {
    let now = tx.now();
    warn_after(tx, cause, now)
}

/// Whether bookings inside of closures that come again have come near enough for [`look_ahead`].
pub fn has_to_look_ahead(tx: &impl Reads, now: Timestamp) -> Result<bool> {
    Ok(!ayni_resources::unlooked(tx, unlooked_before(now), 1)?.is_empty())
}

/// Tells those who look after places of bookings that lie in closures which come again and that came near, for at most
/// `limit` closures; returns how many were looked at. The program's own job.
pub fn look_ahead(tx: &mut WriteTx<'_>, limit: usize) -> Result<usize> {
    let due = ayni_resources::unlooked(&**tx, unlooked_before(tx.now()), limit)?;
    for closure in &due {
        warn_after(tx, Cause::Closure(closure.id), closure.looked)?;
    }
    Ok(due.len())
}

fn unlooked_before(now: Timestamp) -> Timestamp {
    now.plus_days(CLOSURE_DAYS - LOOK_EVERY_DAYS)
}

/// Tells of bookings that are inside after a moment; those before it were told of.
fn warn_after(tx: &mut WriteTx<'_>, cause: Cause, after: Timestamp) -> Result<()> {
    let now = tx.now();
    if let Cause::Closure(id) = cause {
        ayni_resources::looked(tx, id, now.plus_days(CLOSURE_DAYS))?;
    }
    let Ok(matter) = matter(&**tx, &settlement::DESK, cause, now) else { return Ok(()) };
    let shut: Vec<Span> = matter.shut.iter().copied().filter(|span| span.end > after).collect();
    if matter.way == ClosureWay::BookAround || concerned(&*tx, &matter.resource, &shut, 1)?.is_empty() {
        return Ok(());
    }
    let about = match cause {
        Cause::Closure(id) => About::Closure(id),
        Cause::Outage(id) => About::Outage(id),
    };
    for manager in ayni_resources::managers(&**tx, &matter.resource)? {
        let unseen = ayni_notices::unseen(&**tx, &settlement::DESK, manager, ayni_notices::MAX_COUNTED)?;
        if unseen.iter().all(|told| told.about != about) {
            let notice = Notice::new("resolution-told-affected", about);
            let notice = notice
                .with("resource", matter.resource.name.as_str())
                .with("from", shut.first().map_or(now, |span| span.start));
            ayni_notices::tell(tx, manager, notice)?;
        }
    }
    Ok(())
}
