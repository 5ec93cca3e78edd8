//! Charges: the rules by which the community takes levies, fees, dues and demurrage, their runs, and what members see.

mod form;
mod mine;
mod previews;
mod rules;
mod runs;
mod says;

pub(crate) use mine::{LevyView, RuleLink, in_force, levies_on, rule_link, rule_page};

use crate::kit::Route;

/// Every route of the feature.
pub(crate) fn routes() -> Vec<Route> {
    [rules::routes(), runs::routes(), mine::routes()].into_iter().flatten().collect()
}
