//! One's own listings, and those one keeps an eye on.

use askama::Template;
use ayni_kernel::{Cursor, ListingId, Result, Role};
use ayni_market::List;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::views::{ListingCard, ListingView};
use crate::{
    kit::{Answer, Ask, Of, Page, PageView, Route, Visit, Words, filters},
    links,
};

/// Listings on a page.
const PAGE: usize = 30;

/// The routes of what members keep.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::MY_LISTINGS, mine)
            .about("The listings of the member acted for, whatever their state, newest first.")
            .asks::<KeptQuery>()
            .answers::<MinePage>(),
        Route::get(links::FAVOURITES, favourites)
            .about("The favourites of the member acted for, newest first.")
            .asks::<KeptQuery>()
            .answers::<FavouritesPage>(),
        Route::post("/listings/{id}/favourite", favour)
            .about("Note a listing as a favourite.")
            .answers::<ListingView>(),
        Route::post("/listings/{id}/favourite-removal", unfavour)
            .about("Note that a listing is no favourite any more.")
            .answers::<NoFavourite>(),
    ]
}

/// Which part of a list is wanted.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct KeptQuery {
    /// Where the page begins: the `next` of the page before.
    after: String,
}

impl KeptQuery {
    fn cursor(&self) -> Result<Option<Cursor>> {
        Some(self.after.as_str()).filter(|after| !after.is_empty()).map(Cursor::parse).transpose()
    }
}

/// One's own listings.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "market/mine.html")]
#[schema(as = MarketMinePage)]
pub(crate) struct MinePage {
    /// The listings.
    listings: PageView<ListingCard>,
    #[serde(skip)]
    staff: bool,
}

impl Page for MinePage {
    const FEATURE: &'static str = "market";

    fn title(&self, words: &Words) -> String {
        words.say("market-mine")
    }

    fn tab(&self) -> &'static str {
        "market"
    }
}

impl MinePage {
    fn next(&self) -> Option<String> {
        self.listings.next.as_ref().map(|next| format!("{}{}", links::MY_LISTINGS, links::query(&[("after", next)])))
    }
}

async fn mine(visit: Visit, Ask(ask): Ask<KeptQuery>) -> Answer {
    let (member, after) = (visit.member()?, ask.cursor()?);
    let page = visit.read(|tx, me| {
        let ask = List { member: Some(member), after, limit: PAGE, ..List::default() };
        let listings = ayni_market::listings(tx, me, &ask)?;
        let listings = listings.try_map(|listing| ListingCard::of(tx, me, &listing))?.into();
        Ok(MinePage { listings, staff: me.has(Role::Steward) })
    })?;
    visit.page(&page)
}

/// Listings one keeps an eye on.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "market/favourites.html")]
pub(crate) struct FavouritesPage {
    /// The listings.
    listings: PageView<ListingCard>,
    #[serde(skip)]
    staff: bool,
}

impl Page for FavouritesPage {
    const FEATURE: &'static str = "market";

    fn title(&self, words: &Words) -> String {
        words.say("market-favourites")
    }

    fn tab(&self) -> &'static str {
        "market"
    }
}

impl FavouritesPage {
    fn next(&self) -> Option<String> {
        self.listings.next.as_ref().map(|next| format!("{}{}", links::FAVOURITES, links::query(&[("after", next)])))
    }
}

async fn favourites(visit: Visit, Ask(ask): Ask<KeptQuery>) -> Answer {
    let after = ask.cursor()?;
    let page = visit.read(|tx, me| {
        let listings = ayni_market::favourites(tx, me, after.as_ref(), PAGE)?;
        let listings = listings.try_map(|listing| ListingCard::of(tx, me, &listing))?.into();
        Ok(FavouritesPage { listings, staff: me.has(Role::Steward) })
    })?;
    visit.page(&page)
}

async fn favour(visit: Visit, Of(id): Of<ListingId>) -> Answer {
    let listing = visit.write(move |tx, me| ayni_market::favour(tx, me, id)).await?;
    let view = visit.read(|tx, me| ListingView::of(tx, me, listing))?;
    visit.done(&view, &view.link, "market-said-favourite")
}

/// The listing that is no favourite any more.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct NoFavourite {
    /// Its id.
    id: String,
}

async fn unfavour(visit: Visit, Of(id): Of<ListingId>) -> Answer {
    visit.write(move |tx, me| ayni_market::unfavour(tx, me, id)).await?;
    visit.done(&NoFavourite { id: id.to_string() }, links::FAVOURITES, "market-said-no-favourite")
}
