//! Trainings and agreements: what there is, who has them, giving and withdrawing; one's own, and agreeing.

use std::future::ready;

use askama::Template;
use ayni_kernel::{
    Actor, Body, Check, Error, Fault, Faults, MemberId, Name, QualificationId, ReadTx, Result, tx::Now as _,
};
use ayni_resources::{Estate, EstateAct, Holding, Qualification, QualificationDetails, QualificationKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{OFFICE_TAB, form::member_named};
use crate::{
    kit::{Answer, CardView, FormFaults, Input, Of, Page, Route, Visit, Words, filters},
    links,
    members::views::{Choice, choices},
};

/// The routes of qualifications.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::ADMIN_QUALIFICATIONS, list)
            .about("Trainings and agreements that places may ask for.")
            .answers::<QualificationsPage>()
            .office(),
        Route::post(links::ADMIN_QUALIFICATIONS, add)
            .about("Add a training or an agreement.")
            .takes::<QualificationForm>()
            .answers::<QualificationView>()
            .office(),
        Route::get("/admin/spaces/qualifications/{id}", show)
            .about("A training or an agreement with those who have it.")
            .answers::<QualificationPage>()
            .office(),
        Route::post("/admin/spaces/qualifications/{id}", save)
            .about("Change a training or an agreement.")
            .takes::<QualificationForm>()
            .answers::<QualificationView>()
            .office(),
        Route::post("/admin/spaces/qualifications/{id}/holders", give)
            .about("Give a member a qualification from now on, or renew it.")
            .takes::<HolderForm>()
            .answers::<HolderView>()
            .office(),
        Route::post("/admin/spaces/qualifications/{id}/withdrawal", withdraw)
            .about("Take a qualification from a member; what was booked stays booked.")
            .takes::<HolderForm>()
            .answers::<QualificationView>()
            .office(),
        Route::get(links::QUALIFICATIONS, own)
            .about("The trainings and agreements of the member acted for, and the texts that it can agree to.")
            .answers::<OwnPage>(),
        Route::post("/qualifications/{id}/agreement", agree)
            .about("Agree to a text for the member acted for.")
            .answers::<HolderView>(),
    ]
}

/// A training or an agreement as its form sends it.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct QualificationForm {
    /// Its name.
    name: String,
    /// `training` or `agreement`.
    kind: String,
    /// What it is about; the text to agree to.
    text: String,
    /// For how many days it holds; empty for ever.
    valid_days: String,
}

impl QualificationForm {
    fn of(qualification: &Qualification) -> Self {
        Self {
            name: qualification.name.to_string(),
            kind: qualification.kind.word().to_owned(),
            text: qualification.text.to_string(),
            valid_days: qualification.valid_days.map(|days| days.to_string()).unwrap_or_default(),
        }
    }

    fn read(&self) -> Result<QualificationDetails> {
        let mut check = Check::default();
        let name = check.take(Name::parse("name", &self.name));
        let kind = check.take(QualificationKind::parse("kind", &self.kind));
        let text = check.take(Body::parse("text", &self.text));
        let days = Some(self.valid_days.trim()).filter(|days| !days.is_empty()).map(str::parse).transpose();
        let valid_days = check.take(days.map_err(|_| Fault::new("valid_days", "resources-number")));
        match (name, kind, text, valid_days) {
            (Some(name), Some(kind), Some(text), Some(valid_days)) => {
                Ok(QualificationDetails { name, kind, text, valid_days })
            }
            _ => Err(check.into()),
        }
    }
}

/// A member to give a qualification to, or to take it from.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct HolderForm {
    /// The member's number.
    member: String,
    /// The member's id, in place of the number.
    member_id: String,
}

impl HolderForm {
    fn read(&self, tx: &ReadTx, me: &Actor) -> Result<MemberId> {
        let member = member_named(tx, me, &self.member_id, &self.member)?;
        member.ok_or_else(|| Error::invalid("member", "resources-manager-unknown"))
    }
}

/// A training or an agreement.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct QualificationView {
    /// Its id.
    id: String,
    /// Its name.
    name: String,
    /// `training` or `agreement`.
    kind: &'static str,
    /// What it is about; the text to agree to.
    text: String,
    /// For how many days it holds; absent for ever.
    valid_days: Option<u32>,
    #[serde(skip)]
    #[schema(ignore)]
    link: String,
}

impl From<&Qualification> for QualificationView {
    fn from(qualification: &Qualification) -> Self {
        Self {
            id: qualification.id.to_string(),
            name: qualification.name.to_string(),
            kind: qualification.kind.word(),
            text: qualification.text.to_string(),
            valid_days: qualification.valid_days,
            link: links::admin_qualification(qualification.id),
        }
    }
}

