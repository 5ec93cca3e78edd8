//! Closures: times during which a resource and all that stands in it takes no bookings.
//!
//! A closure always keeps new bookings out. What happens to those that are inside already its [`ClosureWay`] says; the
//! bookings act on the event. A closure may come again by a rule, which is kept as wall time of the place: the cleaning
//! on the first Monday of each month stays at eight whatever the clock does.

use ayni_calendar::{Ends, Repeat, Rule, Span, civil};
use ayni_kernel::{
    Actor, Check, ClosureId, Cursor, Error, Event, Fault, Line, Page, ResourceId, Result, Timestamp, UserId, WriteTx,
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

/// The most closures of one place that come again and are not over: all of them are looked at whenever it is booked.
pub const MAX_REPEATING: usize = 40;

/// The end of what never ends.
const FOREVER: Timestamp = Timestamp::from_micros(i64::MAX);

/// Times of a rule that are looked at to see whether one is still on when the next begins: some weeks of most rules.
const TRIED: usize = 40;

/// A time during which a resource is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closure {
    /// Its id.
    pub id: ClosureId,
    /// What is closed, with all that stands in it.
    pub resource: ResourceId,
    /// When; the first time of those that come again.
    pub span: Span,
    /// How it comes again.
    pub repeats: Option<Repeat>,
    /// When the last time is over at the latest.
    pub(crate) over: Timestamp,
    /// Until when bookings inside were looked for; told by the bookings for what comes again.
    pub looked: Timestamp,
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

impl Closure {
    /// The parts of a span that it closes, in order.
    pub fn within(&self, span: &Span) -> Vec<Span> {
        match &self.repeats {
            Some(repeat) => repeat.within(span),
            None => self.span.clip(span).into_iter().collect(),
        }
    }

    /// The time that is on or comes next; `None` when it is over.
    pub fn next(&self, now: Timestamp) -> Option<Span> {
        match &self.repeats {
            Some(repeat) => repeat.on_or_next(now),
            None => Some(self.span).filter(|span| span.end > now),
        }
    }
}

/// What the form of a closure sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosureDetails {
    /// When (the first time, where it comes again), at most [`MAX_CLOSURE_DAYS`] long.
    pub span: Span,
    /// How it comes again, on the clock of the place.
    pub rule: Option<Rule>,
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
/// (`resources-closure-past`), when it comes again before it is over
/// (`resources-closure-overlaps`) or never (`resources-closure-never`), and with `Conflict` when [`MAX_REPEATING`] come
/// again there (`resources-closures-many`).
pub fn close(tx: &mut WriteTx<'_>, me: &Actor, resource: ResourceId, ask: ClosureDetails) -> Result<Closure> {
    managed(tx, me, resource)?;
    let (id, by, created) = (tx.id(), me.user(), tx.now());
    let closure = drawn(&**tx, ask, (id, resource, created), (by, created))?;
    save(tx, closure)
}

/// Changes a closure; for those who look after what it closes. Refuses like [`close`].
pub fn change_closure(tx: &mut WriteTx<'_>, me: &Actor, id: ClosureId, ask: ClosureDetails) -> Result<Closure> {
    let before = closure(&**tx, me, id)?;
    let closure = drawn(&**tx, ask, (id, before.resource, tx.now()), (before.by, before.created))?;
    save(tx, closure)
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
        let wanted =
            ask.resource.is_none_or(|resource| resource == closure.resource) && closure.next(tx.now()).is_some();
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
    let parts = |closure: Closure| {
        let parts = closure.within(span);
        parts.into_iter().map(move |part| (part, closure.clone()))
    };
    Ok(found.into_iter().flat_map(parts).collect())
}

/// Closures that come again whose bookings inside were not looked for up to a moment, at most `limit`; for the bookings.
pub fn unlooked(tx: &impl Reads, until: Timestamp, limit: usize) -> Result<Vec<Closure>> {
    tables::closures_unlooked(tx, until, limit)
}

/// Remembers until when the bookings inside a closure that comes again were looked for; for the bookings.
pub fn looked(tx: &mut WriteTx<'_>, id: ClosureId, until: Timestamp) -> Result<()> {
    match tables::closure(&**tx, id)? {
        Some(closure) if closure.repeats.is_some() => {
            tables::put_closure(tx, &Closure { looked: until.max(closure.looked), ..closure })
        }
        _ => Ok(()),
    }
}

/// The closure that a form means: which, of what, and now; who made it and when.
fn drawn(
    tx: &impl Reads,
    ask: ClosureDetails,
    (id, resource, now): (ClosureId, ResourceId, Timestamp),
    (by, created): (Option<UserId>, Timestamp),
) -> Result<Closure> {
    let ClosureDetails { mut span, rule, reason, note, way } = ask;
    let mut check = Check::default();
    check.require(|| {
        let long = span.end > span.start.plus_days(MAX_CLOSURE_DAYS);
        long.then(|| Fault::new("end", "resources-closure-long").with("max", MAX_CLOSURE_DAYS))
    });
    check.require(|| (rule.is_none() && span.end <= now).then(|| Fault::new("end", "resources-closure-past")));
    check.done()?;
    let (mut repeats, mut over) = (None, span.end);
    if let Some(rule) = rule {
        let place = tables::unasked(tx, resource)?.ok_or(Error::NotFound)?;
        let zone = crate::opening::zone(tx, &place)?.zone();
        let minutes = civil::wall_minutes(&zone, &span);
        let repeat = Repeat::new("end", civil::wall(&zone, span.start), minutes, zone, Some(rule))?;
        span = first(&repeat)?;
        if repeat.on_or_next(now).is_none() {
            return Err(Fault::new("end", "resources-closure-past").into());
        }
        let others = tables::repeating(tx, resource, now)?;
        if others.iter().filter(|other| other.id != id).count() >= MAX_REPEATING {
            return Err(Error::Conflict(Fault::new("repeat", "resources-closures-many").with("max", MAX_REPEATING)));
        }
        over = over_at(&repeat);
        repeats = Some(repeat);
    }
    Ok(Closure { id, resource, span, repeats, over, looked: now, reason, note, way, by, created })
}

/// The first time of a repeat, if it comes at all, and never while the one before is on.
fn first(repeat: &Repeat) -> Result<Span, Fault> {
    let starts = repeat.starts(repeat.start, TRIED).starts;
    let spans: Vec<Span> = starts.iter().map(|start| repeat.span_at(*start)).collect();
    if spans.is_sorted_by(|one, next| one.end <= next.start) {
        spans.first().copied().ok_or_else(|| Fault::new("repeat", "resources-closure-never"))
    } else {
        Err(Fault::new("repeat", "resources-closure-overlaps"))
    }
}

/// When the last time of a repeat is over at the latest.
fn over_at(repeat: &Repeat) -> Timestamp {
    let ends = repeat.rule.as_ref().map_or(Ends::Count(1), Rule::ends);
    match ends {
        Ends::Never => FOREVER,
        Ends::Until(until) => {
            let last = until.date(&repeat.zone);
            repeat.span_at(last.at(23, 59, 59, 0)).end
        }
        Ends::Count(count) => {
            let starts = repeat.starts(repeat.start, count as usize).starts;
            starts.last().map_or(FOREVER, |start| repeat.span_at(*start).end)
        }
    }
}

fn save(tx: &mut WriteTx<'_>, closure: Closure) -> Result<Closure> {
    tables::put_closure(tx, &closure)?;
    tx.emit(Event::ClosureChanged(closure.id))?;
    Ok(closure)
}
