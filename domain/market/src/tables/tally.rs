//! How the numbers of shown listings are stored.

use ayni_communities::Access;
use ayni_kernel::{
    CategoryId, Error, Result,
    tx::{Reads, WriteTx},
};
use ayni_storage::{Direction, Error as StorageError, Table, record};
use rkyv::{Archive, Deserialize, Serialize};

use crate::{model::ListingKind, tally::Slot};

#[derive(Archive, Serialize, Deserialize)]
pub(super) struct StoredCount {
    count: u32,
}
record!(StoredCount, 1);

type CountKey = (u8, u8, Option<CategoryId>);

pub(super) static TALLY: Table<CountKey, StoredCount> = Table::new(0x0507, "listing_counts", &[]);

/// Which way a number goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Up,
    Down,
}

fn key((access, kind, category): Slot) -> CountKey {
    (access.number(), kind.number(), category)
}

/// Counts one more or one less.
pub(crate) fn count(tx: &mut WriteTx<'_>, slot: Slot, step: Step) -> Result<()> {
    let key = key(slot);
    let before = TALLY.get(&**tx, &key)?.map_or(0, |stored| stored.count);
    let count = match step {
        Step::Up => before.checked_add(1),
        Step::Down => before.checked_sub(1),
    };
    let count = count.ok_or_else(|| Error::broken(format!("the listings of {key:?} were counted wrong")))?;
    if count == 0 {
        TALLY.remove(tx, &key)?;
        return Ok(());
    }
    Ok(TALLY.put(tx, &key, &StoredCount { count })?)
}

/// Every number: at most a few for each category.
pub(crate) fn tally(tx: &impl Reads) -> Result<Vec<(Slot, u32)>> {
    let rows = TALLY.range(tx, .., Direction::Ascending)?;
    rows.map(|row| {
        let ((access, kind, category), stored) = row?;
        Ok(((Access::stored(access)?, ListingKind::stored(kind)?, category), stored.count))
    })
    .collect()
}

/// Writes one number while the store is brought up to date.
pub(super) fn set(tx: &mut ayni_storage::WriteTx, slot: Slot, count: u32) -> std::result::Result<(), StorageError> {
    TALLY.put(tx, &key(slot), &StoredCount { count })
}
