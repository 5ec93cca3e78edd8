//! The API document and the page that renders it, both made from the list of routes and served without the internet.

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    http::{HeaderValue, header},
    response::IntoResponse,
    routing::get,
};
use serde::Serialize;
use serde_json::Value;
use utoipa::openapi::OpenApi;

use crate::{
    kit::{Page, Visit, app::App, filters, reply::Answer, visit::API, words::Words},
    links,
};

/// Serves the document and its page.
pub(crate) fn router(document: OpenApi) -> Router<App> {
    let json: Arc<str> = document.to_pretty_json().unwrap_or_default().into();
    let groups = Arc::new(groups(&serde_json::from_str(&json).unwrap_or_default()));
    let raw = move || {
        let json = Arc::clone(&json);
        async move {
            let kind = HeaderValue::from_static("application/vnd.oai.openapi+json;version=3.1");
            ([(header::CONTENT_TYPE, kind)], json.to_string()).into_response()
        }
    };
    Router::new()
        .route(&format!("{API}/openapi.json"), get(raw))
        .route(links::API_DOCS, get(move |visit: Visit| docs(visit, Arc::clone(&groups))))
}

async fn docs(visit: Visit, groups: Arc<Vec<Group>>) -> Answer {
    visit.page(&DocsPage { groups: &groups })
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
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let name = operation["tags"][0].as_str().unwrap_or_default().to_owned();
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
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let content = |holder: &Value| fields(document, &holder["content"]["application/json"]["schema"]);
    let asks = operation["parameters"].as_array().into_iter().flatten();
    let done = if method == "post" { "201" } else { "200" };
    Endpoint {
        id: text(&operation["operationId"]),
        method: method.to_uppercase(),
        path: format!("{API}{path}"),
        about: text(&operation["summary"]),
        note: text(&operation["description"]),
        asks: asks
            .map(|ask| FieldDoc {
                name: text(&ask["name"]),
                kind: kind(document, &ask["schema"]),
                about: text(&ask["description"]),
            })
            .collect(),
        takes: content(&operation["requestBody"]),
        answers: content(&operation["responses"][done]),
    }
}

/// The schema a reference names, or the schema itself.
fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str().and_then(|name| name.strip_prefix('#')) {
        Some(pointer) => document.pointer(pointer).unwrap_or(schema),
        None => schema,
    }
}

fn fields(document: &Value, schema: &Value) -> Vec<FieldDoc> {
    let schema = resolved(document, schema);
    let properties = schema["properties"].as_object().into_iter().flatten();
    properties
        .map(|(name, field)| FieldDoc {
            name: name.clone(),
            kind: kind(document, field),
            about: field["description"].as_str().unwrap_or_default().to_owned(),
        })
        .collect()
}

/// A short word for a field's type.
fn kind(document: &Value, schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str() {
        return name.rsplit('/').next().unwrap_or_default().to_owned();
    }
    if let Some(choices) = schema["oneOf"].as_array().or_else(|| schema["allOf"].as_array()) {
        let named = choices.iter().find(|choice| choice["type"] != "null");
        return named.map(|choice| kind(document, choice)).unwrap_or_default();
    }
    match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null").unwrap_or_default().to_owned(),
        Value::String(array) if array == "array" => format!("{}[]", kind(document, &schema["items"])),
        other => other.as_str().unwrap_or_default().to_owned(),
    }
}
