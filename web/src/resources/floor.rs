//! A floor plan as people look at it: every place with how it is at a time, in colour, shape and words, and from there
//! to booking it.

use askama::Template;
use ayni_bookings::Vacancy;
use ayni_calendar::{Span, TimeZone, instant, wall};
use ayni_kernel::{Actor, Faults, PlanId, ReadTx, ResourceId, Result, Timestamp, tx::Now as _};
use ayni_resources::{Plan, Resource, Unit};
use jiff::ToSpan as _;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::views::ResourceRef;
use crate::{
    bookings::{when, zone_of},
    kit::{Answer, Ask, FormFaults, Of, Page, Route, Visit, Words, filters},
    links,
};

/// Plans are drawn a thousand units wide.
const WIDTH: u32 = 1_000;

/// Minutes that count as "now": who comes in wants to sit down for a while.
const NOW: i64 = 30;

/// Minutes that are looked at where no end is said.
const USUAL: i64 = 60;

/// The route of plans.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/plans/{id}", show)
            .about("A floor plan: which places are free, taken or closed at a time; from now on for an hour, if none is said.")
            .asks::<PlanQuery>()
            .answers::<FloorPage>(),
    ]
}

/// The time at which a plan is looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct At {
    span: Span,
}

impl At {
    /// Now and for a while.
    pub(super) fn now(now: Timestamp) -> Self {
        Self { span: Span { start: now, end: now.plus_seconds(NOW * 60) } }
    }
}

/// A floor plan with the places on it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PlanView {
    /// The plan's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Address of the picture.
    pub picture: String,
    /// The places on it.
    pub spots: Vec<SpotView>,
    /// The picture's height when it is 1000 wide.
    pub height: u32,
    #[serde(skip)]
    #[schema(ignore)]
    pub link: String,
    #[serde(skip)]
    #[schema(ignore)]
    pub look: String,
}

/// A place on a plan.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SpotView {
    /// What stands there.
    pub resource: ResourceRef,
    /// Thousandths of the width from the left.
    pub x: u16,
    /// Thousandths of the height from above.
    pub y: u16,
    /// How it is at the time: `free`, `taken`, `closed` or `off` (not to be booked); absent where no time is looked at.
    pub vacancy: Option<&'static str>,
    #[serde(skip)]
    #[schema(ignore)]
    pub down: u32,
    #[serde(skip)]
    #[schema(ignore)]
    pub here: bool,
    #[serde(skip)]
    #[schema(ignore)]
    pub link: String,
}

impl SpotView {
    /// The class of its mark.
    pub(super) fn class(&self) -> &'static str {
        self.vacancy.unwrap_or_default()
    }

    /// The locale key of how it is.
    pub(super) fn vacancy_key(&self) -> Option<&'static str> {
        self.vacancy.map(vacancy_key)
    }

    /// The upper left corner of the mark of what is taken.
    pub(super) fn corner(&self) -> (u32, u32) {
        (u32::from(self.x).saturating_sub(20), self.down.saturating_sub(20))
    }

    /// The corners of the mark of what is closed, which stands on its tip.
    pub(super) fn tip(&self) -> String {
        let (x, y) = (u32::from(self.x), self.down);
        let (left, up) = (x.saturating_sub(27), y.saturating_sub(27));
        format!("{x},{up} {},{y} {x},{} {left},{y}", x + 27, y + 27)
    }

    fn of(tx: &ReadTx, me: &Actor, resource: &Resource, (x, y, down): (u16, u16, u32), at: Option<At>) -> Result<Self> {
        let vacancy = match at {
            Some(at) => Some(ayni_bookings::vacancy(tx, me, resource.id, at.span)?),
            None => None,
        };
        let books = me.member().is_ok() && vacancy.is_some_and(|vacancy| vacancy != Vacancy::Off);
        let face = ResourceRef::from(resource);
        let link = match at {
            Some(at) if books => book_link(&zone_of(tx, resource)?, resource, at.span),
            _ => face.link.clone(),
        };
        Ok(Self { resource: face, x, y, vacancy: vacancy.map(Vacancy::word), down, here: false, link })
    }
}

/// The locale key of how a place is.
const fn vacancy_key(word: &str) -> &'static str {
    match word.as_bytes() {
        b"free" => "resources-vacancy-free",
        b"taken" => "resources-vacancy-taken",
        b"closed" => "resources-vacancy-closed",
        _ => "resources-vacancy-off",
    }
}

/// The form that books a place at a time.
fn book_link(zone: &TimeZone, resource: &Resource, span: Span) -> String {
    let (from, until) = (wall(zone, span.start), wall(zone, span.end));
    match resource.unit {
        Unit::Day | Unit::Week => {
            format!("{}{}", links::book(resource.id), links::query(&[("day", &from.date().to_string())]))
        }
        Unit::Minutes | Unit::Hour | Unit::HalfDay => {
            links::book_at(resource.id, &when::local(from), &when::local(until))
        }
    }
}

