//! The ledger: currencies, accounts, transfers, holds, payment requests, limits.
//!
//! Money moves only by a [`Transfer`] from one account to another of the same currency, so that the sum over all
//! accounts of a currency is always zero. A transfer is final: there is no function that changes one, and a mistake
//! is corrected by [`reverse`], once. Each transfer writes one [`Entry`] to either side's statement, numbered without
//! gaps and carrying the balance afterwards; `audit` recomputes everything from them.
//!
//! The transfers of a currency form a [`chain`]: each carries its number and the hash of the one before, so that a
//! member can [`prove`] a statement against the published head without seeing what others did.
//!
//! Limits are of four kinds: hard, warning, growing with what was earned from distinct partners, by formula. A payment
//! must leave the payer at or above what its lower limit comes to and the payee at or below its upper one, counting what
//! pending holds have set aside; an account that is beyond a limit already may still move towards zero. Creating with
//! an id given by the client is idempotent: the same content again returns what was made the first time, other content
//! is a conflict.
//!
//! Who may do what stands in `policy.rs`: a member's users see and use its accounts, a steward acts for members, a
//! treasurer sees everything, sets limits, takes transfers back and uses the treasury, an admin may do all of it.
//! Other members see of an account no more than its [`AccountCard`].

#![expect(clippy::similar_names, reason = "payer and payee are the words of the field")]

mod accounts;
mod audit;
pub mod chain;
mod charging;
mod credit;
mod currencies;
mod formula;
mod history;
mod holds;
mod import;
mod limits;
mod model;
mod payments;
mod policy;
mod proof;
mod requests;
mod reversal;
mod rules;
mod tables;

pub use accounts::{account, account_by_code, accounts_of, card, card_by_code, cards_of, react, treasury};
pub use audit::{Finding, audit};
pub use charging::{
    Bearing, Charge, account_named, balance_at, charge, levy, member_accounts_after, posted, posted_between, traded,
    treasury_id,
};
pub use credit::{
    ChangeLimits, DefaultLimits, Follows, Grant, LimitTrial, breaches_of, change_limits, default_kind, first_trade,
    grant_once, newest_breaches, set_default_limits, try_limits,
};
pub use currencies::{
    ChangeCurrency, NewCurrency, change_currency, community_totals, create_currency, currencies, currency,
    main_currency,
};
pub use formula::{Figures, Formula, MAX_FORMULA};
pub use history::{AllTransfers, balance_line, statement, transfer, transfers};
pub use holds::{KeepAside, PlaceHold, expire_due, has_due, hold, hold_by_id, holds, keep_aside, post_hold, void_hold};
pub use import::{all_accounts, all_transfers, import_account, import_currency, import_transfer, transfers_since};
pub use limits::{SetLimits, limit_history, set_limits};
pub use model::{
    Account, AccountCard, AccountStatus, Breach, BreachKind, Credit, Currency, CurrencyKind, Direction, Earned, Entry,
    Extras, Growth, Hold, HoldKeeper, HoldState, LimitChange, LimitKind, LimitNote, Limits, Once, Owner,
    PaymentRequest, RequestBox, RequestState, Standing, StatementAsk, StatementLine, Totals, Transfer, TransferKind,
    TransferLine, TransferOrigin,
};
pub use payments::{Pay, Preview, pay, post_group, preview, preview_with};
pub use policy::AccountAct;
pub use proof::{ProofAsk, ProofLine, ProofLink, PublishedHead, StatementProof, prove, published_head};
pub use requests::{Ask, accept, open_requests, payment_request, reject, request, requests, withdraw};
pub use reversal::{BeyondLimit, Reverse, reversal_beyond, reverse};
pub use rules::Beyond;
pub use tables::{number_and_chain, tables};

#[cfg(test)]
mod tests;
