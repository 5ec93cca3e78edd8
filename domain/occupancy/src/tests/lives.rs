//! Random lives of bookings: what was kept equals what a recount of all bookings gives.

use std::sync::Arc;

use ayni_bookings::{Ask, Change};
use ayni_calendar::{Date, Span, Spans, TimeZone, day_span, wall};
use ayni_communities::{Settings, TimeZoneName};
use ayni_kernel::{
    Actor, Amount, Body, BookingId, Code, Community, Line, MemberId, Name, ResourceId, Result, Scale, Timestamp,
    WriteTx,
    testing::{Cast, TestClock, community},
};
use ayni_ledger::{CurrencyKind, NewCurrency};
use ayni_members::{MemberKind, NewMember};
use ayni_resources::{ClosureDetails, ClosureWay, Details, NewResource, ResourceKind};
use ayni_storage::Schema;
use ayni_terms::{Attachment, CheckIn, PolicyContent, PriceContent, Rate, RefundTier, Rules, Tier};

use crate::{
    Asked, Selection,
    counting::{AHEAD, of_booking},
    figures::{Day, Figures},
    has_work, outlook, react, refresh, report, tables,
    week::Week,
};

const PROGRAM: Actor = Actor::System("test");
const ZONE: &str = "Europe/London";
const DAY: i64 = 86_400;

fn name(text: &str) -> Name {
    Name::parse("name", text).unwrap()
}

/// A community with a room, its twin, a table of four seats, and people who book them.
struct Town {
    community: Community,
    clock: Arc<TestClock>,
    places: Vec<ResourceId>,
    people: Vec<MemberId>,
    seed: u64,
}

impl Town {
    fn new() -> Self {
        let tables = [
            ayni_communities::tables(),
            ayni_members::tables(),
            ayni_notices::tables(),
            ayni_ledger::tables(),
            ayni_resources::tables(),
            ayni_terms::tables(),
            ayni_bookings::tables(),
            tables(),
        ]
        .concat();
        let clock = TestClock::new();
        let schema = Schema { version: 1, tables, steps: Vec::new() };
        let community = community(&clock, schema, &[ayni_ledger::react, react]);
        let id = community.id;
        let (places, people) = community.write(move |tx| settle(tx, id)).unwrap();
        Self { community, clock, places, people, seed: 5 }
    }

    fn chance(&mut self, below: u64) -> u64 {
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.seed >> 33) % below
    }

    fn write<T: Send + 'static>(&self, work: impl FnOnce(&mut WriteTx<'_>) -> Result<T> + Send + 'static) -> Result<T> {
        self.clock.turn(1);
        self.community.write(work)
    }

    /// The program's jobs, in batches of an odd size.
    fn jobs(&self) {
        self.write(|tx| ayni_bookings::expire_due(tx, 1_000)).unwrap();
        while self.community.read(|tx| has_work(tx, self.clock.shows())).unwrap() {
            let steps = self.write(|tx| refresh(tx, 7)).unwrap();
            assert!((1..=7).contains(&steps), "a step is taken whenever there is work");
        }
    }

    /// Somebody does something.
    fn something_happens(&mut self, known: &mut Vec<BookingId>) {
        let now = self.clock.shows();
        let chosen = usize::try_from(self.chance(3)).unwrap();
        let place = self.places[chosen];
        let who = usize::try_from(self.chance(2)).unwrap();
        let (member, cast) = (self.people[who], [Cast::Ana, Cast::Ben][who]);
        let me = Actor::person(cast.user(), member, cast.roles());
        let hours = i64::try_from(self.chance(24 * 12)).unwrap();
        let length = 1_800 * (1 + i64::try_from(self.chance(9)).unwrap());
        let start =
            Timestamp::from_micros(now.micros() / 3_600_000_000 * 3_600_000_000).plus_seconds((hours + 1) * 3_600);
        let span = Span::new(start, start.plus_seconds(length)).unwrap();
        let other = known.get(usize::try_from(self.chance(20)).unwrap()).copied();
        let what = self.chance(10);
        let done = self.write(move |tx| match (what, other) {
            (0..=4, _) | (_, None) => ayni_bookings::book(tx, &me, Ask::plain(place, member, span)),
            (5, _) => ayni_bookings::draft(tx, &me, Ask::plain(place, member, span)),
            (6, Some(id)) => {
                let booking = ayni_bookings::unchecked(&**tx, id)?.unwrap();
                let change = Change { resource: Some(place), ..Change::keeping(&booking, span) };
                ayni_bookings::change(tx, &PROGRAM, id, change)
            }
            (7 | 8, Some(id)) => ayni_bookings::cancel(tx, &me, id, Line::default()),
            (_, Some(id)) => ayni_bookings::check_in(tx, &me, id, ayni_bookings::Presence::Button),
        });
        if let Ok(booking) = done
            && !known.contains(&booking.id)
        {
            known.insert(0, booking.id);
        }
    }

    /// What all bookings give for a day, counted from scratch.
    fn recounted(&self, id: ResourceId, date: Date, open: &Spans, zone: &TimeZone) -> Figures {
        self.community
            .read(|tx| {
                let resource = ayni_resources::unasked(tx, id)?;
                let mut counted = Vec::new();
                for booking in ayni_bookings::ids_after(tx, None, 1_000)? {
                    let booking = ayni_bookings::unchecked(tx, booking)?.unwrap();
                    counted.extend(of_booking(&booking).filter(|_| booking.resource == id));
                }
                let shortest = ayni_bookings::shortest(resource.unit, None);
                Ok(Day { date, zone, open, places: resource.places, shortest }.count(&counted))
            })
            .unwrap()
    }
}

