//! Any of several: whoever minds none of them says when, sees what it costs, and is given one; where all are taken,
//! they may wait for the first that becomes free.

use std::future::ready;

use askama::Template;
use ayni_bookings::{AnyAsk, AnyOf, Because, Choice, Sought, WaitAsk};
use ayni_calendar::Span;
use ayni_kernel::{Actor, Amount, Error, Faults, ReadTx, ResourceCategoryId, ResourceId, Result, Role, tx::Now as _};
use ayni_resources::{Resource, ResourceCategory};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    book::apart,
    input::{BookForm, by_days, id, open_hours, text, whole},
    views::{BookingView, ObjectionView, PriceView},
    when, zone_of,
};
use crate::{
    kit::{Answer, Ask, FormFaults, Input, Of, Page, Route, Visit, Words, filters},
    links,
};

/// How long somebody at the desk wants a place who says nothing, in seconds.
const USUAL: i64 = 3_600;

/// Walk-ins are written down from the last quarter of an hour on, in microseconds.
const QUARTER: i64 = 900_000_000;

/// The routes of booking any of several.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/spaces/categories/{id}/book", form)
            .about("Whether any place of a category can be had, how many, and for how much.")
            .asks::<AnyForm>()
            .answers::<AnyPage>(),
        Route::post("/spaces/categories/{id}/bookings", book)
            .about("Book any free place of a category: the one that suits best is chosen.")
            .takes::<AnyForm>()
            .answers::<PlacedView>(),
    ]
}

/// A wish for any place of a category, as a form, a link or a program sends it.
#[derive(Debug, Clone, Default, Deserialize, ToSchema, IntoParams)]
#[serde(default)]
pub(crate) struct AnyForm {
    /// Made by the client so that sending twice books once.
    #[serde(deserialize_with = "text")]
    id: String,
    /// The id of the member it is for; the one acted for when left out.
    #[serde(deserialize_with = "text")]
    member: String,
    /// The name, code or number of the member it is for, as somebody at the desk typed it.
    #[serde(deserialize_with = "text")]
    person: String,
    /// The first day, for forms that ask for day and time apart.
    #[serde(deserialize_with = "text")]
    day: String,
    /// When it begins: `2026-11-24T14:00` in the place's time, with an offset, or a time of `day`.
    #[serde(deserialize_with = "text")]
    from: String,
    /// The last day, where it is not `day`.
    #[serde(deserialize_with = "text")]
    until_day: String,
    /// When it ends, in the same ways.
    #[serde(deserialize_with = "text")]
    until: String,
    /// Seats or pieces; 1 when left out.
    #[serde(deserialize_with = "text")]
    places: String,
    /// How many people come.
    #[serde(deserialize_with = "text")]
    people: String,
    /// What for.
    #[serde(deserialize_with = "text")]
    title: String,
    /// For those who look after the place.
    #[serde(deserialize_with = "text")]
    note: String,
    /// Only within this: the id of a place.
    #[serde(deserialize_with = "text")]
    site: String,
    /// The most that it may cost, in the smallest units of its currency: the price that was shown.
    #[serde(deserialize_with = "text")]
    most: String,
}

impl AnyForm {
    fn plain(&self) -> BookForm {
        let Self { id, member, person, day, from, until_day, until, places, people, title, note, .. } = self.clone();
        BookForm { id, member, person, day, from, until_day, until, places, people, title, note, ..BookForm::default() }
    }

    /// The wish, once the place that says how such a time is read is known.
    fn ask(&self, visit: &Visit, tx: &ReadTx, me: &Actor, category: ResourceCategoryId) -> Result<AnyAsk> {
        let under = id("site", &self.site)?;
        let first = first(tx, me, category, under)?.ok_or_else(|| Error::conflict("bookings-any-nothing"))?;
        let (zone, form) = (zone_of(tx, &first)?, self.plain());
        let member = form.whom(visit, tx, me)?;
        let span = form.span(&first, &zone, &|day| open_hours(tx, &first, &zone, day))?;
        let wish = form.ask(&first, member, span)?;
        Ok(AnyAsk {
            id: wish.id,
            category,
            under,
            member,
            span,
            places: wish.places,
            people: wish.people,
            title: wish.title,
            note: wish.note,
            most: whole("most", &self.most)?.map(Amount::new),
        })
    }

    /// The same as a wish to wait for it.
    pub(crate) fn wait(&self, visit: &Visit, category: ResourceCategoryId) -> Result<WaitAsk> {
        visit.read(|tx, me| {
            let AnyAsk { member, span, places, people, title, .. } = self.ask(visit, tx, me, category)?;
            Ok(WaitAsk { member, sought: Sought::Category(category), span, places, people, title })
        })
    }
}

