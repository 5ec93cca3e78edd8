//! Terms and quotes as bytes inside a booking: a version, then the record.

use ayni_calendar::Date;
use ayni_kernel::{
    Amount, CurrencyId, Error, Line, Name, PassId, PolicyId, PriceId, ResourceCategoryId, ResourceId, Result,
};
use ayni_resources::Unit;
use ayni_storage::{Record, record};
use rkyv::{Archive, Deserialize, Serialize};

use crate::{
    passes::PassUnit,
    prices::Way,
    quote::{LineKind, PassDraw, Quote, QuoteLine},
    rules::RuleKind,
    tables::{damaged, stored::StoredRules},
    terms::{Said, Terms},
};

#[derive(Archive, Serialize, Deserialize)]
struct StoredTerms {
    resource: ResourceId,
    category: Option<ResourceCategoryId>,
    unit: u8,
    rules: StoredRules,
    /// The policies that said something.
    policies: Vec<(PolicyId, String)>,
    /// The rules in order, each with the place of its policy in that list.
    said: Vec<(u8, u16)>,
}
record!(StoredTerms, 1);

/// Kind, name, quantity, minutes, minutes of a unit, price of a unit, percent, amount.
type StoredLine = (u8, String, u32, u32, u32, Amount, i32, Amount);

/// Pass, name, unit, quantity, and the days as numbers.
type StoredDraw = (PassId, String, u8, u32, Vec<(u32, u32)>);

#[derive(Archive, Serialize, Deserialize)]
struct StoredQuote {
    price: Option<PriceId>,
    name: String,
    note: String,
    lines: Vec<StoredLine>,
    total: Amount,
    currency: Option<CurrencyId>,
    way: u8,
    deposit: Amount,
    draws: Vec<StoredDraw>,
    usual: Amount,
    minutes: u32,
}
record!(StoredQuote, 1);

fn write<R: Record>(record: &R) -> Vec<u8> {
    let mut bytes = R::VERSION.to_le_bytes().to_vec();
    // Encoding into memory fails only when there is none left; what is empty then is refused when it is read.
    bytes.extend(record.to_body().unwrap_or_default());
    bytes
}

fn read<R: Record>(bytes: &[u8]) -> Result<R> {
    let (version, body) = bytes.split_first_chunk::<2>().ok_or_else(|| damaged("no version"))?;
    Ok(R::from_body(u16::from_le_bytes(*version), body)?)
}

impl Terms {
    /// The form kept inside a booking.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut policies: Vec<(PolicyId, String)> = Vec::new();
        let mut said = Vec::with_capacity(self.said.len());
        for each in &self.said {
            let known = policies.iter().position(|(id, _)| *id == each.policy);
            let place = known.unwrap_or(policies.len());
            if known.is_none() {
                policies.push((each.policy, each.name.to_string()));
            }
            said.push((each.rule.number(), u16::try_from(place).unwrap_or(u16::MAX)));
        }
        write(&StoredTerms {
            resource: self.resource,
            category: self.category,
            unit: self.unit.number(),
            rules: StoredRules::from(&self.rules),
            policies,
            said,
        })
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote, in this version or an earlier one.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let stored: StoredTerms = read(bytes)?;
        let mut said = Vec::with_capacity(stored.said.len());
        for (rule, place) in stored.said {
            let (policy, name) = stored.policies.get(usize::from(place)).ok_or_else(|| damaged("no such policy"))?;
            let name = Name::parse("name", name).map_err(damaged)?;
            said.push(Said { rule: RuleKind::stored(rule)?, policy: *policy, name });
        }
        Ok(Self {
            resource: stored.resource,
            category: stored.category,
            unit: Unit::stored(stored.unit)?,
            rules: stored.rules.open()?,
            said,
        })
    }
}

/// A date as a number that sorts as dates do: 20261231. Only years after Christ are booked.
pub(crate) fn day_number(date: Date) -> u32 {
    let part = |value: i8| u32::from(value.unsigned_abs());
    u32::from(date.year().max(0).unsigned_abs()) * 10_000 + part(date.month()) * 100 + part(date.day())
}

/// The date of a number.
pub(crate) fn date_of(number: u32) -> Result<Date> {
    let part = |value: u32| i8::try_from(value).map_err(damaged);
    let year = i16::try_from(number / 10_000).map_err(damaged)?;
    Date::new(year, part(number / 100 % 100)?, part(number % 100)?).map_err(damaged)
}

fn keep_line(line: &QuoteLine) -> StoredLine {
    let QuoteLine { kind, name, quantity, minutes, unit, each, percent, amount } = line;
    (kind.number(), name.to_string(), *quantity, *minutes, *unit, *each, *percent, *amount)
}

fn line((kind, name, quantity, minutes, unit, each, percent, amount): StoredLine) -> Result<QuoteLine> {
    let (kind, name) = (LineKind::stored(kind)?, Line::parse("name", &name).map_err(damaged)?);
    Ok(QuoteLine { kind, name, quantity, minutes, unit, each, percent, amount })
}

fn keep_draw(draw: &PassDraw) -> StoredDraw {
    let days = draw.days.iter().map(|(day, count)| (day_number(*day), *count)).collect();
    (draw.pass, draw.name.to_string(), draw.unit.number(), draw.quantity, days)
}

fn draw((pass, name, unit, quantity, days): StoredDraw) -> Result<PassDraw> {
    let name = Name::parse("name", &name).map_err(damaged)?;
    let days = days.into_iter().map(|(day, count)| Ok((date_of(day)?, count))).collect::<Result<_>>()?;
    Ok(PassDraw { pass, name, unit: PassUnit::stored(unit)?, quantity, days })
}

impl Quote {
    /// The form kept inside a booking.
    pub fn to_bytes(&self) -> Vec<u8> {
        write(&StoredQuote {
            price: self.price,
            name: self.name.to_string(),
            note: self.note.to_string(),
            lines: self.lines.iter().map(keep_line).collect(),
            total: self.total,
            currency: self.currency,
            way: self.way.number(),
            deposit: self.deposit,
            draws: self.draws.iter().map(keep_draw).collect(),
            usual: self.usual,
            minutes: self.minutes,
        })
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote, in this version or an earlier one.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let stored: StoredQuote = read(bytes)?;
        Ok(Self {
            price: stored.price,
            name: Line::parse("name", &stored.name).map_err(damaged)?,
            note: Line::parse("note", &stored.note).map_err(damaged)?,
            lines: stored.lines.into_iter().map(line).collect::<Result<_, Error>>()?,
            total: stored.total,
            currency: stored.currency,
            way: Way::stored(stored.way)?,
            deposit: stored.deposit,
            draws: stored.draws.into_iter().map(draw).collect::<Result<_, Error>>()?,
            usual: stored.usual,
            minutes: stored.minutes,
        })
    }
}
