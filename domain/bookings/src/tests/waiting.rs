//! The waiting list: one after the other gets an offer that holds, and a freed place is offered once.

use std::sync::Barrier;

use ayni_kernel::{ClosureId, Line, WaitId, testing::Cast};
use ayni_resources::{CategoryDetails, ClosureDetails, ClosureWay};
use ayni_terms::Rules;

use super::town::{HOUR, PROGRAM, Town, at, name, span, words};
use crate::*;

const SLOT: (&str, &str) = ("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z");

impl Town {
    fn join(&self, who: Cast, ask: WaitAsk) -> ayni_kernel::Result<Wait> {
        let me = self.actor(who);
        self.clock.turn(1);
        self.write(move |tx| wait(tx, &me, ask))
    }

    fn wants(&self, who: Cast) -> WaitAsk {
        WaitAsk {
            member: self.member(who),
            sought: Sought::Resource(self.room),
            span: span(SLOT.0, SLOT.1),
            places: 1,
            people: 2,
            title: Line::parse("title", "Rehearsal").unwrap(),
        }
    }

    fn stands(&self, who: Cast, id: WaitId) -> Standing {
        self.community.read(|tx| standing(tx, &self.actor(who), id)).unwrap()
    }

    fn news(&self, who: Cast) -> Vec<String> {
        let told = self.community.read(|tx| ayni_notices::unseen(tx, &self.actor(who), self.member(who), 50)).unwrap();
        told.into_iter().map(|told| told.word).collect()
    }
}

#[test]
fn one_after_the_other_gets_the_place_held() {
    let town = Town::new("UTC");
    let taken = town.book(Cast::Ada, town.room, span(SLOT.0, SLOT.1)).unwrap();
    let first = town.join(Cast::Ana, town.wants(Cast::Ana)).unwrap().id;
    let second = town.join(Cast::Ben, town.wants(Cast::Ben)).unwrap().id;
    let third = town.join(Cast::Tova, town.wants(Cast::Tova)).unwrap().id;
    assert_eq!([town.stands(Cast::Ana, first).before, town.stands(Cast::Tova, third).before], [0, 2]);
    assert_eq!(words(town.join(Cast::Ana, town.wants(Cast::Ana))), ["waiting-twice"]);

    town.clock.turn(1);
    town.cancel(Cast::Ada, taken.id).unwrap();
    let offered = town.stands(Cast::Ana, first).wait;
    assert_eq!((offered.state, offered.until), (WaitState::Offered, Some(town.clock.shows().plus_seconds(2 * HOUR))));
    assert_eq!(town.stands(Cast::Ben, second).wait.state, WaitState::Waiting);
    assert_eq!((town.news(Cast::Ana), town.news(Cast::Ben)), (vec!["waiting-told-offer".to_owned()], Vec::new()));
    // It is held: nobody else can have it, in line or not.
    assert_eq!(words(town.book(Cast::Carla, town.room, span(SLOT.0, SLOT.1))), ["bookings-taken"]);

    // Ana sleeps through it, Ben is next, and Tova after he has left.
    town.clock.turn(2 * HOUR + 1);
    town.jobs();
    assert_eq!(town.stands(Cast::Ana, first).wait.state, WaitState::Missed);
    assert_eq!(town.news(Cast::Ana)[0], "waiting-told-missed");
    assert_eq!(town.stands(Cast::Ben, second).wait.state, WaitState::Offered);
    let ben = town.actor(Cast::Ben);
    town.write(move |tx| give_up(tx, &ben, second)).unwrap();
    assert_eq!(town.stands(Cast::Ben, second).wait.state, WaitState::GivenUp);
    let tova = town.actor(Cast::Tova);
    let booking = town.write(move |tx| accept_offer(tx, &tova, third)).unwrap();
    assert_eq!((booking.state, booking.title.as_str()), (State::Confirmed, "Rehearsal"));
    assert_eq!(town.stands(Cast::Tova, third).wait.state, WaitState::Taken);
    town.is_sound();
}