fn settle(tx: &mut WriteTx<'_>, id: ayni_kernel::CommunityId) -> Result<(Vec<ResourceId>, Vec<MemberId>)> {
    let code = |text: &str| Code::parse("code", text).unwrap();
    let time_zone = TimeZoneName::parse("zone", ZONE).unwrap();
    let settings = Settings { time_zone, ..Settings::new(id, code("TOWN"), name("Town"), Timestamp::default()) };
    ayni_communities::found(tx, &PROGRAM, settings)?;
    let currency = NewCurrency {
        code: code("TWN"),
        name: name("leaf"),
        plural: name("leaves"),
        symbol: Line::parse("symbol", "L")?,
        scale: Scale::new(2)?,
        shown: 2,
        kind: CurrencyKind::Mutual,
        rate: None,
        lower: None,
        upper: None,
        request_days: 7,
    };
    let currency = ayni_ledger::create_currency(tx, &PROGRAM, currency)?;
    let mut people = Vec::new();
    for cast in [Cast::Ana, Cast::Ben] {
        let new = NewMember {
            user: Some(cast.user()),
            number: None,
            name: name(cast.name()),
            kind: MemberKind::Personal,
            description: Body::default(),
            address: ayni_kernel::Address::default(),
            location: None,
            contacts: Vec::new(),
            note: Line::default(),
        };
        people.push(ayni_members::create(tx, &PROGRAM, new)?.id);
    }
    let site = Details::new(name("House"), ResourceKind::Site);
    let site = ayni_resources::create(tx, &PROGRAM, NewResource { parent: None, details: site })?.id;
    let mut places = Vec::new();
    for (called, seats) in [("Room", 1), ("Twin", 1), ("Table", 4)] {
        let details = Details { places: seats, ..Details::new(name(called), ResourceKind::Room) };
        places.push(ayni_resources::create(tx, &PROGRAM, NewResource { parent: Some(site), details })?.id);
    }
    let attached = vec![Attachment::Everything];
    let rules = Rules {
        check_in: Some(CheckIn::Required { opens_before: 600, grace: 20 }),
        refunds: Some(vec![RefundTier { before: ayni_terms::Notice::Days(2), percent: 50 }]),
        after: Some(10),
        step: Some(5),
        ..Rules::default()
    };
    let (groups, priority) = (Vec::new(), 0);
    let policy =
        PolicyContent { name: name("House"), attached: attached.clone(), groups: groups.clone(), priority, rules };
    ayni_terms::create_policy(tx, &PROGRAM, policy)?;
    let rate = Rate::simple(&currency, vec![Tier { minutes: 60, amount: Amount::new(250) }]);
    ayni_terms::create_price(tx, &PROGRAM, PriceContent { name: name("Hour"), attached, groups, priority, rate })?;
    Ok((places, people))
}

#[test]
fn what_is_kept_equals_a_recount() {
    let mut town = Town::new();
    let zone = ayni_calendar::zone("zone", ZONE).unwrap();
    let mut known = Vec::new();
    // Five weeks, over the night in which the clock changes.
    for day in 0..35 {
        for _ in 0..6 {
            town.something_happens(&mut known);
        }
        town.clock.turn(DAY / 2);
        if day % 2 == 0 {
            town.jobs();
        }
        town.clock.turn(DAY / 2);
    }
    town.jobs();
    let today = wall(&zone, town.clock.shows()).date();
    let (mut bookings, mut cancelled, mut missed, mut earned) = (0, 0, 0, 0);
    for id in town.places.clone() {
        let first = Week::of("2026-03-01".parse().unwrap());
        let last = Week::of(today).later(AHEAD + 1);
        let kept = town.community.read(|tx| tables::weeks(tx, id, (first, last))).unwrap();
        assert_eq!(kept.len(), usize::try_from(last.0 - first.0).unwrap(), "every week is kept");
        for (week, days) in kept {
            for (date, day) in week.dates().zip(days) {
                let always = Spans::from(day_span(&zone, date));
                assert_eq!(day, town.recounted(id, date, &always, &zone), "{date}");
                bookings += day.bookings;
                cancelled += day.cancelled;
                missed += day.no_shows;
                earned += day.revenue.first().map_or(0, |(_, sum)| sum.minor());
            }
        }
    }
    assert!(bookings > 60 && cancelled > 3 && missed > 10, "{bookings} {cancelled} {missed}");
    assert!(earned > 10_000, "{earned}");
    assert_eq!(town.community.data.store().check().unwrap(), []);
}

