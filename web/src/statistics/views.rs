//! What the page, the file and the API show of a report.

use ayni_kernel::{Amount, Scale};
use ayni_statistics::{Band, MonthLine, Report, ends};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    bookings::when,
    kit::{MoneyView, Words},
    ledger::short,
};

/// An amount of the report's currency.
pub(super) fn money(report: &Report, minor: u64) -> MoneyView {
    report.currency.money(amount(minor)).into()
}

fn amount(minor: u64) -> Amount {
    Amount::new(i64::try_from(minor).unwrap_or(i64::MAX))
}

/// A number with so many decimals, as files and the API write it.
pub(super) fn decimal(minor: u64, decimals: u8) -> String {
    Scale::new(decimals).unwrap_or_default().format_exact(amount(minor))
}

/// A number with so many decimals in the reader's writing; a dash for none.
pub(super) fn written(minor: Option<u64>, decimals: u8, words: &Words) -> String {
    let scale = Scale::new(decimals).unwrap_or_default();
    minor.map_or_else(|| "–".to_owned(), |minor| words.amount(amount(minor), scale))
}

/// A month of the statistics.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct MonthView {
    /// Which, such as 2026-01.
    pub month: String,
    /// Trade between members, without what was taken back later.
    pub volume: MoneyView,
    /// How many trades.
    pub trades: u64,
    /// What the community charged.
    pub charged: MoneyView,
    /// What else came from or went to the community's own accounts.
    pub other: MoneyView,
    /// What was taken back in this month.
    pub reversed: MoneyView,
    /// All transfers posted, of whatever kind.
    pub transfers: u64,
    /// The sum of them.
    pub moved: MoneyView,
    /// Members who gave or received in trade.
    pub active: u32,
    /// Members whose account moved for the first time.
    pub newcomers: u32,
    /// The sum of the members' positive balances at its end.
    pub stock: MoneyView,
    /// How often the mean stock changed hands, such as `0.40`; absent without a stock.
    pub velocity: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    pub(super) name: String,
    #[serde(skip)]
    #[schema(ignore)]
    pub(super) pace: String,
}

impl MonthView {
    pub(super) fn of(line: &MonthLine, report: &Report, words: &Words) -> Self {
        let (year, number) = line.month.civil();
        let figures = &line.figures;
        let date = i16::try_from(year).ok().zip(i8::try_from(number).ok());
        let date = date.and_then(|(year, number)| Date::new(year, number, 1).ok());
        let month = format!("{year}-{number:02}");
        Self {
            volume: money(report, figures.trade.amount),
            trades: figures.trade.times,
            charged: money(report, figures.charged.amount),
            other: money(report, figures.other.amount),
            reversed: money(report, figures.reversed.amount),
            transfers: figures.posted.times,
            moved: money(report, figures.posted.amount),
            active: figures.active,
            newcomers: figures.newcomers,
            stock: money(report, figures.stock),
            velocity: line.velocity().map(|hundredths| decimal(hundredths, 2)),
            pace: written(line.velocity(), 2, words),
            name: date.map_or_else(|| month.clone(), |date| when::month(words, date)),
            month,
        }
    }
}

/// The trade in a category.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StatisticsCategoryView)]
pub(crate) struct CategoryView {
    /// Its name; absent for trade without a category.
    pub name: Option<String>,
    /// How much.
    pub volume: MoneyView,
    /// How many trades.
    pub trades: u64,
    #[serde(skip)]
    #[schema(ignore)]
    pub(super) percent: u64,
    #[serde(skip)]
    #[schema(ignore)]
    pub(super) title: String,
}

impl CategoryView {
    pub(super) fn all(report: &Report, words: &Words) -> Vec<Self> {
        let all = u128::from(report.trade().amount.max(1));
        let lines = report.categories.iter().map(|line| Self {
            volume: money(report, line.sum.amount),
            trades: line.sum.times,
            percent: u64::try_from(u128::from(line.sum.amount) * 100 / all).unwrap_or(100).min(100),
            title: line.name.clone().unwrap_or_else(|| words.say("statistics-no-category")),
            name: line.name.clone(),
        });
        lines.collect()
    }
}

/// Members whose balances are of about the same size.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct BandView {
    /// The lowest balance of the band.
    pub from: MoneyView,
    /// The highest.
    pub to: MoneyView,
    /// How many accounts.
    pub accounts: u64,
    #[serde(skip)]
    #[schema(ignore)]
    pub(super) name: String,
}

/// All bands from the lowest that somebody is in to the highest, the empty ones between them too.
pub(super) fn spread(report: &Report, words: &Words) -> Vec<BandView> {
    let steps = report.bands.first().zip(report.bands.last()).map(|(low, high)| low.step..=high.step);
    let band = |step| report.bands.iter().find(|band| band.step == step);
    steps.into_iter().flatten().map(|step| band_view(report, words, step, band(step))).collect()
}

fn band_view(report: &Report, words: &Words, step: i16, band: Option<&Band>) -> BandView {
    let (near, far) = ends(step, report.unit);
    let (near, far) = (amount(near.max(u64::from(step != 0))), amount(far.saturating_sub(1)));
    let below = |amount: Amount| Amount::new(amount.minor().saturating_neg());
    let (from, to) = if step < 0 { (below(far), below(near)) } else { (near, far) };
    let text = |amount| short(words, &report.currency, amount);
    let name = match step {
        0 => text(Amount::ZERO),
        _ => words.say_with("statistics-between", &[("from", text(from).into()), ("to", text(to).into())]),
    };
    BandView {
        from: report.currency.money(from).into(),
        to: report.currency.money(to).into(),
        accounts: band.map_or(0, |band| band.accounts),
        name,
    }
}
