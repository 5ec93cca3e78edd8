//! What terms are attached to, and which of several is the nearest.

use std::cmp::Reverse;

use ayni_kernel::{GroupId, MemberId, Reads, ResourceCategoryId, ResourceId, Result};
use ayni_resources::{Resource, Unit};

/// The most places that one policy or price is attached to: a page of ticks.
pub const MAX_ATTACHED: usize = 100;

/// The most groups that one policy or price is for.
pub const MAX_GROUPS: usize = 50;

/// What a policy, a price or a pass is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attachment {
    /// A resource and all that stands in it.
    Resource(ResourceId),
    /// The resources of a category and of the categories in it.
    Category(ResourceCategoryId),
    /// Every resource.
    Everything,
}

/// Where a resource stands: what it stands in and the line of its categories, nearest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// Which resource.
    pub resource: ResourceId,
    /// What it stands in.
    pub above: Vec<ResourceId>,
    /// Its category and those this one stands in.
    pub categories: Vec<ResourceCategoryId>,
    /// By what it is booked.
    pub unit: Unit,
}

/// How near something is attached: the resource itself, then what it stands in, its categories, everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Nearness {
    /// Steps up the tree; 0 is the resource itself.
    Resource(usize),
    /// Steps up the categories.
    Category(usize),
    Everything,
}

/// The order in which terms win: the nearest, those for a group before those for all, the higher priority.
pub(crate) type Rank = (Nearness, bool, Reverse<u16>);

impl Spot {
    /// Where a resource stands.
    pub fn of(tx: &impl Reads, resource: &Resource) -> Result<Self> {
        let above = ayni_resources::ancestors(tx, resource)?.into_iter().map(|above| above.id).collect();
        let line = resource.category.map(|id| ayni_resources::category_line(tx, id)).transpose()?.unwrap_or_default();
        let categories = line.into_iter().map(|category| category.id).collect();
        Ok(Self { resource: resource.id, above, categories, unit: resource.unit })
    }

    /// How near the attachments come to it; `None` when they are for others.
    pub(crate) fn nearness(&self, attached: &[Attachment]) -> Option<Nearness> {
        attached.iter().filter_map(|each| self.one(*each)).min()
    }

    fn one(&self, attachment: Attachment) -> Option<Nearness> {
        match attachment {
            Attachment::Resource(id) if id == self.resource => Some(Nearness::Resource(0)),
            Attachment::Resource(id) => {
                self.above.iter().position(|above| *above == id).map(|steps| Nearness::Resource(steps + 1))
            }
            Attachment::Category(id) => self.categories.iter().position(|each| *each == id).map(Nearness::Category),
            Attachment::Everything => Some(Nearness::Everything),
        }
    }

    /// The rank of terms here for a member of these groups; `None` when they do not apply.
    pub(crate) fn rank(
        &self,
        attached: &[Attachment],
        groups: &[GroupId],
        priority: u16,
        member_of: &[GroupId],
    ) -> Option<Rank> {
        let theirs = groups.is_empty() || groups.iter().any(|group| member_of.contains(group));
        let nearness = self.nearness(attached).filter(|_| theirs)?;
        // `false` sorts first: what is for a group wins.
        Some((nearness, groups.is_empty(), Reverse(priority)))
    }
}

/// The groups that a member belongs to.
pub fn groups_of(tx: &impl Reads, member: MemberId) -> Result<Vec<GroupId>> {
    ayni_members::groups_of(tx, member)
}
