//! What is searched: a small judged village in four languages, and a large made-up world of its words.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use ayni_search::{Document, Exactness, Position, Spot};

/// The judged village: number, language, category, title, text.
const DOCUMENTS: &str = include_str!("../documents.tsv");

/// Its queries: language, words, and the documents that answer them with grades.
const QUERIES: &str = include_str!("../queries.tsv");

/// Documents made in one go.
const PART: u32 = 2_000;

/// Questions of the large world.
const QUESTIONS: u32 = 5_000;

/// Hits that count for the relevance.
const COUNTED: usize = 10;

/// Parts of made-up names.
const SYLLABLES: [&str; 24] = [
    "an", "bel", "cor", "da", "el", "fin", "go", "har", "is", "jo", "ka", "len", "mar", "nor", "os", "per", "quin",
    "ros", "sil", "tam", "ul", "ver", "win", "zo",
];

/// A judged query.
pub(crate) struct Judged {
    pub(crate) words: String,
    language: String,
    grades: BTreeMap<u32, f64>,
}

/// The judged village.
pub(crate) struct Village {
    pub(crate) documents: Vec<Document>,
    pub(crate) queries: Vec<Judged>,
}

/// What somebody typed so far, and where.
#[derive(Debug, Clone)]
pub(crate) struct Typed {
    pub(crate) words: String,
    pub(crate) latitude: f64,
    pub(crate) longitude: f64,
}

impl Typed {
    /// Typed nowhere in particular.
    pub(crate) fn of(words: &str) -> Self {
        Self { words: words.to_owned(), latitude: 0.0, longitude: 0.0 }
    }
}

/// Reads the judged village.
pub(crate) fn judged() -> Result<Village> {
    let mut documents = Vec::new();
    for line in DOCUMENTS.lines() {
        let mut fields = line.split('\t');
        let mut next = || fields.next().with_context(|| format!("a field is missing: {line}"));
        let number: u32 = next()?.parse()?;
        next()?;
        let labels = vec![next()?.to_owned()];
        documents.push(Document { labels, title: next()?.to_owned(), text: next()?.to_owned(), ..blank(number) });
    }
    let mut queries = Vec::new();
    for line in QUERIES.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [language, words, judged] = fields.as_slice() else { anyhow::bail!("not three fields: {line}") };
        let mut grades = BTreeMap::new();
        for grade in judged.split(',') {
            let (number, grade) = grade.split_once('=').with_context(|| format!("no grade: {line}"))?;
            grades.insert(number.parse()?, grade.parse()?);
        }
        queries.push(Judged { words: (*words).to_owned(), language: (*language).to_owned(), grades });
    }
    Ok(Village { documents, queries })
}

fn blank(number: u32) -> Document {
    let mut id = [0; 16];
    id.iter_mut().rev().zip(number.to_le_bytes()).for_each(|(byte, digit)| *byte = digit);
    Document { kind: "listing", id, audience: 1, ..Document::default() }
}

/// The number of a document.
pub(crate) fn number_of(id: [u8; 16]) -> u32 {
    u32::try_from(u128::from_be_bytes(id)).unwrap_or(u32::MAX)
}

impl Village {
    /// The mean score of each language and of all.
    pub(crate) fn scores(&self, answers: &[Vec<u32>]) -> String {
        let mut by_language: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
        for (query, answer) in self.queries.iter().zip(answers) {
            let score = query.score(answer);
            by_language.entry(query.language.as_str()).or_default().push(score);
            by_language.entry("all").or_default().push(score);
        }
        #[expect(clippy::cast_precision_loss, reason = "a number of queries")]
        let mean = |scores: &[f64]| scores.iter().sum::<f64>() / scores.len() as f64;
        let told = by_language.iter().map(|(language, scores)| format!("{language} {:.3}", mean(scores)));
        told.collect::<Vec<_>>().join(", ")
    }
}

impl Judged {
    /// Normalised discounted cumulative gain of the first ten.
    fn score(&self, answer: &[u32]) -> f64 {
        let gain = |(place, grade): (u32, f64)| (2_f64.powf(grade) - 1.0) / f64::from(place + 2).log2();
        let grade = |number: &u32| self.grades.get(number).copied().unwrap_or_default();
        let got: f64 = (0..).zip(answer.iter().take(COUNTED).map(grade)).map(gain).sum();
        let mut ideal: Vec<f64> = self.grades.values().copied().collect();
        ideal.sort_by(|one, other| other.total_cmp(one));
        let best: f64 = (0..).zip(ideal.into_iter().take(COUNTED)).map(gain).sum();
        got / best
    }
}

