//! Paying: the form, a look at what it would do, and the payment itself.

use askama::Template;
use ayni_kernel::{Actor, Amount, Check, Line, Money, ReadTx, Result, TransferId};
use ayni_ledger::{Account, AccountCard, Pay, Preview};
use ayni_payments::Sent;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    charges::{self, LevyView},
    kit::{Answer, Ask, FormFaults, Input, MoneyView, Page, Route, Visit, Words, filters},
    ledger::{
        input::{self, CategoryChoice, Named, own_account},
        transfers::TransferView,
        views::{BalanceCard, PartyView, category_name},
        wallet::AccountChoice,
    },
    links,
    payments::ApprovalView,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/pay", form).about("The payment form.").asks::<PayForm>().page_only(),
        Route::post("/pay", check).about("Shows what a payment would do.").takes::<PayForm>().answers::<ConfirmPage>(),
        Route::post("/payments", pay)
            .about("Pays at once and for good; an amount that needs a second person waits for them, and the answer is what waits. With the same `id` again it answers the same.")
            .takes::<PayForm>()
            .answers::<TransferView>(),
    ]
}

/// A payment as it is sent.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct PayForm {
    /// Made by the client (a UUID), so that the same payment may safely be sent again.
    pub id: String,
    /// The paying account: its id, its code or its member's number; otherwise the first account of the member acted for.
    pub from: String,
    /// The receiving account: its id, its code or its member's number.
    pub to: String,
    /// Instead of `to`: a member's name as typed into the form.
    pub payee: String,
    /// Instead of `to`: the member's id as chosen in the form.
    pub payee_id: String,
    /// The exact decimal, such as `12.50`.
    pub amount: String,
    /// What for.
    pub description: String,
    /// A category's id.
    pub category: String,
}

impl PayForm {
    fn named(&self) -> Named<'_> {
        Named { field: "to", exact: &self.to, chosen: &self.payee_id, typed: &self.payee }
    }

    /// The address of the form with what was typed so far.
    fn address(&self, from: &str, payee: &str) -> String {
        let fields = [
            ("from", from),
            ("payee", payee),
            ("amount", &self.amount),
            ("description", &self.description),
            ("category", &self.category),
        ];
        format!("{}{}", links::PAY, links::query(&fields))
    }

    /// Reads the form as the visitor: what to pay, from which account, to whom.
    fn read(&self, visit: &Visit, tx: &ReadTx, me: &Actor) -> Result<(Pay, Account, AccountCard)> {
        let from = own_account(tx, me, "from", &self.from)?;
        let currency = ayni_ledger::currency(tx, from.currency)?;
        let mut check = Check::default();
        let id = check.take(input::id("id", &self.id));
        let to = input::gather(&mut check, self.named().find(visit, tx, me, currency.id))?;
        let amount = check.take(input::amount(visit.face, currency.scale, "amount", &self.amount));
        let description = check.take(Line::parse("description", &self.description));
        let category = input::gather(&mut check, input::category(tx, &self.category))?;
        check.done()?;
        let (Some(id), Some(to), Some(amount), Some(description), Some(category)) =
            (id, to, amount, description, category)
        else {
            return Err(check.into());
        };
        Ok((Pay { id, from: from.id, to: to.id, amount, description, category }, from, to))
    }
}

async fn form(visit: Visit, Ask(form): Ask<PayForm>) -> Answer {
    visit.page(&PayPage::of(&visit, form, FormFaults::default())?)
}

async fn check(visit: Visit, Input(form): Input<PayForm>) -> Answer {
    let id = visit.write(|tx, _| Ok(tx.id())).await?;
    match ConfirmPage::of(&visit, &form, id) {
        Ok(page) => visit.page(&page),
        Err(error) => visit.again(error, async |faults| PayPage::of(&visit, form, faults.into())).await,
    }
}

async fn pay(visit: Visit, Input(form): Input<PayForm>) -> Answer {
    match post(&visit, &form).await {
        Ok(sent) => sent.answer(&visit, "ledger-said-paid"),
        Err(error) => visit.again(error, async |faults| PayPage::of(&visit, form, faults.into())).await,
    }
}

async fn post(visit: &Visit, form: &PayForm) -> Result<SentView> {
    let (ask, ..) = visit.read(|tx, me| form.read(visit, tx, me))?;
    let sent = visit.write(move |tx, me| ayni_payments::send(tx, me, ask)).await?;
    SentView::load(visit, &sent)
}

/// What became of a payment that was sent.
pub(crate) enum SentView {
    /// It is paid.
    Paid(Box<TransferView>),
    /// It waits for a second person.
    Waiting(Box<ApprovalView>),
}

impl SentView {
    /// The view of what was sent.
    pub(crate) fn load(visit: &Visit, sent: &Sent) -> Result<Self> {
        match sent {
            Sent::Paid(transfer) => TransferView::load(visit, transfer.id).map(|view| Self::Paid(Box::new(view))),
            Sent::Waiting(approval) => ApprovalView::load(visit, approval.id).map(|view| Self::Waiting(Box::new(view))),
        }
    }

