//! Rules in plain words: what a policy says, one sentence a rule.

use ayni_kernel::{Arg, Name};
use ayni_terms::{Approval, CheckIn, Notice, PriceContent, RuleKind, Rules, Terms, Who, length_text};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{bookings::when, kit::Words};

/// A rule in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SaysView {
    /// Which rule, such as `horizon`.
    pub rule: &'static str,
    /// What it says.
    pub sentence: String,
    /// The policy that says so, where several were looked at.
    pub policy: Option<String>,
}

/// What a policy says.
pub(super) fn says(words: &Words, rules: &Rules) -> Vec<SaysView> {
    let one = |rule: RuleKind| Some((rule, sentence(words, rules, rule)?));
    let several = quotas(words, rules).into_iter().map(|sentence| (RuleKind::Quota, sentence));
    let all = RuleKind::ALL.iter().filter_map(|rule| one(*rule)).chain(several);
    all.map(|(rule, sentence)| SaysView { rule: rule.word(), sentence, policy: None }).collect()
}

/// What the terms in force say, each rule with the policy it comes from.
pub(crate) fn terms_say(words: &Words, terms: &Terms) -> Vec<SaysView> {
    let mut lines = says(words, &terms.rules);
    let mut quota = terms.said.iter().filter(|said| said.rule == RuleKind::Quota);
    for line in &mut lines {
        let rule = RuleKind::from_word(line.rule);
        let by = match rule {
            Some(RuleKind::Quota) => quota.next().map(|said| &said.name),
            Some(rule) => terms.said_by(rule),
            None => None,
        };
        line.policy = by.map(Name::to_string);
    }
    lines
}

/// Minutes of a day.
const DAY: u32 = 24 * 60;

/// A notice in words: hours that pass, or days of the calendar.
pub(super) fn notice(words: &Words, notice: Notice) -> String {
    match notice {
        // "24 h" and "1 day" differ in the nights in which the clock changes.
        Notice::Minutes(minutes) if minutes.is_multiple_of(DAY) => length_text(minutes.into()),
        Notice::Minutes(minutes) => when::length(words, minutes.into()),
        Notice::Days(days) => words.say_with("terms-days", &[("count", i64::from(days).into())]),
    }
}

