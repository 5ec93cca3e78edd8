//! Lanes of a drawn calendar: a place (or a day of one) with what is open, free and booked, as boxes in a picture.

use ayni_bookings::{Lane, Shown, State, Whose};
use ayni_calendar::{Span, Spans, day_span, wall};
use ayni_kernel::{Actor, ReadTx, Result, tx::Now as _};
use ayni_resources::{Resource, Unit};
use jiff::tz::TimeZone;

use super::{find::book_link, grid, when};
use crate::{kit::Words, links};

/// Height of one row of bookings in a lane that lies: two lines of text.
const ROW: usize = 46;

/// The same where several stand side by side.
const THIN_ROW: usize = 36;

/// Air above and below the rows.
const AIR: usize = 4;

/// Microseconds in a second: scripts reckon in seconds.
const SECOND: i64 = 1_000_000;

/// Which way time goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Axis {
    /// From left to right.
    X,
    /// From top to bottom.
    Y,
}

/// A box in a picture, as its attributes have it.
#[derive(Debug, Clone, Default)]
pub(super) struct BoxView {
    pub(super) x: String,
    pub(super) y: String,
    pub(super) width: String,
    pub(super) height: String,
}

impl BoxView {
    /// The box of a span along time, and of a place across it.
    fn of(axis: Axis, window: &Span, span: &Span, (across, thick): (String, String)) -> Self {
        let (at, wide) = (grid::at(window, span.start), grid::wide(window, span));
        match axis {
            Axis::X => Self { x: at, y: across, width: wide, height: thick },
            Axis::Y => Self { x: across, y: at, width: thick, height: wide },
        }
    }

    /// The same over the whole thickness of the lane.
    fn whole(axis: Axis, window: &Span, span: &Span) -> Self {
        Self::of(axis, window, span, ("0".to_owned(), "100%".to_owned()))
    }
}

/// Time in which one can book, as a link to do so.
#[derive(Debug, Clone)]
pub(super) struct GapView {
    pub(super) place: BoxView,
    pub(super) link: String,
    pub(super) hours: String,
}

/// A booking in a lane.
#[derive(Debug, Clone)]
pub(super) struct EntryView {
    pub(super) place: BoxView,
    pub(super) id: String,
    pub(super) link: String,
    pub(super) hours: String,
    pub(super) title: String,
    pub(super) who: String,
    /// `mine`, `managed`, `others` or `elsewhere`.
    pub(super) whose: &'static str,
    pub(super) state: &'static str,
    pub(super) movable: bool,
    pub(super) from: i64,
    pub(super) until: i64,
    pub(super) span: Span,
}

impl EntryView {
    /// What a calendar shows of a booking; where it stands is said by the lane.
    pub(super) fn of(words: &Words, (zone, window): (&TimeZone, &Span), shown: &Shown) -> Self {
        let day = day_span(zone, wall(zone, window.start).date());
        let title = shown.title.as_ref().map(ToString::to_string).filter(|title| !title.is_empty());
        let who = shown.member.as_ref().map(|member| member.name.to_string()).unwrap_or_default();
        let plain = match shown.whose {
            Whose::Elsewhere => "bookings-busy-elsewhere",
            Whose::Mine | Whose::Managed | Whose::Others => "bookings-busy",
        };
        let live = matches!(shown.state, State::Draft | State::Tentative | State::Confirmed);
        let (title, who) = match (title, who.is_empty()) {
            (Some(title), _) => (title, who),
            (None, false) => (who, String::new()),
            (None, true) => (words.say(plain), String::new()),
        };
        Self {
            place: BoxView::default(),
            id: shown.booking.map(|id| id.to_string()).unwrap_or_default(),
            link: shown.booking.map(links::booking).unwrap_or_default(),
            hours: when::hours(zone, &day, &shown.span),
            title,
            who,
            whose: shown.whose.word(),
            state: shown.state.word(),
            movable: shown.booking.is_some() && live && window.contains(&shown.span),
            from: shown.span.start.micros() / SECOND,
            until: shown.span.end.micros() / SECOND,
            span: shown.span,
        }
    }
}

/// A lane.
#[derive(Debug, Clone)]
pub(super) struct LaneView {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) within: String,
    pub(super) link: String,
    pub(super) book: String,
    pub(super) zone: String,
    pub(super) axis: &'static str,
    pub(super) height: usize,
    pub(super) shared: bool,
    pub(super) start: i64,
    pub(super) end: i64,
    /// Minutes by which scripts move bookings; 0 for not at all.
    pub(super) step: u32,
    pub(super) shut: Vec<BoxView>,
    pub(super) blocked: Vec<BoxView>,
    pub(super) gaps: Vec<GapView>,
    pub(super) entries: Vec<EntryView>,
    pub(super) more: u64,
    pub(super) ticks: Vec<grid::Tick>,
    pub(super) now: Option<String>,
    pub(super) today: bool,
}

