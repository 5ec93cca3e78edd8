//! Changing and cancelling dates of a series: one alone, one with those after it, or all that have not begun.
//!
//! What is over, and what belongs to others, is never touched. A change of several dates divides the series: what came
//! before stays as it was, and a new series goes on with the rest; it inherits the dates taken out, and keeps what was
//! changed of single dates where that still fits.

use std::collections::BTreeSet;

use ayni_calendar::{DateTime, Repeat, instant};
use ayni_kernel::{Actor, BookingId, Error, Event, Line, Reads, Result, SeriesId, WriteTx, tx::Now};
use ayni_terms::Settlement;

use crate::{
    booking::{self, Opening},
    changing, ending,
    model::{Booking, Occurrence, State},
    place::Place,
    policy::{Act as BookingAct, manages},
    reading as bookings,
    series::{
        making::{all_upcoming, has_booking},
        model::{Gap, Hand, Phase, Scope, Series, SeriesAsk, SeriesChange, Task, When, moved, placed},
        planning::{SeriesReport, View, bearable, fresh, hand, looked_at},
        policy::Act,
        reading::find,
    },
    tables::series as tables,
};

/// A change of several dates, decided but not written.
struct Division {
    series: Series,
    pivot: DateTime,
    days: i32,
    ask: SeriesAsk,
    /// The bookings that will go with the new series.
    leaving: BTreeSet<BookingId>,
}

/// The date of a series that a booking is, with its series.
fn dated<T: Reads + Now>(tx: &T, me: &Actor, id: BookingId) -> Result<(Booking, DateTime, Series)> {
    let booking = bookings::find(tx, me, id, BookingAct::Handle)?.booking;
    let occurrence = booking.occurrence.ok_or_else(|| Error::conflict("series-not"))?;
    let series = find(tx, me, occurrence.series, Act::Handle)?;
    Ok((booking, occurrence.original, series))
}

/// Refuses while the dates of a series are still being booked, and for one that is over.
fn settled(series: &Series) -> Result<()> {
    match (series.phase, &series.task) {
        (Phase::Standing, Task::Make) => Ok(()),
        (Phase::Ended | Phase::Refused, _) => Err(Error::conflict("series-over")),
        _ => Err(Error::conflict("series-busy")),
    }
}

fn divide<T: Reads + Now>(tx: &T, me: &Actor, id: BookingId, scope: Scope, change: &SeriesChange) -> Result<Division> {
    let (_, original, series) = dated(tx, me, id)?;
    settled(&series)?;
    let from = if scope == Scope::All { DateTime::MIN } else { original };
    let upcoming = all_upcoming(tx, series.id, from)?;
    let first = upcoming.iter().filter_map(|booking| booking.occurrence).map(|each| each.original).min();
    let pivot = first.ok_or_else(|| Error::conflict("series-past"))?;
    let leaving: BTreeSet<BookingId> = upcoming.iter().map(|booking| booking.id).collect();
    let rest = series.repeat.rest_from(pivot).ok_or_else(|| Error::conflict("series-past"))?;
    let (repeat, days) = match &change.when {
        When::Kept => (rest, 0),
        When::Moved(span) => moved(&rest, original, *span)?,
        When::Repeated(repeat) => (inheriting(repeat, &rest), 0),
    };
    let ask =
        SeriesAsk { id: None, member: series.member, look: change.look.clone(), repeat, on_clash: change.on_clash };
    Ok(Division { series, pivot, days, ask, leaving })
}

/// A new rule with the dates that were taken out under the old one.
fn inheriting(repeat: &Repeat, rest: &Repeat) -> Repeat {
    let mut repeat = repeat.clone();
    for skipped in &rest.skipped {
        if let Some(start) = placed(&repeat, *skipped, 0) {
            repeat.skip(start);
        }
    }
    repeat
}

