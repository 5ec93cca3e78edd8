//! Calendars: a day of many places, a week of one, a month, and an agenda for small screens. Drawn by the server with
//! links on what is free; `calendar.js` adds dragging, keys and live changes.

use std::collections::BTreeMap;

use askama::Template;
use ayni_bookings::Lane;
use ayni_calendar::{Span, Spans, day_span, instant, month_of, wall, week_of};
use ayni_kernel::{Actor, Error, Language, ReadTx, ResourceId, Result, tx::Now as _};
use ayni_resources::{Resource, Tree};
use jiff::{
    ToSpan as _,
    civil::{Date, Weekday},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    grid,
    input::id,
    lanes::{Axis, EntryView, Frame, LaneView},
    mine::day_name,
    when, zone_of,
};
use crate::{
    kit::{Answer, Ask, Page, Route, Visit, Words, filters},
    links,
};

/// Lanes on a page; who has more places chooses a floor or a building.
const MAX_LANES: usize = 100;

/// Days of an agenda.
const AGENDA: i64 = 14;

/// Bookings written into a day of a month.
const IN_DAY: usize = 3;

/// The routes of calendars.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/calendar", calendar)
            .about("What is booked: a day of many places, a week or a month of one, or an agenda.")
            .asks::<CalendarQuery>()
            .answers::<CalendarPage>(),
    ]
}

/// Which calendar.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct CalendarQuery {
    /// `day`, `week`, `month` or `agenda`; a day otherwise.
    view: String,
    /// The day, or one in the week or month; today otherwise.
    day: String,
    /// The id of a place: the one to show, or what the shown ones stand in.
    place: String,
}

/// What a calendar shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    Day,
    Week,
    Month,
    Agenda,
}

impl View {
    const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Agenda];

    fn of(word: &str) -> Self {
        Self::ALL.into_iter().find(|view| view.word() == word).unwrap_or(Self::Day)
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Agenda => "agenda",
        }
    }

    /// The days that it shows around one.
    fn days(self, day: Date) -> (Date, Date) {
        match self {
            Self::Day => (day, day),
            Self::Week => {
                let first = week_of(day, Weekday::Monday);
                (first, first.saturating_add(6.days()))
            }
            Self::Month => {
                let first = week_of(month_of(day), Weekday::Monday);
                (first, week_of(day.last_of_month(), Weekday::Monday).saturating_add(6.days()))
            }
            Self::Agenda => (day, day.saturating_add((AGENDA - 1).days())),
        }
    }

    /// The day from which the page before or after is shown.
    fn step(self, day: Date, by: i64) -> Date {
        match self {
            Self::Day => day.saturating_add(by.days()),
            Self::Week => day.saturating_add((7 * by).days()),
            Self::Month => month_of(day).saturating_add(by.months()),
            Self::Agenda => day.saturating_add((AGENDA * by).days()),
        }
    }
}

/// A booking as a calendar tells of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CalendarEntry {
    /// The booking, for those who may open it.
    booking: Option<String>,
    /// The id of the place.
    place: String,
    /// When it begins.
    from: String,
    /// When it ends.
    until: String,
    /// What for, or for whom; a plain word where that is not told.
    title: String,
    /// Where it stands.
    state: &'static str,
    /// `mine`, `managed`, `others` or `elsewhere`.
    whose: &'static str,
}

/// A day with what is booked on it.
#[derive(Debug, Clone)]
struct DayView {
    date: String,
    name: String,
    number: i8,
    link: String,
    today: bool,
    inside: bool,
    entries: Vec<(EntryView, String)>,
    more: u64,
}

/// A calendar.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "bookings/calendar.html")]
pub(crate) struct CalendarPage {
    /// What is booked, place by place.
    entries: Vec<CalendarEntry>,
    /// The position in the log of changes that it shows; see `/calendar/changes`.
    seq: u64,
    #[serde(skip)]
    #[schema(ignore)]
    view: View,
    #[serde(skip)]
    #[schema(ignore)]
    day: Date,
    #[serde(skip)]
    heading: String,
    #[serde(skip)]
    place: String,
    #[serde(skip)]
    choices: Vec<(String, String, usize)>,
    #[serde(skip)]
    lanes: Vec<LaneView>,
    #[serde(skip)]
    days: Vec<DayView>,
    #[serde(skip)]
    weekdays: Vec<String>,
    #[serde(skip)]
    hours: Vec<grid::Tick>,
    #[serde(skip)]
    tall: usize,
    #[serde(skip)]
    language: &'static str,
    #[serde(skip)]
    chosen: bool,
}

impl Page for CalendarPage {
    const FEATURE: &'static str = "bookings";

    fn title(&self, words: &Words) -> String {
        format!("{} · {}", words.say("bookings-calendar"), self.heading)
    }

    fn tab(&self) -> &'static str {
        "spaces"
    }
}

impl CalendarPage {
    fn views(&self) -> Vec<(&'static str, String, bool)> {
        let tab = |view: View| {
            let key = match view {
                View::Day => "bookings-view-day",
                View::Week => "bookings-view-week",
                View::Month => "bookings-view-month",
                View::Agenda => "bookings-view-agenda",
            };
            (key, links::calendar(view.word(), &self.day.to_string(), &self.place), view == self.view)
        };
        View::ALL.into_iter().map(tab).collect()
    }

