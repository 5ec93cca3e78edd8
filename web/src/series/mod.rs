//! Bookings that repeat: their rule and report before they are booked, their dates, and changes of one, some or all.

use std::collections::BTreeMap;

use ayni_bookings::{Progress, Series};
use ayni_calendar::{DateTime, Ends, Repeat, Shape, wall};
use ayni_kernel::{Arg, Error, ReadTx, Result, SeriesId};
use serde::Serialize;
use utoipa::ToSchema;

pub(crate) use self::rule::RuleForm;
use crate::{
    bookings::{views::PlaceView, when},
    kit::{CardView, Route, Visit, Words},
    links,
    resources::month_key,
};

mod edit;
mod input;
mod plan;
mod rule;
mod show;

/// Dates that are booked before the answer; the program books the rest by itself right after.
const STEPS: usize = 120;

/// The routes of repeating bookings.
pub(crate) fn routes() -> Vec<Route> {
    [plan::routes(), show::routes(), edit::routes()].into_iter().flatten().collect()
}

/// Does what is to be done about a series, date by date, as far as an answer can wait for it.
async fn go_on(visit: &Visit, id: SeriesId) -> Result<()> {
    for _ in 0..STEPS {
        let progress = match visit.write(move |tx, _| ayni_bookings::step(tx, id)).await {
            Err(Error::Conflict(_) | Error::Invalid(_)) => {
                visit.write(move |tx, _| ayni_bookings::leave_out(tx, id)).await?
            }
            other => other?,
        };
        if progress == Progress::Done {
            break;
        }
    }
    Ok(())
}

/// A repeating booking.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SeriesView {
    /// Its id.
    pub id: String,
    /// What is booked.
    pub place: PlaceView,
    /// For whom.
    pub member: CardView,
    /// What for.
    pub title: String,
    /// `making`, `standing`, `ended` or `refused`.
    pub phase: &'static str,
    /// Its rule in the reader's words.
    pub rule: String,
    /// Its dates as iCalendar lines: DTSTART, DURATION, RRULE, EXDATE, RDATE.
    pub repeat: String,
    /// From when to when each date lasts, on the clock of the place.
    pub hours: String,
    /// The series that took over its later dates.
    pub followed: Option<String>,
    #[serde(skip)]
    pub link: String,
    #[serde(skip)]
    pub followed_link: Option<String>,
}

impl SeriesView {
    fn of(tx: &ReadTx, words: &Words, series: &Series) -> Result<Self> {
        let resource = ayni_resources::unasked(tx, series.look.resource)?;
        Ok(Self {
            id: series.id.to_string(),
            place: PlaceView::of(tx, &resource)?,
            member: ayni_members::name_of(tx, series.member)?.into(),
            title: series.look.title.to_string(),
            phase: series.phase.word(),
            rule: in_words(words, &series.repeat),
            repeat: series.repeat.to_string(),
            hours: hours(&series.repeat),
            followed: series.followed.map(|id| id.to_string()),
            link: links::series(series.id),
            followed_link: series.followed.map(links::series),
        })
    }

    fn phase_key(&self) -> String {
        format!("series-phase-{}", self.phase)
    }

    fn headline(&self) -> &str {
        if self.title.is_empty() { &self.place.name } else { &self.title }
    }

    fn is_making(&self) -> bool {
        self.phase == "making"
    }

    fn is_live(&self) -> bool {
        matches!(self.phase, "making" | "standing")
    }
}

/// From when to when a date lasts.
fn hours(repeat: &Repeat) -> String {
    let span = repeat.span_at(repeat.start);
    let at = |moment| when::clock(wall(&repeat.zone, moment).time());
    format!("{}–{}", at(span.start), at(span.end))
}

/// A rule as people say it: "every week on Tue, until 22 Dec 2026".
pub(crate) fn in_words(words: &Words, repeat: &Repeat) -> String {
    let Some(rule) = &repeat.rule else { return words.say("series-rule-dates") };
    let mut args = BTreeMap::from([("every", Arg::from(i64::from(rule.interval())))]);
    let start = repeat.start.date();
    let key = match rule.shape() {
        Shape::Daily => "series-rule-daily",
        Shape::Weekly(days) => {
            let named = if days.is_empty() { vec![start.weekday()] } else { days };
            let days: Vec<String> = named.into_iter().map(|day| words.say(day_key(day))).collect();
            args.insert("days", days.join(", ").into());
            "series-rule-weekly"
        }
        Shape::MonthlyOn(day) => {
            args.insert("day", i64::from(day.unwrap_or(start.day())).into());
            if day.is_some_and(|day| day < 0) { "series-rule-monthly-last" } else { "series-rule-monthly" }
        }
        Shape::MonthlyNth(nth, day) => {
            args.insert("nth", i64::from(nth).into());
            args.insert("day", words.say(on_day_key(day)).into());
            "series-rule-monthly-nth"
        }
        Shape::Yearly => {
            args.insert("day", i64::from(start.day()).into());
            args.insert("month", words.say(month_key(start.month())).into());
            "series-rule-yearly"
        }
        Shape::Other => {
            args.insert("rule", rule.to_string().into());
            "series-rule-other"
        }
    };
    let args: Vec<_> = args.into_iter().collect();
    let rule_text = words.say_with(key, &args);
    match rule.ends() {
        Ends::Never => rule_text,
        Ends::Count(count) => {
            words.say_with("series-rule-count", &[("rule", rule_text.into()), ("count", i64::from(count).into())])
        }
        Ends::Until(until) => {
            let last = when::long_day(words, until.date(&repeat.zone));
            words.say_with("series-rule-until", &[("rule", rule_text.into()), ("last", last.into())])
        }
    }
}

/// The locale key of a day of the week.
const fn day_key(day: ayni_calendar::Weekday) -> &'static str {
    use ayni_calendar::Weekday;
    match day {
        Weekday::Monday => "series-day-mo",
        Weekday::Tuesday => "series-day-tu",
        Weekday::Wednesday => "series-day-we",
        Weekday::Thursday => "series-day-th",
        Weekday::Friday => "series-day-fr",
        Weekday::Saturday => "series-day-sa",
        Weekday::Sunday => "series-day-su",
    }
}

/// The locale key of a day of the week within a sentence.
const fn on_day_key(day: ayni_calendar::Weekday) -> &'static str {
    use ayni_calendar::Weekday;
    match day {
        Weekday::Monday => "series-on-monday",
        Weekday::Tuesday => "series-on-tuesday",
        Weekday::Wednesday => "series-on-wednesday",
        Weekday::Thursday => "series-on-thursday",
        Weekday::Friday => "series-on-friday",
        Weekday::Saturday => "series-on-saturday",
        Weekday::Sunday => "series-on-sunday",
    }
}

/// A date in the reader's words: "Tue 24 Nov, 19:00".
fn date_in_words(words: &Words, start: DateTime) -> String {
    format!("{}, {}", when::day(words, start.date()), when::clock(start.time()))
}
