//! What is free, why something is not, and what could be had instead.

use std::collections::BTreeSet;

use ayni_calendar::{Span, Spans};
use ayni_kernel::{Actor, BookingId, MemberId, Reads, ResourceCategoryId, ResourceId, Result, Timestamp, tx::Now};
use ayni_resources::{Resource, Unit};
use ayni_terms::{Quote, Rulebook};

use crate::{
    booking::{inquire, quote},
    estate::{self, Categories, Wanted},
    facets::{self, Facets},
    model::{Ask, MINUTE},
    obstacles::{self, Around, Hurdle, Inquiry, Objection},
    place::Place,
    tables,
};

ayni_kernel::choices! {
    /// In which way an alternative differs from the wish.
    Instead {
        /// The same place at another time.
        Shifted = 1 "shifted",
        /// The same place for less time.
        Shorter = 2 "shorter",
        /// Another place at the same time.
        Elsewhere = 3 "elsewhere",
    }
}

ayni_kernel::choices! {
    /// How a place is at a time.
    Vacancy {
        /// All of the time can be had, or a seat or piece of it.
        Free = 1 "free",
        /// Others have it, for all or some of the time.
        Taken = 2 "taken",
        /// It is closed, for all or some of the time.
        Closed = 3 "closed",
        /// It cannot be booked: it only holds others, or is out of service.
        Off = 4 "off",
    }
}

/// Something that could be had instead.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// In which way it differs.
    pub instead: Instead,
    /// The place.
    pub resource: Resource,
    /// When.
    pub span: Span,
    /// For how much.
    pub quote: Quote,
}

/// The answer to "can I have this?".
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Everything that stands in the way; empty when it can be had.
    pub objections: Vec<Objection>,
    /// What it would cost, line by line.
    pub quote: Quote,
    /// Whether a manager has to say yes.
    pub asks_approval: bool,
    /// What could be had instead, the nearest first; looked for only when something stands in the way.
    pub alternatives: Vec<Alternative>,
}

/// How far around a wish another time is looked for, in days.
const REACH_DAYS: i64 = 7;
/// Starts that are tried on the same place, the nearest first.
const MAX_SHIFTS: usize = 48;
/// Other places that are tried.
const MAX_PLACES: usize = 40;
/// Alternatives of each way that are offered: more is no help.
const OFFERED: usize = 3;
/// Starts are offered on whole quarters of an hour, counted from the beginning of an opening.
const QUARTER: i64 = 15 * MINUTE * 1_000_000;

/// Whether a wish can be had, what it costs, and if not: why not, and what could be had instead.
pub fn why<T: Reads + Now>(tx: &T, me: &Actor, ask: &Ask, changing: Option<BookingId>) -> Result<Verdict> {
    let place = Place::find(tx, me, ask.resource)?;
    let book = Rulebook::read(tx, ask.member)?;
    let inquiry = inquire(me, &book, &place, ask, tx.now(), changing);
    let reach = ask.span.widened(REACH_DAYS * 86_400, REACH_DAYS * 86_400);
    let around = Around::read(tx, &place, &inquiry, reach)?;
    let mut objections = around.objections(&place, &inquiry, ask.span);
    objections.extend(obstacles::short_of(tx, &around, &inquiry, ask.span)?);
    let quote = quote(tx, &place, &inquiry, ask.span, &around)?;
    let asks_approval = !place.managed_by(me) && around.terms.asks_approval(place.almanac(), ask.span);
    let mut alternatives = Vec::new();
    if !objections.is_empty() {
        for (instead, span) in shifted(&place, &around, &inquiry).into_iter().chain(shorter(&place, &around, &inquiry))
        {
            let quote = self::quote(tx, &place, &inquiry, span, &around)?;
            alternatives.push(Alternative { instead, resource: place.resource.clone(), span, quote });
        }
        alternatives.extend(elsewhere(tx, me, &book, &place, ask)?);
    }
    Ok(Verdict { objections, quote, asks_approval, alternatives })
}

