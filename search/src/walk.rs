//! Walks over the documents that a query matches: keeps the best ones that the searcher may see, counts the others.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap, HashSet};

use tantivy::columnar::{Column, StrColumn};
use tantivy::query::{EnableScoring, Query as EngineQuery, Scorer};
use tantivy::schema::IndexRecordOption;
use tantivy::{
    COLLECT_BLOCK_BUFFER_LEN, DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED, TantivyError, Term,
};

use crate::geo::{Area, Spot};
use crate::query::Kinds;
use crate::schema::{KIND_FACET, column, id_of, of_facet, of_placed};
use crate::{Exactness, Hit, Query, Sort};

/// How many documents have each value of each facet.
pub type Counts = BTreeMap<String, BTreeMap<String, u64>>;

/// What a walk is to bring home.
pub(crate) struct Walk<'a> {
    pub(crate) query: &'a Query<'a>,
    /// The members whose own documents the searcher sees, as terms.
    pub(crate) owners: &'a [Term],
    /// Whether kinds and facets are counted; kinds are counted as if all of them were wanted.
    pub(crate) kinds: Kinds,
    /// The part of the globe; none is everywhere.
    pub(crate) area: Option<Area>,
    /// Whether the scores of the matches mean anything.
    pub(crate) ranked: bool,
    /// How many of the best are kept.
    pub(crate) keep: usize,
    /// Goes home after so many documents that the searcher may see.
    pub(crate) at_most: u64,
}

/// What a walk brought home.
#[derive(Default)]
pub(crate) struct Found {
    /// The best, best first.
    pub(crate) hits: Vec<Hit>,
    /// How many there are of the wanted kinds.
    pub(crate) total: u64,
    pub(crate) counts: Counts,
}

/// A document on the way: the smaller, the better.
struct Place {
    /// What is sorted by, so that smaller is better.
    key: f64,
    score: Score,
    segment: u32,
    doc: DocId,
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key.total_cmp(&other.key).then_with(|| (self.segment, self.doc).cmp(&(other.segment, other.doc)))
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Place {}

impl Walk<'_> {
    /// Walks over everything that matches.
    pub(crate) fn run(&self, searcher: &Searcher, query: &dyn EngineQuery) -> Result<Found, TantivyError> {
        let scoring = if self.ranked {
            EnableScoring::enabled_from_searcher(searcher)
        } else {
            EnableScoring::disabled_from_searcher(searcher)
        };
        let weight = query.weight(scoring)?;
        let mut best = BinaryHeap::new();
        let mut found = Found::default();
        let mut segments = Vec::new();
        for (reader, number) in searcher.segment_readers().iter().zip(0_u32..) {
            let segment = Segment::open(self, reader)?;
            if found.total < self.at_most {
                let mut scorer = weight.scorer(reader, 1.0)?;
                self.segment(&segment, number, scorer.as_mut(), &mut best, &mut found)?;
            }
            segments.push(segment);
        }
        for place in best.into_sorted_vec() {
            if let Some(segment) = segments.get(place.segment as usize) {
                found.hits.push(segment.hit(self, &place)?);
            }
        }
        Ok(found)
    }

    fn segment(
        &self,
        segment: &Segment,
        number: u32,
        scorer: &mut dyn Scorer,
        best: &mut BinaryHeap<Place>,
        found: &mut Found,
    ) -> Result<(), TantivyError> {
        let mut tally = Tally::of(self, segment)?;
        let mut doc = scorer.doc();
        while doc != TERMINATED && found.total < self.at_most {
            if segment.is_seen(self, doc)
                && let Some(place) = segment.within(self, doc)
                && tally.wants(segment, doc)
            {
                found.total += 1;
                let score = if self.ranked { scorer.score() } else { 0.0 };
                let key = segment.key(self, doc, score, place);
                if self.keep > 0 && (best.len() < self.keep || best.peek().is_some_and(|worst| key < worst.key)) {
                    best.push(Place { key, score, segment: number, doc });
                    if best.len() > self.keep {
                        best.pop();
                    }
                }
            }
            doc = scorer.advance();
        }
        tally.add_to(segment, &mut found.counts)
    }
}

/// The columns of a segment.
struct Segment<'a> {
    reader: &'a SegmentReader,
    kind: Option<StrColumn>,
    id_high: Column<u64>,
    id_low: Column<u64>,
    audience: Column<u64>,
    latitude: Option<Column<i64>>,
    longitude: Option<Column<i64>>,
    placed: Option<Column<u64>>,
    until: Option<Column<i64>>,
    created: Column<i64>,
    updated: Column<i64>,
    facets: Option<StrColumn>,
    /// The searcher's audience for each kind, by the kind's number in the segment; the same for all when empty.
    audiences: Vec<Option<u8>>,
    /// The documents that the searcher sees whatever their audience: few, drafts of their own.
    owned: HashSet<DocId>,
}

