//! Makes the index of a community from its records.

use ayni_kernel::{Community, Result};
use ayni_search::{Document, Rebuild};

use crate::{Id, KINDS};

/// Documents read in one go.
const BATCH: usize = 2_000;

/// How many documents an index was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// So many.
    Of(usize),
    /// Somebody else is making it.
    Elsewhere,
}

/// Makes the index from the records, beside the one in use, which is fed and answers meanwhile; afterwards the
/// `consumer` of the log that feeds it goes on from where this began. Tells how far it is: done, total.
pub fn anew(community: &Community, consumer: &str, progress: &mut dyn FnMut(usize, usize)) -> Result<Made> {
    let store = community.data.store();
    // What changes meanwhile is in the log after this.
    let from = store.status().seq;
    let Some(mut rebuild) = community.index.rebuild()? else {
        return Ok(Made::Elsewhere);
    };
    let ids = all_ids(community)?;
    progress(0, ids.len());
    for (part, done) in ids.chunks(BATCH).zip(1_usize..) {
        put(community, &mut rebuild, part)?;
        progress((done * BATCH).min(ids.len()), ids.len());
    }
    rebuild.settle()?;
    let _feeding = community.index.feeding();
    rebuild.finish(from)?;
    store.note_cursor(consumer, from);
    Ok(Made::Of(ids.len()))
}

fn all_ids(community: &Community) -> Result<Vec<(usize, Id)>> {
    let mut ids = Vec::new();
    for (place, kind) in KINDS.iter().enumerate() {
        let mut after = None;
        loop {
            let page = community.read(|tx| (kind.ids_after)(tx, after, BATCH))?;
            let Some(last) = page.last() else { break };
            after = Some(*last);
            ids.extend(page.into_iter().map(|id| (place, id)));
        }
    }
    Ok(ids)
}

fn put(community: &Community, rebuild: &mut Rebuild, part: &[(usize, Id)]) -> Result<()> {
    let documents: Vec<Document> = community.read(|tx| {
        let kinds = part.iter().filter_map(|(place, id)| Some((KINDS.get(*place)?, *id)));
        kinds.filter_map(|(kind, id)| (kind.document)(tx, id).transpose()).collect()
    })?;
    Ok(rebuild.put(&documents)?)
}
