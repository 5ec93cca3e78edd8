//! Finding listings: by id, code, kind, category, member and words. Everybody gets what they may see.

use std::ops::ControlFlow;

use ayni_kernel::{
    Actor, CategoryId, Code, Cursor, ListingId, MemberId, Page, Result, Timestamp,
    page::MAX_ROWS,
    tx::{Now, Reads},
};
use ayni_search::{Index, Query};

use crate::{
    model::{Listing, ListingKind},
    policy::Act,
    search::{DOCUMENT, search_audience},
    tables,
};

/// The most listings a page looks at; beyond it the page is short and the next one goes on.
const MAX_LOOKED_AT: usize = 2 * MAX_ROWS;

/// Which listings are wanted.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// Only offers or only wants.
    pub kind: Option<ListingKind>,
    /// Only those in a category.
    pub category: Option<CategoryId>,
    /// Only those of a member; drafts and hidden ones too, for those who may see them.
    pub member: Option<MemberId>,
    /// Where the page begins.
    pub after: Option<Cursor>,
    /// How many listings, at most [`MAX_ROWS`].
    pub limit: usize,
}

impl List {
    fn wants(&self, listing: &Listing) -> bool {
        self.kind.is_none_or(|kind| kind == listing.kind)
            && self.category.is_none_or(|category| Some(category) == listing.category)
    }
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
    let after = ask.after.as_ref().map(Cursor::key::<(Timestamp, ListingId)>).transpose()?;
    let limit = ask.limit.clamp(1, MAX_ROWS);
    let (mut rows, mut looked_at, mut last, mut next) = (Vec::new(), 0, None, None);
    tables::walk(tx, (ask.kind, ask.category, ask.member), after.as_ref(), |place| {
        if rows.len() == limit || looked_at == MAX_LOOKED_AT {
            next = last.as_ref().map(Cursor::after);
            return Ok(ControlFlow::Break(()));
        }
        looked_at += 1;
        let seen = tables::listing(tx, today, place.1)?.filter(|sealed| sealed.allows(me, Act::See));
        rows.extend(seen.map(|sealed| sealed.unchecked().listing).filter(|listing| ask.wants(listing)));
        last = Some(place);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(Page { rows, next })
}

/// The listings that the words fit best and that the actor may see.
pub fn find(tx: &(impl Reads + Now), me: &Actor, index: &Index, words: &str, limit: usize) -> Result<Vec<Listing>> {
    let Some(audience) = search_audience(tx, me)? else { return Ok(Vec::new()) };
    let today = tables::today(tx, tx.now())?;
    let mut listings = Vec::new();
    let query = Query { words, kinds: &[DOCUMENT], audience, limit, now: tx.now().micros(), ..Query::default() };
    for hit in index.find(&query)? {
        // The index follows the store a moment later.
        let sealed = tables::listing(tx, today, ListingId::from_bytes(hit.id))?;
        let seen = sealed.filter(|sealed| sealed.allows(me, Act::See));
        listings.extend(seen.map(|sealed| sealed.unchecked().listing));
    }
    Ok(listings)
}

/// The ids of all listings after one of them, in their order, at most `limit`; for rebuilding the search index.
pub fn ids_after(tx: &impl Reads, after: Option<ListingId>, limit: usize) -> Result<Vec<ListingId>> {
    tables::ids_after(tx, after, limit)
}
