//! Resources: the places and things of a community that can be booked.
//!
//! They form a tree: what stands in something is booked out by it and books it out ([`related`]), is looked after by
//! its managers, and takes over its zone, hours and closures. Who may see a resource depends on its access and on
//! that of all it stands in.

mod addons;
mod categories;
mod closures;
mod keeping;
mod model;
mod opening;
mod plans;
mod policy;
mod qualifications;
mod reading;
mod search;
mod shape;
mod tables;

#[cfg(test)]
mod tests;

pub use addons::{AddOn, AddOnDetails, MAX_CATALOGUE, MAX_STOCK, Offer, Per, add_addon, addon, addons, change_addon};
pub use categories::{
    Attribute, AttributeDetails, AttributeKind, CategoryDetails, Filter, MAX_CATEGORIES, MAX_OPTIONS, Need,
    ResourceCategory, THOUSANDTHS, Value, add_category, attributes, categories, category, category_line,
    change_category, remove_category,
};
pub use closures::{
    Closure, ClosureDetails, ClosureWay, Closures, MAX_CLOSURE_DAYS, MAX_REPEATING, change_closure, close, closure,
    closure_unasked, closures, closures_at, coming, looked, reopen, unlooked,
};
pub use keeping::{NewResource, change, create, pause, relocate, reorder, resume, retire};
pub use model::{
    Bookable, Details, MAX_ADDONS, MAX_ATTRIBUTES, MAX_CAPACITY, MAX_MANAGERS, MAX_PARTS, MAX_PHOTOS, MAX_PLACES,
    MAX_QUALIFICATIONS, MAX_TAGS, PERMILLE, Placement, Resource, ResourceKind, ResourceStatus, Unit,
};
pub use opening::{Opening, holidays, hours, open, opening, zone};
pub use plans::{
    MAX_PLANS, NewPlan, Plan, add_photo, add_plan, files, place, placed_on, plan, plans_of, remove_photo, remove_plan,
};
pub use policy::{Estate, EstateAct, Placed, ResourceAct};
pub use qualifications::{
    Holder, Holding, HoldingAct, MAX_HOLDERS, MAX_KINDS, MAX_VALID_DAYS, Qualification, QualificationDetails,
    QualificationKind, add_qualification, agree, change_qualification, give, holders, holdings_of, holds, missing,
    qualification, qualifications, withdraw,
};
pub use reading::{
    ancestors, by_code, children, everything, find, ids_after, managers, manages, needed, offered, opened, related,
    resource, subtree, tree, unasked, visible, whereabouts,
};
pub use search::{CATEGORY_DOCUMENT, DOCUMENT, category_document, document, ids_in_category, search_audience};
pub use shape::{MAX_DEPTH, MAX_RESOURCES, Related, Tree};
pub use tables::tables;
