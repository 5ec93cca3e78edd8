//! Limits of an account: set by the treasurer, with who changed them, when and why.

use askama::Template;
use ayni_kernel::{AccountId, Check, Fault, Faults, Line, Result};
use ayni_ledger::{AccountAct, ChangeLimits, Currency, Grant, LimitChange, LimitNote};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    kit::{Answer, Face, FormFaults, Input, MoneyView, Of, Page, Route, Visit, Words, filters},
    ledger::{
        credit::{LimitsForm, kind_says},
        input,
        views::{BalanceCard, PartyView, user_name},
    },
    links,
    members::views::Choice,
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
        Route::post("/admin/accounts/{id}/grants", grant)
            .about("Lets one payment of an account go beyond its limit.")
            .takes::<GrantForm>()
            .answers::<BalanceCard>()
            .office(),
    ]
}

fn read(form: &LimitsForm, face: Face, account: AccountId, currency: &Currency) -> Result<ChangeLimits> {
    let (lower, upper, kind, reason) = form.read(face, currency.scale)?;
    Ok(ChangeLimits { account, lower, upper, kind, reason })
}

/// A grant as it is sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
struct GrantForm {
    /// The least balance that the one payment may leave, such as `-250.00`.
    once: String,
    /// The last day, such as 2026-01-31.
    expires: String,
    /// Why; the member sees it.
    why: String,
}

impl GrantForm {
    fn read(&self, visit: &Visit, account: AccountId, currency: &Currency) -> Result<Grant> {
        let mut check = Check::default();
        let lower = check.take(input::amount(visit.face, currency.scale, "lower", &self.once));
        let expires = input::day_after(&visit.words, "expires", &self.expires)
            .and_then(|day| day.ok_or_else(|| Fault::new("expires", "fault-required")));
        let expires = check.take(expires);
        let reason = check.take(Line::parse("reason", &self.why));
        check.done()?;
        let (Some(lower), Some(expires), Some(reason)) = (lower, expires, reason) else { return Err(check.into()) };
        Ok(Grant { account, lower, expires, reason })
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
    /// hard, warn, growing or formula: before.
    kind_before: &'static str,
    /// hard, warn, growing or formula: since.
    kind: &'static str,
    /// set, granted or used.
    note: &'static str,
    /// What was granted for one payment.
    once: Option<MoneyView>,
    /// The transfer that used it.
    transfer: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    link: Option<String>,
    /// How credit grows, or the formula, since.
    #[serde(skip)]
    #[schema(ignore)]
    says: String,
}

impl LimitChangeView {
    fn note_key(&self) -> String {
        format!("ledger-limit-note-{}", self.note)
    }

