//! Accounts as members come and go, and who sees them.

use ayni_kernel::{
    Actor,
    testing::Cast::{Ada, Ana, Ben, Carla, Tova},
};
use ayni_members::{Member, MemberKind, MemberStatus, leave, restore, suspend};

use super::{Town, Who, code, name, new_currency, refused, text, units};
use crate::{AccountStatus, Beyond, Owner, Reverse, create_currency, reverse};

#[test]
fn an_activated_member_gets_an_account_in_each_currency() {
    let town = Town::new();
    town.write(|tx| create_currency(tx, &Ada.actor(), new_currency("HRS", None, None))).unwrap();
    let dora = ayni_kernel::MemberId::from_bytes([0x44; 16]);
    town.write(move |tx| {
        let kind = MemberKind::Personal;
        let member = Member::new(dora, code("DORA"), name("Dora"), kind, MemberStatus::Suspended, tx.now());
        ayni_members::import_member(tx, &member)?;
        restore(tx, &Ada.actor(), dora)
    })
    .unwrap();
    let accounts = town.read(|tx| crate::accounts_of(tx, &Ada.actor(), dora));
    let told: Vec<_> = accounts.iter().map(|a| (a.code.as_str(), a.owner, a.lower, a.upper)).collect();
    let owner = Owner::Member(dora);
    assert_eq!(told, vec![("DORA", owner, Some(units(-100)), Some(units(500))), ("DORA-HRS", owner, None, None)]);
    town.sound();
}

#[test]
fn a_suspended_members_account_is_frozen_until_restored() {
    let town = Town::new();
    let paid = town.pay(Ana, Ben, units(10)).unwrap().id;
    town.write(|tx| suspend(tx, &Carla.actor(), Ana.member(), text("Absent"))).unwrap();
    assert_eq!(town.account(Ana).status, AccountStatus::Frozen);
    refused(town.pay(Ana, Ben, units(1)), "ledger-account-frozen");
    refused(town.pay(Ben, Ana, units(1)), "ledger-account-frozen");
    let ask = Reverse { transfer: paid, reason: text("Mistake"), beyond: Beyond::Refuse };
    town.write(move |tx| reverse(tx, &Tova.actor(), ask)).unwrap();
    town.write(|tx| restore(tx, &Carla.actor(), Ana.member())).unwrap();
    town.pay(Ana, Ben, units(1)).unwrap();
    town.sound();
}

#[test]
fn nobody_leaves_with_a_balance_or_a_hold() {
    let town = Town::new();
    town.pay(Ana, Ben, units(10)).unwrap();
    refused(town.write(|tx| leave(tx, &Ana.actor(), Ana.member())), "ledger-balance-not-zero");
    town.pay(Ben, Ana, units(10)).unwrap();
    let (from, to) = (town.id(Ana), town.id(Ben));
    let ask = crate::PlaceHold { from, to, amount: units(1), description: text("Key"), expires: None };
    let held = town.write(move |tx| crate::hold(tx, &Ana.actor(), ask)).unwrap().id;
    refused(town.write(|tx| leave(tx, &Ana.actor(), Ana.member())), "ledger-holds-pending");
    town.write(move |tx| crate::void_hold(tx, &Ben.actor(), held)).unwrap();
    town.write(|tx| leave(tx, &Ana.actor(), Ana.member())).unwrap();
    assert_eq!(town.account(Ana).status, AccountStatus::Closed);
    refused(town.pay(Ben, Ana, units(1)), "ledger-account-closed");
    town.sound();
}

#[test]
fn others_see_a_card_and_never_a_balance() {
    let town = Town::new();
    let ana = town.id(Ana);
    for who in [Ana, Carla, Tova, Ada] {
        assert_eq!(town.read(|tx| crate::account(tx, &who.actor(), ana)).id, ana);
    }
    refused(town.community.read(|tx| crate::account(tx, &Ben.actor(), ana)), "forbidden");
    refused(town.community.read(|tx| crate::account(tx, &Actor::Stranger, ana)), "sign-in");
    refused(town.community.read(|tx| crate::accounts_of(tx, &Ben.actor(), Ana.member())), "forbidden");
    let cards = town.read(|tx| crate::cards_of(tx, &Ben.actor(), Ana.member()));
    assert_eq!(cards, vec![town.read(|tx| crate::card_by_code(tx, &Ben.actor(), &code("ANA")))]);
    assert_eq!((cards[0].name.clone(), cards[0].number.clone()), (Some(name("Ana")), Some(code("ANA"))));
    refused(town.community.read(|tx| crate::cards_of(tx, &Actor::Stranger, Ana.member())), "sign-in");
    let treasury = town.id(Who::Treasury);
    assert_eq!(town.read(|tx| crate::treasury(tx, &Tova.actor(), town.ayni.id)).id, treasury);
    refused(town.community.read(|tx| crate::treasury(tx, &Carla.actor(), town.ayni.id)), "forbidden");
    assert_eq!(town.read(|tx| crate::card(tx, treasury)).name, None);
}