/// Other starts on the same place at which the whole of it can be had, the nearest first.
fn shifted(place: &Place, around: &Around, inquiry: &Inquiry<'_>) -> Vec<(Instead, Span)> {
    let length = inquiry.span.seconds();
    let free = around.occupied.free(&around.open, inquiry.places, place.resource.places);
    let wished = inquiry.span.start;
    let mut starts: Vec<Timestamp> = Vec::new();
    for gap in free.iter().filter(|gap| gap.seconds() >= length) {
        let last = gap.end.plus_seconds(-length);
        // As near to the wish as the gap allows, and at its edges.
        let nearest = wished.clamp(gap.start, last);
        let aligned = gap.start.micros() + (nearest.micros() - gap.start.micros()) / QUARTER * QUARTER;
        let next = (aligned + QUARTER).min(last.micros());
        starts.extend([gap.start, last, Timestamp::from_micros(aligned), Timestamp::from_micros(next)]);
        let mends = inquiry.now.max(gap.start);
        starts.extend((mends <= last).then_some(mends));
    }
    starts.sort_unstable_by_key(|start| ((start.micros() - wished.micros()).abs(), start.micros()));
    starts.dedup();
    let spans = starts.into_iter().take(MAX_SHIFTS).filter_map(|start| Span::new(start, start.plus_seconds(length)));
    let fit = spans.filter(|span| *span != inquiry.span && around.objections(place, inquiry, *span).is_empty());
    fit.take(OFFERED).map(|span| (Instead::Shifted, span)).collect()
}

/// The same start for less time: at least half of what was wished.
fn shorter(place: &Place, around: &Around, inquiry: &Inquiry<'_>) -> Option<(Instead, Span)> {
    let free = around.occupied.free(&around.open, inquiry.places, place.resource.places);
    let gap = free.iter().find(|gap| gap.holds(inquiry.span.start))?;
    let step = QUARTER / 1_000_000;
    let mut seconds = (gap.end.micros().min(inquiry.span.end.micros()) - inquiry.span.start.micros()) / 1_000_000;
    seconds -= seconds % step;
    while seconds * 2 >= inquiry.span.seconds() && seconds > 0 {
        let span = Span::new(inquiry.span.start, inquiry.span.start.plus_seconds(seconds))?;
        if span != inquiry.span && around.objections(place, inquiry, span).is_empty() {
            return Some((Instead::Shorter, span));
        }
        seconds -= step;
    }
    None
}

/// Other places like this one that are free at the wished time.
fn elsewhere<T: Reads + Now>(
    tx: &T,
    me: &Actor,
    book: &Rulebook,
    place: &Place,
    ask: &Ask,
) -> Result<Vec<Alternative>> {
    let mut found = Vec::new();
    for resource in estate::alike(tx, me, &place.resource, MAX_PLACES)? {
        let ask = Ask { resource: resource.id, addons: Vec::new(), ..ask.clone() };
        if let Ok(fit) = fits(tx, me, book, resource, &ask)? {
            let (resource, span) = (fit.resource, ask.span);
            found.push(Alternative { instead: Instead::Elsewhere, resource, span, quote: fit.quote });
        }
        if found.len() == OFFERED {
            break;
        }
    }
    Ok(found)
}

/// What is looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Search {
    /// What place it should be: kind, category, people, properties, words, near where.
    pub wanted: Wanted,
    /// When; every place is told how it is then.
    pub span: Span,
    /// Seats or pieces.
    pub places: u32,
    /// For how many people.
    pub people: u32,
    /// For whom; who looks around need not be a member.
    pub member: Option<MemberId>,
    /// At most so many of each.
    pub limit: usize,
}

/// A place that fits and is free.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// The place.
    pub resource: Resource,
    /// For how much.
    pub quote: Quote,
    /// Metres from where one looked, when both are on the map.
    pub distance: Option<u64>,
}