/// A large world: half members with made-up names, half listings of the village's words.
pub(crate) struct World {
    documents: u32,
    words: Vec<&'static str>,
    categories: Vec<&'static str>,
}

/// Numbers that look random: `SplitMix64` (Steele, Lea and Flood 2014).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % (end.max(1) as u64)).unwrap_or(0)
    }

    /// Often one of the first, seldom one of the last, as words are.
    fn often<'a>(&mut self, of: &[&'a str]) -> &'a str {
        let bound = 1 + self.below(of.len());
        of.get(self.below(bound)).copied().unwrap_or_default()
    }

    fn name(&mut self) -> String {
        let syllables = 2 + self.below(2);
        let name: String =
            (0..syllables).map(|_| SYLLABLES.get(self.below(SYLLABLES.len())).copied().unwrap_or_default()).collect();
        name.chars().take(1).flat_map(char::to_uppercase).chain(name.chars().skip(1)).collect()
    }

    fn text(&mut self, words: &[&str], count: usize) -> String {
        (0..count).map(|_| self.often(words)).collect::<Vec<_>>().join(" ")
    }

    #[expect(clippy::cast_precision_loss, reason = "at most 10⁷")]
    fn degrees(&mut self, from: f64) -> f64 {
        from + self.below(40_000_000) as f64 / 1e7
    }
}

impl World {
    /// A world of so many documents.
    pub(crate) fn new(documents: u32) -> Result<Self> {
        let fields = |line: &'static str| line.split('\t').collect::<Vec<&'static str>>();
        let mut words: Vec<&'static str> = DOCUMENTS
            .lines()
            .flat_map(|line| fields(line).into_iter().skip(3))
            .flat_map(|text| text.split(|c: char| !c.is_alphabetic()))
            .filter(|word| word.chars().count() > 1)
            .collect();
        words.sort_unstable();
        words.dedup();
        // So that the frequent ones are not those that begin with "a".
        words.sort_by_key(|word| {
            word.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)))
        });
        let mut categories: Vec<&'static str> = DOCUMENTS.lines().filter_map(|line| line.split('\t').nth(2)).collect();
        categories.dedup();
        anyhow::ensure!(!words.is_empty() && !categories.is_empty(), "the village has words");
        Ok(Self { documents, words, categories })
    }

    /// All of its documents, in parts.
    pub(crate) fn parts(&self) -> impl Iterator<Item = Vec<Document>> {
        (0..self.documents)
            .step_by(PART as usize)
            .map(move |from| (from..self.documents.min(from + PART)).map(|number| self.document(number)).collect())
    }

    /// One of them; the same at every call.
    pub(crate) fn document(&self, number: u32) -> Document {
        let mut chance = Chance(u64::from(number) << 20);
        let position = Position {
            spot: Spot { latitude: chance.degrees(40.0), longitude: chance.degrees(0.0) },
            exactness: Exactness::Exact,
            audience: 1,
        };
        let (position, created) = (Some(position), i64::from(number));
        let text = chance.text(&self.words, 14);
        if number.is_multiple_of(2) {
            let title = format!("{} {}", chance.name(), chance.name());
            let code = format!("BRAM{number:07}");
            return Document { kind: "member", title, code, text, position, created, ..blank(number) };
        }
        let count = 2 + chance.below(3);
        let title = chance.text(&self.words, count);
        let labels = vec![chance.often(&self.categories).to_owned()];
        Document { title, labels, text, position, created, ..blank(number) }
    }

    /// What people type who look for some of its documents: the beginning of the title, up to some letter.
    pub(crate) fn typed(&self) -> Vec<Typed> {
        let mut chance = Chance(11);
        let question = |_| {
            let number = chance.below(self.documents as usize);
            let document = self.document(u32::try_from(number).unwrap_or_default());
            let letters = 1 + chance.below(document.title.chars().count());
            let words = document.title.chars().take(letters).collect();
            let spot = document.position.map_or(Spot { latitude: 0.0, longitude: 0.0 }, |position| position.spot);
            Typed { words, latitude: spot.latitude, longitude: spot.longitude }
        };
        (0..QUESTIONS).map(question).collect()
    }
}
