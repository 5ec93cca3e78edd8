//! The form of a place: from a resource to its fields, and back to what the domain takes.

use ayni_communities::{Access, TimeZoneName};
use ayni_kernel::{
    Actor, Address, AttributeId, Body, Check, Code, Error, Fault, Line, MemberId, Name, Point, ReadTx,
    ResourceCategoryId, Result,
};
use ayni_resources::{Attribute, Bookable, Details, Resource, ResourceKind, Unit, Value};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{optional, rows::Rows};

/// A place as its form sends it: every field, changed or not.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ResourceForm {
    /// For a new one: the id of what it stands in; empty for an outermost one.
    pub(super) parent: String,
    /// Its code; made from the name when a new one has none.
    pub(super) code: String,
    /// Its name.
    pub(super) name: String,
    /// Its kind, such as `room`.
    pub(super) kind: String,
    /// The id of its category.
    pub(super) category: String,
    /// Who may see it: `public`, `group` or `private`.
    pub(super) access: String,
    /// `yes`, or `no` when it only holds others.
    pub(super) bookable: String,
    /// For how many people it is good; empty when nothing is said.
    pub(super) capacity: String,
    /// Seats or pieces that can be booked side by side; 1 when it is booked as a whole.
    pub(super) places: String,
    /// By what it is booked: `minutes`, `hour`, `half-day`, `day` or `week`.
    pub(super) unit: String,
    /// Its own time zone; empty for that of what it stands in.
    pub(super) zone: String,
    /// Words to find it by, with commas between.
    pub(super) tags: String,
    /// The house rules.
    pub(super) rules: String,
    /// What there is to say.
    pub(super) description: String,
    /// Street and number.
    pub(super) street: String,
    /// Town or village.
    pub(super) locality: String,
    /// Postal code.
    pub(super) postal_code: String,
    /// County, province, state.
    pub(super) region: String,
    /// Country.
    pub(super) country: String,
    /// Degrees north; empty for no place on the map.
    pub(super) latitude: String,
    /// Degrees east.
    pub(super) longitude: String,
    /// The word for those that can stand in for one another.
    pub(super) equivalent: String,
    /// The ids of members who look after it.
    pub(super) managers: Vec<String>,
    /// A further one by number.
    pub(super) manager: String,
    /// The same by id.
    pub(super) manager_id: String,
    /// The ids of what a member must have to book it.
    pub(super) qualifications: Vec<String>,
    /// The ids of what may be added to a booking.
    pub(super) addons: Vec<String>,
    /// For a set: the ids of what is booked as one.
    pub(super) parts: Vec<String>,
    /// Its properties.
    pub(super) facts: Vec<FactForm>,
    /// Ticks and properties as HTML forms send them: `part-<id>`, `fact-<id>`, …
    #[serde(flatten)]
    #[schema(ignore)]
    pub(super) rows: Rows,
}

/// What a place says about one property.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct FactForm {
    /// The property's id.
    attribute: String,
    /// A decimal, one of the options, text, or `yes` or `no`; empty for nothing.
    value: String,
}

