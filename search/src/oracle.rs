//! Filters and places against a second, slow and simple search over random documents.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use super::{Area, Document, Exactness, Index, Position, Query, Sort, Spot, Update};

/// Documents of the world.
const DOCUMENTS: u32 = 600;
/// Searches asked of it.
const SEARCHES: u32 = 500;
/// All that can be asked for at once.
const ALL: usize = 1_000;

const KINDS: [&str; 3] = ["listing", "member", "resource"];
const WORDS: [&str; 6] = ["apple", "bread", "chair", "drum", "engine", "fiddle"];
const TAGS: [&str; 4] = ["red", "blue", "old", "new"];

/// A small generator (xorshift): the same world in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }

    fn one_of<T: Copy>(&mut self, of: &[T]) -> T {
        let place = usize::try_from(self.below(of.len() as u64)).unwrap();
        of.get(place).copied().unwrap()
    }

    fn some<T: Copy>(&mut self, of: &[T]) -> Vec<T> {
        of.iter().copied().filter(|_| self.below(3) == 0).collect()
    }

    /// Anywhere; often near a town, the antimeridian or a pole, and sometimes right on an edge.
    fn spot(&mut self) -> Spot {
        #[expect(clippy::cast_precision_loss, reason = "at most 2 × 10⁷")]
        let share = |chance: &mut Self| chance.below(20_000_001) as f64 / 10_000_000.0 - 1.0;
        let near = |middle: f64, width: f64, by: f64| ((middle + width * by) * 1e7).round() / 1e7;
        let (up, over) = (share(self), share(self));
        let (latitude, longitude) = match self.below(8) {
            0 => (near(0.0, 90.0, up), near(0.0, 180.0, over)),
            1 => (near(-17.0, 1.0, up), near(180.0, 1.0, over)),
            2 => (near(89.9, 0.1, up), near(0.0, 180.0, over)),
            3 => (near(-89.9, 0.1, up), near(0.0, 180.0, over)),
            4 => (self.one_of(&[90.0, -90.0, 0.0]), self.one_of(&[180.0, -180.0, 0.0])),
            _ => (near(51.5, 0.05, up), near(-0.1, 0.05, over)),
        };
        let longitude = if longitude > 180.0 { longitude - 360.0 } else { longitude };
        Spot::new(latitude, longitude).unwrap()
    }

    fn area(&mut self) -> Area {
        let spot = self.spot();
        if self.below(2) == 0 {
            let metres = self.one_of(&[0.0, 50.0, 900.0, 4_000.0, 60_000.0, 2_000_000.0, 11_000_000.0, 21_000_000.0]);
            return Area::Circle { centre: spot, metres };
        }
        let other = if self.below(2) == 0 { self.spot() } else { Spot { latitude: spot.latitude + 0.01, ..spot } };
        let south = spot.latitude.min(other.latitude);
        let north = spot.latitude.max(other.latitude).min(90.0);
        Area::Frame { south, north, west: spot.longitude, east: other.longitude }
    }

    fn document(&mut self, number: u32) -> Document {
        let exactness = self.one_of(&[Exactness::Exact, Exactness::Approximate]);
        let audience = u8::try_from(self.below(3)).unwrap();
        let mut id = [0; 16];
        id[..4].copy_from_slice(&number.to_be_bytes());
        Document {
            kind: self.one_of(&KINDS),
            id,
            title: self.some(&WORDS).join(" "),
            text: self.some(&WORDS).join(" "),
            by: vec![self.one_of(&["Ana", "Ben"]).to_owned()],
            facets: self.some(&TAGS).into_iter().map(|tag| ("tag", tag.to_owned())).collect(),
            audience: u8::try_from(self.below(3)).unwrap(),
            owners: self.some(&[[1; 16], [2; 16]]),
            position: (self.below(5) > 0).then(|| Position { spot: self.spot(), exactness, audience }),
            until: (self.below(4) == 0).then_some(i64::try_from(self.below(10)).unwrap()),
            created: i64::from(number % 97),
            updated: i64::from(number % 89),
            ..Document::default()
        }
    }
}

/// Metres between two places by the chord through the Earth: another formula than the index has.
fn metres(one: Spot, other: Spot) -> f64 {
    let point = |spot: Spot| {
        let (up, over) = (spot.latitude.to_radians(), spot.longitude.to_radians());
        [up.cos() * over.cos(), up.cos() * over.sin(), up.sin()]
    };
    let chord: f64 = point(one).iter().zip(point(other)).map(|(a, b)| (a - b).powi(2)).sum();
    2.0 * 6_371_009.0 * (chord.sqrt() / 2.0).min(1.0).asin()
}

/// Whether a place lies in an area; `None` where it is too close to the edge to say.
fn inside(area: &Area, spot: Spot) -> Option<bool> {
    match *area {
        Area::Circle { centre, metres: radius } => {
            let away = metres(centre, spot);
            if (away - radius).abs() < 0.5 + radius * 1e-9 { None } else { Some(away < radius) }
        }
        Area::Frame { south, west, north, east } => {
            let width = if east < west { east + 360.0 - west } else { east - west };
            let turns = [-360.0, 0.0, 360.0].map(|turn| spot.longitude + turn - west);
            let across = turns.iter().any(|over| (0.0..=width).contains(over));
            let doubtful = turns.iter().any(|over| over.abs() < 1e-9 || (over - width).abs() < 1e-9);
            let up = south <= spot.latitude && spot.latitude <= north;
            match spot.latitude.abs() >= 90.0 {
                true => Some(up),
                false if up && doubtful && east.abs() < 180.0 && west.abs() < 180.0 => None,
                false => Some(up && across),
            }
        }
    }
}

