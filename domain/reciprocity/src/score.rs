//! The score: four parts that can each be shown, and how much of it is open to the rest of the community.
//!
//! All parts are thousandths, made of whole numbers. `docs/reciprocity.md` has the formulas with their sources.

use std::collections::{BTreeMap, BTreeSet};

use ayni_kernel::MemberId;

use crate::loops::{Ways, returned};

/// What the four parts are worth of a hundred: balance, partners, loops, recent.
pub const WEIGHTS: [u16; 4] = [40, 25, 20, 15];

/// Fewer exchanges than these say nothing about anybody.
pub(crate) const ENOUGH: u32 = 3;

/// The most members of a circle that is looked at: whom one knows well enough to pretend together.
const MAX_CIRCLE: usize = 5;

/// A circle may be at most this part of those who trade: among four friends, everybody is the circle of everybody.
const LARGEST_PART: usize = 3;

/// From this part of open trade on, in thousandths, the score is whole; below, it shrinks in proportion.
const OPEN_ENOUGH: u64 = 500;

/// Below this part of open trade, in thousandths, the circle is named to the staff.
const CLOSED_BELOW: u16 = 200;

/// What went between a member and another in the last year, one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tie {
    /// The other.
    pub(crate) with: MemberId,
    /// How much in a year, in minor units.
    pub(crate) amount: u64,
    /// How much of it in the last quarter.
    pub(crate) recent: u64,
    /// How many times.
    pub(crate) times: u32,
}

/// A member's surroundings: whom they gave to and took from, and whom those did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Surroundings {
    /// By giver.
    pub(crate) given: BTreeMap<MemberId, Vec<Tie>>,
    /// By taker.
    pub(crate) taken: BTreeMap<MemberId, Vec<Tie>>,
    /// How many members trade in the community; a guess from before is good enough.
    pub(crate) traders: usize,
}

/// How well giving and taking come round for a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Score {
    /// Of a hundred.
    pub points: u16,
    /// How near giving and taking are to each other, in thousandths.
    pub balance: u16,
    /// How spread over partners the exchange is, in thousandths.
    pub partners: u16,
    /// How much of it comes back round others, in thousandths.
    pub loops: u16,
    /// How alive it is of late, in thousandths.
    pub recent: u16,
    /// How much of it is with people who trade with others too, in thousandths.
    pub open: u16,
}

ayni_kernel::choices! {
    /// What would help a member most.
    Advice {
        /// Too little is known yet: trade.
        Begin = 1 "begin",
        /// Take more: there is a balance to spend.
        Take = 2 "take",
        /// Give more: there is a balance to earn back.
        Give = 3 "give",
        /// Meet more people.
        Meet = 4 "meet",
        /// Trade outside of the own circle.
        Open = 5 "open",
        /// Come back: it has been quiet.
        Return = 6 "return",
        /// Go on like that.
        GoOn = 7 "go-on",
    }

    /// Why somebody should talk with a member.
    Concern {
        /// Traded, and stopped.
        Leaving = 1 "leaving",
        /// Keeps more than a year's taking.
        Hoarding = 2 "hoarding",
        /// Owes more than a year's giving, and gives no more.
        Stuck = 3 "stuck",
        /// Never traded.
        Waiting = 4 "waiting",
        /// Trades within a closed circle.
        Closed = 5 "closed",
    }
}

/// What is looked at when a concern is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Standing {
    /// What the member holds, in minor units.
    pub(crate) balance: i64,
    /// What they gave in a year.
    pub(crate) given: u64,
    /// What they took in a year.
    pub(crate) taken: u64,
    /// What they gave in the last quarter.
    pub(crate) given_recent: u64,
    /// What they took in the last quarter.
    pub(crate) taken_recent: u64,
    /// How many exchanges there were in a year.
    pub(crate) times: u32,
}

impl Surroundings {
    /// What a member gave to and took from others, as it is.
    pub(crate) fn standing(&self, me: MemberId, balance: i64) -> Standing {
        let (given, taken) = (self.given(me), self.taken(me));
        let sum = |ties: &[Tie], of: fn(&Tie) -> u64| ties.iter().map(of).fold(0, u64::saturating_add);
        Standing {
            balance,
            given: sum(given, |tie| tie.amount),
            taken: sum(taken, |tie| tie.amount),
            given_recent: sum(given, |tie| tie.recent),
            taken_recent: sum(taken, |tie| tie.recent),
            times: given.iter().chain(taken).map(|tie| tie.times).fold(0, u32::saturating_add),
        }
    }

