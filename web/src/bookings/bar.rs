//! A place's day as a strip.

use ayni_calendar::{Span, day_span};
use ayni_kernel::{Actor, ReadTx, Result, tx::Now as _};
use ayni_resources::Resource;
use jiff::{civil::Date, tz::TimeZone};

use super::grid;

/// A day as a strip: what is open, and what of it is taken.
#[derive(Debug, Clone, Default)]
pub(crate) struct BarView {
    pub(crate) open: Vec<(String, String)>,
    pub(crate) busy: Vec<(String, String)>,
    pub(crate) wish: Option<(String, String)>,
    pub(crate) now: Option<String>,
    pub(crate) ticks: Vec<grid::Tick>,
}

impl BarView {
    /// The strip of a day of a place; `wish` is marked in it.
    pub(crate) fn of(
        tx: &ReadTx,
        me: &Actor,
        resource: &Resource,
        (zone, day): (&TimeZone, Date),
        wish: Option<Span>,
    ) -> Result<(Self, bool, Option<Span>)> {
        let whole = day_span(zone, day);
        let open = super::open(tx, resource, whole)?;
        let free = ayni_bookings::free(tx, me, resource.id, whole, 1)?;
        let window = grid::window(zone, day, &open);
        let parts = |spans: &ayni_calendar::Spans| {
            let inside = spans.within(&window);
            inside.iter().map(|span| (grid::at(&window, span.start), grid::wide(&window, span))).collect()
        };
        let now = tx.now();
        let bar = Self {
            open: parts(&open),
            busy: parts(&open.minus(&free)),
            wish: wish
                .and_then(|wish| wish.clip(&window))
                .map(|wish| (grid::at(&window, wish.start), grid::wide(&window, &wish))),
            now: window.holds(now).then(|| grid::at(&window, now)),
            ticks: grid::ticks(zone, &window).into_iter().skip(1).step_by(2).collect(),
        };
        let current = free.iter().find(|span| span.holds(now)).copied();
        let next = current.or_else(|| free.iter().find(|span| span.start > now).copied());
        Ok((bar, current.is_some(), next))
    }
}
