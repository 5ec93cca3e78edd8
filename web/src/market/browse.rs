//! Looking around on the market.

use askama::Template;
use ayni_kernel::{Cursor, MemberId, Page as Rows, ReadTx, Result, Role};
use ayni_market::{List, Listing, ListingKind, Reach};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::views::{Branch, ListingCard, branches};
use crate::{
    kit::{Answer, Ask, CardView, Page, PageView, Route, Visit, Words, filters},
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
    /// The code of a category; what lies in it counts.
    category: String,
    /// A tag.
    tag: String,
    /// `remote` for what can be had from anywhere, `local` for what is in a place.
    reach: String,
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
    /// The categories as a tree, with how much is in each.
    categories: Vec<Branch>,
    /// The member whose listings these are, if asked for.
    member: Option<CardView>,
    #[serde(skip)]
    #[schema(ignore)]
    ask: ListingsQuery,
    #[serde(skip)]
    trades: bool,
    #[serde(skip)]
    inside: bool,
    #[serde(skip)]
    staff: bool,
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
        let ask = &self.ask;
        [&ask.q, &ask.kind, &ask.category, &ask.tag, &ask.reach].iter().any(|value| !value.is_empty())
    }

    /// Whether there is something to be told of later.
    fn is_wish(&self) -> bool {
        let ask = &self.ask;
        self.trades && [&ask.q, &ask.kind, &ask.category, &ask.tag].iter().any(|value| !value.is_empty())
    }

    /// The address of this page with one part changed.
    fn with(&self, changed: &str, to: &str) -> String {
        let ask = &self.ask;
        let parts = [
            ("q", &ask.q),
            ("kind", &ask.kind),
            ("category", &ask.category),
            ("tag", &ask.tag),
            ("reach", &ask.reach),
            ("member", &ask.member),
        ];
        let kept = parts.into_iter().map(|(name, value)| (name, if name == changed { to } else { value.as_str() }));
        let all = kept.chain((changed == "after").then_some(("after", to)));
        let query: Vec<String> = all
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", links::encode(value)))
            .collect();
        if query.is_empty() { links::LISTINGS.to_owned() } else { format!("{}?{}", links::LISTINGS, query.join("&")) }
    }

    fn next(&self) -> Option<String> {
        self.listings.next.as_deref().map(|next| self.with("after", next))
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
            let kind = ListingKind::from_word(&ask.kind);
            let categories = ayni_communities::categories(tx)?;
            let member: Option<MemberId> =
                Some(&ask.member).filter(|id| !id.is_empty()).map(|id| id.parse()).transpose()?;
            let list = List {
                kind,
                category: categories
                    .iter()
                    .find(|category| category.code.as_str() == ask.category)
                    .map(|category| category.id),
                tag: Some(ask.tag.clone()).filter(|tag| !tag.is_empty()),
                reach: Reach::from_word(&ask.reach),
                member,
                after: Some(ask.after.as_str()).filter(|after| !after.is_empty()).map(Cursor::parse).transpose()?,
                limit: PAGE,
            };
            let found = search(visit, tx, &ask.q, &list)?;
            Ok(Self {
                listings: found.try_map(|listing| ListingCard::of(tx, me, &listing))?.into(),
                categories: branches(tx, me, kind)?,
                member: member.map(|id| ayni_members::get(tx, me, id)).transpose()?.map(|member| member.card().into()),
                ask,
                trades: me.member().is_ok(),
                inside: me.is_inside(),
                staff: me.has(Role::Steward),
            })
        })
    }
}

/// Listings by words, or newest first.
fn search(visit: &Visit, tx: &ReadTx, q: &str, list: &List) -> Result<Rows<Listing>> {
    if q.trim().is_empty() {
        return ayni_market::listings(tx, &visit.actor, list);
    }
    let list = List { limit: FOUND, ..list.clone() };
    Ok(Rows::last(ayni_market::find(tx, &visit.actor, &visit.community.index, q, &list)?))
}