/// Whether a document belongs to an answer; `None` where it is too close to an edge to say.
fn belongs(document: &Document, query: &Query<'_>) -> Option<bool> {
    let own = document.owners.iter().any(|owner| query.owners.contains(owner));
    let special = query.audiences.iter().find(|(kind, _)| *kind == document.kind);
    let audience = special.map_or(Some(query.audience), |(_, audience)| *audience);
    let over = document.until.is_some_and(|until| until <= query.now);
    let seen = own || (audience.is_some_and(|audience| document.audience <= audience) && !over);
    let kind = query.kinds.is_empty() || query.kinds.contains(&document.kind);
    let facets = query
        .facets
        .iter()
        .all(|(name, values)| document.facets.iter().any(|(other, value)| other == name && values.contains(value)));
    let by = query.by.is_empty() || document.by.iter().any(|by| by.eq_ignore_ascii_case(query.by));
    let says = |word: &str| document.title.split(' ').chain(document.text.split(' ')).any(|other| other == word);
    let words = query.words.split_whitespace().all(says) && !query.without.iter().any(|word| says(word));
    if !(seen && kind && facets && by && words) {
        return Some(false);
    }
    let spot = document
        .position
        .filter(|place| own || audience.is_some_and(|audience| place.audience <= audience))
        .map(|place| place.spot);
    match (&query.area, spot) {
        (None, None) => Some(query.sort != Sort::Nearest || query.from.is_none()),
        (None, Some(_)) => Some(true),
        (Some(_), None) => Some(false),
        (Some(area), Some(spot)) => inside(area, spot),
    }
}

/// Checks one answer against the world, whole and in its order.
fn check(world: &BTreeMap<[u8; 16], Document>, index: &Index, query: &Query<'_>) {
    let answer = index.search(query).unwrap();
    let hits: BTreeSet<[u8; 16]> = answer.hits.iter().map(|hit| hit.id).collect();
    assert_eq!((hits.len(), answer.total), (answer.hits.len(), answer.hits.len() as u64), "{query:?}");
    for (id, document) in world {
        if let Some(expected) = belongs(document, query) {
            assert_eq!(hits.contains(id), expected, "{document:?} and {query:?}");
        }
    }
    let all_kinds = index.search(&Query { kinds: &[], ..*query }).unwrap();
    for (kind, count) in answer.counts.get("kind").into_iter().flatten() {
        let of_kind = all_kinds.hits.iter().filter(|hit| hit.kind == *kind).count();
        assert_eq!(*count, of_kind as u64, "{kind} of {query:?}");
    }
    for (tag, count) in answer.counts.get("tag").into_iter().flatten() {
        let tagged = hits.iter().filter(|id| world[*id].facets.contains(&("tag", tag.clone()))).count();
        assert_eq!(*count, tagged as u64, "{tag} of {query:?}");
    }
    let found = index.find(query).unwrap();
    if query.sort == Sort::Nearest
        && let Some(from) = query.from
    {
        let away = |id: &[u8; 16]| metres(from, world[id].position.unwrap().spot);
        for hits in [&answer.hits, &found] {
            assert!(hits.is_sorted_by(|a, b| away(&a.id) <= away(&b.id) + 0.01), "{query:?}");
        }
        assert_eq!(found.iter().map(|hit| hit.id).collect::<BTreeSet<_>>(), hits, "{query:?}");
        let few = index.find(&Query { limit: 5, ..*query }).unwrap();
        assert!(few.iter().zip(&found).all(|(a, b)| a.metres == b.metres), "{query:?}");
    } else if query.sort == Sort::Newest {
        assert!(answer.hits.is_sorted_by_key(|hit| -world[&hit.id].created), "{query:?}");
    }
}

#[test]
fn every_answer_is_that_of_a_plain_search() {
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let index = Index::memory().unwrap();
    let mut world = BTreeMap::new();
    for round in 0..4 {
        let mut updates = Vec::new();
        for number in 0..DOCUMENTS / 2 {
            let document = chance.document(number + round % 2 * DOCUMENTS / 2);
            // The same id of another kind is another document.
            if let Some(old) = world.insert(document.id, document.clone())
                && old.kind != document.kind
            {
                updates.push(Update::Remove { kind: old.kind, id: old.id });
            }
            updates.push(Update::Put(document));
        }
        index.apply(updates, u64::from(round)).unwrap();
    }
    for _ in 0..SEARCHES {
        let (kinds, without) = (chance.some(&KINDS), [chance.one_of(&WORDS).to_owned()]);
        let facets = [("tag", chance.some(&TAGS).into_iter().map(str::to_owned).collect::<Vec<_>>())];
        let words = chance.some(&WORDS);
        let words = words.get(..words.len().min(2)).unwrap().join(" ");
        let owners = chance.some(&[[1; 16], [2; 16], [3; 16]]);
        let audiences = [(chance.one_of(&KINDS), chance.one_of(&[None, Some(0), Some(2)]))];
        let query = Query {
            audiences: if chance.below(2) == 0 { &audiences } else { &[] },
            now: i64::try_from(chance.below(10)).unwrap(),
            words: &words,
            without: if chance.below(4) == 0 { &without } else { &[] },
            kinds: &kinds,
            facets: if chance.below(3) == 0 && !facets[0].1.is_empty() { &facets } else { &[] },
            by: chance.one_of(&["", "", "ana", "ben"]),
            audience: u8::try_from(chance.below(3)).unwrap(),
            owners: if chance.below(3) == 0 { &owners } else { &[] },
            area: (chance.below(4) > 0).then(|| chance.area()),
            from: (chance.below(2) == 0).then(|| chance.spot()),
            sort: chance.one_of(&[Sort::Relevance, Sort::Nearest, Sort::Newest, Sort::Changed]),
            limit: ALL,
            ..Query::default()
        };
        check(&world, &index, &query);
    }
}
