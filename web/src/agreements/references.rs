//! References: what the two of a paid agreement say about each other, and what is known of a member by them.

use std::future::ready;

use askama::Template;
use ayni_agreements::{MAX_COUNTED, Reference, ReferenceAct, ReferenceLevel, ReferenceState};
use ayni_kernel::{Actor, AgreementId, Body, Cursor, Faults, Line, MemberId, ReadTx, ReferenceId, Result};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    forms::{HideForm, ReferenceForm, ReplyForm},
    page::AgreementPage,
};
use crate::{
    kit::{Answer, Ask, CardView, FormFaults, Input, Of, Page, PageView, Route, Visit, Words, filters},
    links,
};

/// References on a page.
const PAGE: usize = 30;

/// References on a member's page: what one reads before saying yes.
const NEWEST: usize = 3;

/// The routes of references.
pub(super) fn routes() -> Vec<Route> {
    let noun = |route: Route, about| route.about(about).answers::<ReferenceView>();
    vec![
        Route::get("/members/{id}/references", list)
            .about("The references about a member, the newest first.")
            .asks::<ReferencesQuery>()
            .answers::<ReferencesPage>(),
        Route::get("/references/{id}", show).about("A reference.").answers::<ReferencePage>(),
        noun(
            Route::post("/agreements/{id}/reference", give).takes::<ReferenceForm>(),
            "Say how it went with the other side, once it is paid.",
        ),
        noun(Route::post("/references/{id}/reply", reply).takes::<ReplyForm>(), "Answer a reference about oneself."),
        noun(Route::post("/references/{id}/hiding", hide).takes::<HideForm>(), "Hide a reference, for stewards.")
            .office(),
        noun(Route::post("/references/{id}/showing", show_again), "Show a hidden reference again, for stewards.")
            .office(),
    ]
}

/// A reference as its reader sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ReferenceView {
    /// The reference's id.
    pub id: String,
    /// Who gave it.
    pub by: CardView,
    /// About whom.
    pub about: CardView,
    /// How it went: `very-good`, `good`, `neutral`, `bad` or `very-bad`.
    pub level: &'static str,
    /// What they wrote.
    pub text: String,
    /// `waiting` until the other side gave theirs or can give none any more, `shown`, or `hidden` by a steward.
    pub state: &'static str,
    /// When it was given.
    pub given: String,
    /// From when on it is shown.
    pub shown_from: String,
    /// What the member whom it is about answered.
    pub reply: Option<String>,
    /// Why a steward hid it.
    pub hidden: Option<String>,
    #[serde(skip)]
    pub replies: bool,
    #[serde(skip)]
    pub hides: bool,
    #[serde(skip)]
    pub shows: bool,
    #[serde(skip)]
    pub link: String,
}

impl ReferenceView {
    pub(super) fn of(tx: &ReadTx, me: &Actor, reference: &Reference) -> Result<Self> {
        let may = |act| ayni_agreements::may_about(reference, me, act);
        Ok(Self {
            id: reference.id.to_string(),
            by: ayni_members::name_of(tx, reference.by)?.into(),
            about: ayni_members::name_of(tx, reference.about)?.into(),
            level: reference.level.word(),
            text: reference.text.to_string(),
            state: reference.state.word(),
            given: reference.given.to_string(),
            shown_from: reference.shown_from.to_string(),
            reply: reference.reply.as_ref().map(ToString::to_string),
            hidden: reference.hidden.as_ref().map(ToString::to_string),
            replies: may(ReferenceAct::Reply),
            hides: may(ReferenceAct::Hide),
            shows: may(ReferenceAct::Show),
            link: links::reference(reference.id),
        })
    }

    fn all(tx: &ReadTx, me: &Actor, found: &[Reference]) -> Result<Vec<Self>> {
        found.iter().map(|each| Self::of(tx, me, each)).collect()
    }

    pub(crate) fn key(&self) -> String {
        format!("agreements-level-{}", self.level)
    }

