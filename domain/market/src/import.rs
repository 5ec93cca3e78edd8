//! Listings from elsewhere, and listings for elsewhere.

use ayni_communities::BlobHash;
use ayni_kernel::{Cursor, Event, Page, Result, WriteTx, page::MAX_ROWS, tx::Reads};

use crate::{model::Listing, tables};

/// Stores a listing as it was elsewhere: with its id, code, status and times.
///
/// Refuses with `Conflict` when the id or the code is taken, with `NotFound` when there is no such member.
pub fn import_listing(tx: &mut WriteTx<'_>, listing: &Listing) -> Result<()> {
    ayni_members::name_of(&**tx, listing.member)?;
    tables::insert(tx, listing)?;
    tx.emit(Event::ListingChanged(listing.id))
}

/// The files of every listing's pictures, so that nothing removes them. Complete, so not for pages.
pub fn files(tx: &impl Reads) -> Result<Vec<BlobHash>> {
    tables::files(tx)
}

/// Every listing, unasked, by id, in pages of [`MAX_ROWS`]: for export and other work of the program.
pub fn all(tx: &impl Reads, after: Option<&Cursor>) -> Result<Page<Listing>> {
    let after = after.map(Cursor::key).transpose()?;
    let rows = tables::page(tx, after, MAX_ROWS)?;
    let next = (rows.len() == MAX_ROWS).then(|| rows.last().map(|listing| Cursor::after(&listing.id))).flatten();
    Ok(Page { rows, next })
}
