//! The cart: several places and times, kept together while somebody chooses, and booked all or none.
//!
//! What is in a cart are drafts that name its order. They take their places and count for quotas like any booking, end
//! at the same moment, and become bookings in one transaction.

use ayni_kernel::{
    Actor, Amount, BookingId, CurrencyId, Error, Guarded, MemberId, OrderId, Reads, Result, Role, Timestamp, UserId,
    WriteTx, tx::Now,
};
use ayni_terms::Way;

use crate::{
    booking::{self, Keep, Opening},
    model::{Ask, Booking, State},
    tables,
    tables::orders,
};

/// The most items of a cart: checking out writes some forty keys an item, and a transaction may write 500.
pub const MAX_ITEMS: usize = 10;

/// A cart is kept no longer than this after the first item was put in, in minutes, however often another is added.
const MAX_KEPT: i64 = 60;

/// The most drafts of one cart that are looked at, those taken out again included.
const MAX_LOOKED_AT: usize = 400;

/// Seconds in a minute.
const MINUTE: i64 = 60;

/// A cart as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// Which one.
    pub id: OrderId,
    /// Whose.
    pub member: MemberId,
    /// Who began it.
    pub by: Option<UserId>,
    /// Until when its places are kept.
    pub expires: Timestamp,
    /// When it was checked out or emptied.
    pub closed: Option<Timestamp>,
    /// When it was begun.
    pub created: Timestamp,
}

/// What a member has in the cart.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cart {
    /// The order; `None` while the cart is empty.
    pub order: Option<Order>,
    /// The drafts, in the order in which they were put in.
    pub items: Vec<Booking>,
    /// What all of it costs together, for each way to pay and each currency.
    pub totals: Vec<Total>,
}

/// A sum of a cart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// How it is paid.
    pub way: Way,
    /// In which currency.
    pub currency: Option<CurrencyId>,
    /// The prices.
    pub price: Amount,
    /// The deposits, which come back.
    pub deposit: Amount,
}

/// A member's cart, for asking leave.
struct Basket(MemberId);

/// What somebody may want with a cart.
#[derive(Debug, Clone, Copy)]
enum Act {
    Handle,
}

impl Guarded for Basket {
    type Act = Act;

    fn allows(&self, me: &Actor, act: Act) -> bool {
        match act {
            Act::Handle if me.acts_for(self.0) || me.has(Role::Steward) || me.has(Role::Manager) => true,
            Act::Handle => false,
        }
    }

    fn visible(&self, me: &Actor) -> bool {
        me.is_inside()
    }
}

/// A member's cart; for its own users, stewards and managers.
pub fn cart<T: Reads + Now>(tx: &T, me: &Actor, member: MemberId) -> Result<Cart> {
    me.may(Act::Handle, &Basket(member))?;
    let Some(order) = orders::open(tx, member)? else { return Ok(Cart::default()) };
    let items = items(tx, order.id, tx.now())?;
    if items.is_empty() {
        return Ok(Cart::default());
    }
    let totals = totals(&items)?;
    Ok(Cart { order: Some(order), items, totals })
}

/// How many items a member's cart has, for the frame of every page.
pub fn cart_count<T: Reads + Now>(tx: &T, me: &Actor, member: MemberId) -> Result<usize> {
    Ok(cart(tx, me, member)?.items.len())
}

/// Puts a wish into the member's cart: its place is kept from now on, with that of all others in the cart, until the
/// cart expires.
///
/// Refuses as [`draft`](crate::draft) does, and with `Conflict` when the cart is full (`cart-full`).
pub fn add_to_cart(tx: &mut WriteTx<'_>, me: &Actor, ask: Ask) -> Result<Cart> {
    let member = ask.member;
    me.may(Act::Handle, &Basket(member))?;
    let (now, known) = (tx.now(), cart(&*tx, me, member)?);
    if known.items.len() >= MAX_ITEMS {
        return Err(Error::conflict("cart-full"));
    }
    let mut order = match known.order {
        Some(order) => order,
        None => begin(tx, me, member)?,
    };
    let item = booking::open(tx, me, ask, Opening::Draft(Some(order.id), Keep::ByTerms))?;
    let latest = order.created.plus_seconds(MAX_KEPT * MINUTE);
    order.expires = item.due.unwrap_or(now).min(latest).max(order.expires);
    orders::put(tx, &order)?;
    for mut item in items(&*tx, order.id, now)? {
        item.due = Some(order.expires);
        tables::put(tx, &item)?;
    }
    cart(&*tx, me, member)
}

