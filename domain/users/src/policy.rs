//! Who may do what with logins and API tokens.

use ayni_kernel::{Actor, Guarded, Role};

use crate::{ApiToken, NewApiToken, Scope, User};

/// What may be done with a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserAct {
    /// Change name, address and language.
    Change,
}

impl Guarded for User {
    type Act = UserAct;

    fn allows(&self, me: &Actor, act: UserAct) -> bool {
        match act {
            UserAct::Change if me.user() == Some(self.id) => true,
            UserAct::Change => false,
        }
    }

    fn visible(&self, me: &Actor) -> bool {
        me.user() == Some(self.id)
    }
}

/// What may be done with an API token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApiTokenAct {
    /// Make one for oneself.
    Make,
    /// Revoke one.
    Revoke,
}

impl Guarded for NewApiToken {
    type Act = ApiTokenAct;

    fn allows(&self, me: &Actor, act: ApiTokenAct) -> bool {
        match act {
            ApiTokenAct::Make if !me.is_inside() => false,
            ApiTokenAct::Make if self.scopes.has(Scope::Admin) => me.has(Role::Admin),
            ApiTokenAct::Make => true,
            ApiTokenAct::Revoke => false,
        }
    }

    fn visible(&self, me: &Actor) -> bool {
        me.user().is_some()
    }
}

impl Guarded for ApiToken {
    type Act = ApiTokenAct;

    fn allows(&self, me: &Actor, act: ApiTokenAct) -> bool {
        match act {
            ApiTokenAct::Revoke if me.user() == Some(self.user) => true,
            ApiTokenAct::Revoke | ApiTokenAct::Make => false,
        }
    }

    fn visible(&self, me: &Actor) -> bool {
        me.user() == Some(self.user)
    }
}
