//! What pages and the API show of resources.

use ayni_kernel::{ReadTx, Result};
use ayni_resources::{AttributeKind, Resource, ResourceKind, ResourceStatus, Unit, Value};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    kit::{CardView, Words},
    links,
    members::views::{AddressView, PointView},
};

/// A resource in one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ResourceRef {
    /// The resource's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its code.
    pub code: String,
    /// Its kind, such as `room`.
    pub kind: &'static str,
    #[serde(skip)]
    #[schema(ignore)]
    pub link: String,
}

impl From<&Resource> for ResourceRef {
    fn from(resource: &Resource) -> Self {
        Self {
            id: resource.id.to_string(),
            name: resource.name.to_string(),
            code: resource.code.to_string(),
            kind: resource.kind.word(),
            link: links::resource(resource.id),
        }
    }
}

impl ResourceRef {
    /// Its drawing.
    pub(crate) fn icon(&self) -> &'static str {
        ResourceKind::from_word(self.kind).map_or("pin", icon)
    }
}

/// The drawing of a kind.
pub(crate) const fn icon(kind: ResourceKind) -> &'static str {
    match kind {
        ResourceKind::Site | ResourceKind::Building | ResourceKind::Floor => "building",
        ResourceKind::Room => "door",
        ResourceKind::Desk => "desk",
        ResourceKind::Machine | ResourceKind::Tool => "wrench",
        ResourceKind::Vehicle => "truck",
        ResourceKind::Equipment => "box",
        ResourceKind::Set => "list",
        ResourceKind::Other => "pin",
    }
}

/// A property with its value.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct FactView {
    /// The property's id.
    pub attribute: String,
    /// The property's name.
    pub name: String,
    /// The value: a decimal, the option, the text, `yes` or `no`.
    pub value: String,
    /// The unit of a number; may be empty.
    pub unit: String,
    #[serde(skip)]
    #[schema(ignore)]
    pub answer: Option<&'static str>,
}

/// A resource with all there is to see.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ResourceView {
    /// The resource's id.
    pub id: String,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// `site`, `building`, `floor`, `room`, `desk`, `machine`, `tool`, `vehicle`, `equipment`, `set` or `other`.
    pub kind: &'static str,
    /// What it stands in, outermost first.
    pub path: Vec<ResourceRef>,
    /// For a set: what is booked as one.
    pub parts: Vec<ResourceRef>,
    /// The id of its category.
    pub category: Option<String>,
    /// The name of its category.
    pub category_name: Option<String>,
    /// `active`, `paused` or `retired`.
    pub status: &'static str,
    /// Why it is paused.
    pub note: String,
    /// Who may see it: `public`, `group` or `private`.
    pub access: &'static str,
    /// `yes`, or `no` when it only holds others.
    pub bookable: &'static str,
    /// For how many people it is good; 0 when nothing is said.
    pub capacity: u32,
    /// Seats or pieces that can be booked side by side; 1 when it is booked as a whole.
    pub places: u32,
    /// By what it is booked: `minutes`, `hour`, `half-day`, `day` or `week`.
    pub unit: &'static str,
    /// The zone in which its clocks run.
    pub zone: String,
    /// Its opening hours in the notation of OpenStreetMap.
    pub hours: String,
    /// Its properties.
    pub facts: Vec<FactView>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// The house rules.
    pub rules: String,
    /// What there is to say.
    pub description: String,
    /// Who looks after it.
    pub managers: Vec<CardView>,
    /// Where it is on the map.
    pub location: Option<PointView>,
    /// Where it is, for people.
    pub address: Option<AddressView>,
    /// Addresses of its pictures.
    pub photos: Vec<String>,
    /// What a member must have to book it.
    pub qualifications: Vec<NamedView>,
    /// What may be added to a booking.
    pub addons: Vec<NamedView>,
    /// When it last changed.
    pub updated: String,
    #[serde(skip)]
    #[schema(ignore)]
    pub link: String,
    #[serde(skip)]
    #[schema(ignore)]
    pub office: String,
    #[serde(skip)]
    #[schema(ignore)]
    pub outage: String,
}

/// Something with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct NamedView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

