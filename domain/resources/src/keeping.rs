//! Making resources, changing them, and taking them in and out of service.

use ayni_kernel::{Actor, Code, Error, Event, Fault, Line, ResourceId, Result, WriteTx};

use crate::{
    categories,
    model::{self, Details, Resource, ResourceStatus},
    policy::{Estate, EstateAct, ResourceAct},
    shape::{self, MAX_DEPTH, MAX_RESOURCES},
    tables::{self, Kept},
};

/// A resource to make.
#[derive(Debug, Clone)]
pub struct NewResource {
    /// What it will stand in; `None` for an outermost one.
    pub parent: Option<ResourceId>,
    /// What it is.
    pub details: Details,
}

/// How many numbers are tried behind a name for a code that is free: more than resources of one name.
const MAX_TRIES: u32 = 2_000;

/// Makes a resource, last among its siblings; for those who look after what it stands in, for outermost ones for
/// managers and admins.
///
/// Refuses with `Invalid` for details that break a rule, with `Conflict` when the code is taken
/// (`resources-code-taken`) or there are [`MAX_RESOURCES`] (`resources-too-many`).
pub fn create(tx: &mut WriteTx<'_>, me: &Actor, ask: NewResource) -> Result<Resource> {
    may_hold(tx, me, ask.parent)?;
    if tables::count(&**tx)? >= MAX_RESOURCES {
        return Err(Error::Conflict(Fault::new("", "resources-too-many").with("max", MAX_RESOURCES)));
    }
    let id = tx.id();
    let details = settled(tx, id, ask.details)?;
    if let Some(parent) = ask.parent
        && shape::ancestors(&Kept(&**tx), parent)?.len() + 2 > MAX_DEPTH
    {
        return Err(too_deep());
    }
    let code = details.code.clone().map_or_else(|| free_code(tx, &details), Ok)?;
    let at = (ask.parent, last_position(tx, ask.parent)?);
    let resource = Resource::new(id, code, at, details, tx.now());
    tables::insert(tx, &resource)?;
    tx.emit(Event::ResourceChanged(id))?;
    Ok(resource)
}

/// Changes what a resource is; for those who look after it. Refuses like [`create`].
pub fn change(tx: &mut WriteTx<'_>, me: &Actor, id: ResourceId, details: Details) -> Result<Resource> {
    let before = managed(tx, me, id)?;
    let details = settled(tx, id, details)?;
    let (seen, now) = ((before.access, before.location), tx.now());
    let after = save(tx, before.with(details, now))?;
    if seen != (after.access, after.location) {
        tell_below(tx, id)?;
    }
    Ok(after)
}

/// Takes a resource out of service for now, with a note that everybody sees; for those who look after it. What was
/// booked stays booked.
pub fn pause(tx: &mut WriteTx<'_>, me: &Actor, id: ResourceId, note: Line) -> Result<Resource> {
    let resource = managed(tx, me, id)?;
    stand(tx, resource, ResourceStatus::Paused, note)
}

/// Takes a resource into service again; for those who look after it.
pub fn resume(tx: &mut WriteTx<'_>, me: &Actor, id: ResourceId) -> Result<Resource> {
    let resource = managed(tx, me, id)?;
    stand(tx, resource, ResourceStatus::Active, Line::default())
}

/// Gives a resource up; for those who look after it. It stays for what was booked, and can be resumed.
///
/// Refuses with `Conflict` while something that is not retired stands in it (`resources-holds-others`).
pub fn retire(tx: &mut WriteTx<'_>, me: &Actor, id: ResourceId) -> Result<Resource> {
    let resource = managed(tx, me, id)?;
    for (_, child) in tables::children(&**tx, Some(id))? {
        if tables::unasked(&**tx, child)?.is_some_and(|child| child.status != ResourceStatus::Retired) {
            return Err(Error::conflict("resources-holds-others"));
        }
    }
    stand(tx, resource, ResourceStatus::Retired, Line::default())
}

/// Moves a resource with all that stands in it, to the end of its new siblings; for those who look after both places.
///
/// Refuses with `Invalid` when it would stand in itself (`resources-circle`) or too deep (`resources-deep`).
pub fn relocate(tx: &mut WriteTx<'_>, me: &Actor, id: ResourceId, parent: Option<ResourceId>) -> Result<Resource> {
    let resource = managed(tx, me, id)?;
    may_hold(tx, me, parent)?;
    if parent == resource.parent {
        return Ok(resource);
    }
    if let Some(parent) = parent {
        let line = shape::ancestors(&Kept(&**tx), parent)?;
        if parent == id || line.contains(&id) {
            return Err(Error::invalid("parent", "resources-circle"));
        }
        if line.len() + 1 + shape::height(&Kept(&**tx), id)? > MAX_DEPTH {
            return Err(too_deep());
        }
    }
    let (position, updated) = (last_position(tx, parent)?, tx.now());
    let moved = save(tx, Resource { parent, position, updated, ..resource })?;
    tell_below(tx, id)?;
    Ok(moved)
}

