//! A place is closed or breaks: its bookings go elsewhere with the least disturbance, and everybody is told.

use ayni_kernel::{ClosureId, Line, Name, ResourceId, WriteTx, testing::Cast};
use ayni_resources::{ClosureDetails, ClosureWay, Details, NewResource, ResourceKind};

use super::town::{HOUR, PROGRAM, Town, span, words};
use crate::{resolution::assign, *};

impl Town {
    /// Another room in the house for so many people.
    fn another_room(&self, called: &str, capacity: u32) -> ResourceId {
        let mut details = Details::new(Name::parse("name", called).unwrap(), ResourceKind::Room);
        details.capacity = capacity;
        let parent = Some(self.site);
        self.write(move |tx| ayni_resources::create(tx, &PROGRAM, NewResource { parent, details })).unwrap().id
    }

    fn close(&self, resource: ResourceId, span: ayni_calendar::Span, way: ClosureWay) -> ClosureId {
        let line = |text| Line::parse("line", text).unwrap();
        let ask = ClosureDetails { span, rule: None, reason: line("Leak"), note: line("The roof leaks"), way };
        self.write(move |tx| ayni_resources::close(tx, &PROGRAM, resource, ask)).unwrap().id
    }

    fn plan(&self, cause: Cause) -> Plan {
        self.community.read(|tx| resolution(tx, &self.actor(Cast::Ada), cause)).unwrap()
    }

