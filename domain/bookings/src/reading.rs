//! Looking at bookings: one, a member's, those that wait for an answer, and what a calendar shows of a place.

use ayni_calendar::{Span, Spans};
use ayni_kernel::{
    Actor, BookingId, Code, Cursor, Line, MemberId, Page, Reads, ResourceId, Result, Role, SeriesId, tx::Now,
};
use ayni_members::Card;
use ayni_resources::Resource;
use ayni_storage::Direction;
use ayni_terms::Details;

use crate::{
    estate,
    model::{Booking, State, Taken},
    place::{self, Place},
    policy::{Act, Claim, Diary, Dues, manages},
    tables,
};

/// More rows than anybody reads on one page.
const MAX_ROWS: usize = 200;
/// More lanes than fit on any screen.
const MAX_LANES: usize = 300;

/// A booking with those who look after its place, when the actor may do the act.
pub(crate) fn find(tx: &impl Reads, me: &Actor, id: BookingId, act: Act) -> Result<Claim> {
    let booking = tables::booking(tx, id)?.ok_or_else(|| me.absent())?;
    let managers = estate::managers_of(tx, booking.resource)?;
    let claim = Claim { booking, managers };
    me.may(act, &claim)?;
    Ok(claim)
}

/// A booking, for its member and those who look after the place, members or money.
pub fn booking(tx: &impl Reads, me: &Actor, id: BookingId) -> Result<Booking> {
    Ok(find(tx, me, id, Act::See)?.booking)
}

/// The same by the reference that people read out.
pub fn by_reference(tx: &impl Reads, me: &Actor, reference: &Code) -> Result<Booking> {
    let id = tables::id_of_reference(tx, reference)?.ok_or_else(|| me.absent())?;
    booking(tx, me, id)
}

/// What the actor may do with a booking, for the buttons of its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rights {
    /// Change and cancel it.
    pub handle: bool,
    /// Say yes or no, check in at the desk.
    pub decide: bool,
    /// Write down that its price was paid.
    pub settle: bool,
}

/// What the actor may do with a booking that it may see.
pub fn rights(tx: &impl Reads, me: &Actor, booking: &Booking) -> Result<Rights> {
    let managers = estate::managers_of(tx, booking.resource)?;
    let claim = Claim { booking: booking.clone(), managers };
    let may = |act| me.may(act, &claim).is_ok();
    Ok(Rights { handle: may(Act::Handle), decide: may(Act::Decide), settle: may(Act::Settle) })
}

/// Which part of a member's bookings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What is not over, the next one first.
    Upcoming,
    /// What is over or was given back, the last one first.
    Past,
}

impl Part {
    const fn direction(self) -> Direction {
        match self {
            Self::Upcoming => Direction::Ascending,
            Self::Past => Direction::Descending,
        }
    }
}

/// A member's bookings, for its own users, stewards and managers. Upcoming ones leave out what was given back.
pub fn of_member<T: Reads + Now>(
    tx: &T,
    me: &Actor,
    member: MemberId,
    (part, after, limit): (Part, Option<Cursor>, usize),
) -> Result<Page<Booking>> {
    me.may((), &Diary(member))?;
    let after = after.map(|cursor| cursor.key::<tables::Place>()).transpose()?;
    let limit = limit.min(MAX_ROWS);
    let keep = |booking: &Booking| booking.state.is_live() == (part == Part::Upcoming);
    let (mut rows, mut last, mut more) = (Vec::new(), None, false);
    let (direction, now) = (part.direction(), tx.now());
    // A booking that ends now is over. What was given back is past at once, whenever it would have been.
    let first = if part == Part::Upcoming { now } else { tables::FOREVER };
    let start = after.unwrap_or((first, BookingId::from_bytes([u8::MAX; 16])));
    for place in tables::of_member(tx, member, Some(start), direction)? {
        let place = place?;
        if rows.len() == limit {
            more = true;
            break;
        }
        let booking = tables::named(tx, place.1)?;
        if keep(&booking) {
            rows.push(booking);
        }
        last = Some(place);
    }
    let next = last.filter(|_| more).map(|place| Cursor::after(&place));
    Ok(Page { rows, next })
}

/// Requests on the places that the actor looks after, by their beginning; at most 200.
pub fn waiting_for_answer(tx: &impl Reads, me: &Actor) -> Result<Vec<Booking>> {
    let mut found = Vec::new();
    for resource in estate::managed(tx, me)? {
        for id in tables::waiting(tx, resource, MAX_ROWS - found.len())? {
            found.push(tables::named(tx, id)?);
        }
        if found.len() == MAX_ROWS {
            break;
        }
    }
    found.sort_by_key(|booking| (booking.span, booking.id));
    Ok(found)
}

/// Bookings for which money is owed, the oldest first, for treasurers and managers of all places.
pub fn dues(tx: &impl Reads, me: &Actor, after: Option<Cursor>, limit: usize) -> Result<Page<Booking>> {
    me.may((), &Dues)?;
    let after = after.map(|cursor| cursor.key::<tables::Place>()).transpose()?;
    let limit = limit.min(MAX_ROWS);
    let mut places = tables::owed(tx, after, limit + 1)?;
    let more = places.len() > limit;
    places.truncate(limit);
    let next = places.last().filter(|_| more).map(Cursor::after);
    let rows = places.into_iter().map(|(_, id)| tables::named(tx, id)).collect::<Result<_>>()?;
    Ok(Page { rows, next })
}

