//! The bench: the real program, people who use it over HTTP, a real browser, and a small community to begin with.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

pub(crate) mod browser;
pub(crate) mod bundle;
pub(crate) mod chance;
pub(crate) mod driver;
pub(crate) mod effort;
pub(crate) mod person;
pub(crate) mod program;
pub(crate) mod python;
pub(crate) mod wire;

use std::{path::PathBuf, time::Duration};

/// Longer than anything takes on a busy machine; whatever takes longer has failed.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// Pause between two looks at something that is awaited.
const GLANCE: Duration = Duration::from_millis(20);

/// Looks again and again until `probe` finds something; fails after [`PATIENCE`].
pub(crate) async fn eventually<T>(what: &str, mut probe: impl AsyncFnMut() -> Option<T>) -> T {
    let mut ticks = tokio::time::interval(GLANCE);
    let search = async {
        loop {
            ticks.tick().await;
            if let Some(found) = probe().await {
                return found;
            }
        }
    };
    tokio::time::timeout(PATIENCE, search).await.unwrap_or_else(|_| panic!("waited in vain for {what}"))
}

/// A folder that is removed with everything in it when the test ends.
pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::Builder::new().prefix("ayni-test-").tempdir().unwrap()
}

/// Where what a failed test leaves behind can be looked at.
pub(crate) fn keepsakes() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs an async test.
pub(crate) fn run<T>(work: impl Future<Output = T>) -> T {
    // The HTTP client brings no cryptography of its own. Another test of this process may have been first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(work)
}