    pub(crate) fn tone(&self) -> &'static str {
        ReferenceLevel::from_word(self.level).map_or("", tone)
    }

    pub(super) fn waits(&self) -> bool {
        self.state == ReferenceState::Waiting.word()
    }
}

const fn tone(level: ReferenceLevel) -> &'static str {
    match level {
        ReferenceLevel::VeryGood | ReferenceLevel::Good => "ok",
        ReferenceLevel::Neutral => "",
        ReferenceLevel::Bad => "warn",
        ReferenceLevel::VeryBad => "bad",
    }
}

/// How many references of a level a member has.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct LevelView {
    /// The level.
    level: &'static str,
    /// How many; at 500 there may be more.
    count: usize,
    #[serde(skip)]
    tone: &'static str,
}

impl LevelView {
    fn all(tx: &ReadTx, me: &Actor, member: MemberId) -> Result<Vec<Self>> {
        let counts = ayni_agreements::reference_counts(tx, me, member)?;
        let view = |(level, count): (ReferenceLevel, usize)| Self { level: level.word(), count, tone: tone(level) };
        Ok(counts.into_iter().map(view).collect())
    }

    pub(crate) fn is_none(&self) -> bool {
        self.count == 0
    }

    pub(crate) fn key(&self) -> String {
        format!("agreements-level-{}", self.level)
    }

    pub(crate) const fn tone(&self) -> &'static str {
        self.tone
    }

    pub(crate) fn shown(&self) -> String {
        if self.count < MAX_COUNTED { self.count.to_string() } else { format!("{MAX_COUNTED}+") }
    }
}

/// What is known of a member by those who traded with it: how many of each level, and the newest.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ReputeView {
    /// How many there are of each level, the best first.
    pub counts: Vec<LevelView>,
    /// The newest ones.
    pub newest: Vec<ReferenceView>,
    #[serde(skip)]
    pub link: String,
}

impl ReputeView {
    /// As the reader may see it: nothing from outside the community.
    pub(crate) fn of(tx: &ReadTx, me: &Actor, member: MemberId) -> Result<Self> {
        let link = links::references_about(member);
        if !me.is_inside() {
            return Ok(Self { counts: Vec::new(), newest: Vec::new(), link });
        }
        let newest = ayni_agreements::references(tx, me, member, None, NEWEST)?.rows;
        Ok(Self { counts: LevelView::all(tx, me, member)?, newest: ReferenceView::all(tx, me, &newest)?, link })
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.newest.is_empty()
    }
}

/// Which references.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct ReferencesQuery {
    /// Where the page begins: the `next` of the page before.
    after: String,
}

/// The references about a member.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "agreements/references.html")]
pub(crate) struct ReferencesPage {
    /// The member.
    member: CardView,
    /// How many there are of each level, the best first.
    counts: Vec<LevelView>,
    /// The references.
    references: PageView<ReferenceView>,
    #[serde(skip)]
    link: String,
    #[serde(skip)]
    here: String,
}

impl Page for ReferencesPage {
    const FEATURE: &'static str = "members";

    fn title(&self, words: &Words) -> String {
        words.say("agreements-references")
    }

    fn tab(&self) -> &'static str {
        "members"
    }
}

impl ReferencesPage {
    fn read(tx: &ReadTx, me: &Actor, id: MemberId, ask: &ReferencesQuery) -> Result<Self> {
        let after = Some(&ask.after).filter(|after| !after.is_empty()).map(|after| Cursor::parse(after)).transpose()?;
        ayni_members::get(tx, me, id)?;
        let found = ayni_agreements::references(tx, me, id, after.as_ref(), PAGE)?;
        Ok(Self {
            member: ayni_members::name_of(tx, id)?.into(),
            counts: LevelView::all(tx, me, id)?,
            references: found.try_map(|each| ReferenceView::of(tx, me, &each))?.into(),
            link: links::member(id),
            here: links::references_about(id),
        })
    }

