//! Runs: one period of a rule, reckoned, taken and given out in bounded steps.

use ayni_kernel::{
    AccountId, Actor, Amount, ChargeRuleId, ChargeRunId, CurrencyId, Cursor, Error, Event, Line, MemberId, Page, Reads,
    Result, Timestamp, TransferId, WriteTx, page::MAX_ROWS, tx::Now,
};
use ayni_ledger::{Account, AccountStatus, Charge, Owner};

use crate::{
    levies::COLLECTOR,
    model::{ChargeRule, Charged, Exempt, RuleContent, Run, RunLine, Share, Stage},
    policy::RuleAct,
    reckon::{self, Footing, Pays},
    reversal,
    rules::{find, keep, next_of, zone},
    tables,
};

/// Accounts reckoned in one transaction: each is a few reads by bisection and one key of the 500.
const RECKON_AT_ONCE: usize = 200;

/// Accounts charged or given to in one transaction: each is a transfer and two keys more, some 16 of the 500.
const MOVE_AT_ONCE: usize = 25;

/// Whether a member is exempt.
pub(crate) fn is_exempt(tx: &impl Reads, exempt: &Exempt, member: MemberId) -> Result<bool> {
    if exempt.is_empty() {
        return Ok(false);
    }
    if exempt.members.contains(&member) {
        return Ok(true);
    }
    if !exempt.kinds.is_empty() && exempt.kinds.contains(&ayni_members::get(tx, &COLLECTOR, member)?.kind) {
        return Ok(true);
    }
    if exempt.groups.is_empty() {
        return Ok(false);
    }
    Ok(ayni_members::groups_of(tx, member)?.iter().any(|group| exempt.groups.contains(group)))
}

/// Whether anything waits for [`work_due`].
pub fn has_due(tx: &impl Reads, now: Timestamp) -> Result<bool> {
    Ok(tables::open_run(tx)?.is_some() || tables::due(tx, now)?.is_some())
}

/// Does the next step of the run that is open, or begins the one that is due the longest; returns how many steps were
/// done, none when nothing is due. The program's own job: it runs again while the answer is above zero.
pub fn work_due(tx: &mut WriteTx<'_>) -> Result<usize> {
    if let Some(run) = tables::open_run(&**tx)? {
        let rule = tables::named_rule(&**tx, run.rule)?;
        step(tx, &rule, run)?;
        return Ok(1);
    }
    let now = tx.now();
    let Some(id) = tables::due(&**tx, now)? else { return Ok(0) };
    begin(tx, tables::named_rule(&**tx, id)?)?;
    Ok(1)
}

/// Begins the run of a rule's next period.
fn begin(tx: &mut WriteTx<'_>, mut rule: ChargeRule) -> Result<()> {
    let zone = zone(&**tx)?;
    let Some(period) = next_of(&zone, &rule) else { return Ok(()) };
    let kind = rule.content.what.kind();
    let run = Run {
        id: tx.id(),
        rule: rule.id,
        currency: rule.content.currency,
        number: period.number,
        from: period.from,
        until: period.until,
        due: period.due(kind),
        stage: Stage::Reckoning,
        after: None,
        payers: 0,
        taken: Amount::ZERO,
        receivers: 0,
        given: Amount::ZERO,
        shares: 0,
        begun: tx.now(),
        finished: None,
        taken_back: None,
    };
    tables::insert_run(tx, &run)?;
    rule.charged = period.number;
    rule.next = next_of(&zone, &rule).map(|period| period.due(kind));
    keep(tx, &rule)
}

fn step(tx: &mut WriteTx<'_>, rule: &ChargeRule, run: Run) -> Result<()> {
    match run.stage {
        Stage::Reckoning => reckon(tx, rule, run),
        Stage::Charging => take(tx, rule, run),
        Stage::Sharing => share(tx, rule, run),
        Stage::TakingBack => reversal::step(tx, run),
        Stage::Done | Stage::TakenBack => Ok(()),
    }
}

