//! Looking around on the market.

use askama::Template;
use ayni_kernel::{Actor, Cursor, ListingId, MemberId, Page as Rows, ReadTx, Result, Role, tx::Now as _};
use ayni_market::{List, Listing, ListingKind, ListingStatus};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{CategoryView, ListingCard, category, headline};
use crate::{
    kit::{Answer, Ask, CardView, Of, Page, PageView, Route, Visit, Words, filters},
    links,
};

/// Listings on a page: some screens on a phone, a few rows on a desk.
const PAGE: usize = 24;

/// Listings that a search shows; who finds nothing among them needs better words.
const FOUND: usize = 60;

/// The routes of looking around.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/listings", listings)
            .about("Offers and wants, newest first; or those that fit the words `q` best.")
            .asks::<ListingsQuery>()
            .answers::<ListingsPage>(),
        Route::get("/listings/{id}", listing).about("A listing.").answers::<ListingPage>(),
    ]
}

/// What the market may be asked.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct ListingsQuery {
    /// Words to look for.
    q: String,
    /// `offer` or `want`.
    kind: String,
    /// The code of a category.
    category: String,
    /// The id of a member.
    member: String,
    /// Where the page begins: the `next` of the page before.
    after: String,
}

/// Offers and wants.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "market/listings.html")]
pub(crate) struct ListingsPage {
    /// The listings.
    listings: PageView<ListingCard>,
    /// The categories there are.
    categories: Vec<CategoryView>,
    /// The member whose listings these are, if asked for.
    member: Option<CardView>,
    #[serde(skip)]
    #[schema(ignore)]
    ask: ListingsQuery,
    #[serde(skip)]
    may_publish: bool,
    #[serde(skip)]
    inside: bool,
}

impl Page for ListingsPage {
    const FEATURE: &'static str = "market";

    fn title(&self, words: &Words) -> String {
        words.say("market-title")
    }

    fn tab(&self) -> &'static str {
        "market"
    }
}

/// A kind to filter by.
struct KindChip {
    word: &'static str,
    key: &'static str,
    here: bool,
}

impl ListingsPage {
    fn kinds(&self) -> [KindChip; 3] {
        [("", "kit-all"), ("offer", "market-kind-offers"), ("want", "market-kind-wants")].map(|(word, key)| KindChip {
            word,
            key,
            here: self.ask.kind == word,
        })
    }

    fn is_narrowed(&self) -> bool {
        !(self.ask.q.is_empty() && self.ask.kind.is_empty() && self.ask.category.is_empty())
    }

    fn next(&self) -> Option<String> {
        let next = self.listings.next.as_deref()?;
        let ask = &self.ask;
        let mut link = format!("{}?after={}", links::LISTINGS, links::encode(next));
        for (name, value) in [("kind", &ask.kind), ("category", &ask.category), ("member", &ask.member)] {
            if !value.is_empty() {
                link.extend(["&", name, "=", &links::encode(value)]);
            }
        }
        Some(link)
    }

    fn member_link(&self) -> String {
        self.member.as_ref().map(|member| format!("{}/{}", links::MEMBERS, member.id)).unwrap_or_default()
    }
}

async fn listings(visit: Visit, Ask(ask): Ask<ListingsQuery>) -> Answer {
    visit.page(&ListingsPage::read(&visit, ask)?)
}

impl ListingsPage {
    fn read(visit: &Visit, ask: ListingsQuery) -> Result<Self> {
        visit.read(|tx, me| {
            let categories = ayni_communities::categories(tx)?;
            let member: Option<MemberId> =
                Some(&ask.member).filter(|id| !id.is_empty()).map(|id| id.parse()).transpose()?;
            let list = List {
                kind: ListingKind::from_word(&ask.kind),
                category: categories
                    .iter()
                    .find(|category| category.code.as_str() == ask.category)
                    .map(|category| category.id),
                member,
                after: Some(ask.after.as_str()).filter(|after| !after.is_empty()).map(Cursor::parse).transpose()?,
                limit: PAGE,
            };
            let found = search(visit, tx, &ask.q, &list)?;
            Ok(Self {
                listings: found.try_map(|listing| ListingCard::of(tx, &listing))?.into(),
                categories: categories.into_iter().map(CategoryView::from).collect(),
                member: member.map(|id| ayni_members::get(tx, me, id)).transpose()?.map(|member| member.card().into()),
                ask,
                may_publish: me.member().is_ok(),
                inside: me.is_inside(),
            })
        })
    }
}

