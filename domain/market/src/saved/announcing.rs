//! Telling members of listings that their saved searches are for: a job's work, a bounded part of it a transaction.

use ayni_kernel::{Actor, ListingId, MemberId, Point, Reads, Result, Timestamp, WriteTx};
use ayni_members::MemberStatus;
use ayni_notices::{About, Notice};

use super::{MAX_FRESH, SavedSearch, Tells, fit::Facts};
use crate::{
    model::{Listing, ListingStatus},
    place::Position,
    reading, tables,
};

/// News that gather for a day are told after so many days.
const GATHER: i64 = 1;

/// Puts a listing out that is shown for the first time.
pub(crate) fn put_out(tx: &mut WriteTx<'_>, id: ListingId) -> Result<()> {
    tables::put_news(tx, id, &tables::Progress::default())
}

/// Whether a listing is out that was not compared with all searches yet.
pub fn has_news(tx: &impl Reads) -> Result<bool> {
    Ok(tables::first_news(tx)?.is_some())
}

/// Goes on comparing new listings with saved searches, with at most `limit` of them; answers how many listings remain
/// at least: 0 or 1.
pub fn announce(tx: &mut WriteTx<'_>, limit: usize) -> Result<usize> {
    let Some((id, progress)) = tables::first_news(&**tx)? else { return Ok(0) };
    match pass(tx, id, progress, limit)? {
        Some(progress) => tables::put_news(tx, id, &progress)?,
        None => tables::remove_news(tx, id)?,
    }
    Ok(usize::from(has_news(&**tx)?))
}

/// Compares a listing with the next searches; `None` when it was compared with all.
fn pass(
    tx: &mut WriteTx<'_>,
    id: ListingId,
    mut progress: tables::Progress,
    limit: usize,
) -> Result<Option<tables::Progress>> {
    let shown = tables::unasked(&**tx, id)?.filter(|listing| listing.status == ListingStatus::Published);
    let Some(listing) = shown else { return Ok(None) };
    let path = listing.category.map(|id| ayni_communities::path(&**tx, id)).transpose()?.unwrap_or_default();
    let place = reading::position(&**tx, &listing)?.map(Position::point);
    let facts = Facts::of(&listing, &path, place);
    let mut left = limit;
    for hook in facts.hooks().into_iter().skip(usize::try_from(progress.hook).unwrap_or(usize::MAX)) {
        let searches = tables::hanging(&**tx, &hook, progress.after, left)?;
        for search in &searches {
            consider(tx, search.clone(), &listing, &facts)?;
        }
        left = left.saturating_sub(searches.len());
        if left == 0 {
            progress.after = searches.last().map(|search| search.id);
            return Ok(Some(progress));
        }
        progress = tables::Progress { hook: progress.hook + 1, after: None };
    }
    Ok(None)
}

/// Tells of a listing, or notes it for the day's news, where a search is for it and its member may see it.
fn consider(tx: &mut WriteTx<'_>, search: SavedSearch, listing: &Listing, facts: &Facts) -> Result<()> {
    let own = search.member == listing.member;
    if own || search.tells == Tells::Never || listing.access == ayni_communities::Access::Private {
        return Ok(());
    }
    let home = if search.wish.within.is_some() { home(&**tx, search.member)? } else { None };
    let active =
        |tx: &WriteTx<'_>, id| ayni_members::name_of(&**tx, id).map(|card| card.status == MemberStatus::Active);
    if !facts.fit(&search.wish, home) || !active(tx, search.member)? || !active(tx, listing.member)? {
        return Ok(());
    }
    if search.tells == Tells::AtOnce {
        return tell(tx, &search, one(&search, listing));
    }
    let mut search = search;
    if search.fresh.len() < MAX_FRESH && !search.fresh.contains(&listing.id) {
        search.fresh.push(listing.id);
    }
    search.due = search.due.or(Some(tx.now().plus_days(GATHER)));
    tables::put_search(tx, &search)
}

/// Whether the news of a day wait for [`tell_found`].
pub fn has_tidings(tx: &impl Reads, now: Timestamp) -> Result<bool> {
    Ok(tables::first_search_due(tx)?.is_some_and(|at| at <= now))
}

/// Tells the news of the day of at most `limit` searches; answers how many. A job's work.
pub fn tell_found(tx: &mut WriteTx<'_>, limit: usize) -> Result<usize> {
    let now = tx.now();
    let due = tables::searches_due(&**tx, now, limit)?;
    for search in &due {
        let mut found = Vec::new();
        for id in &search.fresh {
            let shown = tables::unasked(&**tx, *id)?;
            found.extend(shown.filter(|each| each.status == ListingStatus::Published && !each.is_over(now)));
        }
        let notice = match found.as_slice() {
            [] => None,
            [listing] => Some(one(search, listing)),
            many => Some(several(search, many.len())),
        };
        if let Some(notice) = notice {
            tell(tx, search, notice)?;
        }
        tables::put_search(tx, &SavedSearch { fresh: Vec::new(), due: None, ..search.clone() })?;
    }
    Ok(due.len())
}

fn one(search: &SavedSearch, listing: &Listing) -> Notice {
    let notice = Notice::new("market-told-found", About::Listing(listing.id)).with("title", listing.headline());
    notice.with("search", name(search))
}

fn several(search: &SavedSearch, count: usize) -> Notice {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    Notice::new("market-told-found-many", About::Search(search.id)).with("count", count).with("search", name(search))
}

fn tell(tx: &mut WriteTx<'_>, search: &SavedSearch, notice: Notice) -> Result<()> {
    ayni_notices::tell(tx, search.member, notice).map(drop)
}

/// What a search is called: its name, or its words or tag.
fn name(search: &SavedSearch) -> String {
    let SavedSearch { name, wish, .. } = search;
    let called = [name.as_str(), wish.words.as_str(), wish.tag.as_deref().unwrap_or_default()];
    called.into_iter().find(|text| !text.is_empty()).unwrap_or("\u{2026}").to_owned()
}

/// Where a member lives, for distances that only that member learns of.
pub(super) fn home(tx: &impl Reads, member: MemberId) -> Result<Option<Point>> {
    Ok(ayni_members::get(tx, &Actor::System("market"), member)?.location)
}
