//! The audit: what bookings say about money agrees with the ledger.

use std::fmt;

use ayni_kernel::{BookingId, Reads, Result};
use ayni_ledger::HoldState;

use crate::{
    model::{Booking, Payment, State},
    settlement::DESK,
    tables,
};

/// Bookings read at once.
const BATCH: usize = 500;
/// Findings beyond this many are not collected.
const MAX_FINDINGS: usize = 1_000;

/// Something that does not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The booking's reference.
    pub about: String,
    /// What is wrong, as a sentence for the log.
    pub fault: &'static str,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "booking {}: {}", self.about, self.fault)
    }
}

/// Compares every booking with the ledger; an empty answer says that all agree. Reads everything: for the doctor.
pub fn audit(tx: &impl Reads) -> Result<Vec<Finding>> {
    let (mut findings, mut after) = (Vec::new(), None::<BookingId>);
    loop {
        let ids = tables::ids_after(tx, after, BATCH)?;
        let Some(last) = ids.last().copied() else { return Ok(findings) };
        for id in ids {
            let booking = tables::named(tx, id)?;
            if let Some(fault) = fault(tx, &booking)? {
                findings.push(Finding { about: booking.reference.to_string(), fault });
            }
        }
        if findings.len() >= MAX_FINDINGS {
            return Ok(findings);
        }
        after = Some(last);
    }
}

fn fault(tx: &impl Reads, booking: &Booking) -> Result<Option<&'static str>> {
    let kept = matches!(booking.state, State::Tentative | State::Confirmed | State::CheckedIn);
    Ok(match booking.payment {
        Payment::Held { hold, amount } => {
            let hold = ayni_ledger::hold_by_id(tx, &DESK, hold)?;
            if hold.state != HoldState::Pending {
                Some("its price is no longer set aside")
            } else if hold.amount != amount {
                Some("another amount is set aside than it says")
            } else {
                (!kept).then_some("it is over, and its price is still set aside")
            }
        }
        Payment::Unasked if kept || booking.state == State::Completed => Some("it stands without having been paid for"),
        _ => None,
    })
}
