//! The shape of the tree of resources, and the pure decisions about it: what stands in what, what a set is made of,
//! and whose bookings make a resource unavailable.
//!
//! Booking a resource claims its **ground**: the resource, the parts of it if it is a set (and theirs), and all that
//! stands in any of those. Two resources get in each other's way exactly when they have ground in common. What a
//! tree holds counts as it stands there: whoever books a building does not thereby book the far parts of a set that
//! is kept in it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use ayni_communities::TimeZoneName;
use ayni_kernel::{Error, ResourceId, Result};

use crate::{model::Resource, opening::Opening};

/// The deepest a resource may stand: site, building, wing, floor, area, room, desk and one to spare.
pub const MAX_DEPTH: usize = 8;

/// The most resources of a community: a campus, and few enough to be read at once.
pub const MAX_RESOURCES: usize = 2_000;

/// What the decisions need to know of the tree, wherever it is kept.
pub(crate) trait Shape {
    /// What a resource stands in; `None` for the outermost ones.
    fn parent(&self, id: ResourceId) -> Result<Option<ResourceId>>;
    /// What stands directly in it, in order.
    fn children(&self, id: ResourceId) -> Result<Vec<ResourceId>>;
    /// What it is made of, if it is a set.
    fn parts(&self, id: ResourceId) -> Result<Vec<ResourceId>>;
    /// The sets that it is a part of.
    fn sets(&self, id: ResourceId) -> Result<Vec<ResourceId>>;
}

/// Whose bookings make a resource unavailable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// The resource itself, then all others that have ground in common with it; also those that can no longer be
    /// booked, since bookings made before remain.
    pub blocking: Vec<ResourceId>,
}

/// What a resource stands in, from the nearest to the outermost.
pub(crate) fn ancestors(shape: &impl Shape, id: ResourceId) -> Result<Vec<ResourceId>> {
    let mut up = Vec::new();
    let mut at = shape.parent(id)?;
    while let Some(parent) = at {
        if up.len() == MAX_DEPTH {
            return Err(Error::broken(format!("resource {id} stands in a circle")));
        }
        up.push(parent);
        at = shape.parent(parent)?;
    }
    Ok(up)
}

/// A resource and all that stands in it, outermost first.
pub(crate) fn subtree(shape: &impl Shape, id: ResourceId) -> Result<Vec<ResourceId>> {
    closure(&[id], |each| shape.children(each))
}

/// A resource and, if it is a set, its parts and theirs.
pub(crate) fn members(shape: &impl Shape, id: ResourceId) -> Result<Vec<ResourceId>> {
    closure(&[id], |each| shape.parts(each))
}

/// The places whose closures close a resource: itself, its parts, and what any of those stand in.
pub(crate) fn closers(shape: &impl Shape, id: ResourceId) -> Result<Vec<ResourceId>> {
    closure(&members(shape, id)?, |each| Ok(shape.parent(each)?.into_iter().collect()))
}

/// See [`Related`].
pub(crate) fn related(shape: &impl Shape, id: ResourceId) -> Result<Related> {
    let ground = closure(&members(shape, id)?, |each| shape.children(each))?;
    let around = closure(&ground, |each| Ok(shape.parent(each)?.into_iter().collect()))?;
    let blocking = closure(&around, |each| shape.sets(each))?;
    let others = blocking.into_iter().filter(|other| *other != id);
    Ok(Related { blocking: std::iter::once(id).chain(others).collect() })
}

/// How many levels a resource's subtree has: 1 when nothing stands in it.
pub(crate) fn height(shape: &impl Shape, id: ResourceId) -> Result<usize> {
    let mut level = vec![id];
    for height in 1..=MAX_DEPTH {
        let below = level.iter().map(|each| shape.children(*each)).collect::<Result<Vec<_>>>()?.concat();
        if below.is_empty() {
            return Ok(height);
        }
        level = below;
    }
    Ok(MAX_DEPTH + 1)
}

/// All that is reached from some resources, each once, nearest first.
fn closure(from: &[ResourceId], next: impl Fn(ResourceId) -> Result<Vec<ResourceId>>) -> Result<Vec<ResourceId>> {
    let mut seen: BTreeSet<_> = from.iter().copied().collect();
    let mut reached = from.to_vec();
    let mut waiting: VecDeque<_> = from.iter().copied().collect();
    while let Some(each) = waiting.pop_front() {
        for found in next(each)? {
            if seen.insert(found) {
                reached.push(found);
                waiting.push_back(found);
            }
        }
    }
    Ok(reached)
}

