//! Where bookings could go that cannot stay, with the least disturbance.

use std::collections::BTreeMap;

use ayni_calendar::{Span, wall};
use ayni_kernel::{Actor, Reads, ResourceId, Result, tx::Now};
use ayni_resources::{ClosureWay, Resource};
use ayni_terms::Rulebook;

use super::{Affected, Decision, matching::assign, shut};
use crate::{
    availability::{Instead, why},
    booking::inquire,
    estate,
    model::{Ask, Booking},
    obstacles::{Around, Bound},
    place::Place,
};

/// Places that are tried for each booking.
const MAX_PLACES: usize = 20;

/// The most bookings that are given places together.
const MAX_TOGETHER: usize = 40;

/// What another kind of place disturbs, beside one that can stand in.
const OTHER_KIND: u32 = 10_000;
/// What another building or floor disturbs.
const ELSEWHERE: u32 = 1_000;
/// The most that a difference in size disturbs.
const MAX_SIZE: u32 = 500;

/// A booking with the places that it could have at its own time, and how much each disturbs.
struct Candidate {
    booking: Booking,
    place: Resource,
    places: Vec<(Resource, u32)>,
}

/// Proposes for each booking, in the order given.
pub(super) fn propose<T: Reads + Now>(
    tx: &T,
    me: &Actor,
    closed: &Resource,
    bookings: Vec<Booking>,
    way: ClosureWay,
) -> Result<Vec<Affected>> {
    let shut = shut(tx, closed)?;
    let mut alike: BTreeMap<ResourceId, (Resource, Vec<Resource>)> = BTreeMap::new();
    let mut candidates = Vec::new();
    for booking in bookings {
        let (place, others) = if let Some(known) = alike.get(&booking.resource) {
            known.clone()
        } else {
            let place = ayni_resources::unasked(tx, booking.resource)?;
            let mut others = estate::alike(tx, me, &place, MAX_PLACES)?;
            others.retain(|other| !shut.contains(&other.id));
            alike.insert(booking.resource, (place.clone(), others.clone()));
            (place, others)
        };
        let mut places = Vec::new();
        for other in others {
            if fits(tx, me, &booking, &other, booking.span)? {
                let cost = disturbance(&place, &other);
                places.push((other, cost));
            }
        }
        candidates.push(Candidate { booking, place, places });
    }
    let chosen = choose(&candidates);
    let mut affected = Vec::new();
    for (candidate, instead) in candidates.into_iter().zip(chosen) {
        let own_time = candidate.booking.span;
        let instead = match instead {
            Some(resource) => Some((resource, own_time)),
            None => another_time(tx, me, &candidate)?,
        };
        affected.push(decided(candidate, instead, way));
    }
    Ok(affected)
}

fn decided(candidate: Candidate, instead: Option<(Resource, Span)>, way: ClosureWay) -> Affected {
    let Candidate { booking, place, .. } = candidate;
    let proposed = match (way, &instead) {
        (ClosureWay::Move, Some((to, span))) if *span == booking.span => Decision::Move { to: to.id, span: *span },
        (ClosureWay::Cancel, _) => Decision::Cancel,
        // Nobody is sent to another time unasked; whoever looks after the place may still choose so.
        _ => Decision::Tell,
    };
    Affected { booking, place, instead, proposed }
}

/// How much going to another place disturbs: less for one that can stand in, near by, of about the same size.
fn disturbance(place: &Resource, other: &Resource) -> u32 {
    let kind = match estate::likeness(place, other) {
        Some(0) => 0,
        _ => OTHER_KIND,
    };
    let near = if place.parent == other.parent { 0 } else { ELSEWHERE };
    kind + near + place.capacity.abs_diff(other.capacity).min(MAX_SIZE)
}

