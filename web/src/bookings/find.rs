//! Finding a place: what is free then, for so many people, with this and that, near here; and why others are not.

use askama::Template;
use ayni_bookings::{Search, Unfit, Wanted};
use ayni_calendar::{Span, day_span, instant, wall};
use ayni_kernel::{Actor, Line, Point, ReadTx, Result, tx::Now as _};
use ayni_resources::{
    Attribute, AttributeKind, Filter, Resource, ResourceCategory, ResourceKind, Tree, Value as Property,
};
use jiff::{ToSpan as _, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

use super::{
    any::{AnyView, TakenView},
    bar::BarView,
    facets::{FacetView, facets},
    input::{id, whole},
    views::{ObjectionView, PlaceView, PriceView},
    when, zone_of,
};
use crate::{
    kit::{Answer, Ask, Page, Route, Visit, Words, filters},
    links,
};

/// Places shown of each sort; who wants more of them says more exactly what.
const SHOWN: usize = 60;

/// How long somebody wants a place who says only when it begins, in minutes.
const USUAL_MINUTES: i64 = 60;

/// How far "near" is, in kilometres.
const NEAR: u32 = 5;

/// How the names of the fields for properties begin; the property's id follows.
pub(super) const PROPERTY: &str = "with-";

/// The routes of finding.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/spaces", spaces)
            .about("Places that can be booked. With a time: those that are free then, with their price, and why others are not.")
            .asks::<SpacesQuery>()
            .answers::<SpacesPage>(),
    ]
}

/// What is looked for. Everything may be left out.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct SpacesQuery {
    /// The day.
    day: String,
    /// From what time of it.
    from: String,
    /// Until what time of it.
    until: String,
    /// For how many people.
    people: String,
    /// What it is, such as `room` or `desk`.
    kind: String,
    /// The id of a category.
    category: String,
    /// Within this: the id of a place.
    site: String,
    /// A word among its tags.
    tag: String,
    /// Near a point: latitude and longitude with a comma between.
    near: String,
    /// Properties: `with-<id>` and what they should be; of numbers, at least.
    #[serde(flatten)]
    #[param(ignore)]
    more: BTreeMap<String, String>,
}

impl SpacesQuery {
    fn property(&self, id: &str) -> &str {
        self.more.get(&format!("{PROPERTY}{id}")).map_or("", String::as_str)
    }

    /// When: nothing without a day or a time, the whole hour after `from` when no end is said.
    fn span(&self, zone: &TimeZone, today: Date) -> Result<Option<Span>> {
        let day = when::read_day("day", &self.day)?;
        if day.is_none() && self.from.trim().is_empty() {
            return Ok(None);
        }
        let day = day.unwrap_or(today);
        let from = when::read_clock("from", day, &self.from)?;
        let until = when::read_clock("until", day, &self.until)?;
        let (from, until) = match (from, until) {
            (None, None) => return Ok(None),
            (Some(from), None) => (from, from.saturating_add(USUAL_MINUTES.minutes())),
            (None, Some(until)) => (until.saturating_sub(USUAL_MINUTES.minutes()), until),
            (Some(from), Some(until)) if until <= from => (from, until.saturating_add(1.day())),
            (Some(from), Some(until)) => (from, until),
        };
        Ok(Span::new(instant(zone, from), instant(zone, until)))
    }

    fn wanted(&self, attributes: &[Attribute]) -> Result<Wanted> {
        let tag = self.tag.trim();
        let mut properties = Vec::new();
        for attribute in attributes {
            let value = Property::parse(attribute, self.property(&attribute.id.to_string()))?;
            properties.extend(value.map(|value| (attribute.id, value)));
        }
        Ok(Wanted {
            kinds: ResourceKind::from_word(&self.kind).into_iter().collect(),
            category: id("category", &self.category)?,
            people: whole("people", &self.people)?.unwrap_or(0),
            properties,
            tags: if tag.is_empty() { Vec::new() } else { vec![Line::parse("tag", tag)?] },
            under: id("site", &self.site)?,
            near: point(&self.near).map(|point| (point, NEAR)),
            ..Wanted::default()
        })
    }

    /// What one of its fields says.
    pub(super) fn value(&self, field: &str) -> &str {
        self.fields().into_iter().find(|(name, _)| *name == field).map_or("", |(_, value)| value)
    }