/// A place that fits and cannot be had then.
#[derive(Debug, Clone, PartialEq)]
pub struct Unfit {
    /// The place.
    pub resource: Resource,
    /// Why not.
    pub objections: Vec<Objection>,
    /// When as much time is free next, within a week.
    pub next: Option<Span>,
    /// Metres from where one looked.
    pub distance: Option<u64>,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// What can be had, the nearest or smallest that suffices first.
    pub fitting: Vec<Fit>,
    /// What would do at another time, or for another.
    pub others: Vec<Unfit>,
    /// How many can be had; of them at most the limit are in `fitting`.
    pub free: usize,
    /// Categories of which several can be had for the same price: any of them would do.
    pub anys: Vec<AnyOf>,
    /// Categories of which everything is taken, for which one may wait.
    pub taken: Vec<ResourceCategoryId>,
    /// By what else the places that can be had are told apart.
    pub facets: Facets,
}

/// Several places of a category that can be had for the same price.
#[derive(Debug, Clone, PartialEq)]
pub struct AnyOf {
    /// The category.
    pub category: ResourceCategoryId,
    /// How many can be had for that.
    pub free: usize,
    /// The price.
    pub quote: Quote,
}

/// The most places whose time is looked at in one search: more than anybody can choose from.
const MAX_LOOKED: usize = 500;

/// Looks through all places: "what is free for six people with a projector tomorrow from two to four, near me?"
///
/// Policies, prices and the tree are read once; of each place what decides about the time that is asked for.
pub fn find<T: Reads + Now>(tx: &T, me: &Actor, search: &Search) -> Result<Found> {
    let mut found = Found::default();
    let book = Rulebook::read(tx, search.member.unwrap_or(MemberId::from_bytes([0; 16])))?;
    let (tree, lines) = (ayni_resources::tree(tx, me)?, Categories::read(tx)?);
    let mut taken: Vec<ResourceCategoryId> = Vec::new();
    for (resource, distance) in estate::measured(&tree, &lines, &search.wanted).into_iter().take(MAX_LOOKED) {
        let ask = Ask {
            places: search.places.clamp(1, resource.places.max(1)),
            people: search.people,
            ..Ask::plain(resource.id, book.member(), search.span)
        };
        match fits(tx, me, &book, resource, &ask)? {
            Ok(fit) => found.fitting.push(Fit { distance, ..fit }),
            Err((place, objections)) => {
                let only = objections.iter().all(|objection| objection.hurdle == Hurdle::Taken);
                taken.extend(place.resource.category.filter(|_| only));
                if found.others.len() < search.limit {
                    found.others.push(unfit(tx, me, &book, (*place, objections, distance), &ask)?);
                }
            }
        }
    }
    found.facets = facets::count(&tree, &lines, found.fitting.iter().map(|fit| &fit.resource));
    found.fitting.sort_by_key(|fit| (fit.distance, fit.resource.capacity, fit.quote.total, fit.resource.position));
    found.anys = anys(&found.fitting);
    taken.retain(|category| found.fitting.iter().all(|fit| fit.resource.category != Some(*category)));
    found.taken = taken.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
    found.free = found.fitting.len();
    found.fitting.truncate(search.limit);
    found.others.sort_by_key(|unfit| (unfit.next.map_or(tables::FOREVER, |span| span.start), unfit.distance));
    Ok(found)
}

/// The categories of which more than one place can be had at the lowest price, in the order of what was found.
fn anys(fitting: &[Fit]) -> Vec<AnyOf> {
    let mut anys: Vec<AnyOf> = Vec::new();
    for (category, fit) in fitting.iter().filter_map(|fit| Some((fit.resource.category?, fit))) {
        let (price, currency) = (fit.quote.total, fit.quote.currency);
        match anys.iter_mut().find(|any| any.category == category) {
            None => anys.push(AnyOf { category, free: 1, quote: fit.quote.clone() }),
            Some(any) if price < any.quote.total => *any = AnyOf { category, free: 1, quote: fit.quote.clone() },
            Some(any) if (price, currency) == (any.quote.total, any.quote.currency) => any.free += 1,
            Some(_) => {}
        }
    }
    anys.retain(|any| any.free > 1);
    anys
}

