//! The API document (OpenAPI 3.1), made from the list of routes.

use std::collections::BTreeMap;

use axum::http::Method;
use ayni_users::Scope;
use utoipa::openapi::{
    Components, ContentBuilder, HttpMethod, InfoBuilder, OpenApi, OpenApiBuilder, PathsBuilder, Ref, RefOr, Required,
    ResponseBuilder, ServerBuilder,
    path::{Operation, OperationBuilder, ParameterBuilder, ParameterIn, PathItem},
    request_body::RequestBodyBuilder,
    schema::{Object, Schema, SchemaType, Type},
    security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
};

use crate::kit::{
    route::{Described, Faces, Route},
    visit::API,
};

/// The whole document.
pub(crate) fn document(routes: &[Route], version: &str) -> OpenApi {
    let mut components = Components::new();
    components
        .add_security_scheme("token", SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build()));
    let mut schemas: BTreeMap<String, RefOr<Schema>> = BTreeMap::new();
    let mut paths = PathsBuilder::new();
    let mut items: BTreeMap<&str, PathItem> = BTreeMap::new();
    for route in routes.iter().filter(|route| route.faces == Faces::Both) {
        for described in route.takes.iter().chain(&route.answers) {
            schemas.extend((described.schemas)());
        }
        let item = PathItem::new(method(&route.method), operation(route));
        match items.get_mut(route.path) {
            Some(other) => other.merge_operations(item),
            None => {
                items.insert(route.path, item);
            }
        }
    }
    for (path, item) in items {
        paths = paths.path(path, item);
    }
    components.schemas.extend(schemas);
    OpenApiBuilder::new()
        .info(InfoBuilder::new().title("Ayni").version(version).description(Some(ABOUT)).build())
        .servers(Some([ServerBuilder::new().url(API).build()]))
        .paths(paths.build())
        .components(Some(components))
        .security(Some([SecurityRequirement::new("token", Vec::<String>::new())]))
        .build()
}

const ABOUT: &str = "Everything the pages do, as JSON. Make a token in your profile and send it as \
    `Authorization: Bearer ayni_…`. Lists are paged: pass a page's `next` as `after`. Writes that move money take \
    a client-made `id` (a UUID); sending the same one again returns the first result. Refusals are problem \
    documents (RFC 9457) with one entry in `errors` for each field.";

const fn method(method: &Method) -> HttpMethod {
    match *method {
        Method::POST => HttpMethod::Post,
        _ => HttpMethod::Get,
    }
}

fn operation(route: &Route) -> Operation {
    let tag = route.path.trim_start_matches("/admin").split('/').nth(1).filter(|part| !part.is_empty());
    let mut operation = OperationBuilder::new()
        .tag(tag.unwrap_or("home"))
        .summary(Some(route.about))
        .description(Some(format!("A token needs the scope `{}`.", scope(route.scope))))
        .operation_id(Some(operation_id(route)));
    for name in route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
        operation = operation.parameter(
            ParameterBuilder::new()
                .name(name)
                .parameter_in(ParameterIn::Path)
                .required(Required::True)
                .description(Some("A part of the path"))
                .schema(Some(Object::with_type(SchemaType::Type(Type::String))))
                .build(),
        );
    }
    for parameter in &route.asks {
        operation = operation.parameter(parameter.clone());
    }
    if let Some(body) = &route.takes {
        let request =
            RequestBodyBuilder::new().content("application/json", content(body)).required(Some(Required::True));
        operation = operation.request_body(Some(request.build()));
    }
    let done = if route.method == Method::POST { "201" } else { "200" };
    let mut answer = ResponseBuilder::new().description("Done");
    if let Some(body) = &route.answers {
        answer = answer.content("application/json", content(body));
    }
    operation
        .response(done, answer.build())
        .response("4XX", ResponseBuilder::new().description("Refused: a problem document says why").build())
        .build()
}

fn content(body: &Described) -> utoipa::openapi::Content {
    ContentBuilder::new().schema(Some(Ref::from_schema_name((body.name)()))).build()
}

const fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::Read => "read",
        Scope::Pay => "pay",
        Scope::Admin => "admin",
    }
}

fn operation_id(route: &Route) -> String {
    let verb = route.method.as_str().to_lowercase();
    let words = route.path.split('/').filter(|part| !part.is_empty()).map(|part| part.trim_matches(['{', '}']));
    std::iter::once(verb.as_str()).chain(words).collect::<Vec<_>>().join("-")
}
