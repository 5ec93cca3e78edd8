//! A booking's page: where it stands, what cancelling now gives back, changing it, coming and leaving.

use std::future::ready;

use askama::Template;
use ayni_bookings::{Booking, Presence, Rights, State, Verdict};
use ayni_calendar::{Span, wall};
use ayni_kernel::{Actor, BookingId, Faults, Line, ReadTx, Result, tx::Now as _};
use ayni_terms::{Settlement, Why};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    book::{AddOnView, AlternativeView, addon_views},
    input::{BookForm, by_days},
    rules::refunds,
    views::{BookingView, ObjectionView, PriceView, money},
    when, zone_of,
};
use crate::{
    kit::{Answer, Ask, FormFaults, Input, MoneyView, Of, Page, Route, Visit, Words, filters},
    links,
};

/// The routes of one booking.
pub(super) fn routes() -> Vec<Route> {
    let noun = |route: Route, about| route.about(about).answers::<BookingView>();
    vec![
        Route::get("/bookings/{id}", booking)
            .about("A booking, with what cancelling it now would give back.")
            .answers::<BookingPage>(),
        Route::get("/bookings/{id}/change", changing)
            .about("Whether a booking can be moved, and for how much: asked as the booking form is.")
            .asks::<BookForm>()
            .answers::<ChangePage>(),
        noun(Route::post("/bookings/{id}", change).takes::<BookForm>(), "Change a booking; what is left out stays."),
        noun(Route::post("/bookings/{id}/cancellation", cancel).takes::<ReasonForm>(), "Cancel a booking."),
        noun(Route::post("/bookings/{id}/confirmation", confirm).takes::<BookForm>(), "Make a draft a booking."),
        noun(Route::post("/bookings/{id}/arrival", arrive).takes::<PresenceForm>(), "Say that they are there."),
        noun(Route::post("/bookings/{id}/leaving", leave).takes::<PresenceForm>(), "Say that they have left."),
        noun(Route::post("/bookings/{id}/approval", approve), "Say yes to a request."),
        noun(Route::post("/bookings/{id}/refusal", refuse).takes::<ReasonForm>(), "Say no to a request."),
        noun(Route::post("/bookings/{id}/settlement", settle), "Write down that what is owed was paid."),
    ]
}

/// Why.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ReasonForm {
    /// A sentence for the other side.
    reason: String,
    /// `desk` to go back to the front desk.
    back: String,
}

/// Coming or leaving.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct PresenceForm {
    /// `desk` when somebody at the front desk says it, and to go back there.
    back: String,
}

/// What cancelling now gives back.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SettlementView {
    /// What comes back of the price.
    back: Option<MoneyView>,
    /// What is kept of it.
    kept: Option<MoneyView>,
    /// Percent of the price that comes back.
    percent: u8,
    /// Why so much, in the reader's words.
    why: String,
    /// Until when so much comes back.
    until: Option<String>,
}

impl SettlementView {
    fn of(tx: &ReadTx, words: &Words, (zone, booking): (&TimeZone, &Booking), settled: &Settlement) -> Result<Self> {
        let paid = |amount| money(tx, booking.quote.currency, amount);
        let until = settled.until.map(|until| {
            let at = wall(zone, until);
            format!("{}, {}", when::day(words, at.date()), when::clock(at.time()))
        });
        Ok(Self {
            back: paid(settled.back)?,
            kept: paid(settled.kept)?,
            percent: settled.percent,
            why: match settled.why {
                Why::House => words.say("bookings-why-house"),
                Why::Moved => words.say("bookings-why-moved"),
                Why::Regret => words.say("bookings-why-regret"),
                Why::Tier(tier) => {
                    let length = when::length(words, tier.before.minutes().into());
                    words.say_with("bookings-why-tier", &[("length", length.into())])
                }
                Why::NoRule => words.say("bookings-why-no-rule"),
                Why::TooLate => words.say("bookings-why-too-late"),
                Why::NoShow => words.say("bookings-why-no-show"),
            },
            until,
        })
    }
}

