//! Looking through the tree of resources for those that would do: by what they are and have, like another, or looked
//! after by somebody. Reads the tree, which is bounded, once.

use std::collections::{BTreeMap, BTreeSet};

use ayni_kernel::{Actor, AttributeId, Line, MemberId, Point, Reads, ResourceCategoryId, ResourceId, Result, Role};
use ayni_resources::{Bookable, Resource, ResourceKind, ResourceStatus, Tree, Value};

/// What place is looked for. What is not said does not matter.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Wanted {
    /// Of which kinds.
    pub kinds: Vec<ResourceKind>,
    /// Of a category, or of one below it.
    pub category: Option<ResourceCategoryId>,
    /// Good for so many people; 0 for any.
    pub people: u32,
    /// With so many seats or pieces.
    pub places: u32,
    /// With these properties: at least so much of a number, otherwise just this.
    pub properties: Vec<(AttributeId, Value)>,
    /// With these words among its tags.
    pub tags: Vec<Line>,
    /// Within something.
    pub under: Option<ResourceId>,
    /// Within so many kilometres of a point.
    pub near: Option<(Point, u32)>,
}

/// Metres in a kilometre.
const KILOMETRE: u64 = 1_000;

impl Wanted {
    /// Whether a resource is what is looked for, wherever it is and whatever category it has.
    fn takes(&self, resource: &Resource) -> bool {
        let kinds = self.kinds.is_empty() || self.kinds.contains(&resource.kind);
        let people = self.people == 0 || resource.capacity == 0 || resource.capacity >= self.people;
        let tags = self.tags.iter().all(|tag| resource.tags.iter().any(|own| is_same(own, tag)));
        let properties = self
            .properties
            .iter()
            .all(|(id, wanted)| resource.attributes.iter().any(|(own, value)| own == id && suffices(value, wanted)));
        kinds && people && resource.places >= self.places && tags && properties
    }
}

fn suffices(value: &Value, wanted: &Value) -> bool {
    match (value, wanted) {
        (Value::Number(number), Value::Number(least)) => number >= least,
        _ => value == wanted,
    }
}

fn is_same(one: &Line, other: &Line) -> bool {
    one.as_str().to_lowercase() == other.as_str().to_lowercase()
}

/// What can be booked now, fits, and the actor may see, in the order of the tree.
pub fn matching(tx: &impl Reads, me: &Actor, wanted: &Wanted) -> Result<Vec<Resource>> {
    let (tree, lines) = (ayni_resources::tree(tx, me)?, Categories::read(tx)?);
    Ok(measured(&tree, &lines, wanted).into_iter().map(|(resource, _)| resource).collect())
}

/// The same out of a tree that was read already, with the metres from where one looks.
pub(crate) fn measured(tree: &Tree, lines: &Categories, wanted: &Wanted) -> Vec<(Resource, Option<u64>)> {
    let under: Option<BTreeSet<ResourceId>> =
        wanted.under.map(|top| tree.subtree(top).into_iter().map(|resource| resource.id).collect());
    let mut found = Vec::new();
    for (_, resource) in tree.walk() {
        if !in_service(resource) || !wanted.takes(resource) {
            continue;
        }
        let inside = under.as_ref().is_none_or(|ids| ids.contains(&resource.id));
        let metres = wanted.near.and_then(|(from, _)| distance(tree, resource, from));
        let close = wanted
            .near
            .is_none_or(|(_, kilometres)| metres.is_some_and(|metres| metres <= u64::from(kilometres) * KILOMETRE));
        let of = wanted.category.is_none_or(|category| lines.line(resource).contains(&category));
        if inside && close && of {
            found.push((resource.clone(), metres));
        }
    }
    found
}

/// Which category stands in which: few, and read once.
pub(crate) struct Categories(BTreeMap<ResourceCategoryId, Option<ResourceCategoryId>>);

impl Categories {
    pub(crate) fn read(tx: &impl Reads) -> Result<Self> {
        Ok(Self(ayni_resources::categories(tx)?.into_iter().map(|each| (each.id, each.parent)).collect()))
    }

    /// A resource's category and those it stands in, nearest first.
    pub(crate) fn line(&self, resource: &Resource) -> Vec<ResourceCategoryId> {
        let mut line = Vec::new();
        let mut at = resource.category;
        while let Some(id) = at.filter(|id| !line.contains(id)) {
            line.push(id);
            at = self.0.get(&id).copied().flatten();
        }
        line
    }
}

fn in_service(resource: &Resource) -> bool {
    resource.bookable == Bookable::Yes && resource.status == ResourceStatus::Active
}

/// Metres from a point to where a resource is, or what it stands in.
fn distance(tree: &Tree, resource: &Resource, from: Point) -> Option<u64> {
    let mut own = std::iter::once(resource).chain(tree.ancestors(resource.id));
    own.find_map(|each| each.location).map(|at| from.metres_to(at))
}

/// Others that can stand in for a resource: those with the same word for it, or of the same parent, category and
/// number of places; then those of the same kind that are as large.
pub(crate) fn alike(tx: &impl Reads, me: &Actor, one: &Resource, limit: usize) -> Result<Vec<Resource>> {
    let tree = ayni_resources::tree(tx, me)?;
    let mut found: Vec<(u8, u32, Resource)> = Vec::new();
    for (_, other) in tree.walk() {
        if other.id == one.id || !in_service(other) {
            continue;
        }
        if let Some(rank) = likeness(one, other) {
            found.push((rank, other.capacity.abs_diff(one.capacity), other.clone()));
        }
    }
    found.sort_by_key(|(rank, difference, other)| (*rank, *difference, other.position));
    Ok(found.into_iter().take(limit).map(|(_, _, other)| other).collect())
}

/// How well another stands in: 0 for as good as itself, 1 for one of the same kind that is as large; `None` for not at
/// all.
pub(crate) fn likeness(one: &Resource, other: &Resource) -> Option<u8> {
    let same = match (&one.equivalent, &other.equivalent) {
        (Some(own), Some(others)) => is_same(own, others),
        (None, None) => {
            one.parent == other.parent
                && one.category == other.category
                && one.places == other.places
                && one.kind == other.kind
                && other.capacity >= one.capacity
        }
        _ => false,
    };
    let suffices = one.kind == other.kind
        && (one.category.is_none() || one.category == other.category)
        && other.capacity >= one.capacity
        && other.places >= one.places;
    if same { Some(0) } else { suffices.then_some(1) }
}

/// The resources that the actor looks after: all of them for managers by role.
pub(crate) fn managed(tx: &impl Reads, me: &Actor) -> Result<Vec<ResourceId>> {
    let tree = ayni_resources::tree(tx, me)?;
    let all = me.has(Role::Manager);
    let mine = |resource: &Resource| {
        let mut line = std::iter::once(resource).chain(tree.ancestors(resource.id));
        all || line.any(|each| each.managers.iter().any(|manager| me.acts_for(*manager)))
    };
    Ok(tree.walk().into_iter().map(|(_, resource)| resource).filter(|each| mine(each)).map(|each| each.id).collect())
}

/// Those who look after a resource, whoever may see it.
pub(crate) fn managers_of(tx: &impl Reads, id: ResourceId) -> Result<Vec<MemberId>> {
    ayni_resources::managers(tx, &ayni_resources::unasked(tx, id)?)
}