impl QualificationView {
    fn kind_key(&self) -> String {
        format!("resources-qualification-{}", self.kind)
    }
}

/// That a member has a qualification.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct HolderView {
    /// Who.
    member: CardView,
    /// The id of what.
    qualification: String,
    /// The name of what.
    name: String,
    /// Since when.
    since: String,
    /// Until when; absent for ever.
    until: Option<String>,
    /// Whether it counts now.
    counts: bool,
}

impl HolderView {
    fn of(tx: &ReadTx, holding: &Holding) -> Result<Self> {
        Ok(Self {
            member: ayni_members::name_of(tx, holding.member)?.into(),
            qualification: holding.qualification.to_string(),
            name: ayni_resources::qualification(tx, holding.qualification)?.name.into(),
            since: holding.since.to_string(),
            until: holding.until.map(|until| until.to_string()),
            counts: holding.counts(tx.now()),
        })
    }
}

/// All trainings and agreements.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "resources/qualifications.html")]
pub(crate) struct QualificationsPage {
    /// The trainings and agreements by name.
    qualifications: Vec<QualificationView>,
    #[serde(skip)]
    #[schema(ignore)]
    form: QualificationForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl Page for QualificationsPage {
    const FEATURE: &'static str = "resources";

    fn title(&self, words: &Words) -> String {
        words.say("resources-qualifications")
    }

    fn tab(&self) -> &'static str {
        OFFICE_TAB
    }
}

/// The kinds to choose from.
fn kinds(form: &QualificationForm) -> Vec<Choice> {
    let chosen = if form.kind.is_empty() { QualificationKind::Training.word() } else { &form.kind };
    choices(QualificationKind::ALL.iter().map(|kind| kind.word()), "resources-qualification-", chosen)
}

impl QualificationsPage {
    #[expect(clippy::unused_self, reason = "templates call methods of the page")]
    const fn section(&self) -> &'static str {
        links::ADMIN_QUALIFICATIONS
    }

    fn read(tx: &ReadTx, me: &Actor, form: QualificationForm, faults: Faults) -> Result<Self> {
        me.may(EstateAct::Manage, &Estate)?;
        let all = ayni_resources::qualifications(tx)?;
        Ok(Self { qualifications: all.iter().map(QualificationView::from).collect(), form, faults: faults.into() })
    }

    fn kinds(&self) -> Vec<Choice> {
        kinds(&self.form)
    }
}

async fn list(visit: Visit) -> Answer {
    let form = QualificationForm::default();
    visit.page(&visit.read(|tx, me| QualificationsPage::read(tx, me, form, Faults::default()))?)
}

async fn add(visit: Visit, Input(form): Input<QualificationForm>) -> Answer {
    match insert(&visit, &form).await {
        Ok(made) => visit.done(&QualificationView::from(&made), links::ADMIN_QUALIFICATIONS, "resources-said-saved"),
        Err(error) => {
            let page = |faults| visit.read(|tx, me| QualificationsPage::read(tx, me, form, faults));
            visit.again(error, |faults| ready(page(faults))).await
        }
    }
}

async fn insert(visit: &Visit, form: &QualificationForm) -> Result<Qualification> {
    visit.actor.may(EstateAct::Manage, &Estate)?;
    let ask = form.read()?;
    visit.write(move |tx, me| ayni_resources::add_qualification(tx, me, ask)).await
}

/// A training or an agreement with those who have it.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "resources/qualification.html")]
pub(crate) struct QualificationPage {
    /// The training or agreement.
    qualification: QualificationView,
    /// Who has it, the newest first.
    holders: Vec<HolderView>,
    #[serde(skip)]
    #[schema(ignore)]
    form: QualificationForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl Page for QualificationPage {
    const FEATURE: &'static str = "resources";

    fn title(&self, _: &Words) -> String {
        self.qualification.name.clone()
    }

    fn tab(&self) -> &'static str {
        OFFICE_TAB
    }
}

impl QualificationPage {
    fn read(
        tx: &ReadTx,
        me: &Actor,
        id: QualificationId,
        sent: Option<QualificationForm>,
        faults: Faults,
    ) -> Result<Self> {
        let holders = ayni_resources::holders(tx, me, id)?;
        let qualification = ayni_resources::qualification(tx, id)?;
        Ok(Self {
            holders: holders.iter().map(|holding| HolderView::of(tx, holding)).collect::<Result<_>>()?,
            form: sent.unwrap_or_else(|| QualificationForm::of(&qualification)),
            qualification: QualificationView::from(&qualification),
            faults: faults.into(),
        })
    }