    fn older(&self) -> Option<String> {
        self.references.next.as_ref().map(|next| format!("{}{}", self.here, links::query(&[("after", next)])))
    }
}

async fn list(visit: Visit, Of(id): Of<MemberId>, Ask(ask): Ask<ReferencesQuery>) -> Answer {
    visit.page(&visit.read(|tx, me| ReferencesPage::read(tx, me, id, &ask))?)
}

/// A reference's page.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "agreements/reference.html")]
pub(crate) struct ReferencePage {
    /// The reference.
    reference: ReferenceView,
    #[serde(skip)]
    back: String,
    #[serde(skip)]
    faults: FormFaults,
}

impl Page for ReferencePage {
    const FEATURE: &'static str = "members";

    fn title(&self, words: &Words) -> String {
        words.say("agreements-reference")
    }

    fn tab(&self) -> &'static str {
        "members"
    }
}

impl ReferencePage {
    fn read(tx: &ReadTx, me: &Actor, id: ReferenceId, faults: Faults) -> Result<Self> {
        let reference = ayni_agreements::reference(tx, me, id)?;
        Ok(Self {
            back: links::references_about(reference.about),
            reference: ReferenceView::of(tx, me, &reference)?,
            faults: faults.into(),
        })
    }
}

async fn show(visit: Visit, Of(id): Of<ReferenceId>) -> Answer {
    visit.page(&visit.read(|tx, me| ReferencePage::read(tx, me, id, Faults::default()))?)
}

async fn give(visit: Visit, Of(id): Of<AgreementId>, Input(form): Input<ReferenceForm>) -> Answer {
    match given(&visit, id, &form).await {
        Ok(given) => said(&visit, &given, &links::agreement(id), "agreements-said-referred"),
        Err(error) => {
            let page = |faults| visit.read(|tx, me| AgreementPage::read(&visit.words, tx, me, id, faults));
            visit.again(error, |faults| ready(page(faults).map(|page| page.with_given(form)))).await
        }
    }
}

async fn given(visit: &Visit, id: AgreementId, form: &ReferenceForm) -> Result<Reference> {
    let (level, text) = form.read()?;
    visit.write(move |tx, me| ayni_agreements::give_reference(tx, me, id, level, text)).await
}

fn said(visit: &Visit, reference: &Reference, to: &str, word: &'static str) -> Answer {
    visit.done(&visit.read(|tx, me| ReferenceView::of(tx, me, reference))?, to, word)
}

/// A refusal is shown on the reference's page.
async fn told(visit: &Visit, id: ReferenceId, done: Result<Reference>, word: &'static str) -> Answer {
    match done {
        Ok(reference) => said(visit, &reference, &links::reference(id), word),
        Err(error) => {
            let page = |faults| ready(visit.read(|tx, me| ReferencePage::read(tx, me, id, faults)));
            visit.again(error, page).await
        }
    }
}

async fn reply(visit: Visit, Of(id): Of<ReferenceId>, Input(form): Input<ReplyForm>) -> Answer {
    let done = match Body::parse("reply", &form.reply) {
        Ok(text) => visit.write(move |tx, me| ayni_agreements::reply_to_reference(tx, me, id, text)).await,
        Err(fault) => Err(fault.into()),
    };
    told(&visit, id, done, "agreements-said-replied").await
}

async fn hide(visit: Visit, Of(id): Of<ReferenceId>, Input(form): Input<HideForm>) -> Answer {
    let done = match Line::parse("reason", &form.reason) {
        Ok(reason) => visit.write(move |tx, me| ayni_agreements::hide_reference(tx, me, id, reason)).await,
        Err(fault) => Err(fault.into()),
    };
    told(&visit, id, done, "agreements-said-hidden").await
}

async fn show_again(visit: Visit, Of(id): Of<ReferenceId>) -> Answer {
    let done = visit.write(move |tx, me| ayni_agreements::show_reference(tx, me, id)).await;
    told(&visit, id, done, "agreements-said-visible").await
}
