//! What follows from what happened to a booking, in the same transaction.

use ayni_kernel::{Event, Result, WriteTx};

use crate::{
    resolution::{self, Cause},
    series, tables, waiting,
};

/// Lets a series hear of its dates, whoever waits of places that became free, and those who look after a place of
/// bookings that its closure or outage concerns; what is opened again is offered to whoever waits. Wired by the program.
pub fn react(tx: &mut WriteTx<'_>, event: Event) -> Result<()> {
    match event {
        Event::BookingChanged(id) | Event::BookingEnded(id) => {
            let Some(booking) = tables::booking(&**tx, id)? else { return Ok(()) };
            if matches!(event, Event::BookingEnded(_)) {
                series::react(tx, &booking)?;
            }
            waiting::react(tx, event, &booking)
        }
        Event::ClosureChanged(id) => {
            waiting::closure_changed(tx, id)?;
            resolution::warn(tx, Cause::Closure(id))
        }
        Event::ResourceChanged(id) => {
            waiting::resource_changed(tx, id)?;
            resolution::warn(tx, Cause::Outage(id))
        }
        _ => Ok(()),
    }
}
