//! Formulas for credit limits: a small language of whole numbers, percentages and a member's own figures. Pure, total:
//! every formula has a value for every account, and says how it came about.
//!
//! ```text
//! sum     = product { ("+" | "-") product }
//! product = value { ("*" | "×" | "/" | "÷") value }
//! value   = number [ "%" ] | "given" | "received" | "trades" | "months"
//!         | ("min" | "max") "(" sum { "," sum } ")" | "(" sum ")"
//! ```
//!
//! It is reckoned in millionths of a unit of the currency, which is exact for every currency. Products and quotients
//! are cut towards zero there; what is divided by nothing is nothing; a number that grows beyond 64 bits of whole units
//! makes the formula worth nothing, so that no mistake gives anybody credit without end.

use ayni_kernel::{Amount, Fault, Scale};

/// A formula is read by people: more than this many characters is no longer a rule but a program.
pub const MAX_FORMULA: usize = 200;

/// Brackets within brackets, so that reading one cannot use up the stack.
const MAX_DEPTH: usize = 16;

/// Millionths of a unit, in which it is reckoned.
const UNIT: i128 = 1_000_000;

/// The greatest value: 64 bits of whole units.
const LARGE: i128 = (i64::MAX as i128) * UNIT;

/// What a formula may know of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// All it paid so far.
    pub given: Amount,
    /// All it received so far.
    pub received: Amount,
    /// How many times it paid or received.
    pub trades: u64,
    /// Whole months since it was opened.
    pub months: u64,
}

/// One of the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Figure {
    Given,
    Received,
    Trades,
    Months,
}

