//! The page with the statistics of one currency, for everybody inside.

use askama::Template;
use ayni_kernel::{Actor, CurrencyId, ReadTx, Result, Role};
use ayni_statistics::Report;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    pictures::{Bars, Line},
    views::{BandView, CategoryView, MonthView, decimal, money, spread, written},
};
use crate::{
    kit::{Answer, Ask, MoneyView, Page, Route, Visit, Words, filters},
    ledger::input,
    links,
};

/// The spans that can be chosen, in months: a year, two, five.
const SPANS: [u16; 3] = [12, 24, 60];

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::STATISTICS, show)
            .about(
                "The statistics of the exchange by the month: volume, active members, velocity, balances, categories.",
            )
            .asks::<StatisticsQuery>()
            .answers::<StatisticsPage>(),
    ]
}

/// Which statistics are asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct StatisticsQuery {
    /// The currency's id; the main one without.
    currency: String,
    /// How many months up to this one, at most 60; 12 without.
    months: String,
}

impl StatisticsQuery {
    /// The report that is asked for.
    pub(super) fn report(&self, tx: &ReadTx, me: &Actor) -> Result<Report> {
        let currency: CurrencyId = match input::id("currency", &self.currency)? {
            Some(id) => id,
            None => ayni_ledger::main_currency(tx)?.id,
        };
        let months = input::whole("months", &self.months)?.unwrap_or(SPANS[0]);
        ayni_statistics::report(tx, me, currency, months)
    }
}

/// Another choice of what to see.
#[derive(Debug, Clone)]
struct Choice {
    name: String,
    link: String,
    chosen: bool,
}

/// The statistics of a currency.
#[derive(Template, Debug, Serialize, ToSchema)]
#[template(path = "statistics/statistics.html")]
pub(crate) struct StatisticsPage {
    /// How many transfers were counted.
    pub counted: u64,
    /// How many there are; more than were counted while the last ones wait.
    pub posted: u64,
    /// Trade between members in all these months.
    pub volume: MoneyView,
    /// How many trades.
    pub trades: u64,
    /// How often the mean stock changed hands in these months, such as `1.25`; absent without a stock.
    pub velocity: Option<String>,
    /// How unevenly positive balances are spread, from 0 to 1; absent when fewer than two members hold something.
    pub gini: Option<String>,
    /// The months, the oldest first.
    pub months: Vec<MonthView>,
    /// The trade by category, the largest first.
    pub categories: Vec<CategoryView>,
    /// How many members hold or owe how much, from the lowest.
    pub balances: Vec<BandView>,
    #[serde(skip)]
    #[schema(ignore)]
    volumes: Bars,
    #[serde(skip)]
    #[schema(ignore)]
    actives: Bars,
    #[serde(skip)]
    #[schema(ignore)]
    spread: Bars,
    #[serde(skip)]
    #[schema(ignore)]
    stocks: Line,
    #[serde(skip)]
    #[schema(ignore)]
    spans: Vec<Choice>,
    #[serde(skip)]
    #[schema(ignore)]
    currencies: Vec<Choice>,
    #[serde(skip)]
    #[schema(ignore)]
    file: String,
    #[serde(skip)]
    #[schema(ignore)]
    pace: String,
    #[serde(skip)]
    #[schema(ignore)]
    inequality: String,
    #[serde(skip)]
    #[schema(ignore)]
    staff: bool,
}

async fn show(visit: Visit, Ask(query): Ask<StatisticsQuery>) -> Answer {
    visit.page(&visit.read(|tx, me| StatisticsPage::read(tx, me, &visit.words, &query))?)
}

impl StatisticsPage {
    fn read(tx: &ReadTx, me: &Actor, words: &Words, query: &StatisticsQuery) -> Result<Self> {
        let report = query.report(tx, me)?;
        let length = report.months.len();
        let currencies = ayni_ledger::currencies(tx)?.into_iter().map(|currency| Choice {
            chosen: currency.id == report.currency.id,
            link: links::statistics(links::STATISTICS, currency.id, length),
            name: currency.name.to_string(),
        });
        let currencies = currencies.collect();
        let staff = me.has(Role::Steward) || me.has(Role::Treasurer);
        Ok(Self { staff, ..Self::of(&report, words, currencies) })
    }

    fn of(report: &Report, words: &Words, currencies: Vec<Choice>) -> Self {
        let (id, length) = (report.currency.id, report.months.len());
        let months: Vec<MonthView> = report.months.iter().map(|line| MonthView::of(line, report, words)).collect();
        let balances = spread(report, words);
        Self {
            counted: report.counted,
            posted: report.posted,
            volume: money(report, report.trade().amount),
            trades: report.trade().times,
            velocity: report.velocity().map(|hundredths| decimal(hundredths, 2)),
            gini: report.gini.map(|thousandths| decimal(thousandths.into(), 3)),
            categories: CategoryView::all(report, words),
            volumes: Bars::months(&months, |month| (month.volume.minor.unsigned_abs(), month.volume.written(words))),
            actives: Bars::months(&months, |month| (month.active.into(), words.number(month.active.into()))),
            spread: Bars::bands(&balances, words),
            stocks: Line::of(&months, words),
            spans: SPANS
                .map(|span| Choice {
                    name: words.say(&format!("statistics-span-{span}")),
                    link: links::statistics(links::STATISTICS, id, span.into()),
                    chosen: usize::from(span) == length,
                })
                .to_vec(),
            currencies,
            file: links::statistics(links::STATISTICS_FILE, id, length),
            pace: written(report.velocity(), 2, words),
            inequality: written(report.gini.map(u64::from), 3, words),
            staff: false,
            months,
            balances,
        }
    }

    /// The newest month.
    fn newest(&self) -> Option<&MonthView> {
        self.months.last()
    }

    /// Transfers that wait to be counted.
    const fn waiting(&self) -> u64 {
        self.posted.saturating_sub(self.counted)
    }
}

impl Page for StatisticsPage {
    const FEATURE: &'static str = "statistics";

    fn title(&self, words: &Words) -> String {
        words.say("statistics-title")
    }

    fn tab(&self) -> &'static str {
        if self.staff { "statistics" } else { "wallet" }
    }
}
