//! Bookings as people see them: finding a place, booking it, one's bookings, calendars, the front desk, the door.

use crate::kit::Route;

mod live;

pub(crate) use live::Live;

/// The routes of bookings.
pub(crate) fn routes() -> Vec<Route> {
    live::routes()
}
