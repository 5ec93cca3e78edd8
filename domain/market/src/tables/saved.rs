//! How saved searches, and listings that are compared with them, are stored.

use ayni_kernel::{
    CategoryId, Error, Line, ListingId, MemberId, Result, SavedSearchId, Timestamp,
    tx::{Reads, WriteTx},
};
use ayni_storage::{Direction, Index, Table, record};
use rkyv::{Archive, Deserialize, Serialize};

use super::damaged;
use crate::{
    model::ListingKind,
    saved::{self, MAX_SEARCHES, SavedSearch, Tells, Wish},
};

#[derive(Archive, Serialize, Deserialize)]
pub(super) struct StoredSearch {
    member: MemberId,
    name: String,
    words: String,
    kind: Option<u8>,
    category: Option<CategoryId>,
    tag: Option<String>,
    within: Option<u32>,
    /// By what it is found among all searches; made from the fields above.
    hook: String,
    tells: u8,
    fresh: Vec<ListingId>,
    due: Option<Timestamp>,
    created: Timestamp,
}
record!(StoredSearch, 1);

pub(super) static SEARCHES: Table<SavedSearchId, StoredSearch> =
    Table::new(0x0505, "saved_searches", &[&SEARCHES_BY_MEMBER, &SEARCHES_BY_HOOK, &SEARCHES_DUE]);
static SEARCHES_BY_MEMBER: Index<MemberId, SavedSearchId, StoredSearch> =
    Index::many(0x8509, "saved_searches.by_member", |_, search| vec![search.member]);
/// Those that tell something, by their hook.
static SEARCHES_BY_HOOK: Index<String, SavedSearchId, StoredSearch> =
    Index::many(0x850A, "saved_searches.by_hook", |_, search| {
        if search.tells == Tells::Never.number() { Vec::new() } else { vec![search.hook.clone()] }
    });
static SEARCHES_DUE: Index<Timestamp, SavedSearchId, StoredSearch> =
    Index::many(0x850B, "saved_searches.due", |_, search| search.due.into_iter().collect());

/// How far a listing was compared with the searches: the number of its hook, and the search on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Archive, Serialize, Deserialize)]
pub(crate) struct Progress {
    pub(crate) hook: u32,
    pub(crate) after: Option<SavedSearchId>,
}
record!(Progress, 1);

/// Listings that are compared with the searches.
pub(super) static NEWS: Table<ListingId, Progress> = Table::new(0x0506, "news", &[]);

pub(crate) fn put_news(tx: &mut WriteTx<'_>, id: ListingId, progress: &Progress) -> Result<()> {
    Ok(NEWS.put(tx, &id, progress)?)
}

pub(crate) fn first_news(tx: &impl Reads) -> Result<Option<(ListingId, Progress)>> {
    Ok(NEWS.first(tx, &())?)
}

pub(crate) fn remove_news(tx: &mut WriteTx<'_>, id: ListingId) -> Result<()> {
    NEWS.remove(tx, &id)?;
    Ok(())
}

pub(crate) fn put_search(tx: &mut WriteTx<'_>, search: &SavedSearch) -> Result<()> {
    let Wish { words, kind, category, tag, within } = &search.wish;
    let stored = StoredSearch {
        member: search.member,
        name: search.name.to_string(),
        words: words.to_string(),
        kind: kind.map(ListingKind::number),
        category: *category,
        tag: tag.clone(),
        within: *within,
        hook: saved::hook(&search.wish),
        tells: search.tells.number(),
        fresh: search.fresh.clone(),
        due: search.due,
        created: search.created,
    };
    Ok(SEARCHES.put(tx, &search.id, &stored)?)
}

pub(crate) fn remove_search(tx: &mut WriteTx<'_>, id: SavedSearchId) -> Result<()> {
    SEARCHES.remove(tx, &id)?;
    Ok(())
}

pub(crate) fn search(tx: &impl Reads, id: SavedSearchId) -> Result<Option<SavedSearch>> {
    SEARCHES.get(tx, &id)?.map(|stored| stored.open(id)).transpose()
}

/// The searches of a member, the newest first.
pub(crate) fn searches_of(tx: &impl Reads, member: MemberId) -> Result<Vec<SavedSearch>> {
    let entries = SEARCHES_BY_MEMBER.scan(tx, &member, None, Direction::Descending)?.take(MAX_SEARCHES);
    named(tx, entries.map(|entry| Ok(entry?.1)))
}

/// At most `limit` searches on a hook after one of them, by id.
pub(crate) fn hanging(
    tx: &impl Reads,
    hook: &String,
    after: Option<SavedSearchId>,
    limit: usize,
) -> Result<Vec<SavedSearch>> {
    let after = after.as_ref().map(|id| (hook, id));
    let entries = SEARCHES_BY_HOOK.scan(tx, hook, after, Direction::Ascending)?.take(limit);
    named(tx, entries.map(|entry| Ok(entry?.1)))
}

pub(crate) fn first_search_due(tx: &impl Reads) -> Result<Option<Timestamp>> {
    Ok(SEARCHES_DUE.scan(tx, &(), None, Direction::Ascending)?.next().transpose()?.map(|(at, _)| at))
}

/// At most `limit` searches whose news are to be told by now.
pub(crate) fn searches_due(tx: &impl Reads, now: Timestamp, limit: usize) -> Result<Vec<SavedSearch>> {
    let entries = SEARCHES_DUE.scan(tx, &(), None, Direction::Ascending)?.take(limit);
    let due: Vec<(Timestamp, SavedSearchId)> = entries.collect::<std::result::Result<_, _>>()?;
    named(tx, due.into_iter().filter(|(at, _)| *at <= now).map(|(_, id)| Ok(id)))
}

fn named(tx: &impl Reads, ids: impl Iterator<Item = Result<SavedSearchId>>) -> Result<Vec<SavedSearch>> {
    let lost = |id| Error::broken(format!("no saved search {id} behind an index"));
    ids.map(|id| id.and_then(|id| search(tx, id)?.ok_or_else(|| lost(id)))).collect()
}

impl StoredSearch {
    fn open(self, id: SavedSearchId) -> Result<SavedSearch> {
        let line = |text: &str| Line::parse("text", text).map_err(damaged);
        let (words, name) = (line(&self.words)?, line(&self.name)?);
        let kind = self.kind.map(ListingKind::stored).transpose()?;
        let Self { member, category, tag, within, fresh, due, created, .. } = self;
        let wish = Wish { words, kind, category, tag, within };
        Ok(SavedSearch { id, member, name, wish, tells: Tells::stored(self.tells)?, fresh, due, created })
    }
}
