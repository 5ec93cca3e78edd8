//! The report's page.

use askama::Template;
use ayni_calendar::{Date, wall};
use ayni_kernel::{Actor, ReadTx, Result, tx::Now as _};
use ayni_occupancy::{Outlook, Report};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    advice::SuggestionView,
    pictures::{Bars, Map, day, percent},
    span::{Days, Length, ReportQuery},
    views::{AccuracyView, ExpectedView, FiguresView, PlaceView, whole},
};
use crate::{
    kit::{Answer, Ask, Page, Route, Visit, Words, filters},
    links,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/spaces/reports", show)
            .about("How much places were used, what they brought, what is expected, and what could be better.")
            .asks::<ReportQuery>()
            .answers::<ReportPage>()
            .office(),
    ]
}

/// A part of the span.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = OccupancyStepView)]
pub(crate) struct StepView {
    /// Its first day.
    from: String,
    /// How much was booked, in thousandths; null where nothing was open.
    occupancy: Option<u16>,
    /// Minutes that were booked.
    booked_minutes: u64,
}

/// How far the counting is.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub(crate) struct CountingView {
    /// Weeks of places that are counted.
    done: u32,
    /// Weeks of places in all.
    all: u32,
}

/// Something to choose from.
#[derive(Debug, Clone)]
struct Choosable {
    id: String,
    label: String,
}

/// A report.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "occupancy/report.html")]
pub(crate) struct ReportPage {
    /// `week`, `month`, `quarter` or `year`.
    span: &'static str,
    /// The first day.
    from: String,
    /// The last day.
    to: String,
    /// The sums.
    figures: FiguresView,
    /// The sums of as many days before.
    before: FiguresView,
    /// By day, or by week where the span is long.
    steps: Vec<StepView>,
    /// How much of each hour was booked, in thousandths, for each weekday from Monday; null where it was closed.
    heat: Vec<Vec<Option<u16>>>,
    /// The places, the most booked first.
    places: Vec<PlaceView>,
    /// How many places were too many to be counted.
    left_out: usize,
    /// What is expected in the next four weeks; null from less than four weeks.
    expected: Option<ExpectedView>,
    /// What could be better, read off the last twelve weeks.
    suggestions: Vec<SuggestionView>,
    /// How far the counting is while weeks are missing; null when everything is counted.
    counting: Option<CountingView>,
    #[serde(skip)]
    #[schema(ignore)]
    page: Frame,
}

/// What only the page shows.
#[derive(Debug)]
struct Frame {
    ask: ReportQuery,
    words: Words,
    days: Days,
    today: Date,
    bars: Bars,
    map: Option<Map>,
    ahead: Option<Bars>,
    sites: Vec<Choosable>,
    categories: Vec<Choosable>,
}

impl Page for ReportPage {
    const FEATURE: &'static str = "occupancy";

    fn title(&self, words: &Words) -> String {
        words.say("occupancy-title")
    }

    fn tab(&self) -> &'static str {
        "admin-spaces"
    }
}

async fn show(visit: Visit, Ask(ask): Ask<ReportQuery>) -> Answer {
    visit.page(&visit.read(|tx, me| ReportPage::read(tx, me, &visit.words, ask))?)
}

/// Today where the community is.
pub(super) fn today(tx: &ReadTx) -> Result<Date> {
    let zone = ayni_communities::settings(tx)?.time_zone.zone();
    Ok(wall(&zone, tx.now()).date())
}

impl ReportPage {
    fn read(tx: &ReadTx, me: &Actor, words: &Words, ask: ReportQuery) -> Result<Self> {
        let today = today(tx)?;
        let (days, of) = (ask.days(today)?, ask.selection()?);
        let report = ayni_occupancy::report(tx, me, &days.asked(of))?;
        let outlook = ayni_occupancy::outlook(tx, me, of)?;
        let shares = ayni_occupancy::shares(&report.heat);
        let expected = outlook.expected.as_ref().map(ExpectedView::of);
        let frame = Frame {
            bars: bars(&report, words),
            map: Map::of(&shares, words),
            ahead: outlook.expected.as_ref().zip(expected.as_ref()).map(|(found, view)| {
                let dates = found.days.iter().map(|day| day.date);
                ahead(dates.zip(&view.days).map(|(date, day)| (date, day.parts())), words)
            }),
            sites: sites(tx, me)?,
            categories: categories(tx)?,
            words: words.clone(),
            ask,
            days,
            today,
        };
        Self::of(tx, &report, &outlook, expected, frame)
    }

    fn of(
        tx: &ReadTx,
        report: &Report,
        outlook: &Outlook,
        expected: Option<ExpectedView>,
        page: Frame,
    ) -> Result<Self> {
        let step = |(date, figures): &(Date, ayni_occupancy::figures::Figures)| StepView {
            from: date.to_string(),
            occupancy: figures.occupancy(),
            booked_minutes: figures.booked_minutes(),
        };
        let suggestions = outlook.suggestions.iter();
        Ok(Self {
            span: page.days.length.word(),
            from: report.from.to_string(),
            to: report.to.to_string(),
            figures: FiguresView::of(tx, &report.figures)?,
            before: FiguresView::of(tx, &report.before)?,
            steps: report.steps.iter().map(step).collect(),
            heat: ayni_occupancy::shares(&report.heat).iter().map(|day| day.to_vec()).collect(),
            places: report.lines.iter().map(|line| PlaceView::of(tx, line)).collect::<Result<_>>()?,
            left_out: report.left_out,
            counting: ayni_occupancy::progress(tx, tx.now())?
                .map(|ayni_occupancy::Progress { done, all }| CountingView { done, all }),
            expected,
            suggestions: suggestions.map(|(place, each)| SuggestionView::of(place, each, &page.words)).collect(),
            page,
        })
    }

