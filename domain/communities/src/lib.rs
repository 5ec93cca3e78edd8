//! Communities: the node's registry of them, and each community's own settings and categories.
//!
//! The registry ([`register`], [`by_host`], …) lies in the node's store and asks no leave: it is the program's and
//! the operator's. Settings and categories lie in the community's store; anybody may read them, admins change them.

mod categories;
mod model;
mod policy;
mod registry;
mod settings;
mod tables;

pub use categories::{
    Category, ChangeCategory, MAX_CATEGORIES, MAX_CATEGORY_DEPTH, NewCategory, add_category, categories, category,
    category_by_code, change_category, import_category, move_category, path,
};
pub use model::{
    Access, Audience, BlobHash, ChangeSettings, Hue, Joining, Kind, Settings, Status, TimeZoneName, suggested_code,
};
pub use policy::{CategoryAct, SettingsAct};
pub use registry::{Entry, by_host, by_id, by_slug, list, register, replace, set_name};
pub use settings::{change, found, set_logo, settings};
pub use tables::{node_tables, tables};

#[cfg(test)]
mod tests;
