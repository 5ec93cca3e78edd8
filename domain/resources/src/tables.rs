//! The stored records of resources, their keys and indexes. Private to the feature.

mod smaller;
mod stored;

use std::ops::Bound;

use ayni_calendar::Span;
use ayni_communities::Access;
use ayni_kernel::{
    AddOnId, ClosureId, Code, Error, MemberId, PlanId, QualificationId, ResourceCategoryId, ResourceId, Result, Sealed,
    Timestamp,
    tx::{Reads, WriteTx},
};
use ayni_storage::{AnyTable, Direction, Error as StorageError, Index, Table};

use self::{
    smaller::{StoredAddOn, StoredClosure, StoredHolding, StoredPlan, StoredQualification},
    stored::{StoredCategory, StoredResource},
};
use crate::{
    addons::AddOn,
    categories::ResourceCategory,
    closures::{Closure, MAX_CLOSURE_DAYS},
    model::{Resource, folded},
    plans::Plan,
    policy::{Placed, narrower},
    qualifications::{Holding, Qualification},
    shape::{MAX_RESOURCES, Shape, ancestors},
};

static RESOURCES: Table<ResourceId, StoredResource> =
    Table::new(0x0601, "resources", &[&BY_CODE, &BY_PARENT, &BY_PART, &BY_CATEGORY, &BY_PLAN]);
/// Codes without regard to case.
static BY_CODE: Index<String, ResourceId, StoredResource> =
    Index::unique(0x8601, "resources.by_code", |_, resource| vec![folded(&resource.code)]);
/// What stands in a resource, in its order.
static BY_PARENT: Index<(Option<ResourceId>, u32), ResourceId, StoredResource> =
    Index::many(0x8602, "resources.by_parent", |_, resource| vec![(resource.parent, resource.position)]);
/// The sets that a resource is a part of.
static BY_PART: Index<ResourceId, ResourceId, StoredResource> =
    Index::many(0x8603, "resources.by_part", |_, resource| resource.parts.clone());
static BY_CATEGORY: Index<ResourceCategoryId, ResourceId, StoredResource> =
    Index::many(0x8604, "resources.by_category", |_, resource| resource.category.into_iter().collect());

static BY_PLAN: Index<PlanId, ResourceId, StoredResource> =
    Index::many(0x8605, "resources.by_plan", |_, resource| resource.plan.iter().map(|(plan, ..)| *plan).collect());

static CATEGORIES: Table<ResourceCategoryId, StoredCategory> = Table::new(0x0602, "resource_categories", &[]);

static ADDONS: Table<AddOnId, StoredAddOn> = Table::new(0x0603, "addons", &[]);

static QUALIFICATIONS: Table<QualificationId, StoredQualification> = Table::new(0x0604, "qualifications", &[]);
static HOLDINGS: Table<(MemberId, QualificationId), StoredHolding> =
    Table::new(0x0605, "holdings", &[&BY_QUALIFICATION]);
static BY_QUALIFICATION: Index<(QualificationId, Timestamp), (MemberId, QualificationId), StoredHolding> =
    Index::many(0x8606, "holdings.by_qualification", |(_, id), holding| vec![(*id, holding.since)]);

static CLOSURES: Table<ClosureId, StoredClosure> =
    Table::new(0x0606, "closures", &[&CLOSED, &BY_END, &REPEATING, &UNLOOKED]);
/// When each resource is closed once.
static CLOSED: Index<(ResourceId, Timestamp), ClosureId, StoredClosure> =
    Index::many(0x8607, "closures.by_resource", |_, closure| closure.once().collect());
static BY_END: Index<(Timestamp, ClosureId), ClosureId, StoredClosure> =
    Index::many(0x8608, "closures.by_end", |id, closure| vec![(closure.over, *id)]);
/// What is closed again and again, and when that ends.
static REPEATING: Index<(ResourceId, Timestamp), ClosureId, StoredClosure> =
    Index::many(0x860A, "closures.repeating", |_, closure| closure.again().collect());
/// Until when the bookings inside of what comes again were looked for.
static UNLOOKED: Index<Timestamp, ClosureId, StoredClosure> =
    Index::many(0x860B, "closures.unlooked", |_, closure| closure.unlooked().into_iter().collect());

static PLANS: Table<PlanId, StoredPlan> = Table::new(0x0607, "plans", &[&PLANS_OF]);
static PLANS_OF: Index<ResourceId, PlanId, StoredPlan> =
    Index::many(0x8609, "plans.by_resource", |_, plan| vec![plan.resource]);

/// The tables of this feature, for the community's store.
pub fn tables() -> Vec<&'static dyn AnyTable> {
    vec![&RESOURCES, &CATEGORIES, &ADDONS, &QUALIFICATIONS, &HOLDINGS, &CLOSURES, &PLANS]
}