#[test]
fn those_with_priority_come_first_and_then_those_who_came_early() {
    let town = Town::new("UTC");
    let taken = town.book(Cast::Ada, town.room, span(SLOT.0, SLOT.1)).unwrap();
    let early = town.join(Cast::Ana, town.wants(Cast::Ana)).unwrap();
    town.rule(Rules { priority: Some(5), ..Rules::default() });
    let first = town.join(Cast::Ben, town.wants(Cast::Ben)).unwrap();
    assert_eq!((early.priority, first.priority), (0, 5));
    assert_eq!(town.stands(Cast::Ana, early.id).before, 1);
    town.cancel(Cast::Ada, taken.id).unwrap();
    assert_eq!(town.stands(Cast::Ben, first.id).wait.state, WaitState::Offered);
    assert_eq!(town.stands(Cast::Ana, early.id).wait.state, WaitState::Waiting);
}

#[test]
fn a_place_that_many_free_at_once_is_offered_once() {
    let town = Town::new("UTC");
    let taken = town.book(Cast::Ada, town.room, span(SLOT.0, SLOT.1)).unwrap();
    let people = [Cast::Ana, Cast::Ben, Cast::Carla, Cast::Tova];
    let waits = people.map(|who| (who, town.join(who, town.wants(who)).unwrap().id));
    let barrier = Barrier::new(16);
    let freed = std::thread::scope(|threads| {
        let all: Vec<_> = (0..16)
            .map(|_| {
                threads.spawn(|| {
                    barrier.wait();
                    town.cancel(Cast::Ada, taken.id).is_ok()
                })
            })
            .collect();
        all.into_iter().filter(|_| true).map(|each| each.join().unwrap()).filter(|freed| *freed).count()
    });
    let offered = waits.iter().filter(|(who, id)| town.stands(*who, *id).wait.state == WaitState::Offered).count();
    assert_eq!((freed, offered), (1, 1));
    let told: usize = people.iter().map(|who| town.news(*who).len()).sum();
    assert_eq!(told, 1);
    town.is_sound();
}

#[test]
fn seats_go_to_as_many_as_there_are() {
    let town = Town::new("UTC");
    let all = town.seats(Cast::Ada, 4, span(SLOT.0, SLOT.1)).unwrap();
    let seats = |who, places| WaitAsk { sought: Sought::Resource(town.table), places, ..town.wants(who) };
    let three = town.join(Cast::Ana, seats(Cast::Ana, 3)).unwrap().id;
    let two = town.join(Cast::Ben, seats(Cast::Ben, 2)).unwrap().id;
    let one = town.join(Cast::Carla, seats(Cast::Carla, 1)).unwrap().id;
    town.cancel(Cast::Ada, all.id).unwrap();
    let states =
        [(Cast::Ana, three), (Cast::Ben, two), (Cast::Carla, one)].map(|(who, id)| town.stands(who, id).wait.state);
    // Three and one are four; two have to wait.
    assert_eq!(states, [WaitState::Offered, WaitState::Waiting, WaitState::Offered]);
    // Two of them come back: Ben gets them.
    let ana = town.actor(Cast::Ana);
    town.write(move |tx| give_up(tx, &ana, three)).unwrap();
    assert_eq!(town.stands(Cast::Ben, two).wait.state, WaitState::Offered);
}

#[test]
fn a_booking_that_moves_away_or_frees_the_room_around_is_noticed() {
    let town = Town::new("UTC");
    let taken = town.book(Cast::Ada, town.room, span(SLOT.0, SLOT.1)).unwrap();
    // The table stands in the room.
    let ask = WaitAsk { sought: Sought::Resource(town.table), ..town.wants(Cast::Ana) };
    let table = town.join(Cast::Ana, ask).unwrap().id;
    let later = Change::keeping(&taken, taken.span.shifted(3 * HOUR));
    let ada = town.actor(Cast::Ada);
    town.write(move |tx| change(tx, &ada, taken.id, later)).unwrap();
    assert_eq!(town.stands(Cast::Ana, table).wait.state, WaitState::Offered);
}

