//! The first page: a public page for strangers, balance and news for members, an overview for the office.

mod landing;
mod office;
mod today;

use axum::{extract::State, http::request::Parts};
use ayni_kernel::Error;

use crate::{
    kit::{Answer, Refusal, Route, Visit, app::App},
    links,
};

/// The first pages.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(links::HOME, home)
            .about("What waits for you: balance, requests, the latest payments and what to do next")
            .answers::<today::HomePage>(),
        Route::get(links::ADMIN, office::overview)
            .about("How the community is doing, for those who run it")
            .answers::<office::OverviewPage>()
            .office(),
    ]
}

/// Members see their day, strangers the public page, and whoever asks a host that no community has sees which
/// communities there are.
async fn home(State(app): State<App>, parts: Parts, visit: Result<Visit, Refusal>) -> Answer {
    match visit {
        Ok(visit) if visit.user.is_some() => today::show(&visit),
        Ok(visit) => landing::show(&visit),
        Err(Refusal(Error::NotFound)) => landing::node(&app, &parts),
        Err(refusal) => Err(refusal),
    }
}