    fn step(&self, by: i64) -> String {
        links::calendar(self.view.word(), &self.view.step(self.day, by).to_string(), &self.place)
    }

    fn today(&self) -> String {
        links::calendar(self.view.word(), "", &self.place)
    }

    fn is(&self, view: &str) -> bool {
        self.view.word() == view
    }

    /// The stream of changes from what is shown here on.
    fn stream(&self) -> String {
        format!("{}/changes?since={}", links::CALENDAR, self.seq)
    }

    fn is_empty(&self) -> bool {
        self.choices.is_empty()
    }
}

async fn calendar(visit: Visit, Ask(ask): Ask<CalendarQuery>) -> Answer {
    visit.page(&visit.read(|tx, me| CalendarPage::read(&visit, tx, me, &ask))?)
}

impl CalendarPage {
    fn read(visit: &Visit, tx: &ReadTx, me: &Actor, ask: &CalendarQuery) -> Result<Self> {
        let (words, tree) = (&visit.words, ayni_resources::tree(tx, me)?);
        let view = View::of(&ask.view);
        let chosen: Option<ResourceId> = id("place", &ask.place)?;
        let places = places(&tree, chosen, view)?;
        let zone = match places.as_slice() {
            [] => visit.settings.time_zone.zone(),
            [first, ..] => shared_zone(tx, first, &places)?.unwrap_or_else(|| visit.settings.time_zone.zone()),
        };
        let today = wall(&zone, tx.now()).date();
        let day = when::read_day("day", &ask.day)?.unwrap_or(today);
        let (first, last) = view.days(day);
        let span = Span::new(day_span(&zone, first).start, day_span(&zone, last).end).ok_or(Error::NotFound)?;
        let ids: Vec<_> = places.iter().map(|place| place.id).collect();
        let lanes = ayni_bookings::timeline(tx, me, &ids, span)?;
        let mut page = Self {
            entries: entries(words, &zone, &span, &lanes),
            seq: tx.seq(),
            view,
            day,
            heading: heading(words, view, day),
            place: places
                .first()
                .filter(|_| view == View::Week)
                .map_or_else(|| ask.place.clone(), |place| place.id.to_string()),
            choices: choices(&tree),
            lanes: Vec::new(),
            days: Vec::new(),
            weekdays: (0..7)
                .map(|n| when::weekday(words, week_of(day, Weekday::Monday).saturating_add(n.days())))
                .collect(),
            hours: Vec::new(),
            tall: 0,
            language: if words.language() == Language::English { "en-GB" } else { words.language().tag() },
            chosen: !ask.view.is_empty(),
        };
        match view {
            View::Day => page.draw_day(tx, me, (words, &zone), (&tree, &lanes))?,
            View::Week => page.draw_week(tx, me, (words, &zone), (first, &lanes))?,
            View::Month | View::Agenda => {}
        }
        page.days = days(words, (&zone, today), (view, day), &lanes);
        Ok(page)
    }

    /// A lane for each place.
    fn draw_day(
        &mut self,
        tx: &ReadTx,
        me: &Actor,
        (words, zone): (&Words, &TimeZone),
        (tree, lanes): (&Tree, &[Lane]),
    ) -> Result<()> {
        let busy: Spans = lanes
            .iter()
            .flat_map(|lane| {
                lane.open
                    .iter()
                    .copied()
                    .filter(|open| open.seconds() < 86_400)
                    .chain(lane.shown.iter().map(|shown| shown.span))
            })
            .collect();
        let window = grid::window(zone, self.day, &busy);
        self.hours = grid::ticks(zone, &window);
        for lane in lanes {
            let own = zone_of(tx, &lane.resource)?;
            let within = tree.ancestors(lane.resource.id).first().map(|above| above.name.to_string());
            let frame = Frame {
                words,
                zone: &own,
                window,
                axis: Axis::X,
                name: lane.resource.name.to_string(),
                within: within.unwrap_or_default(),
            };
            self.lanes.push(LaneView::of(tx, me, frame, lane)?);
        }
        Ok(())
    }

    /// A lane for each day of the one place.
    fn draw_week(
        &mut self,
        tx: &ReadTx,
        me: &Actor,
        (words, zone): (&Words, &TimeZone),
        (first, lanes): (Date, &[Lane]),
    ) -> Result<()> {
        let Some(lane) = lanes.first() else { return Ok(()) };
        let (from, until) = week_hours(zone, first, lane);
        for n in 0..7 {
            let date = first.saturating_add(n.days());
            let at =
                |hour: i64| instant(zone, date.to_datetime(jiff::civil::Time::midnight()).saturating_add(hour.hours()));
            let window = Span::new(at(from), at(until)).ok_or(Error::NotFound)?;
            let frame = Frame {
                words,
                zone,
                window,
                axis: Axis::Y,
                name: when::weekday(words, date),
                within: date.day().to_string(),
            };
            let drawn = LaneView::of(tx, me, frame, lane)?;
            self.lanes.push(LaneView { link: links::calendar("day", &date.to_string(), ""), ..drawn });
        }
        self.hours = self.lanes.first().map(|lane| lane.ticks.clone()).unwrap_or_default();
        self.tall = usize::try_from(until - from).unwrap_or(24) * HOUR_HEIGHT;
        Ok(())
    }
}

