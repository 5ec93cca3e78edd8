//! What becomes of the price: set aside, taken, given back, owed.

use ayni_kernel::{Amount, Line, testing::Cast};
use ayni_terms::{CheckIn, Late, Notice, RefundTier, Rules};

use super::town::{Town, span, words};
use crate::*;

#[test]
fn the_price_is_set_aside_and_taken_when_it_is_over() {
    let town = Town::new("UTC");
    town.price(500, |_| {});
    let booked = town.book(Cast::Ana, town.room, span("2026-03-02T10:00:00Z", "2026-03-02T12:00:00Z")).unwrap();
    assert_eq!(booked.quote.total, Amount::new(1_000));
    assert_eq!(town.purse(Cast::Ana), (0, 1_000));
    assert_eq!(town.jobs(), 0);
    town.now_is("2026-03-02T12:00:00Z");
    assert_eq!(town.jobs(), 1);
    assert_eq!(town.purse(Cast::Ana), (-1_000, 0));
    assert_eq!(town.see(booked.id).state, State::Completed);
    assert!(matches!(town.see(booked.id).payment, Payment::Paid { amount, .. } if amount == Amount::new(1_000)));
    assert_eq!(town.jobs(), 0);
    town.is_sound();
}

#[test]
fn who_cannot_pay_does_not_get_it() {
    let town = Town::new("UTC");
    town.price(3_000, |_| {});
    town.book(Cast::Ana, town.room, span("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z")).unwrap();
    let refused = town.book(Cast::Ana, town.twin, span("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z"));
    assert_eq!(words(refused), ["ledger-limit-lower"]);
    let free = town.community.read(|tx| {
        free(tx, &town.actor(Cast::Ben), town.twin, span("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z"), 1)
    });
    assert_eq!(free.unwrap().seconds(), 3_600, "a refusal leaves no trace");
}

#[test]
fn what_comes_back_goes_by_the_terms_agreed_on() {
    let town = Town::new("UTC");
    town.price(1_000, |_| {});
    town.rule(Rules {
        refunds: Some(vec![
            RefundTier { before: Notice::Days(2), percent: 100 },
            RefundTier { before: Notice::Minutes(120), percent: 50 },
        ]),
        ..Rules::default()
    });
    let day = |day| span(&format!("2026-03-{day}T10:00:00Z"), &format!("2026-03-{day}T11:00:00Z"));
    let early = town.book(Cast::Ana, town.room, day("20")).unwrap();
    let late = town.book(Cast::Ana, town.room, day("21")).unwrap();
    let lost = town.book(Cast::Ana, town.room, day("22")).unwrap();
    // A stricter policy later does not change what was agreed on.
    town.rule(Rules { refunds: Some(vec![RefundTier { before: Notice::Days(30), percent: 10 }]), ..Rules::default() });
    town.cancel(Cast::Ana, early.id).unwrap();
    assert_eq!(town.purse(Cast::Ana), (0, 2_000));
    town.now_is("2026-03-20T09:00:00Z");
    let told = town.community.read(|tx| cancellation(tx, &town.actor(Cast::Ana), late.id)).unwrap();
    assert_eq!((told.back, told.kept, told.percent), (Amount::new(500), Amount::new(500), 50));
    town.cancel(Cast::Ana, late.id).unwrap();
    assert_eq!(town.purse(Cast::Ana), (-500, 1_000));
    town.now_is("2026-03-22T09:00:00Z");
    town.cancel(Cast::Ana, lost.id).unwrap();
    assert_eq!(town.purse(Cast::Ana), (-1_500, 0));
    town.is_sound();
}

#[test]
fn when_the_house_cancels_everything_comes_back_and_it_is_told() {
    let town = Town::new("UTC");
    town.price(1_000, |rate| rate.deposit = Amount::new(2_000));
    town.rule(Rules { refunds: Some(Vec::new()), ..Rules::default() });
    let booked = town.book(Cast::Ana, town.room, span("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z")).unwrap();
    assert_eq!(town.purse(Cast::Ana), (0, 3_000));
    town.cancel(Cast::Ada, booked.id).unwrap();
    assert_eq!(town.purse(Cast::Ana), (0, 0));
    let told = town.community.read(|tx| ayni_notices::unseen(tx, &town.actor(Cast::Ana), town.member(Cast::Ana), 9));
    assert_eq!(told.unwrap().first().unwrap().word, "bookings-told-cancelled");
}

#[test]
fn who_does_not_come_loses_the_place_and_what_the_terms_keep() {
    let town = Town::new("UTC");
    town.price(1_000, |_| {});
    town.rule(Rules {
        check_in: Some(CheckIn::Required { opens_before: 15, grace: 20 }),
        no_show: Some(75),
        ..Rules::default()
    });
    let slot = span("2026-03-02T10:00:00Z", "2026-03-02T12:00:00Z");
    let missed = town.book(Cast::Ana, town.room, slot).unwrap();
    town.now_is("2026-03-02T10:20:00Z");
    assert_eq!(town.jobs(), 1);
    assert_eq!(town.see(missed.id).state, State::NoShow);
    assert_eq!(town.purse(Cast::Ana), (-1_500, 0));
    let rest = span("2026-03-02T10:30:00Z", "2026-03-02T12:00:00Z");
    town.book(Cast::Ben, town.room, rest).unwrap();
}

