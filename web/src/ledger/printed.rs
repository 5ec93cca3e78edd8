//! The statement of an account on paper: a PDF file with every line of at most a year, the balances before and after,
//! what went in and out by the month, and how to verify it.

use std::collections::BTreeMap;

use ayni_kernel::{AccountId, Actor, Amount, Error, Fault, ReadTx, Result, Timestamp, tx::Now as _};
use ayni_ledger::{Account, Currency, StatementAsk};
use data_encoding::HEXLOWER;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    bookings::when,
    kit::{
        Answer, Ask, Of, Route, Visit, Words,
        paper::{Ink, Paper, can_write, fitting},
    },
    ledger::{
        input,
        views::{EntryView, PartyView},
    },
};

/// The longest time of one file, in days: a leap year.
const MAX_DAYS: i64 = 366;

/// Lines read in one go.
const BATCH: usize = 1_000;

/// More lines than this are some hundred pages, which nobody prints: a shorter time is asked for.
const MAX_LINES: usize = 20_000;

/// The edges of what is printed, in points.
const LEFT: i32 = 50;
const RIGHT: i32 = 545;
const BOTTOM: i32 = 780;

/// Where the columns are: the other party, what for, and the right ends of out, in and balance.
const OTHER: i32 = 118;
const WHAT: i32 = 240;
const OUT: i32 = 420;
const IN: i32 = 482;

/// The size of a line's letters, and from line to line.
const SIZE: i32 = 8;
const STEP: i32 = 14;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/accounts/{id}/statement.pdf", file)
            .about("The statement of at most a year as a PDF file to print.")
            .asks::<PrintedQuery>()
            .page_only(),
    ]
}

/// Which time is wanted.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct PrintedQuery {
    /// First day, such as 2026-01-01; a year before the last one without.
    from: String,
    /// Last day; today without.
    until: String,
}

/// What stands on the paper.
struct Printed {
    community: String,
    holder: PartyView,
    account: Account,
    currency: Currency,
    from: Timestamp,
    until: Timestamp,
    opening: Amount,
    closing: Amount,
    /// The lines, the oldest first.
    lines: Vec<EntryView>,
    head: String,
}

async fn file(visit: Visit, Of(account): Of<AccountId>, Ask(query): Ask<PrintedQuery>) -> Answer {
    let asked = visit.clone();
    let made = tokio::task::spawn_blocking(move || written(&asked, account, &query)).await;
    let (name, bytes) = made.map_err(Error::broken)??;
    visit.file(&name, "application/pdf", bytes)
}

/// The name and the bytes of the file.
fn written(visit: &Visit, id: AccountId, query: &PrintedQuery) -> Result<(String, Vec<u8>)> {
    let printed = visit.read(|tx, me| Printed::read(tx, me, &visit.words, id, query))?;
    let name = format!("{}-statement.pdf", printed.account.code);
    Ok((name, Press::new(&printed, &visit.words).print()))
}

/// The moments that bound what is asked for.
fn bounds(words: &Words, now: Timestamp, query: &PrintedQuery) -> Result<(Timestamp, Timestamp)> {
    // What was posted at this very moment belongs to it.
    let until = input::day_after(words, "until", &query.until)?.unwrap_or_else(|| now.plus_seconds(1));
    let from = input::day(words, "from", &query.from)?.unwrap_or_else(|| until.plus_days(1 - MAX_DAYS));
    if from >= until || until.plus_days(-MAX_DAYS) > from {
        return Err(Fault::new("from", "ledger-pdf-long").into());
    }
    Ok((from, until))
}

impl Printed {
    fn read(tx: &ReadTx, me: &Actor, words: &Words, id: AccountId, query: &PrintedQuery) -> Result<Self> {
        let account = ayni_ledger::account(tx, me, id)?;
        let currency = ayni_ledger::currency(tx, account.currency)?;
        let (from, until) = bounds(words, tx.now(), query)?;
        let head = ayni_ledger::published_head(tx, me, currency.id)?.head;
        let lines = lines(tx, me, words, &account, &currency, (from, until))?;
        Ok(Self {
            community: ayni_communities::settings(tx)?.name.to_string(),
            holder: PartyView::of(ayni_ledger::card(tx, id)?, words),
            opening: ayni_ledger::balance_at(tx, &account, from)?,
            closing: ayni_ledger::balance_at(tx, &account, until)?,
            head: format!("{} · {}", head.number, HEXLOWER.encode(&head.link)),
            account,
            currency,
            from,
            until,
            lines,
        })
    }
}