impl<'a> Segment<'a> {
    fn open(walk: &Walk<'_>, reader: &'a SegmentReader) -> Result<Self, TantivyError> {
        let columns = reader.fast_fields();
        let facets = if walk.kinds == Kinds::Count { columns.str(column::FACETS)? } else { None };
        let kind = columns.str(column::KIND)?;
        Ok(Self {
            reader,
            audiences: audiences(walk.query, kind.as_ref())?,
            kind,
            id_high: columns.u64(column::ID_HIGH)?,
            id_low: columns.u64(column::ID_LOW)?,
            audience: columns.u64(column::AUDIENCE)?,
            latitude: columns.column_opt(column::LATITUDE)?,
            longitude: columns.column_opt(column::LONGITUDE)?,
            placed: columns.column_opt(column::PLACED)?,
            until: columns.column_opt(column::UNTIL)?,
            created: columns.i64(column::CREATED)?,
            updated: columns.i64(column::UPDATED)?,
            facets,
            owned: owned(reader, walk.owners)?,
        })
    }

    fn is_seen(&self, walk: &Walk<'_>, doc: DocId) -> bool {
        if self.reader.alive_bitset().is_some_and(|alive| !alive.is_alive(doc)) {
            return false;
        }
        let is_over =
            || self.until.as_ref().and_then(|until| until.first(doc)).is_some_and(|until| until <= walk.query.now);
        let needed = self.audience.first(doc).unwrap_or(u64::MAX);
        let may = self.audience(walk, doc).is_some_and(|audience| needed <= u64::from(audience)) && !is_over();
        may || self.owned.contains(&doc)
    }

    /// The searcher's audience for a document's kind.
    fn audience(&self, walk: &Walk<'_>, doc: DocId) -> Option<u8> {
        if self.audiences.is_empty() {
            return Some(walk.query.audience);
        }
        let kind = self.kind.as_ref()?.term_ords(doc).next()?;
        self.audiences.get(usize::try_from(kind).ok()?).copied().flatten()
    }

    /// Where the searcher may know it to be.
    fn spot(&self, walk: &Walk<'_>, doc: DocId) -> Option<(Spot, Exactness)> {
        let (exactness, audience) = of_placed(self.placed.as_ref()?.first(doc)?);
        let may = self.audience(walk, doc).is_some_and(|mine| audience <= mine);
        if !may && !self.owned.contains(&doc) {
            return None;
        }
        let (latitude, longitude) = (self.latitude.as_ref()?.first(doc)?, self.longitude.as_ref()?.first(doc)?);
        Some((Spot::from_steps(latitude, longitude), exactness))
    }

    /// Whether it lies where the searcher looks; and how far away, where that is what counts.
    fn within(&self, walk: &Walk<'_>, doc: DocId) -> Option<f64> {
        if walk.area.is_none() && walk.query.sort != Sort::Nearest {
            return Some(0.0);
        }
        let spot = self.spot(walk, doc).map(|(spot, _)| spot);
        if let Some(area) = &walk.area
            && !area.holds(spot?)
        {
            return None;
        }
        match (walk.query.sort, walk.query.from) {
            (Sort::Nearest, Some(from)) => Some(from.metres_to(spot?)),
            _ => Some(0.0),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "microseconds stay below 2⁵³ until the year 2255")]
    fn key(&self, walk: &Walk<'_>, doc: DocId, score: Score, metres: f64) -> f64 {
        match walk.query.sort {
            Sort::Nearest if walk.query.from.is_some() => metres,
            Sort::Relevance if walk.ranked => -f64::from(score),
            Sort::Changed => -(self.updated.first(doc).unwrap_or_default() as f64),
            _ => -(self.created.first(doc).unwrap_or_default() as f64),
        }
    }

    fn hit(&self, walk: &Walk<'_>, place: &Place) -> Result<Hit, TantivyError> {
        let doc = place.doc;
        let mut kind = String::new();
        if let Some(column) = &self.kind
            && let Some(ord) = column.term_ords(doc).next()
        {
            column.ord_to_str(ord, &mut kind)?;
        }
        let (high, low) = (self.id_high.first(doc), self.id_low.first(doc));
        let (Some(high), Some(low), false) = (high, low, kind.is_empty()) else {
            return Err(TantivyError::InternalError("a document in the index has no kind or no id".to_owned()));
        };
        let spot = self.spot(walk, doc);
        Ok(Hit {
            kind,
            id: id_of(high, low),
            score: place.score,
            spot,
            metres: walk.query.from.zip(spot).map(|(from, (spot, _))| from.metres_to(spot)),
        })
    }
}

