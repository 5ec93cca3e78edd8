//! Holds and payment requests.

use std::ops::Bound;

use ayni_kernel::{
    AccountId, Amount, CategoryId, CurrencyId, Error, HoldId, Reads, RequestId, Result, Timestamp, TransferId, UserId,
    WriteTx,
};
use ayni_storage::{Direction, Index, Table, record};

use super::{line, unknown};
use crate::model::{Hold, HoldKeeper, HoldState, PaymentRequest, RequestBox, RequestState};

/// A hold as stored; `posted` is filled when `state` is [`POSTED`].
#[derive(rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
pub(crate) struct StoredHold {
    debit: AccountId,
    credit: AccountId,
    amount: Amount,
    description: String,
    state: u8,
    posted: Option<(TransferId, Amount)>,
    expires: Option<Timestamp>,
    by: Option<UserId>,
    created: Timestamp,
    updated: Timestamp,
    keeper: u8,
}

record!(StoredHold, 2, { 1 => v1::StoredHold });

/// Holds as they were stored before a feature could keep them.
mod v1 {
    use ayni_kernel::{AccountId, Amount, Timestamp, TransferId, UserId};

    use crate::model::HoldKeeper;

    #[derive(rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
    pub(super) struct StoredHold {
        debit: AccountId,
        credit: AccountId,
        amount: Amount,
        description: String,
        state: u8,
        posted: Option<(TransferId, Amount)>,
        expires: Option<Timestamp>,
        by: Option<UserId>,
        created: Timestamp,
        updated: Timestamp,
    }

    impl From<StoredHold> for super::StoredHold {
        fn from(old: StoredHold) -> Self {
            Self {
                debit: old.debit,
                credit: old.credit,
                amount: old.amount,
                description: old.description,
                state: old.state,
                posted: old.posted,
                expires: old.expires,
                by: old.by,
                created: old.created,
                updated: old.updated,
                keeper: HoldKeeper::Parties.number(),
            }
        }
    }
}

/// A payment request as stored; `accepted` is filled when `state` is [`ACCEPTED`].
#[derive(rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
pub(crate) struct StoredRequest {
    payee: AccountId,
    payer: AccountId,
    amount: Amount,
    currency: CurrencyId,
    description: String,
    category: Option<CategoryId>,
    state: u8,
    accepted: Option<TransferId>,
    expires: Timestamp,
    by: Option<UserId>,
    created: Timestamp,
    updated: Timestamp,
}

record!(StoredRequest, 1);

const PENDING: u8 = 1;
const POSTED: u8 = 2;
const VOIDED: u8 = 3;
const HOLD_EXPIRED: u8 = 4;

const OPEN: u8 = 1;
const ACCEPTED: u8 = 2;
const REJECTED: u8 = 3;
const WITHDRAWN: u8 = 4;
const REQUEST_EXPIRED: u8 = 5;

static HOLDS_DUE: Index<Timestamp, HoldId, StoredHold> =
    Index::many(0x8407, "holds.due", |_, hold| hold.expires.filter(|_| hold.state == PENDING).into_iter().collect());

/// Pending holds only, under either side.
static PENDING_HOLDS: Index<(AccountId, Timestamp), HoldId, StoredHold> =
    Index::many(0x840C, "holds.pending", |_, hold| match hold.state {
        PENDING => vec![(hold.debit, hold.created), (hold.credit, hold.created)],
        _ => Vec::new(),
    });

pub(crate) static HOLDS: Table<HoldId, StoredHold> = Table::new(0x0408, "holds", &[&HOLDS_DUE, &PENDING_HOLDS]);

static BY_PAYER: Index<(AccountId, Timestamp), RequestId, StoredRequest> =
    Index::many(0x8408, "requests.by_payer", |_, request| vec![(request.payer, request.created)]);

static BY_PAYEE: Index<(AccountId, Timestamp), RequestId, StoredRequest> =
    Index::many(0x8409, "requests.by_payee", |_, request| vec![(request.payee, request.created)]);

