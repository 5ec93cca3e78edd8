//! Payment requests: waiting for me, sent by me, their answers.

use askama::Template;
use ayni_kernel::{AccountId, Actor, Check, Cursor, Error, Line, ReadTx, RequestId, Result, tx::Now as _};
use ayni_ledger::{AccountAct, Ask as NewRequest, Owner, PaymentRequest, RequestBox};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    kit::{Answer, Ask, FormFaults, Input, Of, Page, PageView, Route, Visit, Words, filters},
    ledger::{
        input::{self, CategoryChoice, Named, own_account},
        payments::SentView,
        transfers::{Side, TransferView},
        views::{BalanceCard, PartyView, RequestView},
        wallet::AccountChoice,
    },
    links,
};

/// Requests of a page.
const ROWS: usize = 25;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/requests", list)
            .about("Payment requests that wait for an answer, that were received or that were sent.")
            .asks::<RequestQuery>()
            .answers::<RequestsPage>(),
        Route::get("/requests/new", form).about("The form to ask for a payment.").asks::<RequestForm>().page_only(),
        Route::post("/requests", ask)
            .about("Asks a member for a payment.")
            .takes::<RequestForm>()
            .answers::<RequestView>(),
        Route::get("/requests/{id}", show).about("A payment request.").answers::<RequestPage>(),
        Route::post("/requests/{id}/acceptance", accept)
            .about("Pays what was asked for, by the payer.")
            .answers::<TransferView>(),
        Route::post("/requests/{id}/rejection", reject).about("Says no, by the payer.").answers::<RequestView>(),
        Route::post("/requests/{id}/withdrawal", withdraw)
            .about("Takes a request back, by the payee.")
            .answers::<RequestView>(),
    ]
}

/// Which requests are wanted.
#[derive(Debug, Clone, Default, Serialize, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct RequestQuery {
    /// `waiting` (the default), `received` or `sent`.
    show: String,
    /// An account's id, its code or its member's number; otherwise the first account of the member acted for.
    account: String,
    /// The `next` of the page before.
    after: String,
}

/// Requests of an account, newest first.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "ledger/requests.html")]
struct RequestsPage {
    /// The requests asked for.
    requests: PageView<RequestView>,
    /// The accounts of the same holder.
    accounts: Vec<AccountChoice>,
    #[serde(skip)]
    #[schema(ignore)]
    query: RequestQuery,
    #[serde(skip)]
    #[schema(ignore)]
    waiting: usize,
}

async fn list(visit: Visit, Ask(query): Ask<RequestQuery>) -> Answer {
    let page = visit.read(|tx, me| RequestsPage::of(&visit, tx, me, query))?;
    visit.page(&page)
}

impl RequestsPage {
    fn of(visit: &Visit, tx: &ReadTx, me: &Actor, query: RequestQuery) -> Result<Self> {
        let account = own_account(tx, me, "account", &query.account)?;
        let after =
            Some(&query.after).filter(|after| !after.is_empty()).map(|after| Cursor::parse(after)).transpose()?;
        let boxed = |which| ayni_ledger::requests(tx, me, account.id, which, after.clone(), ROWS);
        let view = |request: PaymentRequest| RequestView::of(tx, me, &visit.words, tx.now(), &request);
        let open = ayni_ledger::open_requests(tx, me, account.id)?;
        let waiting = open.len();
        let page = match query.show.as_str() {
            "" | "waiting" => ayni_kernel::Page::last(open),
            "received" => boxed(RequestBox::Incoming)?,
            "sent" => boxed(RequestBox::Outgoing)?,
            _ => return Err(Error::invalid("show", "fault-choice")),
        };
        let requests = page.try_map(view)?.into();
        Ok(Self { requests, accounts: AccountChoice::beside(tx, me, &account)?, query, waiting })
    }

    fn waits(&self) -> bool {
        matches!(self.query.show.as_str(), "" | "waiting")
    }

    fn tab_to(&self, show: &str) -> String {
        address(show, &self.query.account, "")
    }

    fn of_account(&self, account: &AccountChoice) -> String {
        address(&self.query.show, &account.id, "")
    }

    fn older(&self) -> Option<String> {
        self.requests.next.as_ref().map(|next| address(&self.query.show, &self.query.account, next))
    }
}

fn address(show: &str, account: &str, after: &str) -> String {
    format!("{}{}", links::REQUESTS, links::query(&[("show", show), ("account", account), ("after", after)]))
}

