//! A second person's consent: above an amount a payment waits, kept aside, until somebody else authorises it.

use ayni_kernel::{
    AccountId, Actor, Amount, ApprovalId, CategoryId, CurrencyId, Error, Event, Fault, HoldId, Line, MemberId, Reads,
    RequestId, Result, Role, Timestamp, TransferId, UserId, WriteTx,
};
use ayni_ledger::{Account, AccountAct, KeepAside, Pay, Transfer};
use ayni_notices::{About, Notice, REASON};

use crate::{
    policy::{ApprovalAct, Rules, Waiting},
    tables::approvals as tables,
    telling,
};

/// Days that a payment waits for a second person: long enough for a holiday, short enough to free the amount again.
pub const APPROVAL_DAYS: i64 = 14;

/// More waiting payments than anybody decides in one sitting.
const MAX_SHOWN: usize = 100;

/// The program itself, which alone decides about what it keeps aside.
pub(crate) const PROGRAM: Actor = Actor::System("payments");

ayni_kernel::choices! {
    /// Who may authorise a payment above the amount.
    Authorisers {
        /// A treasurer or an admin.
        Treasurer = 1 "treasurer",
        /// An admin.
        Admin = 2 "admin",
        /// Another user of the same member, or an admin.
        Colleague = 3 "colleague",
    }

    /// What became of a payment that waited.
    ApprovalState {
        /// It waits.
        Waiting = 1 "waiting",
        /// It was authorised and is paid.
        Paid = 2 "paid",
        /// Somebody said no.
        Denied = 3 "denied",
        /// Whoever asked took it back.
        Withdrawn = 4 "withdrawn",
        /// Nobody decided in time.
        Expired = 5 "expired",
    }
}

/// From which amount on a currency's payments need a second person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threshold {
    /// Which currency.
    pub currency: CurrencyId,
    /// Payments of more than this wait.
    pub amount: Amount,
    /// Who may authorise them.
    pub by: Authorisers,
}

/// The community's choice for a currency; no amount: one person is enough.
#[derive(Debug, Clone, Copy)]
pub struct SetThreshold {
    /// Which currency.
    pub currency: CurrencyId,
    /// Payments of more than this wait; `None` when none does.
    pub amount: Option<Amount>,
    /// Who may authorise them.
    pub by: Authorisers,
}

/// A payment that waits, or waited, for a second person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Which one.
    pub id: ApprovalId,
    /// The account that pays.
    pub from: AccountId,
    /// The account that receives.
    pub to: AccountId,
    /// How much.
    pub amount: Amount,
    /// In which currency.
    pub currency: CurrencyId,
    /// What for.
    pub description: Line,
    /// What kind of thing it is for.
    pub category: Option<CategoryId>,
    /// The id that the transfer gets.
    pub transfer: TransferId,
    /// The payment request that it answers.
    pub request: Option<RequestId>,
    /// Who asked for it.
    pub by: UserId,
    /// The member that they acted for.
    pub member: Option<MemberId>,
    /// What keeps the amount aside.
    pub hold: HoldId,
    /// What became of it.
    pub state: ApprovalState,
    /// Who decided.
    pub decided_by: Option<UserId>,
    /// Why it was denied.
    pub reason: Line,
    /// Until when it waits.
    pub expires: Timestamp,
    /// When it was asked for.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
}

/// What became of a payment that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// It is paid.
    Paid(Transfer),
    /// It waits for a second person.
    Waiting(Approval),
}

/// The community's choice for a currency.
pub fn threshold(tx: &impl Reads, currency: CurrencyId) -> Result<Option<Threshold>> {
    tables::threshold(tx, currency)
}

/// Sets from which amount on payments of a currency need a second person; for admins. What waits already goes on
/// waiting for those whom the new choice names.
pub fn set_threshold(tx: &mut WriteTx<'_>, me: &Actor, ask: SetThreshold) -> Result<()> {
    me.may((), &Rules)?;
    ayni_ledger::currency(&**tx, ask.currency)?;
    if ask.amount.is_some_and(Amount::is_negative) {
        return Err(Error::invalid("amount", "payments-threshold-negative"));
    }
    let chosen = ask.amount.map(|amount| Threshold { currency: ask.currency, amount, by: ask.by });
    tables::put_threshold(tx, ask.currency, chosen.as_ref())?;
    tx.emit(Event::CurrencyChanged(ask.currency))
}

