//! Telling members what happened to their bookings.

use ayni_kernel::{MemberId, Result, WriteTx};
use ayni_notices::{About, Notice};

use crate::model::Booking;

/// Tells a member something about a booking; the sentence names the place and the beginning, and below it stands why.
pub(crate) fn tell(tx: &mut WriteTx<'_>, member: MemberId, booking: &Booking, word: &'static str) -> Result<()> {
    let resource = ayni_resources::unasked(&**tx, booking.resource)?;
    let mut notice = Notice::new(word, About::Booking(booking.id))
        .with("resource", resource.name.as_str())
        .with("from", booking.span.start);
    if !booking.reason.is_empty() {
        notice = notice.with(ayni_notices::REASON, booking.reason.as_str());
    }
    ayni_notices::tell(tx, member, notice)?;
    Ok(())
}