fn sentence(words: &Words, rules: &Rules, rule: RuleKind) -> Option<String> {
    let say = |args: &[(&'static str, Arg)]| Some(words.say_with(&format!("terms-says-{rule}"), args));
    let word = |ending: &str| Some(words.say(&format!("terms-says-{rule}-{ending}")));
    let length = |minutes: u32| ("length", Arg::from(when::length(words, minutes.into())));
    let count = |number: u32| ("count", Arg::Number(number.into()));
    match rule {
        RuleKind::MayBook => word(match rules.may_book.as_ref()? {
            Who::Everybody => "everybody",
            Who::Groups(_) => "groups",
            Who::Nobody => "nobody",
        }),
        RuleKind::NoticeBook => say(&[("notice", notice(words, rules.notice_book?).into())]),
        RuleKind::NoticeChange => say(&[("notice", notice(words, rules.notice_change?).into())]),
        RuleKind::NoticeCancel => say(&[("notice", notice(words, rules.notice_cancel?).into())]),
        RuleKind::Horizon => say(&[count(rules.horizon?.into())]),
        RuleKind::MinLength => say(&[length(rules.min_length?)]),
        RuleKind::MaxLength => say(&[length(rules.max_length?)]),
        RuleKind::Step => say(&[length(rules.step?)]),
        RuleKind::Before => say(&[length(rules.before.filter(|minutes| *minutes > 0)?)]),
        RuleKind::After => say(&[length(rules.after.filter(|minutes| *minutes > 0)?)]),
        RuleKind::When => say(&[("hours", rules.when.as_ref()?.to_string().into())]),
        RuleKind::Peak => say(&[("hours", rules.peak.as_ref()?.to_string().into())]),
        RuleKind::Approval => match rules.approval? {
            Approval::No => word("no"),
            Approval::Always => word("always"),
            Approval::OutsideHours => word("outside-hours"),
            Approval::LongerThan(minutes) => {
                Some(words.say_with("terms-says-approval-longer-than", &[length(minutes)]))
            }
        },
        RuleKind::Tentative => word(rules.tentative?.word()),
        RuleKind::Details => word(rules.details?.word()),
        RuleKind::CheckOut => word(rules.check_out?.word()),
        RuleKind::CheckIn => Some(check_in(words, rules.check_in?)),
        RuleKind::Late => {
            let late = rules.late?;
            let unit = ("unit", Arg::from(when::length(words, late.unit.into())));
            say(&[("percent", i64::from(late.percent).into()), unit, length(late.grace.into())])
        }
        RuleKind::ApprovalTime => say(&[length(rules.approval_time.filter(|minutes| *minutes > 0)?)]),
        RuleKind::Draft => say(&[length(rules.draft?)]),
        RuleKind::Offer => say(&[length(rules.offer?)]),
        RuleKind::Priority => say(&[count(rules.priority?.into())]),
        RuleKind::Refunds => Some(refunds(words, rules)?),
        RuleKind::NoShow => say(&[("percent", i64::from(rules.no_show?).into())]),
        RuleKind::Occurrences => say(&[count(rules.occurrences?.into())]),
        RuleKind::Regret => say(&[length(rules.regret.filter(|minutes| *minutes > 0)?)]),
        RuleKind::Quota => None,
    }
}

fn check_in(words: &Words, check_in: CheckIn) -> String {
    match check_in {
        CheckIn::No => words.say("terms-says-check-in-no"),
        CheckIn::Optional => words.say("terms-says-check-in-optional"),
        CheckIn::Required { grace, .. } => {
            words.say_with("terms-says-check-in-required", &[("length", when::length(words, grace).into())])
        }
    }
}

/// All tiers in one sentence.
pub(super) fn refunds(words: &Words, rules: &Rules) -> Option<String> {
    let tiers = rules.refunds.as_ref()?;
    let one = |tier: &ayni_terms::RefundTier| {
        let args = [("percent", i64::from(tier.percent).into()), ("notice", notice(words, tier.before).into())];
        words.say_with("terms-says-refund", &args)
    };
    let list = tiers.iter().map(one).collect::<Vec<_>>().join("; ");
    let list = if list.is_empty() { words.say("terms-says-refund-none") } else { list };
    Some(words.say_with("terms-says-refunds", &[("tiers", list.into())]))
}

fn quotas(words: &Words, rules: &Rules) -> Vec<String> {
    let one = |quota: &ayni_terms::Quota| {
        let most = match (quota.most, quota.counts) {
            (None, _) => words.say("terms-says-quota-any"),
            (Some(most), ayni_terms::Counts::Bookings) => {
                words.say_with("terms-says-quota-bookings", &[("count", i64::from(most).into())])
            }
            (Some(most), ayni_terms::Counts::Minutes) => when::length(words, most.into()),
        };
        let part = |key: String| Arg::from(words.say(&key));
        let args = [
            ("most", most.into()),
            ("per", part(format!("terms-per-{}", quota.per))),
            ("over", part(format!("terms-over-{}", quota.over))),
            ("hour", part(format!("terms-says-quota-hour-{}", quota.hour))),
        ];
        words.say_with("terms-says-quota", &args)
    };
    rules.quotas.iter().map(one).collect()
}

/// A price in one line: its tiers, and what else there is to it.
pub(super) fn price_says(words: &Words, content: &PriceContent, currency: &ayni_ledger::Currency) -> String {
    let money = |amount| words.money(&currency.money(amount));
    let rate = &content.rate;
    let mut parts: Vec<String> = rate
        .tiers
        .iter()
        .rev()
        .map(|tier| {
            let args =
                [("amount", money(tier.amount).into()), ("length", when::length(words, tier.minutes.into()).into())];
            words.say_with("terms-price-tier", &args)
        })
        .collect();
    let mut with = |key: &str, amount: ayni_kernel::Amount| {
        if amount.is_positive() {
            parts.push(words.say_with(key, &[("amount", money(amount).into())]));
        }
    };
    with("terms-price-cap", rate.day_cap.unwrap_or_default());
    with("terms-price-fixed", rate.fixed);
    with("terms-price-minimum", rate.minimum);
    with("terms-price-deposit", rate.deposit);
    for (said, key) in [(rate.peak.is_some(), "terms-price-peak"), (rate.dynamic.is_some(), "terms-price-dynamic")] {
        parts.extend(said.then(|| words.say(key)));
    }
    if parts.is_empty() { words.say("terms-price-free") } else { parts.join(" · ") }
}
