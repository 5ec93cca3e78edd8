//! The form of opening hours: from hours to its fields, and back.

use ayni_calendar::{Exception, Holidays, Hours, MonthDay, Season, Times};
use ayni_kernel::{Check, Fault, Result};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    rows::Rows,
    week::{self, DayFields, TimeField},
};

/// Empty rows for exceptions at the end of the form.
const SPARE_EXCEPTIONS: usize = 2;

/// The most seasons and exceptions that one form is read for; more than the domain takes.
const MAX_ROWS: usize = 210;

/// Opening hours as their form sends them.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct HoursForm {
    /// `inherit` (as what it stands in), `always`, or `own`.
    pub(super) mode: String,
    /// With `own`: the hours in the notation of OpenStreetMap, such as `Mo-Fr 09:00-18:00; PH off`.
    pub(super) hours: String,
    /// Holidays: `inherit`, `none`, `own`, or a country: `co`, `de`, `es`, `fr`, `gb`, `us`.
    pub(super) holidays: String,
    /// With `own`: one holiday a line, such as `Dec 25 "Christmas"`.
    pub(super) holiday_rules: String,
    /// Times as HTML forms send them: `week-mon-0-from`, …
    #[serde(flatten)]
    #[schema(ignore)]
    pub(super) rows: Rows,
}

/// A season in the form.
#[derive(Debug, Clone)]
pub(super) struct SeasonFields {
    pub name: String,
    pub first: (i8, i8),
    pub last: (i8, i8),
    pub days: Vec<DayFields>,
}

impl SeasonFields {
    /// Both ends: the part of the field's name, month and day, and the locale key of its label.
    pub(super) const fn ends(&self) -> [(&'static str, (i8, i8), &'static str); 2] {
        [("first", self.first, "resources-first-day"), ("last", self.last, "resources-last-day")]
    }
}

/// An exception in the form.
#[derive(Debug, Clone)]
pub(super) struct ExceptionFields {
    pub name: String,
    pub first: String,
    pub last: String,
    pub times: Vec<TimeField>,
}

impl HoursForm {
    /// The form of hours and holidays as they are; `None` where they are taken over.
    pub(super) fn of(hours: Option<&Hours>, holidays: Option<&Holidays>) -> Self {
        let mut form = Self {
            mode: match hours {
                None => "inherit",
                Some(hours) if *hours == Hours::always() => "always",
                Some(_) => "own",
            }
            .to_owned(),
            holidays: match holidays {
                None => "inherit".to_owned(),
                Some(list) if list.is_empty() => "none".to_owned(),
                Some(list) => country_of(list).unwrap_or("own").to_owned(),
            },
            holiday_rules: holidays.map(ToString::to_string).unwrap_or_default(),
            ..Self::default()
        };
        if let Some(hours) = hours {
            form.fill(hours);
        }
        form
    }

    fn fill(&mut self, hours: &Hours) {
        self.put(week::cells("week", hours.week()));
        for (at, season) in hours.seasons().iter().enumerate() {
            let name = format!("season-{at}");
            for (end, day) in [("first", season.first), ("last", season.last)] {
                self.rows.set(format!("{name}-{end}-month"), day.month().to_string());
                self.rows.set(format!("{name}-{end}-day"), day.day().to_string());
            }
            self.put(week::cells(&name, &season.week));
        }
        for (at, exception) in hours.exceptions().iter().enumerate() {
            let name = format!("exception-{at}");
            self.rows.set(format!("{name}-first"), exception.first.to_string());
            self.rows.set(format!("{name}-last"), exception.last.to_string());
            self.put(week::time_cells(&name, &exception.times));
        }
        let on_holidays = match hours.holidays() {
            None => "usual",
            Some(times) if times.is_closed() => "closed",
            Some(_) => "times",
        };
        self.rows.set("on-holidays".to_owned(), on_holidays);
        self.put(week::time_cells("holiday", hours.holidays().unwrap_or(&Times::CLOSED)));
    }

    fn put(&mut self, cells: Vec<(String, String)>) {
        for (name, text) in cells {
            self.rows.set(name, text);
        }
    }

