//! A calendar program from elsewhere books, moves and cancels; another reads the feeds: see `calendar_program.py`.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::process::Command;

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::bench::{
    self, bundle,
    person::Person,
    program::{self, Program},
    python::{done, python},
};

/// The clocks of the room; they do not show what the rest of the community's do.
const ZONE: &str = "Asia/Kathmandu";

#[test]
fn a_calendar_program_books_moves_and_cancels_and_another_reads_the_feeds() {
    let folder = bench::folder();
    let data = folder.path().join("data");
    program::import(&data);
    bench::run(async {
        let program = Program::serve(&data);
        let url = program.url().to_owned();
        let admin = Person::sign_in_for(&url, bundle::WREN, "admin").await.unwrap();
        let room = json!({ "name": "Round Room", "kind": "room", "access": "group", "bookable": "yes", "places": "1",
            "unit": "minutes", "zone": ZONE });
        let (status, room) = admin.ask(Method::POST, "/admin/spaces/resources", Some(room)).await.unwrap();
        assert_eq!(status, StatusCode::CREATED, "{room}");
        let rosalind = Person::sign_in(&url, bundle::ROSALIND).await;
        let mut feeds = Vec::new();
        for of in ["mine", room["id"].as_str().unwrap()] {
            let (status, made) =
                rosalind.ask(Method::POST, "/profile/calendars", Some(json!({ "of": of }))).await.unwrap();
            assert_eq!(status, StatusCode::OK, "{made}");
            feeds.push(made["address"].as_str().unwrap().to_owned());
        }
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/calendar_program.py");
        let mut command = Command::new(python());
        command.arg(script).args([&url, bundle::ROSALIND, rosalind.token(), "Round Room", ZONE]).args(&feeds);
        let said = tokio::task::spawn_blocking(move || done(&mut command)).await.unwrap();
        assert_eq!(said.trim(), "done");

        // What is revoked leads nowhere.
        let listed = rosalind.read("/profile/calendars").await;
        let id = listed["feeds"][0]["id"].as_str().unwrap();
        rosalind.ask(Method::POST, &format!("/profile/calendars/{id}/revocation"), None).await.unwrap();
        let gone = reqwest::get(&feeds[0]).await.unwrap();
        assert_eq!(gone.status(), StatusCode::NOT_FOUND);
        program.stop();
    });
}
