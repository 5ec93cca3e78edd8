//! Statistics told as stories on a real store, and compared with a fold of random transfers.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at what it did not expect")]

mod agreement;
mod stories;