impl ResourceForm {
    /// The form of a place as it is.
    pub(super) fn of(resource: &Resource) -> Self {
        let degrees = |of: fn(Point) -> f64| resource.location.map(|point| of(point).to_string()).unwrap_or_default();
        let mut rows = Rows::default();
        let ids = [
            ("manager-", resource.managers.iter().map(ToString::to_string).collect::<Vec<_>>()),
            ("qualification-", resource.qualifications.iter().map(ToString::to_string).collect()),
            ("addon-", resource.addons.iter().map(ToString::to_string).collect()),
            ("part-", resource.parts.iter().map(ToString::to_string).collect()),
        ];
        for (start, ids) in ids {
            for id in ids {
                rows.set(format!("{start}{id}"), "on");
            }
        }
        for (id, value) in &resource.attributes {
            rows.set(format!("fact-{id}"), value.to_string());
        }
        let tags: Vec<_> = resource.tags.iter().map(Line::as_str).collect();
        Self {
            code: resource.code.to_string(),
            name: resource.name.to_string(),
            kind: resource.kind.word().to_owned(),
            category: resource.category.map(|id| id.to_string()).unwrap_or_default(),
            access: resource.access.word().to_owned(),
            bookable: resource.bookable.word().to_owned(),
            capacity: if resource.capacity == 0 { String::new() } else { resource.capacity.to_string() },
            places: resource.places.to_string(),
            unit: resource.unit.word().to_owned(),
            zone: resource.zone.as_ref().map(ToString::to_string).unwrap_or_default(),
            tags: tags.join(", "),
            rules: resource.rules.to_string(),
            description: resource.description.to_string(),
            street: resource.address.street.to_string(),
            locality: resource.address.locality.to_string(),
            postal_code: resource.address.postal_code.to_string(),
            region: resource.address.region.to_string(),
            country: resource.address.country.to_string(),
            latitude: degrees(Point::latitude),
            longitude: degrees(Point::longitude),
            equivalent: resource.equivalent.as_ref().map(ToString::to_string).unwrap_or_default(),
            rows,
            ..Self::default()
        }
    }

    /// The form of a new place with what is usual for its kind.
    pub(super) fn usual(details: &Details) -> Self {
        Self {
            kind: details.kind.word().to_owned(),
            access: details.access.word().to_owned(),
            bookable: details.bookable.word().to_owned(),
            places: details.places.to_string(),
            unit: details.unit.word().to_owned(),
            ..Self::default()
        }
    }

    /// The details that the form says; hours and holidays, which have a form of their own, stay as in the place that is changed.
    pub(super) fn read(&self, tx: &ReadTx, me: &Actor, kept: Option<&Resource>) -> Result<Details> {
        let mut check = Check::default();
        let name = check.take(Name::parse("name", &self.name));
        let kind = check.take(ResourceKind::parse("kind", &self.kind));
        let (Some(name), Some(kind)) = (name, kind) else { return Err(check.into()) };
        let usual = Details::new(name, kind);
        let category: Option<ResourceCategoryId> = check.take(self.category()).flatten();
        let details = Details {
            code: check.take(self.code()).flatten(),
            parts: self.rows.chosen("part-", &self.parts),
            category,
            access: check.take(word("access", &self.access, usual.access, Access::parse)).unwrap_or(usual.access),
            bookable: check
                .take(word("bookable", &self.bookable, usual.bookable, Bookable::parse))
                .unwrap_or(usual.bookable),
            capacity: check.take(count("capacity", &self.capacity, 0)).unwrap_or_default(),
            places: check.take(count("places", &self.places, 1)).unwrap_or_default(),
            unit: check.take(word("unit", &self.unit, usual.unit, Unit::parse)).unwrap_or(usual.unit),
            zone: check.take(self.zone()).flatten(),
            hours: kept.and_then(|kept| kept.hours.clone()),
            holidays: kept.and_then(|kept| kept.holidays.clone()),
            attributes: self.facts(tx, category, &mut check)?,
            tags: check.take(self.tags()).unwrap_or_default(),
            rules: check.take(Body::parse("rules", &self.rules)).unwrap_or_default(),
            description: check.take(Body::parse("description", &self.description)).unwrap_or_default(),
            managers: self.managers(tx, me, &mut check)?,
            location: check.take(self.location()).flatten(),
            address: self.address(&mut check),
            qualifications: self.rows.chosen("qualification-", &self.qualifications),
            addons: self.rows.chosen("addon-", &self.addons),
            equivalent: check.take(Line::parse("equivalent", &self.equivalent)).filter(|word| !word.is_empty()),
            ..usual
        };
        check.done()?;
        Ok(details)
    }

    fn category(&self) -> Result<Option<ResourceCategoryId>, Fault> {
        optional(&self.category).map_err(|_| Fault::new("category", "resources-category-unknown"))
    }

    fn code(&self) -> Result<Option<Code>, Fault> {
        if self.code.trim().is_empty() { Ok(None) } else { Code::parse("code", &self.code).map(Some) }
    }

