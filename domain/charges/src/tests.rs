//! Charges as stories, the published check, and random rules over random histories.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at what it did not expect"
)]

mod demurrage;
mod levies;
mod periods;
mod random;
mod stories;
mod town;
