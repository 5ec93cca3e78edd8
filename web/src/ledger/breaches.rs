//! What went beyond limits: for the office all of it, on a receipt that of its transfer.

use askama::Template;
use ayni_kernel::{Actor, Cursor, ReadTx, Result, TransferId};
use ayni_ledger::Breach;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    kit::{Answer, Ask, MoneyView, Page, PageView, Route, Visit, Words, filters},
    ledger::views::PartyView,
    links,
};

/// Rows of a page.
const ROWS: usize = 50;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/breaches", list)
            .about("What went beyond limits, newest first, and why it could.")
            .asks::<BreachesQuery>()
            .answers::<BreachesPage>()
            .office(),
    ]
}

/// A transfer that went beyond a limit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct BreachView {
    /// The transfer's id.
    pub transfer: String,
    /// Whose limit.
    pub account: PartyView,
    /// The limit.
    pub limit: MoneyView,
    /// The balance afterwards.
    pub balance: MoneyView,
    /// warned, once or consented.
    pub kind: &'static str,
    /// When.
    pub at: String,
    #[serde(skip)]
    #[schema(ignore)]
    pub link: String,
}

impl BreachView {
    fn of(tx: &ReadTx, words: &Words, breach: &Breach) -> Result<Self> {
        let currency = ayni_ledger::currency(tx, ayni_ledger::card(tx, breach.account)?.currency)?;
        Ok(Self {
            transfer: breach.transfer.to_string(),
            account: PartyView::owning(tx, breach.account, words)?,
            limit: currency.money(breach.limit).into(),
            balance: currency.money(breach.balance).into(),
            kind: breach.kind.word(),
            at: breach.at.to_string(),
            link: links::transfer(breach.transfer),
        })
    }

    /// What a transfer did beyond limits, for its readers.
    pub(super) fn all(tx: &ReadTx, me: &Actor, words: &Words, transfer: TransferId) -> Result<Vec<Self>> {
        ayni_ledger::breaches_of(tx, me, transfer)?.iter().map(|breach| Self::of(tx, words, breach)).collect()
    }

    pub(super) fn kind_key(&self) -> String {
        format!("ledger-breach-{}", self.kind)
    }
}

/// Which part is wanted.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct BreachesQuery {
    /// The `next` of the page before.
    after: String,
}

/// What went beyond limits.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "ledger/breaches.html")]
struct BreachesPage {
    /// The newest first.
    breaches: PageView<BreachView>,
}

async fn list(visit: Visit, Ask(query): Ask<BreachesQuery>) -> Answer {
    let after = Some(query.after.trim()).filter(|after| !after.is_empty()).map(Cursor::parse).transpose()?;
    visit.page(&visit.read(|tx, me| {
        let page = ayni_ledger::newest_breaches(tx, me, after.as_ref(), ROWS)?;
        Ok(BreachesPage { breaches: page.try_map(|breach| BreachView::of(tx, &visit.words, &breach))?.into() })
    })?)
}

impl BreachesPage {
    fn older(&self) -> Option<String> {
        self.breaches.next.as_ref().map(|next| format!("{}{}", links::BREACHES, links::query(&[("after", next)])))
    }
}

impl Page for BreachesPage {
    const FEATURE: &'static str = "ledger";

    fn title(&self, words: &Words) -> String {
        words.say("ledger-breaches")
    }

    fn tab(&self) -> &'static str {
        "admin-transfers"
    }
}
