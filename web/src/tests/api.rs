//! The API document: one name for each type, no reference that leads nowhere, and a page that shows it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::bench::{Stranger, Town};
use crate::kit::route::Faces;

#[test]
fn every_schema_comes_from_one_type() {
    let mut known: BTreeMap<String, (Value, &str)> = BTreeMap::new();
    let mut twice: Vec<String> = Vec::new();
    for route in crate::routes().into_iter().filter(|route| route.faces == Faces::Both) {
        for described in route.takes.iter().chain(&route.answers) {
            for (name, schema) in (described.schemas)() {
                let schema = serde_json::to_value(schema).unwrap();
                let (first, path) = known.entry(name.clone()).or_insert_with(|| (schema.clone(), route.path));
                if *first != schema {
                    twice.push(format!("{name}, of {path} and of {}", route.path));
                }
            }
        }
    }
    twice.sort();
    twice.dedup();
    assert!(
        twice.is_empty(),
        "Two types have one name in the API document, and one hides the other.\nSay `#[schema(as = FeatureName)]` at \
         both:\n{}",
        twice.join("\n")
    );
}

/// Every reference below a value.
fn references<'a>(value: &'a Value, into: &mut Vec<&'a str>) {
    match value {
        Value::Object(fields) => {
            into.extend(fields.get("$ref").and_then(Value::as_str));
            fields.values().for_each(|field| references(field, into));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, into)),
        _ => {}
    }
}

#[tokio::test]
async fn the_document_is_whole_and_its_page_shows_it() {
    let town = Town::new();
    let document = town.get(Stranger, "/api/v1/openapi.json").await.expect(200).json();
    let mut all = Vec::new();
    references(&document, &mut all);
    assert!(all.len() > 100, "{} references", all.len());
    for reference in all {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
    // Both have a page of terms, and each shows its own.
    let fields = |path: &str| {
        let at = format!("/paths/{path}/get/responses/200/content/application~1json/schema/$ref");
        let name = document.pointer(&at).and_then(Value::as_str).unwrap_or_else(|| panic!("{path} answers nothing"));
        document.pointer(&format!("{}/properties", name.trim_start_matches('#'))).unwrap().clone()
    };
    assert_ne!(fields("~1terms"), fields("~1admin~1spaces~1terms"));
    let page = town.get(Stranger, "/api/docs").await.expect(200).body.replace("<wbr>", "");
    for text in ["/api/v1/admin/spaces/terms", "/api/v1/waiting", "BookingPlaceView"] {
        assert!(page.contains(text), "{text} is not shown");
    }
}
