//! Paying somebody who is no member yet: the amount is kept, a link is handed over, and they get it when they join.

use askama::Template;
use axum::extract::Path;
use ayni_kernel::{Actor, Check, ClaimId, Code, Cursor, Error, Faults, Line, Name, ReadTx, Result, Role, tx::Now as _};
use ayni_ledger::AccountAct;
use ayni_payments::{Claim, Reserve};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    kit::{Answer, Ask, Face, FormFaults, Input, MoneyView, Of, Page, PageView, Route, Shell, Visit, Words, filters},
    ledger::{
        input::{self, own_account},
        transfers::TransferView,
        views::{BalanceCard, PartyView, may},
    },
    links,
    members::Origin,
};

/// Claims of a page.
const ROWS: usize = 30;

/// Days that an amount is kept unless the form says otherwise.
const USUAL_DAYS: u16 = 60;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::CLAIMS, list)
            .about("What an account keeps for people who are no members yet, newest first.")
            .asks::<ClaimsQuery>()
            .answers::<ClaimsPage>(),
        Route::get("/claims/new", form).about("The form that keeps an amount for somebody.").page_only(),
        Route::post(links::CLAIMS, make)
            .about("Keeps an amount for somebody who is no member yet, until they join or it goes back.")
            .takes::<ClaimForm>()
            .answers::<ClaimView>(),
        Route::get("/claims/{id}", show).about("An amount kept for somebody.").answers::<ClaimPage>(),
        Route::post("/claims/{id}/withdrawal", withdraw).about("Takes back what is kept.").answers::<ClaimView>(),
        Route::get("/admin/claims", waiting)
            .about("All that waits for people who join, the oldest first, for stewards.")
            .answers::<WaitingPage>()
            .office(),
        Route::get("/claim/{code}", arrive)
            .about("Where the link leads that is handed over: what is kept, and how to get it.")
            .braked()
            .answers::<TakePage>(),
        Route::post("/claim/{code}", take)
            .about("Takes what is kept behind a link, into the account of the member acted for.")
            .braked()
            .answers::<TransferView>(),
    ]
}

/// An amount kept for somebody who is no member yet.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct ClaimView {
    /// Its id.
    id: String,
    /// Who pays.
    payer: PartyView,
    /// How much.
    amount: MoneyView,
    /// For whom.
    name: String,
    /// Their e-mail address or telephone number.
    contact: String,
    /// What for.
    description: String,
    /// waiting, paid, withdrawn or expired.
    state: &'static str,
    /// The path of the link to hand over.
    path: String,
    /// Until when it is kept.
    expires: String,
    /// The id of the payment.
    transfer: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    link: String,
}

impl ClaimView {
    fn of(tx: &ReadTx, words: &Words, claim: &Claim) -> Result<Self> {
        let currency = ayni_ledger::currency(tx, ayni_ledger::card(tx, claim.from)?.currency)?;
        Ok(Self {
            id: claim.id.to_string(),
            payer: PartyView::owning(tx, claim.from, words)?,
            amount: currency.money(claim.amount).into(),
            name: claim.name.to_string(),
            contact: claim.contact.to_string(),
            description: claim.description.to_string(),
            state: claim.standing(tx.now()).word(),
            path: links::take_claim(claim.code.as_str()),
            expires: claim.expires.to_string(),
            transfer: claim.transfer.map(|id| id.to_string()),
            link: links::claim(claim.id),
        })
    }

    fn state_key(&self) -> String {
        format!("payments-claim-is-{}", self.state)
    }

    fn badge(&self) -> &'static str {
        match self.state {
            "waiting" => "wait",
            "paid" => "ok",
            _ => "",
        }
    }

    fn waits(&self) -> bool {
        self.state == "waiting"
    }
}

/// Which claims are wanted.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct ClaimsQuery {
    /// An account's id, its code or its member's number; otherwise the first account of the member acted for.
    account: String,
    /// The `next` of the page before.
    after: String,
}

/// What an account keeps for others.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "payments/claims.html")]
struct ClaimsPage {
    /// The newest first.
    claims: PageView<ClaimView>,
    #[serde(skip)]
    #[schema(ignore)]
    account: String,
    #[serde(skip)]
    #[schema(ignore)]
    steward: bool,
}

