//! From a price, a span and what the member has of passes to a quote. Pure.

use std::collections::BTreeMap;

use ayni_calendar::{Date, Hours, Span, Spans, TimeZone, dates, day_span, wall_minutes};
use ayni_kernel::{Amount, CurrencyId, Error, Line, Name, PassId, Result, Timestamp};
use ayni_resources::{AddOn, Per};

use crate::{
    check::later,
    passes::PassUnit,
    prices::{Basis, Dynamic, Price, Rate, Way},
    quote::{Demand, LineKind, PassDraw, Quote, QuoteLine, too_large},
    rulebook::Almanac,
    tariff::{fit, minutes_of, share, time_lines},
};

/// An add-on as it is reckoned.
#[derive(Debug, Clone)]
pub(crate) struct Extra {
    pub(crate) name: Name,
    pub(crate) price: Option<(CurrencyId, Amount)>,
    pub(crate) per: Per,
    pub(crate) pieces: u32,
}

impl Extra {
    pub(crate) fn of(addon: &AddOn, pieces: u32) -> Self {
        Self { name: addon.name.clone(), price: addon.price, per: addon.per, pieces }
    }
}

/// A pass that may pay.
#[derive(Debug, Clone)]
pub(crate) struct PassFacts {
    pub(crate) pass: PassId,
    pub(crate) name: Name,
    pub(crate) unit: PassUnit,
    pub(crate) left: u32,
    /// The days that other bookings use already, and how many of the pass's days each took.
    pub(crate) days: BTreeMap<Date, u32>,
    /// Until when it is good.
    pub(crate) expires: Option<Timestamp>,
}

/// All that a price depends on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reckoning<'a> {
    pub(crate) price: Option<&'a Price>,
    /// The busy hours of the terms.
    pub(crate) peak: Option<&'a Hours>,
    /// Those that expire first come first.
    pub(crate) passes: &'a [PassFacts],
    pub(crate) span: Span,
    pub(crate) at: Almanac<'a>,
    pub(crate) places: u32,
    pub(crate) extras: &'a [Extra],
    /// How add-ons are paid where the resource itself costs nothing.
    pub(crate) extras_way: Way,
    pub(crate) now: Timestamp,
    pub(crate) demand: Demand,
}

/// Minutes of an hour.
const HOUR: i128 = 60;

/// Seconds of an hour.
const HOUR_SECONDS: i64 = 3_600;

/// Reckons a quote.
pub(crate) fn reckon(ask: &Reckoning<'_>) -> Result<Quote> {
    let mut quote = match ask.price {
        Some(price) => priced(ask, price)?,
        None => Quote { minutes: minutes(ask), ..Quote::free() },
    };
    for extra in ask.extras {
        add_on(&mut quote, extra, ask.extras_way)?;
    }
    if let Some(rate) = ask.price.map(|price| &price.content.rate) {
        let covered = !quote.draws.is_empty();
        let sum = total(&quote.lines)?;
        let short = rate.minimum.minus(sum).ok_or_else(too_large)?;
        if short.is_positive() && !covered {
            quote.lines.push(QuoteLine { each: rate.minimum, ..QuoteLine::new(LineKind::Minimum, short) });
        }
    }
    quote.total = total(&quote.lines)?;
    if !quote.total.is_positive() && !quote.deposit.is_positive() {
        quote.way = Way::Free;
    }
    Ok(quote)
}

fn minutes(ask: &Reckoning<'_>) -> u32 {
    minutes_of(&Spans::from(ask.span), ask.at.zone)
}

/// The exact sum of lines.
pub(crate) fn total(lines: &[QuoteLine]) -> Result<Amount> {
    fit(lines.iter().map(|line| i128::from(line.amount.minor())).sum())
}

/// The part of a quote that a price makes: passes, time, places, demand, the fixed part.
fn priced(ask: &Reckoning<'_>, price: &Price) -> Result<Quote> {
    let rate = &price.content.rate;
    let mut quote = Quote { minutes: minutes(ask), ..Quote::under(price)? };
    let whole = time(rate, ask, &Spans::from(ask.span))?;
    quote.usual = total(&whole)?;
    if quote.usual.is_positive() {
        let (draws, left) = cover(ask, rate);
        quote.lines.extend(draws.iter().map(pass_line).collect::<Result<Vec<_>>>()?);
        quote.lines.extend(if draws.is_empty() { whole } else { time(rate, ask, &left)? });
        quote.draws = draws;
    } else {
        quote.lines.extend(whole);
    }
    if let Some(dynamic) = &rate.dynamic {
        quote.lines.extend(moved(dynamic, total(&quote.lines)?, ask)?);
    }
    if rate.fixed.is_positive() {
        quote.lines.push(QuoteLine { each: rate.fixed, ..QuoteLine::new(LineKind::Fixed, rate.fixed) });
    }
    Ok(quote)
}

/// How many times each minute and each day counts.
fn times(rate: &Rate, places: u32) -> u32 {
    match rate.basis {
        Basis::Booking => 1,
        Basis::Place => places.max(1),
    }
}

/// The price of time for all places.
fn time(rate: &Rate, ask: &Reckoning<'_>, spans: &Spans) -> Result<Vec<QuoteLine>> {
    let mut lines = time_lines(rate, ask.peak, spans, ask.at)?;
    let places = times(rate, ask.places);
    if places > 1 && !lines.is_empty() {
        let each = total(&lines)?;
        let more = fit(i128::from(each.minor()) * i128::from(places - 1))?;
        lines.push(QuoteLine { quantity: places, each, ..QuoteLine::new(LineKind::Places, more) });
    }
    Ok(lines)
}