/// Tells that what stands in a resource is seen by others or elsewhere now, so that it is found accordingly.
fn tell_below(tx: &mut WriteTx<'_>, id: ResourceId) -> Result<()> {
    let below = shape::subtree(&Kept(&**tx), id)?;
    below.into_iter().skip(1).try_for_each(|each| tx.emit(Event::ResourceChanged(each)))
}

/// Puts the things that stand in a resource (`None`: the outermost ones) into an order; for those who look after it.
/// Those that are not named follow in the order they had.
pub fn reorder(tx: &mut WriteTx<'_>, me: &Actor, parent: Option<ResourceId>, order: &[ResourceId]) -> Result<()> {
    may_hold(tx, me, parent)?;
    let before = tables::children(&**tx, parent)?;
    let mut after: Vec<_> = order.iter().copied().filter(|id| before.iter().any(|(_, each)| each == id)).collect();
    after.extend(before.iter().map(|(_, id)| *id).filter(|id| !order.contains(id)));
    for (id, position) in after.into_iter().zip(1_u32..) {
        if before.contains(&(position, id)) {
            continue;
        }
        let resource = tables::unasked(&**tx, id)?.ok_or(Error::NotFound)?;
        save(tx, Resource { position, ..resource })?;
    }
    Ok(())
}

/// Opens a resource for changes.
pub(crate) fn managed(tx: &WriteTx<'_>, me: &Actor, id: ResourceId) -> Result<Resource> {
    let sealed = tables::resource(tx, id)?.ok_or_else(|| me.absent())?;
    Ok(sealed.open(me, ResourceAct::Manage)?.resource)
}

/// Stores a changed resource and tells.
pub(crate) fn save(tx: &mut WriteTx<'_>, resource: Resource) -> Result<Resource> {
    tables::replace(tx, &resource)?;
    tx.emit(Event::ResourceChanged(resource.id))?;
    Ok(resource)
}

fn stand(tx: &mut WriteTx<'_>, resource: Resource, status: ResourceStatus, note: Line) -> Result<Resource> {
    let updated = tx.now();
    save(tx, Resource { status, note, updated, ..resource })
}

/// Asks leave to change what stands in a place.
fn may_hold(tx: &WriteTx<'_>, me: &Actor, parent: Option<ResourceId>) -> Result<()> {
    match parent {
        Some(parent) => managed(tx, me, parent).map(drop),
        None => me.may(EstateAct::Manage, &Estate),
    }
}

/// Checks the details against what is there, and keeps only properties of the category.
fn settled(tx: &WriteTx<'_>, id: ResourceId, details: Details) -> Result<Details> {
    let mut details = details.checked()?;
    for part in &details.parts {
        let unknown = tables::unasked(tx, *part)?.is_none();
        if unknown || shape::members(&Kept(tx), *part)?.contains(&id) {
            return Err(Error::invalid("parts", if unknown { "resources-unknown" } else { "resources-set-circle" }));
        }
    }
    let attributes = details.category.map(|category| categories::attributes(tx, category)).transpose()?;
    if attributes.is_some() && details.category.map(|id| tables::category(tx, id)).transpose()?.flatten().is_none() {
        return Err(Error::invalid("category", "resources-category-unknown"));
    }
    details.attributes = categories::fitting(&attributes.unwrap_or_default(), &details.attributes)?;
    for id in &details.qualifications {
        tables::qualification(tx, *id)?.ok_or_else(|| Error::invalid("qualifications", "fault-choice"))?;
    }
    for id in &details.addons {
        tables::addon(tx, *id)?.ok_or_else(|| Error::invalid("addons", "fault-choice"))?;
    }
    for manager in &details.managers {
        ayni_members::name_of(tx, *manager).map_err(|_| Error::invalid("managers", "resources-manager-unknown"))?;
    }
    Ok(details)
}

fn too_deep() -> Error {
    Fault::new("parent", "resources-deep").with("max", MAX_DEPTH).into()
}

fn last_position(tx: &WriteTx<'_>, parent: Option<ResourceId>) -> Result<u32> {
    Ok(tables::children(tx, parent)?.last().map_or(1, |(last, _)| last.saturating_add(1)))
}

/// A code made from the name that nothing has yet.
fn free_code(tx: &WriteTx<'_>, details: &Details) -> Result<Code> {
    for n in 1..MAX_TRIES {
        let code = model::suggested_code(&details.name, n)?;
        if tables::id_of_code(tx, &code)?.is_none() {
            return Ok(code);
        }
    }
    Err(Error::conflict("resources-code-taken"))
}
