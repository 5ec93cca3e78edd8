//! Amounts set aside: the form, what became of one, its payment and its release.

use askama::Template;
use ayni_kernel::{AccountId, Actor, Amount, Check, Error, Fault, HoldId, Line, ReadTx, Result, tx::Now as _};
use ayni_ledger::{Account, AccountAct, Currency, Hold, HoldKeeper, HoldState, Owner, PlaceHold};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    kit::{Answer, Ask, FormFaults, Input, MoneyView, Of, Page, Route, Visit, Words, filters},
    ledger::{
        input::{self, Named, own_account},
        transfers::{Side, TransferView},
        views::{BalanceCard, PartyView, may},
        wallet::AccountChoice,
    },
    links,
};

/// Days an amount stays set aside unless the form says otherwise.
const USUAL_DAYS: u16 = 14;

/// A year: longer is no agreement about one thing any more.
const MAX_DAYS: u16 = 365;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/holds/new", form).about("The form to set an amount aside.").asks::<HoldForm>().page_only(),
        Route::post("/holds", place)
            .about("Sets an amount aside for somebody: it cannot be spent otherwise until it is paid, released or expires.")
            .takes::<HoldForm>()
            .answers::<HoldView>(),
        Route::get("/holds/{id}", show).about("An amount set aside.").answers::<HoldPage>(),
        Route::post("/holds/{id}/posting", post)
            .about("Pays what was set aside or a part of it, by either side; the rest is released.")
            .takes::<HoldPostingForm>()
            .answers::<TransferView>(),
        Route::post("/holds/{id}/voiding", void)
            .about("Releases what was set aside, by the payee: nothing is paid.")
            .answers::<HoldView>(),
    ]
}

/// An amount set aside by one account for another.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct HoldView {
    /// The hold's id.
    pub id: String,
    /// Who will pay.
    pub payer: PartyView,
    /// Who will receive.
    pub payee: PartyView,
    /// The most that may be paid of it.
    pub amount: MoneyView,
    /// What for.
    pub description: String,
    /// pending, posted, voided or expired.
    pub state: &'static str,
    /// The transfer it became.
    pub transfer: Option<String>,
    /// What was paid of it.
    pub paid: Option<MoneyView>,
    /// When it was set aside.
    pub created: String,
    /// When it is released by itself; absent for never.
    pub expires: Option<String>,
    /// Whether the reader may pay it now.
    pub payable: bool,
    /// Whether the reader may release it now.
    pub releasable: bool,
    #[serde(skip)]
    #[schema(ignore)]
    pub link: String,
    #[serde(skip)]
    #[schema(ignore)]
    posting: String,
    #[serde(skip)]
    #[schema(ignore)]
    voiding: String,
}

impl HoldView {
    fn of(tx: &ReadTx, me: &Actor, words: &Words, hold: &Hold) -> Result<Self> {
        let currency = currency_of(tx, hold)?;
        let money = |amount| MoneyView::from(currency.money(amount));
        let now = tx.now();
        let (state, posted) = match hold.state {
            HoldState::Pending if hold.expires.is_none_or(|expires| now < expires) => ("pending", None),
            HoldState::Pending | HoldState::Expired => ("expired", None),
            HoldState::Posted { transfer, amount } => ("posted", Some((transfer, amount))),
            HoldState::Voided => ("voided", None),
        };
        let undecided = state == "pending" && hold.keeper == HoldKeeper::Parties;
        let releasable = undecided && may(tx, me, hold.credit, AccountAct::Collect);
        Ok(Self {
            id: hold.id.to_string(),
            payer: PartyView::owning(tx, hold.debit, words)?,
            payee: PartyView::owning(tx, hold.credit, words)?,
            amount: money(hold.amount),
            description: hold.description.to_string(),
            state,
            transfer: posted.map(|(transfer, _)| transfer.to_string()),
            paid: posted.map(|(_, amount)| money(amount)),
            created: hold.created.to_string(),
            expires: hold.expires.map(|expires| expires.to_string()),
            payable: releasable || undecided && may(tx, me, hold.debit, AccountAct::Pay),
            releasable,
            link: links::hold(hold.id),
            posting: links::post_hold(hold.id),
            voiding: links::void_hold(hold.id),
        })
    }

    /// The hold as the visitor may see it.
    fn load(visit: &Visit, id: HoldId) -> Result<Self> {
        visit.read(|tx, me| Self::of(tx, me, &visit.words, &ayni_ledger::hold_by_id(tx, me, id)?))
    }

    /// What is set aside on either side of an account, newest first.
    pub(crate) fn pending(tx: &ReadTx, me: &Actor, words: &Words, account: AccountId) -> Result<Vec<Self>> {
        let holds = ayni_ledger::holds(tx, me, account)?;
        holds.iter().map(|hold| Self::of(tx, me, words, hold)).collect()
    }

