//! What could be better, read off the figures: each suggestion names what it was counted from.

use ayni_kernel::ResourceId;

use crate::{
    figures::{Figures, permille},
    forecast::{HOURS, WEEK},
};

/// How much of each hour of each weekday (from Monday) was booked and could be had, in minutes.
pub type Heat = [[(u32, u32); HOURS]; WEEK];

/// What is known of one resource over the time that is looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// Which one.
    pub resource: ResourceId,
    /// The sums of all its days.
    pub figures: Figures,
    /// The same by weekday and hour.
    pub heat: Heat,
    /// On how many days it was open.
    pub days_open: u32,
    /// On how many of them somebody had booked it.
    pub days_booked: u32,
    /// The shortest booking it takes, in minutes.
    pub shortest: u32,
    /// By how much its price may be changed; `None` when it has none.
    pub price: Option<Limits>,
}

/// By how many percent a price may be lower and higher than it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Zero or less.
    pub lowest: i16,
    /// Zero or more.
    pub highest: i16,
}

/// Some hours of some weekdays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Which days.
    pub days: Days,
    /// The first hour.
    pub from: u8,
    /// The hour at which it is over.
    pub to: u8,
    /// How much of it was booked, in thousandths.
    pub booked: u16,
}

ayni_kernel::choices! {
    /// Which days of the week are looked at together.
    Days {
        /// Monday to Friday.
        Workdays = 1 "workdays",
        /// Saturday and Sunday.
        Weekend = 2 "weekend",
    }
}

/// Something that could be better.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Advice {
    /// A time is nearly always taken: it may cost more.
    Raise {
        /// When it is taken.
        peak: Stretch,
        /// By so many percent.
        percent: i16,
        /// Occupancy over all, in thousandths.
        overall: u16,
    },
    /// A time is nearly always free: it may cost less.
    Lower {
        /// When it is free.
        quiet: Stretch,
        /// By so many percent; below zero.
        percent: i16,
        /// Occupancy over all, in thousandths.
        overall: u16,
    },
    /// Bookings leave gaps between them that nobody can use.
    Gaps {
        /// How many.
        gaps: u32,
        /// Minutes lost in them.
        minutes: u32,
        /// The shortest booking, in minutes.
        shortest: u32,
        /// Bookings in the same time.
        bookings: u32,
    },
    /// Nobody has booked it at all.
    Unused {
        /// Days on which it was open.
        days: u32,
    },
    /// It is hardly ever booked.
    Rare {
        /// Days on which somebody had booked it.
        days_booked: u32,
        /// Days on which it was open.
        days: u32,
        /// Occupancy, in thousandths.
        overall: u16,
    },
    /// Often nobody comes.
    NoShows {
        /// Bookings to which nobody came.
        no_shows: u32,
        /// All bookings.
        bookings: u32,
        /// The part, in thousandths.
        rate: u16,
    },
}

/// A piece of advice for a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// Which resource.
    pub resource: ResourceId,
    /// What could be better.
    pub advice: Advice,
}

/// Days on which a resource must have been open before anything is said about it: two weeks tell no habit.
const ENOUGH_DAYS: u32 = 21;
/// A stretch this full turns people away, in thousandths; the second is full to the brim.
const FULL: [u16; 2] = [800, 920];
/// How much dearer such a stretch may be, in percent.
const DEARER: [i16; 2] = [10, 20];
/// A stretch this empty costs nothing to give away cheaper, in thousandths; the second is quite empty.
const EMPTY: [u16; 2] = [200, 80];
/// So many times less than over all it must be booked before it is worth a price of its own.
const CONTRAST: u32 = 2;
/// How much cheaper such a stretch may be, in percent.
const CHEAPER: [i16; 2] = [-15, -30];
/// The shortest stretch that is worth a price of its own, in hours.
const SHORTEST_STRETCH: usize = 2;
/// Gaps for each hundred bookings that are worth a rule.
const GAPS_PERCENT: u32 = 20;
/// The fewest gaps that are worth a rule.
const MANY_GAPS: u32 = 8;
/// A resource booked less than this, in thousandths, is rarely used.
const RARE: u16 = 50;
/// No-shows that are worth a rule: so many, and such a part of all bookings in thousandths.
const MANY_NO_SHOWS: (u32, u16) = (5, 80);

