//! What comes due by itself: named by indexes, done one thing a transaction.

use ayni_kernel::{ApprovalId, Error, Event, Reads, Result, Timestamp, VoucherId, WriteTx};

use crate::{approvals, tables, vouchers};

/// Something whose moment has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Nobody decided about a payment in time.
    Approval(ApprovalId),
    /// Nobody redeemed a voucher in time.
    Voucher(VoucherId),
}

/// What is due, at most `limit` of each kind.
pub fn due(tx: &impl Reads, now: Timestamp, limit: usize) -> Result<Vec<Due>> {
    let approvals = tables::approvals::due(tx, now, limit)?.into_iter().map(Due::Approval);
    let vouchers = tables::vouchers::due(tx, now, limit)?.into_iter().map(Due::Voucher);
    Ok(approvals.chain(vouchers).collect())
}

/// Does what is due, as the program; what was done meanwhile is not done again.
pub fn carry_out(tx: &mut WriteTx<'_>, what: Due) -> Result<()> {
    match what {
        Due::Approval(id) => approvals::expire(tx, id),
        Due::Voucher(id) => vouchers::expire(tx, id),
    }
}

/// Notes that what is due was refused.
pub fn give_way(_: &mut WriteTx<'_>, what: Due, _: &Error) -> Result<()> {
    match what {
        Due::Approval(_) | Due::Voucher(_) => Ok(()),
    }
}

/// Answers events of other features.
pub fn react(_: &mut WriteTx<'_>, _: Event) -> Result<()> {
    Ok(())
}
