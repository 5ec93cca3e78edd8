//! The stored records of what answers requests by itself.

use std::ops::Bound;

use ayni_kernel::{AccountId, MemberId, Reads, RequestId, Result, Timestamp, WriteTx};
use ayni_storage::{AnyTable, Direction, Index, Table, record};
use rkyv::{Archive, Deserialize, Serialize};

use crate::answering::{Answering, AutoAccept};

#[derive(Archive, Serialize, Deserialize)]
struct StoredChoice {
    days: Option<u16>,
    trusted: Vec<MemberId>,
}
record!(StoredChoice, 1);

#[derive(Archive, Serialize, Deserialize)]
struct StoredAnswering {
    remind: Option<Timestamp>,
    accept: Option<Timestamp>,
}
record!(StoredAnswering, 1);

static CHOICES: Table<AccountId, StoredChoice> = Table::new(0x0827, "payments.auto_accept", &[]);
static ANSWERING: Table<RequestId, StoredAnswering> = Table::new(0x0828, "payments.answering", &[&DUE]);
static DUE: Index<Timestamp, RequestId, StoredAnswering> = Index::many(0x882F, "payments.answering.due", |_, due| {
    due.remind.into_iter().chain(due.accept).min().into_iter().collect()
});

pub(super) fn tables() -> Vec<&'static dyn AnyTable> {
    vec![&CHOICES, &ANSWERING]
}

pub(crate) fn choice(tx: &impl Reads, account: AccountId) -> Result<AutoAccept> {
    let stored = CHOICES.get(tx, &account)?;
    Ok(stored.map(|stored| AutoAccept { days: stored.days, trusted: stored.trusted }).unwrap_or_default())
}

pub(crate) fn put_choice(tx: &mut WriteTx<'_>, account: AccountId, choice: &AutoAccept) -> Result<()> {
    let stored = StoredChoice { days: choice.days, trusted: choice.trusted.clone() };
    Ok(CHOICES.put(tx, &account, &stored)?)
}

pub(crate) fn answering(tx: &impl Reads, request: RequestId) -> Result<Option<Answering>> {
    let stored = ANSWERING.get(tx, &request)?;
    Ok(stored.map(|stored| Answering { request, remind: stored.remind, accept: stored.accept }))
}

pub(crate) fn put(tx: &mut WriteTx<'_>, due: Answering) -> Result<()> {
    Ok(ANSWERING.put(tx, &due.request, &StoredAnswering { remind: due.remind, accept: due.accept })?)
}

pub(crate) fn remove(tx: &mut WriteTx<'_>, request: RequestId) -> Result<()> {
    ANSWERING.remove(tx, &request)?;
    Ok(())
}

/// Requests about which something is due.
pub(crate) fn due(tx: &impl Reads, now: Timestamp, limit: usize) -> Result<Vec<RequestId>> {
    let entries = DUE.range(tx, Bound::Unbounded, Bound::Included(now), Direction::Ascending)?;
    entries.take(limit).map(|entry| Ok(entry?.1)).collect()
}
