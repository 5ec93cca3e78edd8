//! Payment requests: the payee asks, the payer accepts or rejects, the payee may withdraw.

use ayni_kernel::{
    AccountId, Actor, Amount, CategoryId, Cursor, Error, Event, Line, Page, Reads, RequestId, Result, Timestamp,
    WriteTx, page::MAX_ROWS,
};

use crate::{
    currencies::days_fault,
    model::{PaymentRequest, RequestBox, RequestState, Transfer, TransferKind},
    payments::{id_used, known_category, no_payee, post, refusal},
    policy::{AccountAct, Dealing, DealingAct},
    rules, tables,
};

/// More requests than anybody answers in one sitting.
const MAX_OPEN_SHOWN: usize = 100;

/// A payment to be asked for.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Given by the client so that it may safely ask again; otherwise made here.
    pub id: Option<RequestId>,
    /// The account that is to receive.
    pub payee: AccountId,
    /// The account that is asked to pay.
    pub payer: AccountId,
    /// In minor units, more than zero.
    pub amount: Amount,
    /// What for.
    pub description: Line,
    /// What kind of thing it is for.
    pub category: Option<CategoryId>,
    /// Days it stays open, 1 to 365; otherwise as the currency says.
    pub days: Option<u16>,
}

/// Asks another account for a payment. Limits are looked at when it is accepted.
pub fn request(tx: &mut WriteTx<'_>, me: &Actor, ask: Ask) -> Result<PaymentRequest> {
    let payee = tables::sealed(&**tx, me, ask.payee)?.open(me, AccountAct::Collect)?;
    // Anybody may be asked, and may reject.
    let payer = tables::account(&**tx, ask.payer)?.ok_or_else(no_payee)?.unchecked();
    let currency = crate::currency(&**tx, payee.currency)?;
    let days = ask.days.unwrap_or(currency.request_days);
    if let Some(fault) = days_fault(days) {
        return Err(fault.into());
    }
    let id = ask.id.unwrap_or_else(|| tx.id());
    let request = PaymentRequest {
        id,
        payee: payee.id,
        payer: payer.id,
        amount: ask.amount,
        currency: payee.currency,
        description: ask.description,
        category: ask.category,
        state: RequestState::Open,
        expires: tx.now().plus_days(i64::from(days)),
        by: me.user(),
        created: tx.now(),
        updated: tx.now(),
    };
    if ask.id.is_some()
        && let Some(done) = tables::request(&**tx, id)?
    {
        return same(done, request, days);
    }
    known_category(&**tx, request.category)?;
    rules::match_up(&payer, &payee, ask.amount)
        .and_then(|()| rules::both_open(&payer, &payee))
        .map_err(|trouble| trouble.told(&currency))?;
    tables::put_request(tx, &request)?;
    tx.emit(Event::PaymentRequested(id))?;
    Ok(request)
}

/// Asked again with the same id: the request of the first time if all that was asked is the same.
fn same(done: PaymentRequest, again: PaymentRequest, days: u16) -> Result<PaymentRequest> {
    let again = PaymentRequest {
        state: done.state,
        created: done.created,
        updated: done.updated,
        expires: done.created.plus_days(i64::from(days)),
        ..again
    };
    if done == again { Ok(done) } else { Err(id_used()) }
}

/// A request with both its accounts, when the actor may do the act.
fn find(tx: &impl Reads, me: &Actor, id: RequestId, act: DealingAct) -> Result<(PaymentRequest, Dealing)> {
    let request = tables::request(tx, id)?.ok_or_else(|| me.absent())?;
    let dealing = tables::dealing(tx, request.payer, request.payee)?.open(me, act)?;
    Ok((request, dealing))
}

/// Refuses for a request that was answered or whose time is over.
fn still_open(request: &PaymentRequest, now: Timestamp) -> Result<()> {
    match request.state {
        RequestState::Open if now < request.expires => Ok(()),
        RequestState::Open | RequestState::Expired => Err(Error::conflict("ledger-request-expired")),
        RequestState::Accepted(_) | RequestState::Rejected | RequestState::Withdrawn => {
            Err(Error::conflict("ledger-request-closed"))
        }
    }
}

