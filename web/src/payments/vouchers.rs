//! Vouchers: issued, listed, redeemed, taken back.

use askama::Template;
use axum::extract::Path;
use ayni_kernel::{Actor, Check, Cursor, Error, Line, ReadTx, Result, VoucherId, tx::Now as _};
use ayni_ledger::AccountAct;
use ayni_payments::{Issue, MAX_SHEET, Redeem, Voucher};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    kit::{Answer, Ask, Face, FormFaults, Input, MoneyView, Of, Page, PageView, Route, Visit, Words, filters},
    ledger::{
        input::{self, own_account},
        transfers::TransferView,
        views::{BalanceCard, PartyView, may},
        wallet::AccountChoice,
    },
    links,
};

/// Vouchers of a page.
const ROWS: usize = 30;

/// Days that vouchers are good for unless the form says otherwise: a year.
const USUAL_DAYS: u16 = 365;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::VOUCHERS, list)
            .about("The vouchers of an account, newest first.")
            .asks::<VouchersQuery>()
            .answers::<VouchersPage>(),
        Route::get("/vouchers/new", form).about("The form that issues vouchers.").asks::<IssueForm>().page_only(),
        Route::post(links::VOUCHERS, issue)
            .about(
                "Issues vouchers: what they are worth is kept aside on the account until they are redeemed or lapse.",
            )
            .takes::<IssueForm>()
            .answers::<SheetView>(),
        Route::get(links::REDEEM, enter).about("The form that redeems a voucher.").asks::<RedeemForm>().page_only(),
        Route::get("/vouchers/redeem/{code}", arrive).about("Where the picture on a voucher leads.").page_only(),
        Route::post("/vouchers/redemption", redeem)
            .about("Redeems a voucher, once: what it is worth is paid to the account.")
            .takes::<RedeemForm>()
            .answers::<TransferView>(),
        Route::get("/vouchers/{id}", show)
            .about("A voucher, for those who may see its account.")
            .answers::<VoucherPage>(),
        Route::post("/vouchers/{id}/withdrawal", withdraw)
            .about("Takes back a voucher that nobody redeemed; the amount is free again.")
            .answers::<VoucherView>(),
    ]
}

/// An amount on paper.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct VoucherView {
    /// Its id.
    pub id: String,
    /// Its code in groups of four.
    pub code: String,
    /// The signed text of its picture.
    pub token: String,
    /// Who pays for it.
    pub issuer: PartyView,
    /// What it is worth.
    pub amount: MoneyView,
    /// What for, as it is printed.
    pub note: String,
    /// open, redeemed, withdrawn or expired.
    pub state: &'static str,
    /// Until when it can be redeemed.
    pub expires: String,
    /// When it was issued.
    pub created: String,
    /// Who redeemed it.
    pub redeemed_by: Option<PartyView>,
    /// When it was redeemed.
    pub redeemed_at: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    pub link: String,
    #[serde(skip)]
    #[schema(ignore)]
    pub sheet: String,
    #[serde(skip)]
    #[schema(ignore)]
    pub receipt: Option<String>,
}

impl VoucherView {
    pub(super) fn of(tx: &ReadTx, words: &Words, voucher: &Voucher) -> Result<Self> {
        let currency = ayni_ledger::currency(tx, voucher.currency)?;
        let by = voucher.redeemed.map(|how| PartyView::owning(tx, how.to, words));
        Ok(Self {
            id: voucher.id.to_string(),
            code: voucher.spelt(),
            token: voucher.token.clone(),
            issuer: PartyView::owning(tx, voucher.account, words)?,
            amount: currency.money(voucher.amount).into(),
            note: voucher.note.to_string(),
            state: voucher.standing(tx.now()).word(),
            expires: voucher.expires.to_string(),
            created: voucher.created.to_string(),
            redeemed_by: by.transpose()?,
            redeemed_at: voucher.redeemed.map(|how| how.at.to_string()),
            link: links::voucher(voucher.id),
            sheet: links::voucher_sheet(voucher.id),
            receipt: voucher.redeemed.map(|how| links::transfer(how.transfer)),
        })
    }

    pub(super) fn state_key(&self) -> String {
        format!("payments-voucher-is-{}", self.state)
    }

    fn badge(&self) -> &'static str {
        match self.state {
            "open" => "info",
            "redeemed" => "ok",
            _ => "",
        }
    }

    pub(super) fn is_open(&self) -> bool {
        self.state == "open"
    }
}

/// Which vouchers are wanted.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct VouchersQuery {
    /// An account's id, its code or its member's number; otherwise the first account of the member acted for.
    account: String,
    /// The `next` of the page before.
    after: String,
}

/// Vouchers of an account.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "payments/vouchers.html")]
struct VouchersPage {
    /// The newest first.
    vouchers: PageView<VoucherView>,
    #[serde(skip)]
    #[schema(ignore)]
    accounts: Vec<AccountChoice>,
    #[serde(skip)]
    #[schema(ignore)]
    account: String,
}

