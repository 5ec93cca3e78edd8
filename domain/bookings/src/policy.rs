//! Who may do what with bookings: a table read from top to bottom, whose last line is "no".

use ayni_kernel::{Actor, Guarded, MemberId, Role};

use crate::model::Booking;

/// What somebody may want to do with one booking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// See all of it.
    See,
    /// Change, confirm, cancel it; say that they came and left.
    Handle,
    /// Say yes or no to it; do the same for those at the front desk.
    Decide,
    /// Write down that its price was paid in money.
    Settle,
}

/// A booking with those who look after what is booked.
#[derive(Debug, Clone)]
pub(crate) struct Claim {
    pub(crate) booking: Booking,
    /// The managers of the resource and of those above it.
    pub(crate) managers: Vec<MemberId>,
}

/// A resource to be booked for somebody.
#[derive(Debug, Clone)]
pub(crate) struct Counter<'a> {
    pub(crate) member: MemberId,
    pub(crate) managers: &'a [MemberId],
}

/// What a member has booked, all of it: bookings and series.
pub(crate) struct Diary(pub(crate) MemberId);

/// What is owed in money for bookings.
pub(crate) struct Dues;

/// The door of a place with these managers.
pub(crate) struct Door<'a>(pub(crate) &'a [MemberId]);

/// Whether the actor looks after a resource with these managers.
pub(crate) fn manages(me: &Actor, managers: &[MemberId]) -> bool {
    me.has(Role::Manager) || managers.iter().any(|manager| me.acts_for(*manager))
}

impl Guarded for Claim {
    type Act = Act;

    fn allows(&self, me: &Actor, act: Act) -> bool {
        let managed = manages(me, &self.managers);
        let own = me.acts_for(self.booking.member);
        match act {
            Act::See if own || managed || me.has(Role::Steward) || me.has(Role::Treasurer) => true,
            Act::Handle if own || managed || me.has(Role::Steward) => true,
            Act::Decide if managed => true,
            Act::Settle if managed || me.has(Role::Treasurer) => true,
            Act::See | Act::Handle | Act::Decide | Act::Settle => false,
        }
    }

    fn visible(&self, me: &Actor) -> bool {
        self.allows(me, Act::See)
    }
}

impl Guarded for Counter<'_> {
    type Act = ();

    /// Members book for themselves; stewards and managers for anybody.
    fn allows(&self, me: &Actor, (): ()) -> bool {
        me.acts_for(self.member) || me.has(Role::Steward) || manages(me, self.managers)
    }

    fn visible(&self, me: &Actor) -> bool {
        me.is_inside()
    }
}

impl Guarded for Diary {
    type Act = ();

    fn allows(&self, me: &Actor, (): ()) -> bool {
        me.acts_for(self.0) || me.has(Role::Steward) || me.has(Role::Manager)
    }

    /// That members book is no secret.
    fn visible(&self, _: &Actor) -> bool {
        true
    }
}

impl Guarded for Dues {
    type Act = ();

    fn allows(&self, me: &Actor, (): ()) -> bool {
        me.has(Role::Treasurer) || me.has(Role::Manager)
    }

    fn visible(&self, _: &Actor) -> bool {
        true
    }
}

impl Guarded for Door<'_> {
    type Act = ();

    /// Who has its code can let anybody check in there.
    fn allows(&self, me: &Actor, (): ()) -> bool {
        manages(me, self.0)
    }

    fn visible(&self, _: &Actor) -> bool {
        true
    }
}
