//! Simulated communities: what a score says about honest members, and what cheats get out of it.

use std::collections::BTreeMap;

use ayni_kernel::MemberId;
use ayni_storage::{Entropy as _, SeededEntropy};

use crate::score::{Advice, Concern, ENOUGH, Score, Surroundings, Tie, advice, concern};

fn id(number: usize) -> MemberId {
    let mut bytes = [0; 16];
    bytes[15] = u8::try_from(number % 256).unwrap();
    bytes[14] = u8::try_from(number / 256).unwrap();
    MemberId::from_bytes(bytes)
}

/// What everybody gave everybody in a year: from, to → (amount, recent, times).
#[derive(Default, Clone)]
struct Town {
    gifts: BTreeMap<(usize, usize), (u64, u64, u32)>,
    people: usize,
}

impl Town {
    /// People who give and take at random, each something every month.
    fn honest(people: usize, seed: u64) -> Self {
        let mut town = Self { people, ..Self::default() };
        let chance = SeededEntropy::new(seed);
        let roll = |below: usize| {
            let mut bytes = [0; 8];
            chance.fill(&mut bytes);
            usize::try_from(u64::from_le_bytes(bytes) % u64::try_from(below).unwrap()).unwrap()
        };
        for month in 0..12 {
            for giver in 0..people {
                let taker = (giver + 1 + roll(people - 1)) % people;
                town.give(giver, taker, 500 + u64::try_from(roll(2_000)).unwrap(), month >= 9);
            }
        }
        town
    }

    fn give(&mut self, giver: usize, taker: usize, amount: u64, recent: bool) {
        let gift = self.gifts.entry((giver, taker)).or_default();
        *gift = (gift.0 + amount, gift.1 + if recent { amount } else { 0 }, gift.2 + 1);
        self.people = self.people.max(giver + 1).max(taker + 1);
    }

    fn around(&self) -> Surroundings {
        let mut around = Surroundings { traders: self.people, ..Surroundings::default() };
        for ((giver, taker), (amount, recent, times)) in &self.gifts {
            let tie = |with| Tie { with: id(with), amount: *amount, recent: *recent, times: *times };
            around.given.entry(id(*giver)).or_default().push(tie(*taker));
            around.taken.entry(id(*taker)).or_default().push(tie(*giver));
        }
        around
    }

    fn score(&self, of: usize) -> Option<Score> {
        self.around().score(id(of))
    }

    fn points(&self, of: usize) -> u16 {
        self.score(of).unwrap().points
    }
}

#[test]
fn who_gives_and_takes_with_many_scores_well() {
    let town = Town::honest(30, 1);
    let points: Vec<u16> = (0..30).map(|of| town.points(of)).collect();
    let mean = points.iter().sum::<u16>() / 30;
    assert!(mean >= 70, "{points:?}");
    assert!(points.iter().all(|points| *points <= 100));
}

#[test]
fn two_friends_who_only_trade_with_each_other_score_nothing() {
    let mut town = Town::honest(30, 2);
    for month in 0..12 {
        for _ in 0..20 {
            town.give(30, 31, 5_000, month >= 9);
            town.give(31, 30, 5_000, month >= 9);
        }
    }
    assert_eq!(town.points(30), 0);
    let score = town.score(30).unwrap();
    assert_eq!((score.open, score.is_closed()), (0, true));
    let standing = town.around().standing(id(30), 0);
    assert_eq!(concern(Some(&score), &standing), Some(Concern::Closed));
    assert_eq!(advice(Some(&score), &standing), Advice::Open);
}

#[test]
fn a_ring_of_up_to_five_scores_nothing() {
    for size in 3..=5 {
        let mut town = Town::honest(30, 3);
        for round in 0..60 {
            for at in 0..size {
                town.give(30 + at, 30 + (at + 1) % size, 5_000, round >= 45);
            }
        }
        assert_eq!(town.points(30), 0, "a ring of {size}");
    }
}

#[test]
fn trade_for_show_adds_nothing_to_honest_trade() {
    for seed in 0..20 {
        let honest = Town::honest(30, seed);
        let (before, partner) = (honest.points(0), 30);
        let mut pair = honest.clone();
        let mut ring = honest.clone();
        for _ in 0..50 {
            pair.give(0, partner, 3_000, true);
            pair.give(partner, 0, 3_000, true);
            for at in [(0, 30), (30, 31), (31, 0)] {
                ring.give(at.0, at.1, 3_000, true);
            }
        }
        assert!(pair.points(0) <= before + 3, "a pair lifts {before} to {}", pair.points(0));
        assert!(ring.points(0) <= before + 5, "a ring lifts {before} to {}", ring.points(0));
    }
}

#[test]
fn dust_to_everybody_changes_nothing() {
    let mut town = Town::honest(30, 5);
    // Somebody who really trades with two people only.
    for month in 0..12 {
        town.give(30, 1, 2_000, month >= 9);
        town.give(2, 30, 2_000, month >= 9);
    }
    let before = town.points(30);
    for other in 3..30 {
        town.give(30, other, 1, true);
        town.give(other, 30, 1, true);
    }
    assert!(town.points(30) <= before + 2, "{before} became {}", town.points(30));
}

#[test]
fn who_stops_loses_the_recent_part_only() {
    let mut town = Town::honest(30, 6);
    let before = town.score(0).unwrap();
    for ((giver, taker), gift) in &mut town.gifts {
        if *giver == 0 || *taker == 0 {
            gift.1 = 0;
        }
    }
    let after = town.score(0).unwrap();
    assert_eq!((after.recent, after.balance, after.partners), (0, before.balance, before.partners));
    assert!(before.points > after.points);
    let standing = town.around().standing(id(0), 0);
    assert_eq!(concern(Some(&after), &standing), Some(Concern::Leaving));
}

#[test]
fn hoarders_debtors_and_newcomers_are_told_apart() {
    let mut town = Town::honest(30, 7);
    for other in 1..10 {
        town.give(30, other, 5_000, true);
        town.give(other, 31, 5_000, other > 5);
    }
    let around = town.around();
    let judged = |of: usize, balance: i64| {
        let standing = around.standing(id(of), balance);
        let score = around.score(id(of));
        (concern(score.as_ref(), &standing), advice(score.as_ref(), &standing))
    };
    assert_eq!(judged(30, 45_000), (Some(Concern::Hoarding), Advice::Take));
    assert_eq!(judged(31, -45_000), (Some(Concern::Stuck), Advice::Give));
    assert_eq!(judged(40, 0), (Some(Concern::Waiting), Advice::Begin));
}

#[test]
fn too_little_is_no_score() {
    let mut town = Town::honest(30, 8);
    for times in 1..ENOUGH {
        town.give(30, 3, 100, true);
        assert_eq!(town.score(30), None, "after {times}");
    }
    town.give(4, 30, 100, true);
    assert!(town.score(30).is_some());
}

#[test]
fn what_goes_round_three_comes_back() {
    let mut town = Town { people: 30, ..Town::default() };
    // 0 gives to 1, 1 to 2, 2 to 0; and each of them trades with others, so that none of it is for show.
    for (at, next) in [(0, 1), (1, 2), (2, 0)] {
        town.give(at, next, 1_000, true);
        for other in 0..8 {
            town.give(at, 5 + other, 2_000, true);
            town.give(13 + other, at, 2_000, true);
        }
    }
    let with_loop = town.score(0).unwrap();
    town.gifts.remove(&(1, 2));
    let without = town.score(0).unwrap();
    assert!(with_loop.loops > 0);
    assert_eq!(without.loops, 0);
}
