//! Why a wish cannot be had: everything that stands in its way, named.

use std::collections::{BTreeMap, BTreeSet};

use ayni_calendar::{Span, Spans};
use ayni_kernel::{AddOnId, BookingId, BusyCalendarId, Error, Fault, Faults, MemberId, Name, Reads, Result, Timestamp};
use ayni_resources::{AddOn, Bookable, ResourceStatus, Unit};
use ayni_terms::{Deed, Mend, Rulebook, Terms, Used, Wish};

use crate::{
    busy,
    conflicts::Occupied,
    model::{MINUTE, State, Taken, buffered},
    place::Place,
    tables,
};

ayni_kernel::choices! {
    /// Which sort of thing stands in the way of a wish.
    Hurdle {
        /// A rule of the policy in force.
        Policy = 1 "policy",
        /// Somebody else has it.
        Taken = 2 "taken",
        /// It is closed then.
        Closed = 3 "closed",
        /// It cannot be booked at all, or not now.
        Off = 4 "off",
        /// It is over already.
        Past = 5 "past",
        /// Too many people or places.
        Size = 6 "size",
        /// The member lacks a training or an agreement.
        Qualification = 7 "qualification",
        /// Not enough of the equipment is left.
        AddOn = 8 "add-on",
    }
}

/// One thing that stands in the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Objection {
    /// Which sort.
    pub hurdle: Hurdle,
    /// The policy that says so.
    pub policy: Option<Name>,
    /// The sentence.
    pub fault: Fault,
    /// What would mend it.
    pub mend: Option<Mend>,
}

/// Whether the one who asks is held to the policy's rules. Those who look after a place are not: they know why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound {
    /// To rules and room.
    ToRules,
    /// To room alone.
    ToRoom,
}

/// A wish that is being looked at.
#[derive(Debug, Clone)]
pub(crate) struct Inquiry<'a> {
    /// The policies and prices as the member meets them.
    pub(crate) book: &'a Rulebook,
    pub(crate) member: MemberId,
    pub(crate) span: Span,
    pub(crate) places: u32,
    pub(crate) people: u32,
    pub(crate) addons: &'a [(AddOnId, u32)],
    pub(crate) now: Timestamp,
    pub(crate) deed: Deed,
    /// The booking that is being changed, which does not stand in its own way.
    pub(crate) changing: Option<BookingId>,
    pub(crate) bound: Bound,
}

/// What is known of a place around a wish.
#[derive(Debug, Clone)]
pub(crate) struct Around {
    pub(crate) open: Spans,
    pub(crate) occupied: Occupied,
    pub(crate) terms: Terms,
    /// The member's other bookings that the terms count.
    pub(crate) used: Vec<Used>,
    /// What can be added here, with what the wish asks of each.
    pub(crate) addons: Vec<(AddOn, u32)>,
    /// The qualifications that the member lacks, by name.
    pub(crate) lacks: Vec<Name>,
    /// The calendars from elsewhere that take something around the wish, by name.
    pub(crate) calendars: BTreeMap<BusyCalendarId, Name>,
}

/// Minutes for which a start may lie in the past: somebody stands in the room and books it.
const JUST_NOW: i64 = 15;

/// The most live bookings of one member that are counted for quotas: more than any person has.
const MAX_COUNTED: usize = 2_000;

impl Around {
    /// Reads what decides about a wish; `reach` is how far around it to look.
    pub(crate) fn read(tx: &impl Reads, place: &Place, inquiry: &Inquiry<'_>, reach: Span) -> Result<Self> {
        let terms = inquiry.book.terms(&place.spot);
        let wide = buffered(reach, &terms);
        let open = place.open(tx, reach)?;
        let occupied = place.occupied(tx, wide, inquiry.changing)?;
        let wish = wish(place, inquiry, inquiry.span, &open);
        let used = used(tx, inquiry, &ayni_terms::windows(&terms, &wish))?;
        let (addons, lacks) = (addons(tx, place, inquiry)?, lacks(tx, place, inquiry)?);
        let calendars = busy::names(tx, &occupied)?;
        Ok(Self { open, occupied, terms, used, addons, lacks, calendars })
    }

