//! What comes due by itself: named by indexes, done one thing a transaction.

use ayni_kernel::{
    ApprovalId, ClaimId, Error, Event, PaymentOrderId, Reads, RequestId, Result, Timestamp, VoucherId, WriteTx,
};

use crate::{answering, approvals, claims, orders, tables, vouchers};

/// Something whose moment has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Nobody decided about a payment in time.
    Approval(ApprovalId),
    /// Nobody redeemed a voucher in time.
    Voucher(VoucherId),
    /// A payment order is to be carried out.
    Order(PaymentOrderId),
    /// A payment request is to be accepted, or its payer reminded.
    Request(RequestId),
    /// What is kept for somebody is to be paid, or goes back.
    Claim(ClaimId),
}

/// What is due, at most `limit` of each kind.
pub fn due(tx: &impl Reads, now: Timestamp, limit: usize) -> Result<Vec<Due>> {
    let mut all: Vec<Due> = tables::approvals::due(tx, now, limit)?.into_iter().map(Due::Approval).collect();
    all.extend(tables::vouchers::due(tx, now, limit)?.into_iter().map(Due::Voucher));
    all.extend(tables::orders::due(tx, now, limit)?.into_iter().map(Due::Order));
    all.extend(tables::answering::due(tx, now, limit)?.into_iter().map(Due::Request));
    all.extend(tables::claims::due(tx, now, limit)?.into_iter().map(Due::Claim));
    Ok(all)
}

/// Does what is due, as the program; what was done meanwhile is not done again.
pub fn carry_out(tx: &mut WriteTx<'_>, what: Due) -> Result<()> {
    match what {
        Due::Approval(id) => approvals::expire(tx, id),
        Due::Voucher(id) => vouchers::expire(tx, id),
        Due::Order(id) => orders::carry_out(tx, id),
        Due::Request(id) => answering::carry_out(tx, id),
        Due::Claim(id) => claims::carry_out(tx, id),
    }
}

/// Notes that what is due was refused, so that it does not come again at once.
pub fn give_way(tx: &mut WriteTx<'_>, what: Due, why: &Error) -> Result<()> {
    match what {
        // Nothing about these can be refused: they only note that a time is over.
        Due::Approval(_) | Due::Voucher(_) => Ok(()),
        Due::Order(id) => orders::refused(tx, id, why),
        Due::Request(id) => answering::refused(tx, id),
        Due::Claim(id) => claims::refused(tx, id),
    }
}

/// Answers events of other features: requests that are made and answered, members who join.
pub fn react(tx: &mut WriteTx<'_>, event: Event) -> Result<()> {
    match event {
        Event::PaymentRequested(id) => answering::asked(tx, id),
        Event::RequestResolved(id) => answering::answered(tx, id),
        Event::MemberActivated(id) => claims::joined(tx, id),
        _ => Ok(()),
    }
}