    fn given(&self, by: MemberId) -> &[Tie] {
        self.given.get(&by).map_or(&[], Vec::as_slice)
    }

    fn taken(&self, by: MemberId) -> &[Tie] {
        self.taken.get(&by).map_or(&[], Vec::as_slice)
    }

    /// Those with whom a member trades most, and the member: at most [`MAX_CIRCLE`], and at most a third of all.
    pub(crate) fn circle(&self, me: MemberId) -> BTreeSet<MemberId> {
        let most = (self.traders / LARGEST_PART).clamp(1, MAX_CIRCLE);
        let mut circle = BTreeSet::from([me]);
        while circle.len() < most {
            let mut near: BTreeMap<MemberId, u64> = BTreeMap::new();
            for member in &circle {
                for tie in self.given(*member).iter().chain(self.taken(*member)) {
                    if !circle.contains(&tie.with) {
                        let sum = near.entry(tie.with).or_default();
                        *sum = sum.saturating_add(tie.amount);
                    }
                }
            }
            let Some(nearest) = near.into_iter().max_by_key(|(id, sum)| (*sum, std::cmp::Reverse(*id))) else { break };
            circle.insert(nearest.0);
        }
        circle
    }

    /// How much of a partner's trade goes beyond a circle, in thousandths.
    fn openness(&self, partner: MemberId, circle: &BTreeSet<MemberId>) -> u64 {
        let (mut all, mut beyond) = (0_u64, 0_u64);
        for tie in self.given(partner).iter().chain(self.taken(partner)) {
            all = all.saturating_add(tie.amount);
            if !circle.contains(&tie.with) {
                beyond = beyond.saturating_add(tie.amount);
            }
        }
        permille(beyond, all)
    }

    /// The score of a member; `None` before there are [`ENOUGH`] exchanges.
    pub(crate) fn score(&self, me: MemberId) -> Option<Score> {
        let plain = self.standing(me, 0);
        if plain.times < ENOUGH {
            return None;
        }
        // What is exchanged with somebody counts as much as that one trades with others: nobody can lend a score to a
        // friend who has none to give. Counting in thousandths of a minor unit keeps small amounts from being rounded away.
        let circle = self.circle(me);
        let weigh = |tie: &Tie| {
            let open = self.openness(tie.with, &circle);
            Tie { amount: tie.amount.saturating_mul(open), recent: tie.recent.saturating_mul(open), ..*tie }
        };
        let given: Vec<Tie> = self.given(me).iter().map(weigh).collect();
        let taken: Vec<Tie> = self.taken(me).iter().map(weigh).collect();
        let sum = |ties: &[Tie], of: fn(&Tie) -> u64| ties.iter().map(of).fold(0, u64::saturating_add);
        let (gave, took) = (sum(&given, |tie| tie.amount), sum(&taken, |tie| tie.amount));
        let recent = sum(&given, |tie| tie.recent).saturating_add(sum(&taken, |tie| tie.recent));
        let all = gave.saturating_add(took);
        let parts = [
            1_000_u64.saturating_sub(permille(gave.abs_diff(took), all)).min(if all == 0 { 0 } else { 1_000 }),
            spread(given.iter().chain(&taken), all),
            permille(returned(&self.ways(me, &given, &taken), me), gave.min(took)),
            permille(recent.saturating_mul(4), all).min(1_000),
        ];
        let raw = plain.given.saturating_add(plain.taken).saturating_mul(1_000);
        Some(Score::of(parts, permille(all, raw)))
    }