    /// The text of a numbered field.
    fn cell<'c>(&'c self) -> impl Fn(&str) -> &'c str {
        |name| self.rows.cell(name)
    }

    /// The hours that the form says; `None` when they are taken over. Exceptions that are over are dropped.
    pub(super) fn hours(&self, today: Date) -> Result<Option<Hours>> {
        match self.mode.trim() {
            "own" if !self.hours.trim().is_empty() => Ok(Some(Hours::parse("hours", &self.hours)?)),
            "own" => self.assemble().map(|hours| Some(hours.without_past(today))),
            "always" => Ok(Some(Hours::always())),
            "inherit" => Ok(None),
            _ => Err(Fault::new("mode", "fault-choice").into()),
        }
    }

    fn assemble(&self) -> Result<Hours> {
        let mut check = Check::default();
        let week = check.take(week::read(self.cell(), "week", "week")).unwrap_or_default();
        let mut hours = Hours::weekly(week).with_holidays(check.take(self.on_holidays()).flatten());
        for at in 0..MAX_ROWS {
            if let Some(season) = check.take(self.season(at)).flatten() {
                hours = hours.with_season("seasons", season)?;
            }
            if let Some(exception) = check.take(self.exception(at)).flatten() {
                hours = hours.with_exception("exceptions", exception)?;
            }
        }
        check.done()?;
        Ok(hours)
    }

    fn on_holidays(&self) -> Result<Option<Times>, Fault> {
        match self.rows.cell("on-holidays") {
            "closed" => Ok(Some(Times::CLOSED)),
            "times" => week::read_times(&self.cell(), "on-holidays", "holiday").map(Some),
            _ => Ok(None),
        }
    }

    fn season(&self, at: usize) -> Result<Option<Season>, Fault> {
        let name = format!("season-{at}");
        let cell = |end: &str| self.rows.cell(&format!("{name}-{end}"));
        if self.rows.ticked(&format!("{name}-remove")) || (cell("first-day").is_empty() && cell("last-day").is_empty())
        {
            return Ok(None);
        }
        let day = |end: &str| {
            let month = cell(&format!("{end}-month")).parse().ok()?;
            MonthDay::new(month, cell(&format!("{end}-day")).parse().ok()?)
        };
        let (first, last) =
            day("first").zip(day("last")).ok_or_else(|| Fault::new("seasons", "resources-season-day"))?;
        Ok(Some(Season { first, last, week: week::read(self.cell(), "seasons", &name)? }))
    }

    fn exception(&self, at: usize) -> Result<Option<Exception>, Fault> {
        let name = format!("exception-{at}");
        let first = self.rows.cell(&format!("{name}-first"));
        if first.is_empty() || self.rows.ticked(&format!("{name}-remove")) {
            return Ok(None);
        }
        let last = Some(self.rows.cell(&format!("{name}-last"))).filter(|last| !last.is_empty()).unwrap_or(first);
        let date = |text: &str| text.parse::<Date>().map_err(|_| Fault::new("exceptions", "resources-date"));
        Ok(Some(Exception {
            first: date(first)?,
            last: date(last)?,
            times: week::read_times(&self.cell(), "exceptions", &name)?,
        }))
    }

    /// The holidays that the form says; `None` when they are taken over.
    pub(super) fn holiday_list(&self) -> Result<Option<Holidays>> {
        match self.holidays.trim() {
            "inherit" | "" => Ok(None),
            "none" => Ok(Some(Holidays::default())),
            "own" => Ok(Some(Holidays::parse("holidays", &self.holiday_rules)?)),
            country => {
                let list = Holidays::of_country(country).ok_or_else(|| Fault::new("holidays", "fault-choice"))?;
                Ok(Some(list))
            }
        }
    }

    /// The fields of the usual week.
    pub(super) fn week_fields(&self) -> Vec<DayFields> {
        week::fields(self.cell(), "week")
    }

    /// The fields of holidays with times of their own.
    pub(super) fn holiday_fields(&self) -> Vec<TimeField> {
        week::time_fields(&self.cell(), "holiday")
    }

    /// The fields of each season.
    pub(super) fn seasons(&self) -> Vec<SeasonFields> {
        let filled = (0..MAX_ROWS).filter(|at| !self.rows.cell(&format!("season-{at}-first-day")).is_empty());
        filled.map(|at| self.season_fields(at)).collect()
    }

    /// The fields of a season to add.
    pub(super) fn new_season(&self) -> SeasonFields {
        let free = (0..MAX_ROWS).find(|at| self.rows.cell(&format!("season-{at}-first-day")).is_empty());
        self.season_fields(free.unwrap_or_default())
    }

    fn season_fields(&self, at: usize) -> SeasonFields {
        let name = format!("season-{at}");
        let number = |end: &str| self.rows.cell(&format!("{name}-{end}")).parse().unwrap_or_default();
        SeasonFields {
            first: (number("first-month"), number("first-day")),
            last: (number("last-month"), number("last-day")),
            days: week::fields(self.cell(), &name),
            name,
        }
    }

    /// The fields of each exception, then empty ones.
    pub(super) fn exceptions(&self) -> Vec<ExceptionFields> {
        let filled = |at: &usize| !self.rows.cell(&format!("exception-{at}-first")).is_empty();
        let spare = (0..MAX_ROWS).filter(|at| !filled(at)).take(SPARE_EXCEPTIONS);
        let fields = |at: usize| {
            let name = format!("exception-{at}");
            ExceptionFields {
                first: self.rows.cell(&format!("{name}-first")).to_owned(),
                last: self.rows.cell(&format!("{name}-last")).to_owned(),
                times: week::time_fields(&self.cell(), &name),
                name,
            }
        };
        (0..MAX_ROWS).filter(filled).chain(spare).map(fields).collect()
    }

    /// What was chosen for holidays: `usual`, `closed` or `times`.
    pub(super) fn on_holidays_word(&self) -> &str {
        match self.rows.cell("on-holidays") {
            "" => "usual",
            word => word,
        }
    }
}

/// The country whose ready list this is.
fn country_of(list: &Holidays) -> Option<&'static str> {
    let countries = ayni_calendar::holidays::COUNTRIES.iter().map(|(code, _)| *code);
    countries.into_iter().find(|code| Holidays::of_country(code).as_ref() == Some(list))
}
