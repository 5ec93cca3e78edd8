//! Full text search as you type, over one index folder for each community. Knows no feature.
//!
//! The index is derived data: the commit log is the truth, the index remembers how far it has
//! read it ([`Index::cursor`]), and a lost or damaged index is filled again from the beginning.

mod folder;
mod query;
mod schema;
mod words;

#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::collector::TopDocs;
use tantivy::schema::Value;
use tantivy::{DocAddress, IndexReader, IndexWriter, Searcher, TantivyDocument, TantivyError};

use crate::query::Typos;
use crate::schema::Fields;
use crate::words::Analyzer;

/// The engine's least memory for a writer, in bytes; batches are small.
const WRITER_MEMORY: usize = 15_000_000;
/// Most hits of one search: the longest page of the house.
const MAX_HITS: usize = 1_000;

/// Something that can be found.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What it is, such as "member" or "listing".
    pub kind: &'static str,
    /// Its id, unique within the kind.
    pub id: [u8; 16],
    /// Its name; counts more than the text.
    pub title: String,
    /// A short handle such as a member number, found by its beginning and by its number.
    pub code: String,
    /// Everything else that is worth finding it by.
    pub text: String,
    /// Labels, each of one or more words.
    pub tags: Vec<String>,
    /// Who may find it: 0 everybody, 1 members, 2 staff.
    pub audience: u8,
    /// Latitude and longitude in degrees; a place outside the globe is left out.
    pub place: Option<(f64, f64)>,
}

/// One change of the index.
#[derive(Debug, Clone, PartialEq)]
pub enum Update {
    /// Adds a document, or replaces the one of the same kind and id.
    Put(Document),
    /// Takes a document out; no fault when it is not there.
    Remove {
        /// The document's kind.
        kind: &'static str,
        /// The document's id.
        id: [u8; 16],
    },
}

/// A search.
#[derive(Debug, Clone, Copy)]
pub struct Query<'a> {
    /// As typed by a person: any text. The first eight words count, each must match, and the last
    /// may be unfinished.
    pub words: &'a str,
    /// The kinds wanted; none means all.
    pub kinds: &'a [&'static str],
    /// The highest audience that the searcher belongs to.
    pub audience: u8,
    /// Most hits wanted; at most 1,000 are given.
    pub limit: usize,
}

/// A document found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The document's kind.
    pub kind: String,
    /// The document's id.
    pub id: [u8; 16],
    /// How well it fits; compare only within one search.
    pub score: f32,
}

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
    index: tantivy::Index,
    reader: IndexReader,
    fields: Fields,
    /// The engine refuses a second writer instead of waiting for the first.
    writing: Mutex<()>,
    was_rebuilt: bool,
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
        let opened = folder::open(folder)?;
        Ok(Self::of(opened.index, opened.reader, opened.was_rebuilt))
    }

    /// An index in memory, for tests and short lives.
    pub fn memory() -> Result<Index, Error> {
        let index = tantivy::Index::create_in_ram(schema::schema().0);
        let reader = folder::reader(&index)?;
        Ok(Self::of(index, reader, false))
    }

    fn of(index: tantivy::Index, reader: IndexReader, was_rebuilt: bool) -> Index {
        let (_, fields) = schema::schema();
        let shared = Shared { index, reader, fields, writing: Mutex::new(()), was_rebuilt };
        Index { shared: Arc::new(shared) }
    }

    /// Whether opening found an index that could not be used and began a new one.
    pub fn was_rebuilt(&self) -> bool {
        self.shared.was_rebuilt
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
        let payload = self.shared.index.load_metas()?.payload;
        Ok(payload.and_then(|text| folder::cursor_of(&text)).unwrap_or(0))
    }

    /// How many documents there are.
    pub fn count(&self) -> u64 {
        self.shared.reader.searcher().num_docs()
    }

    /// The documents in which every word matches, best first.
    ///
    /// A code counts most, then a whole word or another form of it, then its beginning (the last
    /// word only), then a word with one typo (from 4 letters) or two (from 8); each counts more
    /// in the title than in the text. No words, no hits.
    pub fn find(&self, query: &Query<'_>) -> Result<Vec<Hit>, Error> {
        let mut analyzer = Analyzer::new();
        let words = query::query_words(&mut analyzer, query.words);
        let limit = query.limit.min(MAX_HITS);
        if words.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let fields = &self.shared.fields;
        let searcher = self.shared.reader.searcher();
        let mut search = |typos| {
            let built = query::build(fields, &mut analyzer, query, &words, typos);
            searcher.search(&built, &TopDocs::with_limit(limit).order_by_score())
        };
        // Most searches are spelt well, and typos cost most of the time of a search.
        let mut found = search(Typos::No)?;
        if found.len() < limit {
            found = search(Typos::Yes)?;
        }
        found.into_iter().map(|(score, address)| hit(fields, &searcher, score, address)).collect()
    }

    fn commit(&self, cursor: u64, change: impl FnOnce(&IndexWriter) -> Result<(), TantivyError>) -> Result<(), Error> {
        let shared = &self.shared;
        let _alone = shared.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut writer = shared.index.writer_with_num_threads(1, WRITER_MEMORY)?;
        change(&writer)?;
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&folder::payload(cursor));
        commit.commit()?;
        shared.reader.reload()?;
        // Dropping the writer would stop the merges it began, and the segments would pile up.
        writer.wait_merging_threads()?;
        Ok(shared.reader.reload()?)
    }
}

fn hit(fields: &Fields, searcher: &Searcher, score: f32, address: DocAddress) -> Result<Hit, Error> {
    let document: TantivyDocument = searcher.doc(address)?;
    let kind = document.get_first(fields.kind).and_then(|value| value.as_str());
    let id = document.get_first(fields.id).and_then(|value| value.as_bytes());
    match (kind, id.and_then(|bytes| bytes.try_into().ok())) {
        (Some(kind), Some(id)) => Ok(Hit { kind: kind.to_owned(), id, score }),
        _ => Err(Error::Engine(TantivyError::InternalError("a document in the index has no kind or no id".to_owned()))),
    }
}
