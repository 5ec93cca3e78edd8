//! Several payments typed into rows, and the way from what was written to who and how much is meant.

use std::collections::BTreeMap;

use askama::Template;
use ayni_kernel::{AccountId, Actor, CurrencyId, Error, Line, ReadTx, Result};
use ayni_payments::{ListLine, NewBatch, NewLine};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::accounts;
use crate::{
    kit::{Face, FormFaults, Page, Visit, Words, filters},
    ledger::{
        input::{self, Named, own_account},
        wallet::AccountChoice,
    },
};

/// Rows of a fresh grid.
const FIRST_ROWS: usize = 5;

/// Rows that the button adds.
const MORE_ROWS: usize = 10;

/// The longest grid; longer lists come as a file.
const MAX_ROWS: usize = 100;

/// One payment of a list, for programs.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct GridLine {
    /// Who pays: account id, code or member number; otherwise the account of the whole list.
    payer: String,
    /// Who receives: account id, code, member number or name.
    payee: String,
    /// What for.
    description: String,
    /// The exact decimal, such as `12.50`.
    amount: String,
}

/// Several payments as they are sent: `lines` by programs, numbered fields (`payee_1`, `amount_1`, `description_1`) by
/// the form.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(super) struct GridForm {
    /// What the list is called.
    pub title: String,
    /// The account that pays where a line names none; otherwise the first account of the member acted for.
    pub from: String,
    /// The payments.
    #[schema(inline)]
    lines: Vec<GridLine>,
    /// How many rows the form has.
    #[schema(ignore)]
    rows: String,
    /// Asks for more rows instead of preparing the list.
    #[schema(ignore)]
    more: String,
    #[serde(flatten)]
    #[schema(ignore)]
    cells: BTreeMap<String, serde_json::Value>,
}

/// A row of the form.
#[derive(Debug, Clone, Serialize)]
struct GridRow {
    number: usize,
    payee: String,
    payee_id: String,
    amount: String,
    description: String,
}

impl GridForm {
    /// Whether the button for more rows was pressed.
    pub(super) fn wants_rows(&self) -> bool {
        !self.more.is_empty()
    }

    fn cell(&self, name: &str, number: usize) -> String {
        let value = self.cells.get(&format!("{name}_{number}")).and_then(serde_json::Value::as_str);
        value.unwrap_or_default().trim().to_owned()
    }

    fn count(&self) -> usize {
        let rows = self.rows.trim().parse().unwrap_or(FIRST_ROWS);
        let more = if self.wants_rows() { MORE_ROWS } else { 0 };
        (rows + more).clamp(1, MAX_ROWS)
    }

    fn rows(&self) -> Vec<GridRow> {
        let row = |number| GridRow {
            number,
            payee: self.cell("payee", number),
            payee_id: self.cell("payee_id", number),
            amount: self.cell("amount", number),
            description: self.cell("description", number),
        };
        (1..=self.count()).map(row).collect()
    }

    /// What was written: every row in which anything stands.
    pub(super) fn lines(&self) -> Vec<ListLine> {
        if !self.lines.is_empty() {
            let numbered = (1_u32..).zip(&self.lines);
            return numbered
                .map(|(number, line)| ListLine {
                    number,
                    payer: line.payer.clone(),
                    payee: line.payee.clone(),
                    description: line.description.clone(),
                    amount: line.amount.clone(),
                })
                .collect();
        }
        let written = self.rows().into_iter().filter(|row| !row.payee.is_empty() || !row.amount.is_empty());
        written
            .map(|row| ListLine {
                number: u32::try_from(row.number).unwrap_or(u32::MAX),
                payer: String::new(),
                payee: if row.payee.is_empty() { row.payee_id } else { row.payee },
                description: row.description,
                amount: row.amount,
            })
            .collect()
    }
}

/// Reads who and how much is meant by what was written. What is not understood stays empty, and is shown with its line.
pub(super) fn understood(visit: &Visit, from: &str, title: Line, lines: Vec<ListLine>) -> Result<NewBatch> {
    visit.read(|tx, me| {
        let own = payer_of_all(tx, me, from)?;
        let currency = match own {
            Some((_, currency)) => currency,
            None => ayni_ledger::main_currency(tx)?.id,
        };
        let mut finder = Finder { visit, tx, me, known: BTreeMap::new() };
        let lines = lines.into_iter().map(|typed| {
            let payer = match typed.payer.as_str() {
                "" => own.map(|(account, _)| account),
                text => finder.find(text, currency)?,
            };
            let currency = match payer {
                Some(payer) => ayni_ledger::card(tx, payer)?.currency,
                None => currency,
            };
            let scale = ayni_ledger::currency(tx, currency)?.scale;
            let amount = input::amount(Face::Page, scale, "amount", &typed.amount).ok();
            Ok(NewLine { payer, payee: finder.find(&typed.payee, currency)?, amount, typed })
        });
        Ok(NewBatch { title, lines: lines.collect::<Result<_>>()? })
    })
}

/// The account that pays where a line names none; office holders without an account have none.
fn payer_of_all(tx: &ReadTx, me: &Actor, from: &str) -> Result<Option<(AccountId, CurrencyId)>> {
    if from.is_empty() && me.member().is_err() {
        return Ok(None);
    }
    let account = own_account(tx, me, "from", from)?;
    Ok(Some((account.id, account.currency)))
}

/// Finds accounts by what was written, each text once.
struct Finder<'a> {
    visit: &'a Visit,
    tx: &'a ReadTx,
    me: &'a Actor,
    known: BTreeMap<(String, CurrencyId), Option<AccountId>>,
}

impl Finder<'_> {
    fn find(&mut self, text: &str, currency: CurrencyId) -> Result<Option<AccountId>> {
        let key = (text.to_owned(), currency);
        if let Some(known) = self.known.get(&key) {
            return Ok(*known);
        }
        let named = Named { field: "payee", exact: "", chosen: "", typed: text };
        let found = match named.find(self.visit, self.tx, self.me, currency) {
            Ok(card) => Some(card.id),
            Err(Error::Invalid(_) | Error::NotFound) => None,
            Err(error) => return Err(error),
        };
        self.known.insert(key, found);
        Ok(found)
    }
}

/// The form for several payments at once.
#[derive(Template, Debug, Serialize)]
#[template(path = "payments/batch_new.html")]
pub(super) struct GridPage {
    accounts: Vec<AccountChoice>,
    rows: Vec<GridRow>,
    title: String,
    full: bool,
    #[serde(skip)]
    faults: FormFaults,
}

impl GridPage {
    pub(super) fn of(visit: &Visit, form: GridForm, faults: FormFaults) -> Result<Self> {
        let accounts = visit.read(|tx, me| accounts(tx, me, "from", &form.from))?;
        let rows = form.rows();
        Ok(Self { accounts, full: rows.len() >= MAX_ROWS, rows, title: form.title, faults })
    }
}

impl Page for GridPage {
    const FEATURE: &'static str = "payments";

    fn title(&self, words: &Words) -> String {
        words.say("payments-batch-new")
    }

    fn tab(&self) -> &'static str {
        "pay"
    }
}
