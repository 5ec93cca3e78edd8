//! What narrows a search: links with how many places each leaves.

use std::collections::BTreeMap;

use ayni_bookings::Facets;
use ayni_resources::{Filter, ResourceCategory, Tree, Value};
use serde::Serialize;
use utoipa::ToSchema;

use super::find::{PROPERTY, SpacesQuery};

/// One way to narrow a search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct FacetView {
    /// The field of the search that it sets.
    pub field: String,
    /// What it sets it to.
    pub value: String,
    /// What that is, for people.
    pub label: String,
    /// How many of the places found it leaves.
    pub count: usize,
    #[serde(skip)]
    pub link: String,
    #[serde(skip)]
    pub here: bool,
}

/// The links that narrow a search which found `all` places: those that leave fewer, and those that are chosen, which
/// lead back.
pub(super) fn facets(
    facets: &Facets,
    all: usize,
    ask: &SpacesQuery,
    (tree, categories): (&Tree, &[ResourceCategory]),
) -> Vec<FacetView> {
    let attributes: BTreeMap<_, _> = categories
        .iter()
        .flat_map(|category| &category.attributes)
        .filter(|attribute| attribute.filter == Filter::Shown)
        .map(|attribute| (attribute.id, attribute.name.as_str()))
        .collect();
    let name_of = |id| categories.iter().find(|each| each.id == id).map(|each| each.name.to_string());
    let of_category = facets
        .categories
        .iter()
        .filter_map(|(id, count)| Some(("category".to_owned(), id.to_string(), name_of(*id)?, *count)));
    let of_site = facets
        .sites
        .iter()
        .filter_map(|(id, count)| Some(("site".to_owned(), id.to_string(), tree.get(*id)?.name.to_string(), *count)));
    let of_property = facets.properties.iter().filter_map(|((id, value), count)| {
        let name = attributes.get(id)?;
        let (value, label) = match value {
            Value::Choice(choice) => (choice.to_string(), format!("{name}: {choice}")),
            _ => ("yes".to_owned(), (*name).to_owned()),
        };
        Some((format!("{PROPERTY}{id}"), value, label, *count))
    });
    let of_tag = facets.tags.iter().map(|(tag, count)| ("tag".to_owned(), tag.to_string(), tag.to_string(), *count));
    let each = of_category.chain(of_site).chain(of_property).chain(of_tag);
    each.filter_map(|(field, value, label, count)| {
        let here = ask.value(&field).to_lowercase() == value.to_lowercase();
        let link = ask.with(&[(field.as_str(), if here { "" } else { value.as_str() })]);
        (here || count < all).then_some(FacetView { field, value, label, count, link, here })
    })
    .collect()
}
