//! Passes: bought, drawn, given back, never spent twice.

use super::*;

fn kind_of(unit: PassUnit, quantity: u32, price: Option<PassPrice>, attached: Attachment) -> KindContent {
    KindContent {
        name: name("Pass"),
        description: ayni_kernel::Body::default(),
        unit,
        quantity,
        validity: 30,
        price,
        attached: vec![attached],
        groups: Vec::new(),
    }
}

impl House {
    fn kind(&self, unit: PassUnit, quantity: u32, price: Option<PassPrice>) -> PassKind {
        let content = kind_of(unit, quantity, price, Attachment::Resource(self.site.id));
        self.write(move |tx| create_kind(tx, &Cast::Ada.actor(), content)).unwrap()
    }

    fn given(&self, unit: PassUnit, quantity: u32) -> Pass {
        let kind = self.kind(unit, quantity, None).id;
        let ana = Cast::Ana.member();
        self.write(move |tx| give_pass(tx, &Cast::Ada.actor(), ana, kind, line("thanks"))).unwrap()
    }

    fn left(&self, pass: &Pass) -> u32 {
        self.read(|tx| crate::pass(tx, &Cast::Ana.actor(), pass.id)).left
    }

    fn balance(&self, member: Cast) -> i64 {
        let accounts = self.read(|tx| ayni_ledger::accounts_of(tx, &PROGRAM, member.member()));
        accounts.iter().find(|account| account.currency == self.hours.id).unwrap().balance().minor()
    }
}

#[test]
fn a_pass_is_bought_through_the_ledger_or_as_money_due() {
    let house = House::new();
    let price = |currency: &Currency| {
        let way = usual_way(currency);
        Some(PassPrice { currency: currency.id, amount: Amount::new(3_000), way })
    };
    let local = house.kind(PassUnit::Minutes, 600, price(&house.hours)).id;
    let money = house.kind(PassUnit::Days, 10, price(&house.euros)).id;
    let ana = Cast::Ana;
    let bought = house.write(move |tx| buy_pass(tx, &ana.actor(), ana.member(), local)).unwrap();
    assert!(matches!(bought.payment, PassPayment::Paid(_)));
    assert_eq!(house.balance(ana), -3_000);
    // Madrid's clock: 30 days on, to the end of that day.
    assert_eq!(bought.expires, Some(at("2026-04-01T00:00")));
    let due = house.write(move |tx| buy_pass(tx, &ana.actor(), ana.member(), money)).unwrap();
    assert!(matches!(due.payment, PassPayment::Due { settled: None, .. }));
    assert_eq!(house.read(|tx| passes_due(tx, &Cast::Ada.actor(), 10)).len(), 1);
    let due = due.id;
    house.write(move |tx| settle_pass(tx, &Cast::Ada.actor(), due)).unwrap();
    assert!(house.read(|tx| passes_due(tx, &Cast::Ada.actor(), 10)).is_empty());
    let page = house.read(|tx| passes_of(tx, &ana.actor(), ana.member(), None, 1));
    assert_eq!((page.rows.len(), page.next.is_some()), (1, true));
    // Nobody else may buy for her, or look.
    let refused = house.write(move |tx| buy_pass(tx, &Cast::Ben.actor(), ana.member(), local)).unwrap_err();
    assert_eq!(word(&refused), "not-found");
}

#[test]
fn who_cannot_pay_gets_no_pass() {
    let house = House::new();
    let price = PassPrice { currency: house.hours.id, amount: Amount::new(20_000), way: Way::Local };
    let kind = house.kind(PassUnit::Minutes, 600, Some(price)).id;
    let ana = Cast::Ana;
    house.write(move |tx| buy_pass(tx, &ana.actor(), ana.member(), kind)).unwrap_err();
    assert!(house.read(|tx| passes_of(tx, &ana.actor(), ana.member(), None, 10)).rows.is_empty());
    house.write(move |tx| use_kind(tx, &Cast::Ada.actor(), kind, InUse::No)).unwrap();
    let refused = house.write(move |tx| buy_pass(tx, &ana.actor(), ana.member(), kind)).unwrap_err();
    assert_eq!(word(&refused), "terms-pass-not-for-sale");
}

#[test]
fn prepaid_minutes_cannot_be_spent_twice() {
    let house = House::new();
    house.hourly(&house.hours, 1_000);
    let pass = house.given(PassUnit::Minutes, 180);
    let ana = Cast::Ana.member();
    // Two bookings are reckoned with the same minutes.
    let first = house.quote(ana, span("2026-03-03T10:00", "2026-03-03T12:00"));
    let second = house.quote(ana, span("2026-03-04T10:00", "2026-03-04T12:00"));
    assert_eq!((first.total, second.total), (Amount::ZERO, Amount::ZERO));
    house.draw(1, &first).unwrap();
    assert_eq!(house.left(&pass), 60);
    assert_eq!(word(&house.draw(2, &second).unwrap_err()), "terms-pass-empty");
    // The same booking does not draw twice.
    let small = house.quote(ana, span("2026-03-04T10:00", "2026-03-04T10:30"));
    assert_eq!(word(&house.draw(1, &small).unwrap_err()), "terms-pass-drawn");
    assert_eq!(house.left(&pass), 60);
    // Given back once, however often it is asked.
    house.give_back(1);
    house.give_back(1);
    assert_eq!(house.left(&pass), 180);
    let steps: Vec<_> = house.read(|tx| history(tx, &Cast::Ana.actor(), pass.id, 10)).iter().map(|e| e.step).collect();
    assert_eq!(steps, [PassStep::Returned, PassStep::Drawn, PassStep::Given]);
}

