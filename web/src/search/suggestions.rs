//! What the search box shows while somebody types.

use axum::Json;
use ayni_finding::{Ask, Found};
use serde::Serialize;
use utoipa::ToSchema;

use super::{SearchQuery, link_to, sort_key};
use crate::{
    kit::{self, Visit},
    links,
};

/// Suggestions: as many as fit under the box on a phone.
const SUGGESTED: usize = 8;

/// The best results for what was typed so far.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FoundView {
    /// The results, best first.
    items: Vec<FoundItem>,
}

/// A result in one line.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FoundItem {
    /// Its id.
    id: String,
    /// Its name.
    name: String,
    /// What it is, in the reader's words.
    code: String,
    /// Address of its picture.
    avatar: Option<String>,
    /// Address of its page.
    link: String,
}

/// Answers while somebody types.
pub(super) async fn suggestions(
    visit: Visit,
    kit::Ask(query): kit::Ask<SearchQuery>,
) -> Result<Json<FoundView>, kit::Refusal> {
    let answer = visit.read(|tx, me| {
        let ask = Ask { limit: SUGGESTED, offset: 0, ..query.ask(tx, me)? };
        ayni_finding::search(tx, me, &visit.community.index, &ask)
    })?;
    Ok(Json(FoundView { items: answer.found.into_iter().map(|found| FoundItem::of(&visit, found)).collect() }))
}

impl FoundItem {
    fn of(visit: &Visit, found: Found) -> Self {
        let thing = found.thing;
        let what = visit.words.say(&sort_key(thing.kind, thing.sort));
        let by = thing.by.as_ref().map(|card| format!("{what} · {}", card.name));
        Self {
            id: super::results::id_of(&thing),
            link: link_to(&thing),
            avatar: thing.photo.as_ref().map(links::photo),
            code: if thing.kind == "member" { thing.code } else { by.unwrap_or(what) },
            name: thing.title,
        }
    }
}
