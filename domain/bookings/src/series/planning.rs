//! Looking at all dates of a series before any is booked: what is free, what is not and why, what it costs together.

use std::collections::BTreeSet;

use ayni_calendar::{DateTime, Ended, Repeat, Span, wall};
use ayni_kernel::{
    Actor, Amount, BookingId, CurrencyId, Error, Event, Fault, MemberId, Reads, Result, SeriesId, Timestamp, WriteTx,
    tx::Now,
};
use ayni_terms::{Quote, Rulebook, Used, Way};
use jiff::ToSpan as _;

use crate::{
    availability::{Alternative, why},
    booking::{inquire, quote},
    model::{Ask, buffered},
    obstacles::{self, Around, Hurdle, Objection},
    place::Place,
    policy::Counter,
    series::model::{Hand, Look, OnClash, Phase, Series, SeriesAsk, Task},
    tables::series as tables,
};

/// The most dates that are looked at at once, and that a series may have ahead: two years of days.
pub const MAX_DATES: usize = 731;

/// Dates that cannot be had for which something else is looked for: more would be a long page and a long wait.
const MENDED: usize = 12;

/// One date of a series that is looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct DateVerdict {
    /// The start in wall time.
    pub start: DateTime,
    /// From when to when.
    pub span: Span,
    /// What stands in its way; empty when it can be had.
    pub objections: Vec<Objection>,
    /// What could be had instead, for the first dates that cannot.
    pub alternatives: Vec<Alternative>,
    /// What it costs.
    pub quote: Quote,
}

/// The report on a series before it is booked.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesReport {
    /// The dates that one may book now, in order.
    pub dates: Vec<DateVerdict>,
    /// Whether there are later ones, which are booked when their time comes.
    pub goes_on: bool,
    /// What the dates that can be had cost together, for each way to pay and each currency.
    pub totals: Vec<(Way, Option<CurrencyId>, Amount)>,
}

impl SeriesReport {
    /// How many dates cannot be had.
    pub fn clashes(&self) -> usize {
        self.dates.iter().filter(|date| !date.objections.is_empty()).count()
    }
}

/// The dates of a repeat that may be booked now.
pub(crate) struct Reach {
    pub(crate) starts: Vec<DateTime>,
    pub(crate) goes_on: bool,
}

/// The last moment up to which the dates of a series are booked: the horizon of its terms, or two years for the house.
pub(crate) fn horizon(place: &Place, days: u16, hand: Hand, now: Timestamp) -> Timestamp {
    let days = match hand {
        Hand::Members => i32::from(days),
        Hand::House => i32::try_from(MAX_DATES).unwrap_or(i32::MAX),
    };
    ayni_calendar::instant(&place.zone, wall(&place.zone, now).saturating_add(days.days()))
}

/// Under whose rules somebody makes a series of a place.
pub(crate) fn hand(me: &Actor, place: &Place) -> Hand {
    if place.managed_by(me) { Hand::House } else { Hand::Members }
}

/// The dates that lie between now and the horizon.
pub(crate) fn reach(repeat: &Repeat, now: Timestamp, until: Timestamp) -> Result<Reach> {
    let found = repeat.starts(wall(&repeat.zone, now), MAX_DATES + 1);
    let ahead = |start: &DateTime| ayni_calendar::instant(&repeat.zone, *start) <= until;
    let all = found.starts.len();
    let starts: Vec<DateTime> = found.starts.into_iter().take_while(ahead).collect();
    if starts.len() > MAX_DATES {
        return Err(too_many(MAX_DATES));
    }
    Ok(Reach { goes_on: starts.len() < all || found.ended == Ended::Max, starts })
}

fn too_many(most: usize) -> Error {
    Fault::new("repeat", "series-many").with("max", most).into()
}

