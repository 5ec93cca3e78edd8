//! What a member was told: on the first page, under the bell, and marked as seen.

use ayni_kernel::{BookingId, testing::Cast};
use ayni_notices::{About, Notice, REASON};
use ayni_users::Scope;

use super::bench::{Stranger, Town};

/// Tells Ana something; the sentence is one that every program has.
fn tell(town: &Town, name: &str) {
    let member = town.resident(Cast::Ana).member;
    let booking = About::Booking(BookingId::from_bytes([9; 16]));
    let notice = Notice::new("home-hello", booking).with("name", name).with(REASON, "The roof leaks");
    town.community.write(move |tx| ayni_notices::tell(tx, member, notice)).unwrap();
}

#[tokio::test]
async fn a_member_reads_what_was_told_and_marks_it_as_seen() {
    let town = Town::new();
    tell(&town, "the workshop");
    let home = town.get(Cast::Ana, "/").await.expect(200);
    for text in
        ["Hello, the workshop", "The roof leaks", "href=\"/bookings/09090909-", "<span class=\"count\">1</span>"]
    {
        assert!(home.shows(text), "{text} in {}", home.body);
    }
    let page = town.get(Cast::Ana, "/notices").await.expect(200);
    assert!(page.shows("Hello, the workshop") && page.shows("Mark all as seen"));
    assert!(!town.get(Cast::Ben, "/notices").await.expect(200).shows("the workshop"));
    town.get(Stranger, "/notices").await.expect(303);

    town.post(Cast::Ana, "/notices/seen", &[("next", "https://elsewhere.example")])
        .await
        .leads_to("/?said=notices-said-seen");
    assert!(!town.get(Cast::Ana, "/").await.shows("Hello, the workshop"));
    let page = town.get(Cast::Ana, "/notices").await.expect(200);
    assert!(page.shows("Hello, the workshop") && !page.shows("Mark all as seen"));
}

#[tokio::test]
async fn programs_page_through_notices() {
    let town = Town::new();
    for number in 0..32 {
        tell(&town, &number.to_string());
    }
    let token = town.token(Cast::Ana, Scope::Pay);
    let first = town.api(&token, "/notices", None).await.expect(200).json();
    assert_eq!(first["notices"]["rows"].as_array().unwrap().len(), 30);
    assert_eq!(first["notices"]["rows"][0]["sentence"], "Hello, 31");
    let next = first["notices"]["next"].as_str().unwrap();
    let second = town.api(&token, &format!("/notices?after={next}"), None).await.expect(200).json();
    assert_eq!(second["notices"]["rows"][1]["sentence"], "Hello, 0");
    let seen = town.api(&token, "/notices/seen", Some(serde_json::json!({}))).await.expect(201).json();
    assert_eq!(seen["seen"], 32);
}
