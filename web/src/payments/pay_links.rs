//! Payment links: made, shown as a code to scan, paid, closed.

use askama::Template;
use axum::extract::Path;
use ayni_kernel::{Actor, Check, Code, Cursor, Error, Faults, Line, PayLinkId, ReadTx, Result, tx::Now as _};
use ayni_ledger::AccountAct;
use ayni_payments::{NewPayLink, PayByLink, PayLink, Uses};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    kit::{Answer, Ask, Face, FormFaults, Input, MoneyView, Of, Page, PageView, Route, Visit, Words, filters, qr},
    ledger::{
        input::{self, own_account},
        payments::SentView,
        transfers::TransferView,
        views::{BalanceCard, PartyView, may},
        wallet::AccountChoice,
    },
    links,
    members::Origin,
};

/// Links of a page.
const ROWS: usize = 30;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::PAY_LINKS, list)
            .about("The payment links of an account, newest first.")
            .asks::<LinksQuery>()
            .answers::<LinksPage>(),
        Route::get("/payment-links/new", form).about("The form of a payment link.").asks::<LinkForm>().page_only(),
        Route::post(links::PAY_LINKS, make)
            .about("Makes a payment link: a short address at which others pay.")
            .takes::<LinkForm>()
            .answers::<LinkView>(),
        Route::get("/payment-links/{id}", show).about("A payment link with its code to scan.").answers::<LinkPage>(),
        Route::post("/payment-links/{id}/closing", close).about("Closes a payment link.").answers::<LinkView>(),
        Route::get("/pay/{code}", arrive)
            .about("Where a payment link leads: what it asks for.")
            .answers::<PayLinkPage>(),
        Route::post("/pay/{code}", pay)
            .about("Pays by a payment link. With the same `id` again it answers the same.")
            .takes::<PayByLinkForm>()
            .answers::<TransferView>(),
    ]
}

/// A payment link.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct LinkView {
    /// Its id.
    id: String,
    /// What stands in its address.
    code: String,
    /// The path of its address.
    path: String,
    /// Who receives.
    payee: PartyView,
    /// How much; absent when whoever pays decides.
    amount: Option<MoneyView>,
    /// What for.
    description: String,
    /// once or many.
    uses: &'static str,
    /// open, used, closed or expired.
    state: &'static str,
    /// Payments made by it.
    times: u32,
    /// Until when it can be used; absent for always.
    expires: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    link: String,
}

impl LinkView {
    fn of(tx: &ReadTx, words: &Words, link: &PayLink) -> Result<Self> {
        let currency = ayni_ledger::currency(tx, ayni_ledger::card(tx, link.account)?.currency)?;
        Ok(Self {
            id: link.id.to_string(),
            code: link.code.to_string(),
            path: links::pay_by_link(link.code.as_str()),
            payee: PartyView::owning(tx, link.account, words)?,
            amount: link.amount.map(|amount| currency.money(amount).into()),
            description: link.description.to_string(),
            uses: link.uses.word(),
            state: link.standing(tx.now()).word(),
            times: link.times,
            expires: link.expires.map(|expires| expires.to_string()),
            link: links::pay_link(link.id),
        })
    }

    fn load(visit: &Visit, id: PayLinkId) -> Result<Self> {
        visit.read(|tx, me| Self::of(tx, &visit.words, &ayni_payments::pay_link(tx, me, id)?))
    }

    fn state_key(&self) -> String {
        format!("payments-link-is-{}", self.state)
    }

    fn badge(&self) -> &'static str {
        match self.state {
            "open" => "info",
            "used" => "ok",
            _ => "",
        }
    }

    fn is_open(&self) -> bool {
        self.state == "open"
    }

    fn count(&self) -> u64 {
        self.times.into()
    }
}

/// Which links are wanted.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct LinksQuery {
    /// An account's id, its code or its member's number; otherwise the first account of the member acted for.
    account: String,
    /// The `next` of the page before.
    after: String,
}

/// The links of an account.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "payments/links.html")]
struct LinksPage {
    /// The newest first.
    links: PageView<LinkView>,
    #[serde(skip)]
    #[schema(ignore)]
    account: String,
}

async fn list(visit: Visit, Ask(query): Ask<LinksQuery>) -> Answer {
    let after = Some(&query.after).filter(|after| !after.is_empty()).map(|after| Cursor::parse(after));
    let after = after.transpose()?;
    visit.page(&visit.read(|tx, me| {
        let account = own_account(tx, me, "account", &query.account)?;
        let page = ayni_payments::pay_links(tx, me, account.id, after, ROWS)?;
        let links = page.try_map(|link| LinkView::of(tx, &visit.words, &link))?.into();
        Ok(LinksPage { links, account: account.id.to_string() })
    })?)
}

