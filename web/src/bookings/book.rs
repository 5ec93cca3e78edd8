//! The form that books a place: when, how many, with what; the price line by line, the rules in words, and where it
//! cannot be had: why not, and what could be had instead.

use std::future::ready;

use askama::Template;
use ayni_bookings::{Alternative, Ask as Wish, Hurdle, Verdict};
use ayni_calendar::{Span, day_span, wall};
use ayni_kernel::{Actor, Error, Faults, MemberId, ReadTx, ResourceId, Result, Role, WriteTx, tx::Now as _};
use ayni_resources::{AddOn, Offer, Resource};
use ayni_terms::{Notice, Terms};
use jiff::{ToSpan as _, civil::Date, tz::TimeZone};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    bar::BarView,
    find::book_link,
    input::{BookForm, by_days, open_hours},
    rules::{refunds, rules},
    views::{BookingView, ObjectionView, PlaceView, PriceView, money},
    when, zone_of,
};
use crate::{
    kit::{Answer, Ask, CardView, FormFaults, Input, MoneyView, Of, Page, Route, Visit, Words, filters},
    links,
};

/// How long somebody usually wants a place, in minutes, where no rule says otherwise.
const USUAL: i64 = 60;

/// Days that are looked through for the first free time.
const AHEAD: i64 = 7;

/// A quarter of an hour in microseconds: times are proposed on it.
const QUARTER: i64 = 900_000_000;

/// The routes of booking.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/spaces/{id}/book", form)
            .about("Whether a place can be had: the price line by line, what stands in the way, and alternatives.")
            .asks::<BookForm>()
            .answers::<BookPage>(),
        Route::post("/spaces/{id}/bookings", book).about("Book a place.").takes::<BookForm>().answers::<BookingView>(),
        Route::post("/spaces/{id}/drafts", draft)
            .about("Keep a place for a while, to be confirmed; it lapses by itself.")
            .takes::<BookForm>()
            .answers::<BookingView>(),
    ]
}

/// Something that could be had instead.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AlternativeView {
    /// In which way it differs: `shifted`, `shorter` or `elsewhere`.
    instead: &'static str,
    /// The place.
    place: PlaceView,
    /// When it begins.
    from: String,
    /// When it ends.
    until: String,
    /// What it would cost.
    price: PriceView,
    #[serde(skip)]
    when: String,
    #[serde(skip)]
    pub(crate) book: String,
}

impl AlternativeView {
    pub(crate) fn of(tx: &ReadTx, words: &Words, alternative: &Alternative) -> Result<Self> {
        let zone = zone_of(tx, &alternative.resource)?;
        Ok(Self {
            instead: alternative.instead.word(),
            place: PlaceView::of(tx, &alternative.resource)?,
            from: alternative.span.start.to_string(),
            until: alternative.span.end.to_string(),
            price: PriceView::of(tx, words, &alternative.quote)?,
            when: when::span(words, &zone, &alternative.span),
            book: book_link(tx, &alternative.resource, &alternative.span)?,
        })
    }

    pub(super) fn key(&self) -> String {
        format!("bookings-instead-{}", self.instead)
    }

    /// The fields that the form of a change has for it.
    pub(super) fn fields(&self) -> [(&'static str, &str); 3] {
        [("place", &self.place.id), ("from", &self.from), ("until", &self.until)]
    }

    /// What is different: the place or the time.
    pub(crate) fn label(&self) -> &str {
        if self.instead == "elsewhere" { &self.place.name } else { &self.when }
    }
}

/// The answer to "can I have this?".
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct VerdictView {
    /// When it would begin.
    from: String,
    /// When it would end.
    until: String,
    /// What stands in the way; empty when it can be had.
    objections: Vec<ObjectionView>,
    /// What it would cost.
    price: PriceView,
    /// Whether somebody has to say yes.
    asks_approval: bool,
    /// What could be had instead.
    alternatives: Vec<AlternativeView>,
    #[serde(skip)]
    when: String,
}

impl VerdictView {
    /// Whether somebody else has it, so that waiting for it makes sense.
    fn is_taken(&self) -> bool {
        self.objections.iter().any(|objection| objection.hurdle == Hurdle::Taken.word())
    }