/// A booking's page.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "bookings/booking.html")]
pub(crate) struct BookingPage {
    /// The booking.
    booking: BookingView,
    /// What cancelling now would give back; absent when it cannot be cancelled any more.
    cancellation: Option<SettlementView>,
    /// What was added, with how many.
    addons: Vec<(String, u32)>,
    /// What later cancelling gives back, in words.
    refunds: Vec<String>,
    #[serde(skip)]
    rights: Rights,
    #[serde(skip)]
    opens: bool,
    #[serde(skip)]
    code: String,
    #[serde(skip)]
    own: bool,
    #[serde(skip)]
    series: Option<String>,
    #[serde(skip)]
    faults: FormFaults,
}

impl Page for BookingPage {
    const FEATURE: &'static str = "bookings";

    fn title(&self, _: &Words) -> String {
        format!("{} · {}", self.booking.headline(), self.booking.when)
    }

    fn tab(&self) -> &'static str {
        "bookings"
    }
}

impl BookingPage {
    fn is(&self, state: &str) -> bool {
        self.booking.state == state
    }

    fn to(&self, noun: &str) -> String {
        format!("{}/{noun}", self.booking.link)
    }

    fn payment_key(&self) -> String {
        format!("bookings-payment-{}", self.booking.payment)
    }

    fn changeable(&self) -> bool {
        self.rights.handle && matches!(self.booking.state, "draft" | "tentative" | "confirmed" | "checked-in")
    }
}

async fn booking(visit: Visit, Of(id): Of<BookingId>) -> Answer {
    visit.page(&visit.read(|tx, me| BookingPage::read(&visit.words, tx, me, id, Faults::default()))?)
}

impl BookingPage {
    fn read(words: &Words, tx: &ReadTx, me: &Actor, id: BookingId, faults: Faults) -> Result<Self> {
        let booking = ayni_bookings::booking(tx, me, id)?;
        let rights = ayni_bookings::rights(tx, me, &booking)?;
        let zone = zone_of(tx, &ayni_resources::unasked(tx, booking.resource)?)?;
        let cancellable = rights.handle && matches!(booking.state, State::Draft | State::Tentative | State::Confirmed);
        let cancellation = cancellable.then(|| {
            let settled = ayni_bookings::cancellation(tx, me, id)?;
            SettlementView::of(tx, words, (&zone, &booking), &settled)
        });
        let addons =
            booking.addons.iter().map(|(id, count)| Ok((ayni_resources::addon(tx, *id)?.name.to_string(), *count)));
        let opens = booking.span.start.plus_seconds(-booking.terms.check_in().opens_before() * 60);
        let now = tx.now();
        Ok(Self {
            cancellation: cancellation.transpose()?,
            addons: addons.collect::<Result<_>>()?,
            refunds: refunds(words, &booking.terms),
            opens: rights.handle && now >= opens && now < booking.span.end,
            code: crate::kit::qr::picture(booking.reference.as_str())?,
            own: me.acts_for(booking.member),
            series: booking.occurrence.map(|occurrence| links::series(occurrence.series)),
            rights,
            booking: BookingView::of(tx, words, &booking)?,
            faults: faults.into(),
        })
    }
}

/// The form that moves or changes a booking.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "bookings/change.html")]
pub(crate) struct ChangePage {
    /// The booking.
    booking: BookingView,
    /// What stands in the way of the change.
    objections: Vec<ObjectionView>,
    /// What it would cost then.
    price: Option<PriceView>,
    /// What could be had instead.
    alternatives: Vec<AlternativeView>,
    #[serde(skip)]
    addons: Vec<AddOnView>,
    #[serde(skip)]
    #[schema(ignore)]
    form: BookForm,
    #[serde(skip)]
    faults: FormFaults,
    #[serde(skip)]
    days: bool,
    #[serde(skip)]
    when: String,
}

impl Page for ChangePage {
    const FEATURE: &'static str = "bookings";

    fn title(&self, words: &Words) -> String {
        words.say("bookings-change")
    }

