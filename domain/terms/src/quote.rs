//! What a booking costs: reckoned line by line, so that every number can be explained.
//!
//! Passes come first, then money: days of day passes, prepaid minutes from the beginning on, and what is left is paid.
//! All amounts are whole minor units. A share (a percentage, a part of an hour) is rounded once, on its own line, to
//! the nearest minor unit, halves away from zero; the total is the exact sum of the lines.

use ayni_calendar::{Date, Span, Spans};
use ayni_kernel::{Amount, CurrencyId, Error, Line, Name, PassId, PriceId, Reads, Result, Timestamp};
use ayni_resources::AddOn;

use crate::{
    attach::Spot,
    passes::{self, PassUnit},
    prices::{Price, Way, usual_way},
    reckon::{Extra, Reckoning, reckon},
    rulebook::{Almanac, Rulebook},
    terms::Terms,
};

ayni_kernel::choices! {
    /// What a line of a quote is about.
    LineKind {
        /// Minutes that a pass pays.
        Pass = 1 "pass",
        /// Days that a pass pays.
        DayPass = 2 "day-pass",
        /// Time at one of the price's tiers.
        Time = 3 "time",
        /// Busy time at a tier of its own.
        PeakTime = 4 "peak-time",
        /// More (or less) for the part in busy hours.
        Peak = 5 "peak",
        /// What is above the most of a day.
        DayCap = 6 "day-cap",
        /// The same for each further place.
        Places = 7 "places",
        /// More (or less) since much (or little) is booked then.
        Demand = 8 "demand",
        /// More (or less) since it is booked early (or late).
        Lead = 9 "lead",
        /// Back to the highest or the lowest price.
        Limit = 10 "limit",
        /// The part that does not depend on the time.
        Fixed = 11 "fixed",
        /// An add-on.
        AddOn = 12 "add-on",
        /// Up to the least that a booking costs.
        Minimum = 13 "minimum",
    }
}

/// One line of a quote. What is not used by its kind is zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuoteLine {
    /// What it is about.
    pub kind: LineKind,
    /// The name of the pass or the add-on.
    pub name: Line,
    /// How many: units of a tier, days, places, pieces.
    pub quantity: u32,
    /// Minutes of the wall clock that it is about.
    pub minutes: u32,
    /// Minutes of one unit.
    pub unit: u32,
    /// The price of one unit.
    pub each: Amount,
    /// Percent more, or less when negative.
    pub percent: i32,
    /// What it adds to the total.
    pub amount: Amount,
}

impl QuoteLine {
    /// A line that adds an amount.
    pub(crate) fn new(kind: LineKind, amount: Amount) -> Self {
        Self { kind, name: Line::default(), quantity: 0, minutes: 0, unit: 0, each: Amount::ZERO, percent: 0, amount }
    }
}

/// What a quote takes from a pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassDraw {
    /// Which pass.
    pub pass: PassId,
    /// Its name.
    pub name: Name,
    /// What it counts.
    pub unit: PassUnit,
    /// How many minutes or days.
    pub quantity: u32,
    /// For a day pass each day and how many of its days that takes: none where the day was in use already.
    pub days: Vec<(Date, u32)>,
}

/// A price, line by line.
#[derive(Debug, Clone, PartialEq)]
pub struct Quote {
    /// The price that it was reckoned by; `None` where there is none.
    pub price: Option<PriceId>,
    /// The name of that price.
    pub name: Line,
    /// What there is to know about it.
    pub note: Line,
    /// The lines, which sum up to the total.
    pub lines: Vec<QuoteLine>,
    /// What is to be paid, never negative.
    pub total: Amount,
    /// In which currency; `None` when nothing costs anything.
    pub currency: Option<CurrencyId>,
    /// In which way.
    pub way: Way,
    /// Set aside beside the total and given back after.
    pub deposit: Amount,
    /// What passes pay.
    pub draws: Vec<PassDraw>,
    /// What the time alone usually costs, passes left aside; overtime goes by it.
    pub usual: Amount,
    /// For how many minutes of the wall clock.
    pub minutes: u32,
}

/// How much of the open time around a wish is booked, in permille.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Demand(u16);

/// All of it.
const PERMILLE: i64 = 1_000;

impl Demand {
    /// From the permille that are booked; more than all counts as all.
    pub fn new(permille: u16) -> Self {
        Self(permille.min(1_000))
    }

    /// From when it is open and when it is booked.
    pub fn of(open: &Spans, booked: &Spans) -> Self {
        let (all, taken) = (open.seconds(), open.common(booked).seconds());
        let permille = if all > 0 { taken.saturating_mul(PERMILLE) / all } else { 0 };
        Self(u16::try_from(permille).unwrap_or(1_000).min(1_000))
    }

    /// In permille.
    pub const fn permille(self) -> u16 {
        self.0
    }
}

/// What a price depends on.
#[derive(Debug, Clone, Copy)]
pub struct PriceAsk<'a> {
    /// All prices, and whose they are.
    pub book: &'a Rulebook,
    /// What is booked.
    pub spot: &'a Spot,
    /// The terms in force.
    pub terms: &'a Terms,
    /// From when to when.
    pub span: Span,
    /// The resource's zone and holidays.
    pub at: Almanac<'a>,
    /// Seats or pieces.
    pub places: u32,
    /// What is added, and how many of each.
    pub addons: &'a [(AddOn, u32)],
    /// When it is booked.
    pub now: Timestamp,
    /// How much is booked around then.
    pub demand: Demand,
}

/// What a booking costs a member: passes first, then money.
///
/// Refuses with `Invalid` when add-ons cost in another currency than the resource (`terms-addon-currency`) and for sums
/// beyond 64 bits.
pub fn quote(tx: &impl Reads, ask: &PriceAsk<'_>) -> Result<Quote> {
    let price = ask.book.price(ask.spot);
    let member = ask.book.member();
    let passes = if price.is_some() { passes::usable(tx, member, ask.spot, ask.span)? } else { Vec::new() };
    let extras: Vec<Extra> = ask.addons.iter().map(|(addon, pieces)| Extra::of(addon, *pieces)).collect();
    let alone = extras.iter().find_map(|extra| extra.price).map(|(currency, _)| ayni_ledger::currency(tx, currency));
    reckon(&Reckoning {
        price,
        peak: ask.terms.peak(),
        passes: &passes,
        span: ask.span,
        at: ask.at,
        places: ask.places,
        extras: &extras,
        extras_way: alone.transpose()?.as_ref().map_or(Way::Free, usual_way),
        now: ask.now,
        demand: ask.demand,
    })
}

impl Quote {
    /// A quote of nothing.
    pub(crate) fn free() -> Self {
        Self {
            price: None,
            name: Line::default(),
            note: Line::default(),
            lines: Vec::new(),
            total: Amount::ZERO,
            currency: None,
            way: Way::Free,
            deposit: Amount::ZERO,
            draws: Vec::new(),
            usual: Amount::ZERO,
            minutes: 0,
        }
    }

    /// The quote under a price's name.
    pub(crate) fn under(price: &Price) -> Result<Self> {
        let rate = &price.content.rate;
        Ok(Self {
            price: Some(price.id),
            name: Line::parse("name", price.content.name.as_str())?,
            note: rate.note.clone(),
            currency: Some(rate.currency),
            way: rate.way,
            deposit: rate.deposit,
            ..Self::free()
        })
    }
}

/// The refusal for sums beyond 64 bits.
pub(crate) fn too_large() -> Error {
    Error::invalid("span", "terms-price-large")
}
