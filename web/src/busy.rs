//! Other calendars of a place: what they take cannot be booked here. Followed by their address, or uploaded.

use std::future::ready;

use askama::Template;
use axum::extract::Multipart;
use ayni_bookings::{
    Booking, BusyCalendar, CalendarAddress, Content, Given, MAX_BYTES, NewBusyCalendar, Reading, Source,
};
use ayni_kernel::{Actor, BusyCalendarId, Check, Error, Faults, Name, ReadTx, ResourceId, Result, tx::Now as _};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    bookings::when,
    kit::{Answer, FormFaults, Input, Of, Page, Route, Visit, Words, app::blocking, filters},
    links,
    resources::{
        OFFICE_TAB, managed,
        plans::{Sent, WRAPPING, sent_file},
        views::ResourceRef,
    },
};

/// Minutes up to which people would rather read how long ago something was than when.
const LATELY: i64 = 120;

/// Microseconds of a minute.
const MINUTE: i64 = 60_000_000;

/// The part of a multipart form with the file, and the fault of one that ends in the middle.
const FILE: (&str, &str) = ("calendar", "calendar-file-unreadable");

/// The routes of other calendars.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/spaces/resources/{id}/calendars", list)
            .about("The calendars from elsewhere that take times of a place.")
            .answers::<BusyCalendarsPage>()
            .office(),
        Route::post("/admin/spaces/resources/{id}/calendars", follow)
            .about("Follow a calendar by its address: what it takes cannot be booked here.")
            .takes::<CalendarForm>()
            .answers::<BusyCalendarView>()
            .office(),
        Route::post("/admin/spaces/resources/{id}/calendar-file", upload)
            .about("Send a calendar file as the part `calendar` of a multipart form, its name as the part `name`.")
            .answers::<BusyCalendarView>()
            .office()
            .max_body(MAX_BYTES + WRAPPING),
        Route::get("/admin/spaces/calendars/{id}", show)
            .about("A calendar from elsewhere, with the bookings that it meets.")
            .answers::<BusyCalendarPage>()
            .office(),
        Route::post("/admin/spaces/calendars/{id}/file", replace)
            .about("Put another file, the part `calendar` of a multipart form, in place of an uploaded one.")
            .answers::<BusyCalendarView>()
            .office()
            .max_body(MAX_BYTES + WRAPPING),
        Route::post("/admin/spaces/calendars/{id}/fetching", fetch)
            .about("Read a followed calendar as soon as possible.")
            .answers::<BusyCalendarView>()
            .office(),
        Route::post("/admin/spaces/calendars/{id}/removal", remove)
            .about("Take a calendar away; what it took is free again.")
            .answers::<BusyCalendarView>()
            .office(),
    ]
}

/// A calendar to follow.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct CalendarForm {
    /// What people call it.
    name: String,
    /// Where it is, such as `https://example.org/calendar.ics`.
    address: String,
}

impl CalendarForm {
    fn read(&self, resource: ResourceId) -> Result<NewBusyCalendar> {
        let mut check = Check::default();
        let name = check.take(Name::parse("name", &self.name));
        let address = check.take(CalendarAddress::parse("address", &self.address));
        match (name, address) {
            (Some(name), Some(address)) => Ok(NewBusyCalendar { resource, name, given: Given::Address(address) }),
            _ => Err(check.into()),
        }
    }
}

/// A calendar from elsewhere.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct BusyCalendarView {
    /// Its id.
    id: String,
    /// What people call it.
    name: String,
    /// The host from which it is fetched; `None` for an uploaded one.
    host: Option<String>,
    /// When it was last had from there, or uploaded.
    fetched: Option<String>,
    /// How many times it takes, from a month ago to a year and a half ahead.
    times: usize,
    /// How many of its events could not be read.
    unread: usize,
    /// Why it could not be had the last time, such as `unreachable`; what it took before stays taken.
    trouble: Option<&'static str>,
    /// When that was tried.
    tried: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    says: String,
    #[serde(skip)]
    #[schema(ignore)]
    why: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    link: String,
}

impl BusyCalendarView {
    fn of(tx: &ReadTx, words: &Words, calendar: &BusyCalendar) -> Self {
        let host = match &calendar.source {
            Source::Address(address) => Some(address.host().to_owned()),
            Source::File => None,
        };
        let count = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
        Self {
            id: calendar.id.to_string(),
            name: calendar.name.to_string(),
            fetched: calendar.fetched.map(|at| at.to_string()),
            times: count(calendar.times),
            unread: count(calendar.unread),
            trouble: calendar.trouble.map(|(_, why)| why.word()),
            tried: calendar.trouble.map(|(at, _)| at.to_string()),
            says: says(tx, words, calendar, host.as_deref()),
            why: calendar.trouble.map(|(_, why)| words.fault(&why.fault(""))),
            link: links::admin_calendar(calendar.id),
            host,
        }
    }

    const fn is_followed(&self) -> bool {
        self.host.is_some()
    }