/// A place with what stands in its way.
type Missed = (Box<Place>, Vec<Objection>);

fn fits<T: Reads + Now>(
    tx: &T,
    me: &Actor,
    book: &Rulebook,
    resource: Resource,
    ask: &Ask,
) -> Result<std::result::Result<Fit, Missed>> {
    let place = Place::of(tx, resource)?;
    let inquiry = inquire(me, book, &place, ask, tx.now(), None);
    let around = Around::read(tx, &place, &inquiry, place.day_around(ask.span))?;
    let objections = around.objections(&place, &inquiry, ask.span);
    if objections.is_empty() {
        let quote = quote(tx, &place, &inquiry, ask.span, &around)?;
        return Ok(Ok(Fit { resource: place.resource, quote, distance: None }));
    }
    Ok(Err((Box::new(place), objections)))
}

/// What cannot be had, with when it can be had next where that is a matter of time.
fn unfit<T: Reads + Now>(
    tx: &T,
    me: &Actor,
    book: &Rulebook,
    (place, objections, distance): (Place, Vec<Objection>, Option<u64>),
    ask: &Ask,
) -> Result<Unfit> {
    let mends = objections.iter().all(|objection| matches!(objection.hurdle, Hurdle::Taken | Hurdle::Closed));
    let next = if mends { next_free(tx, &place, &inquire(me, book, &place, ask, tx.now(), None))? } else { None };
    Ok(Unfit { resource: place.resource, objections, next, distance })
}

/// When as much time as wished is free next, within a week.
fn next_free(tx: &impl Reads, place: &Place, inquiry: &Inquiry<'_>) -> Result<Option<Span>> {
    let reach = inquiry.span.widened(0, REACH_DAYS * 86_400);
    let around = Around::read(tx, place, inquiry, reach)?;
    let later = shifted(place, &around, inquiry).into_iter().map(|(_, span)| span);
    Ok(later.filter(|span| span.start >= inquiry.span.start).min())
}

/// How a place is at a time, whatever the rules say who may book it; for pictures of many places.
pub fn vacancy(tx: &impl Reads, me: &Actor, resource: ResourceId, span: Span) -> Result<Vacancy> {
    let place = Place::find(tx, me, resource)?;
    if !place.resource.takes_bookings() {
        return Ok(Vacancy::Off);
    }
    let open = place.open(tx, span)?;
    // What goes by the day or week is closed at night without being closed.
    let is_open = match place.resource.unit {
        Unit::Day | Unit::Week => !open.is_empty(),
        Unit::Minutes | Unit::Hour | Unit::HalfDay => open.covers(&span),
    };
    if !is_open {
        return Ok(Vacancy::Closed);
    }
    let free = place.occupied(tx, span, None)?.free(&open, 1, place.resource.places);
    Ok(if free.seconds() == open.seconds() { Vacancy::Free } else { Vacancy::Taken })
}

/// When so many `places` of a resource can still be had in a span: hours without closures, bookings and what is kept
/// free around them.
pub fn free(tx: &impl Reads, me: &Actor, resource: ResourceId, span: Span, places: u32) -> Result<Spans> {
    let place = Place::find(tx, me, resource)?;
    let open = place.open(tx, span)?;
    Ok(place.occupied(tx, span, None)?.free(&open, places, place.resource.places))
}

impl From<ayni_terms::Objection> for Objection {
    fn from(objection: ayni_terms::Objection) -> Self {
        let ayni_terms::Objection { policy, fault, mend, .. } = objection;
        Self { hurdle: Hurdle::Policy, policy, fault, mend }
    }
}
