//! Reading what people and programs send about bookings: when, how many, with what.

use std::{collections::BTreeMap, str::FromStr};

use ayni_bookings::{Ask, Booking, Change};
use ayni_calendar::{Span, day_span, instant};
use ayni_kernel::{
    Actor, AddOnId, Body, BookingId, Check, Code, Error, Fault, Line, MemberId, ReadTx, Result, Timestamp,
};
use ayni_resources::{Resource, Unit};
use jiff::{ToSpan as _, civil::Date, tz::TimeZone};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::{when, zone_of};
use crate::kit::Visit;

/// How the names of the fields for add-ons begin; the add-on's id follows.
const ADDON: &str = "addon-";

/// Names that a search looks at before it asks for more letters.
const MAX_HITS: usize = 10;

/// A booking as its form, a link or a program sends it. Only `from` and `until` are needed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema, IntoParams)]
#[serde(default)]
pub(crate) struct BookForm {
    /// Made by the client so that sending twice books once.
    #[serde(deserialize_with = "text")]
    pub id: String,
    /// The id of the member it is for; the one acted for when left out.
    #[serde(deserialize_with = "text")]
    pub member: String,
    /// The name, code or number of the member it is for, as somebody at the desk typed it.
    #[serde(deserialize_with = "text")]
    pub person: String,
    /// The first day, for forms that ask for day and time apart.
    #[serde(deserialize_with = "text")]
    pub day: String,
    /// When it begins: `2026-11-24T14:00` in the place's time, with an offset, or a time of `day`.
    #[serde(deserialize_with = "text")]
    pub from: String,
    /// The last day, where it is not `day`.
    #[serde(deserialize_with = "text")]
    pub until_day: String,
    /// When it ends, in the same ways.
    #[serde(deserialize_with = "text")]
    pub until: String,
    /// Seats or pieces; 1 when left out.
    #[serde(deserialize_with = "text")]
    pub places: String,
    /// How many people come.
    #[serde(deserialize_with = "text")]
    pub people: String,
    /// What for.
    #[serde(deserialize_with = "text")]
    pub title: String,
    /// For those who look after the place.
    #[serde(deserialize_with = "text")]
    pub note: String,
    /// Where it is moved to: the id of a place, for changes.
    #[serde(deserialize_with = "text")]
    pub place: String,
    /// Add-ons: `addon-<id>` with how many.
    #[serde(flatten)]
    #[schema(value_type = BTreeMap<String, String>)]
    #[param(ignore)]
    pub more: BTreeMap<String, Value>,
}

/// Programs may send numbers as numbers, forms send everything as text.
pub(super) fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(written(&Value::deserialize(from)?))
}

