//! The waiting list: joining it from what is taken, one's place in the line, and the offer with its time.

use std::future::ready;

use askama::Template;
use ayni_bookings::{Sought, Standing, WaitAsk, WaitState};
use ayni_kernel::{Actor, Cursor, Faults, ReadTx, ResourceCategoryId, ResourceId, Result, WaitId, tx::Now as _};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    bookings::{
        any::{AnyForm, AnyPage},
        input::{BookForm, open_hours},
        views::{BookingView, PlaceView},
        when, zone_of,
    },
    kit::{Answer, Ask, FormFaults, Input, Of, Page, PageView, Route, Visit, Words, filters},
    links,
};

/// Waits of a page.
const ROWS: usize = 30;

/// The routes of waiting lists.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/spaces/{id}/wait", form).about("The form that joins the waiting list of a place.").page_only(),
        Route::post("/spaces/{id}/waiting", join)
            .about("Joins the waiting list of a place that is taken.")
            .takes::<BookForm>()
            .answers::<WaitView>(),
        Route::post("/spaces/categories/{id}/waiting", join_any)
            .about("Joins the waiting list of a category of which everything is taken: any of it would do.")
            .takes::<AnyForm>()
            .answers::<WaitView>(),
        Route::get(links::WAITING, list)
            .about("What the member acted for waits for, newest first.")
            .asks::<ListQuery>()
            .answers::<ListPage>(),
        Route::get("/waiting/{id}", show)
            .about("A wait with its place in the line or its offer.")
            .answers::<WaitPage>(),
        Route::post("/waiting/{id}/acceptance", accept)
            .about("Takes what is offered: it becomes a booking.")
            .answers::<BookingView>(),
        Route::post("/waiting/{id}/withdrawal", withdraw)
            .about("Leaves the line; what was offered goes to the next.")
            .answers::<WaitView>(),
    ]
}

/// A place in a waiting list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct WaitView {
    /// Its id.
    id: String,
    /// What for; absent when any of a category would do.
    place: Option<PlaceView>,
    /// What for, in words.
    name: String,
    /// When it begins.
    from: String,
    /// When it ends.
    until: String,
    /// Seats or pieces.
    places: u32,
    /// `waiting`, `offered`, `taken`, `missed`, `given-up` or `over`.
    state: &'static str,
    /// How many are before it.
    before: usize,
    /// Until when the offer holds.
    offer_until: Option<String>,
    /// The draft that is offered, or the booking that was made of it.
    booking: Option<String>,
    #[serde(skip)]
    when: String,
    #[serde(skip)]
    link: String,
    #[serde(skip)]
    booking_link: Option<String>,
}

impl WaitView {
    fn of(tx: &ReadTx, words: &Words, standing: &Standing) -> Result<Self> {
        let wait = &standing.wait;
        let (place, name, zone) = match wait.sought {
            Sought::Resource(id) => {
                let resource = ayni_resources::unasked(tx, id)?;
                (Some(PlaceView::of(tx, &resource)?), resource.name.to_string(), zone_of(tx, &resource)?)
            }
            Sought::Category(id) => {
                let name = ayni_resources::category(tx, id)?.map(|category| category.name.to_string());
                (None, name.unwrap_or_default(), words.zone().clone())
            }
        };
        Ok(Self {
            id: wait.id.to_string(),
            place,
            name,
            from: wait.span.start.to_string(),
            until: wait.span.end.to_string(),
            places: wait.places,
            state: wait.state.word(),
            before: standing.before,
            offer_until: wait.until.map(|until| until.to_string()),
            booking: wait.offer.map(|offer| offer.to_string()),
            when: when::span(words, &zone, &wait.span),
            link: links::wait(wait.id),
            booking_link: wait.offer.map(links::booking),
        })
    }

    fn state_key(&self) -> String {
        format!("waiting-state-{}", self.state)
    }