    const fn icon(&self) -> &'static str {
        if self.is_followed() { "link" } else { "upload" }
    }

    /// The class of the mark that says how it is, and its words.
    const fn mark(&self) -> &'static str {
        match (self.trouble, &self.fetched) {
            (Some(_), _) => "bad",
            (None, Some(_)) => "ok",
            (None, None) => "wait",
        }
    }

    const fn state_key(&self) -> &'static str {
        match (self.trouble, &self.fetched) {
            (Some(_), _) => "busy-trouble",
            (None, Some(_)) => "busy-ok",
            (None, None) => "busy-new",
        }
    }
}

/// Where a calendar comes from, and when it was read.
fn says(tx: &ReadTx, words: &Words, calendar: &BusyCalendar, host: Option<&str>) -> String {
    let from = host.map_or_else(|| words.say("busy-from-file"), ToOwned::to_owned);
    let Some(at) = calendar.fetched else {
        let waits = || format!("{from} · {}", words.say("busy-waits"));
        return if calendar.trouble.is_some() { from } else { waits() };
    };
    let minutes = tx.now().micros().saturating_sub(at.micros()) / MINUTE;
    let moment = || [("at", words.moment(at).into())];
    let when = match (host, minutes) {
        (None, _) => words.say_with("busy-uploaded-at", &moment()),
        (_, ..1) => words.say("busy-read-now"),
        (_, 1..LATELY) => words.say_with("busy-read-minutes", &[("count", minutes.into())]),
        _ => words.say_with("busy-read-at", &moment()),
    };
    format!("{from} · {when}")
}

/// The other calendars of a place, and the forms of a new one.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "busy/calendars.html")]
pub(crate) struct BusyCalendarsPage {
    /// The place.
    resource: ResourceRef,
    /// The calendars.
    calendars: Vec<BusyCalendarView>,
    #[serde(skip)]
    #[schema(ignore)]
    back: String,
    #[serde(skip)]
    #[schema(ignore)]
    own: String,
    #[serde(skip)]
    #[schema(ignore)]
    form: CalendarForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl Page for BusyCalendarsPage {
    const FEATURE: &'static str = "resources";

    fn title(&self, words: &Words) -> String {
        words.say_with("busy-calendars-of", &[("name", self.resource.name.clone().into())])
    }

    fn tab(&self) -> &'static str {
        OFFICE_TAB
    }
}

impl BusyCalendarsPage {
    fn read(visit: &Visit, id: ResourceId, form: CalendarForm, faults: Faults) -> Result<Self> {
        visit.read(|tx, me| {
            let resource = managed(tx, me, id)?;
            let calendars = ayni_bookings::busy_calendars(tx, me, id)?;
            let view = |calendar: &BusyCalendar| BusyCalendarView::of(tx, &visit.words, calendar);
            Ok(Self {
                calendars: calendars.iter().map(view).collect(),
                resource: ResourceRef::from(&resource),
                back: links::admin_resource(id),
                own: links::admin_calendars(id),
                form,
                faults: faults.into(),
            })
        })
    }
}

async fn list(visit: Visit, Of(id): Of<ResourceId>) -> Answer {
    visit.page(&BusyCalendarsPage::read(&visit, id, CalendarForm::default(), Faults::default())?)
}

async fn follow(visit: Visit, Of(id): Of<ResourceId>, Input(form): Input<CalendarForm>) -> Answer {
    let done = async {
        visit.read(|tx, me| managed(tx, me, id))?;
        let ask = form.read(id)?;
        visit.write(move |tx, me| ayni_bookings::attach_calendar(tx, me, ask)).await
    };
    match done.await {
        Ok(calendar) => told(&visit, &calendar, &links::admin_calendars(id), "busy-said-added"),
        Err(error) => again(&visit, id, form, error).await,
    }
}

async fn again(visit: &Visit, id: ResourceId, form: CalendarForm, error: Error) -> Answer {
    visit.again(error, |faults| ready(BusyCalendarsPage::read(visit, id, form, faults))).await
}

fn told(visit: &Visit, calendar: &BusyCalendar, to: &str, said: &'static str) -> Answer {
    let view = visit.read(|tx, _| Ok(BusyCalendarView::of(tx, &visit.words, calendar)))?;
    visit.done(&view, to, said)
}

async fn upload(visit: Visit, Of(id): Of<ResourceId>, parts: Multipart) -> Answer {
    match insert(&visit, id, parts).await {
        Ok(calendar) => told(&visit, &calendar, &links::admin_calendar(calendar.id), "busy-said-uploaded"),
        Err(error) => again(&visit, id, CalendarForm::default(), error).await,
    }
}

async fn insert(visit: &Visit, resource: ResourceId, parts: Multipart) -> Result<BusyCalendar> {
    // Leave is asked before the file is read, so that nobody fills the disk.
    visit.read(|tx, me| managed(tx, me, resource))?;
    let Sent { bytes, name } = sent_file(FILE, parts).await?;
    let content = content(visit, resource, bytes).await?;
    let name = match (name.trim(), &content.reading.name) {
        ("", Some(own)) => own.clone(),
        (name, _) => Name::parse("file-name", name)?,
    };
    let ask = NewBusyCalendar { resource, name, given: Given::File(content) };
    visit.write(move |tx, me| ayni_bookings::attach_calendar(tx, me, ask)).await
}