/// Goes on to a stage from its beginning, or notes how far the stage is.
pub(crate) fn advance(tx: &mut WriteTx<'_>, mut run: Run, last: Option<AccountId>, next: Stage) -> Result<()> {
    if last.is_none() {
        run.stage = next;
    }
    run.after = last;
    if !run.stage.is_open() {
        run.finished = Some(tx.now());
        tx.emit(Event::ChargeRunDone(run.id))?;
    }
    tables::put_run(tx, &run)
}

/// What an account is looked at for: what the rule says, the period, and when it is due.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Occasion<'a> {
    pub(crate) content: &'a RuleContent,
    pub(crate) from: Timestamp,
    pub(crate) until: Timestamp,
    pub(crate) due: Timestamp,
}

/// What an account is to a run: what it held when that was due, whether it pays and whether it gets a share. `None`
/// for accounts that the run passes over: not there yet, not open, exempt.
pub(crate) fn footing(tx: &impl Reads, occasion: &Occasion<'_>, account: &Account) -> Result<Option<Footing>> {
    let Owner::Member(member) = account.owner else { return Ok(None) };
    let content = occasion.content;
    let here = account.status == AccountStatus::Open && account.created < occasion.due;
    if !here || is_exempt(tx, &content.exempt, member)? {
        return Ok(None);
    }
    let receives = match content.what.share() {
        Share::Treasury => false,
        Share::All => true,
        Share::Active => ayni_ledger::traded(tx, account, occasion.from, occasion.until)?,
    };
    let held = ayni_ledger::balance_at(tx, account, occasion.due)?;
    let late = late_runs(tx, content.currency, account.id, occasion.due)?;
    let holds = held.plus(late).ok_or_else(|| Error::broken("a balance is beyond 64 bits"))?;
    Ok(Some(Footing { holds, pays: Pays::Yes, receives }))
}

/// What runs that were due before a moment but were made after it did to an account: it counts as if it had been done
/// in time. Runs are made in the order in which they are due, so that the first one made in time ends the search.
fn late_runs(tx: &impl Reads, currency: CurrencyId, account: AccountId, due: Timestamp) -> Result<Amount> {
    let mut late = Amount::ZERO;
    for run in tables::runs_due_until(tx, currency, due)? {
        let run = run?;
        if run.finished.is_some_and(|finished| finished < due) && run.taken_back.is_none() {
            break;
        }
        if run.taken_back.is_some() {
            continue;
        }
        let Some(line) = tables::line(tx, run.id, account)? else { continue };
        for (transfer, change) in [(line.charged, line.charge.negated()), (line.gifted, Some(line.gift))] {
            if let Some((id, change)) = transfer.zip(change)
                && ayni_ledger::posted(tx, id)?.at >= due
            {
                late = late.plus(change).ok_or_else(|| Error::broken("a balance is beyond 64 bits"))?;
            }
        }
    }
    Ok(late)
}

fn reckon(tx: &mut WriteTx<'_>, rule: &ChargeRule, mut run: Run) -> Result<()> {
    let accounts = ayni_ledger::member_accounts_after(&**tx, run.currency, run.after, RECKON_AT_ONCE)?;
    let occasion = Occasion { content: &rule.content, from: run.from, until: run.until, due: run.due };
    for account in &accounts {
        let Some(footing) = footing(&**tx, &occasion, account)? else { continue };
        let charge = reckon::charge(&rule.content.what, footing.holds);
        if charge.is_positive() || footing.receives {
            let line = RunLine {
                account: account.id,
                charge,
                receives: footing.receives,
                gift: Amount::ZERO,
                charged: None,
                gifted: None,
            };
            tables::put_line(tx, run.id, &line)?;
            run.receivers += u32::from(footing.receives);
        }
    }
    let last = accounts.last().map(|account| account.id);
    advance(tx, run, last, Stage::Charging)
}

/// Whether an account may move: one that was frozen or closed since it was reckoned is passed over.
fn is_open(tx: &impl Reads, account: AccountId) -> Result<bool> {
    Ok(ayni_ledger::account_named(tx, account)?.status == AccountStatus::Open)
}

fn large() -> Error {
    Error::invalid("amount", "fault-amount-large")
}

