//! What is to be expected of some resources in the next weeks, and what could be better.

use std::collections::BTreeMap;

use ayni_calendar::{Date, wall};
use ayni_kernel::{
    Actor, Result,
    tx::{Now, Reads},
};
use ayni_resources::Resource;
use ayni_terms::{Policy, Price, Spot};
use jiff::ToSpan as _;

use crate::{
    counting::AHEAD,
    figures::{Figures, Hourly},
    forecast::{self, Accuracy, Demand, HOURS, MAX_WEEKS, Method, WEEK},
    report::{self, Selection},
    suggestions::{self, Heat, Known, Limits, Suggestion},
    week::weekday,
};

/// Weeks that are looked ahead.
const WEEKS_AHEAD: usize = 4;
/// Weeks from which suggestions are read: a season, no more.
const ADVISED: i64 = 12;
/// By how much a price may be changed where it says nothing about that, in percent.
const USUAL: Limits = Limits { lowest: -30, highest: 30 };
/// A price of a hundred percent is the usual one.
const WHOLE: i16 = 100;

/// A day to come.
#[derive(Debug, Clone, PartialEq)]
pub struct DayAhead {
    /// Which day.
    pub date: Date,
    /// Minutes that are expected to be booked; no less than are booked already.
    pub expected: f64,
    /// The same for each hour.
    pub hours: [f64; HOURS],
    /// Minutes that are booked already.
    pub booked: u64,
    /// Minutes that can be had; zero where it is closed.
    pub open: u64,
}

/// What is expected, and how far such guesses were off.
#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    /// How it was guessed.
    pub method: Method,
    /// How far the guesses were off on weeks that nobody had seen; `None` while there are too few.
    pub accuracy: Option<Accuracy>,
    /// The next four weeks from today.
    pub days: Vec<DayAhead>,
}

/// The outlook for some resources.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// What is expected; `None` from less than four weeks.
    pub expected: Option<Expected>,
    /// What could be better, by the order of the tree, with the resource that it is about.
    pub suggestions: Vec<(Resource, Suggestion)>,
}

/// The outlook for the resources that the actor may read about; see [`report`](crate::report).
pub fn outlook<T: Reads + Now>(tx: &T, me: &Actor, of: Selection) -> Result<Outlook> {
    let (resources, _) = report::chosen(tx, me, of)?;
    let zone = ayni_communities::settings(tx)?.time_zone.zone();
    let today = wall(&zone, tx.now()).date();
    let weeks = i64::try_from(MAX_WEEKS).unwrap_or(0);
    let reach = (today.saturating_sub(weeks.weeks()), today.saturating_add(i64::from(AHEAD).weeks()));
    let policies = ayni_terms::policies(tx, &READER)?;
    let prices = ayni_terms::prices(tx, &READER)?;
    let (mut all, mut suggestions) = (BTreeMap::new(), Vec::new());
    for resource in resources {
        let mut recent = Recent::default();
        for (date, day) in report::days(tx, resource.id, reach)? {
            if date < today && date >= today.saturating_sub(ADVISED.weeks()) {
                recent.take(date, &day);
            }
            all.entry(date).or_insert_with(Figures::default).add(&day);
        }
        let known = recent.known(tx, &resource, &policies, &prices)?;
        suggestions.extend(suggestions::suggestions(&known).into_iter().map(|each| (resource.clone(), each)));
    }
    Ok(Outlook { expected: expected(&all, today), suggestions })
}

/// The program itself, which reads the terms that hold for everybody.
const READER: Actor = Actor::System("occupancy");

/// The last weeks of a resource.
#[derive(Default)]
struct Recent {
    figures: Figures,
    heat: Heat,
    days_open: u32,
    days_booked: u32,
}

impl Recent {
    fn take(&mut self, date: Date, day: &Figures) {
        self.figures.add(day);
        report::warm(&mut self.heat, date, day);
        self.days_open += u32::from(day.open_minutes() > 0);
        self.days_booked += u32::from(day.booked_minutes() > 0);
    }

    fn known(self, tx: &impl Reads, resource: &Resource, policies: &[Policy], prices: &[Price]) -> Result<Known> {
        let spot = Spot::of(tx, resource)?;
        let said = ayni_terms::decide(policies, &spot, &[]).rules.min_length;
        let shortest = ayni_bookings::shortest(resource.unit, said) / 60;
        let price = ayni_terms::price_at(prices, &spot, &[]).map(limits);
        Ok(Known {
            resource: resource.id,
            figures: self.figures,
            heat: self.heat,
            days_open: self.days_open,
            days_booked: self.days_booked,
            shortest: u32::try_from(shortest).unwrap_or(0),
            price,
        })
    }
}

/// By how much a price may be changed: as far as the admin lets it follow demand.
fn limits(price: &Price) -> Limits {
    let percent = |percent: u16| i16::try_from(percent).unwrap_or(i16::MAX) - WHOLE;
    price.content.rate.dynamic.as_ref().map_or(USUAL, |dynamic| Limits {
        lowest: percent(dynamic.floor).min(0),
        highest: percent(dynamic.ceiling).max(0),
    })
}

/// Guesses from the sums of all days.
fn expected(all: &BTreeMap<Date, Figures>, today: Date) -> Option<Expected> {
    let first = *all.keys().next()?;
    let past: Vec<&Figures> = all.range(..today).map(|(_, day)| day).collect();
    // Days are counted without holes from the first on; were there one, weekdays would slip.
    if first.saturating_add(i64::try_from(past.len()).unwrap_or(0).days()) != today {
        return None;
    }
    let demand: Vec<Demand> =
        past.iter().map(|day| (day.open_minutes() > 0).then(|| minutes(day.booked_minutes()))).collect();
    let hourly: Vec<Hourly> = past.iter().map(|day| day.booked).collect();
    let ahead: Vec<(Date, &Figures)> =
        all.range(today..).take(WEEKS_AHEAD * WEEK).map(|(date, day)| (*date, day)).collect();
    let most: Vec<Option<f64>> =
        ahead.iter().map(|(_, day)| Some(day.open_minutes()).filter(|open| *open > 0).map(minutes)).collect();
    let guess = forecast::forecast(&demand, &most)?;
    let shares = forecast::hours_of_week(&hourly, weekday(today));
    let days = ahead.into_iter().zip(guess.days).map(|((date, day), guess)| {
        let booked = day.booked_minutes();
        let expected = guess.max(minutes(booked));
        let hours = shares.get(weekday(date)).map_or([0.0; HOURS], |shares| shares.map(|share| share * expected));
        DayAhead { date, expected, hours, booked, open: day.open_minutes() }
    });
    Some(Expected { method: guess.method, accuracy: guess.accuracy, days: days.collect() })
}

/// Minutes as forecasts reckon with them; a house has far fewer than a float can hold exactly.
fn minutes(minutes: u64) -> f64 {
    f64::from(u32::try_from(minutes).unwrap_or(u32::MAX))
}