/// What a calendar shows of a booking. Whatever the terms hide from the reader is left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// Which booking, for those who may open it.
    pub booking: Option<BookingId>,
    /// The series it belongs to, for the same.
    pub series: Option<SeriesId>,
    /// From when to when.
    pub span: Span,
    /// The same with what is kept free before and after.
    pub blocked: Span,
    /// Seats or pieces.
    pub places: u32,
    /// Where it stands.
    pub state: State,
    /// What for.
    pub title: Option<Line>,
    /// For whom.
    pub member: Option<Card>,
    /// Whose it is.
    pub whose: Whose,
}

ayni_kernel::choices! {
    /// Whose a booking is, for whoever looks at a calendar.
    Whose {
        /// The reader's own.
        Mine = 1 "mine",
        /// Of a place that the reader looks after.
        Managed = 2 "managed",
        /// Somebody else's.
        Others = 3 "others",
        /// Of a calendar from elsewhere.
        Elsewhere = 4 "elsewhere",
    }
}

/// A place in a calendar of many.
#[derive(Debug, Clone, PartialEq)]
pub struct Lane {
    /// The place.
    pub resource: Resource,
    /// When it is open.
    pub open: Spans,
    /// What is booked on it.
    pub shown: Vec<Shown>,
    /// What cannot be had because something above, below or beside it is booked.
    pub blocked: Spans,
}

/// What is booked on a place in a span, in order of beginnings.
pub fn on(tx: &impl Reads, me: &Actor, resource: ResourceId, span: Span) -> Result<Vec<Shown>> {
    let place = Place::find(tx, me, resource)?;
    shown(tx, me, &place, span)
}

/// The same for many places, with when they are open: at most 300.
pub fn timeline(tx: &impl Reads, me: &Actor, resources: &[ResourceId], span: Span) -> Result<Vec<Lane>> {
    let lanes = resources.iter().take(MAX_LANES);
    lanes
        .map(|id| {
            let place = Place::find(tx, me, *id)?;
            let others = place.occupied(tx, span, None)?.others;
            let blocked: Spans = others.iter().filter(|taken| taken.places > 0).map(|taken| taken.span).collect();
            Ok(Lane {
                open: place.open(tx, span)?,
                shown: shown(tx, me, &place, span)?,
                blocked: blocked.within(&span),
                resource: place.resource,
            })
        })
        .collect()
}

fn shown(tx: &impl Reads, me: &Actor, place: &Place, span: Span) -> Result<Vec<Shown>> {
    let managed = manages(me, &place.managers) || me.has(Role::Steward);
    let mut found = Vec::new();
    for taken in place::taken(tx, place.resource.id, span)? {
        found.push(match taken.booking {
            Some(id) => view(tx, me, managed, tables::face(tx, id)?)?,
            None => elsewhere(tx, place, managed, taken)?,
        });
    }
    found.sort_by_key(|shown| (shown.span, shown.booking));
    Ok(found)
}

pub(crate) fn view(tx: &impl Reads, me: &Actor, managed: bool, face: tables::Face) -> Result<Shown> {
    let own = me.acts_for(face.member);
    let opens = own || managed;
    let told = opens
        || match face.details {
            Details::Everyone => true,
            Details::Members => me.is_inside(),
            Details::Own => false,
        };
    let member = if told { Some(ayni_members::name_of(tx, face.member)?) } else { None };
    Ok(Shown {
        booking: opens.then_some(face.id),
        series: face.series.filter(|_| opens),
        span: face.span,
        blocked: face.blocked,
        places: face.places,
        state: face.state,
        title: told.then_some(face.title),
        member,
        whose: match (own, managed) {
            (true, _) => Whose::Mine,
            (false, true) => Whose::Managed,
            (false, false) => Whose::Others,
        },
    })
}

/// A time of a calendar from elsewhere; which one, is for those who look after the place.
fn elsewhere(tx: &impl Reads, place: &Place, managed: bool, taken: Taken) -> Result<Shown> {
    let calendar = taken.calendar.filter(|_| managed).map(|id| tables::busy::calendar(tx, id)).transpose()?;
    let name = calendar.flatten().map(|calendar| Line::parse("name", calendar.name.as_str())).transpose()?;
    Ok(Shown {
        booking: None,
        series: None,
        span: taken.span,
        blocked: taken.span,
        places: place.resource.places,
        state: State::Confirmed,
        title: name,
        member: None,
        whose: Whose::Elsewhere,
    })
}

/// The bookings of a resource that touch a span, whoever may see them: for the program's own work.
pub fn unchecked_on(tx: &impl Reads, resource: ResourceId, span: Span) -> Result<Vec<Booking>> {
    let taken = tables::taken(tx, resource, span)?;
    taken.into_iter().filter_map(|taken| taken.booking).map(|id| tables::named(tx, id)).collect()
}

/// A booking, whoever may see it: for the program's own work.
pub fn unchecked(tx: &impl Reads, id: BookingId) -> Result<Option<Booking>> {
    tables::booking(tx, id)
}

/// At most `limit` ids after one, in their order: for the program's own work.
pub fn ids_after(tx: &impl Reads, after: Option<BookingId>, limit: usize) -> Result<Vec<BookingId>> {
    tables::ids_after(tx, after, limit)
}
