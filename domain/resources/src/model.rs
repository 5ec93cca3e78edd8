//! What a resource is, and the decisions about it that need no transaction.

use ayni_calendar::{Holidays, Hours};
use ayni_communities::{Access, BlobHash, TimeZoneName};
use ayni_kernel::{
    AddOnId, Address, AttributeId, Body, Check, Code, Error, Fault, Line, MemberId, Name, PlanId, Point,
    QualificationId, ResourceCategoryId, ResourceId, Result, Slug, Timestamp,
};

use crate::categories::Value;

ayni_kernel::choices! {
    /// What kind of place or thing a resource is.
    ResourceKind {
        /// A piece of land or a complex with an address.
        Site = 1 "site",
        /// A building.
        Building = 2 "building",
        /// A floor of a building.
        Floor = 3 "floor",
        /// A room.
        Room = 4 "room",
        /// A desk.
        Desk = 5 "desk",
        /// A machine.
        Machine = 6 "machine",
        /// A tool that can be carried.
        Tool = 7 "tool",
        /// A vehicle.
        Vehicle = 8 "vehicle",
        /// Equipment: a projector, a set of chairs.
        Equipment = 9 "equipment",
        /// Several resources that are booked as one.
        Set = 10 "set",
        /// Anything else.
        Other = 11 "other",
    }

    /// Where a resource stands in its life.
    ResourceStatus {
        /// In use.
        Active = 1 "active",
        /// Out of service for now.
        Paused = 2 "paused",
        /// Given up; kept for what was booked.
        Retired = 3 "retired",
    }

    /// Whether a resource can be booked.
    Bookable {
        /// It can be booked.
        Yes = 1 "yes",
        /// It only holds others.
        No = 2 "no",
    }

    /// By what a resource is booked.
    Unit {
        /// By the minute: any start and end that its policy allows.
        Minutes = 1 "minutes",
        /// By whole hours.
        Hour = 2 "hour",
        /// By half days.
        HalfDay = 3 "half-day",
        /// By days.
        Day = 4 "day",
        /// By weeks.
        Week = 5 "week",
    }
}

/// The most parts of a set: a fleet, all desks of a room.
pub const MAX_PARTS: usize = 50;
/// The most properties given of one resource: a page of them.
pub const MAX_ATTRIBUTES: usize = 40;
/// The most tags: a line or two under the name.
pub const MAX_TAGS: usize = 20;
/// The most people who look after one resource.
pub const MAX_MANAGERS: usize = 20;
/// The most pictures: a row of them on a phone.
pub const MAX_PHOTOS: usize = 10;
/// The most trainings and agreements that one resource asks for.
pub const MAX_QUALIFICATIONS: usize = 10;
/// The most add-ons offered with one resource.
pub const MAX_ADDONS: usize = 50;
/// The most places of one resource: a hall's seats.
pub const MAX_PLACES: u32 = 10_000;
/// The most people a resource may be said to be good for.
pub const MAX_CAPACITY: u32 = 100_000;
/// A thousand: positions on a plan are in thousandths of its width and height.
pub const PERMILLE: u16 = 1_000;

/// Where a resource is on a floor plan, in thousandths of the picture's width and height.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placement {
    /// Which plan.
    pub plan: PlanId,
    /// From the left edge, at most [`PERMILLE`].
    pub x: u16,
    /// From the upper edge, at most [`PERMILLE`].
    pub y: u16,
}

/// A place or a thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    /// Its id.
    pub id: ResourceId,
    /// A short code that people can read and say; unique whatever its case.
    pub code: Code,
    /// Its name.
    pub name: Name,
    /// What it is.
    pub kind: ResourceKind,
    /// What it stands in.
    pub parent: Option<ResourceId>,
    /// Its place among its siblings, smallest first.
    pub position: u32,
    /// For a set: what is booked as one.
    pub parts: Vec<ResourceId>,
    /// The category, which says what properties it has.
    pub category: Option<ResourceCategoryId>,
    /// Where it stands in its life.
    pub status: ResourceStatus,
    /// Why it is paused, for everybody who sees it.
    pub note: Line,
    /// Who may see it. What stands in something is never seen by more than that.
    pub access: Access,
    /// Whether it can be booked.
    pub bookable: Bookable,
    /// For how many people it is good; 0 when nothing is said.
    pub capacity: u32,
    /// 1: booked as a whole. More: so many seats or pieces that can be booked side by side.
    pub places: u32,
    /// By what it is booked.
    pub unit: Unit,
    /// Its own time zone; without one its parent's counts, at last the community's.
    pub zone: Option<TimeZoneName>,
    /// When it is open; without hours of its own it is open as what it stands in, at last always.
    pub hours: Option<Hours>,
    /// Its holidays; without a list of its own those of what it stands in, at last none.
    pub holidays: Option<Holidays>,
    /// Its properties.
    pub attributes: Vec<(AttributeId, Value)>,
    /// Words to find it by.
    pub tags: Vec<Line>,
    /// The house rules.
    pub rules: Body,
    /// What there is to say.
    pub description: Body,
    /// Who looks after it and all that stands in it.
    pub managers: Vec<MemberId>,
    /// Where it is on the map.
    pub location: Option<Point>,
    /// Where it is, for people.
    pub address: Address,
    /// Pictures beside the store.
    pub photos: Vec<BlobHash>,
    /// What a member must have to book it; see [`needed`](crate::needed) for those of what it stands in too.
    pub qualifications: Vec<QualificationId>,
    /// What may be added to a booking; see [`offered`](crate::offered) for those of what it stands in too.
    pub addons: Vec<AddOnId>,
    /// Where it is on a floor plan.
    pub plan: Option<Placement>,
    /// Resources with the same word can stand in for one another; without a word, those of the same parent, category
    /// and number of places can.
    pub equivalent: Option<Line>,
    /// When it was made.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
}

