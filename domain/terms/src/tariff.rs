//! The price of time by tiers: the longest first, never more than one more of a longer one. Pure.

use ayni_calendar::{Hours, Span, Spans, TimeZone, dates, day_span, wall_minutes};
use ayni_kernel::{Amount, Result};

use crate::{
    prices::{Begun, PeakRate, Rate, Tier},
    quote::{LineKind, QuoteLine, too_large},
    rulebook::Almanac,
};

/// Some time at one tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) tier: Tier,
    /// Whole units; a share of one counts as one.
    pub(crate) count: u32,
    /// Minutes that it is about.
    pub(crate) minutes: u32,
    pub(crate) amount: i128,
}

/// `amount × over ÷ under`, to the nearest whole, halves away from zero.
pub(crate) fn share(amount: i128, over: i128, under: i128) -> i128 {
    if under == 0 {
        return 0;
    }
    let product = amount.saturating_mul(over);
    let half = under / 2;
    if product < 0 { (product - half) / under } else { (product + half) / under }
}

/// An amount of 64 bits.
pub(crate) fn fit(amount: i128) -> Result<Amount> {
    i64::try_from(amount).map(Amount::new).map_err(|_| too_large())
}

/// Makes up a time out of tiers, which are sorted, the longest first.
pub(crate) fn parts(tiers: &[Tier], minutes: u32, begun: Begun) -> Vec<Part> {
    let Some((tier, shorter)) = tiers.split_first().filter(|_| minutes > 0) else { return Vec::new() };
    let each = i128::from(tier.amount.minor());
    let whole = |count: u32, minutes| Part { tier: *tier, count, minutes, amount: each * i128::from(count) };
    let (count, left) = (minutes / tier.minutes.max(1), minutes % tier.minutes.max(1));
    if shorter.is_empty() {
        let amount = share(each, minutes.into(), tier.minutes.into());
        return match begun {
            Begun::Share => vec![Part { tier: *tier, count: count + u32::from(left > 0), minutes, amount }],
            Begun::Whole => vec![whole(minutes.div_ceil(tier.minutes.max(1)), minutes)],
        };
    }
    let below = parts(shorter, left, begun);
    let cost: i128 = below.iter().map(|part| part.amount).sum();
    if left > 0 && each <= cost {
        return vec![whole(count + 1, minutes)];
    }
    let long = (count > 0).then(|| whole(count, minutes - left));
    long.into_iter().chain(below).collect()
}

/// What a time costs by a rate, as lines. Percentages of busy hours go by the share of the time that lies in them.
pub(crate) fn time_lines(rate: &Rate, peak: Option<&Hours>, spans: &Spans, at: Almanac<'_>) -> Result<Vec<QuoteLine>> {
    let mut sheet = Sheet::default();
    match rate.day_cap {
        None => sheet.add(rate, None, Measured::of(spans, rate, peak, at)),
        Some(cap) => {
            for day in spans.iter().flat_map(|span| days(at.zone, span)) {
                let part = spans.within(&day);
                sheet.add(rate, Some(cap), Measured::of(&part, rate, peak, at));
            }
        }
    }
    sheet.lines()
}

/// The days that a span touches.
fn days(zone: &TimeZone, span: &Span) -> Vec<Span> {
    dates(zone, span).into_iter().map(|date| day_span(zone, date)).collect()
}

/// Minutes of the wall clock in spans.
pub(crate) fn minutes_of(spans: &Spans, zone: &TimeZone) -> u32 {
    let sum: i64 = spans.iter().map(|span| wall_minutes(zone, span)).sum();
    u32::try_from(sum.max(0)).unwrap_or(u32::MAX)
}

/// A time, and how much of it lies in busy hours.
#[derive(Debug, Clone, Copy)]
struct Measured {
    all: u32,
    busy: u32,
}

impl Measured {
    fn of(spans: &Spans, rate: &Rate, peak: Option<&Hours>, at: Almanac<'_>) -> Self {
        let all = minutes_of(spans, at.zone);
        let hours = rate.peak.as_ref().and_then(|own| own.hours.as_ref().or(peak));
        let busy = hours.map_or(0, |hours| {
            let inside: Spans = spans.iter().flat_map(|span| at.during(hours, span)).collect();
            minutes_of(&inside, at.zone)
        });
        Self { all, busy: busy.min(all) }
    }
}

/// The lines in the making: what is alike is added up.
#[derive(Debug, Default)]
struct Sheet {
    time: Vec<Part>,
    busy: Vec<Part>,
    /// Minutes in busy hours, percent more, and what that adds.
    more: (u32, i32, i128),
    /// Days that reached the most, and what is taken off.
    capped: (u32, i128),
    cap: Amount,
}

impl Sheet {
    fn add(&mut self, rate: &Rate, cap: Option<Amount>, time: Measured) {
        let peak = rate.peak.as_ref().map(|peak| &peak.rate);
        let mut sum: i128 = 0;
        let usual = match peak {
            Some(PeakRate::Tiers(own)) => {
                let busy = parts(own, time.busy, rate.begun);
                sum += busy.iter().map(|part| part.amount).sum::<i128>();
                merge(&mut self.busy, busy);
                parts(&rate.tiers, time.all - time.busy, rate.begun)
            }
            _ => parts(&rate.tiers, time.all, rate.begun),
        };
        let base: i128 = usual.iter().map(|part| part.amount).sum();
        sum += base;
        merge(&mut self.time, usual);
        if let Some(PeakRate::Percent(percent)) = peak.filter(|_| time.busy > 0) {
            let percent = i32::from(*percent) - 100;
            let more = share(base, i128::from(percent) * i128::from(time.busy), i128::from(time.all) * 100);
            sum += more;
            self.more = (self.more.0 + time.busy, percent, self.more.2 + more);
        }
        if let Some(cap) = cap.filter(|cap| sum > i128::from(cap.minor())) {
            self.capped = (self.capped.0 + 1, self.capped.1 + i128::from(cap.minor()) - sum);
            self.cap = cap;
        }
    }

    fn lines(self) -> Result<Vec<QuoteLine>> {
        let mut lines = Vec::new();
        for (kind, parts) in [(LineKind::Time, self.time), (LineKind::PeakTime, self.busy)] {
            for part in parts {
                lines.push(QuoteLine {
                    quantity: part.count,
                    minutes: part.minutes,
                    unit: part.tier.minutes,
                    each: part.tier.amount,
                    ..QuoteLine::new(kind, fit(part.amount)?)
                });
            }
        }
        let (minutes, percent, more) = self.more;
        if minutes > 0 && percent != 0 {
            lines.push(QuoteLine { minutes, percent, ..QuoteLine::new(LineKind::Peak, fit(more)?) });
        }
        let (quantity, off) = self.capped;
        if quantity > 0 {
            lines.push(QuoteLine { quantity, each: self.cap, ..QuoteLine::new(LineKind::DayCap, fit(off)?) });
        }
        Ok(lines)
    }
}

/// Adds parts to those of the same tier.
fn merge(known: &mut Vec<Part>, more: Vec<Part>) {
    for part in more {
        match known.iter_mut().find(|one| one.tier == part.tier) {
            Some(one) => {
                one.count += part.count;
                one.minutes += part.minutes;
                one.amount += part.amount;
            }
            None => known.push(part),
        }
    }
}