/// Stored numbers and texts that no version of this program wrote.
fn damaged(cause: impl std::fmt::Display) -> Error {
    Error::broken(format!("a resource's record is damaged: {cause}"))
}

/// What storage refuses because of what a person typed, as a fault of the form.
fn refused(error: StorageError) -> Error {
    match error {
        StorageError::Taken { index: "resources.by_code" } => Error::conflict("resources-code-taken"),
        StorageError::TooLarge { what, .. } if what.starts_with("value") => {
            Error::invalid("description", "resources-large")
        }
        other => other.into(),
    }
}

/// A resource, closed until leave was asked.
pub(crate) fn resource(tx: &impl Reads, id: ResourceId) -> Result<Option<Sealed<Placed>>> {
    let Some(resource) = unasked(tx, id)? else {
        return Ok(None);
    };
    let line = line(tx, &resource)?;
    let community = ayni_communities::settings(tx)?.access;
    Ok(Some(Sealed::new(placed(resource, &line, community))))
}

/// What a resource stands in, from the nearest to the outermost.
pub(crate) fn line(tx: &impl Reads, resource: &Resource) -> Result<Vec<Resource>> {
    let up = ancestors(&Kept(tx), resource.id)?;
    up.into_iter()
        .map(|id| unasked(tx, id)?.ok_or_else(|| damaged(format!("no {id}, in which others stand"))))
        .collect()
}

/// A resource with what its ancestors add to the question who may what.
pub(crate) fn placed(resource: Resource, line: &[Resource], community: Access) -> Placed {
    let above = line.iter();
    let shown = above.clone().map(|each| each.access).fold(narrower(resource.access, community), narrower);
    let managers = resource.managers.iter().chain(above.flat_map(|each| &each.managers)).copied().collect();
    Placed { resource, managers, shown }
}

/// A resource whoever may see it: for the program's own work.
pub(crate) fn unasked(tx: &impl Reads, id: ResourceId) -> Result<Option<Resource>> {
    RESOURCES.get(tx, &id)?.map(|stored| stored.open(id)).transpose()
}

pub(crate) fn id_of_code(tx: &impl Reads, code: &Code) -> Result<Option<ResourceId>> {
    Ok(BY_CODE.get(tx, &folded(code.as_str()))?)
}

/// Every resource; at most [`MAX_RESOURCES`].
pub(crate) fn all(tx: &impl Reads) -> Result<Vec<Resource>> {
    let rows = RESOURCES.scan(tx, &(), None, Direction::Ascending)?;
    rows.take(MAX_RESOURCES).map(|row| row.map_err(Error::from).and_then(|(id, stored)| stored.open(id))).collect()
}

pub(crate) fn ids_after(tx: &impl Reads, after: Option<ResourceId>, limit: usize) -> Result<Vec<ResourceId>> {
    let rows = RESOURCES.scan(tx, &(), after.as_ref(), Direction::Ascending)?;
    rows.take(limit).map(|row| Ok(row?.0)).collect()
}

/// What stands directly in a resource (`None`: the outermost ones), in order, with its place among its siblings.
pub(crate) fn children(tx: &impl Reads, parent: Option<ResourceId>) -> Result<Vec<(u32, ResourceId)>> {
    let rows = BY_PARENT.scan(tx, &parent, None, Direction::Ascending)?;
    rows.take(MAX_RESOURCES).map(|row| row.map(|((_, position), id)| (position, id)).map_err(Error::from)).collect()
}

pub(crate) fn any_in_category(tx: &impl Reads, id: ResourceCategoryId) -> Result<bool> {
    Ok(BY_CATEGORY.scan(tx, &id, None, Direction::Ascending)?.next().transpose()?.is_some())
}

pub(crate) fn insert(tx: &mut WriteTx<'_>, resource: &Resource) -> Result<()> {
    RESOURCES.insert(tx, &resource.id, &StoredResource::from(resource)).map_err(refused)
}

pub(crate) fn replace(tx: &mut WriteTx<'_>, resource: &Resource) -> Result<()> {
    RESOURCES.put(tx, &resource.id, &StoredResource::from(resource)).map_err(refused)
}

/// How many resources there are, counted up to [`MAX_RESOURCES`].
pub(crate) fn count(tx: &impl Reads) -> Result<usize> {
    let rows = BY_CODE.scan(tx, &(), None, Direction::Ascending)?;
    Ok(rows.take(MAX_RESOURCES).collect::<Result<Vec<_>, _>>()?.len())
}

pub(crate) fn categories(tx: &impl Reads) -> Result<Vec<ResourceCategory>> {
    let rows = CATEGORIES.scan(tx, &(), None, Direction::Ascending)?;
    rows.map(|row| row.map_err(Error::from).and_then(|(id, stored)| stored.open(id))).collect()
}

