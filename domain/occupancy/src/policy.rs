//! Who may read what was counted: a table read from top to bottom, whose last line is "no".

use ayni_kernel::{Actor, Guarded, MemberId, Role};

/// What was counted of one resource.
pub(crate) struct Ledger<'a> {
    /// Those who look after the resource, or after what it stands in.
    pub(crate) managers: &'a [MemberId],
}

/// What somebody may want to do with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// Read it.
    Read,
}

impl Guarded for Ledger<'_> {
    type Act = Act;

    fn allows(&self, me: &Actor, act: Act) -> bool {
        match act {
            Act::Read if me.has(Role::Manager) => true,
            // What rooms bring is money.
            Act::Read if me.has(Role::Treasurer) => true,
            Act::Read if self.managers.iter().any(|manager| me.acts_for(*manager)) => true,
            Act::Read => false,
        }
    }

    fn visible(&self, me: &Actor) -> bool {
        me.is_inside()
    }
}
