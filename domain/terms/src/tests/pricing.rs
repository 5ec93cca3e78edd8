//! What a booking costs, line by line; what comes back of it.

use std::collections::BTreeMap;

use ayni_kernel::PassId;
use proptest::prelude::*;

use super::*;
use crate::{
    reckon::{PassFacts, Reckoning, reckon, total},
    tariff::parts,
};

/// Reckons a price with passes.
fn reckoned(price: &Price, span: Span, passes: &[PassFacts], places: u32, demand: u16) -> Quote {
    let zone = madrid();
    let ask = Reckoning {
        price: Some(price),
        peak: None,
        passes,
        span,
        at: Almanac { zone: &zone, holidays: &Holidays::default() },
        places,
        extras: &[],
        extras_way: Way::Free,
        now: span.start.plus_days(-2),
        demand: Demand::new(demand),
    };
    reckon(&ask).unwrap()
}

fn plain(price: &Price, span: Span) -> Quote {
    reckoned(price, span, &[], 1, 0)
}

fn lines(quote: &Quote) -> Vec<(LineKind, i64)> {
    quote.lines.iter().map(|line| (line.kind, line.amount.minor())).collect()
}

#[test]
fn twelve_hours_are_seven_and_three_and_twice_one() {
    let price = priced(rate(&[(60, 1_000), (180, 2_500), (420, 5_000)]));
    let quote = plain(&price, span("2026-05-04T08:00", "2026-05-04T20:00"));
    let made: Vec<_> = quote.lines.iter().map(|line| (line.quantity, line.unit, line.amount.minor())).collect();
    assert_eq!(made, [(1, 420, 5_000), (1, 180, 2_500), (2, 60, 2_000)]);
    assert_eq!(quote.total, Amount::new(9_500));
    assert_eq!(Quote::from_bytes(&quote.to_bytes()).unwrap(), quote);
}

#[test]
fn nobody_pays_more_hours_than_a_day_costs() {
    let price = priced(rate(&[(60, 1_000), (1_440, 5_000)]));
    assert_eq!(plain(&price, span("2026-05-04T08:00", "2026-05-04T12:00")).total, Amount::new(4_000));
    assert_eq!(plain(&price, span("2026-05-04T08:00", "2026-05-04T17:00")).total, Amount::new(5_000));
    assert_eq!(plain(&price, span("2026-05-04T08:00", "2026-05-05T10:00")).total, Amount::new(7_000));
}

#[test]
fn a_part_of_an_hour_costs_its_part_or_a_whole_one() {
    let half = span("2026-05-04T08:00", "2026-05-04T09:30");
    assert_eq!(plain(&priced(rate(&[(60, 10_01)])), half).total, Amount::new(15_02));
    let whole = Rate { begun: Begun::Whole, ..rate(&[(60, 10_01)]) };
    assert_eq!(plain(&priced(whole), half).total, Amount::new(20_02));
}

#[test]
fn a_day_costs_a_day_whatever_the_clock_does() {
    let price = priced(rate(&[(1_440, 2_000)]));
    for (from, to) in [("2026-03-29T00:00", "2026-03-30T00:00"), ("2026-10-24T12:00", "2026-10-25T12:00")] {
        assert_eq!(plain(&price, span(from, to)).total, Amount::new(2_000), "{from}");
    }
}

#[test]
fn busy_hours_caps_places_and_the_fixed_part_are_lines_of_their_own() {
    let rate = Rate {
        peak: Some(Peak { hours: Some(hours("Mo-Fr 17:00-20:00")), rate: PeakRate::Percent(150) }),
        day_cap: Some(Amount::new(5_000)),
        basis: Basis::Place,
        fixed: Amount::new(500),
        deposit: Amount::new(10_000),
        ..rate(&[(60, 1_000)])
    };
    let quote = reckoned(&priced(rate), span("2026-05-04T15:00", "2026-05-04T20:00"), &[], 3, 0);
    assert_eq!(
        lines(&quote),
        [
            (LineKind::Time, 5_000),
            (LineKind::Peak, 1_500),
            (LineKind::DayCap, -1_500),
            (LineKind::Places, 10_000),
            (LineKind::Fixed, 500)
        ]
    );
    assert_eq!((quote.total, quote.deposit), (Amount::new(15_500), Amount::new(10_000)));
}

#[test]
fn busy_hours_can_have_prices_of_their_own() {
    let own = vec![Tier { minutes: 60, amount: Amount::new(3_000) }];
    let peak = Some(Peak { hours: Some(hours("Mo-Fr 17:00-20:00")), rate: PeakRate::Tiers(own) });
    let price = priced(Rate { peak, ..rate(&[(60, 1_000)]) });
    let quote = plain(&price, span("2026-05-04T16:00", "2026-05-04T18:00"));
    assert_eq!(lines(&quote), [(LineKind::Time, 1_000), (LineKind::PeakTime, 3_000)]);
}

