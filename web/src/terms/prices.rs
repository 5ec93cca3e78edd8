//! Prices: the list and the editor.

use askama::Template;
use ayni_kernel::{Amount, Name, PriceId, ReadTx, Result};
use ayni_ledger::Currency;
use ayni_terms::{InUse, Preset, Price};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    fields::SectionView,
    policies::{PresetQuery, PresetView, UseForm},
    price_form::{PriceForm, StepForm, TierRow},
    reach::{AttachedView, Ticks, group_names, keeper},
    says::price_says,
};
use crate::{
    kit::{Answer, Ask, FormFaults, Input, Of, Page, Route, Visit, Words, filters},
    links,
    members::views::Choice,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/spaces/prices", list).about("The prices of bookings.").answers::<PricesPage>().office(),
        Route::post("/admin/spaces/prices", create)
            .about("Makes a price.")
            .takes::<PriceForm>()
            .answers::<PriceView>()
            .office(),
        Route::get("/admin/spaces/prices/new", new).about("The editor of a new price.").page_only(),
        Route::get("/admin/spaces/prices/{id}", show).about("A price.").answers::<PricePage>().office(),
        Route::post("/admin/spaces/prices/{id}", save)
            .about("Changes a price: every field, changed or not.")
            .takes::<PriceForm>()
            .answers::<PriceView>()
            .office(),
        Route::post("/admin/spaces/prices/{id}/use", turn)
            .about("Takes a price into use, or out of it.")
            .takes::<UseForm>()
            .answers::<PriceView>()
            .office(),
        Route::post("/admin/spaces/prices/{id}/removal", remove)
            .about("Removes a price; bookings keep the price they were made at.")
            .answers::<PriceView>()
            .office(),
    ]
}

/// A price.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = TermsPriceView)]
pub(super) struct PriceView {
    /// The price's id.
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
    /// What it costs, in one line.
    says: String,
    #[serde(skip)]
    #[schema(ignore)]
    link: String,
}

impl PriceView {
    fn of(tx: &ReadTx, words: &Words, price: &Price) -> Result<Self> {
        let currency = ayni_ledger::currency(tx, price.content.rate.currency)?;
        Ok(Self {
            id: price.id.to_string(),
            name: price.content.name.to_string(),
            in_use: price.in_use.word(),
            attached: AttachedView::all(tx, words, &price.content.attached)?,
            groups: group_names(tx, &price.content.groups),
            priority: price.content.priority,
            says: price_says(words, &price.content, &currency),
            link: links::admin_price(price.id),
        })
    }

    fn load(visit: &Visit, id: PriceId) -> Result<Self> {
        visit.read(|tx, me| Self::of(tx, &visit.words, &ayni_terms::price(tx, me, id)?))
    }

    fn is_used(&self) -> bool {
        self.in_use == InUse::Yes.word()
    }
}

/// The prices.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "terms/prices.html")]
struct PricesPage {
    /// Every price, the oldest first.
    prices: Vec<PriceView>,
}

impl Page for PricesPage {
    const FEATURE: &'static str = "terms";

    fn title(&self, words: &Words) -> String {
        words.say("terms-prices")
    }

    fn tab(&self) -> &'static str {
        "admin-spaces"
    }
}

impl PricesPage {
    #[expect(clippy::unused_self, reason = "templates call methods of the page")]
    fn presets(&self) -> Vec<PresetView> {
        Preset::ALL.iter().map(|preset| PresetView::of(*preset, links::ADMIN_PRICES)).collect()
    }
}

async fn list(visit: Visit) -> Answer {
    keeper(&visit)?;
    visit.page(&visit.read(|tx, me| {
        let prices = ayni_terms::prices(tx, me)?;
        let views = prices.iter().map(|price| PriceView::of(tx, &visit.words, price));
        Ok(PricesPage { prices: views.collect::<Result<_>>()? })
    })?)
}

/// The editor of a price.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "terms/price.html")]
struct PricePage {
    /// The price; absent for a new one.
    price: Option<PriceView>,
    /// What it says, field by field, as it is sent to change it.
    fields: PriceForm,
    #[serde(skip)]
    #[schema(ignore)]
    ticks: Ticks,
    #[serde(skip)]
    #[schema(ignore)]
    currencies: Vec<Choice>,
    /// The sign of the chosen currency.
    #[serde(skip)]
    #[schema(ignore)]
    symbol: String,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl Page for PricePage {
    const FEATURE: &'static str = "terms";

    fn title(&self, words: &Words) -> String {
        self.price.as_ref().map_or_else(|| words.say("terms-price-new"), |price| price.name.clone())
    }

    fn tab(&self) -> &'static str {
        "admin-spaces"
    }
}

impl PricePage {
    fn action(&self) -> &str {
        self.price.as_ref().map_or(links::ADMIN_PRICES, |price| &price.link)
    }

    fn sections(&self) -> Vec<SectionView> {
        self.fields.sections()
    }

    fn tiers(&self) -> Vec<TierRow> {
        self.fields.tier_rows()
    }

