//! The stored record of a cart: whose it is and until when it is kept. What is in it are bookings that name it.

use ayni_kernel::{
    MemberId, OrderId, Result, Timestamp, UserId,
    tx::{Reads, WriteTx},
};
use ayni_storage::{AnyTable, Index, Table, record};
use rkyv::{Archive, Deserialize, Serialize};

use crate::cart::Order;

#[derive(Archive, Serialize, Deserialize)]
struct StoredOrder {
    member: MemberId,
    by: Option<UserId>,
    expires: Timestamp,
    /// When it was checked out or emptied.
    closed: Option<Timestamp>,
    created: Timestamp,
}
record!(StoredOrder, 1);

static ORDERS: Table<OrderId, StoredOrder> = Table::new(0x0742, "orders", &[&OPEN]);
/// A member's one open cart.
static OPEN: Index<MemberId, OrderId, StoredOrder> =
    Index::unique(0x8742, "orders.open", |_, order| match order.closed {
        None => vec![order.member],
        Some(_) => Vec::new(),
    });

pub(crate) fn tables() -> Vec<&'static dyn AnyTable> {
    vec![&ORDERS]
}

pub(crate) fn order(tx: &impl Reads, id: OrderId) -> Result<Option<Order>> {
    Ok(ORDERS.get(tx, &id)?.map(|stored| stored.open(id)))
}

/// The open cart of a member.
pub(crate) fn open(tx: &impl Reads, member: MemberId) -> Result<Option<Order>> {
    match OPEN.get(tx, &member)? {
        Some(id) => order(tx, id),
        None => Ok(None),
    }
}

pub(crate) fn put(tx: &mut WriteTx<'_>, order: &Order) -> Result<()> {
    let stored = StoredOrder {
        member: order.member,
        by: order.by,
        expires: order.expires,
        closed: order.closed,
        created: order.created,
    };
    Ok(ORDERS.put(tx, &order.id, &stored)?)
}

impl StoredOrder {
    fn open(self, id: OrderId) -> Order {
        let Self { member, by, expires, closed, created } = self;
        Order { id, member, by, expires, closed, created }
    }
}
