//! Builds the engine's query from the words that a person typed.

use tantivy::Term;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, FuzzyTermQuery, Occur, Query as EngineQuery,
    RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use crate::Query;
use crate::schema::{Fields, whole_code};
use crate::words::{Analyzer, MAX_WORD, Word};

/// Most words of a query that are looked at; each costs several walks through the term lists.
const MAX_WORDS: usize = 8;
/// Most characters of a query that are read: the words and as many separators, with room to spare.
const MAX_CHARS: usize = 2 * MAX_WORDS * (MAX_WORD + 1);

/// Shortest words, in letters, that may have one and two typos; in shorter ones everything is
/// a neighbour of everything.
const ONE_TYPO_FROM: usize = 4;
const TWO_TYPOS_FROM: usize = 8;
/// Shortest beginning, in letters, of a word still being typed that may have a typo.
const TYPO_IN_PREFIX_FROM: usize = 5;

/// What a match is worth. A word counts by its best match alone, so the order of this list is
/// the order of the results.
mod worth {
    pub(super) const CODE_WHOLE: f32 = 120.0;
    pub(super) const CODE_PART: f32 = 110.0;
    pub(super) const CODE_PREFIX: f32 = 90.0;
    pub(super) const TITLE: f32 = 40.0;
    pub(super) const TAG: f32 = 36.0;
    pub(super) const TEXT: f32 = 33.0;
    pub(super) const TITLE_STEM: f32 = 30.0;
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
    /// Rarity and frequency (BM25) order the documents of one step, and stay below the next.
    pub(super) const RELEVANCE: f32 = 0.02;
}

/// Whether misspelt words may match.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Typos {
    No,
    Yes,
}

type Boxed = Box<dyn EngineQuery>;

/// The words of a query that count.
pub(crate) fn query_words(analyzer: &mut Analyzer, typed: &str) -> Vec<Word> {
    let start: String = typed.trim_start().chars().take(MAX_CHARS).collect();
    let mut words = analyzer.words(&start);
    words.truncate(MAX_WORDS);
    words
}

/// Every word must match somewhere, in a document that the searcher may see.
pub(crate) fn build(
    fields: &Fields,
    analyzer: &mut Analyzer,
    query: &Query<'_>,
    words: &[Word],
    typos: Typos,
) -> BooleanQuery {
    let mut clauses = vec![(Occur::Must, audience(fields, query.audience))];
    if !query.kinds.is_empty() {
        let kinds = query.kinds.iter().map(|kind| Term::from_field_text(fields.kind, kind));
        clauses.push((Occur::Must, worth_of(TermSetQuery::new(kinds), 0.0)));
    }
    for (place, word) in words.iter().enumerate() {
        let stems = analyzer.stems(word);
        let ways = Ways { fields, word, last: place + 1 == words.len() }.all(&stems, typos);
        clauses.push((Occur::Must, Box::new(DisjunctionMaxQuery::new(ways))));
        clauses.push((Occur::Should, relevance(fields.title, &word.folded)));
        clauses.push((Occur::Should, relevance(fields.text, &word.folded)));
    }
    BooleanQuery::new(clauses)
}

/// The ways in which one word may match.
struct Ways<'a> {
    fields: &'a Fields,
    word: &'a Word,
    /// The last word may still be growing under the searcher's fingers.
    last: bool,
}

impl Ways<'_> {
    fn all(&self, stems: &[String], typos: Typos) -> Vec<Boxed> {
        let fields = self.fields;
        let word = self.word.folded.as_str();
        let mut ways = self.code();
        ways.push(exact(fields.title, word, worth::TITLE));
        ways.push(exact(fields.tags, word, worth::TAG));
        ways.push(exact(fields.text, word, worth::TEXT));
        for stem in stems {
            ways.push(exact(fields.title_stems, stem, worth::TITLE_STEM));
            ways.push(exact(fields.text_stems, stem, worth::TEXT_STEM));
        }
        if self.last {
            ways.push(prefix(fields.title, word, 0, worth::TITLE_PREFIX));
            ways.push(prefix(fields.text, word, 0, worth::TEXT_PREFIX));
        }
        if typos == Typos::Yes {
            self.typos(&mut ways);
        }
        ways
    }

    fn code(&self) -> Vec<Boxed> {
        let field = self.fields.code;
        let word = self.word.folded.as_str();
        let mut ways = vec![exact(field, &whole_code(word), worth::CODE_WHOLE)];
        if self.word.has_digit() {
            ways.push(exact(field, word, worth::CODE_PART));
            ways.push(prefix(field, word, 0, worth::CODE_PREFIX));
            let bare = word.trim_start_matches('0');
            if !bare.is_empty() && bare.len() < word.len() {
                ways.push(exact(field, bare, worth::CODE_PART));
            }
        } else if self.last && word.chars().nth(1).is_some() {
            // Letters are mostly what all codes of a community begin with: they let a document
            // in, but must not lift it above people of that name.
            ways.push(prefix(field, word, 0, worth::CODE_LETTERS));
        } else {
            ways.push(exact(field, word, worth::CODE_LETTERS));
        }
        ways
    }

    /// A figure is never a typo: the neighbour of a number is another number.
    fn typos(&self, ways: &mut Vec<Boxed>) {
        let Fields { title, text, .. } = *self.fields;
        let word = self.word.folded.as_str();
        let letters = word.chars().count();
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

fn audience(fields: &Fields, highest: u8) -> Boxed {
    let bound = |audience: u8| std::ops::Bound::Included(Term::from_field_u64(fields.audience, u64::from(audience)));
    worth_of(RangeQuery::new(bound(0), bound(highest)), 0.0)
}

fn relevance(field: Field, word: &str) -> Boxed {
    let term = Term::from_field_text(field, word);
    let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
    Box::new(BoostQuery::new(Box::new(query), worth::RELEVANCE))
}

fn exact(field: Field, word: &str, worth: f32) -> Boxed {
    let term = Term::from_field_text(field, word);
    worth_of(TermQuery::new(term, IndexRecordOption::Basic), worth)
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
