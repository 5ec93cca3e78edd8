//! Payment orders: a payment on a day, again and again, or in parts.

use askama::Template;
use ayni_calendar::{Date, Ends, Frequency, Rule, Time, Until, instant};
use ayni_kernel::{Actor, Check, Cursor, Error, Fault, Line, PaymentOrderId, ReadTx, Result, WriteTx};
use ayni_ledger::AccountAct;
use ayni_payments::{NewOrder, OrderState, PaymentOrder, Trouble};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    kit::{Answer, Ask, FormFaults, Input, MoneyView, Of, Page, PageView, Route, Visit, Words, filters},
    ledger::{
        input::{self, Named, own_account},
        views::{BalanceCard, PartyView, may},
        wallet::AccountChoice,
    },
    links,
};

/// Orders of a page.
const ROWS: usize = 30;

/// When on its day a payment is made unless the order says otherwise: people are up and see it.
const USUAL_TIME: Time = Time::constant(8, 0, 0, 0);

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::PAYMENT_ORDERS, list)
            .about("The payment orders of an account, newest first.")
            .asks::<OrdersQuery>()
            .answers::<OrdersPage>(),
        Route::get("/payment-orders/new", form).about("The form of a payment order.").asks::<OrderForm>().page_only(),
        Route::post(links::PAYMENT_ORDERS, make)
            .about("Orders a payment on a day, again and again (RFC 5545), or in parts.")
            .takes::<OrderForm>()
            .answers::<OrderView>(),
        Route::get("/payment-orders/{id}", show).about("A payment order.").answers::<OrderPage>(),
        Route::post("/payment-orders/{id}/pause", pause).about("Lets an order rest.").answers::<OrderView>(),
        Route::post("/payment-orders/{id}/continuation", resume)
            .about("Lets an order go on; what passed meanwhile is left out.")
            .answers::<OrderView>(),
        Route::post("/payment-orders/{id}/skip", skip).about("Leaves the next payment out.").answers::<OrderView>(),
        Route::post("/payment-orders/{id}/early-payment", early)
            .about("Makes the next payment now.")
            .answers::<OrderView>(),
        Route::post("/payment-orders/{id}/cancellation", cancel)
            .about("Ends an order; what was paid stays paid.")
            .answers::<OrderView>(),
    ]
}

/// A payment order.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct OrderView {
    /// Its id.
    id: String,
    /// Who pays.
    payer: PartyView,
    /// Who receives.
    payee: PartyView,
    /// What each payment moves; of an order in parts, all of them together.
    amount: MoneyView,
    /// What the next payment moves.
    next_amount: MoneyView,
    /// What for.
    description: String,
    /// How it comes again (RFC 5545); absent for once.
    rule: Option<String>,
    /// Into how many parts the amount is divided.
    parts: Option<u16>,
    /// Payments made so far.
    made: u32,
    /// When it is paid next, or tried again.
    due: Option<String>,
    /// active, paused, done, cancelled or stopped.
    state: &'static str,
    /// Why it was refused last: limit, account, leave or other.
    trouble: Option<&'static str>,
    #[serde(skip)]
    #[schema(ignore)]
    every: &'static str,
    #[serde(skip)]
    #[schema(ignore)]
    link: String,
}

impl OrderView {
    fn of(tx: &ReadTx, words: &Words, order: &PaymentOrder) -> Result<Self> {
        let currency = ayni_ledger::currency(tx, ayni_ledger::card(tx, order.from)?.currency)?;
        let planned = order.next.map(|next| instant(&order.zone, next));
        Ok(Self {
            id: order.id.to_string(),
            payer: PartyView::owning(tx, order.from, words)?,
            payee: PartyView::owning(tx, order.to, words)?,
            amount: currency.money(order.amount).into(),
            next_amount: currency.money(order.next_amount()).into(),
            description: order.description.to_string(),
            every: order.rule.as_ref().map_or("once", |rule| rule.frequency().word()),
            rule: order.rule.as_ref().map(ToString::to_string),
            parts: order.parts,
            made: order.made,
            due: order.due().or(planned).map(|due| due.to_string()),
            state: order.state.word(),
            trouble: order.trouble.map(Trouble::word),
            link: links::payment_order(order.id),
        })
    }

    fn load(visit: &Visit, id: PaymentOrderId) -> Result<Self> {
        visit.read(|tx, me| Self::of(tx, &visit.words, &ayni_payments::payment_order(tx, me, id)?))
    }

    fn state_key(&self) -> String {
        format!("payments-order-is-{}", self.state)
    }

    fn every_key(&self) -> String {
        format!("payments-every-{}", self.every)
    }

    fn trouble_key(&self) -> String {
        format!("payments-trouble-{}", self.trouble.unwrap_or_default())
    }

    fn badge(&self) -> &'static str {
        match self.state {
            "active" => "info",
            "paused" => "wait",
            "done" => "ok",
            "stopped" => "bad",
            _ => "",
        }
    }

    fn is_live(&self) -> bool {
        [OrderState::Active.word(), OrderState::Paused.word()].contains(&self.state)
    }

    fn done_parts(&self) -> u64 {
        self.made.into()
    }

    fn all_parts(&self) -> u64 {
        self.parts.unwrap_or_default().into()
    }
}

