//! Who may see what of reciprocity: a table read from top to bottom, whose last line is "no".

use ayni_kernel::{Actor, Guarded, MemberId, Role};

/// A member's portrait.
pub(crate) struct OfMember(pub(crate) MemberId);

/// What concerns the whole community.
pub(crate) struct OfCommunity;

/// What somebody may want to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// How it stands.
    See,
    /// Who is at risk, by name.
    SeeNames,
}

impl Guarded for OfMember {
    type Act = Act;

    fn allows(&self, me: &Actor, act: Act) -> bool {
        match act {
            // A score is nobody's business but one's own and of those who can help.
            Act::See if me.acts_for(self.0) => true,
            Act::See if me.has(Role::Steward) || me.has(Role::Treasurer) => true,
            Act::See | Act::SeeNames => false,
        }
    }

    fn visible(&self, me: &Actor) -> bool {
        me.is_inside()
    }
}

impl Guarded for OfCommunity {
    type Act = Act;

    fn allows(&self, me: &Actor, act: Act) -> bool {
        match act {
            Act::See if me.is_inside() => true,
            Act::SeeNames if me.has(Role::Steward) || me.has(Role::Treasurer) => true,
            Act::See | Act::SeeNames => false,
        }
    }

    fn visible(&self, me: &Actor) -> bool {
        me.is_inside()
    }
}
