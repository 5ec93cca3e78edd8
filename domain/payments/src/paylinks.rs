//! Payment links: a code, short enough to type, that leads to a payment to whoever made it.

use ayni_kernel::{
    AccountId, Actor, Amount, Code, Cursor, Error, Event, Fault, Line, Page, PayLinkId, Reads, Result, Timestamp,
    TransferId, UserId, WriteTx, page::MAX_ROWS,
};
use ayni_ledger::{AccountAct, Pay};
use ayni_notices::About;

use crate::{
    approvals::{PROGRAM, Sent, send},
    code,
    tables::{approvals, paylinks as tables},
    telling,
};

/// Letters of a link's code: 40 bits. Who guesses one may pay somebody.
const CODE_LETTERS: usize = 8;

/// The longest that a link is good for, in days: two years.
pub const MAX_LINK_DAYS: u16 = 730;

ayni_kernel::choices! {
    /// How often a link can be used.
    Uses {
        /// For one payment.
        Once = 1 "once",
        /// For any number of payments.
        Many = 2 "many",
    }

    /// Where a link stands.
    LinkState {
        /// It can be used.
        Open = 1 "open",
        /// It was used, and was good for once.
        Used = 2 "used",
        /// Whoever made it closed it.
        Closed = 3 "closed",
        /// Its time is over.
        Expired = 4 "expired",
    }
}

/// A payment link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayLink {
    /// Which one.
    pub id: PayLinkId,
    /// What stands in its address.
    pub code: Code,
    /// The account that receives.
    pub account: AccountId,
    /// How much; `None` when whoever pays decides.
    pub amount: Option<Amount>,
    /// What for.
    pub description: Line,
    /// How often it can be used.
    pub uses: Uses,
    /// Where it stands.
    pub state: LinkState,
    /// Payments made by it.
    pub times: u32,
    /// Until when it can be used; `None` for always.
    pub expires: Option<Timestamp>,
    /// Who made it.
    pub by: Option<UserId>,
    /// When it was made.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
}

/// A link to make.
#[derive(Debug, Clone)]
pub struct NewPayLink {
    /// The account that receives.
    pub account: AccountId,
    /// How much; `None` when whoever pays decides.
    pub amount: Option<Amount>,
    /// What for.
    pub description: Line,
    /// How often it can be used.
    pub uses: Uses,
    /// Days that it is good for, at most [`MAX_LINK_DAYS`]; `None` for always.
    pub days: Option<u16>,
}

/// A payment by a link.
#[derive(Debug, Clone)]
pub struct PayByLink {
    /// The link's code.
    pub code: Code,
    /// Given by the client so that it may safely ask again.
    pub id: Option<TransferId>,
    /// The account that pays.
    pub from: AccountId,
    /// How much, where the link leaves it open.
    pub amount: Option<Amount>,
}

impl PayLink {
    /// Where it stands at a moment.
    pub fn standing(&self, now: Timestamp) -> LinkState {
        let late = self.expires.is_some_and(|expires| expires <= now);
        if self.state == LinkState::Open && late { LinkState::Expired } else { self.state }
    }
}

/// Makes a link, by whoever may collect for the account.
pub fn make_link(tx: &mut WriteTx<'_>, me: &Actor, ask: NewPayLink) -> Result<PayLink> {
    let account = ayni_ledger::account(&**tx, me, ask.account)?;
    me.may(AccountAct::Collect, &account)?;
    if ask.amount.is_some_and(|amount| !amount.is_positive()) {
        return Err(Error::invalid("amount", "ledger-amount-positive"));
    }
    if ask.days.is_some_and(|days| !(1..=MAX_LINK_DAYS).contains(&days)) {
        return Err(Fault::new("days", "payments-days").with("max", usize::from(MAX_LINK_DAYS)).into());
    }
    let link = PayLink {
        id: tx.id(),
        code: code::new(tx, CODE_LETTERS)?,
        account: account.id,
        amount: ask.amount,
        description: ask.description,
        uses: ask.uses,
        state: LinkState::Open,
        times: 0,
        expires: ask.days.map(|days| tx.now().plus_days(i64::from(days))),
        by: me.user(),
        created: tx.now(),
        updated: tx.now(),
    };
    keep(tx, link)
}