    fn of(tx: &ReadTx, words: &Words, (zone, span): (&TimeZone, Span), verdict: &Verdict) -> Result<Self> {
        let alternatives = verdict.alternatives.iter().map(|each| AlternativeView::of(tx, words, each));
        let objections: Vec<_> = verdict.objections.iter().map(|each| ObjectionView::of(words, each)).collect();
        Ok(Self {
            from: span.start.to_string(),
            until: span.end.to_string(),
            objections,
            price: PriceView::of(tx, words, &verdict.quote)?,
            asks_approval: verdict.asks_approval,
            alternatives: alternatives.collect::<Result<_>>()?,
            when: when::span(words, zone, &span),
        })
    }
}

/// An add-on to choose.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AddOnView {
    /// Its id; the field is `addon-<id>`.
    pub(super) id: String,
    /// Its name.
    pub(super) name: String,
    /// What it is.
    description: String,
    /// What it costs; absent when it is free.
    price: Option<MoneyView>,
    /// What the price is for: `booking`, `hour`, `person` or `piece`.
    per: &'static str,
    /// How many there are at the same time; absent when it does not run out.
    stock: Option<u32>,
    #[serde(skip)]
    pub(super) wanted: String,
}

impl AddOnView {
    fn of(tx: &ReadTx, addon: &AddOn, form: &BookForm) -> Result<Self> {
        let id = addon.id.to_string();
        let price = addon.price.map(|(currency, amount)| money(tx, Some(currency), amount)).transpose()?;
        Ok(Self {
            name: addon.name.to_string(),
            description: addon.description.to_string(),
            price: price.flatten(),
            per: addon.per.word(),
            stock: addon.stock,
            wanted: form.addon(&id),
            id,
        })
    }

    fn per_key(&self) -> String {
        format!("bookings-per-{}", self.per)
    }
}

/// What may be added to a booking of a place, with how many of each are wished.
pub(super) fn addon_views(tx: &ReadTx, resource: &Resource, form: &BookForm) -> Result<Vec<AddOnView>> {
    let mut views = Vec::new();
    for id in ayni_resources::offered(tx, resource)? {
        let addon = ayni_resources::addon(tx, id)?;
        if addon.offer == Offer::Open {
            views.push(AddOnView::of(tx, &addon, form)?);
        }
    }
    Ok(views)
}

/// The form of a booking with the answer to what is filled in.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "bookings/book.html")]
pub(crate) struct BookPage {
    /// The place.
    place: PlaceView,
    /// The answer; absent where no time was said and none is free within a week.
    verdict: Option<VerdictView>,
    /// What may be added.
    addons: Vec<AddOnView>,
    /// The rules in words.
    rules: Vec<String>,
    /// What cancelling gives back, when.
    refunds: Vec<String>,
    #[serde(skip)]
    #[schema(ignore)]
    form: BookForm,
    #[serde(skip)]
    faults: FormFaults,
    #[serde(skip)]
    days: bool,
    #[serde(skip)]
    bar: BarView,
    #[serde(skip)]
    long_day: String,
    #[serde(skip)]
    desk: bool,
    #[serde(skip)]
    member: Option<CardView>,
    #[serde(skip)]
    inside: bool,
    #[serde(skip)]
    keeps: String,
    #[serde(skip)]
    post: String,
    #[serde(skip)]
    hold: String,
    #[serde(skip)]
    cart: String,
}

impl Page for BookPage {
    const FEATURE: &'static str = "bookings";

    fn title(&self, words: &Words) -> String {
        words.say_with("bookings-book-place", &[("place", self.place.name.as_str().into())])
    }

    fn tab(&self) -> &'static str {
        "spaces"
    }
}

impl BookPage {
    fn can(&self) -> bool {
        self.verdict.as_ref().is_some_and(|verdict| verdict.objections.is_empty())
    }

    /// The hidden fields that carry what was chosen to where it is booked.
    fn carried(&self) -> Vec<(String, String)> {
        let form = &self.form;
        let plain = [
            ("day", &form.day),
            ("from", &form.from),
            ("until_day", &form.until_day),
            ("until", &form.until),
            ("places", &form.places),
            ("people", &form.people),
            ("member", &form.member),
            ("person", &form.person),
        ];
        let plain = plain.into_iter().map(|(name, value)| (name.to_owned(), value.clone()));
        let addons = self.addons.iter().map(|addon| (format!("addon-{}", addon.id), addon.wanted.clone()));
        plain.chain(addons).filter(|(_, value)| !value.is_empty()).collect()
    }

