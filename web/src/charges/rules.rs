//! Rules: the list, the guided editor, one rule with what it would do and its runs.

use askama::Template;
use ayni_charges::{ChargeKind, ChargeRule, RuleAct, RuleState, Rules, RulesAct};
use ayni_kernel::{ChargeRuleId, ReadTx, Result};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    form::{RuleForm, Tick},
    previews::PreviewView,
    runs::RunView,
    says::sentences,
};
use crate::{
    kit::{Answer, Ask, FormFaults, Input, Of, Page, Route, Visit, Words, filters},
    links,
    members::views::{Choice, choices},
};

/// Runs shown on the page of their rule.
const RUNS: usize = 24;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/charges", list)
            .about("The rules by which the community charges its members.")
            .answers::<RulesPage>()
            .office(),
        Route::post("/admin/charges", create)
            .about("Drafts a rule; it charges nothing before it is activated.")
            .takes::<RuleForm>()
            .answers::<RuleView>()
            .office(),
        Route::get("/admin/charges/new", new).about("The editor of a new rule.").asks::<NewQuery>().page_only(),
        Route::get("/admin/charges/{id}", show)
            .about("A rule with its runs; a draft with what it would have done over the past year.")
            .answers::<RulePage>()
            .office(),
        Route::get("/admin/charges/{id}/edit", edit).about("The editor of a draft.").page_only(),
        Route::post("/admin/charges/{id}", save)
            .about("Changes a draft: every field, changed or not.")
            .takes::<RuleForm>()
            .answers::<RuleView>()
            .office(),
        Route::post("/admin/charges/{id}/activation", activate)
            .about("Puts a draft in force from its start date on. Its content never changes after that.")
            .answers::<RuleView>()
            .office(),
        Route::post("/admin/charges/{id}/ending", end)
            .about("Ends a rule: it charges no more.")
            .answers::<RuleView>()
            .office(),
        Route::post("/admin/charges/{id}/removal", remove).about("Removes a draft.").answers::<RuleView>().office(),
    ]
}

/// A rule by which the community charges its members.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct RuleView {
    /// The rule's id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// levy, fee, dues or demurrage.
    pub kind: &'static str,
    /// draft, active or ended.
    pub state: &'static str,
    /// The currency's code.
    pub currency: String,
    /// What it says, a sentence each.
    pub says: Vec<String>,
    /// When it is charged next.
    pub next: Option<String>,
    /// When it ended.
    pub ended: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    pub link: String,
}

impl RuleView {
    pub(super) fn of(tx: &ReadTx, words: &Words, rule: &ChargeRule) -> Result<Self> {
        Ok(Self {
            id: rule.id.to_string(),
            name: rule.content.name.to_string(),
            kind: rule.content.what.kind().word(),
            state: rule.state.word(),
            currency: ayni_ledger::currency(tx, rule.content.currency)?.code.to_string(),
            says: sentences(tx, words, &rule.content)?,
            next: rule.next.map(|next| next.to_string()),
            ended: rule.ended.map(|ended| ended.to_string()),
            link: links::admin_charge(rule.id),
        })
    }

    fn load(visit: &Visit, id: ChargeRuleId) -> Result<Self> {
        visit.read(|tx, me| Self::of(tx, &visit.words, &ayni_charges::rule(tx, me, id)?))
    }

    pub(super) fn kind_key(&self) -> String {
        format!("charges-kind-{}", self.kind)
    }

    pub(super) fn state_key(&self) -> String {
        format!("charges-state-{}", self.state)
    }

    pub(super) fn badge(&self) -> &'static str {
        match self.state {
            "active" => "ok",
            "draft" => "wait",
            _ => "",
        }
    }
}

/// The rules of the community.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "charges/rules.html")]
struct RulesPage {
    /// Every rule with its drafts, the oldest first.
    rules: Vec<RuleView>,
    #[serde(skip)]
    #[schema(ignore)]
    may_draft: bool,
}

impl RulesPage {
    /// The kinds to begin with.
    #[expect(clippy::unused_self, reason = "templates call methods of the page")]
    fn kinds(&self) -> Vec<(&'static str, String)> {
        ChargeKind::ALL.iter().map(|kind| (kind.word(), links::new_charge(*kind))).collect()
    }
}

impl Page for RulesPage {
    const FEATURE: &'static str = "charges";

    fn title(&self, words: &Words) -> String {
        words.say("charges-title")
    }

    fn tab(&self) -> &'static str {
        "admin-charges"
    }
}

