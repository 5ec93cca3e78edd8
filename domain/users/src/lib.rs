//! Logins of the node: users with their passwords, sessions, API tokens, reset links, and the list of communities
//! each belongs to.
//!
//! Everything lies in the node's own store. The functions about logins ask no leave where no actor is named: they
//! *are* how an actor is found out. [`change`] and the API tokens take an actor and ask.
//!
//! Hashing ([`hash`], [`verify`]) is slow on purpose and needs no transaction: call it before queueing a write,
//! never inside one.

mod api_tokens;
mod memberships;
mod model;
mod password;
mod policy;
mod reset_links;
mod sessions;
mod sweeping;
mod tables;
mod token;
mod users;

pub use api_tokens::{
    ApiToken, MAX_API_TOKENS, NewApiToken, Scope, Scopes, api_token, api_tokens, make_api_token, revoke_api_token,
};
pub use memberships::{communities_of, drop_membership, note_membership, users_in};
pub use model::{ChangeUser, Credentials, NewUser, Standing, User, UserStatus};
pub use password::{Password, PasswordHash, Verdict, hash, verify, verify_nobody};
pub use policy::{ApiTokenAct, UserAct};
pub use reset_links::{RESET_HOURS, make_reset_link, reset_link, reset_password};
pub use sessions::{
    ABSOLUTE_DAYS, IDLE_DAYS, MAX_SESSIONS, OpenSession, Session, act_as, close_session, close_sessions, open_session,
    session, touch,
};
pub use sweeping::sweep;
pub use tables::tables;
pub use token::Token;
pub use users::{by_email, change, credentials, get, password_hash, register, set_password, upgrade_password};

#[cfg(test)]
mod tests;
