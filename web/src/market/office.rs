//! The office of the market: listings that wait for a steward, and what the community decides.

use std::future::ready;

use askama::Template;
use ayni_communities::SettingsAct;
use ayni_kernel::{Check, Error, Faults, Line, ListingId, Result, Role};
use ayni_market::{MarketSettings, Moderation, NeverExpires};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{publish::told, views::ListingView};
use crate::{
    kit::{Answer, FormFaults, Input, Of, Page, Route, Visit, Words, filters},
    ledger::input,
    links,
    members::views::{Choice, choices},
};

/// Waiting listings on the page: the longest waiting; the others come up as these are dealt with.
const SHOWN: usize = 30;

/// The routes of the office.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::WAITING_LISTINGS, queue)
            .about("Listings that wait for a steward, the longest waiting first.")
            .answers::<QueuePage>()
            .office(),
        Route::post("/listings/{id}/approval", approve)
            .about("Show a listing that waits.")
            .answers::<ListingView>()
            .office(),
        Route::post("/listings/{id}/return", send_back)
            .about("Send a listing back to its owner with a reason.")
            .takes::<ReturnForm>()
            .answers::<ListingView>()
            .office(),
        Route::get(links::MARKET_SETTINGS, settings)
            .about("What the community decides about its market.")
            .answers::<MarketSettingsPage>()
            .office(),
        Route::post(links::MARKET_SETTINGS, decide)
            .about("Decide about the market.")
            .takes::<SettingsForm>()
            .answers::<SettingsView>()
            .office(),
    ]
}

/// Listings that wait for a steward.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "market/queue.html")]
pub(crate) struct QueuePage {
    /// The listings, the longest waiting first.
    listings: Vec<ListingView>,
    #[serde(skip)]
    staff: bool,
}

impl Page for QueuePage {
    const FEATURE: &'static str = "market";

    fn title(&self, words: &Words) -> String {
        words.say("market-queue")
    }

    fn tab(&self) -> &'static str {
        "market"
    }
}

async fn queue(visit: Visit) -> Answer {
    let page = visit.read(|tx, me| {
        let waiting = ayni_market::waiting(tx, me, SHOWN)?;
        let listings = waiting.into_iter().map(|listing| ListingView::of(tx, me, listing)).collect::<Result<_>>()?;
        Ok(QueuePage { listings, staff: me.has(Role::Steward) })
    })?;
    visit.page(&page)
}

async fn approve(visit: Visit, Of(id): Of<ListingId>) -> Answer {
    let listing = visit.write(move |tx, me| ayni_market::approve(tx, me, id)).await?;
    told(&visit, listing, "market-said-published")
}

/// Why a listing is sent back.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
struct ReturnForm {
    /// The reason, for the owner.
    reason: String,
}

async fn send_back(visit: Visit, Of(id): Of<ListingId>, Input(form): Input<ReturnForm>) -> Answer {
    let reason = Line::parse("reason", &form.reason).map_err(Error::from)?;
    let listing = visit.write(move |tx, me| ayni_market::send_back(tx, me, id, reason)).await?;
    let view = visit.read(|tx, me| ListingView::of(tx, me, listing))?;
    visit.done(&view, links::WAITING_LISTINGS, "market-said-sent-back")
}

/// The settings as their form sends them.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = MarketSettingsForm)]
pub(crate) struct SettingsForm {
    /// How long a listing is shown where its owner says nothing else, in days.
    usual_days: String,
    /// Who may have listings that never expire: `nobody`, `staff` or `everybody`.
    never: String,
    /// Which listings a steward looks at first: `nothing`, `first` or `all`.
    moderation: String,
}

impl SettingsForm {
    fn of(settings: MarketSettings) -> Self {
        Self {
            usual_days: settings.usual_days.to_string(),
            never: settings.never.word().to_owned(),
            moderation: settings.moderation.word().to_owned(),
        }
    }

    fn read(&self) -> Result<MarketSettings> {
        let mut check = Check::default();
        let days = check.take(input::whole::<u16>("usual_days", &self.usual_days)).flatten();
        let never = check.take(NeverExpires::parse("never", &self.never));
        let moderation = check.take(Moderation::parse("moderation", &self.moderation));
        check.done()?;
        match (never, moderation) {
            (Some(never), Some(moderation)) => {
                Ok(MarketSettings { usual_days: days.unwrap_or_default(), never, moderation })
            }
            _ => Err(check.into()),
        }
    }
}

/// What the community decided about its market.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = MarketSettingsView)]
pub(crate) struct SettingsView {
    /// How long a listing is shown where its owner says nothing else, in days.
    usual_days: u16,
    /// Who may have listings that never expire.
    never: &'static str,
    /// Which listings a steward looks at first.
    moderation: &'static str,
}

impl From<MarketSettings> for SettingsView {
    fn from(settings: MarketSettings) -> Self {
        let MarketSettings { usual_days, never, moderation } = settings;
        Self { usual_days, never: never.word(), moderation: moderation.word() }
    }
}

/// The settings with their form.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "market/settings.html")]
pub(crate) struct MarketSettingsPage {
    /// What holds now.
    settings: SettingsView,
    #[serde(skip)]
    #[schema(ignore)]
    form: SettingsForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl Page for MarketSettingsPage {
    const FEATURE: &'static str = "market";

    fn title(&self, words: &Words) -> String {
        words.say("market-settings")
    }

    fn tab(&self) -> &'static str {
        "admin-settings"
    }
}

impl MarketSettingsPage {
    fn of(visit: &Visit, form: Option<SettingsForm>, faults: Faults) -> Result<Self> {
        visit.actor.may(SettingsAct::Change, &*visit.settings)?;
        let settings = visit.read(|tx, _| ayni_market::settings(tx))?;
        let form = form.unwrap_or_else(|| SettingsForm::of(settings));
        Ok(Self { settings: settings.into(), form, faults: faults.into() })
    }

    fn nevers(&self) -> Vec<Choice> {
        choices(NeverExpires::ALL.iter().map(|each| each.word()), "market-never-", &self.form.never)
    }

    fn moderations(&self) -> Vec<Choice> {
        choices(Moderation::ALL.iter().map(|each| each.word()), "market-moderation-", &self.form.moderation)
    }
}

async fn settings(visit: Visit) -> Answer {
    visit.page(&MarketSettingsPage::of(&visit, None, Faults::default())?)
}

async fn decide(visit: Visit, Input(form): Input<SettingsForm>) -> Answer {
    match change(&visit, &form).await {
        Ok(view) => visit.done(&view, links::MARKET_SETTINGS, "market-said-settings"),
        Err(error) => visit.again(error, |faults| ready(MarketSettingsPage::of(&visit, Some(form), faults))).await,
    }
}

async fn change(visit: &Visit, form: &SettingsForm) -> Result<SettingsView> {
    visit.actor.may(SettingsAct::Change, &*visit.settings)?;
    let ask = form.read()?;
    visit.write(move |tx, me| ayni_market::change_settings(tx, me, ask)).await.map(SettingsView::from)
}