    fn kinds(&self) -> Vec<Choice> {
        kinds(&self.form)
    }
}

async fn show(visit: Visit, Of(id): Of<QualificationId>) -> Answer {
    visit.page(&visit.read(|tx, me| QualificationPage::read(tx, me, id, None, Faults::default()))?)
}

/// The page with a refused form.
async fn again(visit: &Visit, id: QualificationId, error: Error, sent: Option<QualificationForm>) -> Answer {
    let page = |faults| visit.read(|tx, me| QualificationPage::read(tx, me, id, sent, faults));
    visit.again(error, |faults| ready(page(faults))).await
}

async fn save(visit: Visit, Of(id): Of<QualificationId>, Input(form): Input<QualificationForm>) -> Answer {
    let next = links::admin_qualification(id);
    match replace(&visit, id, &form).await {
        Ok(saved) => visit.done(&QualificationView::from(&saved), &next, "resources-said-saved"),
        Err(error) => again(&visit, id, error, Some(form)).await,
    }
}

async fn replace(visit: &Visit, id: QualificationId, form: &QualificationForm) -> Result<Qualification> {
    visit.actor.may(EstateAct::Manage, &Estate)?;
    let ask = form.read()?;
    visit.write(move |tx, me| ayni_resources::change_qualification(tx, me, id, ask)).await
}

async fn give(visit: Visit, Of(id): Of<QualificationId>, Input(form): Input<HolderForm>) -> Answer {
    match hand_over(&visit, id, &form).await {
        Ok(holding) => {
            let view = visit.read(|tx, _| HolderView::of(tx, &holding))?;
            visit.done(&view, &links::admin_qualification(id), "resources-said-given")
        }
        Err(error) => again(&visit, id, error, None).await,
    }
}

async fn hand_over(visit: &Visit, id: QualificationId, form: &HolderForm) -> Result<Holding> {
    let member = visit.read(|tx, me| {
        me.may(EstateAct::Manage, &Estate)?;
        form.read(tx, me)
    })?;
    visit.write(move |tx, me| ayni_resources::give(tx, me, member, id)).await
}

async fn withdraw(visit: Visit, Of(id): Of<QualificationId>, Input(form): Input<HolderForm>) -> Answer {
    let (member, view) = visit.read(|tx, me| {
        me.may(EstateAct::Manage, &Estate)?;
        Ok((form.read(tx, me)?, QualificationView::from(&ayni_resources::qualification(tx, id)?)))
    })?;
    visit.write(move |tx, me| ayni_resources::withdraw(tx, me, member, id)).await?;
    visit.done(&view, &links::admin_qualification(id), "resources-said-withdrawn")
}

/// A text to agree to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct OpenAgreement {
    /// The agreement.
    agreement: QualificationView,
    #[serde(skip)]
    #[schema(ignore)]
    action: String,
}

/// One's own trainings and agreements.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "resources/own-qualifications.html")]
pub(crate) struct OwnPage {
    /// What the member has, or had.
    holdings: Vec<HolderView>,
    /// What it can agree to.
    open: Vec<OpenAgreement>,
}

impl Page for OwnPage {
    const FEATURE: &'static str = "resources";

    fn title(&self, words: &Words) -> String {
        words.say("resources-own-qualifications")
    }
}

impl OwnPage {
    fn read(tx: &ReadTx, me: &Actor) -> Result<Self> {
        let member = me.member()?;
        let holdings = ayni_resources::holdings_of(tx, me, member)?;
        let counts = |id| holdings.iter().any(|holding| holding.qualification == id && holding.counts(tx.now()));
        let all = ayni_resources::qualifications(tx)?;
        let open = all.iter().filter(|each| each.kind == QualificationKind::Agreement && !counts(each.id));
        let open = open.map(|each| OpenAgreement { agreement: each.into(), action: links::agree(each.id) }).collect();
        let holdings = holdings.iter().map(|holding| HolderView::of(tx, holding)).collect::<Result<_>>()?;
        Ok(Self { holdings, open })
    }
}

async fn own(visit: Visit) -> Answer {
    visit.page(&visit.read(OwnPage::read)?)
}

async fn agree(visit: Visit, Of(id): Of<QualificationId>) -> Answer {
    let member = visit.member()?;
    let holding = visit.write(move |tx, me| ayni_resources::agree(tx, me, member, id)).await?;
    let view = visit.read(|tx, _| HolderView::of(tx, &holding))?;
    visit.done(&view, links::QUALIFICATIONS, "resources-said-agreed")
}
