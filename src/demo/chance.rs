//! The story's chance: the same seed tells the same story.

/// A linear congruential generator over 64 bits; good enough for deciding who buys eggs.
pub(super) struct Chance(u64);

/// Multiplier and increment of a full period modulo 2⁶⁴.
const STEP: (u64, u64) = (6_364_136_223_846_793_005, 1_442_695_040_888_963_407);

impl Chance {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number from 0 to below `bound`; 0 when the bound is 0.
    pub(super) fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_mul(STEP.0).wrapping_add(STEP.1);
        // The high bits are the ones that vary well.
        let high = self.0 >> 33;
        u32::try_from(high.checked_rem(u64::from(bound)).unwrap_or(0)).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included, in whole steps from `low`.
    pub(super) fn between(&mut self, low: i64, high: i64, step: i64) -> i64 {
        let steps = u32::try_from((high - low).max(0) / step.max(1)).unwrap_or(0);
        low + i64::from(self.below(steps + 1)) * step
    }

    /// Whether something happens that happens `percent` times in a hundred.
    pub(super) fn happens(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// One of several; `None` of nothing.
    pub(super) fn one_of<T: Copy>(&mut self, several: &[T]) -> Option<T> {
        let count = u32::try_from(several.len()).unwrap_or(u32::MAX);
        several.get(self.below(count) as usize).copied()
    }

    /// The place of one of several, each as likely as its weight says; `None` when all weights are zero.
    pub(super) fn weighted(&mut self, weights: &[u32]) -> Option<usize> {
        let mut left = self.below(weights.iter().sum());
        weights.iter().position(|weight| {
            let chosen = left < *weight;
            left = left.saturating_sub(*weight);
            chosen
        })
    }
}
