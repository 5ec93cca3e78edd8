//! The wallet: an account with its balance, its way over time and its statement.

use askama::Template;
use ayni_kernel::{AccountId, Actor, ReadTx, Result, tx::Now as _};
use ayni_ledger::{Account, AccountAct, Owner};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    charges::{self, RuleLink},
    kit::{Answer, Ask, MoneyView, Of, Page, PageView, Route, Visit, Words, filters},
    ledger::{
        chart::Chart,
        holds::HoldView,
        input::{CategoryChoice, own_account},
        statement::{self, StatementQuery},
        views::{BalanceCard, EntryView},
    },
    links,
};

/// Points of the line over time; more than a phone has room for.
const POINTS: usize = 240;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/wallet", wallet)
            .about("The first account of the member acted for, with its statement.")
            .asks::<StatementQuery>()
            .answers::<AccountPage>(),
        Route::get("/accounts/{id}", account)
            .about("An account with its balance, limits and statement.")
            .asks::<StatementQuery>()
            .answers::<AccountPage>(),
    ]
}

async fn wallet(visit: Visit, Ask(query): Ask<StatementQuery>) -> Answer {
    let page = visit.read(|tx, me| {
        let account = own_account(tx, me, "id", "")?;
        AccountPage::of(&visit, tx, me, &account, query)
    })?;
    visit.page(&page)
}

async fn account(visit: Visit, Of(id): Of<AccountId>, Ask(query): Ask<StatementQuery>) -> Answer {
    let page = visit.read(|tx, me| {
        let account = ayni_ledger::account(tx, me, id)?;
        AccountPage::of(&visit, tx, me, &account, query)
    })?;
    visit.page(&page)
}

/// An account of the same owner.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AccountChoice {
    /// The account's id.
    pub id: String,
    /// Its code.
    pub code: String,
    /// The name of its currency.
    pub name: String,
    /// What it holds.
    pub balance: MoneyView,
    #[serde(skip)]
    #[schema(ignore)]
    pub link: String,
    #[serde(skip)]
    #[schema(ignore)]
    pub chosen: bool,
}

impl AccountChoice {
    /// All accounts of the owner of one, which is the chosen one.
    pub(crate) fn beside(tx: &ReadTx, me: &Actor, chosen: &Account) -> Result<Vec<Self>> {
        let accounts = match chosen.owner {
            Owner::Member(member) => ayni_ledger::accounts_of(tx, me, member)?,
            Owner::Treasury | Owner::System => vec![chosen.clone()],
        };
        accounts.iter().map(|account| Self::of(tx, account, chosen.id)).collect()
    }

    fn of(tx: &ReadTx, account: &Account, chosen: AccountId) -> Result<Self> {
        let currency = ayni_ledger::currency(tx, account.currency)?;
        Ok(Self {
            id: account.id.to_string(),
            code: account.code.to_string(),
            balance: currency.money(account.balance()).into(),
            name: currency.plural.into(),
            link: links::account(account.id),
            chosen: account.id == chosen,
        })
    }
}

/// An account as its holder sees it.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "ledger/wallet.html")]
pub(crate) struct AccountPage {
    /// Balance and limits.
    pub balance: BalanceCard,
    /// All accounts of the same holder, this one included.
    pub accounts: Vec<AccountChoice>,
    /// What the community charges in this currency.
    pub charges: Vec<RuleLink>,
    /// What is set aside, to be paid and to come in, newest first.
    pub holds: Vec<HoldView>,
    /// The lines asked for, newest first.
    pub statement: PageView<EntryView>,
    #[serde(skip)]
    #[schema(ignore)]
    chart: Option<Chart>,
    #[serde(skip)]
    #[schema(ignore)]
    categories: Vec<CategoryChoice>,
    #[serde(skip)]
    #[schema(ignore)]
    query: StatementQuery,
    #[serde(skip)]
    #[schema(ignore)]
    today: String,
    #[serde(skip)]
    #[schema(ignore)]
    limits: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    pay: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    aside: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    head: String,
}

impl AccountPage {
    fn of(visit: &Visit, tx: &ReadTx, me: &Actor, account: &Account, query: StatementQuery) -> Result<Self> {
        let currency = ayni_ledger::currency(tx, account.currency)?;
        let line = ayni_ledger::balance_line(tx, me, account.id, POINTS)?;
        let may = |act| me.may(act, account).is_ok();
        let balance = BalanceCard::of(tx, me, &visit.words, account)?;
        Ok(Self {
            accounts: AccountChoice::beside(tx, me, account)?,
            charges: charges::in_force(tx, me, &visit.words, account.currency)?,
            holds: HoldView::pending(tx, me, &visit.words, account.id)?,
            statement: statement::lines(tx, me, &visit.words, account, &query)?,
            chart: Chart::of(&line, tx.now(), &currency, &visit.words),
            categories: CategoryChoice::all(tx)?,
            query,
            today: tx.now().to_string(),
            limits: may(AccountAct::SetLimits).then(|| links::limits(account.id)),
            pay: (!balance.mine && may(AccountAct::Pay)).then(|| links::pay_from(account.id)),
            aside: may(AccountAct::Pay).then(|| links::hold_from(account.id)),
            head: links::head(account.currency),
            balance,
        })
    }

    /// The lines by day.
    fn days(&self) -> impl Iterator<Item = &[EntryView]> {
        self.statement.rows.chunk_by(|line, next| line.day == next.day)
    }

    fn older(&self) -> Option<String> {
        self.statement.next.as_ref().map(|next| self.query.address(next))
    }

    fn newest(&self) -> Option<String> {
        (!self.query.after.is_empty()).then(|| self.query.address(""))
    }

    fn csv(&self) -> String {
        format!("{}{}", links::statement_file(&self.balance.link), self.query.address(""))
    }

    fn pdf(&self) -> String {
        links::statement_pdf(&self.balance.link, &self.query.from, &self.query.until)
    }

    fn proof(&self) -> String {
        links::statement_proof(&self.balance.link, &self.query.from, &self.query.until)
    }
}

impl Page for AccountPage {
    const FEATURE: &'static str = "ledger";

    fn title(&self, words: &Words) -> String {
        if self.balance.mine {
            words.say("ledger-wallet")
        } else {
            words.say_with("ledger-account-of", &[("name", self.balance.holder.clone().into())])
        }
    }

    fn tab(&self) -> &'static str {
        if self.balance.mine { "wallet" } else { "" }
    }
}
