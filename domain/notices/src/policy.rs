//! Who reads notices: a table read from top to bottom, whose last line is "no".

use ayni_kernel::{Actor, Guarded, MemberId};

/// A member's notices.
pub(crate) struct Board(pub(crate) MemberId);

/// What somebody may want to do with a member's notices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// Read them, and note that they were read.
    Read,
}

impl Guarded for Board {
    type Act = Act;

    fn allows(&self, me: &Actor, act: Act) -> bool {
        match act {
            Act::Read if me.acts_for(self.0) => true,
            Act::Read => false,
        }
    }

    fn visible(&self, me: &Actor) -> bool {
        me.is_inside()
    }
}
