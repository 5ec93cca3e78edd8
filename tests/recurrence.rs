//! The file with which recurrence is compared is what python-dateutil really says: see `docs/recurrence.md`.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::process::Command;

use crate::bench::python::{done, python};

#[test]
fn the_kept_file_is_what_dateutil_says() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/domain/calendar/tests/recurrence.py");
    let kept = include_str!("../domain/calendar/tests/recurrence.txt");
    let said = done(Command::new(python()).arg(script));
    let differs = kept.lines().zip(said.lines()).find(|(kept, said)| kept != said);
    assert!(differs.is_none() && kept.len() == said.len(), "run {script} again and keep what it prints: {differs:?}");
}
