//! Telling owners that a listing ends.

use ayni_kernel::{ListingId, Reads, Result, Timestamp, WriteTx};
use ayni_notices::{About, Notice};

use crate::{
    expiry::{self, Reminder},
    model::{Listing, Reminded},
    tables,
};

/// Whether anything waits for [`remind_due`].
pub fn has_due(tx: &impl Reads, now: Timestamp) -> Result<bool> {
    Ok(tables::first_due(tx)?.is_some_and(|at| at <= now))
}

/// Tells the owners of at most `limit` listings that these end, or that they are over; answers how many. A job's work.
pub fn remind_due(tx: &mut WriteTx<'_>, limit: usize) -> Result<usize> {
    let now = tx.now();
    let due = tables::due(&**tx, now, limit)?;
    for id in &due {
        remind(tx, *id, now)?;
    }
    Ok(due.len())
}

fn remind(tx: &mut WriteTx<'_>, id: ListingId, now: Timestamp) -> Result<()> {
    let Some(listing) = tables::unasked(&**tx, id)? else { return Ok(()) };
    let Some(reminder) = expiry::reminder(&listing, now) else { return Ok(()) };
    let (Reminder::Tell(noted) | Reminder::Note(noted)) = reminder;
    if matches!(reminder, Reminder::Tell(_)) {
        let notice = Notice::new(sentence(noted), About::Renewal(id)).with("title", listing.headline());
        let notice = listing.expires.into_iter().fold(notice, |notice, end| notice.with("end", end.plus_seconds(-1)));
        ayni_notices::tell(tx, listing.member, notice)?;
    }
    tables::replace(tx, &Listing { reminded: noted, ..listing })?;
    // Searches leave out what is over.
    if noted == Reminded::Over { tx.emit(ayni_kernel::Event::ListingChanged(id)) } else { Ok(()) }
}

const fn sentence(reminded: Reminded) -> &'static str {
    match reminded {
        Reminded::Nothing | Reminded::Week => "market-told-ends-week",
        Reminded::Day => "market-told-ends-day",
        Reminded::Over => "market-told-over",
    }
}