impl Division {
    fn report<T: Reads + Now>(&self, tx: &T, me: &Actor) -> Result<SeriesReport> {
        let view = View {
            me,
            member: self.ask.member,
            look: &self.ask.look,
            repeat: &self.ask.repeat,
            leaving: &self.leaving,
        };
        looked_at(tx, &view)
    }
}

/// Looks at what [`change_series`] would do to every date, and does nothing. For one date alone it is as [`why`](crate::why).
pub fn preview_change<T: Reads + Now>(
    tx: &T,
    me: &Actor,
    id: BookingId,
    scope: Scope,
    change: &SeriesChange,
) -> Result<SeriesReport> {
    divide(tx, me, id, scope, change)?.report(tx, me)
}

/// Changes a date of a series, and those that go with it. Answers the series to go on with: for a change of several
/// dates that is a new one, whose bookings follow one by one ([`step`](crate::step)).
///
/// Refuses like [`change`](crate::change) and [`book_series`](crate::book_series), and with `Conflict` when the booking
/// belongs to no series, or the series is over or still being booked.
pub fn change_series(
    tx: &mut WriteTx<'_>,
    me: &Actor,
    id: BookingId,
    scope: Scope,
    change: SeriesChange,
) -> Result<Series> {
    if scope == Scope::This {
        return change_one(tx, me, id, change);
    }
    let division = divide(&*tx, me, id, scope, &change)?;
    bearable(&division.report(&*tx, me)?, change.on_clash)?;
    let Division { series: mut old, pivot, days, ask, .. } = division;
    let place = Place::find(&**tx, me, ask.look.resource)?;
    let (new, now) = (tx.id::<SeriesId>(), tx.now());
    let was = Box::new(old.look.clone());
    let mut series = fresh(me, new, ask, hand(me, &place), now);
    series.follows = Some(old.id);
    series.task = Task::Take { from: old.id, pivot, before: DateTime::MAX, days, was };
    tables::put(tx, &series)?;
    match old.repeat.until_before(pivot) {
        Some(before) => old.repeat = before,
        None => old.phase = Phase::Ended,
    }
    old.gaps.retain(|start, _| *start < pivot);
    old.followed = Some(new);
    old.due = None;
    old.updated = now;
    tables::put(tx, &old)?;
    tx.emit(Event::SeriesChanged(old.id))?;
    tx.emit(Event::SeriesChanged(new))?;
    Ok(series)
}

fn change_one(tx: &mut WriteTx<'_>, me: &Actor, id: BookingId, change: SeriesChange) -> Result<Series> {
    let (booking, _, series) = dated(&*tx, me, id)?;
    let SeriesChange { look, when, .. } = change;
    let span = match when {
        When::Kept => booking.span,
        When::Moved(span) => span,
        When::Repeated(_) => return Err(Error::invalid("scope", "series-one-rule")),
    };
    // Nothing of it is inherited: what is asked for is what it will be.
    let now = crate::series::Look::of(&booking);
    let wanted = look.change(&booking, &now, span);
    changing::change(tx, me, id, wanted)?;
    Ok(series)
}

/// What cancelling would give back and keep of each booking, for those that go with a date.
pub fn series_cancellation<T: Reads + Now>(
    tx: &T,
    me: &Actor,
    id: BookingId,
    scope: Scope,
) -> Result<Vec<(Booking, Settlement)>> {
    let (booking, original, series) = dated(tx, me, id)?;
    let bookings = match scope {
        Scope::This => vec![booking],
        Scope::Following => all_upcoming(tx, series.id, original)?,
        Scope::All => all_upcoming(tx, series.id, DateTime::MIN)?,
    };
    bookings
        .into_iter()
        .map(|booking| Ok((ending::cancellation(tx, me, booking.id)?, booking)))
        .map(|each| each.map(|(settlement, booking)| (booking, settlement)))
        .collect()
}

