//! Requests that answer themselves because their payer wished it so, and reminders.

use ayni_kernel::{
    RequestId,
    testing::Cast::{self, Ana, Ben, Carla},
};
use ayni_ledger::{Ask, RequestState};

use super::{Town, refused, text, units};
use crate::{Authorisers, AutoAccept, MAX_TRUSTED, SetAutoAccept, auto_accept, set_auto_accept};

const DAY: i64 = 86_400;

/// Somebody asks Ana for a payment that stays open for so many days.
fn asked(town: &Town, by: Cast, whole: i64, days: u16) -> RequestId {
    let (payee, payer, description) = (town.id(by), town.id(Ana), text("Eggs"));
    let ask = Ask { id: None, payee, payer, amount: units(whole), description, category: None, days: Some(days) };
    let id = town.write(move |tx| ayni_ledger::request(tx, &by.actor(), ask)).unwrap().id;
    town.clock.turn(1);
    id
}

fn choose(town: &Town, days: Option<u16>, trusted: &[Cast]) {
    let trusted = trusted.iter().map(|cast| cast.member()).collect();
    let ask = SetAutoAccept { account: town.id(Ana), choice: AutoAccept { days, trusted } };
    town.write(move |tx| set_auto_accept(tx, &Ana.actor(), ask)).unwrap();
}

fn open(town: &Town, id: RequestId) -> bool {
    let request = town.read(|tx| ayni_ledger::payment_request(tx, &Ana.actor(), id)).unwrap();
    request.state == RequestState::Open
}

#[test]
fn nothing_is_accepted_unless_the_payer_wished_it() {
    let town = Town::new();
    let id = asked(&town, Ben, 10, 30);
    town.clock.turn(29 * DAY);
    town.work();
    assert!(open(&town, id));
    assert_eq!(town.told(Ana), ["payments-notice-remind"]);
    town.work();
    assert_eq!(town.told(Ana).len(), 1, "reminded once");
    town.clock.turn(2 * DAY);
    town.work();
    assert_eq!(town.told(Ben), ["payments-notice-request-expired"]);
}

#[test]
fn requests_of_trusted_people_are_accepted_at_once_and_others_after_a_time() {
    let town = Town::new();
    let early = asked(&town, Carla, 10, 30);
    choose(&town, Some(7), &[Ben]);
    let trusted = asked(&town, Ben, 20, 30);
    town.work();
    assert!(!open(&town, trusted) && open(&town, early));
    assert_eq!(town.told(Ana), ["payments-notice-auto-accepted"]);
    town.clock.turn(7 * DAY + 1);
    town.work();
    assert!(!open(&town, early), "what was open already is meant as well");
    assert_eq!(town.purse(Ana).0, -3_000);
    // Whoever takes the wish back answers for themselves again.
    choose(&town, None, &[]);
    let later = asked(&town, Ben, 5, 30);
    town.work();
    assert!(open(&town, later));
    town.sound();
}

#[test]
fn what_cannot_be_paid_or_needs_a_second_person_is_left_to_the_payer() {
    let town = Town::new();
    choose(&town, None, &[Ben]);
    let much = asked(&town, Ben, 150, 30);
    town.work();
    assert!(open(&town, much));
    assert_eq!(town.told(Ana), ["payments-notice-auto-refused"]);
    town.threshold(units(50), Authorisers::Treasurer);
    let large = asked(&town, Ben, 60, 30);
    town.work();
    assert!(open(&town, large));
    assert_eq!(town.told(Ana)[0], "payments-notice-auto-second");
    town.work();
    assert_eq!(town.told(Ana).len(), 2, "told once");
}

#[test]
fn the_choice_belongs_to_the_payers_own_users() {
    let town = Town::new();
    let account = town.id(Ana);
    let ask = SetAutoAccept { account, choice: AutoAccept { days: Some(7), trusted: Vec::new() } };
    let their = ask.clone();
    refused(town.write(move |tx| set_auto_accept(tx, &Carla.actor(), their)), "forbidden");
    refused(town.read(|tx| auto_accept(tx, &Ben.actor(), account)), "forbidden");
    assert_eq!(town.read(|tx| auto_accept(tx, &Ana.actor(), account)).unwrap(), AutoAccept::default());
    let mut many = ask;
    many.choice.trusted = vec![Ben.member(); MAX_TRUSTED + 1];
    refused(town.write(move |tx| set_auto_accept(tx, &Ana.actor(), many)), "payments-trusted-many");
}
