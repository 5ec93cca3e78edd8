//! The audit: folds every counted transfer anew, in another way than the counting does, and compares.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use ayni_kernel::{AccountId, CategoryId, Code, MemberId, Result, TransferId, tx::Reads};
use ayni_ledger::{Currency, Owner, Transfer};

use crate::{
    counting::{COUNTER, unit},
    model::{Class, Figures, Sum, step},
    month::Month,
    tables::{self, Progress},
};

/// Transfers read at once.
const BATCH: usize = 1_000;

/// Something that was not counted right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The currency's code.
    pub currency: Code,
    /// What does not agree.
    pub fault: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.currency, self.fault)
    }
}

/// What comes out when all transfers are folded.
#[derive(Default)]
struct Fold {
    months: BTreeMap<Month, Figures>,
    people: BTreeMap<Month, BTreeSet<MemberId>>,
    categories: BTreeMap<(Month, CategoryId), Sum>,
    balances: BTreeMap<AccountId, i64>,
    stock: i128,
    /// Those that were taken back do not count; the rest waits here until all are read.
    standing: BTreeMap<TransferId, (Month, Class, u64, Option<CategoryId>)>,
}

/// Recounts every currency; an empty answer says that all figures agree with the transfers. Reads everything: for the
/// doctor, not for a page.
pub fn audit(tx: &impl Reads) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for currency in ayni_ledger::currencies(tx)? {
        let progress = tables::progress(tx, currency.id)?;
        let fold = fold(tx, &currency, progress.number)?;
        let faults = compare(tx, &currency, &progress, &fold)?;
        findings.extend(faults.into_iter().map(|fault| Finding { currency: currency.code.clone(), fault }));
    }
    Ok(findings)
}

/// Folds the first `until` transfers of a currency's chain.
fn fold(tx: &impl Reads, currency: &Currency, until: u64) -> Result<Fold> {
    let (mut fold, mut done) = (Fold::default(), 0_u64);
    while done < until {
        let left = usize::try_from(until - done).unwrap_or(BATCH).min(BATCH);
        let transfers = ayni_ledger::transfers_since(tx, currency.id, done, left)?;
        if transfers.is_empty() {
            break;
        }
        for transfer in &transfers {
            let owner = |id| ayni_ledger::account_named(tx, id).map(|account| account.owner);
            fold.note(transfer, owner(transfer.debit)?, owner(transfer.credit)?);
        }
        done = done.saturating_add(u64::try_from(transfers.len()).unwrap_or(u64::MAX));
    }
    fold.close();
    Ok(fold)
}

impl Fold {
    fn note(&mut self, transfer: &Transfer, payer: Owner, payee: Owner) {
        let month = Month::of(transfer.at);
        let amount = transfer.amount.minor();
        let mut newcomers = 0;
        for (account, owner, by) in [(transfer.debit, payer, -amount), (transfer.credit, payee, amount)] {
            if matches!(owner, Owner::Member(_)) {
                newcomers += u32::from(!self.balances.contains_key(&account));
                let balance = self.balances.entry(account).or_default();
                self.stock -= i128::from(*balance).max(0);
                *balance += by;
                self.stock += i128::from(*balance).max(0);
            }
        }
        let figures = self.months.entry(month).or_default();
        figures.posted.add(transfer.amount.size());
        figures.newcomers += newcomers;
        figures.stock = u64::try_from(self.stock).unwrap_or(u64::MAX);
        if let Some(original) = transfer.reverses {
            figures.reversed.add(transfer.amount.size());
            self.standing.remove(&original);
        } else {
            let class = Class::of(transfer.kind, payer, payee);
            self.standing.insert(transfer.id, (month, class, transfer.amount.size(), transfer.category));
        }
    }

    /// Sums up what was not taken back.
    fn close(&mut self) {
        for (month, class, amount, category) in std::mem::take(&mut self.standing).into_values() {
            class.sum(self.months.entry(month).or_default()).add(amount);
            if let Class::Trade(payer, payee) = class {
                self.people.entry(month).or_default().extend([payer, payee]);
                if let Some(category) = category {
                    self.categories.entry((month, category)).or_default().add(amount);
                }
            }
        }
        for (month, people) in &self.people {
            self.months.entry(*month).or_default().active = u32::try_from(people.len()).unwrap_or(u32::MAX);
        }
    }
}

fn compare(tx: &impl Reads, currency: &Currency, progress: &Progress, fold: &Fold) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    let kept: BTreeMap<Month, Figures> = tables::months(tx, currency.id)?.into_iter().collect();
    let all: BTreeSet<Month> = kept.keys().chain(fold.months.keys()).copied().collect();
    for month in all {
        let (year, number) = month.civil();
        if kept.get(&month) != fold.months.get(&month) {
            faults.push(format!("The figures of {year}-{number:02} are not what its transfers add up to."));
        }
        let categories: BTreeMap<_, _> = tables::categories(tx, currency.id, month)?.into_iter().collect();
        let wanted = fold.categories.range((month, CategoryId::from_bytes([0; 16]))..);
        let wanted = wanted.take_while(|((of, _), _)| *of == month).map(|((_, category), sum)| (*category, *sum));
        if categories != wanted.collect() {
            faults.push(format!("The categories of {year}-{number:02} are not what its transfers add up to."));
        }
    }
    let mut spread = Progress::default();
    for (account, balance) in &fold.balances {
        spread.enter(step(*balance, unit(currency)), balance.unsigned_abs());
        if tables::balance(tx, *account)? != Some(*balance) {
            faults.push(format!("The balance of {account} was not counted right."));
        }
    }
    if spread.bands != progress.bands {
        faults.push("The spread of balances is not that of the balances.".to_owned());
    }
    faults.extend(against_ledger(tx, currency, progress, &kept)?);
    Ok(faults)
}

/// When everything is counted, the months together are what the ledger itself counted.
fn against_ledger(
    tx: &impl Reads,
    currency: &Currency,
    progress: &Progress,
    kept: &BTreeMap<Month, Figures>,
) -> Result<Option<String>> {
    let totals = ayni_ledger::community_totals(tx, &COUNTER)?;
    let Some(totals) = totals.into_iter().find(|totals| totals.currency == currency.id) else { return Ok(None) };
    if totals.transfers != progress.number {
        return Ok(None);
    }
    let posted = kept.values().fold(Sum::default(), |all, figures| all.with(figures.posted));
    let agrees = posted == Sum { amount: totals.volume.size(), times: totals.transfers };
    Ok((!agrees).then(|| "The months together are not what the ledger counted.".to_owned()))
}
