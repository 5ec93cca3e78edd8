//! Who may do what with a series: a table read from top to bottom, whose last line is "no".

use ayni_kernel::{Actor, Guarded, MemberId, Role};

use crate::{policy::manages, series::model::Series};

/// What somebody may want to do with a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// See its dates.
    See,
    /// Change and cancel its dates.
    Handle,
}

/// A series with those who look after what it books.
pub(crate) struct Run {
    pub(crate) series: Series,
    pub(crate) managers: Vec<MemberId>,
}

impl Guarded for Run {
    type Act = Act;

    fn allows(&self, me: &Actor, act: Act) -> bool {
        let (own, managed) = (me.acts_for(self.series.member), manages(me, &self.managers));
        match act {
            Act::See if own || managed || me.has(Role::Steward) || me.has(Role::Treasurer) => true,
            Act::Handle if own || managed || me.has(Role::Steward) => true,
            Act::See | Act::Handle => false,
        }
    }

    fn visible(&self, me: &Actor) -> bool {
        self.allows(me, Act::See)
    }
}