    /// Its fields in the order of links; those for properties last.
    fn fields(&self) -> Vec<(&str, &str)> {
        let more = self.more.iter().filter(|(name, _)| name.starts_with(PROPERTY));
        [
            ("day", &self.day),
            ("from", &self.from),
            ("until", &self.until),
            ("people", &self.people),
            ("kind", &self.kind),
            ("category", &self.category),
            ("site", &self.site),
            ("tag", &self.tag),
            ("near", &self.near),
        ]
        .into_iter()
        .chain(more.map(|(name, value)| (name.as_str(), value)))
        .map(|(name, value)| (name, value.as_str()))
        .collect()
    }

    /// The same question with some fields otherwise, as a link.
    pub(super) fn with(&self, changes: &[(&str, &str)]) -> String {
        let mut fields = self.fields();
        for (name, value) in changes {
            match fields.iter_mut().find(|(known, _)| known == name) {
                Some(field) => field.1 = value,
                None => fields.push((name, value)),
            }
        }
        format!("{}{}", links::SPACES, links::query(&fields))
    }

    /// The same question about another time, as a link.
    fn at(&self, day: &str, from: &str, until: &str) -> String {
        self.with(&[("day", day), ("from", from), ("until", until)])
    }
}

/// A point out of a link; what is none is passed over.
fn point(text: &str) -> Option<Point> {
    let (latitude, longitude) = text.split_once(',')?;
    Point::new(latitude.trim().parse().ok()?, longitude.trim().parse().ok()?).ok()
}

/// A place that can be had.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct FitView {
    /// The place.
    place: PlaceView,
    /// What it would cost.
    price: PriceView,
    /// Metres from where one looked.
    metres: Option<u64>,
    #[serde(skip)]
    book: String,
}

/// A place that cannot be had then.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct UnfitView {
    /// The place.
    place: PlaceView,
    /// Why not.
    objections: Vec<ObjectionView>,
    /// When as much time is free next, in the place's time: from and until.
    next: Option<NextView>,
}

/// The next time at which a place is free.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct NextView {
    /// When it begins.
    from: String,
    /// When it ends.
    until: String,
    #[serde(skip)]
    when: String,
    #[serde(skip)]
    book: String,
}

/// A place with how its day looks, where no time was asked for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TodayView {
    /// The place.
    place: PlaceView,
    /// Whether it is free at this moment.
    free: bool,
    /// When that changes next, on this day.
    until: Option<String>,
    #[serde(skip)]
    bar: BarView,
}

/// The search and what it found.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "bookings/find.html")]
pub(crate) struct SpacesPage {
    /// What can be had, the nearest or smallest that suffices first; only with a time.
    fitting: Vec<FitView>,
    /// What cannot be had then, and why.
    others: Vec<UnfitView>,
    /// Categories of which any place would do; only with a time.
    anys: Vec<AnyView>,
    /// Categories of which everything is taken then.
    taken: Vec<TakenView>,
    /// What would narrow it, with how many places each leaves.
    facets: Vec<FacetView>,
    /// All places that fit, with their day; only without a time.
    today: Vec<TodayView>,
    #[serde(skip)]
    #[schema(ignore)]
    ask: SpacesQuery,
    #[serde(skip)]
    day: String,
    #[serde(skip)]
    times: (String, String),
    #[serde(skip)]
    when: String,
    #[serde(skip)]
    chips: Vec<QuickChip>,
    #[serde(skip)]
    kinds: Vec<&'static str>,
    #[serde(skip)]
    categories: Vec<(String, String)>,
    #[serde(skip)]
    properties: Vec<PropertyField>,
    #[serde(skip)]
    empty: bool,
    #[serde(skip)]
    builds: bool,
    #[serde(skip)]
    inside: bool,
}

/// A time that many want.
#[derive(Debug, Clone)]
struct QuickChip {
    key: &'static str,
    link: String,
    here: bool,
}

/// A property that the search offers.
#[derive(Debug, Clone)]
struct PropertyField {
    name: String,
    label: String,
    value: String,
    choices: Vec<String>,
    unit: String,
}

impl PropertyField {
    fn of(attribute: &Attribute, ask: &SpacesQuery) -> Self {
        let id = attribute.id.to_string();
        let (choices, unit) = match &attribute.kind {
            AttributeKind::Choice(options) => (options.iter().map(ToString::to_string).collect(), String::new()),
            AttributeKind::Number(unit) => (Vec::new(), unit.to_string()),
            AttributeKind::Text | AttributeKind::YesNo => (Vec::new(), String::new()),
        };
        Self {
            value: ask.property(&id).to_owned(),
            name: format!("{PROPERTY}{id}"),
            label: attribute.name.to_string(),
            choices: if attribute.kind == AttributeKind::YesNo { vec!["yes".to_owned()] } else { choices },
            unit,
        }
    }

