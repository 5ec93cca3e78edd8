//! Money: whole minor units, checked arithmetic, no floats anywhere.

use std::fmt;

use crate::{CurrencyId, error::Fault};

/// A number of minor units of some currency; may be negative (a balance, a correction).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, rkyv::Archive, rkyv::Serialize, rkyv::Deserialize,
)]
pub struct Amount(i64);

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// From minor units.
    pub const fn new(minor: i64) -> Self {
        Self(minor)
    }

    /// In minor units.
    pub const fn minor(self) -> i64 {
        self.0
    }

    /// The sum, or `None` beyond 64 bits.
    pub const fn plus(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(sum) => Some(Self(sum)),
            None => None,
        }
    }

    /// The difference, or `None` beyond 64 bits.
    pub const fn minus(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(difference) => Some(Self(difference)),
            None => None,
        }
    }

    /// The same size with the other sign, or `None` for the one number that has none.
    pub const fn negated(self) -> Option<Self> {
        match self.0.checked_neg() {
            Some(negated) => Some(Self(negated)),
            None => None,
        }
    }

    /// Whether it is more than nothing.
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// Whether it is less than nothing.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Distance from zero.
    pub const fn size(self) -> u64 {
        self.0.unsigned_abs()
    }
}

/// How many decimals a currency counts with: 0 to 6.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, rkyv::Archive, rkyv::Serialize, rkyv::Deserialize,
)]
pub struct Scale(u8);

/// Micro-units are the finest that exchange systems use, and leave 9 × 10¹² whole units in 64 bits.
const MAX_SCALE: u8 = 6;

impl Scale {
    /// A scale from 0 to 6.
    pub fn new(decimals: u8) -> Result<Self, Fault> {
        if decimals <= MAX_SCALE {
            Ok(Self(decimals))
        } else {
            Err(Fault::new("scale", "fault-scale").with("max", i64::from(MAX_SCALE)))
        }
    }

    /// The number of decimals.
    pub const fn decimals(self) -> u8 {
        self.0
    }

    /// Minor units in one unit.
    pub const fn unit(self) -> i64 {
        10_i64.pow(self.0 as u32)
    }

    /// Reads a strict decimal, `-?(0|[1-9][0-9]*)(\.[0-9]+)?`, as bundles and the API write it.
    pub fn parse_exact(self, text: &str) -> Result<Amount, DecimalFault> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
        if whole.len() > 1 && whole.starts_with('0') {
            return Err(DecimalFault::NotADecimal);
        }
        self.assemble(negative, whole, fraction)
    }

    /// Reads an amount as a person types it: spaces, one decimal comma or point, group separators that are
    /// unmistakable (`1.234,50`, `1,234.50`, `1 234`).
    pub fn parse_typed(self, text: &str) -> Result<Amount, DecimalFault> {
        let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\'').collect();
        let (negative, digits) = match plain.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest),
            None => (false, plain.as_str()),
        };
        let (whole, fraction) = split_typed(digits, self.0)?;
        self.assemble(negative, &whole, fraction.as_deref())
    }

    fn assemble(self, negative: bool, whole: &str, fraction: Option<&str>) -> Result<Amount, DecimalFault> {
        let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(whole) || fraction.is_some_and(|f| !all_digits(f)) {
            return Err(DecimalFault::NotADecimal);
        }
        let fraction = fraction.unwrap_or("");
        if fraction.len() > usize::from(self.0) {
            return Err(DecimalFault::TooFine { decimals: self.0 });
        }
        let mut minor: i64 = 0;
        let padding = usize::from(self.0) - fraction.len();
        for digit in whole.bytes().chain(fraction.bytes()).chain(std::iter::repeat_n(b'0', padding)) {
            minor = minor
                .checked_mul(10)
                .and_then(|m| m.checked_sub(i64::from(digit - b'0')))
                .ok_or(DecimalFault::TooLarge)?;
        }
        // Counted downwards, since the negative side reaches one further.
        if negative { Ok(Amount(minor)) } else { minor.checked_neg().map(Amount).ok_or(DecimalFault::TooLarge) }
    }

    /// Writes the strict decimal that [`Scale::parse_exact`] reads, always with all decimals.
    pub fn format_exact(self, amount: Amount) -> String {
        let sign = if amount.0 < 0 { "-" } else { "" };
        let size = amount.0.unsigned_abs();
        let unit = self.unit().unsigned_abs();
        match self.0 {
            0 => format!("{sign}{size}"),
            decimals => format!("{sign}{}.{:0width$}", size / unit, size % unit, width = usize::from(decimals)),
        }
    }
}

/// Splits what a person typed into digits before and after the decimal sign.
fn split_typed(digits: &str, decimals: u8) -> Result<(String, Option<String>), DecimalFault> {
    let last_sign = digits.rfind(['.', ',']);
    let Some(at) = last_sign else { return Ok((digits.to_owned(), None)) };
    let (head, tail) = digits.split_at(at);
    let sign = if tail.starts_with(',') { ',' } else { '.' };
    let other = if sign == ',' { '.' } else { ',' };
    let tail = tail.trim_start_matches(sign);
    if head.contains(sign) || (decimals == 0 && tail.len() == 3) {
        // The same sign twice, or a currency without decimals: it can only separate groups.
        return Ok((ungroup(digits, sign)?, None));
    }
    Ok((ungroup(head, other)?, Some(tail.to_owned())))
}

/// Removes group separators, refusing groups that are not three digits long.
fn ungroup(text: &str, separator: char) -> Result<String, DecimalFault> {
    let mut groups = text.split(separator);
    let first = groups.next().unwrap_or_default();
    let mut whole = first.to_owned();
    for group in groups {
        if group.len() != 3 || first.is_empty() || first.len() > 3 {
            return Err(DecimalFault::NotADecimal);
        }
        whole.push_str(group);
    }
    Ok(whole)
}

/// Why a text is no amount of this scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecimalFault {
    /// Not a number.
    NotADecimal,
    /// More decimals than the currency has.
    TooFine {
        /// Decimals of the currency.
        decimals: u8,
    },
    /// Beyond 64 bits of minor units.
    TooLarge,
}

impl DecimalFault {
    /// The fault for a form field.
    pub fn on(self, field: &'static str) -> Fault {
        match self {
            Self::NotADecimal => Fault::new(field, "fault-amount"),
            Self::TooFine { decimals } => {
                Fault::new(field, "fault-amount-decimals").with("decimals", i64::from(decimals))
            }
            Self::TooLarge => Fault::new(field, "fault-amount-large"),
        }
    }
}

impl fmt::Display for DecimalFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotADecimal => f.write_str("not a decimal number such as 12.50"),
            Self::TooFine { decimals } => write!(f, "more than {decimals} decimals"),
            Self::TooLarge => f.write_str("larger than 64 bits of minor units"),
        }
    }
}

/// An amount together with what is needed to write it: for sentences and views, never for arithmetic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    /// In minor units.
    pub amount: Amount,
    /// Which currency.
    pub currency: CurrencyId,
    /// Decimals to count with.
    pub scale: Scale,
    /// The sign people write, such as `Br` or `€`.
    pub symbol: String,
}
