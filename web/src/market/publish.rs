//! Publishing a listing, changing it, its pictures, taking it down and showing it again.

use std::future::ready;

use askama::Template;
use axum::extract::Multipart;
use ayni_communities::{Access, Category};
use ayni_kernel::{Actor, Error, Faults, Line, ListingId, Result, Role, WriteTx};
use ayni_ledger::Currency;
use ayni_market::{Listing, ListingKind, ListingStatus, NewListing, PhotoChange};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    form::{Kept, ListingForm},
    views::{CategoryView, ListingView, PhotoView},
};
use crate::{
    kit::{Answer, Ask, CardView, FormFaults, Input, Of, Page, Route, Visit, Words, filters},
    links,
    members::views::{Choice, choices},
    photos::{self, MAX_PHOTO},
};

/// What may be done with a listing by one click, and what is said then.
const TURNS: [(&str, Turn, &str, &str); 4] = [
    ("/listings/{id}/withdrawal", ayni_market::hide, "market-said-hidden", "Take a listing down."),
    ("/listings/{id}/publication", ayni_market::show, "market-said-published", "Show a listing again, or a draft."),
    ("/listings/{id}/renewal", ayni_market::renew, "market-said-renewed", "Let a listing go on for the usual time."),
    (
        "/listings/{id}/fulfilment",
        ayni_market::fulfil,
        "market-said-fulfilled",
        "Take down a listing that found its end.",
    ),
];

/// The routes of publishing.
pub(super) fn routes() -> Vec<Route> {
    let turns = TURNS.map(|(path, turn, said, about)| {
        let answer = move |visit: Visit, Of(id): Of<ListingId>| async move { turned(&visit, id, said, turn).await };
        Route::post(path, answer).about(about).answers::<ListingView>()
    });
    let forms = vec![
        Route::get("/listings/new", new).about("The form of a new listing.").page_only(),
        Route::post("/listings", publish)
            .about("Publish a listing, or keep a draft of it.")
            .takes::<ListingForm>()
            .answers::<ListingView>(),
        Route::get("/listings/{id}/edit", edit).about("The form of a listing.").page_only(),
        Route::post("/listings/{id}", save)
            .about("Change a listing: every field, changed or not.")
            .takes::<ListingForm>()
            .answers::<ListingView>(),
        Route::post("/listings/{id}/photo", add_photo)
            .about("Send a picture of a listing as the part `photo` of a multipart form.")
            .max_body(MAX_PHOTO)
            .answers::<ListingView>(),
        Route::post("/listings/{id}/photo-change", change_photo)
            .about("Describe a picture of a listing, show it first, or take it away.")
            .takes::<PhotoForm>()
            .answers::<ListingView>(),
    ];
    forms.into_iter().chain(turns).collect()
}

/// The form of a listing, new or not.
#[derive(Debug, Template, Serialize)]
#[template(path = "market/form.html")]
pub(crate) struct ListingFormPage {
    categories: Vec<CategoryView>,
    member: CardView,
    #[serde(skip)]
    photos: Vec<PhotoView>,
    #[serde(skip)]
    currencies: Vec<(String, String)>,
    #[serde(skip)]
    places: Vec<(String, String)>,
    #[serde(skip)]
    listing: Option<ListingId>,
    #[serde(skip)]
    draft: bool,
    #[serde(skip)]
    never: bool,
    #[serde(skip)]
    usual_days: u64,
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

    fn ways(&self) -> Vec<Choice> {
        let chosen = if self.form.place.is_empty() { "unsaid" } else { &self.form.place };
        let ways = ["unsaid", "member", "remote", "resource", "point"];
        choices(ways.into_iter().filter(|way| *way != "resource" || !self.places.is_empty()), "market-place-", chosen)
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
        let before = listing.map(|id| ayni_market::listing(tx, me, id)).transpose()?;
        let view = before.map(|listing| ListingView::of(tx, me, listing)).transpose()?;
        let settings = ayni_market::settings(tx)?;
        let places = ayni_resources::tree(tx, me)?;
        Ok(ListingFormPage {
            categories: ayni_communities::categories(tx)?.into_iter().map(|each: Category| each.into()).collect(),
            member: ayni_members::name_of(tx, member)?.into(),
            currencies: ayni_ledger::currencies(tx)?
                .into_iter()
                .map(|currency| (currency.code.to_string(), currency.plural.to_string()))
                .collect(),
            places: places.walk().into_iter().map(|(_, each)| (each.id.to_string(), each.name.to_string())).collect(),
            listing,
            draft: view.as_ref().is_none_or(|view| view.status == ListingStatus::Draft.word()),
            never: settings.allows_never(me) || form.end == "never",
            photos: view.map(|view| view.photos).unwrap_or_default(),
            usual_days: u64::from(settings.usual_days),
            form,
            faults: faults.into(),
            on_behalf: !own,
        })
    })
}

fn currencies(visit: &Visit) -> Result<Vec<Currency>> {
    visit.read(|tx, _| ayni_ledger::currencies(tx))
}