async fn list(visit: Visit, Ask(query): Ask<ClaimsQuery>) -> Answer {
    let after = Some(&query.after).filter(|after| !after.is_empty()).map(|after| Cursor::parse(after));
    let after = after.transpose()?;
    visit.page(&visit.read(|tx, me| {
        let account = own_account(tx, me, "account", &query.account)?;
        let page = ayni_payments::claims_of(tx, me, account.id, after, ROWS)?;
        let claims = page.try_map(|claim| ClaimView::of(tx, &visit.words, &claim))?.into();
        Ok(ClaimsPage { claims, account: account.id.to_string(), steward: me.has(Role::Steward) })
    })?)
}

impl ClaimsPage {
    fn older(&self) -> Option<String> {
        let next = self.claims.next.as_ref()?;
        Some(format!("{}{}", links::CLAIMS, links::query(&[("account", &self.account), ("after", next)])))
    }
}

impl Page for ClaimsPage {
    const FEATURE: &'static str = "payments";

    fn title(&self, words: &Words) -> String {
        words.say("payments-claims")
    }

    fn tab(&self) -> &'static str {
        "pay"
    }
}

/// All that waits for people who join.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "payments/claims_waiting.html")]
struct WaitingPage {
    /// The oldest first.
    claims: Vec<ClaimView>,
}

async fn waiting(visit: Visit) -> Answer {
    visit.page(&visit.read(|tx, me| {
        let waiting = ayni_payments::claims_waiting(tx, me)?;
        let claims = waiting.iter().map(|claim| ClaimView::of(tx, &visit.words, claim)).collect::<Result<_>>()?;
        Ok(WaitingPage { claims })
    })?)
}

impl Page for WaitingPage {
    const FEATURE: &'static str = "payments";

    fn title(&self, words: &Words) -> String {
        words.say("payments-claims-waiting")
    }

    fn tab(&self) -> &'static str {
        "admin-members"
    }
}

/// An amount to keep, as it is sent.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct ClaimForm {
    /// The paying account: its id, its code or its member's number; otherwise the first account of the member acted for.
    from: String,
    /// The exact decimal, such as `12.50`.
    amount: String,
    /// For whom.
    name: String,
    /// Their e-mail address or telephone number.
    contact: String,
    /// What for.
    description: String,
    /// Days that it is kept, 1 to 180; 60 when left out.
    days: String,
}

impl ClaimForm {
    fn read(&self, face: Face, tx: &ReadTx, me: &Actor) -> Result<Reserve> {
        let from = own_account(tx, me, "from", &self.from)?;
        me.may(AccountAct::Pay, &from)?;
        let currency = ayni_ledger::currency(tx, from.currency)?;
        let mut check = Check::default();
        let amount = check.take(input::amount(face, currency.scale, "amount", &self.amount));
        let name = check.take(Name::parse("name", &self.name));
        let contact = check.take(Line::parse("contact", &self.contact));
        let description = check.take(Line::parse("description", &self.description));
        let days = check.take(input::whole::<u16>("days", &self.days));
        check.done()?;
        let (Some(amount), Some(name), Some(contact), Some(description), Some(days)) =
            (amount, name, contact, description, days)
        else {
            return Err(check.into());
        };
        Ok(Reserve { from: from.id, amount, name, contact, description, days: days.unwrap_or(USUAL_DAYS) })
    }
}

/// The form that keeps an amount.
#[derive(Template, Debug, Serialize)]
#[template(path = "payments/claim_new.html")]
struct NewClaimPage {
    balance: BalanceCard,
    #[serde(skip)]
    form: ClaimForm,
    #[serde(skip)]
    faults: FormFaults,
}

impl NewClaimPage {
    fn of(visit: &Visit, form: ClaimForm, faults: FormFaults) -> Result<Self> {
        visit.read(|tx, me| {
            let from = own_account(tx, me, "from", &form.from)?;
            me.may(AccountAct::Pay, &from)?;
            Ok(Self { balance: BalanceCard::of(tx, me, &visit.words, &from)?, form, faults })
        })
    }
}

impl Page for NewClaimPage {
    const FEATURE: &'static str = "payments";

    fn title(&self, words: &Words) -> String {
        words.say("payments-claim-new")
    }

    fn tab(&self) -> &'static str {
        "pay"
    }
}

async fn form(visit: Visit) -> Answer {
    let form = ClaimForm { days: USUAL_DAYS.to_string(), ..ClaimForm::default() };
    visit.page(&NewClaimPage::of(&visit, form, FormFaults::default())?)
}

async fn make(visit: Visit, Input(form): Input<ClaimForm>) -> Answer {
    match keep(&visit, &form).await {
        Ok(view) => visit.done(&view, &view.link, "payments-said-claim"),
        Err(error) => visit.again(error, async |faults| NewClaimPage::of(&visit, form, faults.into())).await,
    }
}

