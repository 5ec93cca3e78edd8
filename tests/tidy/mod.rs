//! The house rules that no lint knows. Each finding says file and line, and what to do about it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod code;
mod face;
mod floors;
mod words;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// A text file of the repository.
struct Source {
    /// Its path from the root, with `/`.
    path: String,
    text: String,
}

impl Source {
    fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    fn ends_with(&self, suffix: &str) -> bool {
        self.path.ends_with(suffix)
    }

    fn is_under(&self, folder: &str) -> bool {
        self.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }

    fn is_test(&self) -> bool {
        self.path.split('/').any(|part| matches!(part, "tests" | "tests.rs" | "testing.rs"))
    }

    /// Line numbers from 1, with their text.
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(at, line)| (at + 1, line))
    }
}

/// Made by builds and runs, or kept by git.
const NOT_OURS: [&str; 3] = [".git", "target", "ayni-data"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every text file of the repository, in the order of its path.
fn sources() -> Vec<Source> {
    let mut files = Vec::new();
    collect(root(), &mut files);
    files.sort();
    let texts = files.into_iter().filter_map(|file| {
        let text = fs::read_to_string(&file).ok()?;
        let path = file.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
        Some(Source { path, text })
    });
    texts.collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name();
        let kind = entry.file_type().unwrap();
        if NOT_OURS.iter().any(|other| name == *other) {
            continue;
        }
        if kind.is_dir() {
            collect(&entry.path(), files);
        } else if kind.is_file() {
            files.push(entry.path());
        }
    }
}

/// Names in a text: runs of letters, digits, `-` and `_`.
fn names(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).filter(|name| !name.is_empty()).collect()
}

/// Fails with all findings at once.
#[track_caller]
fn none(findings: &[String]) {
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

/// Whether each planted text is judged as expected: `true` means that the check must find something.
#[track_caller]
fn judged(check: impl Fn(&Source) -> Vec<String>, path: &str, planted: &[(&str, bool)]) {
    for (text, bad) in planted {
        let found = check(&Source::new(path, text));
        assert_eq!(!found.is_empty(), *bad, "{text:?} gave {found:?}");
    }
}
