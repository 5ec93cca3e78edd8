//! What answers payment requests by itself: reminders, and the payer's own wish to have some accepted.

use ayni_kernel::{AccountId, Actor, Error, Event, Fault, MemberId, Reads, RequestId, Result, Timestamp, WriteTx};
use ayni_ledger::{Owner, PaymentRequest, RequestState};
use ayni_notices::About;

use crate::{
    approvals::{self, PROGRAM},
    tables::answering as tables,
    telling,
};

/// The most people whose requests are accepted at once.
pub const MAX_TRUSTED: usize = 50;

/// The longest wait before a request is accepted by itself, in days.
pub const MAX_WAIT_DAYS: u16 = 90;

/// A reminder comes three days before a request lapses, or after half of its time when that is short.
const REMIND_DAYS: i64 = 3;

/// Which requests a payer has accepted by themselves; none unless they said so.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AutoAccept {
    /// Every request, after so many days; `None` for never.
    pub days: Option<u16>,
    /// Requests of these members at once.
    pub trusted: Vec<MemberId>,
}

/// A payer's choice.
#[derive(Debug, Clone)]
pub struct SetAutoAccept {
    /// Whose requests are answered.
    pub account: AccountId,
    /// Which of them.
    pub choice: AutoAccept,
}

/// When something is due about an open request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Answering {
    pub(crate) request: RequestId,
    pub(crate) remind: Option<Timestamp>,
    pub(crate) accept: Option<Timestamp>,
}

/// Only the payer's own users say what is accepted in their name.
fn own(tx: &impl Reads, me: &Actor, account: AccountId) -> Result<()> {
    match ayni_ledger::account(tx, me, account)?.owner {
        Owner::Member(member) if me.acts_for(member) => Ok(()),
        _ => Err(Error::Forbidden),
    }
}

/// What is accepted by itself, for the account's own users.
pub fn auto_accept(tx: &impl Reads, me: &Actor, account: AccountId) -> Result<AutoAccept> {
    own(tx, me, account)?;
    tables::choice(tx, account)
}

/// Sets what is accepted by itself, for what is open as well; by the account's own users.
pub fn set_auto_accept(tx: &mut WriteTx<'_>, me: &Actor, ask: SetAutoAccept) -> Result<AutoAccept> {
    own(&**tx, me, ask.account)?;
    if ask.choice.trusted.len() > MAX_TRUSTED {
        return Err(Fault::new("trusted", "payments-trusted-many").with("max", MAX_TRUSTED).into());
    }
    if ask.choice.days.is_some_and(|days| !(1..=MAX_WAIT_DAYS).contains(&days)) {
        return Err(Fault::new("days", "payments-days").with("max", usize::from(MAX_WAIT_DAYS)).into());
    }
    for member in &ask.choice.trusted {
        ayni_members::name_of(&**tx, *member).map_err(|_| Error::invalid("trusted", "payments-trusted-unknown"))?;
    }
    tables::put_choice(tx, ask.account, &ask.choice)?;
    for request in ayni_ledger::open_requests(&**tx, &PROGRAM, ask.account)? {
        let known = tables::answering(&**tx, request.id)?;
        let accept = accept_at(&**tx, &ask.choice, &request)?;
        let remind = known.and_then(|known| known.remind);
        tables::put(tx, Answering { request: request.id, remind, accept })?;
    }
    tx.emit(Event::AccountChanged(ask.account))?;
    Ok(ask.choice)
}

/// When a request is accepted by itself; nothing is, that would lapse before.
fn accept_at(tx: &impl Reads, choice: &AutoAccept, request: &PaymentRequest) -> Result<Option<Timestamp>> {
    if let Owner::Member(payee) = ayni_ledger::card(tx, request.payee)?.owner
        && choice.trusted.contains(&payee)
    {
        return Ok(Some(request.created));
    }
    let waited = choice.days.map(|days| request.created.plus_days(i64::from(days)));
    Ok(waited.filter(|at| *at < request.expires))
}

fn remind_at(request: &PaymentRequest) -> Timestamp {
    let late = request.expires.plus_days(-REMIND_DAYS);
    let half = (request.expires.micros() - request.created.micros()) / 2;
    late.max(Timestamp::from_micros(request.created.micros() + half))
}

/// Notes when a new request is to be looked at again.
pub(crate) fn asked(tx: &mut WriteTx<'_>, id: RequestId) -> Result<()> {
    let request = ayni_ledger::payment_request(&**tx, &PROGRAM, id)?;
    let choice = tables::choice(&**tx, request.payer)?;
    let accept = accept_at(&**tx, &choice, &request)?;
    tables::put(tx, Answering { request: id, remind: Some(remind_at(&request)), accept })
}

/// Forgets an answered request, and tells whoever asked when the answer was no, or none.
pub(crate) fn answered(tx: &mut WriteTx<'_>, id: RequestId) -> Result<()> {
    tables::remove(tx, id)?;
    let request = ayni_ledger::payment_request(&**tx, &PROGRAM, id)?;
    let word = match request.state {
        RequestState::Rejected => "payments-notice-request-rejected",
        RequestState::Expired => "payments-notice-request-expired",
        RequestState::Open | RequestState::Accepted(_) | RequestState::Withdrawn => return Ok(()),
    };
    tell(tx, &request, word, (request.payee, request.payer))
}

fn tell(
    tx: &mut WriteTx<'_>,
    request: &PaymentRequest,
    word: &'static str,
    (whom, of): (AccountId, AccountId),
) -> Result<()> {
    let (name, money) = (telling::name_of(&**tx, of)?, telling::money(&**tx, of, request.amount)?);
    telling::tell(tx, whom, telling::notice(word, About::Request(request.id), name, money))
}

/// Accepts or reminds, whichever is due.
pub(crate) fn carry_out(tx: &mut WriteTx<'_>, id: RequestId) -> Result<()> {
    let Some(mut due) = tables::answering(&**tx, id)? else { return Ok(()) };
    let request = ayni_ledger::payment_request(&**tx, &PROGRAM, id)?;
    let now = tx.now();
    if request.state != RequestState::Open || request.expires <= now {
        return tables::remove(tx, id);
    }
    let sides = (request.payer, request.payee);
    if due.accept.is_some_and(|at| at <= now) {
        if approvals::above(&**tx, request.payer, request.amount)?.is_some() {
            due.accept = None;
            tables::put(tx, due)?;
            return tell(tx, &request, "payments-notice-auto-second", sides);
        }
        ayni_ledger::accept(tx, &PROGRAM, id)?;
        return tell(tx, &request, "payments-notice-auto-accepted", sides);
    }
    if due.remind.is_some_and(|at| at <= now) {
        due.remind = None;
        tables::put(tx, due)?;
        tell(tx, &request, "payments-notice-remind", sides)?;
    }
    Ok(())
}

/// Leaves a request to its payer, since it could not be accepted by itself.
pub(crate) fn refused(tx: &mut WriteTx<'_>, id: RequestId) -> Result<()> {
    let Some(mut due) = tables::answering(&**tx, id)? else { return Ok(()) };
    due.accept = None;
    tables::put(tx, due)?;
    let request = ayni_ledger::payment_request(&**tx, &PROGRAM, id)?;
    tell(tx, &request, "payments-notice-auto-refused", (request.payer, request.payee))
}