    fn is_yes(&self) -> bool {
        self.choices.len() == 1 && self.choices.first().is_some_and(|choice| choice == "yes")
    }
}

impl Page for SpacesPage {
    const FEATURE: &'static str = "bookings";

    fn title(&self, words: &Words) -> String {
        words.say("bookings-find-title")
    }

    fn tab(&self) -> &'static str {
        "spaces"
    }
}

impl SpacesPage {
    fn calendar(&self) -> String {
        links::calendar("", &self.ask.day, "")
    }

    fn kind_key(kind: &str) -> String {
        format!("bookings-kind-{kind}")
    }

    fn timed(&self) -> bool {
        !self.when.is_empty()
    }

    fn refined(&self) -> bool {
        !self.ask.category.is_empty() || self.properties.iter().any(|property| !property.value.is_empty())
    }
}

async fn spaces(visit: Visit, Ask(ask): Ask<SpacesQuery>) -> Answer {
    visit.page(&visit.read(|tx, me| SpacesPage::read(&visit, tx, me, ask))?)
}

impl SpacesPage {
    fn read(visit: &Visit, tx: &ReadTx, me: &Actor, ask: SpacesQuery) -> Result<Self> {
        let zone = visit.settings.time_zone.zone();
        let today = wall(&zone, tx.now()).date();
        let categories = ayni_resources::categories(tx)?;
        let attributes = filtered(tx, &categories, &ask)?;
        let tree = ayni_resources::tree(tx, me)?;
        let span = ask.span(&zone, today)?;
        let mut page = Self {
            fitting: Vec::new(),
            others: Vec::new(),
            today: Vec::new(),
            anys: Vec::new(),
            taken: Vec::new(),
            facets: Vec::new(),
            times: <(String, String)>::default(),
            day: if ask.day.trim().is_empty() { today.to_string() } else { ask.day.clone() },
            when: span.map(|span| when::span(&visit.words, &zone, &span)).unwrap_or_default(),
            chips: chips(&ask, &zone, tx, today),
            kinds: kinds(&tree),
            categories: categories.iter().map(|each| (each.id.to_string(), each.name.to_string())).collect(),
            properties: attributes.iter().map(|attribute| PropertyField::of(attribute, &ask)).collect(),
            empty: !tree.walk().iter().any(|(_, resource)| resource.takes_bookings()),
            builds: me.has(ayni_kernel::Role::Manager),
            inside: me.member().is_ok(),
            ask,
        };
        let wanted = page.ask.wanted(&attributes)?;
        match span {
            Some(span) => page.search(visit, (tx, me), wanted, span, (&tree, &categories))?,
            None => page.look_at_today(visit, (tx, me), &wanted, (&tree, &categories))?,
        }
        Ok(page)
    }

    fn search(
        &mut self,
        visit: &Visit,
        (tx, me): (&ReadTx, &Actor),
        wanted: Wanted,
        span: Span,
        (tree, categories): (&Tree, &[ResourceCategory]),
    ) -> Result<()> {
        let (words, people, member) = (&visit.words, wanted.people, me.member().ok());
        let search = Search { wanted, span, places: 1, people, member, limit: SHOWN };
        let found = ayni_bookings::find(tx, me, &search)?;
        let (from, until) = (span.start.to_string(), span.end.to_string());
        let fields =
            [("from", from.as_str()), ("until", &until), ("people", &self.ask.people), ("site", &self.ask.site)];
        // What a property narrows is not asked for again, so any of them would not do.
        let plain = search.wanted.properties.is_empty() && search.wanted.tags.is_empty();
        let anys = if plain { found.anys.as_slice() } else { &[] };
        self.anys = AnyView::all(tx, words, anys, categories, &fields)?;
        self.taken = if plain { TakenView::all(&found.taken, categories) } else { Vec::new() };
        self.times = (from, until);
        self.facets = facets(&found.facets, found.free, &self.ask, (tree, categories));
        for fit in found.fitting {
            self.fitting.push(FitView {
                price: PriceView::of(tx, words, &fit.quote)?,
                place: PlaceView::of(tx, &fit.resource)?,
                metres: fit.distance,
                book: book_link(tx, &fit.resource, &span)?,
            });
        }
        for unfit in found.others {
            self.others.push(unfit_view(tx, words, &unfit)?);
        }
        Ok(())
    }

