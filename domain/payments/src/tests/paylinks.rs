//! Payment links: once or many times, with or without an amount.

use ayni_kernel::{
    Amount, Code, TransferId,
    testing::Cast::{self, Ana, Ben, Carla},
};

use super::{Town, refused, text, units};
use crate::{LinkState, NewPayLink, PayByLink, PayLink, Sent, Uses, close_link, make_link, pay_by_link, pay_link};

fn linked(town: &Town, amount: Option<Amount>, uses: Uses) -> PayLink {
    let ask = NewPayLink { account: town.id(Ben), amount, description: text("Cider"), uses, days: Some(10) };
    town.write(move |tx| make_link(tx, &Ben.actor(), ask)).unwrap()
}

fn pay(town: &Town, who: Cast, code: &str, id: u8, amount: Option<Amount>) -> ayni_kernel::Result<Sent> {
    let (code, id) = (Code::parse("code", code).unwrap(), Some(TransferId::from_bytes([id; 16])));
    let ask = PayByLink { code, id, from: town.id(who), amount };
    town.write(move |tx| pay_by_link(tx, &who.actor(), ask))
}

#[test]
fn a_link_that_is_good_for_once_is_paid_once() {
    let town = Town::new();
    let link = linked(&town, Some(units(12)), Uses::Once);
    let code = link.code.to_string().to_lowercase();
    pay(&town, Ana, &code, 1, None).unwrap();
    // The same payment sent twice is no second use.
    pay(&town, Ana, &code, 1, None).unwrap();
    assert_eq!(town.purse(Ben).0, 1_200);
    refused(pay(&town, Carla, &code, 2, None), "payments-link-used");
    assert_eq!(town.told(Ben), ["payments-notice-link-paid"]);
    let seen = town.read(|tx| pay_link(tx, &Ben.actor(), link.id)).unwrap();
    assert_eq!((seen.state, seen.times), (LinkState::Used, 1));
    refused(town.read(|tx| pay_link(tx, &Ana.actor(), link.id)), "not-found");
}

#[test]
fn an_open_amount_is_chosen_by_whoever_pays_until_the_link_is_closed_or_over() {
    let town = Town::new();
    let link = linked(&town, None, Uses::Many);
    let code = link.code.to_string();
    refused(pay(&town, Ana, &code, 1, None), "fault-required");
    pay(&town, Ana, &code, 2, Some(units(3))).unwrap();
    pay(&town, Carla, &code, 3, Some(units(4))).unwrap();
    assert_eq!(town.purse(Ben).0, 700);
    let id = link.id;
    refused(town.write(move |tx| close_link(tx, &Ana.actor(), id)), "not-found");
    town.write(move |tx| close_link(tx, &Ben.actor(), id)).unwrap();
    refused(pay(&town, Ana, &code, 4, Some(units(3))), "payments-link-closed");
    let other = linked(&town, None, Uses::Many).code.to_string();
    town.clock.turn(11 * 86_400);
    refused(pay(&town, Ana, &other, 5, Some(units(3))), "payments-link-expired");
    refused(pay(&town, Ana, "00000000", 6, None), "not-found");
    town.sound();
}
