//! Looking at series: one, a member's, and its dates with what became of each.

use std::collections::BTreeMap;

use ayni_calendar::DateTime;
use ayni_kernel::{Actor, Cursor, MemberId, Page, Reads, Result, SeriesId, page::MAX_ROWS};

use crate::{
    estate,
    model::State,
    policy::Diary,
    series::{
        model::{Day, Series, SeriesDay},
        policy::{Act, Run},
    },
    tables as bookings,
    tables::series as tables,
};

/// The most dates of a page.
pub const MAX_DAYS: usize = 200;

/// A page of a series' dates.
#[derive(Debug, Clone, PartialEq)]
pub struct DatesPage {
    /// The dates, in order.
    pub days: Vec<SeriesDay>,
    /// The date after which the next page begins.
    pub next: Option<DateTime>,
}

/// What the actor may do with a series that it may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeriesRights {
    /// Change and cancel its dates.
    pub handle: bool,
}

/// A series, when the actor may do the act.
pub(crate) fn find(tx: &impl Reads, me: &Actor, id: SeriesId, act: Act) -> Result<Series> {
    let series = tables::series(tx, id)?.ok_or_else(|| me.absent())?;
    let run = Run { managers: estate::managers_of(tx, series.look.resource)?, series };
    me.may(act, &run)?;
    Ok(run.series)
}

/// A series, for its member and those who look after the place, members or money.
pub fn series(tx: &impl Reads, me: &Actor, id: SeriesId) -> Result<Series> {
    find(tx, me, id, Act::See)
}

/// What the actor may do with a series that it may see.
pub fn series_rights(tx: &impl Reads, me: &Actor, series: &Series) -> Result<SeriesRights> {
    let run = Run { managers: estate::managers_of(tx, series.look.resource)?, series: series.clone() };
    Ok(SeriesRights { handle: me.may(Act::Handle, &run).is_ok() })
}

/// A member's series, newest first; for its own users, stewards and managers.
pub fn series_of(
    tx: &impl Reads,
    me: &Actor,
    member: MemberId,
    after: Option<Cursor>,
    limit: usize,
) -> Result<Page<Series>> {
    me.may((), &Diary(member))?;
    let after = after.map(|cursor| cursor.key::<tables::Place>()).transpose()?;
    let limit = limit.clamp(1, MAX_ROWS);
    let mut rows = tables::of_member(tx, member, after, limit + 1)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|(place, _)| Cursor::after(place));
    Ok(Page { rows: rows.into_iter().map(|(_, series)| series).collect(), next })
}

/// The dates of a series after one of them, at most `limit`: booked, taken out, not to be had, or not booked yet.
pub fn series_days(
    tx: &impl Reads,
    me: &Actor,
    id: SeriesId,
    after: Option<DateTime>,
    limit: usize,
) -> Result<DatesPage> {
    let series = find(tx, me, id, Act::See)?;
    let limit = limit.clamp(1, MAX_DAYS);
    let from = after.map_or(DateTime::MIN, |after| after.saturating_add(jiff::Span::new().seconds(1)));
    let mut days = booked(tx, id, from, limit + 1)?;
    for start in series.repeat.skipped.range(from..).take(limit + 1) {
        days.entry(*start).or_insert(Day::Skipped(None));
    }
    for (start, gap) in series.gaps.range(from..).take(limit + 1) {
        days.entry(*start).or_insert(Day::Gap(*gap));
    }
    let ahead = series.reached.map_or(from, |reached| from.max(reached.saturating_add(jiff::Span::new().seconds(1))));
    for start in series.repeat.starts(ahead, limit + 1).starts {
        days.entry(start).or_insert(Day::Ahead);
    }
    let more = days.len() > limit;
    let days: Vec<SeriesDay> =
        days.into_iter().take(limit).map(|(original, what)| SeriesDay { original, what }).collect();
    let next = days.last().filter(|_| more).map(|day| day.original);
    Ok(DatesPage { days, next })
}

/// The bookings of a series by where its rule places them. One that was given back leaves its date to another that was
/// made for it later.
fn booked(tx: &impl Reads, id: SeriesId, from: DateTime, limit: usize) -> Result<BTreeMap<DateTime, Day>> {
    let mut days = BTreeMap::new();
    for found in bookings::of_series(tx, id, from)? {
        let booking = bookings::named(tx, found?)?;
        let Some(occurrence) = booking.occurrence else { continue };
        if days.len() == limit && !days.contains_key(&occurrence.original) {
            break;
        }
        let stands = booking.state.is_live() || matches!(booking.state, State::Completed | State::NoShow);
        if stands {
            days.insert(occurrence.original, Day::Booked(Box::new(booking)));
        } else {
            days.entry(occurrence.original).or_insert(Day::Skipped(Some(booking.id)));
        }
    }
    Ok(days)
}
