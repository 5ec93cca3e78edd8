//! Searches that go on: a member is told when something is put up that fits.

mod announcing;
mod fit;

use ayni_kernel::{
    Actor, CategoryId, Error, Event, Fault, Line, ListingId, MemberId, Reads, Result, SavedSearchId, Timestamp, WriteTx,
};

pub(crate) use announcing::put_out;
pub use announcing::{announce, has_news, has_tidings, tell_found};
pub(crate) use fit::hook;

use crate::{
    model::ListingKind,
    policy::{Drawer, DrawerAct},
    tables,
};

/// The most saved searches of a member: each may tell something every day.
pub const MAX_SEARCHES: usize = 20;

/// The most words of a search that count, as in the search box.
pub(crate) const MAX_WORDS: usize = 8;

/// The widest radius of a search, in metres: beyond it "near" means nothing.
pub const MAX_RADIUS: u32 = 500_000;

/// The most listings that are counted for one day's news.
pub(crate) const MAX_FRESH: usize = 50;

ayni_kernel::choices! {
    /// When a member hears of what was found.
    Tells {
        /// As soon as it is found.
        AtOnce = 1 "at-once",
        /// Once a day.
        Daily = 2 "daily",
        /// Not for now.
        Never = 3 "never",
    }
}

/// What a search is for. What is left out does not matter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wish {
    /// Words that all have to be there, as they were typed.
    pub words: Line,
    /// Only offers or only wants.
    pub kind: Option<ListingKind>,
    /// In a category or what lies in it.
    pub category: Option<CategoryId>,
    /// With a tag.
    pub tag: Option<String>,
    /// So many metres from the member's home; what can be had from anywhere counts as near.
    pub within: Option<u32>,
}

impl Wish {
    /// Whether everything would fit.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A search that goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedSearch {
    /// Which one.
    pub id: SavedSearchId,
    /// Whose.
    pub member: MemberId,
    /// What the member calls it; empty for its own words.
    pub name: Line,
    /// What it is for.
    pub wish: Wish,
    /// When the member hears of what was found.
    pub tells: Tells,
    /// What was found and not told yet.
    pub fresh: Vec<ListingId>,
    /// When it is to be told.
    pub due: Option<Timestamp>,
    /// When it was made.
    pub created: Timestamp,
}

/// A search to be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveSearch {
    /// What the member calls it.
    pub name: Line,
    /// What it is for.
    pub wish: Wish,
    /// When the member hears of what was found.
    pub tells: Tells,
}

/// Saves a search for the member acted for.
///
/// Refuses with `Invalid` a search for everything (`market-search-empty`), an unknown category, a radius that is too
/// wide or has no middle because the member's profile has no place (`market-search-home`), and with `Conflict` beyond
/// [`MAX_SEARCHES`] (`market-searches-many`).
pub fn save_search(tx: &mut WriteTx<'_>, me: &Actor, ask: SaveSearch) -> Result<SavedSearch> {
    let member = mine(me)?;
    check(tx, member, &ask.wish)?;
    if tables::searches_of(&**tx, member)?.len() >= MAX_SEARCHES {
        return Err(Error::Conflict(Fault::new("", "market-searches-many").with("max", MAX_SEARCHES)));
    }
    let SaveSearch { name, wish, tells } = ask;
    let (id, created) = (tx.id(), tx.now());
    keep(tx, SavedSearch { id, member, name, wish, tells, fresh: Vec::new(), due: None, created })
}

/// Changes a saved search of the member acted for; refuses like [`save_search`].
pub fn change_search(tx: &mut WriteTx<'_>, me: &Actor, id: SavedSearchId, ask: SaveSearch) -> Result<SavedSearch> {
    let before = saved_search(&**tx, me, id)?;
    check(tx, before.member, &ask.wish)?;
    let SaveSearch { name, wish, tells } = ask;
    keep(tx, SavedSearch { name, wish, tells, fresh: Vec::new(), due: None, ..before })
}

/// Forgets a saved search of the member acted for.
pub fn remove_search(tx: &mut WriteTx<'_>, me: &Actor, id: SavedSearchId) -> Result<()> {
    let search = saved_search(&**tx, me, id)?;
    tables::remove_search(tx, search.id)?;
    tx.emit(Event::SavedSearchChanged(id))
}

/// The saved searches of the member acted for, the newest first.
pub fn saved_searches(tx: &impl Reads, me: &Actor) -> Result<Vec<SavedSearch>> {
    let member = mine(me)?;
    tables::searches_of(tx, member)
}

/// A saved search; for the users of its member.
pub fn saved_search(tx: &impl Reads, me: &Actor, id: SavedSearchId) -> Result<SavedSearch> {
    let search = tables::search(tx, id)?.ok_or_else(|| me.absent())?;
    me.may(DrawerAct::Use, &Drawer(search.member))?;
    Ok(search)
}

fn mine(me: &Actor) -> Result<MemberId> {
    let member = me.member()?;
    me.may(DrawerAct::Use, &Drawer(member))?;
    Ok(member)
}

fn keep(tx: &mut WriteTx<'_>, search: SavedSearch) -> Result<SavedSearch> {
    tables::put_search(tx, &search)?;
    tx.emit(Event::SavedSearchChanged(search.id))?;
    Ok(search)
}

fn check(tx: &WriteTx<'_>, member: MemberId, wish: &Wish) -> Result<()> {
    if wish.is_empty() {
        return Err(Error::invalid("q", "market-search-empty"));
    }
    if let Some(category) = wish.category
        && ayni_communities::category(&**tx, category)?.is_none()
    {
        return Err(Error::invalid("category", "market-category-unknown"));
    }
    let Some(metres) = wish.within else { return Ok(()) };
    if metres == 0 || metres > MAX_RADIUS {
        return Err(Fault::new("within", "market-search-radius").with("max", i64::from(MAX_RADIUS / 1_000)).into());
    }
    if announcing::home(&**tx, member)?.is_none() {
        return Err(Error::invalid("within", "market-search-home"));
    }
    Ok(())
}
