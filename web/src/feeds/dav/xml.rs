//! Reading what calendar programs ask for, and escaping what they are told.

use ayni_calendar::ics::value;
use ayni_kernel::Timestamp;
use quick_xml::{
    NsReader,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event},
    name::ResolveResult,
};

/// More elements than any request has; what is longer is refused.
const MAX_ELEMENTS: usize = 20_000;

/// What a request asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Ask {
    /// The outermost element.
    pub root: String,
    /// The properties, as namespace and name; none asks for all.
    pub props: Vec<(String, String)>,
    /// The addresses of a multiget.
    pub hrefs: Vec<String>,
    /// The time range of a query.
    pub range: Option<(Option<Timestamp>, Option<Timestamp>)>,
    /// The kinds of components of a query.
    pub components: Vec<String>,
    /// The UID that a query looks for.
    pub uid: Option<String>,
    /// The mark that a program was given when it last looked.
    pub token: Option<String>,
    /// The most entries that it wants to hear of.
    pub limit: Option<usize>,
}

impl Ask {
    /// Whether events are among what a query looks for.
    pub(super) fn wants_events(&self) -> bool {
        self.components.iter().all(|name| name == "VCALENDAR" || name == "VEVENT")
    }
}

/// An open element: its name, and its attribute `name`.
struct Open {
    element: String,
    name: String,
}

/// Reads a request; `None` when it is no XML.
pub(super) fn read(body: &[u8]) -> Option<Ask> {
    let mut reader = NsReader::from_str(std::str::from_utf8(body).ok()?);
    let mut ask = Ask::default();
    let mut open: Vec<Open> = Vec::new();
    let mut text = String::new();
    for _ in 0..MAX_ELEMENTS {
        let (space, event) = reader.read_resolved_event().ok()?;
        match event {
            Event::Start(element) => {
                let opened = begin(&mut ask, &open, &space_name(&space), &element);
                text.clear();
                open.push(opened);
            }
            Event::Empty(element) => {
                begin(&mut ask, &open, &space_name(&space), &element);
            }
            Event::Text(part) => text.push_str(&part),
            Event::CData(part) => text.push_str(&part),
            Event::GeneralRef(name) => match name.resolve_char_ref().ok()? {
                Some(c) => text.push(c),
                None => text.push_str(resolve_predefined_entity(&name)?),
            },
            Event::End(_) => {
                let closed = open.pop()?;
                end(&mut ask, &open, &closed, text.trim());
                text.clear();
            }
            Event::Eof => return open.is_empty().then_some(ask),
            _ => {}
        }
    }
    None
}

fn space_name(space: &ResolveResult<'_>) -> String {
    match space {
        ResolveResult::Bound(namespace) => namespace.as_ref().to_owned(),
        ResolveResult::Unbound | ResolveResult::Unknown(_) => String::new(),
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|each| each.key.local_name().as_ref() == name)?;
    Some(found.value.into_owned())
}

fn begin(ask: &mut Ask, open: &[Open], space: &str, element: &BytesStart<'_>) -> Open {
    let local = element.local_name().as_ref().to_owned();
    let parent = open.last().map_or("", |open| open.element.as_str());
    if open.is_empty() {
        ask.root.clone_from(&local);
    }
    let name = attribute(element, "name").unwrap_or_default();
    match (parent, local.as_str()) {
        // The parts of calendar-data have names of their own and are no properties.
        ("prop", _) => ask.props.push((space.to_owned(), local.clone())),
        ("filter" | "comp-filter", "comp-filter") => ask.components.push(name.to_ascii_uppercase()),
        ("comp-filter", "time-range") => {
            ask.range = Some((moment(element, "start"), moment(element, "end")));
        }
        _ => {}
    }
    Open { element: local, name }
}

fn end(ask: &mut Ask, open: &[Open], closed: &Open, text: &str) {
    let parent = open.last();
    match closed.element.as_str() {
        "href" if open.len() == 1 => ask.hrefs.push(text.to_owned()),
        "text-match" if parent.is_some_and(|parent| parent.element == "prop-filter" && parent.name == "UID") => {
            ask.uid = Some(text.to_owned());
        }
        "sync-token" if open.len() == 1 => ask.token = Some(text.to_owned()),
        "nresults" if parent.is_some_and(|parent| parent.element == "limit") => ask.limit = text.parse().ok(),
        _ => {}
    }
}

fn moment(element: &BytesStart<'_>, name: &str) -> Option<Timestamp> {
    match value::date_time(&attribute(element, name)?)? {
        value::When::Utc(wall) | value::When::Floating(wall) => {
            Some(ayni_calendar::instant(&ayni_calendar::TimeZone::UTC, wall))
        }
        value::When::Date(date) => Some(ayni_calendar::day_span(&ayni_calendar::TimeZone::UTC, date).start),
    }
}

/// Text as it may stand in XML.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // A bare carriage return would be read as a line feed.
            '\r' => out.push_str("&#13;"),
            c if c.is_control() && c != '\n' && c != '\t' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn what_programs_ask_is_understood() {
        let query = r#"<?xml version="1.0"?><C:calendar-query xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:D="DAV:">
            <D:prop><D:getetag/><C:calendar-data><C:comp name="VCALENDAR"><C:prop name="UID"/></C:comp></C:calendar-data></D:prop>
            <C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
            <C:time-range start="20260301T000000Z" end="20260401T000000Z"/>
            <C:prop-filter name="UID"><C:text-match>a&amp;b</C:text-match></C:prop-filter>
            </C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"#;
        let ask = read(query.as_bytes()).unwrap();
        assert_eq!(ask.root, "calendar-query");
        assert_eq!(ask.props.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), ["getetag", "calendar-data"]);
        assert!(ask.wants_events());
        assert_eq!(ask.range.unwrap().0, Timestamp::parse("2026-03-01T00:00:00Z"));
        let todo = query.replace("VEVENT", "VTODO");
        assert!(!read(todo.as_bytes()).unwrap().wants_events());
        let multiget = r#"<x:calendar-multiget xmlns:x="urn:ietf:params:xml:ns:caldav" xmlns="DAV:"><prop><getetag/></prop>
            <href>/caldav/calendars/mine/a.ics</href><href>/b</href></x:calendar-multiget>"#;
        let ask = read(multiget.as_bytes()).unwrap();
        assert_eq!((ask.hrefs.len(), ask.props[0].0.as_str()), (2, "DAV:"));
        let sync = r#"<sync-collection xmlns="DAV:"><sync-token>urn:a&amp;b</sync-token><sync-level>1</sync-level>
            <limit><nresults>5</nresults></limit><prop><getetag/><sync-token></sync-token></prop></sync-collection>"#;
        let ask = read(sync.as_bytes()).unwrap();
        assert_eq!((ask.token.as_deref(), ask.limit, ask.props.len()), (Some("urn:a&b"), Some(5), 2));
        for bad in ["<a>", "no xml <", "<a></b>"] {
            assert!(read(bad.as_bytes()).is_none(), "{bad}");
        }
    }
}
