//! Add-ons: equipment, catering and services that go with a booking.

use std::future::ready;

use askama::Template;
use ayni_kernel::{Actor, AddOnId, Body, Check, Fault, Faults, Name, ReadTx, Result};
use ayni_ledger::Currency;
use ayni_resources::{AddOn, AddOnDetails, Estate, EstateAct, Offer, Per};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{OFFICE_TAB, views::NamedView};
use crate::{
    kit::{Answer, FormFaults, Input, MoneyView, Of, Page, Route, Visit, Words, filters},
    links,
    members::views::{Choice, choices},
};

/// The routes of add-ons.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::ADMIN_ADDONS, list)
            .about("Equipment, catering and services that can go with a booking.")
            .answers::<AddOnsPage>()
            .office(),
        Route::post(links::ADMIN_ADDONS, add)
            .about("Add an add-on.")
            .takes::<AddOnForm>()
            .answers::<AddOnDetailsView>()
            .office(),
        Route::post("/admin/spaces/addons/{id}", save)
            .about("Change an add-on; bookings keep the price they were made with.")
            .takes::<AddOnForm>()
            .answers::<AddOnDetailsView>()
            .office(),
    ]
}

/// An add-on as its form sends it.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct AddOnForm {
    /// Its name.
    name: String,
    /// What it is.
    description: String,
    /// What it costs, such as `2.50`; empty when it is free.
    price: String,
    /// The id of the price's currency; the main one when left out.
    currency: String,
    /// What the price is for: `booking`, `hour`, `person` or `piece`.
    per: String,
    /// How many there are at the same time; empty when it does not run out.
    stock: String,
    /// `open` or `ended`.
    offer: String,
}

impl AddOnForm {
    fn read(&self, tx: &ReadTx) -> Result<AddOnDetails> {
        let mut check = Check::default();
        let name = check.take(Name::parse("name", &self.name));
        let description = check.take(Body::parse("description", &self.description));
        let per = if self.per.is_empty() { Per::Booking.word() } else { &self.per };
        let per = check.take(Per::parse("per", per));
        let offer = if self.offer.is_empty() { Offer::Open.word() } else { &self.offer };
        let offer = check.take(Offer::parse("offer", offer));
        let stock = Some(self.stock.trim()).filter(|stock| !stock.is_empty()).map(str::parse).transpose();
        let stock = check.take(stock.map_err(|_| Fault::new("stock", "resources-number")));
        let price = self.price(tx, &mut check)?;
        check.done()?;
        match (name, description, per, offer, stock) {
            (Some(name), Some(description), Some(per), Some(offer), Some(stock)) => {
                Ok(AddOnDetails { name, description, price, per, stock, offer })
            }
            _ => Err(check.into()),
        }
    }

    fn price(&self, tx: &ReadTx, check: &mut Check) -> Result<Option<(ayni_kernel::CurrencyId, ayni_kernel::Amount)>> {
        if self.price.trim().is_empty() {
            return Ok(None);
        }
        let currencies = ayni_ledger::currencies(tx)?;
        let chosen = |currency: &&Currency| self.currency.is_empty() || currency.id.to_string() == self.currency;
        let Some(currency) = currencies.iter().find(chosen) else {
            check.fault(Fault::new("currency", "fault-choice"));
            return Ok(None);
        };
        let amount = currency.scale.parse_typed(&self.price).map_err(|fault| fault.on("price"));
        Ok(check.take(amount).map(|amount| (currency.id, amount)))
    }
}

/// An add-on.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AddOnDetailsView {
    /// Its id.
    id: String,
    /// Its name.
    name: String,
    /// What it is.
    description: String,
    /// What it costs; absent when it is free.
    price: Option<MoneyView>,
    /// The id of the price's currency.
    currency: Option<String>,
    /// What the price is for: `booking`, `hour`, `person` or `piece`.
    per: &'static str,
    /// How many there are at the same time; absent when it does not run out.
    stock: Option<u32>,
    /// `open` or `ended`.
    offer: &'static str,
    #[serde(skip)]
    #[schema(ignore)]
    link: String,
}

impl AddOnDetailsView {
    fn of(tx: &ReadTx, addon: &AddOn) -> Result<Self> {
        let price = addon.price.map(|(id, amount)| ayni_ledger::currency(tx, id).map(|each| each.money(amount)));
        Ok(Self {
            id: addon.id.to_string(),
            name: addon.name.to_string(),
            description: addon.description.to_string(),
            price: price.transpose()?.map(MoneyView::from),
            currency: addon.price.map(|(id, _)| id.to_string()),
            per: addon.per.word(),
            stock: addon.stock,
            offer: addon.offer.word(),
            link: links::admin_addon(addon.id),
        })
    }

