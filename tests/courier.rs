//! A calendar from another host takes times of a place: fetched, asked whether it changed, sent on, gone; and never
//! from a private network unless the operator says so.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use jiff::{ToSpan as _, tz::TimeZone};
use reqwest::Method;
use serde_json::{Value, json};

use crate::bench::{
    self, bundle, eventually,
    person::Person,
    program::{self, Program},
};

/// The part of the address that nobody else may know.
const SECRET: &str = "private-0815";

/// Where calendars may be fetched from this machine.
const ALLOWED: [(&str, &str); 1] = [("AYNI_COURIER_PRIVATE_ADDRESSES", "allowed")];

/// Another host with a calendar.
#[derive(Clone, Default)]
struct Host {
    /// How many events a day.
    version: Arc<Mutex<usize>>,
    /// What it answered.
    answers: Arc<Mutex<Vec<u16>>>,
}

impl Host {
    /// Opens it; answers its address.
    async fn open(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let moved = || async { Redirect::temporary(&format!("/{SECRET}/hall.ics")) };
        let around = || async { Redirect::temporary("/around") };
        let router = Router::new()
            .route("/{secret}/hall.ics", get(calendar))
            .route("/moved", get(moved))
            .route("/around", get(around))
            .with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        url
    }

    fn answered(&self) -> Vec<u16> {
        self.answers.lock().unwrap().clone()
    }
}

async fn calendar(State(host): State<Host>, Path(secret): Path<String>, headers: HeaderMap) -> Response {
    let version = *host.version.lock().unwrap();
    let tag = format!("\"v{version}\"");
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let agent = headers[header::USER_AGENT].to_str().unwrap();
    assert!(secret == SECRET && agent.starts_with("Ayni/"), "{secret} {agent}");
    let status = if known { StatusCode::NOT_MODIFIED } else { StatusCode::OK };
    host.answers.lock().unwrap().push(status.as_u16());
    let event = |at: usize| {
        let hour = 10 + 2 * at;
        format!(
            "BEGIN:VEVENT\r\nUID:{at}\r\nDTSTART:20260101T{hour}0000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\n"
        )
    };
    let events: String = (0..=version).map(event).collect();
    let body = if known { String::new() } else { format!("BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n") };
    (status, [(header::ETAG, tag)], body).into_response()
}

async fn follow(admin: &Person, room: &str, address: &str) -> String {
    let ask = json!({ "name": "Council", "address": address });
    let path = format!("/admin/spaces/resources/{room}/calendars");
    let (status, made) = admin.ask(Method::POST, &path, Some(ask)).await.unwrap();
    assert!(status.is_success(), "{made}");
    made["id"].as_str().unwrap().to_owned()
}

/// Waits until something holds of a calendar.
async fn comes(admin: &Person, id: &str, what: &str, holds: impl Fn(&Value) -> bool) -> Value {
    let path = format!("/admin/spaces/calendars/{id}");
    eventually(what, async || Some(admin.read(&path).await["calendar"].clone()).filter(|calendar| holds(calendar)))
        .await
}

#[test]
fn a_calendar_of_another_host_takes_times() {
    let folder = bench::folder();
    let data = folder.path().join("data");
    program::import(&data);
    bench::run(async {
        let host = Host::default();
        let url = host.open().await;
        let program = Program::serve_set(&data, &ALLOWED);
        let admin = Person::sign_in_for(program.url(), bundle::WREN, "admin").await.unwrap();
        let room = json!({ "name": "Round Room", "kind": "room", "access": "group", "bookable": "yes", "places": "1",
            "unit": "minutes", "zone": "UTC" });
        let (_, room) = admin.ask(Method::POST, "/admin/spaces/resources", Some(room)).await.unwrap();
        let room = room["id"].as_str().unwrap().to_owned();

        let id = follow(&admin, &room, &format!("{url}/{SECRET}/hall.ics")).await;
        let calendar = comes(&admin, &id, "the first reading", |calendar| calendar["fetched"].is_string()).await;
        let times = calendar["times"].as_u64().unwrap();
        assert!((500..600).contains(&times), "{calendar}");
        let fetched: jiff::Timestamp = calendar["fetched"].as_str().unwrap().parse().unwrap();
        let day = fetched.to_zoned(TimeZone::UTC).date().saturating_add(2.days());
        let wish = json!({ "day": day.to_string(), "from": "10:30", "until": "11:30" });
        let path = format!("/spaces/{room}/bookings");
        let (status, refused) = admin.ask(Method::POST, &path, Some(wish)).await.unwrap();
        assert!(status == StatusCode::CONFLICT && refused.to_string().contains("Council"), "{refused}");

        // Asked again it says that nothing changed; then it does.
        let again = format!("/admin/spaces/calendars/{id}/fetching");
        admin.ask(Method::POST, &again, None).await.unwrap();
        eventually("a second question", async || (host.answered() == [200, 304]).then_some(())).await;
        *host.version.lock().unwrap() = 1;
        admin.ask(Method::POST, &again, None).await.unwrap();
        comes(&admin, &id, "twice as many times", |calendar| calendar["times"] == 2 * times).await;
        assert_eq!(host.answered(), [200, 304, 200]);

        // Sent on is as good; in circles, or to nothing, is told.
        let moved = follow(&admin, &room, &format!("{url}/moved")).await;
        comes(&admin, &moved, "the moved one", |calendar| calendar["times"] == 2 * times).await;
        for (path, trouble) in [("/around", "redirects"), ("/nothing", "missing")] {
            let id = follow(&admin, &room, &format!("{url}{path}")).await;
            comes(&admin, &id, trouble, |calendar| calendar["trouble"] == trouble).await;
        }
        assert!(!program.logged(SECRET) && program.logged("could not be fetched"));
        program.stop();

        // By default nothing is fetched from this machine, not even asked.
        let asked = host.answered().len();
        let program = Program::serve(&data);
        let admin = admin.at(program.url());
        for address in [format!("{url}/{SECRET}/hall.ics"), url.replace("127.0.0.1", "localhost")] {
            let id = follow(&admin, &room, &address).await;
            comes(&admin, &id, "a refusal", |calendar| calendar["trouble"] == "private").await;
        }
        assert_eq!(host.answered().len(), asked);
        program.stop();
    });
    program::examine(&data);
}
