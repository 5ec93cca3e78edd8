//! Payments from a list: prepared, looked at line by line, then paid together or in stages.
//!
//! Up to [`MAX_TOGETHER`] payments are all made or none. A longer list is paid in stages of so many, each in a transaction
//! of its own; where it stands is in its lines, so that it goes on after a stop without paying anything twice.

use std::collections::BTreeMap;

use ayni_kernel::{
    AccountId, Actor, Amount, BatchId, Cursor, Error, Event, Fault, Line, MemberId, Page, Person, Reads, Result, Role,
    Timestamp, TransferId, UserId, WriteTx, page::MAX_ROWS,
};
use ayni_ledger::{Account, Pay};

use crate::{
    approvals::{self, PROGRAM, Sent},
    listing::ListLine,
    policy::{ForAnybody, Own},
    tables::batches as tables,
};

/// Payments that are made in one transaction: some ten keys each of the 500 that it may have.
pub const MAX_TOGETHER: usize = 40;

/// The longest list; more than a community pays on one day.
pub const MAX_LINES: usize = 2_000;

ayni_kernel::choices! {
    /// Where a list stands.
    BatchState {
        /// It can be looked at; nothing has moved.
        Draft = 1 "draft",
        /// Some of it is paid, the rest is to follow.
        Paying = 2 "paying",
        /// All that was to be paid is paid.
        Paid = 3 "paid",
        /// It was thrown away.
        Dropped = 4 "dropped",
    }

    /// Where a line of a list stands.
    LineState {
        /// It is to be paid.
        Ready = 1 "ready",
        /// It is paid.
        Paid = 2 "paid",
        /// It waits for a second person.
        Waiting = 3 "waiting",
        /// It was refused when its turn came.
        Refused = 4 "refused",
        /// It was left out, since something is wrong with it.
        Left = 5 "left",
    }
}

/// A list of payments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Which one.
    pub id: BatchId,
    /// What it is called, such as the name of its file.
    pub title: Line,
    /// Who prepared it.
    pub by: UserId,
    /// The member that they acted for.
    pub member: Option<MemberId>,
    /// Where it stands.
    pub state: BatchState,
    /// How many lines it has.
    pub lines: u32,
    /// The same list, paid before.
    pub repeats: Option<BatchId>,
    /// What its lines say, as a hash.
    pub digest: [u8; 32],
    /// When it was prepared.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
}

/// A line of a list: as written, as understood, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchLine {
    /// As it was written.
    pub typed: ListLine,
    /// Who pays; `None` when nobody was found.
    pub payer: Option<AccountId>,
    /// Who receives; `None` when nobody was found.
    pub payee: Option<AccountId>,
    /// How much; `None` when it is no amount.
    pub amount: Option<Amount>,
    /// Where it stands.
    pub state: LineState,
    /// The payment that it became.
    pub transfer: Option<TransferId>,
}

/// A line to prepare: as written, and as far as it was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLine {
    /// As it was written.
    pub typed: ListLine,
    /// Who pays; `None` when nobody was found.
    pub payer: Option<AccountId>,
    /// Who receives; `None` when nobody was found.
    pub payee: Option<AccountId>,
    /// How much; `None` when it is no amount.
    pub amount: Option<Amount>,
}

/// A list to prepare.
#[derive(Debug, Clone)]
pub struct NewBatch {
    /// What it is called.
    pub title: Line,
    /// Its lines, at most [`MAX_LINES`].
    pub lines: Vec<NewLine>,
}

/// A line with what is wrong with it now.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The line.
    pub line: BatchLine,
    /// Why it would be refused; the field says which part of it.
    pub fault: Option<Fault>,
}

/// Which lines are paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// Every one, so that nothing may be wrong.
    All,
    /// Those with which nothing is wrong.
    Good,
}

/// Whether a list is paid that was paid before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// No: it is refused.
    Refuse,
    /// Yes: somebody confirmed it.
    Allow,
}

/// How far a list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Lines that are paid or wait for a second person.
    pub done: usize,
    /// Lines that are still to be paid.
    pub left: usize,
}

