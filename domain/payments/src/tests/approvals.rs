//! A second person's consent.

use ayni_kernel::{
    Actor, Roles, TransferId,
    testing::Cast::{Ada, Ana, Ben, Carla, Tova},
};

use super::{SECOND, Town, refused, text, units};
use crate::{
    ApprovalState, Authorisers, Sent, accept, approval, approvals_for, authorise, deny, needs_second, send,
    withdraw_approval,
};

/// Sends a payment of Ana's that has to wait.
fn waits(town: &Town, whole: i64) -> crate::Approval {
    let ask = town.ask(Ana, Ben, units(whole));
    match town.write(move |tx| send(tx, &Ana.actor(), ask)).unwrap() {
        Sent::Waiting(approval) => approval,
        Sent::Paid(transfer) => panic!("{transfer:?}"),
    }
}

#[test]
fn above_the_amount_a_payment_waits_for_the_treasurer() {
    let town = Town::new();
    town.threshold(units(50), Authorisers::Treasurer);
    let small = town.ask(Ana, Ben, units(50));
    assert!(matches!(town.write(move |tx| send(tx, &Ana.actor(), small)).unwrap(), Sent::Paid(_)));
    let ask = town.ask(Carla, Ben, units(51));
    assert!(matches!(town.write(move |tx| send(tx, &Carla.actor(), ask)).unwrap(), Sent::Waiting(_)));
    assert_eq!((town.purse(Ana).0, town.purse(Carla).0), (-5_000, 0));
}

#[test]
fn the_amount_is_kept_aside_and_nobody_authorises_their_own() {
    let town = Town::new();
    town.threshold(units(30), Authorisers::Treasurer);
    let rule = town.read(|tx| needs_second(tx, &Ana.actor(), town.id(Ana), units(31))).unwrap();
    assert_eq!(rule.map(|rule| rule.amount), Some(units(30)));
    assert!(town.read(|tx| needs_second(tx, &Ana.actor(), town.id(Ana), units(30))).unwrap().is_none());
    let waiting = waits(&town, 70);
    let id = waiting.id;
    assert_eq!(town.purse(Ana), (0, 3_000), "kept aside");
    assert_eq!(town.told(Tova), ["payments-notice-authorise"]);
    // The ledger's own doors are shut for what is kept.
    let hold = waiting.hold;
    for who in [Ana, Ben, Carla] {
        refused(town.write(move |tx| ayni_ledger::post_hold(tx, &who.actor(), hold, None)), "ledger-hold-kept");
    }
    refused(town.write(move |tx| authorise(tx, &Ana.actor(), id)), "forbidden");
    refused(town.write(move |tx| authorise(tx, &Carla.actor(), id)), "not-found");
    assert_eq!(town.read(|tx| approvals_for(tx, &Tova.actor())).unwrap(), std::slice::from_ref(&waiting));
    assert!(town.read(|tx| approvals_for(tx, &Ana.actor())).unwrap().is_empty());
    let paid = town.write(move |tx| authorise(tx, &Tova.actor(), id)).unwrap();
    assert_eq!((paid.id, paid.by), (waiting.transfer, Some(Ana.user())));
    assert_eq!(town.purse(Ana), (-7_000, 3_000));
    refused(town.write(move |tx| authorise(tx, &Tova.actor(), id)), "payments-approval-decided");
    assert_eq!(town.told(Ana), ["payments-notice-authorised"]);
    town.sound();
}

#[test]
fn a_treasurer_is_not_the_second_person_of_what_they_sent_themselves() {
    let town = Town::new();
    town.threshold(units(10), Authorisers::Treasurer);
    let ask = town.ask(Tova, Ben, units(20));
    let Sent::Waiting(waiting) = town.write(move |tx| send(tx, &Tova.actor(), ask)).unwrap() else { panic!() };
    let id = waiting.id;
    refused(town.write(move |tx| authorise(tx, &Tova.actor(), id)), "forbidden");
    town.write(move |tx| authorise(tx, &Ada.actor(), id)).unwrap();
    assert_eq!(town.purse(Ben).0, 2_000);
}

