//! The market: finding listings, a listing's page, publishing and changing one.

use ayni_kernel::{CategoryId, ReadTx, Result};
use ayni_market::{Listing, ListingKind};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    kit::{CardView, Route},
    links,
    members::views::summary,
};

mod browse;
mod publish;

/// Characters of a description that a card shows.
const EXCERPT: usize = 140;

/// The routes of the market.
pub(crate) fn routes() -> Vec<Route> {
    [browse::routes(), publish::routes()].into_iter().flatten().collect()
}

/// A listing in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ListingCard {
    /// The listing's id.
    pub id: String,
    /// Its code.
    pub code: String,
    /// `offer` or `want`.
    pub kind: &'static str,
    /// `draft`, `published` or `hidden`.
    pub status: &'static str,
    /// Its title; the beginning of its text where it has none.
    pub title: String,
    /// The beginning of its text.
    pub excerpt: String,
    /// What it costs, in the member's words.
    pub price: String,
    /// Whose it is.
    pub member: CardView,
    /// The category it stands in.
    pub category: Option<CategoryView>,
    /// When it was made.
    pub created: String,
    #[serde(skip)]
    pub link: String,
}

impl ListingCard {
    /// The card of a listing that the reader may see.
    pub(crate) fn of(tx: &ReadTx, listing: &Listing) -> Result<Self> {
        Ok(Self {
            id: listing.id.to_string(),
            code: listing.code.to_string(),
            kind: listing.kind.word(),
            status: listing.status.word(),
            title: headline(listing),
            excerpt: summary(listing.description.as_str(), EXCERPT),
            price: listing.price.words.to_string(),
            member: ayni_members::name_of(tx, listing.member)?.into(),
            category: category(tx, listing.category)?,
            created: listing.created.to_string(),
            link: links::listing(listing.id),
        })
    }

    /// The locale key of its kind.
    pub(crate) fn kind_key(&self) -> String {
        format!("market-kind-{}", self.kind)
    }

    /// Whether it offers something.
    pub(crate) fn is_offer(&self) -> bool {
        self.kind == ListingKind::Offer.word()
    }
}

/// A category of listings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = MarketCategoryView)]
pub(crate) struct CategoryView {
    /// The category's id.
    pub id: String,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

impl From<ayni_communities::Category> for CategoryView {
    fn from(category: ayni_communities::Category) -> Self {
        Self { id: category.id.to_string(), code: category.code.to_string(), name: category.name.to_string() }
    }
}

/// The category of a listing; nothing when it has none.
fn category(tx: &ReadTx, id: Option<CategoryId>) -> Result<Option<CategoryView>> {
    let found = id.map(|id| ayni_communities::category(tx, id)).transpose()?;
    Ok(found.flatten().map(CategoryView::from))
}

/// What stands above a listing: its title, or the beginning of its text.
fn headline(listing: &Listing) -> String {
    if listing.title.is_empty() {
        summary(listing.description.as_str(), EXCERPT / 2)
    } else {
        listing.title.to_string()
    }
}
