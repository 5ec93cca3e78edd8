//! Turns any text into the words that are indexed and searched for.

use tantivy::tokenizer::{AsciiFoldingFilter, Language, RawTokenizer, Stemmer, TextAnalyzer, TokenStream};

/// Longest word kept, in characters; the rest of a longer one is cut off, alike in documents and
/// queries, so that a term stays far below the engine's limit.
pub(crate) const MAX_WORD: usize = 64;

/// One word of a text, in lower case without combining marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// As written, with its accents: what stemmers expect.
    pub(crate) plain: String,
    /// Without accents: what typos and prefixes are compared with.
    pub(crate) folded: String,
}

impl Word {
    /// Whether a figure occurs in the word, as in member numbers and account codes.
    pub(crate) fn has_digit(&self) -> bool {
        self.folded.chars().any(|c| c.is_ascii_digit())
    }
}

/// Splits, folds and stems; cheap to make, one for each batch or query.
pub(crate) struct Analyzer {
    fold: TextAnalyzer,
    english: TextAnalyzer,
    spanish: TextAnalyzer,
}

impl Analyzer {
    pub(crate) fn new() -> Self {
        let stemmer = |language| {
            TextAnalyzer::builder(RawTokenizer::default())
                .filter(Stemmer::new(language))
                .filter(AsciiFoldingFilter)
                .build()
        };
        Analyzer {
            fold: TextAnalyzer::builder(RawTokenizer::default()).filter(AsciiFoldingFilter).build(),
            english: stemmer(Language::English),
            spanish: stemmer(Language::Spanish),
        }
    }

    /// The words of `text` in their order.
    pub(crate) fn words(&mut self, text: &str) -> Vec<Word> {
        split(text).into_iter().map(|plain| Word { folded: only_token(&mut self.fold, &plain), plain }).collect()
    }

    /// The stems of a word, folded, each once. A community writes in several languages and a
    /// document does not say in which, so every word is stemmed in all of them, and also without
    /// its accents, because many people leave them out.
    pub(crate) fn stems(&mut self, word: &Word) -> Vec<String> {
        if word.has_digit() {
            return Vec::new();
        }
        let mut stems = vec![
            only_token(&mut self.english, &word.folded),
            only_token(&mut self.spanish, &word.plain),
            only_token(&mut self.spanish, &word.folded),
        ];
        stems.sort_unstable();
        stems.dedup();
        stems.retain(|stem| !stem.is_empty());
        stems
    }
}

fn only_token(analyzer: &mut TextAnalyzer, text: &str) -> String {
    let mut stream = analyzer.token_stream(text);
    if stream.advance() { stream.token().text.clone() } else { text.to_owned() }
}

fn split(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut length = 0;
    for c in text.chars().flat_map(char::to_lowercase) {
        if is_combining_mark(c) {
            continue;
        }
        let alone = is_ideograph(c);
        if (alone || !c.is_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
            length = 0;
        }
        if alone {
            words.push(c.to_string());
        } else if c.is_alphanumeric() && length < MAX_WORD {
            word.push(c);
            length += 1;
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Marks that stand apart from their letter in decomposed text ("e" + U+0301).
fn is_combining_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Kana and Han are written without spaces: each character is a word of its own.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
}
