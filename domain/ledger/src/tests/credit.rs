//! Limits of four kinds, as stories.

use ayni_kernel::{
    Amount,
    testing::Cast::{self, Ada, Ana, Ben, Carla, Tova},
};

use super::{Town, refused, text, units};
use crate::{
    Account, Beyond, BreachKind, ChangeLimits, DefaultLimits, Follows, Formula, Grant, Growth, LimitKind, LimitNote,
    Reverse, SetLimits, breaches_of, change_limits, first_trade, grant_once, limit_history, newest_breaches,
    reversal_beyond, reverse, set_default_limits, set_limits, try_limits,
};

impl Town {
    fn limited(&self, who: Cast, lower: Option<Amount>, upper: Option<Amount>, kind: LimitKind) -> Account {
        let ask = ChangeLimits { account: self.id(who), lower, upper, kind, reason: text("Agreed") };
        self.write(move |tx| change_limits(tx, &Tova.actor(), ask)).unwrap()
    }
}

fn formula(text: &str) -> LimitKind {
    LimitKind::Formula(Formula::parse("formula", text).unwrap())
}

const fn growing(points: u16, cap: i64, partners: u16) -> LimitKind {
    LimitKind::Growing(Growth { points, cap: units(cap), partners })
}

#[test]
fn a_limit_that_warns_lets_through_and_tells() {
    let town = Town::new();
    let ana = town.limited(Ana, Some(units(-20)), Some(units(30)), LimitKind::Warn);
    assert_eq!((ana.available(), ana.room()), (None, None));
    let within = town.pay(Ana, Ben, units(20)).unwrap().id;
    let beyond = town.pay(Ana, Ben, units(5)).unwrap().id;
    for who in [Ana, Ben, Tova] {
        assert_eq!(town.read(|tx| breaches_of(tx, &who.actor(), within)), []);
        let seen = town.read(|tx| breaches_of(tx, &who.actor(), beyond));
        assert_eq!((seen[0].account, seen[0].limit, seen[0].balance), (ana.id, units(-20), units(-25)));
        assert_eq!(seen[0].kind, BreachKind::Warned);
    }
    town.pay(Ben, Ana, units(25)).unwrap();
    let full = town.pay(Carla, Ana, units(31)).unwrap().id;
    let newest = town.read(|tx| newest_breaches(tx, &Tova.actor(), None, 1));
    assert_eq!((newest.rows[0].transfer, newest.next.is_some()), (full, true));
    refused(town.community.read(|tx| newest_breaches(tx, &Ana.actor(), None, 1)), "forbidden");
    town.sound();
}

#[test]
fn credit_grows_with_what_was_earned_from_distinct_partners() {
    let town = Town::new();
    // What happened before counts.
    town.pay(Ben, Ana, units(60)).unwrap();
    let ana = town.limited(Ana, Some(units(-10)), None, growing(5_000, 50, 2));
    assert_eq!(ana.floor(), Some(units(-10)), "one partner is not enough");
    town.pay(Carla, Ana, units(20)).unwrap();
    assert_eq!(town.account(Ana).floor(), Some(units(-50)), "half of 80 and 10");
    town.pay(Carla, Ana, units(70)).unwrap();
    assert_eq!(town.account(Ana).floor(), Some(units(-50)), "never more than the cap");
    // To and fro earns nothing.
    town.pay(Ana, Ben, units(60)).unwrap();
    assert_eq!(town.account(Ana).credit.unwrap().earned.partners, 1);
    assert_eq!(town.account(Ana).floor(), Some(units(-10)));
    assert_eq!(town.account(Ana).available(), Some(units(100)));
    refused(town.pay(Ana, Tova, units(101)), "ledger-limit-lower");
    town.pay(Ana, Tova, units(100)).unwrap();
    town.sound();
}

#[test]
fn a_formula_reckons_with_an_accounts_own_figures() {
    let town = Town::new();
    town.limited(Ana, None, None, formula("min(80, 5 + received * 50% + trades + months * 2)"));
    assert_eq!(town.account(Ana).floor(), Some(units(-5)));
    refused(town.pay(Ana, Ben, units(6)), "ledger-limit-lower");
    town.pay(Ben, Ana, units(20)).unwrap();
    assert_eq!(town.account(Ana).floor(), Some(units(-16)));
    town.clock.turn(62 * 86_400);
    assert_eq!(town.account(Ana).floor(), Some(units(-20)));
    town.pay(Ana, Ben, units(40)).unwrap();
    let credit = town.account(Ana).credit.unwrap();
    let LimitKind::Formula(said) = &credit.kind else { panic!("{credit:?}") };
    assert_eq!(said.explained(&credit.figures, town.ayni.scale), "min(80, 5 + 20.00 × 50 % + 2 + 2 × 2)");
    // A debt that the formula no longer covers may still shrink.
    town.limited(Ana, None, None, formula("0"));
    refused(town.pay(Ana, Ben, units(1)), "ledger-limit-lower");
    town.pay(Ben, Ana, units(1)).unwrap();
    town.sound();
}