/// Whether a booking could be at a place at a time; by the house, so held to room alone.
fn fits<T: Reads + Now>(tx: &T, me: &Actor, booking: &Booking, to: &Resource, span: Span) -> Result<bool> {
    let ask = Ask { places: booking.places, people: booking.people, ..Ask::plain(to.id, booking.member, span) };
    let place = Place::of(tx, to.clone())?;
    if !place.managed_by(me) {
        return Ok(false);
    }
    let book = Rulebook::read(tx, booking.member)?;
    let mut inquiry = inquire(me, &book, &place, &ask, tx.now(), Some(booking.id));
    inquiry.bound = Bound::ToRoom;
    let around = Around::read(tx, &place, &inquiry, span)?;
    Ok(around.objections(&place, &inquiry, span).is_empty())
}

/// The place for each booking, so that as many as possible have one at their own time and the least is disturbed.
fn choose(candidates: &[Candidate]) -> Vec<Option<Resource>> {
    let mut chosen: Vec<Option<Resource>> = Vec::with_capacity(candidates.len());
    let mut rest = candidates;
    while !rest.is_empty() {
        let (together, after) = rest.split_at(together(rest));
        for (candidate, place) in together.iter().zip(matched(together)) {
            // Two that are not at the same time may share a place which the matching gave to one of them only.
            let place = place.or_else(|| spare(candidate, candidates, &chosen));
            chosen.push(place);
        }
        rest = after;
    }
    chosen
}

/// How many of the first bookings hang together by being at the same time.
fn together(bookings: &[Candidate]) -> usize {
    let mut end = None;
    let joined = bookings.iter().take(MAX_TOGETHER).take_while(|candidate| {
        let (span, open) = (candidate.booking.span, end);
        end = Some(open.map_or(span.end, |end: ayni_kernel::Timestamp| end.max(span.end)));
        open.is_none_or(|end| span.start < end)
    });
    joined.count().max(1)
}

fn matched(together: &[Candidate]) -> Vec<Option<Resource>> {
    let mut places: Vec<&Resource> = Vec::new();
    for (place, _) in together.iter().flat_map(|candidate| &candidate.places) {
        if !places.iter().any(|known| known.id == place.id) {
            places.push(place);
        }
    }
    let costs: Vec<Vec<Option<u32>>> = together
        .iter()
        .map(|candidate| {
            let cost =
                |place: &&Resource| candidate.places.iter().find(|(own, _)| own.id == place.id).map(|(_, cost)| *cost);
            places.iter().map(cost).collect()
        })
        .collect();
    let found = assign(&costs, places.len());
    found.into_iter().map(|column| column.and_then(|column| places.get(column).map(|place| (*place).clone()))).collect()
}

/// The least disturbing place that none of those before has at the same time.
fn spare(candidate: &Candidate, all: &[Candidate], chosen: &[Option<Resource>]) -> Option<Resource> {
    let mut places: Vec<&(Resource, u32)> = candidate.places.iter().collect();
    places.sort_by_key(|(place, cost)| (*cost, place.position));
    let is_free = |place: &Resource| {
        all.iter().zip(chosen).all(|(other, theirs)| {
            theirs.as_ref().is_none_or(|theirs| theirs.id != place.id)
                || !other.booking.span.overlaps(&candidate.booking.span)
        })
    };
    places.into_iter().map(|(place, _)| place).find(|place| is_free(place)).cloned()
}

/// Another time on the same day at the same place, the nearest.
fn another_time<T: Reads + Now>(tx: &T, me: &Actor, candidate: &Candidate) -> Result<Option<(Resource, Span)>> {
    let (booking, place) = (&candidate.booking, &candidate.place);
    let ask =
        Ask { places: booking.places, people: booking.people, ..Ask::plain(place.id, booking.member, booking.span) };
    let zone = Place::of(tx, place.clone())?.zone;
    let day = wall(&zone, booking.span.start).date();
    let verdict = why(tx, me, &ask, Some(booking.id))?;
    let shifted = verdict
        .alternatives
        .into_iter()
        .find(|other| other.instead == Instead::Shifted && wall(&zone, other.span.start).date() == day);
    Ok(shifted.map(|other| (other.resource, other.span)))
}