/// One of the places: what is asked about hours and days is asked of it.
fn first(tx: &ReadTx, me: &Actor, category: ResourceCategoryId, under: Option<ResourceId>) -> Result<Option<Resource>> {
    let wanted = ayni_bookings::Wanted { category: Some(category), under, ..ayni_bookings::Wanted::default() };
    Ok(ayni_bookings::matching(tx, me, &wanted)?.into_iter().next())
}

/// A booking of any place, with why it is this one.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PlacedView {
    /// The booking.
    booking: BookingView,
    /// Why of this place: `only` one free, `cheaper`, the `same` as before or after, `beside` another booking, `fills`
    /// a gap, `packs` so that long stretches stay free.
    because: Option<&'static str>,
}

/// Whether any place of a category can be had.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "bookings/any.html")]
pub(crate) struct AnyPage {
    /// The category's name.
    name: String,
    /// How many can be had.
    free: usize,
    /// What the cheapest of them costs; absent when none can be had.
    price: Option<PriceView>,
    /// What stands in the way when none can be had.
    objections: Vec<ObjectionView>,
    #[serde(skip)]
    most: String,
    #[serde(skip)]
    when: String,
    #[serde(skip)]
    category: String,
    #[serde(skip)]
    days: bool,
    #[serde(skip)]
    desk: bool,
    #[serde(skip)]
    #[schema(ignore)]
    form: AnyForm,
    #[serde(skip)]
    faults: FormFaults,
}

impl Page for AnyPage {
    const FEATURE: &'static str = "bookings";

    fn title(&self, words: &Words) -> String {
        words.say_with("bookings-any-of", &[("name", self.name.as_str().into())])
    }

    fn tab(&self) -> &'static str {
        "spaces"
    }
}

impl AnyPage {
    fn to(&self, noun: &str) -> String {
        format!("{}/categories/{}/{noun}", links::SPACES, self.category)
    }

    /// Whether somebody else has them all, so that waiting makes sense.
    fn is_taken(&self) -> bool {
        self.free == 0
            && !self.objections.is_empty()
            && self.objections.iter().all(|each| each.hurdle == ayni_bookings::Hurdle::Taken.word())
    }

    /// What was chosen, for the forms that book and wait.
    fn carried(&self) -> Vec<(&'static str, &str)> {
        let form = &self.form;
        let fields = [
            ("day", &form.day),
            ("from", &form.from),
            ("until_day", &form.until_day),
            ("until", &form.until),
            ("places", &form.places),
            ("people", &form.people),
            ("member", &form.member),
            ("person", &form.person),
            ("site", &form.site),
        ];
        let given = fields.into_iter().filter(|(_, value)| !value.is_empty());
        given.map(|(name, value)| (name, value.as_str())).collect()
    }

    pub(crate) fn read(visit: &Visit, category: ResourceCategoryId, form: AnyForm, faults: Faults) -> Result<Self> {
        visit.read(|tx, me| Self::of(visit, (tx, me), category, form, faults))
    }

    fn of(
        visit: &Visit,
        (tx, me): (&ReadTx, &Actor),
        category: ResourceCategoryId,
        form: AnyForm,
        mut faults: Faults,
    ) -> Result<Self> {
        let name = ayni_resources::category(tx, category)?.ok_or_else(|| me.absent())?.name;
        let asked = form.ask(visit, tx, me, category);
        let chosen = match &asked {
            Ok(ask) => Some(ayni_bookings::choice(tx, me, ask)?),
            Err(Error::Invalid(why)) if faults.0.is_empty() => {
                faults.0.extend(why.0.clone());
                None
            }
            Err(Error::Conflict(why)) if faults.0.is_empty() => {
                faults.0.push(why.clone());
                None
            }
            Err(Error::Invalid(_) | Error::Conflict(_)) => None,
            Err(_) => return asked.and(Err(Error::NotFound)),
        };
        let sample = first(tx, me, category, None)?;
        let zone = sample.as_ref().map_or_else(|| Ok(visit.words.zone().clone()), |first| zone_of(tx, first))?;
        let span = asked.ok().map(|ask| ask.span);
        let page = Self {
            name: name.to_string(),
            free: 0,
            price: None,
            objections: Vec::new(),
            most: String::new(),
            when: span.map(|span| when::span(&visit.words, &zone, &span)).unwrap_or_default(),
            category: category.to_string(),
            days: sample.is_some_and(|first| by_days(first.unit)),
            desk: me.has(Role::Steward) || me.has(Role::Manager),
            form: form.apart(&zone, span),
            faults: faults.into(),
        };
        page.with(visit, tx, chosen)
    }

    /// The page with what can be had.
    fn with(self, visit: &Visit, tx: &ReadTx, chosen: Option<Choice>) -> Result<Self> {
        let Some(Choice { free, pick, objections }) = chosen else { return Ok(self) };
        Ok(Self {
            free,
            price: pick.as_ref().map(|pick| PriceView::of(tx, &visit.words, &pick.quote)).transpose()?,
            most: pick.map(|pick| pick.quote.total.minor().to_string()).unwrap_or_default(),
            objections: objections.iter().map(|each| ObjectionView::of(&visit.words, each)).collect(),
            ..self
        })
    }
}

