//! Reading a file of payments: a line each with payer, payee, description and amount, with or without a heading.

/// The largest file in bytes: two thousand lines with long descriptions.
pub const MAX_FILE: usize = 512 * 1024;

/// What the columns are called, in the words of the headings that are understood: this form's own, those of bundles, and
/// what Spanish spreadsheets say.
const HEADINGS: [(Column, &[&str]); 4] = [
    (Column::Payer, &["payer", "from", "pagador", "de"]),
    (Column::Payee, &["payee", "to", "beneficiario", "a", "para"]),
    (Column::Description, &["description", "concept", "concepto", "descripción", "descripcion"]),
    (Column::Amount, &["amount", "importe", "cantidad"]),
];

/// The order without a heading, and without the payer's column.
const PLAIN: [Column; 4] = [Column::Payer, Column::Payee, Column::Description, Column::Amount];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Payer,
    Payee,
    Description,
    Amount,
    Other,
}

/// One line as it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListLine {
    /// Its number in the file or the grid, from 1.
    pub number: u32,
    /// Who pays; empty for whoever sends the list.
    pub payer: String,
    /// Who receives.
    pub payee: String,
    /// What for.
    pub description: String,
    /// How much.
    pub amount: String,
}

/// Why a file cannot be read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListFault {
    /// It has no payments.
    Empty,
    /// It has a heading without the columns of payee and amount.
    Columns,
    /// It has fewer than three columns.
    Narrow,
}

/// Reads a file: commas or semicolons between the columns, a heading or none. Lines that are wrong are kept as they are
/// written, so that they can be shown with their number.
pub fn read_list(bytes: &[u8]) -> Result<Vec<ListLine>, ListFault> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    let semicolons = first.matches(';').count() > first.matches(',').count();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .delimiter(if semicolons { b';' } else { b',' })
        .from_reader(text.as_bytes());
    let mut columns: Option<Vec<Column>> = None;
    let mut lines = Vec::new();
    let mut place = Place { byte: 0, line: 1 };
    for record in reader.records().flatten() {
        if record.iter().all(str::is_empty) {
            continue;
        }
        let number = place.of(text, record.position().map_or(0, csv::Position::byte));
        if columns.is_none() {
            let (layout, heading) = layout(&record)?;
            columns = Some(layout);
            if heading == Heading::Is {
                continue;
            }
        }
        let layout = columns.as_deref().unwrap_or_default();
        lines.push(line(number, layout, &record));
    }
    if lines.is_empty() { Err(ListFault::Empty) } else { Ok(lines) }
}

/// How far the lines were counted.
struct Place {
    byte: usize,
    line: u32,
}

impl Place {
    /// The number of the line that begins at a byte, or after the empty lines that do.
    fn of(&mut self, text: &str, byte: u64) -> u32 {
        let start = usize::try_from(byte).unwrap_or(usize::MAX);
        let empty = text.bytes().skip(start).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let end = start.saturating_add(empty).min(text.len());
        let breaks = text.get(self.byte..end).unwrap_or_default().matches('\n').count();
        self.line = self.line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
        self.byte = end;
        self.line
    }
}

/// Whether a line is the heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heading {
    Is,
    IsNot,
}

/// Which column holds what, by the first line.
fn layout(first: &csv::StringRecord) -> Result<(Vec<Column>, Heading), ListFault> {
    let named: Vec<Column> = first.iter().map(column).collect();
    let has = |wanted| named.contains(&wanted);
    if has(Column::Payee) && has(Column::Amount) {
        return Ok((named, Heading::Is));
    }
    if named.iter().filter(|column| **column != Column::Other).count() > 1 {
        return Err(ListFault::Columns);
    }
    match first.len() {
        0..=2 => Err(ListFault::Narrow),
        3 => Ok((PLAIN.iter().skip(1).copied().collect(), Heading::IsNot)),
        _ => Ok((PLAIN.to_vec(), Heading::IsNot)),
    }
}

fn column(heading: &str) -> Column {
    let heading = heading.to_lowercase();
    let found = HEADINGS.iter().find(|(_, words)| words.contains(&heading.as_str()));
    found.map_or(Column::Other, |(column, _)| *column)
}

fn line(number: u32, layout: &[Column], record: &csv::StringRecord) -> ListLine {
    let mut line = ListLine { number, ..ListLine::default() };
    for (column, text) in layout.iter().zip(record.iter()) {
        let text = text.to_owned();
        match column {
            Column::Payer => line.payer = text,
            Column::Payee => line.payee = text,
            Column::Description => line.description = text,
            Column::Amount => line.amount = text,
            Column::Other => {}
        }
    }
    line
}
