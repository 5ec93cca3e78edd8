//! Private: stored rules, runs, lines, and by which rule a transfer came about.

mod stored;

use std::ops::Bound;

use ayni_kernel::{
    AccountId, ChargeRuleId, ChargeRunId, CurrencyId, Error, Reads, Result, Sealed, Timestamp, TransferId, WriteTx,
};
use ayni_storage::{AnyTable, Direction, Index, Table};

use crate::{
    model::{ChargeKind, ChargeRule, Charged, RuleState, Run, RunLine, Stage},
    rules::MAX_RULES,
};
use stored::{StoredCharged, StoredLine, StoredRule, StoredRun};

/// Active levies: what each payment has to look at.
static LEVIES: Index<CurrencyId, ChargeRuleId, StoredRule> = Index::many(0x8800, "charge_rules.levies", |_, rule| {
    let in_force = rule.state == RuleState::Active.number() && rule.kind() == ChargeKind::Levy.number();
    Some(rule.currency).filter(|_| in_force).into_iter().collect()
});

/// Active rules with a period, by when the next run is due.
static DUE: Index<Timestamp, ChargeRuleId, StoredRule> =
    Index::many(0x8801, "charge_rules.due", |_, rule| rule.next.into_iter().collect());

static RULES: Table<ChargeRuleId, StoredRule> = Table::new(0x0800, "charge_rules", &[&LEVIES, &DUE]);

/// Being unique, it is what makes a second run of a period impossible.
static BY_PERIOD: Index<(ChargeRuleId, u32), ChargeRunId, StoredRun> =
    Index::unique(0x8802, "charge_runs.by_period", |_, run| vec![(run.rule, run.number)]);

static OPEN: Index<Timestamp, ChargeRunId, StoredRun> = Index::many(0x8803, "charge_runs.open", |_, run| {
    let open = Stage::stored(run.stage).is_ok_and(Stage::is_open);
    Some(run.begun).filter(|_| open).into_iter().collect()
});

static BY_DUE: Index<(CurrencyId, Timestamp), ChargeRunId, StoredRun> =
    Index::many(0x8804, "charge_runs.by_due", |_, run| vec![(run.currency, run.due)]);

static RUNS: Table<ChargeRunId, StoredRun> = Table::new(0x0801, "charge_runs", &[&BY_PERIOD, &OPEN, &BY_DUE]);

static LINES: Table<(ChargeRunId, AccountId), StoredLine> = Table::new(0x0802, "charge_lines", &[]);

static CHARGED: Table<TransferId, StoredCharged> = Table::new(0x0803, "charged", &[]);

/// The tables of this feature, for the community's store.
pub fn tables() -> Vec<&'static dyn AnyTable> {
    vec![&RULES, &RUNS, &LINES, &CHARGED]
}

fn damaged(cause: impl std::fmt::Display) -> Error {
    Error::broken(format!("a record of charges is damaged: {cause}"))
}

pub(crate) fn rule(tx: &impl Reads, id: ChargeRuleId) -> Result<Option<Sealed<ChargeRule>>> {
    RULES.get(tx, &id)?.map(|stored| stored.open(id).map(Sealed::new)).transpose()
}

/// A rule that a record names, so that it must be there.
pub(crate) fn named_rule(tx: &impl Reads, id: ChargeRuleId) -> Result<ChargeRule> {
    Ok(rule(tx, id)?.ok_or_else(|| damaged(format_args!("it names the missing {id:?}")))?.unchecked())
}

/// Every rule, the oldest first.
pub(crate) fn rules(tx: &impl Reads) -> Result<Vec<ChargeRule>> {
    let rows = RULES.range(tx, .., Direction::Ascending)?;
    rows.take(MAX_RULES).map(|row| row.map_err(Error::from).and_then(|(id, stored)| stored.open(id))).collect()
}

pub(crate) fn put_rule(tx: &mut WriteTx<'_>, rule: &ChargeRule) -> Result<()> {
    Ok(RULES.put(tx, &rule.id, &StoredRule::from(rule))?)
}

pub(crate) fn remove_rule(tx: &mut WriteTx<'_>, id: ChargeRuleId) -> Result<()> {
    RULES.remove(tx, &id)?;
    Ok(())
}

/// Whether any levy is in force, in whatever currency.
pub(crate) fn has_levies(tx: &impl Reads) -> Result<bool> {
    Ok(LEVIES.scan(tx, &(), None, Direction::Ascending)?.next().transpose()?.is_some())
}

/// The levies of a currency, the oldest first.
pub(crate) fn levies(tx: &impl Reads, currency: CurrencyId) -> Result<Vec<ChargeRule>> {
    let entries = LEVIES.scan(tx, &currency, None, Direction::Ascending)?;
    entries.map(|entry| named_rule(tx, entry?.1)).collect()
}