async fn list(visit: Visit, Ask(query): Ask<VouchersQuery>) -> Answer {
    visit.page(&VouchersPage::read(&visit, &query)?)
}

impl VouchersPage {
    fn read(visit: &Visit, query: &VouchersQuery) -> Result<Self> {
        let after = Some(&query.after).filter(|after| !after.is_empty()).map(|after| Cursor::parse(after));
        let after = after.transpose()?;
        visit.read(|tx, me| {
            let account = own_account(tx, me, "account", &query.account)?;
            let page = ayni_payments::vouchers_of(tx, me, account.id, after, ROWS)?;
            Ok(Self {
                vouchers: page.try_map(|voucher| VoucherView::of(tx, &visit.words, &voucher))?.into(),
                accounts: AccountChoice::beside(tx, me, &account)?,
                account: account.id.to_string(),
            })
        })
    }

    fn another(&self) -> String {
        format!("{}/new{}", links::VOUCHERS, links::query(&[("from", &self.account)]))
    }

    fn older(&self) -> Option<String> {
        let next = self.vouchers.next.as_ref()?;
        Some(format!("{}{}", links::VOUCHERS, links::query(&[("account", &self.account), ("after", next)])))
    }
}

impl Page for VouchersPage {
    const FEATURE: &'static str = "payments";

    fn title(&self, words: &Words) -> String {
        words.say("payments-vouchers")
    }

    fn tab(&self) -> &'static str {
        "pay"
    }
}

/// Vouchers as they are ordered.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct IssueForm {
    /// The account that pays for them: its id, its code or its member's number; otherwise the first account of the
    /// member acted for.
    from: String,
    /// What each is worth: the exact decimal, such as `12.50`.
    amount: String,
    /// How many, at most 24; one when left out.
    count: String,
    /// Days that they are good for, 1 to 730; a year when left out.
    days: String,
    /// What for, as it is printed.
    note: String,
}

impl IssueForm {
    fn read(&self, face: Face, tx: &ReadTx, me: &Actor) -> Result<Issue> {
        let from = own_account(tx, me, "from", &self.from)?;
        me.may(AccountAct::Pay, &from)?;
        let currency = ayni_ledger::currency(tx, from.currency)?;
        let mut check = Check::default();
        let amount = check.take(input::amount(face, currency.scale, "amount", &self.amount));
        let count = check.take(input::whole::<usize>("count", &self.count));
        let days = check.take(input::whole::<u16>("days", &self.days));
        let note = check.take(Line::parse("note", &self.note));
        check.done()?;
        let (Some(amount), Some(count), Some(days), Some(note)) = (amount, count, days, note) else {
            return Err(check.into());
        };
        Ok(Issue { from: from.id, amount, count: count.unwrap_or(1), days: days.unwrap_or(USUAL_DAYS), note })
    }
}

/// The form that issues vouchers.
#[derive(Template, Debug, Serialize)]
#[template(path = "payments/voucher_new.html")]
struct IssuePage {
    balance: BalanceCard,
    accounts: Vec<AccountChoice>,
    most: usize,
    usual_days: usize,
    #[serde(skip)]
    form: IssueForm,
    #[serde(skip)]
    faults: FormFaults,
}

impl IssuePage {
    fn of(visit: &Visit, form: IssueForm, faults: FormFaults) -> Result<Self> {
        visit.read(|tx, me| {
            let from = own_account(tx, me, "from", &form.from)?;
            me.may(AccountAct::Pay, &from)?;
            Ok(Self {
                balance: BalanceCard::of(tx, me, &visit.words, &from)?,
                accounts: AccountChoice::beside(tx, me, &from)?,
                most: MAX_SHEET,
                usual_days: USUAL_DAYS.into(),
                form,
                faults,
            })
        })
    }
}

impl Page for IssuePage {
    const FEATURE: &'static str = "payments";

    fn title(&self, words: &Words) -> String {
        words.say("payments-voucher-new")
    }

    fn tab(&self) -> &'static str {
        "pay"
    }
}

async fn form(visit: Visit, Ask(form): Ask<IssueForm>) -> Answer {
    visit.page(&IssuePage::of(&visit, form, FormFaults::default())?)
}

/// The vouchers that were issued.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct SheetView {
    /// The vouchers.
    vouchers: Vec<VoucherView>,
}

async fn issue(visit: Visit, Input(form): Input<IssueForm>) -> Answer {
    match make(&visit, &form).await {
        Ok((view, sheet)) => visit.done(&view, &sheet, "payments-said-issued"),
        Err(error) => visit.again(error, async |faults| IssuePage::of(&visit, form, faults.into())).await,
    }
}

