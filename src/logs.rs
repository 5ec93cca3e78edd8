//! Structured logs: for people on a terminal, one JSON object a line otherwise.

use std::io::{IsTerminal as _, stderr};

use tracing_subscriber::EnvFilter;

use crate::config::{Config, LogFormat};

/// Tells of every file that is served, unless asked for more.
const QUIET: &str = "memory_serve=warn";

/// Tells the addresses of requests, in which secrets may stand, so it says nothing however much is asked for.
const SILENT: &str = "tower_http::csrf=off";

/// Starts logging to the standard error stream. A second start changes nothing.
pub(crate) fn start(config: &Config) {
    let filter =
        EnvFilter::try_new(format!("{QUIET},{},{SILENT}", config.log)).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr);
    let pretty = match config.log_format {
        LogFormat::Auto => stderr().is_terminal(),
        LogFormat::Pretty => true,
        LogFormat::Json => false,
    };
    // Logging that runs already (another start in the same process) is kept as it is.
    let _ = if pretty { lines.compact().try_init() } else { lines.json().try_init() };
}
