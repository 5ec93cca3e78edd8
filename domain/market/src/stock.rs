//! How many are left, counted by the features that trade.

use ayni_kernel::{Error, Event, Fault, ListingId, Result, WriteTx};

use crate::{
    model::{Listing, MAX_STOCK},
    tables,
};

/// Takes so many of a listing for a trade; where nobody counts, nothing changes. The trading feature has asked leave.
///
/// Refuses with `Conflict` when there are fewer left (`market-stock-short`, with `left`).
pub fn take_stock(tx: &mut WriteTx<'_>, id: ListingId, quantity: u32) -> Result<Listing> {
    counted(tx, id, |left| {
        left.checked_sub(quantity)
            .ok_or_else(|| Error::Conflict(Fault::new("quantity", "market-stock-short").with("left", i64::from(left))))
    })
}

/// Gives so many back when a trade comes to nothing.
pub fn return_stock(tx: &mut WriteTx<'_>, id: ListingId, quantity: u32) -> Result<Listing> {
    counted(tx, id, |left| Ok(left.saturating_add(quantity).min(MAX_STOCK)))
}

fn counted(tx: &mut WriteTx<'_>, id: ListingId, count: impl FnOnce(u32) -> Result<u32>) -> Result<Listing> {
    let listing = tables::unasked(&**tx, id)?.ok_or(Error::NotFound)?;
    let Some(left) = listing.stock else { return Ok(listing) };
    let counted = Listing { stock: Some(count(left)?), ..listing };
    tables::replace(tx, &counted)?;
    tx.emit(Event::ListingChanged(id))?;
    Ok(counted)
}