fn resolve(tx: &mut WriteTx<'_>, mut request: PaymentRequest, state: RequestState) -> Result<PaymentRequest> {
    request.state = state;
    request.updated = tx.now();
    tables::put_request(tx, &request)?;
    tx.emit(Event::RequestResolved(request.id))?;
    Ok(request)
}

/// Pays what was asked for, by the payer's side. Accepting once more returns the same transfer.
///
/// Refuses as [`crate::pay`] does, and with `Conflict` when the request is no longer open.
pub fn accept(tx: &mut WriteTx<'_>, me: &Actor, id: RequestId) -> Result<Transfer> {
    let (request, Dealing { payer, payee }) = find(&**tx, me, id, DealingAct::ActAsPayer)?;
    if let RequestState::Accepted(transfer) = request.state {
        return tables::named_transfer(&**tx, transfer);
    }
    still_open(&request, tx.now())?;
    rules::payable(&payer, &payee, request.amount).map_err(|trouble| refusal(&**tx, &payer, trouble))?;
    let transfer = tx.id();
    let transfer = Transfer {
        id: transfer,
        group: transfer,
        currency: request.currency,
        debit: payer.id,
        credit: payee.id,
        amount: request.amount,
        kind: TransferKind::Request,
        description: request.description.clone(),
        category: request.category,
        by: me.user(),
        reverses: None,
        request: Some(id),
        at: tx.now(),
        updated: tx.now(),
        extras: Vec::new(),
    };
    let transfer = post(tx, payer, payee, transfer)?;
    resolve(tx, request, RequestState::Accepted(transfer.id))?;
    Ok(transfer)
}

/// Says no, by the payer's side.
pub fn reject(tx: &mut WriteTx<'_>, me: &Actor, id: RequestId) -> Result<PaymentRequest> {
    let (request, _) = find(&**tx, me, id, DealingAct::ActAsPayer)?;
    still_open(&request, tx.now())?;
    resolve(tx, request, RequestState::Rejected)
}

/// Takes a request back, by the payee's side.
pub fn withdraw(tx: &mut WriteTx<'_>, me: &Actor, id: RequestId) -> Result<PaymentRequest> {
    let (request, _) = find(&**tx, me, id, DealingAct::ActAsPayee)?;
    still_open(&request, tx.now())?;
    resolve(tx, request, RequestState::Withdrawn)
}

/// Marks a request whose time came.
pub(crate) fn expire(tx: &mut WriteTx<'_>, id: RequestId) -> Result<()> {
    if let Some(request) = tables::request(&**tx, id)? {
        resolve(tx, request, RequestState::Expired)?;
    }
    Ok(())
}

/// A request, for those who may see either account.
pub fn payment_request(tx: &impl Reads, me: &Actor, id: RequestId) -> Result<PaymentRequest> {
    Ok(find(tx, me, id, DealingAct::See)?.0)
}

/// An account's requests, newest first, for those who may see it.
pub fn requests(
    tx: &impl Reads,
    me: &Actor,
    account: AccountId,
    which: RequestBox,
    after: Option<Cursor>,
    limit: usize,
) -> Result<Page<PaymentRequest>> {
    let account = tables::sealed(tx, me, account)?.open(me, AccountAct::See)?;
    let after = after.map(|cursor| cursor.key::<(Timestamp, RequestId)>()).transpose()?;
    let limit = limit.clamp(1, MAX_ROWS);
    let mut rows = tables::requests(tx, account.id, which, after, limit + 1)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let last = rows.last().filter(|_| more);
    let next = last.map(|request| Cursor::after(&(request.created, request.id)));
    Ok(Page { rows, next })
}

/// The requests that wait for an account, newest first, for those who may see it.
pub fn open_requests(tx: &impl Reads, me: &Actor, account: AccountId) -> Result<Vec<PaymentRequest>> {
    let account = tables::sealed(tx, me, account)?.open(me, AccountAct::See)?;
    tables::open_requests(tx, account.id, MAX_OPEN_SHOWN)
}
