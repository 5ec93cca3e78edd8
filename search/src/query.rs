//! Builds the engine's query from the words that a person typed and the filters beside them.

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, FuzzyTermQuery, Occur, PhraseQuery,
    Query as EngineQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use crate::Query;
use crate::schema::{Fields, facet, whole_code};
use crate::words::{Analyzer, MAX_WORD, Word, is_small};

/// Most words of a query that are looked at; each costs several walks through the term lists.
const MAX_WORDS: usize = 8;
/// Most characters of a query that are read: the words and as many separators, with room to spare.
const MAX_CHARS: usize = 2 * MAX_WORDS * (MAX_WORD + 1);
/// Most phrases, most words to be left out and most values of a facet that count.
const MAX_OTHERS: usize = 8;

/// Shortest words, in letters, that may have one and two typos; in shorter ones everything is
/// a neighbour of everything.
const ONE_TYPO_FROM: usize = 4;
const TWO_TYPOS_FROM: usize = 8;
/// Shortest beginning, in letters, of a word still being typed that may have a typo.
const TYPO_IN_PREFIX_FROM: usize = 5;
/// Shortest word, in letters, that is also looked for as the beginning of a longer one when it is not the last:
/// half of a German compound.
const PART_FROM: usize = 5;
/// Shortest beginning, in letters, that is looked for in texts: too many words begin with a shorter one.
const PREFIX_IN_TEXT_FROM: usize = 3;
/// Fewest words that count from which on one may be missing when nothing has them all.
const MAY_MISS_FROM: usize = 3;

/// What a match is worth. A word counts by its best match alone, so the order of this list is
/// the order of the results.
mod worth {
    pub(super) const CODE_WHOLE: f32 = 120.0;
    pub(super) const CODE_PART: f32 = 110.0;
    pub(super) const CODE_PREFIX: f32 = 90.0;
    pub(super) const TITLE_PHRASE: f32 = 50.0;
    pub(super) const TEXT_PHRASE: f32 = 42.0;
    pub(super) const TITLE: f32 = 40.0;
    pub(super) const LABEL: f32 = 36.0;
    pub(super) const TEXT: f32 = 33.0;
    pub(super) const TITLE_STEM: f32 = 30.0;
    pub(super) const LABEL_STEM: f32 = 28.5;
    pub(super) const TEXT_STEM: f32 = 27.0;
    pub(super) const TITLE_PREFIX: f32 = 20.0;
    pub(super) const TEXT_PREFIX: f32 = 17.0;
    pub(super) const CODE_LETTERS: f32 = 14.0;
    pub(super) const TITLE_TYPO: f32 = 10.0;
    pub(super) const TEXT_TYPO: f32 = 8.0;
    pub(super) const TITLE_TWO_TYPOS: f32 = 6.0;
    pub(super) const TEXT_TWO_TYPOS: f32 = 4.5;
    pub(super) const TITLE_PREFIX_TYPO: f32 = 3.0;
    pub(super) const TEXT_PREFIX_TYPO: f32 = 1.5;
    /// A small word only orders what the others found.
    pub(super) const SMALL: f32 = 0.02;
    /// Rarity and frequency (BM25) order the documents of one step, and stay below the next.
    pub(super) const RELEVANCE: f32 = 0.02;
    /// The same where it is the title's: a short title that is nearly the query stands first.
    pub(super) const TITLE_RELEVANCE: f32 = 0.08;
}

/// How far a match may be from what was typed; each way finds all that the ones before it do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Way {
    /// Whole words, or other forms of them, in codes, titles and labels.
    Titles,
    /// Whole words and other forms of them, anywhere.
    Words,
    /// The last word may be unfinished.
    Beginnings,
    /// Words may be misspelt, and be the beginning of a compound.
    Typos,
    /// One word may be missing, of many two.
    Loose,
}

type Boxed = Box<dyn EngineQuery>;
type Clause = (Occur, Boxed);

