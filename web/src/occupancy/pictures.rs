//! The pictures of a report, drawn by the server: steps of occupancy, a map of the week's hours, a small line.

use ayni_calendar::Date;
use ayni_kernel::Timestamp;
use ayni_occupancy::forecast::{HOURS, WEEK};

use crate::kit::Words;

/// Size of the plots in their own units.
const WIDTH: usize = 600;
const HEIGHT: usize = 200;
/// Where the scale of the bars may end, in thousandths.
const TOPS: [u16; 3] = [200, 500, 1_000];
/// Thousandths of a whole.
const WHOLE: usize = 1_000;
/// Size of an hour in the map.
pub(super) const CELL: usize = 24;
/// Room for the names of the weekdays, and of the hours.
const MARGIN: (usize, usize) = (44, 18);
/// Depths of colour in the map.
const DEPTHS: usize = 5;

/// A bar of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bar {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) width: usize,
    pub(super) height: usize,
    /// Of the bar, how much is sure already.
    pub(super) sure: usize,
    /// What it says when pointed at.
    pub(super) label: String,
}

/// Bars side by side, with a few dates below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bars {
    pub(super) all: Vec<Bar>,
    /// What stands beside the upper, the middle and the lower grid line.
    pub(super) y: [String; 3],
    pub(super) x: Vec<String>,
}

/// What a bar shows: its first day, how high it is and how much of that is sure, in thousandths, and its words.
pub(super) type Step = (Date, u16, u16, String);

impl Bars {
    pub(super) fn of(steps: Vec<Step>, words: &Words) -> Self {
        let count = steps.len().max(1);
        let dates: Vec<Date> = steps.iter().map(|(date, ..)| *date).collect();
        let at = |place: usize| place * WIDTH / count;
        let most = steps.iter().map(|(_, all, sure, _)| *all.max(sure)).max().unwrap_or(0);
        let top = TOPS.into_iter().find(|top| *top >= most).unwrap_or(TOPS[2]);
        let high = |part: u16| usize::from(part) * HEIGHT / usize::from(top);
        let bars = steps.into_iter().enumerate().map(|(place, (_, all, sure, label))| {
            let (x, height) = (at(place), high(all));
            // A sliver of room between bars, as long as there is any.
            let width = (at(place + 1) - x).saturating_sub(2).max(1);
            Bar { x, y: HEIGHT - height, width, height, sure: high(sure), label }
        });
        let ends = [dates.first(), dates.get(dates.len() / 2), dates.last()];
        let all = bars.collect();
        let y = [top, top / 2, 0].map(|part| percent(words, part));
        Self { all, y, x: ends.into_iter().flatten().map(|date| day(words, *date)).collect() }
    }
}

/// An hour of a weekday in the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) x: usize,
    pub(super) y: usize,
    /// How deep its colour is, from 0; none where it was closed.
    pub(super) depth: Option<usize>,
    pub(super) label: String,
}

/// A name beside or above the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) text: String,
}

/// The week's hours as a map, and the same as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Map {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) cells: Vec<Cell>,
    pub(super) marks: Vec<Mark>,
    /// The picture in a sentence: the fullest and the emptiest hour.
    pub(super) label: String,
    /// The hours of the columns.
    pub(super) hours: Vec<String>,
    /// The weekdays with what stands in each column.
    pub(super) rows: Vec<(String, Vec<String>)>,
}