#[test]
fn nobody_waits_for_what_is_free_or_would_never_be_given() {
    let town = Town::new("UTC");
    assert_eq!(words(town.join(Cast::Ana, town.wants(Cast::Ana))), ["waiting-free"]);
    town.book(Cast::Ada, town.room, span(SLOT.0, SLOT.1)).unwrap();
    let past = WaitAsk { span: span("2026-02-02T10:00:00Z", "2026-02-02T11:00:00Z"), ..town.wants(Cast::Ana) };
    assert_eq!(words(town.join(Cast::Ana, past)), ["bookings-past"]);
    assert_eq!(words(town.join(Cast::Ana, WaitAsk { people: 9, ..town.wants(Cast::Ana) })), ["bookings-people"]);
    let for_ben = WaitAsk { member: town.member(Cast::Ben), ..town.wants(Cast::Ana) };
    assert_eq!(words(town.join(Cast::Ana, for_ben)), ["not allowed"]);

    let mine = town.join(Cast::Ana, town.wants(Cast::Ana)).unwrap().id;
    let ben = town.actor(Cast::Ben);
    assert_eq!(words(town.community.read(|tx| standing(tx, &ben, mine))), ["not found"]);
    assert_eq!(words(town.write(move |tx| give_up(tx, &ben, mine))), ["not found"]);
    let ana = town.actor(Cast::Ana);
    assert_eq!(words(town.write(move |tx| accept_offer(tx, &ana, mine))), ["waiting-no-offer"]);
    // Its time comes, and nothing was free.
    town.now_is("2026-03-02T10:00:00Z");
    assert!(town.community.read(|tx| has_due_waits(tx, at("2026-03-02T10:00:00Z"))).unwrap());
    assert_eq!(town.write(|tx| expire_waits(tx, 10)), Ok(1));
    assert_eq!(town.stands(Cast::Ana, mine).wait.state, WaitState::Over);
    town.is_sound();
}

#[test]
fn who_leaves_early_makes_room_for_who_waits_for_the_rest() {
    let town = Town::new("UTC");
    let taken = town.book(Cast::Ada, town.room, span("2026-03-02T10:00:00Z", "2026-03-02T14:00:00Z")).unwrap();
    let ask = WaitAsk { span: span("2026-03-02T12:00:00Z", "2026-03-02T14:00:00Z"), ..town.wants(Cast::Ana) };
    let rest = town.join(Cast::Ana, ask).unwrap().id;
    town.now_is("2026-03-02T10:05:00Z");
    let ada = town.actor(Cast::Ada);
    let there = ada.clone();
    town.write(move |tx| check_in(tx, &there, taken.id, Presence::Button)).unwrap();
    town.now_is("2026-03-02T11:30:00Z");
    town.write(move |tx| check_out(tx, &ada, taken.id, Presence::Button)).unwrap();
    let offered = town.stands(Cast::Ana, rest).wait;
    // An offer never lasts longer than until the beginning.
    assert_eq!((offered.state, offered.until), (WaitState::Offered, Some(at("2026-03-02T12:00:00Z"))));
}

impl Town {
    fn shut(&self, span: ayni_calendar::Span) -> ClosureId {
        let line = |text| Line::parse("line", text).unwrap();
        let (room, reason, note) = (self.room, line("Paint"), line("We paint"));
        let ask = ClosureDetails { span, reason, note, way: ClosureWay::Tell, rule: None };
        self.write(move |tx| ayni_resources::close(tx, &PROGRAM, room, ask)).unwrap().id
    }

    /// Ana waits for the room in a slot which Ada has, and Ada gives it back while it is closed.
    fn waits_for_what_is_closed(&self) -> (WaitId, ClosureId) {
        let taken = self.book(Cast::Ada, self.room, span(SLOT.0, SLOT.1)).unwrap();
        let wait = self.join(Cast::Ana, self.wants(Cast::Ana)).unwrap().id;
        let closure = self.shut(span("2026-03-01T00:00:00Z", "2026-03-05T00:00:00Z"));
        self.cancel(Cast::Ada, taken.id).unwrap();
        assert_eq!(self.stands(Cast::Ana, wait).wait.state, WaitState::Waiting);
        (wait, closure)
    }
}

#[test]
fn what_a_lifted_closure_frees_is_offered_once() {
    let town = Town::new("UTC");
    let (wait, closure) = town.waits_for_what_is_closed();
    town.write(move |tx| ayni_resources::reopen(tx, &PROGRAM, closure)).unwrap();
    assert_eq!(town.stands(Cast::Ana, wait).wait.state, WaitState::Offered);
    assert_eq!(town.news(Cast::Ana), ["waiting-told-offer"]);
    town.is_sound();
}

