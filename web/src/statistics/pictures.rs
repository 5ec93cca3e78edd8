//! The pictures of the statistics, drawn by the server: bars by the month, a line, how balances are spread.

use crate::{
    kit::Words,
    statistics::views::{BandView, MonthView},
};

/// Size of the plots in their own units.
const WIDTH: u64 = 600;
const HEIGHT: u64 = 200;

/// One bar of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bar {
    pub(super) x: u64,
    pub(super) y: u64,
    pub(super) width: u64,
    pub(super) height: u64,
    /// What it says when pointed at.
    pub(super) label: String,
}

/// Bars side by side, with what stands below them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bars {
    pub(super) each: Vec<Bar>,
    pub(super) x: Vec<String>,
    /// The highest bar in words.
    pub(super) most: String,
}

impl Bars {
    /// A bar for each month.
    pub(super) fn months(months: &[MonthView], value: impl Fn(&MonthView) -> (u64, String)) -> Self {
        let values = months.iter().map(|month| {
            let (size, text) = value(month);
            (size, format!("{}: {text}", month.name), text)
        });
        Self::of(values.collect(), ends(&months.iter().map(|month| month.name.as_str()).collect::<Vec<_>>()))
    }

    /// A bar for each band of balances.
    pub(super) fn bands(bands: &[BandView], words: &Words) -> Self {
        let values = bands.iter().map(|band| {
            let count = i64::try_from(band.accounts).unwrap_or(i64::MAX);
            (band.accounts, format!("{}: {}", band.name, words.number(count)), words.number(count))
        });
        Self::of(values.collect(), ends(&bands.iter().map(|band| band.name.as_str()).collect::<Vec<_>>()))
    }

    fn of(values: Vec<(u64, String, String)>, x: Vec<String>) -> Self {
        let most = values.iter().map(|(size, ..)| *size).max().unwrap_or(0);
        let count = u64::try_from(values.len()).unwrap_or(1).max(1);
        let words = values.iter().find(|(size, ..)| *size == most).map(|(.., text)| text.clone()).unwrap_or_default();
        let gap = (WIDTH / count / 5).max(1);
        let bars = values.into_iter().zip(0..).map(|((size, label, _), at)| {
            let height = scaled(size, most);
            let (left, right) = (at * WIDTH / count, (at + 1) * WIDTH / count);
            Bar {
                x: left + gap / 2,
                y: HEIGHT - height,
                width: (right - left).saturating_sub(gap).max(1),
                height,
                label,
            }
        });
        Self { each: bars.collect(), x, most: words }
    }
}

/// The stock by the month as a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) points: String,
    pub(super) x: Vec<String>,
    pub(super) most: String,
    /// The picture in words.
    pub(super) newest: String,
}

impl Line {
    pub(super) fn of(months: &[MonthView], words: &Words) -> Self {
        let stock = |month: &MonthView| month.stock.minor.unsigned_abs();
        let highest = months.iter().max_by_key(|month| stock(month));
        let most = highest.map_or(0, stock);
        let steps = u64::try_from(months.len()).unwrap_or(1).saturating_sub(1).max(1);
        let points = months.iter().zip(0_u64..);
        let points =
            points.map(|(month, at)| format!("{},{}", at * WIDTH / steps, HEIGHT - scaled(stock(month), most)));
        Self {
            points: points.collect::<Vec<_>>().join(" "),
            x: ends(&months.iter().map(|month| month.name.as_str()).collect::<Vec<_>>()),
            most: highest.map(|month| month.stock.written(words)).unwrap_or_default(),
            newest: months.last().map(|month| month.stock.written(words)).unwrap_or_default(),
        }
    }
}

/// The first, the middle and the last name.
fn ends(names: &[&str]) -> Vec<String> {
    let ends = [names.first(), names.get(names.len() / 2), names.last()];
    ends.into_iter().flatten().map(|name| (*name).to_owned()).collect()
}

/// A part of the height; what is there at all can be seen.
fn scaled(part: u64, most: u64) -> u64 {
    let units = u128::from(part) * u128::from(HEIGHT) / u128::from(most.max(1));
    u64::try_from(units).unwrap_or(HEIGHT).max(u64::from(part > 0) * 2)
}
