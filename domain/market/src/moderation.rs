//! Looking at listings before others see them.

use ayni_kernel::{Actor, Error, Event, Line, ListingId, MemberId, Reads, Result, WriteTx, tx::Now};
use ayni_notices::{About, Notice, REASON};

use crate::{
    model::{Listing, ListingStatus},
    policy::{Act, Hall, HallAct},
    publishing::put_up,
    settings::{Moderation, settings},
    tables,
};

/// The most stewards that are told of the same listing: the others find it in the queue.
const MAX_TOLD: usize = 20;

/// The listings that wait for a steward, the longest waiting first, at most `limit`; for stewards and admins.
pub fn waiting(tx: &(impl Reads + Now), me: &Actor, limit: usize) -> Result<Vec<Listing>> {
    me.may(HallAct::Moderate, &Hall)?;
    let ids = tables::waiting(tx, limit)?;
    ids.into_iter().filter_map(|id| tables::unasked(tx, id).transpose()).collect()
}

/// How many wait, counted up to `limit`; for stewards and admins.
pub fn waiting_count(tx: &impl Reads, me: &Actor, limit: usize) -> Result<usize> {
    me.may(HallAct::Moderate, &Hall)?;
    Ok(tables::waiting(tx, limit)?.len())
}

/// Shows a listing that waits, and tells its owner; for stewards and admins.
///
/// Refuses with `Conflict` when it does not wait (`market-not-waiting`) or its time is over (`market-over`).
pub fn approve(tx: &mut WriteTx<'_>, me: &Actor, id: ListingId) -> Result<Listing> {
    let listing = moderated(tx, me, id)?;
    if listing.status != ListingStatus::Waiting {
        return Err(Error::conflict("market-not-waiting"));
    }
    let listing = put_up(tx, listing)?;
    tell(tx, &listing, Notice::new("market-told-approved", About::Listing(id)))?;
    Ok(listing)
}

/// Sends a listing back to its owner with a reason: it is a draft again; for stewards and admins.
///
/// Refuses without a reason (`Invalid`), and with `Conflict` a draft (`market-not-waiting`).
pub fn send_back(tx: &mut WriteTx<'_>, me: &Actor, id: ListingId, reason: Line) -> Result<Listing> {
    let listing = moderated(tx, me, id)?;
    if listing.status == ListingStatus::Draft {
        return Err(Error::conflict("market-not-waiting"));
    }
    if reason.is_empty() {
        return Err(Error::invalid("reason", "fault-required"));
    }
    let why = reason.to_string();
    let listing = Listing { status: ListingStatus::Draft, sent_back: reason, updated: tx.now(), ..listing };
    tables::replace(tx, &listing)?;
    tx.emit(Event::ListingChanged(id))?;
    tell(tx, &listing, Notice::new("market-told-sent-back", About::Listing(id)).with(REASON, why))?;
    Ok(listing)
}

fn moderated(tx: &WriteTx<'_>, me: &Actor, id: ListingId) -> Result<Listing> {
    let today = tables::today(&**tx, tx.now())?;
    let sealed = tables::listing(&**tx, today, id)?.ok_or_else(|| me.absent())?;
    Ok(sealed.open(me, Act::Moderate)?.listing)
}

fn tell(tx: &mut WriteTx<'_>, listing: &Listing, notice: Notice) -> Result<()> {
    ayni_notices::tell(tx, listing.member, notice.with("title", listing.headline())).map(drop)
}

/// Whether a steward has to look at a listing before it is shown. What was sent back once is looked at again.
pub(crate) fn is_wanted(tx: &WriteTx<'_>, me: &Actor, listing: &Listing) -> Result<bool> {
    if me.may(HallAct::Moderate, &Hall).is_ok() {
        return Ok(false);
    }
    Ok(!listing.sent_back.is_empty()
        || match settings(&**tx)?.moderation {
            Moderation::Nothing => false,
            Moderation::First => !tables::is_proven(&**tx, listing.member)?,
            Moderation::All => true,
        })
}

/// Puts a listing into the queue. The stewards are told when nothing stood there before; more is news to nobody.
pub(crate) fn queue(tx: &mut WriteTx<'_>, listing: Listing) -> Result<Listing> {
    let first = tables::waiting(&**tx, 1)?.is_empty();
    let listing = Listing { status: ListingStatus::Waiting, updated: tx.now(), ..listing };
    tables::replace(tx, &listing)?;
    tx.emit(Event::ListingChanged(listing.id))?;
    for steward in if first { stewards(&**tx)? } else { Vec::new() } {
        let notice =
            Notice::new("market-told-waiting", About::Moderation(listing.id)).with("title", listing.headline());
        ayni_notices::tell(tx, steward, notice)?;
    }
    Ok(listing)
}

/// The members for whom stewards act.
fn stewards(tx: &impl Reads) -> Result<Vec<MemberId>> {
    let mut found = Vec::new();
    for (user, roles) in ayni_members::all_roles(tx)? {
        if roles.has(ayni_kernel::Role::Steward) {
            found.extend(ayni_members::members_of(tx, user)?.into_iter().map(|member| member.id).next());
        }
    }
    found.sort();
    found.dedup();
    found.truncate(MAX_TOLD);
    Ok(found)
}
