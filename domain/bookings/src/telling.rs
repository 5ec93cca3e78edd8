//! Telling members what happened to their bookings.

use ayni_kernel::{MemberId, Result, WriteTx};
use ayni_notices::{About, Notice};

use crate::model::Booking;

/// Tells a member something about a booking; the sentence names the place and the beginning.
pub(crate) fn tell(tx: &mut WriteTx<'_>, member: MemberId, booking: &Booking, word: &'static str) -> Result<()> {
    let resource = ayni_resources::unasked(&**tx, booking.resource)?;
    let notice = Notice::new(word, About::Booking(booking.id))
        .with("resource", resource.name.as_str())
        .with("from", booking.span.start);
    ayni_notices::tell(tx, member, notice)?;
    Ok(())
}
