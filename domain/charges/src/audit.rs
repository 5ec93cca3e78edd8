//! The audit: what rules and runs say agrees with the transfers.

use std::fmt;

use ayni_kernel::{Amount, Reads, Result, TransferId};
use ayni_ledger::{TransferKind, posted};

use crate::{
    model::{Run, RunLine, Stage},
    tables,
};

/// Lines read at once.
const BATCH: usize = 500;

/// Findings beyond this many are not collected.
const MAX_FINDINGS: usize = 1_000;

/// Something that does not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The run or the transfer.
    pub about: String,
    /// What is wrong, as a sentence for the log.
    pub fault: &'static str,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.about, self.fault)
    }
}

/// What was counted of a run.
#[derive(Default)]
struct Counted {
    payers: u32,
    receivers: u32,
    taken: Amount,
    given: Amount,
}

/// Compares every run and every levy with the ledger; an empty answer says that all agree. Reads everything: for the
/// doctor.
pub fn audit(tx: &impl Reads) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for run in tables::every_run(tx)? {
        check_run(tx, &run?, &mut findings)?;
    }
    for charged in tables::every_charged(tx)? {
        let (transfer, charged) = charged?;
        let fault = match posted(tx, transfer) {
            Err(ayni_kernel::Error::NotFound) => Some("a rule names it, but there is no such transfer"),
            Err(other) => return Err(other),
            Ok(_) if tables::rule(tx, charged.rule)?.is_none() => Some("the rule that took it is missing"),
            Ok(transfer) if !transfer.kind.is_charge() => Some("a rule took it, but it is no charge"),
            Ok(_) => None,
        };
        note(&mut findings, transfer, fault);
    }
    Ok(findings)
}

fn note(findings: &mut Vec<Finding>, about: impl fmt::Display, fault: Option<&'static str>) {
    if let Some(fault) = fault.filter(|_| findings.len() < MAX_FINDINGS) {
        findings.push(Finding { about: about.to_string(), fault });
    }
}

fn check_run(tx: &impl Reads, run: &Run, findings: &mut Vec<Finding>) -> Result<()> {
    let (mut counted, mut after) = (Counted::default(), None);
    loop {
        let lines = tables::lines(tx, run.id, after, BATCH)?;
        let Some(last) = lines.last() else { break };
        after = Some(last.account);
        for line in &lines {
            check_line(tx, run, line, findings)?;
            counted.receivers += u32::from(line.receives);
            if line.charged.is_some() {
                counted.payers += 1;
                counted.taken = counted.taken.plus(line.charge).unwrap_or_default();
            }
            counted.given = counted.given.plus(line.gift).unwrap_or_default();
        }
    }
    let sums = (counted.payers, counted.receivers, counted.taken, counted.given);
    let agrees = sums == (run.payers, run.receivers, run.taken, run.given);
    note(findings, run.id, (!agrees).then_some("its sums are not those of its lines"));
    let more = run.given > run.taken;
    note(findings, run.id, more.then_some("it gave out more than it took"));
    Ok(())
}

/// A line must have the transfers that it names, of its amounts, and once its run is done one for each amount.
fn check_line(tx: &impl Reads, run: &Run, line: &RunLine, findings: &mut Vec<Finding>) -> Result<()> {
    let treasury = ayni_ledger::treasury_id(tx, run.currency)?;
    let taken_back = run.stage == Stage::TakenBack && run.taken_back.as_ref().is_some_and(|back| back.kept == 0);
    for (transfer, amount, sides) in
        [(line.charged, line.charge, (line.account, treasury)), (line.gifted, line.gift, (treasury, line.account))]
    {
        let Some(id) = transfer else {
            let missing = amount.is_positive() && !matches!(run.stage, Stage::Reckoning | Stage::Charging);
            note(findings, run.id, missing.then_some("a line has no transfer"));
            continue;
        };
        let same = posted(tx, id).is_ok_and(|transfer| {
            transfer.kind == TransferKind::Charge
                && (transfer.debit, transfer.credit) == sides
                && transfer.amount == amount
        });
        note(findings, id, (!same).then_some("it is not what the run says"));
        let ours = tables::charged(tx, id)?.is_some_and(|charged| charged.run == Some(run.id));
        note(findings, id, (!ours).then_some("it does not say of which run it is"));
        note(findings, id, (taken_back && !is_back(tx, id)?).then_some("its run was taken back, but it was not"));
    }
    Ok(())
}

fn is_back(tx: &impl Reads, transfer: TransferId) -> Result<bool> {
    let line = ayni_ledger::transfer(tx, &crate::levies::COLLECTOR, transfer)?;
    Ok(line.reversed.is_some())
}
