//! Statements: what is asked for, a page of lines, and the file to keep.

use ayni_kernel::{AccountId, Actor, Cursor, Error, Fault, ReadTx, Result, tx::Now as _};
use ayni_ledger::{Account, Direction, StatementAsk};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    kit::{Answer, Ask, Of, PageView, Route, Visit, Words},
    ledger::{input, views::EntryView},
    links,
};

/// Lines of a page unless the reader asks for another number.
const LINES: usize = 25;

/// Lines read for a file in one go.
const BATCH: usize = 1_000;

/// A file longer than this is asked for by years: it is held in memory while it is made.
const MAX_LINES: usize = 100_000;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/accounts/{id}/statement.csv", file)
            .about("The statement as a file for spreadsheets.")
            .asks::<StatementQuery>()
            .page_only(),
    ]
}

/// Which part of a statement is wanted.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct StatementQuery {
    /// Words in the description, the other's name, number or code.
    pub q: String,
    /// `in` or `out`.
    pub direction: String,
    /// A category's id.
    pub category: String,
    /// First day, such as 2026-01-31.
    pub from: String,
    /// Last day.
    pub until: String,
    /// The `next` of the page before.
    pub after: String,
    /// Lines of a page, at most 1,000.
    pub limit: Option<usize>,
}

impl StatementQuery {
    /// The question for the ledger.
    pub(crate) fn ask(&self, words: &Words, account: AccountId) -> Result<StatementAsk> {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Ok(StatementAsk {
            account,
            words: given(&self.q),
            from: input::day(words, "from", &self.from)?,
            until: input::day_after(words, "until", &self.until)?,
            direction: match self.direction.as_str() {
                "" => None,
                "in" => Some(Direction::In),
                "out" => Some(Direction::Out),
                _ => return Err(Error::invalid("direction", "fault-choice")),
            },
            category: input::id("category", &self.category)?,
            after: given(&self.after).map(|after| Cursor::parse(&after)).transpose()?,
            limit: self.limit.unwrap_or(LINES),
        })
    }

    /// Whether anything narrows the statement down.
    pub(crate) fn filters(&self) -> bool {
        [&self.q, &self.direction, &self.category, &self.from, &self.until].iter().any(|text| !text.is_empty())
    }

    /// Whether more than words narrows the statement down.
    pub(crate) fn details(&self) -> bool {
        [&self.direction, &self.category, &self.from, &self.until].iter().any(|text| !text.is_empty())
    }

    /// The same question as an address, from another place on.
    pub(crate) fn address(&self, after: &str) -> String {
        links::query(&[
            ("q", &self.q),
            ("direction", &self.direction),
            ("category", &self.category),
            ("from", &self.from),
            ("until", &self.until),
            ("after", after),
        ])
    }
}

/// A page of an account's statement.
pub(crate) fn lines(
    tx: &ReadTx,
    me: &Actor,
    words: &Words,
    account: &Account,
    query: &StatementQuery,
) -> Result<PageView<EntryView>> {
    let currency = ayni_ledger::currency(tx, account.currency)?;
    let page = ayni_ledger::statement(tx, me, &query.ask(words, account.id)?)?;
    let page = page.try_map(|line| EntryView::of(tx, words, tx.now(), &currency, line))?;
    Ok(page.into())
}

async fn file(visit: Visit, Of(account): Of<AccountId>, Ask(query): Ask<StatementQuery>) -> Answer {
    let asked = visit.clone();
    let made = tokio::task::spawn_blocking(move || written(&asked, account, &query)).await;
    let (name, bytes) = made.map_err(Error::broken)??;
    visit.file(&name, "text/csv; charset=utf-8", bytes)
}

/// The name and the bytes of the file.
fn written(visit: &Visit, id: AccountId, query: &StatementQuery) -> Result<(String, Vec<u8>)> {
    let account = visit.read(|tx, me| ayni_ledger::account(tx, me, id))?;
    let mut sheet = Sheet::new(
        &visit.words,
        &["date", "number", "transfer", "with", "code", "description", "category", "amount", "balance", "currency"],
    )?;
    sheet.all(
        |after| {
            let mut query = query.clone();
            query.after = after.unwrap_or_default();
            query.limit = Some(BATCH);
            visit.read(|tx, me| lines(tx, me, &visit.words, &account, &query))
        },
        |line| {
            vec![
                line.at,
                line.number.to_string(),
                line.transfer,
                harmless(line.other.name),
                line.other.code,
                harmless(line.description),
                harmless(line.category.unwrap_or_default()),
                line.amount.amount,
                line.balance.amount,
                line.amount.symbol,
            ]
        },
    )?;
    Ok((format!("{}-statement.csv", account.code), sheet.bytes()?))
}

/// A file for spreadsheets that is filled page by page.
pub(crate) struct Sheet(csv::Writer<Vec<u8>>);

impl Sheet {
    /// A sheet with a heading in the reader's language for each column.
    pub(crate) fn new(words: &Words, columns: &[&str]) -> Result<Self> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let heads = columns.iter().map(|column| words.say(&format!("ledger-csv-{column}")));
        writer.write_record(heads).map_err(Error::broken)?;
        Ok(Self(writer))
    }

    /// Writes all rows of a list, page after page. Refuses when there are more than a file may have.
    pub(crate) fn all<T>(
        &mut self,
        page: impl Fn(Option<String>) -> Result<PageView<T>>,
        cells: impl Fn(T) -> Vec<String>,
    ) -> Result<()> {
        let (mut after, mut written) = (None, 0);
        loop {
            let PageView { rows, next } = page(after)?;
            written += rows.len();
            if written > MAX_LINES {
                return Err(Fault::new("from", "ledger-csv-long").with("max", MAX_LINES).into());
            }
            for row in rows {
                self.0.write_record(cells(row)).map_err(Error::broken)?;
            }
            match next {
                Some(next) => after = Some(next),
                None => return Ok(()),
            }
        }
    }

    /// The finished file.
    pub(crate) fn bytes(self) -> Result<Vec<u8>> {
        self.0.into_inner().map_err(Error::broken)
    }
}

/// Text that a spreadsheet would take for a formula gets an apostrophe before it.
pub(crate) fn harmless(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t']) { format!("'{text}") } else { text }
}
