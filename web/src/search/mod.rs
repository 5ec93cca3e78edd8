//! One search over everything: suggestions as one types, and the page of results.

mod results;
mod suggestions;

use ayni_finding::{Ask, KINDS, Sort, Thing, Wish};
use ayni_kernel::{
    Actor, CategoryId, Error, ListingId, MemberId, Point, ReadTx, ResourceCategoryId, ResourceId, Result,
};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{kit::Route, links};

/// Results on a page: some screens on a phone.
const PAGE: usize = 20;

/// The last page that can be turned to; who looks further needs better words.
const MAX_PAGE: usize = 50;

/// The routes of the search.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/search", results::results)
            .about("Search members, listings, places and categories; only what the reader may see is found or counted.")
            .asks::<SearchQuery>()
            .answers::<results::SearchPage>(),
        Route::get("/search/suggestions", suggestions::suggestions)
            .about("The best results for what was typed so far.")
            .asks::<SearchQuery>()
            .answers::<suggestions::FoundView>(),
    ]
}

/// What the search may be asked.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct SearchQuery {
    /// Words, "phrases", -words, `category:food`, `tag:rye`, `by:Ana`, `near:hall~2km`, `near:me`, `near:41.38,2.17`.
    pub q: String,
    /// Only `member`, `listing`, `resource`, `category` or `resource-category`.
    pub kind: String,
    /// Only of this sort: `offer`, `want`, `room`, `business`.
    pub of: String,
    /// The id of a category of listings or of resources.
    pub category: String,
    /// A tag.
    pub tag: String,
    /// What comes first: `nearest`, `newest`, `changed`; what fits best when it is left out.
    pub sort: String,
    /// For `near:me`, latitude and longitude; one's own place when it is left out.
    pub here: String,
    /// Only inside a box of the map: south, west, north, east.
    pub frame: String,
    /// Which page, from 1.
    pub page: usize,
}

impl SearchQuery {
    /// What it asks of the domain.
    pub(super) fn ask(&self, tx: &ReadTx, me: &Actor) -> Result<Ask> {
        let facets = [("sort", &self.of), ("category", &self.category), ("tag", &self.tag)];
        let narrowed = facets.into_iter().filter(|(_, value)| !value.is_empty());
        Ok(Ask {
            wish: Wish::parse(&self.q),
            kind: KINDS.iter().map(|kind| kind.kind).find(|kind| *kind == self.kind),
            narrowed: narrowed.map(|(name, value)| (name, value.clone())).collect(),
            here: self.here(tx, me)?,
            frame: self.frame()?,
            sort: match self.sort.as_str() {
                "nearest" => Some(Sort::Nearest),
                "newest" => Some(Sort::Newest),
                "changed" => Some(Sort::Changed),
                _ => None,
            },
            offset: (self.page_number() - 1) * PAGE,
            limit: PAGE,
            ..Ask::default()
        })
    }

    /// Which page, from 1.
    pub(super) fn page_number(&self) -> usize {
        self.page.clamp(1, MAX_PAGE)
    }

    /// Where the reader is: as told, or where the reader's member lives.
    fn here(&self, tx: &ReadTx, me: &Actor) -> Result<Option<Point>> {
        if !self.here.is_empty() {
            let [latitude, longitude] = degrees(&self.here).ok_or_else(|| Error::invalid("here", "fault-location"))?;
            return Ok(Some(Point::new(latitude, longitude)?));
        }
        let Ok(member) = me.member() else { return Ok(None) };
        Ok(ayni_members::get(tx, me, member)?.location)
    }

    fn frame(&self) -> Result<Option<(Point, Point)>> {
        if self.frame.is_empty() {
            return Ok(None);
        }
        let corners = degrees(&self.frame).ok_or_else(|| Error::invalid("frame", "fault-location"))?;
        let [south, west, north, east] = corners;
        Ok(Some((Point::new(south, west)?, Point::new(north, east)?)))
    }
}

/// Reads so many numbers between commas.
fn degrees<const N: usize>(text: &str) -> Option<[f64; N]> {
    let numbers: Option<Vec<f64>> = text.split(',').map(|number| number.trim().parse().ok()).collect();
    numbers?.try_into().ok()
}

/// The page of a thing.
fn link_to(thing: &Thing) -> String {
    match thing.kind {
        "member" => format!("{}/{}", links::MEMBERS, MemberId::from_bytes(thing.id)),
        "listing" => links::listing(ListingId::from_bytes(thing.id)),
        "resource" => links::resource(ResourceId::from_bytes(thing.id)),
        "category" => links::search_within("listing", &CategoryId::from_bytes(thing.id).to_string()),
        _ => links::search_within("resource", &ResourceCategoryId::from_bytes(thing.id).to_string()),
    }
}

/// The icon of a kind.
fn icon_of(kind: &str) -> &'static str {
    match kind {
        "member" => "person",
        "listing" => "market",
        "resource" => "pin",
        _ => "tag",
    }
}

/// The key of what a thing is: its sort, or else its kind.
fn sort_key(kind: &str, sort: &str) -> String {
    match kind {
        "member" => format!("members-kind-{sort}"),
        "listing" => format!("market-kind-{sort}"),
        "resource" => format!("resources-kind-{sort}"),
        _ => format!("search-one-{kind}"),
    }
}
