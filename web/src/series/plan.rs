//! Planning a repeating booking: the rule, and the report on every date before anything is booked.

use std::future::ready;

use askama::Template;
use ayni_bookings::{DateVerdict, SeriesReport};
use ayni_calendar::{Weekday, wall};
use ayni_kernel::{Actor, Error, Faults, ReadTx, ResourceId, Result, SeriesId};
use jiff::tz::TimeZone;
use serde::Serialize;
use utoipa::ToSchema;

use super::{SeriesView, go_on, in_words, input::SeriesForm};
use crate::{
    bookings::{
        book::AlternativeView,
        views::{ObjectionView, PlaceView, PriceView, money},
        when, zone_of,
    },
    kit::{Answer, Ask, FormFaults, Input, MoneyView, Of, Page, Route, Visit, Words, filters},
    links,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/spaces/{id}/repeat", form)
            .about("What a repeating booking would be: each date, whether it can be had, why not, and what instead.")
            .answers::<RepeatPage>(),
        Route::post("/spaces/{id}/series", book)
            .about("Book a place again and again.")
            .takes::<SeriesForm>()
            .answers::<SeriesView>(),
    ]
}

/// A date that is looked at before it is booked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct DateView {
    /// The start on the clock of the place.
    pub start: String,
    /// When it begins.
    pub from: String,
    /// When it ends.
    pub until: String,
    /// What stands in its way; empty when it can be had.
    pub objections: Vec<ObjectionView>,
    /// What could be had instead, for the first dates that cannot.
    pub alternatives: Vec<AlternativeView>,
    /// What it costs.
    pub price: PriceView,
    #[serde(skip)]
    pub when: String,
}

impl DateView {
    fn of(tx: &ReadTx, words: &Words, zone: &TimeZone, date: &DateVerdict) -> Result<Self> {
        let alternatives = date.alternatives.iter().map(|each| AlternativeView::of(tx, words, each));
        Ok(Self {
            start: date.start.to_string(),
            from: date.span.start.to_string(),
            until: date.span.end.to_string(),
            objections: date.objections.iter().map(|each| ObjectionView::of(words, each)).collect(),
            alternatives: alternatives.collect::<Result<_>>()?,
            price: PriceView::of(tx, words, &date.quote)?,
            when: when::span(words, zone, &date.span),
        })
    }

    pub(super) fn can(&self) -> bool {
        self.objections.is_empty()
    }
}

/// The report on a series.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ReportView {
    /// Its rule in the reader's words.
    pub rule: String,
    /// The dates that one may book now.
    pub dates: Vec<DateView>,
    /// How many of them can be had.
    pub free: usize,
    /// How many cannot.
    pub clashes: usize,
    /// Whether there are later ones, which are booked when their time comes.
    pub goes_on: bool,
    /// What those that can be had cost together, for each currency.
    pub totals: Vec<MoneyView>,
}

impl ReportView {
    /// A report in the reader's words.
    pub(super) fn of(
        tx: &ReadTx,
        words: &Words,
        repeat: &ayni_calendar::Repeat,
        report: &SeriesReport,
    ) -> Result<Self> {
        let dates = report.dates.iter().map(|date| DateView::of(tx, words, &repeat.zone, date));
        let mut totals = Vec::new();
        for (_, currency, amount) in &report.totals {
            totals.extend(money(tx, *currency, *amount)?);
        }
        let clashes = report.clashes();
        Ok(Self {
            rule: in_words(words, repeat),
            dates: dates.collect::<Result<_>>()?,
            free: report.dates.len() - clashes,
            clashes,
            goes_on: report.goes_on,
            totals,
        })
    }
}

/// The form of a repeating booking with the report.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "series/repeat.html")]
pub(crate) struct RepeatPage {
    /// The place.
    place: PlaceView,
    /// The report; absent where the form is not filled in.
    report: Option<ReportView>,
    #[serde(skip)]
    #[schema(ignore)]
    form: SeriesForm,
    #[serde(skip)]
    faults: FormFaults,
    #[serde(skip)]
    inside: bool,
    #[serde(skip)]
    weekday: Option<Weekday>,
}

