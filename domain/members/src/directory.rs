//! Finding members: by id, number, name and words. Everybody gets what they may see.

use std::{collections::BTreeMap, ops::ControlFlow};

use ayni_communities::Audience;
use ayni_kernel::{Actor, Code, Cursor, Error, MemberId, Page, Result, Sealed, page::MAX_ROWS, tx::Reads};
use ayni_search::{Index, Query};

use crate::{
    model::{Card, Member, MemberStatus},
    policy::{MemberAct, Roll, RollAct, closeness, is_staff},
    search::{DOCUMENT, search_audience},
    tables,
};

/// The most members a page of the directory looks at; beyond it the page is short and the next one goes on.
pub(crate) const MAX_LOOKED_AT: usize = 2 * MAX_ROWS;

/// Which part of the directory is wanted.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// Only members with this status; others than [`MemberStatus::Active`] are for the staff.
    pub status: Option<MemberStatus>,
    /// Where the page begins.
    pub after: Option<Cursor>,
    /// How many members, at most [`MAX_ROWS`].
    pub limit: usize,
}

/// Who may see the list of members at all; asked only for those whom it may keep out.
pub(crate) fn audience(tx: &impl Reads, me: &Actor) -> Result<Audience> {
    if me.is_inside() { Ok(Audience::Members) } else { Ok(ayni_communities::settings(tx)?.member_list) }
}

/// The member as the actor may see it.
pub(crate) fn shown(me: &Actor, member: Member) -> Member {
    let closeness = closeness(me, &member);
    member.for_eyes(closeness)
}

fn stored(tx: &impl Reads, id: MemberId) -> Result<Sealed<Member>> {
    tables::member(tx, id)?.ok_or_else(|| Error::broken(format!("no member {id} behind an index")))
}

/// A member as the actor may see it: contacts, address and location by their visibility, the letter for the staff
/// and the member itself, the note for the staff.
pub fn get(tx: &impl Reads, me: &Actor, id: MemberId) -> Result<Member> {
    let sealed = tables::member(tx, id)?.ok_or_else(|| me.absent())?;
    let member = sealed.open(me, MemberAct::See(audience(tx, me)?))?;
    Ok(shown(me, member))
}

/// The member with a number, in whatever case it is typed; see [`get`].
pub fn by_number(tx: &impl Reads, me: &Actor, number: &Code) -> Result<Member> {
    let id = tables::id_of_number(tx, number)?.ok_or_else(|| me.absent())?;
    get(tx, me, id)
}

/// A member in one line, unasked: for statements and lists whose reader may know the member. `NotFound` when there
/// is none.
pub fn name_of(tx: &impl Reads, id: MemberId) -> Result<Card> {
    let member = tables::member(tx, id)?.ok_or(Error::NotFound)?;
    Ok(member.unchecked().card())
}

/// The members by name: active ones for members (and for strangers, where the list is public), all for the staff.
pub fn directory(tx: &impl Reads, me: &Actor, ask: &List) -> Result<Page<Member>> {
    let audience = audience(tx, me)?;
    me.may(RollAct::List(audience), &Roll)?;
    let status = if is_staff(me) { ask.status } else { Some(MemberStatus::Active) };
    let after = ask.after.as_ref().map(Cursor::key).transpose()?;
    let limit = ask.limit.clamp(1, MAX_ROWS);
    let (mut rows, mut looked_at, mut last, mut next) = (Vec::new(), 0, None, None);
    tables::walk(tx, status, after.as_ref(), |place| {
        if rows.len() == limit || looked_at == MAX_LOOKED_AT {
            next = last.as_ref().map(Cursor::after);
            return Ok(ControlFlow::Break(()));
        }
        looked_at += 1;
        let sealed = stored(tx, place.1)?;
        if sealed.allows(me, MemberAct::See(audience)) {
            rows.push(shown(me, sealed.unchecked()));
        }
        last = Some(place);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(Page { rows, next })
}

/// The applicants who wait for an answer, the longest waiting first; for the staff.
pub fn waiting(tx: &impl Reads, me: &Actor) -> Result<Vec<Member>> {
    me.may(RollAct::SeeWaiting, &Roll)?;
    let ask = List { status: Some(MemberStatus::Pending), after: None, limit: MAX_ROWS };
    let mut members = directory(tx, me, &ask)?.rows;
    members.sort_by_key(|member| member.created);
    Ok(members)
}

/// How many members have each status.
pub fn count_by_status(tx: &impl Reads) -> Result<BTreeMap<MemberStatus, u64>> {
    MemberStatus::ALL.iter().map(|status| Ok((*status, tables::counted(tx, *status)?))).collect()
}

/// The members that the words fit best and that the actor may see.
pub fn find(tx: &impl Reads, me: &Actor, index: &Index, words: &str, limit: usize) -> Result<Vec<Member>> {
    let audience = audience(tx, me)?;
    me.may(RollAct::List(audience), &Roll)?;
    let Some(highest) = search_audience(tx, me)? else { return Ok(Vec::new()) };
    let hits = index.find(&Query { words, kinds: &[DOCUMENT], audience: highest, limit, ..Query::default() })?;
    let mut members = Vec::with_capacity(hits.len());
    for hit in hits {
        // The index follows the store a moment later: it may still know members as they were.
        let sealed = tables::member(tx, MemberId::from_bytes(hit.id))?;
        let seen = sealed.filter(|sealed| sealed.allows(me, MemberAct::See(audience)));
        members.extend(seen.map(|sealed| shown(me, sealed.unchecked())));
    }
    Ok(members)
}

/// The ids of all members after one of them, in their order, at most `limit`; for rebuilding the search index.
pub fn ids_after(tx: &impl Reads, after: Option<MemberId>, limit: usize) -> Result<Vec<MemberId>> {
    tables::ids_after(tx, after, limit)
}

/// The photos that members have, for telling which files nobody names any more.
pub fn photos(tx: &impl Reads) -> Result<Vec<[u8; 32]>> {
    tables::photos(tx)
}