/// What was typed, taken apart.
pub(crate) struct Typed {
    words: Vec<Word>,
    phrases: Vec<Vec<Word>>,
    without: Vec<Word>,
    by: Vec<Word>,
}

impl Typed {
    /// Takes a query apart.
    pub(crate) fn of(analyzer: &mut Analyzer, query: &Query<'_>) -> Self {
        let mut words = words_of(analyzer, query.words);
        words.truncate(MAX_WORDS);
        let phrases = query.phrases.iter().take(MAX_OTHERS).map(|phrase| words_of(analyzer, phrase));
        Self {
            phrases: phrases.filter(|words| !words.is_empty()).collect(),
            without: query.without.iter().take(MAX_OTHERS).flat_map(|word| words_of(analyzer, word)).collect(),
            by: words_of(analyzer, query.by),
            words,
        }
    }

    /// Whether there is anything to rank by.
    pub(crate) fn is_ranked(&self) -> bool {
        !self.words.is_empty() || !self.phrases.is_empty()
    }

    /// Whether there are words that could be misspelt or unfinished.
    pub(crate) fn has_words(&self) -> bool {
        !self.words.is_empty()
    }

    /// Whether a word may be missing.
    pub(crate) fn may_miss(&self) -> bool {
        self.words.iter().filter(|word| !is_small(&word.folded)).count() >= MAY_MISS_FROM
    }
}

fn words_of(analyzer: &mut Analyzer, typed: &str) -> Vec<Word> {
    let start: String = typed.trim_start().chars().take(MAX_CHARS).collect();
    analyzer.words(&start)
}

/// Which of the filters go into the engine's query: the walk looks at the kinds itself when it counts them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kinds {
    Narrow,
    Count,
}

/// Builds queries.
pub(crate) struct Builder<'a> {
    pub(crate) fields: &'a Fields,
    pub(crate) query: &'a Query<'a>,
    pub(crate) typed: &'a Typed,
    pub(crate) kinds: Kinds,
}