impl Page for RequestsPage {
    const FEATURE: &'static str = "ledger";

    fn title(&self, words: &Words) -> String {
        words.say("ledger-requests")
    }

    fn tab(&self) -> &'static str {
        "requests"
    }
}

/// A request as it is sent.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct RequestForm {
    /// Made by the client (a UUID), so that the same request may safely be sent again.
    id: String,
    /// The account that is to receive: id, code or member number; otherwise the first account of the member acted for.
    to: String,
    /// The account that is asked to pay: id, code or member number.
    from: String,
    /// Instead of `from`: a member's name, number or code as typed into the form.
    payer: String,
    /// Instead of `from`: the member's id as chosen in the form.
    payer_id: String,
    /// The exact decimal, such as `12.50`.
    amount: String,
    /// What for.
    description: String,
    /// A category's id.
    category: String,
    /// Days it stays open; otherwise as the currency says.
    days: String,
}

impl RequestForm {
    fn named(&self) -> Named<'_> {
        Named { field: "from", exact: &self.from, chosen: &self.payer_id, typed: &self.payer }
    }

    /// The address of the form with what was typed so far.
    fn address(&self, to: &str, payer: &str) -> String {
        let fields = [
            ("to", to),
            ("payer", payer),
            ("amount", &self.amount),
            ("description", &self.description),
            ("category", &self.category),
            ("days", &self.days),
        ];
        format!("{}{}", links::NEW_REQUEST, links::query(&fields))
    }

    fn read(&self, visit: &Visit, tx: &ReadTx, me: &Actor) -> Result<NewRequest> {
        let to = own_account(tx, me, "to", &self.to)?;
        let currency = ayni_ledger::currency(tx, to.currency)?;
        let mut check = Check::default();
        let id = check.take(input::id("id", &self.id));
        let from = input::gather(&mut check, self.named().find(visit, tx, me, currency.id))?;
        let amount = check.take(input::amount(visit.face, currency.scale, "amount", &self.amount));
        let description = check.take(Line::parse("description", &self.description));
        let category = input::gather(&mut check, input::category(tx, &self.category))?;
        let days = check.take(input::whole("days", &self.days));
        check.done()?;
        let (Some(id), Some(from), Some(amount), Some(description), Some(category), Some(days)) =
            (id, from, amount, description, category, days)
        else {
            return Err(check.into());
        };
        Ok(NewRequest { id, payee: to.id, payer: from.id, amount, description, category, days })
    }
}

/// The form that asks for a payment.
#[derive(Template, Debug, Serialize)]
#[template(path = "ledger/ask.html")]
struct AskPage {
    accounts: Vec<AccountChoice>,
    balance: BalanceCard,
    payer: Option<PartyView>,
    categories: Vec<CategoryChoice>,
    /// Days a request stays open unless it says otherwise.
    usual_days: u64,
    #[serde(skip)]
    form: RequestForm,
    #[serde(skip)]
    faults: FormFaults,
}

async fn form(visit: Visit, Ask(form): Ask<RequestForm>) -> Answer {
    let id = visit.write(|tx, _| Ok(tx.id::<RequestId>())).await?;
    let form = RequestForm { id: id.to_string(), ..form };
    visit.page(&AskPage::of(&visit, form, FormFaults::default())?)
}

async fn ask(visit: Visit, Input(form): Input<RequestForm>) -> Answer {
    match post(&visit, &form).await {
        Ok(view) => visit.done(&view, &view.link, "ledger-said-asked"),
        Err(error) => visit.again(error, async |faults| AskPage::of(&visit, form, faults.into())).await,
    }
}

async fn post(visit: &Visit, form: &RequestForm) -> Result<RequestView> {
    let ask = visit.read(|tx, me| form.read(visit, tx, me))?;
    let request = visit.write(move |tx, me| ayni_ledger::request(tx, me, ask)).await?;
    load(visit, request.id)
}

fn load(visit: &Visit, id: RequestId) -> Result<RequestView> {
    visit.read(|tx, me| {
        let request = ayni_ledger::payment_request(tx, me, id)?;
        RequestView::of(tx, me, &visit.words, tx.now(), &request)
    })
}

