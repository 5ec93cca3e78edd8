//! The waiting list: whoever wants what is taken stands in a line, and a place that becomes free is offered to one
//! after the other.
//!
//! An offer is a draft that holds the place for its receiver until the terms' time for offers is over. Nobody else can
//! have it meanwhile, so a freed place is offered once, however many things free it at the same moment. Who confirms
//! the draft has the place; who lets it lapse leaves the line, and the next one gets the offer.

mod lifting;
mod offering;

use ayni_calendar::Span;
use ayni_kernel::{
    Actor, BookingId, Cursor, Error, Event, Fault, Line, MemberId, Page, Reads, ResourceCategoryId, ResourceId, Result,
    Role, Roles, Timestamp, UserId, WaitId, WriteTx, page::MAX_ROWS, tx::Now,
};
use ayni_terms::Rulebook;

use crate::{
    booking, ending,
    model::{Ask, Booking},
    obstacles::{Hurdle, Objection},
    place::Place,
    policy::Counter,
    series::objections,
    tables::waits,
};

pub(crate) use lifting::{closure_changed, resource_changed};
pub use offering::{expire_waits, has_due_waits};
pub(crate) use offering::{freed, react};

/// The most lines in which one member stands at the same time.
pub const MAX_WAITS: usize = 20;

/// A line is counted up to here; "behind a hundred" says enough.
pub const MAX_LINE: usize = 100;

ayni_kernel::choices! {
    /// Where a wait stands.
    WaitState {
        /// In line.
        Waiting = 1 "waiting",
        /// A place is held for them.
        Offered = 2 "offered",
        /// They took it.
        Taken = 3 "taken",
        /// They let the offer lapse.
        Missed = 4 "missed",
        /// They left the line.
        GivenUp = 5 "given-up",
        /// Its time has come, and nothing was free.
        Over = 6 "over",
    }
}

/// What somebody waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sought {
    /// One resource.
    Resource(ResourceId),
    /// Any of a category.
    Category(ResourceCategoryId),
}

/// A place in a waiting list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wait {
    /// Which one.
    pub id: WaitId,
    /// For whom.
    pub member: MemberId,
    /// Who joined, in whose name the offer is made.
    pub by: UserId,
    /// What for.
    pub sought: Sought,
    /// When.
    pub span: Span,
    /// Seats or pieces.
    pub places: u32,
    /// How many people come.
    pub people: u32,
    /// What for, as calendars show it.
    pub title: Line,
    /// Those with a higher number are first; from the terms when they joined.
    pub priority: u16,
    /// Where it stands.
    pub state: WaitState,
    /// The draft that is or was offered.
    pub offer: Option<BookingId>,
    /// Until when the offer holds.
    pub until: Option<Timestamp>,
    /// When they joined.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
}

/// A wish to wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitAsk {
    /// For whom.
    pub member: MemberId,
    /// What for.
    pub sought: Sought,
    /// When.
    pub span: Span,
    /// Seats or pieces.
    pub places: u32,
    /// How many people come.
    pub people: u32,
    /// What for, as calendars show it.
    pub title: Line,
}

/// A wait with its place in the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The wait.
    pub wait: Wait,
    /// How many are before it, counted up to [`MAX_LINE`]; 0 for the first, and for who does not stand in line.
    pub before: usize,
}

impl Wait {
    /// The order of the line: the higher priority, then the earlier.
    pub(crate) fn rank(&self) -> (u16, Timestamp, WaitId) {
        (u16::MAX - self.priority, self.created, self.id)
    }

    /// The wish that is fulfilled when a resource becomes free.
    pub(crate) fn ask(&self, resource: ResourceId) -> Ask {
        Ask {
            places: self.places,
            people: self.people,
            title: self.title.clone(),
            ..Ask::plain(resource, self.member, self.span)
        }
    }

    /// In whose name the offer is made: held to the rules for members.
    pub(crate) fn actor(&self) -> Actor {
        Actor::person(self.by, self.member, Roles::NONE)
    }
}

/// Joins the line for what is taken.
///
/// Refuses with `Conflict` when it is free (`waiting-free`), when the member waits for it already (`waiting-twice`) or
/// in too many lines (`waiting-many`); with `Invalid` when a rule would refuse the booking even if it were free.
pub fn wait(tx: &mut WriteTx<'_>, me: &Actor, ask: WaitAsk) -> Result<Wait> {
    let by = me.user().ok_or(Error::SignIn)?;
    let resources = candidates(&**tx, me, ask.sought)?;
    let Some(first) = resources.first() else { return Err(Error::conflict("waiting-nothing")) };
    let place = Place::find(&**tx, me, *first)?;
    me.may((), &Counter { member: ask.member, managers: &place.managers })?;
    let now = tx.now();
    if ask.span.start <= now {
        return Err(Error::invalid("span", "bookings-past"));
    }
    let live = live(&**tx, ask.member)?;
    if live.iter().any(|known| known.sought == ask.sought && known.span == ask.span) {
        return Err(Error::conflict("waiting-twice"));
    }
    if live.len() >= MAX_WAITS {
        return Err(Error::Conflict(Fault::new("", "waiting-many").with("max", MAX_WAITS)));
    }
    let priority = ayni_terms::terms_for(&**tx, &place.resource, ask.member)?.waiting_priority();
    let wait = Wait {
        id: tx.id(),
        member: ask.member,
        by,
        sought: ask.sought,
        span: ask.span,
        places: ask.places,
        people: ask.people,
        title: ask.title,
        priority,
        state: WaitState::Waiting,
        offer: None,
        until: None,
        created: now,
        updated: now,
    };
    worth_waiting(tx, &wait, &resources, now)?;
    waits::put(tx, &wait)?;
    tx.emit(Event::WaitChanged(wait.id))?;
    Ok(wait)
}

