//! What everybody inside may read: the rules in force, by which rule a transfer came about, the levies on a payment.

use askama::Template;
use ayni_charges::Charged;
use ayni_kernel::{Actor, ChargeRuleId, CurrencyId, ReadTx, Reads, Result, TransferId};
use ayni_ledger::{Bearing, Pay, Transfer};
use serde::Serialize;
use utoipa::ToSchema;

use super::{rules::RuleView, says::sentences};
use crate::{
    kit::{Answer, MoneyView, Of, Page, Route, Visit, Words, filters},
    links,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/charges", list).about("What the community charges, and why.").answers::<ChargesPage>(),
        Route::get("/charges/{id}", show).about("One rule by which the community charges.").answers::<ChargePage>(),
    ]
}

/// A rule, where its name is enough.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct RuleLink {
    /// What it is called.
    pub name: String,
    /// What it says in one sentence.
    pub says: String,
    #[serde(skip)]
    #[schema(ignore)]
    pub link: String,
}

impl RuleLink {
    fn of(tx: &ReadTx, words: &Words, rule: &ayni_charges::ChargeRule) -> Result<Self> {
        Ok(Self {
            name: rule.content.name.to_string(),
            says: sentences(tx, words, &rule.content)?.into_iter().next().unwrap_or_default(),
            link: links::charge(rule.id),
        })
    }
}

/// The rules in force in a currency.
pub(crate) fn in_force(tx: &ReadTx, me: &Actor, words: &Words, currency: CurrencyId) -> Result<Vec<RuleLink>> {
    let rules = ayni_charges::rules_for(tx, me, currency)?;
    rules.iter().map(|rule| RuleLink::of(tx, words, rule)).collect()
}

/// By which rule a transfer came about, if it did.
pub(crate) fn rule_link(tx: &ReadTx, me: &Actor, words: &Words, transfer: TransferId) -> Result<Option<RuleLink>> {
    let Some(Charged { rule, .. }) = ayni_charges::rule_of(tx, me, transfer)? else { return Ok(None) };
    ayni_charges::rule(tx, me, rule).and_then(|rule| RuleLink::of(tx, words, &rule)).map(Some)
}

/// Where the rule stands by which a line of a statement came about; the reader may see the line.
pub(crate) fn rule_page(tx: &impl Reads, transfer: &Transfer) -> Result<Option<String>> {
    if !transfer.kind.is_charge() {
        return Ok(None);
    }
    Ok(ayni_charges::charged(tx, transfer.id)?.map(|charged| links::charge(charged.rule)))
}

/// A levy on a payment that is looked at before it is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct LevyView {
    /// What the rule is called.
    pub name: String,
    /// How much.
    pub amount: MoneyView,
    /// Whether the payer bears it on top; otherwise the payee bears it out of what is received.
    pub on_top: bool,
    #[serde(skip)]
    #[schema(ignore)]
    pub link: String,
}

/// The levies on a payment, and what the payer pays on top in all.
pub(crate) fn levies_on(tx: &ReadTx, pay: &Pay, currency: CurrencyId) -> Result<(Vec<LevyView>, ayni_kernel::Amount)> {
    let currency = ayni_ledger::currency(tx, currency)?;
    let lines = ayni_charges::levies_on(tx, pay.from, pay.to, pay.amount, pay.category)?;
    let mut top = ayni_kernel::Amount::ZERO;
    let mut views = Vec::with_capacity(lines.len());
    for line in lines {
        let on_top = line.bearing == Bearing::Payer;
        if on_top {
            let large = || ayni_kernel::Error::invalid("amount", "fault-amount-large");
            top = top.plus(line.amount).ok_or_else(large)?;
        }
        let amount = currency.money(line.amount).into();
        views.push(LevyView { name: line.name.into(), amount, on_top, link: links::charge(line.rule) });
    }
    Ok((views, top))
}

/// What the community charges.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "charges/mine.html")]
struct ChargesPage {
    /// The rules in force.
    rules: Vec<RuleView>,
}

impl Page for ChargesPage {
    const FEATURE: &'static str = "charges";

    fn title(&self, words: &Words) -> String {
        words.say("charges-mine")
    }

    fn tab(&self) -> &'static str {
        "wallet"
    }
}

async fn list(visit: Visit) -> Answer {
    visit.page(&visit.read(|tx, me| {
        let mut rules = Vec::new();
        for currency in ayni_ledger::currencies(tx)? {
            for rule in ayni_charges::rules_for(tx, me, currency.id)? {
                rules.push(RuleView::of(tx, &visit.words, &rule)?);
            }
        }
        Ok(ChargesPage { rules })
    })?)
}

/// One rule, for those whom it charges.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "charges/charge.html")]
struct ChargePage {
    /// The rule.
    rule: RuleView,
}

impl Page for ChargePage {
    const FEATURE: &'static str = "charges";

    fn title(&self, _: &Words) -> String {
        self.rule.name.clone()
    }

    fn tab(&self) -> &'static str {
        "wallet"
    }
}

async fn show(visit: Visit, Of(id): Of<ChargeRuleId>) -> Answer {
    visit.page(&visit.read(|tx, me| {
        let rule = RuleView::of(tx, &visit.words, &ayni_charges::rule(tx, me, id)?)?;
        Ok(ChargePage { rule })
    })?)
}