async fn new(visit: Visit, Ask(ask): Ask<NewListingQuery>) -> Answer {
    let form = ListingForm { member: ask.member, kind: ask.kind, ..ListingForm::default() };
    visit.page(&page(&visit, None, form, Faults::default())?)
}

async fn publish(visit: Visit, Input(form): Input<ListingForm>) -> Answer {
    match put_up(&visit, &form).await {
        Ok(listing) => told(&visit, listing, "market-said-saved"),
        Err(error) => visit.again(error, |faults| ready(page(&visit, None, form, faults))).await,
    }
}

async fn put_up(visit: &Visit, form: &ListingForm) -> Result<Listing> {
    let content = form.read(visit, &currencies(visit)?, Kept::default());
    let ask = NewListing { member: form.member(&visit.actor)?, content: content? };
    let draft = form.is_draft();
    visit
        .write(move |tx, me| if draft { ayni_market::draft(tx, me, ask) } else { ayni_market::publish(tx, me, ask) })
        .await
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
    let form = ListingForm::of(&editable(&visit, id)?, visit.words.zone(), &currencies(&visit)?);
    visit.page(&page(&visit, Some(id), form, Faults::default())?)
}

async fn save(visit: Visit, Of(id): Of<ListingId>, Input(form): Input<ListingForm>) -> Answer {
    let old = editable(&visit, id)?;
    let form = ListingForm { member: old.member.to_string(), ..form };
    match change(&visit, old, &form).await {
        Ok(listing) => told(&visit, listing, "market-said-saved"),
        Err(error) => visit.again(error, |faults| ready(page(&visit, Some(id), form, faults))).await,
    }
}

async fn change(visit: &Visit, old: Listing, form: &ListingForm) -> Result<Listing> {
    let kept = Kept { photos: old.photos, images: old.images };
    let content = form.read(visit, &currencies(visit)?, kept)?;
    let shows = form.then == "publish";
    visit
        .write(move |tx, me| {
            let saved = ayni_market::edit(tx, me, old.id, content)?;
            if shows && saved.status == ListingStatus::Draft { ayni_market::show(tx, me, old.id) } else { Ok(saved) }
        })
        .await
}

/// What is done with a picture.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = MarketPhotoForm)]
pub(crate) struct PhotoForm {
    /// The picture's address.
    photo: String,
    /// `describe`, `first` or `remove`.
    act: String,
    /// What is to be seen on it.
    alt: String,
}

async fn add_photo(visit: Visit, Of(id): Of<ListingId>, parts: Multipart) -> Answer {
    // Leave is asked before the picture is read, so that nobody fills the disk.
    editable(&visit, id)?;
    let file = photos::keep_large(&visit, "photo", photos::sent("photo", parts).await?).await?.hash;
    let saved = visit.write(move |tx, me| ayni_market::change_photo(tx, me, id, file, PhotoChange::Add)).await?;
    pictured(&visit, saved)
}

async fn change_photo(visit: Visit, Of(id): Of<ListingId>, Input(form): Input<PhotoForm>) -> Answer {
    editable(&visit, id)?;
    let name = form.photo.rsplit('/').next().unwrap_or_default();
    let file = links::photo_hash(name).ok_or_else(|| Error::invalid("photo", "fault-choice"))?;
    let change = form.change()?;
    let saved = visit.write(move |tx, me| ayni_market::change_photo(tx, me, id, file, change)).await?;
    pictured(&visit, saved)
}

impl PhotoForm {
    fn change(&self) -> Result<PhotoChange> {
        match self.act.as_str() {
            "describe" => Ok(PhotoChange::Describe(Line::parse("alt", &self.alt)?)),
            "first" => Ok(PhotoChange::First),
            "remove" => Ok(PhotoChange::Remove),
            _ => Err(Error::invalid("act", "fault-choice")),
        }
    }
}

/// Back to the form, where the pictures are.
fn pictured(visit: &Visit, listing: Listing) -> Answer {
    let next = links::edit_listing(listing.id);
    let view = visit.read(|tx, me| ListingView::of(tx, me, listing))?;
    visit.done(&view, &next, "market-said-saved")
}

/// A use case that takes a listing down, shows or renews it.
type Turn = fn(&mut WriteTx<'_>, &Actor, ListingId) -> Result<Listing>;

async fn turned(visit: &Visit, id: ListingId, said: &'static str, turn: Turn) -> Answer {
    let listing = visit.write(move |tx, me| turn(tx, me, id)).await?;
    told(visit, listing, said)
}

/// Says what was done: that the listing waits for a steward, or is shown, where that came of it.
pub(super) fn told(visit: &Visit, listing: Listing, said: &'static str) -> Answer {
    let said = match listing.status {
        ListingStatus::Waiting => "market-said-waits",
        ListingStatus::Draft => "market-said-draft",
        ListingStatus::Published if listing.published == Some(listing.updated) => "market-said-published",
        _ => said,
    };
    let view = visit.read(|tx, me| ListingView::of(tx, me, listing))?;
    visit.done(&view, &view.link, said)
}