/// What the editor of a resource sends: every field, changed or not.
#[derive(Debug, Clone, PartialEq)]
pub struct Details {
    /// Its code; without one, made from the name.
    pub code: Option<Code>,
    /// Its name.
    pub name: Name,
    /// What it is.
    pub kind: ResourceKind,
    /// For a set: what is booked as one, at most [`MAX_PARTS`].
    pub parts: Vec<ResourceId>,
    /// The category.
    pub category: Option<ResourceCategoryId>,
    /// Who may see it.
    pub access: Access,
    /// Whether it can be booked.
    pub bookable: Bookable,
    /// For how many people it is good, at most [`MAX_CAPACITY`]; 0 when nothing is said.
    pub capacity: u32,
    /// Seats or pieces that can be booked side by side, 1 to [`MAX_PLACES`].
    pub places: u32,
    /// By what it is booked.
    pub unit: Unit,
    /// Its own time zone.
    pub zone: Option<TimeZoneName>,
    /// When it is open, if that is not as what it stands in.
    pub hours: Option<Hours>,
    /// Its holidays, if they are not those of what it stands in.
    pub holidays: Option<Holidays>,
    /// Its properties, at most [`MAX_ATTRIBUTES`]; those that its category does not have are dropped.
    pub attributes: Vec<(AttributeId, Value)>,
    /// Words to find it by, at most [`MAX_TAGS`].
    pub tags: Vec<Line>,
    /// The house rules.
    pub rules: Body,
    /// What there is to say.
    pub description: Body,
    /// Who looks after it, at most [`MAX_MANAGERS`].
    pub managers: Vec<MemberId>,
    /// Where it is on the map.
    pub location: Option<Point>,
    /// Where it is, for people.
    pub address: Address,
    /// What a member must have to book it, at most [`MAX_QUALIFICATIONS`].
    pub qualifications: Vec<QualificationId>,
    /// What may be added to a booking, at most [`MAX_ADDONS`].
    pub addons: Vec<AddOnId>,
    /// The word for those that can stand in for one another.
    pub equivalent: Option<Line>,
}

impl Details {
    /// A resource of a kind with what is usual for it: sites, buildings and floors only hold others, desks go by the
    /// day, the rest by any time; members see it.
    pub fn new(name: Name, kind: ResourceKind) -> Self {
        let holds = matches!(kind, ResourceKind::Site | ResourceKind::Building | ResourceKind::Floor);
        Self {
            code: None,
            name,
            kind,
            parts: Vec::new(),
            category: None,
            access: Access::Group,
            bookable: if holds { Bookable::No } else { Bookable::Yes },
            capacity: 0,
            places: 1,
            unit: if kind == ResourceKind::Desk { Unit::Day } else { Unit::Minutes },
            zone: None,
            hours: None,
            holidays: None,
            attributes: Vec::new(),
            tags: Vec::new(),
            rules: Body::default(),
            description: Body::default(),
            managers: Vec::new(),
            location: None,
            address: Address::default(),
            qualifications: Vec::new(),
            addons: Vec::new(),
            equivalent: None,
        }
    }

    /// Checks what the fields alone cannot know, puts lists into order and takes what is there twice once.
    pub(crate) fn checked(mut self) -> Result<Self, Error> {
        let mut check = Check::default();
        let mut bounded = |field: &'static str, long: bool, max: usize| {
            check.require(|| long.then(|| Fault::new(field, "resources-many").with("max", max)));
        };
        bounded("parts", self.parts.len() > MAX_PARTS, MAX_PARTS);
        bounded("attributes", self.attributes.len() > MAX_ATTRIBUTES, MAX_ATTRIBUTES);
        bounded("tags", self.tags.len() > MAX_TAGS, MAX_TAGS);
        bounded("managers", self.managers.len() > MAX_MANAGERS, MAX_MANAGERS);
        bounded("qualifications", self.qualifications.len() > MAX_QUALIFICATIONS, MAX_QUALIFICATIONS);
        bounded("addons", self.addons.len() > MAX_ADDONS, MAX_ADDONS);
        let places = (1..=MAX_PLACES).contains(&self.places);
        check
            .require(|| (!places).then(|| Fault::new("places", "resources-places").with("max", i64::from(MAX_PLACES))));
        check.require(|| {
            let large = self.capacity > MAX_CAPACITY;
            large.then(|| Fault::new("capacity", "resources-capacity").with("max", i64::from(MAX_CAPACITY)))
        });
        check.require(|| {
            let partless = self.kind == ResourceKind::Set && self.parts.is_empty();
            partless.then(|| Fault::new("parts", "resources-set-empty"))
        });
        check.done()?;
        if self.kind != ResourceKind::Set {
            self.parts.clear();
        }
        self.tags.retain(|tag| !tag.is_empty());
        self.equivalent = self.equivalent.filter(|word| !word.is_empty());
        dedup(&mut self.parts);
        dedup(&mut self.tags);
        dedup(&mut self.managers);
        dedup(&mut self.qualifications);
        dedup(&mut self.addons);
        Ok(self)
    }
}