pub(crate) fn category(tx: &impl Reads, id: ResourceCategoryId) -> Result<Option<ResourceCategory>> {
    CATEGORIES.get(tx, &id)?.map(|stored| stored.open(id)).transpose()
}

pub(crate) fn put_category(tx: &mut WriteTx<'_>, category: &ResourceCategory) -> Result<()> {
    CATEGORIES.put(tx, &category.id, &StoredCategory::from(category)).map_err(refused)
}

pub(crate) fn remove_category(tx: &mut WriteTx<'_>, id: ResourceCategoryId) -> Result<()> {
    CATEGORIES.remove(tx, &id)?;
    Ok(())
}

/// The shape of the tree as it is stored: what is asked for is read through the indexes.
pub(crate) struct Kept<'t, T>(pub(crate) &'t T);

impl<T: Reads> Shape for Kept<'_, T> {
    fn parent(&self, id: ResourceId) -> Result<Option<ResourceId>> {
        Ok(RESOURCES.get(self.0, &id)?.and_then(|resource| resource.parent))
    }

    fn children(&self, id: ResourceId) -> Result<Vec<ResourceId>> {
        Ok(children(self.0, Some(id))?.into_iter().map(|(_, id)| id).collect())
    }

    fn parts(&self, id: ResourceId) -> Result<Vec<ResourceId>> {
        Ok(RESOURCES.get(self.0, &id)?.map(|resource| resource.parts).unwrap_or_default())
    }

    fn sets(&self, id: ResourceId) -> Result<Vec<ResourceId>> {
        let rows = BY_PART.scan(self.0, &id, None, Direction::Ascending)?;
        rows.take(MAX_RESOURCES).map(|row| row.map(|(_, set)| set).map_err(Error::from)).collect()
    }
}

pub(crate) fn addons(tx: &impl Reads) -> Result<Vec<AddOn>> {
    let rows = ADDONS.scan(tx, &(), None, Direction::Ascending)?;
    rows.map(|row| row.map_err(Error::from).and_then(|(id, stored)| stored.open(id))).collect()
}

pub(crate) fn addon(tx: &impl Reads, id: AddOnId) -> Result<Option<AddOn>> {
    ADDONS.get(tx, &id)?.map(|stored| stored.open(id)).transpose()
}

pub(crate) fn put_addon(tx: &mut WriteTx<'_>, addon: &AddOn) -> Result<()> {
    ADDONS.put(tx, &addon.id, &StoredAddOn::from(addon)).map_err(refused)
}

pub(crate) fn qualifications(tx: &impl Reads) -> Result<Vec<Qualification>> {
    let rows = QUALIFICATIONS.scan(tx, &(), None, Direction::Ascending)?;
    rows.map(|row| row.map_err(Error::from).and_then(|(id, stored)| stored.open(id))).collect()
}

pub(crate) fn qualification(tx: &impl Reads, id: QualificationId) -> Result<Option<Qualification>> {
    QUALIFICATIONS.get(tx, &id)?.map(|stored| stored.open(id)).transpose()
}

pub(crate) fn put_qualification(tx: &mut WriteTx<'_>, qualification: &Qualification) -> Result<()> {
    QUALIFICATIONS.put(tx, &qualification.id, &StoredQualification::from(qualification)).map_err(refused)
}

pub(crate) fn holding(tx: &impl Reads, member: MemberId, id: QualificationId) -> Result<Option<Holding>> {
    Ok(HOLDINGS.get(tx, &(member, id))?.map(|stored| stored.open(member, id)))
}

/// The qualifications of a member; as many as there are kinds.
pub(crate) fn holdings_of(tx: &impl Reads, member: MemberId) -> Result<Vec<Holding>> {
    let rows = HOLDINGS.scan(tx, &member, None, Direction::Ascending)?;
    rows.map(|row| row.map(|((member, id), stored)| stored.open(member, id)).map_err(Error::from)).collect()
}

/// Who has a qualification, the newest first.
pub(crate) fn holders(tx: &impl Reads, id: QualificationId, limit: usize) -> Result<Vec<Holding>> {
    let mut holders = Vec::new();
    for entry in BY_QUALIFICATION.scan(tx, &id, None, Direction::Descending)?.take(limit) {
        let (_, (member, id)) = entry?;
        holders.extend(holding(tx, member, id)?);
    }
    Ok(holders)
}

pub(crate) fn put_holding(tx: &mut WriteTx<'_>, holding: &Holding) -> Result<()> {
    let key = (holding.member, holding.qualification);
    HOLDINGS.put(tx, &key, &StoredHolding::from(holding)).map_err(refused)
}

pub(crate) fn remove_holding(tx: &mut WriteTx<'_>, member: MemberId, id: QualificationId) -> Result<()> {
    HOLDINGS.remove(tx, &(member, id))?;
    Ok(())
}

