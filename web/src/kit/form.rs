//! What people and programs send: a form or a JSON body, read by one extractor; and its faults, shown again.

use axum::{
    Form, Json,
    extract::{FromRequest, Request},
    http::header::CONTENT_TYPE,
};
use ayni_kernel::{Error, Fault, Faults};
use serde::de::DeserializeOwned;

use crate::kit::refusal::Refusal;

/// The body of a request, whichever way it was written.
#[derive(Debug, Clone)]
pub(crate) struct Input<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Input<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let read = if kind.starts_with("application/json") {
            Json::from_request(request, state).await.map(|Json(body)| body).map_err(|why| why.body_text())
        } else {
            Form::from_request(request, state).await.map(|Form(body)| body).map_err(|why| why.body_text())
        };
        read.map(Self).map_err(|why| Refusal::from(Error::from(Fault::new("", "fault-body").with("why", why))))
    }
}

/// The faults of a form that is shown again; empty when it is shown for the first time.
#[derive(Debug, Clone, Default)]
pub(crate) struct FormFaults(Vec<Fault>);

impl FormFaults {
    /// The faults of one field; of the form as a whole for the empty name.
    pub(crate) fn on(&self, field: &str) -> impl Iterator<Item = &Fault> {
        self.0.iter().filter(move |fault| fault.field == field)
    }

    /// Whether the field was refused.
    pub(crate) fn has(&self, field: &str) -> bool {
        self.on(field).next().is_some()
    }

    /// Whether anything was refused.
    pub(crate) fn any(&self) -> bool {
        !self.0.is_empty()
    }
}

impl From<Faults> for FormFaults {
    fn from(faults: Faults) -> Self {
        Self(faults.0)
    }
}