/// All resources of a community, read once; for questions about many of them.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    resources: BTreeMap<ResourceId, Resource>,
    children: BTreeMap<Option<ResourceId>, Vec<ResourceId>>,
    sets: BTreeMap<ResourceId, Vec<ResourceId>>,
}

impl Tree {
    /// A tree of resources. Those whose parent is not among them stand at the top.
    pub(crate) fn new(resources: Vec<Resource>) -> Self {
        let mut tree = Self::default();
        tree.resources.extend(resources.into_iter().map(|resource| (resource.id, resource)));
        let mut order: Vec<_> = tree.resources.values().map(|each| (each.position, each.id)).collect();
        order.sort_unstable();
        for (_, id) in order {
            let Some(resource) = tree.resources.get(&id) else { continue };
            let parent = resource.parent.filter(|parent| tree.resources.contains_key(parent));
            tree.children.entry(parent).or_default().push(id);
            for part in &resource.parts {
                tree.sets.entry(*part).or_default().push(id);
            }
        }
        tree
    }

    /// One of them.
    pub fn get(&self, id: ResourceId) -> Option<&Resource> {
        self.resources.get(&id)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.resources.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.resources.is_empty()
    }

    /// What stands directly in one of them, in order; `None` asks for the outermost ones.
    pub fn children(&self, parent: Option<ResourceId>) -> impl Iterator<Item = &Resource> {
        self.children.get(&parent).into_iter().flatten().filter_map(|id| self.get(*id))
    }

    /// All of them as one reads them: each followed by what stands in it, with its depth (0: outermost).
    pub fn walk(&self) -> Vec<(usize, &Resource)> {
        let mut rows = Vec::with_capacity(self.len());
        self.walk_from(None, 0, &mut rows);
        rows
    }

    fn walk_from<'t>(&'t self, parent: Option<ResourceId>, depth: usize, rows: &mut Vec<(usize, &'t Resource)>) {
        for child in self.children(parent) {
            rows.push((depth, child));
            self.walk_from(Some(child.id), depth + 1, rows);
        }
    }

    /// What a resource stands in, from the nearest to the outermost.
    pub fn ancestors(&self, id: ResourceId) -> Vec<&Resource> {
        let up = ancestors(self, id).unwrap_or_default();
        up.into_iter().filter_map(|id| self.get(id)).collect()
    }

    /// A resource and all that stands in it, outermost first.
    pub fn subtree(&self, id: ResourceId) -> Vec<&Resource> {
        let down = subtree(self, id).unwrap_or_default();
        down.into_iter().filter_map(|id| self.get(id)).collect()
    }

    /// All that decides when a resource is open, apart from closures; `community` is the zone where none is named.
    pub fn opening(&self, id: ResourceId, community: &TimeZoneName) -> Result<Option<Opening>> {
        let own = |id: ResourceId| {
            let line: Vec<_> = self.ancestors(id).into_iter().cloned().collect();
            self.get(id).map(|resource| Opening::of(resource, &line, community))
        };
        let Some(mut opening) = own(id) else { return Ok(None) };
        if self.get(id).is_some_and(|resource| resource.hours.is_none()) {
            opening.parts.extend(members(self, id)?.into_iter().skip(1).filter_map(own));
        }
        Ok(Some(opening))
    }

    /// The places whose closures close a resource; see [`closures_at`](crate::closures_at).
    pub fn closers(&self, id: ResourceId) -> Result<Vec<ResourceId>> {
        closers(self, id)
    }

    /// Whose bookings make a resource unavailable, among those in this tree.
    pub fn related(&self, id: ResourceId) -> Result<Related> {
        related(self, id)
    }
}

impl Shape for Tree {
    fn parent(&self, id: ResourceId) -> Result<Option<ResourceId>> {
        let parent = self.get(id).and_then(|resource| resource.parent);
        Ok(parent.filter(|parent| self.resources.contains_key(parent)))
    }

    fn children(&self, id: ResourceId) -> Result<Vec<ResourceId>> {
        Ok(self.children.get(&Some(id)).cloned().unwrap_or_default())
    }

    fn parts(&self, id: ResourceId) -> Result<Vec<ResourceId>> {
        Ok(self.get(id).map(|resource| resource.parts.clone()).unwrap_or_default())
    }

    fn sets(&self, id: ResourceId) -> Result<Vec<ResourceId>> {
        Ok(self.sets.get(&id).cloned().unwrap_or_default())
    }
}
