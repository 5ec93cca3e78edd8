//! Who has which place when: wholes, seats, parents and parts, buffers, closures, requests.

use ayni_calendar::Span;
use ayni_kernel::{Line, testing::Cast};
use ayni_resources::{Details, NewResource, ResourceKind};
use ayni_terms::{Approval, Rules, Tentative};

use super::town::{HOUR, PROGRAM, Town, at, name, span, words};
use crate::*;

fn morning() -> Span {
    span("2026-03-02T10:00:00Z", "2026-03-02T12:00:00Z")
}

#[test]
fn a_place_has_one_booking_at_a_time_and_the_next_begins_where_it_ends() {
    let town = Town::new("UTC");
    let first = town.book(Cast::Ana, town.room, morning()).unwrap();
    assert_eq!(first.state, State::Confirmed);
    for (from, to) in [("09:00", "10:01"), ("10:30", "11:00"), ("11:59", "13:00"), ("09:00", "13:00")] {
        let wish = span(&format!("2026-03-02T{from}:00Z"), &format!("2026-03-02T{to}:00Z"));
        // The minute that is off the grid is told, too; the place that is gone weighs more.
        assert_eq!(words(town.book(Cast::Ben, town.room, wish)), ["bookings-taken"], "{from}–{to}");
    }
    town.book(Cast::Ben, town.room, span("2026-03-02T12:00:00Z", "2026-03-02T13:00:00Z")).unwrap();
    town.book(Cast::Ben, town.room, span("2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z")).unwrap();
    town.book(Cast::Ben, town.twin, morning()).unwrap();
    town.is_sound();
}

#[test]
fn what_is_given_back_can_be_had_again() {
    let town = Town::new("UTC");
    let first = town.book(Cast::Ana, town.room, morning()).unwrap();
    assert_eq!(words(town.cancel(Cast::Ben, first.id)), ["not found"]);
    town.cancel(Cast::Ana, first.id).unwrap();
    town.book(Cast::Ben, town.room, morning()).unwrap();
    assert_eq!(words(town.cancel(Cast::Ana, first.id)), ["bookings-stands-cancelled"]);
}

#[test]
fn seats_are_counted_where_it_is_fullest() {
    let town = Town::new("UTC");
    town.seats(Cast::Ana, 2, span("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z")).unwrap();
    town.seats(Cast::Ben, 2, span("2026-03-02T11:00:00Z", "2026-03-02T12:00:00Z")).unwrap();
    // Never more than two of four are taken, so two more fit over both.
    town.seats(Cast::Carla, 2, morning()).unwrap();
    assert_eq!(words(town.seats(Cast::Tova, 1, morning())), ["bookings-full"]);
    assert_eq!(
        words(town.seats(Cast::Tova, 5, span("2026-03-03T10:00:00Z", "2026-03-03T11:00:00Z"))),
        ["bookings-places"]
    );
    town.is_sound();
}

#[test]
fn what_stands_in_a_room_takes_the_room_and_the_room_takes_it() {
    let town = Town::new("UTC");
    town.seats(Cast::Ana, 1, morning()).unwrap();
    assert_eq!(words(town.book(Cast::Ben, town.room, morning())), ["bookings-taken"]);
    let later = span("2026-03-02T14:00:00Z", "2026-03-02T15:00:00Z");
    town.book(Cast::Ben, town.room, later).unwrap();
    assert_eq!(words(town.seats(Cast::Ana, 1, later)), ["bookings-full"]);
    // Beside each other they do not meet.
    town.book(Cast::Ana, town.twin, later).unwrap();
}

#[test]
fn a_set_takes_all_its_parts() {
    let town = Town::new("UTC");
    let parts = vec![town.room, town.twin];
    let site = town.site;
    let set = town
        .write(move |tx| {
            let details = Details { parts, ..Details::new(name("Both"), ResourceKind::Set) };
            ayni_resources::create(tx, &PROGRAM, NewResource { parent: Some(site), details })
        })
        .unwrap();
    town.book(Cast::Ana, set.id, morning()).unwrap();
    assert_eq!(words(town.book(Cast::Ben, town.twin, morning())), ["bookings-taken"]);
    assert_eq!(words(town.seats(Cast::Ben, 1, morning())), ["bookings-full"]);
    let later = span("2026-03-02T14:00:00Z", "2026-03-02T15:00:00Z");
    town.seats(Cast::Ben, 1, later).unwrap();
    assert_eq!(words(town.book(Cast::Ana, set.id, later)), ["bookings-taken"]);
}