/// Leaves the first of each; the order stays.
fn dedup<T: PartialEq + Clone>(list: &mut Vec<T>) {
    let mut seen = Vec::with_capacity(list.len());
    list.retain(|each| {
        let new = !seen.contains(each);
        seen.extend(new.then(|| each.clone()));
        new
    });
}

impl Resource {
    /// A resource in use.
    pub(crate) fn new(id: ResourceId, code: Code, at: (Option<ResourceId>, u32), ask: Details, now: Timestamp) -> Self {
        Self {
            id,
            code,
            name: ask.name,
            kind: ask.kind,
            parent: at.0,
            position: at.1,
            parts: ask.parts,
            category: ask.category,
            status: ResourceStatus::Active,
            note: Line::default(),
            access: ask.access,
            bookable: ask.bookable,
            capacity: ask.capacity,
            places: ask.places,
            unit: ask.unit,
            zone: ask.zone,
            hours: ask.hours,
            holidays: ask.holidays,
            attributes: ask.attributes,
            tags: ask.tags,
            rules: ask.rules,
            description: ask.description,
            managers: ask.managers,
            location: ask.location,
            address: ask.address,
            photos: Vec::new(),
            qualifications: ask.qualifications,
            addons: ask.addons,
            plan: None,
            equivalent: ask.equivalent,
            created: now,
            updated: now,
        }
    }

    /// The resource with other details; what the editor does not send stays.
    pub(crate) fn with(self, ask: Details, now: Timestamp) -> Self {
        let code = ask.code.clone().unwrap_or(self.code);
        let fresh = Self::new(self.id, code, (self.parent, self.position), ask, now);
        Self {
            status: self.status,
            note: self.note,
            photos: self.photos,
            plan: self.plan,
            created: self.created,
            ..fresh
        }
    }

    /// What the editor would send if nothing was changed.
    pub fn details(&self) -> Details {
        Details {
            code: Some(self.code.clone()),
            name: self.name.clone(),
            kind: self.kind,
            parts: self.parts.clone(),
            category: self.category,
            access: self.access,
            bookable: self.bookable,
            capacity: self.capacity,
            places: self.places,
            unit: self.unit,
            zone: self.zone.clone(),
            hours: self.hours.clone(),
            holidays: self.holidays.clone(),
            attributes: self.attributes.clone(),
            tags: self.tags.clone(),
            rules: self.rules.clone(),
            description: self.description.clone(),
            managers: self.managers.clone(),
            location: self.location,
            address: self.address.clone(),
            qualifications: self.qualifications.clone(),
            addons: self.addons.clone(),
            equivalent: self.equivalent.clone(),
        }
    }

    /// Whether a new booking is possible at all.
    pub fn takes_bookings(&self) -> bool {
        self.bookable == Bookable::Yes && self.status == ResourceStatus::Active
    }

    /// Whether another resource can stand in for this one.
    pub fn is_equivalent(&self, other: &Self) -> bool {
        let alike = match (&self.equivalent, &other.equivalent) {
            (Some(one), Some(two)) => one == two,
            (None, None) => self.parent == other.parent && self.category == other.category && self.kind == other.kind,
            _ => false,
        };
        self.id != other.id && alike && self.places == other.places
    }
}

/// The form in which codes are compared.
pub(crate) fn folded(text: &str) -> String {
    text.to_lowercase()
}

/// Characters of a code that is made from a name; there is room for a number after it.
const MADE_CODE: usize = 24;

/// A code that goes with a name: `big-room`; the `n`th try for the same name has a number.
pub(crate) fn suggested_code(name: &Name, n: u32) -> Result<Code> {
    let slug = Slug::from_name(name.as_str()).map_or_else(|| "place".to_owned(), |slug| slug.as_str().to_owned());
    let cut: String = slug.chars().take(MADE_CODE).collect();
    let stem = cut.trim_end_matches('-');
    let text = if n < 2 { stem.to_owned() } else { format!("{stem}-{n}") };
    Ok(Code::parse("code", &text)?)
}
