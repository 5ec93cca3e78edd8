//! What becomes of a price when a booking is cancelled, missed or overrun. Pure.

use ayni_calendar::{Span, TimeZone};
use ayni_kernel::{Amount, Line, Timestamp};

use crate::{
    passes::PassUnit,
    quote::{PassDraw, Quote},
    rules::RefundTier,
    tariff::share,
    terms::Terms,
};

/// All percent.
const ALL: u8 = 100;

/// Seconds in a minute.
const MINUTE: i64 = 60;

/// What comes back and what is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// What comes back of the price.
    pub back: Amount,
    /// What is kept of it.
    pub kept: Amount,
    /// The deposit, which always comes back.
    pub deposit: Amount,
    /// Percent of the price that comes back.
    pub percent: u8,
    /// Why so much.
    pub why: Why,
    /// Until when so much comes back; `None` when that does not change any more.
    pub until: Option<Timestamp>,
    /// What goes back to passes: minutes by the percent, days only when all comes back.
    pub passes: Vec<PassBack>,
}

/// Why so much comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The house cancelled, or nothing was agreed on yet.
    House,
    /// The house had moved it elsewhere, and it has not begun.
    Moved,
    /// It was cancelled so soon after it was made.
    Regret,
    /// It was cancelled in time for this tier.
    Tier(RefundTier),
    /// No rule says otherwise, and it has not begun.
    NoRule,
    /// It was too late for any tier, or it has begun.
    TooLate,
    /// Nobody came.
    NoShow,
}

/// What goes back to a pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassBack {
    /// The pass's name.
    pub name: Line,
    /// What it counts.
    pub unit: PassUnit,
    /// How many.
    pub quantity: u32,
}

/// A booking that is given back.
#[derive(Debug, Clone, Copy)]
pub struct SettleAsk<'a> {
    /// The terms that were agreed on.
    pub terms: &'a Terms,
    /// The price that was agreed on.
    pub quote: &'a Quote,
    /// From when to when it is.
    pub span: Span,
    /// The resource's zone.
    pub zone: &'a TimeZone,
    /// When it is given back.
    pub now: Timestamp,
    /// When it was made.
    pub made: Timestamp,
}

impl Settlement {
    /// Everything comes back: the house cancelled, or nothing was agreed on yet.
    pub fn all_back(quote: &Quote) -> Self {
        Self::of(quote, ALL, Why::House, None)
    }

    /// Everything comes back until the beginning: the house had moved it, which the member did not choose.
    pub fn moved(quote: &Quote, begins: Timestamp) -> Self {
        Self::of(quote, ALL, Why::Moved, Some(begins))
    }

    fn of(quote: &Quote, percent: u8, why: Why, until: Option<Timestamp>) -> Self {
        let percent = percent.min(ALL);
        let part = share(quote.total.minor().into(), percent.into(), ALL.into());
        // A part of an amount of 64 bits has 64 bits.
        let back = Amount::new(i64::try_from(part).unwrap_or(quote.total.minor()));
        Self {
            back,
            kept: quote.total.minus(back).unwrap_or_default(),
            deposit: quote.deposit,
            percent,
            why,
            until,
            passes: quote.draws.iter().filter_map(|draw| pass_back(draw, percent)).collect(),
        }
    }
}

/// What goes back to a pass at a percent: minutes rounded down, days only when all comes back.
pub(crate) fn returned(unit: PassUnit, quantity: u32, percent: u8) -> u32 {
    match unit {
        PassUnit::Minutes => {
            u32::try_from(u64::from(quantity) * u64::from(percent.min(ALL)) / u64::from(ALL)).unwrap_or(quantity)
        }
        PassUnit::Days if percent >= ALL => quantity,
        PassUnit::Days => 0,
    }
}

fn pass_back(draw: &PassDraw, percent: u8) -> Option<PassBack> {
    let quantity = returned(draw.unit, draw.quantity, percent);
    let name = Line::parse("name", draw.name.as_str()).ok()?;
    (quantity > 0).then_some(PassBack { name, unit: draw.unit, quantity })
}

/// What cancelling gives back: by the first tier whose notice is still kept. Where no rule says anything all comes back
/// until the beginning; after it nothing does.
pub fn settle_cancel(ask: &SettleAsk<'_>) -> Settlement {
    let (percent, why, until) = share_back(ask);
    Settlement::of(ask.quote, percent, why, until)
}

fn share_back(ask: &SettleAsk<'_>) -> (u8, Why, Option<Timestamp>) {
    let begins = ask.span.start;
    if ask.now >= begins {
        return (0, Why::TooLate, None);
    }
    let regret = ask.terms.rules.regret.map(|minutes| ask.made.plus_seconds(i64::from(minutes) * MINUTE));
    let (percent, why, until) = match ask.terms.refunds() {
        None => (ALL, Why::NoRule, Some(begins)),
        Some(tiers) => {
            let kept = tiers.iter().find(|tier| ask.now <= tier.before.before(ask.zone, begins));
            kept.map_or((0, Why::TooLate, None), |tier| {
                (tier.percent, Why::Tier(*tier), Some(tier.before.before(ask.zone, begins)))
            })
        }
    };
    match regret.filter(|until| ask.now <= *until && percent < ALL) {
        Some(until) => (ALL, Why::Regret, Some(until.min(begins))),
        None => (percent, why, until),
    }
}

/// What is kept when nobody came.
pub fn settle_no_show(terms: &Terms, quote: &Quote) -> Settlement {
    Settlement::of(quote, ALL.saturating_sub(terms.no_show_percent()), Why::NoShow, None)
}

/// What so many minutes over the end cost: each begun unit after the grace, at a share of what the time usually costs.
pub fn overtime(terms: &Terms, quote: &Quote, minutes: i64) -> Amount {
    let Some(late) = terms.late() else { return Amount::ZERO };
    let over = minutes.saturating_sub(i64::from(late.grace)).max(0);
    let unit = i64::from(late.unit.max(1));
    let counted = i128::from((over + unit - 1) / unit * unit);
    let under = i128::from(quote.minutes) * i128::from(ALL);
    let extra = share(quote.usual.minor().into(), counted * i128::from(late.percent), under);
    Amount::new(i64::try_from(extra).unwrap_or(i64::MAX))
}
