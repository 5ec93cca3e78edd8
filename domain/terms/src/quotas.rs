//! Counting what a member has: per day, week, month, year or at once, by number or by hours of the wall clock.
//!
//! Of a booking over midnight each day counts its own part, so that a night does not use up two days. Weeks are named
//! by the date of their Monday: no two of them are ever the same around New Year. Hours are those of the wall clock:
//! a whole day is 24 of them, also when 23 or 25 pass.

use ayni_calendar::{
    Date, Hours, Span, Spans, TimeZone, Weekday, dates, instant, month_of, wall_minutes, week_of, year_of,
};
use ayni_kernel::{Arg, Fault, Timestamp};
use jiff::ToSpan as _;

use crate::{
    check::{Mend, Objection, Used, Wish, horizon_end},
    notice::length_text,
    rulebook::Almanac,
    rules::{Counts, Hour, Over, Per, Quota, RuleKind},
    terms::Terms,
};

/// The end of all time for bookings that are not over yet: no horizon is longer.
const FAR: i64 = 4 * 366;

/// The spans in which other bookings count, joined.
pub(crate) fn windows(terms: &Terms, wish: &Wish<'_>) -> Vec<Span> {
    let live = terms.quotas().iter().filter(|quota| quota.most.is_some());
    live.flat_map(|quota| periods(quota, terms, wish)).collect::<Spans>().into_iter().collect()
}

/// The periods of a quota that a wish touches.
fn periods(quota: &Quota, terms: &Terms, wish: &Wish<'_>) -> Vec<Span> {
    if quota.per == Per::AtOnce {
        let end = horizon_end(terms, wish.zone, wish.now.plus_days(1)).max(wish.span.end);
        return Span::new(wish.now, end.min(wish.now.plus_days(FAR))).into_iter().collect();
    }
    let mut firsts: Vec<Date> =
        dates(wish.zone, &wish.span).into_iter().map(|date| first_day(quota.per, date)).collect();
    firsts.dedup();
    firsts.into_iter().filter_map(|first| period(wish.zone, quota.per, first)).collect()
}

/// The day that names the period of a date.
fn first_day(per: Per, date: Date) -> Date {
    match per {
        Per::Day | Per::AtOnce => date,
        Per::Week => week_of(date, Weekday::Monday),
        Per::Month => month_of(date),
        Per::Year => year_of(date),
    }
}

fn period(zone: &TimeZone, per: Per, first: Date) -> Option<Span> {
    let length = match per {
        Per::Day | Per::AtOnce => 1.day(),
        Per::Week => 7.days(),
        Per::Month => 1.month(),
        Per::Year => 1.year(),
    };
    let midnight = |date: Date| instant(zone, date.at(0, 0, 0, 0));
    Span::new(midnight(first), midnight(first.saturating_add(length)))
}

/// The quotas that a wish breaks, each once, with the first period that is full.
pub(crate) fn broken(terms: &Terms, wish: &Wish<'_>, used: &[Used]) -> Vec<Objection> {
    let each = terms.quotas().iter().enumerate();
    each.filter_map(|(nth, quota)| exceeded(nth, quota, terms, wish, used)).collect()
}

fn exceeded(nth: usize, quota: &Quota, terms: &Terms, wish: &Wish<'_>, used: &[Used]) -> Option<Objection> {
    let most = i64::from(quota.most?);
    let peak = match quota.hour {
        Hour::Any => None,
        // Where no hours are busy ones nothing counts.
        Hour::Peak => Some(terms.peak()?),
    };
    let counted = |used: &&Used| match quota.over {
        Over::Resource => used.resource == terms.resource,
        Over::Category => used.category == terms.category,
        Over::All => true,
    };
    periods(quota, terms, wish).into_iter().find_map(|period| {
        let measure = |span: &Span| measured(quota, wish.almanac(), peak, span, &period);
        let own = measure(&wish.span);
        let have: i64 = used.iter().filter(counted).map(|used| measure(&used.span)).sum();
        (own > 0 && have + own > most).then(|| told(nth, quota, terms, most, have, period.start))
    })
}

/// How much of a span counts in a period.
fn measured(quota: &Quota, at: Almanac<'_>, peak: Option<&Hours>, span: &Span, period: &Span) -> i64 {
    let parts = |span: &Span| match peak {
        Some(hours) => at.during(hours, span),
        None => Spans::from(*span),
    };
    match quota.counts {
        Counts::Bookings => {
            let begins = period.holds(span.start) || (quota.per == Per::AtOnce && period.overlaps(span));
            i64::from(begins && !parts(span).is_empty())
        }
        Counts::Minutes => {
            let inside = span.clip(period);
            inside.map_or(0, |inside| parts(&inside).iter().map(|part| wall_minutes(at.zone, part)).sum())
        }
    }
}

fn told(nth: usize, quota: &Quota, terms: &Terms, most: i64, have: i64, period: Timestamp) -> Objection {
    let word = match (quota.counts, quota.per) {
        (Counts::Bookings, Per::Day) => "terms-quota-bookings-day",
        (Counts::Bookings, Per::Week) => "terms-quota-bookings-week",
        (Counts::Bookings, Per::Month) => "terms-quota-bookings-month",
        (Counts::Bookings, Per::Year) => "terms-quota-bookings-year",
        (Counts::Bookings, Per::AtOnce) => "terms-quota-bookings-at-once",
        (Counts::Minutes, Per::Day) => "terms-quota-minutes-day",
        (Counts::Minutes, Per::Week) => "terms-quota-minutes-week",
        (Counts::Minutes, Per::Month) => "terms-quota-minutes-month",
        (Counts::Minutes, Per::Year) => "terms-quota-minutes-year",
        (Counts::Minutes, Per::AtOnce) => "terms-quota-minutes-at-once",
    };
    let told = |number: i64| match quota.counts {
        Counts::Bookings => Arg::Number(number),
        Counts::Minutes => Arg::Text(length_text(number)),
    };
    let fault = Fault {
        args: vec![("most", told(most)), ("have", told(have)), ("from", Arg::Time(period))],
        ..Fault::new("span", word)
    };
    let left = most.saturating_sub(have);
    let mend = (quota.counts == Counts::Minutes && left > 0).then_some(Mend::AtMost(left));
    Objection { rule: RuleKind::Quota, policy: terms.quota_by(nth).cloned(), fault, mend }
}
