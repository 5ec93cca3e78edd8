//! The demo's clock: a year is lived through in seconds, then it shows the real time.

use std::sync::atomic::{AtomicI64, Ordering};

use ayni_kernel::Timestamp;
use ayni_storage::{Clock, SystemClock};

/// A clock that runs beside the real one by an offset in microseconds.
#[derive(Debug, Default)]
pub(crate) struct DemoClock(AtomicI64);

impl DemoClock {
    /// Shows this moment now and runs on from there.
    pub(crate) fn set_to(&self, moment: Timestamp) {
        self.0.store(moment.micros().saturating_sub(SystemClock.now_micros()), Ordering::SeqCst);
    }

    /// Shows the real time again.
    pub(crate) fn release(&self) {
        self.0.store(0, Ordering::SeqCst);
    }
}

impl Clock for DemoClock {
    fn now_micros(&self) -> i64 {
        SystemClock.now_micros().saturating_add(self.0.load(Ordering::SeqCst))
    }
}
