//! Kinds of passes for those who keep them: the list with what is not paid yet, the editor, giving one.

use askama::Template;
use ayni_kernel::{Actor, Code, Error, Line, MemberId, PassKindId, ReadTx, Result};
use ayni_terms::{InUse, PassKind, PassPayment, PassUnit, length_text};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    fields::SectionView,
    kind_form::KindForm,
    mine::PassView,
    policies::UseForm,
    prices::choice,
    reach::{AttachedView, Ticks, group_names, keeper},
};
use crate::{
    kit::{Answer, CardView, FormFaults, Input, MoneyView, Of, Page, Route, Visit, Words, filters},
    links,
    members::views::{Choice, choices},
};

/// Unpaid passes that are shown at once.
const MAX_DUE: usize = 50;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/spaces/passes", list)
            .about("The kinds of passes, and the passes that are not paid yet.")
            .answers::<KindsPage>()
            .office(),
        Route::post("/admin/spaces/passes", create)
            .about("Makes a kind of pass.")
            .takes::<KindForm>()
            .answers::<KindView>()
            .office(),
        Route::get("/admin/spaces/passes/new", new).about("The editor of a new kind of pass.").page_only(),
        Route::get("/admin/spaces/passes/{id}", show).about("A kind of pass.").answers::<KindPage>().office(),
        Route::post("/admin/spaces/passes/{id}", save)
            .about("Changes a kind of pass: every field, changed or not.")
            .takes::<KindForm>()
            .answers::<KindView>()
            .office(),
        Route::post("/admin/spaces/passes/{id}/use", turn)
            .about("Puts a kind of pass on sale, or takes it off.")
            .takes::<UseForm>()
            .answers::<KindView>()
            .office(),
        Route::post("/admin/spaces/passes/{id}/gift", give)
            .about("Gives a member a pass without a price.")
            .takes::<GiftForm>()
            .answers::<PassView>()
            .office(),
    ]
}

/// A kind of pass.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct KindView {
    /// The kind's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What there is to say.
    pub description: String,
    /// `minutes` or `days`.
    pub unit: &'static str,
    /// How many minutes or days.
    pub quantity: u32,
    /// For how many days it is good; 0 for ever.
    pub validity: u16,
    /// What it costs; absent when it is only given.
    pub price: Option<MoneyView>,
    /// `local` (through the ledger) or `money` (written down as due); absent when it is only given.
    pub way: Option<&'static str>,
    /// Where it is good.
    pub attached: Vec<AttachedView>,
    /// The names of the groups that may buy it; none for everybody.
    pub groups: Vec<String>,
    /// `yes` while it is sold.
    pub in_use: &'static str,
    #[serde(skip)]
    #[schema(ignore)]
    pub amount: String,
    #[serde(skip)]
    #[schema(ignore)]
    pub link: String,
}

impl KindView {
    pub(super) fn of(tx: &ReadTx, words: &Words, kind: &PassKind) -> Result<Self> {
        let content = &kind.content;
        let currency = content.price.map(|price| ayni_ledger::currency(tx, price.currency)).transpose()?;
        let price = currency.zip(content.price);
        Ok(Self {
            id: kind.id.to_string(),
            name: content.name.to_string(),
            description: content.description.to_string(),
            unit: content.unit.word(),
            quantity: content.quantity,
            validity: content.validity,
            way: price.as_ref().map(|(_, price)| price.way.word()),
            price: price.map(|(currency, price)| currency.money(price.amount).into()),
            attached: AttachedView::all(tx, words, &content.attached)?,
            groups: group_names(tx, &content.groups),
            in_use: kind.in_use.word(),
            amount: amount_text(words, content.unit, content.quantity),
            link: links::admin_pass(kind.id),
        })
    }

    fn load(visit: &Visit, id: PassKindId) -> Result<Self> {
        visit.read(|tx, me| Self::of(tx, &visit.words, &ayni_terms::kind(tx, me, id)?))
    }

    fn is_used(&self) -> bool {
        self.in_use == InUse::Yes.word()
    }

    /// Whether it is written down as due instead of paid at once.
    pub(super) fn is_money(&self) -> bool {
        self.way == Some("money")
    }
}

/// Minutes or days in words.
pub(super) fn amount_text(words: &Words, unit: PassUnit, quantity: u32) -> String {
    match unit {
        PassUnit::Minutes => hours_text(words, quantity),
        PassUnit::Days => words.say_with("terms-days", &[("count", i64::from(quantity).into())]),
    }
}