impl Page for RepeatPage {
    const FEATURE: &'static str = "bookings";

    fn title(&self, words: &Words) -> String {
        words.say_with("series-repeat-place", &[("place", self.place.name.as_str().into())])
    }

    fn tab(&self) -> &'static str {
        "spaces"
    }
}

impl RepeatPage {
    fn action(&self) -> String {
        links::repeat(&self.place.id)
    }

    fn post(&self) -> String {
        links::new_series(&self.place.id)
    }

    fn read(
        visit: &Visit,
        tx: &ReadTx,
        me: &Actor,
        id: ResourceId,
        mut form: SeriesForm,
        faults: Faults,
    ) -> Result<Self> {
        let resource = ayni_resources::visible(tx, me, id)?;
        let zone = zone_of(tx, &resource)?;
        let (mut faults, mut report) = (faults.0, None);
        if form.how.series.is_empty() {
            form.how.series.clone_from(&form.book.id);
        }
        let looked = form.ask(visit, tx, me, &resource).and_then(|ask| {
            let found = ayni_bookings::preview_series(tx, me, &ask)?;
            ReportView::of(tx, &visit.words, &ask.repeat, &found)
        });
        match looked {
            Ok(found) => report = Some(found),
            Err(Error::Invalid(why)) if faults.is_empty() && form.book.has_time() => faults = why.0,
            Err(Error::Invalid(_) | Error::SignIn | Error::Forbidden) => {}
            Err(error) => return Err(error),
        }
        let span = form.span(tx, &resource, &zone).ok();
        if form.how.rule.repeat.is_empty() {
            "weekly".clone_into(&mut form.how.rule.repeat);
        }
        let weekday = span.map(|span| wall(&zone, span.start).date().weekday());
        if let Some(span) = span {
            let (from, until) = (wall(&zone, span.start), wall(&zone, span.end));
            form.book.day = from.date().to_string();
            form.book.from = when::clock(from.time());
            form.book.until = when::clock(until.time());
            form.book.until_day = String::new();
        }
        let (place, inside) = (PlaceView::of(tx, &resource)?, me.member().is_ok());
        Ok(Self { place, report, form, faults: Faults(faults).into(), inside, weekday })
    }
}

async fn form(visit: Visit, Of(id): Of<ResourceId>, Ask(mut form): Ask<SeriesForm>) -> Answer {
    if form.how.series.is_empty() && visit.user.is_some() {
        form.how.series = visit.write(|tx, _| Ok(tx.id::<SeriesId>())).await?.to_string();
    }
    visit.page(&visit.read(|tx, me| RepeatPage::read(&visit, tx, me, id, form, Faults::default()))?)
}

async fn book(visit: Visit, Of(id): Of<ResourceId>, Input(form): Input<SeriesForm>) -> Answer {
    visit.user()?;
    match make(&visit, id, &form).await {
        Ok(view) => visit.done(&view, &view.link, "series-said-booked"),
        Err(error) => {
            let again = |faults| ready(visit.read(|tx, me| RepeatPage::read(&visit, tx, me, id, form, faults)));
            visit.again(error, again).await
        }
    }
}

async fn make(visit: &Visit, id: ResourceId, form: &SeriesForm) -> Result<SeriesView> {
    let ask = visit.read(|tx, me| form.ask(visit, tx, me, &ayni_resources::visible(tx, me, id)?))?;
    let made = visit.write(move |tx, me| ayni_bookings::book_series(tx, me, ask)).await?;
    go_on(visit, made.id).await?;
    visit.read(|tx, me| SeriesView::of(tx, &visit.words, &ayni_bookings::series(tx, me, made.id)?))
}
