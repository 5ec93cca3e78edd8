//! Payment orders: a payment on a day, again and again, or in parts; carried out by the program when their moment comes.
//!
//! Each moment has its own transfer id, made of the order and the moment, so that it is paid once, however often it is
//! tried. What is refused is tried again on each of the next days, then the order stops; both sides are told.

use ayni_calendar::{DateTime, Ends, Repeat, Rule, TimeZone, instant, wall};
use ayni_kernel::{
    AccountId, Actor, Amount, CategoryId, Cursor, Error, Event, Fault, Line, MemberId, Page, PaymentOrderId, Reads,
    Result, Timestamp, TransferId, UserId, WriteTx, page::MAX_ROWS,
};
use ayni_ledger::Pay;
use ayni_notices::About;

use crate::{
    approvals::{payer, send},
    tables::orders as tables,
    telling,
};

/// Days on which a refused payment is tried again before the order stops: a wage or a sale may come in between.
pub const RETRY_DAYS: u8 = 5;

/// The most parts of an amount: five years of months.
pub const MAX_PARTS: u16 = 60;

/// Orders that one account may have at a time; more is a list of payments.
const MAX_LIVE: usize = 100;

ayni_kernel::choices! {
    /// Where an order stands.
    OrderState {
        /// It is carried out when its moment comes.
        Active = 1 "active",
        /// It rests until somebody lets it go on.
        Paused = 2 "paused",
        /// All of it was paid.
        Done = 3 "done",
        /// Somebody ended it.
        Cancelled = 4 "cancelled",
        /// It was refused day after day and has ended.
        Stopped = 5 "stopped",
    }

    /// Why a payment was refused.
    Trouble {
        /// A limit left no room.
        Limit = 1 "limit",
        /// An account may not move.
        Account = 2 "account",
        /// Whoever made the order may no longer pay from the account.
        Leave = 3 "leave",
        /// Something else.
        Other = 4 "other",
    }
}

/// A payment order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentOrder {
    /// Which one.
    pub id: PaymentOrderId,
    /// The account that pays.
    pub from: AccountId,
    /// The account that receives.
    pub to: AccountId,
    /// What each payment moves; of an order in parts, all of them together.
    pub amount: Amount,
    /// What for.
    pub description: Line,
    /// What kind of thing it is for.
    pub category: Option<CategoryId>,
    /// Who made it.
    pub by: UserId,
    /// The member that they acted for.
    pub member: Option<MemberId>,
    /// The first moment, on the wall clock.
    pub start: DateTime,
    /// Whose wall clock.
    pub zone: TimeZone,
    /// How it comes again; `None` for once.
    pub rule: Option<Rule>,
    /// Into how many parts the amount is divided; `None` when each payment moves all of it.
    pub parts: Option<u16>,
    /// Payments made so far.
    pub made: u32,
    /// The next moment on the wall clock; `None` when there is none any more.
    pub next: Option<DateTime>,
    /// Days on which the next payment was refused.
    pub tries: u8,
    /// When it is tried again after a refusal.
    pub retry: Option<Timestamp>,
    /// Why it was refused last.
    pub trouble: Option<Trouble>,
    /// Where it stands.
    pub state: OrderState,
    /// When it was made.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
}

/// An order to be made.
#[derive(Debug, Clone)]
pub struct NewOrder {
    /// The account that pays.
    pub from: AccountId,
    /// The account that receives.
    pub to: AccountId,
    /// What each payment moves; of an order in parts, all of them together.
    pub amount: Amount,
    /// What for.
    pub description: Line,
    /// What kind of thing it is for.
    pub category: Option<CategoryId>,
    /// The first moment, on the community's wall clock.
    pub start: DateTime,
    /// How it comes again; `None` for once.
    pub rule: Option<Rule>,
    /// Into how many parts the amount is divided.
    pub parts: Option<u16>,
}

/// What a part of an amount comes to; the first parts carry a minor unit more each when it does not divide evenly.
pub fn part(amount: Amount, parts: u16, number: u32) -> Amount {
    let (parts, number) = (i64::from(parts.max(1)), i64::from(number));
    let extra = i64::from(number < amount.minor() % parts);
    Amount::new(amount.minor() / parts + extra)
}

impl PaymentOrder {
    /// What the next payment moves.
    pub fn next_amount(&self) -> Amount {
        self.parts.map_or(self.amount, |parts| part(self.amount, parts, self.made))
    }

    /// When it is paid next, or tried again.
    pub fn due(&self) -> Option<Timestamp> {
        let planned = self.next.map(|next| instant(&self.zone, next));
        planned.map(|planned| self.retry.unwrap_or(planned)).filter(|_| self.state == OrderState::Active)
    }

    fn after(&self, moment: DateTime) -> Result<Option<DateTime>> {
        Ok(repeat(self.start, &self.zone, self.rule.as_ref())?.next_after(moment))
    }

    /// The id of the payment of a moment.
    fn transfer(&self, moment: DateTime) -> Option<TransferId> {
        let seed = [self.id.bytes().as_slice(), moment.to_string().as_bytes()].concat();
        blake3::hash(&seed).as_bytes().first_chunk::<16>().copied().map(TransferId::from_bytes)
    }