/// Refuses to wait for what is free, and for what would not be given even if it were.
fn worth_waiting(tx: &WriteTx<'_>, wait: &Wait, resources: &[ResourceId], now: Timestamp) -> Result<()> {
    let book = Rulebook::read(tx, wait.member)?;
    let (mut refused, mut taken): (Option<Vec<Objection>>, usize) = (None, 0);
    for resource in resources {
        let place = Place::of(tx, ayni_resources::unasked(tx, *resource)?)?;
        let found = objections(tx, &wait.actor(), (&book, &place), &wait.ask(*resource), now)?;
        if found.is_empty() {
            return Err(Error::conflict("waiting-free"));
        }
        let others: Vec<Objection> = found.into_iter().filter(|each| each.hurdle != Hurdle::Taken).collect();
        if others.is_empty() {
            // One that is taken is worth waiting for, unless another is free.
            taken += 1;
        } else {
            refused = refused.or(Some(others));
        }
    }
    if taken > 0 { Ok(()) } else { crate::obstacles::refusal(refused.unwrap_or_default()) }
}

/// The resources that would do, those that the actor may see.
fn candidates(tx: &impl Reads, me: &Actor, sought: Sought) -> Result<Vec<ResourceId>> {
    match sought {
        Sought::Resource(id) => Ok(vec![ayni_resources::visible(tx, me, id)?.id]),
        Sought::Category(category) => {
            let wanted = crate::Wanted { category: Some(category), ..crate::Wanted::default() };
            Ok(crate::estate::matching(tx, me, &wanted)?.into_iter().map(|resource| resource.id).collect())
        }
    }
}

fn live(tx: &impl Reads, member: MemberId) -> Result<Vec<Wait>> {
    let mut waits = waits::of_member(tx, member, None, MAX_ROWS)?;
    waits.retain(|wait| matches!(wait.state, WaitState::Waiting | WaitState::Offered));
    Ok(waits)
}

/// A wait, when the actor may handle it: for its member's own users, stewards and managers.
fn find(tx: &impl Reads, me: &Actor, id: WaitId) -> Result<Wait> {
    let wait = waits::wait(tx, id)?.ok_or_else(|| me.absent())?;
    allowed(me, wait.member).map(|()| wait)
}

fn allowed(me: &Actor, member: MemberId) -> Result<()> {
    match me {
        _ if me.acts_for(member) || me.has(Role::Steward) || me.has(Role::Manager) => Ok(()),
        Actor::Stranger => Err(Error::SignIn),
        _ => Err(Error::NotFound),
    }
}

/// Takes what is offered: the draft becomes a booking.
///
/// Refuses as [`confirm`](crate::confirm) does, and with `Conflict` when nothing is offered (`waiting-no-offer`).
pub fn accept_offer(tx: &mut WriteTx<'_>, me: &Actor, id: WaitId) -> Result<Booking> {
    let wait = find(&**tx, me, id)?;
    match (wait.state, wait.offer) {
        (WaitState::Offered, Some(offer)) => booking::confirm(tx, me, offer, None),
        _ => Err(Error::conflict("waiting-no-offer")),
    }
}

/// Leaves the line; what was offered goes to the next.
pub fn give_up(tx: &mut WriteTx<'_>, me: &Actor, id: WaitId) -> Result<Wait> {
    let mut wait = find(&**tx, me, id)?;
    if !matches!(wait.state, WaitState::Waiting | WaitState::Offered) {
        return Err(Error::conflict("waiting-over"));
    }
    let offer = wait.offer.filter(|_| wait.state == WaitState::Offered);
    wait.state = WaitState::GivenUp;
    wait.updated = tx.now();
    waits::put(tx, &wait)?;
    tx.emit(Event::WaitChanged(id))?;
    if let Some(offer) = offer {
        ending::cancel(tx, me, offer, Line::default())?;
    }
    Ok(wait)
}

/// A wait with its place in the line; for its member's own users, stewards and managers.
pub fn standing(tx: &impl Reads, me: &Actor, id: WaitId) -> Result<Standing> {
    place_in_line(tx, find(tx, me, id)?)
}

fn place_in_line(tx: &impl Reads, wait: Wait) -> Result<Standing> {
    let before = match wait.state {
        WaitState::Waiting => {
            let line = waits::line(tx, wait.sought, wait.span, MAX_LINE)?;
            line.iter().filter(|other| other.rank() < wait.rank()).count()
        }
        _ => 0,
    };
    Ok(Standing { wait, before })
}

/// A member's waits, newest first; for the same.
pub fn waits_of(
    tx: &impl Reads,
    me: &Actor,
    member: MemberId,
    after: Option<Cursor>,
    limit: usize,
) -> Result<Page<Standing>> {
    allowed(me, member)?;
    let after = after.map(|cursor| cursor.key::<waits::Place>()).transpose()?;
    let limit = limit.clamp(1, MAX_ROWS);
    let mut rows = waits::of_member(tx, member, after, limit + 1)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|wait| Cursor::after(&(wait.created, wait.id)));
    Ok(Page { rows: rows.into_iter().map(|wait| place_in_line(tx, wait)).collect::<Result<_>>()?, next })
}

/// The line for a resource in a span, for those who look after it.
pub fn line<T: Reads + Now>(tx: &T, me: &Actor, resource: ResourceId, span: Span) -> Result<Vec<Wait>> {
    let place = Place::find(tx, me, resource)?;
    if !place.managed_by(me) {
        return Err(Error::Forbidden);
    }
    waits::line(tx, Sought::Resource(resource), span, MAX_LINE)
}
