//! A series with its dates: taking one out, putting one in; and the list of one's series.

use std::future::ready;

use askama::Template;
use ayni_bookings::{Day, Gap, SeriesDay};
use ayni_calendar::{DateTime, Repeat};
use ayni_kernel::{Actor, Cursor, Error, Faults, ReadTx, Result, SeriesId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{SeriesView, date_in_words};
use crate::{
    bookings::views::BookingView,
    kit::{Answer, Ask, FormFaults, Input, Of, Page, PageView, Route, Visit, Words, filters},
    links,
};

/// Dates of a page: a year of weeks.
const ROWS: usize = 60;

/// Series of a page.
const SERIES: usize = 30;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/series", list)
            .about("The repeating bookings of the member acted for, newest first.")
            .asks::<ListQuery>()
            .answers::<ListPage>(),
        Route::get("/series/{id}", show)
            .about("A repeating booking with its dates.")
            .asks::<ListQuery>()
            .answers::<SeriesPage>(),
        Route::post("/series/{id}/skipping", skip)
            .about("Takes a date out; its booking is cancelled.")
            .takes::<DateForm>()
            .answers::<SeriesView>(),
        Route::post("/series/{id}/dates", readd)
            .about("Books a date that was taken out, could not be had, or is not one of the rule's.")
            .takes::<DateForm>()
            .answers::<SeriesView>(),
    ]
}

/// Where a list begins.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
struct ListQuery {
    /// Where the page begins: the `next` of the page before.
    after: String,
}

/// One's repeating bookings.
#[derive(Template, Serialize, ToSchema)]
#[schema(as = SeriesListPage)]
#[template(path = "series/list.html")]
struct ListPage {
    /// The series, newest first.
    series: PageView<SeriesView>,
}

impl Page for ListPage {
    const FEATURE: &'static str = "bookings";

    fn title(&self, words: &Words) -> String {
        words.say("series-mine")
    }

    fn tab(&self) -> &'static str {
        "bookings"
    }
}

impl ListPage {
    fn older(&self) -> Option<String> {
        self.series.next.as_ref().map(|next| format!("{}{}", links::SERIES, links::query(&[("after", next)])))
    }

    fn read(visit: &Visit, query: &ListQuery) -> Result<Self> {
        let member = visit.member()?;
        let after = Some(&query.after).filter(|after| !after.is_empty()).map(|after| Cursor::parse(after));
        let after = after.transpose()?;
        visit.read(|tx, me| {
            let page = ayni_bookings::series_of(tx, me, member, after, SERIES)?;
            let series = page.try_map(|series| SeriesView::of(tx, &visit.words, &series))?.into();
            Ok(Self { series })
        })
    }
}

async fn list(visit: Visit, Ask(query): Ask<ListQuery>) -> Answer {
    visit.page(&ListPage::read(&visit, &query)?)
}

/// A date of a series.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct DayView {
    /// Where the rule places it, on the clock of the place.
    start: String,
    /// `booked`, `skipped`, `gap` (it could not be had) or `ahead` (it is booked when its time comes).
    what: &'static str,
    /// Why it could not be had: `taken`, `closed`, `rule` or `unpaid`.
    why: Option<&'static str>,
    /// The booking.
    booking: Option<BookingView>,
    #[serde(skip)]
    when: String,
    #[serde(skip)]
    moved: bool,
    #[serde(skip)]
    live: bool,
    #[serde(skip)]
    ahead: bool,
}

impl DayView {
    fn of(tx: &ReadTx, words: &Words, repeat: &Repeat, now: DateTime, day: SeriesDay) -> Result<Self> {
        let start = day.original;
        let mut view = Self {
            start: start.to_string(),
            what: "booked",
            why: None,
            booking: None,
            when: date_in_words(words, start),
            moved: false,
            live: false,
            ahead: start > now,
        };
        match day.what {
            Day::Booked(booking) => {
                view.moved = booking.span != repeat.span_at(start);
                view.live = booking.state.is_live();
                view.booking = Some(BookingView::of(tx, words, &booking)?);
            }
            Day::Skipped(_) => view.what = "skipped",
            Day::Gap(gap) => (view.what, view.why) = ("gap", Some(Gap::word(gap))),
            Day::Ahead => view.what = "ahead",
        }
        Ok(view)
    }

    /// The locale key of why it could not be had.
    fn why_key(&self) -> String {
        format!("series-gap-{}", self.why.unwrap_or("taken"))
    }

