//! Who may do what with accounts, with dealings between two accounts, and with the ledger as a whole.

use ayni_kernel::{Actor, Guarded, Role};

use crate::model::{Account, Owner};

/// What can be done with one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountAct {
    /// See balance, limits and statement.
    See,
    /// Pay from it, accept and reject payment requests to it.
    Pay,
    /// Ask others to pay to it.
    Collect,
    /// Change its limits.
    SetLimits,
    /// Let one payment go beyond them.
    GrantOnce,
}

impl Guarded for Account {
    type Act = AccountAct;

    #[expect(clippy::match_same_arms, reason = "a table of who may do what, read from top to bottom")]
    fn allows(&self, me: &Actor, act: AccountAct) -> bool {
        use AccountAct::{Collect, GrantOnce, Pay, See, SetLimits};
        match (act, self.owner) {
            (See | Pay | Collect, Owner::Member(member)) if me.acts_for(member) => true,
            (See | Pay | Collect, Owner::Member(_)) if me.has(Role::Steward) => true,
            (See | Pay | Collect, Owner::Treasury) if me.has(Role::Treasurer) => true,
            (See | SetLimits, _) if me.has(Role::Treasurer) => true,
            (GrantOnce, _) if me.has(Role::Admin) => true,
            _ => false,
        }
    }

    /// Everybody inside knows that the account exists: its card is how people are paid.
    fn visible(&self, me: &Actor) -> bool {
        me.is_inside()
    }
}

/// Two accounts that deal with each other: a transfer, a hold, a payment request.
#[derive(Debug, Clone)]
pub(crate) struct Dealing {
    pub(crate) payer: Account,
    pub(crate) payee: Account,
}

/// What can be done with a dealing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DealingAct {
    /// See it.
    See,
    /// Accept or reject a request.
    ActAsPayer,
    /// Withdraw a request, void a hold.
    ActAsPayee,
    /// Post a hold.
    ActAsEither,
    /// Take the transfer back.
    Reverse,
}

impl Guarded for Dealing {
    type Act = DealingAct;

    fn allows(&self, me: &Actor, act: DealingAct) -> bool {
        let payer = |act| self.payer.allows(me, act);
        let payee = |act| self.payee.allows(me, act);
        match act {
            DealingAct::See if payer(AccountAct::See) || payee(AccountAct::See) => true,
            DealingAct::ActAsPayer | DealingAct::ActAsEither if payer(AccountAct::Pay) => true,
            DealingAct::ActAsPayee | DealingAct::ActAsEither if payee(AccountAct::Collect) => true,
            DealingAct::Reverse if me.has(Role::Treasurer) => true,
            _ => false,
        }
    }

    fn visible(&self, me: &Actor) -> bool {
        self.allows(me, DealingAct::See)
    }
}

/// The ledger as a whole.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Book;

/// What can be done with the ledger as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BookAct {
    /// See the cards of accounts and the community's totals.
    Browse,
    /// See every transfer.
    SeeAll,
    /// Make and change currencies.
    ManageCurrencies,
    /// Take levies and charges: the program's own work.
    Charge,
}

impl Guarded for Book {
    type Act = BookAct;

    fn allows(&self, me: &Actor, act: BookAct) -> bool {
        match act {
            BookAct::Browse if me.is_inside() => true,
            BookAct::SeeAll if me.has(Role::Treasurer) => true,
            BookAct::ManageCurrencies if me.has(Role::Admin) => true,
            _ => false,
        }
    }

    fn visible(&self, me: &Actor) -> bool {
        me.is_inside()
    }
}