#[test]
fn reports_are_for_those_who_look_after_places() {
    let mut town = Town::new();
    let mut known = Vec::new();
    for _ in 0..40 {
        town.something_happens(&mut known);
    }
    town.jobs();
    let ask = Asked { from: "2026-03-01".parse().unwrap(), days: 20, of: Selection::default() };
    let read = |me: &Actor| town.community.read(|tx| report(tx, me, &ask));
    for cast in [Cast::Ana, Cast::Carla] {
        assert!(matches!(read(&cast.actor()), Err(ayni_kernel::Error::Forbidden)), "{cast:?}");
    }
    assert!(matches!(read(&Actor::Stranger), Err(ayni_kernel::Error::SignIn)));
    let all = read(&Cast::Tova.actor()).unwrap();
    assert_eq!((all.lines.len(), all.steps.len(), all.left_out), (3, 20, 0));
    assert!(all.figures.bookings > 10);
    // The parts add up to the whole, whichever way it is cut.
    let mut sums = [Figures::default(), Figures::default()];
    all.lines.iter().for_each(|line| sums[0].add(&line.figures));
    all.steps.iter().for_each(|(_, step)| sums[1].add(step));
    assert_eq!(sums, [all.figures.clone(), all.figures.clone()]);
    let warm: u64 = all.heat.iter().flatten().map(|(booked, _)| u64::from(*booked)).sum();
    assert_eq!(warm, all.figures.booked_minutes());
    // Of one room alone, which Ana looks after.
    let (room, ana) = (town.places[0], town.people[0]);
    town.write(move |tx| {
        let mut details = ayni_resources::unasked(&**tx, room)?.details();
        details.managers = vec![ana];
        ayni_resources::change(tx, &PROGRAM, room, details)
    })
    .unwrap();
    let me = Actor::person(Cast::Ana.user(), ana, Cast::Ana.roles());
    let own = town.community.read(|tx| report(tx, &me, &ask)).unwrap();
    assert_eq!(own.lines.iter().map(|line| line.resource.id).collect::<Vec<_>>(), [room]);
    let outlook = town.community.read(|tx| outlook(tx, &me, Selection::default())).unwrap();
    assert!(outlook.expected.is_none() && outlook.suggestions.is_empty(), "it is too early to say anything");
}

/// A closure takes open time away from today on; what is over stays as it was.
#[test]
fn closures_are_counted_and_the_past_stays() {
    let town = Town::new();
    town.jobs();
    town.clock.turn(10 * DAY);
    town.jobs();
    let now = town.clock.shows();
    let site =
        town.community.read(|tx| ayni_resources::ancestors(tx, &ayni_resources::unasked(tx, town.places[0])?)).unwrap();
    let site = site[0].id;
    let span = Span::new(now.plus_days(-2), now.plus_days(3)).unwrap();
    let ask =
        ClosureDetails { span, rule: None, reason: Line::default(), note: Line::default(), way: ClosureWay::Tell };
    let closure = town.write(move |tx| ayni_resources::close(tx, &PROGRAM, site, ask)).unwrap();
    town.jobs();
    let open = |days: u16| {
        let ask = Asked {
            from: "2026-03-09".parse().unwrap(),
            days,
            of: Selection { under: Some(town.places[0]), category: None },
        };
        town.community.read(|tx| report(tx, &PROGRAM, &ask)).unwrap().figures.open_minutes()
    };
    // Monday and Tuesday are over; Wednesday, Thursday, Friday and a part of Saturday are closed.
    assert_eq!((open(2), open(5)), (2 * 1_440, 2 * 1_440));
    town.write(move |tx| ayni_resources::reopen(tx, &PROGRAM, closure.id)).unwrap();
    town.jobs();
    assert_eq!(open(5), 5 * 1_440, "it is open again");
}

/// Who asks before the weeks are counted hears how far the counting is, and afterwards nothing.
#[test]
fn while_weeks_are_missing_the_counting_says_how_far_it_is() {
    let town = Town::new();
    town.clock.turn(20 * DAY);
    let so_far = || town.community.read(|tx| crate::progress(tx, town.clock.shows())).unwrap();
    let first = so_far().unwrap();
    assert!(first.done == 0 && first.all >= 3 * 9, "{first:?}");
    let mut before = first.done;
    while let Some(crate::Progress { done, all }) = so_far() {
        assert!(before <= done && done < all && all == first.all);
        before = done;
        town.write(|tx| refresh(tx, 7)).unwrap();
    }
    assert!(before > 0, "it was heard of on the way");
    town.jobs();
    assert_eq!(so_far(), None);
}
