//! The guard between redb and the disk. After the first fault of the disk nothing reaches it any more.
//!
//! redb fails for good, reading included, once its storage returned an error. So the guard keeps a fault to itself:
//! from then on it goes on in memory, over the disk as it was, and redb goes on reading. Nobody is misled by that,
//! since the writer asks the guard after each commit whether it is true ([`Guard::trouble`]), and neither shows nor
//! acknowledges a commit of a guard in trouble. What is on the disk is the last acknowledged commit: the writes of the
//! one that failed went to pages that nobody names yet, and its last step, naming them, came after the fault.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

use redb::StorageBackend;

use crate::disk::{Ballast, is_full};

/// Size of the blocks kept in memory.
const BLOCK: u64 = 4096;

/// What is wrong with the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// A write found no room. Nothing that was on the disk is in doubt.
    Full,
    /// Something else: what the disk holds of the last commit is not known until it is read anew.
    Failed(String),
}

/// What the guard and those who ask it share.
#[derive(Debug, Default)]
pub(crate) struct Watch(Mutex<Option<Trouble>>);

impl Watch {
    /// The first fault, if there was one.
    pub(crate) fn trouble(&self) -> Option<Trouble> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Notes a fault. A failure outweighs a lack of room.
    fn note(&self, trouble: Trouble) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !matches!(*known, Some(Trouble::Failed(_))) {
            *known = Some(trouble);
        }
    }
}

/// A storage backend over another one.
#[derive(Debug)]
pub(crate) struct Guard {
    disk: Arc<dyn StorageBackend>,
    watch: Arc<Watch>,
    ballast: Option<Ballast>,
    /// Whether the disk failed and all goes on in memory.
    in_memory: AtomicBool,
    memory: RwLock<Option<Memory>>,
}

/// The blocks written since the fault.
#[derive(Debug)]
struct Memory {
    len: u64,
    blocks: BTreeMap<u64, Vec<u8>>,
}

impl Guard {
    /// Guards a disk. A fault is told to `watch`; the ballast is given up before the disk counts as full.
    pub(crate) fn new(disk: Arc<dyn StorageBackend>, watch: Arc<Watch>, ballast: Option<Ballast>) -> Self {
        Self { disk, watch, ballast, in_memory: AtomicBool::new(false), memory: RwLock::new(None) }
    }

    /// A guard that goes on in memory from the start: the disk is only read.
    pub(crate) fn reading(disk: Arc<dyn StorageBackend>, watch: Arc<Watch>) -> io::Result<Self> {
        let memory = RwLock::new(Some(Memory { len: disk.len()?, blocks: BTreeMap::new() }));
        Ok(Self { disk, watch, ballast: None, in_memory: AtomicBool::new(true), memory })
    }

    /// Does something with the disk, or with the memory once the disk failed. No lock is held while the disk works, so
    /// that readers do not wait for it.
    fn change(
        &self,
        on_disk: impl Fn() -> io::Result<()>,
        trouble: fn(&io::Error) -> Trouble,
        in_memory: impl FnOnce(&mut Memory) -> io::Result<()>,
    ) -> io::Result<()> {
        if !self.in_memory.load(Ordering::Acquire) {
            let mut done = on_disk();
            if done.as_ref().is_err_and(is_full) && self.ballast.as_ref().is_some_and(Ballast::release) {
                done = on_disk();
            }
            let Err(error) = done else { return Ok(()) };
            self.watch.note(trouble(&error));
        }
        let len = self.disk.len()?;
        let mut memory = self.memory.write().unwrap_or_else(PoisonError::into_inner);
        self.in_memory.store(true, Ordering::Release);
        in_memory(memory.get_or_insert(Memory { len, blocks: BTreeMap::new() }))
    }

