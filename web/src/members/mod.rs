//! Members: the directory, profiles, joining and invitations, and the office where members are looked after.

use crate::kit::Route;

mod directory;
mod form;
mod groups;
mod invites;
mod joining;
mod logins;
mod office;
mod person;
mod profile;
pub(crate) mod views;

pub(crate) use invites::Origin;

/// The routes of members.
pub(crate) fn routes() -> Vec<Route> {
    [
        directory::routes(),
        profile::routes(),
        joining::routes(),
        office::routes(),
        person::routes(),
        logins::routes(),
        invites::routes(),
        groups::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
