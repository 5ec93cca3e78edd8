//! What a series is, and the decisions about its dates that need no transaction.

use std::collections::BTreeMap;

use ayni_calendar::{DateTime, Ends, Repeat, Rule, Shape, Span, Time, Until, Weekday, wall};
use ayni_kernel::{
    Actor, AddOnId, Body, BookingId, Error, Line, MemberId, ResourceId, Result, SeriesId, Timestamp, UserId,
};
use jiff::ToSpan as _;

use crate::{
    model::{Ask, Booking, Change},
    settlement::DESK,
};

ayni_kernel::choices! {
    /// What becomes of a series some of whose dates cannot be had.
    OnClash {
        /// Nothing is booked.
        Refuse = 1 "refuse",
        /// The others are booked.
        Skip = 2 "skip",
    }

    /// Where a series stands.
    Phase {
        /// Its first dates are being booked.
        Making = 1 "making",
        /// Booked as far ahead as one may; goes on by itself where its rule does.
        Standing = 2 "standing",
        /// Over, cancelled, or gone on as another series.
        Ended = 3 "ended",
        /// A date could not be had while the first ones were being booked, so that none is.
        Refused = 4 "refused",
    }

    /// Why a date of a series has no booking.
    Gap {
        /// Somebody else has the place.
        Taken = 1 "taken",
        /// It is closed.
        Closed = 2 "closed",
        /// A rule says no.
        Rule = 3 "rule",
        /// The price could not be set aside.
        Unpaid = 4 "unpaid",
    }

    /// Under whose rules the dates of a series are booked.
    Hand {
        /// Those for members.
        Members = 1 "members",
        /// Those who look after the place made it; rules do not bind them.
        House = 2 "house",
    }

    /// How far a change or cancellation of one date reaches.
    Scope {
        /// This date alone.
        This = 1 "this",
        /// This one and those after it.
        Following = 2 "following",
        /// All that have not begun.
        All = 3 "all",
    }
}

/// What every booking of a series is like, unless it was changed alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// What is booked.
    pub resource: ResourceId,
    /// Seats or pieces.
    pub places: u32,
    /// How many people come; 0 for unsaid.
    pub people: u32,
    /// What for.
    pub title: Line,
    /// For the managers.
    pub note: Body,
    /// Equipment and catering.
    pub addons: Vec<(AddOnId, u32)>,
}

/// What is still to be done about a series, one date a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Task {
    /// Book its dates, as far ahead as one may.
    Make,
    /// Cancel what was made, because one date could not be had.
    Undo {
        /// From which date on.
        from: DateTime,
    },
    /// Take over the bookings of the series before it, then make.
    Take {
        /// That series.
        from: SeriesId,
        /// From which of its dates on.
        pivot: DateTime,
        /// Before which of its dates: those that go to a later time are taken from the last to the first, so that none
        /// stands in the way of the one before it.
        before: DateTime,
        /// How many days later each is now.
        days: i32,
        /// How they looked.
        was: Box<Look>,
    },
    /// Cancel its bookings from a date on.
    Cancel {
        /// From which date on.
        from: DateTime,
        /// Why.
        reason: Line,
        /// On whose account.
        hand: Hand,
    },
}

/// A booking that repeats.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Which one.
    pub id: SeriesId,
    /// For whom.
    pub member: MemberId,
    /// Who made it.
    pub by: Option<UserId>,
    /// Under whose rules.
    pub hand: Hand,
    /// What each booking is like.
    pub look: Look,
    /// Its dates, in wall time.
    pub repeat: Repeat,
    /// What becomes of dates that cannot be had.
    pub on_clash: OnClash,
    /// Where it stands.
    pub phase: Phase,
    /// Its dates were dealt with up to this one.
    pub reached: Option<DateTime>,
    /// Dates that could not be had.
    pub gaps: BTreeMap<DateTime, Gap>,
    /// What is to be done next.
    pub(crate) task: Task,
    /// The series whose later dates it took over.
    pub follows: Option<SeriesId>,
    /// The series that took over its later dates.
    pub followed: Option<SeriesId>,
    /// When the program next does something about it.
    pub due: Option<Timestamp>,
    /// When it was made.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
}

/// A wish to book again and again.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesAsk {
    /// Given by the client so that it may safely ask again; otherwise made here.
    pub id: Option<SeriesId>,
    /// For whom.
    pub member: MemberId,
    /// What each booking is like.
    pub look: Look,
    /// When: the first start in wall time, the length, the rule.
    pub repeat: Repeat,
    /// What becomes of dates that cannot be had.
    pub on_clash: OnClash,
}

/// When the dates of a series are from now on.
#[expect(clippy::large_enum_variant, reason = "one at a time, on the stack, for a moment")]
#[derive(Debug, Clone, PartialEq)]
pub enum When {
    /// As they were.
    Kept,
    /// The date that is changed lies in this span now; the others move with it.
    Moved(Span),
    /// By another rule.
    Repeated(Repeat),
}

/// What changes of a date and those that change with it.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesChange {
    /// What they are like.
    pub look: Look,
    /// When they are.
    pub when: When,
    /// What becomes of dates that cannot be had so.
    pub on_clash: OnClash,
}

impl SeriesAsk {
    /// The wish for one of its dates.
    pub(crate) fn on(&self, start: DateTime) -> Ask {
        ask(&self.look, self.member, self.repeat.span_at(start))
    }
}

