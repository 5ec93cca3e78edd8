//! Doing what is to be done about a series, one date a transaction: booking its dates up to the horizon, taking over
//! those of the series before it, cancelling them.

use ayni_calendar::{DateTime, instant};
use ayni_kernel::{Actor, Event, Line, Reads, Result, SeriesId, Timestamp, WriteTx, tx::Now};
use ayni_notices::{About, Notice};
use ayni_terms::Rulebook;

use crate::{
    booking::{self, Opening, inquire},
    changing,
    ending::{self, Blame},
    model::{Ask, Booking, Change, Occurrence, State},
    obstacles::{self, Around, Hurdle, Objection},
    place::Place,
    series::{
        model::{Gap, Hand, Look, OnClash, Phase, Series, Task, placed},
        planning::horizon,
    },
    tables as bookings,
    tables::series as tables,
};

/// Whether there is more to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// There is: call again.
    More,
    /// There is not, for now.
    Done,
}

/// Series about which there is something to do now, at most so many: for the program's job, which calls [`step`] for
/// each until it is done.
pub fn due_series(tx: &impl Reads, now: Timestamp, limit: usize) -> Result<Vec<SeriesId>> {
    tables::due(tx, now, limit)
}

/// Does the next thing about a series. The program's own work, once leave was asked to make or change it.
///
/// Refuses as booking does when a price cannot be set aside; then [`leave_out`] goes on after that date.
pub fn step(tx: &mut WriteTx<'_>, id: SeriesId) -> Result<Progress> {
    let mut series = tables::named(&**tx, id)?;
    let progress = match series.task.clone() {
        Task::Make => make(tx, &mut series)?,
        Task::Undo { from } => undo(tx, &mut series, from)?,
        Task::Take { from, pivot, before, days, was } => {
            match next_taken(tx, &series, (from, pivot, before))? {
                None => series.task = Task::Make,
                Some(booking) => {
                    let original = take(tx, &mut series, booking, days, &was)?;
                    series.task = taken(tx, &series, original, (from, pivot, before, days, was))?;
                }
            }
            Progress::More
        }
        Task::Cancel { from, reason, hand } => cancel(tx, &mut series, from, (reason, hand))?,
    };
    save(tx, series, progress)
}

/// Leaves out the date at which [`step`] was refused, and says so on the series' page.
pub fn leave_out(tx: &mut WriteTx<'_>, id: SeriesId) -> Result<Progress> {
    let mut series = tables::named(&**tx, id)?;
    let progress = match series.task.clone() {
        Task::Make => match series.next() {
            Some(start) => gap(tx, &mut series, start, Gap::Unpaid)?,
            None => Progress::Done,
        },
        Task::Take { from, pivot, before, days, was } => {
            // The booking stays as it was, in the series before; the date of this one is left out.
            match next_taken(tx, &series, (from, pivot, before))?.and_then(|booking| booking.occurrence) {
                None => series.task = Task::Make,
                Some(Occurrence { original, .. }) => {
                    series.gaps.extend(placed(&series.repeat, original, days).map(|start| (start, Gap::Unpaid)));
                    series.task = taken(tx, &series, original, (from, pivot, before, days, was))?;
                }
            }
            Progress::More
        }
        Task::Undo { from } => {
            series.task = Task::Undo { from: after_next(tx, id, from)? };
            Progress::More
        }
        Task::Cancel { from, reason, hand } => {
            series.task = Task::Cancel { from: after_next(tx, id, from)?, reason, hand };
            Progress::More
        }
    };
    save(tx, series, progress)
}

/// The moment after the next booking of a series that is to be cancelled.
fn after_next(tx: &WriteTx<'_>, id: SeriesId, from: DateTime) -> Result<DateTime> {
    let next = upcoming(tx, id, from)?.and_then(|booking| booking.occurrence);
    Ok(next.map_or(from, |each| later(each.original)))
}

fn save(tx: &mut WriteTx<'_>, mut series: Series, progress: Progress) -> Result<Progress> {
    series.updated = tx.now();
    tables::put(tx, &series)?;
    if progress == Progress::Done {
        tx.emit(Event::SeriesChanged(series.id))?;
    }
    Ok(progress)
}

/// The moment after a wall time, for going on after a date.
fn later(after: DateTime) -> DateTime {
    after.saturating_add(jiff::Span::new().seconds(1))
}