fn keep(tx: &mut WriteTx<'_>, mut link: PayLink) -> Result<PayLink> {
    link.updated = tx.now();
    tables::put(tx, &link)?;
    tx.emit(Event::PayLinkChanged(link.id))?;
    Ok(link)
}

/// The link with this code, for everybody inside.
pub fn link_by_code(tx: &impl Reads, me: &Actor, code: &Code) -> Result<PayLink> {
    if !me.is_inside() {
        return Err(me.absent());
    }
    tables::by_code(tx, &code::plain(code.as_str()))?.ok_or(Error::NotFound)
}

/// Refuses for a link that cannot be used (any more).
pub fn usable(link: &PayLink, now: Timestamp) -> Result<()> {
    match link.standing(now) {
        LinkState::Open => Ok(()),
        LinkState::Used => Err(Error::conflict("payments-link-used")),
        LinkState::Closed => Err(Error::conflict("payments-link-closed")),
        LinkState::Expired => Err(Error::conflict("payments-link-expired")),
    }
}

/// Pays by a link. With the same id again it answers what was made the first time.
///
/// Refuses as the payment does, and with `Conflict` when the link cannot be used any more.
pub fn pay_by_link(tx: &mut WriteTx<'_>, me: &Actor, ask: PayByLink) -> Result<Sent> {
    let PayByLink { code, id, from, amount } = ask;
    let mut link = link_by_code(&**tx, me, &code)?;
    let known = match id {
        Some(id) => known(&**tx, id)?,
        None => Known::No,
    };
    if known == Known::No {
        usable(&link, tx.now())?;
    }
    let amount = link.amount.or(amount).ok_or_else(|| Error::invalid("amount", "fault-required"))?;
    let (to, description) = (link.account, link.description.clone());
    let sent = send(tx, me, Pay { id, from, to, amount, description, category: None })?;
    if known == Known::Yes {
        return Ok(sent);
    }
    link.times = link.times.saturating_add(1);
    if link.uses == Uses::Once {
        link.state = LinkState::Used;
    }
    if let Sent::Paid(transfer) = &sent {
        let (name, money) = (telling::name_of(&**tx, from)?, telling::money(&**tx, from, amount)?);
        let notice = telling::notice("payments-notice-link-paid", About::Transfer(transfer.id), name, money);
        telling::tell(tx, to, notice)?;
    }
    keep(tx, link)?;
    Ok(sent)
}

/// Whether a payment was made or asked for already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    Yes,
    No,
}

fn known(tx: &impl Reads, id: TransferId) -> Result<Known> {
    let made = match ayni_ledger::transfer(tx, &PROGRAM, id) {
        Ok(_) => true,
        Err(Error::NotFound) => approvals::by_transfer(tx, id)?.is_some(),
        Err(error) => return Err(error),
    };
    Ok(if made { Known::Yes } else { Known::No })
}

/// A link, for those who may see its account.
pub fn pay_link(tx: &impl Reads, me: &Actor, id: PayLinkId) -> Result<PayLink> {
    let link = tables::link(tx, id)?.ok_or_else(|| me.absent())?;
    match ayni_ledger::account(tx, me, link.account) {
        Err(Error::Forbidden) => Err(Error::NotFound),
        other => other.map(|_| link),
    }
}

/// Closes a link, by whoever may collect for its account.
pub fn close_link(tx: &mut WriteTx<'_>, me: &Actor, id: PayLinkId) -> Result<PayLink> {
    let mut link = pay_link(&**tx, me, id)?;
    me.may(AccountAct::Collect, &ayni_ledger::account(&**tx, me, link.account)?)?;
    usable(&link, tx.now())?;
    link.state = LinkState::Closed;
    keep(tx, link)
}

/// An account's links, newest first, for those who may see it.
pub fn pay_links(
    tx: &impl Reads,
    me: &Actor,
    account: AccountId,
    after: Option<Cursor>,
    limit: usize,
) -> Result<Page<PayLink>> {
    let account = ayni_ledger::account(tx, me, account)?;
    let after = after.map(|cursor| cursor.key::<PayLinkId>()).transpose()?;
    let limit = limit.clamp(1, MAX_ROWS);
    let mut rows = tables::of_account(tx, account.id, after, limit + 1)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|link| Cursor::after(&link.id));
    Ok(Page { rows, next })
}
