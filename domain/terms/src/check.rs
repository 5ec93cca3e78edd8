//! Which rules a wish breaks: all of them, each with what would mend it. Pure.

use ayni_calendar::{Date, Holidays, Span, Spans, TimeZone, dates, day_span, instant, wall, wall_minutes};
use ayni_kernel::{Fault, Name, ResourceCategoryId, ResourceId, Timestamp};
use ayni_resources::Unit;
use jiff::ToSpan as _;

use crate::{
    notice::{Notice, days_off, length_text},
    quotas,
    rulebook::Almanac,
    rules::{Approval, RuleKind, Who},
    terms::Terms,
};

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Make a booking.
    Book,
    /// Change one; how late that is possible is asked by [`too_late`], of the span as it was.
    Change,
    /// Give one back.
    Cancel,
}

/// A wish for a span of time.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'a> {
    /// From when to when.
    pub span: Span,
    /// Seats or pieces.
    pub places: u32,
    /// The resource's zone.
    pub zone: &'a TimeZone,
    /// The resource's holidays.
    pub holidays: &'a Holidays,
    /// When it is wished.
    pub now: Timestamp,
    /// What is to be done.
    pub deed: Deed,
    /// When the resource is open on the days around the span, bookings left aside: bookings may begin with an opening
    /// and end with it.
    pub open: &'a Spans,
}

impl<'a> Wish<'a> {
    /// What hours are read by.
    pub(crate) const fn almanac(&self) -> Almanac<'a> {
        Almanac { zone: self.zone, holidays: self.holidays }
    }
}

/// Another live booking of the member's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Used {
    /// From when to when.
    pub span: Span,
    /// Seats or pieces.
    pub places: u32,
    /// What is booked.
    pub resource: ResourceId,
    /// The category of that.
    pub category: Option<ResourceCategoryId>,
}

/// What would mend a wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mend {
    /// Begin not before this moment.
    NotBefore(Timestamp),
    /// Begin not after this moment.
    NotAfter(Timestamp),
    /// Take at most so many minutes of the wall clock.
    AtMost(i64),
    /// Take at least so many minutes of the wall clock.
    AtLeast(i64),
    /// Begin and end where the resource's steps are: the nearest such span.
    Align(Span),
}

/// One rule that a wish breaks.
#[derive(Debug, Clone, PartialEq)]
pub struct Objection {
    /// Which rule.
    pub rule: RuleKind,
    /// The policy that says it; `None` for what holds where none says anything.
    pub policy: Option<Name>,
    /// The sentence.
    pub fault: Fault,
    /// What would mend it.
    pub mend: Option<Mend>,
}

/// Minutes of a day on the wall clock.
const DAY: i64 = 24 * 60;

/// Days in a week.
const WEEK: i64 = 7;

/// Days that are looked through for the next time at which one may book.
const LOOK_AHEAD: i64 = 14;

/// The spans in which the member's other bookings count for the quotas of these terms: read those and give them to
/// [`objections`]. Sorted, none twice.
pub fn windows(terms: &Terms, wish: &Wish<'_>) -> Vec<Span> {
    quotas::windows(terms, wish)
}

/// Every rule that the wish breaks. `used` are the member's other bookings that touch the [`windows`], without the one
/// that is being changed.
pub fn objections(terms: &Terms, wish: &Wish<'_>, used: &[Used]) -> Vec<Objection> {
    if wish.deed == Deed::Cancel {
        return too_late(terms, wish.span, wish.zone, wish.now, Deed::Cancel).into_iter().collect();
    }
    let mut found: Vec<Objection> = [
        may_not(terms),
        too_soon(terms, wish),
        too_far(terms, wish),
        too_short(terms, wish),
        too_long(terms, wish),
        askew(terms, wish),
        at_odd_hours(terms, wish),
    ]
    .into_iter()
    .flatten()
    .collect();
    found.extend(quotas::broken(terms, wish, used));
    found
}

/// Whether it is too late to change or cancel a booking of this span; for [`Deed::Book`] whether to make one.
pub fn too_late(terms: &Terms, span: Span, zone: &TimeZone, now: Timestamp, deed: Deed) -> Option<Objection> {
    let (rule, notice, word) = match deed {
        Deed::Book => (RuleKind::NoticeBook, terms.rules.notice_book, "terms-late-book"),
        Deed::Change => (RuleKind::NoticeChange, terms.rules.notice_change, "terms-late-change"),
        Deed::Cancel => (RuleKind::NoticeCancel, terms.rules.notice_cancel, "terms-late-cancel"),
    };
    let notice = notice.filter(|notice| *notice != Notice::NONE)?;
    let last = notice.before(zone, span.start);
    (now > last).then(|| {
        let mend = (deed == Deed::Book).then(|| Mend::NotBefore(notice.after(zone, now)));
        object(terms, rule, Fault::new("span", word).with("last", last), mend)
    })
}

pub(crate) fn object(terms: &Terms, rule: RuleKind, fault: Fault, mend: Option<Mend>) -> Objection {
    Objection { rule, policy: terms.said_by(rule).cloned(), fault, mend }
}

