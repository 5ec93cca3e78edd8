//! Putting listings on the market, changing them and taking them down.

use ayni_kernel::{Actor, Error, Event, ListingId, MemberId, Result, WriteTx};
use ayni_members::MemberStatus;

use crate::{
    model::{self, Content, Listing, ListingStatus},
    policy::{Act, Stall, StallAct},
    tables,
};

/// A listing to publish.
#[derive(Debug, Clone)]
pub struct NewListing {
    /// Whose it will be.
    pub member: MemberId,
    /// What it says.
    pub content: Content,
}

/// Publishes a listing; for the member's own users, stewards and admins.
///
/// Refuses with `Invalid` content that breaks a rule, with `Conflict` for members who are not active
/// (`market-member-not-active`).
pub fn publish(tx: &mut WriteTx<'_>, me: &Actor, ask: NewListing) -> Result<Listing> {
    me.may(StallAct::Publish, &Stall(ask.member))?;
    let owner = ayni_members::name_of(&**tx, ask.member)?;
    if owner.status != MemberStatus::Active {
        return Err(Error::conflict("market-member-not-active"));
    }
    check(tx, &ask.content)?;
    let (id, now) = (tx.id(), tx.now());
    let listing = Listing::new(id, model::code(&owner.number, id)?, ask.member, ask.content, now);
    tables::insert(tx, &listing)?;
    tx.emit(Event::ListingChanged(id))?;
    Ok(listing)
}

/// Changes what a listing says; for the member's own users, stewards and admins. Refuses like [`publish`].
pub fn edit(tx: &mut WriteTx<'_>, me: &Actor, id: ListingId, content: Content) -> Result<Listing> {
    let listing = editable(tx, me, id)?;
    check(tx, &content)?;
    let now = tx.now();
    save(tx, listing.with(content, now))
}

/// Takes a listing down; for the member's own users, stewards and admins.
pub fn hide(tx: &mut WriteTx<'_>, me: &Actor, id: ListingId) -> Result<Listing> {
    let listing = editable(tx, me, id)?;
    let updated = tx.now();
    save(tx, Listing { status: ListingStatus::Hidden, updated, ..listing })
}

/// Shows a hidden listing or a draft; for the member's own users, stewards and admins.
///
/// Refuses with `Conflict` when its time is over (`market-over`).
pub fn show(tx: &mut WriteTx<'_>, me: &Actor, id: ListingId) -> Result<Listing> {
    let listing = editable(tx, me, id)?;
    let updated = tx.now();
    if listing.is_over(updated) {
        return Err(Error::conflict("market-over"));
    }
    save(tx, Listing { status: ListingStatus::Published, updated, ..listing })
}

fn editable(tx: &WriteTx<'_>, me: &Actor, id: ListingId) -> Result<Listing> {
    let today = tables::today(&**tx, tx.now())?;
    let sealed = tables::listing(&**tx, today, id)?.ok_or_else(|| me.absent())?;
    Ok(sealed.open(me, Act::Edit)?.listing)
}

fn check(tx: &WriteTx<'_>, content: &Content) -> Result<()> {
    content.check(tx.now())?;
    if let Some(category) = content.category
        && ayni_communities::category(&**tx, category)?.is_none()
    {
        return Err(Error::invalid("category", "market-category-unknown"));
    }
    Ok(())
}

fn save(tx: &mut WriteTx<'_>, listing: Listing) -> Result<Listing> {
    tables::replace(tx, &listing)?;
    tx.emit(Event::ListingChanged(listing.id))?;
    Ok(listing)
}
