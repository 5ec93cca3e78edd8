//! The pictures of reciprocity, drawn by the server: what was given and taken by the month, and how scores are spread.

use ayni_kernel::Scale;
use ayni_reciprocity::{Month, MonthLine};

use crate::{bookings::when::month, kit::Words};

/// Size of the plots in their own units.
const WIDTH: usize = 600;
const HEIGHT: usize = 200;
/// Room between two bars.
const GAP: usize = 8;

/// A column of a picture: giving above the line and taking below it, or a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) x: usize,
    pub(super) width: usize,
    /// How far it reaches up from the line.
    pub(super) up: usize,
    /// How far it reaches down from the line.
    pub(super) down: usize,
    /// What it says when pointed at.
    pub(super) label: String,
}

/// A month as a table shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MonthRow {
    pub(super) name: String,
    pub(super) given: String,
    pub(super) taken: String,
}

/// Columns side by side, and the same as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Months {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<MonthRow>,
}

impl Months {
    /// The picture of a year; `None` when nothing was given or taken in it.
    pub(super) fn of(lines: &[MonthLine], scale: Scale, words: &Words) -> Option<Self> {
        let most = lines.iter().map(|line| line.given.size().max(line.taken.size())).max().filter(|most| *most > 0)?;
        let high = |size: u64| scaled(size, most, HEIGHT / 2);
        let columns = lines.iter().enumerate().map(|(at, line)| {
            let row = row(line, scale, words);
            let args = [("month", row.name.into()), ("given", row.given.into()), ("taken", row.taken.into())];
            let label = words.say_with("reciprocity-month", &args);
            let (x, width) = place(at, lines.len());
            Column { x, width, up: high(line.given.size()), down: high(line.taken.size()), label }
        });
        Some(Self { columns: columns.collect(), rows: lines.iter().map(|line| row(line, scale, words)).collect() })
    }

    /// The first, the middle and the last month.
    pub(super) fn names(&self) -> Vec<&str> {
        let ends = [self.rows.first(), self.rows.get(self.rows.len() / 2), self.rows.last()];
        ends.into_iter().flatten().map(|row| row.name.as_str()).collect()
    }
}

fn row(line: &MonthLine, scale: Scale, words: &Words) -> MonthRow {
    let amount = |amount| words.amount(amount, scale);
    MonthRow { name: name(line.month, words), given: amount(line.given), taken: amount(line.taken) }
}

/// A month with its year in the reader's language.
fn name(of: Month, words: &Words) -> String {
    let (year, number) = of.civil();
    let date = i16::try_from(year).ok().zip(i8::try_from(number).ok());
    let date = date.and_then(|(year, number)| jiff::civil::Date::new(year, number, 1).ok());
    date.map_or_else(|| format!("{year}-{number:02}"), |date| month(words, date))
}

/// How many scores there are in each tenth of a hundred.
pub(super) fn tenths(counts: [u32; 10], words: &Words) -> Vec<Column> {
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let columns = counts.into_iter().enumerate().map(|(at, count)| {
        let to = if at == counts.len() - 1 { 100 } else { at * 10 + 9 };
        let args = [("count", i64::from(count).into()), ("from", number(at * 10).into()), ("to", number(to).into())];
        let (x, width) = place(at, counts.len());
        let up = scaled(count.into(), most.into(), HEIGHT);
        Column { x, width, up, down: 0, label: words.say_with("reciprocity-tenth", &args) }
    });
    columns.collect()
}

fn number(small: usize) -> i64 {
    i64::try_from(small).unwrap_or(i64::MAX)
}

/// Where a column stands among so many, and how wide it is.
const fn place(at: usize, count: usize) -> (usize, usize) {
    (at * WIDTH / count + GAP / 2, WIDTH / count - GAP)
}

/// A part of a height; what is there at all can be seen.
fn scaled(part: u64, most: u64, height: usize) -> usize {
    let units = u128::from(part) * u128::try_from(height).unwrap_or(0) / u128::from(most.max(1));
    usize::try_from(units).unwrap_or(height).max(usize::from(part > 0) * 2)
}
