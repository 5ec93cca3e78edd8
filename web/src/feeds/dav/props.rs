//! Properties of folders, calendars and entries (RFC 4918, RFC 4791, RFC 5397).

use std::fmt::Write as _;

use axum::response::Response;
use ayni_bookings::Shelf;
use ayni_kernel::{Error, Result};

use super::{
    Call, HOME, MINE, PRINCIPAL, ROOT, Target, ask, multistatus, objects, objects::Object, sync, xml, xml::Ask,
};
use crate::links;

const DAV: &str = "DAV:";
const CALDAV: &str = "urn:ietf:params:xml:ns:caldav";
const SERVER: &str = "http://calendarserver.org/ns/";
const APPLE: &str = "http://apple.com/ns/ical/";

/// The names of the spaces in what is answered.
pub(super) const SPACES: &str = "xmlns:d=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:caldav\" \
    xmlns:cs=\"http://calendarserver.org/ns/\" xmlns:a=\"http://apple.com/ns/ical/\"";

/// The properties that are told when none is named.
const USUAL: [(&str, &str); 9] = [
    (DAV, "resourcetype"),
    (DAV, "displayname"),
    (DAV, "getetag"),
    (DAV, "getcontenttype"),
    (DAV, "current-user-principal"),
    (CALDAV, "calendar-home-set"),
    (CALDAV, "supported-calendar-component-set"),
    (SERVER, "getctag"),
    (DAV, "current-user-privilege-set"),
];

/// The address of a calendar.
pub(super) fn calendar_href(shelf: Shelf) -> String {
    match shelf {
        Shelf::Member(_) => format!("{HOME}{MINE}/"),
        Shelf::Resource(id) => format!("{HOME}{id}/"),
    }
}

/// The address of an entry.
pub(super) fn entry_href(shelf: Shelf, name: &str) -> String {
    format!("{}{}", calendar_href(shelf), links::encode(name))
}

/// What can be asked of a folder or calendar.
pub(super) fn of(call: &Call, target: &Target, ask: &Ask) -> Result<String> {
    let href = match target {
        Target::Root => ROOT.to_owned(),
        Target::Principal => PRINCIPAL.to_owned(),
        Target::Home => HOME.to_owned(),
        Target::Calendar(shelf) => calendar_href(*shelf),
        Target::Entry(..) => return Err(Error::NotFound),
    };
    let mut told = Vec::new();
    for (space, name) in wanted(ask) {
        told.push((space.clone(), name.clone(), value(call, target, &space, &name)?));
    }
    Ok(response(&href, &told))
}

/// What can be asked of an entry.
pub(super) fn of_object(shelf: Shelf, object: &Object, ask: &Ask) -> String {
    let value = |space: &str, name: &str| match (space, name) {
        (DAV, "resourcetype") => Some(String::new()),
        (DAV, "getetag") => Some(xml::escape(&object.tag)),
        (DAV, "getcontenttype") => Some("text/calendar; charset=utf-8; component=VEVENT".to_owned()),
        (DAV, "getcontentlength") => Some(object.text.len().to_string()),
        (DAV, "displayname") => Some(xml::escape(&object.name)),
        (DAV, "current-user-principal") => Some(href(PRINCIPAL)),
        (CALDAV, "calendar-data") => Some(xml::escape(&object.text)),
        _ => None,
    };
    let told: Vec<_> = wanted(ask)
        .into_iter()
        .map(|(space, name)| {
            let value = value(&space, &name);
            (space, name, value)
        })
        .collect();
    response(&entry_href(shelf, &object.name), &told)
}

/// That there is nothing at an address.
pub(super) fn missing(href: &str) -> String {
    format!(
        "<d:response><d:href>{}</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response>",
        xml::escape(href)
    )
}

/// That there is more than was asked for (RFC 6578, section 3.6).
pub(super) fn cut_short(shelf: Shelf) -> String {
    format!(
        "<d:response><d:href>{}</d:href><d:status>HTTP/1.1 507 Insufficient Storage</d:status>\
         <d:error><d:number-of-matches-within-limits/></d:error></d:response>",
        calendar_href(shelf)
    )
}

/// Nothing can be set; each property that somebody tries to set is refused by name.
pub(super) fn patch(call: &Call) -> Result<Response> {
    let ask = ask(call)?;
    let href = match &call.target {
        Target::Calendar(shelf) => calendar_href(*shelf),
        _ => return Err(Error::Forbidden),
    };
    let names: String = ask.props.iter().map(|(space, name)| element(space, name, "")).collect();
    Ok(multistatus(&format!(
        "<d:response><d:href>{href}</d:href><d:propstat><d:prop>{names}</d:prop><d:status>HTTP/1.1 403 Forbidden\
         </d:status></d:propstat></d:response>"
    )))
}

fn wanted(ask: &Ask) -> Vec<(String, String)> {
    if ask.props.is_empty() {
        return USUAL.iter().map(|(space, name)| ((*space).to_owned(), (*name).to_owned())).collect();
    }
    ask.props.clone()
}

fn href(path: &str) -> String {
    format!("<d:href>{}</d:href>", xml::escape(path))
}

