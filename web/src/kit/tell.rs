//! Around every request: its id and log line, and the words of a refusal once it is known who reads them.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Instant,
};

use askama::Template;
use axum::{
    Json,
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Redirect, Response},
};
use ayni_kernel::{Error, Fault, Language, Stop};
use serde::Serialize;
use tracing::Instrument as _;

use crate::{
    kit::{
        app::App,
        cookie, filters,
        frame::Frame,
        refusal::{Refusal, kind},
        reply::Shell,
        visit::{Face, FrameSlot, wished},
        words::Words,
    },
    links,
};

/// Numbers requests within this run; the time of start keeps runs apart.
static REQUESTS: AtomicU64 = AtomicU64::new(1);

/// The middleware.
pub(crate) async fn tell(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let number = REQUESTS.fetch_add(1, Ordering::Relaxed);
    let id = format!("{}-{number}", std::process::id());
    let slot = FrameSlot::default();
    request.extensions_mut().insert(slot.clone());
    let asked = Asked::of(&request);
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", id = %id, method = %request.method(), route = %route);
    // How long an answer took is measured for the log only; no rule depends on it.
    #[expect(clippy::disallowed_methods, reason = "a stopwatch for the log line")]
    let start = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    if let Some(refusal) = refused(&mut response) {
        span.in_scope(|| note(&refusal.0));
        response = asked.problem(&app, &slot, &refusal.0, &id);
    }
    span.in_scope(|| {
        tracing::info!(status = response.status().as_u16(), micros = start.elapsed().as_micros(), "answered");
    });
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

/// The handler's refusal; or one made for an error that a layer answered without words.
fn refused(response: &mut Response) -> Option<Refusal> {
    if let Some(refusal) = response.extensions_mut().remove::<Refusal>() {
        return Some(refusal);
    }
    let worded = response.headers().contains_key(header::CONTENT_TYPE)
        && response.headers().get(header::CONTENT_TYPE).is_none_or(|kind| !kind.as_bytes().starts_with(b"text/plain"));
    match response.status() {
        status if !(status.is_client_error() || status.is_server_error()) || worded => None,
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Some(Refusal(Error::NotFound)),
        StatusCode::PAYLOAD_TOO_LARGE => Some(Refusal(Fault::new("", "fault-body-large").into())),
        StatusCode::FORBIDDEN => Some(Refusal(Error::Forbidden)),
        StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => Some(Refusal(Error::Unavailable(Stop::Busy))),
        status if status.is_client_error() => Some(Refusal(Fault::new("", "fault-request").into())),
        status => Some(Refusal(Error::broken(status))),
    }
}

fn note(error: &Error) {
    match error {
        Error::Broken(cause) => tracing::error!(%cause, "broken"),
        Error::Unavailable(why) => tracing::warn!(%why, "unavailable"),
        Error::SignIn
        | Error::NotFound
        | Error::Forbidden
        | Error::Invalid(_)
        | Error::Conflict(_)
        | Error::TooMany { .. } => {}
    }
}

/// What the problem page needs to know of the request.
struct Asked {
    face: Face,
    path: String,
    get: bool,
    language: Option<Language>,
}

/// A problem document (RFC 9457).
#[derive(Serialize)]
struct Problem<'a> {
    r#type: String,
    title: String,
    status: u16,
    detail: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ProblemField<'a>>,
    request: &'a str,
}

/// One refused field.
#[derive(Serialize)]
struct ProblemField<'a> {
    field: &'a str,
    code: &'a str,
    message: String,
}

#[derive(Template)]
#[template(path = "kit/problem.html")]
struct ProblemPage<'a> {
    title: &'a str,
    detail: &'a str,
    kind: &'static str,
    request: &'a str,
}

impl Asked {
    fn of(request: &Request) -> Self {
        let headers: &HeaderMap = request.headers();
        let language = cookie::get(headers, "language").and_then(Language::from_tag).or_else(|| wished(headers).next());
        Self {
            face: Face::of(request.uri().path()),
            path: request.uri().path_and_query().map_or_else(String::new, ToString::to_string),
            get: request.method() == axum::http::Method::GET,
            language,
        }
    }

    fn problem(&self, app: &App, slot: &FrameSlot, error: &Error, id: &str) -> Response {
        let visit = slot.0.get();
        if self.face == Face::Page && *error == Error::SignIn {
            let back = if self.get { self.path.as_str() } else { "/" };
            return Redirect::to(&links::sign_in(back)).into_response();
        }
        if self.face == Face::Page && visit.is_none() && *error == Error::NotFound && app.setup_open() {
            return Redirect::to(links::SETUP).into_response();
        }
        let words =
            visit.map_or_else(|| Words::new(self.language.unwrap_or_default(), "UTC"), |visit| visit.words.clone());
        let status = crate::kit::refusal::status(error);
        let title = words.say(&format!("problem-{}", kind(error)));
        // A node that as a whole takes no changes says so with its own words.
        let known = app.notice().sentence(&words).filter(|_| matches!(error, Error::Unavailable(Stop::ReadOnly(_))));
        let detail = known.unwrap_or_else(|| detail(&words, error, id));
        let mut response = match self.face {
            Face::Api => api_problem(&words, error, title, detail, id),
            Face::Page => {
                let frame = visit
                    .and_then(|visit| visit.frame().ok())
                    .unwrap_or_else(|| Frame::bare(words.clone(), &self.path));
                let page = ProblemPage { title: &title, detail: &detail, kind: kind(error), request: id };
                let html = page
                    .render_with_values(&("words", words))
                    .map_err(Error::broken)
                    .and_then(|body| frame.around(&title, "kit", "", Shell::House, &body));
                // Words that cannot be rendered must not hide the refusal itself.
                Html(html.unwrap_or(detail)).into_response()
            }
        };
        *response.status_mut() = status;
        if let Error::TooMany { seconds } = error {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
        }
        response
    }
}

/// The sentence that says why something was refused.
pub(crate) fn detail(words: &Words, error: &Error, id: &str) -> String {
    match error {
        Error::Invalid(faults) => match faults.0.as_slice() {
            [one] => words.fault(one),
            _ => words.say("problem-invalid-detail"),
        },
        Error::Conflict(fault) => words.fault(fault),
        Error::TooMany { seconds } => {
            words.say_with("problem-too-many-detail", &[("seconds", i64::from(*seconds).into())])
        }
        Error::Broken(_) => words.say_with("problem-broken-detail", &[("incident", id.into())]),
        Error::Unavailable(stop) => words.say(&format!("problem-stop-{}", stop.word())),
        Error::SignIn | Error::NotFound | Error::Forbidden => words.say(&format!("problem-{}-detail", kind(error))),
    }
}

fn api_problem(words: &Words, error: &Error, title: String, detail: String, id: &str) -> Response {
    let faults: &[Fault] = match error {
        Error::Invalid(faults) => &faults.0,
        Error::Conflict(fault) => std::slice::from_ref(fault),
        _ => &[],
    };
    let errors = faults
        .iter()
        .map(|fault| ProblemField { field: fault.field, code: fault.word, message: words.fault(fault) })
        .collect();
    let status = crate::kit::refusal::status(error).as_u16();
    let r#type = format!("{}#problem-{}", links::API_DOCS, kind(error));
    let body = Problem { r#type, title, status, detail, errors, request: id };
    let mut response = Json(body).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}
