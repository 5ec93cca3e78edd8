//! Whether a wish fits beside what is taken, decided without a transaction.

use ayni_calendar::{Span, Spans};

use crate::model::Taken;

/// What is taken of a resource, and of the resources that are taken with it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Occupied {
    /// On the resource itself, place by place.
    pub(crate) own: Vec<Taken>,
    /// On its parents, parts and sets: each takes the whole of it.
    pub(crate) others: Vec<Taken>,
}

impl Occupied {
    /// The first of what is taken that stands in the way of so many `places` more in a span, with `all` there are.
    pub(crate) fn in_the_way(&self, span: Span, places: u32, all: u32) -> Option<Taken> {
        let whole = self.others.iter().find(|taken| taken.places > 0 && taken.span.overlaps(&span));
        whole.or_else(|| self.crowded(span, places, all)).copied()
    }

    /// All that is taken, however much of it.
    pub(crate) fn booked(&self) -> Spans {
        self.own.iter().chain(&self.others).filter(|taken| taken.places > 0).map(|taken| taken.span).collect()
    }

    /// The first booking of the resource itself with which there are too many.
    fn crowded(&self, span: Span, places: u32, all: u32) -> Option<&Taken> {
        let beside = || self.own.iter().filter(move |taken| taken.places > 0 && taken.span.overlaps(&span));
        // It is fullest at the beginning of the wish or of one of those beside it.
        let moments = std::iter::once(span.start).chain(beside().map(|taken| taken.span.start.max(span.start)));
        for moment in moments {
            let sum: u64 = beside().filter(|taken| taken.span.holds(moment)).map(|taken| u64::from(taken.places)).sum();
            if sum + u64::from(places) > u64::from(all) {
                return beside().find(|taken| taken.span.holds(moment)).or_else(|| beside().next());
            }
        }
        None
    }

    /// When so many `places` can still be had within `open`, with `all` there are.
    pub(crate) fn free(&self, open: &Spans, places: u32, all: u32) -> Spans {
        let others = self.others.iter().filter(|taken| taken.places > 0).map(|taken| taken.span);
        let full: Spans = others.chain(self.full(places, all)).collect();
        open.minus(&full)
    }

    /// The stretches in which fewer than `places` are left: one sweep over beginnings and ends.
    fn full(&self, places: u32, all: u32) -> Vec<Span> {
        let mut turns: Vec<(ayni_kernel::Timestamp, i64)> = Vec::with_capacity(self.own.len() * 2);
        for taken in self.own.iter().filter(|taken| taken.places > 0) {
            turns.push((taken.span.start, i64::from(taken.places)));
            turns.push((taken.span.end, -i64::from(taken.places)));
        }
        turns.sort_unstable();
        let (mut sum, mut since, mut full) = (0, None, Vec::new());
        for (at, change) in turns {
            sum += change;
            let crowded = sum + i64::from(places) > i64::from(all);
            match (crowded, since) {
                (true, None) => since = Some(at),
                (false, Some(start)) => {
                    full.extend(Span::new(start, at));
                    since = None;
                }
                _ => {}
            }
        }
        full
    }
}
