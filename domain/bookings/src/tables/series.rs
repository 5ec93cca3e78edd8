//! The stored record of a series: its rule as iCalendar text, what each of its bookings is like, and what is still to
//! be done about it. The bookings themselves name their series.

use std::{collections::BTreeMap, ops::Bound};

use ayni_calendar::{DateTime, Repeat};
use ayni_kernel::{
    AddOnId, Body, Error, Line, MemberId, ResourceId, Result, SeriesId, Timestamp, UserId,
    tx::{Reads, WriteTx},
};
use ayni_storage::{AnyTable, Direction, Index, Table, record};
use rkyv::{Archive, Deserialize, Serialize};

use crate::series::model::{Gap, Hand, Look, OnClash, Phase, Series, Task};

#[derive(Archive, Serialize, Deserialize)]
struct StoredSeries {
    member: MemberId,
    by: Option<UserId>,
    hand: u8,
    resource: ResourceId,
    places: u32,
    people: u32,
    title: String,
    note: String,
    addons: Vec<(AddOnId, u32)>,
    repeat: String,
    on_clash: u8,
    phase: u8,
    reached: Option<String>,
    gaps: Vec<(String, u8)>,
    task: StoredTask,
    follows: Option<SeriesId>,
    followed: Option<SeriesId>,
    due: Option<Timestamp>,
    created: Timestamp,
    updated: Timestamp,
}
record!(StoredSeries, 1);

#[derive(Archive, Serialize, Deserialize)]
enum StoredTask {
    Make,
    Undo(String),
    Take(SeriesId, (String, String), i32, StoredLook),
    Cancel(String, String, u8),
}

/// How the bookings that are taken over looked before.
#[derive(Archive, Serialize, Deserialize)]
struct StoredLook {
    resource: ResourceId,
    places: u32,
    people: u32,
    title: String,
    note: String,
    addons: Vec<(AddOnId, u32)>,
}

static SERIES: Table<SeriesId, StoredSeries> = Table::new(0x0741, "series", &[&DUE, &BY_MEMBER]);
/// Series about which the program has something to do, by when.
static DUE: Index<Timestamp, SeriesId, StoredSeries> =
    Index::many(0x8743, "series.due", |_, series| series.due.into_iter().collect());
static BY_MEMBER: Index<(MemberId, Timestamp), SeriesId, StoredSeries> =
    Index::many(0x8744, "series.by_member", |_, series| vec![(series.member, series.created)]);

pub(crate) fn tables() -> Vec<&'static dyn AnyTable> {
    vec![&SERIES]
}

fn damaged(cause: impl std::fmt::Display) -> Error {
    Error::broken(format!("a series' record is damaged: {cause}"))
}

pub(crate) fn series(tx: &impl Reads, id: SeriesId) -> Result<Option<Series>> {
    SERIES.get(tx, &id)?.map(|stored| stored.open(id)).transpose()
}

/// A series that a record names.
pub(crate) fn named(tx: &impl Reads, id: SeriesId) -> Result<Series> {
    series(tx, id)?.ok_or_else(|| damaged(id))
}

pub(crate) fn put(tx: &mut WriteTx<'_>, series: &Series) -> Result<()> {
    Ok(SERIES.put(tx, &series.id, &StoredSeries::from(series))?)
}

/// Series whose time to be looked at has come.
pub(crate) fn due(tx: &impl Reads, now: Timestamp, limit: usize) -> Result<Vec<SeriesId>> {
    let rows = DUE.range(tx, Bound::Unbounded, Bound::Included(now), Direction::Ascending)?;
    rows.take(limit).map(|entry| Ok(entry?.1)).collect()
}

/// A place in a member's list of series.
pub(crate) type Place = (Timestamp, SeriesId);

