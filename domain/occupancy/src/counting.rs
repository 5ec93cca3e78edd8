//! Keeping the counted weeks right: what happens marks weeks, and a job counts them anew in bounded batches.
//!
//! What was open on days that are over stays as it was counted then: other hours from today on change no past.

use ayni_bookings::{Booking, Payment, State};
use ayni_calendar::{Span, Spans, TimeZone, wall};
use ayni_kernel::{
    Actor, Amount, BookingId, ClosureId, CurrencyId, Event, ResourceId, Result, Timestamp,
    tx::{Reads, WriteTx},
};
use ayni_resources::{Bookable, Resource, ResourceStatus};

use crate::{
    figures::{Counted, Day, Fate, Figures},
    forecast::WEEK,
    tables,
    week::Week,
};

/// Weeks beyond the present one that are counted: reports and forecasts look as far ahead.
pub(crate) const AHEAD: u32 = 6;

/// The program itself, which counts everything.
const COUNTER: Actor = Actor::System("occupancy");

/// Marks what has to be counted anew after an event.
pub fn react(tx: &mut WriteTx<'_>, event: Event) -> Result<()> {
    match event {
        Event::BookingMade(id) | Event::BookingChanged(id) | Event::BookingEnded(id) => mark_booking(tx, id),
        Event::ResourceChanged(id) => {
            let from = this_week(tx, &zone_of(&**tx, id)?);
            tables::change(tx, id, from)
        }
        Event::ClosureChanged(id) => mark_closure(tx, id),
        _ => Ok(()),
    }
}

/// Marks what a closure closes, from this week on.
fn mark_closure(tx: &mut WriteTx<'_>, id: ClosureId) -> Result<()> {
    if let Some(closure) = ayni_resources::closure_unasked(&**tx, id)? {
        let from = this_week(tx, &zone_of(&**tx, closure.resource)?);
        return tables::change(tx, closure.resource, from);
    }
    // It is gone, and with it what it closed: everything is looked at from this week on.
    let from = Week::of(wall(&TimeZone::UTC, tx.now()).date());
    for site in ayni_resources::children(&**tx, &COUNTER, None)? {
        tables::change(tx, site.id, from)?;
    }
    Ok(())
}

/// Marks the weeks in which a booking lies, and those in which it lay before it moved.
fn mark_booking(tx: &mut WriteTx<'_>, id: BookingId) -> Result<()> {
    let Some(booking) = ayni_bookings::unchecked(&**tx, id)? else { return Ok(()) };
    let before = tables::trace(&**tx, id)?;
    let zone = zone_of(&**tx, booking.resource)?;
    let now = (booking.resource, week_at(&zone, booking.span.start), week_at(&zone, last_moment(booking.span)));
    for (resource, first, last) in [Some(now), before.filter(|before| *before != now)].into_iter().flatten() {
        for week in first.0..=last.0 {
            tables::soil(tx, resource, Week(week))?;
        }
    }
    if before == Some(now) { Ok(()) } else { tables::put_trace(tx, id, now) }
}

/// Counts at most `limit` weeks that were marked or have come; returns how many steps were taken. The program's own
/// job: it runs again while the answer is `limit`.
pub fn refresh(tx: &mut WriteTx<'_>, limit: usize) -> Result<usize> {
    // A change of what holds many others marks all of them.
    tx.unlimited();
    let mut steps = 0;
    while steps < limit {
        let Some((resource, from)) = tables::changed(&**tx)? else { break };
        spread(tx, resource, from)?;
        steps += 1;
    }
    let goal = goal(tx.now());
    while steps < limit {
        let Some((resource, week)) = tables::behind(&**tx, goal)? else { break };
        match ayni_resources::unasked(&**tx, resource) {
            Ok(found) => {
                recount(tx, &found, week)?;
                tables::put_kept(tx, resource, week.later(1))?;
            }
            Err(_) => tables::forget(tx, resource)?,
        }
        steps += 1;
    }
    for (resource, week) in tables::dirty(&**tx, limit - steps)? {
        // What lies farther ahead than is counted is counted when it comes near.
        if tables::kept(&**tx, resource)?.is_some_and(|until| week < until) {
            let found = ayni_resources::unasked(&**tx, resource)?;
            recount(tx, &found, week)?;
        } else {
            tables::clean(tx, resource, week)?;
        }
        steps += 1;
    }
    Ok(steps)
}

/// Whether anything waits for [`refresh`].
pub fn has_work(tx: &impl Reads, now: Timestamp) -> Result<bool> {
    Ok(tables::changed(tx)?.is_some() || tables::behind(tx, goal(now))?.is_some() || !tables::dirty(tx, 1)?.is_empty())
}

/// How far the counting is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Weeks of places that are counted.
    pub done: u32,
    /// Weeks of places in all, from when each was made.
    pub all: u32,
}

