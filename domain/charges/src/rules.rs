//! Rules: drafted, changed, activated, ended, read.

use ayni_calendar::{TimeZone, day_span};
use ayni_kernel::{
    Actor, Amount, ChargeRuleId, Check, CurrencyId, Error, Event, Fault, Reads, Result, TransferId, WriteTx, tx::Now,
};
use ayni_ledger::Currency;

use crate::{
    model::{ChargeKind, ChargeRule, Charged, Levy, RuleContent, RuleState, What},
    periods::{Period, period},
    policy::{RuleAct, Rules, RulesAct},
    tables,
};

/// The most rules of a community: each payment looks at the levies among them.
pub const MAX_RULES: usize = 100;

/// The most members, groups and categories that a rule names, so that its record stays small.
const MAX_NAMED: usize = 200;

/// Drafts a rule: it charges nothing before it is activated.
///
/// Refuses with `Conflict` when there are [`MAX_RULES`] (`charges-many`), with `Invalid` for a content that charges
/// nothing or names too much.
pub fn draft(tx: &mut WriteTx<'_>, me: &Actor, content: RuleContent) -> Result<ChargeRule> {
    me.may(RulesAct::Draft, &Rules)?;
    sound(&**tx, &content)?;
    if tables::rules(&**tx)?.len() >= MAX_RULES {
        return Err(Error::Conflict(Fault::new("", "charges-many").with("max", MAX_RULES)));
    }
    let now = tx.now();
    let rule = ChargeRule {
        id: tx.id(),
        content,
        state: RuleState::Draft,
        charged: 0,
        next: None,
        holds_from: None,
        ended: None,
        by: me.user(),
        created: now,
        updated: now,
    };
    keep(tx, &rule)?;
    Ok(rule)
}

/// Changes a draft. What is in force never changes: it is ended, and another one is drafted.
pub fn change_rule(tx: &mut WriteTx<'_>, me: &Actor, id: ChargeRuleId, content: RuleContent) -> Result<ChargeRule> {
    let mut rule = drafted(&**tx, me, id)?;
    sound(&**tx, &content)?;
    rule.content = content;
    rule.updated = tx.now();
    keep(tx, &rule)?;
    Ok(rule)
}

/// Takes a draft away.
pub fn remove_draft(tx: &mut WriteTx<'_>, me: &Actor, id: ChargeRuleId) -> Result<()> {
    drafted(&**tx, me, id)?;
    tables::remove_rule(tx, id)?;
    tx.emit(Event::ChargeRuleChanged(id))
}

/// Puts a draft in force from its start date on.
///
/// Refuses with `Invalid` when that is in the past: nobody is charged for what was not announced.
pub fn activate(tx: &mut WriteTx<'_>, me: &Actor, id: ChargeRuleId) -> Result<ChargeRule> {
    let mut rule = drafted(&**tx, me, id)?;
    let zone = zone(&**tx)?;
    let now = tx.now();
    if rule.content.starts < now.in_zone(&zone).date() {
        return Err(Error::invalid("starts", "charges-starts-past"));
    }
    rule.state = RuleState::Active;
    rule.holds_from = Some(day_span(&zone, rule.content.starts).start);
    rule.next = next_of(&zone, &rule).map(|period| period.due(rule.content.what.kind()));
    rule.updated = now;
    keep(tx, &rule)?;
    Ok(rule)
}

/// Ends a rule: it charges no more. A period that is not over is not charged any more.
pub fn end(tx: &mut WriteTx<'_>, me: &Actor, id: ChargeRuleId) -> Result<ChargeRule> {
    let mut rule = find(&**tx, me, id, RuleAct::Manage)?;
    if rule.state != RuleState::Active {
        return Err(Error::conflict("charges-not-active"));
    }
    rule.state = RuleState::Ended;
    rule.next = None;
    rule.ended = Some(tx.now());
    rule.updated = tx.now();
    keep(tx, &rule)?;
    Ok(rule)
}

pub(crate) fn keep(tx: &mut WriteTx<'_>, rule: &ChargeRule) -> Result<()> {
    tables::put_rule(tx, rule)?;
    tx.emit(Event::ChargeRuleChanged(rule.id))
}

pub(crate) fn find(tx: &impl Reads, me: &Actor, id: ChargeRuleId, act: RuleAct) -> Result<ChargeRule> {
    tables::rule(tx, id)?.ok_or_else(|| me.absent())?.open(me, act)
}

fn drafted(tx: &impl Reads, me: &Actor, id: ChargeRuleId) -> Result<ChargeRule> {
    let rule = find(tx, me, id, RuleAct::Manage)?;
    if rule.state == RuleState::Draft { Ok(rule) } else { Err(Error::conflict("charges-in-force")) }
}

/// The community's zone, in which days and months are counted.
pub(crate) fn zone(tx: &impl Reads) -> Result<TimeZone> {
    Ok(ayni_communities::settings(tx)?.time_zone.zone())
}

