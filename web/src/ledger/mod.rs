//! Money pages and their JSON: wallet, payments, requests, transfers, currencies, limits.

mod chart;
mod currencies;
mod holds;
pub(crate) mod input;
mod limits;
mod payments;
mod proof;
mod requests;
pub(crate) mod statement;
mod transfers;
mod views;
mod wallet;

pub use proof::{ProofAccount, ProofCurrency, ProofEntry, ProofFile, ProofHead, ProofStanding, ProofStep};
pub(crate) use views::{BalanceCard, EntryView, RequestView, balance_card, recent_entries, waiting_requests};

use crate::kit::Route;

/// Every route of the feature.
pub(crate) fn routes() -> Vec<Route> {
    [
        wallet::routes(),
        statement::routes(),
        proof::routes(),
        payments::routes(),
        requests::routes(),
        holds::routes(),
        transfers::routes(),
        currencies::routes(),
        limits::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