#[test]
fn a_denial_names_its_reason_and_frees_the_amount() {
    let town = Town::new();
    town.threshold(units(30), Authorisers::Colleague);
    let id = waits(&town, 40).id;
    let colleague = Actor::person(SECOND, Ana.member(), Roles::NONE);
    refused(town.write(move |tx| deny(tx, &Tova.actor(), id, text("No"))), "forbidden");
    let me = colleague.clone();
    refused(town.write(move |tx| deny(tx, &me, id, text(""))), "fault-required");
    let denied = town.write(move |tx| deny(tx, &colleague, id, text("Not agreed"))).unwrap();
    assert_eq!((denied.state, denied.decided_by), (ApprovalState::Denied, Some(SECOND)));
    assert_eq!(town.purse(Ana), (0, 10_000));
    town.sound();
}

#[test]
fn the_same_payment_sent_again_waits_once() {
    let town = Town::new();
    town.threshold(units(30), Authorisers::Treasurer);
    let mut ask = town.ask(Ana, Ben, units(60));
    ask.id = Some(TransferId::from_bytes([9; 16]));
    let send_it = |ask: ayni_ledger::Pay| town.write(move |tx| send(tx, &Ana.actor(), ask));
    let Sent::Waiting(first) = send_it(ask.clone()).unwrap() else { panic!() };
    assert_eq!(send_it(ask.clone()).unwrap(), Sent::Waiting(first.clone()));
    let mut other = ask.clone();
    other.amount = units(61);
    refused(send_it(other), "ledger-id-used");
    let id = first.id;
    town.write(move |tx| authorise(tx, &Tova.actor(), id)).unwrap();
    let Sent::Paid(paid) = send_it(ask).unwrap() else { panic!() };
    assert_eq!(paid.id, TransferId::from_bytes([9; 16]));
    assert_eq!(town.purse(Ana).0, -6_000);
}

#[test]
fn an_accepted_request_waits_too_and_lapses_when_nobody_decides() {
    let town = Town::new();
    town.threshold(units(30), Authorisers::Treasurer);
    let (payee, payer) = (town.id(Ben), town.id(Ana));
    let (amount, description) = (units(40), text("Chairs"));
    let ask = ayni_ledger::Ask { id: None, payee, payer, amount, description, category: None, days: Some(60) };
    let request = town.write(move |tx| ayni_ledger::request(tx, &Ben.actor(), ask)).unwrap().id;
    let Sent::Waiting(first) = town.write(move |tx| accept(tx, &Ana.actor(), request)).unwrap() else { panic!() };
    // Accepting once more sets nothing more aside.
    let again = town.write(move |tx| accept(tx, &Ana.actor(), request)).unwrap();
    assert_eq!(again, Sent::Waiting(first.clone()));
    town.clock.turn(15 * 86_400);
    town.work();
    let lapsed = town.read(|tx| approval(tx, &Ana.actor(), first.id)).unwrap();
    assert_eq!((lapsed.state, town.purse(Ana)), (ApprovalState::Expired, (0, 10_000)));
    assert!(town.told(Ana).contains(&"payments-notice-approval-expired".to_owned()));
    let Sent::Waiting(second) = town.write(move |tx| accept(tx, &Ana.actor(), request)).unwrap() else { panic!() };
    let id = second.id;
    let paid = town.write(move |tx| authorise(tx, &Tova.actor(), id)).unwrap();
    assert_eq!((paid.request, town.purse(Ben).0), (Some(request), 4_000));
    town.sound();
}

#[test]
fn whoever_asked_takes_it_back() {
    let town = Town::new();
    town.threshold(units(30), Authorisers::Treasurer);
    let id = waits(&town, 40).id;
    refused(town.write(move |tx| withdraw_approval(tx, &Ben.actor(), id)), "not-found");
    town.write(move |tx| withdraw_approval(tx, &Ana.actor(), id)).unwrap();
    assert_eq!(town.purse(Ana), (0, 10_000));
    refused(town.write(move |tx| authorise(tx, &Tova.actor(), id)), "payments-approval-decided");
}