    /// The ways for loops: the member's own weighed, those of others as they are.
    fn ways(&self, me: MemberId, given: &[Tie], taken: &[Tie]) -> Ways {
        let mut ways = Ways::new();
        for (giver, ties) in &self.given {
            for tie in ties.iter().filter(|tie| *giver != me && tie.with != me) {
                ways.entry(*giver).or_default().insert(tie.with, tie.amount.saturating_mul(1_000));
            }
        }
        for (taker, ties) in &self.taken {
            for tie in ties.iter().filter(|tie| *taker != me && tie.with != me) {
                ways.entry(tie.with).or_default().insert(*taker, tie.amount.saturating_mul(1_000));
            }
        }
        for tie in given {
            ways.entry(me).or_default().insert(tie.with, tie.amount);
        }
        for tie in taken {
            ways.entry(tie.with).or_default().insert(me, tie.amount);
        }
        ways
    }
}

impl Score {
    /// The score of its four parts and of how open the trade is, all in thousandths.
    fn of(parts: [u64; 4], open: u64) -> Self {
        let whole: u64 = parts.iter().zip(WEIGHTS).map(|(part, weight)| part * u64::from(weight)).sum();
        let points = whole * open.min(OPEN_ENOUGH) / OPEN_ENOUGH;
        let [balance, partners, loops, recent] = parts.map(short);
        Self { points: short((points + 500) / 1_000), balance, partners, loops, recent, open: short(open) }
    }

    /// Whether nearly all of it is within a closed circle.
    pub(crate) const fn is_closed(&self) -> bool {
        self.open < CLOSED_BELOW
    }
}

/// What would help most: the part that costs the most points.
pub(crate) fn advice(score: Option<&Score>, standing: &Standing) -> Advice {
    let Some(score) = score else { return Advice::Begin };
    if u64::from(score.open) < OPEN_ENOUGH {
        return Advice::Open;
    }
    let lost = |part: u16, weight: u16| u32::from(1_000 - part.min(1_000)) * u32::from(weight);
    let [balance, partners, loops, recent] = WEIGHTS;
    let more = if standing.given > standing.taken { Advice::Take } else { Advice::Give };
    let losses = [
        (lost(score.balance, balance), more),
        (lost(score.partners, partners) + lost(score.loops, loops) / 2, Advice::Meet),
        (lost(score.recent, recent), Advice::Return),
    ];
    // Ten points are not worth a sermon.
    losses.into_iter().max_by_key(|(loss, _)| *loss).filter(|(loss, _)| *loss >= 10_000).map_or(Advice::GoOn, |it| it.1)
}

/// Why somebody should talk with a member, the gravest reason first.
pub(crate) fn concern(score: Option<&Score>, standing: &Standing) -> Option<Concern> {
    let quiet = standing.given_recent == 0 && standing.taken_recent == 0;
    let holds = u64::try_from(standing.balance).unwrap_or(0);
    let owes = standing.balance.min(0).unsigned_abs();
    if standing.times == 0 && standing.balance == 0 {
        Some(Concern::Waiting)
    } else if score.is_some_and(Score::is_closed) {
        Some(Concern::Closed)
    } else if owes > 0 && owes >= standing.given && standing.given_recent == 0 {
        Some(Concern::Stuck)
    } else if holds > 0 && holds >= standing.taken && standing.taken_recent == 0 {
        Some(Concern::Hoarding)
    } else if quiet && standing.times > 0 {
        Some(Concern::Leaving)
    } else {
        None
    }
}

/// How likely two units of exchange are with different partners (Gini-Simpson), in thousandths.
fn spread<'t>(ties: impl Iterator<Item = &'t Tie>, all: u64) -> u64 {
    let mut by_partner: BTreeMap<MemberId, u64> = BTreeMap::new();
    for tie in ties {
        let sum = by_partner.entry(tie.with).or_default();
        *sum = sum.saturating_add(tie.amount);
    }
    if all == 0 {
        return 0;
    }
    let same: u64 = by_partner.into_values().map(|sum| permille(sum, all)).map(|share| share * share / 1_000).sum();
    1_000_u64.saturating_sub(same)
}

/// A part of a whole in thousandths, at most all of it; nothing of nothing.
fn permille(part: u64, whole: u64) -> u64 {
    let thousandths = (u128::from(part) * 1_000).checked_div(u128::from(whole)).unwrap_or(0);
    u64::try_from(thousandths).unwrap_or(u64::MAX)
}

fn short(thousandths: u64) -> u16 {
    u16::try_from(thousandths.min(1_000)).unwrap_or(1_000)
}
