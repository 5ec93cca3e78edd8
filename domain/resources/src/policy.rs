//! Who may do what with resources: tables read from top to bottom, whose last line is "no".

use ayni_communities::Access;
use ayni_kernel::{Actor, Guarded, MemberId, Role};

use crate::model::{Resource, ResourceStatus};

/// What somebody may want to do with one resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResourceAct {
    /// Look at it.
    See,
    /// Book it; whether its policy takes the booking is another question.
    Book,
    /// Change it, close it, look after its bookings, qualify members for it.
    Manage,
}

/// A resource with what decides who sees it and who looks after it.
#[derive(Debug, Clone)]
pub struct Placed {
    /// The resource.
    pub resource: Resource,
    /// Who looks after it or after something that it stands in.
    pub managers: Vec<MemberId>,
    /// The narrowest access of it, of what it stands in, and of the community.
    pub shown: Access,
}

/// The places of a community as a whole: outermost resources, categories, add-ons, qualifications.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Estate;

/// What somebody may want to do with the estate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EstateAct {
    /// Add outermost resources; look after categories, add-ons and qualifications.
    Manage,
}

/// Managers and admins: they look after every resource.
pub(crate) fn is_staff(me: &Actor) -> bool {
    me.has(Role::Manager)
}

impl Placed {
    fn is_managed_by(&self, me: &Actor) -> bool {
        is_staff(me) || self.managers.iter().any(|manager| me.acts_for(*manager))
    }
}

impl Guarded for Placed {
    type Act = ResourceAct;

    fn allows(&self, me: &Actor, act: ResourceAct) -> bool {
        let usable = self.resource.status != ResourceStatus::Retired;
        match act {
            ResourceAct::See if self.visible(me) => true,
            ResourceAct::Book if usable && me.is_inside() && self.visible(me) => true,
            ResourceAct::Manage if self.is_managed_by(me) => true,
            ResourceAct::See | ResourceAct::Book | ResourceAct::Manage => false,
        }
    }

    fn visible(&self, me: &Actor) -> bool {
        match self.shown {
            _ if self.is_managed_by(me) => true,
            Access::Public => true,
            // Stewards book for members who have no computer.
            Access::Group => me.is_inside(),
            Access::Private => me.has(Role::Steward),
        }
    }
}

impl Guarded for Estate {
    type Act = EstateAct;

    fn allows(&self, me: &Actor, act: EstateAct) -> bool {
        match act {
            EstateAct::Manage if is_staff(me) => true,
            EstateAct::Manage => false,
        }
    }

    fn visible(&self, me: &Actor) -> bool {
        me.is_inside()
    }
}

/// The narrower of two accesses.
pub(crate) fn narrower(one: Access, other: Access) -> Access {
    one.max(other)
}
