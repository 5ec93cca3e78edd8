//! Rules for the shape of the house: who may depend on whom, and one name for a feature on every floor.

use std::collections::BTreeSet;

use super::{Source, none, sources};

/// Files of the face that are no features.
const NO_FEATURES: [&str; 6] = ["api", "kit", "lib", "links", "photos", "tests"];

/// Crates of the domain without pages of their own: what all share, and what only other pages call.
const WITHOUT_PAGES: [&str; 3] = ["kernel", "founding", "calendar"];

/// Templates that several features take in.
const SHARED_TEMPLATES: [&str; 3] = ["api", "kit", "parts"];

/// Which crates a floor must not know, and why.
const WALLS: [(&str, &[&str], &str); 4] = [
    ("web", &["ayni-storage", "ayni-search", "redb", "tantivy"], "pages know the domain only; add a use case there"),
    (
        "storage",
        &["ayni-search", "ayni-kernel", "ayni-web", "tantivy"],
        "an engine knows no other engine and no feature",
    ),
    ("search", &["ayni-storage", "ayni-kernel", "ayni-web", "redb"], "an engine knows no other engine and no feature"),
    ("domain", &["axum", "askama", "tokio", "hyper", "reqwest", "ayni-web"], "rules know neither the web nor async"),
];

/// The crates a manifest depends on, for building and testing too.
fn dependencies(manifest: &str) -> BTreeSet<String> {
    let manifest: toml::Table = toml::from_str(manifest).unwrap();
    let sections = ["dependencies", "build-dependencies", "dev-dependencies"]
        .into_iter()
        .filter_map(|name| manifest.get(name)?.as_table());
    sections.flat_map(|section| section.keys().cloned()).collect()
}

fn through_walls(manifest: &Source) -> Vec<String> {
    let known = dependencies(&manifest.text);
    let mut found = Vec::new();
    for (floor, forbidden, why) in WALLS.iter().filter(|(floor, ..)| manifest.is_under(floor)) {
        for name in forbidden.iter().filter(|name| known.contains(**name)) {
            let line = manifest.lines().find(|(_, text)| text.starts_with(name)).map_or(1, |(line, _)| line);
            found.push(format!("{}:{line}: {floor} must not depend on {name}: {why}", manifest.path));
        }
    }
    found
}

/// The first part of each path under a folder, without an ending.
fn under<'a>(all: &'a [Source], folder: &str) -> BTreeSet<&'a str> {
    let inside = all.iter().filter_map(|source| source.path.strip_prefix(folder)?.strip_prefix('/'));
    inside.map(|path| path.split(['/', '.']).next().unwrap_or(path)).collect()
}

/// Where a feature is missing from a floor, and what carries a name that is no feature.
fn misnamed(all: &[Source]) -> Vec<String> {
    let features: BTreeSet<_> = under(all, "web/src").into_iter().filter(|name| !NO_FEATURES.contains(name)).collect();
    let domain = under(all, "domain");
    let mut found = Vec::new();
    for (folder, kind) in [("web/templates", "html"), ("assets/locales/en", "ftl"), ("assets/locales/es", "ftl")] {
        let there = under(all, folder);
        let missing = features.iter().filter(|feature| !there.contains(**feature));
        found.extend(
            missing
                .map(|feature| format!("{folder}/{feature}: the feature {feature} has no .{kind} file here; add it")),
        );
    }
    let named = |name: &str| features.contains(name) || domain.contains(name);
    let mut strange = |folder: &str, others: &[&str]| {
        let unknown = under(all, folder).into_iter().filter(|name| !named(name) && !others.contains(name));
        found.extend(unknown.map(|name| format!("{folder}/{name}: no feature has this name; rename or remove it")));
    };
    strange("web/templates", &SHARED_TEMPLATES);
    strange("assets/locales/en", &SHARED_TEMPLATES);
    strange("assets/css", &["README", "app", "api"]);
    let faceless = domain.iter().filter(|name| !features.contains(**name) && !WITHOUT_PAGES.contains(name));
    found.extend(
        faceless.map(|name| format!("domain/{name}: web/src/{name}.rs is missing; name the pages like the rules")),
    );
    found
}

#[test]
fn floors_keep_to_themselves() {
    let all = sources();
    let manifests: Vec<_> = all.iter().filter(|source| source.ends_with("/Cargo.toml")).collect();
    assert!(manifests.len() > 5, "the manifests were not found");
    none(&manifests.into_iter().flat_map(through_walls).collect::<Vec<_>>());
}

#[test]
fn a_feature_has_one_name() {
    none(&misnamed(&sources()));
}

#[test]
fn holes_in_walls_are_found() {
    let of = |path: &str, text: &str| through_walls(&Source::new(path, text)).len();
    assert_eq!(of("web/Cargo.toml", "[dependencies]\nayni-storage.workspace = true\n"), 1);
    assert_eq!(of("domain/ledger/Cargo.toml", "[dev-dependencies]\ntokio = \"1\"\n"), 1);
    assert_eq!(of("storage/Cargo.toml", "[dependencies]\nayni-search = { path = \"../search\" }\n"), 1);
    assert_eq!(of("domain/ledger/Cargo.toml", "[dependencies]\nayni-storage.workspace = true\n"), 0);
}

#[test]
fn misnamed_files_are_found() {
    let paths = |paths: &[&str]| misnamed(&paths.iter().map(|path| Source::new(path, "")).collect::<Vec<_>>()).len();
    let whole = [
        "web/src/a.rs",
        "web/templates/a/show.html",
        "assets/locales/en/a.ftl",
        "assets/locales/es/a.ftl",
        "domain/a/Cargo.toml",
    ];
    assert_eq!(paths(&whole), 0);
    assert_eq!(paths(&whole[..4]), 0);
    assert_eq!(paths(&whole[..3]), 1);
    assert_eq!(paths(&[&whole[..], &["assets/css/b.css"]].concat()), 1);
    assert_eq!(paths(&[&whole[..], &["domain/b/Cargo.toml"]].concat()), 1);
}
