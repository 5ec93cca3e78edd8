//! How the people of the story book the Works: wishes, arrivals, second thoughts, a manager's yes.

use ayni_bookings::{Ask, Booking, Payment, Presence, State};
use ayni_calendar::{Date, Span, TimeZone, day_span, instant};
use ayni_kernel::{Body, BookingId, Error, Line, MemberId, ResourceId, Result, Timestamp, WriteTx};
use ayni_resources::Unit;
use ayni_terms::CheckIn;

use super::{
    habits::{
        CANCEL_PERCENT, HABITS, Habit, LEADS, MISS_PERCENT, MONTHS, REGULARS, REGULARS_AHEAD, Regular, STRANGERS,
    },
    life::EXPIRING,
    spaces::{self, CHOIR_KEYS},
    world::{Hand, TELLER, World},
};

/// Bookings that come to something at one time; more than a day has.
const DUE: usize = 200;
/// Somebody below this balance, in hundredths of a button, stays at home.
const POOR: i64 = -6_000;
/// How long after the beginning people come through the door, in seconds.
const LATE: i64 = 180;
/// Days after which the treasurer writes down what was paid for the hall.
const PAID_AFTER: i64 = 6;
const DAY_SECONDS: i64 = 86_400;

/// What the story has still to do about its bookings.
#[derive(Debug, Default)]
pub(super) struct Diary {
    /// Who will come through the door, and when.
    coming: Vec<(Timestamp, BookingId, Hand)>,
    /// Who will think again, and on which day.
    regrets: Vec<(i64, BookingId, Hand)>,
    /// What waits for the manager's yes from which day on.
    asked: Vec<(i64, BookingId)>,
    /// What will be paid in money on which day.
    owed: Vec<(i64, BookingId)>,
}

/// A booking that somebody wants to make.
pub(super) struct Wish {
    hand: Hand,
    member: MemberId,
    /// In the order in which they are tried.
    places: Vec<ResourceId>,
    date: Date,
    /// From and to in minutes of the day; the whole day when `None`.
    minutes: Option<(i64, i64)>,
    people: u32,
    title: Line,
}

