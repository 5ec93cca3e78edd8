//! Suggestions in words: what could be better, what that was counted from, and where to change it.

use ayni_kernel::Arg;
use ayni_occupancy::suggestions::{Advice, Stretch, Suggestion};
use ayni_resources::Resource;
use serde::Serialize;
use utoipa::ToSchema;

use super::pictures::percent;
use crate::{kit::Words, links};

/// Something that could be better.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SuggestionView {
    /// `raise`, `lower`, `gaps`, `unused`, `rare` or `no-shows`.
    pub(super) kind: &'static str,
    /// The place's id.
    pub(super) resource: String,
    /// The place's name.
    pub(super) name: String,
    /// What could be done.
    pub(super) what: String,
    /// What it was counted from.
    pub(super) why: String,
    /// By how many percent a price would change.
    pub(super) percent: Option<i16>,
    #[serde(skip)]
    pub(super) link: String,
    #[serde(skip)]
    pub(super) icon: &'static str,
}

impl SuggestionView {
    pub(super) fn of(resource: &Resource, suggestion: &Suggestion, words: &Words) -> Self {
        let advice = &suggestion.advice;
        let (kind, icon, percent) = kind(advice);
        let args = args(advice, resource, words);
        let say = |part: &str| words.say_with(&format!("occupancy-advice-{kind}{part}"), &args);
        Self {
            kind,
            resource: resource.id.to_string(),
            name: resource.name.to_string(),
            what: say(""),
            why: say("-why"),
            percent,
            link: link(advice, resource),
            icon,
        }
    }
}

const fn kind(advice: &Advice) -> (&'static str, &'static str, Option<i16>) {
    match advice {
        Advice::Raise { percent, .. } => ("raise", "arrow-up-right", Some(*percent)),
        Advice::Lower { percent, .. } => ("lower", "arrow-down-left", Some(*percent)),
        Advice::Gaps { .. } => ("gaps", "clock", None),
        Advice::Unused { .. } => ("unused", "eye-off", None),
        Advice::Rare { .. } => ("rare", "eye", None),
        Advice::NoShows { .. } => ("no-shows", "person", None),
    }
}

fn args(advice: &Advice, resource: &Resource, words: &Words) -> Vec<(&'static str, Arg)> {
    let mut args: Vec<(&'static str, Arg)> = vec![("name", resource.name.as_str().into())];
    let count = |number: u32| Arg::from(i64::from(number));
    match advice {
        Advice::Raise { peak: stretch, percent: by, overall }
        | Advice::Lower { quiet: stretch, percent: by, overall } => {
            args.push(("when", when(*stretch, words).into()));
            args.push(("booked", percent(words, stretch.booked).into()));
            args.push(("percent", i64::from(by.abs()).into()));
            args.push(("overall", percent(words, *overall).into()));
        }
        Advice::Gaps { gaps, minutes, shortest, bookings } => {
            args.extend([("gaps", count(*gaps)), ("hours", count(minutes.div_ceil(60)))]);
            args.extend([("shortest", count(*shortest)), ("bookings", count(*bookings))]);
        }
        Advice::Unused { days } => args.push(("days", count(*days))),
        Advice::Rare { days_booked, days, overall } => {
            args.extend([("booked", count(*days_booked)), ("days", count(*days))]);
            args.push(("overall", percent(words, *overall).into()));
        }
        Advice::NoShows { no_shows, bookings, rate } => {
            args.extend([("missed", count(*no_shows)), ("bookings", count(*bookings))]);
            args.push(("rate", percent(words, *rate).into()));
        }
    }
    args
}

fn when(stretch: Stretch, words: &Words) -> String {
    let clock = |hour: u8| Arg::from(format!("{hour:02}:00"));
    let key = format!("occupancy-when-{}", stretch.days.word());
    words.say_with(&key, &[("from", clock(stretch.from)), ("to", clock(stretch.to))])
}

/// Where it is changed.
fn link(advice: &Advice, resource: &Resource) -> String {
    match advice {
        Advice::Raise { .. } | Advice::Lower { .. } => links::ADMIN_PRICES.to_owned(),
        Advice::Gaps { .. } | Advice::NoShows { .. } => links::ADMIN_POLICIES.to_owned(),
        Advice::Unused { .. } | Advice::Rare { .. } => links::resource(resource.id),
    }
}
