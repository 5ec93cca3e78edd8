//! Full text and places: search as you type, over one index folder for each community. Knows no feature.
//!
//! The index is derived data: the commit log is the truth, the index remembers how far it has
//! read it ([`Index::cursor`]), and a lost or damaged index is filled again from the beginning.

mod document;
mod folder;
mod geo;
mod query;
mod rebuild;
mod schema;
mod walk;
mod words;
mod writers;

#[cfg(test)]
mod damage;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use tantivy::indexer::NoMergePolicy;
use tantivy::{IndexWriter, TantivyError, Term};

pub use document::{Answer, Document, Exactness, Fit, Hit, Position, Query, Sort, Update};
pub use geo::{Area, Spot};
pub use rebuild::Rebuild;
pub use walk::Counts;
pub use writers::{MAX_WRITERS, most_writers};

use crate::folder::Opened;
use crate::query::{Builder, Kinds, Typed, Way};
use crate::schema::{Fields, hex};
use crate::walk::{Found, Walk};
use crate::words::Analyzer;
use crate::writers::{Permit, QUICK_MERGE, Segment};

/// The engine's least memory for a writer, in bytes; batches are small.
const WRITER_MEMORY: usize = 15_000_000;
/// Most hits of one search: the longest page of the house.
const MAX_HITS: usize = 1_000;
/// Documents that a search as you type looks at for each way of matching: among so many that fit alike, more do not
/// make a better list.
const MAX_LOOKED_AT: u64 = 5_000;
/// With so many hits nobody asks whether a word was misspelt.
const ENOUGH: u64 = 10;
/// Circles in which the nearest are looked for before everywhere is, in metres.
const RINGS: [f64; 3] = [2_000.0, 20_000.0, 200_000.0];

/// Why the index could not do its work.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Another process writes to the same folder.
    #[error("the search index is in use by another process")]
    Busy,
    /// The folder could not be made, read or moved.
    #[error("the search index's folder could not be used")]
    Folder(#[source] std::io::Error),
    /// The engine failed.
    #[error("the search engine failed: {0}")]
    Engine(#[source] TantivyError),
}

impl From<TantivyError> for Error {
    fn from(error: TantivyError) -> Self {
        match error {
            TantivyError::LockFailure(..) => Error::Busy,
            other => Error::Engine(other),
        }
    }
}

/// An index of one community; clones share it.
#[derive(Clone)]
pub struct Index {
    shared: Arc<Shared>,
}

struct Shared {
    /// Where it lies; none is memory.
    folder: Option<PathBuf>,
    now: RwLock<Arc<Opened>>,
    fields: Fields,
    /// The engine refuses a second writer instead of waiting for the first; one stays open while it merges.
    writing: Mutex<Option<Writer>>,
    feeding: Mutex<()>,
    rebuilding: AtomicBool,
    was_rebuilt: bool,
}

/// An open writer with the leave to have it.
struct Writer {
    engine: IndexWriter,
    permit: Permit,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("count", &self.count()).finish_non_exhaustive()
    }
}

impl Index {
    /// Opens the index in `folder`, or makes a new one.
    ///
    /// A damaged index, or one of an older format, is moved to a folder of the same name ending
    /// in `.damaged` (replacing an earlier one) and made anew. Then [`Index::was_rebuilt`] is
    /// true, and the cursor 0.
    pub fn open(folder: &Path) -> Result<Index, Error> {
        let (opened, was_rebuilt) = folder::open(folder)?;
        Ok(Self::of(Some(folder.to_owned()), opened, was_rebuilt))
    }

    /// An index in memory, for tests and short lives.
    pub fn memory() -> Result<Index, Error> {
        Ok(Self::of(None, Opened::memory()?, false))
    }

    fn of(folder: Option<PathBuf>, opened: Opened, was_rebuilt: bool) -> Index {
        let (_, fields) = schema::schema();
        let now = RwLock::new(Arc::new(opened));
        let shared = Shared {
            folder,
            now,
            fields,
            writing: Mutex::default(),
            feeding: Mutex::default(),
            rebuilding: AtomicBool::new(false),
            was_rebuilt,
        };
        Index { shared: Arc::new(shared) }
    }

    /// Whether opening found an index that could not be used and began a new one.
    pub fn was_rebuilt(&self) -> bool {
        self.shared.was_rebuilt
    }