    fn lengths(&self) -> impl Iterator<Item = (String, String, &'static str)> {
        // Today's span when today lies in the one that is shown, so that "year" after "month" is this year.
        let days = self.page.days;
        let anchor = if (days.from..=days.to).contains(&self.page.today) { self.page.today } else { days.from };
        Length::ALL.iter().map(move |length| {
            let current = if *length == days.length { "page" } else { "" };
            (format!("occupancy-span-{length}"), self.page.ask.with(*length, anchor, links::ADMIN_REPORTS), current)
        })
    }

    fn earlier(&self) -> String {
        self.page.ask.with(self.page.days.length, self.page.days.earlier(), links::ADMIN_REPORTS)
    }

    fn later(&self) -> Option<String> {
        let later = self.page.days.later();
        // Nothing is counted far ahead.
        let near = later <= self.page.today.saturating_add(jiff::Span::new().weeks(5));
        near.then(|| self.page.ask.with(self.page.days.length, later, links::ADMIN_REPORTS))
    }

    fn again(&self) -> String {
        self.page.ask.with(self.page.days.length, self.page.days.from, links::ADMIN_REPORTS)
    }

    fn file(&self) -> String {
        self.page.ask.with(self.page.days.length, self.page.days.from, links::REPORTS_FILE)
    }

    fn of_days(&self) -> String {
        let words = &self.page.words;
        let args = [("from", day(words, self.page.days.from)), ("to", day(words, self.page.days.to))];
        words.say_with("occupancy-of-days", &args.map(|(name, date)| (name, date.into())))
    }

    #[expect(clippy::trivially_copy_pass_by_ref, clippy::ref_option, reason = "templates pass fields by reference")]
    fn part(&self, part: &Option<u16>) -> String {
        FiguresView::part(*part, &self.page.words)
    }

    fn lead(&self) -> String {
        self.figures.lead(&self.page.words)
    }

    /// How occupancy differs from the days before, in points of a hundred.
    fn change(&self) -> Option<String> {
        let (now, then) = (self.figures.occupancy?, self.before.occupancy?);
        let points = (i64::from(now) - i64::from(then) + if now >= then { 5 } else { -5 }) / 10;
        let key = if points < 0 { "occupancy-change-less" } else { "occupancy-change-more" };
        Some(self.page.words.say_with(key, &[("points", points.abs().into())]))
    }

    /// How good the forecast is, in plain words.
    fn trust(&self, accuracy: &AccuracyView) -> String {
        let gain = accuracy.gain_percent.unwrap_or(0);
        let key = match gain {
            5.. => "occupancy-trust-better",
            -4..=4 => "occupancy-trust-same",
            _ => "occupancy-trust-worse",
        };
        let args = [
            ("weeks", whole(u64::try_from(accuracy.weeks).unwrap_or(0)).into()),
            ("error", hours(&self.page.words, accuracy.error_minutes).into()),
            ("naive", hours(&self.page.words, accuracy.naive_error_minutes).into()),
            ("percent", gain.abs().into()),
        ];
        self.page.words.say_with(key, &args)
    }

    fn is_place(&self, id: &str) -> bool {
        self.page.ask.place == id
    }

    fn is_category(&self, id: &str) -> bool {
        self.page.ask.category == id
    }
}

/// Hours with a decimal: forecasts are off by parts of them.
fn hours(words: &Words, minutes: u64) -> String {
    let tenths = (minutes * 10 + 30) / 60;
    let text = words.amount(ayni_kernel::Amount::new(whole(tenths)), ayni_kernel::Scale::new(1).unwrap_or_default());
    words.say_with("occupancy-hours-text", &[("hours", text.into())])
}

fn bars(report: &Report, words: &Words) -> Bars {
    let step = |(date, figures): &(Date, ayni_occupancy::figures::Figures)| {
        let part = figures.occupancy();
        let text = part.map_or_else(|| words.say("occupancy-closed"), |part| percent(words, part));
        let part = part.unwrap_or(0);
        (*date, part, part, format!("{}: {text}", day(words, *date)))
    };
    Bars::of(report.steps.iter().map(step).collect(), words)
}

/// The days to come: what is expected, and how much of that is booked already.
fn ahead(days: impl Iterator<Item = (Date, (u16, u16))>, words: &Words) -> Bars {
    let step = |(date, (expected, booked)): (Date, (u16, u16))| {
        let args = [
            ("date", day(words, date).into()),
            ("expected", percent(words, expected).into()),
            ("booked", percent(words, booked).into()),
        ];
        (date, expected, booked, words.say_with("occupancy-ahead-day", &args))
    };
    Bars::of(days.map(step).collect(), words)
}

/// What holds others, to look at alone, indented as it stands.
fn sites(tx: &ReadTx, me: &Actor) -> Result<Vec<Choosable>> {
    let tree = ayni_resources::tree(tx, me)?;
    let rows = tree.walk().into_iter();
    let option = |(depth, each): (usize, &ayni_resources::Resource)| Choosable {
        id: each.id.to_string(),
        label: format!("{}{}", "\u{2003}".repeat(depth), each.name),
    };
    Ok(rows.map(option).collect())
}

fn categories(tx: &ReadTx) -> Result<Vec<Choosable>> {
    let all = ayni_resources::categories(tx)?;
    Ok(all.into_iter().map(|each| Choosable { id: each.id.to_string(), label: each.name.to_string() }).collect())
}