impl LinksPage {
    fn another(&self) -> String {
        format!("{}/new{}", links::PAY_LINKS, links::query(&[("account", &self.account)]))
    }

    fn older(&self) -> Option<String> {
        let next = self.links.next.as_ref()?;
        Some(format!("{}{}", links::PAY_LINKS, links::query(&[("account", &self.account), ("after", next)])))
    }
}

impl Page for LinksPage {
    const FEATURE: &'static str = "payments";

    fn title(&self, words: &Words) -> String {
        words.say("payments-links")
    }

    fn tab(&self) -> &'static str {
        "pay"
    }
}

/// A link as it is ordered.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct LinkForm {
    /// The account that receives: its id, its code or its member's number; otherwise the first account of the member
    /// acted for.
    account: String,
    /// The exact decimal, such as `12.50`; empty when whoever pays decides.
    amount: String,
    /// What for.
    description: String,
    /// once or many; many when left out.
    uses: String,
    /// Days that it is good for, 1 to 730; always when left out.
    days: String,
}

impl LinkForm {
    fn read(&self, face: Face, tx: &ReadTx, me: &Actor) -> Result<NewPayLink> {
        let account = own_account(tx, me, "account", &self.account)?;
        me.may(AccountAct::Collect, &account)?;
        let currency = ayni_ledger::currency(tx, account.currency)?;
        let mut check = Check::default();
        let amount = check.take(input::limit(face, currency.scale, "amount", &self.amount));
        let description = check.take(Line::parse("description", &self.description));
        let uses = match self.uses.trim() {
            "" => Some(Uses::Many),
            text => check.take(Uses::parse("uses", text)),
        };
        let days = check.take(input::whole::<u16>("days", &self.days));
        check.done()?;
        let (Some(amount), Some(description), Some(uses), Some(days)) = (amount, description, uses, days) else {
            return Err(check.into());
        };
        Ok(NewPayLink { account: account.id, amount, description, uses, days })
    }
}

/// The form of a link.
#[derive(Template, Debug, Serialize)]
#[template(path = "payments/link_new.html")]
struct NewLinkPage {
    balance: BalanceCard,
    accounts: Vec<AccountChoice>,
    #[serde(skip)]
    form: LinkForm,
    #[serde(skip)]
    faults: FormFaults,
}

impl NewLinkPage {
    fn of(visit: &Visit, form: LinkForm, faults: FormFaults) -> Result<Self> {
        visit.read(|tx, me| {
            let account = own_account(tx, me, "account", &form.account)?;
            me.may(AccountAct::Collect, &account)?;
            Ok(Self {
                balance: BalanceCard::of(tx, me, &visit.words, &account)?,
                accounts: AccountChoice::beside(tx, me, &account)?,
                form,
                faults,
            })
        })
    }
}

impl Page for NewLinkPage {
    const FEATURE: &'static str = "payments";

    fn title(&self, words: &Words) -> String {
        words.say("payments-link-new")
    }

    fn tab(&self) -> &'static str {
        "pay"
    }
}

async fn form(visit: Visit, Ask(form): Ask<LinkForm>) -> Answer {
    visit.page(&NewLinkPage::of(&visit, form, FormFaults::default())?)
}

async fn make(visit: Visit, Input(form): Input<LinkForm>) -> Answer {
    match link(&visit, &form).await {
        Ok(view) => visit.done(&view, &view.link, "payments-said-link"),
        Err(error) => visit.again(error, async |faults| NewLinkPage::of(&visit, form, faults.into())).await,
    }
}

async fn link(visit: &Visit, form: &LinkForm) -> Result<LinkView> {
    let ask = visit.read(|tx, me| form.read(visit.face, tx, me))?;
    let link = visit.write(move |tx, me| ayni_payments::make_link(tx, me, ask)).await?;
    LinkView::load(visit, link.id)
}

/// One link, with its code to scan.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "payments/link.html")]
struct LinkPage {
    /// The link.
    link: LinkView,
    /// Its whole address.
    address: String,
    #[serde(skip)]
    #[schema(ignore)]
    picture: String,
    #[serde(skip)]
    #[schema(ignore)]
    closable: bool,
}

impl Page for LinkPage {
    const FEATURE: &'static str = "payments";

    fn title(&self, words: &Words) -> String {
        words.say("payments-link")
    }

    fn tab(&self) -> &'static str {
        "pay"
    }
}

async fn show(visit: Visit, Origin(origin): Origin, Of(id): Of<PayLinkId>) -> Answer {
    visit.page(&visit.read(|tx, me| {
        let link = ayni_payments::pay_link(tx, me, id)?;
        let view = LinkView::of(tx, &visit.words, &link)?;
        let address = format!("{origin}{}", view.path);
        let closable = view.is_open() && may(tx, me, link.account, AccountAct::Collect);
        Ok(LinkPage { picture: qr::picture(&address)?, address, closable, link: view })
    })?)
}

