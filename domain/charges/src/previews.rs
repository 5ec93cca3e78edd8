//! What a rule would have done over the past year, and what its next run will do: reckoned, nothing is moved.

use ayni_kernel::{AccountId, Actor, Amount, ChargeRuleId, Reads, Result, Timestamp, tx::Now};
use ayni_ledger::{Account, Bearing};

use crate::{
    levies::{is_trade, levy_lines},
    model::{ChargeKind, ChargeRule, Every, RuleContent, RuleState},
    periods::{Period, past_year},
    policy::{RuleAct, Rules, RulesAct},
    reckon::{self, Footing},
    rules::{find, next_of, sound, zone},
    runs::{Occasion, footing},
};

/// Balances looked up for one preview (accounts times periods): about a second of work.
const MAX_BALANCES: usize = 24_000;

/// Payments looked through for one preview: about a second of work.
const MAX_PAYMENTS: usize = 20_000;

/// What one period would have done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trial {
    /// Which period.
    pub period: Period,
    /// What would have been taken.
    pub taken: Amount,
    /// What would have been given out.
    pub given: Amount,
    /// Accounts, or payments, that would have been charged.
    pub charged: u32,
}

/// What a rule would have done to one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// Which account.
    pub account: AccountId,
    /// What would have been taken.
    pub taken: Amount,
    /// What it would have got.
    pub given: Amount,
}

/// What a rule would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preview {
    /// Period by period, the oldest first.
    pub trials: Vec<Trial>,
    /// Account by account, in the order of their ids; those without a change are left out.
    pub outcomes: Vec<Outcome>,
    /// What would have been taken in all.
    pub taken: Amount,
    /// What would have been given out in all.
    pub given: Amount,
    /// Whether there was more than could be looked at: the sums are then those of a part of the community.
    pub cut: bool,
}

/// What a rule would have done over the year that is over, period by period, for the treasurer. Runs follow from what
/// accounts held in truth, less what the rule itself would have taken before.
///
/// Refuses with `Invalid` for a content that no rule may have.
pub fn preview(tx: &(impl Reads + Now), me: &Actor, content: &RuleContent) -> Result<Preview> {
    me.may(RulesAct::Browse, &Rules)?;
    sound(tx, content)?;
    let zone = zone(tx)?;
    if content.what.kind() == ChargeKind::Levy {
        let months = past_year(&zone, ayni_calendar::month_of(content.starts), Every::Month, tx.now());
        return levied(tx, content, &months);
    }
    let periods = past_year(&zone, content.starts, content.every, tx.now());
    charged(tx, content, &periods, None)
}

/// What the next run of a rule will do if nothing moves until it is due, account by account; for those who see what
/// rules take. Empty for levies and for rules that are not in force.
pub fn next_run(tx: &(impl Reads + Now), me: &Actor, id: ChargeRuleId) -> Result<Preview> {
    let rule = find(tx, me, id, RuleAct::SeeRuns)?;
    match next_of(&zone(tx)?, &rule) {
        Some(period) if rule.state == RuleState::Active => charged(tx, &rule.content, &[period], Some(tx.now())),
        _ => Ok(Preview::default()),
    }
}

/// Several runs one after the other; `now` ends those that are not due yet.
fn charged(tx: &impl Reads, content: &RuleContent, periods: &[Period], now: Option<Timestamp>) -> Result<Preview> {
    let most = (MAX_BALANCES / periods.len().max(1)).max(1);
    let mut accounts = ayni_ledger::member_accounts_after(tx, content.currency, None, most + 1)?;
    let cut = accounts.len() > most;
    accounts.truncate(most);
    let mut footings = Vec::with_capacity(periods.len());
    for period in periods {
        let due = period.due(content.what.kind());
        let due = now.map_or(due, |now| due.min(now));
        let occasion = Occasion { content, from: period.from, until: period.until.min(due.max(period.from)), due };
        let row = accounts.iter().map(|account| footing(tx, &occasion, account));
        footings.push(row.collect::<Result<Vec<Option<Footing>>>>()?);
    }
    Ok(summed(periods, &accounts, &reckon::in_a_row(&content.what, &footings), cut))
}