/// The kinds of passes.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "terms/kinds.html")]
struct KindsPage {
    /// Every kind, the oldest first.
    kinds: Vec<KindView>,
    /// Passes that are not paid yet, the oldest first.
    due: Vec<PassView>,
}

impl Page for KindsPage {
    const FEATURE: &'static str = "terms";

    fn title(&self, words: &Words) -> String {
        words.say("terms-passes")
    }

    fn tab(&self) -> &'static str {
        "admin-spaces"
    }
}

async fn list(visit: Visit) -> Answer {
    keeper(&visit)?;
    visit.page(&visit.read(|tx, me| {
        let kinds = ayni_terms::kinds(tx, me)?;
        let due = ayni_terms::passes_due(tx, me, MAX_DUE)?;
        Ok(KindsPage {
            kinds: kinds.iter().map(|kind| KindView::of(tx, &visit.words, kind)).collect::<Result<_>>()?,
            due: due.into_iter().map(|pass| PassView::of(tx, &visit.words, pass)).collect::<Result<_>>()?,
        })
    })?)
}

/// The editor of a kind of pass.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "terms/kind.html")]
struct KindPage {
    /// The kind; absent for a new one.
    kind: Option<KindView>,
    /// What it says, field by field, as it is sent to change it.
    fields: KindForm,
    #[serde(skip)]
    #[schema(ignore)]
    ticks: Ticks,
    #[serde(skip)]
    #[schema(ignore)]
    currencies: Vec<Choice>,
    #[serde(skip)]
    #[schema(ignore)]
    gift: GiftForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl Page for KindPage {
    const FEATURE: &'static str = "terms";

    fn title(&self, words: &Words) -> String {
        self.kind.as_ref().map_or_else(|| words.say("terms-kind-new"), |kind| kind.name.clone())
    }

    fn tab(&self) -> &'static str {
        "admin-spaces"
    }
}

impl KindPage {
    fn action(&self) -> &str {
        self.kind.as_ref().map_or(links::ADMIN_PASSES, |kind| &kind.link)
    }

    fn sections(&self) -> Vec<SectionView> {
        self.fields.sections()
    }

    fn units(&self) -> Vec<Choice> {
        choices(PassUnit::ALL.iter().map(|unit| unit.word()), "terms-pass-unit-", &self.fields.unit)
    }

    fn of(
        visit: &Visit,
        id: Option<PassKindId>,
        form: Option<KindForm>,
        gift: GiftForm,
        faults: FormFaults,
    ) -> Result<Self> {
        keeper(visit)?;
        visit.read(|tx, me| {
            let all = ayni_ledger::currencies(tx)?;
            let kind = id.map(|id| ayni_terms::kind(tx, me, id)).transpose()?;
            let stored = |kind: &PassKind| {
                let price = kind.content.price;
                let currency = all.iter().find(|each| price.is_some_and(|price| price.currency == each.id));
                KindForm::filled(&kind.content, currency)
            };
            let fields = form.unwrap_or_else(|| kind.as_ref().map_or_else(fresh, stored));
            let chosen = fields.currency_of(&all).ok();
            Ok(Self {
                kind: kind.as_ref().map(|kind| KindView::of(tx, &visit.words, kind)).transpose()?,
                ticks: Ticks::of(tx, me, &fields.said().ticked())?,
                currencies: all.iter().map(|currency| choice(currency, chosen)).collect(),
                fields,
                gift,
                faults,
            })
        })
    }
}

/// What a new kind begins with: good everywhere.
fn fresh() -> KindForm {
    KindForm { everything: "on".to_owned(), ..KindForm::default() }
}

async fn new(visit: Visit) -> Answer {
    visit.page(&KindPage::of(&visit, None, None, GiftForm::default(), FormFaults::default())?)
}

async fn show(visit: Visit, Of(id): Of<PassKindId>) -> Answer {
    visit.page(&KindPage::of(&visit, Some(id), None, GiftForm::default(), FormFaults::default())?)
}

async fn create(visit: Visit, Input(form): Input<KindForm>) -> Answer {
    match write(&visit, None, &form).await {
        Ok(view) => visit.done(&view, links::ADMIN_PASSES, "terms-said-kind-made"),
        Err(error) => visit.again(error, async |faults| again(&visit, None, form, faults.into())).await,
    }
}

