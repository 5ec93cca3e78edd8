//! Makes an index anew beside the one in use, and puts it in its place when it is whole.

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use crate::folder::{self, Opened};
use crate::words::Analyzer;
use crate::{Document, Error, Shared, Writer};

/// Memory of the writer of a new index, in bytes: fewer, larger segments than of one that follows the log.
const MEMORY: usize = 60_000_000;

/// A new index that is being made. Dropping it leaves the one in use as it is.
pub struct Rebuild {
    alone: Alone,
    opened: Opened,
    writer: Writer,
    analyzer: Analyzer,
}

/// That nobody else makes an index at the same place; until it is dropped.
struct Alone(Arc<Shared>);

impl Drop for Alone {
    fn drop(&mut self) {
        self.0.rebuilding.store(false, Ordering::SeqCst);
    }
}

impl Rebuild {
    pub(crate) fn begin(shared: &Arc<Shared>) -> Result<Option<Self>, Error> {
        if shared.rebuilding.swap(true, Ordering::SeqCst) {
            return Ok(None);
        }
        let alone = Alone(Arc::clone(shared));
        let opened = match &shared.folder {
            Some(folder) => folder::make_beside(folder)?,
            None => Opened::memory()?,
        };
        let writer = Writer::open(&opened.index, MEMORY)?;
        Ok(Some(Self { alone, opened, writer, analyzer: Analyzer::new() }))
    }

    /// Adds documents, each of which must not have been added before.
    pub fn put(&mut self, documents: &[Document]) -> Result<(), Error> {
        for document in documents {
            self.writer.engine.add_document(self.alone.0.fields.document(&mut self.analyzer, document))?;
        }
        Ok(())
    }

    /// Makes what was put durable and quick to search; the last step that takes long.
    pub fn settle(&mut self) -> Result<(), Error> {
        self.writer.commit(0)?;
        let segments = self.opened.index.searchable_segment_ids()?;
        if segments.len() > 1 {
            self.writer.engine.merge(&segments).wait()?;
        }
        Ok(())
    }

    /// Takes the place of the index in use, as of the entry `cursor` of the commit log. Whoever feeds the index must
    /// not do so meanwhile: hold [`crate::Index::feeding`].
    pub fn finish(mut self, cursor: u64) -> Result<(), Error> {
        self.writer.commit(cursor)?;
        let Self { alone, opened, writer, .. } = self;
        let shared = &alone.0;
        writer.engine.wait_merging_threads()?;
        // No writer may hold the folder that goes away.
        let mut writing = shared.writing.lock().unwrap_or_else(PoisonError::into_inner);
        drop(writing.take());
        let new = match &shared.folder {
            Some(folder) => {
                drop(opened);
                folder::swap(folder)?
            }
            None => opened,
        };
        new.reader.reload()?;
        *shared.now.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(new);
        Ok(())
    }
}

impl std::fmt::Debug for Rebuild {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rebuild").finish_non_exhaustive()
    }
}