impl World<'_> {
    /// The admin sets up the house, on the day on which it can be booked first.
    pub(super) fn open_house(&mut self) -> Result<()> {
        let admin = self.login("hettie")?;
        let choirs = CHOIR_KEYS.iter().filter_map(|key| self.member(key).ok().flatten()).collect::<Vec<_>>();
        self.house = self.community.write(move |tx| {
            let me = admin.actor(tx)?;
            spaces::set_up(tx, &me, &choirs)
        })?;
        Ok(())
    }

    /// The member behind a key, once it is one.
    fn member(&self, key: &str) -> Result<Option<MemberId>> {
        let player = self.player(self.find(key)?)?;
        Ok(player.member.filter(|_| player.trades))
    }

    /// A morning, before the doors open: what was over yesterday is paid, the manager answers, people think again,
    /// trainings are given, and everybody books.
    pub(super) fn book(&mut self, day: i64) -> Result<()> {
        self.train(day)?;
        let wishes = self.wishes(day)?;
        let regrets = take_due(&mut self.diary.regrets, |(on, ..)| *on <= day);
        let asked = take_due(&mut self.diary.asked, |(on, _)| *on <= day);
        let owed = take_due(&mut self.diary.owed, |(on, _)| *on <= day);
        let answers: Vec<_> = asked.into_iter().map(|(_, id)| (id, self.chance.happens(92))).collect();
        let (manager, treasurer) = (self.login("tobias")?, self.login("gwen")?);
        let zone = self.zone.zone();
        let made = self.community.write(move |tx| {
            tx.unlimited();
            ayni_ledger::expire_due(tx, EXPIRING)?;
            ayni_bookings::expire_due(tx, DUE)?;
            answer(tx, manager, &answers)?;
            for (_, id, hand) in regrets {
                let me = hand.actor(tx)?;
                refused(ayni_bookings::cancel(tx, &me, id, Line::parse("reason", "Something came up")?))?;
            }
            for (_, id) in owed {
                let me = treasurer.actor(tx)?;
                refused(ayni_bookings::settle_due(tx, &me, id))?;
            }
            wishes.into_iter().map(|wish| fulfil(tx, &zone, wish)).collect::<Result<Vec<_>>>()
        })?;
        for (booking, hand) in made.into_iter().flatten() {
            self.note_booking(day, &booking, hand);
        }
        self.look_at_balances()
    }

    /// Trainings of the day.
    fn train(&mut self, day: i64) -> Result<()> {
        let Some(training) = self.house.laser_training else { return Ok(()) };
        let manager = self.login("tobias")?;
        for key in spaces::trained_on(day) {
            if let Some(member) = self.member(key)? {
                self.community.write(move |tx| {
                    let me = manager.actor(tx)?;
                    ayni_resources::give(tx, &me, member, training).map(drop)
                })?;
            }
        }
        Ok(())
    }

    /// What people want to book this morning, for today and the next two weeks.
    fn wishes(&mut self, day: i64) -> Result<Vec<Wish>> {
        let mut wishes = Vec::new();
        for regular in REGULARS {
            wishes.extend(self.regular(day + REGULARS_AHEAD, regular)?);
        }
        for habit in HABITS {
            for (lead, weight) in LEADS {
                let date = self.date(day + lead);
                let of_day = habit.week.get(place(date.weekday().to_monday_zero_offset())).copied().unwrap_or(0);
                let month = MONTHS.get(place(date.month() - 1)).copied().unwrap_or(0);
                // In parts of a million, and the rest by chance.
                let wanted = of_day * weight * month;
                let count = wanted / 1_000_000 + u32::from(self.chance.below(1_000_000) < wanted % 1_000_000);
                for _ in 0..count {
                    wishes.extend(self.wish(habit, date)?);
                }
            }
        }
        Ok(wishes)
    }

    /// A day's date.
    pub(super) fn date(&self, day: i64) -> Date {
        self.morning(day).in_zone(&self.zone.zone()).date()
    }

    /// One of a habit's bookings; `None` when nobody has the time, or the buttons.
    fn wish(&mut self, habit: &Habit, date: Date) -> Result<Option<Wish>> {
        let able = |player: &&super::world::Player| {
            player.trades && player.balance > POOR && !STRANGERS.contains(&player.someone.key)
        };
        let around: Vec<&str> = if habit.who.is_empty() {
            self.players.iter().filter(able).map(|player| player.someone.key).collect()
        } else {
            let is_able = |key: &&&str| self.players.iter().filter(able).any(|player| player.someone.key == **key);
            habit.who.iter().filter(is_able).copied().collect()
        };
        let Some(key) = self.chance.one_of(&around) else { return Ok(None) };
        let minutes = self.hours_of(habit);
        let places = self.tried(habit)?;
        let people = u32::try_from(self.chance.between(habit.people.0.into(), habit.people.1.into(), 1)).unwrap_or(0);
        let title = self.chance.one_of(habit.titles).unwrap_or_default();
        self.wish_of(key, places, (date, minutes), people, title)
    }

    /// From when to when, in minutes of the day.
    fn hours_of(&mut self, habit: &Habit) -> Option<(i64, i64)> {
        let weights = |choices: &[(i64, u32)]| choices.iter().map(|(_, weight)| *weight).collect::<Vec<_>>();
        let begin = self.chance.weighted(&weights(habit.begins)).and_then(|at| habit.begins.get(at))?.0 * 60;
        let last = self.chance.weighted(&weights(habit.lasts)).and_then(|at| habit.lasts.get(at))?.0;
        // Some begin at half past; bookings go by quarters of an hour.
        let begin = if last < 120 && self.chance.happens(25) { begin + 30 } else { begin };
        Some((begin, begin + last.div_euclid(15) * 15))
    }

    /// The places of a habit, favourites first.
    fn tried(&mut self, habit: &Habit) -> Result<Vec<ResourceId>> {
        let count = habit.places.len();
        let first = usize::try_from(self.chance.below(u32::try_from(count.min(3)).unwrap_or(1))).unwrap_or(0);
        habit.places.iter().cycle().skip(first).take(count).map(|key| self.house.place(key)).collect()
    }

    fn regular(&self, day: i64, regular: &Regular) -> Result<Option<Wish>> {
        let date = self.date(day);
        let its_day = date.weekday().to_monday_zero_offset() == regular.weekday
            && regular.nth.is_none_or(|nth| (date.day() - 1) / 7 + 1 == nth);
        if !its_day {
            return Ok(None);
        }
        let places = vec![self.house.place(regular.place)?];
        self.wish_of(regular.who, places, (date, Some((regular.from, regular.to))), regular.people, regular.title)
    }

    /// A wish of somebody's, once it is a member.
    pub(super) fn wish_of(
        &self,
        key: &str,
        places: Vec<ResourceId>,
        (date, minutes): (Date, Option<(i64, i64)>),
        people: u32,
        title: &str,
    ) -> Result<Option<Wish>> {
        let Some(member) = self.member(key)? else { return Ok(None) };
        let hand = self.hand(self.find(key)?)?;
        let title = Line::parse("title", title)?;
        Ok(Some(Wish { hand, member, places, date, minutes, people, title }))
    }

    /// Keeps in mind what will come of a booking.
    fn note_booking(&mut self, day: i64, booking: &Booking, hand: Hand) {
        let until = (booking.span.start.micros() - self.morning(day).micros()) / 1_000_000 / DAY_SECONDS;
        if booking.state == State::Tentative {
            self.diary.asked.push((day + 1, booking.id));
        }
        if matches!(booking.payment, Payment::Due { .. }) && self.chance.happens(85) {
            self.diary.owed.push((day + until + PAID_AFTER, booking.id));
        }
        if until > 1 && self.chance.happens(CANCEL_PERCENT) {
            self.diary.regrets.push((day + self.chance.between(1, until, 1), booking.id, hand));
        } else if matches!(booking.terms.check_in(), CheckIn::Required { .. }) && !self.chance.happens(MISS_PERCENT) {
            self.diary.coming.push((booking.span.start.plus_seconds(LATE), booking.id, hand));
        }
    }

    /// The seconds of a day at which somebody comes through the door.
    pub(super) fn arrivals(&self, day: i64) -> Vec<i64> {
        let (from, to) = (self.morning(day), self.morning(day + 1));
        let today = self.diary.coming.iter().filter(|(at, ..)| (from..to).contains(at));
        let mut seconds: Vec<_> = today.map(|(at, ..)| (at.micros() - from.micros()) / 1_000_000).collect();
        seconds.sort_unstable();
        seconds.dedup();
        seconds
    }

    /// Those whose time has come check in.
    pub(super) fn arrive(&mut self, day: i64, second: i64) -> Result<()> {
        let now = self.morning(day).plus_seconds(second);
        let here = take_due(&mut self.diary.coming, |(at, ..)| *at <= now);
        self.community.write(move |tx| {
            for (_, id, hand) in here {
                let me = hand.actor(tx)?;
                refused(ayni_bookings::check_in(tx, &me, id, Presence::Button))?;
            }
            Ok(())
        })
    }

    /// The story looks at the ledger's balances: what is paid for rooms is not kept alongside.
    fn look_at_balances(&mut self) -> Result<()> {
        let accounts: Vec<_> = self.players.iter().map(|player| player.account).collect();
        let balances = self.community.read(|tx| {
            let balance = |account: Option<_>| {
                let account = account.map(|id| ayni_ledger::account(tx, &TELLER, id)).transpose()?;
                Ok(account.map(|account| account.balance().minor()))
            };
            accounts.into_iter().map(balance).collect::<Result<Vec<_>>>()
        })?;
        for (player, balance) in self.players.iter_mut().zip(balances) {
            player.balance = balance.unwrap_or(player.balance);
        }
        Ok(())
    }
}