impl ResourceView {
    /// The view of a resource that the reader may see.
    pub(crate) fn of(tx: &ReadTx, resource: &Resource) -> Result<Self> {
        let line = ayni_resources::ancestors(tx, resource)?;
        let with_point = resource.location.or_else(|| line.iter().find_map(|each| each.location));
        let with_address = std::iter::once(resource).chain(&line).find(|each| !each.address.is_empty());
        let category = resource.category.map(|id| ayni_resources::category(tx, id)).transpose()?.flatten();
        let opening = ayni_resources::opening(tx, resource)?;
        Ok(Self {
            id: resource.id.to_string(),
            code: resource.code.to_string(),
            name: resource.name.to_string(),
            kind: resource.kind.word(),
            path: line.iter().rev().map(ResourceRef::from).collect(),
            parts: parts(tx, resource)?,
            category: category.as_ref().map(|category| category.id.to_string()),
            category_name: category.map(|category| category.name.to_string()),
            status: resource.status.word(),
            note: resource.note.to_string(),
            access: resource.access.word(),
            bookable: resource.bookable.word(),
            capacity: resource.capacity,
            places: resource.places,
            unit: resource.unit.word(),
            zone: opening.zone.to_string(),
            hours: opening.hours.to_string(),
            facts: facts(tx, resource)?,
            tags: resource.tags.iter().map(ToString::to_string).collect(),
            rules: resource.rules.to_string(),
            description: resource.description.to_string(),
            managers: managers(tx, resource)?,
            location: with_point.map(PointView::from),
            address: with_address.map(|each| AddressView::from(&each.address)),
            photos: resource.photos.iter().map(links::photo).collect(),
            qualifications: qualifications(tx, resource)?,
            addons: addons(tx, resource)?,
            updated: resource.updated.to_string(),
            link: links::resource(resource.id),
            office: links::admin_resource(resource.id),
            outage: links::resolve_outage(resource.id),
        })
    }

    /// Whether it is out of service for now.
    pub(crate) fn is_paused(&self) -> bool {
        self.status == ResourceStatus::Paused.word()
    }

    /// Whether it was given up.
    pub(crate) fn is_retired(&self) -> bool {
        self.status == ResourceStatus::Retired.word()
    }

    /// The locale key of its kind.
    pub(crate) fn kind_key(&self) -> String {
        format!("resources-kind-{}", self.kind)
    }

    /// Whether it can be booked at all.
    pub(crate) fn is_bookable(&self) -> bool {
        self.bookable == ayni_resources::Bookable::Yes.word()
    }
}

fn parts(tx: &ReadTx, resource: &Resource) -> Result<Vec<ResourceRef>> {
    resource.parts.iter().map(|id| Ok(ResourceRef::from(&ayni_resources::unasked(tx, *id)?))).collect()
}

fn managers(tx: &ReadTx, resource: &Resource) -> Result<Vec<CardView>> {
    let all = ayni_resources::managers(tx, resource)?;
    all.into_iter().map(|id| Ok(ayni_members::name_of(tx, id)?.into())).collect()
}

fn qualifications(tx: &ReadTx, resource: &Resource) -> Result<Vec<NamedView>> {
    let needed = ayni_resources::needed(tx, resource)?;
    let named = needed.into_iter().map(|id| ayni_resources::qualification(tx, id));
    named.map(|each| each.map(|each| NamedView { id: each.id.to_string(), name: each.name.to_string() })).collect()
}

fn addons(tx: &ReadTx, resource: &Resource) -> Result<Vec<NamedView>> {
    let mut views = Vec::new();
    for id in ayni_resources::offered(tx, resource)? {
        let addon = ayni_resources::addon(tx, id)?;
        let open = addon.offer == ayni_resources::Offer::Open;
        views.extend(open.then(|| NamedView { id: addon.id.to_string(), name: addon.name.to_string() }));
    }
    Ok(views)
}

/// The properties that its category has and it says.
fn facts(tx: &ReadTx, resource: &Resource) -> Result<Vec<FactView>> {
    let Some(category) = resource.category else { return Ok(Vec::new()) };
    let mut facts = Vec::new();
    for attribute in ayni_resources::attributes(tx, category)? {
        let Some((_, value)) = resource.attributes.iter().find(|(id, _)| *id == attribute.id) else { continue };
        facts.push(FactView {
            attribute: attribute.id.to_string(),
            name: attribute.name.to_string(),
            value: value.to_string(),
            unit: match &attribute.kind {
                AttributeKind::Number(unit) => unit.to_string(),
                _ => String::new(),
            },
            answer: match value {
                Value::Yes => Some("resources-yes"),
                Value::No => Some("resources-no"),
                _ => None,
            },
        });
    }
    Ok(facts)
}

/// The words for a stay: "by the hour, up to 6 people".
pub(crate) fn booked_by(words: &Words, unit: Unit, places: u32) -> String {
    let by = words.say(&format!("resources-unit-{}", unit.word()));
    if places > 1 {
        format!("{by}, {}", words.say_with("resources-places-many", &[("count", i64::from(places).into())]))
    } else {
        by
    }
}