async fn list(visit: Visit) -> Answer {
    visit.page(&visit.read(|tx, me| {
        let rules = ayni_charges::rules(tx, me)?;
        let views = rules.iter().map(|rule| RuleView::of(tx, &visit.words, rule));
        let may_draft = me.may(RulesAct::Draft, &Rules).is_ok();
        Ok(RulesPage { rules: views.collect::<Result<_>>()?, may_draft })
    })?)
}

/// Which kind a new rule is of.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct NewQuery {
    /// levy, fee, dues or demurrage.
    kind: String,
}

/// The editor of a rule.
#[derive(Debug, Template, Serialize)]
#[template(path = "charges/edit.html")]
struct EditPage {
    #[serde(skip)]
    action: String,
    #[serde(skip)]
    back: String,
    #[serde(skip)]
    form: RuleForm,
    #[serde(skip)]
    kind: ChargeKind,
    #[serde(skip)]
    symbol: String,
    #[serde(skip)]
    currencies: Vec<Choice>,
    #[serde(skip)]
    groups: Vec<Tick>,
    #[serde(skip)]
    kinds: Vec<Tick>,
    #[serde(skip)]
    categories: Vec<Tick>,
    #[serde(skip)]
    faults: FormFaults,
}

impl EditPage {
    fn of(visit: &Visit, id: Option<ChargeRuleId>, form: RuleForm, faults: FormFaults) -> Result<Self> {
        visit.read(|tx, me| {
            me.may(RulesAct::Draft, &Rules)?;
            let chosen = form.currency(tx).or_else(|_| ayni_ledger::main_currency(tx))?;
            let all = ayni_ledger::currencies(tx)?;
            let choice = |currency: &ayni_ledger::Currency| Choice {
                value: currency.id.to_string(),
                key: currency.plural.to_string(),
                chosen: currency.id == chosen.id,
            };
            let [groups, kinds, categories] = form.ticks(tx, me, &visit.words)?;
            Ok(Self {
                action: id.map_or_else(|| links::ADMIN_CHARGES.to_owned(), links::admin_charge),
                back: id.map_or_else(|| links::ADMIN_CHARGES.to_owned(), links::admin_charge),
                kind: form.kind(),
                symbol: chosen.symbol.to_string(),
                currencies: all.iter().map(choice).collect(),
                groups,
                kinds,
                categories,
                form,
                faults,
            })
        })
    }

    fn title_key(&self) -> String {
        format!("charges-new-{}", self.kind)
    }

    fn hint_key(&self) -> String {
        format!("charges-hint-{}", self.kind)
    }

    fn is(&self, word: &str) -> bool {
        self.kind.word() == word
    }

    fn bearers(&self) -> Vec<Choice> {
        choices(ayni_charges::Bearer::ALL.iter().map(|each| each.word()), "charges-bearer-", &self.form.bearer)
    }

    fn shares(&self) -> Vec<Choice> {
        choices(ayni_charges::Share::ALL.iter().map(|each| each.word()), "charges-share-", &self.form.share)
    }

    fn everys(&self) -> Vec<Choice> {
        choices(ayni_charges::Every::ALL.iter().map(|each| each.word()), "charges-each-", &self.form.every)
    }
}

impl Page for EditPage {
    const FEATURE: &'static str = "charges";

    fn title(&self, words: &Words) -> String {
        words.say(&self.title_key())
    }

    fn tab(&self) -> &'static str {
        "admin-charges"
    }
}

async fn new(visit: Visit, Ask(query): Ask<NewQuery>) -> Answer {
    drafter(&visit)?;
    let kind = ChargeKind::from_word(&query.kind).unwrap_or(ChargeKind::Levy);
    let form = visit.read(|tx, _| RuleForm::fresh(tx, &visit.words, kind))?;
    visit.page(&EditPage::of(&visit, None, form, FormFaults::default())?)
}

async fn edit(visit: Visit, Of(id): Of<ChargeRuleId>) -> Answer {
    drafter(&visit)?;
    let form = visit.read(|tx, me| RuleForm::filled(tx, &ayni_charges::rule(tx, me, id)?.content))?;
    visit.page(&EditPage::of(&visit, Some(id), form, FormFaults::default())?)
}

async fn create(visit: Visit, Input(form): Input<RuleForm>) -> Answer {
    match write(&visit, None, &form).await {
        Ok(view) => visit.done(&view, &view.link, "charges-said-drafted"),
        Err(error) => visit.again(error, async |faults| EditPage::of(&visit, None, form, faults.into())).await,
    }
}

