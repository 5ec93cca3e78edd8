//! Levies: posted in the transaction and the group of the payment that they are on.

use ayni_kernel::{
    AccountId, Actor, Amount, CategoryId, ChargeRuleId, Event, Line, Name, Reads, Result, WriteTx, tx::Now,
};
use ayni_ledger::{Account, Bearing, Charge, Owner, TransferKind};

use crate::{
    model::{Bearer, ChargeRule, Charged, Levy, What},
    reckon,
    runs::is_exempt,
    tables,
};

/// The program itself, which takes what the rules say.
pub(crate) const COLLECTOR: Actor = Actor::System("charges");

/// A levy on a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevyLine {
    /// By which rule.
    pub rule: ChargeRuleId,
    /// What the rule is called.
    pub name: Name,
    /// Who bears it.
    pub bearing: Bearing,
    /// How much.
    pub amount: Amount,
}

/// Answers the ledger's event: takes the levies on a payment between two members, in its group.
///
/// Refuses, and with it the payment, when the payer's limit leaves no room for both.
pub fn react(tx: &mut WriteTx<'_>, event: Event) -> Result<()> {
    let Event::TransferPosted(id) = event else { return Ok(()) };
    if !tables::has_levies(&**tx)? {
        return Ok(());
    }
    let payment = ayni_ledger::posted(&**tx, id)?;
    if !is_trade(payment.kind) {
        return Ok(());
    }
    let lines = levies_on(tx, payment.debit, payment.credit, payment.amount, payment.category)?;
    for line in lines {
        let from = match line.bearing {
            Bearing::Payer => payment.debit,
            Bearing::Payee => payment.credit,
        };
        let treasury = ayni_ledger::treasury_id(&**tx, payment.currency)?;
        let description = Line::parse("description", line.name.as_str())?;
        let charge = Charge { from, to: treasury, amount: line.amount, description };
        let levy = ayni_ledger::levy(tx, &COLLECTOR, &payment, line.bearing, charge)?;
        tables::insert_charged(tx, levy.id, Charged { rule: line.rule, run: None })?;
    }
    Ok(())
}

/// What members do with each other. What was brought in from elsewhere had its levies there.
pub(crate) const fn is_trade(kind: TransferKind) -> bool {
    use TransferKind::{Charge, Hold, Import, Levy, OnBehalf, Payment, Request, Reversal, Withheld};
    match kind {
        Payment | Request | OnBehalf | Hold => true,
        Reversal | Levy | Import | Charge | Withheld => false,
    }
}

/// The levies on a payment from one account to another if it were made now, unasked: those of members only, since the
/// community's own account neither bears nor causes any.
pub fn levies_on(
    tx: &(impl Reads + Now),
    from: AccountId,
    to: AccountId,
    amount: Amount,
    category: Option<CategoryId>,
) -> Result<Vec<LevyLine>> {
    if !tables::has_levies(tx)? {
        return Ok(Vec::new());
    }
    let (payer, payee) = (ayni_ledger::account_named(tx, from)?, ayni_ledger::account_named(tx, to)?);
    let mut lines = Vec::new();
    for rule in tables::levies(tx, payer.currency)? {
        if rule.holds_from.is_some_and(|from| from <= tx.now()) {
            lines.extend(levy_lines(tx, &rule, (&payer, &payee), amount, category)?);
        }
    }
    Ok(lines)
}

/// What one rule takes on a payment between two accounts, whenever it is.
pub fn levy_lines(
    tx: &impl Reads,
    rule: &ChargeRule,
    (payer, payee): (&Account, &Account),
    amount: Amount,
    category: Option<CategoryId>,
) -> Result<Vec<LevyLine>> {
    let What::Levy(levy) = &rule.content.what else { return Ok(Vec::new()) };
    let (Owner::Member(buyer), Owner::Member(seller)) = (payer.owner, payee.owner) else { return Ok(Vec::new()) };
    let sum = reckon::levy(levy, amount, category);
    let mut lines = Vec::new();
    for (bearing, member) in bearers(levy, buyer, seller) {
        let amount = match bearing {
            Bearing::Payer => sum,
            // No more than what was received.
            Bearing::Payee => sum.min(amount),
        };
        if amount.is_positive() && !is_exempt(tx, &rule.content.exempt, member)? {
            lines.push(LevyLine { rule: rule.id, name: rule.content.name.clone(), bearing, amount });
        }
    }
    Ok(lines)
}

fn bearers<M>(levy: &Levy, buyer: M, seller: M) -> Vec<(Bearing, M)> {
    match levy.bearer {
        Bearer::Payer => vec![(Bearing::Payer, buyer)],
        Bearer::Payee => vec![(Bearing::Payee, seller)],
        Bearer::Both => vec![(Bearing::Payer, buyer), (Bearing::Payee, seller)],
    }
}