#[test]
fn time_before_and_after_is_kept_free() {
    let town = Town::new("UTC");
    town.rule(Rules { before: Some(15), after: Some(30), ..Rules::default() });
    town.book(Cast::Ana, town.room, morning()).unwrap();
    let wish = |from, to| town.book(Cast::Ben, town.room, span(from, to));
    assert_eq!(words(wish("2026-03-02T12:30:00Z", "2026-03-02T13:00:00Z")), ["bookings-taken"]);
    wish("2026-03-02T12:45:00Z", "2026-03-02T13:15:00Z").unwrap();
    assert_eq!(words(wish("2026-03-02T09:00:00Z", "2026-03-02T09:30:00Z")), ["bookings-taken"]);
    wish("2026-03-02T08:30:00Z", "2026-03-02T09:15:00Z").unwrap();
}

#[test]
fn a_request_may_hold_its_place_or_not_and_the_first_yes_has_it() {
    let town = Town::new("UTC");
    let ask = Rules { approval: Some(Approval::Always), tentative: Some(Tentative::Free), ..Rules::default() };
    town.rule(ask);
    let one = town.book(Cast::Ana, town.room, morning()).unwrap();
    let two = town.book(Cast::Ben, town.room, morning()).unwrap();
    assert_eq!((one.state, two.state), (State::Tentative, State::Tentative));
    let ada = town.actor(Cast::Ada);
    let waiting = town.community.read(|tx| waiting_for_answer(tx, &ada)).unwrap();
    assert_eq!(waiting.len(), 2);
    let yes = |id| {
        let ada = town.actor(Cast::Ada);
        town.write(move |tx| approve(tx, &ada, id))
    };
    yes(two.id).unwrap();
    assert_eq!(words(yes(one.id)), ["bookings-taken-meanwhile"]);
    let (ada, id) = (town.actor(Cast::Ada), one.id);
    let no = town.write(move |tx| decline(tx, &ada, id, Line::parse("reason", "Taken by now")?)).unwrap();
    assert_eq!(no.state, State::Declined);
    let told = town.community.read(|tx| ayni_notices::unseen(tx, &town.actor(Cast::Ana), town.member(Cast::Ana), 9));
    assert_eq!(told.unwrap().first().unwrap().word, "bookings-told-declined");
    assert_eq!(words(town.write(move |tx| approve(tx, &Cast::Ben.actor(), id))), ["not found"]);
}

#[test]
fn moving_a_booking_does_not_stand_in_its_own_way() {
    let town = Town::new("UTC");
    let first = town.book(Cast::Ana, town.room, morning()).unwrap();
    town.book(Cast::Ben, town.room, span("2026-03-02T13:00:00Z", "2026-03-02T14:00:00Z")).unwrap();
    let shift = |to: Span| {
        let (me, change) = (town.actor(Cast::Ana), Change::keeping(&first, to));
        town.write(move |tx| super::super::change(tx, &me, first.id, change))
    };
    let moved = shift(span("2026-03-02T11:00:00Z", "2026-03-02T13:00:00Z")).unwrap();
    assert_eq!(moved.sequence, first.sequence + 1);
    assert_eq!(words(shift(span("2026-03-02T11:00:00Z", "2026-03-02T13:15:00Z"))), ["bookings-taken"]);
    town.book(Cast::Ben, town.room, span("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z")).unwrap();
    town.is_sound();
}

