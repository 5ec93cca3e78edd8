//! What can be found, what can be asked, and what is answered.

use crate::geo::{Area, Spot};
use crate::walk::Counts;

/// Whether a position is where something is, or only thereabouts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exactness {
    /// Where it is.
    Exact,
    /// Somewhere near, because the exact one is private.
    Approximate,
}

/// Where a document is on the globe.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// The place.
    pub spot: Spot,
    /// Whether it is exact.
    pub exactness: Exactness,
    /// Who may know it, like a document's audience; who may not finds the document, but not by its place.
    pub audience: u8,
}

/// Something that can be found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// What it is, such as "member" or "listing".
    pub kind: &'static str,
    /// Its id, unique within the kind.
    pub id: [u8; 16],
    /// Its name; counts more than everything else.
    pub title: String,
    /// A short handle such as a member number, found by its beginning and by its number.
    pub code: String,
    /// Names of categories on the way up the tree, and tags: count more than the text.
    pub labels: Vec<String>,
    /// What it says.
    pub text: String,
    /// What else it may be found by: an address, a price.
    pub aside: String,
    /// Names and numbers of whom it is by; see [`Query::by`].
    pub by: Vec<String>,
    /// What results are narrowed by and counted for: names and values without `=` in the names.
    pub facets: Vec<(&'static str, String)>,
    /// Who may find it: 0 everybody, 1 members, 2 staff.
    pub audience: u8,
    /// Members who may find it whatever its audience, such as whoever wrote a draft.
    pub owners: Vec<[u8; 16]>,
    /// Where it is.
    pub position: Option<Position>,
    /// When it is over, in microseconds since 1970; from then on only its owners find it.
    pub until: Option<i64>,
    /// When it was made, in microseconds since 1970.
    pub created: i64,
    /// When it last changed, in microseconds since 1970.
    pub updated: i64,
}

/// One change of the index.
#[expect(clippy::large_enum_variant, reason = "nearly all changes put a document")]
#[derive(Debug, Clone, PartialEq)]
pub enum Update {
    /// Adds a document, or replaces the one of the same kind and id.
    Put(Document),
    /// Takes a document out; no fault when it is not there.
    Remove {
        /// The document's kind.
        kind: &'static str,
        /// The document's id.
        id: [u8; 16],
    },
}

/// What comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// What fits best; without words, the newest.
    #[default]
    Relevance,
    /// The nearest to [`Query::from`]; what has no place is left out. Without a `from`, the newest.
    Nearest,
    /// The newest.
    Newest,
    /// What changed last.
    Changed,
}

/// A search.
#[derive(Debug, Clone, Copy, Default)]
pub struct Query<'a> {
    /// As typed by a person: any text. The first eight words count, each must match, and the last
    /// may be unfinished.
    pub words: &'a str,
    /// Words that must stand beside each other in their order.
    pub phrases: &'a [String],
    /// Words that must not occur.
    pub without: &'a [String],
    /// The kinds wanted; none means all.
    pub kinds: &'a [&'static str],
    /// Facets and the values of which one must be there.
    pub facets: &'a [(&'static str, Vec<String>)],
    /// A name or number that whom it is by must have.
    pub by: &'a str,
    /// The highest audience that the searcher belongs to.
    pub audience: u8,
    /// The audience for some kinds, where it is another one; `None` hides the kind.
    pub audiences: &'a [(&'static str, Option<u8>)],
    /// Now, in microseconds since 1970; what is over is left out.
    pub now: i64,
    /// The members whose own documents the searcher sees.
    pub owners: &'a [[u8; 16]],
    /// The part of the globe wanted.
    pub area: Option<Area>,
    /// Where distances are measured from.
    pub from: Option<Spot>,
    /// What comes first.
    pub sort: Sort,
    /// Hits left out at the beginning.
    pub offset: usize,
    /// Most hits wanted; at most 1,000 are given.
    pub limit: usize,
}

/// A document found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The document's kind.
    pub kind: String,
    /// The document's id.
    pub id: [u8; 16],
    /// How well it fits; compare only within one search.
    pub score: f32,
    /// Where it is, as far as the searcher may know.
    pub spot: Option<(Spot, Exactness)>,
    /// Metres from [`Query::from`].
    pub metres: Option<f64>,
}

/// How well what was found fits what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fit {
    /// As it was typed.
    #[default]
    Typed,
    /// Some of it only if it was misspelt.
    Misspelt,
    /// Some of it only if a word is left out.
    Partly,
}

/// What a search with counts found.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// The hits of the page.
    pub hits: Vec<Hit>,
    /// How many there are of the wanted kinds.
    pub total: u64,
    /// How many there are by facet and value; "kind" counts as if all kinds were wanted.
    pub counts: Counts,
    /// How well they fit.
    pub fit: Fit,
}