    /// Goes on with the receipt, or with what waits.
    pub(crate) fn answer(&self, visit: &Visit, said: &'static str) -> Answer {
        match self {
            Self::Paid(view) => visit.done(view, &view.link, said),
            Self::Waiting(view) => visit.done(view, &view.link, "payments-said-waiting"),
        }
    }
}

/// The payment form.
#[derive(Template, Debug, Serialize)]
#[template(path = "ledger/pay.html")]
struct PayPage {
    balance: BalanceCard,
    accounts: Vec<AccountChoice>,
    payee: Option<PartyView>,
    categories: Vec<CategoryChoice>,
    #[serde(skip)]
    form: PayForm,
    #[serde(skip)]
    faults: FormFaults,
    #[serde(skip)]
    language: &'static str,
}

impl PayPage {
    fn of(visit: &Visit, form: PayForm, faults: FormFaults) -> Result<Self> {
        visit.read(|tx, me| {
            let from = own_account(tx, me, "from", &form.from)?;
            me.may(ayni_ledger::AccountAct::Pay, &from)?;
            let named = form.named();
            // Whoever cannot be found stays as typed, with the sentence of the refusal beside it.
            let payee = if named.is_empty() { None } else { named.find(visit, tx, me, from.currency).ok() };
            Ok(Self {
                balance: BalanceCard::of(tx, me, &visit.words, &from)?,
                accounts: AccountChoice::beside(tx, me, &from)?,
                payee: payee.map(|card| PartyView::of(card, &visit.words)),
                categories: CategoryChoice::all(tx)?,
                language: visit.words.language().tag(),
                form,
                faults,
            })
        })
    }

    /// The address of the form without the person chosen.
    fn change(&self) -> String {
        self.form.address(&self.form.from, "")
    }

    /// The address of the form that sets the same aside.
    fn aside(&self) -> String {
        let payee = self.payee.as_ref().map_or(self.form.payee.as_str(), |payee| &payee.code);
        links::set_aside(&self.balance.account, payee, &self.form.amount, &self.form.description)
    }

    /// The address of the form for another account of the payer.
    fn with_account(&self, account: &AccountChoice) -> String {
        self.form.address(&account.id, self.payee.as_ref().map_or("", |payee| payee.number.as_deref().unwrap_or("")))
    }
}

impl Page for PayPage {
    const FEATURE: &'static str = "ledger";

    fn title(&self, words: &Words) -> String {
        words.say("ledger-pay")
    }

    fn tab(&self) -> &'static str {
        "pay"
    }
}

/// What a payment would do; nothing has moved yet.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "ledger/confirm.html")]
struct ConfirmPage {
    /// The id to send with the payment.
    id: String,
    /// Who would pay.
    payer: PartyView,
    /// Who would receive.
    payee: PartyView,
    /// How much.
    amount: MoneyView,
    /// What the community takes of the payment.
    levies: Vec<LevyView>,
    /// What the payer pays in all.
    total: MoneyView,
    /// The payer's balance now.
    before: MoneyView,
    /// The payer's balance afterwards.
    after: MoneyView,
    /// What for.
    description: String,
    /// The category's name.
    category: Option<String>,
    /// Who has to authorise it before it is paid: treasurer, admin or colleague; absent when nobody has to.
    second: Option<&'static str>,
    #[serde(skip)]
    #[schema(ignore)]
    mine: bool,
    #[serde(skip)]
    #[schema(ignore)]
    form: PayForm,
}

/// What a balance loses.
fn before_less(before: &Money, after: &Money) -> Amount {
    before.amount.minus(after.amount).unwrap_or_default()
}

impl ConfirmPage {
    fn of(visit: &Visit, form: &PayForm, id: TransferId) -> Result<Self> {
        visit.read(|tx, me| {
            let (ask, from, to) = form.read(visit, tx, me)?;
            let (levies, top) = charges::levies_on(tx, &ask, from.currency)?;
            let Preview { amount, before, after, fault, .. } =
                ayni_ledger::preview_with(tx, me, (ask.from, ask.to), ask.amount, top)?;
            if let Some(fault) = fault {
                return Err(fault.into());
            }
            Ok(Self {
                id: id.to_string(),
                mine: BalanceCard::of(tx, me, &visit.words, &from)?.mine,
                payer: PartyView::owning(tx, from.id, &visit.words)?,
                payee: PartyView::of(to, &visit.words),
                total: Money { amount: before_less(&before, &after), ..amount.clone() }.into(),
                amount: amount.into(),
                levies,
                before: before.into(),
                after: after.into(),
                description: ask.description.into(),
                second: ayni_payments::needs_second(tx, me, ask.from, ask.amount)?.map(|rule| rule.by.word()),
                category: category_name(tx, ask.category)?,
                form: form.clone(),
            })
        })
    }
}

impl ConfirmPage {
    /// The address of the form to change something before paying.
    fn change(&self) -> String {
        self.form.address(&self.payer.account, &self.payee.code)
    }
}

impl Page for ConfirmPage {
    const FEATURE: &'static str = "ledger";

    fn title(&self, words: &Words) -> String {
        words.say("ledger-confirm")
    }

    fn tab(&self) -> &'static str {
        "pay"
    }
}
