//! Limits that follow from history: hard, warning, growing with receipts, by formula; the default of a currency and the
//! override of an account; what an admin grants for one payment; what went beyond a limit and why it could.

use std::collections::{BTreeMap, btree_map};

use ayni_kernel::{
    AccountId, Actor, Amount, Check, CurrencyId, Cursor, Error, Event, Fault, Line, Page, Reads, Result, Scale,
    Timestamp, TransferId, WriteTx, page::MAX_ROWS,
};

use crate::{
    charging::member_accounts_after,
    currencies::limits_fault,
    formula::Figures,
    model::{Account, Breach, BreachKind, Currency, Earned, LimitChange, LimitKind, LimitNote, Once, Owner, Transfer},
    policy::{AccountAct, Book, BookAct},
    rules::{self, WHOLE},
    tables,
};

/// What is granted for one payment is used soon or not at all.
const MAX_GRANT_DAYS: i64 = 90;

/// New limits of an account, with their kind.
#[derive(Debug, Clone)]
pub struct ChangeLimits {
    /// Whose limits.
    pub account: AccountId,
    /// Where a hard limit stops, a warning begins, growth starts; without meaning for a formula.
    pub lower: Option<Amount>,
    /// Greatest balance that a payment may leave; `None` for no limit.
    pub upper: Option<Amount>,
    /// How the lower limit comes about.
    pub kind: LimitKind,
    /// Why; must be given.
    pub reason: Line,
}

/// Sets an account's limits and their kind, and notes who did it, when and why. An account that is beyond them
/// afterwards keeps its balance and may move towards zero.
pub fn change_limits(tx: &mut WriteTx<'_>, me: &Actor, ask: ChangeLimits) -> Result<Account> {
    let account = tables::sealed(&**tx, me, ask.account)?.open(me, AccountAct::SetLimits)?;
    let mut check = Check::default();
    sound(&mut check, ask.lower, ask.upper, &ask.kind);
    check.require(|| ask.reason.is_empty().then(|| Fault::new("reason", "fault-required")));
    check.done()?;
    set(tx, me, account, (ask.lower, ask.upper), &ask.kind, ask.reason)
}

fn sound(check: &mut Check, lower: Option<Amount>, upper: Option<Amount>, kind: &LimitKind) {
    check.require(|| limits_fault(lower, upper));
    if let LimitKind::Growing(growth) = kind {
        check.require(|| {
            let from = lower.and_then(Amount::negated).filter(|from| !from.is_negative());
            from.is_none().then(|| Fault::new("lower", "ledger-growing-lower"))
        });
        check.require(|| {
            let below = lower.and_then(Amount::negated).is_some_and(|from| growth.cap < from);
            below.then(|| Fault::new("cap", "ledger-growing-cap"))
        });
        check.require(|| {
            (growth.points == 0 || growth.points > WHOLE).then(|| Fault::new("share", "ledger-growing-share"))
        });
    }
}

fn set(
    tx: &mut WriteTx<'_>,
    me: &Actor,
    mut account: Account,
    after: (Option<Amount>, Option<Amount>),
    kind: &LimitKind,
    reason: Line,
) -> Result<Account> {
    let change = LimitChange {
        account: account.id,
        at: tx.now(),
        by: me.user(),
        reason,
        before: (account.lower, account.upper),
        after,
        kinds: (account.limit_kind(), kind.clone()),
        note: LimitNote::Set,
    };
    if change.before == change.after && change.kinds.0 == change.kinds.1 {
        return Ok(account);
    }
    if matches!(kind, LimitKind::Growing(_)) {
        begin_ties(tx, account.currency)?;
    }
    (account.lower, account.upper) = change.after;
    account.updated = change.at;
    let once = account.credit.as_ref().and_then(|credit| credit.once.clone());
    tables::put_face(tx, &account)?;
    tables::put_credit(tx, account.id, kind, once.as_ref())?;
    tables::add_limit_change(tx, &change)?;
    tx.emit(Event::AccountChanged(account.id))?;
    tables::named(&**tx, account.id)
}

/// The kind of limit that a new account of the currency begins with.
pub(crate) fn begin(tx: &mut WriteTx<'_>, currency: CurrencyId, account: AccountId) -> Result<()> {
    match tables::default_kind(&**tx, currency)? {
        LimitKind::Hard => Ok(()),
        kind => tables::put_credit(tx, account, &kind, None),
    }
}

/// Limits that new accounts of a currency get.
#[derive(Debug, Clone)]
pub struct DefaultLimits {
    /// Which currency.
    pub currency: CurrencyId,
    /// As in [`ChangeLimits`].
    pub lower: Option<Amount>,
    /// As in [`ChangeLimits`].
    pub upper: Option<Amount>,
    /// How the lower limit comes about.
    pub kind: LimitKind,
    /// Why; stands in the history of every account that follows.
    pub reason: Line,
}

