//! The page of one agreement: what happened, and the one thing to do next.

use askama::Template;
use ayni_agreements::{AgreementState, ReferenceLevel, Side};
use ayni_kernel::{Actor, AgreementId, Faults, ListingId, ReadTx, Result};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    forms::{InterestForm, ReferenceForm, TermsForm},
    references::ReferenceView,
    views::{AgreementView, StepView, moneys},
};
use crate::{
    kit::{Answer, FormFaults, MoneyView, Of, Page, Route, Visit, Words, filters},
    links,
};

/// The routes of the pages.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/listings/{id}/interest", interest).about("The form that says that one is interested.").page_only(),
        Route::get("/agreements/{id}", agreement)
            .about("An agreement with all that happened.")
            .answers::<AgreementPage>(),
    ]
}

/// The form of interest in a listing.
#[derive(Debug, Template, Serialize)]
#[template(path = "agreements/interest.html")]
pub(crate) struct InterestPage {
    #[serde(skip)]
    link: String,
    #[serde(skip)]
    action: String,
    #[serde(skip)]
    title: String,
    #[serde(skip)]
    name: String,
    #[serde(skip)]
    counted: Option<u32>,
    #[serde(skip)]
    form: InterestForm,
    #[serde(skip)]
    faults: FormFaults,
}

impl Page for InterestPage {
    const FEATURE: &'static str = "market";

    fn title(&self, words: &Words) -> String {
        words.say("agreements-interest")
    }

    fn tab(&self) -> &'static str {
        "market"
    }
}

impl InterestPage {
    pub(super) fn read(tx: &ReadTx, me: &Actor, id: ListingId, form: InterestForm, faults: Faults) -> Result<Self> {
        let listing = ayni_market::listing(tx, me, id)?;
        Ok(Self {
            link: links::listing(id),
            action: links::interest(&id.to_string()),
            title: listing.headline(),
            name: ayni_members::name_of(tx, listing.member)?.name.to_string(),
            counted: listing.stock,
            form,
            faults: faults.into(),
        })
    }
}

/// Whoever is interested already goes on where they were.
async fn interest(visit: Visit, Of(id): Of<ListingId>) -> Answer {
    visit.member()?;
    match visit.read(|tx, me| ayni_agreements::open_about(tx, me, &ayni_market::listing(tx, me, id)?))? {
        Some(open) => shown(&visit, open),
        None => visit
            .page(&visit.read(|tx, me| InterestPage::read(tx, me, id, InterestForm::default(), Faults::default()))?),
    }
}

/// An agreement's page.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "agreements/agreement.html")]
pub(crate) struct AgreementPage {
    /// The agreement.
    agreement: AgreementView,
    /// What happened, the oldest first.
    steps: Vec<StepView>,
    /// Why the payer could not pay now, in the reader's words.
    hindrance: Option<String>,
    /// What the two said about each other, as far as the reader may know.
    references: Vec<ReferenceView>,
    /// Until when both may say how it went; nothing before it is paid.
    references_until: Option<String>,
    #[serde(skip)]
    figures: Vec<FigureView>,
    #[serde(skip)]
    currencies: Vec<(String, String)>,
    #[serde(skip)]
    #[schema(ignore)]
    form: TermsForm,
    #[serde(skip)]
    #[schema(ignore)]
    given: ReferenceForm,
    #[serde(skip)]
    settles: bool,
    #[serde(skip)]
    faults: FormFaults,
}

/// A field for what it came to.
#[derive(Debug, Clone)]
struct FigureView {
    field: &'static str,
    money: MoneyView,
    value: String,
}

impl Page for AgreementPage {
    const FEATURE: &'static str = "market";

    fn title(&self, _: &Words) -> String {
        self.agreement.title.clone()
    }

    fn tab(&self) -> &'static str {
        "market"
    }
}

impl AgreementPage {
    fn to(&self, noun: &str) -> String {
        format!("{}/{noun}", self.agreement.link)
    }

    fn is(&self, next: &str) -> bool {
        self.agreement.next == next
    }

    fn changeable(&self) -> bool {
        let open = [AgreementState::Talking, AgreementState::Agreed, AgreementState::Started];
        self.agreement.side.is_some() && open.iter().any(|state| state.word() == self.agreement.state)
    }

    fn is_agreed(&self) -> bool {
        self.agreement.side.is_some() && self.agreement.state == AgreementState::Agreed.word()
    }

    fn talks(&self) -> bool {
        let over = AgreementState::from_word(self.agreement.state).is_some_and(AgreementState::is_over);
        self.agreement.side.is_some() && !over
    }

    fn pays(&self) -> bool {
        self.agreement.side == Some(Side::Taker.word())
    }

    /// The page with what was typed about the other side.
    pub(super) fn with_given(self, given: ReferenceForm) -> Self {
        Self { given, ..self }
    }

    fn is_given(&self, level: &str) -> bool {
        self.given.level == level
    }

    fn listing_link(&self) -> String {
        format!("{}/{}", links::LISTINGS, self.agreement.listing)
    }
}

async fn agreement(visit: Visit, Of(id): Of<AgreementId>) -> Answer {
    shown(&visit, id)
}

fn shown(visit: &Visit, id: AgreementId) -> Answer {
    visit.page(&visit.read(|tx, me| AgreementPage::read(&visit.words, tx, me, id, Faults::default()))?)
}

impl AgreementPage {
    pub(super) fn read(words: &Words, tx: &ReadTx, me: &Actor, id: AgreementId, faults: Faults) -> Result<Self> {
        let agreement = ayni_agreements::agreement(tx, me, id)?;
        let steps = ayni_agreements::steps(tx, me, id)?;
        let hindrance = ayni_agreements::hindrance(tx, me, id)?.filter(|_| !agreement.state.is_over());
        let prices = moneys(tx, agreement.price())?;
        let fields = ["figure", "figure_2"].into_iter();
        let figures = fields.zip(prices).zip(agreement.price()).map(|((field, money), part)| {
            let scale = ayni_ledger::currency(tx, part.currency)?.scale;
            Ok(FigureView { field, money, value: words.amount(part.amount, scale) })
        });
        let currencies = ayni_ledger::currencies(tx)?;
        let references = ayni_agreements::references_of(tx, me, &agreement)?;
        Ok(Self {
            references: references.iter().map(|each| ReferenceView::of(tx, me, each)).collect::<Result<_>>()?,
            references_until: agreement.references_until().map(|until| until.to_string()),
            given: ReferenceForm::default(),
            figures: figures.collect::<Result<_>>()?,
            currencies: currencies.iter().map(|each| (each.id.to_string(), each.plural.to_string())).collect(),
            form: TermsForm::of(tx, words, &agreement)?,
            settles: ayni_agreements::may_settle(&agreement, me),
            steps: steps.iter().map(|step| StepView::of(tx, step)).collect::<Result<_>>()?,
            hindrance: hindrance.map(|fault| words.fault(&fault)),
            agreement: AgreementView::of(tx, me, &agreement)?,
            faults: faults.into(),
        })
    }
}
