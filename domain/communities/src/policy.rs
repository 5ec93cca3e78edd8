//! Who may do what with a community's settings and categories.

use ayni_kernel::{Actor, Guarded, Role};

use crate::{Category, Settings};

/// What may be done with a community's settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingsAct {
    /// Write the first ones; the program's own work.
    Found,
    /// Change them.
    Change,
}

impl Guarded for Settings {
    type Act = SettingsAct;

    fn allows(&self, me: &Actor, act: SettingsAct) -> bool {
        match act {
            SettingsAct::Change if me.has(Role::Admin) => true,
            SettingsAct::Change | SettingsAct::Found => false,
        }
    }

    fn visible(&self, _me: &Actor) -> bool {
        true
    }
}

/// What may be done with a category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CategoryAct {
    /// Add one.
    Add,
    /// Change one.
    Change,
}

impl Guarded for Category {
    type Act = CategoryAct;

    fn allows(&self, me: &Actor, act: CategoryAct) -> bool {
        match act {
            CategoryAct::Add | CategoryAct::Change if me.has(Role::Admin) => true,
            CategoryAct::Add | CategoryAct::Change => false,
        }
    }

    fn visible(&self, _me: &Actor) -> bool {
        true
    }
}
