//! A rule in plain sentences.

use ayni_calendar::{Date, TimeZone, day_span};
use ayni_charges::{Exempt, Levy, Rate, RuleContent, What};
use ayni_kernel::{Amount, Arg, ReadTx, Result};
use ayni_ledger::Currency;

use crate::kit::Words;

/// A share as people write it: `2.5`.
pub(super) fn percent(rate: Rate) -> String {
    let (whole, part) = (rate.points() / 100, rate.points() % 100);
    match (part, part % 10) {
        (0, _) => whole.to_string(),
        (_, 0) => format!("{whole}.{}", part / 10),
        _ => format!("{whole}.{part:02}"),
    }
}

/// What a rule says, a sentence each: what is charged, the bounds, who is left out, from when on.
pub(super) fn sentences(tx: &ReadTx, words: &Words, content: &RuleContent) -> Result<Vec<String>> {
    let currency = ayni_ledger::currency(tx, content.currency)?;
    let mut said = vec![main(words, content, &currency)];
    if let What::Levy(levy) = &content.what {
        said.extend(bounds(tx, words, levy, &currency)?);
    }
    if let What::Demurrage { free, share, .. } = &content.what {
        if free.is_positive() {
            said.push(with_money(words, "charges-says-free", &currency, *free));
        }
        said.push(words.say(&format!("charges-says-share-{share}")));
    }
    said.extend(left_out(tx, words, &content.exempt));
    said.push(words.say_with("charges-says-starts", &[("date", day(words, content.starts).into())]));
    Ok(said)
}

/// A date in the reader's writing.
pub(super) fn day(words: &Words, date: Date) -> String {
    let zone: &TimeZone = words.zone();
    words.date(day_span(zone, date).start)
}

fn with_money(words: &Words, key: &str, currency: &Currency, amount: Amount) -> String {
    words.say_with(key, &[("amount", currency.money(amount).into())])
}

/// What is charged, in one sentence.
fn main(words: &Words, content: &RuleContent, currency: &Currency) -> String {
    let every: Arg = words.say(&format!("charges-each-{}", content.every)).into();
    match &content.what {
        What::Levy(levy) => {
            let much = much(words, levy, currency);
            words.say_with(&format!("charges-says-levy-{}", levy.bearer), &[("much", much.into())])
        }
        What::Fee { amount } => {
            words.say_with("charges-says-fee", &[("amount", currency.money(*amount).into()), ("every", every)])
        }
        What::Dues { amount } => {
            words.say_with("charges-says-dues", &[("amount", currency.money(*amount).into()), ("every", every)])
        }
        What::Demurrage { rate, .. } => {
            words.say_with("charges-says-demurrage", &[("rate", percent(*rate).into()), ("every", every)])
        }
    }
}

fn much(words: &Words, levy: &Levy, currency: &Currency) -> String {
    let rate: Arg = percent(levy.rate).into();
    let fixed: Arg = currency.money(levy.fixed).into();
    match (levy.rate.points() > 0, levy.fixed.is_positive()) {
        (true, true) => words.say_with("charges-much-both", &[("rate", rate), ("fixed", fixed)]),
        (true, false) => words.say_with("charges-much-rate", &[("rate", rate)]),
        (false, _) => words.say_with("charges-much-fixed", &[("fixed", fixed)]),
    }
}

fn bounds(tx: &ReadTx, words: &Words, levy: &Levy, currency: &Currency) -> Result<Vec<String>> {
    let mut said = Vec::new();
    if levy.least.is_positive() {
        said.push(with_money(words, "charges-says-least", currency, levy.least));
    }
    if let Some(most) = levy.most {
        said.push(with_money(words, "charges-says-most", currency, most));
    }
    let mut names = Vec::new();
    for id in &levy.categories {
        names.extend(ayni_communities::category(tx, *id)?.map(|category| category.name.to_string()));
    }
    if !names.is_empty() {
        said.push(words.say_with("charges-says-categories", &[("names", names.join(", ").into())]));
    }
    Ok(said)
}

/// Who is left out; those that are gone are not named.
fn left_out(tx: &ReadTx, words: &Words, exempt: &Exempt) -> Option<String> {
    let members = exempt.members.iter().filter_map(|id| ayni_members::name_of(tx, *id).ok());
    let groups = exempt.groups.iter().filter_map(|id| ayni_members::group(tx, *id).ok());
    let kinds = exempt.kinds.iter().map(|kind| words.say(&format!("charges-kind-of-member-{kind}")));
    let names: Vec<String> = members
        .map(|card| card.name.to_string())
        .chain(groups.map(|group| group.name.to_string()))
        .chain(kinds)
        .collect();
    (!names.is_empty()).then(|| words.say_with("charges-says-exempt", &[("names", names.join(", ").into())]))
}
