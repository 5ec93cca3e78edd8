//! Publishing a listing, changing it, taking it down and showing it again.

use std::future::ready;

use askama::Template;
use ayni_communities::{Access, Category};
use ayni_kernel::{
    Actor, Body, CategoryId, Check, Error, Fault, Faults, Line, ListingId, MemberId, Result, Role, Timestamp, WriteTx,
};
use ayni_market::{Content, Expiry, Listing, ListingKind, NewListing, Price};
use jiff::{ToSpan as _, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CategoryView, browse::ListingView};
use crate::{
    kit::{Answer, Ask, CardView, FormFaults, Input, Of, Page, Route, Visit, Words, filters},
    links,
    members::views::{Choice, choices},
};

/// The routes of publishing.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/listings/new", new).about("The form of a new listing.").page_only(),
        Route::post("/listings", publish).about("Publish a listing.").takes::<ListingForm>().answers::<ListingView>(),
        Route::get("/listings/{id}/edit", edit).about("The form of a listing.").page_only(),
        Route::post("/listings/{id}", save)
            .about("Change a listing: every field, changed or not.")
            .takes::<ListingForm>()
            .answers::<ListingView>(),
        Route::post("/listings/{id}/withdrawal", hide).about("Take a listing down.").answers::<ListingView>(),
        Route::post("/listings/{id}/publication", show).about("Show a listing again.").answers::<ListingView>(),
    ]
}

/// A listing as its form sends it.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ListingForm {
    /// The id of the member whose it will be; the one acted for when left out.
    member: String,
    /// `offer` or `want`.
    kind: String,
    /// The title; wants may have none.
    title: String,
    /// What there is to say.
    description: String,
    /// The id of a category.
    category: String,
    /// What it costs, in the member's words.
    price: String,
    /// Who may see it: `public`, `group` or `private`.
    access: String,
    /// The last day, such as 2026-12-31; empty for no end.
    expires: String,
}

/// What a listing has that its form does not show.
#[derive(Debug, Clone, Default)]
struct Kept {
    place: Option<ayni_market::Place>,
    images: Vec<String>,
}

impl ListingForm {
    fn of(listing: &Listing, zone: &TimeZone) -> Self {
        Self {
            member: listing.member.to_string(),
            kind: listing.kind.word().to_owned(),
            title: listing.title.to_string(),
            description: listing.description.to_string(),
            category: listing.category.map(|id| id.to_string()).unwrap_or_default(),
            price: listing.price.words.to_string(),
            access: listing.access.word().to_owned(),
            // The end is the first moment after the last day.
            expires: listing
                .expires
                .map(|end| end.plus_seconds(-1).in_zone(zone).date().to_string())
                .unwrap_or_default(),
        }
    }

    fn read(&self, zone: &TimeZone, kept: Kept) -> Result<Content> {
        let mut check = Check::default();
        let kind = check.take(ListingKind::parse("kind", &self.kind));
        let title = check.take(Line::parse("title", &self.title));
        let description = check.take(Body::parse("description", &self.description));
        let category = check.take(category(&self.category)).flatten();
        let price = check.take(Line::parse("price", &self.price));
        let access = if self.access.is_empty() { Access::Group.word() } else { &self.access };
        let access = check.take(Access::parse("access", access));
        let expires = check.take(end_of(&self.expires, zone)).flatten();
        check.done()?;
        let Kept { place, images } = kept;
        match (kind, title, description, price, access) {
            (Some(kind), Some(title), Some(description), Some(price), Some(access)) => {
                let place = place.unwrap_or(ayni_market::Place::Unsaid);
                let (expires, price) = (expires.map_or(Expiry::Usual, Expiry::At), Price::in_words(price));
                Ok(Content {
                    category,
                    description,
                    price,
                    access,
                    place,
                    images,
                    expires,
                    ..Content::new(kind, title)
                })
            }
            _ => Err(check.into()),
        }
    }

    fn member(&self, me: &Actor) -> Result<MemberId> {
        if self.member.is_empty() { me.member() } else { self.member.parse() }
    }
}

fn category(id: &str) -> Result<Option<CategoryId>, Fault> {
    let id = Some(id).filter(|id| !id.is_empty());
    id.map(|id| id.parse().map_err(|_| Fault::new("category", "market-category-unknown"))).transpose()
}

/// The first moment after a day in the community's zone.
fn end_of(day: &str, zone: &TimeZone) -> Result<Option<Timestamp>, Fault> {
    let day = day.trim();
    if day.is_empty() {
        return Ok(None);
    }
    let end = day
        .parse::<Date>()
        .and_then(|date| date.checked_add(1.day()))
        .and_then(|date| date.to_zoned(zone.clone()))
        .map_err(|_| Fault::new("expires", "market-expires-date"))?;
    Ok(Some(Timestamp::from_micros(end.timestamp().as_microsecond())))
}

