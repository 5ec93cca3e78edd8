//! One reply, two faces: a page struct becomes HTML inside the community's frame, or its data becomes JSON.

use std::future::Future;

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use ayni_kernel::{Error, Faults, Result};
use serde::Serialize;

use crate::kit::{
    refusal::{Refusal, status},
    visit::{Face, Visit},
    words::Words,
};

/// What a handler returns.
pub(crate) type Answer = std::result::Result<Response, Refusal>;

/// The frame around a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shell {
    /// Navigation at the side or the bottom.
    House,
    /// A narrow card without navigation: sign-in, join.
    Door,
    /// A wider card without navigation: setup.
    Wizard,
    /// The wide public page.
    Landing,
}

/// A page: its template writes the inside of `<main>`, its data is the JSON answer.
pub(crate) trait Page: askama::Template + Serialize + Send {
    /// The feature it belongs to; names its stylesheet.
    const FEATURE: &'static str;

    /// The page's title in the reader's language.
    fn title(&self, words: &Words) -> String;

    /// The entry of the navigation that is marked.
    fn tab(&self) -> &'static str {
        ""
    }

    /// The frame around it.
    fn shell(&self) -> Shell {
        Shell::House
    }
}

impl Visit {
    /// Answers with a page, or with its data.
    pub(crate) fn page<P: Page>(&self, page: &P) -> Answer {
        self.page_as(StatusCode::OK, page)
    }

    fn page_as<P: Page>(&self, status: StatusCode, page: &P) -> Answer {
        match self.face {
            Face::Api => Ok((status, Json(page)).into_response()),
            Face::Page => {
                let values = ("words", self.words.clone());
                let body = page.render_with_values(&values).map_err(Error::broken)?;
                let html =
                    self.frame()?.around(&page.title(&self.words), P::FEATURE, page.tab(), page.shell(), &body)?;
                Ok((status, Html(html)).into_response())
            }
        }
    }

    /// Answers with data in JSON, on both faces.
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "reads like its siblings in handlers")]
    pub(crate) fn data<T: Serialize>(&self, data: &T) -> Answer {
        Ok(Json(data).into_response())
    }

    /// Answers a write that was done: pages go on to `next`, where the sentence `said` (a locale key) is shown;
    /// the API gets the view with 201.
    #[expect(clippy::unnecessary_wraps, reason = "handlers return its answer as it is")]
    pub(crate) fn done<T: Serialize>(&self, view: &T, next: &str, said: &'static str) -> Answer {
        match self.face {
            Face::Api => Ok((StatusCode::CREATED, Json(view)).into_response()),
            Face::Page => {
                let joint = if next.contains('?') { '&' } else { '?' };
                Ok(Redirect::to(&format!("{next}{joint}said={said}")).into_response())
            }
        }
    }

    /// Answers a refused form with the form again, what was typed still in it; the API, and refusals that no
    /// field can mend, get the problem.
    pub(crate) async fn again<P: Page, F: Future<Output = Result<P>>>(
        &self,
        error: Error,
        form: impl FnOnce(Faults) -> F,
    ) -> Answer {
        let code = status(&error);
        match error {
            Error::Invalid(faults) if self.face == Face::Page => self.page_as(code, &form(faults).await?),
            Error::Conflict(fault) if self.face == Face::Page => self.page_as(code, &form(Faults(vec![fault])).await?),
            other => Err(other.into()),
        }
    }

    /// Answers with a file to keep.
    #[expect(clippy::unused_self, reason = "reads like its siblings in handlers")]
    pub(crate) fn file(&self, name: &str, kind: &'static str, bytes: Vec<u8>) -> Answer {
        let safe: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).collect();
        let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{safe}\"")).map_err(Error::broken)?;
        let headers =
            [(header::CONTENT_TYPE, HeaderValue::from_static(kind)), (header::CONTENT_DISPOSITION, disposition)];
        Ok((headers, bytes).into_response())
    }
}
