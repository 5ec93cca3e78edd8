//! Repeating bookings, the cart, waiting lists, and what a closure means for bookings: pages and API.

use ayni_calendar::Span;
use ayni_kernel::{Line, Timestamp, testing::Cast};
use ayni_resources::{ClosureDetails, ClosureWay};
use ayni_users::Scope;
use serde_json::json;

use super::bench::{Stranger, Town};

/// The path of an address without what is said there.
fn path(location: Option<String>) -> String {
    location.unwrap().split('?').next().unwrap().to_owned()
}

/// Tuesdays at ten, four times.
const TUESDAYS: [(&str, &str); 7] = [
    ("day", "2026-03-03"),
    ("from", "10:00"),
    ("until", "11:00"),
    ("repeat", "weekly"),
    ("ends", "count"),
    ("count", "4"),
    ("title", "Choir"),
];

#[tokio::test]
async fn a_member_sees_every_date_before_booking_and_one_exception_after() {
    let town = Town::new();
    let house = town.house();
    let ben = [("from", "2026-03-17T10:00"), ("until", "2026-03-17T10:30")];
    town.book(Cast::Ben, house.room, &ben).await;
    let query: Vec<String> = TUESDAYS.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let page = town.get(Cast::Ana, &format!("/spaces/{}/repeat?{}", house.room, query.join("&"))).await.expect(200);
    for text in ["every week on Tue, 4 times", "3 free, 1 not", "It is taken between", "Book the 3 that are free"] {
        assert!(page.shows(text), "{text} in {}", page.body);
    }
    let post = format!("/spaces/{}/series", house.room);
    let refused = town.post(Cast::Ana, &post, &TUESDAYS).await.expect(409);
    assert!(refused.shows("One date cannot be had") && refused.shows("value=\"Choir\""), "{}", refused.body);
    let booked = town.post(Cast::Ana, &post, &[&TUESDAYS[..], &[("on_clash", "skip")]].concat()).await.expect(303);
    let series = path(booked.location);
    let page = town.get(Cast::Ana, &series).await.expect(200);
    assert!(page.shows("Choir") && page.shows("somebody else has the place") && page.shows("Change dates"));
    town.get(Cast::Ben, &series).await.expect(404);
    town.get(Stranger, &series).await.expect(303);
    assert!(town.get(Cast::Ana, "/series").await.expect(200).shows("every week on Tue"));

    // One date is taken out and comes back; another one is put in.
    town.post(Cast::Ana, &format!("{series}/skipping"), &[("start", "2026-03-10T10:00")]).await.expect(303);
    assert!(town.get(Cast::Ana, &series).await.shows("Taken out"));
    town.post(Cast::Ana, &format!("{series}/dates"), &[("start", "2026-03-10T10:00:00")]).await.expect(303);
    assert!(!town.get(Cast::Ana, &series).await.shows("Taken out"));
    let taken = town.post(Cast::Ana, &format!("{series}/dates"), &[("start", "2026-03-17T10:00")]).await.expect(409);
    assert!(taken.shows("It is taken between"));
    town.post(Cast::Ana, &format!("{series}/dates"), &[("start", "2026-03-19T10:00")]).await.expect(303);
}

