//! Clearing away what expired.

use std::ops::Bound;

use ayni_kernel::{Reads, Result, Timestamp, WriteTx};
use ayni_storage::{Direction, Index, Key};

use crate::tables::{
    API_TOKENS, API_TOKENS_BY_EXPIRY, RESET_LINKS, RESET_LINKS_BY_EXPIRY, SESSIONS, SESSIONS_BY_EXPIRY,
};

/// Records removed in one sweep: with their indexes at most 400 keys, under storage's limit of 500.
const SWEEP_ROWS: usize = 100;

/// Removes expired sessions, reset links and API tokens, at most a hundred; answers how many. A job calls it again
/// until that is zero.
pub fn sweep(tx: &mut WriteTx<'_>) -> Result<usize> {
    let now = tx.now();
    let sessions = expired(&**tx, &SESSIONS_BY_EXPIRY, now, SWEEP_ROWS)?;
    let left = SWEEP_ROWS - sessions.len();
    let links = expired(&**tx, &RESET_LINKS_BY_EXPIRY, now, left)?;
    let left = left - links.len();
    let tokens = expired(&**tx, &API_TOKENS_BY_EXPIRY, now, left)?;
    for key in &sessions {
        SESSIONS.remove(tx, key)?;
    }
    for key in &links {
        RESET_LINKS.remove(tx, key)?;
    }
    for id in &tokens {
        API_TOKENS.remove(tx, id)?;
    }
    Ok(sessions.len() + links.len() + tokens.len())
}

fn expired<K: Key, R>(
    tx: &impl Reads,
    index: &'static Index<Timestamp, K, R>,
    now: Timestamp,
    limit: usize,
) -> Result<Vec<K>> {
    let entries = index.range(tx, Bound::Unbounded, Bound::Included(now), Direction::Ascending)?;
    entries.take(limit).map(|entry| Ok(entry?.1)).collect()
}