/// A member's series after a place, newest first.
pub(crate) fn of_member(
    tx: &impl Reads,
    member: MemberId,
    after: Option<Place>,
    limit: usize,
) -> Result<Vec<(Place, Series)>> {
    let after = after.map(|(at, id)| ((member, at), id));
    let rows = BY_MEMBER.scan(tx, &member, after.as_ref().map(|(value, id)| (value, id)), Direction::Descending)?;
    let places = rows.take(limit).map(|entry| entry.map(|((_, at), id)| (at, id)).map_err(Error::from));
    places.map(|place| place.and_then(|place| Ok((place, named(tx, place.1)?)))).collect()
}

fn wall(text: &str) -> Result<DateTime> {
    text.parse().map_err(damaged)
}

impl From<&Series> for StoredSeries {
    fn from(series: &Series) -> Self {
        Self {
            member: series.member,
            by: series.by,
            hand: series.hand.number(),
            resource: series.look.resource,
            places: series.look.places,
            people: series.look.people,
            title: series.look.title.to_string(),
            note: series.look.note.to_string(),
            addons: series.look.addons.clone(),
            repeat: series.repeat.to_string(),
            on_clash: series.on_clash.number(),
            phase: series.phase.number(),
            reached: series.reached.map(|wall| wall.to_string()),
            gaps: series.gaps.iter().map(|(wall, gap)| (wall.to_string(), gap.number())).collect(),
            task: StoredTask::from(&series.task),
            follows: series.follows,
            followed: series.followed,
            due: series.due,
            created: series.created,
            updated: series.updated,
        }
    }
}

impl From<&Task> for StoredTask {
    fn from(task: &Task) -> Self {
        match task {
            Task::Make => Self::Make,
            Task::Undo { from } => Self::Undo(from.to_string()),
            Task::Take { from, pivot, before, days, was } => {
                let was = StoredLook {
                    resource: was.resource,
                    places: was.places,
                    people: was.people,
                    title: was.title.to_string(),
                    note: was.note.to_string(),
                    addons: was.addons.clone(),
                };
                Self::Take(*from, (pivot.to_string(), before.to_string()), *days, was)
            }
            Task::Cancel { from, reason, hand } => Self::Cancel(from.to_string(), reason.to_string(), hand.number()),
        }
    }
}

impl StoredTask {
    fn open(self) -> Result<Task> {
        Ok(match self {
            Self::Make => Task::Make,
            Self::Undo(from) => Task::Undo { from: wall(&from)? },
            Self::Take(from, (pivot, before), days, was) => Task::Take {
                from,
                pivot: wall(&pivot)?,
                before: wall(&before)?,
                days,
                was: Box::new(Look {
                    resource: was.resource,
                    places: was.places,
                    people: was.people,
                    title: Line::parse("title", &was.title).map_err(damaged)?,
                    note: Body::parse("note", &was.note).map_err(damaged)?,
                    addons: was.addons,
                }),
            },
            Self::Cancel(from, reason, hand) => Task::Cancel {
                from: wall(&from)?,
                reason: Line::parse("reason", &reason).map_err(damaged)?,
                hand: Hand::stored(hand)?,
            },
        })
    }
}

impl StoredSeries {
    fn open(self, id: SeriesId) -> Result<Series> {
        let gaps = self.gaps.into_iter().map(|(at, gap)| Ok((wall(&at)?, Gap::stored(gap)?)));
        Ok(Series {
            id,
            member: self.member,
            by: self.by,
            hand: Hand::stored(self.hand)?,
            look: Look {
                resource: self.resource,
                places: self.places,
                people: self.people,
                title: Line::parse("title", &self.title).map_err(damaged)?,
                note: Body::parse("note", &self.note).map_err(damaged)?,
                addons: self.addons,
            },
            repeat: Repeat::parse("repeat", &self.repeat).map_err(damaged)?,
            on_clash: OnClash::stored(self.on_clash)?,
            phase: Phase::stored(self.phase)?,
            reached: self.reached.as_deref().map(wall).transpose()?,
            gaps: gaps.collect::<Result<BTreeMap<_, _>>>()?,
            task: self.task.open()?,
            follows: self.follows,
            followed: self.followed,
            due: self.due,
            created: self.created,
            updated: self.updated,
        })
    }
}