/// The rule that asks for a second person before so much leaves the account; none for the program itself.
pub fn needs_second(tx: &impl Reads, me: &Actor, from: AccountId, amount: Amount) -> Result<Option<Threshold>> {
    if matches!(me, Actor::System(_)) { Ok(None) } else { above(tx, from, amount) }
}

/// The rule by which so much of an account needs a second person, whoever asks.
pub(crate) fn above(tx: &impl Reads, from: AccountId, amount: Amount) -> Result<Option<Threshold>> {
    let chosen = tables::threshold(tx, ayni_ledger::card(tx, from)?.currency)?;
    Ok(chosen.filter(|chosen| amount > chosen.amount))
}

/// Refuses what would need a second person, where nobody can be asked: vouchers, amounts set aside by hand.
pub fn within_threshold(tx: &impl Reads, me: &Actor, from: AccountId, amount: Amount) -> Result<()> {
    let Some(rule) = needs_second(tx, me, from, amount)? else { return Ok(()) };
    let most = ayni_ledger::currency(tx, rule.currency)?.money(rule.amount);
    Err(Fault::new("amount", "payments-above-threshold").with("most", most).into())
}

/// Pays, or sets the amount aside until a second person authorises the payment. With the same id again it answers what
/// was made the first time.
///
/// Refuses as [`ayni_ledger::pay`] does, and with `Conflict` when the same payment was denied or has lapsed.
pub fn send(tx: &mut WriteTx<'_>, me: &Actor, ask: Pay) -> Result<Sent> {
    if let Some(id) = ask.id
        && let Some(known) = tables::by_transfer(&**tx, id)?
    {
        return again(tx, me, &ask, known);
    }
    match needs_second(&**tx, me, ask.from, ask.amount)? {
        Some(rule) => wait(tx, me, ask, None, rule).map(Sent::Waiting),
        None => ayni_ledger::pay(tx, me, ask).map(Sent::Paid),
    }
}

/// The same payment once more.
fn again(tx: &mut WriteTx<'_>, me: &Actor, ask: &Pay, known: Approval) -> Result<Sent> {
    payer(&**tx, me, ask.from)?;
    let asked = (ask.from, ask.to, ask.amount, &ask.description, ask.category);
    if asked != (known.from, known.to, known.amount, &known.description, known.category) {
        return Err(Error::Conflict(Fault::new("id", "ledger-id-used")));
    }
    match known.state {
        ApprovalState::Waiting => Ok(Sent::Waiting(known)),
        ApprovalState::Paid => ayni_ledger::transfer(&**tx, me, known.transfer).map(|line| Sent::Paid(line.transfer)),
        ApprovalState::Denied | ApprovalState::Withdrawn | ApprovalState::Expired => {
            Err(Error::conflict("payments-approval-over"))
        }
    }
}

/// Accepts a payment request, or sets its amount aside until a second person authorises the payment.
pub fn accept(tx: &mut WriteTx<'_>, me: &Actor, id: RequestId) -> Result<Sent> {
    let request = ayni_ledger::payment_request(&**tx, me, id)?;
    let open = request.state == ayni_ledger::RequestState::Open && tx.now() < request.expires;
    let rule = needs_second(&**tx, me, request.payer, request.amount)?.filter(|_| open);
    let Some(rule) = rule else { return ayni_ledger::accept(tx, me, id).map(Sent::Paid) };
    if let Some(known) = tables::by_request(&**tx, id)?.filter(|known| known.state == ApprovalState::Waiting) {
        payer(&**tx, me, request.payer)?;
        return Ok(Sent::Waiting(known));
    }
    let ask = Pay {
        id: None,
        from: request.payer,
        to: request.payee,
        amount: request.amount,
        description: request.description,
        category: request.category,
    };
    wait(tx, me, ask, Some(id), rule).map(Sent::Waiting)
}

/// The paying account, for those who may pay from it.
pub(crate) fn payer(tx: &impl Reads, me: &Actor, from: AccountId) -> Result<Account> {
    let account = ayni_ledger::account(tx, me, from)?;
    me.may(AccountAct::Pay, &account)?;
    Ok(account)
}

