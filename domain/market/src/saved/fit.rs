//! Whether a listing is what a search is for, and by what it is found among all searches. Pure.
//!
//! Every search hangs on one hook, the rarest thing it asks for: a tag, the beginning of a word, a category, a kind. A
//! new listing looks at its own hooks only, so that it does not matter how many searches there are for other things.

use std::collections::BTreeSet;

use ayni_kernel::{CategoryId, Point, Slug};

use super::{MAX_WORDS, Wish};
use crate::{
    model::{Listing, ListingKind},
    place::Place,
    tags::folded,
};

/// The most different words of a listing that are looked at, its title first: more than any sensible text has.
const MAX_LISTED: usize = 400;

/// Letters at the beginning of a word by which searches hang: enough to keep them apart, few enough for endings.
const LONG: usize = 4;

/// Words of as few letters hang by themselves.
const SHORT: usize = 3;

/// What of a listing is compared with searches.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    kind: ListingKind,
    categories: Vec<CategoryId>,
    tags: Vec<String>,
    words: BTreeSet<String>,
    place: Option<Point>,
    anywhere: bool,
}

impl Facts {
    /// The facts of a listing that lies in these categories (with their names) and at this point.
    pub(crate) fn of(listing: &Listing, path: &[ayni_communities::Category], place: Option<Point>) -> Self {
        let names = path.iter().map(|category| category.name.as_str());
        let texts = [listing.title.as_str()].into_iter().chain(listing.tags.iter()).chain(names);
        let texts = texts.chain([listing.description.as_str()]);
        let mut words = BTreeSet::new();
        for word in texts.flat_map(stems) {
            if words.len() == MAX_LISTED {
                break;
            }
            words.insert(word);
        }
        Self {
            kind: listing.kind,
            categories: path.iter().map(|category| category.id).collect(),
            tags: listing.tags.iter().map(str::to_owned).collect(),
            words,
            place,
            anywhere: listing.place == Place::Remote,
        }
    }

    /// Every hook on which a fitting search may hang, in a fixed order.
    pub(crate) fn hooks(&self) -> Vec<String> {
        let mut hooks: BTreeSet<String> = self.tags.iter().map(|tag| by_tag(tag)).collect();
        hooks.extend(self.categories.iter().map(|id| by_category(*id)));
        hooks.extend(self.words.iter().flat_map(|word| [by_word(word, SHORT), by_word(word, LONG)]));
        hooks.extend([by_kind(Some(self.kind)), by_kind(None)]);
        hooks.into_iter().collect()
    }

    /// Whether the listing is what the search is for; `home` is where the searching member lives.
    pub(crate) fn fit(&self, wish: &Wish, home: Option<Point>) -> bool {
        let near = |metres: u32| {
            let apart = self.place.zip(home).map(|(place, home)| place.metres_to(home));
            self.anywhere || apart.is_some_and(|apart| apart <= u64::from(metres))
        };
        wish.kind.is_none_or(|kind| kind == self.kind)
            && wish.category.is_none_or(|category| self.categories.contains(&category))
            && wish.tag.as_ref().is_none_or(|tag| self.tags.contains(&folded(tag)))
            && wanted(wish).iter().all(|word| self.words.iter().any(|listed| meets(word, listed)))
            && wish.within.is_none_or(near)
    }
}

/// The hook on which a search hangs.
pub(crate) fn hook(wish: &Wish) -> String {
    if let Some(tag) = &wish.tag {
        return by_tag(&folded(tag));
    }
    if let Some(word) = wanted(wish).iter().map(|word| root(word)).max_by_key(|root| root.chars().count()) {
        return by_word(word, if word.chars().count() <= SHORT { SHORT } else { LONG });
    }
    wish.category.map_or_else(|| by_kind(wish.kind), by_category)
}

fn by_tag(tag: &str) -> String {
    format!("t:{tag}")
}

fn by_category(id: CategoryId) -> String {
    format!("c:{id}")
}

fn by_word(word: &str, letters: usize) -> String {
    format!("w:{}", word.chars().take(letters).collect::<String>())
}

fn by_kind(kind: Option<ListingKind>) -> String {
    format!("k:{}", kind.map_or("", ListingKind::word))
}

/// The words that a search asks for.
fn wanted(wish: &Wish) -> Vec<String> {
    stems(wish.words.as_str()).take(MAX_WORDS).collect()
}

/// The words of a text without accents, capitals and the "s" of plurals.
fn stems(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(stem)
}

fn stem(word: &str) -> String {
    let plain = Slug::from_name(word).map_or_else(|| word.to_lowercase(), |slug| slug.as_str().to_owned());
    shorter(&plain, 's').unwrap_or(&plain).to_owned()
}

/// A word without a letter at its end, where enough remains.
fn shorter(word: &str, end: char) -> Option<&str> {
    word.strip_suffix(end).filter(|rest| rest.chars().count() >= SHORT)
}

/// A word without what endings such as "-es" leave of it.
fn root(word: &str) -> &str {
    shorter(word, 'e').unwrap_or(word)
}

/// Whether a listed word is the wanted one or begins with it.
fn meets(wanted: &str, listed: &str) -> bool {
    listed.starts_with(wanted) || listed == root(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_without_accents_capitals_and_plurals() {
        for (one, other) in
            [("Bicis", "bici"), ("Äpfel", "apfel"), ("PLANTAS", "planta"), ("loaves", "loave"), ("gas", "gas")]
        {
            assert_eq!(stem(one), other, "{one}");
        }
        for (wanted, listed) in
            [("cake", "cakes"), ("cakes", "cake"), ("flores", "flor"), ("flor", "flores"), ("pan", "panadero")]
        {
            assert!(meets(&stem(wanted), &stem(listed)), "{wanted} {listed}");
        }
        assert!(!meets(&stem("panadero"), &stem("pan")));
        assert_eq!(stems("Rye-bread, twice!").collect::<Vec<_>>(), ["rye", "bread", "twice"]);
    }
}