    fn change(&self) -> Option<String> {
        self.booking.as_ref().filter(|_| self.live && self.ahead).map(|booking| links::change_series(&booking.id))
    }
}

/// A series with its dates.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "series/show.html")]
struct SeriesPage {
    /// The series.
    series: SeriesView,
    /// Its dates, in order.
    days: Vec<DayView>,
    /// The `after` of the next page of dates.
    next: Option<String>,
    #[serde(skip)]
    handle: bool,
    #[serde(skip)]
    earlier: bool,
    #[serde(skip)]
    faults: FormFaults,
}

impl Page for SeriesPage {
    const FEATURE: &'static str = "bookings";

    fn title(&self, _: &Words) -> String {
        self.series.headline().to_owned()
    }

    fn tab(&self) -> &'static str {
        "bookings"
    }
}

impl SeriesPage {
    fn later(&self) -> Option<String> {
        self.next.as_ref().map(|next| format!("{}{}", self.series.link, links::query(&[("after", next)])))
    }

    /// The first date that is still to come, whose change reaches all of them.
    fn first(&self) -> Option<String> {
        self.days.iter().find_map(DayView::change)
    }

    fn cancel(&self) -> Option<String> {
        let coming = self.days.iter().filter(|day| day.live && day.ahead).find_map(|day| day.booking.as_ref());
        coming.map(|booking| links::cancel_series(&booking.id))
    }

    fn read(visit: &Visit, (tx, me): (&ReadTx, &Actor), id: SeriesId, after: &str, faults: Faults) -> Result<Self> {
        let series = ayni_bookings::series(tx, me, id)?;
        let from = Some(after).filter(|after| !after.is_empty()).map(|after| read_start("after", after)).transpose()?;
        let page = ayni_bookings::series_days(tx, me, id, from, ROWS)?;
        let now = ayni_calendar::wall(&series.repeat.zone, ayni_kernel::tx::Now::now(tx));
        let days = page.days.into_iter().map(|day| DayView::of(tx, &visit.words, &series.repeat, now, day));
        Ok(Self {
            days: days.collect::<Result<_>>()?,
            next: page.next.map(|next| next.to_string()),
            handle: ayni_bookings::series_rights(tx, me, &series)?.handle,
            earlier: !after.is_empty(),
            series: SeriesView::of(tx, &visit.words, &series)?,
            faults: faults.into(),
        })
    }
}

async fn show(visit: Visit, Of(id): Of<SeriesId>, Ask(query): Ask<ListQuery>) -> Answer {
    visit.page(&visit.read(|tx, me| SeriesPage::read(&visit, (tx, me), id, &query.after, Faults::default()))?)
}

/// A date of a series, as a form or a program names it.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
struct DateForm {
    /// Its start on the clock of the place, such as `2026-11-24T19:00`.
    start: String,
}

fn read_start(field: &'static str, text: &str) -> Result<DateTime> {
    text.trim().parse().map_err(|_| Error::invalid(field, "bookings-moment-unread"))
}

async fn skip(visit: Visit, Of(id): Of<SeriesId>, Input(form): Input<DateForm>) -> Answer {
    let start = read_start("start", &form.start);
    let done = match start {
        Ok(start) => visit.write(move |tx, me| ayni_bookings::skip(tx, me, id, start)).await,
        Err(error) => Err(error),
    };
    answer(&visit, id, done, "series-said-skipped").await
}

async fn readd(visit: Visit, Of(id): Of<SeriesId>, Input(form): Input<DateForm>) -> Answer {
    let start = read_start("start", &form.start);
    let done = match start {
        Ok(start) => visit.write(move |tx, me| ayni_bookings::readd(tx, me, id, start)).await,
        Err(error) => Err(error),
    };
    answer(&visit, id, done, "series-said-readded").await
}

async fn answer(visit: &Visit, id: SeriesId, done: Result<ayni_bookings::Series>, said: &'static str) -> Answer {
    match done {
        Ok(series) => {
            let view = visit.read(|tx, _| SeriesView::of(tx, &visit.words, &series))?;
            visit.done(&view, &view.link, said)
        }
        Err(error) => {
            let again = |faults| ready(visit.read(|tx, me| SeriesPage::read(visit, (tx, me), id, "", faults)));
            visit.again(error, again).await
        }
    }
}
