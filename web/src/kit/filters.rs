//! What templates may apply to a value: words, money, dates, icons, faults.

use std::fmt::{Display, Write as _};

use askama::{Result, Values, filters::Safe, get_value};
use ayni_kernel::{Arg, Timestamp};

use crate::kit::{assets, form::FormFaults, views::MoneyView, words::Words};

fn words(values: &dyn Values) -> Result<&Words> {
    get_value::<Words>(values, "words")
}

/// A value that a sentence can name.
pub(crate) trait Sayable {
    /// As an argument for the locale files.
    fn arg(&self, words: &Words) -> Arg;
}

impl Sayable for str {
    fn arg(&self, _: &Words) -> Arg {
        Arg::Text(self.to_owned())
    }
}

impl Sayable for String {
    fn arg(&self, _: &Words) -> Arg {
        Arg::Text(self.clone())
    }
}

impl Sayable for usize {
    fn arg(&self, _: &Words) -> Arg {
        Arg::from(*self)
    }
}

impl Sayable for u64 {
    fn arg(&self, _: &Words) -> Arg {
        Arg::Number(i64::try_from(*self).unwrap_or(i64::MAX))
    }
}

impl Sayable for u16 {
    fn arg(&self, _: &Words) -> Arg {
        Arg::Number(i64::from(*self))
    }
}

impl Sayable for u32 {
    fn arg(&self, _: &Words) -> Arg {
        Arg::Number(i64::from(*self))
    }
}

impl Sayable for i64 {
    fn arg(&self, _: &Words) -> Arg {
        Arg::Number(*self)
    }
}

impl Sayable for MoneyView {
    fn arg(&self, words: &Words) -> Arg {
        Arg::Text(self.written(words))
    }
}

impl<T: Sayable + ?Sized> Sayable for &T {
    fn arg(&self, words: &Words) -> Arg {
        (**self).arg(words)
    }
}

/// `{{ "wallet-title"|t }}`: the sentence of a key.
#[askama::filter_fn]
pub(crate) fn t<K: Display>(key: K, values: &dyn Values) -> Result<String> {
    Ok(words(values)?.say(&key.to_string()))
}

/// `{{ "ledger-paid"|t1("name", card.name) }}`: a sentence that names one value.
#[askama::filter_fn]
pub(crate) fn t1<K: Display, A: Sayable>(key: K, values: &dyn Values, name: &'static str, value: A) -> Result<String> {
    let words = words(values)?;
    Ok(words.say_with(&key.to_string(), &[(name, value.arg(words))]))
}

/// `{{ "ledger-between"|t2("low", a, "high", b) }}`: a sentence that names two values.
#[askama::filter_fn]
pub(crate) fn t2<K: Display, A: Sayable, B: Sayable>(
    key: K,
    values: &dyn Values,
    name: &'static str,
    value: A,
    name2: &'static str,
    value2: B,
) -> Result<String> {
    let words = words(values)?;
    Ok(words.say_with(&key.to_string(), &[(name, value.arg(words)), (name2, value2.arg(words))]))
}

/// `{{ view.balance|money }}`: an amount with its currency.
#[askama::filter_fn]
pub(crate) fn money(money: &MoneyView, values: &dyn Values) -> Result<String> {
    Ok(money.written(words(values)?))
}

/// `{{ entry.amount|signed }}`: an amount with its sign always written, for statements.
#[askama::filter_fn]
pub(crate) fn signed(money: &MoneyView, values: &dyn Values) -> Result<String> {
    let sign = if money.minor > 0 { "+" } else { "" };
    Ok(format!("{sign}{}", money.written(words(values)?)))
}

/// `{{ count|number }}`: a whole number with group separators.
#[askama::filter_fn]
pub(crate) fn number<N: Copy + TryInto<i64>>(number: &N, values: &dyn Values) -> Result<String> {
    Ok(words(values)?.number((*number).try_into().unwrap_or(i64::MAX)))
}

/// `{{ bytes|size }}`: a size in the unit that suits it, such as "1.4 MB".
#[askama::filter_fn]
pub(crate) fn size<N: Copy + Into<u64>>(bytes: &N, values: &dyn Values) -> Result<String> {
    Ok(words(values)?.size((*bytes).into()))
}

/// `{{ at|date }}`: the day; the text is an ISO 8601 moment, as views carry them.
#[askama::filter_fn]
pub(crate) fn date<T: Display>(at: T, values: &dyn Values) -> Result<String> {
    let text = at.to_string();
    let words = words(values)?;
    Ok(Timestamp::parse(&text).map_or(text, |time| words.date(time)))
}

/// `{{ at|moment }}`: day and time of day.
#[askama::filter_fn]
pub(crate) fn moment<T: Display>(at: T, values: &dyn Values) -> Result<String> {
    let text = at.to_string();
    let words = words(values)?;
    Ok(Timestamp::parse(&text).map_or(text, |time| words.moment(time)))
}

/// `{{ "send"|icon }}`: a drawing from the sprite, hidden from screen readers since words stand beside it.
#[askama::filter_fn]
pub(crate) fn icon(name: &str, _: &dyn Values) -> Result<Safe<String>> {
    let turns = if matches!(name, "chevron-right" | "chevron-left") { " turns" } else { "" };
    let sprite = assets::url("/sprite.svg");
    Ok(Safe(format!("<svg class=\"icon{turns}\" aria-hidden=\"true\"><use href=\"{sprite}#i-{name}\"/></svg>")))
}

/// `{{ faults|fault("amount") }}`: the sentence beside a field whose input was refused; its id is
/// `<field>-fault`, for `aria-describedby`.
#[askama::filter_fn]
pub(crate) fn fault(faults: &FormFaults, values: &dyn Values, field: &str) -> Result<Safe<String>> {
    let words = words(values)?;
    let mut html = String::new();
    for fault in faults.on(field) {
        let sentence = askama::filters::escape(words.fault(fault), askama::filters::Html)?;
        let name = if field.is_empty() { "form" } else { field };
        write!(html, r#"<p class="fault" id="{name}-fault">{sentence}</p>"#)?;
    }
    Ok(Safe(html))
}

/// `{{ person.name|initials }}`: up to two letters for an avatar without a photo.
#[askama::filter_fn]
pub(crate) fn initials<N: Display>(name: N, _: &dyn Values) -> Result<String> {
    let name = name.to_string();
    let mut letters = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = letters.next();
    let last = letters.next_back();
    Ok(first.into_iter().chain(last).flat_map(char::to_uppercase).collect())
}

/// `{{ person.name|hue }}`: one of the eight avatar colours, the same for the same name.
#[askama::filter_fn]
pub(crate) fn hue<N: Display>(name: N, _: &dyn Values) -> Result<u32> {
    Ok(name.to_string().bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte))) % 8)
}
