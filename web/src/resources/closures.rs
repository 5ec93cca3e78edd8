//! Closures: when a place takes no bookings, and what happens to those that are there.

use std::future::ready;

use askama::Template;
use ayni_calendar::{Repeat, Span, TimeZone, civil};
use ayni_kernel::{Actor, Check, ClosureId, Cursor, Fault, Faults, Line, ReadTx, ResourceId, Result, tx::Now as _};
use ayni_resources::{Closure, ClosureDetails, ClosureWay, Closures};
use jiff::{ToSpan as _, civil::Date, civil::Time};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    OFFICE_TAB, keeps_some, managed, optional,
    tree::{ParentOption, parents},
    views::ResourceRef,
};
use crate::{
    kit::{Answer, Ask, FormFaults, Input, Of, Page, PageView, Route, Visit, Words, filters},
    links,
    series::{RuleForm, in_words},
};

/// Closures on a page.
const PAGE: usize = 100;

/// The routes of closures.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::ADMIN_CLOSURES, list)
            .about("Closures that are not over, of what the caller looks after; those that end first first.")
            .asks::<ClosuresQuery>()
            .answers::<ClosuresPage>()
            .office(),
        Route::post(links::ADMIN_CLOSURES, close)
            .about("Close a place with all that stands in it for a time.")
            .takes::<ClosureForm>()
            .answers::<ClosureView>()
            .office(),
        Route::get("/admin/spaces/closures/{id}", edit).about("A closure.").answers::<ClosurePage>().office(),
        Route::post("/admin/spaces/closures/{id}", save)
            .about("Change a closure: every field, changed or not; the place stays.")
            .takes::<ClosureForm>()
            .answers::<ClosureView>()
            .office(),
        Route::post("/admin/spaces/closures/{id}/removal", reopen)
            .about("Take a closure back; what was done to bookings is not undone.")
            .answers::<ClosureView>()
            .office(),
    ]
}

/// Which closures are wanted.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct ClosuresQuery {
    /// The id of a place.
    resource: String,
    /// Where the page begins: the `next` of the page before.
    after: String,
}

/// A closure as its form sends it, in the time of the place.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ClosureForm {
    /// The id of the place.
    resource: String,
    /// The first day, such as 2026-12-24.
    first: String,
    /// The time of day at which it begins; empty for the whole day.
    from: String,
    /// The last day; empty for the same one.
    last: String,
    /// The time of day at which it ends; empty for the whole day.
    until: String,
    /// What everybody reads.
    note: String,
    /// Why, for those who look after it.
    reason: String,
    /// What happens to bookings inside: `tell`, `move`, `cancel` or `book-around`.
    way: String,
    /// How it comes again; `repeat` is empty when it does not.
    #[serde(flatten)]
    how: RuleForm,
}

impl ClosureForm {
    fn of(closure: &Closure, zone: &TimeZone) -> Self {
        let (start, end) = (civil::wall(zone, closure.span.start), civil::wall(zone, closure.span.end));
        let whole = start.time() == Time::midnight() && end.time() == Time::midnight();
        let time = |time: Time| if whole { String::new() } else { time.strftime("%H:%M").to_string() };
        Self {
            resource: closure.resource.to_string(),
            first: start.date().to_string(),
            from: time(start.time()),
            last: if whole { end.date().yesterday().unwrap_or(end.date()) } else { end.date() }.to_string(),
            until: time(end.time()),
            note: closure.note.to_string(),
            reason: closure.reason.to_string(),
            way: closure.way.word().to_owned(),
            how: match closure.repeats.as_ref().and_then(|repeat| repeat.rule.as_ref()) {
                Some(rule) => RuleForm::of(rule, start.date(), zone),
                None => RuleForm::default(),
            },
        }
    }

    fn read(&self, zone: &TimeZone) -> Result<ClosureDetails> {
        let mut check = Check::default();
        let span = check.take(self.span(zone));
        let rule = match span.filter(|_| !self.how.repeat.is_empty()) {
            Some(span) => Some(self.how.rule(civil::wall(zone, span.start))?),
            None => None,
        };
        let note = check.take(Line::parse("note", &self.note));
        let reason = check.take(Line::parse("reason", &self.reason));
        let way = if self.way.is_empty() { ClosureWay::Tell.word() } else { &self.way };
        let way = check.take(ClosureWay::parse("way", way));
        match (span, note, reason, way) {
            (Some(span), Some(note), Some(reason), Some(way)) => Ok(ClosureDetails { span, rule, reason, note, way }),
            _ => Err(check.into()),
        }
    }