/// The lines of a time, the oldest first, read page by page.
fn lines(
    tx: &ReadTx,
    me: &Actor,
    words: &Words,
    account: &Account,
    currency: &Currency,
    (from, until): (Timestamp, Timestamp),
) -> Result<Vec<EntryView>> {
    let newest = StatementAsk::newest(account.id, BATCH);
    let mut ask = StatementAsk { from: Some(from), until: Some(until), ..newest };
    let mut lines = Vec::new();
    loop {
        let page = ayni_ledger::statement(tx, me, &ask)?;
        if lines.len() + page.rows.len() > MAX_LINES {
            return Err(Fault::new("from", "ledger-csv-long").with("max", MAX_LINES).into());
        }
        for line in page.rows {
            lines.push(EntryView::of(tx, words, tx.now(), currency, line)?);
        }
        match page.next {
            Some(next) => ask.after = Some(next),
            None => break,
        }
    }
    lines.reverse();
    Ok(lines)
}

/// Sums of a stretch of lines, in minor units.
#[derive(Debug, Clone, Copy, Default)]
struct Flow {
    out: i64,
    into: i64,
}

impl Flow {
    const fn add(&mut self, minor: i64) {
        if minor < 0 {
            self.out = self.out.saturating_sub(minor);
        } else {
            self.into = self.into.saturating_add(minor);
        }
    }
}

/// Puts a statement on paper.
struct Press<'p> {
    printed: &'p Printed,
    words: &'p Words,
    paper: Paper,
    y: i32,
}

impl<'p> Press<'p> {
    fn new(printed: &'p Printed, words: &'p Words) -> Self {
        Self { printed, words, paper: Paper::default(), y: 0 }
    }

    fn print(mut self) -> Vec<u8> {
        self.paper.turn();
        self.head();
        self.heading();
        let (mut all, mut months) = (Flow::default(), BTreeMap::new());
        for line in &self.printed.lines {
            self.line(line);
            all.add(line.amount.minor);
            months.entry(self.month(line)).or_insert_with(Flow::default).add(line.amount.minor);
        }
        self.sums(all);
        self.months(&months);
        self.verification();
        self.numbers();
        self.paper.bytes()
    }

    /// Who, what, when, and the balances before and after.
    fn head(&mut self) {
        let Printed { community, holder, account, currency, .. } = self.printed;
        self.paper.text((LEFT, 60), 16, Ink::Bold, &fitting(community, 16, RIGHT - LEFT));
        self.paper.text((LEFT, 82), 12, Ink::Plain, &self.words.say("ledger-statement"));
        let holder = format!("{} · {}", holder.name, account.code);
        self.paper.text((LEFT, 106), 10, Ink::Bold, &fitting(&holder, 10, RIGHT - LEFT));
        let last = self.printed.until.plus_seconds(-1);
        let days = [("from", self.words.date(self.printed.from).into()), ("until", self.words.date(last).into())];
        self.paper.text((LEFT, 122), 9, Ink::Plain, &self.words.say_with("ledger-pdf-days", &days));
        let unit = format!("{} ({})", currency.plural, currency.code);
        self.paper.text((LEFT, 136), 9, Ink::Plain, &fitting(&unit, 9, RIGHT - LEFT));
        self.y = 156;
        self.balance("ledger-pdf-opening", self.printed.opening);
    }

    fn balance(&mut self, key: &str, amount: Amount) {
        self.room(1);
        let text = self.money(amount);
        self.paper.text((LEFT, self.y), 9, Ink::Bold, &self.words.say(key));
        self.paper.text_before((RIGHT, self.y), 9, Ink::Bold, &text);
        self.y += STEP + 4;
    }

    /// The names of the columns, on every page.
    fn heading(&mut self) {
        let column = |key: &str| self.words.say(key);
        let left = [(LEFT, "ledger-csv-date"), (OTHER, "ledger-csv-with"), (WHAT, "ledger-csv-description")];
        for (x, key) in left {
            self.paper.text((x, self.y), SIZE, Ink::Bold, &column(key));
        }
        for (x, key) in [(OUT, "ledger-pdf-out"), (IN, "ledger-pdf-in"), (RIGHT, "ledger-csv-balance")] {
            self.paper.text_before((x, self.y), SIZE, Ink::Bold, &column(key));
        }
        self.paper.rule(LEFT, RIGHT, self.y + 4);
        self.y += STEP + 2;
    }

