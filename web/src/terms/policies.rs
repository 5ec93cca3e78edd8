//! Policies: the list, the editor, the presets to begin with.

use askama::Template;
use ayni_kernel::{PolicyId, ReadTx, Result};
use ayni_terms::{InUse, Policy, Preset};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    fields::SectionView,
    policy_form::PolicyForm,
    policy_rows::{QuotaRow, RefundRow},
    reach::{AttachedView, Ticks, group_names, keeper},
    says::{SaysView, says},
};
use crate::{
    kit::{Answer, Ask, FormFaults, Input, Of, Page, Route, Visit, Words, filters},
    links,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/spaces/policies", list)
            .about("The booking policies: named sets of rules.")
            .answers::<PoliciesPage>()
            .office(),
        Route::post("/admin/spaces/policies", create)
            .about("Makes a policy.")
            .takes::<PolicyForm>()
            .answers::<PolicyView>()
            .office(),
        Route::get("/admin/spaces/policies/new", new).about("The editor of a new policy.").page_only(),
        Route::get("/admin/spaces/policies/{id}", show).about("A policy.").answers::<PolicyPage>().office(),
        Route::post("/admin/spaces/policies/{id}", save)
            .about("Changes a policy: every field, changed or not.")
            .takes::<PolicyForm>()
            .answers::<PolicyView>()
            .office(),
        Route::post("/admin/spaces/policies/{id}/use", turn)
            .about("Takes a policy into use, or out of it.")
            .takes::<UseForm>()
            .answers::<PolicyView>()
            .office(),
        Route::post("/admin/spaces/policies/{id}/removal", remove)
            .about("Removes a policy; bookings keep the terms they were made on.")
            .answers::<PolicyView>()
            .office(),
    ]
}

/// Whether terms are to be in use.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(super) struct UseForm {
    /// `yes` or `no`.
    pub in_use: String,
}

impl UseForm {
    pub(super) fn read(&self) -> Result<InUse> {
        Ok(InUse::parse("in_use", &self.in_use)?)
    }
}

/// A policy.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct PolicyView {
    /// The policy's id.
    id: String,
    /// Its name.
    name: String,
    /// `yes`, or `no` when it is kept for later.
    in_use: &'static str,
    /// Where it holds.
    attached: Vec<AttachedView>,
    /// The names of the groups for whom it holds; none for everybody.
    groups: Vec<String>,
    /// Of two that are equally near the higher one wins.
    priority: u16,
    /// What it says, in words.
    says: Vec<SaysView>,
    #[serde(skip)]
    #[schema(ignore)]
    link: String,
}

impl PolicyView {
    fn of(tx: &ReadTx, words: &Words, policy: &Policy) -> Result<Self> {
        Ok(Self {
            id: policy.id.to_string(),
            name: policy.content.name.to_string(),
            in_use: policy.in_use.word(),
            attached: AttachedView::all(tx, words, &policy.content.attached)?,
            groups: group_names(tx, &policy.content.groups),
            priority: policy.content.priority,
            says: says(words, &policy.content.rules),
            link: links::admin_policy(policy.id),
        })
    }

    fn load(visit: &Visit, id: PolicyId) -> Result<Self> {
        visit.read(|tx, me| Self::of(tx, &visit.words, &ayni_terms::policy(tx, me, id)?))
    }

    fn is_used(&self) -> bool {
        self.in_use == InUse::Yes.word()
    }
}

/// The policies.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "terms/policies.html")]
struct PoliciesPage {
    /// Every policy, the oldest first.
    policies: Vec<PolicyView>,
}

impl Page for PoliciesPage {
    const FEATURE: &'static str = "terms";

    fn title(&self, words: &Words) -> String {
        words.say("terms-policies")
    }

    fn tab(&self) -> &'static str {
        "admin-spaces"
    }
}

impl PoliciesPage {
    #[expect(clippy::unused_self, reason = "templates call methods of the page")]
    fn presets(&self) -> Vec<PresetView> {
        Preset::ALL.iter().map(|preset| PresetView::of(*preset, links::ADMIN_POLICIES)).collect()
    }
}

/// A preset to begin with.
pub(super) struct PresetView {
    pub word: &'static str,
    pub link: String,
}

impl PresetView {
    pub(super) fn of(preset: Preset, list: &str) -> Self {
        Self { word: preset.word(), link: format!("{list}/new?preset={preset}") }
    }

    pub(super) fn key(&self) -> String {
        format!("terms-preset-{}", self.word)
    }

    pub(super) fn hint_key(&self) -> String {
        format!("terms-preset-hint-{}", self.word)
    }
}

async fn list(visit: Visit) -> Answer {
    keeper(&visit)?;
    visit.page(&visit.read(|tx, me| {
        let policies = ayni_terms::policies(tx, me)?;
        let views = policies.iter().map(|policy| PolicyView::of(tx, &visit.words, policy));
        Ok(PoliciesPage { policies: views.collect::<Result<_>>()? })
    })?)
}