#[test]
fn why_not_names_everything_and_offers_the_nearest() {
    let town = Town::new("UTC");
    town.rule(Rules { max_length: Some(240), ..Rules::default() });
    town.book(Cast::Ana, town.room, morning()).unwrap();
    let wish =
        Ask { people: 6, ..town.ask(Cast::Ben, town.room, span("2026-03-02T09:00:00Z", "2026-03-02T11:00:00Z")) };
    let verdict = town.community.read(|tx| why(tx, &town.actor(Cast::Ben), &wish, None)).unwrap();
    let said: Vec<_> = verdict.objections.iter().map(|objection| objection.fault.word).collect();
    assert_eq!(said, ["bookings-taken"]);
    let offered: Vec<_> =
        verdict.alternatives.iter().map(|other| (other.instead, other.resource.id, other.span)).collect();
    assert!(offered.contains(&(Instead::Shifted, town.room, span("2026-03-02T08:00:00Z", "2026-03-02T10:00:00Z"))));
    assert!(offered.contains(&(Instead::Shorter, town.room, span("2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z"))));
    assert!(offered.contains(&(Instead::Elsewhere, town.twin, wish.span)));
    // Each of them can really be had.
    for other in verdict.alternatives {
        let (me, ask) = (town.actor(Cast::Ben), Ask { resource: other.resource.id, span: other.span, ..wish.clone() });
        let id = town.write(move |tx| book(tx, &me, ask)).unwrap().id;
        town.cancel(Cast::Ben, id).unwrap();
    }
    let long = town.ask(Cast::Ben, town.room, span("2026-03-03T09:00:00Z", "2026-03-03T14:00:00Z"));
    let verdict = town.community.read(|tx| why(tx, &town.actor(Cast::Ben), &long, None)).unwrap();
    let policy = verdict.objections.first().unwrap().policy.clone();
    assert_eq!(policy.unwrap().as_str(), "House");
}

#[test]
fn a_search_tells_what_is_free_and_why_the_rest_is_not() {
    let town = Town::new("UTC");
    town.book(Cast::Ana, town.room, morning()).unwrap();
    let search = Search {
        wanted: Wanted { kinds: vec![ResourceKind::Room], people: 6, ..Wanted::default() },
        span: morning(),
        places: 1,
        people: 6,
        member: Some(town.member(Cast::Ben)),
        limit: 10,
    };
    let found = town.community.read(|tx| find(tx, &town.actor(Cast::Ben), &search)).unwrap();
    let fitting: Vec<_> = found.fitting.iter().map(|fit| fit.resource.id).collect();
    assert_eq!(fitting, [town.twin]);
    let other = found.others.first().unwrap();
    assert_eq!((other.resource.id, other.next.unwrap().start), (town.room, at("2026-03-02T12:00:00Z")));
    let nine = Search { wanted: Wanted { people: 9, ..search.wanted.clone() }, ..search };
    assert_eq!(town.community.read(|tx| find(tx, &town.actor(Cast::Ben), &nine)).unwrap(), Found::default());
}

#[test]
fn nothing_is_booked_in_the_past_and_nothing_longer_than_a_year() {
    let town = Town::new("UTC");
    let past = span("2026-03-01T07:00:00Z", "2026-03-01T08:00:00Z");
    assert_eq!(words(town.book(Cast::Ana, town.room, past)), ["bookings-past"]);
    let ages = Span::new(at("2026-03-02T00:00:00Z"), at("2026-03-02T00:00:00Z").plus_seconds(400 * 24 * HOUR)).unwrap();
    assert!(words(town.book(Cast::Ana, town.room, ages)).contains(&"bookings-too-long"));
    town.is_sound();
}

#[test]
fn a_picture_of_many_places_says_which_are_free_taken_closed_or_not_to_be_had() {
    let town = Town::new("UTC");
    let slot = span("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z");
    town.seats(Cast::Ana, 3, slot).unwrap();
    let ben = town.actor(Cast::Ben);
    let look = |id| town.community.read(|tx| vacancy(tx, &ben, id, slot)).unwrap();
    // A seat is left at the table; the room around it cannot be had as a whole.
    assert_eq!(
        [town.site, town.room, town.twin, town.table].map(look),
        [Vacancy::Off, Vacancy::Taken, Vacancy::Free, Vacancy::Free]
    );
    town.seats(Cast::Ben, 1, slot).unwrap();
    let closed = ayni_resources::ClosureDetails {
        span: slot.shifted(HOUR / 2),
        rule: None,
        reason: ayni_kernel::Line::default(),
        note: ayni_kernel::Line::default(),
        way: ayni_resources::ClosureWay::Tell,
    };
    let twin = town.twin;
    town.write(move |tx| ayni_resources::close(tx, &PROGRAM, twin, closed)).unwrap();
    assert_eq!([town.twin, town.table].map(look), [Vacancy::Closed, Vacancy::Taken]);
}
