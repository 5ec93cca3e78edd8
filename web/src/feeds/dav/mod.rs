//! `CalDAV` (RFC 4791): a calendar for each place and one for one's own bookings, which calendar programs read and write.
//!
//! What a program writes becomes bookings by the same use cases as everything else, with all rules; what they refuse is
//! answered with a sentence. Programs sign in with a token as the password.

mod objects;
mod props;
mod put;
mod sync;
mod xml;

pub(crate) use sync::Looks;

use axum::{
    Router,
    body::Bytes,
    extract::{OriginalUri, Path},
    http::{HeaderMap, HeaderName, Method, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::any,
};
use ayni_bookings::Shelf;
use ayni_calendar::Span;
use ayni_kernel::{Error, Fault, ResourceId, Result, tx::Now as _};
use ayni_users::Scope;

use crate::{
    kit::{Refusal, Visit, app::App, refusal::status, tell::detail, visit::Needs, visit::Proof},
    members::Origin,
};

/// Where everything begins.
pub(super) const ROOT: &str = "/caldav/";
/// The one who signed in.
const PRINCIPAL: &str = "/caldav/principal/";
/// The folder of all calendars.
const HOME: &str = "/caldav/calendars/";
/// One's own bookings, in that folder.
const MINE: &str = "mine";
/// What this door understands, for OPTIONS.
const CLASSES: &str = "1, 3, calendar-access";
/// The methods it takes.
const METHODS: &str = "OPTIONS, GET, HEAD, PUT, DELETE, PROPFIND, PROPPATCH, REPORT";

/// The door for calendar programs.
pub(crate) fn router() -> Router<App> {
    let door = any(handle).layer(axum::Extension(Needs(Scope::Read)));
    Router::new()
        .route("/.well-known/caldav", any(async || Redirect::permanent(ROOT)))
        .route("/caldav", door.clone())
        .route(ROOT, door.clone())
        .route("/caldav/{*path}", door)
}

/// What an address names.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    Root,
    Principal,
    Home,
    Calendar(Shelf),
    Entry(Shelf, String),
}

/// A request with who makes it.
struct Call {
    visit: Visit,
    origin: String,
    target: Target,
    headers: HeaderMap,
    body: Bytes,
}

async fn handle(
    method: Method,
    OriginalUri(uri): OriginalUri,
    path: Option<Path<String>>,
    Origin(origin): Origin,
    visit: std::result::Result<Visit, Refusal>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if method == Method::OPTIONS {
        return options();
    }
    let visit = match visit {
        Ok(visit) if visit.user.is_some() => visit,
        Ok(_) | Err(Refusal(Error::SignIn)) => return ask_password(),
        Err(other) => return other.into_response(),
    };
    let words = visit.words.clone();
    let path = path.map_or_else(String::new, |Path(path)| path);
    let answered = async {
        let target = target(&visit, &path)?;
        respond(&method, Call { visit, origin, target, headers, body }).await
    };
    let mut response = answered.await.unwrap_or_else(|error| refuse(&error, &detail(&words, &error, uri.path())));
    response.headers_mut().insert(HeaderName::from_static("dav"), axum::http::HeaderValue::from_static(CLASSES));
    response
}

async fn respond(method: &Method, call: Call) -> Result<Response> {
    match method.as_str() {
        "PROPFIND" => propfind(&call),
        "REPORT" => report(&call),
        "PROPPATCH" => props::patch(&call),
        "GET" | "HEAD" => get(&call),
        "PUT" => {
            may_write(&call.visit)?;
            put::put(call).await
        }
        "DELETE" => {
            may_write(&call.visit)?;
            put::delete(call).await
        }
        _ => Ok((StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, METHODS)], xml_type(), "").into_response()),
    }
}

/// A token must be good for more than reading.
fn may_write(visit: &Visit) -> Result<()> {
    match &visit.proof {
        Proof::Api(token) if token.scopes.has(Scope::Pay) => Ok(()),
        Proof::Session(..) => Ok(()),
        Proof::Api(_) | Proof::None => Err(Error::Forbidden),
    }
}

fn target(visit: &Visit, path: &str) -> Result<Target> {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let shelf = |name: &str| -> Result<Shelf> {
        if name == MINE {
            return Ok(Shelf::Member(visit.member()?));
        }
        let id: ResourceId = name.parse().map_err(|_| Error::NotFound)?;
        visit.read(|tx, me| ayni_resources::visible(tx, me, id)).map_err(|_| Error::NotFound)?;
        Ok(Shelf::Resource(id))
    };
    Ok(match parts.as_slice() {
        [] => Target::Root,
        ["principal"] => Target::Principal,
        ["calendars"] => Target::Home,
        ["calendars", name] => Target::Calendar(shelf(name)?),
        ["calendars", calendar, name] => Target::Entry(shelf(calendar)?, (*name).to_owned()),
        _ => return Err(Error::NotFound),
    })
}

fn options() -> Response {
    ([(header::ALLOW, METHODS)], [(HeaderName::from_static("dav"), CLASSES)], xml_type(), "").into_response()
}

