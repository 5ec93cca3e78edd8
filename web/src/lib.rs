//! Pages and JSON API: one list of routes, one handler for both faces. Knows the domain, never the engines.

mod agreements;
mod api;
mod bookings;
mod bundle;
mod busy;
mod cart;
mod charges;
mod communities;
mod feeds;
mod home;
mod keeping;
pub mod kit;
mod ledger;
mod links;
mod market;
mod members;
mod notices;
mod occupancy;
mod payments;
mod photos;
mod reciprocity;
mod resolution;
mod resources;
mod search;
mod series;
mod statistics;
mod terms;
mod users;
mod waiting;

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware,
};
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, csrf::CsrfLayer, set_header::SetResponseHeaderLayer,
    timeout::TimeoutLayer,
};

use kit::{Refusal, Route, throttle::Throttle};
pub use kit::{
    app::{App, Arrival, Settings},
    notice::{Notice, Standing},
    words::Words,
};
pub use ledger::{ProofAccount, ProofCurrency, ProofEntry, ProofFile, ProofHead, ProofStanding, ProofStep};

/// A form or JSON body; files have their own bound where they are taken.
const MAX_BODY: usize = 1024 * 1024;

/// No request may take longer.
const DEADLINE: Duration = Duration::from_secs(30);

/// Nothing inline, nothing from elsewhere.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'";

/// Every route, one line a feature.
fn routes() -> Vec<Route> {
    [
        home::routes(),
        users::routes(),
        communities::routes(),
        members::routes(),
        ledger::routes(),
        charges::routes(),
        payments::routes(),
        market::routes(),
        search::routes(),
        agreements::routes(),
        resources::routes(),
        bookings::routes(),
        feeds::routes(),
        notices::routes(),
        occupancy::routes(),
        reciprocity::routes(),
        statistics::routes(),
        terms::routes(),
        series::routes(),
        cart::routes(),
        waiting::routes(),
        resolution::routes(),
        busy::routes(),
        bundle::routes(),
        keeping::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The whole site, and what a timer calls now and then to forget what memory need not keep.
pub fn site(app: App) -> (Router, Arc<dyn Fn() + Send + Sync>) {
    let throttle = Throttle::new(app.settings().attempts_per_minute);
    let forget = throttle.as_ref().map_or_else(|| Arc::new(|| ()) as Arc<dyn Fn() + Send + Sync>, Throttle::forgetter);
    let listed = routes().into_iter().fold(Router::new(), |site, route| route.mount(site, throttle.as_ref()));
    let all = listed
        .merge(api::router(app.settings().version))
        .merge(communities::node_router())
        .merge(photos::router())
        .merge(feeds::dav::router())
        .nest("/assets", kit::assets::router())
        .fallback(async || Refusal(ayni_kernel::Error::NotFound));
    (layers(all, app), forget)
}

/// What surrounds every route, from the inside out.
fn layers(router: Router<App>, app: App) -> Router {
    let header = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    router
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(CsrfLayer::new())
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, DEADLINE))
        .layer(middleware::from_fn_with_state(app.clone(), kit::tell::tell))
        .layer(CompressionLayer::new())
        .layer(header(header::CONTENT_SECURITY_POLICY, POLICY))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(header::REFERRER_POLICY, "same-origin"))
        .layer(header(header::CACHE_CONTROL, "no-store"))
        .layer(header(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
        .layer(header(HeaderName::from_static("cross-origin-resource-policy"), "same-origin"))
        .layer(header(
            HeaderName::from_static("permissions-policy"),
            "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
        ))
        .with_state(app)
}

#[cfg(test)]
mod tests;
