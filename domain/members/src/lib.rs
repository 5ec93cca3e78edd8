//! Members: the people and organisations of a community, who acts for them, and which roles they hold.
//!
//! A member is found by its number or name and trades through its accounts; a user is a login and may act for
//! several members. Somebody becomes a member by applying and being approved, by an invitation, or because a
//! steward writes them in. What others see of a member depends on its access, on the visibility of each contact
//! and on who asks: every read that takes an [`Actor`](ayni_kernel::Actor) gives only what that one may see.
//!
//! The store is the community's. Logins live in the node's store (`ayni-users`) and are named here by their id.

mod directory;
mod groups;
mod import;
mod invites;
mod joining;
mod model;
mod people;
mod policy;
mod profile;
mod search;
mod tables;

#[cfg(test)]
mod tests;

pub use ayni_communities::Access;

pub use directory::{List, by_number, count_by_status, directory, find, get, ids_after, name_of, photos, waiting};
pub use groups::{
    Group, MAX_GROUPS, MAX_GROUPS_OF_MEMBER, add_group, change_group, group, group_members, group_size, groups,
    groups_of, join_group, leave_group, remove_group,
};
pub use import::{all, import_link, import_member, next_number};
pub use invites::{
    AcceptInvite, MAX_INVITE_DAYS, NewInvite, accept_invite, invite, invite_by_token, invites, withdraw_invite,
};
pub use joining::{Apply, NewMember, apply, approve, create, leave, refuse, restore, suspend};
pub use model::{Card, Contact, ContactKind, Invite, Link, MAX_CONTACTS, Member, MemberKind, MemberStatus, Visibility};
pub use people::{
    actor, add_user, admins, all_roles, links, may_add_user, members_of, remove_user, roles_of, set_roles, users_of,
};
pub use policy::{MemberAct, Roll, RollAct};
pub use profile::{EditProfile, edit_profile, set_photo};
pub use search::{DOCUMENT, document, search_audience, whereabouts};
pub use tables::tables;