fn ask(look: &Look, member: MemberId, span: Span) -> Ask {
    Ask {
        places: look.places,
        people: look.people,
        title: look.title.clone(),
        note: look.note.clone(),
        addons: look.addons.clone(),
        ..Ask::plain(look.resource, member, span)
    }
}

impl Series {
    /// The wish for one of its dates.
    pub(crate) fn ask(&self, start: DateTime) -> Ask {
        ask(&self.look, self.member, self.repeat.span_at(start))
    }

    /// Who books its dates, also while nobody is there: its member's user, or the house.
    pub(crate) fn actor(&self) -> Actor {
        match (self.hand, self.by) {
            (Hand::Members, Some(user)) => Actor::person(user, self.member, ayni_kernel::Roles::NONE),
            _ => DESK,
        }
    }

    /// The first of its dates that was not dealt with.
    pub(crate) fn next(&self) -> Option<DateTime> {
        match self.reached {
            Some(reached) => self.repeat.next_after(reached),
            None => self.repeat.starts(DateTime::MIN, 1).starts.first().copied(),
        }
    }
}

impl Look {
    /// How a booking looks.
    pub fn of(booking: &Booking) -> Self {
        Self {
            resource: booking.resource,
            places: booking.places,
            people: booking.people,
            title: booking.title.clone(),
            note: booking.note.clone(),
            addons: booking.addons.clone(),
        }
    }

    /// The change that makes a booking look like this at a time. What was changed of it alone (it differs from how
    /// the series was) stays.
    pub(crate) fn change(&self, booking: &Booking, was: &Self, span: Span) -> Change {
        fn kept<T: Clone + PartialEq>(own: &T, was: &T, now: &T) -> T {
            if own == was { now.clone() } else { own.clone() }
        }
        Change {
            resource: Some(kept(&booking.resource, &was.resource, &self.resource)),
            span,
            places: kept(&booking.places, &was.places, &self.places),
            people: kept(&booking.people, &was.people, &self.people),
            title: kept(&booking.title, &was.title, &self.title),
            note: kept(&booking.note, &was.note, &self.note),
            addons: kept(&booking.addons, &was.addons, &self.addons),
        }
    }
}

/// The rest of a repeat from a date on, moved as that date is: by whole days and to another time and length.
///
/// Refuses with `Invalid` to move rules by days that name days of a month or year (`series-day`).
pub(crate) fn moved(rest: &Repeat, pivot: DateTime, to: Span) -> Result<(Repeat, i32)> {
    let (start, end) = (wall(&rest.zone, to.start), wall(&rest.zone, to.end));
    let days = start.date().since(pivot.date()).map_or(0, |span| span.get_days());
    let minutes = end.duration_since(start).as_secs() / 60;
    let rule = rest.rule.as_ref().map(|rule| turned(rule, rest, days)).transpose()?;
    let shift = |wall: DateTime| wall.date().saturating_add(days.days()).to_datetime(start.time());
    let mut repeat = Repeat::new("repeat", shift(rest.start), minutes, rest.zone.clone(), rule)?;
    repeat.skipped = rest.skipped.iter().map(|wall| shift(*wall)).collect();
    repeat.added = rest.added.iter().map(|wall| shift(*wall)).collect();
    Ok((repeat, days))
}

/// A rule whose days are later by so many, and whose end is a whole date.
fn turned(rule: &Rule, repeat: &Repeat, days: i32) -> Result<Rule> {
    let ends = match rule.ends() {
        Ends::Until(until) => {
            let date = until.date(&repeat.zone);
            Ends::Until(Until::Date(date.saturating_add(days.days())))
        }
        ends => ends,
    };
    if days == 0 {
        return Ok(rule.clone().with_end("repeat", ends)?);
    }
    let turned = match rule.shape() {
        Shape::Weekly(named) if !named.is_empty() => {
            let later: Vec<Weekday> = named.into_iter().map(|day| day.wrapping_add(days)).collect();
            Rule::weekly(&later).with_interval("repeat", rule.interval())?
        }
        Shape::Daily | Shape::Weekly(_) | Shape::MonthlyOn(None) | Shape::Yearly => rule.clone(),
        Shape::MonthlyOn(Some(_)) | Shape::MonthlyNth(..) | Shape::Other => {
            return Err(Error::invalid("span", "series-day"));
        }
    };
    Ok(turned.with_end("repeat", ends)?)
}

/// Where one of the dates of a series lies after a change: the same day later by `days`, at the time that the new
/// repeat gives it; `None` when it has no such date.
pub(crate) fn placed(repeat: &Repeat, original: DateTime, days: i32) -> Option<DateTime> {
    let date = original.date().saturating_add(days.days());
    let found = repeat.starts(date.to_datetime(Time::midnight()), 1).starts.first().copied()?;
    (found.date() == date).then_some(found)
}

/// A date of a series as its page shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesDay {
    /// Where the rule places it.
    pub original: DateTime,
    /// What became of it.
    pub what: Day,
}

/// What became of a date of a series.
#[derive(Debug, Clone, PartialEq)]
pub enum Day {
    /// It is booked, or was.
    Booked(Box<Booking>),
    /// It was taken out.
    Skipped(Option<BookingId>),
    /// It could not be had.
    Gap(Gap),
    /// It is booked when one may book so far ahead.
    Ahead,
}
