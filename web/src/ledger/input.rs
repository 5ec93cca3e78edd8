//! Reading what people and programs send about money: amounts, days, categories, the person meant.

use std::str::FromStr;

use ayni_kernel::{
    Actor, Amount, CategoryId, Check, Code, CurrencyId, Error, Fault, MemberId, ReadTx, Result, Scale, Timestamp,
};
use ayni_ledger::{Account, AccountCard};
use jiff::{civil::Date, tz::TimeZone};
use serde::Serialize;
use utoipa::ToSchema;

use crate::kit::{Face, Visit, Words};

/// Names that a search shows before it asks for more letters.
const MAX_HITS: usize = 10;

/// An amount: from a program the exact decimal, from a person as it was typed.
pub(crate) fn amount(face: Face, scale: Scale, field: &'static str, text: &str) -> Result<Amount, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Fault::new(field, "fault-required"));
    }
    let read = match face {
        Face::Page => scale.parse_typed(text),
        Face::Api => scale.parse_exact(text),
    };
    read.map_err(|fault| fault.on(field))
}

/// A limit; nothing typed means none.
pub(crate) fn limit(face: Face, scale: Scale, field: &'static str, text: &str) -> Result<Option<Amount>, Fault> {
    if text.trim().is_empty() { Ok(None) } else { amount(face, scale, field, text).map(Some) }
}

/// An id; nothing for an empty field.
pub(crate) fn id<I: FromStr>(field: &'static str, text: &str) -> Result<Option<I>, Fault> {
    let text = text.trim();
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| Fault::new(field, "fault-id")) }
}

/// A whole number within the range of its type; nothing for an empty field.
pub(crate) fn whole<N: FromStr>(field: &'static str, text: &str) -> Result<Option<N>, Fault> {
    let text = text.trim();
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| Fault::new(field, "ledger-whole")) }
}

/// A category that exists; nothing for an empty field.
pub(crate) fn category(tx: &ReadTx, text: &str) -> Result<Option<CategoryId>> {
    match id("category", text)? {
        Some(id) if ayni_communities::category(tx, id)?.is_none() => Err(Error::invalid("category", "fault-choice")),
        found => Ok(found),
    }
}

/// The first moment of a day in the reader's zone; nothing for an empty field.
pub(crate) fn day(words: &Words, field: &'static str, text: &str) -> Result<Option<Timestamp>, Fault> {
    moment_of(words, field, text, Ok)
}

/// The first moment after a day in the reader's zone; nothing for an empty field.
pub(crate) fn day_after(words: &Words, field: &'static str, text: &str) -> Result<Option<Timestamp>, Fault> {
    moment_of(words, field, text, Date::tomorrow)
}

fn moment_of(
    words: &Words,
    field: &'static str,
    text: &str,
    shift: impl FnOnce(Date) -> Result<Date, jiff::Error>,
) -> Result<Option<Timestamp>, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let zone: &TimeZone = words.zone();
    let start = text.parse::<Date>().and_then(shift).and_then(|date| date.to_zoned(zone.clone()));
    let start = start.map_err(|_| Fault::new(field, "ledger-date"))?;
    Ok(Some(Timestamp::from_micros(start.timestamp().as_microsecond())))
}

/// The account meant by its id, its code or its member's number; without any the first account of the member acted
/// for.
pub(crate) fn own_account(tx: &ReadTx, me: &Actor, field: &'static str, text: &str) -> Result<Account> {
    let text = text.trim();
    if text.is_empty() {
        let accounts = ayni_ledger::accounts_of(tx, me, me.member()?)?;
        return accounts.into_iter().next().ok_or(Error::NotFound);
    }
    if let Ok(id) = text.parse() {
        return ayni_ledger::account(tx, me, id);
    }
    let code = Code::parse(field, text)?;
    if let Some(member) = found(ayni_members::by_number(tx, me, &code))?
        && let Some(account) = ayni_ledger::accounts_of(tx, me, member.id)?.into_iter().next()
    {
        return Ok(account);
    }
    ayni_ledger::account_by_code(tx, me, &code)
}

/// How the other side of a payment was named.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Named<'a> {
    /// The field in the form and the body; empty when it is free text.
    pub field: &'static str,
    /// Account id, member number or account code.
    pub exact: &'a str,
    /// Member id that a list of suggestions filled in.
    pub chosen: &'a str,
    /// Name, number or code as typed.
    pub typed: &'a str,
}