    /// Goes past the next moment.
    fn advance(&mut self, moment: DateTime) -> Result<()> {
        self.next = self.after(moment)?;
        (self.tries, self.retry, self.trouble) = (0, None, None);
        let complete = self.parts.is_some_and(|parts| self.made >= u32::from(parts));
        if self.next.is_none() || complete {
            self.next = None;
            self.state = OrderState::Done;
        }
        Ok(())
    }

    fn is_live(&self) -> bool {
        matches!(self.state, OrderState::Active | OrderState::Paused)
    }
}

/// The moments of an order. Each lasts a minute, since the calendar asks for a length.
fn repeat(start: DateTime, zone: &TimeZone, rule: Option<&Rule>) -> Result<Repeat> {
    Ok(Repeat::new("start", start, 1, zone.clone(), rule.cloned())?)
}

/// Makes an order; by whoever may pay from the account. Limits are looked at when its moment comes.
///
/// Refuses with `Invalid` for a moment that is over, a rule without any moment, and more than [`MAX_PARTS`] parts.
pub fn order(tx: &mut WriteTx<'_>, me: &Actor, ask: NewOrder) -> Result<PaymentOrder> {
    let account = payer(&**tx, me, ask.from)?;
    let by = me.user().ok_or(Error::SignIn)?;
    payable(&**tx, me, &ask)?;
    let zone = ayni_communities::settings(&**tx)?.time_zone.zone();
    let rule = in_parts(ask.rule, ask.parts)?;
    let first = repeat(ask.start, &zone, rule.as_ref())?.starts(ask.start, 1).starts.into_iter().next();
    let first = first.ok_or_else(|| Error::invalid("rule", "payments-order-never"))?;
    if instant(&zone, first) < tx.now() {
        return Err(Error::invalid("start", "payments-order-past"));
    }
    if tables::live(&**tx, account.id, MAX_LIVE)? >= MAX_LIVE {
        return Err(Error::Conflict(Fault::new("", "payments-orders-many").with("max", MAX_LIVE)));
    }
    let order = PaymentOrder {
        id: tx.id(),
        from: account.id,
        to: ask.to,
        amount: ask.amount,
        description: ask.description,
        category: ask.category,
        by,
        member: me.member().ok(),
        start: ask.start,
        zone,
        rule,
        parts: ask.parts,
        made: 0,
        next: Some(first),
        tries: 0,
        retry: None,
        trouble: None,
        state: OrderState::Active,
        created: tx.now(),
        updated: tx.now(),
    };
    keep(tx, order)
}

/// Refuses what could never be paid; whether there is room now says nothing about later.
fn payable(tx: &impl Reads, me: &Actor, ask: &NewOrder) -> Result<()> {
    let smallest = ask.parts.map_or(ask.amount, |parts| part(ask.amount, parts, u32::from(parts)));
    let preview = ayni_ledger::preview(tx, me, ask.from, ask.to, smallest)?;
    match preview.fault {
        Some(fault) if !fault.word.starts_with("ledger-limit") => Err(fault.into()),
        _ => Ok(()),
    }
}

/// A rule of an order in parts ends with the last of them.
fn in_parts(rule: Option<Rule>, parts: Option<u16>) -> Result<Option<Rule>> {
    let Some(parts) = parts else { return Ok(rule) };
    if !(2..=MAX_PARTS).contains(&parts) {
        return Err(Fault::new("parts", "payments-order-parts").with("max", usize::from(MAX_PARTS)).into());
    }
    let rule = rule.ok_or_else(|| Error::invalid("every", "fault-required"))?;
    Ok(Some(rule.with_end("parts", Ends::Never)?))
}

fn keep(tx: &mut WriteTx<'_>, mut order: PaymentOrder) -> Result<PaymentOrder> {
    order.updated = tx.now();
    tables::put(tx, &order)?;
    tx.emit(Event::PaymentOrderChanged(order.id))?;
    Ok(order)
}

/// An order that goes on, for those who may pay from its account.
fn live(tx: &impl Reads, me: &Actor, id: PaymentOrderId) -> Result<PaymentOrder> {
    let order = payment_order(tx, me, id)?;
    payer(tx, me, order.from)?;
    if order.is_live() { Ok(order) } else { Err(Error::conflict("payments-order-over")) }
}

/// Lets an order rest.
pub fn pause_order(tx: &mut WriteTx<'_>, me: &Actor, id: PaymentOrderId) -> Result<PaymentOrder> {
    let mut order = live(&**tx, me, id)?;
    order.state = OrderState::Paused;
    keep(tx, order)
}

/// Lets an order go on; the moments that passed while it rested are left out, unless its amount is to be paid in parts:
/// those are paid from now on.
pub fn resume_order(tx: &mut WriteTx<'_>, me: &Actor, id: PaymentOrderId) -> Result<PaymentOrder> {
    let mut order = live(&**tx, me, id)?;
    let now = wall(&order.zone, tx.now());
    if order.next.is_some_and(|next| next < now) {
        order.next = order.after(now)?;
        order.retry = None;
    }
    order.state = if order.next.is_some() { OrderState::Active } else { OrderState::Done };
    keep(tx, order)
}