/// Prepares a list; nothing moves. For everybody with an account, and for office holders.
///
/// Refuses with `Invalid` for no line and for more than [`MAX_LINES`].
pub fn prepare(tx: &mut WriteTx<'_>, me: &Actor, ask: NewBatch) -> Result<Batch> {
    let by = me.user().ok_or(Error::SignIn)?;
    if !me.is_inside() {
        return Err(Error::Forbidden);
    }
    if !(1..=MAX_LINES).contains(&ask.lines.len()) {
        return Err(Fault::new("lines", "payments-batch-lines").with("max", MAX_LINES).into());
    }
    let digest = digest(&ask.lines);
    let earlier = tables::by_digest(&**tx, &digest)?;
    let paid = earlier.filter(|batch| matches!(batch.state, BatchState::Paid | BatchState::Paying));
    let batch = Batch {
        id: tx.id(),
        title: ask.title,
        by,
        member: me.member().ok(),
        state: BatchState::Draft,
        lines: u32::try_from(ask.lines.len()).map_err(Error::broken)?,
        repeats: paid.map(|batch| batch.id),
        digest,
        created: tx.now(),
        updated: tx.now(),
    };
    let lines: Vec<BatchLine> = ask.lines.into_iter().map(ready).collect();
    tables::put(tx, &batch)?;
    tables::put_lines(tx, batch.id, &lines)?;
    tx.emit(Event::BatchChanged(batch.id))?;
    Ok(batch)
}

fn ready(line: NewLine) -> BatchLine {
    let NewLine { typed, payer, payee, amount } = line;
    BatchLine { typed, payer, payee, amount, state: LineState::Ready, transfer: None }
}

/// What the lines say, whatever the file is called and whatever their numbers are.
fn digest(lines: &[NewLine]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    for NewLine { typed, .. } in lines {
        for text in [&typed.payer, &typed.payee, &typed.description, &typed.amount] {
            hasher.update(&(text.len() as u64).to_be_bytes());
            hasher.update(text.as_bytes());
        }
    }
    *hasher.finalize().as_bytes()
}

fn find(tx: &impl Reads, me: &Actor, id: BatchId) -> Result<Batch> {
    let batch = tables::batch(tx, id)?.ok_or_else(|| me.absent())?;
    me.may((), &Own { by: Some(batch.by), member: batch.member })?;
    Ok(batch)
}

/// A list; for those who prepared it, its member's users, and treasurers.
pub fn batch(tx: &impl Reads, me: &Actor, id: BatchId) -> Result<Batch> {
    find(tx, me, id)
}

/// Treasurers and admins pay from any account in a list; the payment names them.
fn acting(me: &Actor) -> Actor {
    match me {
        Actor::Person(person) if me.may((), &ForAnybody).is_ok() => {
            Actor::Person(Person { roles: person.roles.with(Role::Steward), ..person.clone() })
        }
        other => other.clone(),
    }
}

/// A list with its lines and what is wrong with each now, in their order: each as if those before it were paid.
pub fn checked(tx: &impl Reads, me: &Actor, id: BatchId) -> Result<(Batch, Vec<Checked>)> {
    let batch = find(tx, me, id)?;
    let lines = tables::lines(tx, id)?;
    let mut look = Look { tx, me: acting(me), accounts: BTreeMap::new() };
    let checked = lines.into_iter().map(|line| {
        let open = matches!(line.state, LineState::Ready | LineState::Refused | LineState::Left);
        let fault = if open { look.fault(&line)? } else { None };
        Ok(Checked { line, fault })
    });
    Ok((batch, checked.collect::<Result<_>>()?))
}

/// The accounts as they are after the lines looked at so far.
struct Look<'t, T> {
    tx: &'t T,
    me: Actor,
    accounts: BTreeMap<AccountId, Account>,
}

