//! Finding listings: by id, code, kind, category, member and words. Everybody gets what they may see.

use std::collections::BTreeSet;

use ayni_kernel::{
    Actor, CategoryId, Code, Cursor, ListingId, MemberId, Page, Result,
    page::MAX_ROWS,
    tx::{Now, Reads},
};
use ayni_search::{Index, Query};

use crate::{
    model::{Listing, ListingKind},
    place::{Place, Position},
    policy::Act,
    search::{DOCUMENT, search_audience},
    tables::{self, Rank, Shelf},
    tags::folded,
};

/// The most listings a page looks at; beyond it the page is short and the next one goes on.
const MAX_LOOKED_AT: usize = 2 * MAX_ROWS;

/// Which listings are wanted.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// Only offers or only wants.
    pub kind: Option<ListingKind>,
    /// Only those in a category or in what lies in it.
    pub category: Option<CategoryId>,
    /// Only those with a tag.
    pub tag: Option<String>,
    /// Only those that can be had from anywhere, or only those in a place.
    pub reach: Option<Reach>,
    /// Only those of a member; drafts and hidden ones too, for those who may see them.
    pub member: Option<MemberId>,
    /// Where the page begins.
    pub after: Option<Cursor>,
    /// How many listings, at most [`MAX_ROWS`].
    pub limit: usize,
}

ayni_kernel::choices! {
    /// From where something can be had.
    Reach {
        /// From anywhere.
        Remote = 1 "remote",
        /// At a place.
        Local = 2 "local",
    }
}

impl List {
    /// Whether a listing is among those wanted; `within` holds the category with all that lies in it.
    fn wants(&self, listing: &Listing, within: &BTreeSet<CategoryId>) -> bool {
        let reach = |reach| (reach == Reach::Remote) == (listing.place == Place::Remote);
        self.kind.is_none_or(|kind| kind == listing.kind)
            && (self.category.is_none() || listing.category.is_some_and(|id| within.contains(&id)))
            && self.tag.as_ref().is_none_or(|tag| listing.tags.has(tag))
            && self.reach.is_none_or(reach)
            && self.member.is_none_or(|member| member == listing.member)
    }

    /// The lists that together hold what is wanted.
    fn shelves(&self, within: &BTreeSet<CategoryId>) -> Vec<Shelf> {
        match (self.member, &self.tag) {
            (Some(member), _) => vec![Shelf::Member(member)],
            (None, Some(tag)) => vec![Shelf::Tag(folded(tag))],
            (None, None) if self.category.is_some() => {
                within.iter().map(|id| Shelf::Shown(self.kind, Some(*id))).collect()
            }
            (None, None) => vec![Shelf::Shown(self.kind, None)],
        }
    }
}

/// A category with all that lies in it; nothing for none.
fn within(tx: &impl Reads, category: Option<CategoryId>) -> Result<BTreeSet<CategoryId>> {
    let mut found: BTreeSet<CategoryId> = category.into_iter().collect();
    if found.is_empty() {
        return Ok(found);
    }
    let all = ayni_communities::categories(tx)?;
    // Each round finds what lies in what was found before.
    for _ in 1..ayni_communities::MAX_CATEGORY_DEPTH {
        let below = all.iter().filter(|each| each.parent.is_some_and(|parent| found.contains(&parent)));
        let below: Vec<CategoryId> = below.map(|each| each.id).collect();
        found.extend(below);
    }
    Ok(found)
}

/// A listing, if the actor may see it.
pub fn listing(tx: &(impl Reads + Now), me: &Actor, id: ListingId) -> Result<Listing> {
    let today = tables::today(tx, tx.now())?;
    let sealed = tables::listing(tx, today, id)?.ok_or_else(|| me.absent())?;
    Ok(sealed.open(me, Act::See)?.listing)
}

/// The listing with a code, in whatever case it is typed; see [`listing`].
pub fn by_code(tx: &(impl Reads + Now), me: &Actor, code: &Code) -> Result<Listing> {
    let id = tables::id_of_code(tx, code)?.ok_or_else(|| me.absent())?;
    listing(tx, me, id)
}

/// The listings that the actor may see, newest first.
pub fn listings(tx: &(impl Reads + Now), me: &Actor, ask: &List) -> Result<Page<Listing>> {
    let today = tables::today(tx, tx.now())?;
    let after = ask.after.as_ref().map(Cursor::key::<Rank>).transpose()?;
    let limit = ask.limit.clamp(1, MAX_ROWS);
    let within = within(tx, ask.category)?;
    let (mut rows, mut looked_at, mut last, mut next) = (Vec::new(), 0, None, None);
    for rank in tables::walk(tx, ask.shelves(&within), after.as_ref())? {
        if rows.len() == limit || looked_at == MAX_LOOKED_AT {
            next = last.as_ref().map(Cursor::after);
            break;
        }
        looked_at += 1;
        let rank = rank?;
        let seen = tables::listing(tx, today, rank.1)?.filter(|sealed| sealed.allows(me, Act::See));
        rows.extend(seen.map(|sealed| sealed.unchecked().listing).filter(|listing| ask.wants(listing, &within)));
        last = Some(rank);
    }
    Ok(Page { rows, next })
}

/// The listings that the words fit best, that the actor may see, and that are among those wanted.
pub fn find(tx: &(impl Reads + Now), me: &Actor, index: &Index, words: &str, ask: &List) -> Result<Vec<Listing>> {
    let Some(audience) = search_audience(tx, me)? else { return Ok(Vec::new()) };
    let today = tables::today(tx, tx.now())?;
    let (within, limit) = (within(tx, ask.category)?, ask.limit.clamp(1, MAX_ROWS));
    let mut listings = Vec::new();
    let query = Query { words, kinds: &[DOCUMENT], audience, limit, now: tx.now().micros(), ..Query::default() };
    for hit in index.find(&query)? {
        // The index follows the store a moment later.
        let sealed = tables::listing(tx, today, ListingId::from_bytes(hit.id))?;
        let seen = sealed.filter(|sealed| sealed.allows(me, Act::See));
        listings.extend(seen.map(|sealed| sealed.unchecked().listing).filter(|listing| ask.wants(listing, &within)));
    }
    Ok(listings)
}

/// The ids of all listings after one of them, in their order, at most `limit`; for rebuilding the search index.
pub fn ids_after(tx: &impl Reads, after: Option<ListingId>, limit: usize) -> Result<Vec<ListingId>> {
    tables::ids_after(tx, after, limit)
}

/// Where a listing is, as others may know it: the member's home only to about a kilometre.
pub fn position(tx: &impl Reads, listing: &Listing) -> Result<Option<Position>> {
    Ok(match listing.place {
        Place::Unsaid | Place::Remote => None,
        Place::Point(point) => Some(Position::Exact(point)),
        Place::Member => {
            let home = ayni_members::get(tx, &Actor::System("market"), listing.member)?.location;
            home.map(|point| Position::About(point.blurred()))
        }
        Place::Resource(id) => ayni_resources::whereabouts(tx, id)?.map(Position::Exact),
    })
}

/// The category of a listing, whoever may see it; for features that trade and have asked leave.
pub fn category_of(tx: &impl Reads, id: ListingId) -> Result<Option<CategoryId>> {
    Ok(tables::unasked(tx, id)?.and_then(|listing| listing.category))
}
