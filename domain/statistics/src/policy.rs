//! Who may see the statistics: a table read from top to bottom, whose last line is "no".

use ayni_kernel::{Actor, Guarded};

/// The figures of the whole community, which name nobody.
pub(crate) struct Statistics;

/// What somebody may want of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// See them.
    See,
}

impl Guarded for Statistics {
    type Act = Act;

    fn allows(&self, me: &Actor, act: Act) -> bool {
        match act {
            Act::See => me.is_inside(),
        }
    }

    fn visible(&self, me: &Actor) -> bool {
        me.is_inside()
    }
}
