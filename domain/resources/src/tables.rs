//! The stored records of resources, their keys and indexes. Private to the feature.

mod stored;

use ayni_communities::Access;
use ayni_kernel::{
    Code, Error, ResourceCategoryId, ResourceId, Result, Sealed,
    tx::{Reads, WriteTx},
};
use ayni_storage::{AnyTable, Direction, Error as StorageError, Index, Table};

use self::stored::{StoredCategory, StoredResource};
use crate::{
    categories::ResourceCategory,
    model::{Resource, folded},
    policy::{Placed, narrower},
    shape::{MAX_RESOURCES, Shape, ancestors},
};

static RESOURCES: Table<ResourceId, StoredResource> =
    Table::new(0x0601, "resources", &[&BY_CODE, &BY_PARENT, &BY_PART, &BY_CATEGORY]);
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

static CATEGORIES: Table<ResourceCategoryId, StoredCategory> = Table::new(0x0602, "resource_categories", &[]);

/// The tables of this feature, for the community's store.
pub fn tables() -> Vec<&'static dyn AnyTable> {
    vec![&RESOURCES, &CATEGORIES]
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