/// Cancels a date of a series, and those that go with it, each by the terms that were agreed on for it. The bookings
/// follow one by one ([`step`](crate::step)).
pub fn cancel_series(tx: &mut WriteTx<'_>, me: &Actor, id: BookingId, scope: Scope, reason: Line) -> Result<Series> {
    let (booking, original, mut series) = dated(&*tx, me, id)?;
    if scope == Scope::This {
        ending::cancel(tx, me, id, reason)?;
        return tables::named(&**tx, series.id);
    }
    if matches!(series.phase, Phase::Ended | Phase::Refused) {
        return Err(Error::conflict("series-over"));
    }
    let now = tx.now();
    let from = if scope == Scope::All { DateTime::MIN } else { original };
    let end = if scope == Scope::All { ayni_calendar::wall(&series.repeat.zone, now) } else { original };
    let managers = crate::estate::managers_of(&**tx, booking.resource)?;
    let houses = !me.acts_for(booking.member) && manages(me, &managers);
    if let Some(before) = series.repeat.until_before(end) {
        series.repeat = before;
    }
    series.gaps.retain(|start, _| *start < end);
    series.task = Task::Cancel { from, reason, hand: if houses { Hand::House } else { Hand::Members } };
    series.due = Some(now);
    series.updated = now;
    tables::put(tx, &series)?;
    tx.emit(Event::SeriesChanged(series.id))?;
    Ok(series)
}

/// Takes a date out of a series; its booking is cancelled.
///
/// Refuses with `Conflict` when the series has no such date (`series-no-date`).
pub fn skip(tx: &mut WriteTx<'_>, me: &Actor, id: SeriesId, start: DateTime) -> Result<Series> {
    let mut series = find(&**tx, me, id, Act::Handle)?;
    let booked = all_upcoming(&*tx, id, start)?.into_iter().find(|booking| is_at(booking, start));
    if let Some(booking) = booked {
        // The series hears of it and takes the date out.
        ending::cancel(tx, me, booking.id, Line::default())?;
        return tables::named(&**tx, id);
    }
    if !series.repeat.skip(start) {
        return Err(Error::conflict("series-no-date"));
    }
    series.gaps.remove(&start);
    keep(tx, series)
}

fn is_at(booking: &Booking, start: DateTime) -> bool {
    booking.occurrence.is_some_and(|each| each.original == start)
}

/// Books a date that was taken out, could not be had before, or is not one of the rule's.
///
/// Refuses like [`book`](crate::book), and with `Conflict` when it is booked already (`series-has`).
pub fn readd(tx: &mut WriteTx<'_>, me: &Actor, id: SeriesId, start: DateTime) -> Result<Series> {
    let mut series = find(&**tx, me, id, Act::Handle)?;
    if matches!(series.phase, Phase::Ended | Phase::Refused) {
        return Err(Error::conflict("series-over"));
    }
    if has_booking(&**tx, id, start)? {
        return Err(Error::conflict("series-has"));
    }
    series.repeat.add(start);
    series.gaps.remove(&start);
    let ask = series.ask(start);
    if instant(&series.repeat.zone, start) <= tx.now() {
        return Err(Error::invalid("start", "bookings-past"));
    }
    booking::open(tx, me, ask, Opening::Booked(Some(Occurrence { series: id, original: start })))?;
    keep(tx, series)
}

fn keep(tx: &mut WriteTx<'_>, mut series: Series) -> Result<Series> {
    series.updated = tx.now();
    tables::put(tx, &series)?;
    tx.emit(Event::SeriesChanged(series.id))?;
    Ok(series)
}

/// A date that was cancelled or refused alone is one that was taken out: nothing books it again by itself.
pub(crate) fn react(tx: &mut WriteTx<'_>, booking: &Booking) -> Result<()> {
    let Some(Occurrence { series, original }) = booking.occurrence else { return Ok(()) };
    let mut series = tables::named(&**tx, series)?;
    let lapsed = booking.state == State::Expired;
    if matches!(series.task, Task::Cancel { .. } | Task::Undo { .. }) || !series.repeat.skip(original) {
        return Ok(());
    }
    if lapsed {
        series.gaps.insert(original, Gap::Rule);
    }
    keep(tx, series).map(drop)
}
