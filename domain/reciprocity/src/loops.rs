//! Loops of exchange: how much of what somebody gives comes back round others.
//!
//! Mutual credit lives from goods that go round: Ana gives to Ben, Ben to Carla, Carla to Ana, and nobody needed to
//! have what the other wanted. Loops of three and four people are followed; in the network that Iosifidis et al. studied
//! ("Cyclic motifs in the Sardex monetary network", Nature Human Behaviour 2, 2018) the short ones say how well the
//! whole does.

use std::collections::BTreeMap;

use ayni_kernel::MemberId;

/// From whom, to whom, how much may still go.
pub(crate) type Ways = BTreeMap<MemberId, BTreeMap<MemberId, u64>>;

/// How much goes from `me` to others and comes back by two or three more steps, following the largest amounts first. No
/// amount is used twice, so that the answer is at most what `me` gave and at most what came back.
///
/// A way is taken as it is found and never taken back, so that this is a lower bound of what a maximal flow would find;
/// it depends on nothing but the amounts and the order of ids.
pub(crate) fn returned(ways: &Ways, me: MemberId) -> u64 {
    let mut left = ways.clone();
    let firsts = largest_first(&left, me);
    let mut sum = 0_u64;
    for first in firsts {
        sum = sum.saturating_add(through_one(&mut left, me, first));
        sum = sum.saturating_add(through_two(&mut left, me, first));
    }
    sum
}

/// The loops `me` → `first` → somebody → `me`.
fn through_one(left: &mut Ways, me: MemberId, first: MemberId) -> u64 {
    let mut sum = 0_u64;
    for last in largest_first(left, first) {
        if last != me {
            sum = sum.saturating_add(take(left, &[me, first, last, me]));
        }
    }
    sum
}

/// The loops `me` → `first` → somebody → somebody else → `me`.
fn through_two(left: &mut Ways, me: MemberId, first: MemberId) -> u64 {
    let mut sum = 0_u64;
    for second in largest_first(left, first) {
        for last in largest_first(left, second) {
            let straight = second != me && last != me && last != first;
            if straight && capacity(left, last, me) > 0 {
                sum = sum.saturating_add(take(left, &[me, first, second, last, me]));
            }
        }
    }
    sum
}

/// Takes as much as fits along a way, and says how much.
fn take(left: &mut Ways, way: &[MemberId]) -> u64 {
    let steps = || way.iter().zip(way.iter().skip(1));
    let amount = steps().map(|(from, to)| capacity(left, *from, *to)).min().unwrap_or(0);
    if amount > 0 {
        for (from, to) in steps() {
            if let Some(way) = left.get_mut(from).and_then(|ways| ways.get_mut(to)) {
                *way = way.saturating_sub(amount);
            }
        }
    }
    amount
}

fn capacity(left: &Ways, from: MemberId, to: MemberId) -> u64 {
    left.get(&from).and_then(|ways| ways.get(&to)).copied().unwrap_or(0)
}

/// To whom something may still go, the most first.
fn largest_first(left: &Ways, from: MemberId) -> Vec<MemberId> {
    let mut ways: Vec<(u64, MemberId)> =
        left.get(&from).into_iter().flatten().filter(|(_, most)| **most > 0).map(|(to, most)| (*most, *to)).collect();
    ways.sort_unstable_by_key(|(most, to)| (std::cmp::Reverse(*most), *to));
    ways.into_iter().map(|(_, to)| to).collect()
}