impl Builder<'_> {
    /// Every word must match somewhere, as far from it as the way allows, and every filter.
    pub(crate) fn build(&self, analyzer: &mut Analyzer, way: Way, cells: Option<&[u64]>) -> BooleanQuery {
        let mut clauses = self.filters(cells);
        clauses.extend(self.words(analyzer, way));
        for phrase in &self.typed.phrases {
            clauses.push((Occur::Must, phrase_of(self.fields, phrase)));
        }
        if clauses.is_empty() {
            clauses.push((Occur::Must, worth_of(AllQuery, 0.0)));
        }
        for word in &self.typed.without {
            clauses.push((Occur::MustNot, self.anywhere(analyzer, word)));
        }
        BooleanQuery::new(clauses)
    }

    fn filters(&self, cells: Option<&[u64]>) -> Vec<Clause> {
        let (fields, query) = (self.fields, self.query);
        let mut clauses = Vec::new();
        if self.kinds == Kinds::Narrow && !query.kinds.is_empty() {
            let kinds = query.kinds.iter().map(|kind| Term::from_field_text(fields.kind, kind)).collect();
            clauses.push((Occur::Must, any_of(kinds)));
        }
        for (name, values) in query.facets {
            let values = values.iter().take(MAX_OTHERS);
            let terms = values.map(|value| Term::from_field_text(fields.facets, &facet(name, value))).collect();
            clauses.push((Occur::Must, any_of(terms)));
        }
        for (place, word) in self.typed.by.iter().enumerate() {
            let folded = word.folded.as_str();
            let way = if place + 1 == self.typed.by.len() && !word.has_digit() {
                prefix(fields.by, folded, 0, 0.0)
            } else {
                exact(fields.by, folded, 0.0)
            };
            clauses.push((Occur::Must, way));
        }
        if let Some(cells) = cells {
            let terms = cells.iter().map(|cell| Term::from_field_u64(fields.cells, *cell)).collect();
            clauses.push((Occur::Must, any_of(terms)));
        }
        clauses
    }

    fn words(&self, analyzer: &mut Analyzer, way: Way) -> Vec<Clause> {
        let (fields, words) = (self.fields, &self.typed.words);
        let (mut needed, mut ranking) = (Vec::new(), Vec::new());
        let all_small = words.iter().all(|word| is_small(&word.folded));
        for (place, word) in words.iter().enumerate() {
            let last = place + 1 == words.len();
            let growing = last && way >= Way::Beginnings;
            if is_small(&word.folded) && !all_small && !growing {
                ranking.push((Occur::Should, exact(fields.title, &word.folded, worth::SMALL)));
                continue;
            }
            let stems = analyzer.stems(word);
            let ways = Ways { fields, word, last, way }.all(&stems);
            needed.push(Box::new(DisjunctionMaxQuery::new(ways)) as Boxed);
            ranking.push((Occur::Should, relevance(fields.title, &word.folded, worth::TITLE_RELEVANCE)));
            if way > Way::Titles {
                ranking.push((Occur::Should, relevance(fields.text, &word.folded, worth::RELEVANCE)));
            }
        }
        let missing = if way == Way::Loose { needed.len() / MAY_MISS_FROM } else { 0 };
        if missing > 0 {
            let least = needed.len() - missing;
            let some = BooleanQuery::union_with_minimum_required_clauses(needed, least);
            ranking.push((Occur::Must, Box::new(some)));
        } else {
            ranking.extend(needed.into_iter().map(|query| (Occur::Must, query)));
        }
        ranking
    }

    /// A word or another form of it, wherever it stands.
    fn anywhere(&self, analyzer: &mut Analyzer, word: &Word) -> Boxed {
        let fields = self.fields;
        let mut terms: Vec<Term> =
            [fields.title, fields.text].map(|field| Term::from_field_text(field, &word.folded)).into();
        for stem in analyzer.stems(word) {
            terms.extend([fields.title_stems, fields.text_stems].map(|field| Term::from_field_text(field, &stem)));
        }
        Box::new(BooleanQuery::union(terms.into_iter().map(|term| Box::new(basic(term)) as Boxed).collect()))
    }
}

/// The ways in which one word may match.
struct Ways<'a> {
    fields: &'a Fields,
    word: &'a Word,
    /// The last word may still be growing under the searcher's fingers.
    last: bool,
    way: Way,
}

