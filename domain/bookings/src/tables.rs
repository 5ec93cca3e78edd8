//! The stored record of a booking, its key, indexes and version. Private to the feature.

use std::ops::Bound;

use ayni_calendar::{DateTime, Span};
use ayni_kernel::{
    AddOnId, Amount, Body, BookingId, Code, Error, HoldId, Line, MemberId, OrderId, ResourceId, Result, SeriesId,
    Timestamp, TransferId, UserId,
    tx::{Reads, WriteTx},
};
use ayni_storage::{AnyTable, Direction, Index, Key, Table, record};
use ayni_terms::{Details, Quote, Terms};
use rkyv::{Archive, Deserialize, Serialize};

use crate::{
    door,
    model::{Booking, Grip, Occurrence, Payment, Presence, State, Taken},
};

pub(crate) mod busy;
pub(crate) mod feeds;
pub(crate) mod orders;
pub(crate) mod series;
pub(crate) mod shut;
mod v1;
pub(crate) mod waits;

/// Micros of the buckets under which a resource's bookings are found: a week. A query reads the buckets it touches, so
/// that its cost depends on how full those weeks are, not on how many bookings there have ever been.
const BUCKET: i64 = 7 * 86_400 * 1_000_000;

/// The longest booking, in buckets: a year and a day. Each bucket is a key of the 500 that a transaction may have.
pub(crate) const MAX_BUCKETS: i64 = 54;

/// After every moment.
pub(crate) const FOREVER: Timestamp = Timestamp::from_micros(i64::MAX);

#[derive(Archive, Serialize, Deserialize)]
struct StoredBooking {
    reference: String,
    resource: ResourceId,
    member: MemberId,
    by: Option<UserId>,
    start: Timestamp,
    end: Timestamp,
    /// The span with its buffers, cut where they left.
    blocked: (Timestamp, Timestamp),
    places: u32,
    people: u32,
    state: u8,
    /// Places taken from others: 0 for a wish that only shows, `None` for what is gone.
    weight: Option<u32>,
    title: String,
    note: String,
    addons: Vec<(AddOnId, u32)>,
    /// Who sees more than that it is taken; from the terms, so that lists need not open them.
    details: u8,
    terms: Vec<u8>,
    quote: Vec<u8>,
    payment: StoredPayment,
    order: Option<OrderId>,
    occurrence: Option<(SeriesId, String)>,
    due: Option<Timestamp>,
    came: Option<(Timestamp, u8)>,
    left: Option<(Timestamp, u8)>,
    reason: String,
    sequence: u32,
    created: Timestamp,
    updated: Timestamp,
    /// When the house moved it.
    moved: Option<Timestamp>,
}
record!(StoredBooking, 2, { 1 => v1::StoredBooking });

#[derive(Archive, Serialize, Deserialize)]
enum StoredPayment {
    Free,
    Unasked,
    Held(HoldId, i64),
    Paid(TransferId, i64),
    Released,
    Due(i64, Option<Timestamp>),
}

static BOOKINGS: Table<BookingId, StoredBooking> = Table::new(
    0x0701,
    "bookings",
    &[&BY_REFERENCE, &BY_RESOURCE, &BY_MEMBER, &DUE, &WAITING, &OWED, &BY_ORDER, &BY_SERIES, &BY_ADDON],
);

static BY_REFERENCE: Index<String, BookingId, StoredBooking> =
    Index::unique(0x8701, "bookings.by_reference", |_, booking| vec![booking.reference.clone()]);

/// What is shown of a resource in a week: the blocked span and how many places it takes.
type Slot = (ResourceId, i64, Timestamp, Timestamp, u32);

static BY_RESOURCE: Index<Slot, BookingId, StoredBooking> =
    Index::many(0x8702, "bookings.by_resource", |_, booking| {
        let Some(weight) = booking.weight else { return Vec::new() };
        let (start, end) = booking.blocked;
        buckets(start, end).map(|bucket| (booking.resource, bucket, start, end, weight)).collect()
    });

static BY_MEMBER: Index<(MemberId, Timestamp), BookingId, StoredBooking> =
    Index::many(0x8703, "bookings.by_member", |_, booking| vec![(booking.member, booking.end)]);

/// Bookings about which the program will do something, by when.
static DUE: Index<Timestamp, BookingId, StoredBooking> =
    Index::many(0x8704, "bookings.due", |_, booking| booking.due.into_iter().collect());

/// Requests that wait for a manager, by resource.
static WAITING: Index<(ResourceId, Timestamp), BookingId, StoredBooking> =
    Index::many(0x8705, "bookings.waiting", |_, booking| {
        let waits = booking.state == State::Tentative.number();
        waits.then_some((booking.resource, booking.start)).into_iter().collect()
    });

