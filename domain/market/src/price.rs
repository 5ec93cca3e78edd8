//! What a listing costs: in the member's words, or exactly in one or two currencies.

use ayni_kernel::{Amount, CurrencyId, Fault, Line};

/// The most currencies of one price: a part in local money and a part in ordinary money.
pub const MAX_PARTS: usize = 2;

/// The longest word for what a price is for, in characters: "evening with dinner" and the like.
pub const MAX_UNIT: usize = 30;

/// A part of a price, in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PricePart {
    /// In which currency.
    pub currency: CurrencyId,
    /// How much, more than nothing.
    pub amount: Amount,
}

/// What a listing costs. Words and exact parts may stand together ("4 a loaf, or swap for eggs").
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Price {
    /// The member's own words.
    pub words: Line,
    /// The exact price, at most [`MAX_PARTS`] parts that are paid together.
    pub parts: Vec<PricePart>,
    /// For how much that is: a word such as "hour" or "kg"; empty for the whole.
    pub unit: Line,
}

impl Price {
    /// A price in words.
    pub fn in_words(words: Line) -> Self {
        Self { words, ..Self::default() }
    }

    /// Whether nothing is said about it.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.parts.is_empty()
    }

    /// Whether it can be reckoned with.
    pub fn is_exact(&self) -> bool {
        !self.parts.is_empty()
    }

    /// The exact price of so many; `None` when it is too large to be paid.
    pub fn of(&self, quantity: u32) -> Option<Vec<PricePart>> {
        let times = |part: &PricePart| {
            let minor = part.amount.minor().checked_mul(i64::from(quantity))?;
            Some(PricePart { amount: Amount::new(minor), ..*part })
        };
        self.parts.iter().map(times).collect()
    }

    pub(crate) fn fault(&self) -> Option<Fault> {
        let mut currencies: Vec<_> = self.parts.iter().map(|part| part.currency).collect();
        currencies.sort();
        currencies.dedup();
        if self.parts.len() > MAX_PARTS {
            Some(Fault::new("price", "market-price-parts").with("max", MAX_PARTS))
        } else if currencies.len() < self.parts.len() {
            Some(Fault::new("price", "market-price-twice"))
        } else if self.parts.iter().any(|part| !part.amount.is_positive()) {
            Some(Fault::new("price", "market-price-positive"))
        } else if self.unit.as_str().chars().count() > MAX_UNIT {
            Some(Fault::new("unit", "fault-long").with("max", MAX_UNIT))
        } else {
            None
        }
    }
}
