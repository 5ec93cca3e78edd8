//! By what the places of a search are told apart: how many are of each category, at each site, have this and that.
//! Counted among what was found, so that a link that narrows it never leads to nothing.

use std::{cmp::Reverse, collections::BTreeMap};

use ayni_kernel::{Actor, AttributeId, Line, Reads, ResourceCategoryId, ResourceId, Result};
use ayni_resources::{Resource, Tree, Value};

use crate::estate::Categories;

/// The most of each sort: a row of links.
const MAX_EACH: usize = 12;

/// How many of some places are of each category, at each site, have each property and each tag; the most first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facets {
    /// Categories, with what is of those in them.
    pub categories: Vec<(ResourceCategoryId, usize)>,
    /// The outermost places that others stand in.
    pub sites: Vec<(ResourceId, usize)>,
    /// Properties that somebody can have or not, or choose.
    pub properties: Vec<((AttributeId, Value), usize)>,
    /// Tags, as the first of them is written.
    pub tags: Vec<(Line, usize)>,
}

/// The facets of some resources that the actor may see.
pub fn facets(tx: &impl Reads, me: &Actor, resources: &[Resource]) -> Result<Facets> {
    Ok(count(&ayni_resources::tree(tx, me)?, &Categories::read(tx)?, resources.iter()))
}

pub(crate) fn count<'a>(
    tree: &Tree,
    lines: &Categories,
    resources: impl Iterator<Item = &'a Resource> + Clone,
) -> Facets {
    let sites = resources.clone().filter_map(|each| tree.ancestors(each.id).last().map(|site| (site.id, site.id)));
    let categories = resources.clone().flat_map(|each| lines.line(each)).map(|id| (id, id));
    let properties = resources.clone().flat_map(|each| each.attributes.iter()).filter_map(|(id, value)| match value {
        Value::Choice(choice) => Some(((*id, choice.as_str()), (*id, value.clone()))),
        Value::Yes => Some(((*id, ""), (*id, Value::Yes))),
        Value::No | Value::Number(_) | Value::Text(_) => None,
    });
    let tags = resources.flat_map(|each| each.tags.iter()).map(|tag| (tag.as_str().to_lowercase(), tag.clone()));
    Facets { categories: most(categories), sites: most(sites), properties: most(properties), tags: most(tags) }
}

/// How often each key comes, with the first thing under it; the most frequent first.
fn most<K: Ord, T>(all: impl Iterator<Item = (K, T)>) -> Vec<(T, usize)> {
    let mut counted: BTreeMap<K, (T, usize)> = BTreeMap::new();
    for (key, thing) in all {
        counted.entry(key).or_insert((thing, 0)).1 += 1;
    }
    let mut found: Vec<_> = counted.into_values().collect();
    found.sort_by_key(|(_, count)| Reverse(*count));
    found.truncate(MAX_EACH);
    found
}
