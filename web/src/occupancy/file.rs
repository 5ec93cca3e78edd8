//! The report as a file for spreadsheets: one line for each place.

use ayni_kernel::{Error, Result};
use ayni_ledger::Currency;
use ayni_occupancy::{Line, figures::Figures};

use super::{report::today, span::ReportQuery};
use crate::{
    kit::{Answer, Ask, Route, Visit, Words},
    ledger::statement::harmless,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/spaces/reports.csv", file)
            .about("The report as a file for spreadsheets.")
            .asks::<ReportQuery>()
            .page_only(),
    ]
}

/// The columns, in their order; the sums of money follow, one for each currency.
const COLUMNS: [&str; 10] =
    ["place", "kind", "open", "booked", "occupancy", "bookings", "no-shows", "cancelled", "lead", "gaps"];

async fn file(visit: Visit, Ask(ask): Ask<ReportQuery>) -> Answer {
    let (name, bytes) = written(&visit, &ask)?;
    visit.file(&name, "text/csv; charset=utf-8", bytes)
}

/// The name and the bytes of the file.
fn written(visit: &Visit, ask: &ReportQuery) -> Result<(String, Vec<u8>)> {
    let (report, currencies) = visit.read(|tx, me| {
        let days = ask.days(today(tx)?)?;
        let report = ayni_occupancy::report(tx, me, &days.asked(ask.selection()?))?;
        let ids = report.figures.revenue.iter().map(|(id, _)| *id);
        let currencies = ids.map(|id| ayni_ledger::currency(tx, id)).collect::<Result<Vec<_>>>()?;
        Ok((report, currencies))
    })?;
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(heads(&visit.words, &currencies)).map_err(Error::broken)?;
    for line in &report.lines {
        writer.write_record(cells(line, &currencies)).map_err(Error::broken)?;
    }
    let bytes = writer.into_inner().map_err(|error| Error::broken(error.to_string()))?;
    Ok((format!("occupancy-{}-{}.csv", report.from, report.to), bytes))
}

fn heads(words: &Words, currencies: &[Currency]) -> Vec<String> {
    let columns = COLUMNS.iter().map(|column| words.say(&format!("occupancy-csv-{column}")));
    columns.chain(currencies.iter().map(|currency| currency.code.to_string())).collect()
}

/// Durations are in minutes, parts in percent with a point, as spreadsheets read them.
fn cells(line: &Line, currencies: &[Currency]) -> Vec<String> {
    let Figures { bookings, no_shows, cancelled, gaps, .. } = line.figures;
    let part = line.figures.occupancy().map(|part| format!("{}.{}", part / 10, part % 10));
    let numbers = [
        line.figures.open_minutes().to_string(),
        line.figures.booked_minutes().to_string(),
        part.unwrap_or_default(),
        bookings.to_string(),
        no_shows.to_string(),
        cancelled.to_string(),
        line.figures.lead().map(|minutes| minutes.to_string()).unwrap_or_default(),
        gaps.to_string(),
    ];
    let sums = currencies.iter().map(|currency| {
        let sum = line.figures.revenue.iter().find(|(id, _)| *id == currency.id);
        sum.map_or_else(String::new, |(_, sum)| currency.scale.format_exact(*sum))
    });
    let names = [harmless(line.resource.name.to_string()), line.resource.kind.word().to_owned()];
    names.into_iter().chain(numbers).chain(sums).collect()
}
