//! What the log never tells: whatever opens a door. The real program, as talkative as an operator may make it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
};

use reqwest::{Client, Method, StatusCode};
use serde_json::json;

use crate::bench::{
    self, bundle,
    person::Person,
    program::{self, Program},
};

/// How much is logged: as it comes, and all that our own parts and those that carry requests have to say.
const LEVELS: [&str; 2] = [
    "info",
    "debug,ayni=trace,ayni_web=trace,ayni_bookings=trace,ayni_users=trace,ayni_kernel=trace,ayni_storage=trace,\
     tower_http=trace",
];

#[test]
fn no_line_of_the_log_opens_a_door() {
    for level in LEVELS {
        let folder = bench::folder();
        let data = folder.path().join("data");
        program::import(&data);
        let program = Program::serve_set(&data, &[("AYNI_LOG", level)]);
        let url = program.url().to_owned();
        let (secrets, marks) = bench::run(async {
            let secrets = secrets(&url).await;
            let marks = knock(&url, &secrets).await;
            (secrets, marks)
        });
        let lines = program.wrote();
        for mark in marks {
            assert!(lines.iter().any(|line| line.contains(&mark)), "{level}: nothing tells of {mark}: {lines:#?}");
        }
        for (what, secret) in &secrets {
            let coded = secret.replace(' ', "%20");
            let tells = |line: &&String| line.contains(secret.as_str()) || line.contains(&coded);
            let told: Vec<_> = lines.iter().filter(tells).collect();
            assert!(told.is_empty(), "{level}: the log tells {what}: {told:#?}");
        }
        program.stop();
    }
}

/// What stands between two texts.
fn between(text: &str, before: &str, after: &str) -> String {
    let rest = text.split_once(before).unwrap_or_else(|| panic!("no {before} in {text}")).1;
    rest.split(after).next().unwrap().to_owned()
}

/// One of each thing that opens a door, with its name.
async fn secrets(url: &str) -> Vec<(&'static str, String)> {
    let form = [("email", bundle::WREN), ("password", bundle::PASSWORD)];
    let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let answer = client.post(format!("{url}/sign-in")).form(&form).send().await.unwrap();
    let session = between(answer.headers()["set-cookie"].to_str().unwrap(), "session=", ";");
    let wren = Person::sign_in_for(url, bundle::WREN, "admin").await.unwrap();
    let room = json!({ "name": "Round Room", "kind": "room", "access": "group", "bookable": "yes", "places": "1",
        "unit": "minutes", "zone": "UTC" });
    let (_, room) = wren.ask(Method::POST, "/admin/spaces/resources", Some(room)).await.unwrap();
    let room = room["id"].as_str().unwrap();
    let (_, feed) = wren.ask(Method::POST, "/profile/calendars", Some(json!({ "of": "mine" }))).await.unwrap();
    let feed = feed["address"].as_str().unwrap();
    let page = client.get(format!("{url}/spaces/{room}/door")).header("cookie", format!("session={session}"));
    let page = page.send().await.unwrap().text().await.unwrap();
    let members = wren.read("/admin/members?status=active").await.to_string();
    let rosalind = "5f1c2b7e-0a53-4c0d-9d61-1a2b3c4d0002";
    assert!(members.contains(rosalind), "{members}");
    let office = wren.read(&format!("/admin/members/{rosalind}")).await;
    let user = json!({ "user": office["users"][0]["id"] });
    let (_, reset) = wren.ask(Method::POST, &format!("/members/{rosalind}/reset-link"), Some(user)).await.unwrap();
    let invite = json!({ "name": "Ivo", "email": "", "note": "", "days": "7" });
    let (_, invite) = wren.ask(Method::POST, "/invites", Some(invite)).await.unwrap();
    let ends = |link: &serde_json::Value| link.as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    vec![
        ("a session", session),
        ("a token of the API", wren.token().to_owned()),
        ("the address of a calendar", between(feed, "/feeds/", ".ics")),
        ("the code of a door", between(&page, "/door/", "\"")),
        ("a link that sets a password", ends(&reset["link"])),
        ("an invitation", ends(&invite["link"])),
        ("a password", bundle::PASSWORD.to_owned()),
    ]
}

/// Uses each secret, also where nothing is and in ways that cannot be understood. Gives what the log then tells.
async fn knock(url: &str, secrets: &[(&'static str, String)]) -> Vec<String> {
    let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    for (_, secret) in secrets {
        let word = secret.replace(' ', "%20");
        for path in ["/feeds/", "/door/", "/reset/", "/invites/", "/nowhere/", "/caldav/", "/api/v1/", "/assets/"] {
            for end in ["", ".ics", "/more", "%ff", "?token="] {
                let to = format!("{url}{path}{word}{end}{}", if end.ends_with('=') { word.as_str() } else { "" });
                let asked = client.get(&to).header("cookie", format!("session={secret}")).bearer_auth(secret);
                asked.send().await.unwrap();
                client.post(&to).form(&[("password", secret)]).send().await.unwrap();
            }
        }
        let door = Method::from_bytes(b"PROPFIND").unwrap();
        let calendars = client.request(door, format!("{url}/caldav/")).basic_auth(bundle::WREN, Some(secret));
        let answer = calendars.send().await.unwrap().status();
        assert!([StatusCode::MULTI_STATUS, StatusCode::UNAUTHORIZED].contains(&answer), "{answer}");
        malformed(url, &word);
    }
    ["\"route\":\"/feeds/{token}\"", "\"route\":\"/reset/{token}\"", "\"status\":404"].map(str::to_owned).into()
}

/// Requests that are none.
fn malformed(url: &str, secret: &str) {
    let host = url.trim_start_matches("http://").replace("localhost", "127.0.0.1");
    for request in [
        format!("GET /feeds/{secret} HTTP/9.9\r\nhost: {host}\r\n\r\n"),
        format!("GET /feeds/{secret} \u{1}\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nhost: {host}\r\ncookie session={secret}\r\n\r\n"),
        format!("POST /reset/{secret} HTTP/1.1\r\nhost: {host}\r\ncontent-length: {secret}\r\n\r\n"),
    ] {
        let mut wire = TcpStream::connect(&host).unwrap();
        wire.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        // A broken connection is an answer too.
        let _ = wire.read_to_end(&mut answer);
        assert!(!answer.starts_with(b"HTTP/1.1 2"), "{}", String::from_utf8_lossy(&answer));
    }
}
