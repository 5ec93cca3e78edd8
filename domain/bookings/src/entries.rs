//! Bookings as calendar programs keep them: each with a file name and a UID that the program chose.
//!
//! What was booked here has its own id for both. What a calendar program made keeps what the program called it, so that
//! it finds its own again.

use ayni_calendar::Span;
use ayni_kernel::{Actor, BookingId, Error, Fault, MemberId, Reads, ResourceId, Result, SeriesId, WriteTx};

use crate::{
    booking,
    feeds::{self, FeedRow},
    model::{Ask, Booking},
    series::{self, Scope, Series, SeriesAsk, SeriesChange},
    tables::feeds as stored,
};

/// The longest name and UID in bytes: what the programs in use make is under 100.
const MAX_NAME: usize = 255;
/// The most dates that are read of a calendar at once.
pub const MAX_ENTRIES: usize = 2_000;

/// A calendar with entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// A member's own bookings.
    Member(MemberId),
    /// What is booked of a place.
    Resource(ResourceId),
}

/// What an entry stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// One booking.
    Booking(BookingId),
    /// A booking that repeats.
    Series(SeriesId),
}

/// A name in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The calendar.
    pub shelf: Shelf,
    /// The file name.
    pub name: String,
    /// The UID.
    pub uid: String,
    /// What it stands for.
    pub thing: Thing,
}

impl Entry {
    fn check(&self) -> Result<()> {
        let fits = |text: &str| !text.is_empty() && text.len() <= MAX_NAME && !text.contains(char::is_control);
        if fits(&self.name) && fits(&self.uid) { Ok(()) } else { Err(Error::invalid("", "feeds-entry-name")) }
    }
}

impl Thing {
    /// The file name that a thing has by itself.
    fn own_name(self) -> String {
        match self {
            Self::Booking(id) => format!("{id}.ics"),
            Self::Series(id) => format!("series-{id}.ics"),
        }
    }
}

/// Books what a calendar program put into a calendar, under the name that it gave.
///
/// Refuses as [`book`](crate::book) does, and with `Conflict` when the name is taken.
pub fn book_entry(
    tx: &mut WriteTx<'_>,
    me: &Actor,
    ask: Ask,
    (shelf, name, uid): (Shelf, String, String),
) -> Result<Booking> {
    let booking = booking::book(tx, me, ask)?;
    keep(tx, &Entry { shelf, name, uid, thing: Thing::Booking(booking.id) })?;
    Ok(booking)
}

/// The same for one that repeats; its bookings follow as with [`book_series`](crate::book_series).
pub fn book_series_entry(
    tx: &mut WriteTx<'_>,
    me: &Actor,
    ask: SeriesAsk,
    (shelf, name, uid): (Shelf, String, String),
) -> Result<Series> {
    let series = series::book_series(tx, me, ask)?;
    keep(tx, &Entry { shelf, name, uid, thing: Thing::Series(series.id) })?;
    Ok(series)
}

/// Changes all dates of a series that have not begun; the series that takes over keeps the name.
pub fn change_series_entry(
    tx: &mut WriteTx<'_>,
    me: &Actor,
    (id, change): (BookingId, SeriesChange),
    (shelf, name, uid): (Shelf, String, String),
) -> Result<Series> {
    let series = series::change_series(tx, me, id, Scope::All, change)?;
    let entry = Entry { shelf, name, uid, thing: Thing::Series(series.id) };
    entry.check()?;
    stored::put_entry(tx, &entry)?;
    Ok(series)
}

fn keep(tx: &mut WriteTx<'_>, entry: &Entry) -> Result<()> {
    entry.check()?;
    if let Some(known) = stored::entry(&**tx, entry.shelf, &entry.name)?
        && known.thing != entry.thing
    {
        return Err(Error::Conflict(Fault::new("", "feeds-entry-taken")));
    }
    stored::put_entry(tx, entry)
}

/// What a name in a calendar stands for, whether it still exists or not.
pub fn thing_named(tx: &impl Reads, shelf: Shelf, name: &str) -> Result<Option<Thing>> {
    if let Some(entry) = stored::entry(tx, shelf, name)? {
        return Ok(Some(entry.thing));
    }
    let Some(own) = name.strip_suffix(".ics") else { return Ok(None) };
    Ok(match own.strip_prefix("series-") {
        Some(id) => id.parse().ok().map(Thing::Series),
        None => own.parse().ok().map(Thing::Booking),
    })
}

/// The file name and UID of a thing in a calendar.
pub fn name_of_thing(tx: &impl Reads, shelf: Shelf, thing: Thing) -> Result<(String, String)> {
    let own = thing.own_name();
    Ok(match stored::entry_of(tx, thing)? {
        Some(entry) if entry.shelf == shelf => (entry.name, entry.uid),
        Some(entry) => (own, entry.uid),
        None => {
            let uid = format!("{}@ayni", own.trim_end_matches(".ics"));
            (own, uid)
        }
    })
}

/// What is in a calendar within a span, as far as the reader may see: at most [`MAX_ENTRIES`] dates.
pub fn shelf(tx: &impl Reads, me: &Actor, shelf: Shelf, span: Span) -> Result<Vec<FeedRow>> {
    match shelf {
        Shelf::Member(member) if me.acts_for(member) => feeds::of_member(tx, me, member, span),
        Shelf::Member(_) => Err(Error::NotFound),
        Shelf::Resource(id) => {
            me.member()?;
            feeds::on(tx, me, &ayni_resources::visible(tx, me, id)?, span)
        }
    }
}

/// One booking in a calendar, for those who may open it; `NotFound` when it is another calendar's.
pub fn entry(tx: &impl Reads, me: &Actor, shelf: Shelf, id: BookingId) -> Result<Booking> {
    let booking = crate::booking(tx, me, id).map_err(|_| Error::NotFound)?;
    let here = match shelf {
        Shelf::Member(member) => booking.member == member,
        Shelf::Resource(resource) => booking.resource == resource,
    };
    if here { Ok(booking) } else { Err(Error::NotFound) }
}