async fn close(visit: Visit, Of(id): Of<PayLinkId>) -> Answer {
    visit.write(move |tx, me| ayni_payments::close_link(tx, me, id)).await?;
    let view = LinkView::load(&visit, id)?;
    visit.done(&view, &view.link, "payments-said-link-closed")
}

/// A payment by a link.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct PayByLinkForm {
    /// Made by the client (a UUID), so that the same payment may safely be sent again.
    id: String,
    /// The paying account: its id, its code or its member's number; otherwise the first account of the member acted for.
    from: String,
    /// The exact decimal, where the link leaves it open.
    amount: String,
}

/// What a link asks for.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "payments/pay_link.html")]
struct PayLinkPage {
    /// The link.
    link: LinkView,
    /// The id to send with the payment.
    id: String,
    /// Who has to authorise it before it is paid: treasurer, admin or colleague.
    second: Option<&'static str>,
    #[serde(skip)]
    #[schema(ignore)]
    balance: BalanceCard,
    #[serde(skip)]
    #[schema(ignore)]
    accounts: Vec<AccountChoice>,
    #[serde(skip)]
    #[schema(ignore)]
    form: PayByLinkForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl Page for PayLinkPage {
    const FEATURE: &'static str = "payments";

    fn title(&self, words: &Words) -> String {
        words.say_with("payments-pay-to", &[("name", self.link.payee.name.clone().into())])
    }

    fn tab(&self) -> &'static str {
        "pay"
    }
}

fn code(text: &str) -> Result<Code> {
    Code::parse("code", text).map_err(|_| Error::NotFound)
}

impl PayLinkPage {
    async fn of(visit: &Visit, text: &str, form: PayByLinkForm, faults: Faults) -> Result<Self> {
        visit.user()?;
        let id = match form.id.as_str() {
            "" => visit.write(|tx, _| Ok(tx.id::<ayni_kernel::TransferId>())).await?.to_string(),
            known => known.to_owned(),
        };
        let code = code(text)?;
        visit.read(|tx, me| {
            let link = ayni_payments::link_by_code(tx, me, &code)?;
            let from = payer(tx, me, &form.from, &link)?;
            let second = link.amount.map(|amount| ayni_payments::needs_second(tx, me, from.id, amount)).transpose()?;
            Ok(Self {
                link: LinkView::of(tx, &visit.words, &link)?,
                id,
                second: second.flatten().map(|rule| rule.by.word()),
                balance: BalanceCard::of(tx, me, &visit.words, &from)?,
                accounts: AccountChoice::beside(tx, me, &from)?,
                form,
                faults: faults.into(),
            })
        })
    }
}

/// The account that pays: the one named, or the member's in the currency of the link.
fn payer(tx: &ReadTx, me: &Actor, named: &str, link: &PayLink) -> Result<ayni_ledger::Account> {
    if !named.is_empty() {
        return own_account(tx, me, "from", named);
    }
    let currency = ayni_ledger::card(tx, link.account)?.currency;
    let accounts = ayni_ledger::accounts_of(tx, me, me.member()?)?;
    accounts.into_iter().find(|account| account.currency == currency).ok_or(Error::NotFound)
}

async fn arrive(visit: Visit, Path(text): Path<String>) -> Answer {
    visit.page(&PayLinkPage::of(&visit, &text, PayByLinkForm::default(), Faults::default()).await?)
}

async fn pay(visit: Visit, Path(text): Path<String>, Input(form): Input<PayByLinkForm>) -> Answer {
    match send(&visit, &text, &form).await {
        Ok(sent) => sent.answer(&visit, "ledger-said-paid"),
        Err(error) => visit.again(error, |faults| PayLinkPage::of(&visit, &text, form, faults)).await,
    }
}

async fn send(visit: &Visit, text: &str, form: &PayByLinkForm) -> Result<SentView> {
    visit.user()?;
    let code = code(text)?;
    let ask = visit.read(|tx, me| {
        let link = ayni_payments::link_by_code(tx, me, &code)?;
        let from = payer(tx, me, &form.from, &link)?;
        let scale = ayni_ledger::currency(tx, from.currency)?.scale;
        let id = input::id("id", &form.id)?;
        let amount = match link.amount {
            Some(_) => None,
            None => Some(input::amount(visit.face, scale, "amount", &form.amount)?),
        };
        Ok(PayByLink { code: link.code, id, from: from.id, amount })
    })?;
    let sent = visit.write(move |tx, me| ayni_payments::pay_by_link(tx, me, ask)).await?;
    SentView::load(visit, &sent)
}
