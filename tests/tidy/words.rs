//! Rules for the locale files: complete in every language, and no dead sentences.

use std::collections::{BTreeMap, BTreeSet};

use super::{Source, names, none, sources};

const LANGUAGES: [&str; 2] = ["en", "es"];

/// Beginnings of keys that stand in a file of another name: kinds of faults and refusals, which all features share.
const SHARED: [(&str, &str); 2] = [("kernel", "fault"), ("kit", "problem")];

/// A beginning such as `users-scope-`, whose end the code writes from a value; or one of the shared ones. A
/// feature's name alone is none, or it would keep all sentences of the feature alive.
fn is_beginning(name: &str) -> bool {
    name.strip_suffix('-').is_some_and(|name| name.contains('-') || SHARED.iter().any(|(_, shared)| name == *shared))
}

/// A sentence: its line and the variables it names.
#[derive(Debug)]
struct Sentence {
    line: usize,
    variables: BTreeSet<String>,
}

/// The sentences of a locale file by key; an attribute counts as `key.attribute`.
fn sentences(source: &Source) -> BTreeMap<String, Sentence> {
    let mut found = BTreeMap::new();
    let (mut message, mut key) = (String::new(), String::new());
    for (line, text) in source.lines().filter(|(_, text)| !text.starts_with('#')) {
        let defined = text.split_once('=').map(|(name, _)| name.trim()).filter(|name| is_key(name));
        match defined {
            Some(name) if !text.starts_with(' ') => {
                name.clone_into(&mut message);
                key.clone_from(&message);
            }
            Some(name) if name.starts_with('.') => key = format!("{message}{name}"),
            _ => {}
        }
        if !key.is_empty() {
            let sentence = found.entry(key.clone()).or_insert_with(|| Sentence { line, variables: BTreeSet::new() });
            sentence.variables.extend(variables(text));
        }
    }
    found
}

fn is_key(name: &str) -> bool {
    let plain = name.trim_start_matches(['.', '-']);
    plain.starts_with(|c: char| c.is_ascii_alphabetic())
        && plain.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

fn variables(text: &str) -> impl Iterator<Item = String> {
    text.split('$')
        .skip(1)
        .map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect())
}

/// What one locale file lacks or says with other variables than the other.
fn differences(one: &Source, other: &Source) -> Vec<String> {
    let theirs = sentences(other);
    let mut found = Vec::new();
    for (key, sentence) in sentences(one) {
        match theirs.get(&key) {
            None => found.push(format!("{}:1: add {key}, which {}:{} has", other.path, one.path, sentence.line)),
            Some(their) if their.variables != sentence.variables => found.push(format!(
                "{}:{}: {key} names {:?}, but {}:{} names {:?}",
                other.path, their.line, their.variables, one.path, sentence.line, sentence.variables
            )),
            Some(_) => {}
        }
    }
    found
}

/// Sentences that are named neither in code, nor in a template, nor in another sentence.
fn dead(source: &Source, used: &BTreeSet<&str>) -> Vec<String> {
    let found = sentences(source);
    let referred: BTreeSet<_> =
        source.text.split('{').skip(1).filter_map(|rest| rest.trim_start().split([' ', '}', '.']).next()).collect();
    let begun: Vec<_> = used.iter().filter(|name| is_beginning(name)).collect();
    let alive = |key: &str| {
        let message = key.split('.').next().unwrap_or(key);
        used.contains(message) || referred.contains(message) || begun.iter().any(|start| message.starts_with(**start))
    };
    let dead = found.into_iter().filter(|(key, _)| !alive(key));
    dead.map(|(key, sentence)| format!("{}:{}: nothing says {key}; remove it", source.path, sentence.line)).collect()
}

fn in_language<'a>(all: &'a [Source], language: &str) -> BTreeMap<&'a str, &'a Source> {
    let folder = format!("assets/locales/{language}/");
    all.iter().filter_map(|source| Some((source.path.strip_prefix(&folder)?, source))).collect()
}

#[test]
fn every_language_is_complete() {
    let all = sources();
    let mut findings = Vec::new();
    for one in LANGUAGES {
        for other in LANGUAGES.iter().filter(|other| **other != one) {
            let theirs = in_language(&all, other);
            for (file, source) in in_language(&all, one) {
                match theirs.get(file) {
                    Some(their) => findings.extend(differences(source, their)),
                    None => findings.push(format!("assets/locales/{other}/{file}:1: write this file as in {one}")),
                }
            }
        }
    }
    none(&findings);
}

#[test]
fn keys_begin_with_their_feature_and_are_alive() {
    let all = sources();
    let code =
        all.iter().filter(|source| source.ends_with(".rs") && !source.is_test() || source.is_under("web/templates"));
    let used: BTreeSet<_> = code.flat_map(|source| names(&source.text)).collect();
    let files = in_language(&all, LANGUAGES[0]);
    let mut findings: Vec<_> = files.values().flat_map(|source| dead(source, &used)).collect();
    findings.extend(files.iter().flat_map(|(file, source)| foreign(source, file.trim_end_matches(".ftl"))));
    none(&findings);
}

/// Keys that a reader would look for in another file.
fn foreign(source: &Source, feature: &str) -> Vec<String> {
    let shared = SHARED.iter().filter(|(file, _)| *file == feature).map(|(_, shared)| *shared);
    let starts: Vec<_> = shared.chain([feature]).map(|start| format!("{start}-")).collect();
    let at_home = |key: &str| starts.iter().any(|start| key.trim_start_matches('-').starts_with(start));
    let strange = sentences(source).into_iter().filter(|(key, _)| !at_home(key));
    strange.map(|(key, sentence)| format!("{}:{}: begin {key} with {feature}-", source.path, sentence.line)).collect()
}

#[test]
fn incomplete_languages_are_found() {
    let one = Source::new(
        "en/a.ftl",
        "# A\na-x = { $n ->\n    [one] { $n } thing\n   *[other] { $n } of { $m }\n}\na-y = Y\n    .label = L { $k }\n",
    );
    let same = Source::new("es/a.ftl", "a-y = I\n    .label = L { $k }\na-x = { $m } y { $n }\n");
    assert_eq!(differences(&one, &same), Vec::<String>::new());
    let poor = Source::new("es/a.ftl", "a-x = { $n }\na-y = Y\n");
    assert_eq!(differences(&one, &poor).len(), 2);
}

#[test]
fn dead_and_foreign_keys_are_found() {
    let file = Source::new("en/a.ftl", "-a-brand = A\na-x = { -a-brand }\na-y = Y\na-kind-z = Z\nb-z = Z\n");
    let used = names("words.say(\"a-x\") format!(\"a-kind-{kind}\") format!(\"a-{kind}\") b-z");
    assert_eq!(dead(&file, &used), ["en/a.ftl:3: nothing says a-y; remove it"]);
    assert_eq!(foreign(&file, "a"), ["en/a.ftl:5: begin b-z with a-"]);
}
