//! Taking a run back as a whole, in bounded steps.

use ayni_kernel::{Actor, ChargeRunId, Error, Fault, Line, Reads, Result, TransferId, WriteTx};
use ayni_ledger::{AccountStatus, Beyond, Reverse};

use crate::{
    levies::COLLECTOR,
    model::{Run, Stage, TakenBack},
    policy::RuleAct,
    rules::find,
    runs::advance,
    tables,
};

/// Accounts at once: each takes back a charge and a share, some 30 keys of the 500.
const BACK_AT_ONCE: usize = 12;

/// A run to be taken back.
#[derive(Debug, Clone)]
pub struct ReverseRun {
    /// Which one.
    pub run: ChargeRunId,
    /// Why; everybody concerned sees it.
    pub reason: Line,
}

/// Takes back all that a run took and gave out, by new transfers; the program works it off. Limits are not asked: it
/// is as if the run had not been.
///
/// Refuses with `Conflict` when the run is not done or was taken back before.
pub fn reverse_run(tx: &mut WriteTx<'_>, me: &Actor, ask: ReverseRun) -> Result<Run> {
    let mut run = tables::run(&**tx, ask.run)?.ok_or_else(|| me.absent())?;
    find(&**tx, me, run.rule, RuleAct::Manage)?;
    if ask.reason.is_empty() {
        return Err(Fault::new("reason", "fault-required").into());
    }
    match run.stage {
        Stage::Done => {}
        Stage::TakingBack | Stage::TakenBack => return Err(Error::conflict("charges-taken-back")),
        Stage::Reckoning | Stage::Charging | Stage::Sharing => return Err(Error::conflict("charges-not-done")),
    }
    run.taken_back = Some(TakenBack { by: me.user(), reason: ask.reason, at: tx.now(), kept: 0 });
    run.stage = Stage::TakingBack;
    run.after = None;
    tables::put_run(tx, &run)?;
    Ok(run)
}

/// Takes back what the next accounts of a run paid and got.
pub(crate) fn step(tx: &mut WriteTx<'_>, mut run: Run) -> Result<()> {
    let lines = tables::lines(&**tx, run.id, run.after, BACK_AT_ONCE)?;
    let last = lines.last().map(|line| line.account);
    let Some(mut back) = run.taken_back.take() else { return Err(Error::broken("a run is taken back by nobody")) };
    for line in lines {
        for transfer in [line.gifted, line.charged].into_iter().flatten() {
            back.kept += u32::from(!take_back(tx, transfer, &back.reason)?);
        }
    }
    run.taken_back = Some(back);
    advance(tx, run, last, Stage::TakenBack)
}

/// Takes a transfer back unless somebody did so before; whether that was possible.
fn take_back(tx: &mut WriteTx<'_>, transfer: TransferId, reason: &Line) -> Result<bool> {
    if ayni_ledger::transfer(&**tx, &COLLECTOR, transfer)?.reversed.is_some() {
        return Ok(true);
    }
    if is_closed(&**tx, transfer)? {
        return Ok(false);
    }
    let ask = Reverse { transfer, reason: reason.clone(), beyond: Beyond::Allow };
    ayni_ledger::reverse(tx, &COLLECTOR, ask)?;
    Ok(true)
}

fn is_closed(tx: &impl Reads, transfer: TransferId) -> Result<bool> {
    let transfer = ayni_ledger::posted(tx, transfer)?;
    for account in [transfer.debit, transfer.credit] {
        if ayni_ledger::account_named(tx, account)?.status == AccountStatus::Closed {
            return Ok(true);
        }
    }
    Ok(false)
}