fn summed(periods: &[Period], accounts: &[Account], runs: &[Vec<(Amount, Amount)>], cut: bool) -> Preview {
    let mut preview = Preview { cut, ..Preview::default() };
    let mut outcomes: Vec<Outcome> = accounts
        .iter()
        .map(|account| Outcome { account: account.id, taken: Amount::ZERO, given: Amount::ZERO })
        .collect();
    for (period, lines) in periods.iter().zip(runs) {
        let mut trial = Trial { period: *period, taken: Amount::ZERO, given: Amount::ZERO, charged: 0 };
        for (outcome, (charge, gift)) in outcomes.iter_mut().zip(lines) {
            for (sum, more) in [
                (&mut trial.taken, charge),
                (&mut trial.given, gift),
                (&mut outcome.taken, charge),
                (&mut outcome.given, gift),
                (&mut preview.taken, charge),
                (&mut preview.given, gift),
            ] {
                add(sum, *more);
            }
            trial.charged += u32::from(charge.is_positive());
        }
        preview.trials.push(trial);
    }
    outcomes.retain(|outcome| outcome.taken.is_positive() || outcome.given.is_positive());
    preview.outcomes = outcomes;
    preview
}

/// Adds to a sum that is only shown: beyond 64 bits it stays where it is.
fn add(sum: &mut Amount, more: Amount) {
    *sum = sum.plus(more).unwrap_or(*sum);
}

/// What a levy would have taken of the payments of the months.
fn levied(tx: &(impl Reads + Now), content: &RuleContent, months: &[Period]) -> Result<Preview> {
    let Some((first, last)) = months.first().zip(months.last()) else { return Ok(Preview::default()) };
    let rule = as_rule(content, tx.now());
    let payments = ayni_ledger::posted_between(tx, first.from, last.until, MAX_PAYMENTS)?;
    let mut preview = Preview { cut: payments.len() == MAX_PAYMENTS, ..Preview::default() };
    preview.trials = months
        .iter()
        .map(|period| Trial { period: *period, taken: Amount::ZERO, given: Amount::ZERO, charged: 0 })
        .collect();
    let mut outcomes = std::collections::BTreeMap::new();
    for payment in payments.iter().filter(|payment| payment.currency == content.currency && is_trade(payment.kind)) {
        let sides = (ayni_ledger::account_named(tx, payment.debit)?, ayni_ledger::account_named(tx, payment.credit)?);
        let lines = levy_lines(tx, &rule, (&sides.0, &sides.1), payment.amount, payment.category)?;
        let trial = preview.trials.iter_mut().find(|trial| payment.at < trial.period.until);
        let mut sum = Amount::ZERO;
        for line in lines {
            let account = match line.bearing {
                Bearing::Payer => payment.debit,
                Bearing::Payee => payment.credit,
            };
            add(outcomes.entry(account).or_insert(Amount::ZERO), line.amount);
            add(&mut sum, line.amount);
        }
        if let Some(trial) = trial.filter(|_| sum.is_positive()) {
            add(&mut trial.taken, sum);
            trial.charged += 1;
        }
        add(&mut preview.taken, sum);
    }
    preview.outcomes =
        outcomes.into_iter().map(|(account, taken)| Outcome { account, taken, given: Amount::ZERO }).collect();
    Ok(preview)
}

/// A rule that says this, for looking back.
fn as_rule(content: &RuleContent, now: Timestamp) -> ChargeRule {
    ChargeRule {
        id: ChargeRuleId::from_bytes([0; 16]),
        content: content.clone(),
        state: RuleState::Draft,
        charged: 0,
        next: None,
        holds_from: None,
        ended: None,
        by: None,
        created: now,
        updated: now,
    }
}
