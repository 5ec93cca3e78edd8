//! Listings that a member keeps an eye on.

use ayni_kernel::{
    Actor, Cursor, Error, Fault, ListingId, MemberId, Page, Reads, Result, Timestamp, WriteTx, page::MAX_ROWS, tx::Now,
};

use crate::{
    model::Listing,
    policy::{Act, Drawer, DrawerAct},
    reading, tables,
};

/// The most favourites of a member: what nobody scrolls through any more is no favourite.
pub const MAX_FAVOURITES: usize = 300;

/// Notes a listing as a favourite of the member acted for; again changes nothing.
///
/// Refuses with `Conflict` beyond [`MAX_FAVOURITES`] (`market-favourites-many`).
pub fn favour(tx: &mut WriteTx<'_>, me: &Actor, id: ListingId) -> Result<Listing> {
    let listing = reading::listing(&*tx, me, id)?;
    let member = mine(me)?;
    if tables::is_favourite(&**tx, member, id)? {
        return Ok(listing);
    }
    if tables::favourites(&**tx, member, None, MAX_FAVOURITES)?.len() == MAX_FAVOURITES {
        return Err(Error::Conflict(Fault::new("", "market-favourites-many").with("max", MAX_FAVOURITES)));
    }
    let now = tx.now();
    tables::put_favourite(tx, member, id, now)?;
    Ok(listing)
}

/// Notes that a listing is no favourite any more, also one that is not shown any more.
pub fn unfavour(tx: &mut WriteTx<'_>, me: &Actor, id: ListingId) -> Result<()> {
    let member = mine(me)?;
    tables::remove_favourite(tx, member, id)
}

/// The favourites of the member acted for that are still to be seen, the newest first.
pub fn favourites(tx: &(impl Reads + Now), me: &Actor, after: Option<&Cursor>, limit: usize) -> Result<Page<Listing>> {
    let member = mine(me)?;
    let after = after.map(Cursor::key::<(Timestamp, ListingId)>).transpose()?;
    let limit = limit.clamp(1, MAX_ROWS);
    let places = tables::favourites(tx, member, after.as_ref(), limit)?;
    let next = (places.len() == limit).then(|| places.last().map(Cursor::after)).flatten();
    let today = tables::today(tx, tx.now())?;
    let mut rows = Vec::new();
    for (_, id) in places {
        let seen = tables::listing(tx, today, id)?.filter(|sealed| sealed.allows(me, Act::See));
        rows.extend(seen.map(|sealed| sealed.unchecked().listing));
    }
    Ok(Page { rows, next })
}

/// Whether a listing is a favourite of the member acted for; nobody's for strangers.
pub fn is_favourite(tx: &impl Reads, me: &Actor, id: ListingId) -> Result<bool> {
    me.member().map_or(Ok(false), |member| tables::is_favourite(tx, member, id))
}

fn mine(me: &Actor) -> Result<MemberId> {
    let member = me.member()?;
    me.may(DrawerAct::Use, &Drawer(member))?;
    Ok(member)
}
