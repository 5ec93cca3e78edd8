//! Who may do what with rules of charges and their runs.

use ayni_kernel::{Actor, Guarded, Role};

use crate::model::{ChargeRule, RuleState};

/// What can be done with one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleAct {
    /// See what it says.
    See,
    /// See what its runs took of everybody.
    SeeRuns,
    /// Change, activate, end it; take its runs back.
    Manage,
}

impl Guarded for ChargeRule {
    type Act = RuleAct;

    fn allows(&self, me: &Actor, act: RuleAct) -> bool {
        match act {
            // Whoever can be charged may read by which rule.
            RuleAct::See if me.is_inside() && self.state != RuleState::Draft => true,
            RuleAct::See | RuleAct::SeeRuns if me.has(Role::Treasurer) => true,
            RuleAct::Manage if me.has(Role::Admin) => true,
            _ => false,
        }
    }

    fn visible(&self, me: &Actor) -> bool {
        self.allows(me, RuleAct::See)
    }
}

/// All rules together.
#[derive(Debug, Clone, Copy)]
pub struct Rules;

/// What can be done with the rules as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RulesAct {
    /// See the list with its drafts, try rules on the past.
    Browse,
    /// Draft one.
    Draft,
}

impl Guarded for Rules {
    type Act = RulesAct;

    fn allows(&self, me: &Actor, act: RulesAct) -> bool {
        match act {
            RulesAct::Browse if me.has(Role::Treasurer) => true,
            RulesAct::Draft if me.has(Role::Admin) => true,
            _ => false,
        }
    }

    fn visible(&self, me: &Actor) -> bool {
        me.is_inside()
    }
}
