//! Any of several equals: whoever minds none of them is given the one that suits them best, and of those the one that
//! keeps long stretches free for those who come later.
//!
//! The cheapest comes first, then one where the member already is on that day, then best fit: of the free stretches
//! that hold the wish the one of which least is left over, and above all one that leaves no scrap which is too short
//! for anybody.

use std::cmp::Reverse;

use ayni_calendar::{Span, Spans};
use ayni_kernel::{
    Actor, Amount, Body, BookingId, Error, Line, MemberId, Reads, ResourceCategoryId, ResourceId, Result, WriteTx,
    tx::Now,
};
use ayni_resources::{Resource, Unit};
use ayni_terms::{Quote, Rulebook};

use crate::{
    booking::{self, Opening, inquire, quote},
    estate::{self, Wanted},
    model::{Ask, Booking, MINUTE},
    obstacles::{self, Around, Hurdle, Objection},
    place::Place,
    policy::Counter,
    tables,
};

/// The most resources that are looked at: the desks of a large house.
const MAX_EQUALS: usize = 300;

/// The most bookings of the member's around the wish that are looked at: more than anybody has on a day.
const MAX_NEAR: usize = 40;

/// How far around the wish another booking of the member's counts as on the same day, in seconds.
const SAME_DAY: i64 = 12 * 3_600;

ayni_kernel::choices! {
    /// Why just this one of several was given.
    Because {
        /// No other one was free.
        Only = 1 "only",
        /// The others cost more.
        Cheaper = 2 "cheaper",
        /// The member has it before or after anyway.
        Same = 3 "same",
        /// It is where another booking of the member's is.
        Beside = 4 "beside",
        /// It fills a gap from end to end.
        Fills = 5 "fills",
        /// Long stretches of the others stay free.
        Packs = 6 "packs",
    }
}

/// A wish for any place of a category.
#[derive(Debug, Clone, PartialEq)]
pub struct AnyAsk {
    /// Given by the client so that it may safely ask again; otherwise made here.
    pub id: Option<BookingId>,
    /// Of which category, or of one below it.
    pub category: ResourceCategoryId,
    /// Within something.
    pub under: Option<ResourceId>,
    /// For whom.
    pub member: MemberId,
    /// When.
    pub span: Span,
    /// Seats or pieces.
    pub places: u32,
    /// How many people come; 0 for unsaid.
    pub people: u32,
    /// What for.
    pub title: Line,
    /// For the managers.
    pub note: Body,
    /// The price that was shown: it must not cost more.
    pub most: Option<Amount>,
}

/// One of several that was chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Pick {
    /// The place.
    pub resource: Resource,
    /// For how much.
    pub quote: Quote,
    /// Why this one.
    pub because: Because,
}

/// What can be had of a category.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// How many places can be had.
    pub free: usize,
    /// The one that would be given.
    pub pick: Option<Pick>,
    /// What stands in the way when none can be had: of the place that comes nearest to it.
    pub objections: Vec<Objection>,
}

/// A booking of any place.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// The booking.
    pub booking: Booking,
    /// Why of this place; `None` when it was made before and is only asked for again.
    pub because: Option<Because>,
}

/// Books any free place of a category, the one that suits best.
///
/// Refuses as [`book`](crate::book) does, with `Conflict` when nothing of the category can be booked
/// (`bookings-any-nothing`), when all is taken (`bookings-any-taken`), or when it costs more by now
/// (`bookings-any-dearer`).
pub fn book_any(tx: &mut WriteTx<'_>, me: &Actor, ask: AnyAsk) -> Result<Placed> {
    if let Some(id) = ask.id
        && let Some(known) = tables::booking(&**tx, id)?
    {
        return again(known, &ask);
    }
    let choice = choice(&*tx, me, &ask)?;
    let pick = match choice.pick {
        Some(pick) => pick,
        None if choice.objections.iter().all(|objection| objection.hurdle == Hurdle::Taken) => {
            return Err(Error::conflict("bookings-any-taken"));
        }
        None => {
            obstacles::refusal(choice.objections)?;
            return Err(Error::conflict("bookings-any-taken"));
        }
    };
    if ask.most.is_some_and(|most| pick.quote.total > most) {
        return Err(Error::conflict("bookings-any-dearer"));
    }
    let booking = booking::open(tx, me, ask.of(&pick.resource), Opening::Booked(None))?;
    Ok(Placed { booking, because: Some(pick.because) })
}

/// What can be had of a category, and which of it [`book_any`] would book; for those who may book it for the member.
///
/// Looks at 300 places at most, and at the day around the wish only.
pub fn choice<T: Reads + Now>(tx: &T, me: &Actor, ask: &AnyAsk) -> Result<Choice> {
    let wanted = Wanted {
        category: Some(ask.category),
        under: ask.under,
        people: ask.people,
        places: ask.places,
        ..Wanted::default()
    };
    let resources = estate::matching(tx, me, &wanted)?;
    let book = Rulebook::read(tx, ask.member)?;
    let company = Company::read(tx, ask)?;
    let mut fits: Vec<(Fit, Resource, Quote)> = Vec::new();
    let mut nearest: Option<Vec<Objection>> = None;
    for resource in resources.into_iter().take(MAX_EQUALS) {
        let place = Place::of(tx, resource)?;
        me.may((), &Counter { member: ask.member, managers: &place.managers })?;
        match look(tx, me, (&book, &company), place, ask)? {
            Ok(fit) => fits.push(fit),
            Err(objections) => {
                let rank = |all: &[Objection]| all.iter().filter(|each| each.hurdle != Hurdle::Taken).count();
                let nearer = nearest.as_ref().is_none_or(|known| rank(&objections) < rank(known));
                nearest = if nearer { Some(objections) } else { nearest };
            }
        }
    }
    let free = fits.len();
    let Some(nearest) = nearest.or((free > 0).then(Vec::new)) else {
        return Err(Error::conflict("bookings-any-nothing"));
    };
    let Some(at) = fits.iter().enumerate().min_by_key(|(_, (fit, ..))| *fit).map(|(at, _)| at) else {
        return Ok(Choice { free, pick: None, objections: nearest });
    };
    let (fit, resource, quote) = fits.swap_remove(at);
    let because = fit.because(&fits);
    Ok(Choice { free, pick: Some(Pick { resource, quote, because }), objections: Vec::new() })
}

