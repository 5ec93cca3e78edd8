//! The guided setup: a site with rooms, desks and machines, its hours, prices and rules, in a few steps.
//!
//! Each step makes what it asks for at once, so that one may stop anywhere and go on later or by hand.

use std::future::ready;

use askama::Template;
use ayni_communities::TimeZoneName;
use ayni_kernel::{Actor, Faults, ReadTx, ResourceId, Result};
use ayni_ledger::Currency;
use ayni_resources::{Estate, EstateAct};
use serde::{Deserialize, Serialize};

use super::{
    OFFICE_TAB,
    hours_form::HoursForm,
    managed,
    setup_forms::{self, Found, PlacesForm, PricesForm, RulesForm, SiteForm},
    views::{NamedView, ResourceRef},
};
use crate::{
    kit::{Answer, Ask, FormFaults, Input, Of, Page, Route, Visit, Words, filters},
    links,
    members::views::{Choice, choices},
};

/// The routes of the guided setup.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::SPACES_SETUP, begin).about("The first step of the setup of places.").page_only().office(),
        Route::post(links::SPACES_SETUP, site).about("Make the site.").page_only().office(),
        Route::get("/admin/spaces/setup/{id}", show).about("A step of the setup of a site.").page_only().office(),
        Route::post("/admin/spaces/setup/{id}/places", places).about("Make its places.").page_only().office(),
        Route::post("/admin/spaces/setup/{id}/hours", hours).about("Say when it is open.").page_only().office(),
        Route::post("/admin/spaces/setup/{id}/prices", prices).about("Make its prices.").page_only().office(),
        Route::post("/admin/spaces/setup/{id}/rules", rules).about("Make its policies.").page_only().office(),
    ]
}

ayni_kernel::choices! {
    /// A step of the setup.
    Step {
        /// The site itself.
        Site = 1 "site",
        /// Rooms, desks, machines.
        Places = 2 "places",
        /// Opening hours.
        Hours = 3 "hours",
        /// Prices.
        Prices = 4 "prices",
        /// Rules.
        Rules = 5 "rules",
        /// A look at what was made.
        Done = 6 "done",
    }
}

impl Step {
    /// The step after this one.
    fn next(self) -> Self {
        Self::ALL.iter().copied().find(|step| step.number() == self.number() + 1).unwrap_or(Self::Done)
    }
}

/// What was typed into the step that is shown.
#[derive(Debug, Clone, Default)]
struct Typed {
    site: SiteForm,
    places: PlacesForm,
    hours: HoursForm,
    prices: PricesForm,
    rules: RulesForm,
}

/// A step of the setup.
#[derive(Debug, Template, Serialize)]
#[template(path = "resources/setup.html")]
struct SetupPage {
    site: Option<ResourceRef>,
    #[serde(skip)]
    step: Step,
    #[serde(skip)]
    found: Found,
    #[serde(skip)]
    currencies: Vec<NamedView>,
    #[serde(skip)]
    typed: Typed,
    #[serde(skip)]
    faults: FormFaults,
}

impl Page for SetupPage {
    const FEATURE: &'static str = "resources";

    fn title(&self, words: &Words) -> String {
        words.say("resources-setup")
    }

    fn tab(&self) -> &'static str {
        OFFICE_TAB
    }
}

impl SetupPage {
    fn read(visit: &Visit, id: Option<ResourceId>, step: Step, typed: Typed, faults: Faults) -> Result<Self> {
        visit.read(|tx, me| {
            if id.is_none() {
                me.may(EstateAct::Manage, &Estate)?;
            }
            let site = id.map(|id| managed(tx, me, id)).transpose()?;
            let named = |currency: Currency| NamedView { id: currency.id.to_string(), name: currency.plural.into() };
            Ok(Self {
                found: id.map(|id| Found::read(tx, me, id)).transpose()?.unwrap_or_default(),
                currencies: ayni_ledger::currencies(tx)?.into_iter().map(named).collect(),
                site: site.as_ref().map(ResourceRef::from),
                step,
                typed,
                faults: faults.into(),
            })
        })
    }

    fn is(&self, word: &str) -> bool {
        self.step.word() == word
    }

    /// The class of a step in the row of steps.
    fn is_past(&self, step: Step) -> bool {
        step.number() < self.step.number()
    }

    fn action(&self) -> String {
        let site = self.site.as_ref().map(|site| site.id.as_str()).unwrap_or_default();
        format!("{}/{site}/{}", links::SPACES_SETUP, self.step.word())
    }

    /// The way past this step.
    fn skip(&self) -> String {
        self.step_link(self.step.next())
    }

    fn step_link(&self, step: Step) -> String {
        let site = self.site.as_ref().map(|site| site.id.as_str()).unwrap_or_default();
        format!("{}/{site}?step={}", links::SPACES_SETUP, step.word())
    }