    fn do_it(&self, cause: Cause, id: ayni_kernel::BookingId, decision: Decision) -> ayni_kernel::Result<Booking> {
        let ada = self.actor(Cast::Ada);
        self.write(move |tx: &mut WriteTx<'_>| carry_out(tx, &ada, (cause, id), decision))
    }

    fn heard(&self, who: Cast) -> Vec<String> {
        let told = self.community.read(|tx| ayni_notices::unseen(tx, &self.actor(who), self.member(who), 50)).unwrap();
        told.into_iter().map(|told| told.word).collect()
    }
}

#[test]
fn bookings_of_a_closed_room_go_where_they_disturb_least() {
    let town = Town::new("UTC");
    town.price(600, |_| ());
    let hall = town.another_room("Hall", 30);
    let slot = span("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z");
    let first = town.book(Cast::Ana, town.room, slot).unwrap();
    let second = town.book(Cast::Ben, town.room, slot.shifted(HOUR)).unwrap();
    let outside = town.book(Cast::Ben, town.room, slot.shifted(26 * HOUR)).unwrap();
    // The twin is taken at eleven, so the second has to go to the hall.
    town.book(Cast::Carla, town.twin, slot.shifted(HOUR)).unwrap();
    let day = span("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z");
    let cause = Cause::Closure(town.close(town.room, day, ClosureWay::Move));
    let plan = town.plan(cause);
    let proposed: Vec<_> = plan.affected.iter().map(|each| (each.booking.id, each.proposed)).collect();
    let to = |to, span| Decision::Move { to, span };
    assert_eq!(proposed, [(first.id, to(town.twin, slot)), (second.id, to(hall, second.span))]);
    assert!(!plan.more && plan.note.as_str() == "The roof leaks");

    for (id, decision) in proposed {
        town.do_it(cause, id, decision).unwrap();
    }
    let moved = town.see(first.id);
    assert_eq!((moved.resource, moved.span, moved.state), (town.twin, slot, State::Confirmed));
    assert_eq!((town.purse(Cast::Ana), moved.quote), ((0, 600), first.quote));
    assert_eq!(town.heard(Cast::Ana), ["resolution-told-moved"]);
    assert_eq!(town.see(outside.id), outside);
    assert!(town.plan(cause).affected.is_empty());
    town.is_sound();
}

#[test]
fn a_place_that_is_gone_meanwhile_is_not_taken_twice() {
    let town = Town::new("UTC");
    let slot = span("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z");
    let small = town.another_room("Small", 8);
    // Both rooms are closed, and there is one other.
    let many = Ask { people: 6, ..town.ask(Cast::Ana, town.room, slot) };
    let few = Ask { people: 2, ..town.ask(Cast::Ben, town.twin, slot) };
    let (ana, ben) = (town.actor(Cast::Ana), town.actor(Cast::Ben));
    let many = town.write(move |tx| book(tx, &ana, many)).unwrap();
    let few = town.write(move |tx| book(tx, &ben, few)).unwrap();
    let day = span("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z");
    town.close(town.twin, day, ClosureWay::Move);
    let cause = Cause::Closure(town.close(town.room, day, ClosureWay::Move));
    let of_room = town.plan(cause);
    assert_eq!(of_room.affected.len(), 1);
    let Decision::Move { to, .. } = of_room.affected[0].proposed else { panic!("nothing is proposed") };
    assert_eq!(to, small);
    town.do_it(cause, many.id, Decision::Move { to, span: slot }).unwrap();
    // The place is taken now, whoever decided on it before.
    assert_eq!(words(town.do_it(cause, few.id, Decision::Move { to, span: slot })), ["bookings-taken"]);
}

#[test]
fn what_finds_no_place_is_offered_another_time_or_given_back_whole() {
    let town = Town::new("UTC");
    town.price(600, |_| ());
    let slot = span("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z");
    let booked = town.book(Cast::Ana, town.room, slot).unwrap();
    let taken = town.book(Cast::Carla, town.twin, slot).unwrap();
    let noon = span("2026-03-02T09:00:00Z", "2026-03-02T12:00:00Z");
    let cause = Cause::Closure(town.close(town.room, noon, ClosureWay::Move));
    let plan = town.plan(cause);
    // At noon it opens again; nobody is sent there unasked.
    assert_eq!(plan.affected[0].proposed, Decision::Tell);
    let (place, time) = plan.affected[0].instead.clone().unwrap();
    assert!(place.id == town.room && (time.start >= noon.end || time.end <= noon.start));
    town.do_it(cause, booked.id, Decision::Tell).unwrap();
    town.do_it(cause, booked.id, Decision::Cancel).unwrap();
    assert_eq!((town.see(booked.id).state, town.purse(Cast::Ana)), (State::Cancelled, (0, 0)));
    assert_eq!(town.heard(Cast::Ana), ["bookings-told-cancelled", "resolution-told-closed"]);
    assert_eq!(town.see(taken.id), taken);
    let ben = town.actor(Cast::Ben);
    assert_eq!(words(town.community.read(|tx| resolution(tx, &ben, cause))), ["not allowed"]);
}

#[test]
fn a_broken_place_warns_its_managers_once_and_takes_what_stands_in_it_along() {
    let town = Town::new("UTC");
    let (room, manager) = (town.room, town.member(Cast::Carla));
    let mut details = town.community.read(|tx| ayni_resources::unasked(tx, room)).unwrap().details();
    details.managers = vec![manager];
    town.write(move |tx| ayni_resources::change(tx, &PROGRAM, room, details)).unwrap();
    let seats = town.seats(Cast::Ana, 2, span("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z")).unwrap();
    assert_eq!(town.heard(Cast::Carla), Vec::<String>::new());
    let why = Line::parse("note", "The heating is out").unwrap();
    for _ in 0..2 {
        let why = why.clone();
        town.write(move |tx| ayni_resources::pause(tx, &PROGRAM, room, why)).unwrap();
    }
    assert_eq!(town.heard(Cast::Carla), ["resolution-told-affected"]);
    let carla = town.actor(Cast::Carla);
    let plan = town.community.read(|tx| resolution(tx, &carla, Cause::Outage(room))).unwrap();
    assert_eq!(plan.affected.iter().map(|each| each.booking.id).collect::<Vec<_>>(), [seats.id]);
    assert_eq!(plan.note.as_str(), "The heating is out");
    town.write(move |tx| ayni_resources::resume(tx, &PROGRAM, room)).unwrap();
    assert_eq!(words(town.community.read(|tx| resolution(tx, &carla, Cause::Outage(room)))), ["resolution-in-service"]);
}

#[test]
fn a_closure_that_comes_again_concerns_each_time_and_tells_of_those_that_come_near() {
    let town = Town::new("Europe/Madrid");
    town.now_is("2026-03-01T12:00:00Z");
    let (room, manager) = (town.room, town.member(Cast::Carla));
    let mut details = town.community.read(|tx| ayni_resources::unasked(tx, room)).unwrap().details();
    details.managers = vec![manager];
    town.write(move |tx| ayni_resources::change(tx, &PROGRAM, room, details)).unwrap();
    // First Mondays at nine on the wall: in winter eight in UTC, in summer seven.
    let march = town.book(Cast::Ana, town.twin, span("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z")).unwrap();
    let april = town.book(Cast::Ana, town.room, span("2026-04-06T07:00:00Z", "2026-04-06T08:00:00Z")).unwrap();
    let beside = town.book(Cast::Ben, town.room, span("2026-05-04T08:00:00Z", "2026-05-04T09:00:00Z")).unwrap();
    let later = town.book(Cast::Ben, town.room, span("2026-09-07T06:30:00Z", "2026-09-07T07:30:00Z")).unwrap();
    let line = |text| Line::parse("line", text).unwrap();
    let ask = ClosureDetails {
        span: span("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z"),
        rule: Some(ayni_calendar::Rule::parse("rule", "FREQ=MONTHLY;BYDAY=1MO").unwrap()),
        reason: line("Cleaning"),
        note: line("Cleaning"),
        way: ClosureWay::Move,
    };
    let closure = town.write(move |tx| ayni_resources::close(tx, &PROGRAM, room, ask)).unwrap();
    let cause = Cause::Closure(closure.id);
    let concerned = || town.plan(cause).affected.iter().map(|each| each.booking.id).collect::<Vec<_>>();
    assert_eq!(concerned(), [april.id]);
    assert_eq!(town.heard(Cast::Carla), ["resolution-told-affected"]);
    let (carla, twin) = (town.actor(Cast::Carla), Decision::Move { to: town.twin, span: april.span });
    assert!(town.do_it(cause, april.id, twin).is_ok());
    town.write(move |tx| ayni_notices::see_all(tx, &carla, manager)).unwrap();

    // A week later more has come near, but nothing that lies inside; in summer the next does.
    let look = || town.write(|tx| look_ahead(tx, 10)).unwrap();
    assert_eq!(look(), 0);
    town.now_is("2026-03-09T12:00:00Z");
    assert_eq!((look(), look(), town.heard(Cast::Carla).len()), (1, 0, 0));
    town.now_is("2026-07-01T12:00:00Z");
    assert_eq!((look(), look()), (1, 0));
    assert_eq!((concerned(), town.heard(Cast::Carla)), (vec![later.id], vec!["resolution-told-affected".to_owned()]));
    // New bookings find it closed; the next hour is free.
    let next = span("2026-07-06T07:00:00Z", "2026-07-06T08:00:00Z");
    assert_eq!(words(town.book(Cast::Ana, town.room, next)), ["bookings-closed"]);
    town.book(Cast::Ana, town.room, next.shifted(HOUR)).unwrap();
    assert_eq!((town.see(march.id).resource, town.see(beside.id).resource), (town.twin, town.room));
    town.is_sound();
}

/// Every way to give rows columns: as many as possible, then the cheapest.
fn by_trying(costs: &[Vec<Option<u32>>], row: usize, used: &mut Vec<usize>) -> (usize, u32) {
    let Some(options) = costs.get(row) else { return (0, 0) };
    let (count, sum) = by_trying(costs, row + 1, used);
    let mut best = (count, sum);
    for (column, cost) in options.iter().enumerate() {
        let Some(cost) = cost else { continue };
        if used.contains(&column) {
            continue;
        }
        used.push(column);
        let (count, sum) = by_trying(costs, row + 1, used);
        used.pop();
        let found = (count + 1, sum + cost);
        if found.0 > best.0 || found.0 == best.0 && found.1 < best.1 {
            best = found;
        }
    }
    best
}

#[test]
fn the_assignment_is_as_good_as_trying_everything() {
    let mut chance = 12_345_u64;
    let mut draw = |below: u64| {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (chance >> 33) % below
    };
    for _ in 0..400 {
        let (rows, columns) = (draw(6), draw(6));
        let costs: Vec<Vec<Option<u32>>> = (0..rows)
            .map(|_| (0..columns).map(|_| (draw(3) > 0).then(|| u32::try_from(draw(50)).unwrap())).collect())
            .collect();
        let found = assign(&costs, usize::try_from(columns).unwrap());
        let mut taken: Vec<usize> = found.iter().flatten().copied().collect();
        let count = taken.len();
        taken.sort_unstable();
        taken.dedup();
        assert_eq!(taken.len(), count, "a column twice: {costs:?}");
        let sum: u32 = found.iter().enumerate().filter_map(|(row, column)| costs[row][(*column)?]).sum();
        assert_eq!((count, sum), by_trying(&costs, 0, &mut Vec::new()), "{costs:?}");
    }
}

#[test]
fn who_was_moved_by_the_house_may_cancel_for_nothing_until_it_begins() {
    use ayni_terms::{Notice, RefundTier, Rules, Why};
    let town = Town::new("UTC");
    town.price(600, |_| ());
    let strict = vec![RefundTier { before: Notice::Minutes(48 * 60), percent: 50 }];
    town.rule(Rules { refunds: Some(strict), ..Rules::default() });
    let slot = span("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z");
    let booked = town.book(Cast::Ana, town.room, slot).unwrap();
    let day = span("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z");
    let cause = Cause::Closure(town.close(town.room, day, ClosureWay::Move));
    town.now_is("2026-03-02T08:00:00Z");
    let ana = town.actor(Cast::Ana);
    let settled = |town: &Town| town.community.read(|tx| cancellation(tx, &ana, booked.id)).unwrap();
    assert_eq!(settled(&town).why, Why::TooLate);
    town.do_it(cause, booked.id, Decision::Move { to: town.twin, span: slot }).unwrap();
    let now = settled(&town);
    assert_eq!((now.why, now.percent, now.until), (Why::Moved, 100, Some(slot.start)));
    assert!(town.see(booked.id).moved.is_some());
    // Whoever chooses another time themselves agrees to the usual terms again.
    let me = town.actor(Cast::Ana);
    let later = Change::keeping(&town.see(booked.id), slot.shifted(HOUR));
    town.write(move |tx| change(tx, &me, booked.id, later)).unwrap();
    assert_eq!(settled(&town).why, Why::TooLate);
    town.do_it(cause, booked.id, Decision::Move { to: town.twin, span: slot }).unwrap();
    town.cancel(Cast::Ana, booked.id).unwrap();
    assert_eq!(town.purse(Cast::Ana), (0, 0));
}
