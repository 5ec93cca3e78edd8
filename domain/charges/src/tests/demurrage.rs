//! The published check: ten accounts of 1000, two of them active, 2 % a period.

use super::town::{Town, units};
use crate::{Every, Rate, Share, Stage, What};
use ayni_kernel::Amount;

fn two_percent(share: Share) -> What {
    What::Demurrage { rate: Rate::new(200).unwrap(), free: Amount::ZERO, share }
}

/// Ten accounts of 1000 units; the first two trade with each other, net zero.
fn ten(town: &Town) {
    for number in 0..10 {
        town.moves(town.treasury(), town.account(number), units(1_000)).unwrap();
    }
}

fn trade(town: &Town) {
    town.pays(0, 1, units(30)).unwrap();
    town.pays(1, 0, units(30)).unwrap();
}

#[test]
fn what_is_charged_goes_to_those_who_trade() {
    let town = Town::of(10, None);
    ten(&town);
    let rule = town.rule(town.content(two_percent(Share::Active), Every::Month, "2026-04-01"));
    town.until("2026-04-10T12:00:00Z");
    trade(&town);
    assert_eq!(town.work(), 0);
    town.until("2026-05-01T05:00:00Z");
    assert!(town.work() > 0);
    assert_eq!(town.balance(0), units(1_080));
    assert_eq!(town.balance(1), units(1_080));
    assert!((2..10).all(|number| town.balance(number) == units(980)));
    town.until("2026-05-10T12:00:00Z");
    trade(&town);
    town.until("2026-06-01T05:00:00Z");
    town.work();
    assert_eq!(town.balance(0), Amount::new(115_840));
    assert_eq!(town.balance(1), Amount::new(115_840));
    assert!((2..10).all(|number| town.balance(number) == Amount::new(96_040)));
    assert_eq!(town.balance_of(town.treasury()), units(-10_000));
    let runs = town.runs(rule.id);
    assert!(runs.iter().all(|run| run.stage == Stage::Done && run.taken == units(200) && run.given == units(200)));
    assert_eq!((runs.len(), runs[0].payers, runs[0].receivers), (2, 10, 2));
    assert_eq!(town.work(), 0, "a period is charged once");
    town.sound();
}

#[test]
fn a_program_that_was_off_catches_up_in_order() {
    let town = Town::of(10, None);
    ten(&town);
    town.rule(town.content(two_percent(Share::Active), Every::Month, "2026-04-01"));
    town.until("2026-04-10T12:00:00Z");
    trade(&town);
    town.until("2026-05-10T12:00:00Z");
    trade(&town);
    // Nothing was done on the first of May; both periods are charged now, as if it had been.
    town.until("2026-06-13T05:00:00Z");
    town.work();
    assert_eq!(town.balance(0), Amount::new(115_840));
    assert!((2..10).all(|number| town.balance(number) == Amount::new(96_040)));
    town.sound();
}

#[test]
fn a_cent_that_cannot_be_shared_goes_to_the_oldest() {
    let town = Town::of(3, None);
    town.moves(town.treasury(), town.account(0), Amount::new(5_000)).unwrap();
    town.rule(town.content(two_percent(Share::All), Every::Month, "2026-04-01"));
    town.until("2026-05-02T05:00:00Z");
    town.work();
    let balances = [0, 1, 2].map(|number| town.balance(number));
    assert_eq!(balances, [Amount::new(4_934), Amount::new(33), Amount::new(33)]);
    town.until("2026-06-02T05:00:00Z");
    town.work();
    // 98 of 4934, nothing of 33: rounded down.
    let balances = [0, 1, 2].map(|number| town.balance(number));
    assert_eq!(balances, [Amount::new(4_869), Amount::new(66), Amount::new(65)]);
    town.sound();
}

#[test]
fn where_nobody_trades_the_community_keeps_it() {
    let town = Town::of(2, None);
    town.moves(town.treasury(), town.account(0), units(100)).unwrap();
    town.rule(town.content(two_percent(Share::Active), Every::Quarter, "2026-04-01"));
    town.until("2026-07-02T05:00:00Z");
    town.work();
    assert_eq!((town.balance(0), town.balance(1)), (units(98), units(0)));
    assert_eq!(town.balance_of(town.treasury()), units(-98));
    town.sound();
}
