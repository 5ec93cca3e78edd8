//! Amounts kept for people who join later.

use ayni_kernel::{
    Address, Body, Line, MemberId,
    testing::Cast::{Ada, Ana, Ben, Carla},
};
use ayni_members::{Contact, ContactKind, MemberKind, NewMember, Visibility};

use super::{Town, name, refused, text, units};
use crate::{
    Claim, ClaimState, Reserve, claim, claim_by_code, claims, claims_waiting, reserve, take_claim, withdraw_claim,
};

fn kept(town: &Town, contact: &str, whole: i64) -> Claim {
    let (from, name, contact, description) = (town.id(Ana), name("Inti"), text(contact), text("Weaving"));
    let ask = Reserve { from, amount: units(whole), name, contact, description, days: 30 };
    town.write(move |tx| reserve(tx, &Ana.actor(), ask)).unwrap()
}

fn joins(town: &Town, kind: ContactKind, contact: &str) -> MemberId {
    let contact = Contact::parse(kind, "", contact, Visibility::Members).unwrap();
    let new = NewMember {
        user: None,
        number: None,
        name: name("Inti"),
        kind: MemberKind::Personal,
        description: Body::default(),
        address: Address::default(),
        location: None,
        contacts: vec![contact],
        note: Line::default(),
    };
    let member = town.write(move |tx| ayni_members::create(tx, &Ada.actor(), new)).unwrap().id;
    town.clock.turn(1);
    member
}

fn balance(town: &Town, member: MemberId) -> i64 {
    town.read(|tx| ayni_ledger::accounts_of(tx, &Ada.actor(), member)).unwrap()[0].balance().minor()
}

#[test]
fn contacts_are_compared_whatever_way_they_are_written() {
    let same = |one: &str, other: &str| claims::comparable(one) == claims::comparable(other);
    assert!(same("Inti@Example.org", " inti@example.org "));
    assert!(same("+34 612 34 56 78", "612-345-678"));
    assert!(!same("612 345 678", "612 345 679"));
    assert_eq!((claims::comparable("Inti"), claims::comparable("123")), (None, None));
}

#[test]
fn whoever_joins_with_the_address_is_paid() {
    let town = Town::new();
    let (mail, phone) = (kept(&town, "inti@example.org", 20), kept(&town, "+51 984 123 456", 5));
    assert_eq!(town.purse(Ana), (0, 7_500), "kept aside");
    assert_eq!(town.read(|tx| claims_waiting(tx, &Carla.actor())).unwrap().len(), 2);
    refused(town.read(|tx| claims_waiting(tx, &Ben.actor())), "forbidden");
    let inti = joins(&town, ContactKind::Email, "inti@example.org");
    town.work();
    assert_eq!((balance(&town, inti), town.purse(Ana)), (2_000, (-2_000, 7_500)));
    let paid = town.read(|tx| claim(tx, &Ana.actor(), mail.id)).unwrap();
    assert_eq!(paid.state, ClaimState::Paid);
    assert_eq!(town.told(Ana), ["payments-notice-claim-paid"]);
    let other = joins(&town, ContactKind::Phone, "984 123 456");
    town.work();
    assert_eq!((balance(&town, other), town.purse(Ana).0), (500, -2_500));
    assert_eq!(town.read(|tx| claim(tx, &Ana.actor(), phone.id)).unwrap().state, ClaimState::Paid);
    town.sound();
}

#[test]
fn the_link_pays_whoever_has_it_once() {
    let town = Town::new();
    let kept = kept(&town, "inti@example.org", 20);
    assert_eq!(town.read(|tx| claim_by_code(tx, &kept.code)).unwrap().amount, units(20));
    let code = kept.code.clone();
    town.write(move |tx| take_claim(tx, &Ben.actor(), &code)).unwrap();
    assert_eq!(town.purse(Ben).0, 2_000);
    let code = kept.code;
    refused(town.write(move |tx| take_claim(tx, &Carla.actor(), &code)), "payments-claim-paid");
    town.sound();
}

#[test]
fn it_goes_back_when_nobody_joins_or_the_payer_takes_it_back() {
    let town = Town::new();
    let (first, second) = (kept(&town, "inti@example.org", 20), kept(&town, "killa@example.org", 10));
    let id = first.id;
    refused(town.write(move |tx| withdraw_claim(tx, &Ben.actor(), id)), "not-found");
    town.write(move |tx| withdraw_claim(tx, &Ana.actor(), id)).unwrap();
    assert_eq!(town.purse(Ana), (0, 9_000));
    town.clock.turn(31 * 86_400);
    town.work();
    assert_eq!(town.purse(Ana), (0, 10_000));
    assert_eq!(town.told(Ana), ["payments-notice-claim-expired"]);
    let late = joins(&town, ContactKind::Email, "killa@example.org");
    town.work();
    assert_eq!(balance(&town, late), 0);
    assert_eq!(town.read(|tx| claim(tx, &Ana.actor(), second.id)).unwrap().state, ClaimState::Expired);
    let (from, nobody) = (town.id(Ana), text("Inti"));
    let ask = Reserve { from, amount: units(1), name: name("Inti"), contact: nobody, description: text(""), days: 30 };
    refused(town.write(move |tx| reserve(tx, &Ana.actor(), ask)), "payments-claim-contact");
    town.sound();
}
