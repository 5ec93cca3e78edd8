//! What callers of a random life ask for: from a seed, the same each time.

use super::model::{Call, Key, Part, Rule};

/// Chance from a seed, the same each time.
pub(super) struct Chance(pub u64);

impl Chance {
    /// `SplitMix64`.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(super) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end).unwrap()).unwrap()
    }

    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + i64::try_from(self.next() % u64::try_from(high - low).unwrap()).unwrap()
    }

    pub(super) fn one_in(&mut self, number: usize) -> bool {
        self.below(number) == 0
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> Option<T> {
        (!list.is_empty()).then(|| list[self.below(list.len())])
    }

    fn bound(&mut self, low: i64, high: i64) -> Option<i64> {
        if self.one_in(4) { None } else { Some(self.between(low, high)) }
    }
}

/// What callers know of: things they may name in their next call.
#[derive(Default)]
pub(super) struct Known {
    accounts: Vec<Key>,
    members: Vec<Key>,
    paid: Vec<Vec<Part>>,
    transfers: Vec<Key>,
    asked: Vec<(Part, i64)>,
    holds: Vec<Key>,
    ids: u64,
    joined: usize,
}

impl Known {
    pub(super) fn of(accounts: Vec<Key>, members: Vec<Key>) -> Self {
        Self { accounts, members, ..Self::default() }
    }

    fn id(&mut self) -> Key {
        self.ids += 1;
        // Mixed, so that ids do not rise in the order in which they are used.
        let high = Chance(self.ids).next();
        [high.to_be_bytes(), self.ids.to_be_bytes()].concat().try_into().unwrap()
    }

    fn part(&mut self, chance: &mut Chance) -> Part {
        // One in thirty is nonsense on purpose: an amount that is none, the same account twice, another currency.
        let amount = if chance.one_in(30) { chance.between(-1, 1) } else { chance.between(1, 6_000) };
        let from = chance.of(&self.accounts).unwrap();
        let mut to = chance.of(&self.accounts).unwrap();
        if !chance.one_in(10) {
            while to == from || to == self.accounts[0] {
                to = chance.of(&self.accounts).unwrap();
            }
        }
        Part { id: self.id(), from, to, amount, reason: u8::try_from(chance.below(3)).unwrap() }
    }

    /// Something to ask for.
    pub(super) fn invent(&mut self, chance: &mut Chance, now: i64) -> Call {
        loop {
            let call = match chance.below(38) {
                0..=9 => Some(Call::Pay(self.part(chance))),
                10..=12 => {
                    let parts = (0..=chance.below(4)).map(|_| self.part(chance)).collect();
                    Some(Call::Group(parts))
                }
                13 => self.once_more(chance),
                14..=16 => {
                    chance.of(&self.transfers).map(|transfer| Call::Reverse { transfer, anyway: chance.one_in(2) })
                }
                17..=19 => {
                    let Part { from, to, amount, .. } = self.part(chance);
                    let until = chance.bound(-1_000_000, 40_000_000_000).map(|late| now + late);
                    Some(Call::Hold { from, to, amount, until })
                }
                20..=21 => chance.of(&self.holds).map(|hold| Call::Post { hold, amount: chance.bound(0, 6_000) }),
                22 => chance.of(&self.holds).map(|hold| Call::Void { hold }),
                23..=25 => Some(Call::Ask { part: self.part(chance), days: chance.between(1, 3) }),
                26..=27 => chance.of(&self.asked).map(|(part, _)| Call::Accept { request: part.id }),
                28 => chance.of(&self.asked).map(|(part, _)| match chance.below(2) {
                    0 => Call::Reject { request: part.id },
                    _ => Call::Withdraw { request: part.id },
                }),
                29 => chance.of(&self.asked).map(|(part, days)| ask_again(chance, part, days)),
                30..=31 => {
                    let mut limits = (chance.bound(-20_000, 500), chance.bound(-500, 20_000));
                    if chance.one_in(10) {
                        limits = (limits.1, limits.0);
                    }
                    let (lower, upper) = limits;
                    chance.of(&self.accounts).map(|account| Call::Limits { account, lower, upper })
                }
                36..=37 => {
                    let rule = match chance.below(6) {
                        0 => Rule::Hard,
                        1 => Rule::Warn,
                        2 | 3 => Rule::Formula,
                        _ => Rule::Grow { cap: chance.between(0, 30_000) },
                    };
                    chance.of(&self.accounts).map(|account| Call::Kind { account, rule })
                }
                32 => Some(Call::Defaults { lower: chance.bound(-9_000, 10), upper: chance.bound(-10, 9_000) }),
                33 => chance.of(&self.members).map(|member| match chance.below(4) {
                    0 => Call::Suspend { member },
                    1 => Call::Leave { member },
                    _ => Call::Restore { member },
                }),
                34 if self.joined < 5 => {
                    self.joined += 1;
                    let number = self.joined;
                    Some(Call::Join { member: [0x80 + u8::try_from(number).unwrap(); 16], number })
                }
                _ => Some(Call::Expire),
            };
            if let Some(call) = call {
                return call;
            }
        }
    }

    /// The same payments again, or others under their ids.
    fn once_more(&self, chance: &mut Chance) -> Option<Call> {
        let mut parts = self.paid.get(chance.below(self.paid.len().max(1)))?.clone();
        match chance.below(5) {
            0 => parts[0].amount += 1,
            1 => parts[0].reason += 1,
            2 if parts.len() > 1 => parts.truncate(1),
            3 => parts.push(Part { id: [0xEE; 16], ..parts[0] }),
            _ => {}
        }
        Some(if parts.len() == 1 { Call::Pay(parts[0]) } else { Call::Group(parts) })
    }

    /// Remembers what came of a call.
    pub(super) fn learn(&mut self, call: &Call, made: &[Key]) {
        match call {
            Call::Pay(part) => self.paid.push(vec![*part]),
            Call::Group(parts) => self.paid.push(parts.clone()),
            Call::Ask { part, days } => self.asked.push((*part, *days)),
            Call::Hold { .. } => self.holds.extend(made),
            Call::Join { member, .. } => {
                self.members.push(*member);
                self.accounts.extend(made);
            }
            _ => {}
        }
        if matches!(
            call,
            Call::Pay(_) | Call::Group(_) | Call::Reverse { .. } | Call::Post { .. } | Call::Accept { .. }
        ) {
            self.transfers.extend(made);
        }
    }
}

/// The same request again, or another one under its id.
fn ask_again(chance: &mut Chance, mut part: Part, days: i64) -> Call {
    part.amount += i64::from(chance.one_in(3));
    Call::Ask { part, days: days + i64::from(chance.one_in(3)) }
}