async fn keep(visit: &Visit, form: &ClaimForm) -> Result<ClaimView> {
    let ask = visit.read(|tx, me| form.read(visit.face, tx, me))?;
    let claim = visit.write(move |tx, me| ayni_payments::reserve(tx, me, ask)).await?;
    visit.read(|tx, _| ClaimView::of(tx, &visit.words, &claim))
}

/// One claim, with the link to hand over.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "payments/claim.html")]
struct ClaimPage {
    /// The claim.
    claim: ClaimView,
    /// The whole address of the link to hand over.
    address: String,
    #[serde(skip)]
    #[schema(ignore)]
    receipt: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    withdrawable: bool,
}

impl Page for ClaimPage {
    const FEATURE: &'static str = "payments";

    fn title(&self, words: &Words) -> String {
        words.say("payments-claim")
    }

    fn tab(&self) -> &'static str {
        "pay"
    }
}

async fn show(visit: Visit, Origin(origin): Origin, Of(id): Of<ClaimId>) -> Answer {
    visit.page(&visit.read(|tx, me| {
        let claim = ayni_payments::claim(tx, me, id)?;
        let view = ClaimView::of(tx, &visit.words, &claim)?;
        let withdrawable = view.waits() && may(tx, me, claim.from, AccountAct::Pay);
        let receipt = claim.transfer.map(links::transfer);
        Ok(ClaimPage { address: format!("{origin}{}", view.path), receipt, withdrawable, claim: view })
    })?)
}

async fn withdraw(visit: Visit, Of(id): Of<ClaimId>) -> Answer {
    let claim = visit.write(move |tx, me| ayni_payments::withdraw_claim(tx, me, id)).await?;
    let view = visit.read(|tx, _| ClaimView::of(tx, &visit.words, &claim))?;
    visit.done(&view, &view.link, "payments-said-claim-withdrawn")
}

/// What whoever has the link sees, also before they join.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "payments/take_claim.html")]
struct TakePage {
    /// Who keeps it for them.
    payer: String,
    /// For whom.
    name: String,
    /// How much.
    amount: MoneyView,
    /// What for.
    description: String,
    /// waiting, paid, withdrawn or expired.
    state: &'static str,
    /// Until when it is kept.
    expires: String,
    #[serde(skip)]
    #[schema(ignore)]
    member: bool,
    #[serde(skip)]
    #[schema(ignore)]
    signed_in: bool,
    #[serde(skip)]
    #[schema(ignore)]
    action: String,
    #[serde(skip)]
    #[schema(ignore)]
    sign_in: String,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl Page for TakePage {
    const FEATURE: &'static str = "payments";

    fn title(&self, words: &Words) -> String {
        words.say("payments-claim-yours")
    }

    fn shell(&self) -> Shell {
        Shell::Door
    }
}

fn code(text: &str) -> Result<Code> {
    Code::parse("code", text).map_err(|_| Error::NotFound)
}

impl TakePage {
    fn of(visit: &Visit, text: &str, faults: Faults) -> Result<Self> {
        let code = code(text)?;
        visit.read(|tx, me| {
            let claim = ayni_payments::claim_by_code(tx, &code)?;
            let view = ClaimView::of(tx, &visit.words, &claim)?;
            Ok(Self {
                payer: view.payer.name,
                name: view.name,
                amount: view.amount,
                description: view.description,
                state: view.state,
                expires: view.expires,
                member: me.member().is_ok(),
                signed_in: me.user().is_some(),
                sign_in: links::sign_in(&view.path),
                action: view.path,
                faults: faults.into(),
            })
        })
    }

    fn waits(&self) -> bool {
        self.state == "waiting"
    }

    fn state_key(&self) -> String {
        format!("payments-claim-is-{}", self.state)
    }
}

async fn arrive(visit: Visit, Path(text): Path<String>) -> Answer {
    visit.page(&TakePage::of(&visit, &text, Faults::default())?)
}

async fn take(visit: Visit, Path(text): Path<String>) -> Answer {
    match get(&visit, &text).await {
        Ok(view) => visit.done(&view, &view.link, "payments-said-claim-taken"),
        Err(error) => visit.again(error, async |faults| TakePage::of(&visit, &text, faults)).await,
    }
}

async fn get(visit: &Visit, text: &str) -> Result<TransferView> {
    let code = code(text)?;
    let transfer = visit.write(move |tx, me| ayni_payments::take_claim(tx, me, &code)).await?;
    TransferView::load(visit, transfer.id)
}
