//! The records as they are stored, with their versions.

use ayni_calendar::{Holidays, Hours};
use ayni_communities::{Access, TimeZoneName};
use ayni_kernel::{
    AddOnId, Address, AttributeId, Body, Code, Line, MemberId, Name, PlanId, Point, QualificationId,
    ResourceCategoryId, ResourceId, Result, Timestamp,
};
use ayni_storage::record;
use rkyv::{Archive, Deserialize, Serialize};

use super::damaged;
use crate::{
    categories::{Attribute, AttributeKind, Filter, Need, ResourceCategory, Value},
    model::{Bookable, Placement, Resource, ResourceKind, ResourceStatus, Unit},
};

#[derive(Archive, Serialize, Deserialize)]
pub(super) struct StoredResource {
    pub(super) code: String,
    name: String,
    kind: u8,
    pub(super) parent: Option<ResourceId>,
    pub(super) position: u32,
    pub(super) parts: Vec<ResourceId>,
    pub(super) category: Option<ResourceCategoryId>,
    status: u8,
    note: String,
    access: u8,
    bookable: u8,
    capacity: u32,
    places: u32,
    unit: u8,
    zone: Option<String>,
    /// Opening hours in their text form.
    hours: Option<String>,
    /// Rules of holidays in their text form.
    holidays: Option<String>,
    attributes: Vec<(AttributeId, StoredValue)>,
    tags: Vec<String>,
    rules: String,
    description: String,
    managers: Vec<MemberId>,
    location: Option<(i32, i32)>,
    /// Street, locality, postal code, region, country.
    address: [String; 5],
    photos: Vec<[u8; 32]>,
    qualifications: Vec<QualificationId>,
    addons: Vec<AddOnId>,
    pub(super) plan: Option<(PlanId, u16, u16)>,
    equivalent: Option<String>,
    created: Timestamp,
    updated: Timestamp,
}
record!(StoredResource, 1);

#[derive(Archive, Serialize, Deserialize)]
enum StoredValue {
    Number(i64),
    Choice(String),
    Text(String),
    Yes,
    No,
}

#[derive(Archive, Serialize, Deserialize)]
pub(super) struct StoredCategory {
    parent: Option<ResourceCategoryId>,
    name: String,
    icon: String,
    attributes: Vec<StoredAttribute>,
}
record!(StoredCategory, 1);

#[derive(Archive, Serialize, Deserialize)]
struct StoredAttribute {
    id: AttributeId,
    name: String,
    kind: StoredKind,
    need: u8,
    filter: u8,
}

#[derive(Archive, Serialize, Deserialize)]
enum StoredKind {
    Number(String),
    Choice(Vec<String>),
    Text,
    YesNo,
}

pub(super) fn line(text: &str) -> Result<Line> {
    Line::parse("text", text).map_err(damaged)
}

pub(super) fn body(text: &str) -> Result<Body> {
    Body::parse("text", text).map_err(damaged)
}

pub(super) fn name(text: &str) -> Result<Name> {
    Name::parse("name", text).map_err(damaged)
}

fn lines(texts: &[String]) -> Result<Vec<Line>> {
    texts.iter().map(|text| line(text)).collect()
}

fn strings(lines: &[Line]) -> Vec<String> {
    lines.iter().map(ToString::to_string).collect()
}

impl From<&Resource> for StoredResource {
    fn from(resource: &Resource) -> Self {
        let Address { street, locality, postal_code, region, country } = &resource.address;
        Self {
            code: resource.code.to_string(),
            name: resource.name.to_string(),
            kind: resource.kind.number(),
            parent: resource.parent,
            position: resource.position,
            parts: resource.parts.clone(),
            category: resource.category,
            status: resource.status.number(),
            note: resource.note.to_string(),
            access: resource.access.number(),
            bookable: resource.bookable.number(),
            capacity: resource.capacity,
            places: resource.places,
            unit: resource.unit.number(),
            zone: resource.zone.as_ref().map(ToString::to_string),
            hours: resource.hours.as_ref().map(ToString::to_string),
            holidays: resource.holidays.as_ref().map(ToString::to_string),
            attributes: resource.attributes.iter().map(|(id, value)| (*id, StoredValue::from(value))).collect(),
            tags: strings(&resource.tags),
            rules: resource.rules.to_string(),
            description: resource.description.to_string(),
            managers: resource.managers.clone(),
            location: resource.location.map(Point::steps),
            address: [street, locality, postal_code, region, country].map(ToString::to_string),
            photos: resource.photos.clone(),
            qualifications: resource.qualifications.clone(),
            addons: resource.addons.clone(),
            plan: resource.plan.map(|placement| (placement.plan, placement.x, placement.y)),
            equivalent: resource.equivalent.as_ref().map(ToString::to_string),
            created: resource.created,
            updated: resource.updated,
        }
    }
}

