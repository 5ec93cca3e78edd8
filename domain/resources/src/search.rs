//! What the search index keeps of places and their categories, and who may find them.

use ayni_communities::Access;
use ayni_kernel::{Actor, Line, ResourceCategoryId, ResourceId, Result, tx::Reads};
use ayni_search::{Document, Exactness, Position, Spot};

use crate::{
    categories::{self, category_line},
    model::{Resource, ResourceStatus},
    policy::{is_staff, narrower},
    tables,
};

/// The kind of the search documents of resources.
pub const DOCUMENT: &str = "resource";

/// The kind of the search documents of their categories.
pub const CATEGORY_DOCUMENT: &str = "resource-category";

/// Audiences of search documents: everybody, members, the staff.
const EVERYBODY: u8 = 0;
const MEMBERS: u8 = 1;
const STAFF: u8 = 2;

/// The highest audience of resource documents that the actor belongs to; `None` where strangers see no places.
pub fn search_audience(tx: &impl Reads, me: &Actor) -> Result<Option<u8>> {
    Ok(match (is_staff(me) || me.has(ayni_kernel::Role::Steward), me.is_inside()) {
        (true, _) => Some(STAFF),
        (false, true) => Some(MEMBERS),
        (false, false) => (ayni_communities::settings(tx)?.access == Access::Public).then_some(EVERYBODY),
    })
}

/// What the search index keeps of a resource; `None` takes it out.
pub fn document(tx: &impl Reads, id: ResourceId) -> Result<Option<Document>> {
    let Some(resource) = tables::unasked(tx, id)? else {
        return Ok(None);
    };
    let line = tables::line(tx, &resource)?;
    let audience = audience_of(&resource, &line);
    let above = || std::iter::once(&resource).chain(&line);
    let address = [&resource.address.street, &resource.address.locality, &resource.address.region].map(Line::as_str);
    let aside: Vec<&str> = line.iter().map(|above| above.name.as_str()).chain(address).collect();
    let mut document = Document {
        kind: DOCUMENT,
        id: id.bytes(),
        title: resource.name.to_string(),
        code: resource.code.to_string(),
        labels: resource.tags.iter().map(ToString::to_string).collect(),
        text: resource.description.to_string(),
        aside: aside.join("\n"),
        facets: vec![("sort", resource.kind.word().to_owned())],
        audience,
        owners: above().flat_map(|each| &each.managers).map(|manager| manager.bytes()).collect(),
        position: position(above(), audience),
        created: resource.created.micros(),
        updated: resource.updated.micros(),
        ..Document::default()
    };
    document.facets.extend(resource.tags.iter().map(|tag| ("tag", tag.as_str().to_lowercase())));
    if let Some(category) = resource.category {
        for category in category_line(tx, category)? {
            document.labels.push(category.name.to_string());
            document.facets.push(("category", category.id.to_string()));
        }
    }
    Ok(Some(document))
}

/// By the narrowest access on the way up the tree.
fn audience_of(resource: &Resource, line: &[Resource]) -> u8 {
    let shown = line.iter().map(|above| above.access).fold(resource.access, narrower);
    match (resource.status, shown) {
        (ResourceStatus::Active | ResourceStatus::Paused, Access::Public) => EVERYBODY,
        (ResourceStatus::Active | ResourceStatus::Paused, Access::Group) => MEMBERS,
        _ => STAFF,
    }
}

/// Its own place, or that of what it stands in.
fn position<'a>(mut above: impl Iterator<Item = &'a Resource>, audience: u8) -> Option<Position> {
    let at = above.find_map(|each| each.location)?;
    Some(Position { spot: Spot::new(at.latitude(), at.longitude())?, exactness: Exactness::Exact, audience })
}

/// What the search index keeps of a category of resources; `None` takes it out.
pub fn category_document(tx: &impl Reads, id: ResourceCategoryId) -> Result<Option<Document>> {
    let line = category_line(tx, id)?;
    let Some((category, above)) = line.split_first() else { return Ok(None) };
    Ok(Some(Document {
        kind: CATEGORY_DOCUMENT,
        id: id.bytes(),
        title: category.name.to_string(),
        labels: above.iter().map(|above| above.name.to_string()).collect(),
        ..Document::default()
    }))
}

/// The resources whose documents say something of a category: those in it and in what stands in it.
pub fn ids_in_category(tx: &impl Reads, category: ResourceCategoryId) -> Result<Vec<ResourceId>> {
    let below: Vec<ResourceCategoryId> = categories::categories(tx)?.into_iter().map(|each| each.id).collect();
    let mut within = Vec::new();
    for id in below {
        if category_line(tx, id)?.iter().any(|above| above.id == category) {
            within.push(id);
        }
    }
    let all = tables::all(tx)?;
    let is_within = |resource: &Resource| resource.category.is_some_and(|category| within.contains(&category));
    Ok(all.into_iter().filter(is_within).map(|resource| resource.id).collect())
}
