//! The API document and the page that renders it, both made from the list of routes and served without the internet.

use std::sync::{Arc, LazyLock};

use askama::Template;
use axum::{
    Router,
    http::{HeaderValue, header},
    response::IntoResponse,
    routing::get,
};
use serde::Serialize;
use serde_json::Value;

use crate::{
    kit::{Page, Visit, app::App, filters, openapi::document, reply::Answer, visit::API, words::Words},
    links,
};

/// What is made of the list of routes: the document as programs read it, and what its page shows.
struct Reference {
    json: String,
    groups: Vec<Group>,
}

impl Reference {
    fn new(version: &str) -> Self {
        let json = document(&crate::routes(), version).to_pretty_json().unwrap_or_default();
        let groups = groups(&serde_json::from_str(&json).unwrap_or_default());
        Self { json, groups }
    }
}

/// Serves the document and its page, made when somebody first asks for either.
pub(crate) fn router(version: &'static str) -> Router<App> {
    let reference = Arc::new(LazyLock::new(move || Reference::new(version)));
    let same = Arc::clone(&reference);
    let raw = move || {
        let kind = HeaderValue::from_static("application/vnd.oai.openapi+json;version=3.1");
        let answer = ([(header::CONTENT_TYPE, kind)], same.json.clone()).into_response();
        async move { answer }
    };
    Router::new()
        .route(&format!("{API}/openapi.json"), get(raw))
        .route(links::API_DOCS, get(move |visit: Visit| async move { docs(&visit, &reference.groups) }))
}

fn docs(visit: &Visit, groups: &[Group]) -> Answer {
    visit.page(&DocsPage { groups })
}

/// The reference.
#[derive(Template, Serialize)]
#[template(path = "api/docs.html")]
struct DocsPage<'a> {
    groups: &'a [Group],
}

impl Page for DocsPage<'_> {
    const FEATURE: &'static str = "api";

    fn title(&self, words: &Words) -> String {
        words.say("api-title")
    }
}

/// Endpoints about one noun.
#[derive(Serialize)]
struct Group {
    name: String,
    endpoints: Vec<Endpoint>,
}

/// One operation.
#[derive(Serialize)]
struct Endpoint {
    id: String,
    method: String,
    path: String,
    about: String,
    note: String,
    asks: Vec<FieldDoc>,
    takes: Vec<FieldDoc>,
    answers: Vec<FieldDoc>,
}

/// One field of a query, body or answer.
#[derive(Serialize)]
struct FieldDoc {
    name: String,
    kind: String,
    about: String,
}

/// Reads the document back, so that the page shows just what programs get.
fn groups(document: &Value) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (path, item) in part(document, "/paths").as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let name = text(part(operation, "/tags/0"));
            let endpoint = endpoint(document, path, method, operation);
            match groups.iter_mut().find(|group| group.name == name) {
                Some(group) => group.endpoints.push(endpoint),
                None => groups.push(Group { name, endpoints: vec![endpoint] }),
            }
        }
    }
    groups.sort_by(|a, b| a.name.cmp(&b.name));
    groups
}

fn endpoint(document: &Value, path: &str, method: &str, operation: &Value) -> Endpoint {
    let content =
        |holder: &str| fields(document, part(operation, &format!("{holder}/content/application~1json/schema")));
    let asks = part(operation, "/parameters").as_array().into_iter().flatten();
    let done = if method == "post" { "/responses/201" } else { "/responses/200" };
    Endpoint {
        id: text(part(operation, "/operationId")),
        method: method.to_uppercase(),
        path: format!("{API}{path}"),
        about: text(part(operation, "/summary")),
        note: text(part(operation, "/description")),
        asks: asks
            .map(|ask| FieldDoc {
                name: text(part(ask, "/name")),
                kind: kind(part(ask, "/schema")),
                about: text(part(ask, "/description")),
            })
            .collect(),
        takes: content("/requestBody"),
        answers: content(done),
    }
}

/// The schema a reference names, or the schema itself.
fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match part(schema, "/$ref").as_str().and_then(|name| name.strip_prefix('#')) {
        Some(pointer) => document.pointer(pointer).unwrap_or(schema),
        None => schema,
    }
}

fn fields(document: &Value, schema: &Value) -> Vec<FieldDoc> {
    let schema = resolved(document, schema);
    let properties = part(schema, "/properties").as_object().into_iter().flatten();
    properties
        .map(|(name, field)| FieldDoc {
            name: name.clone(),
            kind: kind(field),
            about: text(part(field, "/description")),
        })
        .collect()
}

/// A short word for a field's type.
fn kind(schema: &Value) -> String {
    if let Some(name) = part(schema, "/$ref").as_str() {
        return name.rsplit('/').next().unwrap_or_default().to_owned();
    }
    if let Some(choices) = part(schema, "/oneOf").as_array().or_else(|| part(schema, "/allOf").as_array()) {
        return choices.iter().find(|choice| part(choice, "/type") != "null").map(kind).unwrap_or_default();
    }
    match part(schema, "/type") {
        Value::Array(kinds) => kinds.iter().map(text).find(|kind| kind != "null").unwrap_or_default(),
        Value::String(array) if array == "array" => format!("{}[]", kind(part(schema, "/items"))),
        other => text(other),
    }
}

/// The part of the document that a JSON pointer (RFC 6901) names; null when there is none.
fn part<'a>(value: &'a Value, pointer: &str) -> &'a Value {
    value.pointer(pointer).unwrap_or(&Value::Null)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