/// The rule whose run is due the longest.
pub(crate) fn due(tx: &impl Reads, now: Timestamp) -> Result<Option<ChargeRuleId>> {
    let mut entries = DUE.range(tx, Bound::Unbounded, Bound::Included(now), Direction::Ascending)?;
    Ok(entries.next().transpose()?.map(|(_, id)| id))
}

pub(crate) fn run(tx: &impl Reads, id: ChargeRunId) -> Result<Option<Run>> {
    RUNS.get(tx, &id)?.map(|stored| stored.open(id)).transpose()
}

/// A run that an index names, so that it must be there.
fn named_run(tx: &impl Reads, id: ChargeRunId) -> Result<Run> {
    run(tx, id)?.ok_or_else(|| damaged(format_args!("it names the missing {id:?}")))
}

pub(crate) fn insert_run(tx: &mut WriteTx<'_>, run: &Run) -> Result<()> {
    Ok(RUNS.insert(tx, &run.id, &StoredRun::from(run))?)
}

pub(crate) fn put_run(tx: &mut WriteTx<'_>, run: &Run) -> Result<()> {
    Ok(RUNS.put(tx, &run.id, &StoredRun::from(run))?)
}

/// The run on which the program works; the one that was begun first.
pub(crate) fn open_run(tx: &impl Reads) -> Result<Option<Run>> {
    let entry = OPEN.scan(tx, &(), None, Direction::Ascending)?.next().transpose()?;
    entry.map(|(_, id)| named_run(tx, id)).transpose()
}

/// The runs of a rule, the newest period first, before a period's number.
pub(crate) fn runs(tx: &impl Reads, rule: ChargeRuleId, before: Option<u32>, limit: usize) -> Result<Vec<Run>> {
    let to = Bound::Excluded((rule, before.unwrap_or(u32::MAX)));
    let entries = BY_PERIOD.range(tx, Bound::Included((rule, 0)), to, Direction::Descending)?;
    entries.take(limit).map(|entry| named_run(tx, entry?.1)).collect()
}

/// The runs of a currency that were due until a moment, the latest due first.
pub(crate) fn runs_due_until(
    tx: &impl Reads,
    currency: CurrencyId,
    until: Timestamp,
) -> Result<impl Iterator<Item = Result<Run>> + '_> {
    let (from, to) =
        (Bound::Included((currency, Timestamp::from_micros(i64::MIN))), Bound::Included((currency, until)));
    let entries = BY_DUE.range(tx, from, to, Direction::Descending)?;
    Ok(entries.map(move |entry| named_run(tx, entry?.1)))
}

/// Every run, in the order in which they were begun.
pub(crate) fn every_run(tx: &impl Reads) -> Result<impl Iterator<Item = Result<Run>> + '_> {
    let rows = RUNS.range(tx, .., Direction::Ascending)?;
    Ok(rows.map(|row| row.map_err(Error::from).and_then(|(id, stored)| stored.open(id))))
}

pub(crate) fn line(tx: &impl Reads, run: ChargeRunId, account: AccountId) -> Result<Option<RunLine>> {
    Ok(LINES.get(tx, &(run, account))?.map(|stored| stored.open(account)))
}

pub(crate) fn put_line(tx: &mut WriteTx<'_>, run: ChargeRunId, line: &RunLine) -> Result<()> {
    Ok(LINES.put(tx, &(run, line.account), &StoredLine::from(line))?)
}

/// The lines of a run in the order of accounts, after one of them; at most so many.
pub(crate) fn lines(tx: &impl Reads, run: ChargeRunId, after: Option<AccountId>, limit: usize) -> Result<Vec<RunLine>> {
    let after = after.map(|account| (run, account));
    let rows = LINES.scan(tx, &run, after.as_ref(), Direction::Ascending)?;
    rows.take(limit).map(|row| row.map(|((_, account), stored)| stored.open(account)).map_err(Error::from)).collect()
}

pub(crate) fn charged(tx: &impl Reads, transfer: TransferId) -> Result<Option<Charged>> {
    Ok(CHARGED.get(tx, &transfer)?.map(|stored| Charged { rule: stored.rule, run: stored.run }))
}

pub(crate) fn insert_charged(tx: &mut WriteTx<'_>, transfer: TransferId, charged: Charged) -> Result<()> {
    Ok(CHARGED.insert(tx, &transfer, &StoredCharged { rule: charged.rule, run: charged.run })?)
}

/// Every transfer that came about by a rule, in the order of ids.
pub(crate) fn every_charged(tx: &impl Reads) -> Result<impl Iterator<Item = Result<(TransferId, Charged)>> + '_> {
    let rows = CHARGED.range(tx, .., Direction::Ascending)?;
    Ok(rows.map(|row| {
        let (id, stored) = row?;
        Ok((id, Charged { rule: stored.rule, run: stored.run }))
    }))
}
