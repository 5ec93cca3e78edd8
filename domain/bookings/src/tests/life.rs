//! From the wish to the door: lists, what others see, checking in by a signed code.

use ayni_kernel::{Actor, testing::Cast};
use ayni_terms::{CheckIn, Details, Rules};

use super::town::{Town, span, words};
use crate::*;

#[test]
fn a_member_finds_what_is_coming_and_what_was() {
    let town = Town::new("UTC");
    for day in 2..7 {
        let slot = span(&format!("2026-03-0{day}T10:00:00Z"), &format!("2026-03-0{day}T11:00:00Z"));
        town.book(Cast::Ana, town.room, slot).unwrap();
    }
    town.now_is("2026-03-04T11:00:00Z");
    town.jobs();
    let list = |part, after| {
        let (ana, member) = (town.actor(Cast::Ana), town.member(Cast::Ana));
        town.community.read(|tx| of_member(tx, &ana, member, (part, after, 2))).unwrap()
    };
    let days = |page: &ayni_kernel::Page<Booking>| {
        page.rows.iter().map(|booking| booking.span.start.to_string()).collect::<Vec<_>>()
    };
    let upcoming = list(Part::Upcoming, None);
    assert_eq!(days(&upcoming), ["2026-03-05T10:00:00Z", "2026-03-06T10:00:00Z"]);
    assert!(upcoming.next.is_none());
    let past = list(Part::Past, None);
    assert_eq!(days(&past), ["2026-03-04T10:00:00Z", "2026-03-03T10:00:00Z"]);
    assert_eq!(days(&list(Part::Past, past.next)), ["2026-03-02T10:00:00Z"]);
    let dropped = upcoming.rows.last().unwrap().id;
    town.cancel(Cast::Ana, dropped).unwrap();
    assert_eq!(list(Part::Past, None).rows.first().unwrap().id, dropped, "what was given back is past at once");
    let (ben, member) = (town.actor(Cast::Ben), town.member(Cast::Ana));
    assert_eq!(words(town.community.read(|tx| of_member(tx, &ben, member, (Part::Past, None, 2)))), ["not allowed"]);
}

#[test]
fn others_see_what_the_policy_lets_them_see() {
    let town = Town::new("UTC");
    town.rule(Rules { details: Some(Details::Own), ..Rules::default() });
    let slot = span("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z");
    let booked = town.book(Cast::Ana, town.room, slot).unwrap();
    let seen = |who: &Actor| town.community.read(|tx| on(tx, who, town.room, slot)).unwrap().remove(0);
    let own = seen(&town.actor(Cast::Ana));
    assert_eq!((own.booking, own.whose, own.member.is_some()), (Some(booked.id), Whose::Mine, true));
    let other = seen(&town.actor(Cast::Ben));
    assert_eq!((other.booking, other.whose, other.member, other.title), (None, Whose::Others, None, None));
    let admin = seen(&town.actor(Cast::Ada));
    assert_eq!((admin.booking, admin.whose), (Some(booked.id), Whose::Managed));
    let ben = town.actor(Cast::Ben);
    assert_eq!(words(town.community.read(|tx| booking(tx, &ben, booked.id))), ["not found"]);
    assert_eq!(words(town.community.read(|tx| booking(tx, &Actor::Stranger, booked.id))), ["sign in first"]);
}

#[test]
fn the_code_at_the_door_checks_in_and_only_there_and_only_now() {
    let town = Town::new("UTC");
    town.rule(Rules { check_in: Some(CheckIn::Required { opens_before: 15, grace: 15 }), ..Rules::default() });
    town.book(Cast::Ana, town.room, span("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z")).unwrap();
    town.now_is("2026-03-02T09:50:00Z");
    let code = |sign, room| {
        let ada = town.actor(Cast::Ada);
        town.write(move |tx| door_code(tx, &ada, room, sign)).unwrap()
    };
    let scan = |who: Cast, code: String| {
        let me = town.actor(who);
        town.write(move |tx| check_in_at_door(tx, &me, &code))
    };
    let (paper, screen) = (code(Sign::Paper, town.room), code(Sign::Screen, town.room));
    assert_eq!(words(scan(Cast::Ben, paper.clone())), ["bookings-door-none"]);
    assert_eq!(words(scan(Cast::Ana, code(Sign::Paper, town.twin))), ["bookings-door-none"]);
    let mut forged = paper.clone();
    forged.replace_range(0..1, if paper.starts_with('A') { "B" } else { "A" });
    assert_eq!(words(scan(Cast::Ana, forged)), ["bookings-door-unknown"]);
    assert_eq!(words(scan(Cast::Ana, "hello".to_owned())), ["bookings-door-unknown"]);
    town.clock.turn(20 * 60);
    assert_eq!(words(scan(Cast::Ana, screen)), ["bookings-door-old"]);
    let here = scan(Cast::Ana, code(Sign::Screen, town.room)).unwrap();
    assert_eq!((here.state, here.came.unwrap().1), (State::CheckedIn, Presence::Door));
    assert_eq!(words(scan(Cast::Ana, paper)), ["bookings-stands-checked-in"]);
    let ben = town.actor(Cast::Ben);
    let room = town.room;
    assert_eq!(words(town.write(move |tx| door_code(tx, &ben, room, Sign::Paper))), ["not allowed"]);
}

#[test]
fn a_calendar_of_many_places_shows_what_takes_what() {
    let town = Town::new("UTC");
    town.seats(Cast::Ana, 2, span("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z")).unwrap();
    let day = span("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z");
    let ben = town.actor(Cast::Ben);
    let lanes = town.community.read(|tx| timeline(tx, &ben, &[town.room, town.table], day)).unwrap();
    let (room, table) = (lanes.first().unwrap(), lanes.last().unwrap());
    assert_eq!((room.shown.len(), room.blocked.seconds()), (0, 3_600));
    assert_eq!((table.shown.len(), table.blocked.seconds()), (1, 0));
}

#[test]
fn a_desk_by_the_day_is_booked_over_nights_that_are_closed_but_not_over_closed_days() {
    let town = Town::new("UTC");
    let room = town.room;
    let desk = town
        .write(move |tx| {
            let mut details =
                ayni_resources::Details::new(super::town::name("Desk"), ayni_resources::ResourceKind::Desk);
            details.hours = Some(ayni_calendar::Hours::parse("hours", "Mo-Fr 09:00-18:00")?);
            let new = ayni_resources::NewResource { parent: Some(room), details };
            ayni_resources::create(tx, &super::town::PROGRAM, new)
        })
        .unwrap()
        .id;
    let week = span("2026-03-02T09:00:00Z", "2026-03-06T18:00:00Z");
    town.book(Cast::Ana, desk, week).unwrap();
    let weekend = span("2026-03-13T09:00:00Z", "2026-03-16T18:00:00Z");
    assert_eq!(words(town.book(Cast::Ana, desk, weekend)), ["bookings-closed"]);
}