/// Bookings for which money is owed.
static OWED: Index<Timestamp, BookingId, StoredBooking> = Index::many(0x8706, "bookings.owed", |_, booking| {
    let owed = matches!(booking.payment, StoredPayment::Due(amount, None) if amount > 0);
    owed.then_some(booking.start).into_iter().collect()
});

static BY_ORDER: Index<OrderId, BookingId, StoredBooking> =
    Index::many(0x8707, "bookings.by_order", |_, booking| booking.order.into_iter().collect());

/// The dates of a series by where its rule places them: wall times as text lie in their order.
static BY_SERIES: Index<(SeriesId, String), BookingId, StoredBooking> =
    Index::many(0x8708, "bookings.by_series", |_, booking| booking.occurrence.iter().cloned().collect());

/// Equipment and catering that is out in a week: the span and how many.
static BY_ADDON: Index<(AddOnId, i64, Timestamp, Timestamp, u32), BookingId, StoredBooking> =
    Index::many(0x8709, "bookings.by_addon", |_, booking| {
        if booking.weight.is_none() {
            return Vec::new();
        }
        let each = booking.addons.iter();
        each.flat_map(|(addon, pieces)| {
            buckets(booking.start, booking.end).map(|bucket| (*addon, bucket, booking.start, booking.end, *pieces))
        })
        .collect()
    });

/// The tables of this feature, for the community's store.
pub fn tables() -> Vec<&'static dyn AnyTable> {
    [
        vec![&BOOKINGS as &'static dyn AnyTable],
        busy::tables(),
        door::tables(),
        feeds::tables(),
        orders::tables(),
        series::tables(),
        shut::tables(),
        waits::tables(),
    ]
    .concat()
}

fn buckets(start: Timestamp, end: Timestamp) -> impl Iterator<Item = i64> {
    // Half-open: the moment of the end belongs to nobody.
    let last = (end.micros() - 1).div_euclid(BUCKET);
    start.micros().div_euclid(BUCKET)..=last
}

/// How many buckets a span touches.
pub(crate) fn width(span: Span) -> i64 {
    buckets(span.start, span.end).count().try_into().unwrap_or(i64::MAX)
}

/// Stored texts and bytes that no version of this program wrote.
fn damaged(cause: impl std::fmt::Display) -> Error {
    Error::broken(format!("a booking's record is damaged: {cause}"))
}

/// The booking with this id, whoever may see it.
pub(crate) fn booking(tx: &impl Reads, id: BookingId) -> Result<Option<Booking>> {
    BOOKINGS.get(tx, &id)?.map(|stored| stored.open(id)).transpose()
}

/// A booking that an index names.
pub(crate) fn named(tx: &impl Reads, id: BookingId) -> Result<Booking> {
    booking(tx, id)?.ok_or_else(|| damaged(id))
}

pub(crate) fn id_of_reference(tx: &impl Reads, reference: &Code) -> Result<Option<BookingId>> {
    Ok(BY_REFERENCE.get(tx, &reference.as_str().to_uppercase())?)
}

pub(crate) fn put(tx: &mut WriteTx<'_>, booking: &Booking) -> Result<()> {
    Ok(BOOKINGS.put(tx, &booking.id, &StoredBooking::from(booking))?)
}

/// What is taken of one resource in a span, in order of beginnings within each week; wishes that only show have no
/// places. Reads index entries alone.
pub(crate) fn taken(tx: &impl Reads, resource: ResourceId, span: Span) -> Result<Vec<Taken>> {
    within(tx, &BY_RESOURCE, resource, span)
}

/// How many pieces of equipment or catering are out in a span.
pub(crate) fn taken_addons(tx: &impl Reads, addon: AddOnId, span: Span) -> Result<Vec<Taken>> {
    within(tx, &BY_ADDON, addon, span)
}

fn within<T: Key + Copy>(
    tx: &impl Reads,
    index: &'static Index<(T, i64, Timestamp, Timestamp, u32), BookingId, StoredBooking>,
    of: T,
    span: Span,
) -> Result<Vec<Taken>> {
    let mut found = Vec::new();
    let first = span.start.micros().div_euclid(BUCKET);
    for bucket in buckets(span.start, span.end) {
        for entry in index.scan(tx, &(of, bucket), None, Direction::Ascending)? {
            let ((_, _, start, end, places), booking) = entry?;
            if start >= span.end {
                break;
            }
            // A booking that reaches over several weeks is told in the first of them that is asked for.
            let told = bucket == first || start.micros().div_euclid(BUCKET) == bucket;
            if let Some(taken) = Span::new(start, end).filter(|taken| told && taken.overlaps(&span)) {
                found.push(Taken { booking: Some(booking), calendar: None, span: taken, places });
            }
        }
    }
    Ok(found)
}

