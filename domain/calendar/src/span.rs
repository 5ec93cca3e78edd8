//! Spans of time and sets of them: half-open, so that what ends at ten and what begins at ten do not meet.

use ayni_kernel::Timestamp;

/// Microseconds in a second, the kernel's resolution.
const MICROS: i64 = 1_000_000;

/// A half-open span `[start, end)` with `start < end`, ordered by start, then end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first moment inside.
    pub start: Timestamp,
    /// The first moment after.
    pub end: Timestamp,
}

impl Span {
    /// The span between two moments; `None` when it would be empty.
    pub fn new(start: Timestamp, end: Timestamp) -> Option<Self> {
        (start < end).then_some(Self { start, end })
    }

    /// Whether the two share a moment. Spans that only touch do not.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether the other lies wholly inside.
    pub fn contains(&self, other: &Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the moment lies inside.
    pub fn holds(&self, moment: Timestamp) -> bool {
        self.start <= moment && moment < self.end
    }

    /// The part that lies inside the other.
    pub fn clip(&self, other: &Self) -> Option<Self> {
        Self::new(self.start.max(other.start), self.end.min(other.end))
    }

    /// How long it lasts, in whole seconds that really pass.
    pub fn seconds(&self) -> i64 {
        self.end.micros().saturating_sub(self.start.micros()) / MICROS
    }

    /// The span with so many seconds before and after it, as buffers are added. Negative numbers narrow it; what would
    /// become empty stays as it was.
    #[must_use]
    pub fn widened(&self, before_secs: i64, after_secs: i64) -> Self {
        Self::new(self.start.plus_seconds(before_secs.saturating_neg()), self.end.plus_seconds(after_secs))
            .unwrap_or(*self)
    }

    /// The same length, so many seconds later (earlier when negative).
    #[must_use]
    pub fn shifted(&self, seconds: i64) -> Self {
        Self { start: self.start.plus_seconds(seconds), end: self.end.plus_seconds(seconds) }
    }
}

/// A set of moments as sorted, disjoint spans; spans that overlap or touch are joined.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spans(Vec<Span>);

impl Spans {
    /// The spans, earliest first.
    pub fn iter(&self) -> std::slice::Iter<'_, Span> {
        self.0.iter()
    }

    /// Whether there is no moment in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many separate spans there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The earliest span.
    pub fn first(&self) -> Option<Span> {
        self.0.first().copied()
    }

    /// The moments of either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.0.iter().chain(&other.0).copied().collect()
    }

    /// The moments that the other does not have. Takes time in the number of spans of both.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        let mut left = Vec::with_capacity(self.0.len());
        let mut taken = other.0.iter().peekable();
        for span in &self.0 {
            let mut start = span.start;
            while taken.next_if(|away| away.end <= start).is_some() {}
            while let Some(away) = taken.peek().filter(|away| away.start < span.end) {
                left.extend(Span::new(start, away.start));
                start = away.end;
                if away.end >= span.end {
                    break;
                }
                taken.next();
            }
            left.extend(Span::new(start, span.end));
        }
        Self(left)
    }

    /// The part inside a span.
    #[must_use]
    pub fn within(&self, span: &Span) -> Self {
        let first = self.0.partition_point(|one| one.end <= span.start);
        self.0.iter().skip(first).map_while(|one| one.clip(span)).collect()
    }

    /// The moments that both have.
    #[must_use]
    pub fn common(&self, other: &Self) -> Self {
        let mut both = Vec::new();
        let (mut left, mut right) = (self.0.iter().peekable(), other.0.iter().peekable());
        while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
            both.extend(a.clip(b));
            if a.end <= b.end {
                left.next()
            } else {
                right.next()
            };
        }
        Self(both)
    }

    /// Whether the whole span lies inside.
    pub fn covers(&self, span: &Span) -> bool {
        let first = self.0.partition_point(|one| one.end <= span.start);
        self.0.get(first).is_some_and(|one| one.contains(span))
    }

    /// Whether any moment of the span lies inside.
    pub fn touches(&self, span: &Span) -> bool {
        let first = self.0.partition_point(|one| one.end <= span.start);
        self.0.get(first).is_some_and(|one| one.overlaps(span))
    }

    /// How long all of them last together, in seconds that really pass.
    pub fn seconds(&self) -> i64 {
        self.0.iter().fold(0_i64, |sum, span| sum.saturating_add(span.seconds()))
    }

    /// The longest span; the earliest of several equally long.
    pub fn longest(&self) -> Option<Span> {
        self.0.iter().rev().max_by_key(|span| span.seconds()).copied()
    }
}

impl FromIterator<Span> for Spans {
    fn from_iter<I: IntoIterator<Item = Span>>(spans: I) -> Self {
        let mut sorted: Vec<Span> = spans.into_iter().collect();
        sorted.sort_unstable();
        let mut joined: Vec<Span> = Vec::with_capacity(sorted.len());
        for span in sorted {
            match joined.last_mut() {
                Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
                _ => joined.push(span),
            }
        }
        Self(joined)
    }
}

impl From<Span> for Spans {
    fn from(span: Span) -> Self {
        Self(vec![span])
    }
}

impl IntoIterator for Spans {
    type Item = Span;
    type IntoIter = std::vec::IntoIter<Span>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Spans {
    type Item = &'a Span;
    type IntoIter = std::slice::Iter<'a, Span>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
