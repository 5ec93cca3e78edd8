//! Offering a place that became free to one after the other in the line.

use ayni_calendar::Span;
use ayni_kernel::{Event, Reads, ResourceId, Result, Timestamp, WriteTx};
use ayni_notices::{About, Notice};
use ayni_resources::Bookable;
use ayni_terms::Rulebook;

use crate::{
    booking::{self, Keep, Opening},
    model::{Booking, MINUTE, State},
    place::Place,
    series::objections,
    tables::{shut, waits},
    waiting::{MAX_LINE, Sought, Wait, WaitState},
};

/// The most offers that one freed place can lead to: a hall of seats is offered to so many at once, the others are
/// next. Each writes some thirty keys of the 500 that a transaction may have.
pub(super) const MAX_OFFERS: usize = 8;

/// Other resources that become free with one (what it stands in, what stands in it) for which a line is looked at.
const MAX_RELATED: usize = 60;

/// Hears of what became of offers, and of places that became free.
pub(crate) fn react(tx: &mut WriteTx<'_>, event: Event, booking: &Booking) -> Result<()> {
    match event {
        Event::BookingChanged(_) if booking.state != State::Draft => settle(tx, booking, WaitState::Taken),
        Event::BookingEnded(_) => {
            settle(tx, booking, WaitState::Missed)?;
            freed(tx, booking.resource, unused(booking, tx.now())).map(drop)
        }
        _ => Ok(()),
    }
}

/// What of an ended booking's time is left for others.
fn unused(booking: &Booking, now: Timestamp) -> Option<Span> {
    let from = match (booking.state, booking.left) {
        (State::Completed, Some((left, _))) => left.max(now),
        (State::Completed, None) => return None,
        _ => booking.span.start.max(now),
    };
    Span::new(from, booking.blocked().end.max(booking.span.end))
}

/// Notes what became of the offer that a booking was.
fn settle(tx: &mut WriteTx<'_>, booking: &Booking, state: WaitState) -> Result<()> {
    let Some(mut wait) = waits::of_offer(&**tx, booking.id)? else { return Ok(()) };
    if wait.state != WaitState::Offered {
        return Ok(());
    }
    wait.state = state;
    wait.updated = tx.now();
    waits::put(tx, &wait)?;
    if state == WaitState::Missed {
        tell(tx, &wait, booking.resource, "waiting-told-missed")?;
    }
    tx.emit(Event::WaitChanged(wait.id))
}

/// Offers what became free of a resource in a span, and of those that are taken with it, to the first in line for
/// whom it is enough; then to the next, as long as there is room. Answers how many got an offer: with [`MAX_OFFERS`]
/// there may be more.
pub(crate) fn freed(tx: &mut WriteTx<'_>, resource: ResourceId, span: Option<Span>) -> Result<usize> {
    let Some(span) = span else { return Ok(0) };
    let line = line(&**tx, resource, span)?;
    let mut offers = 0;
    for (wait, resources) in line {
        for resource in resources {
            if offers < MAX_OFFERS && offer(tx, &wait, resource)? {
                offers += 1;
                break;
            }
        }
    }
    Ok(offers)
}

/// Those who wait for something that may have become free, in their order, each with what would do.
fn line(tx: &impl Reads, resource: ResourceId, span: Span) -> Result<Vec<(Wait, Vec<ResourceId>)>> {
    let mut line: Vec<(Wait, Vec<ResourceId>)> = Vec::new();
    let related = ayni_resources::related(tx, resource)?.blocking;
    let ids = std::iter::once(resource).chain(related.into_iter().filter(|id| *id != resource));
    for id in ids.take(MAX_RELATED) {
        let found = ayni_resources::unasked(tx, id)?;
        if found.bookable == Bookable::No {
            continue;
        }
        let mut sought = vec![Sought::Resource(id)];
        if let Some(category) = found.category {
            let others = ayni_resources::category_line(tx, category)?.into_iter().map(|each| each.id);
            sought.extend(others.filter(|each| *each != category).chain([category]).map(Sought::Category));
        }
        for each in sought {
            for wait in waits::line(tx, each, span, MAX_LINE)? {
                match line.iter_mut().find(|(known, _)| known.id == wait.id) {
                    Some((_, resources)) => resources.push(id),
                    None => line.push((wait, vec![id])),
                }
            }
        }
    }
    line.sort_by_key(|(wait, _)| wait.rank());
    line.truncate(MAX_LINE);
    Ok(line)
}

/// Holds a place for somebody who waits, if it can be had now; says whether it is.
fn offer(tx: &mut WriteTx<'_>, wait: &Wait, resource: ResourceId) -> Result<bool> {
    let (me, ask, now) = (wait.actor(), wait.ask(resource), tx.now());
    let found = ayni_resources::unasked(&**tx, resource)?;
    let inside = ayni_members::name_of(&**tx, wait.member)?.status == ayni_members::MemberStatus::Active;
    if wait.span.start <= now || !inside || ayni_resources::visible(&**tx, &me, resource).is_err() {
        return Ok(false);
    }
    let place = Place::of(&**tx, found)?;
    let book = Rulebook::read(&**tx, wait.member)?;
    if !objections(&**tx, &me, (&book, &place), &ask, now)?.is_empty() {
        return Ok(false);
    }
    let minutes = book.terms(&place.spot).offer_minutes();
    let until = now.plus_seconds(minutes * MINUTE).min(wait.span.start);
    let draft = booking::open(tx, &me, ask, Opening::Draft(None, Keep::Until(until)))?;
    let mut wait = wait.clone();
    wait.state = WaitState::Offered;
    wait.offer = Some(draft.id);
    wait.until = Some(until);
    wait.updated = now;
    waits::put(tx, &wait)?;
    tell(tx, &wait, resource, "waiting-told-offer")?;
    tx.emit(Event::WaitChanged(wait.id))?;
    Ok(true)
}

fn tell(tx: &mut WriteTx<'_>, wait: &Wait, resource: ResourceId, word: &'static str) -> Result<()> {
    let resource = ayni_resources::unasked(&**tx, resource)?;
    let mut notice =
        Notice::new(word, About::Wait(wait.id)).with("resource", resource.name.as_str()).with("from", wait.span.start);
    if let Some(until) = wait.until {
        notice = notice.with("until", until);
    }
    ayni_notices::tell(tx, wait.member, notice).map(drop)
}

/// Whether anything waits for [`expire_waits`].
pub fn has_due_waits(tx: &impl Reads, now: Timestamp) -> Result<bool> {
    Ok(!waits::due(tx, now, 1)?.is_empty() || shut::due(tx, now)?.is_some())
}

/// Ends at most `limit` waits whose time has come without an offer; answers how many. Goes on offering what a closure
/// that was lifted left. The program's own job.
pub fn expire_waits(tx: &mut WriteTx<'_>, limit: usize) -> Result<usize> {
    let due = waits::due(&**tx, tx.now(), limit)?;
    for wait in &due {
        let over = Wait { state: WaitState::Over, updated: tx.now(), ..wait.clone() };
        waits::put(tx, &over)?;
        tx.emit(Event::WaitChanged(wait.id))?;
    }
    super::lifting::go_on(tx)?;
    Ok(due.len())
}
