//! The starts that a rule gives, one period after another: RFC 5545, section 3.3.10, with `docs/recurrence.md`.
//!
//! A day of the period belongs to the set when it fits every part of the rule; what the rule leaves open (the day of a
//! weekly rule, the date of a yearly one, the time) is taken from the start, as the section says.

use std::collections::VecDeque;

use jiff::{
    ToSpan as _,
    civil::{Date, DateTime, Time, Weekday},
    tz::TimeZone,
};

use super::rule::{Ends, Frequency, Rule, WeekdayNth};
use crate::civil;

/// How many days are looked at in vain before a rule counts as one that meets no more: the calendar itself repeats
/// after 400 years, which are 146,097 days.
const VAIN_DAYS: u32 = 146_100;

/// The starts of a rule in order; a time that the zone skips on its day is still one of them.
pub(super) struct Walk<'a> {
    rule: &'a Rule,
    zone: &'a TimeZone,
    start: DateTime,
    plan: Plan,
    /// No period that begins later is looked at.
    to: Date,
    period: i64,
    ready: VecDeque<DateTime>,
    left: Option<u32>,
    vain: u32,
}

/// The parts of a rule with what they leave open filled in from the start.
struct Plan {
    months: Vec<i16>,
    month_days: Vec<i16>,
    days: Vec<WeekdayNth>,
    times: Vec<Time>,
}

impl Plan {
    fn new(rule: &Rule, start: DateTime) -> Self {
        let (mut months, mut month_days, mut days) = (rule.months.clone(), rule.month_days.clone(), rule.days.clone());
        let open = rule.year_days.is_empty() && month_days.is_empty() && days.is_empty();
        match rule.frequency {
            Frequency::Weekly if open => days.push(WeekdayNth::new(None, start.weekday())),
            Frequency::Monthly if open => month_days.push(i16::from(start.day())),
            Frequency::Yearly if open && !rule.weeks.is_empty() => {
                days.push(WeekdayNth::new(None, start.weekday()));
            }
            Frequency::Yearly if open => {
                month_days.push(i16::from(start.day()));
                if months.is_empty() {
                    months.push(i16::from(start.month()));
                }
            }
            _ => {}
        }
        Self { months, month_days, days, times: times(rule, start) }
    }
}

/// The times of a day, sorted.
fn times(rule: &Rule, start: DateTime) -> Vec<Time> {
    let or = |list: &[i16], from: i8| if list.is_empty() { vec![i16::from(from)] } else { list.to_vec() };
    let (minutes, seconds) = (or(&rule.minutes, start.minute()), or(&rule.seconds, start.second()));
    let mut times = Vec::new();
    for hour in or(&rule.hours, start.hour()) {
        for minute in &minutes {
            for second in &seconds {
                let parts = (i8::try_from(hour), i8::try_from(*minute), i8::try_from(*second));
                if let (Ok(hour), Ok(minute), Ok(second)) = parts {
                    times.extend(Time::new(hour, minute, second, 0));
                }
            }
        }
    }
    times
}

impl<'a> Walk<'a> {
    /// The starts of a rule from a time on, and in periods that begin at a date or before. Where the rule has no COUNT,
    /// periods before that are not looked at.
    pub(super) fn new(rule: &'a Rule, start: DateTime, zone: &'a TimeZone, from: DateTime, to: Date) -> Self {
        let left = match rule.ends {
            Ends::Count(count) => Some(count),
            Ends::Never | Ends::Until(_) => None,
        };
        let period = if left.is_some() { 0 } else { periods_before(rule, start, from) };
        let plan = Plan::new(rule, start);
        Self { rule, zone, start, plan, to, period, ready: VecDeque::new(), left, vain: 0 }
    }

    /// Puts the starts of the next period into `ready`; `None` where the calendar ends or one does not look further.
    fn fill(&mut self) -> Option<()> {
        let step = self.period.checked_mul(i64::from(self.rule.interval))?;
        self.period += 1;
        let mut set = Vec::new();
        match self.rule.frequency {
            Frequency::Daily => self.days(self.seen(self.start.date().checked_add(step.days()).ok()?)?, 1, &mut set),
            Frequency::Weekly => {
                let week = civil::week_of(self.start.date(), self.rule.week_start);
                self.days(self.seen(week.checked_add(step.checked_mul(7)?.days()).ok()?)?, 7, &mut set);
            }
            Frequency::Monthly => {
                let first = self.seen(self.start.date().first_of_month().checked_add(step.months()).ok()?)?;
                self.month(first, &mut set);
            }
            Frequency::Yearly => self.year(step, &mut set)?,
        }
        self.ready.extend(self.chosen(&set));
        Some(())
    }

    /// A period's first day, unless one does not look so far.
    fn seen(&self, first: Date) -> Option<Date> {
        (first <= self.to).then_some(first)
    }

    fn month(&mut self, first: Date, set: &mut Vec<DateTime>) {
        if self.plan.months.is_empty() || self.plan.months.contains(&i16::from(first.month())) {
            self.days(first, first.days_in_month().unsigned_abs().into(), set);
        } else {
            self.vain += 1;
        }
    }

    fn year(&mut self, step: i64, set: &mut Vec<DateTime>) -> Option<()> {
        let year = i16::try_from(i64::from(base_year(self.rule, self.start)).checked_add(step)?).ok()?;
        if self.rule.weeks.is_empty() {
            self.seen(Date::new(year, 1, 1).ok()?)?;
            for month in 1..=12 {
                self.month(Date::new(year, month, 1).ok()?, set);
            }
        } else {
            // The weeks of a year may begin and end in its neighbours; all their days belong to this year's period.
            let (first, weeks) = weeks_of(year, self.rule.week_start)?;
            self.seen(first)?;
            for week in 1..=weeks {
                if listed(&self.rule.weeks, week, weeks) {
                    self.days(first.checked_add((i32::from(week - 1) * 7).days()).ok()?, 7, set);
                }
            }
            self.vain += 1;
        }
        Some(())
    }