static OPEN_BY_PAYER: Index<(AccountId, Timestamp), RequestId, StoredRequest> =
    Index::many(0x840A, "requests.open_by_payer", |_, request| {
        Some((request.payer, request.created)).filter(|_| request.state == OPEN).into_iter().collect()
    });

static REQUESTS_DUE: Index<Timestamp, RequestId, StoredRequest> = Index::many(0x840B, "requests.due", |_, request| {
    Some(request.expires).filter(|_| request.state == OPEN).into_iter().collect()
});

pub(crate) static REQUESTS: Table<RequestId, StoredRequest> =
    Table::new(0x0409, "requests", &[&BY_PAYER, &BY_PAYEE, &OPEN_BY_PAYER, &REQUESTS_DUE]);

impl From<&Hold> for StoredHold {
    fn from(hold: &Hold) -> Self {
        let (state, posted) = match hold.state {
            HoldState::Pending => (PENDING, None),
            HoldState::Posted { transfer, amount } => (POSTED, Some((transfer, amount))),
            HoldState::Voided => (VOIDED, None),
            HoldState::Expired => (HOLD_EXPIRED, None),
        };
        Self {
            debit: hold.debit,
            credit: hold.credit,
            amount: hold.amount,
            description: hold.description.to_string(),
            state,
            posted,
            expires: hold.expires,
            by: hold.by,
            created: hold.created,
            updated: hold.updated,
            keeper: hold.keeper.number(),
        }
    }
}

fn hold_of(id: HoldId, stored: &StoredHold) -> Result<Hold> {
    let state = match (stored.state, stored.posted) {
        (PENDING, None) => HoldState::Pending,
        (POSTED, Some((transfer, amount))) => HoldState::Posted { transfer, amount },
        (VOIDED, None) => HoldState::Voided,
        (HOLD_EXPIRED, None) => HoldState::Expired,
        (other, _) => return Err(unknown("hold state", other)),
    };
    Ok(Hold {
        id,
        debit: stored.debit,
        credit: stored.credit,
        amount: stored.amount,
        description: line(&stored.description)?,
        state,
        keeper: HoldKeeper::stored(stored.keeper)?,
        expires: stored.expires,
        by: stored.by,
        created: stored.created,
        updated: stored.updated,
    })
}

pub(crate) fn hold(tx: &impl Reads, id: HoldId) -> Result<Option<Hold>> {
    HOLDS.get(tx, &id)?.map(|stored| hold_of(id, &stored)).transpose()
}

pub(crate) fn put_hold(tx: &mut WriteTx<'_>, hold: &Hold) -> Result<()> {
    Ok(HOLDS.put(tx, &hold.id, &hold.into())?)
}

/// A hold that an index names, so that it must be there.
fn named_hold(tx: &impl Reads, id: HoldId) -> Result<Hold> {
    hold(tx, id)?.ok_or_else(|| Error::Broken(format!("the ledger names the missing {id:?}")))
}

/// At most `limit` pending holds with the account on either side, newest first.
pub(crate) fn pending_holds(tx: &impl Reads, account: AccountId, limit: usize) -> Result<Vec<Hold>> {
    let entries = PENDING_HOLDS.scan(tx, &account, None, Direction::Descending)?;
    entries.take(limit).map(|entry| named_hold(tx, entry?.1)).collect()
}

/// Pending holds whose time came, the longest overdue first.
pub(crate) fn holds_due(tx: &impl Reads, now: Timestamp, limit: usize) -> Result<Vec<HoldId>> {
    let due = HOLDS_DUE.range(tx, Bound::Unbounded, Bound::Included(now), Direction::Ascending)?;
    due.take(limit).map(|entry| Ok(entry?.1)).collect()
}

/// Every hold, in the order of ids.
pub(crate) fn every_hold(tx: &impl Reads) -> Result<impl Iterator<Item = Result<Hold>> + '_> {
    let rows = HOLDS.range(tx, .., Direction::Ascending)?;
    Ok(rows.map(|row| row.map_err(Error::from).and_then(|(id, stored)| hold_of(id, &stored))))
}

