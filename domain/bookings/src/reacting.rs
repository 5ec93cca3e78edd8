//! What follows from what happened to a booking, in the same transaction.

use ayni_kernel::{Event, Result, WriteTx};

use crate::{series, tables};

/// Lets a series hear of its dates. Wired by the program.
pub fn react(tx: &mut WriteTx<'_>, event: Event) -> Result<()> {
    if let Event::BookingEnded(id) = event
        && let Some(booking) = tables::booking(&**tx, id)?
    {
        series::react(tx, &booking)?;
    }
    Ok(())
}