#[test]
fn a_part_comes_back_as_the_terms_say() {
    let house = House::new();
    house.hourly(&house.hours, 1_000);
    let pass = house.given(PassUnit::Minutes, 180);
    house.draw(1, &house.quote(Cast::Ana.member(), span("2026-03-03T10:00", "2026-03-03T12:00"))).unwrap();
    house.write(move |tx| give_back_part(tx, &PROGRAM, booking_id(1), 50)).unwrap();
    assert_eq!(house.left(&pass), 120);
    house.give_back(1);
    assert_eq!(house.left(&pass), 120);
}

#[test]
fn a_day_of_a_pass_covers_all_that_is_booked_on_it() {
    let house = House::new();
    house.hourly(&house.hours, 1_000);
    let pass = house.given(PassUnit::Days, 3);
    let ana = Cast::Ana.member();
    let morning = house.quote(ana, span("2026-03-03T09:00", "2026-03-03T12:00"));
    assert_eq!((morning.total, morning.draws[0].quantity), (Amount::ZERO, 1));
    house.draw(1, &morning).unwrap();
    let evening = house.quote(ana, span("2026-03-03T18:00", "2026-03-03T20:00"));
    assert_eq!((evening.total, evening.draws[0].quantity), (Amount::ZERO, 0));
    house.draw(2, &evening).unwrap();
    assert_eq!(house.left(&pass), 2);
    // The first is cancelled: the day is still in use by the second, and comes back with it.
    house.give_back(1);
    assert_eq!(house.left(&pass), 2);
    house.give_back(2);
    assert_eq!(house.left(&pass), 3);
    // A night uses two days.
    let night = house.quote(ana, span("2026-03-05T20:00", "2026-03-06T06:00"));
    assert_eq!(night.draws[0].quantity, 2);
}

#[test]
fn a_quote_that_counts_on_a_day_in_use_fails_when_that_was_given_back() {
    let house = House::new();
    house.hourly(&house.hours, 1_000);
    house.given(PassUnit::Days, 1);
    let ana = Cast::Ana.member();
    house.draw(1, &house.quote(ana, span("2026-03-03T09:00", "2026-03-03T12:00"))).unwrap();
    let evening = house.quote(ana, span("2026-03-03T18:00", "2026-03-03T20:00"));
    house.give_back(1);
    assert_eq!(word(&house.draw(2, &evening).unwrap_err()), "terms-pass-empty");
}

#[test]
fn a_pass_pays_only_for_what_it_covers_and_only_in_its_time() {
    let house = House::new();
    house.hourly(&house.hours, 1_000);
    let content = kind_of(PassUnit::Minutes, 600, None, Attachment::Resource(house.studio.id));
    let ana = Cast::Ana.member();
    let studio = house.write(move |tx| {
        let kind = create_kind(tx, &Cast::Ada.actor(), content)?;
        give_pass(tx, &Cast::Ada.actor(), ana, kind.id, line(""))
    });
    studio.unwrap();
    let day = |from, to| house.quote(ana, span(from, to));
    assert!(day("2026-03-03T09:00", "2026-03-03T10:00").draws.is_empty());
    let pass = house.given(PassUnit::Minutes, 600);
    assert_eq!(day("2026-03-31T22:00", "2026-03-31T23:00").draws.len(), 1);
    assert!(day("2026-04-01T00:00", "2026-04-01T01:00").draws.is_empty());
    let id = pass.id;
    house.write(move |tx| end_pass(tx, &Cast::Ada.actor(), id, line("left"))).unwrap();
    assert!(day("2026-03-03T09:00", "2026-03-03T10:00").draws.is_empty());
}

#[test]
fn money_is_due_and_local_currency_goes_through_the_ledger() {
    let house = House::new();
    let hour = span("2026-03-03T09:00", "2026-03-03T10:00");
    assert_eq!(house.quote(Cast::Ana.member(), hour).way, Way::Free);
    house.hourly(&house.euros, 1_200);
    let quote = house.quote(Cast::Ana.member(), hour);
    assert_eq!((quote.way, quote.currency, quote.total), (Way::Money, Some(house.euros.id), Amount::new(1_200)));
    let mut content = house.hourly(&house.hours, 100).content;
    content.rate.way = Way::Money;
    let refused = house.write(move |tx| create_price(tx, &Cast::Ada.actor(), content)).unwrap_err();
    assert_eq!(word(&refused), "terms-money-of-states");
}

/// Books and cancels at random; nothing of a pass is made or lost.
#[test]
fn random_lives_conserve_what_a_pass_has() {
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    let steps = proptest::collection::vec((1_u8..8, 0_i64..6, 1_i64..20, 0_u8..=4), 1..25);
    let config = ProptestConfig { cases: 24, ..ProptestConfig::default() };
    proptest!(config, |(steps in steps)| {
        let house = House::new();
        house.hourly(&house.hours, 1);
        let pass = house.given(PassUnit::Minutes, 600);
        let (mut live, mut lost) = (BTreeMap::new(), 0_u32);
        for (booking, day, quarters, back) in steps {
            if let Some(held) = live.remove(&booking) {
                let percent = back * 25;
                house.write(move |tx| give_back_part(tx, &PROGRAM, booking_id(booking), percent)).unwrap();
                lost += held - held * u32::from(percent) / 100;
            } else {
                let start = at("2026-03-03T08:00").plus_days(day);
                let quote = house.quote(Cast::Ana.member(), Span::new(start, start.plus_seconds(quarters * 900)).unwrap());
                house.draw(booking, &quote).unwrap();
                live.insert(booking, quote.draws.iter().map(|draw| draw.quantity).sum::<u32>());
            }
            prop_assert_eq!(house.left(&pass) + live.values().sum::<u32>() + lost, 600);
        }
    });
}