impl From<&PaymentRequest> for StoredRequest {
    fn from(request: &PaymentRequest) -> Self {
        let (state, accepted) = match request.state {
            RequestState::Open => (OPEN, None),
            RequestState::Accepted(transfer) => (ACCEPTED, Some(transfer)),
            RequestState::Rejected => (REJECTED, None),
            RequestState::Withdrawn => (WITHDRAWN, None),
            RequestState::Expired => (REQUEST_EXPIRED, None),
        };
        Self {
            payee: request.payee,
            payer: request.payer,
            amount: request.amount,
            currency: request.currency,
            description: request.description.to_string(),
            category: request.category,
            state,
            accepted,
            expires: request.expires,
            by: request.by,
            created: request.created,
            updated: request.updated,
        }
    }
}

fn request_of(id: RequestId, stored: &StoredRequest) -> Result<PaymentRequest> {
    let state = match (stored.state, stored.accepted) {
        (OPEN, None) => RequestState::Open,
        (ACCEPTED, Some(transfer)) => RequestState::Accepted(transfer),
        (REJECTED, None) => RequestState::Rejected,
        (WITHDRAWN, None) => RequestState::Withdrawn,
        (REQUEST_EXPIRED, None) => RequestState::Expired,
        (other, _) => return Err(unknown("request state", other)),
    };
    Ok(PaymentRequest {
        id,
        payee: stored.payee,
        payer: stored.payer,
        amount: stored.amount,
        currency: stored.currency,
        description: line(&stored.description)?,
        category: stored.category,
        state,
        expires: stored.expires,
        by: stored.by,
        created: stored.created,
        updated: stored.updated,
    })
}

pub(crate) fn request(tx: &impl Reads, id: RequestId) -> Result<Option<PaymentRequest>> {
    REQUESTS.get(tx, &id)?.map(|stored| request_of(id, &stored)).transpose()
}

/// A request that an index names, so that it must be there.
fn named_request(tx: &impl Reads, id: RequestId) -> Result<PaymentRequest> {
    request(tx, id)?.ok_or_else(|| Error::Broken(format!("the ledger names the missing {id:?}")))
}

pub(crate) fn put_request(tx: &mut WriteTx<'_>, request: &PaymentRequest) -> Result<()> {
    Ok(REQUESTS.put(tx, &request.id, &request.into())?)
}

/// At most `limit` requests of an account, newest first, after the one named.
pub(crate) fn requests(
    tx: &impl Reads,
    account: AccountId,
    which: RequestBox,
    after: Option<(Timestamp, RequestId)>,
    limit: usize,
) -> Result<Vec<PaymentRequest>> {
    let index = match which {
        RequestBox::Incoming => &BY_PAYER,
        RequestBox::Outgoing => &BY_PAYEE,
    };
    let after = after.map(|(created, id)| ((account, created), id));
    let entries = index.scan(tx, &account, after.as_ref().map(|(place, id)| (place, id)), Direction::Descending)?;
    entries.take(limit).map(|entry| named_request(tx, entry?.1)).collect()
}

/// At most `limit` requests that wait for an account, newest first.
pub(crate) fn open_requests(tx: &impl Reads, payer: AccountId, limit: usize) -> Result<Vec<PaymentRequest>> {
    let entries = OPEN_BY_PAYER.scan(tx, &payer, None, Direction::Descending)?;
    entries.take(limit).map(|entry| named_request(tx, entry?.1)).collect()
}

/// Open requests whose time came, the longest overdue first.
pub(crate) fn requests_due(tx: &impl Reads, now: Timestamp, limit: usize) -> Result<Vec<RequestId>> {
    let due = REQUESTS_DUE.range(tx, Bound::Unbounded, Bound::Included(now), Direction::Ascending)?;
    due.take(limit).map(|entry| Ok(entry?.1)).collect()
}

/// Every request, in the order of ids.
pub(crate) fn every_request(tx: &impl Reads) -> Result<impl Iterator<Item = Result<PaymentRequest>> + '_> {
    let rows = REQUESTS.range(tx, .., Direction::Ascending)?;
    Ok(rows.map(|row| row.map_err(Error::from).and_then(|(id, stored)| request_of(id, &stored))))
}