impl<T: Reads> Look<'_, T> {
    fn account(&mut self, id: AccountId) -> Result<Account> {
        if let Some(account) = self.accounts.get(&id) {
            return Ok(account.clone());
        }
        let account = ayni_ledger::account(self.tx, &PROGRAM, id)?;
        self.accounts.insert(id, account.clone());
        Ok(account)
    }

    fn fault(&mut self, line: &BatchLine) -> Result<Option<Fault>> {
        if let Err(fault) = Line::parse("description", &line.typed.description) {
            return Ok(Some(fault));
        }
        let Some(from) = line.payer else { return Ok(Some(Fault::new("payer", "payments-line-payer"))) };
        let Some(to) = line.payee else { return Ok(Some(Fault::new("payee", "payments-line-payee"))) };
        let Some(amount) = line.amount else { return Ok(Some(Fault::new("amount", "payments-line-amount"))) };
        match ayni_ledger::preview(self.tx, &self.me, from, to, amount) {
            Ok(preview) if preview.fault.is_some() => return Ok(preview.fault),
            Ok(_) => {}
            Err(Error::Forbidden | Error::NotFound) => return Ok(Some(Fault::new("payer", "payments-line-not-yours"))),
            Err(Error::Invalid(faults)) => return Ok(faults.0.into_iter().next()),
            Err(error) => return Err(error),
        }
        self.together(from, to, amount)
    }

    /// Whether there is room after the lines before it; if so, it is counted.
    fn together(&mut self, from: AccountId, to: AccountId, amount: Amount) -> Result<Option<Fault>> {
        let (mut payer, mut payee) = (self.account(from)?, self.account(to)?);
        let currency = ayni_ledger::currency(self.tx, payer.currency)?;
        if let Some(possible) = payer.available().filter(|possible| *possible < amount) {
            let possible = currency.money(possible);
            return Ok(Some(Fault::new("amount", "payments-line-after-others").with("possible", possible)));
        }
        if let Some(possible) = payee.room().filter(|possible| *possible < amount) {
            return Ok(Some(Fault::new("amount", "ledger-limit-upper").with("possible", currency.money(possible))));
        }
        let large = || Error::invalid("amount", "fault-amount-large");
        payer.posted_out = payer.posted_out.plus(amount).ok_or_else(large)?;
        payee.posted_in = payee.posted_in.plus(amount).ok_or_else(large)?;
        self.accounts.insert(from, payer);
        self.accounts.insert(to, payee);
        Ok(None)
    }
}

/// Pays a list, or its next [`MAX_TOGETHER`] lines. Called again while lines are left.
///
/// Refuses with `Conflict` when something is wrong with a line and all were to be paid (`payments-batch-faults`), when the
/// same list was paid before and nobody confirmed it (`payments-batch-again`), and when it is over; and as a payment does.
pub fn pay_batch(tx: &mut WriteTx<'_>, me: &Actor, id: BatchId, pick: Pick, again: Again) -> Result<Progress> {
    let (mut batch, checked) = checked(&**tx, me, id)?;
    let mut lines: Vec<BatchLine> = Vec::with_capacity(checked.len());
    match batch.state {
        BatchState::Draft => {
            let faults = checked.iter().filter(|each| each.fault.is_some()).count();
            may_begin(&batch, faults, checked.len(), pick, again)?;
            for Checked { mut line, fault } in checked {
                if fault.is_some() {
                    line.state = LineState::Left;
                }
                lines.push(line);
            }
            batch.state = BatchState::Paying;
        }
        BatchState::Paying => lines.extend(checked.into_iter().map(|each| each.line)),
        BatchState::Paid | BatchState::Dropped => return Err(Error::conflict("payments-batch-over")),
    }
    pay_next(tx, me, batch, lines, MAX_TOGETHER)
}

fn may_begin(batch: &Batch, faults: usize, count: usize, pick: Pick, again: Again) -> Result<()> {
    if batch.repeats.is_some() && again == Again::Refuse {
        return Err(Error::conflict("payments-batch-again"));
    }
    match pick {
        Pick::All if faults > 0 => Err(Error::Conflict(Fault::new("", "payments-batch-faults").with("count", faults))),
        _ if faults == count => Err(Error::conflict("payments-batch-nothing")),
        _ => Ok(()),
    }
}

/// Pays the first line alone that is to be paid: what is called when a stage was refused as a whole.
pub fn pay_one(tx: &mut WriteTx<'_>, me: &Actor, id: BatchId) -> Result<Progress> {
    let batch = paying(&**tx, me, id)?;
    let lines = tables::lines(&**tx, id)?;
    pay_next(tx, me, batch, lines, 1)
}