    fn tone(&self) -> &'static str {
        match self.state {
            "waiting" => "wait",
            "offered" => "accent",
            "taken" => "ok",
            _ => "",
        }
    }

    fn is_offered(&self) -> bool {
        self.state == WaitState::Offered.word()
    }

    fn is_waiting(&self) -> bool {
        self.state == WaitState::Waiting.word()
    }
}

/// Joining the line for a place.
#[derive(Template, Serialize)]
#[template(path = "waiting/join.html")]
struct JoinPage {
    place: PlaceView,
    when: String,
    #[serde(skip)]
    form: BookForm,
    #[serde(skip)]
    faults: FormFaults,
}

impl Page for JoinPage {
    const FEATURE: &'static str = "bookings";

    fn title(&self, words: &Words) -> String {
        words.say("waiting-join")
    }

    fn tab(&self) -> &'static str {
        "spaces"
    }
}

impl JoinPage {
    fn action(&self) -> String {
        format!("{}/{}/waiting", links::SPACES, self.place.id)
    }

    fn of(visit: &Visit, tx: &ReadTx, me: &Actor, id: ResourceId, form: BookForm, faults: Faults) -> Result<Self> {
        let resource = ayni_resources::visible(tx, me, id)?;
        let zone = zone_of(tx, &resource)?;
        let span = form.span(&resource, &zone, &|day| open_hours(tx, &resource, &zone, day));
        let when = span.map(|span| when::span(&visit.words, &zone, &span)).unwrap_or_default();
        Ok(Self { place: PlaceView::of(tx, &resource)?, when, form, faults: faults.into() })
    }
}

async fn form(visit: Visit, Of(id): Of<ResourceId>, Ask(form): Ask<BookForm>) -> Answer {
    visit.member()?;
    visit.page(&visit.read(|tx, me| JoinPage::of(&visit, tx, me, id, form, Faults::default()))?)
}

async fn join(visit: Visit, Of(id): Of<ResourceId>, Input(form): Input<BookForm>) -> Answer {
    visit.user()?;
    match stand(&visit, id, &form).await {
        Ok(view) => visit.done(&view, &view.link, "waiting-said-joined"),
        Err(error) => {
            let again = |faults| ready(visit.read(|tx, me| JoinPage::of(&visit, tx, me, id, form, faults)));
            visit.again(error, again).await
        }
    }
}

async fn join_any(visit: Visit, Of(id): Of<ResourceCategoryId>, Input(form): Input<AnyForm>) -> Answer {
    visit.user()?;
    match stand_for_any(&visit, id, &form).await {
        Ok(view) => visit.done(&view, &view.link, "waiting-said-joined"),
        Err(error) => visit.again(error, |faults| ready(AnyPage::read(&visit, id, form, faults))).await,
    }
}

async fn stand_for_any(visit: &Visit, id: ResourceCategoryId, form: &AnyForm) -> Result<WaitView> {
    let ask = form.wait(visit, id)?;
    let wait = visit.write(move |tx, me| ayni_bookings::wait(tx, me, ask)).await?;
    view(visit, wait.id)
}

async fn stand(visit: &Visit, id: ResourceId, form: &BookForm) -> Result<WaitView> {
    let ask = visit.read(|tx, me| {
        let resource = ayni_resources::visible(tx, me, id)?;
        let zone = zone_of(tx, &resource)?;
        let span = form.span(&resource, &zone, &|day| open_hours(tx, &resource, &zone, day))?;
        let wish = form.ask(&resource, form.whom(visit, tx, me)?, span)?;
        Ok(WaitAsk {
            member: wish.member,
            sought: Sought::Resource(id),
            span,
            places: wish.places,
            people: wish.people,
            title: wish.title,
        })
    })?;
    let wait = visit.write(move |tx, me| ayni_bookings::wait(tx, me, ask)).await?;
    view(visit, wait.id)
}

fn view(visit: &Visit, id: WaitId) -> Result<WaitView> {
    visit.read(|tx, me| WaitView::of(tx, &visit.words, &ayni_bookings::standing(tx, me, id)?))
}

