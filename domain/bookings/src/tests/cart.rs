//! Several places and times in one cart: kept together, counted together, booked all or none.

use ayni_kernel::{OrderId, testing::Cast};
use ayni_terms::{Counts, Hour, Over, Per, Quota, Rules};

use super::town::{HOUR, Town, span, words};
use crate::*;

impl Town {
    fn put_in(&self, who: Cast, ask: Ask) -> ayni_kernel::Result<Cart> {
        let me = self.actor(who);
        self.write(move |tx| add_to_cart(tx, &me, ask))
    }

    fn cart_of(&self, who: Cast) -> Cart {
        self.community.read(|tx| cart(tx, &self.actor(who), self.member(who))).unwrap()
    }

    fn pay_for(&self, who: Cast, order: OrderId) -> ayni_kernel::Result<Vec<Booking>> {
        let me = self.actor(who);
        self.write(move |tx| check_out_cart(tx, &me, order))
    }
}

#[test]
fn a_cart_has_one_time_one_total_and_is_booked_at_once() {
    let town = Town::new("UTC");
    town.price(1_000, |_| ());
    let morning = span("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z");
    town.put_in(Cast::Ana, town.ask(Cast::Ana, town.room, morning)).unwrap();
    town.clock.turn(600);
    let cart = town.put_in(Cast::Ana, town.ask(Cast::Ana, town.twin, morning.shifted(HOUR))).unwrap();
    let order = cart.order.unwrap();
    assert!(cart.items.iter().all(|item| item.due == Some(order.expires) && item.state == State::Draft));
    assert_eq!((cart.items.len(), cart.totals[0].price.minor()), (2, 2_000));
    // What is in a cart is taken.
    assert_eq!(words(town.book(Cast::Ben, town.room, morning)), ["bookings-taken"]);
    assert_eq!(town.purse(Cast::Ana), (0, 0));
    let booked = town.pay_for(Cast::Ana, order.id).unwrap();
    assert!(booked.iter().all(|booking| booking.state == State::Confirmed));
    assert_eq!((town.purse(Cast::Ana), town.cart_of(Cast::Ana)), ((0, 2_000), Cart::default()));
    assert_eq!(words(town.pay_for(Cast::Ana, order.id)), ["cart-closed"]);
    town.is_sound();
}

#[test]
fn all_or_none() {
    let town = Town::new("UTC");
    // Fifty may be owed: two of twenty are, three are not.
    town.price(2_000, |_| ());
    let slot = span("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z");
    let mut cart = Cart::default();
    for hour in 0..3 {
        cart = town.put_in(Cast::Ana, town.ask(Cast::Ana, town.room, slot.shifted(hour * HOUR))).unwrap();
    }
    let order = cart.order.unwrap().id;
    town.pay_for(Cast::Ana, order).unwrap_err();
    assert_eq!((town.purse(Cast::Ana), town.cart_of(Cast::Ana).items.len()), ((0, 0), 3));
    let (me, gone) = (town.actor(Cast::Ana), cart.items[2].id);
    assert_eq!(town.write(move |tx| remove_from_cart(tx, &me, gone)).unwrap().items.len(), 2);
    town.book(Cast::Ben, town.room, slot.shifted(2 * HOUR)).unwrap();
    assert_eq!(town.pay_for(Cast::Ana, order).unwrap().len(), 2);
}

#[test]
fn a_cart_that_is_left_alone_lapses_as_a_whole() {
    let town = Town::new("UTC");
    let slot = span("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z");
    let first = town.put_in(Cast::Ana, town.ask(Cast::Ana, town.room, slot)).unwrap().order.unwrap();
    for minute in [10, 20, 30, 40, 50] {
        town.clock.turn(600);
        town.put_in(Cast::Ana, town.ask(Cast::Ana, town.twin, slot.shifted(minute * HOUR))).unwrap();
    }
    // However much is put in, an hour after the first it is over.
    let order = town.cart_of(Cast::Ana).order.unwrap();
    assert_eq!(order.expires, first.created.plus_seconds(HOUR));
    town.clock.turn(601);
    assert_eq!(words(town.pay_for(Cast::Ana, order.id)), ["cart-expired"]);
    assert_eq!(town.jobs(), 6);
    town.book(Cast::Ben, town.room, slot).unwrap();
    let next = town.put_in(Cast::Ana, town.ask(Cast::Ana, town.twin, slot)).unwrap();
    assert!(next.items.len() == 1 && next.order.unwrap().id != order.id);
    town.is_sound();
}

#[test]
fn quotas_count_what_is_in_the_cart_and_a_cart_has_an_end() {
    let town = Town::new("UTC");
    let slot = span("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z");
    let quota = Quota { counts: Counts::Bookings, per: Per::Day, over: Over::All, hour: Hour::Any, most: Some(2) };
    town.rule(Rules { quotas: vec![quota], ..Rules::default() });
    town.put_in(Cast::Ana, town.ask(Cast::Ana, town.room, slot)).unwrap();
    town.put_in(Cast::Ana, town.ask(Cast::Ana, town.twin, slot)).unwrap();
    let third = town.put_in(Cast::Ana, town.ask(Cast::Ana, town.twin, slot.shifted(HOUR)));
    assert!(third.is_err());
    for day in 1..=8 {
        town.put_in(Cast::Ana, town.ask(Cast::Ana, town.twin, slot.shifted(day * 24 * HOUR))).unwrap();
    }
    let more = town.put_in(Cast::Ana, town.ask(Cast::Ana, town.twin, slot.shifted(9 * 24 * HOUR)));
    assert_eq!(words(more), ["cart-full"]);
    // A full cart with prices and passes fits into one transaction.
    town.price(100, |_| ());
    let ben = town.actor(Cast::Ben);
    let order = town.cart_of(Cast::Ana).order.unwrap().id;
    assert_eq!(town.write(move |tx| check_out_cart(tx, &ben, order)), Err(ayni_kernel::Error::Forbidden));
    assert_eq!(town.pay_for(Cast::Ana, order).unwrap().len(), MAX_ITEMS);
    town.is_sound();
}

#[test]
fn a_full_cart_of_paid_items_fits_into_one_transaction() {
    let town = Town::new("UTC");
    town.price(100, |_| ());
    town.rule(Rules { approval: Some(ayni_terms::Approval::Always), ..Rules::default() });
    let slot = span("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z");
    let mut cart = Cart::default();
    for day in 0..10 {
        cart = town.put_in(Cast::Ana, town.ask(Cast::Ana, town.room, slot.shifted(day * 24 * HOUR))).unwrap();
    }
    let booked = town.pay_for(Cast::Ana, cart.order.unwrap().id).unwrap();
    assert!(booked.len() == MAX_ITEMS && booked.iter().all(|booking| booking.state == State::Tentative));
    assert_eq!(town.purse(Cast::Ana), (0, 1_000));
}
