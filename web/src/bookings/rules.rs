//! The terms of a place in words: what one should know before booking, and what cancelling gives back.

use ayni_resources::Unit;
use ayni_terms::{CheckIn, Notice, Terms};

use super::when;
use crate::kit::Words;

/// What one should know before booking, in words.
pub(super) fn rules(words: &Words, terms: &Terms) -> Vec<String> {
    let rules = &terms.rules;
    let length = |key: &str, minutes: i64| words.say_with(key, &[("length", when::length(words, minutes).into())]);
    let minutes = |key, minutes: Option<u32>| minutes.filter(|minutes| *minutes > 0).map(|n| length(key, n.into()));
    let notice = |key, notice: Option<Notice>| {
        notice.filter(|notice| *notice != Notice::NONE).map(|notice| length(key, notice.minutes().into()))
    };
    let unit = matches!(terms.unit, Unit::Minutes | Unit::Hour);
    let check_in = match terms.check_in() {
        CheckIn::Required { grace, .. } => Some(length("bookings-rule-check-in", grace)),
        CheckIn::No | CheckIn::Optional => None,
    };
    let horizon = words.say_with("bookings-rule-horizon", &[("days", i64::from(terms.horizon()).into())]);
    [
        unit.then(|| length("bookings-rule-step", terms.step().into())),
        minutes("bookings-rule-min", rules.min_length),
        minutes("bookings-rule-max", rules.max_length),
        notice("bookings-rule-notice-book", rules.notice_book),
        notice("bookings-rule-notice-change", rules.notice_change),
        Some(horizon),
        check_in,
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What cancelling gives back, when, in words.
pub(super) fn refunds(words: &Words, terms: &Terms) -> Vec<String> {
    let Some(tiers) = terms.refunds() else { return vec![words.say("bookings-refund-all")] };
    let mut said: Vec<_> = tiers
        .iter()
        .map(|tier| {
            let length = when::length(words, tier.before.minutes().into());
            let args = [("length", length.into()), ("percent", i64::from(tier.percent).into())];
            words.say_with("bookings-refund-tier", &args)
        })
        .collect();
    said.push(words.say("bookings-refund-late"));
    said
}