    fn tab(&self) -> &'static str {
        "bookings"
    }
}

impl ChangePage {
    fn form_link(&self) -> String {
        format!("{}/change", self.booking.link)
    }

    /// The same form with another time, for an alternative of the same place.
    fn at(&self, other: &AlternativeView) -> String {
        format!("{}{}", self.form_link(), links::query(&other.fields()))
    }
}

async fn changing(visit: Visit, Of(id): Of<BookingId>, Ask(form): Ask<BookForm>) -> Answer {
    visit.page(&visit.read(|tx, me| ChangePage::read(&visit.words, tx, me, id, &form, Faults::default()))?)
}

async fn change(visit: Visit, Of(id): Of<BookingId>, Input(form): Input<BookForm>) -> Answer {
    match changed(&visit, id, &form).await {
        Ok(booking) => say(&visit, &booking, "", "bookings-said-changed"),
        Err(error) => {
            let again = |faults| ready(visit.read(|tx, me| ChangePage::read(&visit.words, tx, me, id, &form, faults)));
            visit.again(error, again).await
        }
    }
}

async fn changed(visit: &Visit, id: BookingId, form: &BookForm) -> Result<Booking> {
    let change = visit.read(|tx, me| form.change(tx, me, &ayni_bookings::booking(tx, me, id)?))?;
    visit.write(move |tx, me| ayni_bookings::change(tx, me, id, change)).await
}

impl ChangePage {
    fn read(words: &Words, tx: &ReadTx, me: &Actor, id: BookingId, form: &BookForm, faults: Faults) -> Result<Self> {
        let booking = ayni_bookings::booking(tx, me, id)?;
        let change = form.change(tx, me, &booking);
        let mut faults = faults.0;
        if let (Err(ayni_kernel::Error::Invalid(why)), true) = (&change, faults.is_empty()) {
            faults.extend(why.0.clone());
        }
        let change = change.unwrap_or_else(|_| ayni_bookings::Change::keeping(&booking, booking.span));
        let place = change.resource.unwrap_or(booking.resource);
        let resource = ayni_resources::unasked(tx, place)?;
        let zone = zone_of(tx, &resource)?;
        let wish = ayni_bookings::Ask {
            id: Some(id),
            places: change.places,
            people: change.people,
            title: change.title.clone(),
            note: change.note.clone(),
            addons: change.addons.clone(),
            ..ayni_bookings::Ask::plain(place, booking.member, change.span)
        };
        let moved = change.span != booking.span || place != booking.resource || change.places != booking.places;
        let verdict: Option<Verdict> = (moved || change.addons != booking.addons)
            .then(|| ayni_bookings::why(tx, me, &wish, Some(id)))
            .transpose()?;
        let form = filled(form, (&zone, change.span), &wish);
        let (objections, alternatives) =
            verdict.as_ref().map_or((&[][..], &[][..]), |verdict| (&verdict.objections, &verdict.alternatives));
        Ok(Self {
            objections: objections.iter().map(|each| ObjectionView::of(words, each)).collect(),
            alternatives: alternatives
                .iter()
                .map(|each| AlternativeView::of(tx, words, each))
                .collect::<Result<_>>()?,
            price: verdict.map(|verdict| PriceView::of(tx, words, &verdict.quote)).transpose()?,
            addons: addon_views(tx, &resource, &form)?,
            days: by_days(resource.unit),
            when: when::span(words, &zone, &change.span),
            booking: BookingView::of(tx, words, &booking)?,
            form,
            faults: Faults(faults).into(),
        })
    }
}

/// The form with what is, or is wished, in its fields.
fn filled(form: &BookForm, (zone, span): (&TimeZone, Span), wish: &ayni_bookings::Ask) -> BookForm {
    let count = |count: u32| if count == 0 { String::new() } else { count.to_string() };
    let addons = wish.addons.iter().map(|(id, count)| (format!("addon-{id}"), serde_json::Value::from(*count)));
    let (from, until) = (wall(zone, span.start), wall(zone, span.end));
    BookForm {
        day: from.date().to_string(),
        from: when::clock(from.time()),
        until_day: if until.date() == from.date() { String::new() } else { until.date().to_string() },
        until: when::clock(until.time()),
        places: count(wish.places),
        people: count(wish.people),
        title: wish.title.to_string(),
        note: wish.note.to_string(),
        place: form.place.clone(),
        more: addons.collect(),
        ..BookForm::default()
    }
}