#[test]
fn demand_and_lead_time_move_a_price_within_its_limits() {
    let dynamic =
        Dynamic { demand: vec![(500, 10), (800, 30)], lead: vec![(24, 20), (72, 5)], floor: 80, ceiling: 120 };
    let price = priced(Rate { dynamic: Some(dynamic), ..rate(&[(60, 10_000)]) });
    let hour = span("2026-05-04T10:00", "2026-05-04T11:00");
    // Two days ahead, two fifths booked.
    assert_eq!(lines(&reckoned(&price, hour, &[], 1, 400)), [(LineKind::Time, 10_000), (LineKind::Lead, 500)]);
    let full = reckoned(&price, hour, &[], 1, 900);
    assert_eq!(
        lines(&full),
        [(LineKind::Time, 10_000), (LineKind::Demand, 3_000), (LineKind::Lead, 500), (LineKind::Limit, -1_500)]
    );
    assert_eq!(full.total, Amount::new(12_000));
}

#[test]
fn the_least_price_fills_up_and_a_price_of_nothing_is_free() {
    let price = priced(Rate { minimum: Amount::new(1_500), ..rate(&[(60, 1_000)]) });
    let hour = span("2026-05-04T10:00", "2026-05-04T11:00");
    assert_eq!(lines(&plain(&price, hour)), [(LineKind::Time, 1_000), (LineKind::Minimum, 500)]);
    let free = plain(&priced(rate(&[(60, 0)])), hour);
    assert_eq!((free.total, free.way), (Amount::ZERO, Way::Free));
}

fn minutes_pass(number: u8, left: u32) -> PassFacts {
    PassFacts {
        pass: PassId::from_bytes([number; 16]),
        name: name("Ten hours"),
        unit: PassUnit::Minutes,
        left,
        days: BTreeMap::new(),
        expires: None,
    }
}

#[test]
fn passes_pay_first_and_the_rest_is_paid() {
    let price = priced(rate(&[(60, 1_000)]));
    let quote = reckoned(&price, span("2026-05-04T10:00", "2026-05-04T13:00"), &[minutes_pass(1, 90)], 1, 0);
    assert_eq!(lines(&quote), [(LineKind::Pass, 0), (LineKind::Time, 1_500)]);
    assert_eq!((quote.draws[0].quantity, quote.usual), (90, Amount::new(3_000)));
    assert_eq!(Quote::from_bytes(&quote.to_bytes()).unwrap(), quote);
}

#[test]
fn a_refund_goes_by_the_first_tier_that_is_kept() {
    let terms = terms(Rules {
        refunds: Some(vec![
            RefundTier { before: Notice::Days(7), percent: 100 },
            RefundTier { before: Notice::Days(1), percent: 50 },
        ]),
        no_show: Some(80),
        regret: Some(30),
        ..Rules::default()
    });
    let booked = span("2026-03-30T10:00", "2026-03-30T12:00");
    let price = priced(Rate { deposit: Amount::new(3_000), ..rate(&[(60, 10_01)]) });
    let quote = reckoned(&price, booked, &[], 1, 0);
    let zone = madrid();
    let settle = |now: &str| {
        let made = at("2026-03-01T10:00");
        settle_cancel(&SettleAsk { terms: &terms, quote: &quote, span: booked, zone: &zone, now: at(now), made })
    };
    let early = settle("2026-03-23T10:00");
    assert_eq!((early.back, early.kept, early.deposit), (Amount::new(20_02), Amount::ZERO, Amount::new(3_000)));
    assert_eq!(early.until, Some(at("2026-03-23T10:00")));
    // A day of 23 hours lies between: still the day before at ten.
    let later = settle("2026-03-29T10:00");
    assert_eq!((later.percent, later.back, later.kept), (50, Amount::new(10_01), Amount::new(10_01)));
    assert_eq!((settle("2026-03-29T10:01").percent, settle("2026-03-29T10:01").why), (0, Why::TooLate));
    assert_eq!(settle_no_show(&terms, &quote).kept, Amount::new(16_02));
    assert_eq!(Settlement::all_back(&quote).back, quote.total);
    let made = at("2026-03-29T20:00");
    let soon =
        SettleAsk { terms: &terms, quote: &quote, span: booked, zone: &zone, now: made.plus_seconds(1_800), made };
    assert_eq!((settle_cancel(&soon).percent, settle_cancel(&soon).why), (100, Why::Regret));
}

#[test]
fn leaving_late_costs_each_begun_unit_after_the_grace() {
    let terms = terms(Rules { late: Some(Late { grace: 10, unit: 15, percent: 150 }), ..Rules::default() });
    let quote = plain(&priced(rate(&[(60, 1_000)])), span("2026-05-04T10:00", "2026-05-04T12:00"));
    let costs: Vec<i64> = [0, 10, 11, 25, 26].iter().map(|over| overtime(&terms, &quote, *over).minor()).collect();
    assert_eq!(costs, [0, 0, 3_75, 3_75, 7_50]);
}