    /// What one may do when all is set up: the drawing, the locale keys of name and hint, the address.
    fn afterwards(&self) -> [(&'static str, &'static str, &'static str, String); 3] {
        let site = self.site.as_ref().map(|site| site.id.as_str()).unwrap_or_default();
        let plans = format!("{}/{site}/plans", links::ADMIN_RESOURCES);
        [
            ("building", "resources-after-tree", "resources-after-tree-hint", links::ADMIN_SPACES.to_owned()),
            ("image", "resources-after-plan", "resources-after-plan-hint", plans),
            ("plus", "resources-after-more", "resources-after-more-hint", self.step_link(Step::Places)),
        ]
    }

    #[expect(clippy::unused_self, reason = "templates call methods of the page")]
    fn zones(&self) -> Vec<TimeZoneName> {
        TimeZoneName::all()
    }

    fn presets(&self) -> Vec<Choice> {
        let chosen = if self.typed.site.hours.is_empty() { "office" } else { &self.typed.site.hours };
        choices(setup_forms::HOURS.iter().map(|(word, _)| *word), "resources-preset-", chosen)
    }

    fn lists(&self) -> Vec<Choice> {
        let countries = ayni_calendar::holidays::COUNTRIES.iter().map(|(code, _)| *code);
        choices(std::iter::once("none").chain(countries), "resources-holidays-", &self.typed.hours.holidays)
    }
}

/// Which step is asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StepQuery {
    step: String,
}

async fn begin(visit: Visit) -> Answer {
    let zone = visit.settings.time_zone.to_string();
    let typed = Typed { site: SiteForm { zone, ..SiteForm::default() }, ..Typed::default() };
    visit.page(&SetupPage::read(&visit, None, Step::Site, typed, Faults::default())?)
}

async fn show(visit: Visit, Of(id): Of<ResourceId>, Ask(ask): Ask<StepQuery>) -> Answer {
    let step = Step::from_word(&ask.step).filter(|step| *step != Step::Site).unwrap_or(Step::Places);
    let typed = visit.read(|tx, me| begun(tx, me, id))?;
    visit.page(&SetupPage::read(&visit, Some(id), step, typed, Faults::default())?)
}

/// The forms as they are shown first.
fn begun(tx: &ReadTx, me: &Actor, id: ResourceId) -> Result<Typed> {
    let site = managed(tx, me, id)?;
    let zone = ayni_resources::zone(tx, &site)?;
    let hours = ayni_resources::hours(tx, &site)?;
    let mut form = HoursForm::of(Some(&hours), site.holidays.as_ref());
    if site.holidays.is_none() {
        setup_forms::country_of(&zone).clone_into(&mut form.holidays);
    }
    Ok(Typed { hours: form, prices: PricesForm::usual(), rules: RulesForm::usual(), ..Typed::default() })
}

async fn site(visit: Visit, Input(form): Input<SiteForm>) -> Answer {
    let done = async {
        visit.actor.may(EstateAct::Manage, &Estate)?;
        let ask = form.read()?;
        visit.write(move |tx, me| ayni_resources::create(tx, me, ask)).await
    };
    match done.await {
        Ok(made) => go(&visit, made.id, Step::Places),
        Err(error) => again(&visit, None, Step::Site, Typed { site: form, ..Typed::default() }, error).await,
    }
}

fn go(visit: &Visit, id: ResourceId, step: Step) -> Answer {
    visit.done(&id.to_string(), &links::setup_step(id, step.word()), "resources-said-saved")
}

/// The step with a refused form.
async fn again(visit: &Visit, id: Option<ResourceId>, step: Step, typed: Typed, error: ayni_kernel::Error) -> Answer {
    visit.again(error, |faults| ready(SetupPage::read(visit, id, step, typed, faults))).await
}

async fn places(visit: Visit, Of(id): Of<ResourceId>, Input(form): Input<PlacesForm>) -> Answer {
    visit.read(|tx, me| managed(tx, me, id))?;
    let names = setup_forms::Names::of(&visit.words);
    let ask = form.clone();
    let done = visit.write(move |tx, me| setup_forms::make_places(tx, me, id, &ask, &names)).await;
    match done {
        Ok(()) => go(&visit, id, Step::Hours),
        Err(error) => again(&visit, Some(id), Step::Places, Typed { places: form, ..Typed::default() }, error).await,
    }
}

async fn hours(visit: Visit, Of(id): Of<ResourceId>, Input(form): Input<HoursForm>) -> Answer {
    visit.read(|tx, me| managed(tx, me, id))?;
    let form = HoursForm { mode: "own".to_owned(), ..form };
    match super::hours::replace(&visit, id, &form).await {
        Ok(_) => go(&visit, id, Step::Prices),
        Err(error) => again(&visit, Some(id), Step::Hours, Typed { hours: form, ..Typed::default() }, error).await,
    }
}

async fn prices(visit: Visit, Of(id): Of<ResourceId>, Input(form): Input<PricesForm>) -> Answer {
    visit.read(|tx, me| managed(tx, me, id))?;
    let names = setup_forms::Names::of(&visit.words);
    let ask = form.clone();
    let done = visit.write(move |tx, me| setup_forms::make_prices(tx, me, id, &ask, &names)).await;
    match done {
        Ok(()) => go(&visit, id, Step::Rules),
        Err(error) => again(&visit, Some(id), Step::Prices, Typed { prices: form, ..Typed::default() }, error).await,
    }
}

async fn rules(visit: Visit, Of(id): Of<ResourceId>, Input(form): Input<RulesForm>) -> Answer {
    visit.read(|tx, me| managed(tx, me, id))?;
    let names = setup_forms::Names::of(&visit.words);
    let ask = form.clone();
    let done = visit.write(move |tx, me| setup_forms::make_policies(tx, me, id, &ask, &names)).await;
    match done {
        Ok(()) => go(&visit, id, Step::Done),
        Err(error) => again(&visit, Some(id), Step::Rules, Typed { rules: form, ..Typed::default() }, error).await,
    }
}