/// Reads a file beside the requests of others, and keeps it.
async fn content(visit: &Visit, resource: ResourceId, bytes: Vec<u8>) -> Result<Content> {
    let community = visit.community.clone();
    blocking(move || {
        let text = String::from_utf8_lossy(&bytes);
        let read = community.read(|tx| ayni_bookings::read_file(tx, resource, &text))?;
        let reading: Reading = read.map_err(|trouble| Error::from(trouble.fault("calendar")))?;
        Ok(Content { file: community.blobs.put(&bytes)?, reading })
    })
    .await?
}

/// A booking that a calendar meets.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct MetView {
    /// The booking's id.
    id: String,
    /// Whose it is.
    member: String,
    /// What is booked.
    place: ResourceRef,
    /// When it begins.
    start: String,
    /// When it ends.
    end: String,
    #[serde(skip)]
    #[schema(ignore)]
    when: String,
    #[serde(skip)]
    #[schema(ignore)]
    link: String,
}

impl MetView {
    fn of(tx: &ReadTx, words: &Words, booking: &Booking) -> Result<Self> {
        let place = ayni_resources::unasked(tx, booking.resource)?;
        let zone = ayni_resources::zone(tx, &place)?.zone();
        Ok(Self {
            id: booking.id.to_string(),
            member: ayni_members::name_of(tx, booking.member)?.name.to_string(),
            place: ResourceRef::from(&place),
            start: booking.span.start.to_string(),
            end: booking.span.end.to_string(),
            when: when::span(words, &zone, &booking.span),
            link: links::booking(booking.id),
        })
    }
}

/// A calendar from elsewhere, with the bookings that it meets.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "busy/calendar.html")]
pub(crate) struct BusyCalendarPage {
    /// The calendar.
    calendar: BusyCalendarView,
    /// What it takes.
    resource: ResourceRef,
    /// The bookings to come that it meets, at most 50.
    bookings: Vec<MetView>,
    #[serde(skip)]
    #[schema(ignore)]
    back: String,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl Page for BusyCalendarPage {
    const FEATURE: &'static str = "resources";

    fn title(&self, _: &Words) -> String {
        self.calendar.name.clone()
    }

    fn tab(&self) -> &'static str {
        OFFICE_TAB
    }
}

impl BusyCalendarPage {
    fn read(visit: &Visit, id: BusyCalendarId, faults: Faults) -> Result<Self> {
        visit.read(|tx, me| {
            let calendar = ayni_bookings::busy_calendar(tx, me, id)?;
            let resource = ayni_resources::unasked(tx, calendar.resource)?;
            let met = ayni_bookings::overlapped(tx, me, id)?;
            Ok(Self {
                calendar: BusyCalendarView::of(tx, &visit.words, &calendar),
                bookings: met.iter().map(|booking| MetView::of(tx, &visit.words, booking)).collect::<Result<_>>()?,
                back: links::admin_calendars(resource.id),
                resource: ResourceRef::from(&resource),
                faults: faults.into(),
            })
        })
    }
}

async fn show(visit: Visit, Of(id): Of<BusyCalendarId>) -> Answer {
    visit.page(&BusyCalendarPage::read(&visit, id, Faults::default())?)
}

async fn replace(visit: Visit, Of(id): Of<BusyCalendarId>, parts: Multipart) -> Answer {
    let done = async {
        let resource = visit.read(|tx, me| ayni_bookings::busy_calendar(tx, me, id))?.resource;
        let content = content(&visit, resource, sent_file(FILE, parts).await?.bytes).await?;
        visit.write(move |tx, me| ayni_bookings::replace_file(tx, me, id, content)).await
    };
    match done.await {
        Ok(calendar) => told(&visit, &calendar, &links::admin_calendar(id), "busy-said-uploaded"),
        Err(error) => visit.again(error, |faults| ready(BusyCalendarPage::read(&visit, id, faults))).await,
    }
}

async fn fetch(visit: Visit, Of(id): Of<BusyCalendarId>) -> Answer {
    let calendar = visit.write(move |tx, me| ayni_bookings::fetch_again(tx, me, id)).await?;
    told(&visit, &calendar, &links::admin_calendar(id), "busy-said-fetching")
}

async fn remove(visit: Visit, Of(id): Of<BusyCalendarId>) -> Answer {
    let find = |tx: &ReadTx, me: &Actor| ayni_bookings::busy_calendar(tx, me, id);
    let calendar = visit.read(find)?;
    visit.write(move |tx, me| ayni_bookings::detach_calendar(tx, me, id)).await?;
    told(&visit, &calendar, &links::admin_calendars(calendar.resource), "busy-said-removed")
}