/// Height of an hour in a week, in pixels: room for a line of text in half of it.
const HOUR_HEIGHT: usize = 48;

/// The hours that a week shows: the usual ones, wider where something is open or booked.
fn week_hours(zone: &TimeZone, first: Date, lane: &Lane) -> (i64, i64) {
    let busy: Spans = lane
        .open
        .iter()
        .copied()
        .filter(|open| open.seconds() < 86_400)
        .chain(lane.shown.iter().map(|shown| shown.span))
        .collect();
    let (mut from, mut until) = (8, 18);
    for n in 0..7 {
        let date = first.saturating_add(n.days());
        let window = grid::window(zone, date, &busy);
        let hour = |moment| i64::from(wall(zone, moment).hour());
        let end = wall(zone, window.end);
        from = from.min(hour(window.start));
        until = until.max(if end.date() > date { 24 } else { i64::from(end.hour()) + i64::from(end.minute() > 0) });
    }
    (from, until)
}

/// The places that a calendar shows: one for a week, otherwise all that can be booked in what was chosen.
fn places(tree: &Tree, chosen: Option<ResourceId>, view: View) -> Result<Vec<&Resource>> {
    let inside: Vec<&Resource> = match chosen {
        Some(id) => {
            tree.get(id).ok_or(Error::NotFound)?;
            tree.subtree(id)
        }
        None => tree.walk().into_iter().map(|(_, resource)| resource).collect(),
    };
    let most = if view == View::Week { 1 } else { MAX_LANES };
    Ok(inside.into_iter().filter(|resource| resource.takes_bookings()).take(most).collect())
}

/// The zone that all places share, if they do.
fn shared_zone(tx: &ReadTx, first: &Resource, places: &[&Resource]) -> Result<Option<TimeZone>> {
    let zone = zone_of(tx, first)?;
    for place in places {
        if zone_of(tx, place)? != zone {
            return Ok(None);
        }
    }
    Ok(Some(zone))
}

/// What can be chosen: everything in the tree, with how deep it stands.
fn choices(tree: &Tree) -> Vec<(String, String, usize)> {
    let walk = tree.walk();
    walk.into_iter().map(|(depth, each)| (each.id.to_string(), each.name.to_string(), depth)).collect()
}

fn heading(words: &Words, view: View, day: Date) -> String {
    let (first, last) = view.days(day);
    match view {
        View::Day => when::long_day(words, day),
        View::Month => when::month(words, day),
        View::Week | View::Agenda => format!("{} – {}", when::day(words, first), when::day(words, last)),
    }
}

fn entries(words: &Words, zone: &TimeZone, span: &Span, lanes: &[Lane]) -> Vec<CalendarEntry> {
    let all = lanes.iter().flat_map(|lane| lane.shown.iter().map(move |shown| (lane, shown)));
    all.map(|(lane, shown)| {
        let entry = EntryView::of(words, (zone, span), shown);
        CalendarEntry {
            booking: shown.booking.map(|id| id.to_string()),
            place: lane.resource.id.to_string(),
            from: shown.span.start.to_string(),
            until: shown.span.end.to_string(),
            title: entry.title,
            state: entry.state,
            whose: entry.whose,
        }
    })
    .collect()
}

/// Days with what is booked on each; a booking over several days stands in all of them.
fn days(words: &Words, (zone, today): (&TimeZone, Date), (view, day): (View, Date), lanes: &[Lane]) -> Vec<DayView> {
    let (first, last) = view.days(day);
    let mut by_day: BTreeMap<Date, Vec<(EntryView, String)>> = BTreeMap::new();
    for (lane, shown) in lanes.iter().flat_map(|lane| lane.shown.iter().map(move |shown| (lane, shown))) {
        for date in ayni_calendar::dates(zone, &shown.span) {
            let entry = EntryView::of(words, (zone, &day_span(zone, date)), shown);
            by_day.entry(date).or_default().push((entry, lane.resource.name.to_string()));
        }
    }
    let month = view == View::Month;
    let dates = first.series(1.day()).take_while(|date| *date <= last);
    dates
        .filter_map(|date| {
            let mut entries = by_day.remove(&date).unwrap_or_default();
            if entries.is_empty() && view == View::Agenda {
                return None;
            }
            entries.sort_by_key(|(entry, _)| (entry.span, entry.id.clone()));
            let shown = if month { IN_DAY } else { entries.len() };
            let more = entries.len().saturating_sub(shown);
            entries.truncate(shown);
            Some(DayView {
                date: date.to_string(),
                name: day_name(words, today, date),
                number: date.day(),
                link: links::calendar("day", &date.to_string(), ""),
                today: date == today,
                inside: !month || date.month() == day.month(),
                entries,
                more: u64::try_from(more).unwrap_or(u64::MAX),
            })
        })
        .collect()
}
