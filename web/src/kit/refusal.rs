//! How a refusal leaves a handler: its status now, its words later, when the visitor's language is known.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use ayni_kernel::{Error, Stop};

/// A handler's error.
#[derive(Debug, Clone)]
pub(crate) struct Refusal(pub Error);

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = status(&self.0).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The one map from the domain's errors to HTTP.
pub(crate) const fn status(error: &Error) -> StatusCode {
    match error {
        Error::SignIn => StatusCode::UNAUTHORIZED,
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Forbidden => StatusCode::FORBIDDEN,
        Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Conflict(_) => StatusCode::CONFLICT,
        Error::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        Error::Unavailable(Stop::Full) => StatusCode::INSUFFICIENT_STORAGE,
        Error::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        Error::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The last part of a problem's type address, and of the locale keys that name it.
pub(crate) const fn kind(error: &Error) -> &'static str {
    match error {
        Error::SignIn => "sign-in",
        Error::NotFound => "not-found",
        Error::Forbidden => "forbidden",
        Error::Invalid(_) => "invalid",
        Error::Conflict(_) => "conflict",
        Error::TooMany { .. } => "too-many",
        Error::Unavailable(_) => "unavailable",
        Error::Broken(_) => "broken",
    }
}
