//! The report on a currency: its months, the categories of trade, how balances are spread.

use std::{cmp::Reverse, collections::BTreeMap};

use ayni_kernel::{
    Actor, CategoryId, CurrencyId, Error, Result,
    tx::{Now, Reads},
};
use ayni_ledger::Currency;

use crate::{
    counting::{COUNTER, unit},
    model::{Band, Figures, Sum, gini},
    month::Month,
    policy::{Act, Statistics},
    tables,
};

/// The longest report: five years.
pub const MAX_MONTHS: u16 = 60;

/// A month's figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthLine {
    /// Which month.
    pub month: Month,
    /// What was counted.
    pub figures: Figures,
    /// The stock at its beginning.
    pub opening: u64,
}

impl MonthLine {
    /// The mean stock: half of that at its beginning and that at its end, in minor units.
    pub const fn mean_stock(&self) -> u64 {
        self.opening.midpoint(self.figures.stock)
    }

    /// How often the mean stock changed hands by trade, in hundredths; `None` when there was none.
    pub fn velocity(&self) -> Option<u64> {
        velocity(self.figures.trade.amount, self.mean_stock())
    }
}

fn velocity(volume: u64, stock: u64) -> Option<u64> {
    let hundredths = (u128::from(volume) * 100).checked_div(u128::from(stock))?;
    Some(u64::try_from(hundredths).unwrap_or(u64::MAX))
}

/// What was traded in a category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryLine {
    /// Its name; `None` for trade without one, and when the category is gone.
    pub name: Option<String>,
    /// How much.
    pub sum: Sum,
}

/// The report on a currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// On what.
    pub currency: Currency,
    /// How many transfers were counted.
    pub counted: u64,
    /// How many there are.
    pub posted: u64,
    /// Its months, the oldest first.
    pub months: Vec<MonthLine>,
    /// The trade of these months by category, the largest first.
    pub categories: Vec<CategoryLine>,
    /// The balances of members whose accounts ever moved, from the lowest band to the highest.
    pub bands: Vec<Band>,
    /// How many minor units one unit has.
    pub unit: u64,
    /// How unevenly what members hold is spread, in thousandths.
    pub gini: Option<u16>,
}

impl Report {
    /// The trade of all its months.
    pub fn trade(&self) -> Sum {
        self.months.iter().fold(Sum::default(), |all, line| all.with(line.figures.trade))
    }

    /// How often the mean stock of its months changed hands in them, in hundredths.
    pub fn velocity(&self) -> Option<u64> {
        let stocks: u128 = self.months.iter().map(|line| u128::from(line.mean_stock())).sum();
        let months = u128::try_from(self.months.len()).ok().filter(|months| *months > 0)?;
        velocity(self.trade().amount, u64::try_from(stocks / months).ok()?)
    }
}

/// The report on so many months that end with this one; for everybody inside.
///
/// Reads a record a month and the categories used in it.
pub fn report<T: Reads + Now>(tx: &T, me: &Actor, currency: CurrencyId, months: u16) -> Result<Report> {
    me.may(Act::See, &Statistics)?;
    if months == 0 || months > MAX_MONTHS {
        return Err(Error::invalid("months", "fault-choice"));
    }
    let currency = ayni_ledger::currency(tx, currency)?;
    let span: Vec<Month> = Month::of(tx.now()).last(months).collect();
    let lines = lines(tx, currency.id, &span)?;
    let progress = tables::progress(tx, currency.id)?;
    let totals = ayni_ledger::community_totals(tx, &COUNTER)?;
    let mut report = Report {
        counted: progress.number,
        posted: totals.iter().find(|totals| totals.currency == currency.id).map_or(0, |totals| totals.transfers),
        months: lines,
        categories: Vec::new(),
        unit: unit(&currency),
        gini: gini(&progress.bands),
        bands: progress.bands,
        currency,
    };
    report.categories = categories(tx, &report, &span)?;
    Ok(report)
}

fn lines(tx: &impl Reads, currency: CurrencyId, span: &[Month]) -> Result<Vec<MonthLine>> {
    let before = span.first().map(|first| tables::before(tx, currency, *first)).transpose()?.flatten();
    let mut opening = before.map_or(0, |figures| figures.stock);
    let mut lines = Vec::new();
    for month in span {
        // Without a transfer the stock stays what it was.
        let figures = tables::month(tx, currency, *month)?.unwrap_or(Figures { stock: opening, ..Figures::default() });
        lines.push(MonthLine { month: *month, figures, opening });
        opening = figures.stock;
    }
    Ok(lines)
}

/// Trade by category; what has none is the rest of the whole.
fn categories(tx: &impl Reads, report: &Report, span: &[Month]) -> Result<Vec<CategoryLine>> {
    let mut sums: BTreeMap<CategoryId, Sum> = BTreeMap::new();
    for month in span {
        for (category, sum) in tables::categories(tx, report.currency.id, *month)? {
            let all = sums.entry(category).or_default();
            *all = all.with(sum);
        }
    }
    let mut rest = report.trade();
    let mut lines = Vec::new();
    for (category, sum) in sums {
        if let Some(category) = ayni_communities::category(tx, category)? {
            rest = Sum { amount: rest.amount.saturating_sub(sum.amount), times: rest.times.saturating_sub(sum.times) };
            lines.push(CategoryLine { name: Some(category.name.to_string()), sum });
        }
    }
    lines.sort_by_key(|line| Reverse(line.sum.amount));
    if rest.times > 0 {
        lines.push(CategoryLine { name: None, sum: rest });
    }
    Ok(lines)
}
