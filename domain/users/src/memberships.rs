//! Which user belongs to which community: the node's own list, so that signing in need not open every store.

use ayni_kernel::{CommunityId, Reads, Result, UserId, WriteTx};
use ayni_storage::Direction;

use crate::tables::{BY_COMMUNITY, MEMBERSHIPS, StoredMembership};

/// Notes that a user belongs to a community; noting it twice changes nothing.
pub fn note_membership(tx: &mut WriteTx<'_>, user: UserId, community: CommunityId) -> Result<()> {
    let key = (user, community);
    if !MEMBERSHIPS.contains(&**tx, &key)? {
        let since = tx.now();
        MEMBERSHIPS.insert(tx, &key, &StoredMembership { since })?;
    }
    Ok(())
}

/// Notes that a user belongs to a community no more.
pub fn drop_membership(tx: &mut WriteTx<'_>, user: UserId, community: CommunityId) -> Result<()> {
    MEMBERSHIPS.remove(tx, &(user, community))?;
    Ok(())
}

/// The communities of a user, in the order of their making.
pub fn communities_of(tx: &impl Reads, user: UserId) -> Result<Vec<CommunityId>> {
    let rows = MEMBERSHIPS.scan(tx, &user, None, Direction::Ascending)?;
    rows.map(|row| Ok(row?.0.1)).collect()
}

/// Every user of a community; for exports and other work that goes through all of them.
pub fn users_in(tx: &impl Reads, community: CommunityId) -> Result<Vec<UserId>> {
    let entries = BY_COMMUNITY.scan(tx, &community, None, Direction::Ascending)?;
    entries.map(|entry| Ok(entry?.1.0)).collect()
}
