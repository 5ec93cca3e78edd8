//! Limits of an account: set by the treasurer, with who changed them, when and why.

use askama::Template;
use ayni_kernel::{AccountId, Check, Line, Result};
use ayni_ledger::{AccountAct, Currency, LimitChange, SetLimits};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    kit::{Answer, Face, FormFaults, Input, MoneyView, Of, Page, Route, Visit, Words, filters},
    ledger::{
        input,
        views::{BalanceCard, PartyView, user_name},
    },
    links,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/accounts/{id}/limits", show)
            .about("The limits of an account and how they changed.")
            .answers::<LimitsPage>()
            .office(),
        Route::post("/admin/accounts/{id}/limits", set)
            .about("Sets the limits of an account.")
            .takes::<LimitsForm>()
            .answers::<BalanceCard>()
            .office(),
    ]
}

/// Limits as they are sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
struct LimitsForm {
    /// Least balance that a payment may leave, such as `-100.00`; empty for no limit.
    lower: String,
    /// Greatest balance that a payment may leave; empty for no limit.
    upper: String,
    /// Why; the member sees it.
    reason: String,
}

impl LimitsForm {
    fn read(&self, face: Face, account: AccountId, currency: &Currency) -> Result<SetLimits> {
        let mut check = Check::default();
        let lower = check.take(input::limit(face, currency.scale, "lower", &self.lower));
        let upper = check.take(input::limit(face, currency.scale, "upper", &self.upper));
        let reason = check.take(Line::parse("reason", &self.reason));
        check.done()?;
        let (Some(lower), Some(upper), Some(reason)) = (lower, upper, reason) else { return Err(check.into()) };
        Ok(SetLimits { account, lower, upper, reason })
    }
}

/// One change of limits.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct LimitChangeView {
    /// When.
    at: String,
    /// Who; absent for the program and for users who are gone.
    by: Option<String>,
    /// Why.
    reason: String,
    /// The lower limit before; absent for none.
    lower_before: Option<MoneyView>,
    /// The upper limit before; absent for none.
    upper_before: Option<MoneyView>,
    /// The lower limit since; absent for none.
    lower: Option<MoneyView>,
    /// The upper limit since; absent for none.
    upper: Option<MoneyView>,
}

impl LimitChangeView {
    fn of(visit: &Visit, currency: &Currency, change: LimitChange) -> Result<Self> {
        let money = |amount| MoneyView::from(currency.money(amount));
        let (lower_before, upper_before) = change.before;
        let (lower, upper) = change.after;
        Ok(Self {
            at: change.at.to_string(),
            by: user_name(visit, change.by)?,
            reason: change.reason.into(),
            lower_before: lower_before.map(money),
            upper_before: upper_before.map(money),
            lower: lower.map(money),
            upper: upper.map(money),
        })
    }
}

/// The limits of an account.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "ledger/limits.html")]
struct LimitsPage {
    /// Whose limits.
    holder: PartyView,
    /// Balance and limits now.
    balance: BalanceCard,
    /// The changes, newest first.
    history: Vec<LimitChangeView>,
    #[serde(skip)]
    #[schema(ignore)]
    form: LimitsForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

async fn show(visit: Visit, Of(id): Of<AccountId>) -> Answer {
    visit.page(&LimitsPage::of(&visit, id, None, FormFaults::default())?)
}

async fn set(visit: Visit, Of(id): Of<AccountId>, Input(form): Input<LimitsForm>) -> Answer {
    match write(&visit, id, &form).await {
        Ok(view) => visit.done(&view, &links::limits(id), "ledger-said-limits"),
        Err(error) => visit.again(error, async |faults| LimitsPage::of(&visit, id, Some(form), faults.into())).await,
    }
}

async fn write(visit: &Visit, id: AccountId, form: &LimitsForm) -> Result<BalanceCard> {
    let ask = visit.read(|tx, me| {
        let account = ayni_ledger::account(tx, me, id)?;
        me.may(AccountAct::SetLimits, &account)?;
        form.read(visit.face, id, &ayni_ledger::currency(tx, account.currency)?)
    })?;
    let account = visit.write(move |tx, me| ayni_ledger::set_limits(tx, me, ask)).await?;
    visit.read(|tx, me| BalanceCard::of(tx, me, &visit.words, &account))
}

impl LimitsPage {
    fn of(visit: &Visit, id: AccountId, form: Option<LimitsForm>, faults: FormFaults) -> Result<Self> {
        let (holder, balance, currency, changes) = visit.read(|tx, me| {
            let account = ayni_ledger::account(tx, me, id)?;
            me.may(AccountAct::SetLimits, &account)?;
            Ok((
                PartyView::owning(tx, id, &visit.words)?,
                BalanceCard::of(tx, me, &visit.words, &account)?,
                ayni_ledger::currency(tx, account.currency)?,
                ayni_ledger::limit_history(tx, me, id)?,
            ))
        })?;
        let history = changes.into_iter().map(|change| LimitChangeView::of(visit, &currency, change));
        let history = history.collect::<Result<_>>()?;
        let typed = |limit: &Option<MoneyView>| limit.as_ref().map(|limit| limit.amount.clone()).unwrap_or_default();
        let form = form.unwrap_or_else(|| LimitsForm {
            lower: typed(&balance.lower),
            upper: typed(&balance.upper),
            reason: String::new(),
        });
        Ok(Self { holder, balance, history, form, faults })
    }
}

impl Page for LimitsPage {
    const FEATURE: &'static str = "ledger";

    fn title(&self, words: &Words) -> String {
        words.say_with("ledger-limits-of", &[("name", self.holder.name.clone().into())])
    }

    fn tab(&self) -> &'static str {
        "admin-members"
    }
}
