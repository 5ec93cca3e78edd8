//! The terms on which a resource is booked: policies, prices, passes.
//!
//! A [`Policy`] is a named set of rules, attached to resources (with all that stands in them), categories and groups of
//! members. The nearest one wins, field by field: what is attached to the resource itself, then to what it stands in,
//! then to its category, then to everything; of equally near ones that for a group, then the higher priority. The
//! [`Terms`] that come out are frozen into a booking, with the policy that said each rule, so that "why can't I book
//! this?" has a name to answer with ([`objections`]).
//!
//! A [`Price`] is found the same way and holds as a whole; [`quote`] reckons it line by line. Passes pay first.
//!
//! Bookings stand above this crate: what it needs to know of them comes in as arguments.

mod attach;
mod check;
mod frozen;
mod kinds;
mod notice;
mod passes;
mod policies;
mod policy;
mod presets;
mod prices;
mod quotas;
mod quote;
mod reckon;
mod rulebook;
mod rules;
mod settle;
mod tables;
mod tariff;
mod terms;

#[cfg(test)]
mod tests;

pub use attach::{Attachment, MAX_ATTACHED, MAX_GROUPS, Spot, groups_of};
pub use check::{Deed, Mend, Objection, Used, Wish, objections, starts, too_late, windows};
pub use kinds::{
    KindContent, MAX_KINDS, MAX_PASS, MAX_VALIDITY, PassKind, PassPrice, change_kind, create_kind, kind, kinds,
    on_sale, use_kind,
};
pub use notice::{MAX_NOTICE_DAYS, MAX_NOTICE_MINUTES, Notice, length_text};
pub use passes::{
    Pass, PassEntry, PassPayment, PassStep, PassUnit, buy_pass, draw, end_pass, give_back, give_back_part, give_pass,
    history, pass, passes_due, passes_of, settle_pass,
};
pub use policies::{
    InUse, MAX_POLICIES, MAX_PRIORITY, Policy, PolicyContent, change_policy, create_policy, policies, policy,
    remove_policy, use_policy,
};
pub use presets::{PlainRules, Preset, PriceUnit, simple_policy, simple_price};
pub use prices::{
    Basis, Begun, Dynamic, MAX_PERCENT, MAX_PRICE, MAX_PRICES, MAX_STEPS, Peak, PeakRate, Price, PriceContent, Rate,
    Tier, Way, change_price, create_price, price, price_at, prices, remove_price, use_price, usual_way,
};
pub use quote::{Demand, LineKind, PassDraw, PriceAsk, Quote, QuoteLine, quote};
pub use rulebook::{Almanac, Rulebook};
pub use rules::{
    Approval, CheckIn, CheckOut, Counts, Details, EARLY_MINUTES, Hour, Late, MAX_BUFFER, MAX_HORIZON, MAX_KEPT,
    MAX_LATE_PERCENT, MAX_LENGTH, MAX_OCCURRENCES, MAX_QUOTA, MAX_QUOTAS, MAX_TIERS, Over, Per, Quota, RefundTier,
    RuleKind, Rules, Tentative, Who,
};
pub use settle::{PassBack, SettleAsk, Settlement, Why, overtime, settle_cancel, settle_no_show};
pub use tables::tables;
pub use terms::{DRAFT, HORIZON, OCCURRENCES, OFFER, STEP, Said, Terms, decide, terms_for};
