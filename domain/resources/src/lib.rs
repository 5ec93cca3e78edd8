//! Resources: the places and things of a community that can be booked.
//!
//! They form a tree: what stands in something is booked out by it and books it out ([`related`]), is looked after by
//! its managers, and takes over its zone, hours and closures. Who may see a resource depends on its access and on
//! that of all it stands in.

mod categories;
mod keeping;
mod model;
mod policy;
mod reading;
mod shape;
mod tables;

#[cfg(test)]
mod tests;

pub use categories::{
    Attribute, AttributeDetails, AttributeKind, CategoryDetails, Filter, MAX_CATEGORIES, MAX_OPTIONS, Need,
    ResourceCategory, THOUSANDTHS, Value, add_category, attributes, categories, category, category_line,
    change_category, remove_category,
};
pub use keeping::{NewResource, change, create, pause, relocate, reorder, resume, retire};
pub use model::{
    Bookable, Details, MAX_ADDONS, MAX_ATTRIBUTES, MAX_CAPACITY, MAX_MANAGERS, MAX_PARTS, MAX_PHOTOS, MAX_PLACES,
    MAX_QUALIFICATIONS, MAX_TAGS, PERMILLE, Placement, Resource, ResourceKind, ResourceStatus, Unit,
};
pub use policy::{Estate, EstateAct, Placed, ResourceAct};
pub use reading::{
    ancestors, by_code, children, document, everything, find, ids_after, managers, manages, needed, offered, open,
    related, resource, subtree, tree, unasked, visible, zone,
};
pub use shape::{MAX_DEPTH, MAX_RESOURCES, Related, Tree};
pub use tables::tables;