#[tokio::test]
async fn one_some_or_all_dates_are_changed_and_cancelled() {
    let town = Town::new();
    let house = town.house();
    let token = town.token(Cast::Ana, Scope::Pay);
    let ask: serde_json::Map<_, _> = TUESDAYS.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
    let made = town.api(&token, &format!("/spaces/{}/series", house.room), Some(ask.into())).await.expect(201).json();
    assert_eq!((made["phase"].as_str(), made["hours"].as_str()), (Some("standing"), Some("10:00–11:00")));
    let series = format!("/series/{}", made["id"].as_str().unwrap());
    let dates = town.api(&token, &series, None).await.expect(200).json();
    let id = |at: usize| dates["days"][at]["booking"]["id"].as_str().unwrap().to_owned();

    let alone = json!({ "from": "2026-03-03T12:00", "until": "2026-03-03T13:00" });
    town.api(&token, &format!("/bookings/{}/series", id(0)), Some(alone)).await.expect(201);
    let form = town.get(Cast::Ana, &format!("/bookings/{}/series", id(1))).await.expect(200);
    assert!(form.shows("This and the following") && form.shows("value=\"2026-03-10\""), "{}", form.body);
    let later = [
        ("scope", "following"),
        ("day", "2026-03-10"),
        ("from", "14:00"),
        ("until", "15:30"),
        ("title", "Small choir"),
        ("repeat", ""),
    ];
    let changed = town.post(Cast::Ana, &format!("/bookings/{}/series", id(1)), &later).await.expect(303);
    let next = path(changed.location);
    assert_ne!(next, series);
    let days = town.api(&token, &next, None).await.expect(200).json();
    assert_eq!(days["days"].as_array().unwrap().len(), 3);
    assert_eq!(days["days"][2]["booking"]["from"], "2026-03-24T14:00:00Z");
    assert!(town.get(Cast::Ana, &series).await.shows("Later dates go on here"));

    let cancel = format!("/bookings/{}/series/cancellation", id(2));
    let preview = town.get(Cast::Ana, &cancel).await.expect(200);
    assert!(preview.shows("This and the following: 2 dates") && preview.shows("comes back"), "{}", preview.body);
    town.get(Cast::Ben, &cancel).await.expect(404);
    town.post(Cast::Ana, &cancel, &[("scope", "following")]).await.expect(303);
    let days = town.api(&token, &next, None).await.expect(200).json();
    assert_eq!((days["series"]["phase"].as_str(), days["days"].as_array().unwrap().len()), (Some("ended"), 3));
}