/// How far the counting is, while weeks are still missing: after a first start, or when many places came at once. What
/// only has to be counted anew is not missing.
pub fn progress(tx: &impl Reads, now: Timestamp) -> Result<Option<Progress>> {
    let goal = goal(now);
    if tables::changed(tx)?.is_none() && tables::behind(tx, goal)?.is_none() {
        return Ok(None);
    }
    let mut progress = Progress { done: 0, all: 0 };
    for (_, resource) in ayni_resources::everything(tx)?.walk() {
        if resource.bookable == Bookable::No {
            continue;
        }
        let began = week_at(&zone_of(tx, resource.id)?, resource.created);
        let until = tables::kept(tx, resource.id)?.unwrap_or(began).min(goal);
        progress.all += goal.0.saturating_sub(began.0);
        progress.done += until.0.saturating_sub(began.0);
    }
    Ok(Some(progress).filter(|progress| progress.done < progress.all))
}

/// The first week that need not be counted yet. A day's difference between zones does not matter so far ahead.
fn goal(now: Timestamp) -> Week {
    Week::of(wall(&TimeZone::UTC, now).date()).later(AHEAD + 1)
}

/// Takes a change of a resource to what stands in it, and has it counted from there.
fn spread(tx: &mut WriteTx<'_>, id: ResourceId, from: Week) -> Result<()> {
    tables::settle(tx, id)?;
    let Ok(resource) = ayni_resources::unasked(&**tx, id) else { return Ok(()) };
    for child in ayni_resources::children(&**tx, &COUNTER, Some(id))? {
        tables::change(tx, child.id, from)?;
    }
    if resource.bookable == Bookable::No {
        return tables::forget(tx, id);
    }
    let zone = zone_of(&**tx, id)?;
    let began = week_at(&zone, resource.created);
    let until = tables::kept(&**tx, id)?.map_or(began, |until| until.min(from));
    tables::put_kept(tx, id, until)
}

/// Counts a week of a resource.
fn recount(tx: &mut WriteTx<'_>, resource: &Resource, week: Week) -> Result<()> {
    let days = count(&**tx, resource, week, tx.now())?;
    tables::put_week(tx, resource.id, week, &days)
}

/// What there is to count of a week of a resource at a moment.
pub(crate) fn count(tx: &impl Reads, resource: &Resource, week: Week, now: Timestamp) -> Result<[Figures; WEEK]> {
    let zone = zone_of(tx, resource.id)?;
    let span = week.span(&zone);
    let in_service = resource.status == ResourceStatus::Active;
    let open = if in_service { ayni_resources::open(tx, resource, &span)? } else { Spans::default() };
    let bookings = tables::bookings(tx, resource.id, week)?;
    let mut counted = Vec::with_capacity(bookings.len());
    for id in bookings {
        let booking = ayni_bookings::unchecked(tx, id)?;
        counted.extend(booking.as_ref().and_then(of_booking).filter(|each| each.span.overlaps(&span)));
    }
    let shortest = ayni_bookings::shortest(resource.unit, None);
    let known = tables::week(tx, resource.id, week)?;
    let today = wall(&zone, now).date();
    let mut days: [Figures; WEEK] = std::array::from_fn(|_| Figures::default());
    for ((date, day), at) in week.dates().zip(&mut days).zip(0..) {
        let of_day = Day { date, zone: &zone, open: &open, places: resource.places, shortest };
        *day = of_day.count(&counted);
        if let Some(then) = known.as_ref().and_then(|week| week.get(at)).filter(|_| date < today) {
            day.open = then.open;
        }
    }
    Ok(days)
}

/// How a booking is counted; `None` for what never became one.
pub(crate) fn of_booking(booking: &Booking) -> Option<Counted> {
    let fate = match booking.state {
        State::Confirmed | State::CheckedIn | State::Completed => Fate::Held,
        State::NoShow => Fate::NoShow,
        State::Cancelled => Fate::Cancelled,
        State::Draft | State::Tentative | State::Expired | State::Declined => return None,
    };
    let (revenue, due) = money(booking);
    let Booking { span, places, created, .. } = *booking;
    Some(Counted { span, blocked: booking.blocked(), places, fate, created, revenue, due })
}

type Sum = Option<(CurrencyId, Amount)>;

/// What a booking brings, and what of it is owed.
fn money(booking: &Booking) -> (Sum, Sum) {
    let Some(currency) = booking.quote.currency else { return (None, None) };
    match booking.payment {
        Payment::Free | Payment::Unasked | Payment::Released => (None, None),
        // The deposit comes back.
        Payment::Held { .. } => (Some((currency, booking.quote.total)), None),
        Payment::Paid { amount, .. } | Payment::Due { amount, settled: Some(_) } => (Some((currency, amount)), None),
        Payment::Due { amount, settled: None } => (Some((currency, amount)), Some((currency, amount))),
    }
}

/// Where the clock of a resource is.
pub(crate) fn zone_of(tx: &impl Reads, id: ResourceId) -> Result<TimeZone> {
    Ok(ayni_resources::zone(tx, &ayni_resources::unasked(tx, id)?)?.zone())
}

fn this_week(tx: &WriteTx<'_>, zone: &TimeZone) -> Week {
    week_at(zone, tx.now())
}

fn week_at(zone: &TimeZone, moment: Timestamp) -> Week {
    Week::of(wall(zone, moment).date())
}

/// A booking that ends at midnight does not touch the day that begins there.
fn last_moment(span: Span) -> Timestamp {
    Timestamp::from_micros(span.end.micros() - 1)
}
