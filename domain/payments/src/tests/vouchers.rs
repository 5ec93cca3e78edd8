//! Vouchers: issued, redeemed once, taken back, lapsed; and sixteen at once.

use std::{sync::Arc, thread};

use ayni_kernel::{
    Actor, Error,
    testing::Cast::{self, Ana, Ben, Carla, Tova},
};

use super::{Town, refused, text, units, word};
use crate::{
    Authorisers, Issue, Redeem, Voucher, VoucherState, issue, public_key, redeem, signing, voucher, voucher_by_text,
    vouchers_of, withdraw_voucher,
};

fn order(town: &Town, whole: i64, count: usize) -> Issue {
    Issue { from: town.id(Ana), amount: units(whole), count, days: 30, note: text("Harvest fair") }
}

fn issued(town: &Town, whole: i64, count: usize) -> Vec<Voucher> {
    let ask = order(town, whole, count);
    town.write(move |tx| issue(tx, &Ana.actor(), ask)).unwrap()
}

fn redeem_as(town: &Town, who: Cast, what: &str) -> ayni_kernel::Result<ayni_ledger::Transfer> {
    let ask = Redeem { text: what.to_owned(), to: town.id(who) };
    town.write(move |tx| redeem(tx, &who.actor(), ask))
}

#[test]
fn a_voucher_is_redeemed_once_and_says_by_whom_and_when() {
    let town = Town::new();
    let sheet = issued(&town, 20, 3);
    assert_eq!(town.purse(Ana), (0, 4_000), "what is on paper is kept aside");
    let [first, second, _] = sheet.as_slice() else { panic!() };
    assert_eq!(town.read(|tx| voucher_by_text(tx, &Ben.actor(), &first.spelt())).unwrap().amount, units(20));
    let typed = first.spelt().to_lowercase().replace('0', "o").replace('-', " ");
    let paid = redeem_as(&town, Ben, &typed).unwrap();
    assert_eq!((paid.amount, town.purse(Ana), town.purse(Ben).0), (units(20), (-2_000, 4_000), 2_000));
    assert_eq!(town.told(Ana), ["payments-notice-redeemed"]);
    for who in [Ben, Carla] {
        let Err(Error::Conflict(fault)) = redeem_as(&town, who, &first.token) else { panic!() };
        assert_eq!(fault.word, "payments-voucher-redeemed");
        assert_eq!(fault.args[0], ("name", "Ben".into()));
        assert!(matches!(fault.args[1], ("when", ayni_kernel::Arg::Time(at)) if at == paid.at));
    }
    // The picture does as well as the letters.
    redeem_as(&town, Carla, &second.token).unwrap();
    assert_eq!(town.purse(Ana), (-4_000, 4_000));
    town.sound();
}

#[test]
fn what_is_not_signed_by_this_community_is_no_voucher() {
    let town = Town::new();
    refused(redeem_as(&town, Ben, "0123456789AB"), "payments-voucher-unknown");
    let sheet = issued(&town, 5, 1);
    let token = &sheet[0].token;
    let signed = town.read(|tx| signing::read(tx, token)).unwrap().unwrap();
    assert_eq!((signed.id, signed.amount, signed.expires), (sheet[0].id, units(5), sheet[0].expires));
    assert!(town.read(public_key).unwrap().is_some());
    // Every single letter counts, but for the bits that Base32 leaves over at the end.
    for place in 0..token.len() - 1 {
        let mut forged = token.clone().into_bytes();
        forged[place] = if forged[place] == b'A' { b'B' } else { b'A' };
        let forged = String::from_utf8(forged).unwrap();
        assert_eq!(town.read(|tx| signing::read(tx, &forged)).unwrap(), None, "{place}");
    }
    let other = Town::new();
    issued(&other, 5, 1);
    refused(town.read(|tx| voucher_by_text(tx, &Actor::Stranger, token)), "sign-in");
}

#[test]
fn sixteen_at_once_and_one_wins() {
    let town = Arc::new(Town::new());
    let token = issued(&town, 20, 1)[0].token.clone();
    let won: usize = thread::scope(|scope| {
        let work: Vec<_> = (0..16)
            .map(|place| {
                let (town, token) = (&town, &token);
                let who = [Ben, Carla, Tova, Cast::Ada][place % 4];
                scope.spawn(move || match redeem_as(town, who, token) {
                    Ok(_) => 1,
                    Err(error) => {
                        assert_eq!(word(&error), "payments-voucher-redeemed");
                        0
                    }
                })
            })
            .collect();
        work.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!(won, 1);
    assert_eq!(town.purse(Ana), (-2_000, 8_000));
    town.sound();
}

#[test]
fn a_voucher_lapses_and_the_amount_returns() {
    let town = Town::new();
    let sheet = issued(&town, 20, 2);
    let (first, second) = (sheet[0].clone(), sheet[1].clone());
    refused(town.write(move |tx| withdraw_voucher(tx, &Ben.actor(), first.id)), "not-found");
    town.write(move |tx| withdraw_voucher(tx, &Ana.actor(), first.id)).unwrap();
    assert_eq!(town.purse(Ana), (0, 8_000));
    refused(redeem_as(&town, Ben, &first.token), "payments-voucher-withdrawn");
    town.clock.turn(31 * 86_400);
    refused(redeem_as(&town, Ben, &second.token), "payments-voucher-expired");
    town.work();
    assert_eq!(town.purse(Ana), (0, 10_000));
    let seen = town.read(|tx| voucher(tx, &Ana.actor(), second.id)).unwrap();
    assert_eq!(seen.state, VoucherState::Expired);
    assert_eq!(town.told(Ana), ["payments-notice-voucher-expired"]);
    let listed = town.read(|tx| vouchers_of(tx, &Ana.actor(), town.id(Ana), None, 10)).unwrap().rows;
    assert_eq!(listed.iter().map(|each| each.id).collect::<Vec<_>>(), [second.id, first.id]);
    refused(town.read(|tx| vouchers_of(tx, &Ben.actor(), town.id(Ana), None, 10)), "forbidden");
    town.sound();
}

#[test]
fn nobody_issues_more_than_they_have_or_past_the_second_person() {
    let town = Town::new();
    let ask = |whole, count| {
        let ask = order(&town, whole, count);
        town.write(move |tx| issue(tx, &Ana.actor(), ask))
    };
    refused(ask(60, 2), "ledger-limit-lower");
    refused(ask(1, 25), "payments-voucher-count");
    refused(ask(0, 1), "ledger-amount-positive");
    assert_eq!(town.purse(Ana), (0, 10_000), "a refusal leaves no trace");
    town.threshold(units(50), Authorisers::Treasurer);
    refused(ask(17, 3), "payments-above-threshold");
    ask(25, 2).unwrap();
    let mine = redeem_as(
        &town,
        Ana,
        &town.read(|tx| vouchers_of(tx, &Ana.actor(), town.id(Ana), None, 1)).unwrap().rows[0].token.clone(),
    );
    refused(mine, "ledger-same-account");
}
