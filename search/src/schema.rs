//! The fields of the index, and how a document becomes terms.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{TantivyDocument, Term};

use crate::words::{Analyzer, Word};
use crate::{Document, Exactness};

/// Raised whenever fields, words or stems change: an index of another format is made anew.
pub(crate) const FORMAT: u32 = 2;

/// Marks the term that is a whole code; no word contains it.
const WHOLE: char = '=';

/// Parts the name of a facet from its value.
const FACET: char = '=';

/// What kinds are counted under, beside the facets.
pub(crate) const KIND_FACET: &str = "kind";

/// Names of the columns that a walk over hits reads.
pub(crate) mod column {
    pub(crate) const KIND: &str = "kind";
    pub(crate) const ID_HIGH: &str = "id_high";
    pub(crate) const ID_LOW: &str = "id_low";
    pub(crate) const AUDIENCE: &str = "audience";
    pub(crate) const LATITUDE: &str = "latitude";
    pub(crate) const LONGITUDE: &str = "longitude";
    pub(crate) const PLACED: &str = "placed";
    pub(crate) const UNTIL: &str = "until";
    pub(crate) const CREATED: &str = "created";
    pub(crate) const UPDATED: &str = "updated";
    pub(crate) const FACETS: &str = "facets";
}

/// The fields, by what is looked up in them.
#[derive(Clone, Copy)]
pub(crate) struct Fields {
    /// Kind and id together: what an update replaces.
    pub(crate) key: Field,
    pub(crate) kind: Field,
    id_high: Field,
    id_low: Field,
    audience: Field,
    /// Members who may find it whatever its audience, in hexadecimal.
    pub(crate) owners: Field,
    /// Names and numbers of whom it is by.
    pub(crate) by: Field,
    pub(crate) facets: Field,
    pub(crate) code: Field,
    pub(crate) title: Field,
    /// Text, labels and what stands aside.
    pub(crate) text: Field,
    /// Category names and tags.
    pub(crate) labels: Field,
    pub(crate) title_stems: Field,
    pub(crate) label_stems: Field,
    pub(crate) text_stems: Field,
    pub(crate) cells: Field,
    latitude: Field,
    longitude: Field,
    placed: Field,
    until: Field,
    created: Field,
    updated: Field,
}

/// The schema and its fields; the same at every call.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    // Words come ready made, joined by spaces.
    let words = |option| {
        let indexing = TextFieldIndexing::default().set_tokenizer("whitespace").set_index_option(option);
        TextOptions::default().set_indexing_options(indexing)
    };
    let (counted, placed) = (IndexRecordOption::WithFreqs, IndexRecordOption::WithFreqsAndPositions);
    let fast = NumericOptions::default().set_fast();
    let fields = Fields {
        key: builder.add_text_field("key", STRING),
        kind: builder.add_text_field(column::KIND, STRING | FAST),
        id_high: builder.add_u64_field(column::ID_HIGH, fast.clone()),
        id_low: builder.add_u64_field(column::ID_LOW, fast.clone()),
        audience: builder.add_u64_field(column::AUDIENCE, fast.clone()),
        owners: builder.add_text_field("owners", STRING),
        by: builder.add_text_field("by", words(IndexRecordOption::Basic)),
        facets: builder.add_text_field(column::FACETS, STRING | FAST),
        code: builder.add_text_field("code", words(IndexRecordOption::Basic)),
        title: builder.add_text_field("title", words(placed)),
        text: builder.add_text_field("text", words(placed)),
        labels: builder.add_text_field("labels", words(placed)),
        title_stems: builder.add_text_field("title_stems", words(counted)),
        label_stems: builder.add_text_field("label_stems", words(counted)),
        text_stems: builder.add_text_field("text_stems", words(counted)),
        cells: builder.add_u64_field("cells", INDEXED),
        latitude: builder.add_i64_field(column::LATITUDE, fast.clone()),
        longitude: builder.add_i64_field(column::LONGITUDE, fast.clone()),
        placed: builder.add_u64_field(column::PLACED, fast.clone()),
        until: builder.add_i64_field(column::UNTIL, fast.clone()),
        created: builder.add_i64_field(column::CREATED, fast.clone()),
        updated: builder.add_i64_field(column::UPDATED, fast),
    };
    (builder.build(), fields)
}

impl Fields {
    /// The term by which a document is found again.
    pub(crate) fn key_term(&self, kind: &str, id: [u8; 16]) -> Term {
        Term::from_field_text(self.key, &key(kind, id))
    }

