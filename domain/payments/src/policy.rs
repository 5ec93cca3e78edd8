//! Who may do what with payments beyond the ledger's own rules: tables whose last line is "no".

use ayni_kernel::{Actor, Guarded, MemberId, Role};
use ayni_ledger::Owner;

use crate::approvals::{Approval, Authorisers};

/// The community's rule of when a second person is asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rules;

impl Guarded for Rules {
    type Act = ();

    fn allows(&self, me: &Actor, (): ()) -> bool {
        me.has(Role::Admin)
    }

    fn visible(&self, me: &Actor) -> bool {
        me.is_inside()
    }
}

/// Paying from a list in which anybody pays anybody: for treasurers and admins.
#[derive(Debug, Clone, Copy)]
pub struct ForAnybody;

impl Guarded for ForAnybody {
    type Act = ();

    fn allows(&self, me: &Actor, (): ()) -> bool {
        me.has(Role::Treasurer)
    }

    fn visible(&self, me: &Actor) -> bool {
        me.is_inside()
    }
}

/// What can be done with a payment that waits for a second person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ApprovalAct {
    /// See it.
    See,
    /// Authorise or deny it.
    Decide,
    /// Take it back.
    Withdraw,
}

/// A payment that waits, with the owner of the paying account and who may authorise.
#[derive(Debug, Clone)]
pub(crate) struct Waiting<'a> {
    pub(crate) approval: &'a Approval,
    pub(crate) payer: Owner,
    pub(crate) by: Authorisers,
}

impl Waiting<'_> {
    fn of_payer(&self, me: &Actor) -> bool {
        acts(me, self.payer)
    }

    fn may_authorise(&self, me: &Actor) -> bool {
        match self.by {
            Authorisers::Treasurer => me.has(Role::Treasurer),
            Authorisers::Admin => me.has(Role::Admin),
            Authorisers::Colleague => self.of_payer(me) || me.has(Role::Admin),
        }
    }
}

/// Whether the actor looks after the owner's affairs.
fn acts(me: &Actor, owner: Owner) -> bool {
    match owner {
        Owner::Member(member) => me.acts_for(member),
        Owner::Treasury => me.has(Role::Treasurer),
        Owner::System => false,
    }
}

impl Guarded for Waiting<'_> {
    type Act = ApprovalAct;

    fn allows(&self, me: &Actor, act: ApprovalAct) -> bool {
        let asked_for = me.user() == Some(self.approval.by);
        match act {
            // Nobody is the second person of what they asked for themselves.
            ApprovalAct::Decide if asked_for => false,
            ApprovalAct::Decide => self.may_authorise(me),
            ApprovalAct::See if self.may_authorise(me) || me.has(Role::Treasurer) => true,
            ApprovalAct::See | ApprovalAct::Withdraw => asked_for || self.of_payer(me),
        }
    }

    fn visible(&self, me: &Actor) -> bool {
        self.allows(me, ApprovalAct::See)
    }
}

/// Something that belongs to whoever made it: a list of payments, an order, a link.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Own {
    pub(crate) by: Option<ayni_kernel::UserId>,
    pub(crate) member: Option<MemberId>,
}

impl Guarded for Own {
    type Act = ();

    fn allows(&self, me: &Actor, (): ()) -> bool {
        match self.member {
            _ if self.by.is_some() && self.by == me.user() => true,
            Some(member) => me.acts_for(member) || me.has(Role::Treasurer),
            None => me.has(Role::Treasurer),
        }
    }

    fn visible(&self, me: &Actor) -> bool {
        self.allows(me, ())
    }
}