/// Answers with the booking as it is now, on its page or back at the desk.
fn say(visit: &Visit, booking: &Booking, back: &str, said: &'static str) -> Answer {
    let view = visit.read(|tx, _| BookingView::of(tx, &visit.words, booking))?;
    let next = if back == "desk" { links::DESK } else { &view.link };
    visit.done(&view, next, said)
}

/// A refusal is shown on the booking's page.
async fn told(visit: &Visit, id: BookingId, done: Result<Booking>, (back, said): (&str, &'static str)) -> Answer {
    match done {
        Ok(booking) => say(visit, &booking, back, said),
        Err(error) => {
            let page = |faults| ready(visit.read(|tx, me| BookingPage::read(&visit.words, tx, me, id, faults)));
            visit.again(error, page).await
        }
    }
}

async fn cancel(visit: Visit, Of(id): Of<BookingId>, Input(form): Input<ReasonForm>) -> Answer {
    let reason = Line::parse("reason", &form.reason).map_err(ayni_kernel::Error::from)?;
    let done = visit.write(move |tx, me| ayni_bookings::cancel(tx, me, id, reason)).await;
    told(&visit, id, done, (&form.back, "bookings-said-cancelled")).await
}

async fn confirm(visit: Visit, Of(id): Of<BookingId>, Input(form): Input<BookForm>) -> Answer {
    let change = visit.read(|tx, me| form.change(tx, me, &ayni_bookings::booking(tx, me, id)?));
    let done = match change {
        Ok(change) => visit.write(move |tx, me| ayni_bookings::confirm(tx, me, id, Some(change))).await,
        Err(error) => Err(error),
    };
    told(&visit, id, done, ("", "bookings-said-booked")).await
}

/// Who says it: the one at the desk, or the one who comes.
fn presence(back: &str) -> Presence {
    if back == "desk" { Presence::Desk } else { Presence::Button }
}

async fn arrive(visit: Visit, Of(id): Of<BookingId>, Input(form): Input<PresenceForm>) -> Answer {
    let how = presence(&form.back);
    let done = visit.write(move |tx, me| ayni_bookings::check_in(tx, me, id, how)).await;
    told(&visit, id, done, (&form.back, "bookings-said-checked-in")).await
}

async fn leave(visit: Visit, Of(id): Of<BookingId>, Input(form): Input<PresenceForm>) -> Answer {
    let how = presence(&form.back);
    let done = visit.write(move |tx, me| ayni_bookings::check_out(tx, me, id, how)).await;
    told(&visit, id, done, (&form.back, "bookings-said-checked-out")).await
}

async fn approve(visit: Visit, Of(id): Of<BookingId>, Input(form): Input<PresenceForm>) -> Answer {
    let done = visit.write(move |tx, me| ayni_bookings::approve(tx, me, id)).await;
    told(&visit, id, done, (&form.back, "bookings-said-approved")).await
}

async fn refuse(visit: Visit, Of(id): Of<BookingId>, Input(form): Input<ReasonForm>) -> Answer {
    let reason = Line::parse("reason", &form.reason).map_err(ayni_kernel::Error::from)?;
    let done = visit.write(move |tx, me| ayni_bookings::decline(tx, me, id, reason)).await;
    told(&visit, id, done, (&form.back, "bookings-said-declined")).await
}

async fn settle(visit: Visit, Of(id): Of<BookingId>, Input(form): Input<PresenceForm>) -> Answer {
    let done = visit.write(move |tx, me| ayni_bookings::settle_due(tx, me, id)).await;
    told(&visit, id, done, (&form.back, "bookings-said-settled")).await
}
