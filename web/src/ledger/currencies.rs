//! Currencies: what each is called, how it counts, the limits that new accounts get.

use askama::Template;
use ayni_kernel::{Check, Code, CurrencyId, Error, Fault, Line, Name, ReadTx, Result, Role, Scale};
use ayni_ledger::{ChangeCurrency, Currency, CurrencyKind, NewCurrency};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    kit::{Answer, Face, FormFaults, Input, MoneyView, Of, Page, Route, Visit, Words, filters},
    ledger::input,
    links,
};

/// Decimals that most currencies have.
const USUAL_SCALE: &str = "2";

/// Days that requests stay open where nobody said otherwise.
const USUAL_DAYS: &str = "30";

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/currencies", list)
            .about("The currencies with their totals.")
            .answers::<CurrenciesPage>()
            .office(),
        Route::post("/admin/currencies", create)
            .about("Makes a currency, with its treasury and an account for each active member.")
            .takes::<CurrencyForm>()
            .answers::<CurrencyView>()
            .office(),
        Route::get("/admin/currencies/{id}", show).about("A currency.").answers::<CurrencyPage>().office(),
        Route::post("/admin/currencies/{id}", change)
            .about("Changes a currency's names, sign and defaults.")
            .takes::<CurrencyForm>()
            .answers::<CurrencyView>()
            .office(),
    ]
}

/// A currency.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct CurrencyView {
    /// The currency's id.
    id: String,
    /// Its code.
    code: String,
    /// One unit.
    name: String,
    /// Several units.
    plural: String,
    /// The sign beside amounts.
    symbol: String,
    /// Decimals it counts with.
    scale: u8,
    /// mutual, time, fiat or points.
    kind: &'static str,
    /// Lower limit of new accounts; absent for none.
    lower: Option<MoneyView>,
    /// Upper limit of new accounts; absent for none.
    upper: Option<MoneyView>,
    /// Days that payment requests stay open.
    request_days: u16,
    /// What the community's own account holds.
    treasury: MoneyView,
    /// Sum of all transfers so far.
    volume: MoneyView,
    /// Number of transfers so far.
    transfers: u64,
    /// Number of accounts.
    accounts: u64,
    #[serde(skip)]
    #[schema(ignore)]
    link: String,
    #[serde(skip)]
    #[schema(ignore)]
    treasury_link: String,
}

impl CurrencyView {
    fn load(visit: &Visit, id: CurrencyId) -> Result<Self> {
        visit.read(|tx, _| Self::of(visit, tx, ayni_ledger::currency(tx, id)?))
    }

    /// Whoever may see the treasury may see the rest.
    fn of(visit: &Visit, tx: &ReadTx, currency: Currency) -> Result<Self> {
        let money = |amount| MoneyView::from(currency.money(amount));
        let treasury = ayni_ledger::treasury(tx, &visit.actor, currency.id)?;
        let totals = ayni_ledger::community_totals(tx, &visit.actor)?;
        let total = totals.iter().find(|total| total.currency == currency.id);
        Ok(Self {
            id: currency.id.to_string(),
            code: currency.code.to_string(),
            scale: currency.scale.decimals(),
            kind: currency.kind.word(),
            lower: currency.lower.map(money),
            upper: currency.upper.map(money),
            request_days: currency.request_days,
            treasury: money(treasury.balance()),
            volume: money(total.map(|total| total.volume).unwrap_or_default()),
            transfers: total.map_or(0, |total| total.transfers),
            accounts: total.map_or(0, |total| total.accounts),
            link: links::admin_currency(currency.id),
            treasury_link: links::account(treasury.id),
            name: currency.name.into(),
            plural: currency.plural.into(),
            symbol: currency.symbol.into(),
        })
    }

    fn kind_key(&self) -> String {
        format!("ledger-currency-{}", self.kind)
    }
}