impl Map {
    /// The map of how much of each hour was booked, in thousandths; `None` when it was never open.
    pub(super) fn of(shares: &[[Option<u16>; HOURS]; WEEK], words: &Words) -> Option<Self> {
        let is_open = |hour: &usize| shares.iter().any(|day| day.get(*hour).copied().flatten().is_some());
        let (first, last) = ((0..HOURS).find(is_open)?, (0..HOURS).rev().find(is_open)?);
        let hours: Vec<String> = (first..=last).map(|hour| format!("{hour:02}")).collect();
        let most = shares.iter().flatten().flatten().copied().max().unwrap_or(0);
        let (mut cells, mut marks, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        for (place, hour) in hours.iter().enumerate().step_by(3) {
            marks.push(Mark { x: MARGIN.0 + place * CELL, y: MARGIN.1 - 6, text: hour.clone() });
        }
        for (row, day) in shares.iter().enumerate() {
            let y = MARGIN.1 + row * CELL;
            let name = weekday(words, row);
            marks.push(Mark { x: 0, y: y + CELL - 8, text: words.say(&format!("occupancy-day-short-{}", row + 1)) });
            let mut line = Vec::new();
            for (column, (hour, share)) in (first..=last).zip(day.iter().skip(first)).enumerate() {
                let text = share.map_or_else(|| words.say("occupancy-closed"), |share| percent(words, share));
                let label = format!("{name} {}: {text}", between(hour));
                let depth = share.map(|share| depth(share, most));
                cells.push(Cell { x: MARGIN.0 + column * CELL, y, depth, label });
                line.push(text);
            }
            rows.push((name, line));
        }
        let (width, height) = (MARGIN.0 + hours.len() * CELL, MARGIN.1 + WEEK * CELL);
        Some(Self { width, height, cells, marks, label: in_words(shares, words), hours, rows })
    }
}

/// The fullest and the emptiest hour, in a sentence.
fn in_words(shares: &[[Option<u16>; HOURS]; WEEK], words: &Words) -> String {
    let all = || {
        shares.iter().enumerate().flat_map(|(row, day)| {
            day.iter().enumerate().filter_map(move |(hour, share)| share.map(|share| (share, row, hour)))
        })
    };
    let say = |(share, row, hour)| format!("{} {} ({})", weekday(words, row), between(hour), percent(words, share));
    let full = all().max_by_key(|(share, row, hour)| (*share, WEEK - row, HOURS - hour)).map(say);
    let empty = all().min_by_key(|(share, row, hour)| (*share, *row, *hour)).map(say);
    let args = [("full", full.unwrap_or_default().into()), ("empty", empty.unwrap_or_default().into())];
    words.say_with("occupancy-map", &args)
}

/// The fullest hour is the deepest, so that a quiet house shows its pattern, too.
fn depth(share: u16, most: u16) -> usize {
    (usize::from(share) * DEPTHS).div_ceil(usize::from(most.max(1)))
}

/// A small line of parts in thousandths; closed steps are left out of it.
pub(super) fn spark(trend: &[Option<u16>]) -> Option<String> {
    let known: Vec<(usize, u16)> =
        trend.iter().enumerate().filter_map(|(at, part)| part.map(|part| (at, part))).collect();
    if known.len() < 2 {
        return None;
    }
    let last = (trend.len() - 1).max(1);
    let points =
        known.into_iter().map(|(at, part)| format!("{} {}", at * 100 / last, 24 - usize::from(part) * 24 / WHOLE));
    Some(format!("M{}", points.collect::<Vec<_>>().join("L")))
}

/// A weekday's name, from Monday.
pub(super) fn weekday(words: &Words, row: usize) -> String {
    words.say(&format!("occupancy-day-{}", row + 1))
}

/// An hour of the day as people write it.
pub(super) fn between(hour: usize) -> String {
    format!("{hour:02}:00\u{2013}{:02}:00", hour + 1)
}

/// Thousandths as percent, rounded.
pub(super) fn percent(words: &Words, permille: u16) -> String {
    words.say_with("occupancy-percent", &[("percent", i64::from((permille + 5) / 10).into())])
}

/// A date in the reader's writing.
pub(super) fn day(words: &Words, date: Date) -> String {
    let noon = date.at(12, 0, 0, 0).to_zoned(words.zone().clone());
    noon.map_or_else(|_| date.to_string(), |noon| words.date(Timestamp::from_micros(noon.timestamp().as_microsecond())))
}