fn some_rate() -> impl Strategy<Value = Rate> {
    let tiers = proptest::collection::btree_map(1_u32..3_000, 0_i64..100_000, 1..6);
    let more = (0_i64..5_000, 0_i64..20_000, 0_u16..300, any::<bool>(), 0_i16..80, 0_i16..80);
    (tiers, more).prop_map(|(tiers, (fixed, minimum, peak, whole, demand, lead))| Rate {
        begun: if whole { Begun::Whole } else { Begun::Share },
        basis: if whole { Basis::Place } else { Basis::Booking },
        fixed: Amount::new(fixed),
        minimum: Amount::new(minimum),
        peak: Some(Peak { hours: Some(hours("Mo-Fr 17:00-21:00")), rate: PeakRate::Percent(peak) }),
        dynamic: Some(Dynamic { demand: vec![(0, demand)], lead: vec![(1_000, -lead)], floor: 70, ceiling: 130 }),
        ..rate(&tiers.into_iter().collect::<Vec<_>>())
    })
}

fn some_span() -> impl Strategy<Value = Span> {
    (0_i64..400 * 24 * 12, 1_i64..12 * 100).prop_map(|(from, long)| {
        let start = at("2026-01-01T00:00").plus_seconds(from * 300);
        Span::new(start, start.plus_seconds(long * 300)).unwrap()
    })
}

proptest! {
    #[test]
    fn a_quote_sums_its_lines_and_is_never_negative(rate in some_rate(), span in some_span(), places in 1_u32..5) {
        let quote = reckoned(&priced(rate), span, &[], places, 300);
        prop_assert_eq!(quote.total, total(&quote.lines).unwrap());
        prop_assert!(!quote.total.is_negative());
        prop_assert_eq!(Quote::from_bytes(&quote.to_bytes()).unwrap(), quote);
    }

    #[test]
    fn tiers_cover_the_time_and_never_cost_more_than_the_longest_first(rate in some_rate(), minutes in 1_u32..20_000) {
        let rate = rate.checked().unwrap();
        let made = parts(&rate.tiers, minutes, rate.begun);
        prop_assert_eq!(made.iter().map(|part| part.minutes).sum::<u32>(), minutes);
        let mut left = minutes;
        let mut greedy: i128 = 0;
        for tier in &rate.tiers {
            greedy += i128::from(tier.amount.minor()) * i128::from(left / tier.minutes);
            left %= tier.minutes;
        }
        let last = rate.tiers.last().unwrap();
        // What is left is at most one more of the shortest.
        greedy += if left > 0 { i128::from(last.amount.minor()) } else { 0 };
        prop_assert!(made.iter().map(|part| part.amount).sum::<i128>() <= greedy);
    }

    #[test]
    fn the_later_one_cancels_the_less_comes_back(
        tiers in proptest::collection::btree_map(0_u32..10_000, 0_u8..=100, 0..6),
        moments in proptest::collection::vec(0_i64..15_000, 2..10),
        total in 0_i64..1_000_000,
    ) {
        let mut percents: Vec<u8> = tiers.values().copied().collect();
        percents.sort_unstable();
        let refunds = tiers.keys().zip(percents);
        let refunds = refunds.map(|(minutes, percent)| RefundTier { before: Notice::Minutes(*minutes), percent });
        let rules = Rules { refunds: Some(refunds.collect()), ..Rules::default() }.checked().unwrap();
        let terms = terms(rules);
        let booked = span("2026-05-04T10:00", "2026-05-04T11:00");
        let quote = plain(&priced(rate(&[(60, total)])), booked);
        let zone = madrid();
        let mut moments: Vec<_> = moments.into_iter().map(|ahead| booked.start.plus_seconds(-ahead * 60)).collect();
        moments.sort_unstable();
        let made = Timestamp::default();
        let backs: Vec<_> = moments.into_iter().map(|now| {
            settle_cancel(&SettleAsk { terms: &terms, quote: &quote, span: booked, zone: &zone, now, made })
        }).collect();
        for pair in backs.windows(2) {
            prop_assert!(pair[0].back >= pair[1].back);
        }
        for each in &backs {
            prop_assert_eq!(each.back.plus(each.kept), Some(quote.total));
        }
    }

    #[test]
    fn passes_never_pay_more_than_they_have_nor_twice(
        span in some_span(), left in proptest::collection::vec(0_u32..500, 1..5), places in 1_u32..4,
    ) {
        let passes: Vec<_> = (1_u8..).zip(&left).map(|(number, left)| minutes_pass(number, *left)).collect();
        let rate = Rate { basis: Basis::Place, ..rate(&[(1, 1)]) };
        let quote = reckoned(&priced(rate), span, &passes, places, 0);
        for draw in &quote.draws {
            let pass = passes.iter().find(|pass| pass.pass == draw.pass).unwrap();
            prop_assert!(draw.quantity <= pass.left);
        }
        // Each minute of each place is paid once: by a pass, or at one minor unit.
        let drawn: u32 = quote.draws.iter().map(|draw| draw.quantity).sum();
        prop_assert_eq!(i64::from(drawn) + quote.total.minor(), i64::from(quote.minutes * places));
    }
}
