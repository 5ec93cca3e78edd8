//! Statements with proofs as files, and the published head of a currency's chain.

use askama::Template;
use ayni_kernel::{AccountId, Actor, CurrencyId, Error, ReadTx, Result, Timestamp, tx::Now as _};
use ayni_ledger::{ProofAsk, ProofLine, ProofLink, Standing, StatementProof, chain};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    kit::{Answer, Ask, Of, Page, Route, Visit, Words, filters},
    ledger::input,
};

/// What the file calls itself.
pub(crate) const FORMAT: &str = "ayni-statement";

/// The form of the file; a newer one is for a newer program to read.
pub(crate) const VERSION: u32 = 1;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/accounts/{id}/statement.proof", file)
            .about("The statement as a file that `ayni verify` checks without this site.")
            .asks::<ProofQuery>()
            .answers::<ProofFile>(),
        Route::get("/currencies/{id}/head", head)
            .about("The end of the chain of a currency's transfers, to be written down and compared with later.")
            .answers::<HeadPage>(),
    ]
}

/// Which part of a statement shall be proven.
#[derive(Debug, Clone, Default, Deserialize, ToSchema, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct ProofQuery {
    /// First day, such as 2026-01-31.
    from: String,
    /// Last day.
    until: String,
}

/// A statement with proofs. `docs/proofs.md` explains how to check it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProofFile {
    /// Always `ayni-statement`.
    pub format: String,
    /// The form of the file: 1.
    pub version: u32,
    /// The community's name. Not proven, as the account's and the currency's names are not.
    pub community: String,
    /// When the file was made. Not proven.
    pub made: String,
    /// Whose statement.
    pub account: ProofAccount,
    /// What it counts.
    pub currency: ProofCurrency,
    /// Where the statement stood before the first line.
    pub opening: ProofStanding,
    /// Where it stood after the last line.
    pub closing: ProofStanding,
    /// Where the chain stood before the first link.
    pub start: ProofHead,
    /// Where it stood after the last link.
    pub end: ProofHead,
    /// The links: of others' transfers the hash of the content, of one's own the number of the line.
    pub chain: Vec<ProofStep>,
    /// The lines, the oldest first.
    pub lines: Vec<ProofEntry>,
}

/// The account of a statement with proofs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProofAccount {
    /// Its id.
    pub id: String,
    /// Its code.
    pub code: String,
}

/// The currency of a statement with proofs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProofCurrency {
    /// Its id.
    pub id: String,
    /// Its code.
    pub code: String,
    /// Its sign.
    pub symbol: String,
    /// Decimals of its minor units.
    pub scale: u8,
}

/// Where a statement stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProofStanding {
    /// The number of the entry; 0 before the first.
    pub entry: u64,
    /// The balance in minor units.
    pub balance: i64,
}

/// Where a chain stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProofHead {
    /// The number of the transfer; 0 before the first.
    pub number: u64,
    /// Its link, in hexadecimal.
    pub link: String,
}

/// A link of the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum ProofStep {
    /// One's own: the number of the line.
    Line(u64),
    /// Of others: the hash of the content, in hexadecimal.
    Other(String),
}

/// A line with all that its hash covers. Amounts are in minor units, hashes in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProofEntry {
    /// The number of the line in the statement.
    pub entry: u64,
    /// Positive when received, negative when paid.
    pub change: i64,
    /// The balance afterwards.
    pub balance: i64,
    /// The transfer's id.
    pub transfer: String,
    /// The first of the transfers that were posted together.
    pub group: String,
    /// The account that paid.
    pub debit: String,
    /// The account that received.
    pub credit: String,
    /// What moved.
    pub amount: i64,
    /// payment, request, on-behalf, hold, reversal, levy or import.
    pub kind: String,
    /// here, or elsewhere when it was brought in with its history.
    pub origin: String,
    /// What for.
    pub description: String,
    /// The category's id.
    pub category: Option<String>,
    /// The user who did it, when that is told; nobody for the program.
    pub by: Option<String>,
    /// The transfer that this one takes back.
    pub reverses: Option<String>,
    /// The payment request that this one answers.
    pub request: Option<String>,
    /// When it was posted.
    pub at: String,
    /// The key to the seal of the description.
    pub description_blind: String,
    /// The key to the seal of who did it; absent when that is not told.
    pub by_blind: Option<String>,
    /// The seal of who did it, when that is not told.
    pub by_seal: Option<String>,
    /// The key to the seal of this line's number and balance.
    pub standing_blind: String,
    /// The seal of the number and balance in the other's statement.
    pub other_standing: String,
    /// The hash of all of this.
    pub hash: String,
    /// The link of the chain with it.
    pub link: String,
}

async fn file(visit: Visit, Of(account): Of<AccountId>, Ask(query): Ask<ProofQuery>) -> Answer {
    let asked = visit.clone();
    let made = tokio::task::spawn_blocking(move || written(&asked, account, &query)).await;
    let (name, bytes) = made.map_err(Error::broken)??;
    visit.file(&name, "application/json", bytes)
}