impl Ways<'_> {
    fn all(&self, stems: &[String]) -> Vec<Boxed> {
        let fields = self.fields;
        let word = self.word.folded.as_str();
        let mut ways = self.code();
        ways.push(exact(fields.title, word, worth::TITLE));
        ways.push(exact(fields.labels, word, worth::LABEL));
        for stem in stems {
            ways.push(exact(fields.title_stems, stem, worth::TITLE_STEM));
            ways.push(exact(fields.label_stems, stem, worth::LABEL_STEM));
        }
        if self.way >= Way::Words {
            ways.push(exact(fields.text, word, worth::TEXT));
            ways.extend(stems.iter().map(|stem| exact(fields.text_stems, stem, worth::TEXT_STEM)));
        }
        let letters = word.chars().count();
        let part = self.way >= Way::Typos && letters >= PART_FROM;
        if self.way >= Way::Beginnings && (self.last || part) {
            ways.push(prefix(fields.title, word, 0, worth::TITLE_PREFIX));
            if letters >= PREFIX_IN_TEXT_FROM {
                ways.push(prefix(fields.text, word, 0, worth::TEXT_PREFIX));
            }
        }
        if self.way >= Way::Typos {
            self.typos(letters, &mut ways);
        }
        ways
    }

    fn code(&self) -> Vec<Boxed> {
        let field = self.fields.code;
        let word = self.word.folded.as_str();
        let mut ways = vec![exact(field, &whole_code(word), worth::CODE_WHOLE)];
        if self.word.has_digit() {
            ways.push(exact(field, word, worth::CODE_PART));
            if self.way >= Way::Beginnings {
                ways.push(prefix(field, word, 0, worth::CODE_PREFIX));
            }
            let bare = word.trim_start_matches('0');
            if !bare.is_empty() && bare.len() < word.len() {
                ways.push(exact(field, bare, worth::CODE_PART));
            }
        } else if self.way >= Way::Beginnings && self.last && word.chars().nth(1).is_some() {
            // Letters are mostly what all codes of a community begin with: they let a document
            // in, but must not lift it above people of that name.
            ways.push(prefix(field, word, 0, worth::CODE_LETTERS));
        } else if self.way >= Way::Beginnings {
            ways.push(exact(field, word, worth::CODE_LETTERS));
        }
        ways
    }

    /// A figure is never a typo: the neighbour of a number is another number.
    fn typos(&self, letters: usize, ways: &mut Vec<Boxed>) {
        let Fields { title, text, .. } = *self.fields;
        let word = self.word.folded.as_str();
        if self.word.has_digit() {
            return;
        }
        if letters >= ONE_TYPO_FROM {
            ways.push(typo(title, word, 1, worth::TITLE_TYPO));
            ways.push(typo(text, word, 1, worth::TEXT_TYPO));
        }
        if letters >= TWO_TYPOS_FROM {
            ways.push(typo(title, word, 2, worth::TITLE_TWO_TYPOS));
            ways.push(typo(text, word, 2, worth::TEXT_TWO_TYPOS));
        }
        if self.last && letters >= TYPO_IN_PREFIX_FROM {
            ways.push(prefix(title, word, 1, worth::TITLE_PREFIX_TYPO));
            ways.push(prefix(text, word, 1, worth::TEXT_PREFIX_TYPO));
        }
    }
}

/// The words beside each other, in their order.
fn phrase_of(fields: &Fields, words: &[Word]) -> Boxed {
    let within = |field: Field, worth: f32| {
        let terms: Vec<Term> = words.iter().map(|word| Term::from_field_text(field, &word.folded)).collect();
        match terms.as_slice() {
            [only] => worth_of(basic(only.clone()), worth),
            _ => worth_of(PhraseQuery::new(terms), worth),
        }
    };
    Box::new(DisjunctionMaxQuery::new(vec![
        within(fields.title, worth::TITLE_PHRASE),
        within(fields.text, worth::TEXT_PHRASE),
    ]))
}

/// Any of the terms; one alone is looked up directly.
fn any_of(terms: Vec<Term>) -> Boxed {
    match terms.as_slice() {
        [only] => worth_of(basic(only.clone()), 0.0),
        _ => worth_of(TermSetQuery::new(terms), 0.0),
    }
}

fn relevance(field: Field, word: &str, worth: f32) -> Boxed {
    let term = Term::from_field_text(field, word);
    let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
    Box::new(BoostQuery::new(Box::new(query), worth))
}

fn basic(term: Term) -> TermQuery {
    TermQuery::new(term, IndexRecordOption::Basic)
}

fn exact(field: Field, word: &str, worth: f32) -> Boxed {
    worth_of(basic(Term::from_field_text(field, word)), worth)
}

fn prefix(field: Field, word: &str, typos: u8, worth: f32) -> Boxed {
    worth_of(FuzzyTermQuery::new_prefix(Term::from_field_text(field, word), typos, true), worth)
}

fn typo(field: Field, word: &str, typos: u8, worth: f32) -> Boxed {
    worth_of(FuzzyTermQuery::new(Term::from_field_text(field, word), typos, true), worth)
}

fn worth_of(query: impl EngineQuery, worth: f32) -> Boxed {
    Box::new(ConstScoreQuery::new(Box::new(query), worth))
}