/// A place in a member's list of bookings.
pub(crate) type Place = (Timestamp, BookingId);

/// A member's bookings by their end, from a place on (not included), until `each` has enough.
pub(crate) fn of_member(
    tx: &impl Reads,
    member: MemberId,
    after: Option<Place>,
    direction: Direction,
) -> Result<impl Iterator<Item = Result<Place>>> {
    let after = after.map(|(at, id)| ((member, at), id));
    let rows = BY_MEMBER.scan(tx, &member, after.as_ref().map(|(value, id)| (value, id)), direction)?;
    Ok(rows.map(|entry| entry.map(|((_, at), id)| (at, id)).map_err(Error::from)))
}

/// A member's bookings that end after a moment, by their end.
pub(crate) fn of_member_from(
    tx: &impl Reads,
    member: MemberId,
    from: Timestamp,
) -> Result<impl Iterator<Item = Result<Place>>> {
    let last = Bound::Included((member, FOREVER));
    let rows = BY_MEMBER.range(tx, Bound::Included((member, from)), last, Direction::Ascending)?;
    Ok(rows.map(|entry| entry.map(|((_, at), id)| (at, id)).map_err(Error::from)))
}

/// What lists show of a booking, read without its terms and price.
#[derive(Debug, Clone)]
pub(crate) struct Face {
    pub(crate) id: BookingId,
    pub(crate) resource: ResourceId,
    pub(crate) member: MemberId,
    pub(crate) span: Span,
    pub(crate) blocked: Span,
    pub(crate) places: u32,
    pub(crate) state: State,
    pub(crate) title: Line,
    pub(crate) details: Details,
    pub(crate) series: Option<SeriesId>,
}

/// The face of a booking that an index names.
pub(crate) fn face(tx: &impl Reads, id: BookingId) -> Result<Face> {
    let stored = BOOKINGS.get(tx, &id)?.ok_or_else(|| damaged(id))?;
    let span = |start, end| Span::new(start, end).ok_or_else(|| damaged("its span"));
    Ok(Face {
        id,
        span: span(stored.start, stored.end)?,
        blocked: span(stored.blocked.0, stored.blocked.1)?,
        state: State::stored(stored.state)?,
        title: Line::parse("title", &stored.title).map_err(damaged)?,
        details: Details::stored(stored.details)?,
        series: stored.occurrence.map(|(series, _)| series),
        resource: stored.resource,
        member: stored.member,
        places: stored.places,
    })
}

/// Bookings whose time to be looked at has come.
pub(crate) fn due(tx: &impl Reads, now: Timestamp, limit: usize) -> Result<Vec<BookingId>> {
    let rows = DUE.range(tx, Bound::Unbounded, Bound::Included(now), Direction::Ascending)?;
    rows.take(limit).map(|entry| Ok(entry?.1)).collect()
}

/// Requests that wait for an answer on a resource, by their beginning.
pub(crate) fn waiting(tx: &impl Reads, resource: ResourceId, limit: usize) -> Result<Vec<BookingId>> {
    let rows = WAITING.scan(tx, &resource, None, Direction::Ascending)?;
    rows.take(limit).map(|entry| Ok(entry?.1)).collect()
}

/// Bookings for which money is owed, the oldest first.
pub(crate) fn owed(tx: &impl Reads, after: Option<Place>, limit: usize) -> Result<Vec<Place>> {
    let rows = OWED.scan(tx, &(), after.as_ref().map(|(at, id)| (at, id)), Direction::Ascending)?;
    rows.take(limit).map(|entry| Ok(entry?)).collect()
}

/// The bookings of a cart, in the order in which they were put in.
pub(crate) fn of_order(tx: &impl Reads, order: OrderId, limit: usize) -> Result<Vec<BookingId>> {
    let rows = BY_ORDER.scan(tx, &order, None, Direction::Ascending)?;
    rows.take(limit).map(|entry| Ok(entry?.1)).collect()
}

/// The bookings of a series from one of its dates on, in order.
pub(crate) fn of_series(
    tx: &impl Reads,
    series: SeriesId,
    from: DateTime,
) -> Result<impl Iterator<Item = Result<BookingId>>> {
    dated(tx, series, (from, DateTime::MAX), Direction::Ascending)
}

/// The bookings of a series between two of its dates, the last one first.
pub(crate) fn of_series_back(
    tx: &impl Reads,
    series: SeriesId,
    from: DateTime,
    before: DateTime,
) -> Result<impl Iterator<Item = Result<BookingId>>> {
    dated(tx, series, (from, before), Direction::Descending)
}

