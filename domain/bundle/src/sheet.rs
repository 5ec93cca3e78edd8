//! Strict CSV (RFC 4180): reading with the row of every fault, and writing.

use std::fmt::Write as _;

use ayni_kernel::Fault;

use crate::{report::Notes, shape::Shape};

/// A file as a table of texts; columns that are unknown or double are left out.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// Which file.
    pub(crate) shape: &'static Shape,
    /// The header.
    pub(crate) header: Vec<String>,
    /// The rows below the header.
    pub(crate) rows: Vec<Row>,
    /// Whether every needed column is there.
    pub(crate) complete: bool,
}

/// One row.
#[derive(Debug)]
pub(crate) struct Row {
    /// The row as a spreadsheet shows it.
    pub(crate) line: usize,
    /// The cells in the order of the header; `None` where a cell is no UTF-8, which was noted already.
    pub(crate) cells: Vec<Option<String>>,
}

/// A row before its cells became text.
struct Record {
    line: usize,
    cells: Vec<Vec<u8>>,
}

/// Reads a file, noting each fault of its form.
pub(crate) fn read(shape: &'static Shape, bytes: &[u8], notes: &mut Notes) -> Sheet {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut records = Parser { file: shape.file, bytes, at: 0, line: 0, notes }.records().into_iter();
    let Some(first) = records.next() else {
        notes.file(shape.file, Fault::new("", "bundle-file-empty"));
        return Sheet { shape, header: Vec::new(), rows: Vec::new(), complete: false };
    };
    let header: Vec<String> = first.cells.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect();
    let complete = check_header(shape, &header, notes);
    let mut rows = Vec::new();
    for record in records {
        if record.cells.len() == header.len() {
            rows.push(texts(shape, &header, record, notes));
        } else {
            let fault = Fault::new("", "bundle-cells").with("found", record.cells.len()).with("expected", header.len());
            notes.row(shape.file, record.line, fault);
        }
    }
    Sheet { shape, header, rows, complete }
}

fn check_header(shape: &'static Shape, header: &[String], notes: &mut Notes) -> bool {
    for (i, column) in header.iter().enumerate() {
        if header.iter().take(i).any(|earlier| earlier == column) {
            notes.column(shape.file, column, Fault::new("", "bundle-column-twice").with("column", shown(column)));
        } else if !shape.knows(column) {
            notes.column(shape.file, column, Fault::new("", "bundle-column-unknown").with("column", shown(column)));
        }
    }
    let mut complete = true;
    for column in shape.needed {
        if !header.iter().any(|present| present == column) {
            complete = false;
            notes.column(shape.file, column, Fault::new("", "bundle-column-missing").with("column", *column));
        }
    }
    complete
}

fn texts(shape: &'static Shape, header: &[String], record: Record, notes: &mut Notes) -> Row {
    let line = record.line;
    let mut cells = Vec::with_capacity(record.cells.len());
    for (cell, column) in record.cells.into_iter().zip(header) {
        let text = String::from_utf8(cell).ok();
        if text.is_none() {
            notes.cell(shape.file, line, column, Fault::new("", "bundle-utf8"));
        }
        cells.push(text);
    }
    Row { line, cells }
}

/// A value from a file as a sentence may show it: short, without line breaks.
pub(crate) fn shown(value: &str) -> String {
    /// Enough to recognise a value by.
    const MAX: usize = 60;
    let mut text: String = value.chars().take(MAX).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if value.chars().count() > MAX {
        text.push('…');
    }
    text
}

struct Parser<'a> {
    file: &'static str,
    bytes: &'a [u8],
    at: usize,
    line: usize,
    notes: &'a mut Notes,
}

impl Parser<'_> {
    fn records(mut self) -> Vec<Record> {
        let mut records = Vec::new();
        while self.at < self.bytes.len() {
            self.line += 1;
            let start = self.at;
            if let Some(cells) = self.record() {
                // A line without anything counts as a row, as it does in a spreadsheet, but says nothing.
                let blank = cells.len() == 1 && self.bytes.get(start).is_some_and(|b| matches!(b, b'\r' | b'\n'));
                if !blank {
                    records.push(Record { line: self.line, cells });
                }
            }
        }
        records
    }

    /// Reads one record and its line end; `None` when its quotes are wrong, which was noted.
    fn record(&mut self) -> Option<Vec<Vec<u8>>> {
        let mut cells = Vec::new();
        let mut sound = true;
        loop {
            let cell = if self.peek() == Some(b'"') { self.quoted() } else { self.plain() };
            match cell {
                Ok(cell) => cells.push(cell),
                Err(word) => {
                    if sound {
                        self.notes.row(self.file, self.line, Fault::new("", word));
                    }
                    sound = false;
                    self.skip_cell();
                }
            }
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'\r') => {
                    self.at += 1;
                    if self.peek() == Some(b'\n') {
                        self.at += 1;
                    }
                    break;
                }
                _ => {
                    self.at += 1;
                    break;
                }
            }
        }
        sound.then_some(cells)
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn plain(&mut self) -> Result<Vec<u8>, &'static str> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let end = rest.iter().position(|b| matches!(b, b',' | b'\r' | b'\n')).unwrap_or(rest.len());
        let cell = rest.get(..end).unwrap_or_default();
        if cell.contains(&b'"') {
            return Err("bundle-quote");
        }
        self.at += end;
        Ok(cell.to_vec())
    }

    fn quoted(&mut self) -> Result<Vec<u8>, &'static str> {
        self.at += 1;
        let mut cell = Vec::new();
        loop {
            match self.peek() {
                None => return Err("bundle-quote-open"),
                Some(b'"') => {
                    self.at += 1;
                    if self.peek() != Some(b'"') {
                        break;
                    }
                    cell.push(b'"');
                }
                Some(byte) => cell.push(byte),
            }
            self.at += 1;
        }
        match self.peek() {
            None | Some(b',' | b'\r' | b'\n') => Ok(cell),
            Some(_) => Err("bundle-quote"),
        }
    }

    /// Goes on after a wrong cell, so that the rows below are still read.
    fn skip_cell(&mut self) {
        while self.peek().is_some_and(|b| !matches!(b, b',' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }
}

/// Writes a table; lines end with a line feed.
pub(crate) fn write<'a>(rows: impl IntoIterator<Item = &'a Vec<String>>) -> Vec<u8> {
    let mut text = String::new();
    for row in rows {
        for (i, cell) in row.iter().enumerate() {
            let comma = if i == 0 { "" } else { "," };
            // Writing to a String cannot fail.
            let _ = if needs_quotes(cell) || (row.len() == 1 && cell.is_empty()) {
                write!(text, "{comma}\"{}\"", cell.replace('"', "\"\""))
            } else {
                write!(text, "{comma}{cell}")
            };
        }
        text.push('\n');
    }
    text.into_bytes()
}

fn needs_quotes(cell: &str) -> bool {
    cell.contains(['"', ',', '\n', '\r'])
}