impl StoredResource {
    pub(super) fn open(self, id: ResourceId) -> Result<Resource> {
        let [street, locality, postal_code, region, country] = &self.address;
        let address = Address {
            street: line(street)?,
            locality: line(locality)?,
            postal_code: line(postal_code)?,
            region: line(region)?,
            country: line(country)?,
        };
        Ok(Resource {
            id,
            code: Code::parse("code", &self.code).map_err(damaged)?,
            name: name(&self.name)?,
            kind: ResourceKind::stored(self.kind)?,
            parent: self.parent,
            position: self.position,
            parts: self.parts,
            category: self.category,
            status: ResourceStatus::stored(self.status)?,
            note: line(&self.note)?,
            access: Access::stored(self.access)?,
            bookable: Bookable::stored(self.bookable)?,
            capacity: self.capacity,
            places: self.places,
            unit: Unit::stored(self.unit)?,
            zone: self.zone.map(TimeZoneName::stored),
            hours: self.hours.map(|text| Hours::parse("hours", &text).map_err(damaged)).transpose()?,
            holidays: self.holidays.map(|text| Holidays::parse("holidays", &text).map_err(damaged)).transpose()?,
            attributes: self
                .attributes
                .into_iter()
                .map(|(id, value)| Ok((id, value.open()?)))
                .collect::<Result<_>>()?,
            tags: lines(&self.tags)?,
            rules: body(&self.rules)?,
            description: body(&self.description)?,
            managers: self.managers,
            location: self.location.map(|(latitude, longitude)| Point::from_steps(latitude, longitude)),
            address,
            photos: self.photos,
            qualifications: self.qualifications,
            addons: self.addons,
            plan: self.plan.map(|(plan, x, y)| Placement { plan, x, y }),
            equivalent: self.equivalent.as_deref().map(line).transpose()?,
            created: self.created,
            updated: self.updated,
        })
    }
}

impl From<&Value> for StoredValue {
    fn from(value: &Value) -> Self {
        match value {
            Value::Number(number) => Self::Number(*number),
            Value::Choice(option) => Self::Choice(option.to_string()),
            Value::Text(text) => Self::Text(text.to_string()),
            Value::Yes => Self::Yes,
            Value::No => Self::No,
        }
    }
}

impl StoredValue {
    fn open(self) -> Result<Value> {
        Ok(match self {
            Self::Number(number) => Value::Number(number),
            Self::Choice(option) => Value::Choice(line(&option)?),
            Self::Text(text) => Value::Text(line(&text)?),
            Self::Yes => Value::Yes,
            Self::No => Value::No,
        })
    }
}

impl From<&ResourceCategory> for StoredCategory {
    fn from(category: &ResourceCategory) -> Self {
        Self {
            parent: category.parent,
            name: category.name.to_string(),
            icon: category.icon.to_string(),
            attributes: category.attributes.iter().map(StoredAttribute::from).collect(),
        }
    }
}

impl StoredCategory {
    pub(super) fn open(self, id: ResourceCategoryId) -> Result<ResourceCategory> {
        Ok(ResourceCategory {
            id,
            parent: self.parent,
            name: name(&self.name)?,
            icon: line(&self.icon)?,
            attributes: self.attributes.into_iter().map(StoredAttribute::open).collect::<Result<_>>()?,
        })
    }
}

impl From<&Attribute> for StoredAttribute {
    fn from(attribute: &Attribute) -> Self {
        let kind = match &attribute.kind {
            AttributeKind::Number(unit) => StoredKind::Number(unit.to_string()),
            AttributeKind::Choice(options) => StoredKind::Choice(strings(options)),
            AttributeKind::Text => StoredKind::Text,
            AttributeKind::YesNo => StoredKind::YesNo,
        };
        let (need, filter) = (attribute.need.number(), attribute.filter.number());
        Self { id: attribute.id, name: attribute.name.to_string(), kind, need, filter }
    }
}

impl StoredAttribute {
    fn open(self) -> Result<Attribute> {
        let kind = match self.kind {
            StoredKind::Number(unit) => AttributeKind::Number(line(&unit)?),
            StoredKind::Choice(options) => AttributeKind::Choice(lines(&options)?),
            StoredKind::Text => AttributeKind::Text,
            StoredKind::YesNo => AttributeKind::YesNo,
        };
        let (need, filter) = (Need::stored(self.need)?, Filter::stored(self.filter)?);
        Ok(Attribute { id: self.id, name: name(&self.name)?, kind, need, filter })
    }
}
