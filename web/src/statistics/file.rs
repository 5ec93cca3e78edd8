//! The statistics as a file for spreadsheets: one line for each month.

use ayni_kernel::{Error, Result};

use super::{page::StatisticsQuery, views::MonthView};
use crate::{
    kit::{Answer, Ask, Route, Visit},
    links,
};

/// The columns, in their order.
const COLUMNS: [&str; 13] = [
    "month",
    "volume",
    "trades",
    "charged",
    "other",
    "reversed",
    "transfers",
    "moved",
    "active",
    "newcomers",
    "stock",
    "velocity",
    "currency",
];

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::STATISTICS_FILE, file)
            .about("The statistics as a file for spreadsheets.")
            .asks::<StatisticsQuery>()
            .page_only(),
    ]
}

async fn file(visit: Visit, Ask(query): Ask<StatisticsQuery>) -> Answer {
    let (name, bytes) = written(&visit, &query)?;
    visit.file(&name, "text/csv; charset=utf-8", bytes)
}

/// The name and the bytes of the file.
fn written(visit: &Visit, query: &StatisticsQuery) -> Result<(String, Vec<u8>)> {
    let report = visit.read(|tx, me| query.report(tx, me))?;
    let mut writer = csv::Writer::from_writer(Vec::new());
    let heads = COLUMNS.iter().map(|column| visit.words.say(&format!("statistics-csv-{column}")));
    writer.write_record(heads).map_err(Error::broken)?;
    for line in &report.months {
        let month = MonthView::of(line, &report, &visit.words);
        writer.write_record(cells(month, report.currency.code.as_str())).map_err(Error::broken)?;
    }
    let bytes = writer.into_inner().map_err(|error| Error::broken(error.to_string()))?;
    Ok((format!("statistics-{}.csv", report.currency.code), bytes))
}

fn cells(month: MonthView, currency: &str) -> [String; 13] {
    [
        month.month,
        month.volume.amount,
        month.trades.to_string(),
        month.charged.amount,
        month.other.amount,
        month.reversed.amount,
        month.transfers.to_string(),
        month.moved.amount,
        month.active.to_string(),
        month.newcomers.to_string(),
        month.stock.amount,
        month.velocity.unwrap_or_default(),
        currency.to_owned(),
    ]
}
