//! Payment orders: on a day, again and again, in parts; refused and tried again.

use ayni_calendar::{DateTime, Frequency, Rule};
use ayni_kernel::{
    Amount,
    testing::Cast::{Ana, Ben, Carla, Tova},
};

use super::{Town, refused, text, units};
use crate::{
    NewOrder, OrderState, PaymentOrder, RETRY_DAYS, Trouble, cancel_order, order, part, pause_order, pay_next_early,
    payment_order, payment_orders, resume_order, skip_next,
};

const DAY: i64 = 86_400;

fn at(text: &str) -> DateTime {
    text.parse().unwrap()
}

fn ask(town: &Town, whole: i64, start: &str, rule: Option<Rule>, parts: Option<u16>) -> NewOrder {
    let (from, to, description) = (town.id(Ana), town.id(Ben), text("Rent"));
    NewOrder { from, to, amount: units(whole), description, category: None, start: at(start), rule, parts }
}

fn made(town: &Town, ask: NewOrder) -> PaymentOrder {
    town.write(move |tx| order(tx, &Ana.actor(), ask)).unwrap()
}

fn now(town: &Town, id: ayni_kernel::PaymentOrderId) -> PaymentOrder {
    town.read(|tx| payment_order(tx, &Ana.actor(), id)).unwrap()
}

#[test]
fn the_first_parts_carry_what_is_left_over() {
    let parts = |amount, count: u16| -> Vec<i64> {
        (0..count.into()).map(|number| part(Amount::new(amount), count, number).minor()).collect()
    };
    assert_eq!(parts(100, 3), [34, 33, 33]);
    assert_eq!(parts(101, 3), [34, 34, 33]);
    assert_eq!(parts(12, 4), [3, 3, 3, 3]);
    for (amount, count) in [(1_000, 7), (999, 60), (61, 60)] {
        assert_eq!(parts(amount, count).iter().sum::<i64>(), amount);
    }
}

#[test]
fn a_payment_on_a_day_is_made_once_when_its_moment_comes() {
    let town = Town::new();
    let id = made(&town, ask(&town, 20, "2026-03-02T08:00:00", None, None)).id;
    town.clock.turn(DAY - 3_601);
    town.work();
    assert_eq!(town.purse(Ben).0, 0, "a second too early");
    town.clock.turn(1);
    town.work();
    town.work();
    assert_eq!((town.purse(Ben).0, now(&town, id).state), (2_000, OrderState::Done));
    let entries = town.account(Ben).entries;
    assert_eq!(entries, 1);
    refused(town.write(move |tx| skip_next(tx, &Ana.actor(), id)), "payments-order-over");
}

#[test]
fn it_comes_again_on_the_same_wall_clock_and_catches_up_after_a_stop() {
    let town = Town::new();
    let rule = Rule::every(Frequency::Monthly);
    let id = made(&town, ask(&town, 10, "2026-03-15T08:00:00", Some(rule), None)).id;
    town.clock.turn(15 * DAY);
    town.work();
    assert_eq!((town.purse(Ben).0, now(&town, id).next), (1_000, Some(at("2026-04-15T08:00:00"))));
    // The program stood still for two months.
    town.clock.turn(62 * DAY);
    town.work();
    town.work();
    town.work();
    assert_eq!((town.purse(Ben).0, now(&town, id).made), (3_000, 3));
    town.write(move |tx| skip_next(tx, &Ana.actor(), id)).unwrap();
    assert_eq!(now(&town, id).next, Some(at("2026-07-15T08:00:00")));
    town.write(move |tx| pause_order(tx, &Ana.actor(), id)).unwrap();
    town.clock.turn(100 * DAY);
    town.work();
    assert_eq!(town.purse(Ben).0, 3_000, "it rests");
    let resumed = town.write(move |tx| resume_order(tx, &Ana.actor(), id)).unwrap();
    assert!(resumed.due().unwrap() > town.clock.shows(), "what passed meanwhile is left out");
    town.write(move |tx| cancel_order(tx, &Ana.actor(), id)).unwrap();
    refused(town.write(move |tx| resume_order(tx, &Ana.actor(), id)), "payments-order-over");
    town.sound();
}

