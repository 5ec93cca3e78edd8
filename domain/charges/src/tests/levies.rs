//! Levies: together with the price or not at all.

use ayni_kernel::{Amount, Error, TransferId, testing::TestClock};
use ayni_ledger::{Bearing, Beyond, Pay, Reverse, StatementAsk, TransferKind};

use super::town::{PROGRAM, Town, actor, member, refused, text, units};
use crate::{Bearer, Every, Exempt, Levy, Rate, RuleContent, What, end, levies_on, rule_of};

fn five_percent(bearer: Bearer) -> Levy {
    Levy {
        bearer,
        rate: Rate::new(500).unwrap(),
        fixed: Amount::ZERO,
        least: Amount::ZERO,
        most: None,
        categories: Vec::new(),
    }
}

fn in_force(town: &Town, levy: Levy) -> crate::ChargeRule {
    let content = town.content(What::Levy(levy), Every::Year, "2026-03-01");
    town.rule(content)
}

#[test]
fn price_and_levy_post_together_or_not_at_all() {
    let town = Town::of(3, Some(units(-100)));
    let rule = in_force(&town, five_percent(Bearer::Both));
    let lines = town.read(|tx| levies_on(tx, town.account(0), town.account(1), units(20), None));
    assert_eq!(
        lines.iter().map(|line| (line.bearing, line.amount)).collect::<Vec<_>>(),
        [(Bearing::Payer, units(1)), (Bearing::Payee, units(1))]
    );
    let paid = town.pays(0, 1, units(20)).unwrap();
    assert_eq!([0, 1].map(|number| town.balance(number)), [units(-21), units(19)]);
    assert_eq!(town.balance_of(town.treasury()), units(2));
    // Both stand in the statement, and each says by which rule it was.
    let lines = town.read(|tx| ayni_ledger::statement(tx, &actor(0), &StatementAsk::newest(town.account(0), 10)));
    let kinds: Vec<_> = lines.rows.iter().map(|line| (line.transfer.kind, line.transfer.group)).collect();
    assert_eq!(kinds, [(TransferKind::Levy, paid.id), (TransferKind::Payment, paid.id)]);
    let charged = town.read(|tx| rule_of(tx, &actor(0), lines.rows[0].transfer.id)).unwrap();
    assert_eq!((charged.rule, charged.run), (rule.id, None));
    // 79 are left, of which 75.24 can be paid with their levy.
    refused(town.pays(0, 2, units(76)), "ledger-limit-lower");
    assert_eq!([0, 2].map(|number| town.balance(number)), [units(-21), units(0)]);
    town.pays(0, 2, units(75)).unwrap();
    town.sound();
}

#[test]
fn what_was_received_bears_its_levy_whatever_the_limit() {
    let town = Town::of(2, Some(units(-100)));
    in_force(&town, five_percent(Bearer::Payee));
    town.moves(town.account(0), town.treasury(), units(100)).unwrap();
    town.pays(1, 0, units(10)).unwrap();
    assert_eq!([0, 1].map(|number| town.balance(number)), [Amount::new(-9_050), units(-10)]);
    town.sound();
}

#[test]
fn a_payment_taken_back_takes_its_levies_along() {
    let town = Town::of(2, None);
    in_force(&town, five_percent(Bearer::Both));
    let paid = town.pays(0, 1, units(20)).unwrap();
    let ask = Reverse { transfer: paid.id, reason: text("Mistake"), beyond: Beyond::Refuse };
    let back = town.write(move |tx| ayni_ledger::reverse(tx, &PROGRAM, ask)).unwrap();
    assert_eq!(back.len(), 3);
    assert_eq!([0, 1].map(|number| town.balance(number)), [Amount::ZERO; 2]);
    assert_eq!(town.balance_of(town.treasury()), Amount::ZERO);
    town.sound();
}

#[test]
fn asked_again_with_the_same_id_it_is_taken_once() {
    let town = Town::of(3, None);
    in_force(&town, five_percent(Bearer::Payer));
    let ask = |to, number: u8| Pay {
        id: Some(TransferId::from_bytes([number; 16])),
        from: town.account(0),
        to: town.account(to),
        amount: units(20),
        description: text("Bread"),
        category: None,
    };
    for _ in 0..2 {
        let group = vec![ask(1, 7), ask(2, 8)];
        town.write(move |tx| ayni_ledger::post_group(tx, &PROGRAM, group)).unwrap();
        assert_eq!(town.balance(0), units(-42));
    }
    let alone = ask(1, 7);
    town.write(move |tx| ayni_ledger::pay(tx, &PROGRAM, alone)).unwrap();
    assert_eq!(town.balance(0), units(-42));
    town.sound();
}

#[test]
fn bounds_exemptions_and_the_end_of_a_rule() {
    let town = Town::of(3, None);
    let levy = Levy { fixed: Amount::new(10), least: units(1), most: Some(units(2)), ..five_percent(Bearer::Payer) };
    let content = RuleContent {
        exempt: Exempt { members: vec![member(2)], ..Exempt::default() },
        ..town.content(What::Levy(levy), Every::Year, "2026-03-01")
    };
    let rule = town.rule(content);
    for (price, levy) in [(units(1), units(1)), (units(30), Amount::new(160)), (units(100), units(2))] {
        let before = town.balance_of(town.treasury());
        town.pays(0, 1, price).unwrap();
        assert_eq!(town.balance_of(town.treasury()).minus(before), Some(levy));
    }
    let before = town.balance_of(town.treasury());
    town.pays(2, 1, units(30)).unwrap();
    town.moves(town.treasury(), town.account(0), units(30)).unwrap();
    assert_eq!(town.balance_of(town.treasury()).plus(units(30)), Some(before), "the exempt and the community pay none");
    town.write(move |tx| end(tx, &PROGRAM, rule.id)).unwrap();
    town.pays(0, 1, units(30)).unwrap();
    assert_eq!(town.balance_of(town.treasury()).plus(units(30)), Some(before));
    town.sound();
}

#[test]
fn a_levy_holds_from_its_start_on() {
    let town = Town::of(2, None);
    let content = town.content(What::Levy(five_percent(Bearer::Payer)), Every::Year, "2026-03-02");
    town.rule(content);
    town.pays(0, 1, units(20)).unwrap();
    assert_eq!(town.balance(0), units(-20));
    town.until("2026-03-02T05:00:00Z");
    town.pays(0, 1, units(20)).unwrap();
    assert_eq!(town.balance(0), units(-41));
    let missing = town.community.read(|tx| rule_of(tx, &actor(0), TransferId::from_bytes([9; 16])));
    assert_eq!(missing, Err(Error::NotFound));
    assert!(town.clock.shows() > TestClock::new().shows());
}
