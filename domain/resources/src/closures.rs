//! Closures: times during which a resource and all that stands in it takes no bookings.
//!
//! A closure always keeps new bookings out. What happens to those that are inside already its [`ClosureWay`] says; the
//! bookings act on the event.

use ayni_calendar::Span;
use ayni_kernel::{
    Actor, Check, ClosureId, Cursor, Event, Fault, Line, Page, ResourceId, Result, Timestamp, UserId, WriteTx,
    page::MAX_ROWS,
    tx::{Now, Reads},
};

use crate::{
    keeping::managed,
    model::Resource,
    policy::ResourceAct,
    reading, shape,
    tables::{self, Kept},
};

ayni_kernel::choices! {
    /// What happens to bookings that lie in a closure.
    ClosureWay {
        /// They stay, and those who booked are told.
        Tell = 1 "tell",
        /// They are moved to what can stand in, as far as there is something.
        Move = 2 "move",
        /// They are cancelled, and those who booked get all back.
        Cancel = 3 "cancel",
        /// They stay: the closure holds only where no booking is.
        BookAround = 4 "book-around",
    }
}

/// The longest a closure may last: two years; what is closed for longer is paused or retired.
pub const MAX_CLOSURE_DAYS: i64 = 732;

/// A time during which a resource is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closure {
    /// Its id.
    pub id: ClosureId,
    /// What is closed, with all that stands in it.
    pub resource: ResourceId,
    /// When.
    pub span: Span,
    /// Why, for those who look after it.
    pub reason: Line,
    /// What everybody reads.
    pub note: Line,
    /// What happens to bookings inside.
    pub way: ClosureWay,
    /// The user who closed it.
    pub by: Option<UserId>,
    /// When it was made.
    pub created: Timestamp,
}

/// What the form of a closure sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosureDetails {
    /// When, at most [`MAX_CLOSURE_DAYS`] long.
    pub span: Span,
    /// Why, for those who look after it.
    pub reason: Line,
    /// What everybody reads.
    pub note: Line,
    /// What happens to bookings inside.
    pub way: ClosureWay,
}

/// Closes a resource for a time; for those who look after it.
///
/// Refuses with `Invalid` when it would last too long (`resources-closure-long`) or is over already
/// (`resources-closure-past`).
pub fn close(tx: &mut WriteTx<'_>, me: &Actor, resource: ResourceId, ask: ClosureDetails) -> Result<Closure> {
    managed(tx, me, resource)?;
    check(&ask, tx.now())?;
    let ClosureDetails { span, reason, note, way } = ask;
    let (id, by, created) = (tx.id(), me.user(), tx.now());
    save(tx, Closure { id, resource, span, reason, note, way, by, created })
}

/// Changes a closure; for those who look after what it closes. Refuses like [`close`].
pub fn change_closure(tx: &mut WriteTx<'_>, me: &Actor, id: ClosureId, ask: ClosureDetails) -> Result<Closure> {
    let before = closure(&**tx, me, id)?;
    check(&ask, tx.now())?;
    let ClosureDetails { span, reason, note, way } = ask;
    save(tx, Closure { span, reason, note, way, ..before })
}

/// Takes a closure back; for those who look after what it closes. What was done to bookings is not undone.
pub fn reopen(tx: &mut WriteTx<'_>, me: &Actor, id: ClosureId) -> Result<()> {
    closure(&**tx, me, id)?;
    tables::remove_closure(tx, id)?;
    tx.emit(Event::ClosureChanged(id))
}

/// One closure; for those who look after what it closes.
pub fn closure(tx: &impl Reads, me: &Actor, id: ClosureId) -> Result<Closure> {
    let closure = tables::closure(tx, id)?.ok_or_else(|| me.absent())?;
    reading::opened(tx, me, closure.resource, ResourceAct::Manage)?;
    Ok(closure)
}

/// A closure, whoever asks; `None` when it was taken back. For the bookings, which act on its event.
pub fn closure_unasked(tx: &impl Reads, id: ClosureId) -> Result<Option<Closure>> {
    tables::closure(tx, id)
}

/// Which closures are wanted.
#[derive(Debug, Clone, Default)]
pub struct Closures {
    /// Only those of one resource itself.
    pub resource: Option<ResourceId>,
    /// Where the page begins.
    pub after: Option<Cursor>,
    /// How many, at most [`MAX_ROWS`].
    pub limit: usize,
}

/// The closures that are not over, those that end first first; only those of what the actor looks after.
pub fn coming(tx: &(impl Reads + Now), me: &Actor, ask: &Closures) -> Result<Page<Closure>> {
    let after = ask.after.as_ref().map(Cursor::key::<(Timestamp, ClosureId)>).transpose()?;
    let limit = ask.limit.clamp(1, MAX_ROWS);
    let (mut rows, mut next) = (Vec::new(), None);
    let found = tables::closures_ending(tx, tx.now(), after.as_ref(), limit + 1)?;
    for (i, (place, closure)) in found.iter().enumerate() {
        if i == limit {
            break;
        }
        let wanted = ask.resource.is_none_or(|resource| resource == closure.resource);
        if wanted && reading::manages(tx, me, closure.resource)? {
            rows.push(closure.clone());
        }
        next = (i + 1 == limit && found.len() > limit).then(|| Cursor::after(place));
    }
    Ok(Page { rows, next })
}

/// The closures that touch a span and close a resource: its own, those of what it stands in, and for a set those of
/// its parts and of what they stand in. Each with the part of the span that it closes.
pub fn closures(tx: &impl Reads, resource: &Resource, span: &Span) -> Result<Vec<(Span, Closure)>> {
    let mut closed = Vec::new();
    for place in shape::closers(&Kept(tx), resource.id)? {
        closed.extend(closures_at(tx, place, span)?);
    }
    closed.sort_by_key(|(span, closure)| (*span, closure.id));
    Ok(closed)
}

/// The closures of one place itself that touch a span, each with the part of the span that it closes.
pub fn closures_at(tx: &impl Reads, place: ResourceId, span: &Span) -> Result<Vec<(Span, Closure)>> {
    let found = tables::closures_of(tx, place, span)?;
    Ok(found.into_iter().filter_map(|closure| Some((closure.span.clip(span)?, closure))).collect())
}

fn check(ask: &ClosureDetails, now: Timestamp) -> Result<()> {
    let mut check = Check::default();
    check.require(|| {
        let long = ask.span.end > ask.span.start.plus_days(MAX_CLOSURE_DAYS);
        long.then(|| Fault::new("end", "resources-closure-long").with("max", MAX_CLOSURE_DAYS))
    });
    check.require(|| (ask.span.end <= now).then(|| Fault::new("end", "resources-closure-past")));
    check.done()
}

fn save(tx: &mut WriteTx<'_>, closure: Closure) -> Result<Closure> {
    tables::put_closure(tx, &closure)?;
    tx.emit(Event::ClosureChanged(closure.id))?;
    Ok(closure)
}