/// What a series that is looked at is compared with.
pub(crate) struct View<'a> {
    pub(crate) me: &'a Actor,
    pub(crate) member: MemberId,
    pub(crate) look: &'a Look,
    pub(crate) repeat: &'a Repeat,
    /// Bookings that will have moved away by then.
    pub(crate) leaving: &'a BTreeSet<BookingId>,
}

/// Looks at every date of a series: whether it can be had, what it costs, and for the first that cannot: what could be
/// had instead. Books nothing.
///
/// Refuses with `Invalid` when there is no date ahead or there are more than the terms allow.
pub fn preview_series<T: Reads + Now>(tx: &T, me: &Actor, ask: &SeriesAsk) -> Result<SeriesReport> {
    let view = View { me, member: ask.member, look: &ask.look, repeat: &ask.repeat, leaving: &BTreeSet::new() };
    let mut report = looked_at(tx, &view)?;
    for date in report.dates.iter_mut().filter(|date| !date.objections.is_empty()).take(MENDED) {
        date.alternatives = why(tx, me, &ask.on(date.start), None)?.alternatives;
    }
    Ok(report)
}

/// Looks at every date without looking for something else.
pub(crate) fn looked_at<T: Reads + Now>(tx: &T, view: &View<'_>) -> Result<SeriesReport> {
    let (now, place) = (tx.now(), Place::find(tx, view.me, view.look.resource)?);
    me_may(view, &place)?;
    let book = Rulebook::read(tx, view.member)?;
    let terms = book.terms(&place.spot);
    let hand = hand(view.me, &place);
    let reach = reach(view.repeat, now, horizon(&place, terms.horizon(), hand, now))?;
    let most = usize::from(terms.max_occurrences());
    if hand == Hand::Members && reach.starts.len() > most {
        return Err(too_many(most));
    }
    if reach.starts.is_empty() {
        return Err(Error::invalid("repeat", "series-none"));
    }
    let mut earlier = Earlier { used: Vec::new(), taken: Vec::new() };
    let mut dates = Vec::with_capacity(reach.starts.len());
    for start in reach.starts {
        dates.push(date(tx, (&book, &place), view, start, &mut earlier)?);
    }
    let totals = totals(&dates)?;
    Ok(SeriesReport { dates, goes_on: reach.goes_on, totals })
}

fn me_may(view: &View<'_>, place: &Place) -> Result<()> {
    view.me.may((), &Counter { member: view.member, managers: &place.managers })
}

/// The dates before one of the same series, which count for quotas and take their place as if they were booked.
struct Earlier {
    used: Vec<Used>,
    taken: Vec<(Span, u32)>,
}

fn date<T: Reads + Now>(
    tx: &T,
    (book, place): (&Rulebook, &Place),
    view: &View<'_>,
    start: DateTime,
    earlier: &mut Earlier,
) -> Result<DateVerdict> {
    let ask: Ask = view.ask(start);
    let inquiry = inquire(view.me, book, place, &ask, tx.now(), None);
    let mut around = Around::read(tx, place, &inquiry, place.day_around(ask.span))?;
    around.leave(view.leaving);
    around.used.extend(earlier.used.iter().copied());
    let mut objections = around.objections(place, &inquiry, ask.span);
    objections.extend(obstacles::short_of(tx, &around, &inquiry, ask.span)?);
    let wide = buffered(ask.span, &around.terms);
    let own: u64 =
        earlier.taken.iter().filter(|(span, _)| span.overlaps(&wide)).map(|(_, places)| u64::from(*places)).sum();
    if own + u64::from(ask.places) > u64::from(place.resource.places) && objections.is_empty() {
        objections.push(overlaps());
    }
    let quote = quote(tx, place, &inquiry, ask.span, &around)?;
    if objections.is_empty() {
        let category = place.resource.category;
        earlier.used.push(Used { span: ask.span, places: ask.places, resource: ask.resource, category });
        earlier.taken.push((wide, ask.places));
    }
    Ok(DateVerdict { start, span: ask.span, objections, alternatives: Vec::new(), quote })
}