    fn day_link(&self, days: i64) -> String {
        let day = self.form.day.parse::<Date>().map(|day| day.saturating_add(days.days()).to_string());
        let fields = [
            ("day", day.unwrap_or_default()),
            ("from", self.form.from.clone()),
            ("until", self.form.until.clone()),
            ("places", self.form.places.clone()),
        ];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        format!("{}{}", self.place.book, links::query(&fields))
    }

    /// Another form of the same place (`repeat`, `wait`) with what was chosen in it.
    fn with_choice(&self, form: &str) -> String {
        let carried = self.carried();
        let fields: Vec<_> = carried.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        format!("{}/{}/{form}{}", links::SPACES, self.place.id, links::query(&fields))
    }

    fn calendar(&self) -> String {
        links::calendar("week", &self.form.day, &self.place.id)
    }
}

async fn form(visit: Visit, Of(id): Of<ResourceId>, Ask(form): Ask<BookForm>) -> Answer {
    visit.page(&visit.read(|tx, me| BookPage::read(&visit, tx, me, id, form, Faults::default()))?)
}

async fn book(visit: Visit, Of(id): Of<ResourceId>, Input(form): Input<BookForm>) -> Answer {
    visit.user()?;
    let made = make(&visit, id, &form, ayni_bookings::book).await;
    answer(&visit, id, form, made, "bookings-said-booked").await
}

async fn draft(visit: Visit, Of(id): Of<ResourceId>, Input(form): Input<BookForm>) -> Answer {
    visit.user()?;
    let made = make(&visit, id, &form, ayni_bookings::draft).await;
    answer(&visit, id, form, made, "bookings-said-kept").await
}