/// The searcher's audience for each kind of a segment.
fn audiences(query: &Query<'_>, kinds: Option<&StrColumn>) -> Result<Vec<Option<u8>>, TantivyError> {
    let Some(kinds) = kinds.filter(|_| !query.audiences.is_empty()) else {
        return Ok(Vec::new());
    };
    let (mut audiences, mut word) = (Vec::with_capacity(kinds.num_terms()), String::new());
    for number in (0_u64..).take(kinds.num_terms()) {
        kinds.ord_to_str(number, &mut word)?;
        let own = query.audiences.iter().find(|(kind, _)| *kind == word);
        audiences.push(own.map_or(Some(query.audience), |(_, audience)| *audience));
    }
    Ok(audiences)
}

/// The documents of a segment that belong to somebody.
fn owned(reader: &SegmentReader, owners: &[Term]) -> Result<HashSet<DocId>, TantivyError> {
    let mut owned = HashSet::new();
    for owner in owners {
        let index = reader.inverted_index(owner.field())?;
        if let Some(mut postings) = index.read_postings(owner, IndexRecordOption::Basic)? {
            let mut buffer = [0; COLLECT_BLOCK_BUFFER_LEN];
            while postings.doc() != TERMINATED {
                let filled = postings.fill_buffer(&mut buffer);
                owned.extend(buffer.iter().take(filled));
            }
        }
    }
    Ok(owned)
}

/// Counts kinds and facets of one segment by the numbers of their words.
struct Tally {
    /// How many there are of each kind, by the kind's number in the segment.
    kinds: Vec<u64>,
    facets: Vec<u64>,
    /// The numbers of the wanted kinds; none is all.
    wanted: Option<Vec<u64>>,
}

impl Tally {
    fn of(walk: &Walk<'_>, segment: &Segment<'_>) -> Result<Self, TantivyError> {
        let counts = |column: &Option<StrColumn>| vec![0; column.as_ref().map_or(0, |column| column.num_terms())];
        if walk.kinds == Kinds::Narrow {
            return Ok(Self { kinds: Vec::new(), facets: Vec::new(), wanted: None });
        }
        let mut wanted = None;
        if !walk.query.kinds.is_empty() {
            let mut numbers = Vec::new();
            if let Some(column) = &segment.kind {
                for kind in walk.query.kinds {
                    numbers.extend(column.dictionary().term_ord(kind.as_bytes())?);
                }
            }
            wanted = Some(numbers);
        }
        Ok(Self { kinds: counts(&segment.kind), facets: counts(&segment.facets), wanted })
    }

    /// Counts a document; says whether it is of a wanted kind.
    fn wants(&mut self, segment: &Segment<'_>, doc: DocId) -> bool {
        if self.kinds.is_empty() {
            return true;
        }
        let kind = segment.kind.as_ref().and_then(|column| column.term_ords(doc).next());
        add(&mut self.kinds, kind);
        let is_wanted = self.wanted.as_ref().is_none_or(|wanted| kind.is_some_and(|kind| wanted.contains(&kind)));
        if is_wanted && let Some(column) = &segment.facets {
            for number in column.term_ords(doc) {
                add(&mut self.facets, Some(number));
            }
        }
        is_wanted
    }

    fn add_to(self, segment: &Segment<'_>, counts: &mut Counts) -> Result<(), TantivyError> {
        let mut word = String::new();
        for (column, numbers) in [(&segment.kind, self.kinds), (&segment.facets, self.facets)] {
            let Some(column) = column else { continue };
            for (number, count) in (0_u64..).zip(numbers).filter(|(_, count)| *count > 0) {
                column.ord_to_str(number, &mut word)?;
                let (name, value) = of_facet(&word).unwrap_or((KIND_FACET, &word));
                *counts.entry(name.to_owned()).or_default().entry(value.to_owned()).or_default() += count;
            }
        }
        Ok(())
    }
}

fn add(counts: &mut [u64], number: Option<u64>) {
    if let Some(count) = number.and_then(|number| usize::try_from(number).ok()).and_then(|place| counts.get_mut(place))
    {
        *count += 1;
    }
}
