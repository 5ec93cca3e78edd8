//! Random lives of a house, each step compared with a look at all bookings: nothing is ever given twice, what is free
//! is free, money agrees.

use ayni_calendar::{Span, Spans};
use ayni_kernel::{Amount, ResourceId, testing::Cast};
use ayni_resources::{Details, NewResource, ResourceKind};
use ayni_storage::testing::Chance;
use ayni_terms::{Approval, CheckIn, Rules, Tentative};

use super::town::{HOUR, PROGRAM, Town, name};
use crate::*;

/// Lives of a test run; more with `AYNI_SOAK`.
const LIVES: u64 = 12;
/// Steps of a life.
const STEPS: usize = 120;

fn pick<T: Copy>(chance: &mut Chance, list: &[T]) -> T {
    *list.get(chance.below(list.len())).unwrap()
}

struct Life {
    town: Town,
    chance: Chance,
    all: Vec<ResourceId>,
    known: Vec<ayni_kernel::BookingId>,
}

impl Life {
    fn begin(seed: u64) -> Self {
        let town = Town::new("Europe/Madrid");
        let (site, parts) = (town.site, vec![town.room, town.twin]);
        let set = town.write(move |tx| {
            let details = Details { parts, ..Details::new(name("Both"), ResourceKind::Set) };
            ayni_resources::create(tx, &PROGRAM, NewResource { parent: Some(site), details })
        });
        let mut chance = Chance::new(seed);
        let mut rules = Rules { step: Some(60), ..Rules::default() };
        rules.before = pick(&mut chance, &[None, Some(15)]);
        rules.after = pick(&mut chance, &[None, Some(30)]);
        rules.approval = pick(&mut chance, &[None, Some(Approval::LongerThan(120))]);
        rules.tentative = pick(&mut chance, &[None, Some(Tentative::Free)]);
        rules.check_in = pick(&mut chance, &[None, Some(CheckIn::Required { opens_before: 15, grace: 30 })]);
        rules.draft = Some(90);
        town.rule(rules);
        town.price(100, |rate| rate.deposit = Amount::new(50));
        let all = vec![town.room, town.twin, town.table, set.unwrap().id];
        Self { town, chance, all, known: Vec::new() }
    }

    fn span(&mut self) -> Span {
        let hour = self.town.clock.shows().micros() / 1_000_000 / HOUR;
        let start = ayni_kernel::Timestamp::from_micros(
            (hour + 1 + i64::try_from(self.chance.below(30)).unwrap()) * HOUR * 1_000_000,
        );
        Span::new(start, start.plus_seconds(HOUR * (1 + i64::try_from(self.chance.below(4)).unwrap()))).unwrap()
    }

    fn step(&mut self) {
        let who = pick(&mut self.chance, &[Cast::Ana, Cast::Ben, Cast::Carla]);
        let (me, ada) = (self.town.actor(who), self.town.actor(Cast::Ada));
        let known = if self.known.is_empty() { None } else { Some(pick(&mut self.chance, &self.known)) };
        match (self.chance.below(10), known) {
            (0..=3, _) | (_, None) => {
                let (resource, span) = (pick(&mut self.chance, &self.all), self.span());
                let places =
                    if resource == self.town.table { 1 + u32::try_from(self.chance.below(3)).unwrap() } else { 1 };
                let ask = Ask { places, ..self.town.ask(who, resource, span) };
                let drafts = self.chance.below(4) == 0;
                let made = self.town.write(move |tx| if drafts { draft(tx, &me, ask) } else { book(tx, &me, ask) });
                self.known.extend(made.map(|booking| booking.id));
            }
            (4, Some(id)) => drop(self.town.cancel(who, id)),
            (5, Some(id)) => {
                let span = self.span();
                let change = Change {
                    resource: Some(pick(&mut self.chance, &self.all)),
                    ..Change::keeping(&self.town.see(id), span)
                };
                drop(self.town.write(move |tx| super::super::change(tx, &me, id, change)));
            }
            (6, Some(id)) => drop(self.town.write(move |tx| approve(tx, &ada, id))),
            (7, Some(id)) => drop(self.town.write(move |tx| confirm(tx, &ada, id, None))),
            (8, Some(id)) => {
                let comes = self.chance.below(2) == 0;
                drop(self.town.write(move |tx| {
                    if comes { check_in(tx, &ada, id, Presence::Desk) } else { check_out(tx, &ada, id, Presence::Desk) }
                }));
            }
            _ => {
                self.town.clock.turn(i64::try_from(self.chance.below(120)).unwrap() * 60);
                self.town.jobs();
            }
        }
    }

    /// Everything that takes a place, read from the bookings themselves and not through an index.
    fn taking(&self) -> Vec<Booking> {
        let all = self.known.iter().map(|id| self.town.see(*id));
        all.filter(|booking| booking.grip() == Some(Grip::Blocks)).collect()
    }

    fn related(&self, one: ResourceId, other: ResourceId) -> bool {
        let Town { room, twin, table, .. } = self.town;
        let set = *self.all.last().unwrap();
        let pairs = [(room, table), (set, room), (set, twin), (set, table)];
        pairs.iter().any(|(a, b)| (*a, *b) == (one, other) || (*a, *b) == (other, one))
    }

    fn holds(&self) {
        let taking = self.taking();
        for (nth, one) in taking.iter().enumerate() {
            for other in taking.iter().skip(nth + 1) {
                let meet = one.blocked().overlaps(&other.blocked());
                let whole = one.resource == other.resource && one.resource != self.town.table;
                assert!(!(meet && (whole || self.related(one.resource, other.resource))), "{one:?}\n{other:?}");
            }
            let beside = taking.iter().filter(|other| other.resource == one.resource);
            let at_start = beside.filter(|other| other.blocked().holds(one.blocked().start));
            assert!(at_start.map(|other| other.places).sum::<u32>() <= 4, "{one:?}");
        }
        self.free_is_free(&taking);
    }

    fn free_is_free(&self, taking: &[Booking]) {
        let now = self.town.clock.shows();
        let day = Span::new(now, now.plus_seconds(36 * HOUR)).unwrap();
        for resource in self.all.iter().filter(|id| **id != self.town.table) {
            let told = self.town.community.read(|tx| free(tx, &PROGRAM, *resource, day, 1)).unwrap();
            let in_the_way =
                taking.iter().filter(|one| one.resource == *resource || self.related(one.resource, *resource));
            let taken: Spans = in_the_way.map(Booking::blocked).collect();
            assert_eq!(told, std::iter::once(day).collect::<Spans>().minus(&taken));
        }
    }
}

#[test]
fn nothing_is_given_twice_whatever_happens() {
    let lives = std::env::var("AYNI_SOAK").ok().and_then(|count| count.parse().ok()).unwrap_or(LIVES);
    for seed in 1..=lives {
        let mut life = Life::begin(seed);
        for _ in 0..STEPS {
            life.step();
            life.holds();
        }
        life.town.clock.turn(60 * HOUR);
        while life.town.jobs() > 0 {}
        let waiting = life.known.iter().filter(|id| life.town.see(**id).state.is_live()).count();
        assert_eq!(waiting, 0, "everything comes to an end, seed {seed}");
        let left: i64 = Cast::ALL.iter().map(|who| life.town.purse(*who).1).sum();
        assert_eq!(left, 0, "nothing stays set aside, seed {seed}");
        assert_eq!(life.town.community.read(audit).unwrap(), []);
        assert_eq!(life.town.community.read(ayni_ledger::audit).unwrap(), []);
        life.town.is_sound();
    }
}
