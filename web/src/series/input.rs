//! Reading how a booking repeats, from a form's few choices or a rule as calendars write it.

use ayni_bookings::{Look, OnClash, SeriesAsk};
use ayni_calendar::{DateTime, Ends, Frequency, Repeat, Rule, Span, Until, Weekday, wall, wall_minutes};
use ayni_kernel::{Actor, Check, Fault, ReadTx, Result};
use ayni_resources::Resource;
use jiff::tz::TimeZone;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    bookings::{
        input::{BookForm, id, open_hours, whole},
        when, zone_of,
    },
    kit::Visit,
};

/// How a booking repeats, as a form or a program sends it. All fields are text.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct RepeatForm {
    /// Made by the client so that sending twice books once.
    pub series: String,
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
    /// What becomes of dates that cannot be had: `refuse` (the default) books nothing then, `skip` leaves them out.
    pub on_clash: String,
}

/// A repeating booking as its form or a program sends it.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub(crate) struct SeriesForm {
    /// The first date.
    #[serde(flatten)]
    pub book: BookForm,
    /// How it repeats.
    #[serde(flatten)]
    pub how: RepeatForm,
}

/// The days of the week with the names of their fields.
pub(super) const DAYS: [(&str, Weekday); 7] = [
    ("mo", Weekday::Monday),
    ("tu", Weekday::Tuesday),
    ("we", Weekday::Wednesday),
    ("th", Weekday::Thursday),
    ("fr", Weekday::Friday),
    ("sa", Weekday::Saturday),
    ("su", Weekday::Sunday),
];

impl RepeatForm {
    /// Whether a day was chosen.
    pub(super) fn has(&self, day: &str) -> bool {
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

    /// What becomes of dates that cannot be had.
    pub(super) fn on_clash(&self) -> Result<OnClash, Fault> {
        if self.on_clash.is_empty() { Ok(OnClash::Refuse) } else { OnClash::parse("on_clash", &self.on_clash) }
    }

    /// The rule, for a first date.
    pub(super) fn rule(&self, start: DateTime) -> Result<Rule> {
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

    /// The dates that begin with a span.
    pub(super) fn repeat(&self, zone: &TimeZone, span: Span) -> Result<Repeat> {
        let start = wall(zone, span.start);
        let rule = self.rule(start)?;
        Ok(Repeat::new("until", start, wall_minutes(zone, &span), zone.clone(), Some(rule))?)
    }
}

impl SeriesForm {
    /// From when to when the first date lasts.
    pub(super) fn span(&self, tx: &ReadTx, resource: &Resource, zone: &TimeZone) -> Result<Span> {
        self.book.span(resource, zone, &|day| open_hours(tx, resource, zone, day))
    }

    /// The wish that the form makes.
    pub(super) fn ask(&self, visit: &Visit, tx: &ReadTx, me: &Actor, resource: &Resource) -> Result<SeriesAsk> {
        let zone = zone_of(tx, resource)?;
        let span = self.span(tx, resource, &zone)?;
        let first = self.book.ask(resource, self.book.whom(visit, tx, me)?, span)?;
        let mut check = Check::default();
        let series = check.take(id("series", &self.how.series));
        let on_clash = check.take(self.how.on_clash());
        check.done()?;
        let (Some(series), Some(on_clash)) = (series, on_clash) else { return Err(check.into()) };
        let look = Look {
            resource: resource.id,
            places: first.places,
            people: first.people,
            title: first.title,
            note: first.note,
            addons: first.addons,
        };
        Ok(SeriesAsk { id: series, member: first.member, look, repeat: self.how.repeat(&zone, span)?, on_clash })
    }
}
