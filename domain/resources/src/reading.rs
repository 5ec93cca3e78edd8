//! Finding resources: one, the tree, what is related to one, and by words. Everybody gets what they may see.

use ayni_kernel::{
    Actor, AddOnId, Code, Error, MemberId, Point, QualificationId, ResourceId, Result, Sealed,
    tx::{Now, Reads},
};
use ayni_search::{Index, Query};

use crate::{
    model::{Resource, ResourceStatus},
    policy::{Placed, ResourceAct},
    search::{DOCUMENT, search_audience},
    shape::{self, Related, Tree},
    tables::{self, Kept},
};

/// A resource, closed until leave was asked; `None` when there is none.
pub fn resource(tx: &impl Reads, id: ResourceId) -> Result<Option<Sealed<Placed>>> {
    tables::resource(tx, id)
}

/// A resource that the actor may see; [`Error::NotFound`] otherwise.
pub fn visible(tx: &impl Reads, me: &Actor, id: ResourceId) -> Result<Resource> {
    opened(tx, me, id, ResourceAct::See)
}

/// A resource, opened for an act.
pub fn opened(tx: &impl Reads, me: &Actor, id: ResourceId, act: ResourceAct) -> Result<Resource> {
    let sealed = tables::resource(tx, id)?.ok_or_else(|| me.absent())?;
    Ok(sealed.open(me, act)?.resource)
}

/// The resource with a code, in whatever case it is typed; see [`visible`].
pub fn by_code(tx: &impl Reads, me: &Actor, code: &Code) -> Result<Resource> {
    let id = tables::id_of_code(tx, code)?.ok_or_else(|| me.absent())?;
    visible(tx, me, id)
}

/// Whether the actor looks after a resource: as one of its managers, of a manager of what it stands in, or by role.
pub fn manages(tx: &impl Reads, me: &Actor, id: ResourceId) -> Result<bool> {
    Ok(tables::resource(tx, id)?.is_some_and(|sealed| sealed.allows(me, ResourceAct::Manage)))
}

/// Those who look after a resource by name: its own managers and those of what it stands in, nearest first.
pub fn managers(tx: &impl Reads, resource: &Resource) -> Result<Vec<MemberId>> {
    let mut all = resource.managers.clone();
    for above in tables::line(tx, resource)? {
        all.extend(above.managers);
    }
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|member| seen.insert(*member));
    Ok(all)
}

/// A resource, whoever asks: for the program's own work and for names of what somebody has booked.
pub fn unasked(tx: &impl Reads, id: ResourceId) -> Result<Resource> {
    tables::unasked(tx, id)?.ok_or(Error::NotFound)
}

/// All resources that the actor may see, as a tree; retired ones only for those who look after them. Reads every
/// resource of the community, at most [`MAX_RESOURCES`](crate::MAX_RESOURCES).
pub fn tree(tx: &impl Reads, me: &Actor) -> Result<Tree> {
    let all = everything(tx)?;
    let community = ayni_communities::settings(tx)?.access;
    let sees = |resource: &Resource| {
        let line: Vec<_> = all.ancestors(resource.id).into_iter().cloned().collect();
        let sealed = Sealed::new(tables::placed(resource.clone(), &line, community));
        let act = if resource.status == ResourceStatus::Retired { ResourceAct::Manage } else { ResourceAct::See };
        sealed.allows(me, act)
    };
    Ok(Tree::new(all.walk().into_iter().map(|(_, resource)| resource).filter(|each| sees(each)).cloned().collect()))
}

/// All resources as a tree, unasked: for the program's own work, such as conflicts, which do not depend on who asks.
pub fn everything(tx: &impl Reads) -> Result<Tree> {
    Ok(Tree::new(tables::all(tx)?))
}

/// What stands directly in a resource (`None`: the outermost ones) and the actor may see, in order.
pub fn children(tx: &impl Reads, me: &Actor, parent: Option<ResourceId>) -> Result<Vec<Resource>> {
    let mut children = Vec::new();
    for (_, id) in tables::children(tx, parent)? {
        let seen = tables::resource(tx, id)?.filter(|sealed| sealed.allows(me, ResourceAct::See));
        children.extend(seen.map(|sealed| sealed.unchecked().resource));
    }
    children.retain(|child| child.status != ResourceStatus::Retired);
    Ok(children)
}

/// What a resource stands in, from the nearest to the outermost, unasked.
pub fn ancestors(tx: &impl Reads, resource: &Resource) -> Result<Vec<Resource>> {
    tables::line(tx, resource)
}

/// The ids of a resource and of all that stands in it, outermost first.
pub fn subtree(tx: &impl Reads, id: ResourceId) -> Result<Vec<ResourceId>> {
    shape::subtree(&Kept(tx), id)
}

/// Whose bookings make a resource unavailable: read through indexes, as much as is related to it.
pub fn related(tx: &impl Reads, id: ResourceId) -> Result<Related> {
    shape::related(&Kept(tx), id)
}

/// All that a member must have to book a resource: what it asks for and what it stands in asks for.
pub fn needed(tx: &impl Reads, resource: &Resource) -> Result<Vec<QualificationId>> {
    Ok(gathered(resource, &tables::line(tx, resource)?, |each| &each.qualifications))
}

/// All add-ons that go with a resource: its own, and those of what it stands in.
pub fn offered(tx: &impl Reads, resource: &Resource) -> Result<Vec<AddOnId>> {
    Ok(gathered(resource, &tables::line(tx, resource)?, |each| &each.addons))
}

fn gathered<T: Copy + PartialEq>(resource: &Resource, line: &[Resource], of: impl Fn(&Resource) -> &[T]) -> Vec<T> {
    let mut all: Vec<T> = Vec::new();
    for each in std::iter::once(resource).chain(line).flat_map(of) {
        all.extend((!all.contains(each)).then_some(*each));
    }
    all
}

/// The resources that the words fit best and that the actor may see.
pub fn find(tx: &(impl Reads + Now), me: &Actor, index: &Index, words: &str, limit: usize) -> Result<Vec<Resource>> {
    let Some(audience) = search_audience(tx, me)? else { return Ok(Vec::new()) };
    let mut resources = Vec::new();
    for hit in index.find(&Query { words, kinds: &[DOCUMENT], audience, limit, ..Query::default() })? {
        // The index follows the store a moment later.
        let sealed = tables::resource(tx, ResourceId::from_bytes(hit.id))?;
        let seen = sealed.filter(|sealed| sealed.allows(me, ResourceAct::See));
        resources.extend(seen.map(|sealed| sealed.unchecked().resource));
    }
    Ok(resources)
}

/// The ids of all resources after one of them, in their order, at most `limit`; for rebuilding the search index.
pub fn ids_after(tx: &impl Reads, after: Option<ResourceId>, limit: usize) -> Result<Vec<ResourceId>> {
    tables::ids_after(tx, after, limit)
}

/// Where a resource is: its own position, or that of the nearest place it stands in. Unasked, for what is held there.
pub fn whereabouts(tx: &impl Reads, id: ResourceId) -> Result<Option<Point>> {
    let resource = unasked(tx, id)?;
    let line = tables::line(tx, &resource)?;
    Ok(resource.location.or_else(|| line.iter().find_map(|above| above.location)))
}