/// The name and the bytes of the file.
fn written(visit: &Visit, account: AccountId, query: &ProofQuery) -> Result<(String, Vec<u8>)> {
    let from = input::day(&visit.words, "from", &query.from)?;
    let until = input::day_after(&visit.words, "until", &query.until)?;
    let file = visit.read(|tx, me| ProofFile::of(tx, me, &ProofAsk { account, from, until }))?;
    let bytes = serde_json::to_vec(&file).map_err(Error::broken)?;
    Ok((format!("{}-statement-proof.json", file.account.code), bytes))
}

impl ProofFile {
    /// The file for part of a statement, for those who may see the account.
    pub fn of(tx: &ReadTx, me: &Actor, ask: &ProofAsk) -> Result<Self> {
        let StatementProof { account, currency, opening, closing, start, end, links } =
            ayni_ledger::prove(tx, me, ask)?;
        let mut lines = Vec::new();
        let chain = links.into_iter().map(|link| match link {
            ProofLink::Other(hash) => ProofStep::Other(hex(&hash)),
            ProofLink::Own(line) => {
                let entry = line.entry.number;
                lines.push(ProofEntry::from(*line));
                ProofStep::Line(entry)
            }
        });
        Ok(Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            community: ayni_communities::settings(tx)?.name.into(),
            made: tx.now().to_string(),
            account: ProofAccount { id: account.id.to_string(), code: account.code.to_string() },
            currency: ProofCurrency {
                id: currency.id.to_string(),
                code: currency.code.to_string(),
                symbol: currency.symbol.to_string(),
                scale: currency.scale.decimals(),
            },
            opening: opening.into(),
            closing: closing.into(),
            start: start.into(),
            end: end.into(),
            chain: chain.collect(),
            lines,
        })
    }
}

impl From<Standing> for ProofStanding {
    fn from(standing: Standing) -> Self {
        Self { entry: standing.entry, balance: standing.balance.minor() }
    }
}

impl From<chain::Head> for ProofHead {
    fn from(head: chain::Head) -> Self {
        Self { number: head.number, link: hex(&head.link) }
    }
}

impl From<ProofLine> for ProofEntry {
    fn from(line: ProofLine) -> Self {
        let ProofLine { entry, transfer, content, link, description_blind, by_blind, standing_blind } = line;
        let paid = entry.account == transfer.debit;
        let other = if paid { &content.credit_standing } else { &content.debit_standing };
        Self {
            entry: entry.number,
            change: entry.amount.minor(),
            balance: entry.balance.minor(),
            transfer: transfer.id.to_string(),
            group: transfer.group.to_string(),
            debit: transfer.debit.to_string(),
            credit: transfer.credit.to_string(),
            amount: transfer.amount.minor(),
            kind: transfer.kind.word().to_owned(),
            origin: content.origin.word().to_owned(),
            description: transfer.description.to_string(),
            category: transfer.category.map(|id| id.to_string()),
            by: transfer.by.filter(|_| by_blind.is_some()).map(|id| id.to_string()),
            reverses: transfer.reverses.map(|id| id.to_string()),
            request: transfer.request.map(|id| id.to_string()),
            at: transfer.at.to_string(),
            description_blind: hex(&description_blind),
            by_blind: by_blind.as_ref().map(hex),
            by_seal: by_blind.is_none().then(|| hex(&content.by)),
            standing_blind: hex(&standing_blind),
            other_standing: hex(other),
            hash: hex(&content.hash()),
            link: hex(&link),
        }
    }
}

fn hex(hash: &chain::Hash) -> String {
    HEXLOWER.encode(hash)
}

/// The end of a currency's chain.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "ledger/head.html")]
struct HeadPage {
    /// The currency's id.
    currency: String,
    /// The currency's code.
    code: String,
    /// The number of the newest transfer; 0 before there is one.
    number: u64,
    /// Its link, in hexadecimal.
    link: String,
    /// When it was posted.
    at: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    name: String,
}

async fn head(visit: Visit, Of(id): Of<CurrencyId>) -> Answer {
    let page = visit.read(|tx, me| {
        let currency = ayni_ledger::currency(tx, id)?;
        let published = ayni_ledger::published_head(tx, me, id)?;
        Ok(HeadPage::of(&currency, published))
    })?;
    visit.page(&page)
}

impl HeadPage {
    fn of(currency: &ayni_ledger::Currency, published: ayni_ledger::PublishedHead) -> Self {
        Self {
            currency: currency.id.to_string(),
            code: currency.code.to_string(),
            number: published.head.number,
            link: hex(&published.head.link),
            at: published.at.map(|at: Timestamp| at.to_string()),
            name: currency.plural.to_string(),
        }
    }
}

impl Page for HeadPage {
    const FEATURE: &'static str = "ledger";

    fn title(&self, words: &Words) -> String {
        words.say_with("ledger-head-title", &[("name", self.name.clone().into())])
    }

    fn tab(&self) -> &'static str {
        "wallet"
    }
}
