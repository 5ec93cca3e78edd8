//! A listing as pages and the API show it.

use std::collections::BTreeMap;

use ayni_kernel::{Actor, CategoryId, Error, Point, ReadTx, Result, Role, tx::Now as _};
use ayni_market::{Listing, ListingKind, ListingStatus, Place, Position};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    kit::{CardView, MoneyView},
    links,
    members::views::summary,
};

/// Characters of a description that a card shows.
const EXCERPT: usize = 140;

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

/// A category in the tree, with how much is in it and in what lies in it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Branch {
    /// The category.
    #[serde(flatten)]
    pub category: CategoryView,
    /// How deep it lies; 0 for those on their own.
    pub depth: usize,
    /// How many listings are shown in it.
    pub count: u32,
}

/// The categories as a tree, written line by line, those in each other by name.
pub(super) fn branches(tx: &ReadTx, me: &Actor, kind: Option<ListingKind>) -> Result<Vec<Branch>> {
    let all = ayni_communities::categories(tx)?;
    let mut own: BTreeMap<CategoryId, u32> = BTreeMap::new();
    for ((of, category), count) in ayni_market::counts(tx, me)? {
        if let Some(category) = category.filter(|_| kind.is_none_or(|kind| kind == of)) {
            *own.entry(category).or_default() += count;
        }
    }
    let mut tree = Vec::new();
    grow(&all, &own, None, 0, &mut tree);
    Ok(tree)
}

fn grow(
    all: &[ayni_communities::Category],
    own: &BTreeMap<CategoryId, u32>,
    parent: Option<CategoryId>,
    depth: usize,
    tree: &mut Vec<Branch>,
) -> u32 {
    let mut sum = 0;
    for category in all.iter().filter(|category| category.parent == parent) {
        let at = tree.len();
        tree.push(Branch { category: category.clone().into(), depth, count: 0 });
        let below = if depth < ayni_communities::MAX_CATEGORY_DEPTH {
            grow(all, own, Some(category.id), depth + 1, tree)
        } else {
            0
        };
        let count = below + own.get(&category.id).copied().unwrap_or_default();
        tree.iter_mut().skip(at).take(1).for_each(|branch| branch.count = count);
        sum += count;
    }
    sum
}

/// A picture with what is to be seen on it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PhotoView {
    /// Its address.
    pub address: String,
    /// What is to be seen on it; may be empty.
    pub alt: String,
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
    /// `draft`, `waiting`, `published` or `hidden`.
    pub status: &'static str,
    /// Who may see it: `public`, `group` or `private`.
    pub access: &'static str,
    /// Its title; wants may have none.
    pub title: String,
    /// What there is to say.
    pub description: String,
    /// Labels by which it is found.
    pub tags: Vec<String>,
    /// What it costs, in the member's words.
    pub price: String,
    /// What it costs exactly: amounts that are paid together.
    pub prices: Vec<MoneyView>,
    /// For how much that is, such as "hour"; empty for the whole.
    pub unit: String,
    /// How many are left; absent where nobody counts.
    pub stock: Option<u32>,
    /// `unsaid`, `remote`, `point`, `member` or `resource`.
    pub place: &'static str,
    /// The place of the community where it is.
    pub resource: Option<String>,
    /// Metres from where the reader lives.
    pub metres: Option<u64>,
    /// Whose it is.
    pub member: CardView,
    /// Who wrote it for the member.
    pub made_by: Option<CardView>,
    /// The category it stands in, with all that it lies in, the widest first.
    pub categories: Vec<CategoryView>,
    /// Its pictures, the first one first.
    pub photos: Vec<PhotoView>,
    /// Addresses of pictures on the web.
    pub images: Vec<String>,
    /// Why a steward sent it back.
    pub sent_back: Option<String>,
    /// When it was first shown.
    pub published: Option<String>,
    /// When it was fulfilled.
    pub fulfilled: Option<String>,
    /// When it is over.
    pub expires: Option<String>,
    /// When it was made.
    pub created: String,
    /// When it last changed.
    pub updated: String,
    #[serde(skip)]
    pub over: bool,
    #[serde(skip)]
    pub last_day: Option<String>,
    #[serde(skip)]
    pub headline: String,
    #[serde(skip)]
    pub link: String,
}

