//! The rules of reports and forecasts told as stories.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod figures;
mod forecast;
mod lives;
mod suggestions;
