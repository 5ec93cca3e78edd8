//! Places and things that can be booked: a place's page, and all that those who look after them do.

use ayni_kernel::{Actor, Error, ReadTx, ResourceId, Result};
use ayni_resources::{Estate, EstateAct};

pub(crate) use self::{closures::again, opening::month_key};
use crate::{kit::Route, links};

mod addons;
mod categories;
mod closures;
mod editor;
mod floor;
mod form;
mod hours;
mod hours_form;
mod opening;
mod place;
pub(crate) mod plans;
mod qualifications;
mod rows;
mod setup;
mod setup_forms;
mod tree;
pub(crate) mod views;
pub(crate) mod week;

/// The entry of the navigation for those who look after places.
pub(crate) const OFFICE_TAB: &str = "admin-spaces";

/// The pages of those who look after places: the locale key of each, and its address.
const SECTIONS: [(&str, &str); 9] = [
    ("resources-tree", links::ADMIN_SPACES),
    ("resources-closures", links::ADMIN_CLOSURES),
    ("resources-policies", links::ADMIN_POLICIES),
    ("resources-prices", links::ADMIN_PRICES),
    ("resources-passes", links::ADMIN_PASSES),
    ("resources-qualifications", links::ADMIN_QUALIFICATIONS),
    ("resources-addons", links::ADMIN_ADDONS),
    ("resources-categories", links::RESOURCE_CATEGORIES),
    ("resources-reports", links::ADMIN_REPORTS),
];

/// The routes of resources.
pub(crate) fn routes() -> Vec<Route> {
    [
        place::routes(),
        tree::routes(),
        editor::routes(),
        hours::routes(),
        closures::routes(),
        setup::routes(),
        categories::routes(),
        addons::routes(),
        qualifications::routes(),
        plans::routes(),
        floor::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Whether the actor looks after all places: managers and admins.
fn keeps_all(me: &Actor) -> bool {
    me.may(EstateAct::Manage, &Estate).is_ok()
}

/// Refuses those who look after nothing here.
fn keeps_some(tx: &ReadTx, me: &Actor) -> Result<()> {
    if keeps_all(me) {
        return Ok(());
    }
    let everything = ayni_resources::everything(tx)?;
    let mut named = everything.walk().into_iter().flat_map(|(_, each)| &each.managers);
    let keeps_named = me.is_inside() && named.any(|id| me.acts_for(*id));
    if keeps_named { Ok(()) } else { me.may(EstateAct::Manage, &Estate) }
}

/// A resource that the actor looks after.
pub(crate) fn managed(tx: &ReadTx, me: &Actor, id: ResourceId) -> Result<ayni_resources::Resource> {
    ayni_resources::opened(tx, me, id, ayni_resources::ResourceAct::Manage)
}

/// Reads an id that a form may leave empty.
fn optional<I: std::str::FromStr<Err = Error>>(raw: &str) -> Result<Option<I>> {
    let raw = raw.trim();
    if raw.is_empty() { Ok(None) } else { raw.parse().map(Some) }
}