    fn form(&self) -> AddOnForm {
        AddOnForm {
            name: self.name.clone(),
            description: self.description.clone(),
            price: self.price.as_ref().map(|price| price.amount.clone()).unwrap_or_default(),
            currency: self.currency.clone().unwrap_or_default(),
            per: self.per.to_owned(),
            stock: self.stock.map(|stock| stock.to_string()).unwrap_or_default(),
            offer: self.offer.to_owned(),
        }
    }

    fn per_key(&self) -> String {
        format!("resources-per-{}", self.per)
    }

    fn is_ended(&self) -> bool {
        self.offer == Offer::Ended.word()
    }
}

/// All add-ons, each with its form.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "resources/addons.html")]
pub(crate) struct AddOnsPage {
    /// The add-ons by name.
    addons: Vec<AddOnDetailsView>,
    #[serde(skip)]
    #[schema(ignore)]
    currencies: Vec<NamedView>,
    /// The add-on whose change was refused; empty for a new one.
    #[serde(skip)]
    #[schema(ignore)]
    editing: String,
    #[serde(skip)]
    #[schema(ignore)]
    form: AddOnForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl Page for AddOnsPage {
    const FEATURE: &'static str = "resources";

    fn title(&self, words: &Words) -> String {
        words.say("resources-addons")
    }

    fn tab(&self) -> &'static str {
        OFFICE_TAB
    }
}

impl AddOnsPage {
    #[expect(clippy::unused_self, reason = "templates call methods of the page")]
    const fn section(&self) -> &'static str {
        links::ADMIN_ADDONS
    }

    fn read(tx: &ReadTx, me: &Actor, editing: Option<AddOnId>, form: AddOnForm, faults: Faults) -> Result<Self> {
        me.may(EstateAct::Manage, &Estate)?;
        let addons = ayni_resources::addons(tx)?;
        let named = |currency: Currency| NamedView { id: currency.id.to_string(), name: currency.plural.into() };
        Ok(Self {
            addons: addons.iter().map(|addon| AddOnDetailsView::of(tx, addon)).collect::<Result<_>>()?,
            currencies: ayni_ledger::currencies(tx)?.into_iter().map(named).collect(),
            editing: editing.map(|id| id.to_string()).unwrap_or_default(),
            form,
            faults: faults.into(),
        })
    }

    /// The form of an add-on: what was sent when it was refused, else as it is.
    fn form_of(&self, addon: &AddOnDetailsView) -> AddOnForm {
        if self.editing == addon.id { self.form.clone() } else { addon.form() }
    }

    /// The form of a new add-on.
    fn new_form(&self) -> AddOnForm {
        if self.editing.is_empty() { self.form.clone() } else { AddOnForm::default() }
    }

    #[expect(clippy::unused_self, reason = "templates call methods of the page")]
    fn pers(&self, form: &AddOnForm) -> Vec<Choice> {
        choices(Per::ALL.iter().map(|per| per.word()), "resources-per-", &form.per)
    }

    #[expect(clippy::unused_self, reason = "templates call methods of the page")]
    fn offers(&self, form: &AddOnForm) -> Vec<Choice> {
        choices(Offer::ALL.iter().map(|offer| offer.word()), "resources-offer-", &form.offer)
    }
}

async fn list(visit: Visit) -> Answer {
    let form = AddOnForm::default();
    visit.page(&visit.read(|tx, me| AddOnsPage::read(tx, me, None, form, Faults::default()))?)
}

async fn add(visit: Visit, Input(form): Input<AddOnForm>) -> Answer {
    let done = async {
        let ask = asked(&visit, &form)?;
        visit.write(move |tx, me| ayni_resources::add_addon(tx, me, ask)).await
    };
    match done.await {
        Ok(addon) => told(&visit, &addon),
        Err(error) => again(&visit, error, None, form).await,
    }
}

async fn save(visit: Visit, Of(id): Of<AddOnId>, Input(form): Input<AddOnForm>) -> Answer {
    let done = async {
        let ask = asked(&visit, &form)?;
        visit.write(move |tx, me| ayni_resources::change_addon(tx, me, id, ask)).await
    };
    match done.await {
        Ok(addon) => told(&visit, &addon),
        Err(error) => again(&visit, error, Some(id), form).await,
    }
}

fn asked(visit: &Visit, form: &AddOnForm) -> Result<AddOnDetails> {
    visit.read(|tx, me| {
        me.may(EstateAct::Manage, &Estate)?;
        form.read(tx)
    })
}

fn told(visit: &Visit, addon: &AddOn) -> Answer {
    let view = visit.read(|tx, _| AddOnDetailsView::of(tx, addon))?;
    visit.done(&view, links::ADMIN_ADDONS, "resources-said-saved")
}

async fn again(visit: &Visit, error: ayni_kernel::Error, id: Option<AddOnId>, form: AddOnForm) -> Answer {
    let page = |faults| visit.read(|tx, me| AddOnsPage::read(tx, me, id, form, faults));
    visit.again(error, |faults| ready(page(faults))).await
}
