//! Money pages and their JSON: wallet, payments, requests, transfers, currencies, limits.

mod breaches;
mod chart;
mod credit;
mod currencies;
mod defaults;
mod holds;
pub(crate) mod input;
mod limits;
pub(crate) mod payments;
mod printed;
mod proof;
mod requests;
pub(crate) mod statement;
pub(crate) mod transfers;
pub(crate) mod views;
pub(crate) mod wallet;

pub(crate) use input::{amount as amount_of, gather};
pub use proof::{ProofAccount, ProofCurrency, ProofEntry, ProofFile, ProofHead, ProofStanding, ProofStep};
pub(crate) use views::{
    BalanceCard, EntryView, PartyView, RequestView, balance_card, recent_entries, short, user_name, waiting_requests,
};

use crate::kit::Route;

/// Every route of the feature.
pub(crate) fn routes() -> Vec<Route> {
    [
        wallet::routes(),
        statement::routes(),
        printed::routes(),
        proof::routes(),
        payments::routes(),
        requests::routes(),
        holds::routes(),
        transfers::routes(),
        currencies::routes(),
        limits::routes(),
        defaults::routes(),
        breaches::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
