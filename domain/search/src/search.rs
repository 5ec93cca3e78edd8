//! The search: what was typed is understood, the index asked, and each hit opened with the searcher's own eyes.

use ayni_kernel::{Actor, CategoryId, Error, MemberId, Point, ReadTx, ResourceCategoryId, Result, tx::Now as _};
use ayni_search::{Area, Exactness, Fit, Hit, Index, Query, Sort};

use crate::{
    KINDS, Thing,
    language::Wish,
    places::{self, Around},
};

/// What results are counted and narrowed by, beside their kinds.
pub const FACETS: [&str; 3] = ["sort", "category", "tag"];

/// The most values of a facet that are told: as many as anybody reads.
const MAX_VALUES: usize = 12;

/// A search.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// What was typed.
    pub wish: Wish,
    /// Only things of this kind.
    pub kind: Option<&'static str>,
    /// Only what has these values of facets.
    pub narrowed: Vec<(&'static str, String)>,
    /// Where the searcher is.
    pub here: Option<Point>,
    /// Only within a box of the map: south-west and north-east corner; one whose west lies east of its east crosses
    /// the antimeridian.
    pub frame: Option<(Point, Point)>,
    /// What comes first; `None` for what goes with the rest.
    pub sort: Option<Sort>,
    /// How thoroughly.
    pub depth: Depth,
    /// Things left out at the beginning.
    pub offset: usize,
    /// Most things wanted.
    pub limit: usize,
}

/// How thoroughly to search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Depth {
    /// Quickly, for every key that is pressed: nothing is counted.
    #[default]
    Typing,
    /// With all counts.
    Counted,
}

/// Something found, with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What it is.
    pub thing: Thing,
    /// Where it is, if it is anywhere and the searcher may know.
    pub point: Option<Point>,
    /// Whether the place is only thereabouts.
    pub is_approximate: bool,
    /// Metres from the middle of what was asked for.
    pub metres: Option<f64>,
}

/// A value of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// The facet.
    pub facet: &'static str,
    /// The value.
    pub value: String,
    /// Its name, where it is not its own.
    pub name: String,
    /// How many results have it.
    pub count: u64,
}

/// A part of the wish that means nothing here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknown {
    /// No category is called so.
    Category,
    /// Nothing that is called so has a place.
    Near,
    /// The searcher's own place is not known.
    Here,
}

/// What was understood of a wish.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Understood {
    /// The name of the category.
    pub category: Option<String>,
    /// The circle.
    pub around: Option<Around>,
    /// What was not.
    pub unknown: Vec<Unknown>,
}

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// The things of the page, in order.
    pub found: Vec<Found>,
    /// How many there are of the wanted kind; 0 when nothing was counted.
    pub total: u64,
    /// How many there are of each kind, whichever is wanted.
    pub kinds: Vec<(&'static str, u64)>,
    /// Values of facets, most frequent first.
    pub values: Vec<Value>,
    /// How well it fits.
    pub fit: Fit,
    /// What was understood.
    pub understood: Understood,
}

/// What the searcher may find at all.
pub(crate) struct Scope {
    audiences: Vec<(&'static str, Option<u8>)>,
    owners: Vec<[u8; 16]>,
    now: i64,
}

impl Scope {
    fn of(tx: &ReadTx, me: &Actor) -> Result<Self> {
        let audiences = KINDS.iter().map(|kind| Ok((kind.kind, (kind.audience)(tx, me)?))).collect::<Result<_>>()?;
        let owners = match me {
            Actor::Person(person) => person.members.iter().copied().map(MemberId::bytes).collect(),
            Actor::Stranger | Actor::System(_) => Vec::new(),
        };
        Ok(Self { audiences, owners, now: tx.now().micros() })
    }

    /// A query that finds no more than that.
    pub(crate) fn query(&self) -> Query<'_> {
        Query { audiences: &self.audiences, owners: &self.owners, now: self.now, ..Query::default() }
    }
}

/// Searches everything that the actor may see.
pub fn search(tx: &ReadTx, me: &Actor, index: &Index, ask: &Ask) -> Result<Answer> {
    let scope = Scope::of(tx, me)?;
    let (mut understood, mut facets) = (Understood::default(), facets(&ask.narrowed));
    understand_category(tx, ask, &mut understood, &mut facets)?;
    if let Some(tag) = &ask.wish.tag {
        facets.push(("tag", vec![tag.to_lowercase()]));
    }
    if let Some(near) = &ask.wish.near {
        understood.around = places::around(tx, me, index, &scope, near, ask.here)?;
        if understood.around.is_none() {
            let is_here = near.place == crate::Place::Me;
            understood.unknown.push(if is_here { Unknown::Here } else { Unknown::Near });
        }
    }
    let words = ask.wish.words.join(" ");
    let kinds: Vec<&'static str> = ask.kind.into_iter().collect();
    let query = Query {
        words: &words,
        phrases: &ask.wish.phrases,
        without: &ask.wish.without,
        by: ask.wish.by.as_deref().unwrap_or_default(),
        kinds: &kinds,
        facets: &facets,
        area: area(ask, understood.around.as_ref()),
        from: understood.around.as_ref().map(|around| around.point).or(ask.here).map(places::spot),
        sort: sort(ask, understood.around.as_ref()),
        offset: ask.offset,
        limit: ask.limit,
        ..scope.query()
    };
    let mut answer = Answer { understood, ..Answer::default() };
    let hits = match ask.depth {
        Depth::Typing => index.find(&query)?,
        Depth::Counted => {
            let counted = index.search(&query)?;
            (answer.total, answer.fit) = (counted.total, counted.fit);
            count(tx, &counted.counts, &mut answer)?;
            counted.hits
        }
    };
    for hit in hits {
        answer.found.extend(open(tx, me, &hit)?);
    }
    Ok(answer)
}

