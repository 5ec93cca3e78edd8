//! Reciprocity told as stories, and tried on simulated communities with people who mean well and people who do not.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at what it did not expect")]

mod simulated;
mod stories;