    /// Leaves out what will have moved away.
    pub(crate) fn leave(&mut self, leaving: &BTreeSet<BookingId>) {
        let stays = |taken: &Taken| taken.booking.is_none_or(|id| !leaving.contains(&id));
        self.occupied.own.retain(stays);
        self.occupied.others.retain(stays);
    }

    /// Everything that stands in the way of the wish in a span (its own, or another that is tried instead).
    pub(crate) fn objections(&self, place: &Place, inquiry: &Inquiry<'_>, span: Span) -> Vec<Objection> {
        let mut found: Vec<Objection> = [
            off(place),
            past(inquiry, span),
            size(place, inquiry, span),
            self.closed(place, span),
            self.taken(place, inquiry, span),
            self.unqualified(),
        ]
        .into_iter()
        .flatten()
        .collect();
        if inquiry.bound == Bound::ToRules {
            let ruled = ayni_terms::objections(&self.terms, &wish(place, inquiry, span, &self.open), &self.used);
            found.extend(ruled.into_iter().map(|objection| Objection {
                hurdle: Hurdle::Policy,
                policy: objection.policy,
                fault: objection.fault,
                mend: objection.mend,
            }));
        }
        found
    }

    /// What goes by the day or week needs some open time on each day; the nights between do not count. Everything else
    /// has to be open throughout.
    fn closed(&self, place: &Place, span: Span) -> Option<Objection> {
        let open = match place.resource.unit {
            Unit::Day | Unit::Week => ayni_calendar::dates(&place.zone, &span).into_iter().all(|date| {
                let part = ayni_calendar::day_span(&place.zone, date).clip(&span);
                part.is_none_or(|part| !self.open.within(&part).is_empty())
            }),
            Unit::Minutes | Unit::Hour | Unit::HalfDay => self.open.covers(&span),
        };
        (!open).then(|| plain(Hurdle::Closed, Fault::new("span", "bookings-closed")))
    }

    fn taken(&self, place: &Place, inquiry: &Inquiry<'_>, span: Span) -> Option<Objection> {
        let wide = buffered(span, &self.terms);
        let taken = self.occupied.in_the_way(wide, inquiry.places, place.resource.places)?;
        let calendar = taken.calendar.and_then(|id| self.calendars.get(&id));
        let fault = match calendar {
            Some(name) => Fault::new("span", "bookings-taken-elsewhere").with("calendar", name.as_str()),
            None if place.resource.places > 1 => Fault::new("span", "bookings-full"),
            None => Fault::new("span", "bookings-taken"),
        };
        Some(plain(Hurdle::Taken, fault.with("from", taken.span.start).with("to", taken.span.end)))
    }

    fn unqualified(&self) -> Option<Objection> {
        let name = self.lacks.first()?;
        let fault = Fault::new("resource", "bookings-unqualified").with("qualification", name.as_str());
        Some(plain(Hurdle::Qualification, fault))
    }
}

/// Whether enough of the equipment is left, which needs the span's own reading.
pub(crate) fn short_of(
    tx: &impl Reads,
    around: &Around,
    inquiry: &Inquiry<'_>,
    span: Span,
) -> Result<Option<Objection>> {
    for (addon, wanted) in &around.addons {
        let Some(stock) = addon.stock.filter(|_| *wanted > 0) else { continue };
        let mut own = tables::taken_addons(tx, addon.id, span)?;
        own.retain(|taken: &Taken| taken.booking != inquiry.changing || inquiry.changing.is_none());
        let out = Occupied { own, others: Vec::new() };
        if out.in_the_way(span, *wanted, stock).is_some() {
            let fault = Fault::new("addons", "bookings-addon-out").with("addon", addon.name.as_str());
            return Ok(Some(plain(Hurdle::AddOn, fault.with("stock", i64::from(stock)))));
        }
    }
    Ok(None)
}

/// The refusal that objections make: rules are faults of the form, a place that is gone is a conflict.
pub(crate) fn refusal(objections: Vec<Objection>) -> Result<()> {
    if let Some(taken) = objections.iter().find(|objection| objection.hurdle == Hurdle::Taken) {
        return Err(Error::Conflict(taken.fault.clone()));
    }
    let faults: Vec<Fault> = objections.into_iter().map(|objection| objection.fault).collect();
    if faults.is_empty() { Ok(()) } else { Err(Faults(faults).into()) }
}