    fn of(visit: &Visit, currency: &Currency, change: LimitChange) -> Result<Self> {
        let money = |amount| MoneyView::from(currency.money(amount));
        let (lower_before, upper_before) = change.before;
        let (lower, upper) = change.after;
        let (note, once, used) = match change.note {
            LimitNote::Set => ("set", None, None),
            LimitNote::Granted(lower, _) => ("granted", Some(money(lower)), None),
            LimitNote::Used(transfer) => ("used", None, Some(transfer)),
        };
        Ok(Self {
            at: change.at.to_string(),
            by: user_name(visit, change.by)?,
            reason: change.reason.into(),
            lower_before: lower_before.map(money),
            upper_before: upper_before.map(money),
            lower: lower.map(money),
            upper: upper.map(money),
            kind_before: change.kinds.0.word(),
            kind: change.kinds.1.word(),
            note,
            once,
            transfer: used.map(|id| id.to_string()),
            link: used.map(links::transfer),
            says: kind_says(&visit.words, &change.kinds.1, currency),
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
    /// A lower limit for one payment that is still open.
    once: Option<MoneyView>,
    #[serde(skip)]
    #[schema(ignore)]
    may_grant: bool,
    #[serde(skip)]
    #[schema(ignore)]
    form: LimitsForm,
    #[serde(skip)]
    #[schema(ignore)]
    grant: GrantForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
    #[serde(skip)]
    #[schema(ignore)]
    grant_faults: FormFaults,
}

async fn show(visit: Visit, Of(id): Of<AccountId>) -> Answer {
    visit.page(&LimitsPage::of(&visit, id)?)
}

async fn set(visit: Visit, Of(id): Of<AccountId>, Input(form): Input<LimitsForm>) -> Answer {
    match write(&visit, id, &form).await {
        Ok(view) => visit.done(&view, &links::limits(id), "ledger-said-limits"),
        Err(error) => {
            let page =
                async |faults: Faults| Ok(LimitsPage { form, faults: faults.into(), ..LimitsPage::of(&visit, id)? });
            visit.again(error, page).await
        }
    }
}

async fn grant(visit: Visit, Of(id): Of<AccountId>, Input(grant): Input<GrantForm>) -> Answer {
    match give(&visit, id, &grant).await {
        Ok(view) => visit.done(&view, &links::limits(id), "ledger-said-granted"),
        Err(error) => {
            let page = async |faults: Faults| {
                Ok(LimitsPage { grant, grant_faults: faults.into(), ..LimitsPage::of(&visit, id)? })
            };
            visit.again(error, page).await
        }
    }
}

async fn write(visit: &Visit, id: AccountId, form: &LimitsForm) -> Result<BalanceCard> {
    let ask = visit.read(|tx, me| {
        let account = ayni_ledger::account(tx, me, id)?;
        me.may(AccountAct::SetLimits, &account)?;
        read(form, visit.face, id, &ayni_ledger::currency(tx, account.currency)?)
    })?;
    let account = visit.write(move |tx, me| ayni_ledger::change_limits(tx, me, ask)).await?;
    visit.read(|tx, me| BalanceCard::of(tx, me, &visit.words, &account))
}

async fn give(visit: &Visit, id: AccountId, form: &GrantForm) -> Result<BalanceCard> {
    let ask = visit.read(|tx, me| {
        let account = ayni_ledger::account(tx, me, id)?;
        me.may(AccountAct::GrantOnce, &account)?;
        form.read(visit, id, &ayni_ledger::currency(tx, account.currency)?)
    })?;
    let account = visit.write(move |tx, me| ayni_ledger::grant_once(tx, me, ask)).await?;
    visit.read(|tx, me| BalanceCard::of(tx, me, &visit.words, &account))
}

impl LimitsPage {
    fn of(visit: &Visit, id: AccountId) -> Result<Self> {
        let (holder, balance, account, currency, changes) = visit.read(|tx, me| {
            let account = ayni_ledger::account(tx, me, id)?;
            me.may(AccountAct::SetLimits, &account)?;
            Ok((
                PartyView::owning(tx, id, &visit.words)?,
                BalanceCard::of(tx, me, &visit.words, &account)?,
                account.clone(),
                ayni_ledger::currency(tx, account.currency)?,
                ayni_ledger::limit_history(tx, me, id)?,
            ))
        })?;
        let history = changes.into_iter().map(|change| LimitChangeView::of(visit, &currency, change));
        let once = account.credit.as_ref().and_then(|credit| credit.once.as_ref());
        Ok(Self {
            holder,
            balance,
            history: history.collect::<Result<_>>()?,
            once: once.map(|once| currency.money(once.lower).into()),
            may_grant: visit.actor.may(AccountAct::GrantOnce, &account).is_ok() && account.floor().is_some(),
            form: LimitsForm::filled((account.lower, account.upper), &account.limit_kind(), &currency),
            grant: GrantForm::default(),
            faults: FormFaults::default(),
            grant_faults: FormFaults::default(),
        })
    }

    fn kinds(&self) -> Vec<Choice> {
        self.form.kinds()
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
