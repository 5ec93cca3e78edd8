//! Which of several equals to give to somebody who minds none of them: long stretches stay free for those who come
//! later.
//!
//! Best fit: of the free stretches that hold the wish, the one of which least is left over is taken, and above all one
//! that leaves no scrap which is too short for anybody.

use std::cmp::Reverse;

use ayni_calendar::{Span, Spans};
use ayni_kernel::{
    Actor, Error, MemberId, ResourceId, Result,
    tx::{Now, Reads},
};
use ayni_resources::Unit;

use crate::{
    booking::look,
    model::{Ask, MINUTE},
    obstacles::Around,
    place::Place,
};

/// The most resources that are looked at: the desks of a large house.
const MAX_EQUALS: usize = 300;

/// How well a wish fits into what is free of one of several equals. The smallest is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    /// Whether it breaks into one of several places that nobody else is on.
    opens: u8,
    /// Scraps before and after it that are too short for anybody.
    scraps: u8,
    /// Pieces that are left of the stretch it is put into: none when it fills it.
    pieces: u8,
    /// Seconds of that stretch.
    stretch: i64,
    /// What is in few pieces already stays whole: of equals the one in most pieces is taken.
    fragments: Reverse<usize>,
    /// And of those the one of which least is free at all.
    free: i64,
}

/// What decides about one of several equals.
struct Equal {
    /// When it is free for the wish, around it.
    free: Spans,
    /// When nobody has any of it; the same as `free` where it is booked as a whole.
    empty: Spans,
    /// The shortest booking, in seconds.
    shortest: i64,
}

impl Equal {
    /// How the wish fits; `None` when it is not free then.
    fn fit(&self, wish: Span) -> Option<Fit> {
        let stretch = self.free.iter().find(|stretch| stretch.contains(&wish))?;
        let left = [Span::new(stretch.start, wish.start), Span::new(wish.end, stretch.end)];
        let pieces = || left.iter().flatten();
        let count = |count: usize| u8::try_from(count).unwrap_or(u8::MAX);
        Some(Fit {
            opens: u8::from(self.empty != self.free && self.empty.touches(&wish)),
            scraps: count(pieces().filter(|piece| piece.seconds() < self.shortest).count()),
            pieces: count(pieces().count()),
            stretch: stretch.seconds(),
            fragments: Reverse(self.free.len()),
            free: self.free.seconds(),
        })
    }
}

/// The one of several resources that somebody should be given who minds none of them; `None` when nothing stands free
/// that the actor may book. Of equally good ones the first is taken.
///
/// Looks at 300 at most, and at the day around the wish only.
pub fn place<T: Reads + Now>(
    tx: &T,
    me: &Actor,
    resources: &[ResourceId],
    span: Span,
    places: u32,
) -> Result<Option<ResourceId>> {
    // Whoever books for others is held to the rules of nobody in particular here, and to theirs when booking.
    let member = me.member().unwrap_or(MemberId::from_bytes([0; 16]));
    let mut best: Option<(Fit, ResourceId)> = None;
    for id in resources.iter().take(MAX_EQUALS) {
        let place = match Place::find(tx, me, *id) {
            Ok(place) => place,
            Err(Error::NotFound) => continue,
            Err(other) => return Err(other),
        };
        let ask = Ask { places, ..Ask::plain(*id, member, span) };
        let look = look(me, &place, &ask, tx.now(), None);
        let around = Around::read(tx, &place, &look, place.day_around(span))?;
        if !around.objections(&place, &look, span).is_empty() {
            continue;
        }
        let all = place.resource.places;
        let equal = Equal {
            free: around.occupied.free(&around.open, places, all),
            empty: around.occupied.free(&around.open, all, all),
            shortest: shortest(place.resource.unit, around.terms.rules.min_length),
        };
        if let Some(fit) = equal.fit(span).filter(|fit| best.is_none_or(|(known, _)| *fit < known)) {
            best = Some((fit, *id));
        }
    }
    Ok(best.map(|(_, id)| id))
}

/// The shortest booking of a resource, in seconds: as its policy says, else as it is booked.
pub fn shortest(unit: Unit, said: Option<u32>) -> i64 {
    let usual = match unit {
        Unit::Minutes => 30,
        Unit::Hour => 60,
        Unit::HalfDay => 4 * 60,
        Unit::Day | Unit::Week => 8 * 60,
    };
    said.map_or(usual, i64::from) * MINUTE
}

#[cfg(test)]
mod tests;