    /// The engine's form of a document.
    pub(crate) fn document(&self, analyzer: &mut Analyzer, from: &Document) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        let (high, low) = halves(from.id);
        document.add_text(self.key, key(from.kind, from.id));
        document.add_text(self.kind, from.kind);
        document.add_u64(self.id_high, high);
        document.add_u64(self.id_low, low);
        document.add_u64(self.audience, u64::from(from.audience));
        for owner in &from.owners {
            document.add_text(self.owners, hex(*owner));
        }
        document.add_text(self.by, by_terms(analyzer, &from.by).join(" "));
        for (name, value) in &from.facets {
            document.add_text(self.facets, facet(name, value));
        }
        if let Some(until) = from.until {
            document.add_i64(self.until, until);
        }
        document.add_i64(self.created, from.created);
        document.add_i64(self.updated, from.updated);
        self.texts(analyzer, from, &mut document);
        self.position(from, &mut document);
        document
    }

    fn texts(&self, analyzer: &mut Analyzer, from: &Document, document: &mut TantivyDocument) {
        let title = analyzer.words(&from.title);
        let labels = analyzer.words(&from.labels.join("\n"));
        let mut text = analyzer.words(&from.text);
        // A label is also a word of the text, so that one look finds both.
        text.extend_from_slice(&labels);
        text.extend(analyzer.words(&from.aside));
        document.add_text(self.code, code_terms(analyzer, &from.code).join(" "));
        document.add_text(self.title, joined(&title));
        document.add_text(self.labels, joined(&labels));
        document.add_text(self.text, joined(&text));
        document.add_text(self.title_stems, stems(analyzer, &title));
        document.add_text(self.label_stems, stems(analyzer, &labels));
        document.add_text(self.text_stems, stems(analyzer, &text));
    }

    fn position(&self, from: &Document, document: &mut TantivyDocument) {
        let Some(position) = from.position else { return };
        let (latitude, longitude) = position.spot.steps();
        document.add_i64(self.latitude, latitude);
        document.add_i64(self.longitude, longitude);
        document.add_u64(self.placed, placed(position.exactness, position.audience));
        for cell in position.spot.cells() {
            document.add_u64(self.cells, cell);
        }
    }
}

/// Who may know a position and how exact it is, as one number.
fn placed(exactness: Exactness, audience: u8) -> u64 {
    u64::from(audience) * 2 + u64::from(exactness == Exactness::Approximate)
}

/// Reads [`placed`].
pub(crate) fn of_placed(number: u64) -> (Exactness, u8) {
    let exactness = if number % 2 == 1 { Exactness::Approximate } else { Exactness::Exact };
    (exactness, u8::try_from(number / 2).unwrap_or(u8::MAX))
}

/// An id as two columns keep it.
fn halves(id: [u8; 16]) -> (u64, u64) {
    let number = u128::from_be_bytes(id);
    #[expect(clippy::cast_possible_truncation, reason = "the two halves")]
    let halves = ((number >> 64) as u64, number as u64);
    halves
}

/// The id of its two halves.
pub(crate) fn id_of(high: u64, low: u64) -> [u8; 16] {
    (u128::from(high) << 64 | u128::from(low)).to_be_bytes()
}

/// An id as a term.
pub(crate) fn hex(id: [u8; 16]) -> String {
    format!("{:032x}", u128::from_be_bytes(id))
}

/// A facet and its value as a term.
pub(crate) fn facet(name: &str, value: &str) -> String {
    format!("{name}{FACET}{value}")
}

/// The name and the value of a facet's term.
pub(crate) fn of_facet(term: &str) -> Option<(&str, &str)> {
    term.split_once(FACET)
}

/// The term that only the whole code has.
pub(crate) fn whole_code(word: &str) -> String {
    format!("{WHOLE}{word}")
}

/// "BRAM-0012" is found by its whole, its parts, its number, and its number without zeros.
fn code_terms(analyzer: &mut Analyzer, code: &str) -> Vec<String> {
    let mut terms: Vec<String> = analyzer.words(code).into_iter().map(|w| w.folded).collect();
    if terms.is_empty() {
        return terms;
    }
    let whole = terms.concat();
    let start = whole.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let number = whole.get(start..).unwrap_or_default();
    let bare = number.trim_start_matches('0');
    terms.extend([number.to_owned(), bare.to_owned(), whole_code(&whole), whole.clone()]);
    terms.retain(|term| !term.is_empty());
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// Somebody is named by words of the name, and by the number as a code is.
fn by_terms(analyzer: &mut Analyzer, by: &[String]) -> Vec<String> {
    by.iter().flat_map(|name| code_terms(analyzer, name)).collect()
}

fn key(kind: &str, id: [u8; 16]) -> String {
    format!("{kind}/{}", hex(id))
}

fn joined(words: &[Word]) -> String {
    words.iter().map(|word| word.folded.as_str()).collect::<Vec<_>>().join(" ")
}

fn stems(analyzer: &mut Analyzer, words: &[Word]) -> String {
    words.iter().flat_map(|word| analyzer.stems(word)).collect::<Vec<_>>().join(" ")
}