    fn zone(&self) -> Result<Option<TimeZoneName>, Fault> {
        if self.zone.trim().is_empty() { Ok(None) } else { TimeZoneName::parse("zone", &self.zone).map(Some) }
    }

    fn tags(&self) -> Result<Vec<Line>, Fault> {
        self.tags.split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(|tag| Line::parse("tags", tag)).collect()
    }

    fn location(&self) -> Result<Option<Point>, Fault> {
        let (latitude, longitude) = (self.latitude.trim().replace(',', "."), self.longitude.trim().replace(',', "."));
        if latitude.is_empty() && longitude.is_empty() {
            return Ok(None);
        }
        let degrees = latitude.parse().ok().zip(longitude.parse().ok());
        let (latitude, longitude) = degrees.ok_or_else(|| Fault::new("location", "fault-location"))?;
        Point::new(latitude, longitude).map(Some)
    }

    fn address(&self, check: &mut Check) -> Address {
        let mut line = |field, text: &str| check.take(Line::parse(field, text)).unwrap_or_default();
        Address {
            street: line("street", &self.street),
            locality: line("locality", &self.locality),
            postal_code: line("postal_code", &self.postal_code),
            region: line("region", &self.region),
            country: line("country", &self.country),
        }
    }

    fn managers(&self, tx: &ReadTx, me: &Actor, check: &mut Check) -> Result<Vec<MemberId>> {
        let mut managers: Vec<MemberId> = self.rows.chosen("manager-", &self.managers);
        if self.manager.trim().is_empty() && self.manager_id.is_empty() {
            return Ok(managers);
        }
        match member_named(tx, me, &self.manager_id, &self.manager)? {
            Some(member) => managers.push(member),
            None => check.fault(Fault::new("manager", "resources-manager-unknown")),
        }
        Ok(managers)
    }

    fn facts(
        &self,
        tx: &ReadTx,
        category: Option<ResourceCategoryId>,
        check: &mut Check,
    ) -> Result<Vec<(AttributeId, Value)>> {
        let attributes = category.map(|id| ayni_resources::attributes(tx, id)).transpose()?.unwrap_or_default();
        let mut values = Vec::new();
        for attribute in attributes {
            let value = check.take(Value::parse(&attribute, self.fact(&attribute))).flatten();
            values.extend(value.map(|value| (attribute.id, value)));
        }
        Ok(values)
    }

    /// What the form says about a property.
    pub(super) fn fact(&self, attribute: &Attribute) -> &str {
        let id = attribute.id.to_string();
        let named = self.facts.iter().find(|fact| fact.attribute == id).map(|fact| fact.value.as_str());
        named.unwrap_or_else(|| self.rows.cell(&format!("fact-{id}")))
    }
}

/// The member that somebody chose from the suggestions, or whose number was typed.
pub(super) fn member_named(tx: &ReadTx, me: &Actor, chosen: &str, typed: &str) -> Result<Option<MemberId>> {
    if let Ok(id) = chosen.parse::<MemberId>() {
        return Ok(ayni_members::get(tx, me, id).ok().map(|member| member.id));
    }
    let Ok(number) = Code::parse("member", typed) else { return Ok(None) };
    match ayni_members::by_number(tx, me, &number) {
        Ok(member) => Ok(Some(member.id)),
        Err(Error::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

/// A word of a closed set, or the usual one when nothing was sent.
fn word<T: Copy>(
    field: &'static str,
    raw: &str,
    usual: T,
    parse: fn(&'static str, &str) -> Result<T, Fault>,
) -> Result<T, Fault> {
    if raw.trim().is_empty() { Ok(usual) } else { parse(field, raw) }
}

/// A whole number, or the usual one when nothing was sent.
pub(super) fn count(field: &'static str, raw: &str, usual: u32) -> Result<u32, Fault> {
    let raw = raw.trim();
    if raw.is_empty() { Ok(usual) } else { raw.parse().map_err(|_| Fault::new(field, "resources-number")) }
}