/// The kind of limit that new accounts of a currency get. Anybody may read it.
pub fn default_kind(tx: &impl Reads, currency: CurrencyId) -> Result<LimitKind> {
    tables::default_kind(tx, currency)
}

/// Sets the default limits of a currency: for new accounts, and for those whose limits were the default until now. An
/// account with limits of its own keeps them. Returns how many followed.
pub fn set_default_limits(tx: &mut WriteTx<'_>, me: &Actor, ask: &DefaultLimits) -> Result<usize> {
    let mut currency = crate::currency(&**tx, ask.currency)?;
    me.may(BookAct::ManageCurrencies, &Book)?;
    let mut check = Check::default();
    sound(&mut check, ask.lower, ask.upper, &ask.kind);
    check.require(|| ask.reason.is_empty().then(|| Fault::new("reason", "fault-required")));
    check.done()?;
    let former = ((currency.lower, currency.upper), tables::default_kind(&**tx, currency.id)?);
    (currency.lower, currency.upper) = (ask.lower, ask.upper);
    currency.updated = tx.now();
    tables::put_currency(tx, &currency)?;
    tables::put_default_kind(tx, currency.id, &ask.kind)?;
    tx.emit(Event::CurrencyChanged(currency.id))?;
    follow(tx, me, &currency, &former, ask)
}

fn follow(
    tx: &mut WriteTx<'_>,
    me: &Actor,
    currency: &Currency,
    former: &((Option<Amount>, Option<Amount>), LimitKind),
    ask: &DefaultLimits,
) -> Result<usize> {
    // Every account that follows gets its line of history: beyond the limits of an everyday transaction.
    tx.unlimited();
    let (mut after, mut followed) = (None, 0);
    loop {
        let accounts = member_accounts_after(&**tx, currency.id, after, MAX_ROWS)?;
        let Some(last) = accounts.last() else { return Ok(followed) };
        after = Some(last.id);
        for account in accounts {
            if ((account.lower, account.upper), account.limit_kind()) == *former {
                set(tx, me, account, (ask.lower, ask.upper), &ask.kind, ask.reason.clone())?;
                followed += 1;
            }
        }
    }
}

/// What limits would mean for one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitTrial {
    /// Whose account.
    pub account: AccountId,
    /// What it holds.
    pub balance: Amount,
    /// The least balance that payments may leave now.
    pub now: Option<Amount>,
    /// And with the limits that are tried.
    pub then: Option<Amount>,
    /// Whether it would follow: its limits are the default until now.
    pub follows: Follows,
}

/// Whether an account follows the default of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follows {
    /// Its limits are the default.
    Yes,
    /// It has limits of its own.
    No,
}

