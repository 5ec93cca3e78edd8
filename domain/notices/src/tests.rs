//! The rules of notices told as stories.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::sync::Arc;

use ayni_kernel::{
    Actor, Amount, Arg, BookingId, Community, CurrencyId, Cursor, Error, Money, Result, Scale, WriteTx,
    testing::{Cast, TestClock, community},
};
use ayni_storage::Schema;

use crate::*;

const DAY: i64 = 86_400;

struct House {
    community: Community,
    clock: Arc<TestClock>,
}

impl House {
    fn new() -> Self {
        let clock = TestClock::new();
        let community = community(&clock, Schema { version: 1, tables: tables(), steps: Vec::new() }, &[]);
        Self { community, clock }
    }

    fn write<T: Send + 'static>(&self, work: impl FnOnce(&mut WriteTx<'_>) -> Result<T> + Send + 'static) -> Result<T> {
        self.clock.turn(1);
        self.community.write(work)
    }

    fn tell(&self, whom: Cast, notice: Notice) {
        self.write(move |tx| tell(tx, whom.member(), notice)).unwrap();
    }

    fn count(&self, who: Cast) -> usize {
        self.community.read(|tx| unseen_count(tx, &who.actor(), who.member())).unwrap()
    }

    /// The numbers in a member's notices, read in pages of two.
    fn numbers(&self, who: Cast) -> Vec<Arg> {
        let (mut numbers, mut after) = (Vec::new(), None);
        loop {
            let page = self.community.read(|tx| notices(tx, &who.actor(), who.member(), after, 2)).unwrap();
            assert!(page.rows.len() <= 2);
            numbers.extend(page.rows.into_iter().filter_map(|told| Some(told.args.into_iter().next()?.1)));
            match page.next {
                Some(next) => after = Some(Cursor::parse(&next.to_string()).unwrap()),
                None => return numbers,
            }
        }
    }
}

fn numbered(number: i64) -> Notice {
    Notice::new("bookings-told-approved", About::Booking(BookingId::from_bytes([3; 16]))).with("number", number)
}

#[test]
fn what_was_told_is_read_newest_first_until_it_was_seen() {
    let house = House::new();
    for number in 1..=5 {
        house.tell(Cast::Ana, numbered(number));
    }
    house.tell(Cast::Ben, numbered(9));
    assert_eq!(house.numbers(Cast::Ana), [5, 4, 3, 2, 1].map(Arg::Number));
    assert_eq!((house.count(Cast::Ana), house.count(Cast::Ben)), (5, 1));

    let newest = house.community.read(|tx| unseen(tx, &Cast::Ana.actor(), Cast::Ana.member(), 1)).unwrap();
    assert_eq!(newest[0].args, [("number".to_owned(), Arg::Number(5))]);
    let id = newest[0].id;
    let seen = house.write(move |tx| see(tx, &Cast::Ana.actor(), Cast::Ana.member(), id)).unwrap();
    assert_eq!(house.write(move |tx| see(tx, &Cast::Ana.actor(), Cast::Ana.member(), id)), Ok(seen));
    assert_eq!(house.count(Cast::Ana), 4);
    assert_eq!(house.write(|tx| see_all(tx, &Cast::Ana.actor(), Cast::Ana.member())), Ok(4));
    assert_eq!((house.count(Cast::Ana), house.count(Cast::Ben)), (0, 1));
    assert_eq!(house.numbers(Cast::Ana).len(), 5);
}

#[test]
fn every_kind_of_value_comes_back_as_it_was() {
    let house = House::new();
    let money = Money {
        amount: Amount::new(1250),
        currency: CurrencyId::from_bytes([2; 16]),
        scale: Scale::new(2).unwrap(),
        symbol: "Br".to_owned(),
    };
    let at = house.clock.shows();
    let notice = Notice::new("bookings-told-cancelled", About::Nothing)
        .with("title", "Choir")
        .with("back", money.clone())
        .with("at", at)
        .with("places", 3_i64);
    house.tell(Cast::Ana, notice);
    let told = house.community.read(|tx| unseen(tx, &Cast::Ana.actor(), Cast::Ana.member(), 9)).unwrap().remove(0);
    let values: Vec<_> = told.args.into_iter().map(|(_, value)| value).collect();
    assert_eq!(values, [Arg::Text("Choir".to_owned()), Arg::Money(money), Arg::Time(at), Arg::Number(3)]);
    assert_eq!((told.word.as_str(), told.about), ("bookings-told-cancelled", About::Nothing));
}

#[test]
fn notices_are_for_their_member_alone() {
    let house = House::new();
    house.tell(Cast::Ana, numbered(1));
    let read = |me: &Actor| house.community.read(|tx| notices(tx, me, Cast::Ana.member(), None, 9)).map(drop);
    assert_eq!(read(&Cast::Ana.actor()), Ok(()));
    for me in [Cast::Ben, Cast::Carla, Cast::Ada] {
        assert_eq!(read(&me.actor()), Err(Error::Forbidden));
    }
    assert_eq!(read(&Actor::Stranger), Err(Error::SignIn));
    assert_eq!(house.write(|tx| see_all(tx, &Cast::Ben.actor(), Cast::Ana.member())), Err(Error::Forbidden));
}

#[test]
fn old_notices_are_forgotten() {
    let house = House::new();
    for number in 1..=3 {
        house.tell(Cast::Ana, numbered(number));
    }
    let has_old = |house: &House| house.community.read(|tx| has_old(tx, house.clock.shows())).unwrap();
    assert!(!has_old(&house));
    house.clock.turn(KEPT_DAYS * DAY - 2);
    house.tell(Cast::Ana, numbered(4));
    assert_eq!(house.write(|tx| sweep(tx, 1)), Ok(1));
    house.clock.turn(DAY);
    assert!(has_old(&house));
    assert_eq!(house.write(|tx| sweep(tx, 9)), Ok(2));
    assert!(!has_old(&house));
    assert_eq!(house.numbers(Cast::Ana), [Arg::Number(4)]);
    assert_eq!(house.community.data.store().check().unwrap(), []);
}
