//! Who may do what on the market: tables read from top to bottom, whose last line is "no".

use ayni_communities::Access;
use ayni_kernel::{Actor, Guarded, MemberId, Role, Timestamp};
use ayni_members::MemberStatus;

use crate::model::{Listing, ListingStatus};

/// What somebody may want to do with one listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// Look at it.
    See,
    /// Change, hide and show it.
    Edit,
    /// Let others see it, or send it back.
    Moderate,
}

/// A listing with what decides who sees it.
#[derive(Debug, Clone)]
pub(crate) struct Posted {
    pub(crate) listing: Listing,
    /// Where its member stands.
    pub(crate) owner: MemberStatus,
    /// Who may see the community.
    pub(crate) community: Access,
    pub(crate) now: Timestamp,
}

/// A member's place on the market.
pub(crate) struct Stall(pub(crate) MemberId);

/// What somebody may want to do in a member's place on the market.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StallAct {
    /// Publish a listing.
    Publish,
}

/// What a member keeps of the market: favourites and saved searches.
pub(crate) struct Drawer(pub(crate) MemberId);

/// What somebody may want to do with what a member keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DrawerAct {
    /// Look into it and change it.
    Use,
}

/// The market as a whole.
pub(crate) struct Hall;

/// What somebody may want to do with the market as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HallAct {
    /// Look at listings before others see them.
    Moderate,
    /// Decide what holds for all.
    Settle,
}

/// Stewards and admins: they look after listings.
pub(crate) fn is_staff(me: &Actor) -> bool {
    me.has(Role::Steward)
}

impl Guarded for Posted {
    type Act = Act;

    fn allows(&self, me: &Actor, act: Act) -> bool {
        match act {
            Act::See if self.visible(me) => true,
            Act::Edit if me.acts_for(self.listing.member) || is_staff(me) => true,
            Act::Moderate if is_staff(me) => true,
            _ => false,
        }
    }

    fn visible(&self, me: &Actor) -> bool {
        let shown = self.listing.status == ListingStatus::Published
            && !self.listing.is_over(self.now)
            && self.owner == MemberStatus::Active;
        match self.listing.access {
            _ if me.acts_for(self.listing.member) || is_staff(me) => true,
            Access::Public if shown && self.community == Access::Public => true,
            Access::Public | Access::Group if shown && me.is_inside() => true,
            _ => false,
        }
    }
}

impl Guarded for Stall {
    type Act = StallAct;

    fn allows(&self, me: &Actor, act: StallAct) -> bool {
        match act {
            StallAct::Publish if me.acts_for(self.0) || is_staff(me) => true,
            StallAct::Publish => false,
        }
    }

    fn visible(&self, me: &Actor) -> bool {
        me.is_inside()
    }
}

impl Guarded for Hall {
    type Act = HallAct;

    fn allows(&self, me: &Actor, act: HallAct) -> bool {
        match act {
            HallAct::Moderate if is_staff(me) => true,
            HallAct::Settle if me.has(Role::Admin) => true,
            HallAct::Moderate | HallAct::Settle => false,
        }
    }

    fn visible(&self, me: &Actor) -> bool {
        me.is_inside()
    }
}

impl Guarded for Drawer {
    type Act = DrawerAct;

    fn allows(&self, me: &Actor, act: DrawerAct) -> bool {
        match act {
            DrawerAct::Use if me.acts_for(self.0) => true,
            DrawerAct::Use => false,
        }
    }

    /// What others keep is nobody's business.
    fn visible(&self, me: &Actor) -> bool {
        me.acts_for(self.0)
    }
}
