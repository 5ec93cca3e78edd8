//! Finding: one search over everything that the community has.
//!
//! [`KINDS`] lists what can be found, one entry a kind: what the index keeps of it, who may find it, and how it is
//! opened for whoever found it. [`Wish`] is what a person typed, [`search`] answers it. The index is asked only for what
//! the searcher may see, and each hit is opened once more with the searcher's own eyes: the index follows the store a
//! moment later.

mod kinds;
mod language;
mod making;
mod places;
mod search;

#[cfg(test)]
mod tests;

pub use ayni_search::{Fit, Sort};

pub use kinds::{Id, KINDS, Kind, Thing};
pub use language::{Near, Place, Wish};
pub use making::{Made, anew};
pub use places::Around;
pub use search::{Answer, Ask, Depth, FACETS, Found, Understood, Unknown, Value, search};