fn plain(hurdle: Hurdle, fault: Fault) -> Objection {
    Objection { hurdle, policy: None, fault, mend: None }
}

fn wish<'a>(place: &'a Place, inquiry: &Inquiry<'_>, span: Span, open: &'a Spans) -> Wish<'a> {
    Wish {
        span,
        places: inquiry.places,
        zone: &place.zone,
        holidays: &place.opening.holidays,
        now: inquiry.now,
        deed: inquiry.deed,
        open,
    }
}

fn off(place: &Place) -> Option<Objection> {
    let word = match (place.resource.bookable, place.resource.status) {
        (Bookable::No, _) => "bookings-not-bookable",
        (_, ResourceStatus::Retired) => "bookings-retired",
        (_, ResourceStatus::Paused) => "bookings-paused",
        (Bookable::Yes, ResourceStatus::Active) => return None,
    };
    Some(plain(Hurdle::Off, Fault::new("resource", word)))
}

fn past(inquiry: &Inquiry<'_>, span: Span) -> Option<Objection> {
    let late = match inquiry.bound {
        Bound::ToRules => span.start < inquiry.now.plus_seconds(-JUST_NOW * MINUTE),
        // The desk writes down what is going on, not what is over.
        Bound::ToRoom => span.end <= inquiry.now,
    };
    late.then(|| plain(Hurdle::Past, Fault::new("span", "bookings-past")))
}

fn size(place: &Place, inquiry: &Inquiry<'_>, span: Span) -> Option<Objection> {
    let (places, capacity) = (place.resource.places, place.resource.capacity);
    let fault = if inquiry.places == 0 || inquiry.places > places {
        Fault::new("places", "bookings-places").with("max", i64::from(places))
    } else if capacity > 0 && inquiry.people > capacity {
        Fault::new("people", "bookings-people").with("max", i64::from(capacity))
    } else if tables::width(span) > tables::MAX_BUCKETS {
        Fault::new("span", "bookings-too-long")
    } else {
        return None;
    };
    Some(plain(Hurdle::Size, fault))
}

/// The member's other live bookings that touch the windows which quotas count.
fn used(tx: &impl Reads, inquiry: &Inquiry<'_>, windows: &[Span]) -> Result<Vec<Used>> {
    let Some(from) = windows.iter().map(|window| window.start).min() else { return Ok(Vec::new()) };
    let mut used = Vec::new();
    for place in tables::of_member_from(tx, inquiry.member, from)?.take(MAX_COUNTED) {
        let (_, id) = place?;
        if Some(id) == inquiry.changing {
            continue;
        }
        let face = tables::face(tx, id)?;
        let counts = face.state.is_live() || face.state == State::Completed || face.state == State::NoShow;
        if counts && windows.iter().any(|window| window.overlaps(&face.span)) {
            let category = ayni_resources::unasked(tx, face.resource)?.category;
            used.push(Used { span: face.span, places: face.places, resource: face.resource, category });
        }
    }
    Ok(used)
}

fn addons(tx: &impl Reads, place: &Place, inquiry: &Inquiry<'_>) -> Result<Vec<(AddOn, u32)>> {
    if inquiry.addons.is_empty() {
        return Ok(Vec::new());
    }
    let offered = ayni_resources::offered(tx, &place.resource)?;
    let wanted = inquiry.addons.iter().filter(|(_, pieces)| *pieces > 0);
    wanted
        .map(|(id, pieces)| {
            if !offered.contains(id) {
                return Err(Error::invalid("addons", "bookings-addon-unknown"));
            }
            Ok((ayni_resources::addon(tx, *id)?, *pieces))
        })
        .collect()
}

fn lacks(tx: &impl Reads, place: &Place, inquiry: &Inquiry<'_>) -> Result<Vec<Name>> {
    let missing = ayni_resources::missing(tx, &place.resource, inquiry.member, inquiry.span.start)?;
    Ok(missing.into_iter().map(|qualification| qualification.name).collect())
}