/// A currency as it is sent; code, scale and kind count only when it is made.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
struct CurrencyForm {
    /// Short code, such as `ACORN`; final.
    code: String,
    /// One unit, such as `acorn`.
    name: String,
    /// Several units, such as `acorns`.
    plural: String,
    /// One to three characters beside amounts.
    symbol: String,
    /// Decimals it counts with, 0 to 6; final.
    scale: String,
    /// mutual, time, fiat or points; final.
    kind: String,
    /// Lower limit of new accounts, such as `-100.00`; empty for none.
    lower: String,
    /// Upper limit of new accounts; empty for none.
    upper: String,
    /// Days that payment requests stay open.
    days: String,
}

impl CurrencyForm {
    /// What a new currency is offered as.
    fn fresh() -> Self {
        Self {
            scale: USUAL_SCALE.to_owned(),
            kind: CurrencyKind::Mutual.word().to_owned(),
            days: USUAL_DAYS.to_owned(),
            ..Self::default()
        }
    }

    fn filled(view: &CurrencyView) -> Self {
        let typed = |limit: &Option<MoneyView>| limit.as_ref().map(|limit| limit.amount.clone()).unwrap_or_default();
        Self {
            code: view.code.clone(),
            name: view.name.clone(),
            plural: view.plural.clone(),
            symbol: view.symbol.clone(),
            scale: view.scale.to_string(),
            kind: view.kind.to_owned(),
            lower: typed(&view.lower),
            upper: typed(&view.upper),
            days: view.request_days.to_string(),
        }
    }

    /// Reads the form as a new currency.
    fn read_new(&self, face: Face) -> Result<NewCurrency> {
        let mut check = Check::default();
        let code = check.take(Code::parse("code", &self.code));
        let kind = CurrencyKind::from_word(&self.kind).ok_or_else(|| Fault::new("kind", "fault-choice"));
        let kind = check.take(kind);
        let scale = input::whole("scale", &self.scale).and_then(|scale| match scale {
            Some(decimals) => Scale::new(decimals),
            None => Err(Fault::new("scale", "fault-required")),
        });
        let scale = check.take(scale);
        let rest = input::gather(&mut check, self.read(face, scale.unwrap_or_default()))?;
        check.done()?;
        let (Some(code), Some(kind), Some(scale), Some(rest)) = (code, kind, scale, rest) else {
            return Err(check.into());
        };
        Ok(NewCurrency {
            code,
            name: rest.name,
            plural: rest.plural,
            symbol: rest.symbol,
            scale,
            shown: scale.decimals(),
            kind,
            rate: None,
            lower: rest.lower,
            upper: rest.upper,
            request_days: rest.days,
        })
    }

    /// Reads the form as a change; what it does not show stays.
    fn read_change(&self, face: Face, currency: &Currency) -> Result<ChangeCurrency> {
        let rest = self.read(face, currency.scale)?;
        Ok(ChangeCurrency {
            currency: currency.id,
            name: rest.name,
            plural: rest.plural,
            symbol: rest.symbol,
            shown: currency.shown,
            rate: currency.rate,
            lower: rest.lower,
            upper: rest.upper,
            request_days: rest.days,
        })
    }

    fn read(&self, face: Face, scale: Scale) -> Result<Common> {
        let mut check = Check::default();
        let name = check.take(Name::parse("name", &self.name));
        let plural = check.take(Name::parse("plural", &self.plural));
        let symbol = check.take(Line::parse("symbol", &self.symbol));
        let lower = check.take(input::limit(face, scale, "lower", &self.lower));
        let upper = check.take(input::limit(face, scale, "upper", &self.upper));
        let days = check.take(input::whole("days", &self.days));
        check.done()?;
        let (Some(name), Some(plural), Some(symbol), Some(lower), Some(upper), Some(days)) =
            (name, plural, symbol, lower, upper, days)
        else {
            return Err(check.into());
        };
        let days = days.ok_or_else(|| Fault::new("days", "fault-required"))?;
        Ok(Common { name, plural, symbol, lower, upper, days })
    }
}

/// What making and changing a currency have in common.
struct Common {
    name: Name,
    plural: Name,
    symbol: Line,
    lower: Option<ayni_kernel::Amount>,
    upper: Option<ayni_kernel::Amount>,
    days: u16,
}

