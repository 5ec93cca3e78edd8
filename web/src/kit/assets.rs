//! Stylesheets, modules and icons: embedded, precompressed, at addresses that carry their hash.

use std::sync::LazyLock;

use axum::Router;
use memory_serve::{MemoryServe, load};

/// Hashed addresses never change their content, so browsers keep them for ever.
fn folders() -> [MemoryServe; 3] {
    [load!("css"), load!("js"), load!("icons")]
        .map(|folder| folder.index_file(None).enable_hashed_routes(true).enable_gzip(true))
}

static MANIFEST: LazyLock<Vec<(&'static str, String)>> = LazyLock::new(|| {
    let mut routes: Vec<_> = folders()
        .iter()
        .flat_map(|folder| {
            folder.manifest().iter().map(|(plain, served)| (plain, format!("/assets{served}"))).collect::<Vec<_>>()
        })
        .collect();
    routes.sort_unstable();
    routes
});

/// The address of a file such as `/app.css`; the plain one when there is no such file.
pub(crate) fn url(file: &str) -> &str {
    MANIFEST
        .binary_search_by_key(&file, |(plain, _)| plain)
        .ok()
        .and_then(|at| MANIFEST.get(at))
        .map_or(file, |(_, served)| served.as_str())
}

/// Whether the file exists.
pub(crate) fn exists(file: &str) -> bool {
    MANIFEST.binary_search_by_key(&file, |(plain, _)| plain).is_ok()
}

/// Made once: a build without optimisation compresses the files when it starts.
static FILES: LazyLock<Router> =
    LazyLock::new(|| folders().into_iter().fold(Router::new(), |router, folder| router.merge(folder.into_router())));

/// The routes of all files, to be nested under `/assets`.
pub(crate) fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    FILES.clone().with_state(())
}