/// Takes out what is due; the rest stays in its order.
fn take_due<T>(list: &mut Vec<T>, is_due: impl Fn(&T) -> bool) -> Vec<T> {
    let (due, later) = std::mem::take(list).into_iter().partition(is_due);
    *list = later;
    due
}

/// The manager says yes, or no.
fn answer(tx: &mut WriteTx<'_>, manager: Hand, answers: &[(BookingId, bool)]) -> Result<()> {
    let me = manager.actor(tx)?;
    for (id, agrees) in answers {
        if *agrees {
            refused(ayni_bookings::approve(tx, &me, *id))?;
        } else {
            let reason = Line::parse("reason", "The chairs are promised to the chapel that day")?;
            refused(ayni_bookings::decline(tx, &me, *id, reason))?;
        }
    }
    Ok(())
}

/// Books the first of the places that can be had.
pub(super) fn fulfil(tx: &mut WriteTx<'_>, zone: &TimeZone, wish: Wish) -> Result<Option<(Booking, Hand)>> {
    let me = wish.hand.actor(tx)?;
    for id in wish.places {
        let Some(span) = when(tx, zone, id, wish.date, wish.minutes)? else { continue };
        let title = wish.title.clone();
        let ask = Ask { people: wish.people, title, note: Body::default(), ..Ask::plain(id, wish.member, span) };
        if let Some(booking) = refused(ayni_bookings::book(tx, &me, ask))? {
            return Ok(Some((booking, wish.hand)));
        }
    }
    Ok(None)
}

/// The span of a wish in a place; by the day it is as long as the place is open, `None` when it is closed.
fn when(
    tx: &WriteTx<'_>,
    zone: &TimeZone,
    id: ResourceId,
    date: Date,
    minutes: Option<(i64, i64)>,
) -> Result<Option<Span>> {
    let day = day_span(zone, date);
    if let Some((from, to)) = minutes {
        let midnight = date.at(0, 0, 0, 0);
        let at = |minutes: i64| instant(zone, midnight.saturating_add(jiff::SignedDuration::from_mins(minutes)));
        return Ok(Span::new(at(from), at(to)));
    }
    let resource = ayni_resources::unasked(&**tx, id)?;
    debug_assert!(resource.unit == Unit::Day, "only what goes by the day is booked for all of it");
    let open = ayni_resources::open(&**tx, &resource, &day)?;
    Ok(open.first().zip(open.iter().last()).and_then(|(first, last)| Span::new(first.start, last.end)))
}

/// What was done, or nothing when it was refused: that happens in life.
pub(super) fn refused<T>(done: Result<T>) -> Result<Option<T>> {
    match done {
        Ok(done) => Ok(Some(done)),
        Err(Error::Conflict(_) | Error::Invalid(_) | Error::Forbidden | Error::TooMany { .. }) => Ok(None),
        Err(other) => Err(other),
    }
}

fn place(number: i8) -> usize {
    usize::try_from(number).unwrap_or(0)
}