fn dated(
    tx: &impl Reads,
    series: SeriesId,
    (from, before): (DateTime, DateTime),
    direction: Direction,
) -> Result<impl Iterator<Item = Result<BookingId>>> {
    // Years before Christ have a sign, which would lie between the others.
    let from = if from < DateTime::ZERO { DateTime::ZERO } else { from };
    let (from, before) = ((series, from.to_string()), (series, before.to_string()));
    let rows = BY_SERIES.range(tx, Bound::Included(from), Bound::Excluded(before), direction)?;
    Ok(rows.map(|entry| Ok(entry?.1)))
}

/// At most `limit` ids after one, in their order.
pub(crate) fn ids_after(tx: &impl Reads, after: Option<BookingId>, limit: usize) -> Result<Vec<BookingId>> {
    let rows = BOOKINGS.scan(tx, &(), after.as_ref(), Direction::Ascending)?;
    rows.take(limit).map(|row| Ok(row?.0)).collect()
}

impl From<&Booking> for StoredBooking {
    fn from(booking: &Booking) -> Self {
        let blocked = booking.blocked();
        let presence = |said: Option<(Timestamp, Presence)>| said.map(|(at, how)| (at, how.number()));
        Self {
            reference: booking.reference.to_string(),
            resource: booking.resource,
            member: booking.member,
            by: booking.by,
            start: booking.span.start,
            end: booking.span.end,
            blocked: (blocked.start, blocked.end),
            places: booking.places,
            people: booking.people,
            state: booking.state.number(),
            weight: booking.grip().map(|grip| if grip == Grip::Blocks { booking.places } else { 0 }),
            title: booking.title.to_string(),
            note: booking.note.to_string(),
            addons: booking.addons.clone(),
            details: booking.terms.details().number(),
            terms: booking.terms.to_bytes(),
            quote: booking.quote.to_bytes(),
            payment: StoredPayment::from(&booking.payment),
            order: booking.order,
            occurrence: booking.occurrence.map(|occurrence| (occurrence.series, occurrence.original.to_string())),
            due: booking.due,
            came: presence(booking.came),
            left: presence(booking.left),
            reason: booking.reason.to_string(),
            sequence: booking.sequence,
            created: booking.created,
            updated: booking.updated,
            moved: booking.moved,
        }
    }
}

impl StoredBooking {
    fn open(self, id: BookingId) -> Result<Booking> {
        let presence = |said: Option<(Timestamp, u8)>| {
            said.map(|(at, how)| Ok::<_, Error>((at, Presence::stored(how)?))).transpose()
        };
        let occurrence = self.occurrence.map(|(series, original)| {
            Ok::<_, Error>(Occurrence { series, original: original.parse().map_err(damaged)? })
        });
        Ok(Booking {
            id,
            reference: Code::parse("reference", &self.reference).map_err(damaged)?,
            resource: self.resource,
            member: self.member,
            by: self.by,
            span: Span::new(self.start, self.end).ok_or_else(|| damaged("its span"))?,
            places: self.places,
            people: self.people,
            state: State::stored(self.state)?,
            title: Line::parse("title", &self.title).map_err(damaged)?,
            note: Body::parse("note", &self.note).map_err(damaged)?,
            addons: self.addons,
            terms: Terms::from_bytes(&self.terms)?,
            quote: Quote::from_bytes(&self.quote)?,
            payment: self.payment.into(),
            order: self.order,
            occurrence: occurrence.transpose()?,
            due: self.due,
            came: presence(self.came)?,
            left: presence(self.left)?,
            reason: Line::parse("reason", &self.reason).map_err(damaged)?,
            sequence: self.sequence,
            created: self.created,
            updated: self.updated,
            moved: self.moved,
        })
    }
}

impl From<&Payment> for StoredPayment {
    fn from(payment: &Payment) -> Self {
        match *payment {
            Payment::Free => Self::Free,
            Payment::Unasked => Self::Unasked,
            Payment::Held { hold, amount } => Self::Held(hold, amount.minor()),
            Payment::Paid { transfer, amount } => Self::Paid(transfer, amount.minor()),
            Payment::Released => Self::Released,
            Payment::Due { amount, settled } => Self::Due(amount.minor(), settled),
        }
    }
}

impl From<StoredPayment> for Payment {
    fn from(stored: StoredPayment) -> Self {
        match stored {
            StoredPayment::Free => Self::Free,
            StoredPayment::Unasked => Self::Unasked,
            StoredPayment::Held(hold, amount) => Self::Held { hold, amount: Amount::new(amount) },
            StoredPayment::Paid(transfer, amount) => Self::Paid { transfer, amount: Amount::new(amount) },
            StoredPayment::Released => Self::Released,
            StoredPayment::Due(amount, settled) => Self::Due { amount: Amount::new(amount), settled },
        }
    }
}