async fn make(visit: &Visit, form: &IssueForm) -> Result<(SheetView, String)> {
    let ask = visit.read(|tx, me| form.read(visit.face, tx, me))?;
    let issued = visit.write(move |tx, me| ayni_payments::issue(tx, me, ask)).await?;
    let first = issued.first().ok_or(Error::NotFound)?.id;
    let vouchers = visit.read(|tx, _| issued.iter().map(|each| VoucherView::of(tx, &visit.words, each)).collect())?;
    Ok((SheetView { vouchers }, links::voucher_sheet(first)))
}

/// One voucher.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "payments/voucher.html")]
struct VoucherPage {
    /// The voucher.
    voucher: VoucherView,
    #[serde(skip)]
    #[schema(ignore)]
    withdrawable: bool,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl VoucherPage {
    fn of(visit: &Visit, id: VoucherId, faults: FormFaults) -> Result<Self> {
        visit.read(|tx, me| {
            let voucher = ayni_payments::voucher(tx, me, id)?;
            let view = VoucherView::of(tx, &visit.words, &voucher)?;
            Ok(Self {
                withdrawable: view.is_open() && may(tx, me, voucher.account, AccountAct::Pay),
                voucher: view,
                faults,
            })
        })
    }
}

impl Page for VoucherPage {
    const FEATURE: &'static str = "payments";

    fn title(&self, words: &Words) -> String {
        words.say("payments-voucher")
    }

    fn tab(&self) -> &'static str {
        "pay"
    }
}

async fn show(visit: Visit, Of(id): Of<VoucherId>) -> Answer {
    visit.page(&VoucherPage::of(&visit, id, FormFaults::default())?)
}

async fn withdraw(visit: Visit, Of(id): Of<VoucherId>) -> Answer {
    match visit.write(move |tx, me| ayni_payments::withdraw_voucher(tx, me, id)).await {
        Ok(voucher) => {
            let view = visit.read(|tx, _| VoucherView::of(tx, &visit.words, &voucher))?;
            visit.done(&view, &view.link, "payments-said-voucher-withdrawn")
        }
        Err(error) => visit.again(error, async |faults| VoucherPage::of(&visit, id, faults.into())).await,
    }
}

/// A voucher in the hand.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct RedeemForm {
    /// The voucher's short code, or the whole text of its picture.
    code: String,
    /// The account that is to receive; otherwise the first account of the member acted for.
    to: String,
}

/// Redeeming: the code, then what the voucher is worth.
#[derive(Template, Debug, Serialize)]
#[template(path = "payments/redeem.html")]
struct RedeemPage {
    voucher: Option<VoucherView>,
    accounts: Vec<AccountChoice>,
    #[serde(skip)]
    form: RedeemForm,
    #[serde(skip)]
    faults: FormFaults,
}

impl RedeemPage {
    fn of(visit: &Visit, form: RedeemForm, faults: FormFaults) -> Result<Self> {
        visit.read(|tx, me| {
            let account = own_account(tx, me, "to", &form.to)?;
            let mut page = Self { voucher: None, accounts: AccountChoice::beside(tx, me, &account)?, form, faults };
            if page.form.code.trim().is_empty() {
                return Ok(page);
            }
            match ayni_payments::voucher_by_text(tx, me, &page.form.code) {
                Ok(voucher) => page.voucher = Some(VoucherView::of(tx, &visit.words, &voucher)?),
                // The sentence of the refusal stands beside what was typed.
                Err(Error::Conflict(fault)) if !page.faults.any() => {
                    page.faults = ayni_kernel::Faults(vec![fault]).into();
                }
                Err(Error::Conflict(_)) => {}
                Err(error) => return Err(error),
            }
            Ok(page)
        })
    }
}

impl Page for RedeemPage {
    const FEATURE: &'static str = "payments";

    fn title(&self, words: &Words) -> String {
        words.say("payments-redeem")
    }

    fn tab(&self) -> &'static str {
        "pay"
    }
}

async fn enter(visit: Visit, Ask(form): Ask<RedeemForm>) -> Answer {
    visit.page(&RedeemPage::of(&visit, form, FormFaults::default())?)
}

async fn arrive(visit: Visit, Path(code): Path<String>) -> Answer {
    let form = RedeemForm { code, ..RedeemForm::default() };
    visit.page(&RedeemPage::of(&visit, form, FormFaults::default())?)
}

async fn redeem(visit: Visit, Input(form): Input<RedeemForm>) -> Answer {
    match take(&visit, &form).await {
        Ok(view) => visit.done(&view, &view.link, "payments-said-redeemed"),
        Err(error) => visit.again(error, async |faults| RedeemPage::of(&visit, form, faults.into())).await,
    }
}

async fn take(visit: &Visit, form: &RedeemForm) -> Result<TransferView> {
    let to = visit.read(|tx, me| own_account(tx, me, "to", &form.to))?.id;
    if form.code.trim().is_empty() {
        return Err(Error::invalid("code", "fault-required"));
    }
    let ask = Redeem { text: form.code.clone(), to };
    let transfer = visit.write(move |tx, me| ayni_payments::redeem(tx, me, ask)).await?;
    TransferView::load(visit, transfer.id)
}
