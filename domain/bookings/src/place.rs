//! A resource as bookings need it: with its zone, those who look after it, and what is taken with it.

use ayni_calendar::{Span, Spans};
use ayni_kernel::{Actor, BookingId, MemberId, Reads, ResourceId, Result};
use ayni_resources::{Opening, Resource};
use ayni_terms::{Almanac, Spot};
use jiff::tz::TimeZone;

use crate::{conflicts::Occupied, model::Taken, policy, tables};

/// A resource with what decides about its bookings.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) resource: Resource,
    pub(crate) opening: Opening,
    pub(crate) zone: TimeZone,
    /// Where it stands, as policies and prices see it.
    pub(crate) spot: Spot,
    pub(crate) managers: Vec<MemberId>,
    /// Every other resource whose bookings take this one, too.
    pub(crate) related: Vec<ResourceId>,
}

impl Place {
    /// The place, when the actor may see it.
    pub(crate) fn find(tx: &impl Reads, me: &Actor, id: ResourceId) -> Result<Self> {
        let resource = ayni_resources::visible(tx, me, id)?;
        Self::of(tx, resource)
    }

    /// The place of a resource that was found already.
    pub(crate) fn of(tx: &impl Reads, resource: Resource) -> Result<Self> {
        let related = ayni_resources::related(tx, resource.id)?.blocking;
        let opening = ayni_resources::opening(tx, &resource)?;
        Ok(Self {
            zone: opening.zone.zone(),
            opening,
            spot: Spot::of(tx, &resource)?,
            managers: ayni_resources::managers(tx, &resource)?,
            related: related.into_iter().filter(|id| *id != resource.id).collect(),
            resource,
        })
    }

    /// The days that a span touches, with a bit more where it is longer: what prices ask about demand, and no more.
    pub(crate) fn day_around(&self, span: Span) -> Span {
        let first = ayni_calendar::wall(&self.zone, span.start).date();
        let day = ayni_calendar::day_span(&self.zone, first);
        Span { start: day.start.min(span.start), end: day.end.max(span.end) }
    }

    /// Whether the actor looks after it.
    pub(crate) fn managed_by(&self, me: &Actor) -> bool {
        policy::manages(me, &self.managers)
    }

    /// When it is open.
    pub(crate) fn open(&self, tx: &impl Reads, span: Span) -> Result<Spans> {
        let closed = ayni_resources::closures(tx, &self.resource, &span)?.into_iter().map(|(closed, _)| closed);
        Ok(self.opening.within(&span).minus(&closed.collect()))
    }

    /// What hours written as text are read by here.
    pub(crate) const fn almanac(&self) -> Almanac<'_> {
        Almanac { zone: &self.zone, holidays: &self.opening.holidays }
    }

    /// What is taken in a span, without one booking when that one is being changed.
    pub(crate) fn occupied(&self, tx: &impl Reads, span: Span, without: Option<BookingId>) -> Result<Occupied> {
        let keep = |taken: &Taken| taken.booking.is_none() || taken.booking != without;
        let mut own = taken(tx, self.resource.id, span)?;
        own.retain(keep);
        let mut others = Vec::new();
        for id in &self.related {
            others.extend(taken(tx, *id, span)?.into_iter().filter(keep));
        }
        Ok(Occupied { own, others })
    }
}

/// What is taken of one resource in a span, by bookings and by calendars from elsewhere.
pub(crate) fn taken(tx: &impl Reads, resource: ResourceId, span: Span) -> Result<Vec<Taken>> {
    let mut all = tables::taken(tx, resource, span)?;
    all.extend(tables::busy::taken(tx, resource, span)?);
    Ok(all)
}
