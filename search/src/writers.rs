//! Who may write: few writers at once in the whole process, since each takes megabytes and threads; and which
//! segments are merged, so that an index stays quick without making anybody wait for it.

use std::sync::{Condvar, Mutex, PoisonError};

use tantivy::index::SegmentId;

/// Most writers that are open at once in the process, however many indexes there are.
pub const MAX_WRITERS: usize = 3;

/// Most of them that may stay open for a long merge, so that others find room at any time.
const MAX_MERGING: usize = 1;

/// Documents of the smallest segments: all below are alike.
const SMALLEST: u32 = 1_000;

/// How many times larger the segments of the next size are; so many of one size become one of the next.
const FACTOR: usize = 8;

/// Documents of a merge that is waited for: some tenths of a second.
pub(crate) const QUICK_MERGE: u32 = 10_000;

/// How many are open, how many of them stay open for a merge, and how many were ever open at once.
#[derive(Clone, Copy)]
struct Open {
    writing: usize,
    merging: usize,
    most: usize,
}

static OPEN: Mutex<Open> = Mutex::new(Open { writing: 0, merging: 0, most: 0 });
static CLOSED: Condvar = Condvar::new();

/// Leave to hold a writer open; given back when dropped.
pub(crate) struct Permit {
    merges: usize,
}

impl Permit {
    /// Waits until a writer may be opened.
    pub(crate) fn wait() -> Self {
        let open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        let mut open =
            CLOSED.wait_while(open, |open| open.writing >= MAX_WRITERS).unwrap_or_else(PoisonError::into_inner);
        open.writing += 1;
        open.most = open.most.max(open.writing);
        Self { merges: 0 }
    }

    /// Whether the writer stays open for a merge.
    pub(crate) fn is_merging(&self) -> bool {
        self.merges > 0
    }

    /// Asks to keep the writer open for a long merge.
    pub(crate) fn may_merge(&mut self) -> bool {
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        if open.merging >= MAX_MERGING {
            return false;
        }
        open.merging += 1;
        self.merges += 1;
        true
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        open.writing -= 1;
        open.merging -= self.merges;
        CLOSED.notify_one();
    }
}

/// How many writers were ever open at once in this process.
pub fn most_writers() -> usize {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner).most
}

/// A segment, for the choice of what to merge.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Segment {
    pub(crate) id: SegmentId,
    /// Documents that are still there.
    pub(crate) alive: u32,
    /// Documents that were taken out and still take room.
    pub(crate) dead: u32,
}

/// What to merge next, and how many documents that is; smaller merges first.
pub(crate) fn merge(segments: &[Segment]) -> Option<(Vec<SegmentId>, u32)> {
    let size = |segment: &Segment| {
        let mut size = 0;
        let mut left = segment.alive / SMALLEST;
        while left > 0 {
            size += 1;
            left /= u32::try_from(FACTOR).unwrap_or(u32::MAX);
        }
        size
    };
    let largest = segments.iter().map(size).max()?;
    for wanted in 0..=largest {
        let alike: Vec<&Segment> = segments.iter().filter(|segment| size(segment) == wanted).collect();
        let half_dead = alike.iter().any(|segment| segment.dead > segment.alive.max(SMALLEST));
        if alike.len() >= FACTOR || half_dead {
            let documents = alike.iter().map(|segment| segment.alive).sum();
            return Some((alike.into_iter().map(|segment| segment.id).collect(), documents));
        }
    }
    None
}