#[tokio::test]
async fn a_rule_that_cannot_be_read_is_said_beside_its_field() {
    let town = Town::new();
    let house = town.house();
    let ask =
        [("from", "2026-03-03T10:00"), ("until", "2026-03-03T11:00"), ("repeat", "rule"), ("rule", "FREQ=SECONDLY")];
    let page = town.post(Cast::Ana, &format!("/spaces/{}/series", house.room), &ask).await.expect(422);
    assert!(page.shows("id=\"rule-fault\""), "{}", page.body);
    let last = [&ask[..3], &[("rule", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2")]].concat();
    let made = town.post(Cast::Ana, &format!("/spaces/{}/series", house.room), &last).await.expect(303);
    let page = town.get(Cast::Ana, &path(made.location)).await.expect(200);
    assert!(page.shows("Tue 31 Mar") && page.shows("Thu 30 Apr"), "{}", page.body);
}

#[tokio::test]
async fn a_cart_is_booked_at_once() {
    let town = Town::new();
    let house = town.house();
    assert!(town.get(Cast::Ana, "/cart").await.expect(200).shows("Nothing in the cart"));
    let slot = [("from", "2026-03-03T10:00"), ("until", "2026-03-03T11:00")];
    for place in [house.room, house.table] {
        town.post(Cast::Ana, &format!("/spaces/{place}/cart"), &slot).await.leads_to("/cart?said=cart-said-added");
    }
    let late = town.post(Cast::Ben, &format!("/spaces/{}/cart", house.room), &slot).await.expect(409);
    assert!(late.shows("It is taken between") && late.shows("Nothing in the cart"));
    let page = town.get(Cast::Ana, "/cart").await.expect(200);
    assert!(
        page.shows("Loft") && page.shows("Long table") && page.shows("Book all 2") && page.shows("Kept for you until")
    );
    let key = town.token(Cast::Ana, Scope::Pay);
    let cart = town.api(&key, "/cart", None).await.expect(200).json();
    assert_eq!(cart["totals"][0]["price"]["minor"], 800);
    let table = cart["items"][1]["id"].as_str().unwrap();
    town.post(Cast::Ana, "/cart/removal", &[("booking", table)]).await.expect(303);
    let order = cart["order"].as_str().unwrap();
    town.post(Cast::Ben, "/cart/booking", &[("order", order)]).await.expect(403);
    town.post(Cast::Ana, "/cart/booking", &[("order", order)]).await.leads_to("/bookings?said=cart-said-booked");
    assert!(town.get(Cast::Ana, "/bookings").await.expect(200).shows("Loft"));
}

#[tokio::test]
async fn who_waits_is_offered_what_becomes_free() {
    let town = Town::new();
    let house = town.house();
    let slot = [("from", "2026-03-03T10:00"), ("until", "2026-03-03T11:00")];
    let (join, form) = (format!("/spaces/{}/waiting", house.room), format!("/spaces/{}/wait", house.room));
    let free = town.post(Cast::Ana, &join, &slot).await.expect(409);
    assert!(free.shows("It is free. Book it right away."));
    let booked = town.book(Cast::Ben, house.room, &slot).await;
    let page = town.get(Cast::Ana, &format!("{form}?from=2026-03-03T10:00&until=2026-03-03T11:00")).await.expect(200);
    assert!(page.shows("Join the waiting list") && page.shows("Tue 3 Mar, 10:00–11:00"), "{}", page.body);
    town.get(Stranger, &form).await.expect(303);
    let mine = path(town.post(Cast::Ana, &join, &slot).await.expect(303).location);
    let next = path(town.post(Cast::Carla, &join, &slot).await.expect(303).location);
    assert!(town.get(Cast::Ana, &mine).await.expect(200).shows("You are the first in line"));
    assert!(town.get(Cast::Carla, &next).await.expect(200).shows("One is before you"));
    town.get(Cast::Ben, &mine).await.expect(404);

    town.post(Cast::Ben, &format!("{booked}/cancellation"), &[]).await.expect(303);
    let offer = town.get(Cast::Ana, &mine).await.expect(200);
    assert!(offer.shows("It is your turn") && offer.shows("2 hours left"), "{}", offer.body);
    assert!(town.get(Cast::Ana, "/").await.shows("is free and held for you until"));
    town.post(Cast::Ana, &format!("{mine}/withdrawal"), &[]).await.expect(303);
    let taken = town.post(Cast::Carla, &format!("{next}/acceptance"), &[]).await.expect(303);
    assert!(taken.location.unwrap().starts_with("/bookings/"));
    assert!(town.get(Cast::Carla, "/waiting").await.expect(200).shows("Taken"));
}

#[tokio::test]
async fn bookings_of_a_closed_place_go_elsewhere_and_everybody_is_told() {
    let town = Town::new();
    let house = town.house();
    let slot = [("from", "2026-03-03T10:00"), ("until", "2026-03-03T11:00")];
    let booked = town.book(Cast::Ana, house.room, &slot).await;
    let (ada, room) = (town.actor(Cast::Ada), house.room);
    let at = |text| Timestamp::parse(text).unwrap();
    let closed = ClosureDetails {
        span: Span::new(at("2026-03-03T00:00:00Z"), at("2026-03-04T00:00:00Z")).unwrap(),
        rule: None,
        reason: Line::parse("reason", "Leak").unwrap(),
        note: Line::parse("note", "The roof leaks").unwrap(),
        way: ClosureWay::Move,
    };
    let closure = town.community.write(move |tx| ayni_resources::close(tx, &ada, room, closed)).unwrap().id;
    let plan = format!("/admin/spaces/closures/{closure}/bookings");
    town.get(Cast::Ben, &plan).await.expect(403);
    let page = town.get(Cast::Ada, &plan).await.expect(200);
    for text in ["The roof leaks", "Ana", "Move to Hall, at the same time", "Do it and tell everybody"] {
        assert!(page.shows(text), "{text} in {}", page.body);
    }
    let token = town.token(Cast::Ada, Scope::Admin);
    let found = town.api(&token, &plan, None).await.expect(200).json();
    let affected = &found["affected"][0];
    assert_eq!(affected["proposed"], "move");
    let id = affected["booking"]["id"].as_str().unwrap();
    town.post(Cast::Ada, &plan, &[(id, "fly away")]).await.expect(422);
    let decision = format!("move {} {} {}", house.hall, "2026-03-03T10:00:00Z", "2026-03-03T11:00:00Z");
    town.post(Cast::Ben, &plan, &[(id, &decision)]).await.expect(403);
    let done = town.api(&token, &plan, Some(json!({ id: decision }))).await.expect(201).json();
    assert_eq!((done["moved"].as_u64(), done["gone"].as_array().map(Vec::len)), (Some(1), Some(0)));
    // Ana did not choose that: the page says that she may go for nothing.
    let moved = town.get(Cast::Ana, &booked).await.expect(200);
    for text in ["Hall", "We moved this booking", "cancel without a fee until it begins"] {
        assert!(moved.shows(text), "{text} in {}", moved.body);
    }
    let home = town.get(Cast::Ana, "/").await.expect(200);
    assert!(home.shows("Your booking was moved: it is at Hall") && home.shows("The roof leaks"), "{}", home.body);
    assert!(town.get(Cast::Ada, &plan).await.expect(200).shows("No bookings are concerned"));
    town.get(Cast::Ada, &format!("/admin/spaces/{room}/bookings")).await.expect(409);
}
