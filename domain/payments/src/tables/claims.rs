//! The stored records of amounts kept for people who are no members yet.

use std::ops::Bound;

use ayni_kernel::{
    AccountId, Amount, ClaimId, Code, HoldId, MemberId, Name, Reads, Result, Timestamp, TransferId, UserId, WriteTx,
};
use ayni_storage::{AnyTable, Direction, Index, Table, record};
use rkyv::{Archive, Deserialize, Serialize};

use super::{damaged, line};
use crate::claims::{Claim, ClaimState, comparable};

#[derive(Archive, Serialize, Deserialize)]
struct StoredClaim {
    code: String,
    from: AccountId,
    amount: Amount,
    name: String,
    contact: String,
    comparable: String,
    description: String,
    hold: HoldId,
    state: u8,
    joined: Option<MemberId>,
    due: Option<Timestamp>,
    transfer: Option<TransferId>,
    expires: Timestamp,
    by: Option<UserId>,
    created: Timestamp,
    updated: Timestamp,
}
record!(StoredClaim, 1);

impl StoredClaim {
    fn if_waiting<T>(&self, value: T) -> Vec<T> {
        if self.state == ClaimState::Waiting.number() { vec![value] } else { Vec::new() }
    }
}

static CLAIMS: Table<ClaimId, StoredClaim> =
    Table::new(0x082A, "payments.claims", &[&BY_CODE, &BY_ACCOUNT, &BY_CONTACT, &WAITING, &DUE]);
static BY_CODE: Index<String, ClaimId, StoredClaim> =
    Index::unique(0x8832, "payments.claims.by_code", |_, claim| vec![claim.code.clone()]);
static BY_ACCOUNT: Index<AccountId, ClaimId, StoredClaim> =
    Index::many(0x8833, "payments.claims.by_account", |_, claim| vec![claim.from]);
/// Those that wait, by address or number.
static BY_CONTACT: Index<String, ClaimId, StoredClaim> =
    Index::many(0x8834, "payments.claims.by_contact", |_, claim| claim.if_waiting(claim.comparable.clone()));
static WAITING: Index<Timestamp, ClaimId, StoredClaim> =
    Index::many(0x8835, "payments.claims.waiting", |_, claim| claim.if_waiting(claim.created));
static DUE: Index<Timestamp, ClaimId, StoredClaim> = Index::many(0x8836, "payments.claims.due", |_, claim| {
    claim.if_waiting(claim.due.map_or(claim.expires, |due| due.min(claim.expires)))
});

pub(super) fn tables() -> Vec<&'static dyn AnyTable> {
    vec![&CLAIMS]
}

pub(crate) fn claim(tx: &impl Reads, id: ClaimId) -> Result<Option<Claim>> {
    CLAIMS.get(tx, &id)?.map(|stored| stored.open(id)).transpose()
}

fn named(tx: &impl Reads, id: ClaimId) -> Result<Claim> {
    claim(tx, id)?.ok_or_else(|| damaged(id))
}

pub(crate) fn by_code(tx: &impl Reads, code: &str) -> Result<Option<Claim>> {
    BY_CODE.get(tx, &code.to_owned())?.map(|id| named(tx, id)).transpose()
}

/// Those that wait for an address or a number, the oldest first.
pub(crate) fn waiting_for(tx: &impl Reads, contact: &str, limit: usize) -> Result<Vec<Claim>> {
    let entries = BY_CONTACT.scan(tx, &contact.to_owned(), None, Direction::Ascending)?;
    entries.take(limit).map(|entry| named(tx, entry?.1)).collect()
}

/// All that wait, the oldest first.
pub(crate) fn waiting(tx: &impl Reads, limit: usize) -> Result<Vec<Claim>> {
    let entries = WAITING.scan(tx, &(), None, Direction::Ascending)?;
    entries.take(limit).map(|entry| named(tx, entry?.1)).collect()
}

/// What an account keeps, before one of them, newest first.
pub(crate) fn of_account(
    tx: &impl Reads,
    account: AccountId,
    after: Option<ClaimId>,
    limit: usize,
) -> Result<Vec<Claim>> {
    let after = after.map(|id| (account, id));
    let after = after.as_ref().map(|(account, id)| (account, id));
    let entries = BY_ACCOUNT.scan(tx, &account, after, Direction::Descending)?;
    entries.take(limit).map(|entry| named(tx, entry?.1)).collect()
}

/// Those to be paid, and those whose time is over.
pub(crate) fn due(tx: &impl Reads, now: Timestamp, limit: usize) -> Result<Vec<ClaimId>> {
    let entries = DUE.range(tx, Bound::Unbounded, Bound::Included(now), Direction::Ascending)?;
    entries.take(limit).map(|entry| Ok(entry?.1)).collect()
}

pub(crate) fn put(tx: &mut WriteTx<'_>, claim: &Claim) -> Result<()> {
    let stored = StoredClaim {
        code: claim.code.to_string(),
        from: claim.from,
        amount: claim.amount,
        name: claim.name.to_string(),
        contact: claim.contact.to_string(),
        comparable: comparable(claim.contact.as_str()).unwrap_or_default(),
        description: claim.description.to_string(),
        hold: claim.hold,
        state: claim.state.number(),
        joined: claim.joined,
        due: claim.due,
        transfer: claim.transfer,
        expires: claim.expires,
        by: claim.by,
        created: claim.created,
        updated: claim.updated,
    };
    Ok(CLAIMS.put(tx, &claim.id, &stored)?)
}

impl StoredClaim {
    fn open(self, id: ClaimId) -> Result<Claim> {
        Ok(Claim {
            id,
            code: Code::parse("code", &self.code).map_err(damaged)?,
            from: self.from,
            amount: self.amount,
            name: Name::parse("name", &self.name).map_err(damaged)?,
            contact: line(&self.contact)?,
            description: line(&self.description)?,
            hold: self.hold,
            state: ClaimState::stored(self.state)?,
            joined: self.joined,
            due: self.due,
            transfer: self.transfer,
            expires: self.expires,
            by: self.by,
            created: self.created,
            updated: self.updated,
        })
    }
}
