//! The default limits of a currency: tried on all members before they are saved.

use askama::Template;
use ayni_kernel::{CurrencyId, Cursor, Result};
use ayni_ledger::{Currency, DefaultLimits, Follows, LimitTrial};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    kit::{Answer, Ask, FormFaults, Input, MoneyView, Of, Page, PageView, Route, Visit, Words, filters},
    ledger::{
        credit::{LimitsForm, kind_says},
        currencies::admin,
        views::PartyView,
    },
    links,
    members::views::Choice,
};

/// Accounts that a preview shows at once.
const ROWS: usize = 200;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/currencies/{id}/limits", show)
            .about("The limits that new accounts of a currency get, and what they mean for every member.")
            .asks::<TrialQuery>()
            .answers::<DefaultsPage>()
            .office(),
        Route::post("/admin/currencies/{id}/limits", set)
            .about("Sets the default limits of a currency, or with `look` only shows what they would mean.")
            .takes::<LimitsForm>()
            .answers::<DefaultsPage>()
            .office(),
    ]
}

/// Which part of the preview is wanted.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct TrialQuery {
    /// The `next` of the page before.
    after: String,
}

/// What the limits mean for one member.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = LedgerTrialView)]
struct TrialView {
    /// Whose account.
    account: PartyView,
    /// What it holds.
    balance: MoneyView,
    /// The least balance that payments may leave now; absent where nothing stops them.
    now: Option<MoneyView>,
    /// And with these limits.
    then: Option<MoneyView>,
    /// `yes`, or `no` for an account with limits of its own.
    follows: &'static str,
}

/// The default limits of a currency.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "ledger/defaults.html")]
struct DefaultsPage {
    /// The currency's name.
    name: String,
    /// How the lower limit comes about, in a sentence; empty for a hard one.
    says: String,
    /// What a new member may pay before receiving anything; absent for any amount.
    first: Option<MoneyView>,
    /// What the limits mean for every member.
    members: PageView<TrialView>,
    #[serde(skip)]
    #[schema(ignore)]
    looked: bool,
    #[serde(skip)]
    #[schema(ignore)]
    link: String,
    #[serde(skip)]
    #[schema(ignore)]
    form: LimitsForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

async fn show(visit: Visit, Of(id): Of<CurrencyId>, Ask(query): Ask<TrialQuery>) -> Answer {
    visit.page(&DefaultsPage::of(&visit, id, None, &query.after)?)
}

async fn set(visit: Visit, Of(id): Of<CurrencyId>, Input(form): Input<LimitsForm>) -> Answer {
    match write(&visit, id, &form).await {
        Ok(page) if page.looked => visit.page(&page),
        Ok(page) => visit.done(&page, &page.link, "ledger-said-defaults"),
        Err(error) => {
            let page = DefaultsPage::of(&visit, id, None, "");
            visit.again(error, async |faults| Ok(DefaultsPage { form, faults: faults.into(), ..page? })).await
        }
    }
}

async fn write(visit: &Visit, id: CurrencyId, form: &LimitsForm) -> Result<DefaultsPage> {
    admin(visit)?;
    let currency = visit.read(|tx, _| ayni_ledger::currency(tx, id))?;
    let (lower, upper, kind, reason) = form.read(visit.face, currency.scale)?;
    let ask = DefaultLimits { currency: id, lower, upper, kind, reason };
    if form.look == "yes" {
        let page = DefaultsPage::of(visit, id, Some(&ask), "")?;
        return Ok(DefaultsPage { form: form.clone(), looked: true, ..page });
    }
    visit.write(move |tx, me| ayni_ledger::set_default_limits(tx, me, &ask)).await?;
    DefaultsPage::of(visit, id, None, "")
}

impl DefaultsPage {
    /// The page with what some limits would mean, or those there are.
    fn of(visit: &Visit, id: CurrencyId, tried: Option<&DefaultLimits>, after: &str) -> Result<Self> {
        admin(visit)?;
        let after = Some(after.trim()).filter(|after| !after.is_empty()).map(Cursor::parse).transpose()?;
        visit.read(|tx, me| {
            let currency = ayni_ledger::currency(tx, id)?;
            let kind = ayni_ledger::default_kind(tx, id)?;
            let form = LimitsForm::filled((currency.lower, currency.upper), &kind, &currency);
            let (lower, upper) = (currency.lower, currency.upper);
            let there = DefaultLimits { currency: id, lower, upper, kind, reason: ayni_kernel::Line::default() };
            let ask = tried.unwrap_or(&there);
            let members = ayni_ledger::try_limits(tx, me, ask, after.as_ref(), ROWS)?;
            let first = ayni_ledger::first_trade(ask.lower, &ask.kind, currency.scale);
            Ok(Self {
                name: currency.plural.to_string(),
                says: kind_says(&visit.words, &ask.kind, &currency),
                first: first.map(|first| currency.money(first).into()),
                members: members.try_map(|trial| TrialView::of(tx, &visit.words, &currency, &trial))?.into(),
                looked: false,
                link: links::default_limits(id),
                form,
                faults: FormFaults::default(),
            })
        })
    }

    fn kinds(&self) -> Vec<Choice> {
        self.form.kinds()
    }

    fn older(&self) -> Option<String> {
        let next = self.members.next.as_ref().filter(|_| !self.looked)?;
        Some(format!("{}{}", self.link, links::query(&[("after", next)])))
    }

    /// Whether a new member cannot pay before having received something.
    fn first_refused(&self) -> bool {
        self.first.as_ref().is_some_and(|first| first.minor == 0)
    }
}

impl TrialView {
    fn of(tx: &ayni_kernel::ReadTx, words: &Words, currency: &Currency, trial: &LimitTrial) -> Result<Self> {
        let money = |amount| MoneyView::from(currency.money(amount));
        Ok(Self {
            account: PartyView::owning(tx, trial.account, words)?,
            balance: money(trial.balance),
            now: trial.now.map(money),
            then: trial.then.map(money),
            follows: if trial.follows == Follows::Yes { "yes" } else { "no" },
        })
    }
}

impl Page for DefaultsPage {
    const FEATURE: &'static str = "ledger";

    fn title(&self, words: &Words) -> String {
        words.say_with("ledger-defaults", &[("name", self.name.clone().into())])
    }

    fn tab(&self) -> &'static str {
        "admin-currencies"
    }
}
