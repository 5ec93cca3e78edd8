//! A disk in memory that knows what a power failure would leave of it, and that fails when told to.

use std::collections::BTreeSet;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use redb::StorageBackend;

use super::Chance;
use crate::disk::Space;

/// Disks write whole sectors.
const SECTOR: usize = 512;
/// File systems give room in blocks.
const BLOCK: u64 = 4096;

/// Something the disk was told.
#[derive(Debug, Clone)]
pub(crate) enum Op {
    Write {
        offset: u64,
        data: Arc<[u8]>,
    },
    SetLen(u64),
    /// Everything before is on the platter.
    Sync,
    /// A flush failed: what waited for it will never be written, though reading still shows it.
    Lost,
}

/// How an operation fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A write, flush or change of length is refused with an input/output error; a refused flush loses what it was to
    /// flush, as on ext4, XFS and Btrfs.
    Refuse,
    /// As [`Refuse`](Self::Refuse), from then on for ever.
    RefuseAll,
    /// Reading is refused.
    RefuseReading,
}

/// What a power failure keeps of what was not flushed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Nothing.
    Nothing,
    /// Everything.
    All,
    /// The first operations, in their order.
    Prefix,
    /// Any of the operations, as if they had been reordered.
    Some,
    /// Any of the sectors of any operation.
    Sectors,
    /// Any of the blocks of any operation.
    Blocks,
    /// Everything up to one operation, which is torn in the middle of a byte sequence.
    Torn,
}

impl Keep {
    /// Every way.
    pub const ALL: [Self; 7] =
        [Self::Nothing, Self::All, Self::Prefix, Self::Some, Self::Sectors, Self::Blocks, Self::Torn];
}

#[derive(Debug, Default)]
struct Platter {
    /// What reading shows.
    shown: Vec<u8>,
    /// The content before the first operation.
    base: Vec<u8>,
    ops: Vec<Op>,
    /// Operations and reads counted for faults.
    done: usize,
    fault: Option<(usize, Fault)>,
    failed: usize,
    capacity: Option<u64>,
    blocks: BTreeSet<u64>,
    /// Of so many flushes one is only claimed.
    lie_one_in: Option<(usize, Chance)>,
}

/// The disk; clones share it.
#[derive(Debug, Clone, Default)]
pub struct SimDisk(Arc<Mutex<Platter>>);

impl SimDisk {
    /// An empty disk.
    pub fn new() -> Self {
        Self::default()
    }

    /// A disk with this content, all of it flushed.
    pub fn holding(content: Vec<u8>) -> Self {
        let blocks = (0..u64::try_from(content.len()).unwrap_or(u64::MAX).div_ceil(BLOCK)).collect();
        Self(Arc::new(Mutex::new(Platter { shown: content.clone(), base: content, blocks, ..Platter::default() })))
    }

    fn platter(&self) -> MutexGuard<'_, Platter> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many operations it was told so far.
    pub fn told(&self) -> usize {
        self.platter().ops.len()
    }

    /// Lets the operation (reads count too) after so many more fail.
    pub fn fail_after(&self, operations: usize, fault: Fault) {
        let mut platter = self.platter();
        platter.fault = Some((platter.done + operations, fault));
    }

    /// All is well again from now on.
    pub fn mend(&self) {
        self.platter().fault = None;
    }

    /// How many operations were refused.
    pub fn refused(&self) -> usize {
        self.platter().failed
    }

    /// Gives it room for so many bytes; blocks are counted when they are first written.
    pub fn limit(&self, capacity: Option<u64>) {
        self.platter().capacity = capacity;
    }

    /// Bytes that have room.
    pub fn used(&self) -> u64 {
        u64::try_from(self.platter().blocks.len()).unwrap_or(u64::MAX) * BLOCK
    }

    /// From now on one of so many flushes is only claimed. What a test that trusts it must find out.
    pub fn lie(&self, one_in: usize, seed: u64) {
        self.platter().lie_one_in = Some((one_in, Chance::new(seed)));
    }

    /// What reading shows now.
    pub fn content(&self) -> Vec<u8> {
        self.platter().shown.clone()
    }

    /// What a power failure now could leave.
    pub fn image(&self, keep: Keep, chance: &mut Chance) -> Vec<u8> {
        let platter = self.platter();
        let mut images = Images::new(platter.base.clone(), platter.ops.clone());
        while images.advance() {}
        images.image(keep, chance)
    }

    /// A power failure at any later time is looked at with this.
    pub(crate) fn images(&self) -> Images {
        let platter = self.platter();
        Images::new(platter.base.clone(), platter.ops.clone())
    }
}

impl Platter {
    /// Counts an operation and says whether it fails.
    fn goes_wrong(&mut self, reading: Reading) -> io::Result<()> {
        let number = self.done;
        self.done += 1;
        let wrong = self.fault.is_some_and(|(at, fault)| match (fault, reading) {
            // The first operation of its sort from then on.
            (Fault::Refuse | Fault::RefuseAll, Reading::No) | (Fault::RefuseReading, Reading::Yes) => number >= at,
            _ => false,
        });
        if !wrong {
            return Ok(());
        }
        if self.fault.is_some_and(|(_, fault)| fault == Fault::Refuse) {
            self.fault = None;
        }
        self.failed += 1;
        Err(io::Error::other("simulated input/output error"))
    }

