//! The stored records of payments that wait for a second person, and of the rule that asks for one.

use std::ops::Bound;

use ayni_kernel::{
    AccountId, Amount, ApprovalId, CategoryId, CurrencyId, HoldId, MemberId, Reads, RequestId, Result, Timestamp,
    TransferId, UserId, WriteTx,
};
use ayni_storage::{AnyTable, Direction, Index, Table, record};
use rkyv::{Archive, Deserialize, Serialize};

use super::{damaged, line};
use crate::approvals::{Approval, ApprovalState, Authorisers, Threshold};

#[derive(Archive, Serialize, Deserialize)]
struct StoredThreshold {
    amount: Amount,
    by: u8,
}
record!(StoredThreshold, 1);

#[derive(Archive, Serialize, Deserialize)]
struct StoredApproval {
    from: AccountId,
    to: AccountId,
    amount: Amount,
    currency: CurrencyId,
    description: String,
    category: Option<CategoryId>,
    transfer: TransferId,
    request: Option<RequestId>,
    by: UserId,
    member: Option<MemberId>,
    hold: HoldId,
    state: u8,
    decided_by: Option<UserId>,
    reason: String,
    expires: Timestamp,
    created: Timestamp,
    updated: Timestamp,
}
record!(StoredApproval, 1);

impl StoredApproval {
    fn if_waiting<T>(&self, value: T) -> Vec<T> {
        if self.state == ApprovalState::Waiting.number() { vec![value] } else { Vec::new() }
    }
}

static THRESHOLDS: Table<CurrencyId, StoredThreshold> = Table::new(0x0820, "payments.thresholds", &[]);
static APPROVALS: Table<ApprovalId, StoredApproval> =
    Table::new(0x0821, "payments.approvals", &[&WAITING, &WAITING_OF, &BY_TRANSFER, &BY_REQUEST, &DUE]);
static WAITING: Index<Timestamp, ApprovalId, StoredApproval> =
    Index::many(0x8821, "payments.approvals.waiting", |_, approval| approval.if_waiting(approval.created));
static WAITING_OF: Index<(AccountId, Timestamp), ApprovalId, StoredApproval> =
    Index::many(0x8822, "payments.approvals.waiting_of", |_, approval| {
        approval.if_waiting((approval.from, approval.created))
    });
static BY_TRANSFER: Index<TransferId, ApprovalId, StoredApproval> =
    Index::unique(0x8823, "payments.approvals.by_transfer", |_, approval| vec![approval.transfer]);
static BY_REQUEST: Index<(RequestId, Timestamp), ApprovalId, StoredApproval> =
    Index::many(0x8824, "payments.approvals.by_request", |_, approval| {
        approval.request.map(|request| (request, approval.created)).into_iter().collect()
    });
static DUE: Index<Timestamp, ApprovalId, StoredApproval> =
    Index::many(0x8825, "payments.approvals.due", |_, approval| approval.if_waiting(approval.expires));

pub(super) fn tables() -> Vec<&'static dyn AnyTable> {
    vec![&THRESHOLDS, &APPROVALS]
}

pub(crate) fn threshold(tx: &impl Reads, currency: CurrencyId) -> Result<Option<Threshold>> {
    let Some(stored) = THRESHOLDS.get(tx, &currency)? else { return Ok(None) };
    Ok(Some(Threshold { currency, amount: stored.amount, by: Authorisers::stored(stored.by)? }))
}

pub(crate) fn put_threshold(tx: &mut WriteTx<'_>, currency: CurrencyId, chosen: Option<&Threshold>) -> Result<()> {
    match chosen {
        Some(chosen) => {
            THRESHOLDS.put(tx, &currency, &StoredThreshold { amount: chosen.amount, by: chosen.by.number() })?;
        }
        None => {
            THRESHOLDS.remove(tx, &currency)?;
        }
    }
    Ok(())
}

pub(crate) fn approval(tx: &impl Reads, id: ApprovalId) -> Result<Option<Approval>> {
    APPROVALS.get(tx, &id)?.map(|stored| stored.open(id)).transpose()
}

fn named(tx: &impl Reads, id: ApprovalId) -> Result<Approval> {
    approval(tx, id)?.ok_or_else(|| damaged(id))
}

pub(crate) fn put(tx: &mut WriteTx<'_>, approval: &Approval) -> Result<()> {
    Ok(APPROVALS.put(tx, &approval.id, &approval.into())?)
}

/// The approval that will become, or became, this transfer.
pub(crate) fn by_transfer(tx: &impl Reads, id: TransferId) -> Result<Option<Approval>> {
    BY_TRANSFER.get(tx, &id)?.map(|id| named(tx, id)).transpose()
}

/// The newest approval that answers a request.
pub(crate) fn by_request(tx: &impl Reads, id: RequestId) -> Result<Option<Approval>> {
    let newest = BY_REQUEST.scan(tx, &id, None, Direction::Descending)?.next().transpose()?;
    newest.map(|(_, id)| named(tx, id)).transpose()
}

/// All that wait, the oldest first.
pub(crate) fn waiting(tx: &impl Reads, limit: usize) -> Result<Vec<Approval>> {
    let entries = WAITING.scan(tx, &(), None, Direction::Ascending)?;
    entries.take(limit).map(|entry| named(tx, entry?.1)).collect()
}

/// Those of an account that wait, the oldest first.
pub(crate) fn waiting_of(tx: &impl Reads, account: AccountId, limit: usize) -> Result<Vec<Approval>> {
    let entries = WAITING_OF.scan(tx, &account, None, Direction::Ascending)?;
    entries.take(limit).map(|entry| named(tx, entry?.1)).collect()
}

/// Those whose time is over.
pub(crate) fn due(tx: &impl Reads, now: Timestamp, limit: usize) -> Result<Vec<ApprovalId>> {
    let entries = DUE.range(tx, Bound::Unbounded, Bound::Included(now), Direction::Ascending)?;
    entries.take(limit).map(|entry| Ok(entry?.1)).collect()
}

impl From<&Approval> for StoredApproval {
    fn from(approval: &Approval) -> Self {
        Self {
            from: approval.from,
            to: approval.to,
            amount: approval.amount,
            currency: approval.currency,
            description: approval.description.to_string(),
            category: approval.category,
            transfer: approval.transfer,
            request: approval.request,
            by: approval.by,
            member: approval.member,
            hold: approval.hold,
            state: approval.state.number(),
            decided_by: approval.decided_by,
            reason: approval.reason.to_string(),
            expires: approval.expires,
            created: approval.created,
            updated: approval.updated,
        }
    }
}

impl StoredApproval {
    fn open(self, id: ApprovalId) -> Result<Approval> {
        Ok(Approval {
            id,
            from: self.from,
            to: self.to,
            amount: self.amount,
            currency: self.currency,
            description: line(&self.description)?,
            category: self.category,
            transfer: self.transfer,
            request: self.request,
            by: self.by,
            member: self.member,
            hold: self.hold,
            state: ApprovalState::stored(self.state)?,
            decided_by: self.decided_by,
            reason: line(&self.reason)?,
            expires: self.expires,
            created: self.created,
            updated: self.updated,
        })
    }
}
