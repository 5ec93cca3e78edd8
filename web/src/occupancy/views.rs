//! What was counted, as pages and programs read it.

use ayni_kernel::{Amount, CurrencyId, ReadTx, Result};
use ayni_occupancy::{
    DayAhead, Expected, Line,
    figures::Figures,
    forecast::{Accuracy, HOURS},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::pictures::{percent, spark};
use crate::{
    kit::{MoneyView, Words},
    links,
};

/// Minutes of an hour, and of a day.
const HOUR: u64 = 60;
const DAY: u64 = 24 * HOUR;

/// Sums of some days of some places.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct FiguresView {
    /// Minutes that could be had; places of one resource count each.
    pub(super) open_minutes: u64,
    /// Minutes that were booked.
    pub(super) booked_minutes: u64,
    /// How much of what could be had was booked, in thousandths; null where nothing was open.
    pub(super) occupancy: Option<u16>,
    /// Bookings that took place or are going to, and those to which nobody came.
    pub(super) bookings: u32,
    /// Bookings to which nobody came.
    pub(super) no_shows: u32,
    /// The part of bookings to which nobody came, in thousandths.
    pub(super) no_show_rate: Option<u16>,
    /// Bookings that were given back or taken away.
    pub(super) cancelled: u32,
    /// How long before their beginning they were made on average, in minutes.
    pub(super) lead_minutes: Option<u64>,
    /// What they brought or are going to, by currency.
    pub(super) revenue: Vec<MoneyView>,
    /// What of that is owed in money.
    pub(super) due: Vec<MoneyView>,
}

impl FiguresView {
    pub(super) fn of(tx: &ReadTx, figures: &Figures) -> Result<Self> {
        let money = |sums: &[(CurrencyId, Amount)]| {
            sums.iter().map(|(id, sum)| Ok(ayni_ledger::currency(tx, *id)?.money(*sum).into())).collect::<Result<_>>()
        };
        Ok(Self {
            open_minutes: figures.open_minutes(),
            booked_minutes: figures.booked_minutes(),
            occupancy: figures.occupancy(),
            bookings: figures.bookings,
            no_shows: figures.no_shows,
            no_show_rate: figures.no_show_rate(),
            cancelled: figures.cancelled,
            lead_minutes: figures.lead(),
            revenue: money(&figures.revenue)?,
            due: money(&figures.due)?,
        })
    }

    /// Hours that were booked.
    pub(super) const fn booked_hours(&self) -> u64 {
        self.booked_minutes / HOUR
    }

    /// A part of the whole as people read it.
    pub(super) fn part(part: Option<u16>, words: &Words) -> String {
        part.map_or_else(|| words.say("occupancy-none"), |part| percent(words, part))
    }

    /// How long before bookings are made: in days from two on, else in hours.
    pub(super) fn lead(&self, words: &Words) -> String {
        match self.lead_minutes {
            None => words.say("occupancy-none"),
            Some(minutes) if minutes < 2 * DAY => {
                words.say_with("occupancy-hours", &[("count", whole((minutes + HOUR / 2) / HOUR).into())])
            }
            Some(minutes) => words.say_with("occupancy-days", &[("count", whole((minutes + DAY / 2) / DAY).into())]),
        }
    }
}

/// One place in a report.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = OccupancyPlaceView)]
pub(crate) struct PlaceView {
    /// The place's id.
    pub(super) id: String,
    /// Its name.
    pub(super) name: String,
    /// Its sums.
    #[serde(flatten)]
    pub(super) figures: FiguresView,
    /// How much was booked in each step, in thousandths; null where it was closed.
    pub(super) trend: Vec<Option<u16>>,
    #[serde(skip)]
    pub(super) spark: Option<String>,
    #[serde(skip)]
    pub(super) link: String,
}

impl PlaceView {
    pub(super) fn of(tx: &ReadTx, line: &Line) -> Result<Self> {
        Ok(Self {
            id: line.resource.id.to_string(),
            name: line.resource.name.to_string(),
            figures: FiguresView::of(tx, &line.figures)?,
            spark: spark(&line.trend),
            trend: line.trend.clone(),
            link: links::resource(line.resource.id),
        })
    }
}

/// How far forecasts were off on weeks that had no part in them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AccuracyView {
    /// How many weeks were held out.
    pub(super) weeks: usize,
    /// The mean absolute error, in minutes a day.
    pub(super) error_minutes: u64,
    /// The same of saying that each day is as a week before.
    pub(super) naive_error_minutes: u64,
    /// The error in parts of the naive method's within the weeks before (MASE).
    pub(super) scaled_error: Option<f64>,
    /// By how many percent the errors are smaller than the naive method's; below zero when they are larger.
    pub(super) gain_percent: Option<i64>,
}

impl AccuracyView {
    fn of(accuracy: &Accuracy) -> Self {
        Self {
            weeks: accuracy.weeks,
            error_minutes: rounded(accuracy.error),
            naive_error_minutes: rounded(accuracy.naive),
            scaled_error: accuracy.scaled.map(|scaled| (scaled * 100.0).round() / 100.0),
            gain_percent: accuracy.gain().map(signed),
        }
    }
}

/// A day to come.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct DayAheadView {
    /// The day.
    pub(super) date: String,
    /// Minutes that are expected to be booked.
    pub(super) expected_minutes: u64,
    /// The same for each hour of the day, from midnight.
    pub(super) expected_by_hour: Vec<u64>,
    /// Minutes that are booked already.
    pub(super) booked_minutes: u64,
    /// Minutes that can be had; 0 where it is closed.
    pub(super) open_minutes: u64,
}

/// What is expected in the next four weeks.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ExpectedView {
    /// `last-week`, `average` or `holt-winters`.
    pub(super) method: &'static str,
    /// How far such forecasts were off before; null while there are too few weeks.
    pub(super) accuracy: Option<AccuracyView>,
    /// The days from today on.
    pub(super) days: Vec<DayAheadView>,
}

impl ExpectedView {
    pub(super) fn of(expected: &Expected) -> Self {
        Self {
            method: expected.method.word(),
            accuracy: expected.accuracy.as_ref().map(AccuracyView::of),
            days: expected.days.iter().map(DayAheadView::of).collect(),
        }
    }
}

impl DayAheadView {
    fn of(day: &DayAhead) -> Self {
        let by_hour: [f64; HOURS] = day.hours;
        Self {
            date: day.date.to_string(),
            expected_minutes: rounded(day.expected),
            expected_by_hour: by_hour.into_iter().map(rounded).collect(),
            booked_minutes: day.booked,
            open_minutes: day.open,
        }
    }

    /// Expected and booked, in thousandths of what can be had.
    pub(super) fn parts(&self) -> (u16, u16) {
        let part = |minutes: u64| {
            let part = (minutes * 1_000).checked_div(self.open_minutes).unwrap_or(0);
            u16::try_from(part.min(1_000)).unwrap_or(0)
        };
        (part(self.expected_minutes), part(self.booked_minutes))
    }
}

/// A number that sentences can name.
pub(super) fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Minutes of a guess, whole and not below zero.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held within the range before")]
fn rounded(minutes: f64) -> u64 {
    minutes.round().clamp(0.0, 1e15) as u64
}

#[expect(clippy::cast_possible_truncation, reason = "held within the range before")]
fn signed(percent: f64) -> i64 {
    percent.round().clamp(-1e6, 1e6) as i64
}