/// The form of a listing, new or not.
#[derive(Debug, Template, Serialize)]
#[template(path = "market/form.html")]
pub(crate) struct ListingFormPage {
    categories: Vec<CategoryView>,
    member: CardView,
    #[serde(skip)]
    listing: Option<ListingId>,
    #[serde(skip)]
    form: ListingForm,
    #[serde(skip)]
    faults: FormFaults,
    #[serde(skip)]
    on_behalf: bool,
}

impl Page for ListingFormPage {
    const FEATURE: &'static str = "market";

    fn title(&self, words: &Words) -> String {
        words.say(if self.listing.is_some() { "market-edit-title" } else { "market-new-title" })
    }

    fn tab(&self) -> &'static str {
        "market"
    }
}

impl ListingFormPage {
    fn action(&self) -> String {
        self.listing.map_or_else(|| links::LISTINGS.to_owned(), links::listing)
    }

    fn is_kind(&self, word: &str) -> bool {
        self.form.kind == word || (self.form.kind.is_empty() && word == ListingKind::Offer.word())
    }

    fn accesses(&self) -> Vec<Choice> {
        let chosen = if self.form.access.is_empty() { Access::Group.word() } else { &self.form.access };
        choices(Access::ALL.iter().map(|access| access.word()), "market-access-", chosen)
    }
}

/// Whose listing a query asks the form for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct NewListingQuery {
    member: String,
    kind: String,
}

fn page(visit: &Visit, listing: Option<ListingId>, form: ListingForm, faults: Faults) -> Result<ListingFormPage> {
    visit.read(|tx, me| {
        let member = form.member(me)?;
        let own = me.acts_for(member);
        if !own && !me.has(Role::Steward) {
            return Err(Error::Forbidden);
        }
        let categories = ayni_communities::categories(tx)?;
        Ok(ListingFormPage {
            categories: categories.into_iter().map(|category: Category| category.into()).collect(),
            member: ayni_members::name_of(tx, member)?.into(),
            listing,
            form,
            faults: faults.into(),
            on_behalf: !own,
        })
    })
}

async fn new(visit: Visit, Ask(ask): Ask<NewListingQuery>) -> Answer {
    let form = ListingForm { member: ask.member, kind: ask.kind, ..ListingForm::default() };
    visit.page(&page(&visit, None, form, Faults::default())?)
}

async fn publish(visit: Visit, Input(form): Input<ListingForm>) -> Answer {
    let done = async {
        let ask =
            NewListing { member: form.member(&visit.actor)?, content: form.read(visit.words.zone(), Kept::default())? };
        visit.write(move |tx, me| ayni_market::publish(tx, me, ask)).await
    };
    match done.await {
        Ok(listing) => told(&visit, listing, "market-said-published"),
        Err(error) => visit.again(error, |faults| ready(page(&visit, None, form, faults))).await,
    }
}

/// A listing that the visitor may change.
fn editable(visit: &Visit, id: ListingId) -> Result<Listing> {
    visit.read(|tx, me| {
        let listing = ayni_market::listing(tx, me, id)?;
        if me.acts_for(listing.member) || me.has(Role::Steward) {
            return Ok(listing);
        }
        // Strangers are asked to sign in first.
        Err(me.user().map_or(Error::SignIn, |_| Error::Forbidden))
    })
}

async fn edit(visit: Visit, Of(id): Of<ListingId>) -> Answer {
    let form = ListingForm::of(&editable(&visit, id)?, visit.words.zone());
    visit.page(&page(&visit, Some(id), form, Faults::default())?)
}

async fn save(visit: Visit, Of(id): Of<ListingId>, Input(form): Input<ListingForm>) -> Answer {
    let old = editable(&visit, id)?;
    let form = ListingForm { member: old.member.to_string(), ..form };
    let done = async {
        let content = form.read(visit.words.zone(), Kept { place: Some(old.place), images: old.images })?;
        visit.write(move |tx, me| ayni_market::edit(tx, me, id, content)).await
    };
    match done.await {
        Ok(listing) => told(&visit, listing, "market-said-saved"),
        Err(error) => visit.again(error, |faults| ready(page(&visit, Some(id), form, faults))).await,
    }
}

async fn hide(visit: Visit, Of(id): Of<ListingId>) -> Answer {
    turn(&visit, id, "market-said-hidden", ayni_market::hide).await
}

async fn show(visit: Visit, Of(id): Of<ListingId>) -> Answer {
    turn(&visit, id, "market-said-published", ayni_market::show).await
}

/// A use case that takes a listing down or shows it.
type Turn = fn(&mut WriteTx<'_>, &Actor, ListingId) -> Result<Listing>;

async fn turn(visit: &Visit, id: ListingId, said: &'static str, turn: Turn) -> Answer {
    let listing = visit.write(move |tx, me| turn(tx, me, id)).await?;
    told(visit, listing, said)
}

fn told(visit: &Visit, listing: Listing, said: &'static str) -> Answer {
    let view = visit.read(|tx, _| ListingView::of(tx, listing))?;
    visit.done(&view, &view.link, said)
}
