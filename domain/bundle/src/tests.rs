//! The bundle's rules told as stories, on a small community of our own.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod checking;
mod moving;
mod sample;