/// Takes a draft out of its cart; its place is free at once.
pub fn remove_from_cart(tx: &mut WriteTx<'_>, me: &Actor, id: BookingId) -> Result<Cart> {
    let item = crate::booking(&**tx, me, id)?;
    let order = item.order.filter(|_| item.state == State::Draft);
    let order = order.ok_or_else(|| Error::conflict("cart-gone"))?;
    crate::cancel(tx, me, id, ayni_kernel::Line::default())?;
    if items(&*tx, order, tx.now())?.is_empty() {
        close(tx, order)?;
    }
    cart(&*tx, me, item.member)
}

/// Makes all drafts of a cart bookings, or none of them.
///
/// Refuses as [`confirm`](crate::confirm) does, and with `Conflict` when the cart's time is over
/// (`cart-expired`) or it was checked out already (`cart-closed`).
pub fn check_out_cart(tx: &mut WriteTx<'_>, me: &Actor, id: OrderId) -> Result<Vec<Booking>> {
    let order = orders::order(&**tx, id)?.ok_or_else(|| me.absent())?;
    me.may(Act::Handle, &Basket(order.member))?;
    if order.closed.is_some() {
        return Err(Error::conflict("cart-closed"));
    }
    let items = items(&*tx, id, tx.now())?;
    if items.is_empty() || order.expires <= tx.now() {
        return Err(Error::conflict("cart-expired"));
    }
    let booked = items.into_iter().map(|item| booking::confirm(tx, me, item.id, None)).collect::<Result<_>>()?;
    close(tx, id)?;
    Ok(booked)
}

fn begin(tx: &mut WriteTx<'_>, me: &Actor, member: MemberId) -> Result<Order> {
    let now = tx.now();
    // One whose drafts have all lapsed is over.
    if let Some(old) = orders::open(&**tx, member)? {
        orders::put(tx, &Order { closed: Some(now), ..old })?;
    }
    Ok(Order { id: tx.id(), member, by: me.user(), expires: now, closed: None, created: now })
}

fn close(tx: &mut WriteTx<'_>, id: OrderId) -> Result<()> {
    let closed = Some(tx.now());
    match orders::order(&**tx, id)? {
        Some(order) => orders::put(tx, &Order { closed, ..order }),
        None => Ok(()),
    }
}

/// The drafts of an order that are still kept.
fn items(tx: &impl Reads, order: OrderId, now: Timestamp) -> Result<Vec<Booking>> {
    let mut found = Vec::new();
    // Those taken out again stay as cancelled bookings of the same order.
    for id in tables::of_order(tx, order, MAX_LOOKED_AT)? {
        let booking = tables::named(tx, id)?;
        if booking.state == State::Draft && booking.due.is_none_or(|due| due > now) {
            found.push(booking);
        }
    }
    Ok(found)
}

fn totals(items: &[Booking]) -> Result<Vec<Total>> {
    let mut totals: Vec<Total> = Vec::new();
    for quote in items.iter().map(|item| &item.quote) {
        let at = totals.iter().position(|total| total.way == quote.way && total.currency == quote.currency);
        let at = at.unwrap_or_else(|| {
            totals.push(Total { way: quote.way, currency: quote.currency, price: Amount::ZERO, deposit: Amount::ZERO });
            totals.len() - 1
        });
        let Some(total) = totals.get_mut(at) else { continue };
        let (price, deposit) = (total.price.plus(quote.total), total.deposit.plus(quote.deposit));
        let (Some(price), Some(deposit)) = (price, deposit) else {
            return Err(Error::invalid("", "bookings-price-large"));
        };
        (total.price, total.deposit) = (price, deposit);
    }
    Ok(totals)
}
