//! Passes for members: what they have, what they can buy, what a pass was used for.

use askama::Template;
use ayni_kernel::{Actor, Cursor, Error, Line, MemberId, PassId, PassKindId, ReadTx, Result, Role, tx::Now as _};
use ayni_terms::{Pass, PassEntry, PassPayment};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::passes::{KindView, amount_text, card, payment_word};
use crate::{
    kit::{Answer, Ask, CardView, Input, MoneyView, Of, Page, PageView, Route, Visit, Words, filters},
    links,
};

/// Passes on a page.
const PAGE: usize = 20;

/// Steps of a pass's history that are shown.
const STEPS: usize = 200;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/passes", list)
            .about(
                "The passes of the member acted for, and those that can be bought; for the staff those of any member.",
            )
            .asks::<PassesQuery>()
            .answers::<PassesPage>(),
        Route::post("/passes", buy).about("Buys a pass.").takes::<BuyForm>().answers::<PassView>(),
        Route::get("/passes/{id}", show).about("A pass and what it was used for.").answers::<PassPage>(),
        Route::post("/passes/{id}/settlement", settle)
            .about("Writes down that a pass was paid in money.")
            .answers::<PassView>()
            .office(),
        Route::post("/passes/{id}/ending", end)
            .about("Ends a pass before its time.")
            .takes::<EndForm>()
            .answers::<PassView>()
            .office(),
    ]
}

/// A pass.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct PassView {
    /// The pass's id.
    pub id: String,
    /// Whose it is.
    pub member: CardView,
    /// Its name.
    pub name: String,
    /// `minutes` or `days`.
    pub unit: &'static str,
    /// How many minutes or days it had.
    pub quantity: u32,
    /// How many are left.
    pub left: u32,
    /// From when it is good.
    pub from: String,
    /// Until when; absent for ever.
    pub expires: Option<String>,
    /// `given`, `paid` or `due`.
    pub payment: &'static str,
    /// What is to be paid in money.
    pub due: Option<MoneyView>,
    #[serde(skip)]
    #[schema(ignore)]
    pub left_text: String,
    #[serde(skip)]
    #[schema(ignore)]
    pub quantity_text: String,
    /// The last day on which it is good: the end is the first moment after it.
    #[serde(skip)]
    #[schema(ignore)]
    pub last_day: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    pub link: String,
}

impl PassView {
    pub(super) fn of(tx: &ReadTx, words: &Words, pass: Pass) -> Result<Self> {
        let due = match pass.payment {
            PassPayment::Due { currency, amount, settled: None } => {
                Some(ayni_ledger::currency(tx, currency)?.money(amount).into())
            }
            _ => None,
        };
        Ok(Self {
            id: pass.id.to_string(),
            member: card(tx, pass.member)?,
            unit: pass.unit.word(),
            quantity: pass.quantity,
            left: pass.left,
            from: pass.from.to_string(),
            expires: pass.expires.map(|at| at.to_string()),
            payment: payment_word(pass.payment),
            due,
            left_text: amount_text(words, pass.unit, pass.left),
            quantity_text: amount_text(words, pass.unit, pass.quantity),
            last_day: pass.expires.map(|end| end.plus_seconds(-1).to_string()),
            link: links::pass(pass.id),
            name: pass.name.into(),
        })
    }

    /// How much of it is left, in percent.
    fn percent(&self) -> u64 {
        u64::from(self.left) * 100 / u64::from(self.quantity.max(1))
    }
}

/// Whose passes are asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
struct PassesQuery {
    /// The member's id; the one acted for when left out.
    member: String,
    /// Where the page begins: the `next` of the page before.
    after: String,
}

/// The passes of a member.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "terms/mine.html")]
struct PassesPage {
    /// Whose they are.
    member: CardView,
    /// The passes, newest first.
    passes: PageView<PassView>,
    /// What can be bought.
    kinds: Vec<KindView>,
    #[serde(skip)]
    #[schema(ignore)]
    own: bool,
}

impl Page for PassesPage {
    const FEATURE: &'static str = "terms";

    fn title(&self, words: &Words) -> String {
        words.say("terms-my-passes")
    }

    fn tab(&self) -> &'static str {
        "passes"
    }
}

impl PassesPage {
    fn next(&self) -> Option<String> {
        let next = self.passes.next.as_deref()?;
        Some(format!("{}?member={}&after={}", links::PASSES, self.member.id, links::encode(next)))
    }
}

async fn list(visit: Visit, Ask(ask): Ask<PassesQuery>) -> Answer {
    visit.page(&PassesPage::read(&visit, &ask)?)
}