impl AskPage {
    fn of(visit: &Visit, form: RequestForm, faults: FormFaults) -> Result<Self> {
        visit.read(|tx, me| {
            let to = own_account(tx, me, "to", &form.to)?;
            me.may(AccountAct::Collect, &to)?;
            let named = form.named();
            // Whoever cannot be found stays as typed, with the sentence of the refusal beside it.
            let from = if named.is_empty() { None } else { named.find(visit, tx, me, to.currency).ok() };
            Ok(Self {
                accounts: AccountChoice::beside(tx, me, &to)?,
                balance: BalanceCard::of(tx, me, &visit.words, &to)?,
                payer: from.map(|card| PartyView::of(card, &visit.words)),
                categories: CategoryChoice::all(tx)?,
                usual_days: ayni_ledger::currency(tx, to.currency)?.request_days.into(),
                form,
                faults,
            })
        })
    }

    /// The address of the form without the person chosen.
    fn change(&self) -> String {
        self.form.address(&self.form.to, "")
    }

    /// The address of the form for another account of the payee.
    fn to_account(&self, account: &AccountChoice) -> String {
        self.form.address(&account.id, self.payer.as_ref().map_or("", |payer| payer.number.as_deref().unwrap_or("")))
    }
}

impl Page for AskPage {
    const FEATURE: &'static str = "ledger";

    fn title(&self, words: &Words) -> String {
        words.say("ledger-ask")
    }

    fn tab(&self) -> &'static str {
        "requests"
    }
}

/// One request.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "ledger/request.html")]
struct RequestPage {
    /// The request.
    request: RequestView,
    /// The reader's member is to pay, to receive, or stands aside.
    side: Side,
    #[serde(skip)]
    #[schema(ignore)]
    balance: Option<BalanceCard>,
    #[serde(skip)]
    #[schema(ignore)]
    answer: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

async fn show(visit: Visit, Of(id): Of<RequestId>) -> Answer {
    visit.page(&RequestPage::of(&visit, id, FormFaults::default())?)
}

impl RequestPage {
    fn of(visit: &Visit, id: RequestId, faults: FormFaults) -> Result<Self> {
        visit.read(|tx, me| {
            let asked = ayni_ledger::payment_request(tx, me, id)?;
            let payer = asked.payer;
            let answer = match asked.state {
                ayni_ledger::RequestState::Accepted(transfer) => Some(links::transfer(transfer)),
                _ => None,
            };
            let request = RequestView::of(tx, me, &visit.words, tx.now(), &asked)?;
            let balance = if request.answerable {
                let account = ayni_ledger::account(tx, me, payer)?;
                Some(BalanceCard::of(tx, me, &visit.words, &account)?)
            } else {
                None
            };
            let mine = |account: AccountId| -> Result<bool> {
                let owner = ayni_ledger::card(tx, account)?.owner;
                Ok(matches!(owner, Owner::Member(member) if me.acts_for(member)))
            };
            let side = match (mine(asked.payer)?, mine(asked.payee)?) {
                (true, _) => Side::Paid,
                (false, true) => Side::Received,
                (false, false) => Side::Aside,
            };
            Ok(Self { request, side, balance, answer, faults })
        })
    }
}

impl Page for RequestPage {
    const FEATURE: &'static str = "ledger";

    fn title(&self, words: &Words) -> String {
        words.say("ledger-request")
    }

    fn tab(&self) -> &'static str {
        "requests"
    }
}

async fn accept(visit: Visit, Of(id): Of<RequestId>) -> Answer {
    match visit.write(move |tx, me| ayni_payments::accept(tx, me, id)).await {
        Ok(sent) => SentView::load(&visit, &sent)?.answer(&visit, "ledger-said-accepted"),
        Err(error) => visit.again(error, async |faults| RequestPage::of(&visit, id, faults.into())).await,
    }
}

async fn reject(visit: Visit, Of(id): Of<RequestId>) -> Answer {
    match visit.write(move |tx, me| ayni_ledger::reject(tx, me, id)).await {
        Ok(_) => visit.done(&load(&visit, id)?, links::REQUESTS, "ledger-said-rejected"),
        Err(error) => visit.again(error, async |faults| RequestPage::of(&visit, id, faults.into())).await,
    }
}

async fn withdraw(visit: Visit, Of(id): Of<RequestId>) -> Answer {
    match visit.write(move |tx, me| ayni_ledger::withdraw(tx, me, id)).await {
        Ok(_) => visit.done(&load(&visit, id)?, links::SENT_REQUESTS, "ledger-said-withdrawn"),
        Err(error) => visit.again(error, async |faults| RequestPage::of(&visit, id, faults.into())).await,
    }
}