    fn span(&self, zone: &TimeZone) -> Result<Span, Fault> {
        let date = |field, text: &str| text.trim().parse::<Date>().map_err(|_| Fault::new(field, "resources-date"));
        let time = |field, text: &str| text.trim().parse::<Time>().map_err(|_| Fault::new(field, "resources-time"));
        let first = date("first", &self.first)?;
        let last = if self.last.trim().is_empty() { first } else { date("last", &self.last)? };
        let start = match self.from.trim() {
            "" => first.at(0, 0, 0, 0),
            from => first.to_datetime(time("from", from)?),
        };
        let end = match self.until.trim() {
            "" => last.saturating_add(1.day()).at(0, 0, 0, 0),
            until => last.to_datetime(time("until", until)?),
        };
        let span = Span::new(civil::instant(zone, start), civil::instant(zone, end));
        span.ok_or_else(|| Fault::new("last", "resources-closure-order"))
    }
}

/// A closure.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ClosureView {
    /// Its id.
    id: String,
    /// What is closed.
    resource: ResourceRef,
    /// When it begins; the first time, where it comes again.
    start: String,
    /// When it ends.
    end: String,
    /// How it comes again as iCalendar lines: DTSTART, DURATION, RRULE.
    repeats: Option<String>,
    /// The same in the reader's words.
    rule: Option<String>,
    /// When it begins next, where it comes again.
    next: Option<String>,
    /// What everybody reads.
    note: String,
    /// Why, for those who look after it.
    reason: String,
    /// What happens to bookings inside: `tell`, `move`, `cancel` or `book-around`.
    way: &'static str,
    #[serde(skip)]
    #[schema(ignore)]
    link: String,
    #[serde(skip)]
    #[schema(ignore)]
    bookings: String,
}

impl ClosureView {
    fn of(tx: &ReadTx, words: &Words, closure: &Closure) -> Result<Self> {
        let next = closure.repeats.as_ref().and_then(|_| closure.next(tx.now()));
        Ok(Self {
            id: closure.id.to_string(),
            resource: ResourceRef::from(&ayni_resources::unasked(tx, closure.resource)?),
            start: closure.span.start.to_string(),
            end: closure.span.end.to_string(),
            repeats: closure.repeats.as_ref().map(ToString::to_string),
            rule: closure.repeats.as_ref().map(|repeat| again(words, repeat)),
            next: next.map(|span| span.start.to_string()),
            note: closure.note.to_string(),
            reason: closure.reason.to_string(),
            way: closure.way.word(),
            link: links::admin_closure(closure.id),
            bookings: links::resolve_closure(closure.id),
        })
    }

    fn way_key(&self) -> String {
        format!("resources-way-{}", self.way)
    }
}

/// How a closure comes again, as people say it: "every first Monday of the month, 08:00–10:00".
pub(crate) fn again(words: &Words, repeat: &Repeat) -> String {
    const HOUR: i64 = 60;
    const DAY: i64 = 24 * HOUR;
    let rule = in_words(words, repeat);
    let (from, whole) = (repeat.start.time(), repeat.start.time() == Time::midnight() && repeat.minutes % DAY == 0);
    let long = if whole { repeat.minutes / DAY } else { repeat.minutes / HOUR };
    let key = match (whole, long) {
        (true, 1) => return rule,
        (true, _) => "resources-closure-again-days",
        (false, hours) if hours > DAY / HOUR => "resources-closure-again-hours",
        (false, _) => "resources-closure-again",
    };
    let until = repeat.start.saturating_add(repeat.minutes.minutes()).time();
    let time = |time: Time| time.strftime("%H:%M").to_string();
    let args =
        [("rule", rule.into()), ("from", time(from).into()), ("until", time(until).into()), ("count", long.into())];
    words.say_with(key, &args)
}

/// Closures to come, and the form of a new one.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "resources/closures.html")]
pub(crate) struct ClosuresPage {
    /// The closures.
    closures: PageView<ClosureView>,
    #[serde(skip)]
    #[schema(ignore)]
    places: Vec<ParentOption>,
    #[serde(skip)]
    #[schema(ignore)]
    form: ClosureForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl Page for ClosuresPage {
    const FEATURE: &'static str = "resources";

    fn title(&self, words: &Words) -> String {
        words.say("resources-closures")
    }

    fn tab(&self) -> &'static str {
        OFFICE_TAB
    }
}

impl ClosuresPage {
    #[expect(clippy::unused_self, reason = "templates call methods of the page")]
    const fn section(&self) -> &'static str {
        links::ADMIN_CLOSURES
    }

    fn read(
        (tx, me): (&ReadTx, &Actor),
        words: &Words,
        ask: &ClosuresQuery,
        form: ClosureForm,
        faults: Faults,
    ) -> Result<Self> {
        keeps_some(tx, me)?;
        let after = Some(ask.after.as_str()).filter(|after| !after.is_empty()).map(Cursor::parse).transpose()?;
        let wanted = Closures { resource: optional(&ask.resource)?, after, limit: PAGE };
        let found = ayni_resources::coming(tx, me, &wanted)?;
        Ok(Self {
            closures: found.try_map(|closure| ClosureView::of(tx, words, &closure))?.into(),
            places: parents(tx, me)?,
            form,
            faults: faults.into(),
        })
    }

    fn next(&self) -> Option<String> {
        let next = self.closures.next.as_deref()?;
        Some(format!("{}{}", links::ADMIN_CLOSURES, links::query(&[("after", next)])))
    }
}