/// Where a list begins.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
struct ListQuery {
    /// Where the page begins: the `next` of the page before.
    after: String,
}

/// What one waits for.
#[derive(Template, Serialize, ToSchema)]
#[schema(as = WaitingListPage)]
#[template(path = "waiting/list.html")]
struct ListPage {
    /// The waits, newest first.
    waits: PageView<WaitView>,
}

impl Page for ListPage {
    const FEATURE: &'static str = "bookings";

    fn title(&self, words: &Words) -> String {
        words.say("waiting-mine")
    }

    fn tab(&self) -> &'static str {
        "bookings"
    }
}

impl ListPage {
    fn older(&self) -> Option<String> {
        self.waits.next.as_ref().map(|next| format!("{}{}", links::WAITING, links::query(&[("after", next)])))
    }

    fn read(visit: &Visit, query: &ListQuery) -> Result<Self> {
        let member = visit.member()?;
        let after = Some(&query.after).filter(|after| !after.is_empty()).map(|after| Cursor::parse(after));
        let after = after.transpose()?;
        visit.read(|tx, me| {
            let page = ayni_bookings::waits_of(tx, me, member, after, ROWS)?;
            Ok(Self { waits: page.try_map(|standing| WaitView::of(tx, &visit.words, &standing))?.into() })
        })
    }
}

async fn list(visit: Visit, Ask(query): Ask<ListQuery>) -> Answer {
    visit.page(&ListPage::read(&visit, &query)?)
}

/// One wait.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "waiting/show.html")]
struct WaitPage {
    /// The wait.
    wait: WaitView,
    /// Minutes for which the offer still holds; absent where nothing is offered.
    minutes_left: Option<i64>,
    #[serde(skip)]
    left: String,
    #[serde(skip)]
    faults: FormFaults,
}

impl Page for WaitPage {
    const FEATURE: &'static str = "bookings";

    fn title(&self, _: &Words) -> String {
        self.wait.name.clone()
    }

    fn tab(&self) -> &'static str {
        "bookings"
    }
}

impl WaitPage {
    fn of(visit: &Visit, (tx, me): (&ReadTx, &Actor), id: WaitId, faults: Faults) -> Result<Self> {
        let standing = ayni_bookings::standing(tx, me, id)?;
        let held = standing.wait.until.filter(|_| standing.wait.state == WaitState::Offered);
        let minutes_left = held.map(|until| ((until.micros() - tx.now().micros()) / 60_000_000).max(0));
        Ok(Self {
            wait: WaitView::of(tx, &visit.words, &standing)?,
            left: minutes_left.map(|minutes| when::length(&visit.words, minutes)).unwrap_or_default(),
            minutes_left,
            faults: faults.into(),
        })
    }
}

async fn show(visit: Visit, Of(id): Of<WaitId>) -> Answer {
    visit.page(&visit.read(|tx, me| WaitPage::of(&visit, (tx, me), id, Faults::default()))?)
}

async fn accept(visit: Visit, Of(id): Of<WaitId>) -> Answer {
    match visit.write(move |tx, me| ayni_bookings::accept_offer(tx, me, id)).await {
        Ok(booking) => {
            let view = visit.read(|tx, _| BookingView::of(tx, &visit.words, &booking))?;
            visit.done(&view, &view.link, "waiting-said-taken")
        }
        Err(error) => again(&visit, id, error).await,
    }
}

async fn withdraw(visit: Visit, Of(id): Of<WaitId>) -> Answer {
    match visit.write(move |tx, me| ayni_bookings::give_up(tx, me, id)).await {
        Ok(_) => visit.done(&view(&visit, id)?, links::WAITING, "waiting-said-left"),
        Err(error) => again(&visit, id, error).await,
    }
}

async fn again(visit: &Visit, id: WaitId, error: ayni_kernel::Error) -> Answer {
    let page = |faults| ready(visit.read(|tx, me| WaitPage::of(visit, (tx, me), id, faults)));
    visit.again(error, page).await
}