fn pass_line(draw: &PassDraw) -> Result<QuoteLine> {
    let (kind, quantity, minutes) = match draw.unit {
        PassUnit::Minutes => (LineKind::Pass, 0, draw.quantity),
        PassUnit::Days => (LineKind::DayPass, draw.quantity, 0),
    };
    let name = Line::parse("name", draw.name.as_str())?;
    Ok(QuoteLine { name, quantity, minutes, ..QuoteLine::new(kind, Amount::ZERO) })
}

/// What passes pay, and the time that is left to be paid.
fn cover(ask: &Reckoning<'_>, rate: &Rate) -> (Vec<PassDraw>, Spans) {
    let places = times(rate, ask.places);
    let mut left = Spans::from(ask.span);
    let mut draws = Vec::new();
    let by_days = ask.passes.iter().filter(|pass| pass.unit == PassUnit::Days);
    for pass in by_days {
        draws.extend(cover_days(pass, places, ask.at.zone, &mut left));
    }
    for pass in ask.passes.iter().filter(|pass| pass.unit == PassUnit::Minutes) {
        draws.extend(cover_minutes(pass, places, ask.at.zone, &mut left));
    }
    (draws, left)
}

fn draw(pass: &PassFacts, quantity: u32, days: Vec<(Date, u32)>) -> PassDraw {
    PassDraw { pass: pass.pass, name: pass.name.clone(), unit: pass.unit, quantity, days }
}

/// A day of a pass covers its whole day, also for a second booking.
fn cover_days(pass: &PassFacts, places: u32, zone: &TimeZone, left: &mut Spans) -> Option<PassDraw> {
    let (mut stock, mut days) = (pass.left, Vec::new());
    let touched: Vec<Date> = left.iter().flat_map(|span| dates(zone, span)).collect();
    for date in touched {
        let day = day_span(zone, date);
        let good = pass.expires.is_none_or(|expires| expires > day.start);
        let need = places.saturating_sub(pass.days.get(&date).copied().unwrap_or(0));
        if days.iter().any(|(known, _)| *known == date) || !good || need > stock {
            continue;
        }
        stock -= need;
        days.push((date, need));
        *left = left.minus(&Spans::from(day));
    }
    let quantity = days.iter().map(|(_, count)| count).sum();
    (!days.is_empty()).then(|| draw(pass, quantity, days))
}

/// Minutes are used from the beginning on.
fn cover_minutes(pass: &PassFacts, places: u32, zone: &TimeZone, left: &mut Spans) -> Option<PassDraw> {
    let mut stock = i64::from(pass.left / places);
    let mut covered = Vec::new();
    let mut used: i64 = 0;
    for span in left.iter() {
        let long = wall_minutes(zone, span);
        if stock == 0 {
            break;
        }
        let part = if long <= stock { Some(*span) } else { Span::new(span.start, later(zone, span.start, stock)) };
        covered.extend(part);
        used += long.min(stock);
        stock -= long.min(stock);
    }
    *left = left.minus(&covered.into_iter().collect());
    let quantity = u32::try_from(used).unwrap_or(0).saturating_mul(places);
    (quantity > 0).then(|| draw(pass, quantity, Vec::new()))
}

/// What demand and lead time add or take off, and the way back to the limits.
fn moved(dynamic: &Dynamic, base: Amount, ask: &Reckoning<'_>) -> Result<Vec<QuoteLine>> {
    let base = i128::from(base.minor());
    if base == 0 {
        return Ok(Vec::new());
    }
    let hours = ask.span.start.micros().saturating_sub(ask.now.micros()).max(0) / 1_000_000 / HOUR_SECONDS;
    let demand = i32::from(dynamic.for_demand(ask.demand.permille()));
    let lead = i32::from(dynamic.for_lead(hours));
    let mut lines = Vec::new();
    let mut sum = base;
    for (kind, percent) in [(LineKind::Demand, demand), (LineKind::Lead, lead)] {
        let more = share(base, percent.into(), 100);
        if percent != 0 {
            sum += more;
            lines.push(QuoteLine { percent, ..QuoteLine::new(kind, fit(more)?) });
        }
    }
    let wanted = 100 + demand + lead;
    let held = wanted.clamp(dynamic.floor.into(), dynamic.ceiling.into());
    if held != wanted {
        let back = share(base, held.into(), 100) - sum;
        lines.push(QuoteLine { percent: held - 100, ..QuoteLine::new(LineKind::Limit, fit(back)?) });
    }
    Ok(lines)
}

fn add_on(quote: &mut Quote, extra: &Extra, way: Way) -> Result<()> {
    if extra.pieces == 0 {
        return Ok(());
    }
    let (currency, each) = extra.price.unzip();
    let each = each.unwrap_or_default();
    let pieces = i128::from(each.minor()) * i128::from(extra.pieces);
    let amount = match extra.per {
        Per::Booking => i128::from(each.minor()),
        Per::Hour => share(pieces, quote.minutes.into(), HOUR),
        Per::Person | Per::Piece => pieces,
    };
    match (currency, quote.currency) {
        (Some(theirs), Some(ours)) if theirs != ours => {
            return Err(Error::invalid("addons", "terms-addon-currency"));
        }
        (Some(theirs), None) => (quote.currency, quote.way) = (Some(theirs), way),
        _ => {}
    }
    let name = Line::parse("name", extra.name.as_str())?;
    quote.lines.push(QuoteLine { name, quantity: extra.pieces, each, ..QuoteLine::new(LineKind::AddOn, fit(amount)?) });
    Ok(())
}