/// Books the next date, or waits until one may book so far ahead.
fn make(tx: &mut WriteTx<'_>, series: &mut Series) -> Result<Progress> {
    let Some(start) = series.next() else { return Ok(over(series)) };
    let place = Place::of(&**tx, ayni_resources::unasked(&**tx, series.look.resource)?)?;
    let book = Rulebook::read(&**tx, series.member)?;
    let days = book.terms(&place.spot).horizon();
    let (now, begins) = (tx.now(), instant(&series.repeat.zone, start));
    if begins > horizon(&place, days, series.hand, now) {
        let ahead = horizon(&place, days, series.hand, now).micros() - now.micros();
        series.due = Some(begins.plus_seconds(-(ahead / 1_000_000)));
        series.phase = Phase::Standing;
        return Ok(Progress::Done);
    }
    if series.gaps.contains_key(&start) || has_booking(&**tx, series.id, start)? {
        series.reached = Some(start);
        return Ok(Progress::More);
    }
    let (me, ask) = (series.actor(), series.ask(start));
    let objections = objections(&**tx, &me, (&book, &place), &ask, now)?;
    if let Some(objection) = objections.first() {
        return gap(tx, series, start, reason(objection));
    }
    booking::open(tx, &me, ask, Opening::Booked(Some(Occurrence { series: series.id, original: start })))?;
    series.reached = Some(start);
    series.due = Some(now);
    Ok(Progress::More)
}

fn over(series: &mut Series) -> Progress {
    series.due = None;
    series.phase = Phase::Standing;
    Progress::Done
}

fn reason(objection: &Objection) -> Gap {
    match objection.hurdle {
        Hurdle::Taken | Hurdle::AddOn => Gap::Taken,
        Hurdle::Closed | Hurdle::Off => Gap::Closed,
        Hurdle::Policy | Hurdle::Past | Hurdle::Size | Hurdle::Qualification => Gap::Rule,
    }
}

/// Everything that stands in the way of a wish.
pub(crate) fn objections(
    tx: &impl Reads,
    me: &Actor,
    (book, place): (&Rulebook, &Place),
    ask: &Ask,
    now: Timestamp,
) -> Result<Vec<Objection>> {
    let inquiry = inquire(me, book, place, ask, now, None);
    let around = Around::read(tx, place, &inquiry, place.day_around(ask.span))?;
    let mut objections = around.objections(place, &inquiry, ask.span);
    objections.extend(obstacles::short_of(tx, &around, &inquiry, ask.span)?);
    Ok(objections)
}

/// A date that cannot be had: while the first ones are made, its maker said what becomes of it; later on it is left
/// out and the member is told.
fn gap(tx: &mut WriteTx<'_>, series: &mut Series, start: DateTime, why: Gap) -> Result<Progress> {
    series.reached = Some(start);
    series.gaps.insert(start, why);
    series.due = Some(tx.now());
    if series.phase == Phase::Making && series.on_clash == OnClash::Refuse && series.follows.is_none() {
        series.task = Task::Undo { from: DateTime::MIN };
    } else if series.phase == Phase::Standing {
        let resource = ayni_resources::unasked(&**tx, series.look.resource)?;
        let from = instant(&series.repeat.zone, start);
        let notice = Notice::new("series-told-gap", About::Series(series.id));
        ayni_notices::tell(tx, series.member, notice.with("resource", resource.name.as_str()).with("from", from))?;
    }
    Ok(Progress::More)
}

/// Cancels one of the bookings that were made; at last nothing is left of the series.
fn undo(tx: &mut WriteTx<'_>, series: &mut Series, from: DateTime) -> Result<Progress> {
    let Some(booking) = upcoming(tx, series.id, from)? else {
        series.phase = Phase::Refused;
        series.due = None;
        return Ok(Progress::Done);
    };
    let original = booking.occurrence.map_or(from, |each| each.original);
    ending::cancel_for(tx, booking, Line::default(), Blame::Nobodys)?;
    series.task = Task::Undo { from: later(original) };
    Ok(Progress::More)
}

fn cancel(tx: &mut WriteTx<'_>, series: &mut Series, from: DateTime, (reason, hand): (Line, Hand)) -> Result<Progress> {
    let Some(booking) = upcoming(tx, series.id, from)? else {
        series.phase = Phase::Ended;
        series.due = None;
        return Ok(Progress::Done);
    };
    let blame = if hand == Hand::House { Blame::House } else { Blame::Members };
    let original = booking.occurrence.map_or(from, |each| each.original);
    ending::cancel_for(tx, booking, reason.clone(), blame)?;
    series.task = Task::Cancel { from: later(original), reason, hand };
    Ok(Progress::More)
}

/// Moves one booking of the series before into this one, or cancels it where the new rule has no such date. Answers
/// where it stood in the series before.
fn take(tx: &mut WriteTx<'_>, series: &mut Series, booking: Booking, days: i32, was: &Look) -> Result<DateTime> {
    let Some(Occurrence { series: from, original }) = booking.occurrence else { return Ok(DateTime::MAX) };
    let Some(start) = placed(&series.repeat, original, days) else {
        ending::cancel_for(tx, booking, Line::default(), Blame::Members)?;
        return Ok(original);
    };
    let before = tables::named(&**tx, from)?;
    let alone = booking.span != before.repeat.span_at(original);
    let span = if alone { booking.span } else { series.repeat.span_at(start) };
    let (me, mut change) = (series.actor(), series.look.change(&booking, was, span));
    if alone && !fits(tx, &me, &booking, &change)? {
        // Its own time does not fit any more; then it goes with the others.
        change.span = series.repeat.span_at(start);
    }
    if fits(tx, &me, &booking, &change)? {
        let mut booking = changing::change(tx, &me, booking.id, change)?;
        booking.occurrence = Some(Occurrence { series: series.id, original: start });
        bookings::put(tx, &booking)?;
    } else {
        series.gaps.insert(start, Gap::Taken);
    }
    Ok(original)
}