/// What could be better about a resource, the most telling first.
pub fn suggestions(known: &Known) -> Vec<Suggestion> {
    if known.days_open < ENOUGH_DAYS {
        return Vec::new();
    }
    let rare = rare(known);
    // Who never comes is not turned away by prices alone: that is said first and alone.
    let priced = if rare.is_none() { prices(known) } else { Vec::new() };
    let all = rare.into_iter().chain(priced).chain(gaps(known)).chain(no_shows(known));
    all.map(|advice| Suggestion { resource: known.resource, advice }).collect()
}

fn rare(known: &Known) -> Option<Advice> {
    let Known { days_open: days, days_booked, .. } = *known;
    let overall = known.figures.occupancy()?;
    if days_booked == 0 {
        Some(Advice::Unused { days })
    } else {
        (overall < RARE).then_some(Advice::Rare { days_booked, days, overall })
    }
}

fn gaps(known: &Known) -> Option<Advice> {
    let Figures { gaps, gap_minutes: minutes, bookings, .. } = known.figures;
    let many = gaps >= MANY_GAPS && gaps.saturating_mul(100) >= bookings.saturating_mul(GAPS_PERCENT);
    many.then_some(Advice::Gaps { gaps, minutes, shortest: known.shortest, bookings })
}

fn no_shows(known: &Known) -> Option<Advice> {
    let Figures { no_shows, bookings, .. } = known.figures;
    let rate = known.figures.no_show_rate()?;
    (no_shows >= MANY_NO_SHOWS.0 && rate >= MANY_NO_SHOWS.1).then_some(Advice::NoShows { no_shows, bookings, rate })
}

/// Prices that a resource could have at its fullest and its emptiest stretch, within the limits.
fn prices(known: &Known) -> Vec<Advice> {
    let (Some(limits), Some(overall)) = (known.price, known.figures.occupancy()) else { return Vec::new() };
    let mut found = Vec::new();
    let stretches = || Days::ALL.iter().map(|days| (*days, by_hour(&known.heat, *days)));
    let peaks = stretches().filter_map(|(days, hours)| longest(days, &hours, |booked| booked >= FULL[0]));
    if let Some(peak) = peaks.max_by_key(|peak| (peak.to - peak.from, peak.booked)) {
        let percent = step(peak.booked >= FULL[1], DEARER).min(limits.highest);
        found.extend((percent > 0).then_some(Advice::Raise { peak, percent, overall }));
    }
    // Cheaper than at other times makes sense where other times are busier.
    let quiets = stretches()
        .filter_map(|(days, hours)| longest(days, &hours, |booked| booked <= EMPTY[0]))
        .filter(|quiet| u32::from(quiet.booked) * CONTRAST <= u32::from(overall));
    if let Some(quiet) = quiets.max_by_key(|quiet| (quiet.to - quiet.from, u16::MAX - quiet.booked)) {
        let percent = step(quiet.booked <= EMPTY[1], CHEAPER).max(limits.lowest);
        found.extend((percent < 0).then_some(Advice::Lower { quiet, percent, overall }));
    }
    found
}

/// The second of two steps when the stronger case is there.
fn step(strong: bool, [one, two]: [i16; 2]) -> i16 {
    if strong { two } else { one }
}

/// What was booked and could be had in each hour of some days together.
fn by_hour(heat: &Heat, days: Days) -> [(u64, u64); HOURS] {
    let (skip, take) = match days {
        Days::Workdays => (0, 5),
        Days::Weekend => (5, 2),
    };
    let mut hours = [(0, 0); HOURS];
    for day in heat.iter().skip(skip).take(take) {
        for ((booked, open), (more_booked, more_open)) in hours.iter_mut().zip(day) {
            *booked += u64::from(*more_booked);
            *open += u64::from(*more_open);
        }
    }
    hours
}

/// The longest stretch of open hours of which each is so; the earliest of several equally long.
fn longest(days: Days, hours: &[(u64, u64); HOURS], is_so: impl Fn(u16) -> bool) -> Option<Stretch> {
    let (mut best, mut from) = (None, 0);
    for to in 0..=HOURS {
        let goes_on = hours.get(to).and_then(|(booked, open)| permille(*booked, *open)).is_some_and(&is_so);
        if goes_on {
            continue;
        }
        if to - from >= SHORTEST_STRETCH && best.is_none_or(|(start, end)| to - from > end - start) {
            best = Some((from, to));
        }
        from = to + 1;
    }
    let (from, to) = best?;
    let (booked, open) = hours.get(from..to)?.iter().fold((0, 0), |sum, hour| (sum.0 + hour.0, sum.1 + hour.1));
    Some(Stretch { days, from: u8::try_from(from).ok()?, to: u8::try_from(to).ok()?, booked: permille(booked, open)? })
}