async fn list(visit: Visit, Ask(ask): Ask<ClosuresQuery>) -> Answer {
    let form = ClosureForm { resource: ask.resource.clone(), ..ClosureForm::default() };
    visit.page(&visit.read(|tx, me| ClosuresPage::read((tx, me), &visit.words, &ask, form, Faults::default()))?)
}

async fn close(visit: Visit, Input(form): Input<ClosureForm>) -> Answer {
    match insert(&visit, &form).await {
        Ok(closure) if closure.way == ClosureWay::Move => moving(&visit, &closure),
        Ok(closure) => told(&visit, &closure, "resources-said-closed"),
        Err(error) => {
            let ask = ClosuresQuery::default();
            let page = |faults| visit.read(|tx, me| ClosuresPage::read((tx, me), &visit.words, &ask, form, faults));
            visit.again(error, |faults| ready(page(faults))).await
        }
    }
}

async fn insert(visit: &Visit, form: &ClosureForm) -> Result<Closure> {
    let (resource, zone) = visit.read(|tx, me| {
        keeps_some(tx, me)?;
        let id = optional::<ResourceId>(&form.resource).ok().flatten();
        let resource = managed(tx, me, id.ok_or_else(|| Fault::new("resource", "resources-unknown"))?)?;
        Ok((resource.id, ayni_resources::zone(tx, &resource)?.zone()))
    })?;
    let ask = form.read(&zone)?;
    visit.write(move |tx, me| ayni_resources::close(tx, me, resource, ask)).await
}

/// Goes on to the bookings that are to be moved.
fn moving(visit: &Visit, closure: &Closure) -> Answer {
    let view = visit.read(|tx, _| ClosureView::of(tx, &visit.words, closure))?;
    visit.done(&view, &links::resolve_closure(closure.id), "resources-said-closed")
}

fn told(visit: &Visit, closure: &Closure, said: &'static str) -> Answer {
    let view = visit.read(|tx, _| ClosureView::of(tx, &visit.words, closure))?;
    visit.done(&view, links::ADMIN_CLOSURES, said)
}

/// A closure in its form.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "resources/closure.html")]
pub(crate) struct ClosurePage {
    /// The closure.
    closure: ClosureView,
    #[serde(skip)]
    #[schema(ignore)]
    form: ClosureForm,
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl Page for ClosurePage {
    const FEATURE: &'static str = "resources";

    fn title(&self, words: &Words) -> String {
        words.say_with("resources-closure-of", &[("name", self.closure.resource.name.clone().into())])
    }

    fn tab(&self) -> &'static str {
        OFFICE_TAB
    }
}

impl ClosurePage {
    fn read(
        (tx, me): (&ReadTx, &Actor),
        words: &Words,
        id: ClosureId,
        sent: Option<(ClosureForm, Faults)>,
    ) -> Result<Self> {
        let closure = ayni_resources::closure(tx, me, id)?;
        let (form, faults) = match sent {
            Some(sent) => sent,
            None => (ClosureForm::of(&closure, &zone_of(tx, &closure)?), Faults::default()),
        };
        Ok(Self { closure: ClosureView::of(tx, words, &closure)?, form, faults: faults.into() })
    }
}

fn zone_of(tx: &ReadTx, closure: &Closure) -> Result<TimeZone> {
    let resource = ayni_resources::unasked(tx, closure.resource)?;
    Ok(ayni_resources::zone(tx, &resource)?.zone())
}

async fn edit(visit: Visit, Of(id): Of<ClosureId>) -> Answer {
    visit.page(&visit.read(|tx, me| ClosurePage::read((tx, me), &visit.words, id, None))?)
}

async fn save(visit: Visit, Of(id): Of<ClosureId>, Input(form): Input<ClosureForm>) -> Answer {
    match replace(&visit, id, &form).await {
        Ok(closure) => told(&visit, &closure, "resources-said-closure-saved"),
        Err(error) => {
            let page =
                |faults| visit.read(|tx, me| ClosurePage::read((tx, me), &visit.words, id, Some((form, faults))));
            visit.again(error, |faults| ready(page(faults))).await
        }
    }
}

async fn replace(visit: &Visit, id: ClosureId, form: &ClosureForm) -> Result<Closure> {
    let zone = visit.read(|tx, me| zone_of(tx, &ayni_resources::closure(tx, me, id)?))?;
    let ask = form.read(&zone)?;
    visit.write(move |tx, me| ayni_resources::change_closure(tx, me, id, ask)).await
}

async fn reopen(visit: Visit, Of(id): Of<ClosureId>) -> Answer {
    let view = visit.read(|tx, me| ClosureView::of(tx, &visit.words, &ayni_resources::closure(tx, me, id)?))?;
    visit.write(move |tx, me| ayni_resources::reopen(tx, me, id)).await?;
    visit.done(&view, links::ADMIN_CLOSURES, "resources-said-reopened")
}
