//! Charges: what the community takes from its members by rules, and what it gives back.
//!
//! A [`ChargeRule`] is one of four kinds: a levy on each payment, an account fee, membership dues, demurrage on
//! positive balances. It is drafted, tried on the past year ([`preview`]), activated from a date on, and ended; once
//! it is active its content never changes, so that everybody can rely on what was announced.
//!
//! A levy is posted by [`react`] in the transaction and in the group of its payment: together or not at all. The other
//! kinds are charged once a period by a [`Run`], of which there is at most one for each rule and period. A run takes
//! its amounts from what accounts held when it was due, however late it is made, and what earlier late runs took is
//! counted as if they had been in time; so missed periods are caught up in order. A run is worked off in bounded
//! steps, shown as one, and reversible as a whole.
//!
//! Rounding: what a rate takes is rounded down to whole minor units, the rest stays with whoever would have paid it.
//! What is given out is given out to the last minor unit: everybody gets the same share rounded down, and the minor
//! units that are left over go one each to the oldest accounts (all remainders being equal, this is the method of the
//! largest remainder). Where nobody is to get anything, what was taken stays in the treasury.

#![expect(clippy::similar_names, reason = "payer and payee are the words of the field")]

mod audit;
mod levies;
mod model;
mod periods;
mod policy;
mod previews;
mod reckon;
mod reversal;
mod rules;
mod runs;
mod tables;

pub use audit::{Finding, audit};
pub use levies::{LevyLine, levies_on, levy_lines, react};
pub use model::{
    Bearer, ChargeKind, ChargeRule, Charged, Every, Exempt, Levy, Rate, RuleContent, RuleState, Run, RunLine, Share,
    Stage, TakenBack, What,
};
pub use periods::Period;
pub use policy::{RuleAct, Rules, RulesAct};
pub use previews::{Outcome, Preview, Trial, next_run, preview};
pub use reversal::{ReverseRun, reverse_run};
pub use rules::{
    MAX_RULES, activate, change_rule, charged, draft, end, next_period, remove_draft, rule, rule_of, rules, rules_for,
};
pub use runs::{has_due, run, run_lines, runs, work_due};
pub use tables::tables;

#[cfg(test)]
mod tests;