fn may_not(terms: &Terms) -> Option<Objection> {
    let barred = terms.rules.may_book == Some(Who::Nobody);
    barred.then(|| object(terms, RuleKind::MayBook, Fault::new("resource", "terms-may-not-book"), None))
}

/// The notice to book holds for a changed booking, too: else it would be got round by moving one.
fn too_soon(terms: &Terms, wish: &Wish<'_>) -> Option<Objection> {
    too_late(terms, wish.span, wish.zone, wish.now, Deed::Book)
}

/// The horizon opens day by day, at midnight of the resource's zone.
fn too_far(terms: &Terms, wish: &Wish<'_>) -> Option<Objection> {
    let days = terms.horizon();
    let end = horizon_end(terms, wish.zone, wish.now);
    (wish.span.start >= end).then(|| {
        let last = Timestamp::from_micros(end.micros().saturating_sub(1));
        let fault = Fault::new("span", "terms-too-far").with("days", i64::from(days)).with("last", last);
        object(terms, RuleKind::Horizon, fault, Some(Mend::NotAfter(last)))
    })
}

/// The first moment at which no booking may begin yet.
pub(crate) fn horizon_end(terms: &Terms, zone: &TimeZone, now: Timestamp) -> Timestamp {
    day_span(zone, wall(zone, days_off(zone, now, terms.horizon().into())).date()).end
}

fn too_short(terms: &Terms, wish: &Wish<'_>) -> Option<Objection> {
    let least = i64::from(terms.rules.min_length?);
    (wall_minutes(wish.zone, &wish.span) < least).then(|| {
        let fault = Fault::new("span", "terms-too-short").with("length", length_text(least));
        object(terms, RuleKind::MinLength, fault, Some(Mend::AtLeast(least)))
    })
}

fn too_long(terms: &Terms, wish: &Wish<'_>) -> Option<Objection> {
    let most = i64::from(terms.rules.max_length?);
    (wall_minutes(wish.zone, &wish.span) > most).then(|| {
        let fault = Fault::new("span", "terms-too-long").with("length", length_text(most));
        object(terms, RuleKind::MaxLength, fault, Some(Mend::AtMost(most)))
    })
}

/// Bookings begin and end where the resource's unit and the policy's steps are.
fn askew(terms: &Terms, wish: &Wish<'_>) -> Option<Objection> {
    let step = i64::from(terms.step());
    let (good, word) = match terms.unit {
        Unit::Minutes | Unit::Hour => (steps_fit(wish, step), "terms-askew-step"),
        Unit::HalfDay => (edges_fit(wish, Halves::Too), "terms-askew-half-day"),
        Unit::Day => (edges_fit(wish, Halves::No), "terms-askew-day"),
        Unit::Week => (edges_fit(wish, Halves::No) && weeks(wish) % WEEK == 0, "terms-askew-week"),
    };
    (!good).then(|| {
        let fault = Fault::new("span", word).with("length", length_text(step));
        object(terms, RuleKind::Step, fault, aligned(terms, wish).map(Mend::Align))
    })
}

/// How many days a span touches.
fn weeks(wish: &Wish<'_>) -> i64 {
    i64::try_from(dates(wish.zone, &wish.span).len()).unwrap_or(i64::MAX)
}

/// Begins by steps from midnight or from an opening, and lasts whole steps or until it closes.
fn steps_fit(wish: &Wish<'_>, step: i64) -> bool {
    let span = wish.span;
    let begins = |from: Timestamp| {
        Span::new(from, span.start).is_none_or(|gap| wall_minutes(wish.zone, &gap) % step == 0) && is_minute(span.start)
    };
    let opening = wish.open.iter().find(|open| open.holds(span.start)).map(|open| open.start);
    let midnight = day_span(wish.zone, wall(wish.zone, span.start).date()).start;
    let closes = wish.open.iter().any(|open| open.end == span.end);
    let lasts = wall_minutes(wish.zone, &span) % step == 0 && is_minute(span.end);
    (begins(midnight) || opening.is_some_and(begins)) && (closes || lasts)
}

/// Whether a moment is a whole minute: no zone is off by less since 1972.
fn is_minute(moment: Timestamp) -> bool {
    moment.micros() % 60_000_000 == 0
}

/// Whether half a day can be had.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Halves {
    Too,
    No,
}

/// Begins where a day or an opening begins and ends where one ends; for half days also in the middle.
fn edges_fit(wish: &Wish<'_>, halves: Halves) -> bool {
    let (first, last) = ends(wish.zone, &wish.span);
    let begins = day_edges(wish, first, halves).0.contains(&wish.span.start);
    begins && day_edges(wish, last, halves).1.contains(&wish.span.end)
}

/// The first and the last date that a span touches.
fn ends(zone: &TimeZone, span: &Span) -> (Date, Date) {
    let last = Timestamp::from_micros(span.end.micros().saturating_sub(1));
    (wall(zone, span.start).date(), wall(zone, last).date())
}