/// How the wish fits into one of several places, or what stands in the way.
fn look<T: Reads + Now>(
    tx: &T,
    me: &Actor,
    (book, company): (&Rulebook, &Company),
    place: Place,
    ask: &AnyAsk,
) -> Result<std::result::Result<(Fit, Resource, Quote), Vec<Objection>>> {
    let wish = ask.clone().of(&place.resource);
    let inquiry = inquire(me, book, &place, &wish, tx.now(), None);
    let around = Around::read(tx, &place, &inquiry, place.day_around(ask.span))?;
    let objections = around.objections(&place, &inquiry, ask.span);
    if !objections.is_empty() {
        return Ok(Err(objections));
    }
    let quote = quote(tx, &place, &inquiry, ask.span, &around)?;
    let all = place.resource.places;
    let equal = Equal {
        free: around.occupied.free(&around.open, ask.places, all),
        empty: around.occupied.free(&around.open, all, all),
        shortest: shortest(place.resource.unit, around.terms.rules.min_length),
    };
    let suits = Suits { total: quote.total, near: company.near(&place.resource), capacity: place.resource.capacity };
    // What lies open by the day has nights between, in which nothing is left over.
    let fit = equal.fit(ask.span).unwrap_or(Gap::WHOLE);
    Ok(Ok((Fit { suits, gap: fit }, place.resource, quote)))
}

impl AnyAsk {
    /// The wish for one of them.
    fn of(self, resource: &Resource) -> Ask {
        Ask {
            id: self.id,
            places: self.places,
            people: self.people,
            title: self.title,
            note: self.note,
            ..Ask::plain(resource.id, self.member, self.span)
        }
    }
}

/// The answer to a client that asks with an id for the second time.
fn again(known: Booking, ask: &AnyAsk) -> Result<Placed> {
    let same =
        known.member == ask.member && known.span == ask.span && known.places == ask.places && known.title == ask.title;
    if same { Ok(Placed { booking: known, because: None }) } else { Err(Error::conflict("bookings-id-used")) }
}

/// Where the member is on that day anyway.
#[derive(Debug, Default)]
struct Company {
    places: Vec<ResourceId>,
    around: Vec<ResourceId>,
}

impl Company {
    fn read(tx: &impl Reads, ask: &AnyAsk) -> Result<Self> {
        let day = ask.span.widened(SAME_DAY, SAME_DAY);
        let mut company = Self::default();
        for row in tables::of_member_from(tx, ask.member, day.start)?.take(MAX_NEAR) {
            let face = tables::face(tx, row?.1)?;
            if face.state.is_shown() && face.span.overlaps(&day) {
                company.around.extend(ayni_resources::unasked(tx, face.resource)?.parent);
                company.places.push(face.resource);
            }
        }
        Ok(company)
    }

    fn near(&self, resource: &Resource) -> Near {
        if self.places.contains(&resource.id) {
            Near::Same
        } else if resource.parent.is_some_and(|parent| self.around.contains(&parent)) {
            Near::Beside
        } else {
            Near::Not
        }
    }
}

/// How near a place is to where the member is anyway; the nearest is the smallest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Near {
    Same,
    Beside,
    Not,
}

/// How well a place suits the one who wishes. The smallest is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Suits {
    total: Amount,
    near: Near,
    /// A room for thirty is not given to two.
    capacity: u32,
}

/// How well one of several suits the member, and then the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    suits: Suits,
    gap: Gap,
}

impl Fit {
    /// Why this one was given and not one of the others.
    fn because(&self, others: &[(Self, Resource, Quote)]) -> Because {
        let same_price = others.iter().filter(|(other, ..)| other.suits.total == self.suits.total).count();
        match self.suits.near {
            _ if others.is_empty() => Because::Only,
            Near::Same => Because::Same,
            Near::Beside => Because::Beside,
            Near::Not if same_price == 0 => Because::Cheaper,
            Near::Not if self.gap.pieces == 0 => Because::Fills,
            Near::Not => Because::Packs,
        }
    }
}

/// How well a wish fits into what is free of one of several equals. The smallest is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Gap {
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

impl Gap {
    /// A place that is left as it is.
    const WHOLE: Self =
        Self { opens: 0, scraps: 0, pieces: 0, stretch: i64::MAX, fragments: Reverse(0), free: i64::MAX };
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
    fn fit(&self, wish: Span) -> Option<Gap> {
        let stretch = self.free.iter().find(|stretch| stretch.contains(&wish))?;
        let left = [Span::new(stretch.start, wish.start), Span::new(wish.end, stretch.end)];
        let pieces = || left.iter().flatten();
        let count = |count: usize| u8::try_from(count).unwrap_or(u8::MAX);
        Some(Gap {
            opens: u8::from(self.empty != self.free && self.empty.touches(&wish)),
            scraps: count(pieces().filter(|piece| piece.seconds() < self.shortest).count()),
            pieces: count(pieces().count()),
            stretch: stretch.seconds(),
            fragments: Reverse(self.free.len()),
            free: self.free.seconds(),
        })
    }
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
