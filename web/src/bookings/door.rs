//! What hangs at a door: whether a place is free, what comes next, and a code to scan; and where that code leads.

use askama::Template;
use axum::extract::Path;
use ayni_bookings::{Booking, Shown, Sign};
use ayni_calendar::{Span, day_span, wall};
use ayni_kernel::{Actor, ReadTx, ResourceId, Result, Timestamp, tx::Now as _};
use jiff::tz::TimeZone;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    find::book_link,
    grid,
    views::{BookingView, PlaceView},
    when, zone_of,
};
use crate::{
    kit::{Answer, Of, Page, Route, Shell, Visit, Words, filters, qr},
    links,
    members::Origin,
};

/// What comes next that a door shows.
const NEXT: usize = 4;

/// Minutes that one can book on the spot.
const ON_THE_SPOT: [i64; 3] = [15, 30, 60];

/// The routes of doors.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/spaces/{id}/door", door).about("The display at the door of a place.").page_only(),
        Route::get("/door/{code}", arrive).about("Where the code at a door leads.").page_only(),
        Route::post("/door/{code}", check_in).about("Check in with the code at a door.").answers::<BookingView>(),
    ]
}

/// How a place is at this moment.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct NowView {
    /// Whether it is free.
    free: bool,
    /// Until when that is so on this day, on the clock of the place.
    until: Option<String>,
    /// What is on, where it is told.
    title: String,
    /// Bookings that can be made on the spot: minutes and where.
    offers: Vec<(i64, String)>,
    /// What comes next on this day: hours, title.
    next: Vec<(String, String)>,
}

impl NowView {
    fn of(words: &Words, tx: &ReadTx, me: &Actor, id: ResourceId) -> Result<Self> {
        let resource = ayni_resources::visible(tx, me, id)?;
        let zone = zone_of(tx, &resource)?;
        let now = tx.now();
        let day = day_span(&zone, wall(&zone, now).date());
        let shown = ayni_bookings::on(tx, me, id, day)?;
        let free = ayni_bookings::free(tx, me, id, day, 1)?;
        let current = free.iter().find(|span| span.holds(now));
        let ends = match current {
            Some(gap) => Some(gap.end),
            None => free.iter().find(|span| span.start > now).map(|span| span.start),
        };
        let mut offers = Vec::new();
        for minutes in ON_THE_SPOT {
            let start = Timestamp::from_micros(grid::next_quarter(now).micros() - QUARTER)
                .max(current.map_or(now, |gap| gap.start));
            let span = Span::new(start, grid::next_quarter(now).plus_seconds(minutes * 60));
            if let Some(span) = span.filter(|span| current.is_some_and(|gap| gap.end >= span.end)) {
                offers.push((minutes, book_link(tx, &resource, &span)?));
            }
        }
        Ok(Self {
            free: current.is_some(),
            until: ends.filter(|end| *end < day.end).map(|end| when::clock(wall(&zone, end).time())),
            title: shown.iter().find(|each| each.span.holds(now)).map(|each| title(words, each)).unwrap_or_default(),
            offers,
            next: coming(words, &zone, (&day, now), &shown),
        })
    }
}

/// A quarter of an hour in microseconds.
const QUARTER: i64 = 900_000_000;

fn coming(words: &Words, zone: &TimeZone, (day, now): (&Span, Timestamp), shown: &[Shown]) -> Vec<(String, String)> {
    let next = shown.iter().filter(|each| each.span.start > now).take(NEXT);
    next.map(|each| (when::hours(zone, day, &each.span), title(words, each))).collect()
}

/// What a door says of a booking: what for, or for whom, or just that it is taken.
fn title(words: &Words, shown: &Shown) -> String {
    let title = shown.title.as_ref().map(ToString::to_string).filter(|title| !title.is_empty());
    let member = shown.member.as_ref().map(|member| member.name.to_string());
    title.or(member).unwrap_or_else(|| words.say("bookings-busy"))
}

