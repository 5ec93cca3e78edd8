//! The page of results: what was found and understood, what to narrow by, what comes first.

use askama::Template;
use ayni_finding::{Answer as Found, Ask, Depth, Fit, Found as Hit, KINDS, Thing, Unknown, Wish};
use ayni_kernel::{Amount, CategoryId, Result, Scale};
use serde::Serialize;
use utoipa::ToSchema;

use super::{MAX_PAGE, PAGE, SearchQuery, icon_of, link_to, sort_key};
use crate::{
    kit::{self, Answer, CardView, MoneyView, Page, Visit, Words, filters},
    links,
};

/// From so many metres on distances are told in kilometres.
const KILOMETRE: f64 = 1_000.0;

/// A result.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ResultView {
    /// `member`, `listing`, `resource`, `category` or `resource-category`.
    kind: &'static str,
    /// Its id.
    id: String,
    /// Its name.
    title: String,
    /// Its code or number.
    code: String,
    /// What sort of its kind it is: `offer`, `room`.
    of: &'static str,
    /// The beginning of what it says.
    text: String,
    /// What it costs, in its member's words.
    price: String,
    /// The exact price; its parts are paid together.
    prices: Vec<MoneyView>,
    /// For how much that is, such as an hour; empty for the whole.
    unit: String,
    /// Whose it is.
    by: Option<CardView>,
    /// The name of its category.
    category: Option<String>,
    /// Address of its picture.
    photo: Option<String>,
    /// Latitude and longitude, where it has a place that the reader may know.
    at: Option<[f64; 2]>,
    /// Whether the place is only thereabouts.
    approximate: bool,
    /// Metres from the middle of the search.
    metres: Option<u64>,
    /// Address of its page.
    link: String,
    #[serde(skip)]
    distance: Option<String>,
}

/// A value to narrow by.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ValueView {
    /// `kind`, `of`, `category` or `tag`.
    facet: &'static str,
    /// The value, as the search takes it.
    value: String,
    /// Its name.
    name: String,
    /// How many results have it.
    count: u64,
    /// Whether it is chosen.
    chosen: bool,
    #[serde(skip)]
    link: String,
}

/// Something that was understood and can be taken back.
#[derive(Debug)]
struct Chip {
    text: String,
    without: String,
}

/// The page of results.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "search/results.html")]
pub(crate) struct SearchPage {
    /// The results of the page.
    results: Vec<ResultView>,
    /// How many there are.
    total: u64,
    /// What to narrow by, with counts.
    values: Vec<ValueView>,
    /// `typed`, `misspelt` when some words had to be read differently, `partly` when some had to be left out.
    fit: &'static str,
    #[serde(skip)]
    #[schema(ignore)]
    query: SearchQuery,
    #[serde(skip)]
    #[schema(ignore)]
    chips: Vec<Chip>,
    #[serde(skip)]
    unknown: Vec<&'static str>,
    #[serde(skip)]
    places: bool,
}

impl Page for SearchPage {
    const FEATURE: &'static str = "search";

    fn title(&self, words: &Words) -> String {
        words.say("search-title")
    }

    fn tab(&self) -> &'static str {
        "search"
    }
}

/// Answers with the page of results.
pub(super) async fn results(visit: Visit, kit::Ask(query): kit::Ask<SearchQuery>) -> Answer {
    visit.page(&SearchPage::read(&visit, query)?)
}

impl SearchPage {
    fn read(visit: &Visit, query: SearchQuery) -> Result<Self> {
        let (ask, found) = visit.read(|tx, me| {
            let ask = Ask { depth: Depth::Counted, ..query.ask(tx, me)? };
            let found = ayni_finding::search(tx, me, &visit.community.index, &ask)?;
            Ok((ask, found))
        })?;
        let words = &visit.words;
        Ok(Self {
            values: values(&query, &found, words),
            chips: chips(&query, &ask.wish, &found, words),
            unknown: found.understood.unknown.iter().map(|unknown| unknown_key(*unknown)).collect(),
            fit: match found.fit {
                Fit::Typed => "typed",
                Fit::Misspelt => "misspelt",
                Fit::Partly => "partly",
            },
            places: ask.here.is_some() || found.understood.around.is_some(),
            total: found.total,
            results: found.found.into_iter().map(|found| ResultView::of(found, words)).collect(),
            query,
        })
    }

