//! Reading agreements.

use ayni_kernel::{Actor, AgreementId, Cursor, ListingId, MemberId, Page, Reads, Result, TransferId, page::MAX_ROWS};
use ayni_market::ListingKind;

use crate::{
    dealing,
    history::Step,
    model::{Agreement, Side},
    policy::{Act, Ledge},
    tables,
};

/// An agreement, for its two sides; for stewards too once it was disputed.
pub fn agreement(tx: &impl Reads, me: &Actor, id: AgreementId) -> Result<Agreement> {
    tables::agreement(tx, id)?.ok_or_else(|| me.absent())?.open(me, Act::See)
}

/// What happened to it, the oldest first; for those who may see it.
pub fn steps(tx: &impl Reads, me: &Actor, id: AgreementId) -> Result<Vec<Step>> {
    agreement(tx, me, id)?;
    tables::steps(tx, id)
}

/// The side for which the reader speaks; `None` for a steward.
pub fn side_of(agreement: &Agreement, me: &Actor) -> Option<Side> {
    dealing::side(agreement, me)
}

/// Whether the reader may decide its difference.
pub fn may_settle(agreement: &Agreement, me: &Actor) -> bool {
    me.may(Act::Settle, agreement).is_ok()
}

/// A member's agreements: first what waits for them, then what waits for others, then what is over; the latest first in
/// each. For the member's own users.
pub fn agreements(
    tx: &impl Reads,
    me: &Actor,
    member: MemberId,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<Agreement>> {
    me.may((), &Ledge(member))?;
    let after = after.map(Cursor::key::<tables::Place>).transpose()?;
    let limit = limit.clamp(1, MAX_ROWS);
    let mut places = tables::of_member(tx, member, after, limit + 1)?;
    let more = places.len() > limit;
    places.truncate(limit);
    let next = places.last().filter(|_| more).map(Cursor::after);
    let rows = places.into_iter().map(|(_, _, id)| tables::named(tx, id)).collect::<Result<_>>()?;
    Ok(Page { rows, next })
}

/// How many wait for a member, counted up to `limit`; for the member's own users.
pub fn waiting_count(tx: &impl Reads, me: &Actor, member: MemberId, limit: usize) -> Result<usize> {
    me.may((), &Ledge(member))?;
    tables::count_waiting(tx, member, limit)
}

/// What the reader's member has going on about a listing that is not over.
pub fn open_about(tx: &impl Reads, me: &Actor, listing: &ayni_market::Listing) -> Result<Option<AgreementId>> {
    let Ok(member) = me.member() else { return Ok(None) };
    let about: (ListingId, MemberId, MemberId) = match listing.kind {
        ListingKind::Offer => (listing.id, listing.member, member),
        ListingKind::Want => (listing.id, member, listing.member),
    };
    tables::open(tx, about)
}

/// The agreement that a transfer paid, if the reader may see it.
pub fn of_transfer(tx: &impl Reads, me: &Actor, id: TransferId) -> Result<Option<AgreementId>> {
    let Some(id) = tables::of_transfer(tx, id)? else { return Ok(None) };
    Ok(tables::agreement(tx, id)?.filter(|sealed| sealed.allows(me, Act::See)).map(|_| id))
}