impl ListingView {
    /// The view of a listing that the reader may see.
    pub(super) fn of(tx: &ReadTx, me: &Actor, listing: Listing) -> Result<Self> {
        let own = me.acts_for(listing.member) || me.has(Role::Steward);
        let path = listing.category.map(|id| ayni_communities::path(tx, id)).transpose()?.unwrap_or_default();
        let photos = listing.photos.iter();
        Ok(Self {
            id: listing.id.to_string(),
            code: listing.code.to_string(),
            kind: listing.kind.word(),
            status: listing.status.word(),
            access: listing.access.word(),
            title: listing.title.to_string(),
            headline: listing.headline(),
            description: listing.description.to_string(),
            tags: listing.tags.iter().map(str::to_owned).collect(),
            price: listing.price.words.to_string(),
            prices: prices(tx, &listing)?,
            unit: listing.price.unit.to_string(),
            stock: listing.stock,
            place: place_word(listing.place),
            resource: resource(tx, me, listing.place)?,
            metres: metres(tx, me, &listing)?,
            member: ayni_members::name_of(tx, listing.member)?.into(),
            made_by: listing.made_by.map(|id| ayni_members::name_of(tx, id)).transpose()?.map(CardView::from),
            categories: path.into_iter().map(CategoryView::from).collect(),
            photos: photos
                .map(|photo| PhotoView { address: links::photo(&photo.file), alt: photo.alt.to_string() })
                .collect(),
            sent_back: Some(listing.sent_back.to_string()).filter(|why| own && !why.is_empty()),
            published: listing.published.map(|at| at.to_string()),
            fulfilled: listing.fulfilled.map(|at| at.to_string()),
            expires: listing.expires.map(|at| at.to_string()),
            over: listing.is_over(tx.now()),
            // The end is the first moment after the last day.
            last_day: listing.expires.map(|end| end.plus_seconds(-1).to_string()),
            created: listing.created.to_string(),
            updated: listing.updated.to_string(),
            link: links::listing(listing.id),
            images: listing.images,
        })
    }

    pub(super) fn is_offer(&self) -> bool {
        self.kind == ListingKind::Offer.word()
    }

    pub(super) fn is_shown(&self) -> bool {
        self.status == ListingStatus::Published.word()
    }

    pub(super) fn kind_key(&self) -> String {
        format!("market-kind-{}", self.kind)
    }

    /// Kilometres from the reader's home, to be read.
    pub(super) fn distance(&self) -> Option<String> {
        self.metres.map(kilometres)
    }

    /// How many are left.
    pub(super) fn left(&self) -> Option<i64> {
        self.stock.map(i64::from)
    }

    pub(super) fn access_key(&self) -> String {
        format!("market-access-{}", self.access)
    }

    /// The badge that says where it stands; nothing while it is simply shown.
    pub(super) fn state_key(&self) -> Option<&'static str> {
        state_key(self.status, self.over)
    }
}

fn state_key(status: &str, over: bool) -> Option<&'static str> {
    match ListingStatus::from_word(status)? {
        ListingStatus::Published if over => Some("market-is-over"),
        ListingStatus::Published => None,
        ListingStatus::Draft => Some("market-draft"),
        ListingStatus::Waiting => Some("market-waits"),
        ListingStatus::Hidden => Some("market-hidden"),
    }
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
    /// `draft`, `waiting`, `published` or `hidden`.
    pub status: &'static str,
    /// Its title; the beginning of its text where it has none.
    pub title: String,
    /// The beginning of its text.
    pub excerpt: String,
    /// What it costs, in the member's words.
    pub price: String,
    /// What it costs exactly: amounts that are paid together.
    pub prices: Vec<MoneyView>,
    /// For how much that is, such as "hour"; empty for the whole.
    pub unit: String,
    /// How many are left; absent where nobody counts.
    pub stock: Option<u32>,
    /// Labels by which it is found.
    pub tags: Vec<String>,
    /// Its first picture.
    pub photo: Option<PhotoView>,
    /// Whether it can be had from anywhere.
    pub remote: bool,
    /// Metres from where the reader lives.
    pub metres: Option<u64>,
    /// Whose it is.
    pub member: CardView,
    /// The category it stands in.
    pub category: Option<CategoryView>,
    /// When it is over.
    pub expires: Option<String>,
    /// When it was made.
    pub created: String,
    #[serde(skip)]
    pub over: bool,
    #[serde(skip)]
    pub last_day: Option<String>,
    #[serde(skip)]
    pub link: String,
}