/// The moments of a date at which a booking may begin, and those at which it may end.
fn day_edges(wish: &Wish<'_>, date: Date, halves: Halves) -> (Vec<Timestamp>, Vec<Timestamp>) {
    let day = day_span(wish.zone, date);
    let open = wish.open.within(&day);
    let mut starts: Vec<_> = std::iter::once(day.start).chain(open.iter().map(|open| open.start)).collect();
    let mut finishes: Vec<_> = std::iter::once(day.end).chain(open.iter().map(|open| open.end)).collect();
    if halves == Halves::Too {
        let middle = middle(wish.zone, day, &open);
        starts.push(middle);
        finishes.push(middle);
    }
    (starts, finishes)
}

/// The middle of a day's opening, on the full hour before it where it falls between two.
fn middle(zone: &TimeZone, day: Span, open: &Spans) -> Timestamp {
    let (from, to) = open.first().zip(open.iter().last()).map_or((day.start, day.end), |(a, b)| (a.start, b.end));
    let half = from.plus_seconds((to.micros().saturating_sub(from.micros()) / 2_000_000).max(0));
    let shown = wall(zone, half);
    instant(zone, shown.date().at(shown.hour(), 0, 0, 0))
}

/// The nearest span that fits the steps: it begins at or before the wish and is at least as long, as far as it is open.
fn aligned(terms: &Terms, wish: &Wish<'_>) -> Option<Span> {
    let (first, last) = ends(wish.zone, &wish.span);
    if matches!(terms.unit, Unit::Minutes | Unit::Hour) {
        let step = i64::from(terms.step());
        let midnight = day_span(wish.zone, first).start;
        let opening = wish.open.iter().find(|open| open.holds(wish.span.start)).map_or(midnight, |open| open.start);
        let gone = Span::new(opening, wish.span.start).map_or(0, |gap| wall_minutes(wish.zone, &gap));
        let start = later(wish.zone, opening, gone - gone % step);
        let long = wall_minutes(wish.zone, &Span::new(start, wish.span.end)?).max(1);
        let steps = (long + step - 1) / step;
        let end = later(wish.zone, start, steps * step);
        let closing = wish.open.iter().find(|open| open.holds(start)).map_or(end, |open| open.end);
        return Span::new(start, end.min(closing));
    }
    let last = match terms.unit {
        Unit::Week => last.saturating_add((WEEK - 1 - (weeks(wish) - 1) % WEEK).days()),
        _ => last,
    };
    let halves = if terms.unit == Unit::HalfDay { Halves::Too } else { Halves::No };
    let opens = wish.open.within(&day_span(wish.zone, first)).first().map(|open| open.start);
    let starts = day_edges(wish, first, halves).0;
    let start = starts.into_iter().filter(|start| *start <= wish.span.start).max();
    let start = start.max(opens);
    let finishes = day_edges(wish, last, halves).1;
    let end = finishes.into_iter().filter(|end| *end >= wish.span.end).min();
    Span::new(start?, end?)
}

/// So many minutes of the wall clock later.
pub(crate) fn later(zone: &TimeZone, moment: Timestamp, minutes: i64) -> Timestamp {
    instant(zone, wall(zone, moment).saturating_add(minutes.minutes()))
}

/// Outside the times at which one may book, unless a manager's yes may be had for that.
fn at_odd_hours(terms: &Terms, wish: &Wish<'_>) -> Option<Objection> {
    let when = terms.rules.when.as_ref()?;
    if terms.rules.approval == Some(Approval::OutsideHours) || wish.almanac().covers(when, &wish.span) {
        return None;
    }
    let ahead = Span::new(wish.span.start, days_off(wish.zone, wish.span.end, LOOK_AHEAD))?;
    let length = wish.span.seconds();
    let fits = wish.almanac().during(when, &ahead).into_iter().find(|open| open.seconds() >= length);
    let mend = fits.map(|open| Mend::NotBefore(open.start));
    Some(object(terms, RuleKind::When, Fault::new("span", "terms-odd-hours"), mend))
}

/// The moments of a date at which a booking may begin, in order; for pickers and for alternatives. At most one for each
/// minute of the day.
pub fn starts(terms: &Terms, zone: &TimeZone, open: &Spans, date: Date) -> Vec<Timestamp> {
    let day = day_span(zone, date);
    let openings = open.within(&day);
    if matches!(terms.unit, Unit::Minutes | Unit::Hour) {
        let step = i64::from(terms.step());
        let steps = |open: &Span| {
            let (from, to) = (open.start, open.end);
            let count = (wall_minutes(zone, open) + step - 1) / step;
            let moments = (0..count.min(DAY)).map(move |n| later(zone, from, n * step));
            moments.filter(move |moment| *moment < to).collect::<Vec<_>>()
        };
        let mut all: Vec<_> = openings.iter().flat_map(steps).collect();
        all.dedup();
        return all;
    }
    let mut all: Vec<_> = openings.iter().map(|open| open.start).collect();
    if terms.unit == Unit::HalfDay && !openings.is_empty() {
        all.push(middle(zone, day, &openings));
    }
    all.sort_unstable();
    all.dedup();
    all
}
