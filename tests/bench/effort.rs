//! How long a person needs for what a browser did: the keystroke-level model (Card, Moran and Newell, "The
//! keystroke-level model for user performance time with interactive systems", 1980), with reading. See `docs/effort.md`.

use std::time::Duration;

/// One key, for somebody who types now and then, in milliseconds.
const KEY: u64 = 280;
/// Pointing at something.
const POINT: u64 = 1_100;
/// Pressing and letting go of a button, or a tap.
const CLICK: u64 = 200;
/// Moving a hand between keyboard and pointer.
const HOME: u64 = 400;
/// Making up one's mind before each thing that is done.
const MENTAL: u64 = 1_350;
/// Waiting for a page on a slow line.
const ANSWER: u64 = 1_000;
/// Words read in a minute.
const READING: u64 = 240;

/// What somebody had to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Effort {
    /// Pages that came.
    pub(crate) pages: u64,
    /// Words on them, all of them read.
    pub(crate) words: u64,
    /// Fields typed into.
    pub(crate) fields: u64,
    /// Keys pressed for that.
    pub(crate) keys: u64,
    /// Things clicked: buttons, links, ticks.
    pub(crate) clicks: u64,
    /// Choices from lists: opening, and taking one.
    pub(crate) choices: u64,
}

impl Effort {
    /// The time that the model gives.
    pub(crate) fn time(&self) -> Duration {
        let fields = self.fields * (MENTAL + POINT + CLICK + 2 * HOME) + self.keys * KEY;
        let clicks = self.clicks * (MENTAL + POINT + CLICK);
        let choices = self.choices * (MENTAL + 2 * (POINT + CLICK));
        let pages = self.pages * ANSWER + self.words * 60_000 / READING;
        Duration::from_millis(fields + clicks + choices + pages)
    }
}

#[test]
fn the_model_adds_up() {
    let one = |effort: Effort| effort.time().as_millis();
    assert_eq!(one(Effort { words: 240, ..Effort::default() }), 60_000);
    assert_eq!(one(Effort { fields: 1, keys: 10, ..Effort::default() }), 1_350 + 1_100 + 200 + 800 + 2_800);
    assert_eq!(one(Effort { clicks: 2, choices: 1, ..Effort::default() }), 2 * 2_650 + 3_950);
}