impl ListingCard {
    /// The card of a listing that the reader may see.
    pub(crate) fn of(tx: &ReadTx, me: &Actor, listing: &Listing) -> Result<Self> {
        let photo = listing.photos.first();
        let category = listing.category.map(|id| ayni_communities::category(tx, id)).transpose()?.flatten();
        Ok(Self {
            id: listing.id.to_string(),
            code: listing.code.to_string(),
            kind: listing.kind.word(),
            status: listing.status.word(),
            title: listing.headline(),
            excerpt: summary(listing.description.as_str(), EXCERPT),
            price: listing.price.words.to_string(),
            prices: prices(tx, listing)?,
            unit: listing.price.unit.to_string(),
            stock: listing.stock,
            tags: listing.tags.iter().map(str::to_owned).collect(),
            photo: photo.map(|photo| PhotoView { address: links::photo(&photo.file), alt: photo.alt.to_string() }),
            remote: listing.place == Place::Remote,
            metres: metres(tx, me, listing)?,
            member: ayni_members::name_of(tx, listing.member)?.into(),
            category: category.map(CategoryView::from),
            expires: listing.expires.map(|at| at.to_string()),
            last_day: listing.expires.map(|end| end.plus_seconds(-1).to_string()),
            over: listing.is_over(tx.now()),
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

    /// The badge that says where it stands; nothing while it is simply shown.
    pub(crate) fn state_key(&self) -> Option<&'static str> {
        state_key(self.status, self.over)
    }

    /// Kilometres from the reader's home, to be read.
    pub(crate) fn distance(&self) -> Option<String> {
        self.metres.map(kilometres)
    }

    /// How many are left.
    pub(crate) fn left(&self) -> Option<i64> {
        self.stock.map(i64::from)
    }

    /// Whether it can be renewed with one click.
    pub(crate) fn ends(&self) -> bool {
        self.status == ListingStatus::Published.word() && self.expires.is_some()
    }

    /// Whether a click shows it.
    pub(crate) fn rests(&self) -> bool {
        !self.over && [ListingStatus::Draft, ListingStatus::Hidden].iter().any(|status| status.word() == self.status)
    }
}

/// Whole kilometres, or tenths of them below ten; only to be read.
fn kilometres(metres: u64) -> String {
    if metres < 10_000 { format!("{}.{}", metres / 1_000, metres % 1_000 / 100) } else { (metres / 1_000).to_string() }
}

fn prices(tx: &ReadTx, listing: &Listing) -> Result<Vec<MoneyView>> {
    let parts = listing.price.parts.iter();
    parts.map(|part| Ok(ayni_ledger::currency(tx, part.currency)?.money(part.amount).into())).collect()
}

fn resource(tx: &ReadTx, me: &Actor, place: Place) -> Result<Option<String>> {
    let Place::Resource(id) = place else { return Ok(None) };
    match ayni_resources::visible(tx, me, id) {
        Ok(resource) => Ok(Some(resource.name.to_string())),
        Err(Error::NotFound | Error::Forbidden | Error::SignIn) => Ok(None),
        Err(error) => Err(error),
    }
}

/// How far a listing is from the home of the member acted for.
fn metres(tx: &ReadTx, me: &Actor, listing: &Listing) -> Result<Option<u64>> {
    let Ok(member) = me.member() else { return Ok(None) };
    if member == listing.member {
        return Ok(None);
    }
    let home: Option<Point> = ayni_members::get(tx, me, member)?.location;
    let position = ayni_market::position(tx, listing)?.map(Position::point);
    Ok(home.zip(position).map(|(home, there)| home.metres_to(there)))
}

/// The word of a place.
pub(super) const fn place_word(place: Place) -> &'static str {
    match place {
        Place::Unsaid => "unsaid",
        Place::Remote => "remote",
        Place::Point(_) => "point",
        Place::Member => "member",
        Place::Resource(_) => "resource",
    }
}