/// Where a lane is drawn.
pub(super) struct Frame<'a> {
    pub(super) words: &'a Words,
    pub(super) zone: &'a TimeZone,
    pub(super) window: Span,
    pub(super) axis: Axis,
    /// What stands at its head, and below that.
    pub(super) name: String,
    pub(super) within: String,
}

impl LaneView {
    /// Draws what is known of a place in a window.
    pub(super) fn of(tx: &ReadTx, me: &Actor, frame: Frame<'_>, lane: &Lane) -> Result<Self> {
        let Frame { words, zone, window, axis, name, within } = frame;
        let resource = &lane.resource;
        let boxes = |spans: &Spans| {
            spans.within(&window).iter().map(|span| BoxView::whole(axis, &window, span)).collect::<Vec<_>>()
        };
        let free = ayni_bookings::free(tx, me, resource.id, window, 1)?;
        let gaps =
            if resource.takes_bookings() { gaps(tx, resource, (zone, axis, window), &free)? } else { Vec::new() };
        let (entries, rows, more) = stacked(words, (zone, window, axis), resource, lane);
        let now = tx.now();
        Ok(Self {
            id: resource.id.to_string(),
            name,
            within,
            link: links::resource(resource.id),
            book: links::book(resource.id),
            zone: zone.iana_name().unwrap_or("UTC").to_owned(),
            axis: if axis == Axis::X { "x" } else { "y" },
            height: rows * thickness(resource) + 2 * AIR,
            shared: resource.places > 1,
            start: window.start.micros() / SECOND,
            end: window.end.micros() / SECOND,
            step: step(resource.unit),
            shut: boxes(&Spans::from(window).minus(&lane.open)),
            blocked: boxes(&lane.blocked),
            gaps,
            entries,
            more,
            ticks: grid::ticks(zone, &window),
            today: window.holds(now),
            now: window.holds(now).then(|| grid::at(&window, now)),
        })
    }
}

/// Minutes by which scripts move bookings; 0 where one chooses days.
const fn step(unit: Unit) -> u32 {
    match unit {
        Unit::Hour => 60,
        Unit::Minutes => ayni_terms::STEP,
        Unit::HalfDay | Unit::Day | Unit::Week => 0,
    }
}

fn thickness(resource: &Resource) -> usize {
    if resource.places > 1 { THIN_ROW } else { ROW }
}

/// The free stretches that are still to come.
fn gaps(
    tx: &ReadTx,
    resource: &Resource,
    (zone, axis, window): (&TimeZone, Axis, Span),
    free: &Spans,
) -> Result<Vec<GapView>> {
    let left = grid::gaps(&free.within(&window), &Spans::default(), tx.now());
    let mut gaps = Vec::with_capacity(left.len());
    for span in &left {
        gaps.push(GapView {
            place: BoxView::whole(axis, &window, span),
            link: gap_link(tx, resource, zone, span)?,
            hours: when::hours(zone, &day_span(zone, wall(zone, window.start).date()), span),
        });
    }
    Ok(gaps)
}

/// The form for a free stretch: an hour from its beginning, or all of it when it is shorter.
fn gap_link(tx: &ReadTx, resource: &Resource, zone: &TimeZone, span: &Span) -> Result<String> {
    if super::input::by_days(resource.unit) {
        let day = wall(zone, span.start).date().to_string();
        return Ok(format!("{}{}", links::book(resource.id), links::query(&[("day", &day)])));
    }
    let start = grid::next_quarter(span.start);
    let end = start.plus_seconds(3_600).min(span.end);
    book_link(tx, resource, &Span::new(start, end).unwrap_or(*span))
}

/// Bookings in rows, how many rows there are, and how many bookings found no room.
fn stacked(
    words: &Words,
    (zone, window, axis): (&TimeZone, Span, Axis),
    resource: &Resource,
    lane: &Lane,
) -> (Vec<EntryView>, usize, u64) {
    let shown: Vec<_> = lane.shown.iter().filter(|shown| shown.span.overlaps(&window)).collect();
    let rows = grid::rows(&shown.iter().map(|shown| shown.span).collect::<Vec<_>>());
    let count = rows.iter().map(|row| row + 1).max().unwrap_or(1).min(grid::MAX_ROWS);
    let hidden = rows.iter().filter(|row| **row >= grid::MAX_ROWS).count();
    let entries = shown.into_iter().zip(rows).filter(|(_, row)| *row < grid::MAX_ROWS).map(|(shown, row)| {
        let across = match axis {
            Axis::X => {
                let thick = thickness(resource);
                ((AIR + row * thick).to_string(), (thick - 2).to_string())
            }
            Axis::Y => (format!("{}%", 100 * row / count), format!("{}%", 100 / count)),
        };
        let entry = EntryView::of(words, (zone, &window), shown);
        let movable = entry.movable && step(resource.unit) > 0;
        EntryView { place: BoxView::of(axis, &window, &shown.span, across), movable, ..entry }
    });
    (entries.collect(), count, u64::try_from(hidden).unwrap_or(u64::MAX))
}
