//! Agreements: from interest in a listing to its payment.
//!
//! A member asks about a listing; both talk, propose terms and accept them; each says what it came to in the end. Where
//! the two figures are near enough to each other their middle is paid, otherwise a steward who is on neither side
//! decides. Local currency moves through the ledger at once; money is written down as owed until the one who gets it
//! says that it came. Each step is kept and told to the other side. Once it is paid, each side may give a reference about
//! the other one.

mod dealing;
mod history;
mod judging;
mod model;
mod paying;
mod policy;
mod reading;
mod reference;
mod referring;
mod settings;
mod silence;
mod tables;

#[cfg(test)]
mod tests;

pub use dealing::{MAX_MESSAGE, MAX_STEPS, accept, ask, cancel, propose, say, start};
pub use history::{Step, StepKind};
pub use judging::disputes;
pub use model::{Agreement, AgreementSettings, AgreementState, Next, Owed, PaidBy, Proposal, SILENT_DAYS, Side, Terms};
pub use paying::{confirm, hindrance, money, pay, receive, settle};
pub use policy::ReferenceAct;
pub use reading::{agreement, agreements, may_settle, of_transfer, open_about, side_of, steps, waiting_count};
pub use reference::{MAX_REFERENCE, REFERENCE_DAYS, Reference, ReferenceLevel, ReferenceState};
pub use referring::{
    MAX_COUNTED, give_reference, hide_reference, may_about, next, reference, reference_counts, references,
    references_of, reply_to_reference, show_reference,
};
pub use settings::{MAX_MINUTES, change_settings, settings};
pub use silence::{expire_due, has_due};
pub use tables::tables;