    fn of(&self, facet: &str) -> Vec<&ValueView> {
        self.values.iter().filter(|value| value.facet == facet).collect()
    }

    fn is_narrowed(&self) -> bool {
        let query = &self.query;
        [&query.q, &query.kind, &query.of, &query.category, &query.tag].iter().any(|part| !part.is_empty())
    }

    fn sorts(&self) -> Vec<(&'static str, &'static str, bool)> {
        let all = [("", "search-sort-best"), ("nearest", "search-sort-nearest"), ("newest", "search-sort-newest")];
        let known = all.into_iter().filter(|(word, _)| *word != "nearest" || self.places);
        known.map(|(word, key)| (word, key, self.query.sort == word)).collect()
    }

    fn page_link(&self, page: usize) -> String {
        address(&SearchQuery { page, ..self.query.clone() })
    }

    fn previous(&self) -> Option<String> {
        (self.query.page_number() > 1).then(|| self.page_link(self.query.page_number() - 1))
    }

    fn next(&self) -> Option<String> {
        let page = self.query.page_number();
        let more = self.total > u64::try_from(page * PAGE).unwrap_or(u64::MAX);
        (more && page < MAX_PAGE).then(|| self.page_link(page + 1))
    }
}

impl ResultView {
    fn of(found: Hit, words: &Words) -> Self {
        let Hit { thing, point, is_approximate, metres } = found;
        Self {
            id: id_of(&thing),
            link: link_to(&thing),
            distance: metres.map(|metres| distance(metres, is_approximate, words)),
            at: point.map(|point| [point.latitude(), point.longitude()]),
            approximate: is_approximate,
            metres: metres.map(whole),
            kind: thing.kind,
            title: thing.title,
            code: thing.code,
            of: thing.sort,
            text: thing.text,
            price: thing.price,
            prices: thing.prices.into_iter().map(MoneyView::from).collect(),
            unit: thing.unit,
            by: thing.by.map(CardView::from),
            category: thing.category,
            photo: thing.photo.as_ref().map(links::photo),
        }
    }

    fn icon(&self) -> &'static str {
        icon_of(self.kind)
    }

    fn sort_key(&self) -> String {
        sort_key(self.kind, self.of)
    }
}

/// The id as other addresses write it.
pub(super) fn id_of(thing: &Thing) -> String {
    CategoryId::from_bytes(thing.id).to_string()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and half the equator")]
fn whole(metres: f64) -> u64 {
    metres.round() as u64
}

/// "350 m", "2.4 km", "about 3 km".
fn distance(metres: f64, is_approximate: bool, words: &Words) -> String {
    let number = |value: f64, decimals: u8| {
        let scale = Scale::new(decimals).unwrap_or_default();
        let minor = i64::try_from(whole(value * 10_f64.powi(i32::from(decimals)))).unwrap_or(i64::MAX);
        words.amount(Amount::new(minor), scale)
    };
    let (key, number) = match metres {
        _ if is_approximate => ("search-about-kilometres", number((metres / KILOMETRE).max(1.0), 0)),
        near if near < KILOMETRE => ("search-metres", number((near / 10.0).round() * 10.0, 0)),
        far if far < 10.0 * KILOMETRE => ("search-kilometres", number(far / KILOMETRE, 1)),
        far => ("search-kilometres", number(far / KILOMETRE, 0)),
    };
    words.say_with(key, &[("number", number.into())])
}

fn unknown_key(unknown: Unknown) -> &'static str {
    match unknown {
        Unknown::Category => "search-unknown-category",
        Unknown::Near => "search-unknown-near",
        Unknown::Here => "search-unknown-here",
    }
}