/// The period that is charged next; `None` for levies.
pub(crate) fn next_of(zone: &TimeZone, rule: &ChargeRule) -> Option<Period> {
    let number = i64::from(rule.charged) + 1;
    let periodic = rule.content.what.kind() != ChargeKind::Levy;
    periodic.then(|| period(zone, rule.content.starts, rule.content.every, number))
}

/// A rule, for those who may see it.
pub fn rule(tx: &impl Reads, me: &Actor, id: ChargeRuleId) -> Result<ChargeRule> {
    find(tx, me, id, RuleAct::See)
}

/// Every rule with its drafts, the oldest first; for the treasurer.
pub fn rules(tx: &impl Reads, me: &Actor) -> Result<Vec<ChargeRule>> {
    me.may(RulesAct::Browse, &Rules)?;
    tables::rules(tx)
}

/// The rules that are in force in a currency, the oldest first, for everybody inside.
pub fn rules_for(tx: &impl Reads, me: &Actor, currency: CurrencyId) -> Result<Vec<ChargeRule>> {
    if !me.is_inside() {
        return Err(me.absent());
    }
    let mut rules = tables::rules(tx)?;
    rules.retain(|rule| rule.state == RuleState::Active && rule.content.currency == currency);
    Ok(rules)
}

/// By which rule a transfer came about, for those who may see the transfer.
pub fn rule_of(tx: &impl Reads, me: &Actor, transfer: TransferId) -> Result<Option<Charged>> {
    ayni_ledger::transfer(tx, me, transfer)?;
    tables::charged(tx, transfer)
}

/// By which rule a transfer came about, unasked: for a reader of the transfer.
pub fn charged(tx: &impl Reads, transfer: TransferId) -> Result<Option<Charged>> {
    tables::charged(tx, transfer)
}

/// When a rule is charged next and for which period; `None` for levies and rules that are not in force.
pub fn next_period(tx: &(impl Reads + Now), me: &Actor, id: ChargeRuleId) -> Result<Option<Period>> {
    let rule = find(tx, me, id, RuleAct::See)?;
    Ok(if rule.next.is_some() { next_of(&zone(tx)?, &rule) } else { None })
}

/// The rules for what a rule may say.
pub(crate) fn sound(tx: &impl Reads, content: &RuleContent) -> Result<()> {
    let currency = ayni_ledger::currency(tx, content.currency).map_err(|error| match error {
        Error::NotFound => Error::invalid("currency", "charges-no-currency"),
        other => other,
    })?;
    let mut check = Check::default();
    check.require(|| content.name.as_str().trim().is_empty().then(|| Fault::new("name", "fault-required")));
    match &content.what {
        What::Levy(levy) => levy_sound(&mut check, levy, &currency),
        What::Fee { amount } | What::Dues { amount } => {
            check.require(|| (!amount.is_positive()).then(|| Fault::new("amount", "charges-amount-positive")));
        }
        What::Demurrage { rate, free, .. } => {
            check.require(|| (rate.points() == 0).then(|| Fault::new("rate", "charges-nothing")));
            check.require(|| free.is_negative().then(|| Fault::new("free", "charges-negative")));
        }
    }
    let exempt = &content.exempt;
    let most = exempt.members.len().max(exempt.groups.len());
    check.require(|| (most > MAX_NAMED).then(|| Fault::new("exempt", "charges-named").with("max", MAX_NAMED)));
    check.done()?;
    exempt.members.iter().try_for_each(|id| ayni_members::name_of(tx, *id).map(drop)).map_err(unknown("members"))?;
    exempt.groups.iter().try_for_each(|id| ayni_members::group(tx, *id).map(drop)).map_err(unknown("groups"))
}

fn unknown(field: &'static str) -> impl Fn(Error) -> Error {
    move |error| match error {
        Error::NotFound => Error::invalid(field, "charges-no-such"),
        other => other,
    }
}

fn levy_sound(check: &mut Check, levy: &Levy, currency: &Currency) {
    let Levy { rate, fixed, least, most, categories, .. } = levy;
    check.require(|| fixed.is_negative().then(|| Fault::new("fixed", "charges-negative")));
    check.require(|| least.is_negative().then(|| Fault::new("least", "charges-negative")));
    let nothing = rate.points() == 0 && *fixed == Amount::ZERO && *least == Amount::ZERO;
    check.require(|| nothing.then(|| Fault::new("rate", "charges-nothing")));
    check.require(|| {
        let below = most.is_some_and(|most| most < *least || !most.is_positive());
        below.then(|| Fault::new("most", "charges-most-least").with("least", currency.money(*least)))
    });
    check.require(|| {
        (categories.len() > MAX_NAMED).then(|| Fault::new("categories", "charges-named").with("max", MAX_NAMED))
    });
}
