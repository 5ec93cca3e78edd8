//! Amounts set aside, a story for each rule.

use ayni_kernel::{
    HoldId, Timestamp,
    testing::Cast::{self, Ana, Ben, Carla},
};

use super::{Town, refused, text, units};
use crate::{HoldState, PlaceHold, TransferKind, expire_due, hold, holds, post_hold, void_hold};

fn hold_ask(town: &Town, from: Cast, to: Cast, whole: i64) -> PlaceHold {
    let (from, to) = (town.id(from), town.id(to));
    PlaceHold { from, to, amount: units(whole), description: text("Deposit"), expires: None }
}

#[test]
fn a_hold_sets_aside_on_both_sides() {
    let town = Town::new();
    let ask = hold_ask(&town, Ana, Ben, 70);
    let held = town.write(move |tx| hold(tx, &Ana.actor(), ask)).unwrap();
    let (ana, ben) = (town.account(Ana), town.account(Ben));
    assert_eq!((ana.balance(), ana.pending_out, ana.available()), (units(0), units(70), Some(units(30))));
    assert_eq!((ben.pending_in, ben.room()), (units(70), Some(units(430))));
    refused(town.pay(Ana, Carla, units(31)), "ledger-limit-lower");
    let id = held.id;
    refused(town.write(move |tx| post_hold(tx, &Ben.actor(), id, Some(units(71)))), "ledger-hold-amount");
    let posted = town.write(move |tx| post_hold(tx, &Ben.actor(), id, Some(units(50)))).unwrap();
    assert_eq!((posted.kind, posted.amount), (TransferKind::Hold, units(50)));
    // The rest was released in the same commit.
    let ana = town.account(Ana);
    assert_eq!((ana.balance(), ana.pending_out), (units(-50), units(0)));
    refused(town.write(move |tx| post_hold(tx, &Ben.actor(), id, None)), "ledger-hold-resolved");
    refused(town.write(move |tx| void_hold(tx, &Ben.actor(), id)), "ledger-hold-resolved");
    let seen = town.read(|tx| crate::hold_by_id(tx, &Ana.actor(), id));
    assert_eq!(seen.state, HoldState::Posted { transfer: posted.id, amount: units(50) });
    refused(town.write(|tx| void_hold(tx, &Ben.actor(), HoldId::from_bytes([1; 16]))), "not-found");
    town.sound();
}

#[test]
fn pending_holds_are_listed_on_either_side() {
    let town = Town::new();
    let mut placed = Vec::new();
    for (from, to) in [(Ana, Ben), (Ben, Ana), (Ana, Carla)] {
        let ask = hold_ask(&town, from, to, 10);
        town.clock.turn(1);
        placed.push(town.write(move |tx| hold(tx, &from.actor(), ask)).unwrap());
    }
    let [first, second, third] = [0, 1, 2].map(|place| placed[place].clone());
    let listed = |of: Cast| town.read(|tx| holds(tx, &of.actor(), town.id(of)));
    assert_eq!(listed(Ana), vec![third.clone(), second.clone(), first.clone()]);
    assert_eq!(listed(Ben), vec![second.clone(), first.clone()]);
    assert_eq!(listed(Carla), vec![third.clone()]);
    let ana = town.id(Ana);
    refused(town.community.read(|tx| holds(tx, &Ben.actor(), ana)), "forbidden");
    // Whatever became of a hold, it is no longer pending.
    town.write(move |tx| post_hold(tx, &Ana.actor(), first.id, None)).unwrap();
    town.write(move |tx| void_hold(tx, &Carla.actor(), third.id)).unwrap();
    assert_eq!(listed(Ana), vec![second.clone()]);
    assert_eq!((listed(Ben), listed(Carla)), (vec![second], Vec::new()));
    town.sound();
}

#[test]
fn a_hold_is_voided_by_the_payee_or_expires() {
    let town = Town::new();
    let ask = hold_ask(&town, Ana, Ben, 70);
    let id = town.write(move |tx| hold(tx, &Ana.actor(), ask)).unwrap().id;
    refused(town.write(move |tx| void_hold(tx, &Ana.actor(), id)), "forbidden");
    assert_eq!(town.write(move |tx| void_hold(tx, &Ben.actor(), id)).unwrap().state, HoldState::Voided);
    assert_eq!(town.account(Ana).available(), Some(units(100)));
    let late = Timestamp::parse("2020-01-01T00:00:00Z");
    let ask = PlaceHold { expires: late, ..hold_ask(&town, Ana, Ben, 70) };
    refused(town.write(move |tx| hold(tx, &Ana.actor(), ask)), "ledger-expiry-past");
    let ask = PlaceHold { expires: Some(town.clock.shows().plus_seconds(60)), ..hold_ask(&town, Ana, Ben, 70) };
    let id = town.write(move |tx| hold(tx, &Ana.actor(), ask)).unwrap().id;
    town.clock.turn(61);
    refused(town.write(move |tx| post_hold(tx, &Ben.actor(), id, None)), "ledger-hold-expired");
    assert_eq!(town.write(|tx| expire_due(tx, 10)).unwrap(), 1);
    assert_eq!(town.account(Ana).available(), Some(units(100)));
    assert_eq!(town.read(|tx| crate::hold_by_id(tx, &Ben.actor(), id)).state, HoldState::Expired);
    town.sound();
}
