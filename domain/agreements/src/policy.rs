//! Who may do what with agreements: a table read from top to bottom, whose last line is "no".

use ayni_kernel::{Actor, Guarded, MemberId, Role};

use crate::{
    model::{Agreement, AgreementState},
    reference::{Reference, ReferenceState},
};

/// What somebody may want to do with an agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Look at it.
    See,
    /// Speak, propose, accept, confirm, pay, call off: as one of its two sides.
    Deal,
    /// Decide a difference.
    Settle,
}

impl Agreement {
    /// Whether somebody looks after one of its sides.
    pub(crate) fn is_party(&self, me: &Actor) -> bool {
        me.acts_for(self.giver) || me.acts_for(self.taker)
    }
}

impl Guarded for Agreement {
    type Act = Act;

    /// What two members write to each other is theirs, until they cannot agree. Nobody decides in their own case.
    fn allows(&self, me: &Actor, act: Act) -> bool {
        let party = self.is_party(me);
        match act {
            Act::See | Act::Deal if party => true,
            Act::See if self.disputed.is_some() && me.has(Role::Steward) => true,
            Act::Settle if self.state == AgreementState::Disputed && !party && me.has(Role::Steward) => true,
            Act::See | Act::Deal | Act::Settle => false,
        }
    }

    fn visible(&self, me: &Actor) -> bool {
        self.allows(me, Act::See)
    }
}

/// What a member has agreed on, as a list.
pub(crate) struct Ledge(pub(crate) MemberId);

impl Guarded for Ledge {
    type Act = ();

    fn allows(&self, me: &Actor, (): ()) -> bool {
        me.acts_for(self.0)
    }

    fn visible(&self, me: &Actor) -> bool {
        me.acts_for(self.0)
    }
}

/// Agreements of all.
pub(crate) struct Bench;

/// What somebody may want to do with agreements of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BenchAct {
    /// See the differences that wait.
    Judge,
    /// Decide what holds for all.
    Rule,
}

impl Guarded for Bench {
    type Act = BenchAct;

    fn allows(&self, me: &Actor, act: BenchAct) -> bool {
        match act {
            BenchAct::Judge if me.has(Role::Steward) => true,
            BenchAct::Rule if me.has(Role::Admin) => true,
            BenchAct::Judge | BenchAct::Rule => false,
        }
    }

    fn visible(&self, me: &Actor) -> bool {
        me.is_inside()
    }
}

/// What somebody may want to do with a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferenceAct {
    /// Read it.
    See,
    /// Answer it.
    Reply,
    /// Hide it.
    Hide,
    /// Show it again.
    Show,
}

impl Guarded for Reference {
    type Act = ReferenceAct;

    /// Nobody but who gave it knows of one that waits, a steward neither. Nobody hides what was said about themselves.
    fn allows(&self, me: &Actor, act: ReferenceAct) -> bool {
        let (author, owner) = (me.acts_for(self.by), me.acts_for(self.about));
        let judge = me.has(Role::Steward) && !author && !owner;
        match (act, self.state) {
            (ReferenceAct::See, ReferenceState::Shown) if me.is_inside() => true,
            (ReferenceAct::See, _) if author => true,
            (ReferenceAct::See | ReferenceAct::Show, ReferenceState::Hidden)
            | (ReferenceAct::Hide, ReferenceState::Shown)
                if judge =>
            {
                true
            }
            (ReferenceAct::Reply, ReferenceState::Shown) if owner => true,
            _ => false,
        }
    }

    fn visible(&self, me: &Actor) -> bool {
        self.allows(me, ReferenceAct::See)
    }
}

/// The shown references of all.
pub(crate) struct References;

impl Guarded for References {
    type Act = ();

    fn allows(&self, me: &Actor, (): ()) -> bool {
        me.is_inside()
    }

    fn visible(&self, me: &Actor) -> bool {
        me.is_inside()
    }
}