const fn xml_type() -> [(HeaderName, &'static str); 1] {
    [(header::CONTENT_TYPE, "application/xml; charset=utf-8")]
}

fn ask_password() -> Response {
    let realm = [(header::WWW_AUTHENTICATE, "Basic realm=\"calendars\", charset=\"UTF-8\"")];
    (StatusCode::UNAUTHORIZED, realm, xml_type(), "").into_response()
}

/// A refusal as calendar programs show it; rules that say no are 403, so that no program tries again by itself.
fn refuse(error: &Error, sentence: &str) -> Response {
    let code = match error {
        Error::Invalid(_) => StatusCode::FORBIDDEN,
        Error::Conflict(fault) if fault.word == put::GONE => StatusCode::PRECONDITION_FAILED,
        other => status(other),
    };
    if let Error::Broken(cause) = error {
        tracing::error!(%cause, "broken");
    }
    if *error == Error::SignIn {
        return ask_password();
    }
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><d:error xmlns:d=\"DAV:\" xmlns:s=\"urn:ayni\"><s:message>{}\
         </s:message></d:error>",
        xml::escape(sentence)
    );
    (code, xml_type(), body).into_response()
}

/// What a request asks for, in XML; nothing at all asks for everything.
fn ask(call: &Call) -> Result<xml::Ask> {
    if call.body.iter().all(u8::is_ascii_whitespace) {
        return Ok(xml::Ask::default());
    }
    xml::read(&call.body).ok_or_else(|| Error::invalid("", "feeds-dav-unreadable"))
}

fn multistatus(body: &str) -> Response {
    let all =
        format!("<?xml version=\"1.0\" encoding=\"utf-8\"?><d:multistatus {}>{body}</d:multistatus>", props::SPACES);
    (StatusCode::MULTI_STATUS, xml_type(), all).into_response()
}

fn propfind(call: &Call) -> Result<Response> {
    let ask = ask(call)?;
    let deep = call.headers.get("depth").is_some_and(|depth| depth == "1");
    let mut body = String::new();
    match &call.target {
        Target::Entry(shelf, name) => {
            let object = objects::one(call, *shelf, name)?.ok_or(Error::NotFound)?;
            body.push_str(&props::of_object(*shelf, &object, &ask));
        }
        target => {
            body.push_str(&props::of(call, target, &ask)?);
            if deep {
                body.push_str(&below(call, target, &ask)?);
            }
        }
    }
    Ok(multistatus(&body))
}

/// What is one step below a folder.
fn below(call: &Call, target: &Target, ask: &xml::Ask) -> Result<String> {
    let mut body = String::new();
    match target {
        Target::Root => {
            body.push_str(&props::of(call, &Target::Principal, ask)?);
            body.push_str(&props::of(call, &Target::Home, ask)?);
        }
        Target::Home => {
            for shelf in objects::calendars(call)? {
                body.push_str(&props::of(call, &Target::Calendar(shelf), ask)?);
            }
        }
        Target::Calendar(shelf) => {
            for object in objects::all(call, *shelf, None)? {
                body.push_str(&props::of_object(*shelf, &object, ask));
            }
        }
        Target::Principal | Target::Entry(..) => {}
    }
    Ok(body)
}

fn report(call: &Call) -> Result<Response> {
    let ask = ask(call)?;
    let shelf = match &call.target {
        Target::Calendar(shelf) | Target::Entry(shelf, _) => *shelf,
        _ => return Err(Error::Forbidden),
    };
    let mut body = String::new();
    match ask.root.as_str() {
        "sync-collection" => match &call.target {
            Target::Calendar(shelf) => return sync::collection(call, *shelf, &ask),
            _ => return Err(Error::Forbidden),
        },
        "calendar-multiget" => {
            for href in &ask.hrefs {
                let name = percent_decoded(href.rsplit('/').next().unwrap_or_default());
                match objects::one(call, shelf, &name)? {
                    Some(object) => body.push_str(&props::of_object(shelf, &object, &ask)),
                    None => body.push_str(&props::missing(href)),
                }
            }
        }
        "calendar-query" if ask.wants_events() => {
            let now = call.visit.read(|tx, _| Ok(tx.now()))?;
            for object in objects::all(call, shelf, Some(ask.span(now)))? {
                if ask.uid.as_ref().is_none_or(|uid| *uid == object.uid) {
                    body.push_str(&props::of_object(shelf, &object, &ask));
                }
            }
        }
        "calendar-query" => {}
        _ => return Err(Error::Forbidden),
    }
    Ok(multistatus(&body))
}

fn get(call: &Call) -> Result<Response> {
    let Target::Entry(shelf, name) = &call.target else {
        return Ok((StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, METHODS)], xml_type(), "").into_response());
    };
    let object = objects::one(call, *shelf, name)?.ok_or(Error::NotFound)?;
    let kind = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8; component=VEVENT")];
    Ok(([(header::ETAG, object.tag)], kind, object.text).into_response())
}

/// The text of a part of an address.
fn percent_decoded(part: &str) -> String {
    let mut pieces = part.split('%');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        if let Some(byte) = piece.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            bytes.push(byte);
            bytes.extend_from_slice(piece.get(2..).unwrap_or_default().as_bytes());
        } else {
            bytes.push(b'%');
            bytes.extend_from_slice(piece.as_bytes());
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A conflict with a sentence of this feature.
fn conflict(word: &'static str) -> Error {
    Error::Conflict(Fault::new("", word))
}

/// The longest span that a query may look at, in days to both sides of now.
const REACH_DAYS: i64 = 800;

impl xml::Ask {
    /// The span that is asked for, held inside what one may look at.
    fn span(&self, now: ayni_kernel::Timestamp) -> Span {
        let all = Span { start: now.plus_days(-REACH_DAYS), end: now.plus_days(REACH_DAYS) };
        let (start, end) = self.range.unwrap_or_default();
        let asked = Span::new(start.unwrap_or(all.start), end.unwrap_or(all.end)).unwrap_or(all);
        asked.clip(&all).unwrap_or(Span { start: all.start, end: all.start.plus_seconds(1) })
    }
}