async fn save(visit: Visit, Of(id): Of<PassKindId>, Input(form): Input<KindForm>) -> Answer {
    match write(&visit, Some(id), &form).await {
        Ok(view) => visit.done(&view, links::ADMIN_PASSES, "terms-said-kind-saved"),
        Err(error) => visit.again(error, async |faults| again(&visit, Some(id), form, faults.into())).await,
    }
}

fn again(visit: &Visit, id: Option<PassKindId>, form: KindForm, faults: FormFaults) -> Result<KindPage> {
    KindPage::of(visit, id, Some(form), GiftForm::default(), faults)
}

async fn write(visit: &Visit, id: Option<PassKindId>, form: &KindForm) -> Result<KindView> {
    keeper(visit)?;
    let content = visit.read(|tx, _| form.read(visit.face, &ayni_ledger::currencies(tx)?))?;
    let kind = visit.write(move |tx, me| match id {
        None => ayni_terms::create_kind(tx, me, content),
        Some(id) => ayni_terms::change_kind(tx, me, id, content),
    });
    KindView::load(visit, kind.await?.id)
}

async fn turn(visit: Visit, Of(id): Of<PassKindId>, Input(form): Input<UseForm>) -> Answer {
    keeper(&visit)?;
    let in_use = form.read()?;
    visit.write(move |tx, me| ayni_terms::use_kind(tx, me, id, in_use)).await?;
    visit.done(&KindView::load(&visit, id)?, links::ADMIN_PASSES, "terms-said-kind-saved")
}

/// Who is given a pass, and why.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(super) struct GiftForm {
    /// The member's id, as a list of suggestions fills it in.
    pub member_id: String,
    /// The member's number or id, as it is typed.
    pub member: String,
    /// Why.
    pub reason: String,
}

/// The member meant by an id that was chosen, or by a number or id that was typed.
pub(super) fn member_of(tx: &ReadTx, me: &Actor, chosen: &str, typed: &str) -> Result<MemberId> {
    let typed = typed.trim();
    if let Ok(id) = chosen.trim().parse::<MemberId>().or_else(|_| typed.parse()) {
        return Ok(ayni_members::name_of(tx, id)?.id);
    }
    let unknown = || Error::invalid("member", "terms-no-such-member");
    let code = Code::parse("member", typed)?;
    match ayni_members::by_number(tx, me, &code) {
        Ok(card) => Ok(card.id),
        Err(Error::NotFound) => Err(unknown()),
        Err(other) => Err(other),
    }
}

async fn give(visit: Visit, Of(id): Of<PassKindId>, Input(form): Input<GiftForm>) -> Answer {
    match gift(&visit, id, &form).await {
        Ok(view) => visit.done(&view, &links::admin_pass(id), "terms-said-pass-given"),
        Err(error) => {
            visit.again(error, async |faults| KindPage::of(&visit, Some(id), None, form, faults.into())).await
        }
    }
}

async fn gift(visit: &Visit, id: PassKindId, form: &GiftForm) -> Result<PassView> {
    keeper(visit)?;
    let member = visit.read(|tx, me| member_of(tx, me, &form.member_id, &form.member))?;
    let reason = Line::parse("reason", &form.reason)?;
    let pass = visit.write(move |tx, me| ayni_terms::give_pass(tx, me, member, id, reason)).await?;
    visit.read(|tx, _| PassView::of(tx, &visit.words, pass))
}

/// Hours stay hours, however many: they are no days.
fn hours_text(words: &Words, minutes: u32) -> String {
    if minutes > 0 && minutes.is_multiple_of(HOUR) {
        return words.say_with("bookings-length-hours", &[("count", i64::from(minutes / HOUR).into())]);
    }
    length_text(minutes.into())
}

/// Minutes of an hour.
const HOUR: u32 = 60;

/// What became of a pass's price.
pub(super) const fn payment_word(payment: PassPayment) -> &'static str {
    match payment {
        PassPayment::Given => "given",
        PassPayment::Paid(_) | PassPayment::Due { settled: Some(_), .. } => "paid",
        PassPayment::Due { settled: None, .. } => "due",
    }
}

/// A member's card.
pub(super) fn card(tx: &ReadTx, member: MemberId) -> Result<CardView> {
    Ok(ayni_members::name_of(tx, member)?.into())
}
