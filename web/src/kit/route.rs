//! The list of routes: path, faces, words for the API document, what a token must be good for.

use std::borrow::Cow;

use axum::{
    Extension, Router,
    extract::DefaultBodyLimit,
    handler::Handler,
    http::Method,
    routing::{MethodFilter, MethodRouter, on},
};
use ayni_users::Scope;
use serde::Serialize;
use utoipa::{
    IntoParams, ToSchema,
    openapi::{
        RefOr,
        path::{Parameter, ParameterIn},
        schema::Schema,
    },
};

use crate::kit::{
    app::App,
    throttle::Throttle,
    visit::{API, Needs},
};

/// Where a route is mounted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum Faces {
    /// As a page and under `/api/v1`.
    Both,
    /// Only as a page: forms, doors, files for browsers.
    Page,
}

/// A body in the API document: its schema's name and the schemas it needs, told when somebody reads the document.
#[derive(Clone, Copy)]
pub(crate) struct Described {
    pub name: fn() -> Cow<'static, str>,
    pub schemas: fn() -> Vec<(String, RefOr<Schema>)>,
}

impl Described {
    const fn of<T: ToSchema>() -> Self {
        Self { name: T::name, schemas: schemas::<T> }
    }
}

fn schemas<T: ToSchema>() -> Vec<(String, RefOr<Schema>)> {
    let mut schemas = vec![(T::name().into_owned(), T::schema())];
    T::schemas(&mut schemas);
    schemas
}

/// One route.
pub(crate) struct Route {
    pub method: Method,
    pub path: &'static str,
    pub faces: Faces,
    pub about: &'static str,
    pub scope: Scope,
    pub asks: Vec<Parameter>,
    pub takes: Option<Described>,
    pub answers: Option<Described>,
    braked: bool,
    max_body: Option<usize>,
    handler: MethodRouter<App>,
}

impl Route {
    /// A page or record to read.
    pub(crate) fn get<H: Handler<T, App>, T: 'static>(path: &'static str, handler: H) -> Self {
        Self::new(Method::GET, path, Scope::Read, on(MethodFilter::GET, handler))
    }

    /// Something to do. Until said otherwise a token needs the scope to act for its member.
    pub(crate) fn post<H: Handler<T, App>, T: 'static>(path: &'static str, handler: H) -> Self {
        Self::new(Method::POST, path, Scope::Pay, on(MethodFilter::POST, handler))
    }

    fn new(method: Method, path: &'static str, scope: Scope, handler: MethodRouter<App>) -> Self {
        Self {
            method,
            path,
            faces: Faces::Both,
            about: "",
            scope,
            asks: Vec::new(),
            takes: None,
            answers: None,
            braked: false,
            max_body: None,
            handler,
        }
    }

    /// What it does, for the API document.
    pub(crate) fn about(mut self, about: &'static str) -> Self {
        self.about = about;
        self
    }

    /// Leaves it out of the API.
    pub(crate) fn page_only(mut self) -> Self {
        self.faces = Faces::Page;
        self
    }

    /// A token must have the scope of an office holder.
    pub(crate) fn office(mut self) -> Self {
        self.scope = Scope::Admin;
        self
    }

    /// Strangers knock here: slowed down by client address.
    pub(crate) fn braked(mut self) -> Self {
        self.braked = true;
        self
    }

    /// Takes bodies up to so many bytes, for files.
    pub(crate) fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = Some(bytes);
        self
    }

    /// The query it understands.
    pub(crate) fn asks<T: IntoParams>(mut self) -> Self {
        self.asks = T::into_params(|| Some(ParameterIn::Query));
        self
    }

    /// The body it takes.
    pub(crate) fn takes<T: ToSchema>(mut self) -> Self {
        self.takes = Some(Described::of::<T>());
        self
    }

    /// The data it answers.
    pub(crate) fn answers<T: ToSchema>(mut self) -> Self {
        self.answers = Some(Described::of::<T>());
        self
    }

    /// Mounts it on its faces.
    pub(crate) fn mount(self, router: Router<App>, throttle: Option<&Throttle>) -> Router<App> {
        let handler = self.handler.layer(Extension(Needs(self.scope)));
        let handler = match self.max_body {
            Some(bytes) => handler.layer(DefaultBodyLimit::max(bytes)),
            None => handler,
        };
        let handler = match throttle {
            Some(throttle) if self.braked => throttle.on(handler),
            _ => handler,
        };
        let router = router.route(self.path, handler.clone());
        match self.faces {
            Faces::Both => router.route(&format!("{API}{}", self.path), handler),
            Faces::Page => router,
        }
    }
}
