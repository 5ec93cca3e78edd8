//! Pictures of resources, and floor plans with places on them.

use ayni_communities::BlobHash;
use ayni_kernel::{Actor, Error, Event, Fault, Name, PlanId, ResourceId, Result, WriteTx, tx::Reads};

use crate::{
    keeping::{managed, save},
    model::{MAX_PHOTOS, PERMILLE, Placement, Resource},
    policy::ResourceAct,
    reading, tables,
};

/// The most plans of one resource: the wings of a floor.
pub const MAX_PLANS: usize = 20;

/// A picture of a floor or a site, seen from above.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Its id.
    pub id: PlanId,
    /// What it shows; who sees that sees the plan.
    pub resource: ResourceId,
    /// Its name.
    pub name: Name,
    /// The picture, a file beside the store.
    pub picture: BlobHash,
    /// The picture's width in pixels.
    pub width: u32,
    /// The picture's height in pixels.
    pub height: u32,
}

/// A plan to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPlan {
    /// What it shows.
    pub resource: ResourceId,
    /// Its name.
    pub name: Name,
    /// The picture, a file beside the store.
    pub picture: BlobHash,
    /// The picture's width in pixels.
    pub width: u32,
    /// The picture's height in pixels.
    pub height: u32,
}

/// Adds a plan to a resource; for those who look after it.
///
/// Refuses with `Conflict` when it has [`MAX_PLANS`] (`resources-plans-many`).
pub fn add_plan(tx: &mut WriteTx<'_>, me: &Actor, ask: NewPlan) -> Result<Plan> {
    managed(tx, me, ask.resource)?;
    if tables::plans_of(&**tx, ask.resource)?.len() >= MAX_PLANS {
        return Err(Error::Conflict(Fault::new("", "resources-plans-many").with("max", MAX_PLANS)));
    }
    let NewPlan { resource, name, picture, width, height } = ask;
    let plan = Plan { id: tx.id(), resource, name, picture, width, height };
    tables::put_plan(tx, &plan)?;
    tx.emit(Event::PlanChanged(plan.id))?;
    Ok(plan)
}

/// Takes a plan away with all places on it; for those who look after what it shows.
pub fn remove_plan(tx: &mut WriteTx<'_>, me: &Actor, id: PlanId) -> Result<()> {
    let plan = tables::plan(&**tx, id)?.ok_or_else(|| me.absent())?;
    managed(tx, me, plan.resource)?;
    for resource in placed_on(&**tx, id)? {
        save(tx, Resource { plan: None, ..resource })?;
    }
    tables::remove_plan(tx, id)?;
    tx.emit(Event::PlanChanged(id))
}

/// A plan that the actor may see.
pub fn plan(tx: &impl Reads, me: &Actor, id: PlanId) -> Result<Plan> {
    let plan = tables::plan(tx, id)?.ok_or_else(|| me.absent())?;
    reading::opened(tx, me, plan.resource, ResourceAct::See)?;
    Ok(plan)
}

/// The plans of a resource, the oldest first; ask for the resource first.
pub fn plans_of(tx: &impl Reads, resource: ResourceId) -> Result<Vec<Plan>> {
    tables::plans_of(tx, resource)
}

/// What has its place on a plan, whoever may see it: the plan's own resource and what stands in it.
pub fn placed_on(tx: &impl Reads, id: PlanId) -> Result<Vec<Resource>> {
    let ids = tables::placed_on(tx, id)?;
    ids.into_iter().map(|id| reading::unasked(tx, id)).collect()
}

/// Says where a resource is on a plan, or that it is on none; for those who look after it.
///
/// Refuses with `Invalid` for a plan of something that it does not stand in (`resources-plan-elsewhere`).
pub fn place(tx: &mut WriteTx<'_>, me: &Actor, id: ResourceId, placement: Option<Placement>) -> Result<Resource> {
    let resource = managed(tx, me, id)?;
    if let Some(placement) = placement {
        let plan = tables::plan(&**tx, placement.plan)?.ok_or(Error::NotFound)?;
        let inside = reading::subtree(&**tx, plan.resource)?.contains(&id);
        if !inside || placement.x.max(placement.y) > PERMILLE {
            return Err(Error::invalid("plan", "resources-plan-elsewhere"));
        }
    }
    save(tx, Resource { plan: placement, ..resource })
}

/// Adds a picture to a resource; for those who look after it. Does nothing when it is there already.
///
/// Refuses with `Conflict` when there are [`MAX_PHOTOS`] (`resources-photos-many`).
pub fn add_photo(tx: &mut WriteTx<'_>, me: &Actor, id: ResourceId, photo: BlobHash) -> Result<Resource> {
    let mut resource = managed(tx, me, id)?;
    if resource.photos.contains(&photo) {
        return Ok(resource);
    }
    if resource.photos.len() >= MAX_PHOTOS {
        return Err(Error::Conflict(Fault::new("photo", "resources-photos-many").with("max", MAX_PHOTOS)));
    }
    resource.photos.push(photo);
    save(tx, resource)
}

/// Takes a picture from a resource; for those who look after it.
pub fn remove_photo(tx: &mut WriteTx<'_>, me: &Actor, id: ResourceId, photo: BlobHash) -> Result<Resource> {
    let mut resource = managed(tx, me, id)?;
    resource.photos.retain(|each| *each != photo);
    save(tx, resource)
}

/// The files of pictures and plans; for backups and for clearing away what nobody uses.
pub fn files(tx: &impl Reads) -> Result<Vec<BlobHash>> {
    let photos = tables::all(tx)?.into_iter().flat_map(|resource| resource.photos);
    Ok(photos.chain(tables::plans(tx)?.into_iter().map(|plan| plan.picture)).collect())
}
