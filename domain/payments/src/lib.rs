//! Ways of paying beside the plain payment: with a second person's consent, from a list, by voucher, later or again and
//! again, by a link, to somebody who is no member yet; and what answers payment requests by itself.
//!
//! Money moves by the ledger's use cases only. What waits is kept aside there ([`ayni_ledger::keep_aside`]), so that it
//! cannot be spent twice, and only this crate decides what becomes of it. [`send`] is the way in for every payment of a
//! person: above the amount that the community set for a currency it becomes an [`Approval`].
//!
//! What is due by itself lies in indexes by moment. [`due`] names it, [`carry_out`] does one thing in one transaction,
//! and [`give_way`] notes that it was refused, so that one refusal stops nothing else.

#![expect(clippy::similar_names, reason = "payer and payee are the words of the field")]

mod answering;
mod approvals;
mod batches;
mod claims;
mod code;
mod due;
mod listing;
mod orders;
mod paylinks;
mod policy;
mod signing;
mod tables;
mod telling;
mod vouchers;

pub use answering::{AutoAccept, MAX_TRUSTED, MAX_WAIT_DAYS, SetAutoAccept, auto_accept, set_auto_accept};
pub use approvals::{
    APPROVAL_DAYS, Approval, ApprovalState, Authorisers, Sent, SetThreshold, Threshold, accept, approval,
    approvals_for, approvals_of, authorise, deny, needs_second, send, set_threshold, threshold, withdraw_approval,
    within_threshold,
};
pub use batches::{
    Again, Batch, BatchLine, BatchState, Checked, LineState, MAX_LINES, MAX_TOGETHER, NewBatch, NewLine, Pick,
    Progress, batch, batches, checked, drop_batch, pay_batch, pay_one, prepare, refuse_one,
};
pub use claims::{
    Claim, ClaimState, MAX_CLAIM_DAYS, Reserve, claim, claim_by_code, claims_of, claims_waiting, reserve, take_claim,
    withdraw_claim,
};
pub use due::{Due, carry_out, due, give_way, react};
pub use listing::{ListFault, ListLine, MAX_FILE, read_list};
pub use orders::{
    MAX_PARTS, NewOrder, OrderState, PaymentOrder, RETRY_DAYS, Trouble, cancel_order, order, part, pause_order,
    pay_next_early, payment_order, payment_orders, resume_order, skip_next,
};
pub use paylinks::{
    LinkState, MAX_LINK_DAYS, NewPayLink, PayByLink, PayLink, Uses, close_link, link_by_code, make_link, pay_by_link,
    pay_link, pay_links, usable,
};
pub use policy::ForAnybody;
pub use signing::{SignedVoucher, public_key};
pub use tables::tables;
pub use vouchers::{
    Issue, MAX_SHEET, MAX_VOUCHER_DAYS, Redeem, Redeemed, Voucher, VoucherState, issue, redeem, voucher,
    voucher_by_text, voucher_sheet, vouchers_of, withdraw_voucher,
};

#[cfg(test)]
mod tests;
