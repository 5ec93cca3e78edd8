//! The stored records of payment orders.

use std::ops::Bound;

use ayni_calendar::{DateTime, Rule, zone};
use ayni_kernel::{AccountId, Amount, CategoryId, MemberId, PaymentOrderId, Reads, Result, Timestamp, UserId, WriteTx};
use ayni_storage::{AnyTable, Direction, Index, Table, record};
use rkyv::{Archive, Deserialize, Serialize};

use super::{damaged, line};
use crate::orders::{OrderState, PaymentOrder, Trouble};

#[derive(Archive, Serialize, Deserialize)]
struct StoredOrder {
    from: AccountId,
    to: AccountId,
    amount: Amount,
    description: String,
    category: Option<CategoryId>,
    by: UserId,
    member: Option<MemberId>,
    start: String,
    zone: String,
    rule: Option<String>,
    parts: Option<u16>,
    made: u32,
    next: Option<String>,
    tries: u8,
    retry: Option<Timestamp>,
    trouble: Option<u8>,
    state: u8,
    due: Option<Timestamp>,
    created: Timestamp,
    updated: Timestamp,
}
record!(StoredOrder, 1);

static ORDERS: Table<PaymentOrderId, StoredOrder> = Table::new(0x0826, "payments.orders", &[&BY_ACCOUNT, &LIVE, &DUE]);
static BY_ACCOUNT: Index<AccountId, PaymentOrderId, StoredOrder> =
    Index::many(0x882C, "payments.orders.by_account", |_, order| vec![order.from]);
static LIVE: Index<AccountId, PaymentOrderId, StoredOrder> = Index::many(0x882D, "payments.orders.live", |_, order| {
    let live = [OrderState::Active.number(), OrderState::Paused.number()].contains(&order.state);
    if live { vec![order.from] } else { Vec::new() }
});
static DUE: Index<Timestamp, PaymentOrderId, StoredOrder> =
    Index::many(0x882E, "payments.orders.due", |_, order| order.due.into_iter().collect());

pub(super) fn tables() -> Vec<&'static dyn AnyTable> {
    vec![&ORDERS]
}

pub(crate) fn order(tx: &impl Reads, id: PaymentOrderId) -> Result<Option<PaymentOrder>> {
    ORDERS.get(tx, &id)?.map(|stored| stored.open(id)).transpose()
}

pub(crate) fn put(tx: &mut WriteTx<'_>, order: &PaymentOrder) -> Result<()> {
    Ok(ORDERS.put(tx, &order.id, &order.into())?)
}

/// How many orders of an account go on, counted up to a limit.
pub(crate) fn live(tx: &impl Reads, account: AccountId, limit: usize) -> Result<usize> {
    let entries = LIVE.scan(tx, &account, None, Direction::Ascending)?;
    Ok(entries.take(limit).map(|entry| entry.map(drop)).collect::<std::result::Result<Vec<()>, _>>()?.len())
}

/// An account's orders before one of them, newest first.
pub(crate) fn of_account(
    tx: &impl Reads,
    account: AccountId,
    after: Option<PaymentOrderId>,
    limit: usize,
) -> Result<Vec<PaymentOrder>> {
    let after = after.map(|id| (account, id));
    let after = after.as_ref().map(|(account, id)| (account, id));
    let entries = BY_ACCOUNT.scan(tx, &account, after, Direction::Descending)?;
    let named = |id| order(tx, id)?.ok_or_else(|| damaged(id));
    entries.take(limit).map(|entry| named(entry?.1)).collect()
}

/// Orders whose moment has come.
pub(crate) fn due(tx: &impl Reads, now: Timestamp, limit: usize) -> Result<Vec<PaymentOrderId>> {
    let entries = DUE.range(tx, Bound::Unbounded, Bound::Included(now), Direction::Ascending)?;
    entries.take(limit).map(|entry| Ok(entry?.1)).collect()
}

impl From<&PaymentOrder> for StoredOrder {
    fn from(order: &PaymentOrder) -> Self {
        Self {
            from: order.from,
            to: order.to,
            amount: order.amount,
            description: order.description.to_string(),
            category: order.category,
            by: order.by,
            member: order.member,
            start: order.start.to_string(),
            zone: order.zone.iana_name().unwrap_or("UTC").to_owned(),
            rule: order.rule.as_ref().map(ToString::to_string),
            parts: order.parts,
            made: order.made,
            next: order.next.map(|next| next.to_string()),
            tries: order.tries,
            retry: order.retry,
            trouble: order.trouble.map(Trouble::number),
            state: order.state.number(),
            due: order.due(),
            created: order.created,
            updated: order.updated,
        }
    }
}

fn wall(text: &str) -> Result<DateTime> {
    text.parse().map_err(damaged)
}

impl StoredOrder {
    fn open(self, id: PaymentOrderId) -> Result<PaymentOrder> {
        Ok(PaymentOrder {
            id,
            from: self.from,
            to: self.to,
            amount: self.amount,
            description: line(&self.description)?,
            category: self.category,
            by: self.by,
            member: self.member,
            start: wall(&self.start)?,
            zone: zone("zone", &self.zone).map_err(damaged)?,
            rule: self.rule.map(|rule| Rule::parse("rule", &rule).map_err(damaged)).transpose()?,
            parts: self.parts,
            made: self.made,
            next: self.next.map(|next| wall(&next)).transpose()?,
            tries: self.tries,
            retry: self.retry,
            trouble: self.trouble.map(Trouble::stored).transpose()?,
            state: OrderState::stored(self.state)?,
            created: self.created,
            updated: self.updated,
        })
    }
}