fn take(tx: &mut WriteTx<'_>, rule: &ChargeRule, mut run: Run) -> Result<()> {
    let lines = tables::lines(&**tx, run.id, run.after, MOVE_AT_ONCE)?;
    let treasury = ayni_ledger::treasury_id(&**tx, run.currency)?;
    let last = lines.last().map(|line| line.account);
    for mut line in lines {
        if !line.charge.is_positive() {
            continue;
        }
        if is_open(&**tx, line.account)? {
            let charge = charge_for(rule, line.account, treasury, line.charge)?;
            line.charged = Some(post(tx, &run, charge)?);
            run.payers += 1;
            run.taken = run.taken.plus(line.charge).ok_or_else(large)?;
        } else {
            line.charge = Amount::ZERO;
        }
        tables::put_line(tx, run.id, &line)?;
    }
    let next = if run.receivers > 0 { Stage::Sharing } else { Stage::Done };
    advance(tx, run, last, next)
}

fn charge_for(rule: &ChargeRule, from: AccountId, to: AccountId, amount: Amount) -> Result<Charge> {
    let description = Line::parse("description", rule.content.name.as_str())?;
    Ok(Charge { from, to, amount, description })
}

fn post(tx: &mut WriteTx<'_>, run: &Run, charge: Charge) -> Result<TransferId> {
    let transfer = ayni_ledger::charge(tx, &COLLECTOR, charge)?;
    tables::insert_charged(tx, transfer.id, Charged { rule: run.rule, run: Some(run.id) })?;
    Ok(transfer.id)
}

fn share(tx: &mut WriteTx<'_>, rule: &ChargeRule, mut run: Run) -> Result<()> {
    let lines = tables::lines(&**tx, run.id, run.after, MOVE_AT_ONCE)?;
    let treasury = ayni_ledger::treasury_id(&**tx, run.currency)?;
    let last = lines.last().map(|line| line.account);
    for mut line in lines.into_iter().filter(|line| line.receives) {
        let gift = reckon::share(run.taken, run.receivers, run.shares);
        run.shares += 1;
        if gift.is_positive() && is_open(&**tx, line.account)? {
            let charge = charge_for(rule, treasury, line.account, gift)?;
            line.gifted = Some(post(tx, &run, charge)?);
            line.gift = gift;
            run.given = run.given.plus(gift).ok_or_else(large)?;
            tables::put_line(tx, run.id, &line)?;
        }
    }
    advance(tx, run, last, Stage::Done)
}

/// A run, for those who see what rules take.
pub fn run(tx: &impl Reads, me: &Actor, id: ChargeRunId) -> Result<Run> {
    let run = tables::run(tx, id)?.ok_or_else(|| me.absent())?;
    find(tx, me, run.rule, RuleAct::SeeRuns)?;
    Ok(run)
}

/// A page of a rule's runs, the newest period first, for those who see what rules take.
pub fn runs(
    tx: &impl Reads,
    me: &Actor,
    rule: ChargeRuleId,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<Run>> {
    find(tx, me, rule, RuleAct::SeeRuns)?;
    let before = after.map(Cursor::key::<u32>).transpose()?;
    let limit = limit.clamp(1, MAX_ROWS);
    let rows = tables::runs(tx, rule, before, limit + 1)?;
    Ok(page(rows, limit, |run| Cursor::after(&run.number)))
}

/// A page of what a run does to each account, for those who see what rules take.
pub fn run_lines(
    tx: &(impl Reads + Now),
    me: &Actor,
    id: ChargeRunId,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<RunLine>> {
    let run = run(tx, me, id)?;
    let after = after.map(Cursor::key::<AccountId>).transpose()?;
    let limit = limit.clamp(1, MAX_ROWS);
    let rows = tables::lines(tx, run.id, after, limit + 1)?;
    Ok(page(rows, limit, |line| Cursor::after(&line.account)))
}

/// A page of rows of which one more than wanted was read.
fn page<T>(mut rows: Vec<T>, limit: usize, place: impl Fn(&T) -> Cursor) -> Page<T> {
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(place);
    Page { rows, next }
}