    /// Whoever feeds the index from the commit log holds this meanwhile, and whoever puts another in its place.
    pub fn feeding(&self) -> MutexGuard<'_, ()> {
        self.shared.feeding.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes the changes in their order, in one durable commit that also stores `cursor`, the
    /// last entry of the commit log they come from. Afterwards searches see them.
    ///
    /// One commit costs tens of milliseconds whatever its size: collect changes. After an error
    /// the same changes may be applied again.
    pub fn apply(&self, updates: Vec<Update>, cursor: u64) -> Result<(), Error> {
        let fields = &self.shared.fields;
        self.commit(cursor, |writer| {
            let mut analyzer = Analyzer::new();
            for update in updates {
                match update {
                    Update::Put(document) => {
                        writer.delete_term(fields.key_term(document.kind, document.id));
                        writer.add_document(fields.document(&mut analyzer, &document))?;
                    }
                    Update::Remove { kind, id } => {
                        writer.delete_term(fields.key_term(kind, id));
                    }
                }
            }
            Ok(())
        })
    }

    /// Takes everything out and sets the cursor to 0.
    pub fn clear(&self) -> Result<(), Error> {
        self.commit(0, |writer| writer.delete_all_documents().map(|_| ()))
    }

    /// The cursor of the last commit; 0 for a new index.
    pub fn cursor(&self) -> Result<u64, Error> {
        let payload = self.shared.now().index.load_metas()?.payload;
        Ok(payload.and_then(|text| folder::cursor_of(&text)).unwrap_or(0))
    }

    /// How many documents there are.
    pub fn count(&self) -> u64 {
        self.shared.now().reader.searcher().num_docs()
    }

    /// The documents in which every word matches and that pass every filter, best first; quick enough for every key
    /// that is pressed.
    ///
    /// A code counts most, then a whole word or another form of it, then its beginning (the last
    /// word only), then a word with one typo (from 4 letters) or two (from 8); each counts more
    /// in the title than in labels, and there more than in the text. Without words and filters, no hits.
    pub fn find(&self, query: &Query<'_>) -> Result<Vec<Hit>, Error> {
        let mut search = Search::new(&self.shared, query, Kinds::Narrow);
        let is_filtered = !query.by.is_empty() || !query.facets.is_empty() || query.area.is_some();
        let nearest = query.sort == Sort::Nearest && query.from.is_some();
        if query.limit == 0 || !(search.typed.is_ranked() || is_filtered || nearest) {
            return Ok(Vec::new());
        }
        if nearest && query.area.is_none() {
            return search.nearest();
        }
        if search.typed.is_ranked() && query.sort == Sort::Relevance {
            return search.ladder();
        }
        Ok(search.walk(Way::Beginnings, query.area, u64::MAX)?.hits)
    }

    /// The same with the number of all hits and of each facet's values. Without words and filters everything that
    /// the searcher may see, the newest first.
    pub fn search(&self, query: &Query<'_>) -> Result<Answer, Error> {
        let mut search = Search::new(&self.shared, query, Kinds::Count);
        let (mut found, mut fit) = (search.walk(Way::Beginnings, query.area, u64::MAX)?, Fit::Typed);
        if search.typed.has_words() {
            for (way, so) in [(Way::Typos, Fit::Misspelt), (Way::Loose, Fit::Partly)] {
                if found.total >= ENOUGH || (way == Way::Loose && !search.typed.may_miss()) {
                    break;
                }
                let more = search.walk(way, query.area, u64::MAX)?;
                if more.total > found.total {
                    (found, fit) = (more, so);
                }
            }
        }
        Ok(Answer { hits: found.hits, total: found.total, counts: found.counts, fit })
    }

    /// Begins a new index beside this one, which goes on answering until [`Rebuild::finish`]; `None` while another one
    /// is being made.
    pub fn rebuild(&self) -> Result<Option<Rebuild>, Error> {
        Rebuild::begin(&self.shared)
    }

    fn commit(&self, cursor: u64, change: impl FnOnce(&IndexWriter) -> Result<(), TantivyError>) -> Result<(), Error> {
        let shared = &self.shared;
        let mut writing = shared.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let now = shared.now();
        let mut writer = match writing.take() {
            Some(merging) => merging,
            None => Writer::open(&now.index, WRITER_MEMORY)?,
        };
        change(&writer.engine)?;
        writer.commit(cursor)?;
        now.reader.reload()?;
        // A writer that still merges has merges to end before it begins others.
        if !writer.permit.is_merging()
            && let Some(long) = writer.tidy(&now)?
            && writer.permit.may_merge()
        {
            shared.merge_on(&mut writer, &long)?;
        }
        if writer.permit.is_merging() {
            *writing = Some(writer);
        }
        Ok(now.reader.reload()?)
    }
}