/// What a new one begins with.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(super) struct PresetQuery {
    /// A preset: `meeting-room`, `day-desk`, `machine`, `village-hall`, `tool-library`.
    pub preset: String,
    /// The id of a resource that it is for.
    pub resource: String,
}

/// The editor of a policy.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "terms/policy.html")]
struct PolicyPage {
    /// The policy; absent for a new one.
    policy: Option<PolicyView>,
    /// What it says, field by field, as it is sent to change it.
    fields: PolicyForm,
    #[serde(skip)]
    #[schema(ignore)]
    ticks: Ticks,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl Page for PolicyPage {
    const FEATURE: &'static str = "terms";

    fn title(&self, words: &Words) -> String {
        self.policy.as_ref().map_or_else(|| words.say("terms-policy-new"), |policy| policy.name.clone())
    }

    fn tab(&self) -> &'static str {
        "admin-spaces"
    }
}

impl PolicyPage {
    fn action(&self) -> &str {
        self.policy.as_ref().map_or(links::ADMIN_POLICIES, |policy| &policy.link)
    }

    fn sections(&self) -> Vec<SectionView> {
        self.fields.sections()
    }

    fn quotas(&self) -> Vec<QuotaRow> {
        self.fields.quota_rows()
    }

    fn refunds(&self) -> Vec<RefundRow> {
        self.fields.refund_rows()
    }

    fn of(visit: &Visit, id: Option<PolicyId>, form: Option<PolicyForm>, faults: FormFaults) -> Result<Self> {
        keeper(visit)?;
        visit.read(|tx, me| {
            let policy = id.map(|id| ayni_terms::policy(tx, me, id)).transpose()?;
            let stored = || policy.as_ref().map(|policy| PolicyForm::filled(&policy.content)).unwrap_or_default();
            let fields = form.unwrap_or_else(stored);
            Ok(Self {
                policy: policy.as_ref().map(|policy| PolicyView::of(tx, &visit.words, policy)).transpose()?,
                ticks: Ticks::of(tx, me, &fields.ticked())?,
                fields,
                faults,
            })
        })
    }
}

async fn new(visit: Visit, Ask(ask): Ask<PresetQuery>) -> Answer {
    let preset = Preset::from_word(&ask.preset);
    let name = preset.map(|preset| visit.words.say(&format!("terms-preset-{preset}"))).unwrap_or_default();
    let mut form = preset.map_or_else(PolicyForm::default, |preset| PolicyForm::preset(preset, name));
    if !ask.resource.is_empty() {
        form.everything.clear();
        form.resources.push(ask.resource);
    }
    visit.page(&PolicyPage::of(&visit, None, Some(form), FormFaults::default())?)
}

async fn show(visit: Visit, Of(id): Of<PolicyId>) -> Answer {
    visit.page(&PolicyPage::of(&visit, Some(id), None, FormFaults::default())?)
}

async fn create(visit: Visit, Input(form): Input<PolicyForm>) -> Answer {
    match write(&visit, None, &form).await {
        Ok(view) => visit.done(&view, links::ADMIN_POLICIES, "terms-said-policy-made"),
        Err(error) => visit.again(error, async |faults| PolicyPage::of(&visit, None, Some(form), faults.into())).await,
    }
}

async fn save(visit: Visit, Of(id): Of<PolicyId>, Input(form): Input<PolicyForm>) -> Answer {
    match write(&visit, Some(id), &form).await {
        Ok(view) => visit.done(&view, links::ADMIN_POLICIES, "terms-said-policy-saved"),
        Err(error) => {
            visit.again(error, async |faults| PolicyPage::of(&visit, Some(id), Some(form), faults.into())).await
        }
    }
}

async fn write(visit: &Visit, id: Option<PolicyId>, form: &PolicyForm) -> Result<PolicyView> {
    keeper(visit)?;
    let content = form.read()?;
    let policy = visit.write(move |tx, me| match id {
        None => ayni_terms::create_policy(tx, me, content),
        Some(id) => ayni_terms::change_policy(tx, me, id, content),
    });
    PolicyView::load(visit, policy.await?.id)
}

async fn turn(visit: Visit, Of(id): Of<PolicyId>, Input(form): Input<UseForm>) -> Answer {
    keeper(&visit)?;
    let in_use = form.read()?;
    visit.write(move |tx, me| ayni_terms::use_policy(tx, me, id, in_use)).await?;
    visit.done(&PolicyView::load(&visit, id)?, links::ADMIN_POLICIES, "terms-said-policy-saved")
}

async fn remove(visit: Visit, Of(id): Of<PolicyId>) -> Answer {
    keeper(&visit)?;
    let view = PolicyView::load(&visit, id)?;
    visit.write(move |tx, me| ayni_terms::remove_policy(tx, me, id)).await?;
    visit.done(&view, links::ADMIN_POLICIES, "terms-said-policy-removed")
}
