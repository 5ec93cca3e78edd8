//! Feeds the search index from the commit log, and makes it anew from the records beside the one in use.

use std::collections::BTreeSet;

use anyhow::{Context as _, bail};
use ayni_finding::{Id, KINDS, Made};
use ayni_kernel::{Community, Event, ReadTx, Result};
use ayni_search::Update;

use crate::{
    house::House,
    operation::{self, Outcome, Progress},
};

/// What the search index is called among the consumers of the log.
const CONSUMER: &str = "search";

/// Entries that a start looks at again at most: some seconds' work.
const UNKEPT: u64 = 100_000;

/// Log entries read for one index commit.
const BATCH: usize = 2_000;

/// With more entries than this an empty index is made from the records: each is read once, however often it changed.
const REPLAYED: u64 = 20_000;

/// How the index stands to the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It knows what the log says.
    Current,
    /// The log does not lead from it to today: it has to be made anew.
    Lost,
}

/// Brings the index up to the log. What an event names is read as it is now, so a late index is never wrong.
pub(crate) fn follow(community: &Community) -> Result<Standing> {
    let store = community.data.store();
    let _feeding = community.index.feeding();
    if store.noted_cursor(CONSUMER) == Some(store.status().seq) {
        return Ok(Standing::Current);
    }
    // Most entries change nothing that is searched for. How far those were looked at is remembered in memory only,
    // since each commit of the index costs more than hundreds of payments.
    let mut kept = community.index.cursor()?;
    let mut cursor = store.noted_cursor(CONSUMER).filter(|noted| *noted > kept).unwrap_or(kept);
    // An index from before the oldest entry, or from after the newest one: the store was brought back from a backup.
    let newest = store.status().seq;
    if cursor + 1 < store.log_kept()?.first || cursor > newest || (kept == 0 && newest - cursor > REPLAYED) {
        return Ok(Standing::Lost);
    }
    while cursor < store.status().seq {
        let entries = store.log(cursor, BATCH)?;
        let Some(last) = entries.last().map(|entry| entry.seq) else { break };
        let events = entries.iter().flat_map(|entry| &entry.events).filter_map(|bytes| Event::from_bytes(bytes));
        let named = community.read(|tx| named(tx, events))?;
        let mut parts = named.chunks(BATCH).peekable();
        while let Some(part) = parts.next() {
            // Only with its last part is an entry dealt with: a stop in between does all of it again.
            kept = if parts.peek().is_some() { kept } else { last };
            community.index.apply(community.read(|tx| updates(tx, part))?, kept)?;
        }
        if last - kept > UNKEPT {
            community.index.apply(Vec::new(), last)?;
            kept = last;
        }
        cursor = last;
        store.note_cursor(CONSUMER, cursor);
    }
    store.note_cursor(CONSUMER, cursor);
    Ok(Standing::Current)
}

/// The documents that events are about, each once.
fn named(tx: &ReadTx, events: impl Iterator<Item = Event>) -> Result<Vec<(usize, Id)>> {
    let mut named = BTreeSet::new();
    for event in events {
        for (place, kind) in KINDS.iter().enumerate() {
            named.extend((kind.of)(tx, event)?.into_iter().map(|id| (place, id)));
        }
    }
    Ok(named.into_iter().collect())
}

fn updates(tx: &ReadTx, named: &[(usize, Id)]) -> Result<Vec<Update>> {
    let mut updates = Vec::with_capacity(named.len());
    for (place, id) in named {
        let Some(kind) = KINDS.get(*place) else { continue };
        let document = (kind.document)(tx, *id)?;
        updates.push(document.map_or(Update::Remove { kind: kind.kind, id: *id }, Update::Put));
    }
    Ok(updates)
}

/// Makes the index from the records, beside the one in use, which is fed and answers meanwhile.
pub(crate) fn anew(community: &Community, progress: Progress<'_>) -> Result<Made> {
    tracing::info!(community = %community.id, "making the search index anew from the records");
    let made = ayni_finding::anew(community, CONSUMER, progress)?;
    tracing::info!(community = %community.id, ?made, "the search index is made");
    Ok(made)
}

/// Makes the search index of one community anew, or of all.
pub(crate) fn reindex(house: &House, community: Option<&str>, progress: Progress<'_>) -> anyhow::Result<Outcome> {
    let slug = community.map(operation::slug).transpose()?;
    let entries = house.node().data().read(ayni_communities::list).map_err(|error| operation::sentence(&error))?;
    let wanted: Vec<_> =
        entries.into_iter().filter(|entry| slug.as_ref().is_none_or(|slug| *slug == entry.slug)).collect();
    if wanted.is_empty() {
        bail!("There is no such community here.");
    }
    let (mut lines, mut made) = (Vec::new(), serde_json::Map::new());
    for entry in wanted {
        let community = house.node().community(entry.id).map_err(|error| operation::sentence(&error))?;
        let done = anew(&community, progress).map_err(|error| operation::sentence(&error));
        match done.with_context(|| format!("{}: the search index could not be made", entry.name))? {
            Made::Of(documents) => {
                follow(&community).map_err(|error| operation::sentence(&error))?;
                lines.push(format!("{}: {documents} things can be found.", entry.name));
                made.insert(entry.slug.to_string(), documents.into());
            }
            Made::Elsewhere => lines.push(format!("{}: the search index is being made already.", entry.name)),
        }
    }
    Ok(Outcome { lines, data: made.into(), well: true, file: None })
}

#[cfg(test)]
mod tests;
