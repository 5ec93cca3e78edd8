//! Runs: what one period took and gave, account by account, and taking it back.

use askama::Template;
use ayni_charges::{ReverseRun, RuleAct, Run, RunLine, Stage};
use ayni_kernel::{ChargeRunId, Cursor, Line, ReadTx, Result};
use ayni_ledger::Currency;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    kit::{Answer, Ask, FormFaults, Input, MoneyView, Of, Page, PageView, Route, Visit, Words, filters},
    ledger::{PartyView, user_name},
    links,
};

/// Lines of a page.
const ROWS: usize = 50;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/charges/runs/{id}", show)
            .about("One period of a rule: what was taken of everybody and what was given out.")
            .asks::<LinesQuery>()
            .answers::<RunPage>()
            .office(),
        Route::post("/admin/charges/runs/{id}/reversal", reverse)
            .about("Takes a run back as a whole, by new transfers.")
            .takes::<ReversalForm>()
            .answers::<RunView>()
            .office(),
    ]
}

/// One period of a rule, charged to everybody.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct RunView {
    /// The run's id.
    pub id: String,
    /// The period's number, from 1.
    pub number: u32,
    /// When the period begins.
    pub from: String,
    /// When it is over.
    pub until: String,
    /// reckoning, charging, sharing, done, taking-back or taken-back.
    pub stage: &'static str,
    /// Accounts charged.
    pub payers: usize,
    /// What was taken.
    pub taken: MoneyView,
    /// Accounts that get a share.
    pub receivers: usize,
    /// What was given out.
    pub given: MoneyView,
    /// When it began.
    pub begun: String,
    /// Why it was taken back.
    pub reason: Option<String>,
    /// Movements that could not be taken back because an account is closed.
    pub kept: usize,
    #[serde(skip)]
    #[schema(ignore)]
    pub link: String,
    #[serde(skip)]
    #[schema(ignore)]
    pub span: String,
}

impl RunView {
    pub(super) fn of(words: &Words, currency: &Currency, run: &Run) -> Self {
        let span = [("from", words.date(run.from).into()), ("until", words.date(run.until.plus_seconds(-1)).into())];
        Self {
            id: run.id.to_string(),
            number: run.number,
            from: run.from.to_string(),
            until: run.until.to_string(),
            stage: run.stage.word(),
            payers: count(run.payers),
            taken: currency.money(run.taken).into(),
            receivers: count(run.receivers),
            given: currency.money(run.given).into(),
            begun: run.begun.to_string(),
            reason: run.taken_back.as_ref().map(|back| back.reason.to_string()),
            kept: run.taken_back.as_ref().map_or(0, |back| count(back.kept)),
            link: links::charge_run(run.id),
            span: words.say_with("charges-span", &span),
        }
    }

    pub(super) fn stage_key(&self) -> String {
        format!("charges-stage-{}", self.stage)
    }

    pub(super) fn badge(&self) -> &'static str {
        match self.stage {
            "done" => "ok",
            "taken-back" => "warn",
            _ => "wait",
        }
    }
}

fn count(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// What a run did to one account.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ChargeLineView)]
struct LineView {
    /// Whose account.
    account: PartyView,
    /// What was taken.
    charge: MoneyView,
    /// The transfer that took it.
    charged: Option<String>,
    /// What it got.
    gift: MoneyView,
    /// The transfer that gave it.
    gifted: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    link: Option<String>,
}

impl LineView {
    fn of(tx: &ReadTx, words: &Words, currency: &Currency, line: &RunLine) -> Result<Self> {
        Ok(Self {
            account: PartyView::owning(tx, line.account, words)?,
            charge: currency.money(line.charge).into(),
            charged: line.charged.map(|id| id.to_string()),
            gift: currency.money(line.gift).into(),
            gifted: line.gifted.map(|id| id.to_string()),
            link: line.charged.or(line.gifted).map(links::transfer),
        })
    }
}

/// Which lines are wanted.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct LinesQuery {
    /// The `next` of the page before.
    after: String,
}

/// A reversal as it is sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = ChargeReversalForm)]
struct ReversalForm {
    /// Why; everybody concerned sees it.
    reason: String,
}

/// One run.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "charges/run.html")]
struct RunPage {
    /// The run.
    run: RunView,
    /// The rule's id.
    rule: String,
    /// What the rule is called.
    name: String,
    /// What it did to each account.
    lines: PageView<LineView>,
    /// Who took it back.
    by: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    back: String,
    #[serde(skip)]
    #[schema(ignore)]
    reverse: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    form: ReversalForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl RunPage {
    fn of(visit: &Visit, id: ChargeRunId, after: &str, form: ReversalForm, faults: FormFaults) -> Result<Self> {
        let after = Some(after.trim()).filter(|after| !after.is_empty()).map(Cursor::parse).transpose()?;
        let by = visit.read(|tx, me| ayni_charges::run(tx, me, id))?.taken_back.and_then(|back| back.by);
        let by = user_name(visit, by)?;
        visit.read(|tx, me| {
            let run = ayni_charges::run(tx, me, id)?;
            let rule = ayni_charges::rule(tx, me, run.rule)?;
            let currency = ayni_ledger::currency(tx, run.currency)?;
            let lines = ayni_charges::run_lines(tx, me, id, after.as_ref(), ROWS)?;
            let open = run.stage == Stage::Done && me.may(RuleAct::Manage, &rule).is_ok();
            Ok(Self {
                run: RunView::of(&visit.words, &currency, &run),
                rule: rule.id.to_string(),
                name: rule.content.name.to_string(),
                lines: lines.try_map(|line| LineView::of(tx, &visit.words, &currency, &line))?.into(),
                by,
                back: links::admin_charge(rule.id),
                reverse: open.then(|| links::reverse_run(id)),
                form,
                faults,
            })
        })
    }

    fn older(&self) -> Option<String> {
        self.lines.next.as_ref().map(|next| format!("{}{}", self.run.link, links::query(&[("after", next)])))
    }
}

impl Page for RunPage {
    const FEATURE: &'static str = "charges";

    fn title(&self, _: &Words) -> String {
        format!("{} · {}", self.name, self.run.span)
    }

    fn tab(&self) -> &'static str {
        "admin-charges"
    }
}

async fn show(visit: Visit, Of(id): Of<ChargeRunId>, Ask(query): Ask<LinesQuery>) -> Answer {
    visit.page(&RunPage::of(&visit, id, &query.after, ReversalForm::default(), FormFaults::default())?)
}

async fn reverse(visit: Visit, Of(id): Of<ChargeRunId>, Input(form): Input<ReversalForm>) -> Answer {
    match take_back(&visit, id, &form).await {
        Ok(view) => visit.done(&view, &view.link, "charges-said-taking-back"),
        Err(error) => visit.again(error, async |faults| RunPage::of(&visit, id, "", form, faults.into())).await,
    }
}

async fn take_back(visit: &Visit, run: ChargeRunId, form: &ReversalForm) -> Result<RunView> {
    let reason = Line::parse("reason", &form.reason)?;
    let run = visit.write(move |tx, me| ayni_charges::reverse_run(tx, me, ReverseRun { run, reason })).await?;
    visit.read(|tx, _| Ok(RunView::of(&visit.words, &ayni_ledger::currency(tx, run.currency)?, &run)))
}
