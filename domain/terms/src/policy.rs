//! Who may do what with terms and passes: tables read from top to bottom, whose last line is "no".

use ayni_kernel::{Actor, Guarded, MemberId, Role};

/// The terms of a community as a whole: policies, prices, kinds of passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Office;

/// What somebody may want to do with the terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OfficeAct {
    /// Read them.
    Read,
    /// Make, change and remove them.
    Manage,
}

impl Guarded for Office {
    type Act = OfficeAct;

    fn allows(&self, me: &Actor, act: OfficeAct) -> bool {
        match act {
            OfficeAct::Manage if me.has(Role::Manager) => true,
            OfficeAct::Read if me.is_inside() => true,
            OfficeAct::Manage | OfficeAct::Read => false,
        }
    }

    fn visible(&self, me: &Actor) -> bool {
        me.is_inside()
    }
}

/// The passes of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wallet(pub(crate) MemberId);

/// What somebody may want to do with a member's passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WalletAct {
    /// See them and what they were used for.
    See,
    /// Buy one.
    Buy,
    /// Give one without a price, write down that one was paid, draw on them by hand.
    Give,
}

impl Guarded for Wallet {
    type Act = WalletAct;

    fn allows(&self, me: &Actor, act: WalletAct) -> bool {
        match act {
            WalletAct::See | WalletAct::Buy if me.acts_for(self.0) => true,
            WalletAct::See | WalletAct::Buy if me.has(Role::Steward) => true,
            WalletAct::See | WalletAct::Buy | WalletAct::Give if me.has(Role::Manager) => true,
            WalletAct::See if me.has(Role::Treasurer) => true,
            WalletAct::See | WalletAct::Buy | WalletAct::Give => false,
        }
    }

    fn visible(&self, me: &Actor) -> bool {
        self.allows(me, WalletAct::See)
    }
}
