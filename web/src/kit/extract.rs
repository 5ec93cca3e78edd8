//! Extractors for addresses: the id in a path and the query, with refusals in the visitor's language.

use std::str::FromStr;

use axum::{
    extract::{FromRequestParts, Path, Query},
    http::request::Parts,
};
use ayni_kernel::{Error, Fault};
use serde::de::DeserializeOwned;

use crate::kit::refusal::Refusal;

/// The thing a path names, by its id. Anything that is no id is not found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Of<I>(pub I);

impl<S: Send + Sync, I: FromStr + Send> FromRequestParts<S> for Of<I> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let Path(text): Path<String> =
            Path::from_request_parts(parts, state).await.map_err(|_| Refusal::from(Error::NotFound))?;
        text.parse().map(Self).map_err(|_| Refusal::from(Error::NotFound))
    }
}

/// The query of an address.
#[derive(Debug, Clone)]
pub(crate) struct Ask<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Ask<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let Query(ask) = Query::from_request_parts(parts, state)
            .await
            .map_err(|why| Refusal::from(Error::from(Fault::new("", "fault-query").with("why", why.body_text()))))?;
        Ok(Self(ask))
    }
}