/// Leaves the next payment out. Of an order in parts it moves to the end.
pub fn skip_next(tx: &mut WriteTx<'_>, me: &Actor, id: PaymentOrderId) -> Result<PaymentOrder> {
    let mut order = live(&**tx, me, id)?;
    let moment = order.next.ok_or_else(|| Error::conflict("payments-order-over"))?;
    order.advance(moment)?;
    keep(tx, order)
}

/// Makes the next payment now, in place of its moment.
///
/// Refuses as the payment does.
pub fn pay_next_early(tx: &mut WriteTx<'_>, me: &Actor, id: PaymentOrderId) -> Result<PaymentOrder> {
    let order = live(&**tx, me, id)?;
    pay_moment(tx, me, order)
}

/// Ends an order; what was paid stays paid.
pub fn cancel_order(tx: &mut WriteTx<'_>, me: &Actor, id: PaymentOrderId) -> Result<PaymentOrder> {
    let mut order = live(&**tx, me, id)?;
    order.state = OrderState::Cancelled;
    order.next = None;
    keep(tx, order)
}

fn pay_moment(tx: &mut WriteTx<'_>, me: &Actor, mut order: PaymentOrder) -> Result<PaymentOrder> {
    let moment = order.next.ok_or_else(|| Error::conflict("payments-order-over"))?;
    let PaymentOrder { from, to, category, .. } = order;
    let (amount, description) = (order.next_amount(), order.description.clone());
    send(tx, me, Pay { id: order.transfer(moment), from, to, amount, description, category })?;
    order.made += 1;
    order.advance(moment)?;
    keep(tx, order)
}

/// Makes the payment whose moment has come, in the name of whoever made the order.
pub(crate) fn carry_out(tx: &mut WriteTx<'_>, id: PaymentOrderId) -> Result<()> {
    let Some(order) = tables::order(&**tx, id)? else { return Ok(()) };
    if order.due().is_none_or(|due| due > tx.now()) {
        return Ok(());
    }
    let me = ayni_members::actor(&**tx, order.by, order.member)?;
    pay_moment(tx, &me, order).map(drop)
}

fn trouble(why: &Error) -> Trouble {
    match why {
        Error::Invalid(faults) if faults.0.iter().any(|fault| fault.field == "amount") => Trouble::Limit,
        Error::Conflict(fault) if matches!(fault.field, "from" | "to") => Trouble::Account,
        Error::Forbidden | Error::NotFound | Error::SignIn => Trouble::Leave,
        _ => Trouble::Other,
    }
}

/// Notes a refusal: tried again tomorrow, or no more. Both sides are told of the first one and of the end.
pub(crate) fn refused(tx: &mut WriteTx<'_>, id: PaymentOrderId, why: &Error) -> Result<()> {
    let Some(mut order) = tables::order(&**tx, id)? else { return Ok(()) };
    order.trouble = Some(trouble(why));
    order.tries = order.tries.saturating_add(1);
    let word = if order.tries > RETRY_DAYS {
        (order.state, order.retry) = (OrderState::Stopped, None);
        "payments-notice-order-stopped"
    } else {
        order.retry = Some(tx.now().plus_days(1));
        "payments-notice-order-refused"
    };
    let (tries, order) = (order.tries, keep(tx, order)?);
    if tries != 1 && order.state != OrderState::Stopped {
        return Ok(());
    }
    let amount = telling::money(&**tx, order.from, order.next_amount())?;
    let (from, to) = (telling::name_of(&**tx, order.from)?, telling::name_of(&**tx, order.to)?);
    telling::tell(tx, order.from, telling::notice(word, About::PaymentOrder(id), to, amount.clone()))?;
    let theirs = match order.state {
        OrderState::Stopped => "payments-notice-order-stopped-to",
        _ => "payments-notice-order-refused-to",
    };
    telling::tell(tx, order.to, telling::notice(theirs, About::Nothing, from, amount))
}

/// An order, for those who may see the account that pays.
pub fn payment_order(tx: &impl Reads, me: &Actor, id: PaymentOrderId) -> Result<PaymentOrder> {
    let order = tables::order(tx, id)?.ok_or_else(|| me.absent())?;
    match ayni_ledger::account(tx, me, order.from) {
        Err(Error::Forbidden) => Err(Error::NotFound),
        other => other.map(|_| order),
    }
}

/// The orders of a paying account, newest first, for those who may see it.
pub fn payment_orders(
    tx: &impl Reads,
    me: &Actor,
    account: AccountId,
    after: Option<Cursor>,
    limit: usize,
) -> Result<Page<PaymentOrder>> {
    let account = ayni_ledger::account(tx, me, account)?;
    let after = after.map(|cursor| cursor.key::<PaymentOrderId>()).transpose()?;
    let limit = limit.clamp(1, MAX_ROWS);
    let mut rows = tables::of_account(tx, account.id, after, limit + 1)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|order| Cursor::after(&order.id));
    Ok(Page { rows, next })
}