#[test]
fn parts_are_paid_one_by_one_and_one_may_come_early() {
    let town = Town::new();
    let rule = Rule::every(Frequency::Weekly);
    let new = NewOrder { amount: Amount::new(10_000), ..ask(&town, 0, "2026-03-02T08:00:00", Some(rule), Some(3)) };
    let id = made(&town, new).id;
    town.clock.turn(DAY);
    town.work();
    assert_eq!(town.purse(Ben).0, 3_334);
    let early = town.write(move |tx| pay_next_early(tx, &Ana.actor(), id)).unwrap();
    assert_eq!((town.purse(Ben).0, early.made, early.next), (6_667, 2, Some(at("2026-03-16T08:00:00"))));
    town.clock.turn(15 * DAY);
    town.work();
    assert_eq!((town.purse(Ben).0, now(&town, id).state), (10_000, OrderState::Done));
    town.clock.turn(30 * DAY);
    town.work();
    assert_eq!(town.purse(Ben).0, 10_000);
    town.sound();
}

#[test]
fn a_refusal_is_tried_on_the_next_days_then_the_order_stops_and_both_are_told() {
    let town = Town::new();
    let id = made(&town, ask(&town, 150, "2026-03-02T08:00:00", None, None)).id;
    town.clock.turn(DAY);
    town.work();
    assert_eq!((now(&town, id).tries, now(&town, id).trouble), (1, Some(Trouble::Limit)));
    assert_eq!(
        (town.told(Ana), town.told(Ben)),
        (vec!["payments-notice-order-refused".to_owned()], vec!["payments-notice-order-refused-to".to_owned()])
    );
    town.work();
    assert_eq!(now(&town, id).tries, 1, "not before tomorrow");
    for _ in 0..RETRY_DAYS {
        town.clock.turn(DAY + 1);
        town.work();
    }
    assert_eq!(now(&town, id).state, OrderState::Stopped);
    assert_eq!(town.told(Ben), ["payments-notice-order-stopped-to", "payments-notice-order-refused-to"]);
    // With money that comes in between, it is paid.
    let id = made(&town, ask(&town, 120, "2026-03-10T08:00:00", None, None)).id;
    town.clock.turn(4 * DAY);
    town.work();
    assert_eq!(now(&town, id).tries, 1);
    let gift = town.ask(Carla, Ana, units(30));
    town.write(move |tx| ayni_ledger::pay(tx, &Carla.actor(), gift)).unwrap();
    town.clock.turn(DAY + 1);
    town.work();
    assert_eq!((now(&town, id).state, town.purse(Ben).0), (OrderState::Done, 12_000));
    town.sound();
}

#[test]
fn an_order_that_makes_no_sense_is_refused_at_once() {
    let town = Town::new();
    let make = |ask: NewOrder| town.write(move |tx| order(tx, &Ana.actor(), ask));
    refused(make(ask(&town, 10, "2026-02-28T08:00:00", None, None)), "payments-order-past");
    refused(make(ask(&town, 0, "2026-03-02T08:00:00", None, None)), "ledger-amount-positive");
    let weekly = || Some(Rule::every(Frequency::Weekly));
    refused(make(ask(&town, 10, "2026-03-02T08:00:00", weekly(), Some(61))), "payments-order-parts");
    refused(make(ask(&town, 10, "2026-03-02T08:00:00", None, Some(3))), "fault-required");
    let other = ask(&town, 10, "2026-03-02T08:00:00", None, None);
    refused(town.write(move |tx| order(tx, &Tova.actor(), other)), "forbidden");
    let id = make(ask(&town, 10, "2026-03-02T08:00:00", None, None)).unwrap().id;
    refused(town.read(|tx| payment_order(tx, &Ben.actor(), id)), "not-found");
    let listed = town.read(|tx| payment_orders(tx, &Ana.actor(), town.id(Ana), None, 10)).unwrap();
    assert_eq!(listed.rows.len(), 1);
}