impl Shared {
    fn now(&self) -> Arc<Opened> {
        Arc::clone(&self.now.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Merges while others write: the writer stays open until the merge is done.
    fn merge_on(self: &Arc<Self>, writer: &mut Writer, segments: &[tantivy::index::SegmentId]) -> Result<(), Error> {
        let merge = writer.engine.merge(segments);
        let shared = Arc::downgrade(self);
        let work = move || {
            let merged = merge.wait();
            let Some(shared) = shared.upgrade() else { return };
            let writer = shared.writing.lock().unwrap_or_else(PoisonError::into_inner).take();
            drop(writer);
            let done = merged.map(drop).and_then(|()| shared.now().reader.reload());
            if let Err(error) = done {
                tracing::warn!(%error, "merging the search index failed and will be tried again");
            }
        };
        std::thread::Builder::new().name("index-merge".to_owned()).spawn(work).map_err(Error::Folder)?;
        Ok(())
    }
}

impl Writer {
    fn open(index: &tantivy::Index, memory: usize) -> Result<Self, Error> {
        let permit = Permit::wait();
        let engine: IndexWriter = index.writer_with_num_threads(1, memory)?;
        engine.set_merge_policy(Box::new(NoMergePolicy));
        Ok(Self { engine, permit })
    }

    fn commit(&mut self, cursor: u64) -> Result<(), Error> {
        let mut commit = self.engine.prepare_commit()?;
        commit.set_payload(&folder::payload(cursor));
        commit.commit()?;
        Ok(())
    }

    /// Makes the merges that are quick, and gives the next one that would take long.
    fn tidy(&mut self, now: &Opened) -> Result<Option<Vec<tantivy::index::SegmentId>>, Error> {
        loop {
            let metas = now.index.searchable_segment_metas()?;
            let segments: Vec<Segment> = metas
                .iter()
                .map(|meta| Segment { id: meta.id(), alive: meta.num_docs(), dead: meta.num_deleted_docs() })
                .collect();
            match writers::merge(&segments) {
                Some((segments, documents)) if documents <= QUICK_MERGE => {
                    self.engine.merge(&segments).wait()?;
                }
                Some((segments, _)) => return Ok(Some(segments)),
                None => return Ok(None),
            }
        }
    }
}

/// A search under way.
struct Search<'a> {
    opened: Arc<Opened>,
    fields: &'a Fields,
    query: &'a Query<'a>,
    analyzer: Analyzer,
    typed: Typed,
    owners: Vec<Term>,
    kinds: Kinds,
}

impl<'a> Search<'a> {
    fn new(shared: &'a Shared, query: &'a Query<'a>, kinds: Kinds) -> Self {
        let mut analyzer = Analyzer::new();
        let typed = Typed::of(&mut analyzer, query);
        let fields = &shared.fields;
        let owners = query.owners.iter().map(|owner| Term::from_field_text(fields.owners, &hex(*owner))).collect();
        Self { opened: shared.now(), fields, query, analyzer, typed, owners, kinds }
    }

    fn walk(&mut self, way: Way, area: Option<Area>, at_most: u64) -> Result<Found, Error> {
        let cells = area.as_ref().and_then(Area::cells);
        let builder = Builder { fields: self.fields, query: self.query, typed: &self.typed, kinds: self.kinds };
        let built = builder.build(&mut self.analyzer, way, cells.as_deref());
        let limit = self.query.limit.min(MAX_HITS);
        let walk = Walk {
            query: self.query,
            owners: &self.owners,
            kinds: self.kinds,
            area,
            ranked: self.typed.is_ranked(),
            keep: self.query.offset.min(MAX_HITS) + limit,
            at_most,
        };
        let mut found = walk.run(&self.opened.reader.searcher(), &built)?;
        found.hits.drain(..self.query.offset.min(found.hits.len()));
        Ok(found)
    }

    /// From the closest way of matching to the farthest, until there is enough.
    fn ladder(&mut self) -> Result<Vec<Hit>, Error> {
        let limit = self.query.limit.min(MAX_HITS);
        let (mut hits, mut known) = (Vec::new(), HashSet::new());
        for way in [Way::Titles, Way::Words, Way::Beginnings, Way::Typos, Way::Loose] {
            if way == Way::Loose && !self.typed.may_miss() {
                break;
            }
            let found = self.walk(way, self.query.area, MAX_LOOKED_AT.max(limit as u64))?;
            hits.extend(found.hits.into_iter().filter(|hit| known.insert((hit.kind.clone(), hit.id))));
            if hits.len() >= limit {
                hits.truncate(limit);
                break;
            }
            if !self.typed.has_words() {
                break;
            }
        }
        Ok(hits)
    }

    /// In growing circles around where the searcher is.
    fn nearest(&mut self) -> Result<Vec<Hit>, Error> {
        for metres in RINGS {
            let area = self.query.from.map(|centre| Area::Circle { centre, metres });
            let hits = self.walk(Way::Beginnings, area, u64::MAX)?.hits;
            if hits.len() >= self.query.limit.min(MAX_HITS) {
                return Ok(hits);
            }
        }
        Ok(self.walk(Way::Beginnings, None, u64::MAX)?.hits)
    }
}