/// The address of a search.
fn address(query: &SearchQuery) -> String {
    let page = if query.page > 1 { query.page.to_string() } else { String::new() };
    links::search(&[
        ("q", &query.q),
        ("kind", &query.kind),
        ("of", &query.of),
        ("category", &query.category),
        ("tag", &query.tag),
        ("sort", &query.sort),
        ("here", &query.here),
        ("frame", &query.frame),
        ("page", &page),
    ])
}

/// What to narrow by. A chosen value is taken back by its link.
fn values(query: &SearchQuery, found: &Found, words: &Words) -> Vec<ValueView> {
    let first = SearchQuery { page: 1, ..query.clone() };
    let mut values = Vec::new();
    let mut kinds = found.kinds.clone();
    // The chosen kind is always there to be taken back.
    let chosen = KINDS.iter().map(|kind| kind.kind).find(|kind| *kind == query.kind);
    kinds.extend(chosen.filter(|kind| !found.kinds.iter().any(|(other, _)| other == kind)).map(|kind| (kind, 0)));
    for (kind, count) in &kinds {
        let chosen = query.kind == *kind;
        let narrowed = SearchQuery {
            kind: if chosen { String::new() } else { (*kind).to_owned() },
            // What narrows one kind means nothing for another.
            of: String::new(),
            ..first.clone()
        };
        let name = words.say(&format!("search-many-{kind}"));
        let link = address(&narrowed);
        values.push(ValueView { facet: "kind", value: (*kind).to_owned(), name, count: *count, chosen, link });
    }
    for value in &found.values {
        let (facet, now) = match value.facet {
            "sort" => ("of", &query.of),
            "tag" => ("tag", &query.tag),
            _ => ("category", &query.category),
        };
        let chosen = *now == value.value;
        let new = if chosen { String::new() } else { value.value.clone() };
        let narrowed = match facet {
            "of" => SearchQuery { of: new, ..first.clone() },
            "tag" => SearchQuery { tag: new, ..first.clone() },
            _ => SearchQuery { category: new, ..first.clone() },
        };
        let name = if facet == "of" { of_name(&value.value, words) } else { value.name.clone() };
        let link = address(&narrowed);
        values.push(ValueView { facet, value: value.value.clone(), name, count: value.count, chosen, link });
    }
    values.retain(|value| !value.name.is_empty());
    values
}

/// The name of a sort, whichever kind it belongs to.
fn of_name(sort: &str, words: &Words) -> String {
    let keys = ["market", "members", "resources"].map(|feature| format!("{feature}-kind-{sort}"));
    keys.iter().find(|key| words.knows(key)).map(|key| words.say(key)).unwrap_or_default()
}

/// What was understood of the words, each with the search without it.
fn chips(query: &SearchQuery, wish: &Wish, found: &Found, words: &Words) -> Vec<Chip> {
    let without = |wish: Wish| address(&SearchQuery { q: wish.to_string(), page: 1, ..query.clone() });
    let mut chips = Vec::new();
    if let Some(category) = &found.understood.category {
        let text = words.say_with("search-chip-category", &[("name", category.clone().into())]);
        chips.push(Chip { text, without: without(Wish { category: None, ..wish.clone() }) });
    }
    if let Some(around) = &found.understood.around {
        let key = if around.name.is_empty() { "search-chip-within" } else { "search-chip-near" };
        let radius = distance(around.metres, false, words);
        let text = words.say_with(key, &[("distance", radius.into()), ("name", around.name.clone().into())]);
        chips.push(Chip { text, without: without(Wish { near: None, ..wish.clone() }) });
    }
    if let Some(by) = &wish.by {
        let text = words.say_with("search-chip-by", &[("name", by.clone().into())]);
        chips.push(Chip { text, without: without(Wish { by: None, ..wish.clone() }) });
    }
    if let Some(tag) = &wish.tag {
        let text = words.say_with("search-chip-tag", &[("name", tag.clone().into())]);
        chips.push(Chip { text, without: without(Wish { tag: None, ..wish.clone() }) });
    }
    chips
}