/// Listings by words, or newest first.
fn search(visit: &Visit, tx: &ReadTx, q: &str, list: &List) -> Result<Rows<Listing>> {
    if q.trim().is_empty() {
        return ayni_market::listings(tx, &visit.actor, list);
    }
    let mut rows = ayni_market::find(tx, &visit.actor, &visit.community.index, q, FOUND)?;
    rows.retain(|listing| {
        list.kind.is_none_or(|kind| kind == listing.kind)
            && list.category.is_none_or(|category| Some(category) == listing.category)
            && list.member.is_none_or(|member| member == listing.member)
    });
    Ok(Rows::last(rows))
}

/// A listing with all there is to see.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ListingView {
    /// The listing's id.
    pub id: String,
    /// Its code.
    pub code: String,
    /// `offer` or `want`.
    pub kind: &'static str,
    /// `draft`, `published` or `hidden`.
    pub status: &'static str,
    /// Who may see it: `public`, `group` or `private`.
    pub access: &'static str,
    /// Its title; wants may have none.
    pub title: String,
    /// What there is to say.
    pub description: String,
    /// What it costs, in the member's words.
    pub price: String,
    /// Whose it is.
    pub member: CardView,
    /// The category it stands in.
    pub category: Option<CategoryView>,
    /// Addresses of pictures on the web.
    pub images: Vec<String>,
    /// When it was fulfilled.
    pub fulfilled: Option<String>,
    /// When it is over.
    pub expires: Option<String>,
    /// When it was made.
    pub created: String,
    /// When it last changed.
    pub updated: String,
    #[serde(skip)]
    pub last_day: Option<String>,
    #[serde(skip)]
    pub headline: String,
    #[serde(skip)]
    pub link: String,
}

impl ListingView {
    /// The view of a listing that the reader may see.
    pub(super) fn of(tx: &ReadTx, listing: Listing) -> Result<Self> {
        Ok(Self {
            id: listing.id.to_string(),
            code: listing.code.to_string(),
            kind: listing.kind.word(),
            status: listing.status.word(),
            access: listing.access.word(),
            title: listing.title.to_string(),
            headline: headline(&listing),
            description: listing.description.to_string(),
            price: listing.price.words.to_string(),
            member: ayni_members::name_of(tx, listing.member)?.into(),
            category: category(tx, listing.category)?,
            fulfilled: listing.fulfilled.map(|at| at.to_string()),
            expires: listing.expires.map(|at| at.to_string()),
            // The end is the first moment after the last day.
            last_day: listing.expires.map(|end| end.plus_seconds(-1).to_string()),
            created: listing.created.to_string(),
            updated: listing.updated.to_string(),
            link: links::listing(listing.id),
            images: listing.images,
        })
    }

    fn is_offer(&self) -> bool {
        self.kind == ListingKind::Offer.word()
    }

    fn kind_key(&self) -> String {
        format!("market-kind-{}", self.kind)
    }

    fn access_key(&self) -> String {
        format!("market-access-{}", self.access)
    }
}

/// A listing's page.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "market/listing.html")]
pub(crate) struct ListingPage {
    /// The listing.
    listing: ListingView,
    #[serde(skip)]
    owner: bool,
    #[serde(skip)]
    trades: bool,
    #[serde(skip)]
    over: bool,
    #[serde(skip)]
    edit: String,
    #[serde(skip)]
    hide: String,
    #[serde(skip)]
    show: String,
}

impl Page for ListingPage {
    const FEATURE: &'static str = "market";

    fn title(&self, _: &Words) -> String {
        self.listing.headline.clone()
    }

    fn tab(&self) -> &'static str {
        "market"
    }
}

impl ListingPage {
    fn is_shown(&self) -> bool {
        self.listing.status == ListingStatus::Published.word()
    }

    fn member_link(&self) -> String {
        format!("{}/{}", links::MEMBERS, self.listing.member.id)
    }

    fn pay_link(&self) -> String {
        links::pay_for_listing(&self.listing.member.number, &self.listing.headline)
    }

    fn more_link(&self) -> String {
        format!("{}?member={}", links::LISTINGS, self.listing.member.id)
    }
}

async fn listing(visit: Visit, Of(id): Of<ListingId>) -> Answer {
    visit.page(&visit.read(|tx, me| ListingPage::read(tx, me, id))?)
}

impl ListingPage {
    fn read(tx: &ReadTx, me: &Actor, id: ListingId) -> Result<Self> {
        let listing = ayni_market::listing(tx, me, id)?;
        let own = me.acts_for(listing.member);
        Ok(Self {
            owner: own || me.has(Role::Steward),
            trades: !own && me.member().is_ok(),
            over: listing.is_over(tx.now()),
            edit: links::edit_listing(id),
            hide: links::hide_listing(id),
            show: links::show_listing(id),
            listing: ListingView::of(tx, listing)?,
        })
    }
}