fn wait(tx: &mut WriteTx<'_>, me: &Actor, ask: Pay, request: Option<RequestId>, rule: Threshold) -> Result<Approval> {
    let by = me.user().ok_or(Error::SignIn)?;
    let member = me.member().ok();
    let expires = tx.now().plus_days(APPROVAL_DAYS);
    let Pay { id, from, to, amount, description, category } = ask;
    let aside = KeepAside { from, to: Some(to), amount, description: description.clone(), expires };
    let hold = ayni_ledger::keep_aside(tx, me, aside)?;
    let transfer = id.unwrap_or_else(|| tx.id());
    let approval = Approval {
        id: tx.id(),
        from,
        to,
        amount,
        currency: rule.currency,
        description,
        category,
        transfer,
        request,
        by,
        member,
        hold: hold.id,
        state: ApprovalState::Waiting,
        decided_by: None,
        reason: Line::default(),
        expires,
        created: tx.now(),
        updated: tx.now(),
    };
    tables::put(tx, &approval)?;
    tx.emit(Event::ApprovalChanged(approval.id))?;
    ask_second(tx, &approval, rule)?;
    Ok(approval)
}

/// Tells those who may authorise.
fn ask_second(tx: &mut WriteTx<'_>, approval: &Approval, rule: Threshold) -> Result<()> {
    let (name, money) =
        (telling::name_of(&**tx, approval.from)?, telling::money(&**tx, approval.from, approval.amount)?);
    let notice = telling::notice("payments-notice-authorise", About::Approval(approval.id), name, money);
    match rule.by {
        Authorisers::Treasurer => telling::tell_role(tx, Role::Treasurer, &notice),
        Authorisers::Admin => telling::tell_role(tx, Role::Admin, &notice),
        Authorisers::Colleague => telling::tell(tx, approval.from, notice),
    }
}

/// A payment that waits, when the actor may do the act, and who may authorise it.
fn find(tx: &impl Reads, me: &Actor, id: ApprovalId, act: ApprovalAct) -> Result<Approval> {
    let approval = tables::approval(tx, id)?.ok_or_else(|| me.absent())?;
    me.may(act, &guarded(tx, &approval)?)?;
    Ok(approval)
}

fn guarded<'a>(tx: &impl Reads, approval: &'a Approval) -> Result<Waiting<'a>> {
    let payer = ayni_ledger::card(tx, approval.from)?.owner;
    // Whoever turned the rule off leaves what waits to the treasurer.
    let by = tables::threshold(tx, approval.currency)?.map_or(Authorisers::Treasurer, |rule| rule.by);
    Ok(Waiting { approval, payer, by })
}

fn still_waiting(approval: &Approval, now: Timestamp) -> Result<()> {
    match approval.state {
        ApprovalState::Waiting if now < approval.expires => Ok(()),
        ApprovalState::Waiting | ApprovalState::Expired => Err(Error::conflict("payments-approval-expired")),
        _ => Err(Error::conflict("payments-approval-decided")),
    }
}

/// Authorises a payment: it is paid at once, in the name of whoever asked for it. Not by themselves.
///
/// Refuses as the payment does, and with `Conflict` when it no longer waits.
pub fn authorise(tx: &mut WriteTx<'_>, me: &Actor, id: ApprovalId) -> Result<Transfer> {
    let mut approval = find(&**tx, me, id, ApprovalAct::Decide)?;
    still_waiting(&approval, tx.now())?;
    ayni_ledger::void_hold(tx, &PROGRAM, approval.hold)?;
    let asker = ayni_members::actor(&**tx, approval.by, approval.member)?;
    let transfer = if let Some(request) = approval.request {
        ayni_ledger::accept(tx, &asker, request)?
    } else {
        let Approval { from, to, amount, category, .. } = approval;
        let (id, description) = (Some(approval.transfer), approval.description.clone());
        ayni_ledger::pay(tx, &asker, Pay { id, from, to, amount, description, category })?
    };
    approval.transfer = transfer.id;
    decide(tx, me, approval, ApprovalState::Paid, Line::default())?;
    Ok(transfer)
}

/// Says no, with a reason that whoever asked is told; the amount is free again.
pub fn deny(tx: &mut WriteTx<'_>, me: &Actor, id: ApprovalId, reason: Line) -> Result<Approval> {
    let approval = find(&**tx, me, id, ApprovalAct::Decide)?;
    still_waiting(&approval, tx.now())?;
    if reason.is_empty() {
        return Err(Error::invalid("reason", "fault-required"));
    }
    ayni_ledger::void_hold(tx, &PROGRAM, approval.hold)?;
    decide(tx, me, approval, ApprovalState::Denied, reason)
}