/// Values of the same facet are alternatives.
fn facets(narrowed: &[(&'static str, String)]) -> Vec<(&'static str, Vec<String>)> {
    let mut facets: Vec<(&'static str, Vec<String>)> = Vec::new();
    for (name, value) in narrowed {
        match facets.iter_mut().find(|(known, _)| known == name) {
            Some((_, values)) => values.push(value.clone()),
            None => facets.push((name, vec![value.clone()])),
        }
    }
    facets
}

/// Finds the category that was meant, of listings or of resources: by its code, its name, or how its name begins.
fn understand_category(
    tx: &ReadTx,
    ask: &Ask,
    understood: &mut Understood,
    facets: &mut Vec<(&'static str, Vec<String>)>,
) -> Result<()> {
    let Some(typed) = &ask.wish.category else { return Ok(()) };
    let of_listings = ayni_communities::categories(tx)?;
    let of_resources = ayni_resources::categories(tx)?;
    let listings = of_listings.iter().map(|c| (c.code.to_string(), c.name.to_string(), c.id.to_string()));
    let resources = of_resources.iter().map(|c| (String::new(), c.name.to_string(), c.id.to_string()));
    let all: Vec<(String, String, String)> = listings.chain(resources).collect();
    let typed = typed.to_lowercase();
    let ways: [fn(&str, &str, &str) -> bool; 3] = [
        |typed, code, _| code.to_lowercase() == typed,
        |typed, _, name| name.to_lowercase() == typed,
        |typed, _, name| name.to_lowercase().split_whitespace().any(|word| word.starts_with(typed)),
    ];
    for way in ways {
        let meant: Vec<_> = all.iter().filter(|(code, name, _)| way(&typed, code, name)).collect();
        if let Some((_, name, _)) = meant.first() {
            understood.category = Some(name.clone());
            facets.push(("category", meant.iter().map(|(_, _, id)| id.clone()).collect()));
            return Ok(());
        }
    }
    understood.unknown.push(Unknown::Category);
    Ok(())
}

/// The box of the map, or else the circle.
fn area(ask: &Ask, around: Option<&Around>) -> Option<Area> {
    let frame = ask.frame.map(|(low, high)| Area::Frame {
        south: low.latitude(),
        west: low.longitude(),
        north: high.latitude(),
        east: high.longitude(),
    });
    let circle = || around.map(|around| Area::Circle { centre: places::spot(around.point), metres: around.metres });
    frame.or_else(circle)
}

/// What comes first where nothing is said: what fits best; without words the nearest, or else the newest.
fn sort(ask: &Ask, around: Option<&Around>) -> Sort {
    let ranked = !ask.wish.words.is_empty() || !ask.wish.phrases.is_empty();
    ask.sort.unwrap_or(if around.is_some() && !ranked { Sort::Nearest } else { Sort::Relevance })
}

fn open(tx: &ReadTx, me: &Actor, hit: &Hit) -> Result<Option<Found>> {
    let Some(kind) = KINDS.iter().find(|kind| kind.kind == hit.kind) else { return Ok(None) };
    let thing = match (kind.open)(tx, me, hit.id) {
        // The index follows the store a moment later: it may still know things as they were.
        Err(Error::NotFound | Error::SignIn | Error::Forbidden) => return Ok(None),
        other => other?,
    };
    Ok(Some(Found {
        thing,
        point: hit.spot.map(|(spot, _)| places::point(spot)).transpose()?,
        is_approximate: hit.spot.is_some_and(|(_, exactness)| exactness == Exactness::Approximate),
        metres: hit.metres,
    }))
}

/// Puts the counts into words.
fn count(tx: &ReadTx, counts: &ayni_search::Counts, answer: &mut Answer) -> Result<()> {
    let of_kind = |kind: &str| counts.get("kind").and_then(|kinds| kinds.get(kind)).copied().unwrap_or_default();
    answer.kinds = KINDS.iter().map(|kind| (kind.kind, of_kind(kind.kind))).filter(|(_, count)| *count > 0).collect();
    for facet in FACETS {
        let mut values: Vec<(&String, u64)> =
            counts.get(facet).into_iter().flatten().map(|(value, count)| (value, *count)).collect();
        values.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(other.0)));
        for (value, count) in values.into_iter().take(MAX_VALUES) {
            let name = if facet == "category" { category_name(tx, value)? } else { value.clone() };
            answer.values.push(Value { facet, value: value.clone(), name, count });
        }
    }
    Ok(())
}

/// The name of a category of listings or of resources.
fn category_name(tx: &ReadTx, id: &str) -> Result<String> {
    let Ok(of_listings) = id.parse::<CategoryId>() else { return Ok(String::new()) };
    if let Some(category) = ayni_communities::category(tx, of_listings)? {
        return Ok(category.name.to_string());
    }
    let line = ayni_resources::category_line(tx, ResourceCategoryId::from_bytes(of_listings.bytes()))?;
    Ok(line.first().map(|category| category.name.to_string()).unwrap_or_default())
}