    /// The memory, once the disk failed.
    fn memory(&self) -> Option<RwLockReadGuard<'_, Option<Memory>>> {
        let failed = self.in_memory.load(Ordering::Acquire);
        failed.then(|| self.memory.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A write that finds no room leaves everything else as it was.
fn while_writing(error: &io::Error) -> Trouble {
    if is_full(error) { Trouble::Full } else { Trouble::Failed(error.to_string()) }
}

/// After a failed flush nothing is known of what was to be flushed, for whatever reason it failed.
fn while_flushing(error: &io::Error) -> Trouble {
    Trouble::Failed(error.to_string())
}

impl StorageBackend for Guard {
    fn len(&self) -> io::Result<u64> {
        match self.memory().as_deref() {
            Some(Some(memory)) => Ok(memory.len),
            _ => self.disk.len(),
        }
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let read = match self.memory().as_deref() {
            Some(Some(memory)) => memory.read(self.disk.as_ref(), offset, out),
            _ => self.disk.read(offset, out),
        };
        // redb takes this for good; the writer learns of it here.
        read.inspect_err(|error| self.watch.note(Trouble::Failed(error.to_string())))
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.change(
            || self.disk.set_len(len),
            while_writing,
            |memory| {
                memory.set_len(len);
                Ok(())
            },
        )
    }

    fn sync_data(&self) -> io::Result<()> {
        self.change(|| self.disk.sync_data(), while_flushing, |_| Ok(()))
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.change(
            || self.disk.write(offset, data),
            while_writing,
            |memory| memory.write(self.disk.as_ref(), offset, data),
        )
    }
}

/// The pieces of a stretch of bytes that lie in one block each: block's number, place in it, place in the stretch.
fn pieces(offset: u64, size: usize) -> impl Iterator<Item = (u64, std::ops::Range<usize>, std::ops::Range<usize>)> {
    let end = offset.saturating_add(u64::try_from(size).unwrap_or(u64::MAX));
    let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
    (offset / BLOCK..end.div_ceil(BLOCK)).map(move |number| {
        let start = number * BLOCK;
        let (from, to) = (offset.max(start), end.min(start + BLOCK));
        (number, place(from - start)..place(to - start), place(from - offset)..place(to - offset))
    })
}

impl Memory {
    /// A block as it is now: from memory, or from the disk with zeros beyond its end.
    fn block(&self, disk: &dyn StorageBackend, number: u64) -> io::Result<Vec<u8>> {
        if let Some(block) = self.blocks.get(&number) {
            return Ok(block.clone());
        }
        let mut block = vec![0; usize::try_from(BLOCK).unwrap_or_default()];
        let there = disk.len()?.min(self.len).saturating_sub(number * BLOCK).min(BLOCK);
        if let Some(part) = block.get_mut(..usize::try_from(there).unwrap_or_default()).filter(|part| !part.is_empty())
        {
            disk.read(number * BLOCK, part)?;
        }
        Ok(block)
    }

    fn read(&self, disk: &dyn StorageBackend, offset: u64, out: &mut [u8]) -> io::Result<()> {
        for (number, inside, outside) in pieces(offset, out.len()) {
            let block = self.block(disk, number)?;
            if let (Some(from), Some(to)) = (block.get(inside), out.get_mut(outside)) {
                to.copy_from_slice(from);
            }
        }
        Ok(())
    }

    fn write(&mut self, disk: &dyn StorageBackend, offset: u64, data: &[u8]) -> io::Result<()> {
        for (number, inside, outside) in pieces(offset, data.len()) {
            let mut block = self.block(disk, number)?;
            if let (Some(to), Some(from)) = (block.get_mut(inside), data.get(outside)) {
                to.copy_from_slice(from);
            }
            self.blocks.insert(number, block);
        }
        self.len = self.len.max(offset.saturating_add(u64::try_from(data.len()).unwrap_or(u64::MAX)));
        Ok(())
    }

    fn set_len(&mut self, len: u64) {
        self.blocks.retain(|number, _| number * BLOCK < len);
        if let Some(block) = self.blocks.get_mut(&(len / BLOCK))
            && let Some(beyond) = block.get_mut(usize::try_from(len % BLOCK).unwrap_or_default()..)
        {
            beyond.fill(0);
        }
        self.len = len;
    }
}
