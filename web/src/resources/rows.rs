//! The numbered and ticked fields of HTML forms: `room-0-name`, `day-mon`, `part-<id>`.

use std::{collections::BTreeMap, str::FromStr};

use serde::Deserialize;

/// Fields of a form that have no name of their own, as they were sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct Rows(BTreeMap<String, String>);

impl Rows {
    /// The text of a cell; empty when it was not sent.
    pub(super) fn cell(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |text| text.trim())
    }

    /// Sets a cell, for a form that is filled in.
    pub(super) fn set(&mut self, name: String, value: impl Into<String>) {
        self.0.insert(name, value.into());
    }

    /// Whether a box was ticked.
    pub(super) fn ticked(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// What was ticked among boxes whose names have the same beginning: `part-<id>`.
    pub(super) fn ticks<I: FromStr>(&self, start: &str) -> Vec<I> {
        let ends = self.0.keys().filter_map(|name| name.strip_prefix(start));
        ends.filter_map(|end| end.parse().ok()).collect()
    }

    /// The ticked ones together with those that a program named.
    pub(super) fn chosen<I: FromStr + PartialEq>(&self, start: &str, named: &[String]) -> Vec<I> {
        let mut chosen = self.ticks(start);
        for id in named.iter().filter_map(|id| id.parse().ok()) {
            if !chosen.contains(&id) {
                chosen.push(id);
            }
        }
        chosen
    }
}