/// What default limits would mean for every member, a page in the order in which accounts were opened, before anything
/// is saved. For those who may set them.
pub fn try_limits(
    tx: &impl Reads,
    me: &Actor,
    ask: &DefaultLimits,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<LimitTrial>> {
    let currency = crate::currency(tx, ask.currency)?;
    me.may(BookAct::ManageCurrencies, &Book)?;
    let mut check = Check::default();
    sound(&mut check, ask.lower, ask.upper, &ask.kind);
    check.done()?;
    let former = ((currency.lower, currency.upper), tables::default_kind(tx, currency.id)?);
    let after = after.map(Cursor::key::<AccountId>).transpose()?;
    let limit = limit.clamp(1, MAX_ROWS);
    let mut accounts = member_accounts_after(tx, currency.id, after, limit + 1)?;
    let more = accounts.len() > limit;
    accounts.truncate(limit);
    let next = accounts.last().filter(|_| more).map(|last| Cursor::after(&last.id));
    let ties = untied(tx, &ask.kind, currency.id)?;
    let rows = accounts.into_iter().map(|account| {
        let follows = ((account.lower, account.upper), account.limit_kind()) == former;
        let then =
            if follows { floor_with(tx, &account, ask, currency.scale, ties.as_ref())? } else { account.floor() };
        Ok(LimitTrial {
            account: account.id,
            balance: account.balance(),
            now: account.floor(),
            then,
            follows: if follows { Follows::Yes } else { Follows::No },
        })
    });
    Ok(Page { rows: rows.collect::<Result<_>>()?, next })
}

type Ties = BTreeMap<(AccountId, AccountId), Amount>;

/// The ties of a currency that does not keep them yet, where growth is tried.
fn untied(tx: &impl Reads, kind: &LimitKind, currency: CurrencyId) -> Result<Option<Ties>> {
    let wanted = matches!(kind, LimitKind::Growing(_)) && !tables::is_tied(tx, currency)?;
    wanted.then(|| ties_of(tx, currency)).transpose()
}

/// What the lower limit of an account would come to.
fn floor_with(
    tx: &impl Reads,
    account: &Account,
    ask: &DefaultLimits,
    scale: Scale,
    ties: Option<&Ties>,
) -> Result<Option<Amount>> {
    let figures = figures(account, Timestamp::from_micros(tx.at_micros()));
    let earned = match (&ask.kind, ties) {
        (LimitKind::Growing(_), Some(ties)) => earned_of(ties, account.id),
        (LimitKind::Growing(_), None) => tables::earned(tx, account.id)?,
        _ => Earned::default(),
    };
    Ok(rules::floor(&ask.kind, ask.lower, &figures, earned, scale))
}

fn figures(account: &Account, now: Timestamp) -> Figures {
    Figures {
        given: account.posted_out,
        received: account.posted_in,
        trades: account.entries,
        months: rules::months_between(account.created, now),
    }
}

fn earned_of(ties: &Ties, account: AccountId) -> Earned {
    let low = (account, AccountId::from_bytes([0; 16]));
    let high = (account, AccountId::from_bytes([0xFF; 16]));
    let mut earned = Earned::default();
    for net in ties.range(low..=high).map(|(_, net)| *net).filter(|net| net.is_positive()) {
        earned.amount = earned.amount.plus(net).unwrap_or(earned.amount);
        earned.partners += 1;
    }
    earned
}

/// What a new member may pay before receiving anything under the limits; `None` for any amount. Zero says that the
/// first payment would be refused.
pub fn first_trade(lower: Option<Amount>, kind: &LimitKind, scale: Scale) -> Option<Amount> {
    let floor = rules::floor(kind, lower, &Figures::default(), Earned::default(), scale);
    floor.map(|floor| Amount::new(floor.minor().saturating_neg().max(0)))
}

/// A lower limit for one payment.
#[derive(Debug, Clone)]
pub struct Grant {
    /// To which account.
    pub account: AccountId,
    /// The least balance that the payment may leave.
    pub lower: Amount,
    /// Until when, at most 90 days from now.
    pub expires: Timestamp,
    /// Why; must be given.
    pub reason: Line,
}

/// Lets one payment of an account go beyond its limit, by an admin with a reason. It is used up by the first payment
/// that needs it, lapses by itself, and stands in the history of limits.
pub fn grant_once(tx: &mut WriteTx<'_>, me: &Actor, ask: Grant) -> Result<Account> {
    let account = tables::sealed(&**tx, me, ask.account)?.open(me, AccountAct::GrantOnce)?;
    let now = tx.now();
    let mut check = Check::default();
    check.require(|| ask.reason.is_empty().then(|| Fault::new("reason", "fault-required")));
    check.require(|| {
        let fits = now < ask.expires && ask.expires <= now.plus_days(MAX_GRANT_DAYS);
        (!fits).then(|| Fault::new("expires", "ledger-grant-days").with("max", MAX_GRANT_DAYS))
    });
    check.require(|| {
        let more = account.floor().is_some_and(|floor| ask.lower < floor);
        (!more).then(|| Fault::new("lower", "ledger-grant-lower"))
    });
    check.done()?;
    let kind = account.limit_kind();
    let once = Once { lower: ask.lower, expires: ask.expires };
    tables::put_credit(tx, account.id, &kind, Some(&once))?;
    let note = LimitNote::Granted(ask.lower, ask.expires);
    note_change(tx, me, &account, ask.reason, note)?;
    tx.emit(Event::AccountChanged(account.id))?;
    tables::named(&**tx, account.id)
}

/// A line of the history in which the limits themselves stay.
fn note_change(tx: &mut WriteTx<'_>, me: &Actor, account: &Account, reason: Line, note: LimitNote) -> Result<()> {
    let limits = (account.lower, account.upper);
    let kind = account.limit_kind();
    let change = LimitChange {
        account: account.id,
        at: tx.now(),
        by: me.user(),
        reason,
        before: limits,
        after: limits,
        kinds: (kind.clone(), kind),
        note,
    };
    tables::add_limit_change(tx, &change)
}

/// Notes what a transfer that was decided upon does beyond limits, and uses up what was granted for it. Both sides are
/// as they were before.
pub(crate) fn note_breaches(tx: &mut WriteTx<'_>, payer: &Account, payee: &Account, transfer: &Transfer) -> Result<()> {
    if transfer.kind.asks_limits() {
        // What was set aside was within the limits when it was.
        if payer.warns() {
            note(tx, transfer, payer.id, rules::below(payer, payer.lower, transfer.amount), BreachKind::Warned)?;
        } else if let Some(beyond) = rules::below(payer, payer.floor(), transfer.amount) {
            note(tx, transfer, payer.id, Some(beyond), BreachKind::Once)?;
            tables::put_credit(tx, payer.id, &payer.limit_kind(), None)?;
            let note = LimitNote::Used(transfer.id);
            note_change(tx, &USER, payer, transfer.description.clone(), note)?;
        }
        if payee.warns() {
            note(tx, transfer, payee.id, rules::above(payee, payee.upper, transfer.amount), BreachKind::Warned)?;
        }
    }
    if transfer.reverses.is_some() {
        let kind = BreachKind::Consented;
        note(tx, transfer, payer.id, rules::below(payer, payer.lowest(), transfer.amount), kind)?;
        note(tx, transfer, payee.id, rules::above(payee, payee.ceiling(), transfer.amount), kind)?;
    }
    Ok(())
}

/// The program itself, which notes that a grant was used.
const USER: Actor = Actor::System("ledger uses a grant");

fn note(
    tx: &mut WriteTx<'_>,
    transfer: &Transfer,
    account: AccountId,
    beyond: Option<(Amount, Amount)>,
    kind: BreachKind,
) -> Result<()> {
    let Some((limit, balance)) = beyond else { return Ok(()) };
    let breach = Breach { transfer: transfer.id, account, limit, balance, kind, at: transfer.at };
    tables::insert_breach(tx, &breach)
}

/// What a transfer did beyond limits, for those who may see the transfer: both sides and the office.
pub fn breaches_of(tx: &impl Reads, me: &Actor, transfer: TransferId) -> Result<Vec<Breach>> {
    crate::transfer(tx, me, transfer)?;
    tables::breaches(tx, transfer)
}

/// A page of what went beyond limits, newest first, for the treasurer.
pub fn newest_breaches(tx: &impl Reads, me: &Actor, after: Option<&Cursor>, limit: usize) -> Result<Page<Breach>> {
    me.may(BookAct::SeeAll, &Book)?;
    let after = after.map(Cursor::key::<(Timestamp, (TransferId, AccountId))>).transpose()?;
    let limit = limit.clamp(1, MAX_ROWS);
    let mut rows = tables::newest_breaches(tx, after, limit + 1)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let place = |breach: &Breach| Cursor::after(&(breach.at, (breach.transfer, breach.account)));
    let next = rows.last().filter(|_| more).map(place);
    Ok(Page { rows, next })
}

/// Adds a movement between two members to what they earned from each other, where the currency keeps that.
pub(crate) fn tie(tx: &mut WriteTx<'_>, sides: (&Account, &Account), amount: Amount) -> Result<()> {
    let (payer, payee) = sides;
    if !deal(payer, payee) || !tables::is_tied(&**tx, payer.currency)? {
        return Ok(());
    }
    let large = || Error::invalid("amount", "fault-amount-large");
    let net = tables::tie(&**tx, payee.id, payer.id)?.plus(amount).ok_or_else(large)?;
    tables::put_tie(tx, payee.id, payer.id, net)?;
    tables::put_tie(tx, payer.id, payee.id, net.negated().ok_or_else(large)?)
}

const fn deal(payer: &Account, payee: &Account) -> bool {
    matches!((payer.owner, payee.owner), (Owner::Member(_), Owner::Member(_)))
}

/// Begins to keep what members of a currency earn from each other, from all that happened so far.
fn begin_ties(tx: &mut WriteTx<'_>, currency: CurrencyId) -> Result<()> {
    if tables::is_tied(&**tx, currency)? {
        return Ok(());
    }
    // Once for each currency, whatever its history.
    tx.unlimited();
    let ties = ties_of(&**tx, currency)?;
    tables::put_tied(tx, currency)?;
    ties.into_iter().try_for_each(|((account, partner), net)| tables::put_tie(tx, account, partner, net))
}

fn ties_of(tx: &impl Reads, currency: CurrencyId) -> Result<Ties> {
    let (mut ties, mut members) = (Ties::new(), BTreeMap::new());
    for place in tables::chain_from(tx, currency, 1)? {
        let transfer = tables::named_transfer(tx, place?.1)?;
        let mut both = true;
        for id in [transfer.debit, transfer.credit] {
            if let btree_map::Entry::Vacant(free) = members.entry(id) {
                let face = tables::face(tx, id)?;
                free.insert(face.is_some_and(|face| matches!(face.owner, Owner::Member(_))));
            }
            both &= members.get(&id) == Some(&true);
        }
        if both {
            let net = ties.entry((transfer.credit, transfer.debit)).or_default();
            *net = net.plus(transfer.amount).unwrap_or(*net);
            let back = ties.entry((transfer.debit, transfer.credit)).or_default();
            *back = back.minus(transfer.amount).unwrap_or(*back);
        }
    }
    Ok(ties)
}
