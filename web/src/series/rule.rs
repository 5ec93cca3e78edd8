//! How something comes again, as a form's few choices or a rule as calendars write it.

use ayni_calendar::{Date, DateTime, Ends, Frequency, Rule, Shape, TimeZone, Until, Weekday};
use ayni_kernel::{Check, Fault, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::day_key;
use crate::bookings::{input::whole, when};

/// How something comes again, as a form or a program sends it. All fields are text.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default)]
#[schema(as = SeriesRuleForm)]
pub(crate) struct RuleForm {
    /// `daily`, `weekly` (the default), `monthly` (on the day of the month), `monthly-nth` (on the same weekday of the
    /// month), `monthly-last` (on the last such weekday), `yearly` or `rule`.
    pub repeat: String,
    /// Every so many days, weeks, months or years.
    pub every: String,
    /// On Mondays: `1`.
    pub mo: String,
    /// On Tuesdays.
    pub tu: String,
    /// On Wednesdays.
    pub we: String,
    /// On Thursdays.
    pub th: String,
    /// On Fridays.
    pub fr: String,
    /// On Saturdays.
    pub sa: String,
    /// On Sundays.
    pub su: String,
    /// `on`, `count` or `never`.
    pub ends: String,
    /// The last day.
    pub ends_on: String,
    /// How many times.
    pub count: String,
    /// A rule as calendars write it (RFC 5545), where `repeat` is `rule`.
    pub rule: String,
}

/// The days of the week with the names of their fields.
const DAYS: [(&str, Weekday); 7] = [
    ("mo", Weekday::Monday),
    ("tu", Weekday::Tuesday),
    ("we", Weekday::Wednesday),
    ("th", Weekday::Thursday),
    ("fr", Weekday::Friday),
    ("sa", Weekday::Saturday),
    ("su", Weekday::Sunday),
];

/// A choice of the form.
pub(crate) struct Choice {
    pub(crate) value: &'static str,
    pub(crate) key: &'static str,
    pub(crate) chosen: bool,
}

/// How something may repeat.
const REPEATS: [(&str, &str); 7] = [
    ("weekly", "series-repeat-weekly"),
    ("daily", "series-repeat-daily"),
    ("monthly", "series-repeat-monthly"),
    ("monthly-nth", "series-repeat-monthly-nth"),
    ("monthly-last", "series-repeat-monthly-last"),
    ("yearly", "series-repeat-yearly"),
    ("rule", "series-repeat-rule"),
];

impl RuleForm {
    /// Whether a day was chosen.
    fn has(&self, day: &str) -> bool {
        let field = match day {
            "mo" => &self.mo,
            "tu" => &self.tu,
            "we" => &self.we,
            "th" => &self.th,
            "fr" => &self.fr,
            "sa" => &self.sa,
            _ => &self.su,
        };
        !field.is_empty()
    }

    /// The rule, for a first date.
    pub(crate) fn rule(&self, start: DateTime) -> Result<Rule> {
        let mut check = Check::default();
        let every = check.take(whole::<u16>("every", &self.every)).flatten().unwrap_or(1);
        let rule = check.take(self.period(start));
        let rule = rule.and_then(|rule| match self.repeat.as_str() {
            "rule" => Some(rule),
            _ => check.take(rule.with_interval("every", every)),
        });
        let ends = check.take(self.ends());
        check.done()?;
        let (Some(rule), Some(ends)) = (rule, ends) else { return Err(check.into()) };
        // A rule says itself when it ends.
        let ended = if self.repeat == "rule" { Ok(rule) } else { rule.with_end("count", ends) };
        Ok(ended?)
    }

    fn period(&self, start: DateTime) -> Result<Rule, Fault> {
        let date = start.date();
        let nth = (date.day() - 1) / 7 + 1;
        match self.repeat.as_str() {
            "daily" => Ok(Rule::every(Frequency::Daily)),
            "" | "weekly" => {
                let days: Vec<Weekday> =
                    DAYS.into_iter().filter(|(name, _)| self.has(name)).map(|(_, day)| day).collect();
                Ok(if days.is_empty() { Rule::weekly(&[date.weekday()]) } else { Rule::weekly(&days) })
            }
            "monthly" => Rule::monthly_on("repeat", date.day()),
            "monthly-nth" => Rule::monthly_nth("repeat", nth, date.weekday()),
            "monthly-last" => Rule::monthly_nth("repeat", -1, date.weekday()),
            "yearly" => Ok(Rule::every(Frequency::Yearly)),
            "rule" => Rule::parse("rule", &self.rule),
            _ => Err(Fault::new("repeat", "fault-choice")),
        }
    }

    fn ends(&self) -> Result<Ends, Fault> {
        let said = match self.ends.as_str() {
            "" if !self.ends_on.trim().is_empty() => "on",
            "" if !self.count.trim().is_empty() => "count",
            other => other,
        };
        let required = |field| Fault::new(field, "fault-required");
        match said {
            "" | "never" => Ok(Ends::Never),
            "on" => {
                let last = when::read_day("ends_on", &self.ends_on)?.ok_or_else(|| required("ends_on"))?;
                Ok(Ends::Until(Until::Date(last)))
            }
            "count" => whole("count", &self.count)?.map(Ends::Count).ok_or_else(|| required("count")),
            _ => Err(Fault::new("ends", "fault-choice")),
        }
    }

    /// The form of a rule as it is, for a first date: the plain choice that says the same, else the rule itself.
    pub(crate) fn of(rule: &Rule, start: Date, zone: &TimeZone) -> Self {
        let mut form = Self { every: rule.interval().to_string(), rule: rule.to_string(), ..Self::default() };
        match rule.shape() {
            Shape::Daily => "daily",
            Shape::Weekly(days) => {
                form.tick(&days);
                "weekly"
            }
            Shape::MonthlyOn(day) if day.is_none_or(|day| day == start.day()) => "monthly",
            Shape::MonthlyNth(-1, day) if day == start.weekday() => "monthly-last",
            Shape::MonthlyNth(nth, day) if day == start.weekday() && nth == i16::from((start.day() - 1) / 7 + 1) => {
                "monthly-nth"
            }
            Shape::Yearly => "yearly",
            Shape::MonthlyOn(_) | Shape::MonthlyNth(..) | Shape::Other => "rule",
        }
        .clone_into(&mut form.repeat);
        match rule.ends() {
            Ends::Never => "never",
            Ends::Until(until) => {
                form.ends_on = until.date(zone).to_string();
                "on"
            }
            Ends::Count(count) => {
                form.count = count.to_string();
                "count"
            }
        }
        .clone_into(&mut form.ends);
        form
    }

    fn tick(&mut self, days: &[Weekday]) {
        let fields = [&mut self.mo, &mut self.tu, &mut self.we, &mut self.th, &mut self.fr, &mut self.sa, &mut self.su];
        for (field, (_, day)) in fields.into_iter().zip(DAYS) {
            if days.contains(&day) {
                "1".clone_into(field);
            }
        }
    }

    /// How it may repeat, with what was chosen.
    pub(crate) fn repeats(&self) -> Vec<Choice> {
        REPEATS.map(|(value, key)| Choice { value, key, chosen: value == self.repeat }).into()
    }

    /// The days of the week: those chosen, else the day of the first date.
    #[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    pub(crate) fn days(&self, first: &Option<Weekday>) -> Vec<Choice> {
        let any = DAYS.iter().any(|(name, _)| self.has(name));
        let chosen = |name: &str, day| if any { self.has(name) } else { *first == Some(day) };
        DAYS.map(|(value, day)| Choice { value, key: day_key(day), chosen: chosen(value, day) }).into()
    }

    /// Every so many times.
    pub(crate) fn every(&self) -> &str {
        if self.every.is_empty() { "1" } else { &self.every }
    }

    /// How it ends, with what was chosen.
    pub(crate) fn endings(&self) -> Vec<Choice> {
        let said = match self.ends.as_str() {
            "" if !self.count.is_empty() => "count",
            "" if self.ends_on.is_empty() => "never",
            "" => "on",
            said => said,
        };
        [("never", "series-ends-never"), ("on", "series-ends-on"), ("count", "series-ends-count")]
            .map(|(value, key)| Choice { value, key, chosen: value == said })
            .into()
    }
}