    fn look_at_today(
        &mut self,
        visit: &Visit,
        (tx, me): (&ReadTx, &Actor),
        wanted: &Wanted,
        (tree, categories): (&Tree, &[ResourceCategory]),
    ) -> Result<()> {
        let day = when::read_day("day", &self.day)?;
        let found = ayni_bookings::matching(tx, me, wanted)?;
        let counted = ayni_bookings::facets(tx, me, &found)?;
        self.facets = facets(&counted, found.len(), &self.ask, (tree, categories));
        for resource in found.into_iter().take(SHOWN) {
            let zone = zone_of(tx, &resource)?;
            let day = day.unwrap_or_else(|| wall(&zone, tx.now()).date());
            let (bar, free, next) = BarView::of(tx, me, &resource, (&zone, day), None)?;
            let clock = |span: Span| {
                let change = if free { span.end } else { span.start };
                let end = day_span(&zone, day).end;
                (change < end).then(|| when::clock(wall(&zone, change).time()))
            };
            self.today.push(TodayView {
                place: PlaceView::of(tx, &resource)?,
                free,
                until: next.and_then(clock).or_else(|| free.then(|| visit.words.say("bookings-all-day"))),
                bar,
            });
        }
        Ok(())
    }
}

fn unfit_view(tx: &ReadTx, words: &Words, unfit: &Unfit) -> Result<UnfitView> {
    let zone = zone_of(tx, &unfit.resource)?;
    let next = unfit.next.map(|span| -> Result<_> {
        Ok(NextView {
            from: span.start.to_string(),
            until: span.end.to_string(),
            when: when::span(words, &zone, &span),
            book: book_link(tx, &unfit.resource, &span)?,
        })
    });
    Ok(UnfitView {
        place: PlaceView::of(tx, &unfit.resource)?,
        objections: unfit.objections.iter().map(|objection| ObjectionView::of(words, objection)).collect(),
        next: next.transpose()?,
    })
}

/// The form of a place with a time filled in.
pub(super) fn book_link(tx: &ReadTx, resource: &Resource, span: &Span) -> Result<String> {
    let zone = zone_of(tx, resource)?;
    let at = |moment| when::local(wall(&zone, moment));
    Ok(links::book_at(resource.id, &at(span.start), &at(span.end)))
}

/// Properties that the search offers: those of the chosen category, else those of all outermost ones.
fn filtered(tx: &ReadTx, categories: &[ResourceCategory], ask: &SpacesQuery) -> Result<Vec<Attribute>> {
    let mut found = match id("category", &ask.category)? {
        Some(category) => ayni_resources::attributes(tx, category)?,
        None => categories.iter().flat_map(|category| category.attributes.clone()).collect(),
    };
    found.retain(|attribute| attribute.filter == Filter::Shown);
    Ok(found)
}

/// The kinds that can be booked here, in their order.
fn kinds(tree: &Tree) -> Vec<&'static str> {
    let walk = tree.walk();
    let has = |kind: ResourceKind| walk.iter().any(|(_, resource)| resource.takes_bookings() && resource.kind == kind);
    ResourceKind::ALL.iter().copied().filter(|kind| has(*kind)).map(ResourceKind::word).collect()
}

/// Times that many want: now, this evening, tomorrow morning and afternoon.
fn chips(ask: &SpacesQuery, zone: &TimeZone, tx: &ReadTx, today: Date) -> Vec<QuickChip> {
    let now = wall(zone, tx.now());
    let hour = format!("{:02}:00", now.hour());
    let later = format!("{:02}:00", (i32::from(now.hour()) + 2).min(24));
    let (day, tomorrow) = (today.to_string(), today.saturating_add(1.day()).to_string());
    let quick = |key, day: &str, from: &str, until: &str| QuickChip {
        key,
        link: ask.at(day, from, until),
        here: ask.day == day && ask.from == from && ask.until == until,
    };
    vec![
        quick("bookings-quick-any", "", "", ""),
        quick("bookings-quick-now", &day, &hour, &later),
        quick("bookings-quick-evening", &day, "18:00", "20:00"),
        quick("bookings-quick-morning", &tomorrow, "09:00", "11:00"),
        quick("bookings-quick-afternoon", &tomorrow, "14:00", "16:00"),
    ]
}
