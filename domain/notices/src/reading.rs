//! Reading what one was told.

use ayni_kernel::{Actor, Cursor, MemberId, NoticeId, Page, Reads, Result, page::MAX_ROWS};

use crate::{
    model::{MAX_COUNTED, Told},
    policy::{Act, Board},
    tables,
};

/// A member's notices, newest first; for the member's own users.
pub fn notices(
    tx: &impl Reads,
    me: &Actor,
    member: MemberId,
    after: Option<Cursor>,
    limit: usize,
) -> Result<Page<Told>> {
    me.may(Act::Read, &Board(member))?;
    let after = after.map(|cursor| cursor.key::<NoticeId>()).transpose()?;
    let limit = limit.clamp(1, MAX_ROWS);
    let mut rows = tables::of_member(tx, member, after, limit + 1)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|told| Cursor::after(&told.id));
    Ok(Page { rows, next })
}

/// The newest notices that the member has not seen yet; for the member's own users.
pub fn unseen(tx: &impl Reads, me: &Actor, member: MemberId, limit: usize) -> Result<Vec<Told>> {
    me.may(Act::Read, &Board(member))?;
    tables::unseen(tx, member, limit.min(MAX_COUNTED))
}

/// How many notices the member has not seen yet, counted up to [`MAX_COUNTED`]; for the member's own users.
pub fn unseen_count(tx: &impl Reads, me: &Actor, member: MemberId) -> Result<usize> {
    me.may(Act::Read, &Board(member))?;
    tables::unseen_count(tx, member, MAX_COUNTED)
}