/// The display at a door.
#[derive(Debug, Template, Serialize)]
#[template(path = "bookings/door.html")]
pub(crate) struct DoorPage {
    place: PlaceView,
    now: NowView,
    clock: String,
    day: String,
    #[serde(skip)]
    code: String,
    #[serde(skip)]
    link: String,
    #[serde(skip)]
    stream: String,
}

impl Page for DoorPage {
    const FEATURE: &'static str = "bookings";

    fn title(&self, _: &Words) -> String {
        self.place.name.clone()
    }

    fn shell(&self) -> Shell {
        Shell::Wizard
    }
}

async fn door(visit: Visit, Origin(origin): Origin, Of(id): Of<ResourceId>) -> Answer {
    visit.user()?;
    let code = visit.write(move |tx, me| ayni_bookings::door_code(tx, me, id, Sign::Screen)).await?;
    let link = format!("{origin}{}", links::at_door(&code));
    visit.page(&visit.read(|tx, me| DoorPage::read(&visit.words, tx, me, id, &link))?)
}

impl DoorPage {
    fn read(words: &Words, tx: &ReadTx, me: &Actor, id: ResourceId, link: &str) -> Result<Self> {
        let resource = ayni_resources::visible(tx, me, id)?;
        let at = wall(&zone_of(tx, &resource)?, tx.now());
        Ok(Self {
            place: PlaceView::of(tx, &resource)?,
            now: NowView::of(words, tx, me, id)?,
            clock: when::clock(at.time()),
            day: when::long_day(words, at.date()),
            code: qr::picture(link)?,
            link: link.to_owned(),
            stream: format!("{}/changes?since={}", links::CALENDAR, tx.seq()),
        })
    }
}

/// Where the code at a door leads: what there is to do for whoever scanned it.
#[derive(Debug, Template, Serialize)]
#[template(path = "bookings/at_door.html")]
pub(crate) struct AtDoorPage {
    place: PlaceView,
    now: NowView,
    #[serde(skip)]
    mine: Option<BookingView>,
    #[serde(skip)]
    link: String,
}

impl Page for AtDoorPage {
    const FEATURE: &'static str = "bookings";

    fn title(&self, _: &Words) -> String {
        self.place.name.clone()
    }

    fn tab(&self) -> &'static str {
        "spaces"
    }
}

async fn arrive(visit: Visit, Path(code): Path<String>) -> Answer {
    visit.user()?;
    visit.page(&visit.read(|tx, me| AtDoorPage::read(&visit.words, tx, me, &code))?)
}

impl AtDoorPage {
    fn read(words: &Words, tx: &ReadTx, me: &Actor, code: &str) -> Result<Self> {
        let id = ayni_bookings::at_door(tx, code)?;
        let resource = ayni_resources::visible(tx, me, id)?;
        let mine = own(tx, me, id)?;
        Ok(Self {
            place: PlaceView::of(tx, &resource)?,
            now: NowView::of(words, tx, me, id)?,
            mine: mine.map(|booking| BookingView::of(tx, words, &booking)).transpose()?,
            link: links::at_door(code),
        })
    }
}

/// The reader's own booking that is on or comes next today.
fn own(tx: &ReadTx, me: &Actor, id: ResourceId) -> Result<Option<Booking>> {
    let zone = zone_of(tx, &ayni_resources::visible(tx, me, id)?)?;
    let day = day_span(&zone, wall(&zone, tx.now()).date());
    let shown = ayni_bookings::on(tx, me, id, day)?;
    let mine = shown.into_iter().filter(|each| each.whose == ayni_bookings::Whose::Mine && each.state.is_live());
    let next = mine.filter(|each| each.span.end > tx.now()).find_map(|each| each.booking);
    next.map(|id| ayni_bookings::booking(tx, me, id)).transpose()
}

async fn check_in(visit: Visit, Path(code): Path<String>) -> Answer {
    visit.user()?;
    let booking = visit.write(move |tx, me| ayni_bookings::check_in_at_door(tx, me, &code)).await?;
    let view = visit.read(|tx, _| BookingView::of(tx, &visit.words, &booking))?;
    visit.done(&view, &view.link, "bookings-said-checked-in")
}
