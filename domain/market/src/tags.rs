//! Labels of listings.

use ayni_kernel::Fault;

/// The most tags of a listing: what is labelled with everything is found by nothing.
pub const MAX_TAGS: usize = 10;

/// The longest tag, in characters.
pub const MAX_TAG: usize = 30;

/// Labels as people compare them: in small letters, each once, in the order in which they were given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tags(Vec<String>);

impl Tags {
    /// Takes tags between commas, with or without `#`.
    pub fn parse(field: &'static str, raw: &str) -> Result<Self, Fault> {
        let mut tags: Vec<String> = Vec::new();
        for tag in raw.split([',', ';', '\n']).map(folded).filter(|tag| !tag.is_empty()) {
            if !tag.chars().all(|c| c.is_alphanumeric() || " -_.&+'".contains(c)) {
                return Err(Fault::new(field, "market-tag-letters").with("tag", tag));
            }
            if tag.chars().count() > MAX_TAG {
                return Err(Fault::new(field, "market-tag-long").with("max", MAX_TAG));
            }
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        if tags.len() > MAX_TAGS {
            return Err(Fault::new(field, "market-tags-many").with("max", MAX_TAGS));
        }
        Ok(Self(tags))
    }

    /// Each tag.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this label is among them; it is compared as [`folded`].
    pub fn has(&self, tag: &str) -> bool {
        self.0.contains(&folded(tag))
    }

    /// The tags between commas, as a form shows them.
    pub fn joined(&self) -> String {
        self.0.join(", ")
    }

    /// Tags as they were stored; they were checked when they came in.
    pub(crate) const fn stored(tags: Vec<String>) -> Self {
        Self(tags)
    }

    pub(crate) fn to_vec(&self) -> Vec<String> {
        self.0.clone()
    }
}

/// A label as it is compared and kept: small letters, one space between words, no `#` before it.
pub fn folded(raw: &str) -> String {
    let words = raw.trim().trim_start_matches('#').to_lowercase();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