/// Its dates are longer than the time between them.
fn overlaps() -> Objection {
    let fault = Fault::new("repeat", "series-overlaps");
    Objection { hurdle: Hurdle::Taken, policy: None, fault, mend: None }
}

impl View<'_> {
    fn ask(&self, start: DateTime) -> Ask {
        let ask = SeriesAsk {
            id: None,
            member: self.member,
            look: self.look.clone(),
            repeat: self.repeat.clone(),
            on_clash: OnClash::Refuse,
        };
        ask.on(start)
    }
}

fn totals(dates: &[DateVerdict]) -> Result<Vec<(Way, Option<CurrencyId>, Amount)>> {
    let mut totals: Vec<(Way, Option<CurrencyId>, Amount)> = Vec::new();
    for quote in dates.iter().filter(|date| date.objections.is_empty()).map(|date| &date.quote) {
        let known = totals.iter_mut().find(|(way, currency, _)| *way == quote.way && *currency == quote.currency);
        match known {
            Some((_, _, sum)) => {
                *sum = sum.plus(quote.total).ok_or_else(|| Error::invalid("", "bookings-price-large"))?;
            }
            None => totals.push((quote.way, quote.currency, quote.total)),
        }
    }
    Ok(totals)
}

/// Makes a series, when all its dates can be had or those that cannot are to be left out. The bookings follow, one by
/// one: call [`step`](crate::step) until it is done.
///
/// Refuses like [`preview_series`], with `Conflict` when a date cannot be had and none is to be left out
/// (`series-clash`), or when none can be had at all (`series-nothing`).
pub fn book_series(tx: &mut WriteTx<'_>, me: &Actor, ask: SeriesAsk) -> Result<Series> {
    if let Some(id) = ask.id
        && let Some(known) = tables::series(&**tx, id)?
    {
        return again(known, &ask);
    }
    let view = View { me, member: ask.member, look: &ask.look, repeat: &ask.repeat, leaving: &BTreeSet::new() };
    let report = looked_at(&*tx, &view)?;
    bearable(&report, ask.on_clash)?;
    let place = Place::find(&**tx, me, ask.look.resource)?;
    let id = ask.id.unwrap_or_else(|| tx.id());
    let series = fresh(me, id, ask, hand(me, &place), tx.now());
    tables::put(tx, &series)?;
    tx.emit(Event::SeriesChanged(id))?;
    Ok(series)
}

/// Refuses what its maker would not want.
pub(crate) fn bearable(report: &SeriesReport, on_clash: OnClash) -> Result<()> {
    let clashes = report.clashes();
    if clashes == report.dates.len() {
        return Err(Error::conflict("series-nothing"));
    }
    if clashes > 0 && on_clash == OnClash::Refuse {
        return Err(Error::Conflict(Fault::new("", "series-clash").with("count", clashes)));
    }
    Ok(())
}

/// The answer to a client that asks with an id for the second time.
fn again(known: Series, ask: &SeriesAsk) -> Result<Series> {
    let same = known.member == ask.member && known.look == ask.look && known.repeat.start == ask.repeat.start;
    if same { Ok(known) } else { Err(Error::conflict("bookings-id-used")) }
}

/// A series of which nothing is booked yet.
pub(crate) fn fresh(me: &Actor, id: SeriesId, ask: SeriesAsk, hand: Hand, now: Timestamp) -> Series {
    // What lies in the past is not booked: the first date is the first that is still to come.
    let before = wall(&ask.repeat.zone, now).saturating_sub(1.second());
    Series {
        id,
        member: ask.member,
        by: me.user(),
        hand,
        look: ask.look,
        repeat: ask.repeat,
        on_clash: ask.on_clash,
        phase: Phase::Making,
        reached: Some(before),
        gaps: std::collections::BTreeMap::new(),
        task: Task::Make,
        follows: None,
        followed: None,
        due: Some(now),
        created: now,
        updated: now,
    }
}
