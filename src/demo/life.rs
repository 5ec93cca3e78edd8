//! The year of the story, day by day.

use ayni_kernel::Result;

use super::{
    incidents::{self, Incident},
    spaces::OPENING_DAY,
    world::{LAST_DAY, World},
};

/// Deals of a full week, from Monday to Sunday; Saturday is market day.
const WEEK: [u32; 7] = [3, 3, 3, 4, 4, 8, 2];
/// Trade of each month, from January, in parts of a hundred.
const MONTHS: [u32; 12] = [80, 85, 100, 115, 115, 105, 90, 75, 105, 115, 110, 125];
/// Members of a full exchange; with fewer there is less trade.
const FULL_HOUSE: u32 = 34;
/// What people were told so many days before the end or earlier they have seen.
const SEEN_BEFORE: i64 = 30;
/// When people trade: morning, afternoon, evening, in seconds of the day.
const MOMENTS: [i64; 3] = [33_000, 51_000, 64_000];
/// So many minutes later at most.
const SCATTER: i64 = 150;
/// Payment requests that expire at one time; more than a day can bring.
pub(super) const EXPIRING: usize = 50;
/// When the Works are opened on their day, in seconds of it: before anybody books.
const OPENED: i64 = 24_000;
const MINUTE: i64 = 60;

/// What a day brings.
#[derive(Clone, Copy)]
enum Moment {
    /// Requests whose time came lapse.
    Expire,
    /// Somebody sends the form.
    Enrol(usize),
    /// Somebody is welcomed.
    Welcome(usize),
    /// Listings are put up.
    Publish,
    /// So many deals.
    Trade(u32),
    /// Something that happens once.
    Incident(Incident),
    /// People look at what they are asked to pay.
    Answer,
    /// The Works can be booked from now on.
    Open,
    /// What is over is paid or lapses, and people book rooms, desks and machines.
    Book,
    /// Those who booked come through the door.
    Arrive(i64),
}

/// Lives through the year; `progress` hears of days lived and of days in all.
pub(super) fn live(world: &mut World<'_>, progress: &mut dyn FnMut(usize, usize)) -> Result<()> {
    let count = |days: i64| usize::try_from(days).unwrap_or(0);
    for day in 0..=LAST_DAY {
        world.day(day)?;
        if day == LAST_DAY - SEEN_BEFORE {
            world.see_notices()?;
        }
        progress(count(day + 1), count(LAST_DAY + 1));
    }
    Ok(())
}

impl World<'_> {
    /// Everybody looks at everything that they were told so far.
    fn see_notices(&self) -> Result<()> {
        // Who has left, or never came in, reads nothing any more.
        for player in self.players.iter().filter(|player| player.trades) {
            let Ok(hand) = self.login(player.someone.key) else { continue };
            let Some(member) = hand.member else { continue };
            let see = move |tx: &mut ayni_kernel::WriteTx<'_>| {
                let me = hand.actor(tx)?;
                ayni_notices::see_all(tx, &me, member)
            };
            while self.community.write(see)? > 0 {}
        }
        Ok(())
    }

    fn day(&mut self, day: i64) -> Result<()> {
        let morning = if day < OPENING_DAY { Moment::Expire } else { Moment::Book };
        let mut agenda = vec![(25_000, morning), (76_000, Moment::Answer)];
        agenda.extend(self.newcomers(day));
        if day > 0 {
            agenda.push((30_000, Moment::Publish));
            agenda.extend(self.trades(day));
            let civil = self.morning(day).in_zone(&self.zone.zone());
            agenda.extend(
                incidents::of(day, (civil.month(), civil.day()))
                    .map(|(second, incident)| (second, Moment::Incident(incident))),
            );
        }
        if day == OPENING_DAY {
            agenda.push((OPENED, Moment::Open));
        }
        self.live_through(day, agenda)
    }

    /// Everything of a day in its order. Who books in the morning comes on the same day, too.
    fn live_through(&mut self, day: i64, mut agenda: Vec<(i64, Moment)>) -> Result<()> {
        agenda.sort_by_key(|(second, _)| std::cmp::Reverse(*second));
        while let Some((second, moment)) = agenda.pop() {
            if !self.at(day, second) {
                break;
            }
            self.take_place(day, moment)?;
            if matches!(moment, Moment::Book) {
                agenda.extend(self.arrivals(day).into_iter().map(|second| (second, Moment::Arrive(second))));
                agenda.sort_by_key(|(second, _)| std::cmp::Reverse(*second));
            }
        }
        Ok(())
    }

    fn take_place(&mut self, day: i64, moment: Moment) -> Result<()> {
        match moment {
            Moment::Expire => self.community.write(|tx| ayni_ledger::expire_due(tx, EXPIRING).map(drop)),
            Moment::Enrol(who) => self.enrol(who),
            Moment::Welcome(who) => self.welcome(who),
            Moment::Publish => self.publish(day),
            Moment::Trade(deals) => self.trade(day, deals),
            Moment::Incident(happens) => happens(self),
            Moment::Answer => self.answer(day),
            Moment::Open => self.open_house(),
            Moment::Book => self.book(day),
            Moment::Arrive(second) => self.arrive(day, second),
        }
    }

    /// Those whose day it is join: on the founding day in the evening, one after the other.
    fn newcomers(&self, day: i64) -> Vec<(i64, Moment)> {
        let opens = if day == 0 { 18 * 60 } else { 7 * 60 + 20 };
        let due = self.players.iter().enumerate().filter(|(_, player)| player.someone.day == day);
        let each = (0..).step_by(9).zip(due).flat_map(|(minutes, (who, _))| {
            let second = (opens + minutes) * MINUTE;
            [(second, Moment::Enrol(who)), (second + 4 * MINUTE, Moment::Welcome(who))]
        });
        each.collect()
    }

    /// A day's deals at three moments.
    fn trades(&mut self, day: i64) -> Vec<(i64, Moment)> {
        let deals = self.deals(day);
        let morning = deals.div_ceil(3);
        let shares = [morning, (deals - morning).div_ceil(2), (deals - morning) / 2];
        let mut moments = Vec::new();
        for (moment, share) in MOMENTS.into_iter().zip(shares).filter(|(_, share)| *share > 0) {
            moments.push((moment + self.chance.between(0, SCATTER, 1) * MINUTE, Moment::Trade(share)));
        }
        moments
    }

    /// How many deals a day brings: by weekday, season and number of members.
    fn deals(&mut self, day: i64) -> u32 {
        let civil = self.morning(day).in_zone(&self.zone.zone());
        let place = |number: i8| usize::try_from(number).unwrap_or(0);
        let week = WEEK.get(place(civil.weekday().to_monday_zero_offset())).copied().unwrap_or(0);
        let month = MONTHS.get(place(civil.month() - 1)).copied().unwrap_or(0);
        let members = u32::try_from(self.players.iter().filter(|player| player.trades).count()).unwrap_or(0);
        // In parts of a hundred, and the rest by chance.
        let hundredths = week * month * members / FULL_HOUSE;
        hundredths / 100 + u32::from(self.chance.happens(hundredths % 100))
    }
}