    /// Makes room for so many lines, on a new page if need be; returns whether there is a new one.
    fn room(&mut self, lines: i32) -> bool {
        if self.y + lines * STEP <= BOTTOM {
            return false;
        }
        self.paper.turn();
        self.y = 60;
        true
    }

    fn line(&mut self, line: &EntryView) {
        if self.room(1) {
            self.heading();
        }
        let date = line.at.get(..10).unwrap_or(&line.at);
        let date = self.written_day(line).unwrap_or_else(|| date.to_owned());
        self.paper.text((LEFT, self.y), SIZE, Ink::Plain, &fitting(&date, SIZE, OTHER - LEFT - 4));
        self.paper.text((OTHER, self.y), SIZE, Ink::Plain, &fitting(&line.other.name, SIZE, WHAT - OTHER - 6));
        self.paper.text((WHAT, self.y), SIZE, Ink::Plain, &fitting(&line.description, SIZE, OUT - WHAT - 50));
        let end = if line.amount.is_negative() { OUT } else { IN };
        self.figure(end, line.amount.minor.saturating_abs(), Ink::Plain);
        self.figure(RIGHT, line.balance.minor, Ink::Plain);
        self.y += STEP;
    }

    fn figure(&mut self, end: i32, minor: i64, ink: Ink) {
        let text = self.words.amount(Amount::new(minor), self.printed.currency.scale);
        self.paper.text_before((end, self.y), SIZE, ink, &text);
    }

    fn written_day(&self, line: &EntryView) -> Option<String> {
        Timestamp::parse(&line.at).map(|at| self.words.date(at))
    }

    /// The first day of a line's month in the reader's zone.
    fn month(&self, line: &EntryView) -> Option<Date> {
        let at = Timestamp::parse(&line.at)?;
        Some(at.in_zone(self.words.zone()).date().first_of_month())
    }

    fn sums(&mut self, all: Flow) {
        self.room(2);
        self.paper.rule(LEFT, RIGHT, self.y - 8);
        self.paper.text((LEFT, self.y + 2), SIZE, Ink::Bold, &self.words.say("ledger-pdf-total"));
        self.y += 2;
        self.figure(OUT, all.out, Ink::Bold);
        self.figure(IN, all.into, Ink::Bold);
        self.y += STEP + 6;
        self.balance("ledger-pdf-closing", self.printed.closing);
    }

    /// What went out and in, month by month.
    fn months(&mut self, months: &BTreeMap<Option<Date>, Flow>) {
        if months.len() < 2 {
            return;
        }
        self.room(3);
        self.y += 6;
        self.paper.text((LEFT, self.y), 10, Ink::Bold, &self.words.say("ledger-pdf-months"));
        self.y += STEP + 2;
        for (month, flow) in months {
            self.room(1);
            let name = month.map(|month| when::month(self.words, month)).unwrap_or_default();
            self.paper.text((LEFT, self.y), SIZE, Ink::Plain, &name);
            self.figure(OUT, flow.out, Ink::Plain);
            self.figure(IN, flow.into, Ink::Plain);
            self.y += STEP;
        }
    }

    /// How anybody can check that nothing was changed.
    fn verification(&mut self) {
        self.room(4);
        self.y += 8;
        self.paper.rule(LEFT, RIGHT, self.y - 10);
        for key in ["ledger-pdf-verify", "ledger-pdf-verify-how"] {
            self.paper.text((LEFT, self.y), 7, Ink::Plain, &fitting(&self.words.say(key), 7, RIGHT - LEFT));
            self.y += 10;
        }
        self.paper.text((LEFT, self.y), 7, Ink::Plain, &self.printed.head);
    }

    /// The number of each page.
    fn numbers(&mut self) {
        let pages = self.paper.pages();
        for page in 1..=pages {
            let args = [("page", count(page).into()), ("pages", count(pages).into())];
            let text = format!("{} · {}", self.printed.account.code, self.words.say_with("ledger-pdf-page", &args));
            self.paper.text_on(page, (LEFT, 815), 7, Ink::Plain, &text);
        }
    }

    /// An amount with its sign, or with the currency's code where the paper's letters do not have the sign.
    fn money(&self, amount: Amount) -> String {
        let currency = &self.printed.currency;
        let sign = currency.symbol.as_str();
        let sign = if can_write(sign) { sign } else { currency.code.as_str() };
        format!("{}\u{a0}{sign}", self.words.amount(amount, currency.scale))
    }
}

fn count(small: usize) -> i64 {
    i64::try_from(small).unwrap_or(i64::MAX)
}