    fn peak_tiers(&self) -> Vec<TierRow> {
        self.fields.peak_rows()
    }

    fn demand(&self) -> Vec<StepForm> {
        self.fields.demand_rows()
    }

    fn lead(&self) -> Vec<StepForm> {
        self.fields.lead_rows()
    }

    fn of(visit: &Visit, id: Option<PriceId>, form: Option<PriceForm>, faults: FormFaults) -> Result<Self> {
        keeper(visit)?;
        visit.read(|tx, me| {
            let all = ayni_ledger::currencies(tx)?;
            let price = id.map(|id| ayni_terms::price(tx, me, id)).transpose()?;
            let fields = match (form, &price) {
                (Some(form), _) => form,
                (None, Some(price)) => {
                    PriceForm::filled(&price.content, &ayni_ledger::currency(tx, price.content.rate.currency)?)
                }
                (None, None) => PriceForm::default(),
            };
            let chosen = fields.currency_of(&all).ok();
            Ok(Self {
                price: price.as_ref().map(|price| PriceView::of(tx, &visit.words, price)).transpose()?,
                ticks: Ticks::of(tx, me, &fields.said().ticked())?,
                symbol: chosen.map(|currency| currency.symbol.to_string()).unwrap_or_default(),
                currencies: all.iter().map(|currency| choice(currency, chosen)).collect(),
                fields,
                faults,
            })
        })
    }
}

/// A currency to choose.
pub(super) fn choice(currency: &Currency, chosen: Option<&Currency>) -> Choice {
    let chosen = chosen.is_some_and(|chosen| chosen.id == currency.id);
    Choice { value: currency.id.to_string(), key: currency.plural.to_string(), chosen }
}

async fn new(visit: Visit, Ask(ask): Ask<PresetQuery>) -> Answer {
    let form = visit.read(|tx, _| preset(tx, &visit.words, &ask))?;
    visit.page(&PricePage::of(&visit, None, Some(form), FormFaults::default())?)
}

/// A new price that begins as a preset does, for everything or for one resource.
fn preset(tx: &ReadTx, words: &Words, ask: &PresetQuery) -> Result<PriceForm> {
    let preset = Preset::from_word(&ask.preset);
    let mut form = match (preset, ayni_ledger::currencies(tx)?.first()) {
        (Some(preset), Some(currency)) => {
            let name = Name::parse("name", &words.say(&format!("terms-preset-{preset}")))?;
            let everything = vec![ayni_terms::Attachment::Everything];
            PriceForm::preset(&preset.price(name, everything, currency, Amount::ZERO), currency)
        }
        _ => PriceForm::default(),
    };
    if !ask.resource.is_empty() {
        form.everything.clear();
        form.rows.remove("everything");
        form.resources.push(ask.resource.clone());
    }
    Ok(form)
}

async fn show(visit: Visit, Of(id): Of<PriceId>) -> Answer {
    visit.page(&PricePage::of(&visit, Some(id), None, FormFaults::default())?)
}

async fn create(visit: Visit, Input(form): Input<PriceForm>) -> Answer {
    match write(&visit, None, &form).await {
        Ok(view) => visit.done(&view, links::ADMIN_PRICES, "terms-said-price-made"),
        Err(error) => visit.again(error, async |faults| PricePage::of(&visit, None, Some(form), faults.into())).await,
    }
}

async fn save(visit: Visit, Of(id): Of<PriceId>, Input(form): Input<PriceForm>) -> Answer {
    match write(&visit, Some(id), &form).await {
        Ok(view) => visit.done(&view, links::ADMIN_PRICES, "terms-said-price-saved"),
        Err(error) => {
            visit.again(error, async |faults| PricePage::of(&visit, Some(id), Some(form), faults.into())).await
        }
    }
}

async fn write(visit: &Visit, id: Option<PriceId>, form: &PriceForm) -> Result<PriceView> {
    keeper(visit)?;
    let content = visit.read(|tx, _| form.read(visit.face, &ayni_ledger::currencies(tx)?))?;
    let price = visit.write(move |tx, me| match id {
        None => ayni_terms::create_price(tx, me, content),
        Some(id) => ayni_terms::change_price(tx, me, id, content),
    });
    PriceView::load(visit, price.await?.id)
}

async fn turn(visit: Visit, Of(id): Of<PriceId>, Input(form): Input<UseForm>) -> Answer {
    keeper(&visit)?;
    let in_use = form.read()?;
    visit.write(move |tx, me| ayni_terms::use_price(tx, me, id, in_use)).await?;
    visit.done(&PriceView::load(&visit, id)?, links::ADMIN_PRICES, "terms-said-price-saved")
}

async fn remove(visit: Visit, Of(id): Of<PriceId>) -> Answer {
    keeper(&visit)?;
    let view = PriceView::load(&visit, id)?;
    visit.write(move |tx, me| ayni_terms::remove_price(tx, me, id)).await?;
    visit.done(&view, links::ADMIN_PRICES, "terms-said-price-removed")
}