    /// Whether the account with this id will pay.
    pub(crate) fn leaves(&self, account: &str) -> bool {
        self.payer.account == account
    }

    /// The other side, seen from the account with this id.
    pub(crate) fn other(&self, account: &str) -> &PartyView {
        if self.leaves(account) { &self.payee } else { &self.payer }
    }

    fn is_pending(&self) -> bool {
        self.state == "pending"
    }

    /// The locale key of its state.
    fn state_key(&self) -> String {
        format!("ledger-hold-state-{}", self.state)
    }

    /// The badge of its state.
    fn badge(&self) -> &'static str {
        match self.state {
            "pending" => "wait",
            "posted" => "ok",
            _ => "",
        }
    }
}

/// The currency of a hold's accounts.
fn currency_of(tx: &ReadTx, hold: &Hold) -> Result<Currency> {
    ayni_ledger::currency(tx, ayni_ledger::card(tx, hold.debit)?.currency)
}

/// An amount to set aside, as it is sent.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct HoldForm {
    /// The paying account: its id, its code or its member's number; otherwise the first account of the member acted for.
    from: String,
    /// The account it is for: its id, its code or its member's number.
    to: String,
    /// Instead of `to`: a member's name as typed into the form.
    payee: String,
    /// Instead of `to`: the member's id as chosen in the form.
    payee_id: String,
    /// The exact decimal, such as `12.50`.
    amount: String,
    /// What for.
    description: String,
    /// Days until it is released by itself, 1 to 365; otherwise 14.
    days: String,
}

impl HoldForm {
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
            ("days", &self.days),
        ];
        format!("{}{}", links::NEW_HOLD, links::query(&fields))
    }

    fn days(&self) -> Result<u16, Fault> {
        match input::whole("days", &self.days)? {
            None => Ok(USUAL_DAYS),
            Some(days @ 1..=MAX_DAYS) => Ok(days),
            Some(_) => Err(Fault::new("days", "ledger-hold-days").with("max", i64::from(MAX_DAYS))),
        }
    }

    fn read(&self, visit: &Visit, tx: &ReadTx, me: &Actor) -> Result<PlaceHold> {
        let from = payer(tx, me, &self.from)?;
        let currency = ayni_ledger::currency(tx, from.currency)?;
        let mut check = Check::default();
        let to = input::gather(&mut check, self.named().find(visit, tx, me, currency.id))?;
        let amount = check.take(input::amount(visit.face, currency.scale, "amount", &self.amount));
        let description = check.take(Line::parse("description", &self.description));
        let days = check.take(self.days());
        check.done()?;
        let (Some(to), Some(amount), Some(description), Some(days)) = (to, amount, description, days) else {
            return Err(check.into());
        };
        let expires = Some(tx.now().plus_days(i64::from(days)));
        Ok(PlaceHold { from: from.id, to: to.id, amount, description, expires })
    }
}

/// The account that is to pay, for those who may pay from it.
fn payer(tx: &ReadTx, me: &Actor, text: &str) -> Result<Account> {
    let from = own_account(tx, me, "from", text)?;
    me.may(AccountAct::Pay, &from)?;
    Ok(from)
}

/// The form that sets an amount aside.
#[derive(Template, Debug, Serialize)]
#[template(path = "ledger/hold_new.html")]
struct NewHoldPage {
    balance: BalanceCard,
    accounts: Vec<AccountChoice>,
    payee: Option<PartyView>,
    usual_days: u64,
    #[serde(skip)]
    form: HoldForm,
    #[serde(skip)]
    faults: FormFaults,
}

async fn form(visit: Visit, Ask(form): Ask<HoldForm>) -> Answer {
    visit.page(&NewHoldPage::of(&visit, form, FormFaults::default())?)
}

async fn place(visit: Visit, Input(form): Input<HoldForm>) -> Answer {
    match set_aside(&visit, &form).await {
        Ok(view) => visit.done(&view, &view.link, "ledger-said-hold-placed"),
        Err(error) => visit.again(error, async |faults| NewHoldPage::of(&visit, form, faults.into())).await,
    }
}

async fn set_aside(visit: &Visit, form: &HoldForm) -> Result<HoldView> {
    let ask = visit.read(|tx, me| form.read(visit, tx, me))?;
    let hold = visit
        .write(move |tx, me| {
            // Nobody gets round the second person by setting the amount aside and paying that.
            ayni_payments::within_threshold(tx, me, ask.from, ask.amount)?;
            ayni_ledger::hold(tx, me, ask)
        })
        .await?;
    HoldView::load(visit, hold.id)
}