/// Which orders are wanted.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct OrdersQuery {
    /// An account's id, its code or its member's number; otherwise the first account of the member acted for.
    account: String,
    /// The `next` of the page before.
    after: String,
}

/// The orders of an account.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "payments/orders.html")]
struct OrdersPage {
    /// The newest first.
    orders: PageView<OrderView>,
    #[serde(skip)]
    #[schema(ignore)]
    accounts: Vec<AccountChoice>,
    #[serde(skip)]
    #[schema(ignore)]
    account: String,
}

async fn list(visit: Visit, Ask(query): Ask<OrdersQuery>) -> Answer {
    visit.page(&OrdersPage::read(&visit, &query)?)
}

impl OrdersPage {
    fn read(visit: &Visit, query: &OrdersQuery) -> Result<Self> {
        let after = Some(&query.after).filter(|after| !after.is_empty()).map(|after| Cursor::parse(after));
        let after = after.transpose()?;
        visit.read(|tx, me| {
            let account = own_account(tx, me, "account", &query.account)?;
            let page = ayni_payments::payment_orders(tx, me, account.id, after, ROWS)?;
            Ok(Self {
                orders: page.try_map(|order| OrderView::of(tx, &visit.words, &order))?.into(),
                accounts: AccountChoice::beside(tx, me, &account)?,
                account: account.id.to_string(),
            })
        })
    }

    fn another(&self) -> String {
        format!("{}/new{}", links::PAYMENT_ORDERS, links::query(&[("from", &self.account)]))
    }

    fn older(&self) -> Option<String> {
        let next = self.orders.next.as_ref()?;
        Some(format!("{}{}", links::PAYMENT_ORDERS, links::query(&[("account", &self.account), ("after", next)])))
    }
}

impl Page for OrdersPage {
    const FEATURE: &'static str = "payments";

    fn title(&self, words: &Words) -> String {
        words.say("payments-orders")
    }

    fn tab(&self) -> &'static str {
        "pay"
    }
}

/// An order as it is sent.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct OrderForm {
    /// The paying account: its id, its code or its member's number; otherwise the first account of the member acted for.
    from: String,
    /// The receiving account: its id, its code or its member's number.
    to: String,
    /// Instead of `to`: a member's name as typed into the form.
    payee: String,
    /// Instead of `to`: the member's id as chosen in the form.
    payee_id: String,
    /// The exact decimal, such as `12.50`; of an order in parts, all of them together.
    amount: String,
    /// What for.
    description: String,
    /// The first day, such as `2026-12-01`.
    start: String,
    /// The time of day, such as `08:00`; eight in the morning when left out.
    time: String,
    /// daily, weekly, monthly or yearly; once when left out.
    every: String,
    /// Instead of `every` and `until`: a rule of RFC 5545, such as `FREQ=MONTHLY;INTERVAL=2`.
    rule: String,
    /// The last day on which it is paid.
    until: String,
    /// Into how many parts the amount is divided, 2 to 60.
    parts: String,
}

impl OrderForm {
    fn named(&self) -> Named<'_> {
        Named { field: "to", exact: &self.to, chosen: &self.payee_id, typed: &self.payee }
    }

    fn day(field: &'static str, text: &str) -> Result<Option<Date>, Fault> {
        let text = text.trim();
        if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| Fault::new(field, "ledger-date")) }
    }

    fn how_often(&self) -> Result<Option<Rule>, Fault> {
        if !self.rule.trim().is_empty() {
            return Rule::parse("rule", &self.rule).map(Some);
        }
        let every = match self.every.trim() {
            "" | "once" => return Ok(None),
            every => Frequency::parse("every", every)?,
        };
        let ends = Self::day("until", &self.until)?.map_or(Ends::Never, |day| Ends::Until(Until::Date(day)));
        Rule::every(every).with_end("until", ends).map(Some)
    }

    fn read(&self, visit: &Visit, tx: &ReadTx, me: &Actor) -> Result<NewOrder> {
        let from = own_account(tx, me, "from", &self.from)?;
        me.may(AccountAct::Pay, &from)?;
        let currency = ayni_ledger::currency(tx, from.currency)?;
        let mut check = Check::default();
        let to = input::gather(&mut check, self.named().find(visit, tx, me, currency.id))?;
        let amount = check.take(input::amount(visit.face, currency.scale, "amount", &self.amount));
        let description = check.take(Line::parse("description", &self.description));
        let day = check.take(
            Self::day("start", &self.start).and_then(|day| day.ok_or_else(|| Fault::new("start", "fault-required"))),
        );
        let time = match self.time.trim() {
            "" => Some(USUAL_TIME),
            text => check.take(text.parse().map_err(|_| Fault::new("time", "payments-time"))),
        };
        let rule = check.take(self.how_often());
        let parts = check.take(input::whole::<u16>("parts", &self.parts));
        check.done()?;
        let (Some(to), Some(amount), Some(description), Some(day), Some(time), Some(rule), Some(parts)) =
            (to, amount, description, day, time, rule, parts)
        else {
            return Err(check.into());
        };
        let start = day.to_datetime(time);
        Ok(NewOrder { from: from.id, to: to.id, amount, description, category: None, start, rule, parts })
    }
}

