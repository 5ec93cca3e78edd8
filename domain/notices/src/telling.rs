//! Telling, seeing, forgetting.

use ayni_kernel::{Actor, MemberId, NoticeId, Reads, Result, Timestamp, WriteTx};

use crate::{
    model::{KEPT_DAYS, Notice, Told},
    policy::{Act, Board},
    tables,
};

/// The most notices that one transaction marks as seen: each changes two index entries as well.
const SEEN_AT_ONCE: usize = 100;

/// Tells a member something, as part of what happens. Whoever may do the thing may tell of it, so nobody asks leave.
pub fn tell(tx: &mut WriteTx<'_>, member: MemberId, notice: Notice) -> Result<NoticeId> {
    let (id, at) = (tx.id(), tx.now());
    let args = notice.args.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let told = Told { id, member, word: notice.word.to_owned(), args, about: notice.about, at, seen: None };
    tables::put(tx, &told)?;
    Ok(id)
}

/// Notes that a member saw a notice; seeing it again changes nothing. For the member's own users.
pub fn see(tx: &mut WriteTx<'_>, me: &Actor, member: MemberId, id: NoticeId) -> Result<Told> {
    me.may(Act::Read, &Board(member))?;
    let mut told = tables::notice(&**tx, member, id)?.ok_or_else(|| me.absent())?;
    if told.seen.is_none() {
        told.seen = Some(tx.now());
        tables::put(tx, &told)?;
    }
    Ok(told)
}

/// Notes that a member saw everything told so far, the newest 100 of it. For the member's own users.
pub fn see_all(tx: &mut WriteTx<'_>, me: &Actor, member: MemberId) -> Result<usize> {
    me.may(Act::Read, &Board(member))?;
    let now = tx.now();
    let unseen = tables::unseen(&**tx, member, SEEN_AT_ONCE)?;
    for told in &unseen {
        tables::put(tx, &Told { seen: Some(now), ..told.clone() })?;
    }
    Ok(unseen.len())
}

/// Whether anything waits for [`sweep`].
pub fn has_old(tx: &impl Reads, now: Timestamp) -> Result<bool> {
    Ok(tables::oldest(tx)?.is_some_and(|at| at < now.plus_days(-KEPT_DAYS)))
}

/// Forgets at most `limit` notices older than [`KEPT_DAYS`]; answers how many. A job's work.
pub fn sweep(tx: &mut WriteTx<'_>, limit: usize) -> Result<usize> {
    let before = tx.now().plus_days(-KEPT_DAYS);
    tables::forget(tx, before, limit)
}