async fn save(visit: Visit, Of(id): Of<ChargeRuleId>, Input(form): Input<RuleForm>) -> Answer {
    match write(&visit, Some(id), &form).await {
        Ok(view) => visit.done(&view, &view.link, "charges-said-changed"),
        Err(error) => visit.again(error, async |faults| EditPage::of(&visit, Some(id), form, faults.into())).await,
    }
}

/// Refuses others than admins before what they sent is read; the use case asks again.
fn drafter(visit: &Visit) -> Result<()> {
    visit.actor.may(RulesAct::Draft, &Rules)
}

async fn write(visit: &Visit, id: Option<ChargeRuleId>, form: &RuleForm) -> Result<RuleView> {
    drafter(visit)?;
    let content = visit.read(|tx, me| {
        id.map(|id| ayni_charges::rule(tx, me, id)).transpose()?;
        form.read(tx, me, visit.face)
    })?;
    let rule = visit.write(move |tx, me| match id {
        None => ayni_charges::draft(tx, me, content),
        Some(id) => ayni_charges::change_rule(tx, me, id, content),
    });
    RuleView::load(visit, rule.await?.id)
}

/// One rule.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "charges/rule.html")]
struct RulePage {
    /// The rule.
    rule: RuleView,
    /// For a draft what it would have done over the past year, for a rule in force what its next run will do; absent
    /// for levies in force and ended rules.
    preview: Option<PreviewView>,
    /// Its newest runs.
    runs: Vec<RunView>,
    #[serde(skip)]
    #[schema(ignore)]
    may_manage: bool,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl RulePage {
    fn of(visit: &Visit, id: ChargeRuleId, faults: FormFaults) -> Result<Self> {
        visit.read(|tx, me| {
            let rule = ayni_charges::rule(tx, me, id)?;
            me.may(RuleAct::SeeRuns, &rule)?;
            let currency = ayni_ledger::currency(tx, rule.content.currency)?;
            let preview = match rule.state {
                RuleState::Draft => Some(ayni_charges::preview(tx, me, &rule.content)?),
                RuleState::Active if rule.next.is_some() => Some(ayni_charges::next_run(tx, me, id)?),
                RuleState::Active | RuleState::Ended => None,
            };
            let runs = ayni_charges::runs(tx, me, id, None, RUNS)?;
            Ok(Self {
                rule: RuleView::of(tx, &visit.words, &rule)?,
                preview: preview.map(|preview| PreviewView::of(tx, &visit.words, &currency, preview)).transpose()?,
                runs: runs.rows.iter().map(|run| RunView::of(&visit.words, &currency, run)).collect(),
                may_manage: me.may(RuleAct::Manage, &rule).is_ok(),
                faults,
            })
        })
    }

    fn is_draft(&self) -> bool {
        self.rule.state == RuleState::Draft.word()
    }

    fn is_active(&self) -> bool {
        self.rule.state == RuleState::Active.word()
    }

    fn is_levy(&self) -> bool {
        self.rule.kind == ChargeKind::Levy.word()
    }
}

impl Page for RulePage {
    const FEATURE: &'static str = "charges";

    fn title(&self, _: &Words) -> String {
        self.rule.name.clone()
    }

    fn tab(&self) -> &'static str {
        "admin-charges"
    }
}

async fn show(visit: Visit, Of(id): Of<ChargeRuleId>) -> Answer {
    visit.page(&RulePage::of(&visit, id, FormFaults::default())?)
}

async fn activate(visit: Visit, Of(id): Of<ChargeRuleId>) -> Answer {
    match visit.write(move |tx, me| ayni_charges::activate(tx, me, id)).await {
        Ok(_) => visit.done(&RuleView::load(&visit, id)?, &links::admin_charge(id), "charges-said-active"),
        Err(error) => visit.again(error, async |faults| RulePage::of(&visit, id, faults.into())).await,
    }
}

async fn end(visit: Visit, Of(id): Of<ChargeRuleId>) -> Answer {
    match visit.write(move |tx, me| ayni_charges::end(tx, me, id)).await {
        Ok(_) => visit.done(&RuleView::load(&visit, id)?, &links::admin_charge(id), "charges-said-ended"),
        Err(error) => visit.again(error, async |faults| RulePage::of(&visit, id, faults.into())).await,
    }
}

async fn remove(visit: Visit, Of(id): Of<ChargeRuleId>) -> Answer {
    let view = RuleView::load(&visit, id)?;
    match visit.write(move |tx, me| ayni_charges::remove_draft(tx, me, id)).await {
        Ok(()) => visit.done(&view, links::ADMIN_CHARGES, "charges-said-removed"),
        Err(error) => visit.again(error, async |faults| RulePage::of(&visit, id, faults.into())).await,
    }
}
