//! The fields of the index, and how a document becomes terms.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{TantivyDocument, Term};

use crate::Document;
use crate::words::{Analyzer, Word};

/// Raised whenever fields, words or stems change: an index of another format is made anew.
pub(crate) const FORMAT: u32 = 1;

/// Marks the term that is a whole code; no word contains it.
const WHOLE: char = '=';

/// The fields, by what is looked up in them.
#[derive(Clone, Copy)]
pub(crate) struct Fields {
    /// Kind and id together: what an update replaces.
    pub(crate) key: Field,
    pub(crate) kind: Field,
    pub(crate) id: Field,
    pub(crate) audience: Field,
    pub(crate) code: Field,
    pub(crate) title: Field,
    /// Text and tags.
    pub(crate) text: Field,
    pub(crate) tags: Field,
    pub(crate) title_stems: Field,
    pub(crate) text_stems: Field,
    latitude: Field,
    longitude: Field,
}

/// The schema and its fields; the same at every call.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    // Words come ready made, joined by spaces.
    let words = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default().set_tokenizer("whitespace").set_index_option(IndexRecordOption::WithFreqs),
    );
    let fields = Fields {
        key: builder.add_text_field("key", STRING),
        kind: builder.add_text_field("kind", STRING | STORED),
        id: builder.add_bytes_field("id", STORED),
        audience: builder.add_u64_field("audience", INDEXED | FAST),
        code: builder.add_text_field("code", words.clone()),
        title: builder.add_text_field("title", words.clone()),
        text: builder.add_text_field("text", words.clone()),
        tags: builder.add_text_field("tags", words.clone()),
        title_stems: builder.add_text_field("title_stems", words.clone()),
        text_stems: builder.add_text_field("text_stems", words),
        latitude: builder.add_f64_field("latitude", FAST),
        longitude: builder.add_f64_field("longitude", FAST),
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
        let title = analyzer.words(&from.title);
        let tags = analyzer.words(&from.tags.join(" "));
        let mut text = analyzer.words(&from.text);
        text.extend_from_slice(&tags);
        let mut document = TantivyDocument::default();
        document.add_text(self.key, key(from.kind, from.id));
        document.add_text(self.kind, from.kind);
        document.add_bytes(self.id, &from.id);
        document.add_u64(self.audience, u64::from(from.audience));
        document.add_text(self.code, code_terms(analyzer, &from.code).join(" "));
        document.add_text(self.title, joined(&title));
        document.add_text(self.tags, joined(&tags));
        document.add_text(self.text, joined(&text));
        document.add_text(self.title_stems, stems(analyzer, &title));
        document.add_text(self.text_stems, stems(analyzer, &text));
        if let Some((latitude, longitude)) = from.place
            && (-90.0..=90.0).contains(&latitude)
            && (-180.0..=180.0).contains(&longitude)
        {
            document.add_f64(self.latitude, latitude);
            document.add_f64(self.longitude, longitude);
        }
        document
    }
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

fn key(kind: &str, id: [u8; 16]) -> String {
    format!("{kind}/{:032x}", u128::from_be_bytes(id))
}

fn joined(words: &[Word]) -> String {
    words.iter().map(|word| word.folded.as_str()).collect::<Vec<_>>().join(" ")
}

fn stems(analyzer: &mut Analyzer, words: &[Word]) -> String {
    words.iter().flat_map(|word| analyzer.stems(word)).collect::<Vec<_>>().join(" ")
}
