//! From which amount on a currency's payments need a second person: the admin's choice.

use askama::Template;
use ayni_kernel::{Check, CurrencyId, Error, Result, Role};
use ayni_payments::{Authorisers, SetThreshold};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    kit::{Answer, FormFaults, Input, MoneyView, Of, Page, Route, Visit, Words, filters},
    ledger::input,
    links,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/currencies/{id}/second-person", show)
            .about("From which amount on payments of a currency need a second person.")
            .answers::<SecondPersonPage>()
            .office(),
        Route::post("/admin/currencies/{id}/second-person", change)
            .about("Sets from which amount on payments of a currency need a second person, and who that may be.")
            .takes::<SecondPersonForm>()
            .answers::<SecondPersonPage>()
            .office(),
    ]
}

/// The choice as it is sent.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct SecondPersonForm {
    /// Payments of more than this wait; empty when none does.
    amount: String,
    /// treasurer, admin or colleague.
    by: String,
}

/// The choice for a currency.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "payments/second_person.html")]
struct SecondPersonPage {
    /// Payments of more than this wait; absent when none does.
    amount: Option<MoneyView>,
    /// Who may authorise them: treasurer, admin or colleague.
    by: &'static str,
    #[serde(skip)]
    #[schema(ignore)]
    currency: String,
    #[serde(skip)]
    #[schema(ignore)]
    symbol: String,
    #[serde(skip)]
    #[schema(ignore)]
    back: String,
    #[serde(skip)]
    #[schema(ignore)]
    form: SecondPersonForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

/// Refuses others than admins before what they sent is read; the use case asks again.
fn admin(visit: &Visit) -> Result<()> {
    if visit.actor.has(Role::Admin) { Ok(()) } else { Err(visit.user().err().unwrap_or(Error::Forbidden)) }
}

impl SecondPersonPage {
    fn of(visit: &Visit, id: CurrencyId, form: Option<SecondPersonForm>, faults: FormFaults) -> Result<Self> {
        admin(visit)?;
        visit.read(|tx, _| {
            let currency = ayni_ledger::currency(tx, id)?;
            let chosen = ayni_payments::threshold(tx, id)?;
            let by = chosen.map_or(Authorisers::Treasurer, |chosen| chosen.by).word();
            let amount = chosen.map(|chosen| MoneyView::from(currency.money(chosen.amount)));
            let typed = amount.as_ref().map(|amount| amount.amount.clone()).unwrap_or_default();
            Ok(Self {
                form: form.unwrap_or(SecondPersonForm { amount: typed, by: by.to_owned() }),
                amount,
                by,
                currency: currency.plural.to_string(),
                symbol: currency.symbol.to_string(),
                back: links::admin_currency(id),
                faults,
            })
        })
    }

    fn choices(&self) -> impl Iterator<Item = (&'static str, bool)> {
        Authorisers::ALL.iter().map(|each| (each.word(), each.word() == self.form.by))
    }
}

impl Page for SecondPersonPage {
    const FEATURE: &'static str = "payments";

    fn title(&self, words: &Words) -> String {
        words.say("payments-second")
    }

    fn tab(&self) -> &'static str {
        "admin-currencies"
    }
}

async fn show(visit: Visit, Of(id): Of<CurrencyId>) -> Answer {
    visit.page(&SecondPersonPage::of(&visit, id, None, FormFaults::default())?)
}

async fn change(visit: Visit, Of(id): Of<CurrencyId>, Input(form): Input<SecondPersonForm>) -> Answer {
    match set(&visit, id, &form).await {
        Ok(page) => visit.done(&page, &links::second_person(id), "payments-said-second"),
        Err(error) => {
            visit.again(error, async |faults| SecondPersonPage::of(&visit, id, Some(form), faults.into())).await
        }
    }
}

async fn set(visit: &Visit, id: CurrencyId, form: &SecondPersonForm) -> Result<SecondPersonPage> {
    admin(visit)?;
    let currency = visit.read(|tx, _| ayni_ledger::currency(tx, id))?;
    let mut check = Check::default();
    let amount = check.take(input::limit(visit.face, currency.scale, "amount", &form.amount));
    let by = check.take(Authorisers::parse("by", &form.by));
    check.done()?;
    let (Some(amount), Some(by)) = (amount, by) else { return Err(check.into()) };
    let ask = SetThreshold { currency: id, amount, by };
    visit.write(move |tx, me| ayni_payments::set_threshold(tx, me, ask)).await?;
    SecondPersonPage::of(visit, id, None, FormFaults::default())
}