pub(crate) fn closure(tx: &impl Reads, id: ClosureId) -> Result<Option<Closure>> {
    CLOSURES.get(tx, &id)?.map(|stored| stored.open(id)).transpose()
}

pub(crate) fn put_closure(tx: &mut WriteTx<'_>, closure: &Closure) -> Result<()> {
    CLOSURES.put(tx, &closure.id, &StoredClosure::from(closure)).map_err(refused)
}

pub(crate) fn remove_closure(tx: &mut WriteTx<'_>, id: ClosureId) -> Result<()> {
    CLOSURES.remove(tx, &id)?;
    Ok(())
}

/// The closures of a resource itself that touch a span.
pub(crate) fn closures_of(tx: &impl Reads, resource: ResourceId, span: &Span) -> Result<Vec<Closure>> {
    // What began earlier than the longest closure lasts is over by then.
    let from = Bound::Included((resource, span.start.plus_days(-MAX_CLOSURE_DAYS)));
    let to = Bound::Excluded((resource, span.end));
    let mut closures = Vec::new();
    for entry in CLOSED.range(tx, from, to, Direction::Ascending)? {
        closures.extend(closure(tx, entry?.1)?.filter(|closure| closure.span.overlaps(span)));
    }
    closures.extend(repeating(tx, resource, span.start)?);
    Ok(closures)
}

/// The closures of a resource itself that come again and are not over at a moment; few, see
/// [`MAX_REPEATING`](crate::closures::MAX_REPEATING).
pub(crate) fn repeating(tx: &impl Reads, resource: ResourceId, after: Timestamp) -> Result<Vec<Closure>> {
    let from = Bound::Included((resource, after));
    let to = Bound::Included((resource, Timestamp::from_micros(i64::MAX)));
    let mut closures = Vec::new();
    for entry in REPEATING.range(tx, from, to, Direction::Ascending)? {
        closures.extend(closure(tx, entry?.1)?);
    }
    Ok(closures)
}

/// At most `limit` closures that come again whose bookings inside were not looked for up to a moment.
pub(crate) fn closures_unlooked(tx: &impl Reads, until: Timestamp, limit: usize) -> Result<Vec<Closure>> {
    let mut closures = Vec::new();
    let to = Bound::Excluded(until);
    for entry in UNLOOKED.range(tx, Bound::Unbounded, to, Direction::Ascending)?.take(limit) {
        closures.extend(closure(tx, entry?.1)?);
    }
    Ok(closures)
}

/// At most `limit` closures that end after a moment, those that end first first, after a place in that list.
pub(crate) fn closures_ending(
    tx: &impl Reads,
    now: Timestamp,
    after: Option<&(Timestamp, ClosureId)>,
    limit: usize,
) -> Result<Vec<((Timestamp, ClosureId), Closure)>> {
    let from = after.map_or(Bound::Excluded((now, ClosureId::from_bytes([0xFF; 16]))), |place| Bound::Excluded(*place));
    let mut closures = Vec::new();
    for entry in BY_END.range(tx, from, Bound::Unbounded, Direction::Ascending)?.take(limit) {
        let (place, id) = entry?;
        closures.extend(closure(tx, id)?.map(|closure| (place, closure)));
    }
    Ok(closures)
}

pub(crate) fn plan(tx: &impl Reads, id: PlanId) -> Result<Option<Plan>> {
    PLANS.get(tx, &id)?.map(|stored| stored.open(id)).transpose()
}

pub(crate) fn plans(tx: &impl Reads) -> Result<Vec<Plan>> {
    let rows = PLANS.scan(tx, &(), None, Direction::Ascending)?;
    rows.map(|row| row.map_err(Error::from).and_then(|(id, stored)| stored.open(id))).collect()
}

pub(crate) fn plans_of(tx: &impl Reads, resource: ResourceId) -> Result<Vec<Plan>> {
    let mut plans = Vec::new();
    for entry in PLANS_OF.scan(tx, &resource, None, Direction::Ascending)? {
        plans.extend(plan(tx, entry?.1)?);
    }
    Ok(plans)
}

pub(crate) fn put_plan(tx: &mut WriteTx<'_>, plan: &Plan) -> Result<()> {
    PLANS.put(tx, &plan.id, &StoredPlan::from(plan)).map_err(refused)
}

pub(crate) fn remove_plan(tx: &mut WriteTx<'_>, id: PlanId) -> Result<()> {
    PLANS.remove(tx, &id)?;
    Ok(())
}

/// What has its place on a plan.
pub(crate) fn placed_on(tx: &impl Reads, id: PlanId) -> Result<Vec<ResourceId>> {
    let rows = BY_PLAN.scan(tx, &id, None, Direction::Ascending)?;
    rows.take(MAX_RESOURCES).map(|row| row.map(|(_, id)| id).map_err(Error::from)).collect()
}
