//! The community itself: setup, settings, logo, categories, terms; and what the node says about its health.

mod categories;
mod reach;
mod settings;
mod setup;

use askama::Template;
use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, State},
    handler::Handler as _,
    http::{HeaderValue, StatusCode, header},
    response::IntoResponse,
    routing::get,
};
use ayni_communities::Hue;
use ayni_kernel::{Data, Error};
use serde::Serialize;
use utoipa::ToSchema;

pub(crate) use reach::CommunityReachView;

use crate::{
    kit::{Answer, Of, Page, Route, Visit, app::App, filters, words::Words},
    links,
    photos::MAX_PHOTO,
};

/// A multipart body is a little longer than the picture in it.
const LOGO_BODY: usize = MAX_PHOTO + 64 * 1024;

/// What is done about a community.
pub(crate) fn routes() -> Vec<Route> {
    let logo = settings::logo.layer(DefaultBodyLimit::max(LOGO_BODY));
    vec![
        Route::get(links::SETUP, setup::form).about("Set up a node without data").page_only(),
        Route::post(links::SETUP, setup::found).about("Found the first community").page_only().braked(),
        Route::get(links::TERMS, terms).about("What members agree to").answers::<TermsPage>(),
        Route::get(links::ADMIN_SETTINGS, settings::form)
            .about("The community's settings")
            .answers::<settings::SettingsPage>()
            .office(),
        Route::post(links::ADMIN_SETTINGS, settings::change)
            .about("Change the community's settings")
            .takes::<settings::SettingsForm>()
            .answers::<settings::SettingsView>()
            .office(),
        Route::post(links::ADMIN_LOGO, logo).about("Set or remove the logo").page_only().office(),
        Route::get(links::ADMIN_CATEGORIES, categories::list)
            .about("Categories of listings and payments")
            .answers::<categories::CategoriesPage>()
            .office(),
        Route::post(links::ADMIN_CATEGORIES, categories::add)
            .about("Add a category")
            .takes::<categories::CategoryForm>()
            .answers::<categories::CategoryView>()
            .office(),
        Route::post("/admin/categories/{id}", categories::change)
            .about("Change a category")
            .takes::<categories::CategoryForm>()
            .answers::<categories::CategoryView>()
            .office(),
    ]
}

/// What the node answers whichever community is asked for.
pub(crate) fn node_router() -> Router<App> {
    Router::new().route("/accent/{file}", get(accent)).route("/health", get(health))
}

/// A longer text as its paragraphs.
pub(crate) fn paragraphs(text: &str) -> Vec<String> {
    text.split("\n\n").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// What members agree to.
#[derive(Template, Serialize, ToSchema)]
#[schema(as = CommunityTermsPage)]
#[template(path = "communities/terms.html")]
struct TermsPage {
    /// The community's name.
    community: String,
    /// The text, paragraph by paragraph.
    terms: Vec<String>,
}

impl Page for TermsPage {
    const FEATURE: &'static str = "communities";

    fn title(&self, words: &Words) -> String {
        words.say("communities-terms")
    }
}

async fn terms(visit: Visit) -> Answer {
    let settings = &visit.settings;
    visit.page(&TermsPage { community: settings.name.to_string(), terms: paragraphs(settings.terms.as_str()) })
}

/// How strong accents are; the stylesheet caps it at 0.16.
const CHROMA: &str = "0.13";

/// The stylesheet of an accent colour. Its address names the colour, so browsers keep it for ever.
async fn accent(Of(file): Of<String>) -> Answer {
    let hue = file.strip_suffix(".css").and_then(|degrees| Hue::parse("hue", degrees).ok()).ok_or(Error::NotFound)?;
    let css = format!(":root {{ --accent-hue: {}; --accent-chroma: {CHROMA}; }}\n", hue.degrees());
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
    ];
    Ok((headers, css).into_response())
}

/// How the node is doing.
#[derive(Serialize)]
struct Health {
    status: &'static str,
    version: &'static str,
    communities: usize,
    stores: Vec<StoreHealth>,
}

/// How one store is doing.
#[derive(Serialize)]
struct StoreHealth {
    /// The community's short name; `node` for the node's own store.
    name: String,
    /// Whether it takes no writes now; the reason is in the log, not for strangers.
    read_only: bool,
    /// Writes that wait.
    queued: usize,
}

impl StoreHealth {
    fn of(name: &str, data: &Data) -> Self {
        let status = data.store().status();
        Self { name: name.to_owned(), read_only: status.read_only.is_some(), queued: status.queued }
    }
}

/// Tells monitors how the stores are; 503 when any of them takes no writes.
async fn health(State(app): State<App>) -> Answer {
    let entries = app.read_node(ayni_communities::list)?;
    let mut stores = vec![StoreHealth::of("node", app.node().data())];
    for entry in &entries {
        stores.push(StoreHealth::of(entry.slug.as_str(), &app.node().community(entry.id)?.data));
    }
    let well = stores.iter().all(|store| !store.read_only);
    let word = app.notice().word().unwrap_or("read-only");
    let (code, status) = if well { (StatusCode::OK, "ok") } else { (StatusCode::SERVICE_UNAVAILABLE, word) };
    let health = Health { status, version: app.settings().version, communities: entries.len(), stores };
    Ok((code, Json(health)).into_response())
}