impl PassesPage {
    fn read(visit: &Visit, ask: &PassesQuery) -> Result<Self> {
        let member = whose(visit, &ask.member)?;
        visit.read(|tx, me| {
            let after = Some(ask.after.as_str()).filter(|after| !after.is_empty()).map(Cursor::parse).transpose()?;
            let passes = ayni_terms::passes_of(tx, me, member, after.as_ref(), PAGE)?;
            let kinds = ayni_terms::on_sale(tx, me, member)?;
            Ok(Self {
                member: card(tx, member)?,
                passes: passes.try_map(|pass| PassView::of(tx, &visit.words, pass))?.into(),
                kinds: kinds.iter().map(|kind| KindView::of(tx, &visit.words, kind)).collect::<Result<_>>()?,
                own: me.member().ok() == Some(member),
            })
        })
    }
}

fn whose(visit: &Visit, text: &str) -> Result<MemberId> {
    if text.trim().is_empty() { visit.member() } else { text.parse() }
}

/// Which pass is bought.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
struct BuyForm {
    /// The id of the kind.
    kind: String,
    /// The member's id; the one acted for when left out.
    member: String,
}

async fn buy(visit: Visit, Input(form): Input<BuyForm>) -> Answer {
    let member = whose(&visit, &form.member)?;
    let kind: PassKindId = form.kind.parse()?;
    let pass = visit.write(move |tx, me| ayni_terms::buy_pass(tx, me, member, kind)).await?;
    let link = links::pass(pass.id);
    visit.done(&visit.read(|tx, _| PassView::of(tx, &visit.words, pass))?, &link, "terms-said-pass-bought")
}

/// One step of a pass's history.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = TermsStepView)]
struct StepView {
    /// `bought`, `given`, `drawn`, `returned`, `settled` or `ended`.
    step: &'static str,
    /// How many minutes or days.
    quantity: u32,
    /// What was left afterwards.
    left: u32,
    /// The id of the booking that it was for.
    booking: Option<String>,
    /// Why.
    reason: String,
    /// When.
    at: String,
    #[serde(skip)]
    #[schema(ignore)]
    sentence: String,
    #[serde(skip)]
    #[schema(ignore)]
    link: Option<String>,
}

impl StepView {
    fn of(words: &Words, pass: &Pass, entry: PassEntry) -> Self {
        let text = |quantity| amount_text(words, pass.unit, quantity).into();
        let args = [("quantity", text(entry.quantity)), ("left", text(entry.left))];
        Self {
            step: entry.step.word(),
            quantity: entry.quantity,
            left: entry.left,
            booking: entry.booking.map(|id| id.to_string()),
            reason: entry.reason.into(),
            at: entry.at.to_string(),
            sentence: words.say_with(&format!("terms-step-{}", entry.step), &args),
            link: entry.booking.map(links::booking),
        }
    }
}

/// A pass.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "terms/pass.html")]
struct PassPage {
    /// The pass.
    pass: PassView,
    /// What happened to it, newest first, at most 200 steps.
    history: Vec<StepView>,
    #[serde(skip)]
    #[schema(ignore)]
    keeper: bool,
    #[serde(skip)]
    #[schema(ignore)]
    good: bool,
}

impl Page for PassPage {
    const FEATURE: &'static str = "terms";

    fn title(&self, _: &Words) -> String {
        self.pass.name.clone()
    }

    fn tab(&self) -> &'static str {
        "passes"
    }
}

impl PassPage {
    fn list_link(&self) -> String {
        format!("{}?member={}", links::PASSES, self.pass.member.id)
    }
}

async fn show(visit: Visit, Of(id): Of<PassId>) -> Answer {
    visit.page(&visit.read(|tx, me| PassPage::read(tx, me, &visit.words, id))?)
}

impl PassPage {
    fn read(tx: &ReadTx, me: &Actor, words: &Words, id: PassId) -> Result<Self> {
        let pass = ayni_terms::pass(tx, me, id)?;
        let history = ayni_terms::history(tx, me, id, STEPS)?;
        Ok(Self {
            history: history.into_iter().map(|entry| StepView::of(words, &pass, entry)).collect(),
            keeper: me.has(Role::Manager),
            good: pass.is_good(tx.now()),
            pass: PassView::of(tx, words, pass)?,
        })
    }
}

async fn settle(visit: Visit, Of(id): Of<PassId>) -> Answer {
    let pass = visit.write(move |tx, me| ayni_terms::settle_pass(tx, me, id)).await?;
    let view = visit.read(|tx, _| PassView::of(tx, &visit.words, pass))?;
    visit.done(&view, &links::pass(id), "terms-said-pass-settled")
}

/// Why a pass is ended.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
struct EndForm {
    /// Why; the member sees it.
    reason: String,
}

async fn end(visit: Visit, Of(id): Of<PassId>, Input(form): Input<EndForm>) -> Answer {
    let reason = Line::parse("reason", &form.reason).map_err(Error::from)?;
    let pass = visit.write(move |tx, me| ayni_terms::end_pass(tx, me, id, reason)).await?;
    let view = visit.read(|tx, _| PassView::of(tx, &visit.words, pass))?;
    visit.done(&view, &links::pass(id), "terms-said-pass-ended")
}