#[test]
fn a_closure_that_is_shortened_and_a_place_back_in_service_are_noticed_too() {
    let town = Town::new("UTC");
    let (wait, closure) = town.waits_for_what_is_closed();
    let room = town.room;
    // It ends before the slot now, but meanwhile the heating is out.
    town.write(move |tx| ayni_resources::pause(tx, &PROGRAM, room, Line::default())).unwrap();
    let line = |text| Line::parse("line", text).unwrap();
    let shorter = ClosureDetails {
        span: span("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z"),
        reason: line("Paint"),
        note: line("We paint"),
        way: ClosureWay::Tell,
        rule: None,
    };
    town.write(move |tx| ayni_resources::change_closure(tx, &PROGRAM, closure, shorter)).unwrap();
    assert_eq!(town.stands(Cast::Ana, wait).wait.state, WaitState::Waiting);
    town.write(move |tx| ayni_resources::resume(tx, &PROGRAM, room)).unwrap();
    assert_eq!(town.stands(Cast::Ana, wait).wait.state, WaitState::Offered);
    assert_eq!(town.news(Cast::Ana), ["waiting-told-offer"]);
}

#[test]
fn a_hall_of_seats_that_opens_again_is_offered_to_all_a_few_at_a_time() {
    let town = Town::new("UTC");
    let table = town.table;
    let mut details = town.community.read(|tx| ayni_resources::unasked(tx, table)).unwrap().details();
    details.places = 40;
    town.write(move |tx| ayni_resources::change(tx, &PROGRAM, table, details)).unwrap();
    // Ana waits for a seat in each of twelve hours: one opening frees them all.
    let hours: Vec<_> = (0..12)
        .map(|hour| {
            let span = span("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z").shifted(hour * HOUR);
            let taken = town.seats(Cast::Ada, 40, span).unwrap().id;
            let ask = WaitAsk { sought: Sought::Resource(table), span, ..town.wants(Cast::Ana) };
            (taken, town.join(Cast::Ana, ask).unwrap().id)
        })
        .collect();
    town.write(move |tx| ayni_resources::pause(tx, &PROGRAM, table, Line::default())).unwrap();
    for (taken, _) in &hours {
        town.cancel(Cast::Ada, *taken).unwrap();
    }
    let offered = || {
        let stands = hours.iter().map(|(_, wait)| town.stands(Cast::Ana, *wait).wait.state);
        stands.filter(|state| *state == WaitState::Offered).count()
    };
    assert_eq!(offered(), 0);
    town.write(move |tx| ayni_resources::resume(tx, &PROGRAM, table)).unwrap();
    assert_eq!(offered(), 8);
    town.clock.turn(1);
    assert!(town.community.read(|tx| has_due_waits(tx, town.clock.shows())).unwrap());
    town.write(|tx| expire_waits(tx, 10)).unwrap();
    assert_eq!(offered(), 12);
    town.clock.turn(1);
    assert!(!town.community.read(|tx| has_due_waits(tx, town.clock.shows())).unwrap());
    town.is_sound();
}

#[test]
fn who_waits_for_any_of_a_category_gets_the_first_that_becomes_free() {
    let town = Town::new("UTC");
    let (room, twin) = (town.room, town.twin);
    let category = town
        .write(move |tx| {
            let details =
                CategoryDetails { name: name("Rooms"), parent: None, icon: Line::default(), attributes: Vec::new() };
            let category = ayni_resources::add_category(tx, &PROGRAM, details)?.id;
            for id in [room, twin] {
                let mut details = ayni_resources::unasked(&*tx, id)?.details();
                details.category = Some(category);
                ayni_resources::change(tx, &PROGRAM, id, details)?;
            }
            Ok(category)
        })
        .unwrap();
    let any = WaitAsk { sought: Sought::Category(category), ..town.wants(Cast::Ana) };
    town.book(Cast::Ada, room, span(SLOT.0, SLOT.1)).unwrap();
    assert_eq!(words(town.join(Cast::Ana, any.clone())), ["waiting-free"]);
    let second = town.book(Cast::Ben, twin, span(SLOT.0, SLOT.1)).unwrap();
    let wait = town.join(Cast::Ana, any).unwrap().id;
    town.cancel(Cast::Ben, second.id).unwrap();
    let offer = town.stands(Cast::Ana, wait).wait.offer.unwrap();
    assert_eq!(town.see(offer).resource, twin);
}
