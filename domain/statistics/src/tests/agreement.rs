//! Figures compared with a fold of random transfers, and the pure reckoning compared with plain definitions.

use ayni_kernel::testing::Cast;
use ayni_storage::{Entropy as _, SeededEntropy};

use super::stories::Town;
use crate::{
    audit, count,
    model::{Band, Figures, ends, gini, step},
    month::Month,
    tables::{self, Progress},
};

struct Dice(SeededEntropy);

impl Dice {
    fn roll(&self, below: usize) -> usize {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        usize::try_from(u64::from_le_bytes(bytes) % u64::try_from(below).unwrap()).unwrap()
    }
}

#[test]
fn the_figures_are_those_of_all_transfers_whenever_they_are_counted() {
    for seed in 0..4 {
        let (town, dice) = (Town::new(), Dice(SeededEntropy::new(seed)));
        let mut posted = Vec::new();
        for _ in 0..40 {
            let cast = |at: usize| Cast::ALL.get(at).copied();
            let payer = dice.roll(Cast::ALL.len() + 1);
            let payee = (payer + 1 + dice.roll(Cast::ALL.len())) % (Cast::ALL.len() + 1);
            match dice.roll(6) {
                0 if !posted.is_empty() => town.take_back(&posted.swap_remove(dice.roll(posted.len()))),
                1 => town.clock.turn(i64::try_from(dice.roll(40)).unwrap() * 86_400),
                2 => town.settle(),
                _ => posted.push(town.pay(cast(payer), cast(payee), 1 + i64::try_from(dice.roll(20_000)).unwrap())),
            }
        }
        town.settle();
    }
}

#[test]
fn the_audit_names_a_month_that_does_not_agree() {
    let town = Town::new();
    let transfer = town.pay(Some(Cast::Ben), Some(Cast::Ana), 1_000);
    town.write(|tx| count(tx, 10));
    let (currency, month) = (town.currency, Month::of(transfer.at));
    town.write(move |tx| tables::put_month(tx, currency, month, &Figures::default()));
    let faults = town.community.read(audit).unwrap();
    assert!(faults.iter().any(|finding| finding.fault.starts_with("The figures of")), "{faults:?}");
    assert!(faults.iter().any(|finding| finding.fault.contains("the ledger counted")), "{faults:?}");
}

#[test]
fn every_balance_lies_between_the_ends_of_its_band() {
    for unit in [1, 60, 100] {
        for size in (0..3_000).chain([i64::MAX - 1, i64::MAX]) {
            let (low, high) = ends(step(size, unit), unit);
            let size = size.unsigned_abs();
            assert!(size == 0 && high == 0 || low <= size && size < high, "{size} in {low}..{high}");
        }
        assert_eq!(step(-250, unit), -step(250, unit));
    }
}

#[test]
fn the_gini_of_the_bands_is_that_of_equal_shares_within_them() {
    let band = |step, accounts, sum| Band { step, accounts, sum };
    assert_eq!(gini(&[band(-3, 9, 900), band(0, 4, 0), band(2, 1, 100)]), None);
    assert_eq!(gini(&[band(2, 10, 1_000)]), Some(0));
    // One holds nine tenths, nine hold the rest: by the definition with all pairs 0.8.
    assert_eq!(gini(&[band(2, 9, 900), band(9, 1, 8_100)]), Some(800));
}

#[test]
fn the_order_of_coming_and_going_does_not_matter() {
    let mut spread = Progress::default();
    for balance in [5_i64, -70, 900] {
        spread.enter(step(balance, 100), balance.unsigned_abs());
    }
    assert_eq!(spread.stock(), 905);
    for balance in [900_i64, 5, -70] {
        spread.leave(step(balance, 100), balance.unsigned_abs());
    }
    assert_eq!(spread, Progress::default());
}