impl NewHoldPage {
    fn of(visit: &Visit, form: HoldForm, faults: FormFaults) -> Result<Self> {
        visit.read(|tx, me| {
            let from = payer(tx, me, &form.from)?;
            let named = form.named();
            // Whoever cannot be found stays as typed, with the sentence of the refusal beside it.
            let payee = if named.is_empty() { None } else { named.find(visit, tx, me, from.currency).ok() };
            Ok(Self {
                balance: BalanceCard::of(tx, me, &visit.words, &from)?,
                accounts: AccountChoice::beside(tx, me, &from)?,
                payee: payee.map(|card| PartyView::of(card, &visit.words)),
                usual_days: USUAL_DAYS.into(),
                form,
                faults,
            })
        })
    }

    /// The address of the form without the person chosen.
    fn change(&self) -> String {
        self.form.address(&self.form.from, "")
    }

    /// The address of the form for another account of the payer.
    fn with_account(&self, account: &AccountChoice) -> String {
        self.form.address(&account.id, self.payee.as_ref().map_or("", |payee| payee.number.as_deref().unwrap_or("")))
    }
}

impl Page for NewHoldPage {
    const FEATURE: &'static str = "ledger";

    fn title(&self, words: &Words) -> String {
        words.say("ledger-hold-new")
    }

    fn tab(&self) -> &'static str {
        "pay"
    }
}

/// How much of it is to be paid, as it is sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
struct HoldPostingForm {
    /// The exact decimal, such as `12.50`; otherwise all of it.
    amount: String,
}

impl HoldPostingForm {
    fn read(&self, visit: &Visit, id: HoldId) -> Result<Option<Amount>> {
        if self.amount.trim().is_empty() {
            return Ok(None);
        }
        visit.read(|tx, me| {
            let scale = currency_of(tx, &ayni_ledger::hold_by_id(tx, me, id)?)?.scale;
            input::amount(visit.face, scale, "amount", &self.amount).map(Some).map_err(Error::from)
        })
    }
}

/// What was set aside and what became of it.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "ledger/hold.html")]
struct HoldPage {
    /// The hold.
    hold: HoldView,
    /// The reader's member is to pay, to receive, or stands aside.
    side: Side,
    #[serde(skip)]
    #[schema(ignore)]
    payment: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    form: HoldPostingForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

async fn show(visit: Visit, Of(id): Of<HoldId>) -> Answer {
    visit.page(&HoldPage::of(&visit, id, HoldPostingForm::default(), FormFaults::default())?)
}

async fn post(visit: Visit, Of(id): Of<HoldId>, Input(form): Input<HoldPostingForm>) -> Answer {
    match pay(&visit, id, &form).await {
        Ok(view) => visit.done(&view, &view.link, "ledger-said-paid"),
        Err(error) => visit.again(error, async |faults| HoldPage::of(&visit, id, form, faults.into())).await,
    }
}

async fn pay(visit: &Visit, id: HoldId, form: &HoldPostingForm) -> Result<TransferView> {
    let amount = form.read(visit, id)?;
    let transfer = visit.write(move |tx, me| ayni_ledger::post_hold(tx, me, id, amount)).await?;
    TransferView::load(visit, transfer.id)
}

async fn void(visit: Visit, Of(id): Of<HoldId>) -> Answer {
    match visit.write(move |tx, me| ayni_ledger::void_hold(tx, me, id)).await {
        Ok(_) => visit.done(&HoldView::load(&visit, id)?, &links::hold(id), "ledger-said-hold-released"),
        Err(error) => {
            let form = HoldPostingForm::default();
            visit.again(error, async |faults| HoldPage::of(&visit, id, form, faults.into())).await
        }
    }
}

impl HoldPage {
    fn of(visit: &Visit, id: HoldId, form: HoldPostingForm, faults: FormFaults) -> Result<Self> {
        visit.read(|tx, me| {
            let hold = ayni_ledger::hold_by_id(tx, me, id)?;
            let mine = |account: AccountId| -> Result<bool> {
                let owner = ayni_ledger::card(tx, account)?.owner;
                Ok(matches!(owner, Owner::Member(member) if me.acts_for(member)))
            };
            let side = match (mine(hold.debit)?, mine(hold.credit)?) {
                (true, _) => Side::Paid,
                (false, true) => Side::Received,
                (false, false) => Side::Aside,
            };
            let payment = match hold.state {
                HoldState::Posted { transfer, .. } => Some(links::transfer(transfer)),
                _ => None,
            };
            Ok(Self { hold: HoldView::of(tx, me, &visit.words, &hold)?, side, payment, form, faults })
        })
    }
}

impl Page for HoldPage {
    const FEATURE: &'static str = "ledger";

    fn title(&self, words: &Words) -> String {
        words.say("ledger-hold")
    }

    fn tab(&self) -> &'static str {
        if self.side == Side::Aside { "" } else { "wallet" }
    }
}