    /// Looks at so many days from one on and adds the times of those that fit.
    fn days(&mut self, first: Date, count: usize, set: &mut Vec<DateTime>) {
        for date in first.series(1.day()).take(count) {
            self.vain += 1;
            if self.fits(date) {
                set.extend(self.plan.times.iter().map(|time| date.to_datetime(*time)));
            }
        }
    }

    /// Whether the day fits every part of the rule.
    fn fits(&self, date: Date) -> bool {
        let plan = &self.plan;
        (plan.months.is_empty() || plan.months.contains(&i16::from(date.month())))
            && (self.rule.year_days.is_empty() || listed(&self.rule.year_days, date.day_of_year(), date.days_in_year()))
            && (plan.month_days.is_empty() || listed(&plan.month_days, date.day().into(), date.days_in_month().into()))
            && (plan.days.is_empty() || self.fits_weekday(date))
    }

    /// Whether it is one of the rule's days of the week; the nth is counted in the month where the rule speaks of
    /// months, else in the year.
    fn fits_weekday(&self, date: Date) -> bool {
        let by_month = self.rule.frequency == Frequency::Monthly || !self.plan.months.is_empty();
        let (day, length) = if by_month {
            (i16::from(date.day()), i16::from(date.days_in_month()))
        } else {
            (date.day_of_year(), date.days_in_year())
        };
        let holds = |nth| self.plan.days.binary_search(&WeekdayNth::new(nth, date.weekday())).is_ok();
        holds(None) || holds(Some((day - 1) / 7 + 1)) || holds(Some(-((length - day) / 7 + 1)))
    }

    /// The members of a period's set that BYSETPOS chooses; all of them without it.
    fn chosen(&self, set: &[DateTime]) -> Vec<DateTime> {
        if self.rule.positions.is_empty() {
            return set.to_vec();
        }
        let at = |position: &i16| {
            let from_end = position.is_negative();
            let steps = usize::from(position.unsigned_abs()).checked_sub(1)?;
            if from_end { set.iter().rev().nth(steps) } else { set.get(steps) }.copied()
        };
        let mut chosen: Vec<DateTime> = self.rule.positions.iter().filter_map(at).collect();
        chosen.sort_unstable();
        chosen.dedup();
        chosen
    }

    /// Whether the rule cannot meet on this start or later.
    fn is_over(&self, start: DateTime) -> bool {
        // On the day of a clock change the order of moments is not that of wall times, so a day is given on top.
        matches!(self.rule.ends, Ends::Until(until)
            if start.checked_sub(1.day()).is_ok_and(|before| until.is_before(before, self.zone)))
    }
}

impl Iterator for Walk<'_> {
    type Item = DateTime;

    fn next(&mut self) -> Option<DateTime> {
        loop {
            if self.left == Some(0) {
                return None;
            }
            let Some(start) = self.ready.pop_front() else {
                if self.vain > VAIN_DAYS {
                    return None;
                }
                self.fill()?;
                continue;
            };
            if self.is_over(start) {
                return None;
            }
            if start < self.start || matches!(self.rule.ends, Ends::Until(until) if until.is_before(start, self.zone)) {
                continue;
            }
            self.vain = 0;
            self.left = self.left.map(|left| left - 1);
            return Some(start);
        }
    }
}

/// How many of the rule's periods lie surely before a time.
fn periods_before(rule: &Rule, start: DateTime, from: DateTime) -> i64 {
    let days = |first: Date, last: Date| i64::from(first.until(last).map_or(0, |span| span.get_days()));
    let passed = match rule.frequency {
        Frequency::Daily => days(start.date(), from.date()),
        Frequency::Weekly => {
            let week = |date| civil::week_of(date, rule.week_start);
            days(week(start.date()), week(from.date())) / 7
        }
        Frequency::Monthly => {
            i64::from(from.year() - start.year()) * 12 + i64::from(from.month()) - i64::from(start.month())
        }
        // One less, since the weeks of a year may lie in the next.
        Frequency::Yearly => i64::from(from.year()) - i64::from(base_year(rule, start)) - 1,
    };
    (passed / i64::from(rule.interval)).max(0)
}

/// The year of the first period: where the rule speaks of weeks it is the year to which the week of the start belongs.
fn base_year(rule: &Rule, start: DateTime) -> i16 {
    if rule.weeks.is_empty() {
        return start.year();
    }
    // A week belongs to the year that has its fourth day, and so at least four of its days.
    civil::week_of(start.date(), rule.week_start).saturating_add(3.days()).year()
}

/// The first day of a year's first week and the number of its weeks: the first week is the first with at least four
/// days in the year, which is the one with the 4th of January.
fn weeks_of(year: i16, week_start: Weekday) -> Option<(Date, i16)> {
    let first = |year| Date::new(year, 1, 4).ok().map(|date| civil::week_of(date, week_start));
    let (this, next) = (first(year)?, first(year.checked_add(1)?)?);
    Some((this, i16::try_from(this.until(next).ok()?.get_days() / 7).ok()?))
}

/// Whether a list that may count from the end names a number.
fn listed(list: &[i16], number: i16, of: i16) -> bool {
    list.binary_search(&number).is_ok() || list.binary_search(&(number - of - 1)).is_ok()
}