/// Whether a booking can be changed so.
fn fits(tx: &WriteTx<'_>, me: &Actor, booking: &Booking, change: &Change) -> Result<bool> {
    let resource = change.resource.unwrap_or(booking.resource);
    let ask = Ask {
        places: change.places,
        people: change.people,
        addons: change.addons.clone(),
        ..Ask::plain(resource, booking.member, change.span)
    };
    let place = Place::of(tx, ayni_resources::unasked(tx, resource)?)?;
    let book = Rulebook::read(tx, booking.member)?;
    let inquiry = inquire(me, &book, &place, &ask, tx.now(), Some(booking.id));
    let around = Around::read(tx, &place, &inquiry, place.day_around(ask.span))?;
    let short = obstacles::short_of(tx, &around, &inquiry, ask.span)?;
    Ok(short.is_none() && around.objections(&place, &inquiry, ask.span).is_empty())
}

/// From which series, from which of its dates on, and before which.
type Stretch = (SeriesId, DateTime, DateTime);

/// Whether the dates of a series go to a later time than they had in the one before.
fn goes_later(tx: &WriteTx<'_>, series: &Series, from: SeriesId, days: i32) -> Result<Way> {
    let before = tables::named(tx, from)?;
    let later = (days, series.repeat.start.time()) > (0, before.repeat.start.time());
    Ok(if later { Way::Back } else { Way::Forth })
}

/// In which order the dates of a series are gone through.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Forth,
    Back,
}

/// The booking of the series before that is taken over next.
fn next_taken(tx: &WriteTx<'_>, series: &Series, (from, pivot, before): Stretch) -> Result<Option<Booking>> {
    let Task::Take { days, .. } = series.task else { return Ok(None) };
    let found = match goes_later(tx, series, from, days)? {
        Way::Forth => upcoming(tx, from, pivot)?,
        Way::Back => last(tx, from, pivot, before)?,
    };
    Ok(found)
}

/// What is left to be taken over after a date was.
fn taken(
    tx: &WriteTx<'_>,
    series: &Series,
    original: DateTime,
    (from, pivot, before, days, was): (SeriesId, DateTime, DateTime, i32, Box<Look>),
) -> Result<Task> {
    Ok(match goes_later(tx, series, from, days)? {
        Way::Forth => Task::Take { from, pivot: later(original), before, days, was },
        Way::Back => Task::Take { from, pivot, before: original, days, was },
    })
}

/// The last booking of a series between two of its dates that is still to come.
fn last(tx: &WriteTx<'_>, series: SeriesId, from: DateTime, before: DateTime) -> Result<Option<Booking>> {
    for id in bookings::of_series_back(tx, series, from, before)? {
        let booking = bookings::named(tx, id?)?;
        if is_to_come(&booking, tx.now()) {
            return Ok(Some(booking));
        }
    }
    Ok(None)
}

fn is_to_come(booking: &Booking, now: Timestamp) -> bool {
    matches!(booking.state, State::Draft | State::Tentative | State::Confirmed) && booking.span.start > now
}

/// The next booking of a series from a date on that is still to come.
pub(crate) fn upcoming(tx: &WriteTx<'_>, series: SeriesId, from: DateTime) -> Result<Option<Booking>> {
    for id in bookings::of_series(tx, series, from)? {
        let booking = bookings::named(tx, id?)?;
        if is_to_come(&booking, tx.now()) {
            return Ok(Some(booking));
        }
    }
    Ok(None)
}

/// All bookings of a series from a date on that are still to come.
pub(crate) fn all_upcoming<T: Reads + Now>(tx: &T, series: SeriesId, from: DateTime) -> Result<Vec<Booking>> {
    let mut found = Vec::new();
    for id in bookings::of_series(tx, series, from)? {
        let booking = bookings::named(tx, id?)?;
        if is_to_come(&booking, tx.now()) {
            found.push(booking);
        }
    }
    Ok(found)
}

/// Whether a date of a series has a booking that stands or took place.
pub(crate) fn has_booking(tx: &impl Reads, series: SeriesId, start: DateTime) -> Result<bool> {
    for id in bookings::of_series(tx, series, start)? {
        let booking = bookings::named(tx, id?)?;
        if booking.occurrence.is_none_or(|each| each.original != start) {
            return Ok(false);
        }
        if booking.state.is_live() || matches!(booking.state, State::Completed | State::NoShow) {
            return Ok(true);
        }
    }
    Ok(false)
}