impl Figure {
    const fn word(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Received => "received",
            Self::Trades => "trades",
            Self::Months => "months",
        }
    }

    /// In millionths of a unit.
    fn of(self, figures: &Figures, scale: Scale) -> i128 {
        let money = |amount: Amount| i128::from(amount.minor()) * (UNIT / i128::from(scale.unit()));
        match self {
            Self::Given => money(figures.given),
            Self::Received => money(figures.received),
            Self::Trades => i128::from(figures.trades) * UNIT,
            Self::Months => i128::from(figures.months) * UNIT,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Plus,
    Minus,
    Times,
    By,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Tree {
    /// In millionths, and as it was written.
    Number(i128, String),
    Figure(Figure),
    Pair(Box<Tree>, Sign, Box<Tree>),
    Least(Vec<Tree>),
    Most(Vec<Tree>),
    Brackets(Box<Tree>),
}

/// A formula that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    text: String,
    tree: Tree,
}

impl Formula {
    /// Reads a formula; the fault says at which character it stops making sense.
    pub fn parse(field: &'static str, text: &str) -> Result<Self, Fault> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Fault::new(field, "fault-required"));
        }
        if text.chars().count() > MAX_FORMULA {
            return Err(Fault::new(field, "ledger-formula-long").with("max", MAX_FORMULA));
        }
        let letters: Vec<char> = text.chars().collect();
        let mut reader = Reader { letters: &letters, at: 0, depth: 0 };
        let tree = reader.sum().filter(|_| reader.next().is_none());
        let tree = tree.ok_or_else(|| {
            let rest: String = letters.iter().skip(reader.at).take(12).collect();
            Fault::new(field, "ledger-formula").with("at", reader.at + 1).with("rest", rest)
        })?;
        Ok(Self { text: text.to_owned(), tree })
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Its value for an account, cut to minor units towards zero; nothing when it grew too large.
    pub fn value(&self, figures: &Figures, scale: Scale) -> Amount {
        let value = worth(&self.tree, figures, scale).unwrap_or(0);
        let minor = value / (UNIT / i128::from(scale.unit()));
        Amount::new(i64::try_from(minor).unwrap_or(0))
    }

    /// The formula with an account's own figures in place of their names.
    pub fn explained(&self, figures: &Figures, scale: Scale) -> String {
        let mut out = String::new();
        write(&self.tree, figures, scale, &mut out);
        out
    }
}

fn bounded(value: i128) -> Option<i128> {
    (value.abs() <= LARGE).then_some(value)
}

fn worth(tree: &Tree, figures: &Figures, scale: Scale) -> Option<i128> {
    let each = |parts: &[Tree]| parts.iter().map(|part| worth(part, figures, scale)).collect::<Option<Vec<_>>>();
    match tree {
        Tree::Number(value, _) => Some(*value),
        Tree::Figure(figure) => bounded(figure.of(figures, scale)),
        Tree::Brackets(inner) => worth(inner, figures, scale),
        Tree::Least(parts) => each(parts)?.into_iter().min(),
        Tree::Most(parts) => each(parts)?.into_iter().max(),
        Tree::Pair(left, sign, right) => {
            let (left, right) = (worth(left, figures, scale)?, worth(right, figures, scale)?);
            bounded(match sign {
                Sign::Plus => left.checked_add(right)?,
                Sign::Minus => left.checked_sub(right)?,
                Sign::Times => left.checked_mul(right)? / UNIT,
                Sign::By if right == 0 => 0,
                Sign::By => left.checked_mul(UNIT)? / right,
            })
        }
    }
}

fn write(tree: &Tree, figures: &Figures, scale: Scale, out: &mut String) {
    let list = |word: &str, parts: &[Tree], out: &mut String| {
        out.push_str(word);
        out.push('(');
        for (place, part) in parts.iter().enumerate() {
            if place > 0 {
                out.push_str(", ");
            }
            write(part, figures, scale, out);
        }
        out.push(')');
    };
    match tree {
        Tree::Number(_, text) => out.push_str(text),
        Tree::Figure(Figure::Given) => out.push_str(&scale.format_exact(figures.given)),
        Tree::Figure(Figure::Received) => out.push_str(&scale.format_exact(figures.received)),
        Tree::Figure(Figure::Trades) => out.push_str(&figures.trades.to_string()),
        Tree::Figure(Figure::Months) => out.push_str(&figures.months.to_string()),
        Tree::Brackets(inner) => list("", std::slice::from_ref(inner), out),
        Tree::Least(parts) => list("min", parts, out),
        Tree::Most(parts) => list("max", parts, out),
        Tree::Pair(left, sign, right) => {
            write(left, figures, scale, out);
            out.push_str(match sign {
                Sign::Plus => " + ",
                Sign::Minus => " \u{2212} ",
                Sign::Times => " × ",
                Sign::By => " ÷ ",
            });
            write(right, figures, scale, out);
        }
    }
}

/// Reads from the front; `None` where it makes no sense.
struct Reader<'t> {
    letters: &'t [char],
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    /// The next letter that is not a space, left where it is.
    fn next(&mut self) -> Option<char> {
        while self.letters.get(self.at).is_some_and(|letter| letter.is_whitespace()) {
            self.at += 1;
        }
        self.letters.get(self.at).copied()
    }

    fn take(&mut self, wanted: char) -> Option<()> {
        (self.next() == Some(wanted)).then(|| self.at += 1)
    }

    fn sign(&mut self, signs: &[(char, Sign)]) -> Option<Sign> {
        let next = self.next()?;
        let sign = signs.iter().find(|(letter, _)| *letter == next)?.1;
        self.at += 1;
        Some(sign)
    }

    fn sum(&mut self) -> Option<Tree> {
        const SIGNS: [(char, Sign); 3] = [('+', Sign::Plus), ('-', Sign::Minus), ('\u{2212}', Sign::Minus)];
        let mut tree = self.product()?;
        while let Some(sign) = self.sign(&SIGNS) {
            tree = Tree::Pair(Box::new(tree), sign, Box::new(self.product()?));
        }
        Some(tree)
    }

    fn product(&mut self) -> Option<Tree> {
        const SIGNS: [(char, Sign); 4] = [('*', Sign::Times), ('×', Sign::Times), ('/', Sign::By), ('÷', Sign::By)];
        let mut tree = self.value()?;
        while let Some(sign) = self.sign(&SIGNS) {
            tree = Tree::Pair(Box::new(tree), sign, Box::new(self.value()?));
        }
        Some(tree)
    }

    fn value(&mut self) -> Option<Tree> {
        match self.next()? {
            '(' => {
                let mut inner = self.list()?;
                let one = inner.pop()?;
                inner.is_empty().then(|| Tree::Brackets(Box::new(one)))
            }
            letter if letter.is_ascii_digit() => self.number(),
            letter if letter.is_ascii_alphabetic() => self.word(),
            _ => None,
        }
    }

    fn list(&mut self) -> Option<Vec<Tree>> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        self.take('(')?;
        let mut parts = vec![self.sum()?];
        while self.take(',').is_some() {
            parts.push(self.sum()?);
        }
        self.take(')')?;
        self.depth -= 1;
        Some(parts)
    }

    fn word(&mut self) -> Option<Tree> {
        let start = self.at;
        let length = self.letters.iter().skip(start).take_while(|letter| letter.is_ascii_alphabetic()).count();
        let word: String = self.letters.iter().skip(start).take(length).collect();
        let figures = [Figure::Given, Figure::Received, Figure::Trades, Figure::Months];
        let found = figures.into_iter().find(|figure| figure.word() == word);
        if found.is_none() && word != "min" && word != "max" {
            return None;
        }
        self.at += length;
        match (found, word.as_str()) {
            (Some(figure), _) => Some(Tree::Figure(figure)),
            (None, "min") => self.list().map(Tree::Least),
            (None, _) => self.list().map(Tree::Most),
        }
    }

    fn number(&mut self) -> Option<Tree> {
        let rest = self.letters.iter().skip(self.at);
        let mut text: String = rest.take_while(|letter| letter.is_ascii_digit() || **letter == '.').collect();
        let scale = Scale::new(6).ok()?;
        let value = i128::from(scale.parse_exact(&text).ok()?.minor());
        self.at += text.chars().count();
        if self.take('%').is_some() {
            text.push_str(" %");
            return Some(Tree::Number(value / 100, text));
        }
        Some(Tree::Number(value, text))
    }
}