#[test]
fn who_stays_longer_pays_for_it_and_who_leaves_early_frees_the_rest() {
    let town = Town::new("UTC");
    town.price(600, |rate| rate.deposit = Amount::new(1_000));
    town.rule(Rules {
        check_in: Some(CheckIn::Required { opens_before: 15, grace: 60 }),
        check_out: Some(ayni_terms::CheckOut::ByHand),
        late: Some(Late { grace: 5, unit: 15, percent: 100 }),
        ..Rules::default()
    });
    let one = town.book(Cast::Ana, town.room, span("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z")).unwrap();
    let two = town.book(Cast::Ben, town.twin, span("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z")).unwrap();
    let come = |who: Cast, id| {
        let me = town.actor(who);
        town.write(move |tx| check_in(tx, &me, id, Presence::Button))
    };
    assert_eq!(words(come(Cast::Ana, one.id)), ["bookings-too-early"]);
    town.now_is("2026-03-02T09:50:00Z");
    come(Cast::Ana, one.id).unwrap();
    come(Cast::Ben, two.id).unwrap();
    let go = |who: Cast, id| {
        let me = town.actor(who);
        town.write(move |tx| check_out(tx, &me, id, Presence::Button)).unwrap()
    };
    town.now_is("2026-03-02T10:30:00Z");
    go(Cast::Ben, two.id);
    town.book(Cast::Carla, town.twin, span("2026-03-02T10:30:00Z", "2026-03-02T11:00:00Z")).unwrap();
    town.now_is("2026-03-02T11:30:00Z");
    go(Cast::Ana, one.id);
    // Twenty-five minutes beyond the grace are two quarters of an hour.
    assert_eq!(town.purse(Cast::Ana), (-900, 0));
    assert_eq!(town.purse(Cast::Ben), (-600, 0));
}

#[test]
fn a_draft_costs_nothing_holds_its_place_and_lapses() {
    let town = Town::new("UTC");
    town.price(1_000, |_| {});
    let slot = span("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z");
    let (me, ask) = (town.actor(Cast::Ana), town.ask(Cast::Ana, town.room, slot));
    let kept = town.write(move |tx| draft(tx, &me, ask)).unwrap();
    assert_eq!(town.purse(Cast::Ana), (0, 0));
    assert_eq!(words(town.book(Cast::Ben, town.room, slot)), ["bookings-taken"]);
    town.clock.turn(16 * 60);
    assert_eq!(town.jobs(), 1);
    assert_eq!(town.see(kept.id).state, State::Expired);
    town.book(Cast::Ben, town.room, slot).unwrap();
    let me = town.actor(Cast::Ana);
    assert_eq!(words(town.write(move |tx| confirm(tx, &me, kept.id, None))), ["bookings-stands-expired"]);
}

#[test]
fn a_draft_that_is_confirmed_in_time_is_paid_like_any_other() {
    let town = Town::new("UTC");
    town.price(1_000, |_| {});
    let slot = span("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z");
    let (me, ask) = (town.actor(Cast::Ana), town.ask(Cast::Ana, town.room, slot));
    let kept = town.write(move |tx| draft(tx, &me, ask)).unwrap();
    let (me, change) = (
        town.actor(Cast::Ana),
        Change { title: Line::parse("title", "Choir").unwrap(), ..Change::keeping(&kept, slot) },
    );
    let stands = town.write(move |tx| confirm(tx, &me, kept.id, Some(change))).unwrap();
    assert_eq!((stands.state, stands.title.as_str()), (State::Confirmed, "Choir"));
    assert_eq!(town.purse(Cast::Ana), (0, 1_000));
}

#[test]
fn a_longer_booking_sets_more_aside_and_the_same_id_books_once() {
    let town = Town::new("UTC");
    town.price(1_000, |_| {});
    let slot = span("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z");
    let id = town.write(|tx| Ok(tx.id())).unwrap();
    let ask = Ask { id: Some(id), ..town.ask(Cast::Ana, town.room, slot) };
    for _ in 0..2 {
        let (me, ask) = (town.actor(Cast::Ana), ask.clone());
        assert_eq!(town.write(move |tx| book(tx, &me, ask)).unwrap().id, id);
    }
    assert_eq!(town.purse(Cast::Ana), (0, 1_000));
    let other = Ask { places: 2, ..ask };
    let me = town.actor(Cast::Ana);
    assert_eq!(words(town.write(move |tx| book(tx, &me, other))), ["bookings-id-used"]);
    let long = Change::keeping(&town.see(id), span("2026-03-02T10:00:00Z", "2026-03-02T13:00:00Z"));
    let me = town.actor(Cast::Ana);
    town.write(move |tx| change(tx, &me, id, long)).unwrap();
    assert_eq!(town.purse(Cast::Ana), (0, 3_000));
}