/// The currencies of the community.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "ledger/currencies.html")]
struct CurrenciesPage {
    /// Every currency, the oldest first.
    currencies: Vec<CurrencyView>,
    #[serde(skip)]
    #[schema(ignore)]
    may_change: bool,
    #[serde(skip)]
    #[schema(ignore)]
    form: CurrencyForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

async fn list(visit: Visit) -> Answer {
    visit.page(&CurrenciesPage::of(&visit, CurrencyForm::fresh(), FormFaults::default())?)
}

async fn create(visit: Visit, Input(form): Input<CurrencyForm>) -> Answer {
    match make(&visit, &form).await {
        Ok(view) => visit.done(&view, links::ADMIN_CURRENCIES, "ledger-said-currency-made"),
        Err(error) => visit.again(error, async |faults| CurrenciesPage::of(&visit, form, faults.into())).await,
    }
}

async fn make(visit: &Visit, form: &CurrencyForm) -> Result<CurrencyView> {
    admin(visit)?;
    let ask = form.read_new(visit.face)?;
    let currency = visit.write(move |tx, me| ayni_ledger::create_currency(tx, me, ask)).await?;
    CurrencyView::load(visit, currency.id)
}

/// Refuses others than admins before what they sent is read; the use case asks again.
pub(super) fn admin(visit: &Visit) -> Result<()> {
    if visit.actor.has(Role::Admin) { Ok(()) } else { Err(visit.user().err().unwrap_or(Error::Forbidden)) }
}

impl CurrenciesPage {
    fn of(visit: &Visit, form: CurrencyForm, faults: FormFaults) -> Result<Self> {
        let currencies = visit.read(|tx, _| {
            let currencies = ayni_ledger::currencies(tx)?;
            currencies.into_iter().map(|currency| CurrencyView::of(visit, tx, currency)).collect()
        })?;
        Ok(Self { currencies, may_change: visit.actor.has(Role::Admin), form, faults })
    }
}

impl Page for CurrenciesPage {
    const FEATURE: &'static str = "ledger";

    fn title(&self, words: &Words) -> String {
        words.say("ledger-currencies")
    }

    fn tab(&self) -> &'static str {
        "admin-currencies"
    }
}

/// One currency.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "ledger/currency.html")]
struct CurrencyPage {
    /// The currency.
    currency: CurrencyView,
    #[serde(skip)]
    #[schema(ignore)]
    may_change: bool,
    #[serde(skip)]
    #[schema(ignore)]
    form: CurrencyForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

async fn show(visit: Visit, Of(id): Of<CurrencyId>) -> Answer {
    visit.page(&CurrencyPage::of(&visit, id, None, FormFaults::default())?)
}

async fn change(visit: Visit, Of(id): Of<CurrencyId>, Input(form): Input<CurrencyForm>) -> Answer {
    match rewrite(&visit, id, &form).await {
        Ok(view) => visit.done(&view, links::ADMIN_CURRENCIES, "ledger-said-currency-changed"),
        Err(error) => visit.again(error, async |faults| CurrencyPage::of(&visit, id, Some(form), faults.into())).await,
    }
}

async fn rewrite(visit: &Visit, id: CurrencyId, form: &CurrencyForm) -> Result<CurrencyView> {
    admin(visit)?;
    let currency = visit.read(|tx, _| ayni_ledger::currency(tx, id))?;
    let ask = form.read_change(visit.face, &currency)?;
    visit.write(move |tx, me| ayni_ledger::change_currency(tx, me, ask)).await?;
    CurrencyView::load(visit, id)
}

impl CurrencyPage {
    fn of(visit: &Visit, id: CurrencyId, form: Option<CurrencyForm>, faults: FormFaults) -> Result<Self> {
        let currency = CurrencyView::load(visit, id)?;
        let form = form.unwrap_or_else(|| CurrencyForm::filled(&currency));
        Ok(Self { currency, may_change: visit.actor.has(Role::Admin), form, faults })
    }
}

impl Page for CurrencyPage {
    const FEATURE: &'static str = "ledger";

    fn title(&self, words: &Words) -> String {
        words.say_with("ledger-currency-title", &[("name", self.currency.plural.clone().into())])
    }

    fn tab(&self) -> &'static str {
        "admin-currencies"
    }
}