#[test]
fn what_is_granted_once_is_used_once() {
    let town = Town::new();
    let grant = |lower, days| Grant {
        account: town.id(Ana),
        lower: units(lower),
        expires: town.clock.shows().plus_days(days),
        reason: text("Roof repair"),
    };
    let ask = grant(-150, 7);
    refused(town.write(move |tx| grant_once(tx, &Tova.actor(), ask)), "forbidden");
    for (lower, days, word) in
        [(-90, 7, "ledger-grant-lower"), (-150, 0, "ledger-grant-days"), (-150, 91, "ledger-grant-days")]
    {
        let ask = grant(lower, days);
        refused(town.write(move |tx| grant_once(tx, &Ada.actor(), ask)), word);
    }
    let ask = grant(-150, 7);
    town.write(move |tx| grant_once(tx, &Ada.actor(), ask)).unwrap();
    assert_eq!(town.account(Ana).available(), Some(units(150)));
    town.pay(Ana, Ben, units(50)).unwrap();
    assert_eq!(town.account(Ana).available(), Some(units(100)), "a payment within the limit leaves it");
    let used = town.pay(Ana, Ben, units(80)).unwrap().id;
    assert_eq!(town.account(Ana).available(), Some(units(0)));
    refused(town.pay(Ana, Ben, units(1)), "ledger-limit-lower");
    assert_eq!(town.read(|tx| breaches_of(tx, &Ana.actor(), used))[0].kind, BreachKind::Once);
    let notes: Vec<_> =
        town.read(|tx| limit_history(tx, &Ana.actor(), town.id(Ana))).into_iter().map(|change| change.note).collect();
    assert!(matches!(notes[..], [LimitNote::Used(transfer), LimitNote::Granted(..)] if transfer == used));
    // Another one lapses.
    let ask = grant(-200, 7);
    town.write(move |tx| grant_once(tx, &Ada.actor(), ask)).unwrap();
    town.clock.turn(8 * 86_400);
    refused(town.pay(Ana, Ben, units(1)), "ledger-limit-lower");
    town.sound();
}

#[test]
fn a_default_reaches_those_who_have_no_limits_of_their_own() {
    let town = Town::new();
    let own = SetLimits { account: town.id(Ben), lower: Some(units(-7)), upper: None, reason: text("Own") };
    town.write(move |tx| set_limits(tx, &Tova.actor(), own)).unwrap();
    town.pay(Ben, Ana, units(5)).unwrap();
    town.pay(Carla, Ana, units(5)).unwrap();
    let ask = || DefaultLimits {
        currency: town.ayni.id,
        lower: Some(units(-20)),
        upper: None,
        kind: growing(10_000, 100, 2),
        reason: text("Assembly"),
    };
    let tried = town.read(|tx| try_limits(tx, &Ada.actor(), &ask(), None, 100)).rows;
    let seen = |who| tried.iter().find(|trial| trial.account == town.id(who)).unwrap();
    assert_eq!((seen(Ana).now, seen(Ana).then), (Some(units(-100)), Some(units(-30))));
    assert_eq!((seen(Ben).then, seen(Ben).follows), (Some(units(-7)), Follows::No));
    let first = ask();
    refused(town.write(move |tx| set_default_limits(tx, &Tova.actor(), &first)), "forbidden");
    let first = ask();
    assert_eq!(town.write(move |tx| set_default_limits(tx, &Ada.actor(), &first)).unwrap(), 4);
    assert_eq!(town.account(Ana).floor(), Some(units(-30)));
    assert_eq!(town.account(Ben).floor(), Some(units(-7)));
    town.sound();
}

#[test]
fn the_first_trade_succeeds_or_says_why_not() {
    let scale = Town::new().ayni.scale;
    assert_eq!(first_trade(Some(units(-5)), &LimitKind::Hard, scale), Some(units(5)));
    assert_eq!(first_trade(Some(units(0)), &LimitKind::Hard, scale), Some(Amount::ZERO));
    assert_eq!(first_trade(None, &LimitKind::Hard, scale), None);
    assert_eq!(first_trade(Some(units(0)), &LimitKind::Warn, scale), None);
    assert_eq!(first_trade(None, &formula("received"), scale), Some(Amount::ZERO));
    assert_eq!(first_trade(None, &formula("10 + received"), scale), Some(units(10)));
}

#[test]
fn limits_that_make_no_sense_are_refused() {
    let town = Town::new();
    for (lower, kind, word) in [
        (None, growing(5_000, 50, 2), "ledger-growing-lower"),
        (Some(units(1)), growing(5_000, 50, 2), "ledger-growing-lower"),
        (Some(units(-60)), growing(5_000, 50, 2), "ledger-growing-cap"),
        (Some(units(0)), growing(0, 50, 2), "ledger-growing-share"),
        (Some(units(0)), growing(10_001, 50, 2), "ledger-growing-share"),
    ] {
        let ask = ChangeLimits { account: town.id(Ana), lower, upper: None, kind, reason: text("Agreed") };
        refused(town.write(move |tx| change_limits(tx, &Tova.actor(), ask)), word);
    }
}

#[test]
fn a_reversal_says_who_would_be_beyond_what() {
    let town = Town::new();
    let gift = town.pay(Ana, Ben, units(90)).unwrap().id;
    town.pay(Ben, Carla, units(150)).unwrap();
    let beyond = town.read(|tx| reversal_beyond(tx, &Tova.actor(), gift));
    assert_eq!(beyond.len(), 1);
    assert_eq!((beyond[0].account, beyond[0].limit, beyond[0].balance), (town.id(Ben), units(-100), units(-150)));
    refused(town.community.read(|tx| reversal_beyond(tx, &Ana.actor(), gift)), "forbidden");
    let ask = Reverse { transfer: gift, reason: text("Mistake"), beyond: Beyond::Allow };
    let back = town.write(move |tx| reverse(tx, &Tova.actor(), ask)).unwrap();
    let noted = town.read(|tx| breaches_of(tx, &Ben.actor(), back[0].id));
    assert_eq!((noted[0].kind, noted[0].balance), (BreachKind::Consented, units(-150)));
    town.sound();
}