impl PlanView {
    /// A plan with all places on it that the reader may see; `here` is marked.
    pub(super) fn of(tx: &ReadTx, me: &Actor, plan: &Plan, here: Option<ResourceId>, at: Option<At>) -> Result<Self> {
        let height = plan.height.saturating_mul(WIDTH) / plan.width.max(1);
        let mut spots = Vec::new();
        for resource in ayni_resources::placed_on(tx, plan.id)? {
            let Some(placement) = resource.plan else { continue };
            let seen = ayni_resources::resource(tx, resource.id)?
                .is_some_and(|sealed| sealed.allows(me, ayni_resources::ResourceAct::See));
            if seen {
                let down = u32::from(placement.y).saturating_mul(height) / WIDTH;
                let spot = SpotView::of(tx, me, &resource, (placement.x, placement.y, down), at)?;
                spots.push(SpotView { here: here == Some(resource.id), ..spot });
            }
        }
        Ok(Self {
            id: plan.id.to_string(),
            name: plan.name.to_string(),
            picture: links::photo(&plan.picture),
            spots,
            height,
            link: links::admin_plan(plan.id),
            look: links::plan(plan.id),
        })
    }

    /// Whether it is looked at for a time.
    pub(super) fn is_timed(&self) -> bool {
        self.spots.iter().any(|spot| spot.vacancy.is_some())
    }
}

/// When a plan is looked at, on the clock of what it shows.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
struct PlanQuery {
    /// The day, such as `2026-12-24`; today when left out.
    day: String,
    /// From when, such as `14:00`; from now on when left out.
    from: String,
    /// Until when; an hour later when left out, on the next day when it is not after `from`.
    until: String,
}

impl PlanQuery {
    fn span(&self, zone: &TimeZone, now: Timestamp) -> Result<Span> {
        let present = wall(zone, now);
        let day = when::read_day("day", &self.day)?.unwrap_or_else(|| present.date());
        let from = match when::read_clock("from", day, &self.from)? {
            Some(from) => instant(zone, from),
            None if day == present.date() => now,
            None => ayni_calendar::day_span(zone, day).start,
        };
        let until = match when::read_clock("until", day, &self.until)? {
            Some(until) if until > wall(zone, from) => instant(zone, until),
            Some(until) => instant(zone, until.saturating_add(1.day())),
            None => from.plus_seconds(USUAL * 60),
        };
        Ok(Span::new(from, until).unwrap_or(Span { start: from, end: from.plus_seconds(USUAL * 60) }))
    }
}

/// A floor plan at a time.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "resources/floor.html")]
pub(crate) struct FloorPage {
    /// The plan.
    plan: PlanView,
    /// What it shows.
    resource: ResourceRef,
    /// From when.
    from: String,
    /// Until when.
    until: String,
    /// Whether the reader looks after it.
    manages: bool,
    #[serde(skip)]
    #[schema(ignore)]
    when: String,
    #[serde(skip)]
    #[schema(ignore)]
    fields: [String; 3],
    #[serde(skip)]
    #[schema(ignore)]
    faults: FormFaults,
}

impl Page for FloorPage {
    const FEATURE: &'static str = "resources";

    fn title(&self, _: &Words) -> String {
        self.plan.name.clone()
    }

    fn tab(&self) -> &'static str {
        "spaces"
    }
}

impl FloorPage {
    fn read(tx: &ReadTx, me: &Actor, words: &Words, id: PlanId, ask: &PlanQuery) -> Result<Self> {
        let plan = ayni_resources::plan(tx, me, id)?;
        let resource = ayni_resources::visible(tx, me, plan.resource)?;
        let zone = zone_of(tx, &resource)?;
        let (span, faults) = match ask.span(&zone, tx.now()) {
            Ok(span) => (span, Faults::default()),
            Err(ayni_kernel::Error::Invalid(faults)) => (At::now(tx.now()).span, faults),
            Err(error) => return Err(error),
        };
        let (from, until) = (wall(&zone, span.start), wall(&zone, span.end));
        Ok(Self {
            plan: PlanView::of(tx, me, &plan, None, Some(At { span }))?,
            manages: ayni_resources::manages(tx, me, plan.resource)?,
            when: when::span(words, &zone, &span),
            fields: [from.date().to_string(), when::clock(from.time()), when::clock(until.time())],
            from: span.start.to_string(),
            until: span.end.to_string(),
            resource: ResourceRef::from(&resource),
            faults: faults.into(),
        })
    }
}

async fn show(visit: Visit, Of(id): Of<PlanId>, Ask(ask): Ask<PlanQuery>) -> Answer {
    visit.page(&visit.read(|tx, me| FloorPage::read(tx, me, &visit.words, id, &ask))?)
}