/// The value of a property; `None` when there is no such property here.
fn value(call: &Call, target: &Target, space: &str, name: &str) -> Result<Option<String>> {
    let calendar = match target {
        Target::Calendar(shelf) => Some(*shelf),
        _ => None,
    };
    Ok(match (space, name, calendar) {
        (DAV, "resourcetype", _) => Some(kind(target).to_owned()),
        (DAV, "displayname", Some(shelf)) => Some(xml::escape(&objects::calendar_name(call, shelf)?)),
        (DAV, "displayname", None) => Some(xml::escape(call.visit.user()?.name.as_str())),
        (DAV, "current-user-principal" | "principal-URL" | "owner", _) => Some(href(PRINCIPAL)),
        (DAV, "principal-collection-set", _) => Some(href(ROOT)),
        (CALDAV, "calendar-home-set", _) => Some(href(HOME)),
        (CALDAV, "calendar-user-address-set", _) => {
            Some(href(&format!("mailto:{}", call.visit.user()?.email.as_str())))
        }
        (DAV, "current-user-privilege-set", _) => Some(PRIVILEGES.to_owned()),
        (DAV, "supported-report-set", Some(_)) => Some(REPORTS.to_owned()),
        (CALDAV, "supported-calendar-component-set", Some(_)) => Some("<c:comp name=\"VEVENT\"/>".to_owned()),
        (CALDAV, "supported-calendar-data", Some(_)) => {
            Some("<c:calendar-data content-type=\"text/calendar\" version=\"2.0\"/>".to_owned())
        }
        (CALDAV, "max-resource-size", Some(_)) => Some(super::put::MAX_FILE.to_string()),
        (CALDAV, "calendar-description", Some(shelf)) => Some(xml::escape(&objects::calendar_note(call, shelf)?)),
        (SERVER, "getctag", Some(shelf)) | (DAV, "sync-token", Some(shelf)) => {
            Some(xml::escape(&sync::now(call, shelf)?))
        }
        (DAV, "getetag", Some(shelf)) => Some(xml::escape(&format!("\"{}\"", sync::now(call, shelf)?))),
        (APPLE, "calendar-color", Some(shelf)) => Some(colour(shelf)),
        _ => None,
    })
}

const PRIVILEGES: &str = "<d:privilege><d:read/></d:privilege><d:privilege><d:write/></d:privilege>\
    <d:privilege><d:bind/></d:privilege><d:privilege><d:unbind/></d:privilege>\
    <d:privilege><d:write-content/></d:privilege>";

const REPORTS: &str = "<d:supported-report><d:report><c:calendar-query/></d:report></d:supported-report>\
    <d:supported-report><d:report><c:calendar-multiget/></d:report></d:supported-report>\
    <d:supported-report><d:report><d:sync-collection/></d:report></d:supported-report>";

const fn kind(target: &Target) -> &'static str {
    match target {
        Target::Root | Target::Home => "<d:collection/>",
        Target::Principal => "<d:principal/>",
        Target::Calendar(_) => "<d:collection/><c:calendar/>",
        Target::Entry(..) => "",
    }
}

/// A colour of its own for each calendar: one of twelve around the circle, the same each time.
fn colour(shelf: Shelf) -> String {
    const COLOURS: [&str; 12] = [
        "#C0392B", "#D35400", "#B9770E", "#7D8B12", "#3E8E41", "#148F77", "#1B7F9E", "#2471A3", "#3F51B5", "#6C3FB0",
        "#A0379B", "#B83267",
    ];
    let sum = match shelf {
        Shelf::Member(_) => 7,
        Shelf::Resource(id) => id.bytes().into_iter().map(usize::from).sum(),
    };
    COLOURS.get(sum % COLOURS.len()).map_or_else(String::new, |colour| format!("{colour}FF"))
}

fn element(space: &str, name: &str, value: &str) -> String {
    let (name, declared) = match space {
        DAV => (format!("d:{name}"), String::new()),
        CALDAV => (format!("c:{name}"), String::new()),
        SERVER => (format!("cs:{name}"), String::new()),
        APPLE => (format!("a:{name}"), String::new()),
        other => (format!("x:{name}"), format!(" xmlns:x=\"{}\"", xml::escape(other))),
    };
    if value.is_empty() { format!("<{name}{declared}/>") } else { format!("<{name}{declared}>{value}</{name}>") }
}

/// The answer for one address: what there is, and what there is not.
fn response(href: &str, told: &[(String, String, Option<String>)]) -> String {
    let (mut found, mut absent) = (String::new(), String::new());
    for (space, name, value) in told {
        match value {
            Some(value) => found.push_str(&element(space, name, value)),
            None => absent.push_str(&element(space, name, "")),
        }
    }
    let mut body = format!("<d:response><d:href>{}</d:href>", xml::escape(href));
    for (props, status) in [(found, "200 OK"), (absent, "404 Not Found")] {
        if !props.is_empty() {
            let _ =
                write!(body, "<d:propstat><d:prop>{props}</d:prop><d:status>HTTP/1.1 {status}</d:status></d:propstat>");
        }
    }
    body.push_str("</d:response>");
    body
}