impl AnyForm {
    /// With day and times apart, as its fields are.
    fn apart(self, zone: &TimeZone, span: Option<Span>) -> Self {
        let BookForm { day, from, until_day, until, .. } = apart(self.plain(), zone, span);
        Self { day, from, until_day, until, ..self }
    }
}

async fn form(visit: Visit, Of(id): Of<ResourceCategoryId>, Ask(form): Ask<AnyForm>) -> Answer {
    visit.user()?;
    visit.page(&AnyPage::read(&visit, id, form, Faults::default())?)
}

async fn book(visit: Visit, Of(id): Of<ResourceCategoryId>, Input(form): Input<AnyForm>) -> Answer {
    visit.user()?;
    match make(&visit, id, &form).await {
        Ok((view, said)) => visit.done(&view, &view.booking.link, said),
        Err(error) => visit.again(error, |faults| ready(AnyPage::read(&visit, id, form, faults))).await,
    }
}

async fn make(visit: &Visit, id: ResourceCategoryId, form: &AnyForm) -> Result<(PlacedView, &'static str)> {
    let ask = visit.read(|tx, me| form.ask(visit, tx, me, id))?;
    let placed = visit.write(move |tx, me| ayni_bookings::book_any(tx, me, ask)).await?;
    let booking = visit.read(|tx, _| BookingView::of(tx, &visit.words, &placed.booking))?;
    let said = said(&placed);
    Ok((PlacedView { booking, because: placed.because.map(Because::word) }, said))
}

/// The sentence that says why it is this one.
fn said(placed: &ayni_bookings::Placed) -> &'static str {
    match placed.because {
        _ if placed.booking.state == ayni_bookings::State::Tentative => "bookings-said-asked",
        None => "bookings-said-booked",
        Some(Because::Only) => "bookings-said-only",
        Some(Because::Cheaper) => "bookings-said-cheaper",
        Some(Because::Same) => "bookings-said-same",
        Some(Because::Beside) => "bookings-said-beside",
        Some(Because::Fills) => "bookings-said-fills",
        Some(Because::Packs) => "bookings-said-packs",
    }
}

/// A category of which any place would do.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AnyView {
    /// The category's id.
    category: String,
    /// Its name.
    pub(super) name: String,
    /// How many can be had for the price.
    pub(super) free: usize,
    /// The price of each.
    pub(super) price: PriceView,
    #[serde(skip)]
    pub(super) link: String,
}

impl AnyView {
    /// What a search found, with the link that books it.
    pub(super) fn all(
        tx: &ReadTx,
        words: &Words,
        anys: &[AnyOf],
        categories: &[ResourceCategory],
        fields: &[(&str, &str)],
    ) -> Result<Vec<Self>> {
        let mut views = Vec::new();
        for any in anys {
            let Some(category) = categories.iter().find(|each| each.id == any.category) else { continue };
            views.push(Self {
                category: any.category.to_string(),
                name: category.name.to_string(),
                free: any.free,
                price: PriceView::of(tx, words, &any.quote)?,
                link: format!("{}{}", links::book_any(any.category), links::query(fields)),
            });
        }
        Ok(views)
    }

    /// What somebody who stands at the desk could have for the next hour.
    pub(super) fn now(tx: &ReadTx, words: &Words, me: &Actor) -> Result<Vec<Self>> {
        let start = ayni_kernel::Timestamp::from_micros(tx.now().micros() / QUARTER * QUARTER);
        let Some(span) = Span::new(start, start.plus_seconds(USUAL)) else { return Ok(Vec::new()) };
        let wanted = ayni_bookings::Wanted::default();
        let search = ayni_bookings::Search { wanted, span, places: 1, people: 0, member: None, limit: 0 };
        let found = ayni_bookings::find(tx, me, &search)?;
        let (from, until) = (span.start.to_string(), span.end.to_string());
        let categories = ayni_resources::categories(tx)?;
        Self::all(tx, words, &found.anys, &categories, &[("from", &from), ("until", &until)])
    }
}

/// A category of which everything is taken.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TakenView {
    /// Its name.
    pub(super) name: String,
    /// Its id.
    category: String,
    #[serde(skip)]
    pub(super) wait: String,
}

impl TakenView {
    pub(super) fn all(taken: &[ResourceCategoryId], categories: &[ResourceCategory]) -> Vec<Self> {
        let known = categories.iter().filter(|category| taken.contains(&category.id));
        known
            .map(|category| Self {
                name: category.name.to_string(),
                category: category.id.to_string(),
                wait: links::wait_any(category.id),
            })
            .collect()
    }
}