fn written(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

impl BookForm {
    /// How many of an add-on were chosen.
    pub(crate) fn addon(&self, id: &str) -> String {
        self.more.get(&format!("{ADDON}{id}")).map(written).unwrap_or_default()
    }

    /// The add-ons with how many of each; those of which none is wanted are left out.
    fn addons(&self) -> Result<Vec<(AddOnId, u32)>, Fault> {
        let mut wanted = Vec::new();
        for (name, value) in &self.more {
            let Some(id) = name.strip_prefix(ADDON) else { continue };
            let count: u32 = whole("addons", &written(value))?.unwrap_or(0);
            let id = id.parse().map_err(|_| Fault::new("addons", "fault-id"))?;
            if count > 0 {
                wanted.push((id, count));
            }
        }
        Ok(wanted)
    }

    /// Whether a time was said at all.
    pub(crate) fn has_time(&self) -> bool {
        !(self.from.trim().is_empty() && self.until.trim().is_empty() && self.day.trim().is_empty())
    }

    /// From when to when. A time before the one it begins at is on the next day.
    pub(crate) fn span(&self, resource: &Resource, zone: &TimeZone, opening: &Opening<'_>) -> Result<Span> {
        let mut check = Check::default();
        let (day, last) =
            (check.take(when::read_day("day", &self.day)), check.take(when::read_day("until_day", &self.until_day)));
        check.done()?;
        let (day, last) = (day.flatten(), last.flatten());
        let timed = !self.from.trim().is_empty();
        if let Some(day) = day.filter(|_| !timed && by_days(resource.unit)) {
            return whole_days(zone, day, last.unwrap_or(day), opening);
        }
        let from = check.take(moment("from", zone, day, &self.from)).flatten();
        let start_day = from.map_or(day, |from| Some(ayni_calendar::wall(zone, from).date()));
        let until = check.take(moment("until", zone, last.or(start_day), &self.until)).flatten();
        check.done()?;
        let (Some(from), Some(until)) = (from, until) else {
            let field = if from.is_none() { "from" } else { "until" };
            return Err(Error::invalid(field, "fault-required"));
        };
        let until =
            if until <= from && last.is_none() && is_clock(&self.until) { next_day(zone, until) } else { until };
        Span::new(from, until).ok_or_else(|| Error::invalid("until", "bookings-ends-before"))
    }

    /// The wish that the form makes for a member.
    pub(crate) fn ask(&self, resource: &Resource, member: MemberId, span: Span) -> Result<Ask> {
        let mut check = Check::default();
        let id: Option<Option<BookingId>> = check.take(id("id", &self.id));
        let places = check.take(whole("places", &self.places));
        let people = check.take(whole("people", &self.people));
        let title = check.take(Line::parse("title", &self.title));
        let note = check.take(Body::parse("note", &self.note));
        let addons = check.take(self.addons());
        check.done()?;
        Ok(Ask {
            id: id.flatten(),
            places: places.flatten().unwrap_or(1),
            people: people.flatten().unwrap_or(0),
            title: title.unwrap_or_default(),
            note: note.unwrap_or_default(),
            addons: addons.unwrap_or_default(),
            ..Ask::plain(resource.id, member, span)
        })
    }

    /// For whom it is: the member named, found by name or number, or the one acted for.
    pub(crate) fn whom(&self, visit: &Visit, tx: &ReadTx, me: &Actor) -> Result<MemberId> {
        match id("member", &self.member)? {
            Some(member) => Ok(member),
            None if self.person.trim().is_empty() => me.member(),
            None => person(visit, tx, me, self.person.trim()),
        }
    }

    /// What the form changes of a booking; what it leaves out stays as it is.
    pub(crate) fn change(&self, tx: &ReadTx, me: &Actor, booking: &Booking) -> Result<Change> {
        let place = id("place", &self.place)?;
        let resource = match place {
            Some(id) => ayni_resources::visible(tx, me, id)?,
            None => ayni_resources::unasked(tx, booking.resource)?,
        };
        let span = if self.has_time() {
            let zone = zone_of(tx, &resource)?;
            self.span(&resource, &zone, &|day| open_hours(tx, &resource, &zone, day))?
        } else {
            booking.span
        };
        let ask = self.ask(&resource, booking.member, span)?;
        let said = |text: &str| !text.is_empty();
        Ok(Change {
            resource: place,
            span,
            places: if said(&self.places) { ask.places } else { booking.places },
            people: if said(&self.people) { ask.people } else { booking.people },
            // Only the page's form, which shows both, can empty them.
            title: if said(&self.title) || said(&self.day) { ask.title } else { booking.title.clone() },
            note: if said(&self.note) || said(&self.day) { ask.note } else { booking.note.clone() },
            addons: if self.more.is_empty() { booking.addons.clone() } else { ask.addons },
        })
    }
}

/// Tells when a place opens and closes on a day; `None` when it is closed.
pub(crate) type Opening<'a> = dyn Fn(Date) -> Result<Option<Span>> + 'a;

/// From the first opening of a day to its last closing.
pub(crate) fn open_hours(tx: &ReadTx, resource: &Resource, zone: &TimeZone, day: Date) -> Result<Option<Span>> {
    let open = super::open(tx, resource, day_span(zone, day))?;
    Ok(open.first().zip(open.iter().last()).and_then(|(first, last)| Span::new(first.start, last.end)))
}

/// Whether one chooses days instead of times.
pub(crate) const fn by_days(unit: Unit) -> bool {
    matches!(unit, Unit::Day | Unit::Week)
}

/// From the opening of the first day to the closing of the last; whole days where the place is closed.
fn whole_days(zone: &TimeZone, first: Date, last: Date, opening: &Opening<'_>) -> Result<Span> {
    if last < first {
        return Err(Error::invalid("until_day", "bookings-ends-before"));
    }
    let start = opening(first)?.map_or(day_span(zone, first).start, |open| open.start);
    let end = opening(last)?.map_or(day_span(zone, last).end, |open| open.end);
    Span::new(start, end).ok_or_else(|| Error::invalid("until_day", "bookings-ends-before"))
}

/// A moment that says its day itself, or a time of a day.
fn moment(field: &'static str, zone: &TimeZone, day: Option<Date>, text: &str) -> Result<Option<Timestamp>, Fault> {
    match day.filter(|_| is_clock(text)) {
        Some(day) => Ok(when::read_clock(field, day, text)?.map(|at| instant(zone, at))),
        None => when::read_moment(field, zone, text),
    }
}

fn is_clock(text: &str) -> bool {
    !text.contains(['T', 't', '-'])
}

fn next_day(zone: &TimeZone, moment: Timestamp) -> Timestamp {
    instant(zone, ayni_calendar::wall(zone, moment).saturating_add(1.day()))
}

/// The member with this number, or the only one with this name.
fn person(visit: &Visit, tx: &ReadTx, me: &Actor, typed: &str) -> Result<MemberId> {
    if let Ok(code) = Code::parse("person", typed)
        && let Ok(member) = ayni_members::by_number(tx, me, &code)
    {
        return Ok(member.id);
    }
    let hits = ayni_members::find(tx, me, &visit.community.index, typed, MAX_HITS)?;
    let same = hits.iter().filter(|member| member.name.as_str().to_lowercase() == typed.to_lowercase());
    match (same.collect::<Vec<_>>().as_slice(), hits.as_slice()) {
        ([one], _) => Ok(one.id),
        ([], [one]) => Ok(one.id),
        ([], []) => Err(Error::invalid("person", "bookings-person-unknown")),
        _ => Err(Error::invalid("person", "bookings-person-several")),
    }
}

/// An id; nothing for an empty field.
pub(crate) fn id<I: FromStr>(field: &'static str, text: &str) -> Result<Option<I>, Fault> {
    let text = text.trim();
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| Fault::new(field, "fault-id")) }
}

/// A whole number within the range of its type; nothing for an empty field.
pub(crate) fn whole<N: FromStr>(field: &'static str, text: &str) -> Result<Option<N>, Fault> {
    let text = text.trim();
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| Fault::new(field, "bookings-whole")) }
}
