//! Turns any text into the words that are indexed and searched for.

use std::collections::HashMap;

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

/// Languages whose forms of a word are known.
const LANGUAGES: [Language; 5] =
    [Language::English, Language::Spanish, Language::French, Language::German, Language::Portuguese];

/// Bytes of the shortest stem that still says something.
const SHORTEST_STEM: usize = 3;

/// Words whose stems are remembered: most of a text is made of few words.
const REMEMBERED: usize = 20_000;

/// Words that say little by themselves, in the languages with stems, folded: a search for "someone to mend a bike"
/// is one for a bike and mending.
const SMALL_WORDS: &str = "a an and are at be by can could do for from has have how i if in into is it me my need of off \
    on one or our please someone somebody something some than that the their them there this to too up us want wanted we \
    what when where which who with would you your \
    al algo alguien como con cual cuando de del desde donde el ella ellos en entre es esta este esto hay la las le les lo \
    los mas me mi mis muy necesito no nos o para pero por puede que quien se ser si sin sobre su sus te tu un una uno unos \
    unas y ya \
    au aux avec ce ces cette chez d dans des du elle est et il ils j je l leur lui ma mais mes mon ne nous ou par pas \
    plus pour qu quelqu quelque qui s sa ses son sur ta tes toi ton toute tous une vos votre vous \
    als am auch auf aus bei bin bis brauche das dem den der die du ein eine einem einen einer er euch fur hat ich ihr im ist \
    jemand jemanden kann kein keine man mein meine mich mir mit nach nicht noch oder sie sind so suche uber um und uns unser \
    von vom vor was wer wie will wir wo zu zum zur \
    ao aos com da das do dos e em eu mais meu minha na nas nos num para pelo pela por quem seu sua uma";

/// Splits, folds and stems; cheap to make, one for each batch or query.
pub(crate) struct Analyzer {
    fold: TextAnalyzer,
    stemmers: Vec<TextAnalyzer>,
    remembered: HashMap<String, Vec<String>>,
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
            stemmers: LANGUAGES.into_iter().map(stemmer).collect(),
            remembered: HashMap::new(),
        }
    }

    /// The words of `text` in their order.
    pub(crate) fn words(&mut self, text: &str) -> Vec<Word> {
        let plain = split(text).into_iter();
        plain.map(|plain| Word { folded: self.folded(&plain), plain }).collect()
    }

    fn folded(&mut self, plain: &str) -> String {
        if plain.is_ascii() { plain.to_owned() } else { only_token(&mut self.fold, plain) }
    }

    /// The stems of a word, folded, each once. A community writes in several languages and a
    /// document does not say in which, so every word is stemmed in all of them, and also without
    /// its accents, because many people leave them out.
    pub(crate) fn stems(&mut self, word: &Word) -> Vec<String> {
        if word.has_digit() {
            return Vec::new();
        }
        if let Some(stems) = self.remembered.get(&word.plain) {
            return stems.clone();
        }
        let mut stems: Vec<String> = Vec::new();
        for stemmer in &mut self.stemmers {
            stems.push(only_token(stemmer, &word.plain));
            if word.plain != word.folded {
                stems.push(only_token(stemmer, &word.folded));
            }
        }
        stems.sort_unstable();
        stems.sort_unstable();
        stems.dedup();
        stems.retain(|stem| stem == &word.folded || stem.len() >= SHORTEST_STEM);
        if self.remembered.len() >= REMEMBERED {
            self.remembered.clear();
        }
        self.remembered.insert(word.plain.clone(), stems.clone());
        stems
    }
}

/// Whether a folded word says little by itself.
pub(crate) fn is_small(folded: &str) -> bool {
    SMALL_WORDS.split(' ').any(|word| word == folded)
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