impl Named<'_> {
    /// Whether anybody was named at all.
    pub(crate) fn is_empty(&self) -> bool {
        [self.exact, self.chosen, self.typed].iter().all(|text| text.trim().is_empty())
    }

    /// The account of the one who is meant, in the currency of the payment where there is one.
    ///
    /// Refuses when nobody or more than one person fits.
    pub(crate) fn find(&self, visit: &Visit, tx: &ReadTx, me: &Actor, currency: CurrencyId) -> Result<AccountCard> {
        let (exact, typed) = (self.exact.trim(), self.typed.trim());
        if !exact.is_empty() {
            return by_code(tx, me, exact, currency)?.ok_or_else(|| self.refused("ledger-no-such-account"));
        }
        if let Some(card) = self.chosen_card(tx, me, currency)? {
            return Ok(card);
        }
        if typed.is_empty() {
            return Err(self.refused("ledger-who"));
        }
        if let Some(card) = by_code(tx, me, typed, currency)? {
            return Ok(card);
        }
        let hits = ayni_members::find(tx, me, &visit.community.index, typed, MAX_HITS)?;
        let same = |name: &str| name.to_lowercase() == typed.to_lowercase();
        let all: Vec<_> = hits.iter().collect();
        let exact: Vec<_> = hits.iter().filter(|member| same(member.name.as_str())).collect();
        match (exact.as_slice(), all.as_slice()) {
            ([one], _) | ([], [one]) => self.account(tx, me, one.id, currency),
            ([], []) => Err(self.refused("ledger-who-unknown")),
            _ => {
                let names: Vec<_> = all.iter().map(|member| format!("{} ({})", member.name, member.number)).collect();
                Err(Fault::new(self.field, "ledger-who-several").with("names", names.join(", ")).into())
            }
        }
    }

    /// The account of the member that was chosen, unless somebody else's name was typed afterwards.
    fn chosen_card(&self, tx: &ReadTx, me: &Actor, currency: CurrencyId) -> Result<Option<AccountCard>> {
        let Ok(Some(member)) = id::<MemberId>(self.field, self.chosen) else { return Ok(None) };
        let Ok(card) = ayni_members::name_of(tx, member) else { return Ok(None) };
        let typed = self.typed.trim();
        let stale = !typed.is_empty() && typed != card.name.as_str() && typed != card.number.as_str();
        if stale { Ok(None) } else { self.account(tx, me, member, currency).map(Some) }
    }

    fn account(&self, tx: &ReadTx, me: &Actor, member: MemberId, currency: CurrencyId) -> Result<AccountCard> {
        in_currency(tx, me, member, currency)?.ok_or_else(|| self.refused("ledger-no-such-account"))
    }

    fn refused(&self, word: &'static str) -> Error {
        Error::invalid(self.field, word)
    }
}

/// A member's account in a currency.
fn in_currency(tx: &ReadTx, me: &Actor, member: MemberId, currency: CurrencyId) -> Result<Option<AccountCard>> {
    Ok(ayni_ledger::cards_of(tx, me, member)?.into_iter().find(|card| card.currency == currency))
}

/// The account with this id or code, or that of the member with this number.
fn by_code(tx: &ReadTx, me: &Actor, text: &str, currency: CurrencyId) -> Result<Option<AccountCard>> {
    if let Ok(id) = text.parse() {
        return found(ayni_ledger::card(tx, id));
    }
    let Ok(code) = Code::parse("code", text) else { return Ok(None) };
    if let Some(member) = found(ayni_members::by_number(tx, me, &code))?
        && let Some(card) = in_currency(tx, me, member.id, currency)?
    {
        return Ok(Some(card));
    }
    found(ayni_ledger::card_by_code(tx, me, &code))
}

/// Nothing instead of a refusal for what is not there.
fn found<T>(answer: Result<T>) -> Result<Option<T>> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A category to choose.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CategoryChoice {
    /// The category's id.
    pub id: String,
    /// Its name.
    pub name: String,
}

impl CategoryChoice {
    /// Every category, by name.
    pub(crate) fn all(tx: &ReadTx) -> Result<Vec<Self>> {
        let categories = ayni_communities::categories(tx)?;
        Ok(categories
            .into_iter()
            .map(|category| Self { id: category.id.to_string(), name: category.name.into() })
            .collect())
    }
}

/// Notes the faults of a refusal and goes on, so that all of a form's faults are told together; other errors pass.
pub(crate) fn gather<T>(check: &mut Check, read: Result<T>) -> Result<Option<T>> {
    match read {
        Ok(value) => Ok(Some(value)),
        Err(Error::Invalid(faults)) => {
            faults.0.into_iter().for_each(|fault| check.fault(fault));
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