/// One of the ways in which a wish is had.
type Way = fn(&mut WriteTx<'_>, &Actor, Wish) -> Result<ayni_bookings::Booking>;

async fn make(visit: &Visit, id: ResourceId, form: &BookForm, way: Way) -> Result<ayni_bookings::Booking> {
    let ask = visit.read(|tx, me| wish(visit, tx, me, id, form))?;
    visit.write(move |tx, me| way(tx, me, ask)).await
}

async fn answer(
    visit: &Visit,
    id: ResourceId,
    form: BookForm,
    made: Result<ayni_bookings::Booking>,
    said: &'static str,
) -> Answer {
    match made {
        Ok(booking) => {
            let said = if booking.state == ayni_bookings::State::Tentative { "bookings-said-asked" } else { said };
            let view = visit.read(|tx, _| BookingView::of(tx, &visit.words, &booking))?;
            visit.done(&view, &view.link, said)
        }
        Err(error) => {
            let again = |faults| ready(visit.read(|tx, me| BookPage::read(visit, tx, me, id, form, faults)));
            visit.again(error, again).await
        }
    }
}

/// The wish that a form makes.
fn wish(visit: &Visit, tx: &ReadTx, me: &Actor, id: ResourceId, form: &BookForm) -> Result<Wish> {
    let resource = ayni_resources::visible(tx, me, id)?;
    let zone = zone_of(tx, &resource)?;
    let span = form.span(&resource, &zone, &|day| open_hours(tx, &resource, &zone, day))?;
    form.ask(&resource, form.whom(visit, tx, me)?, span)
}

impl BookPage {
    fn read(visit: &Visit, tx: &ReadTx, me: &Actor, id: ResourceId, form: BookForm, faults: Faults) -> Result<Self> {
        let resource = ayni_resources::visible(tx, me, id)?;
        let zone = zone_of(tx, &resource)?;
        let desk = me.has(Role::Steward) || ayni_resources::manages(tx, me, id)?;
        let mut faults = faults.0;
        // Who looks around need not be a member; then the rules for everybody hold.
        let whom = form.whom(visit, tx, me);
        if let (Err(Error::Invalid(why)), true) = (&whom, faults.is_empty()) {
            faults.extend(why.0.clone());
        }
        let member = whom.ok();
        let terms = ayni_terms::terms_for(tx, &resource, member.unwrap_or(NOBODY))?;
        let form = if form.has_time() { form } else { proposed(tx, me, &resource, &zone, (form, &terms))? };
        let (verdict, span) = match judged(visit, tx, me, &resource, &zone, (member, &form)) {
            Ok(Some((verdict, span))) => (Some(verdict), Some(span)),
            Ok(None) => (None, None),
            Err(Error::Invalid(why)) => {
                if faults.is_empty() {
                    faults.extend(why.0);
                }
                (None, None)
            }
            Err(error) => return Err(error),
        };
        let day = span.map_or_else(|| wall(&zone, tx.now()).date(), |span| wall(&zone, span.start).date());
        let form = apart(form, &zone, span);
        let addons = addon_views(tx, &resource, &form)?;
        Ok(Self {
            verdict,
            addons,
            rules: rules(&visit.words, &terms),
            refunds: refunds(&visit.words, &terms),
            faults: Faults(faults).into(),
            days: by_days(resource.unit),
            bar: BarView::of(tx, me, &resource, (&zone, day), span)?.0,
            long_day: when::long_day(&visit.words, day),
            member: member
                .filter(|id| me.member().ok() != Some(*id))
                .map(|id| ayni_members::name_of(tx, id))
                .transpose()?
                .map(CardView::from),
            desk,
            inside: me.member().is_ok() || desk,
            keeps: when::length(&visit.words, terms.draft_minutes()),
            post: format!("{}/{id}/bookings", links::SPACES),
            hold: format!("{}/{id}/drafts", links::SPACES),
            cart: format!("{}/{id}/cart", links::SPACES),
            place: PlaceView::of(tx, &resource)?,
            form,
        })
    }
}

/// Stands for whoever only looks around.
const NOBODY: MemberId = MemberId::from_bytes([0; 16]);

fn judged(
    visit: &Visit,
    tx: &ReadTx,
    me: &Actor,
    resource: &Resource,
    zone: &TimeZone,
    (member, form): (Option<MemberId>, &BookForm),
) -> Result<Option<(VerdictView, Span)>> {
    if !form.has_time() {
        return Ok(None);
    }
    let span = form.span(resource, zone, &|day| open_hours(tx, resource, zone, day))?;
    let ask = form.ask(resource, member.unwrap_or(NOBODY), span)?;
    let verdict = ayni_bookings::why(tx, me, &ask, None)?;
    Ok(Some((VerdictView::of(tx, &visit.words, (zone, span), &verdict)?, span)))
}

/// The form with the first time that is free from now on.
fn proposed(
    tx: &ReadTx,
    me: &Actor,
    resource: &Resource,
    zone: &TimeZone,
    (form, terms): (BookForm, &Terms),
) -> Result<BookForm> {
    let today = wall(zone, tx.now()).date();
    let start = terms.rules.notice_book.unwrap_or(Notice::NONE).after(zone, tx.now());
    let Some(week) = Span::new(start, day_span(zone, today.saturating_add(AHEAD.days())).end) else { return Ok(form) };
    let free = ayni_bookings::free(tx, me, resource.id, week, 1)?;
    if by_days(resource.unit) {
        let whole = |date: &Date| matches!(open_hours(tx, resource, zone, *date), Ok(Some(open)) if free.covers(&open));
        let day = today.series(1.day()).take(8).find(whole);
        return Ok(BookForm { day: day.unwrap_or(today).to_string(), ..form });
    }
    let least = i64::from(terms.rules.min_length.unwrap_or(0));
    let most = terms.rules.max_length.map_or(i64::MAX, i64::from);
    let length = USUAL.clamp(least, most.max(least)) * 60;
    let rounded = |span: &Span| {
        let start = (span.start.micros() + QUARTER - 1) / QUARTER * QUARTER;
        let start = ayni_kernel::Timestamp::from_micros(start);
        Span::new(start, start.plus_seconds(length)).filter(|wish| wish.end <= span.end)
    };
    let Some(first) = free.iter().find_map(rounded) else { return Ok(form) };
    let local = |moment| when::local(wall(zone, moment));
    Ok(BookForm { from: local(first.start), until: local(first.end), ..form })
}

/// The form with day and times apart, as its fields are.
pub(super) fn apart(form: BookForm, zone: &TimeZone, span: Option<Span>) -> BookForm {
    let Some(span) = span else { return form };
    let (from, until) = (wall(zone, span.start), wall(zone, span.end));
    let midnight = until.time() == jiff::civil::Time::midnight();
    let last = if midnight { until.date().saturating_sub(1.day()) } else { until.date() };
    let clock = if midnight { "00:00".to_owned() } else { when::clock(until.time()) };
    let same = last == from.date();
    BookForm {
        day: from.date().to_string(),
        from: when::clock(from.time()),
        until_day: if same { String::new() } else { until.date().to_string() },
        until: clock,
        ..form
    }
}