    fn take_room(&mut self, offset: u64, size: usize) -> io::Result<()> {
        let end = offset + u64::try_from(size).unwrap_or(u64::MAX);
        for block in offset / BLOCK..end.div_ceil(BLOCK) {
            let used = u64::try_from(self.blocks.len()).unwrap_or(u64::MAX) * BLOCK;
            if !self.blocks.contains(&block) && self.capacity.is_some_and(|capacity| used + BLOCK > capacity) {
                self.failed += 1;
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.blocks.insert(block);
        }
        Ok(())
    }
}

/// Whether an operation is a read.
#[derive(Clone, Copy)]
enum Reading {
    Yes,
    No,
}

fn place(offset: u64) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

impl StorageBackend for SimDisk {
    fn len(&self) -> io::Result<u64> {
        Ok(u64::try_from(self.platter().shown.len()).unwrap_or(u64::MAX))
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let mut platter = self.platter();
        platter.goes_wrong(Reading::Yes)?;
        let from = place(offset);
        let found = platter.shown.get(from..from + out.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        out.copy_from_slice(found);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut platter = self.platter();
        platter.goes_wrong(Reading::No)?;
        platter.shown.resize(place(len), 0);
        platter.blocks.retain(|block| block * BLOCK < len);
        platter.ops.push(Op::SetLen(len));
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut platter = self.platter();
        if let Err(error) = platter.goes_wrong(Reading::No) {
            platter.ops.push(Op::Lost);
            return Err(error);
        }
        let lies = platter.lie_one_in.as_mut().is_some_and(|(one_in, chance)| chance.one_in(*one_in));
        if !lies {
            platter.ops.push(Op::Sync);
        }
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut platter = self.platter();
        platter.goes_wrong(Reading::No)?;
        platter.take_room(offset, data.len())?;
        write(&mut platter.shown, place(offset), data);
        platter.ops.push(Op::Write { offset, data: data.into() });
        Ok(())
    }
}

impl Space for SimDisk {
    fn free_bytes(&self) -> Option<u64> {
        let capacity = self.platter().capacity?;
        Some(capacity.saturating_sub(self.used()))
    }
}

fn write(content: &mut Vec<u8>, at: usize, data: &[u8]) {
    if content.len() < at + data.len() {
        content.resize(at + data.len(), 0);
    }
    if let Some(part) = content.get_mut(at..at + data.len()) {
        part.copy_from_slice(data);
    }
}

/// Walks through a disk's log and gives the images that a power failure could leave at each step.
pub(crate) struct Images {
    /// What is flushed so far.
    flushed: Vec<u8>,
    ops: Vec<Op>,
    /// The first operation that is not flushed.
    from: usize,
    /// The first operation that has not happened.
    next: usize,
}

impl Images {
    fn new(base: Vec<u8>, ops: Vec<Op>) -> Self {
        Self { flushed: base, ops, from: 0, next: 0 }
    }

    /// Operations that have happened.
    pub(crate) const fn happened(&self) -> usize {
        self.next
    }

    /// How many there are in all.
    pub(crate) const fn len(&self) -> usize {
        self.ops.len()
    }

    /// Lets one more happen; false when there is none.
    pub(crate) fn advance(&mut self) -> bool {
        let Some(op) = self.ops.get(self.next) else { return false };
        self.next += 1;
        match op {
            Op::Sync => {
                for op in self.ops.get(self.from..self.next).unwrap_or_default() {
                    apply(&mut self.flushed, op, |_| true);
                }
                self.from = self.next;
            }
            Op::Lost => self.from = self.next,
            Op::Write { .. } | Op::SetLen(_) => {}
        }
        true
    }

    /// What could be left now.
    pub(crate) fn image(&self, keep: Keep, chance: &mut Chance) -> Vec<u8> {
        let mut image = self.flushed.clone();
        let waiting = self.ops.get(self.from..self.next).unwrap_or_default();
        let last = chance.below(waiting.len() + 1);
        for (number, op) in waiting.iter().enumerate() {
            // The length is kept apart from the data, and may survive or not by itself.
            let whole = match keep {
                Keep::Nothing => false,
                Keep::All => true,
                Keep::Prefix => number < last,
                Keep::Some => chance.one_in(2),
                Keep::Sectors | Keep::Blocks => matches!(op, Op::Write { .. }) || chance.one_in(2),
                Keep::Torn => number <= last,
            };
            if !whole {
                continue;
            }
            let block = place(BLOCK);
            let tear = if let Op::Write { data, .. } = op { chance.below(data.len() + 1) } else { 0 };
            let mut kept = 0;
            let mut part = (usize::MAX, false);
            apply(&mut image, op, |at| match keep {
                Keep::Sectors => pick(&mut part, at / SECTOR, chance),
                Keep::Blocks => pick(&mut part, at / block, chance),
                Keep::Torn if number == last => {
                    kept += 1;
                    kept <= tear
                }
                _ => true,
            });
        }
        image
    }
}

/// Whether a part is kept: decided anew at the beginning of each.
fn pick(part: &mut (usize, bool), number: usize, chance: &mut Chance) -> bool {
    if part.0 != number {
        *part = (number, chance.one_in(2));
    }
    part.1
}

/// Applies an operation, of a write only the bytes whose place is wanted.
fn apply(content: &mut Vec<u8>, op: &Op, mut wanted: impl FnMut(usize) -> bool) {
    match op {
        Op::SetLen(len) => content.resize(place(*len), 0),
        Op::Write { offset, data } => {
            let start = place(*offset);
            let mut run = 0;
            for at in 0..=data.len() {
                if at < data.len() && wanted(start + at) {
                    run += 1;
                } else if run > 0 {
                    let part = data.get(at - run..at).unwrap_or_default();
                    write(content, start + at - run, part);
                    run = 0;
                }
            }
        }
        Op::Sync | Op::Lost => {}
    }
}
