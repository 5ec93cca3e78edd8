//! The rules of reports and forecasts told as stories.
#![expect(clippy::unwrap_used, reason = "tests")]

mod forecast;
