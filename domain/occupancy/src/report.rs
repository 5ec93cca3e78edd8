//! What the resources of a community were used for in a span of days: added up from what was counted.

use ayni_calendar::Date;
use ayni_kernel::{
    Actor, MemberId, ResourceCategoryId, ResourceId, Result,
    tx::{Now, Reads},
};
use ayni_resources::{Bookable, Resource, Tree};
use jiff::ToSpan as _;

use crate::{
    figures::Figures,
    forecast::{HOURS, WEEK},
    policy::{Act, Ledger},
    suggestions::Heat,
    tables,
    week::{Week, weekday},
};

/// The most days of a report: a year, and some to compare.
pub const MAX_DAYS: u16 = 400;
/// The most resources that are added up: more than a house has desks. Whoever has more looks at one site.
pub const MAX_COUNTED: usize = 300;
/// Up to so many days are shown one by one, longer spans by the week.
const DAILY: u16 = 62;

/// Which days and which resources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// The first day.
    pub from: Date,
    /// How many, 1 to [`MAX_DAYS`].
    pub days: u16,
    /// Of which resources.
    pub of: Selection,
}

/// Which resources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Selection {
    /// Only this one and what stands in it.
    pub under: Option<ResourceId>,
    /// Only those of a category, or of one in it.
    pub category: Option<ResourceCategoryId>,
}

/// One resource in a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The resource.
    pub resource: Resource,
    /// Its sums.
    pub figures: Figures,
    /// How much of it was booked in each step of the span, in thousandths; `None` where it was closed.
    pub trend: Vec<Option<u16>>,
}

/// A report.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// The sums of everything.
    pub figures: Figures,
    /// The sums of as many days before, to compare.
    pub before: Figures,
    /// By weekday and hour.
    pub heat: Heat,
    /// By day or by week, with its first day.
    pub steps: Vec<(Date, Figures)>,
    /// The resources, the most booked first.
    pub lines: Vec<Line>,
    /// How many resources were too many to be counted.
    pub left_out: usize,
}

/// Reports on the resources that the actor looks after; managers, treasurers and admins see all.
///
/// Refuses whoever looks after none. Reads what was counted of the asked days and of as many before: at most
/// [`MAX_DAYS`] of [`MAX_COUNTED`] resources.
pub fn report<T: Reads + Now>(tx: &T, me: &Actor, ask: &Asked) -> Result<Report> {
    let (resources, left_out) = chosen(tx, me, ask.of)?;
    let length = i64::from(ask.days.clamp(1, MAX_DAYS));
    let to = ask.from.saturating_add((length - 1).days());
    let mut steps = steps(ask.from, to, ask.days);
    let before_from = ask.from.saturating_sub(length.days());
    let (mut sum, mut before, mut heat) = (Figures::default(), Figures::default(), Heat::default());
    let mut lines = Vec::with_capacity(resources.len());
    for resource in resources {
        let (mut own, mut trend) = (Figures::default(), vec![Figures::default(); steps.len()]);
        for (date, day) in days(tx, resource.id, (before_from, to))? {
            if date < ask.from {
                before.add(&day);
                continue;
            }
            own.add(&day);
            warm(&mut heat, date, &day);
            let step = steps.partition_point(|(first, _)| *first <= date).saturating_sub(1);
            if let (Some((_, all)), Some(own)) = (steps.get_mut(step), trend.get_mut(step)) {
                all.add(&day);
                own.add(&day);
            }
        }
        sum.add(&own);
        lines.push(Line { resource, figures: own, trend: trend.iter().map(Figures::occupancy).collect() });
    }
    lines.sort_by_key(|line| std::cmp::Reverse((line.figures.occupancy(), line.figures.booked_minutes())));
    Ok(Report { from: ask.from, to, figures: sum, before, heat, steps, lines, left_out })
}

/// The beginnings of the steps in which a span is shown, each with nothing yet.
fn steps(from: Date, to: Date, days: u16) -> Vec<(Date, Figures)> {
    let each = if days <= DAILY { 1.day() } else { 7.days() };
    from.series(each).take_while(|date| *date <= to).map(|date| (date, Figures::default())).collect()
}

/// What was counted of a resource from one day to another, both included.
pub(crate) fn days(
    tx: &impl Reads,
    resource: ResourceId,
    (from, to): (Date, Date),
) -> Result<impl Iterator<Item = (Date, Figures)>> {
    let weeks = tables::weeks(tx, resource, (Week::of(from), Week::of(to).later(1)))?;
    let days = weeks.into_iter().flat_map(|(week, days)| week.dates().zip(days));
    Ok(days.filter(move |(date, _)| (from..=to).contains(date)))
}

/// Adds a day to its weekday.
pub(crate) fn warm(heat: &mut Heat, date: Date, day: &Figures) {
    let Some(row) = heat.get_mut(weekday(date)) else { return };
    for ((booked, open), (more_booked, more_open)) in row.iter_mut().zip(day.booked.iter().zip(day.open)) {
        *booked = booked.saturating_add(*more_booked);
        *open = open.saturating_add(more_open.max(*more_booked));
    }
}

/// The chosen resources that can be booked and that the actor may read about, in the order of the tree; and how many
/// more there are.
pub(crate) fn chosen<T: Reads + Now>(tx: &T, me: &Actor, of: Selection) -> Result<(Vec<Resource>, usize)> {
    let tree = ayni_resources::tree(tx, me)?;
    let readable = |resource: &Resource| {
        let managers: Vec<MemberId> = line(&tree, resource).flat_map(|each| each.managers.iter().copied()).collect();
        me.may(Act::Read, &Ledger { managers: &managers })
    };
    let walk = tree.walk();
    let mine: Vec<&Resource> = walk.iter().map(|(_, each)| *each).filter(|each| readable(each).is_ok()).collect();
    if mine.is_empty() {
        // Whoever looks after nothing is refused; who may read everything and has nothing yet sees an empty report.
        me.may(Act::Read, &Ledger { managers: &[] })?;
    }
    let mut found = Vec::new();
    for resource in mine {
        let inside = of.under.is_none_or(|top| line(&tree, resource).any(|each| each.id == top));
        if resource.bookable == Bookable::Yes && inside && is_of(tx, resource, of.category)? {
            found.push(resource.clone());
        }
    }
    let left_out = found.len().saturating_sub(MAX_COUNTED);
    found.truncate(MAX_COUNTED);
    Ok((found, left_out))
}

/// A resource and what it stands in.
fn line<'t>(tree: &'t Tree, resource: &'t Resource) -> impl Iterator<Item = &'t Resource> {
    std::iter::once(resource).chain(tree.ancestors(resource.id))
}

fn is_of(tx: &impl Reads, resource: &Resource, category: Option<ResourceCategoryId>) -> Result<bool> {
    let Some(wanted) = category else { return Ok(true) };
    let Some(own) = resource.category else { return Ok(false) };
    Ok(own == wanted || ayni_resources::category_line(tx, own)?.iter().any(|above| above.id == wanted))
}

/// How much of each hour of a heat map was booked, in thousandths; `None` where nothing was open.
pub fn shares(heat: &Heat) -> [[Option<u16>; HOURS]; WEEK] {
    heat.map(|day| day.map(|(booked, open)| crate::figures::permille(booked.into(), open.into())))
}