/// Notes that the first line that is to be paid was refused, and goes past it.
pub fn refuse_one(tx: &mut WriteTx<'_>, me: &Actor, id: BatchId) -> Result<Progress> {
    let batch = paying(&**tx, me, id)?;
    let mut lines = tables::lines(&**tx, id)?;
    if let Some(line) = lines.iter_mut().find(|line| line.state == LineState::Ready) {
        line.state = LineState::Refused;
    }
    keep(tx, batch, &lines)
}

fn paying(tx: &impl Reads, me: &Actor, id: BatchId) -> Result<Batch> {
    let batch = find(tx, me, id)?;
    if batch.state == BatchState::Paying { Ok(batch) } else { Err(Error::conflict("payments-batch-over")) }
}

fn pay_next(
    tx: &mut WriteTx<'_>,
    me: &Actor,
    batch: Batch,
    mut lines: Vec<BatchLine>,
    most: usize,
) -> Result<Progress> {
    let actor = acting(me);
    let mut group = Vec::new();
    for line in lines.iter_mut().filter(|line| line.state == LineState::Ready).take(most) {
        let pay = payment(batch.id, line)?;
        if approvals::needs_second(&**tx, &actor, pay.from, pay.amount)?.is_none() {
            line.transfer = pay.id;
            line.state = LineState::Paid;
            group.push(pay);
        } else if let Sent::Waiting(approval) = approvals::send(tx, &actor, pay)? {
            line.transfer = Some(approval.transfer);
            line.state = LineState::Waiting;
        }
    }
    if !group.is_empty() {
        ayni_ledger::post_group(tx, &actor, group)?;
    }
    keep(tx, batch, &lines)
}

/// The payment of a line; the same line is the same payment, however often it is tried.
fn payment(batch: BatchId, line: &BatchLine) -> Result<Pay> {
    let missing = || Error::conflict("payments-batch-faults");
    let seed = [batch.bytes().as_slice(), &line.typed.number.to_be_bytes()].concat();
    let id = blake3::hash(&seed).as_bytes().first_chunk::<16>().copied().map(TransferId::from_bytes);
    Ok(Pay {
        id,
        from: line.payer.ok_or_else(missing)?,
        to: line.payee.ok_or_else(missing)?,
        amount: line.amount.ok_or_else(missing)?,
        description: Line::parse("description", &line.typed.description)?,
        category: None,
    })
}

/// Writes where the lines stand.
fn keep(tx: &mut WriteTx<'_>, mut batch: Batch, lines: &[BatchLine]) -> Result<Progress> {
    let count = |states: &[LineState]| lines.iter().filter(|line| states.contains(&line.state)).count();
    let progress = Progress { done: count(&[LineState::Paid, LineState::Waiting]), left: count(&[LineState::Ready]) };
    if progress.left == 0 {
        batch.state = BatchState::Paid;
    }
    batch.updated = tx.now();
    tables::put(tx, &batch)?;
    tables::put_lines(tx, batch.id, lines)?;
    tx.emit(Event::BatchChanged(batch.id))?;
    Ok(progress)
}

/// Throws a list away that was not paid.
pub fn drop_batch(tx: &mut WriteTx<'_>, me: &Actor, id: BatchId) -> Result<Batch> {
    let mut batch = find(&**tx, me, id)?;
    if batch.state != BatchState::Draft {
        return Err(Error::conflict("payments-batch-over"));
    }
    batch.state = BatchState::Dropped;
    batch.updated = tx.now();
    tables::put(tx, &batch)?;
    tx.emit(Event::BatchChanged(id))?;
    Ok(batch)
}

/// The lists that the actor prepared, newest first.
pub fn batches(tx: &impl Reads, me: &Actor, after: Option<Cursor>, limit: usize) -> Result<Page<Batch>> {
    let user = me.user().ok_or(Error::SignIn)?;
    let after = after.map(|cursor| cursor.key::<BatchId>()).transpose()?;
    let limit = limit.clamp(1, MAX_ROWS);
    let mut rows = tables::of_user(tx, user, after, limit + 1)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|batch| Cursor::after(&batch.id));
    Ok(Page { rows, next })
}