/// The form of an order.
#[derive(Template, Debug, Serialize)]
#[template(path = "payments/order_new.html")]
struct NewOrderPage {
    balance: BalanceCard,
    accounts: Vec<AccountChoice>,
    #[serde(skip)]
    form: OrderForm,
    #[serde(skip)]
    faults: FormFaults,
}

impl NewOrderPage {
    fn of(visit: &Visit, form: OrderForm, faults: FormFaults) -> Result<Self> {
        visit.read(|tx, me| {
            let from = own_account(tx, me, "from", &form.from)?;
            me.may(AccountAct::Pay, &from)?;
            Ok(Self {
                balance: BalanceCard::of(tx, me, &visit.words, &from)?,
                accounts: AccountChoice::beside(tx, me, &from)?,
                form,
                faults,
            })
        })
    }

    fn frequencies(&self) -> impl Iterator<Item = (&'static str, bool)> {
        let words = std::iter::once("once").chain(Frequency::ALL.iter().map(|each| each.word()));
        words.map(|word| (word, self.form.every == word))
    }
}

impl Page for NewOrderPage {
    const FEATURE: &'static str = "payments";

    fn title(&self, words: &Words) -> String {
        words.say("payments-order-new")
    }

    fn tab(&self) -> &'static str {
        "pay"
    }
}

async fn form(visit: Visit, Ask(form): Ask<OrderForm>) -> Answer {
    visit.page(&NewOrderPage::of(&visit, form, FormFaults::default())?)
}

async fn make(visit: Visit, Input(form): Input<OrderForm>) -> Answer {
    match order(&visit, &form).await {
        Ok(view) => visit.done(&view, &view.link, "payments-said-ordered"),
        Err(error) => visit.again(error, async |faults| NewOrderPage::of(&visit, form, faults.into())).await,
    }
}

async fn order(visit: &Visit, form: &OrderForm) -> Result<OrderView> {
    let ask = visit.read(|tx, me| form.read(visit, tx, me))?;
    let order = visit.write(move |tx, me| ayni_payments::order(tx, me, ask)).await?;
    OrderView::load(visit, order.id)
}

/// One order.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "payments/order.html")]
struct OrderPage {
    /// The order.
    order: OrderView,
    #[serde(skip)]
    #[schema(ignore)]
    changeable: bool,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl OrderPage {
    fn of(visit: &Visit, id: PaymentOrderId, faults: FormFaults) -> Result<Self> {
        visit.read(|tx, me| {
            let order = ayni_payments::payment_order(tx, me, id)?;
            let view = OrderView::of(tx, &visit.words, &order)?;
            Ok(Self { changeable: view.is_live() && may(tx, me, order.from, AccountAct::Pay), order: view, faults })
        })
    }
}

impl Page for OrderPage {
    const FEATURE: &'static str = "payments";

    fn title(&self, words: &Words) -> String {
        words.say("payments-order")
    }

    fn tab(&self) -> &'static str {
        "pay"
    }
}

async fn show(visit: Visit, Of(id): Of<PaymentOrderId>) -> Answer {
    visit.page(&OrderPage::of(&visit, id, FormFaults::default())?)
}

/// A change of an order, named by a function of the domain.
type Change = fn(&mut WriteTx<'_>, &Actor, PaymentOrderId) -> Result<PaymentOrder>;

async fn change(visit: Visit, id: PaymentOrderId, change: Change, said: &'static str) -> Answer {
    match visit.write(move |tx, me| change(tx, me, id)).await {
        Ok(_) => {
            let view = OrderView::load(&visit, id)?;
            visit.done(&view, &view.link, said)
        }
        Err(error @ (Error::Invalid(_) | Error::Conflict(_))) => {
            visit.again(error, async |faults| OrderPage::of(&visit, id, faults.into())).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn pause(visit: Visit, Of(id): Of<PaymentOrderId>) -> Answer {
    change(visit, id, ayni_payments::pause_order, "payments-said-paused").await
}

async fn resume(visit: Visit, Of(id): Of<PaymentOrderId>) -> Answer {
    change(visit, id, ayni_payments::resume_order, "payments-said-resumed").await
}

async fn skip(visit: Visit, Of(id): Of<PaymentOrderId>) -> Answer {
    change(visit, id, ayni_payments::skip_next, "payments-said-skipped").await
}

async fn early(visit: Visit, Of(id): Of<PaymentOrderId>) -> Answer {
    change(visit, id, ayni_payments::pay_next_early, "payments-said-early").await
}

async fn cancel(visit: Visit, Of(id): Of<PaymentOrderId>) -> Answer {
    change(visit, id, ayni_payments::cancel_order, "payments-said-cancelled").await
}