/// Takes a payment back before anybody decided, by the payer's side.
pub fn withdraw_approval(tx: &mut WriteTx<'_>, me: &Actor, id: ApprovalId) -> Result<Approval> {
    let approval = find(&**tx, me, id, ApprovalAct::Withdraw)?;
    still_waiting(&approval, tx.now())?;
    ayni_ledger::void_hold(tx, &PROGRAM, approval.hold)?;
    decide(tx, me, approval, ApprovalState::Withdrawn, Line::default())
}

fn decide(
    tx: &mut WriteTx<'_>,
    me: &Actor,
    mut approval: Approval,
    state: ApprovalState,
    reason: Line,
) -> Result<Approval> {
    approval.state = state;
    approval.decided_by = me.user();
    approval.reason = reason;
    approval.updated = tx.now();
    tables::put(tx, &approval)?;
    tx.emit(Event::ApprovalChanged(approval.id))?;
    let word = match state {
        ApprovalState::Paid => "payments-notice-authorised",
        ApprovalState::Denied => "payments-notice-denied",
        ApprovalState::Expired => "payments-notice-approval-expired",
        ApprovalState::Waiting | ApprovalState::Withdrawn => return Ok(approval),
    };
    let (name, money) = (telling::name_of(&**tx, approval.to)?, telling::money(&**tx, approval.from, approval.amount)?);
    let mut notice: Notice = telling::notice(word, About::Approval(approval.id), name, money);
    if !approval.reason.is_empty() {
        notice = notice.with(REASON, approval.reason.as_str());
    }
    telling::tell(tx, approval.from, notice)?;
    Ok(approval)
}

/// Notes that nobody decided in time; the ledger frees the amount.
pub(crate) fn expire(tx: &mut WriteTx<'_>, id: ApprovalId) -> Result<()> {
    let Some(approval) = tables::approval(&**tx, id)? else { return Ok(()) };
    if approval.state == ApprovalState::Waiting {
        decide(tx, &PROGRAM, approval, ApprovalState::Expired, Line::default())?;
    }
    Ok(())
}

/// A payment that waits or waited; for the payer's side and for those who may authorise it.
pub fn approval(tx: &impl Reads, me: &Actor, id: ApprovalId) -> Result<Approval> {
    find(tx, me, id, ApprovalAct::See)
}

impl Approval {
    /// Whether the actor may authorise or deny it now.
    pub fn decidable(&self, tx: &impl Reads, me: &Actor, now: Timestamp) -> Result<bool> {
        Ok(still_waiting(self, now).is_ok() && me.may(ApprovalAct::Decide, &guarded(tx, self)?).is_ok())
    }

    /// Whether the actor may take it back now.
    pub fn withdrawable(&self, tx: &impl Reads, me: &Actor, now: Timestamp) -> Result<bool> {
        Ok(still_waiting(self, now).is_ok() && me.may(ApprovalAct::Withdraw, &guarded(tx, self)?).is_ok())
    }
}

/// The payments that wait for the actor's decision, the oldest first, at most 100: all of the community for office
/// holders, those of the members they act for otherwise.
pub fn approvals_for(tx: &impl Reads, me: &Actor) -> Result<Vec<Approval>> {
    let Actor::Person(person) = me else { return Err(me.absent()) };
    let mut waiting = Vec::new();
    if me.has(Role::Treasurer) {
        waiting = tables::waiting(tx, MAX_SHOWN)?;
    } else {
        for member in &person.members {
            for account in ayni_ledger::accounts_of(tx, me, *member)? {
                waiting.extend(tables::waiting_of(tx, account.id, MAX_SHOWN)?);
            }
        }
    }
    let mut mine = Vec::new();
    for approval in waiting {
        if me.may(ApprovalAct::Decide, &guarded(tx, &approval)?).is_ok() {
            mine.push(approval);
        }
    }
    Ok(mine)
}

/// The payments of an account that wait for a second person, the oldest first, at most 100; for those who may see it.
pub fn approvals_of(tx: &impl Reads, me: &Actor, account: AccountId) -> Result<Vec<Approval>> {
    let account = ayni_ledger::account(tx, me, account)?;
    tables::waiting_of(tx, account.id, MAX_SHOWN)
}
