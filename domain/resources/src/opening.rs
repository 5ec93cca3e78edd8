//! When a resource is open: hours and holidays with what is taken over from above, minus closures; in its own zone.

use ayni_calendar::{Holidays, Hours, Span, Spans, civil};
use ayni_communities::TimeZoneName;
use ayni_kernel::{Result, tx::Reads};

use crate::{closures, model::Resource, tables};

/// All that decides when a resource is open, apart from closures: read once for many spans.
#[derive(Debug, Clone, PartialEq)]
pub struct Opening {
    /// Where its clocks are.
    pub zone: TimeZoneName,
    /// Its hours, or those taken over.
    pub hours: Hours,
    /// Its holidays, or those taken over.
    pub holidays: Holidays,
    /// For a set without hours of its own: how its parts are open, each of which must be.
    pub parts: Vec<Opening>,
}

impl Opening {
    /// From a resource and what it stands in, nearest first; `community` is the zone where none of them names one.
    pub fn of(resource: &Resource, line: &[Resource], community: &TimeZoneName) -> Self {
        let all = || std::iter::once(resource).chain(line);
        Self {
            zone: all().find_map(|each| each.zone.clone()).unwrap_or_else(|| community.clone()),
            hours: all().find_map(|each| each.hours.clone()).unwrap_or_else(Hours::always),
            holidays: all().find_map(|each| each.holidays.clone()).unwrap_or_default(),
            parts: Vec::new(),
        }
    }

    /// When the resource is open within a span, closures aside.
    pub fn within(&self, span: &Span) -> Spans {
        let zone = self.zone.zone();
        let dates = civil::dates(&zone, span);
        let holidays = match (dates.first(), dates.last()) {
            // Times that began on the day before may reach into the span.
            (Some(first), Some(last)) => self.holidays.between(first.yesterday().unwrap_or(*first), *last),
            _ => Vec::new(),
        };
        let open = self.hours.open(&zone, span, &holidays);
        self.parts.iter().fold(open, |open, part| open.common(&part.within(span)))
    }
}

/// The zone in which a resource's clocks run: its own, else of what it stands in, else the community's.
pub fn zone(tx: &impl Reads, resource: &Resource) -> Result<TimeZoneName> {
    Ok(own(tx, resource)?.zone)
}

/// The hours that count for a resource: its own, else of what it stands in, else always.
pub fn hours(tx: &impl Reads, resource: &Resource) -> Result<Hours> {
    Ok(own(tx, resource)?.hours)
}

/// The holidays that count for a resource: its own, else of what it stands in, else none.
pub fn holidays(tx: &impl Reads, resource: &Resource) -> Result<Holidays> {
    Ok(own(tx, resource)?.holidays)
}

/// All that decides when a resource is open, apart from closures.
pub fn opening(tx: &impl Reads, resource: &Resource) -> Result<Opening> {
    let mut opening = own(tx, resource)?;
    if resource.hours.is_none() {
        for part in crate::shape::members(&tables::Kept(tx), resource.id)?.into_iter().skip(1) {
            opening.parts.extend(tables::unasked(tx, part)?.map(|part| own(tx, &part)).transpose()?);
        }
    }
    Ok(opening)
}

/// When a resource can be booked within a span, as far as hours and closures say. A closure counts whatever is to
/// happen to bookings inside: it lets no new ones in.
pub fn open(tx: &impl Reads, resource: &Resource, span: &Span) -> Result<Spans> {
    let closed: Spans = closures::closures(tx, resource, span)?.into_iter().map(|(closed, _)| closed).collect();
    Ok(opening(tx, resource)?.within(span).minus(&closed))
}

fn own(tx: &impl Reads, resource: &Resource) -> Result<Opening> {
    let community = ayni_communities::settings(tx)?.time_zone;
    Ok(Opening::of(resource, &tables::line(tx, resource)?, &community))
}
