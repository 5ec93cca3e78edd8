//! Repeatable chance, so that two runs ask for the same payments.

/// Numbers that look random: `SplitMix64` (Steele, Lea and Flood 2014).
#[derive(Debug, Clone)]
pub(crate) struct Chance(u64);

impl Chance {
    /// A sequence of its own for each seed.
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which is at least 1.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).unwrap_or(0)
    }

    /// A number of minor units from 1 to 999.
    pub(crate) fn amount(&mut self) -> i64 {
        1 + i64::try_from(self.below(999)).unwrap_or(0)
    }

    /// Two different ones of a list with at least two.
    pub(crate) fn pair<'a, T>(&mut self, list: &'a [T]) -> Option<(&'a T, &'a T)> {
        let first = self.below(list.len());
        let step = 1 + self.below(list.len().saturating_sub(1));
        Some((list.get(first)?, list.get((first + step) % list.len())?))
    }
}
