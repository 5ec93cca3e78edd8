//! Bookings: finding a place, booking it, being refused with a way out, changing, cancelling, the desk, the door, and
//! calendars that hear of what others do.

use std::time::Duration;

use axum::http::header;
use ayni_calendar::Hours;
use ayni_kernel::{Amount, Name, ResourceId, Timestamp, testing::Cast};
use ayni_ledger::currencies;
use ayni_resources::{Details, NewResource, Resource, ResourceKind, Unit};
use ayni_terms::{Approval, Attachment, Notice, PolicyContent, PriceContent, Rate, RefundTier, Rules, Tier};
use ayni_users::Scope;
use http_body_util::BodyExt as _;
use serde_json::json;

use super::bench::{Stranger, Town};

/// The town's house: a site with a room for six, a hall that asks, and a table with four seats.
pub(super) struct House {
    pub(super) room: ResourceId,
    pub(super) hall: ResourceId,
    pub(super) table: ResourceId,
    pub(super) desk: ResourceId,
}

fn name(text: &str) -> Name {
    Name::parse("name", text).unwrap()
}

impl Town {
    /// Builds the house, open from eight to eight, four acorns an hour; half comes back on the last day.
    pub(super) fn house(&self) -> House {
        let ada = self.actor(Cast::Ada);
        let built = self.community.write(move |tx| {
            let mut make = |title: &str, kind, parent, change: &dyn Fn(&mut Details)| {
                let mut details = Details::new(name(title), kind);
                change(&mut details);
                ayni_resources::create(tx, &ada, NewResource { parent, details })
            };
            let open =
                |details: &mut Details| details.hours = Some(Hours::parse("hours", "Mo-Su 08:00-20:00").unwrap());
            let site: Resource = make("Old mill", ResourceKind::Site, None, &open)?;
            let room = make("Loft", ResourceKind::Room, Some(site.id), &|details| details.capacity = 6)?;
            let hall = make("Hall", ResourceKind::Room, Some(site.id), &|details| details.capacity = 60)?;
            let table = make("Long table", ResourceKind::Desk, Some(site.id), &|details| {
                details.places = 4;
                details.unit = Unit::Minutes;
            })?;
            let desk = make("Window desk", ResourceKind::Desk, Some(site.id), &|_| ())?;
            let currency = currencies(&**tx)?.remove(0);
            let rate = Rate::simple(&currency, vec![Tier { minutes: 60, amount: Amount::new(400) }]);
            let attached = vec![Attachment::Everything];
            let (groups, priority) = (Vec::new(), 0);
            let price = PriceContent { name: name("By the hour"), attached, groups: groups.clone(), priority, rate };
            ayni_terms::create_price(tx, &ada, price)?;
            let tiers = vec![
                RefundTier { before: Notice::Days(1), percent: 100 },
                RefundTier { before: Notice::Minutes(60), percent: 50 },
            ];
            let rules = Rules { max_length: Some(240), refunds: Some(tiers), ..Rules::default() };
            let attached = [room.id, hall.id, table.id].map(Attachment::Resource).to_vec();
            let policy = PolicyContent { name: name("House rules"), attached, groups: groups.clone(), priority, rules };
            ayni_terms::create_policy(tx, &ada, policy)?;
            let rules = Rules { approval: Some(Approval::Always), ..Rules::default() };
            let attached = vec![Attachment::Resource(hall.id)];
            ayni_terms::create_policy(
                tx,
                &ada,
                PolicyContent { name: name("Ask first"), attached, groups, priority, rules },
            )?;
            Ok(House { room: room.id, hall: hall.id, table: table.id, desk: desk.id })
        });
        self.now_is("2026-03-02T08:00:00Z");
        built.unwrap()
    }

    /// Turns the clock to a moment.
    pub(super) fn now_is(&self, moment: &str) {
        let to = Timestamp::parse(moment).unwrap();
        self.clock.turn((to.micros() - self.clock.shows().micros()) / 1_000_000);
    }

    /// Books for somebody; the booking's address.
    pub(super) async fn book(&self, who: Cast, place: ResourceId, fields: &[(&str, &str)]) -> String {
        let reply = self.post(who, &format!("/spaces/{place}/bookings"), fields).await.expect(303);
        reply.location.unwrap().split('?').next().unwrap().to_owned()
    }
}

const MORNING: [(&str, &str); 4] =
    [("day", "2026-03-03"), ("from", "10:00"), ("until", "12:00"), ("title", "Band practice")];

#[tokio::test]
async fn somebody_finds_what_is_free_and_reads_why_the_rest_is_not() {
    let town = Town::new();
    let house = town.house();
    let all = town.get(Cast::Ana, "/spaces").await.expect(200);
    assert!(
        all.shows("Loft") && all.shows("Long table") && all.shows("Free until 20:00") && !all.shows("Old mill</a>"),
        "{}",
        all.body
    );
    town.book(Cast::Ben, house.room, &MORNING).await;
    let search = "/spaces?day=2026-03-03&from=11:00&until=13:00&people=5";
    let found = town.get(Cast::Ana, search).await.expect(200);
    let (free, not) = found.body.split_once("Not then").unwrap();
    assert!(free.contains("Hall") && free.contains("8.00") && !free.contains(">Loft<"), "{free}");
    assert!(not.contains("Loft") && not.contains("It is taken between") && not.contains("12:00–14:00"), "{not}");
    let token = town.token(Cast::Ana, Scope::Read);
    let api = town.api(&token, search, None).await.expect(200).json();
    assert_eq!(api["others"][0]["objections"][0]["hurdle"], "taken");
    assert_eq!(api["fitting"][0]["price"]["total"]["amount"], "8.00");
    assert!(town.get(Cast::Ana, "/spaces?kind=desk").await.expect(200).shows("Window desk"));
    town.get(Cast::Ana, "/spaces?day=someday").await.expect(422);
}

#[tokio::test]
async fn the_form_explains_the_price_and_a_refusal_shows_a_way_out() {
    let town = Town::new();
    let house = town.house();
    let form = format!("/spaces/{}/book", house.room);
    let first = town.get(Cast::Ana, &form).await.expect(200);
    assert!(first.shows("value=\"08:00\"") && first.shows("2 × 1 hour") || first.shows("1 × 1 hour"), "{}", first.body);
    let asked = town.get(Cast::Ana, &format!("{form}?day=2026-03-03&from=10:00&until=12:00")).await.expect(200);
    for text in ["2 × 1 hour at 4.00", "8.00", "At most 4 hours.", "At least 1 day before: 100% comes back.", ">Book<"]
    {
        assert!(asked.shows(text) || asked.shows(&text.replace('>', "")), "{text} in {}", asked.body);
    }
    let booking = town.book(Cast::Ben, house.room, &MORNING).await;
    assert!(town.get(Cast::Ben, &booking).await.expect(200).shows("Band practice"));
    town.get(Cast::Ana, &booking).await.expect(404);
    let taken = town.post(Cast::Ana, &format!("/spaces/{}/bookings", house.room), &MORNING).await.expect(409);
    for text in
        ["It is taken between", "Another time", "12:00–14:00", "Another place, same time", "value=\"Band practice\""]
    {
        assert!(taken.shows(text), "{text} in {}", taken.body);
    }
    let long = town.get(Cast::Ana, &format!("{form}?day=2026-03-04&from=09:00&until=18:00")).await.expect(200);
    assert!(long.shows("House rules") && long.shows("That is not possible"), "{}", long.body);
    let wrong = town.get(Cast::Ana, &format!("{form}?day=2026-03-04&from=noon&until=13:00")).await.expect(200);
    assert!(wrong.shows("id=\"from-fault\""));
}

#[tokio::test]
async fn desks_go_by_the_day_and_seats_side_by_side() {
    let town = Town::new();
    let house = town.house();
    let day = town.book(Cast::Ana, house.desk, &[("day", "2026-03-03")]).await;
    assert!(town.get(Cast::Ana, &day).await.expect(200).shows("Tue 3 Mar, 08:00–20:00"));
    let seats = |places| [("day", "2026-03-03"), ("from", "09:00"), ("until", "11:00"), ("places", places)];
    town.book(Cast::Ana, house.table, &seats("3")).await;
    town.book(Cast::Ben, house.table, &seats("1")).await;
    let full = town.post(Cast::Carla, &format!("/spaces/{}/bookings", house.table), &seats("1")).await.expect(409);
    assert!(full.shows("Not enough places are left"));
}

#[tokio::test]
async fn a_booking_is_moved_and_given_back_with_what_the_rules_leave() {
    let town = Town::new();
    let house = town.house();
    let booking = town.book(Cast::Ana, house.room, &MORNING).await;
    let page = town.get(Cast::Ana, &booking).await.expect(200);
    assert!(page.shows("8.00") && page.shows("comes back") && page.shows("<path d=\"M"), "{}", page.body);
    let check =
        town.get(Cast::Ana, &format!("{booking}/change?day=2026-03-03&from=14:00&until=15:00")).await.expect(200);
    assert!(check.shows("4.00") && check.shows("value=\"14:00\""));
    let later = [("day", "2026-03-03"), ("from", "14:00"), ("until", "15:00"), ("title", "Choir")];
    town.post(Cast::Ana, &booking, &later).await.leads_to(&format!("{booking}?said=bookings-said-changed"));
    let token = town.token(Cast::Ana, Scope::Pay);
    let only_time = json!({ "from": "2026-03-03T15:00:00Z", "until": "2026-03-03T16:00:00Z" });
    let moved = town.api(&token, &booking, Some(only_time)).await.expect(201).json();
    assert_eq!((moved["title"].as_str(), moved["from"].as_str()), (Some("Choir"), Some("2026-03-03T15:00:00Z")));
    town.post(Cast::Ben, &booking, &later).await.expect(404);
    town.now_is("2026-03-03T13:00:00Z");
    let page = town.get(Cast::Ana, &booking).await.expect(200);
    assert!(page.shows("2.00") && page.shows("It is still at least 1 hour away."), "{}", page.body);
    town.post(Cast::Ana, &format!("{booking}/cancellation"), &[]).await.expect(303);
    assert!(town.get(Cast::Ana, &booking).await.expect(200).shows("Cancelled"));
    assert!(town.get(Cast::Ana, "/bookings").await.expect(200).shows("Nothing is booked"));
    town.post(Cast::Ana, &format!("{booking}/cancellation"), &[]).await.expect(409);
}

#[tokio::test]
async fn the_hall_is_asked_for_and_the_desk_answers_checks_in_and_out() {
    let town = Town::new();
    let house = town.house();
    let asked = town.book(Cast::Ana, house.hall, &[("day", "2026-03-02"), ("from", "09:00"), ("until", "10:00")]).await;
    assert!(town.get(Cast::Ana, &asked).await.expect(200).shows("This waits for an answer"));
    town.get(Cast::Ana, "/desk").await.expect(403);
    let desk = town.get(Cast::Ada, "/desk").await.expect(200);
    assert!(desk.shows("Waiting for an answer") && desk.shows("Ana"));
    town.post(Cast::Ana, &format!("{asked}/approval"), &[]).await.expect(403);
    town.post(Cast::Ada, &format!("{asked}/approval"), &[("back", "desk")])
        .await
        .leads_to("/desk?said=bookings-said-approved");
    town.now_is("2026-03-02T08:55:00Z");
    town.post(Cast::Ada, &format!("{asked}/arrival"), &[("back", "desk")]).await.expect(303);
    assert!(town.get(Cast::Ada, "/desk").await.expect(200).shows("Here now"));
    town.post(Cast::Ana, &format!("{asked}/leaving"), &[]).await.expect(303);
    town.now_is("2026-03-02T10:05:00Z");
    assert!(town.get(Cast::Ana, "/bookings?show=past").await.expect(200).shows("Over"));
    let walk_in = [("day", "2026-03-02"), ("from", "15:00"), ("until", "16:00"), ("person", "MEAD0003")];
    let ben = town.book(Cast::Carla, house.room, &walk_in).await;
    assert!(town.get(Cast::Ben, &ben).await.expect(200).shows("15:00–16:00"));
    town.post(Cast::Ana, &format!("/spaces/{}/bookings", house.table), &walk_in).await.expect(403);
}

#[tokio::test]
async fn a_draft_is_kept_and_confirmed() {
    let town = Town::new();
    let house = town.house();
    let reply = town.post(Cast::Ana, &format!("/spaces/{}/drafts", house.room), &MORNING).await.expect(303);
    let draft = reply.location.unwrap().split('?').next().unwrap().to_owned();
    assert!(town.get(Cast::Ana, &draft).await.expect(200).shows("not booked yet"));
    town.post(Cast::Ben, &format!("/spaces/{}/bookings", house.room), &MORNING).await.expect(409);
    town.post(Cast::Ana, &format!("{draft}/confirmation"), &[]).await.expect(303);
    assert!(town.get(Cast::Ana, &draft).await.expect(200).shows("Booked"));
    assert!(town.get(Cast::Ana, "/").await.expect(200).shows("Your next booking"));
}

#[tokio::test]
async fn the_code_at_the_door_checks_in_whoever_has_it_now() {
    let town = Town::new();
    let house = town.house();
    let now = [("day", "2026-03-02"), ("from", "08:00"), ("until", "09:00")];
    let booking = town.book(Cast::Ana, house.room, &now).await;
    town.get(Cast::Ana, &format!("/spaces/{}/door", house.room)).await.expect(403);
    let door = town.get(Cast::Ada, &format!("/spaces/{}/door", house.room)).await.expect(200);
    assert!(door.shows("Busy until 09:00") && door.shows("<svg viewBox"), "{}", door.body);
    let (ada, room) = (town.actor(Cast::Ada), house.room);
    let code =
        town.community.write(move |tx| ayni_bookings::door_code(tx, &ada, room, ayni_bookings::Sign::Screen)).unwrap();
    assert!(town.get(Cast::Ana, &format!("/door/{code}")).await.expect(200).shows("Check in"));
    assert!(town.get(Cast::Ben, &format!("/door/{code}")).await.expect(200).shows("You have no booking here now"));
    town.post(Cast::Ben, &format!("/door/{code}"), &[]).await.expect(409);
    town.post(Cast::Ana, &format!("/door/{code}"), &[])
        .await
        .leads_to(&format!("{booking}?said=bookings-said-checked-in"));
    town.get(Cast::Ana, "/door/AAAA").await.expect(409);
    town.get(Stranger, &format!("/door/{code}")).await.expect(303);
}

#[tokio::test]
async fn calendars_show_lanes_days_and_weeks_and_hide_what_is_not_told() {
    let town = Town::new();
    let house = town.house();
    town.book(Cast::Ana, house.room, &MORNING).await;
    let day = town.get(Cast::Ana, "/calendar?day=2026-03-03").await.expect(200);
    assert!(day.shows("data-lane") && day.shows("Band practice") && day.shows("data-booking="), "{}", day.body);
    assert!(day.shows("class=\"gap\"") && day.shows("x=\"16.66%\""), "{}", day.body);
    assert!(!town.get(Cast::Ben, "/calendar?day=2026-03-03").await.expect(200).shows("data-booking="));
    let week =
        town.get(Cast::Ana, &format!("/calendar?view=week&day=2026-03-03&place={}", house.room)).await.expect(200);
    assert_eq!(week.body.matches("data-axis=\"y\"").count(), 7);
    let month = town.get(Cast::Ana, "/calendar?view=month&day=2026-03-15").await.expect(200);
    assert!(month.shows("March 2026") && month.shows("Band practice"));
    let agenda = town.get(Cast::Ana, "/calendar?view=agenda&day=2026-03-01").await.expect(200);
    assert!(agenda.shows("Tomorrow, Tue 3 Mar") && agenda.shows("10:00–12:00"), "{}", agenda.body);
    town.get(Cast::Ana, "/calendar?place=00000000-0000-7000-8000-000000000000").await.expect(404);
}

#[tokio::test]
async fn a_calendar_hears_of_a_booking_within_a_second() {
    let town = Town::new();
    let house = town.house();
    let reply = town.open_stream(Cast::Ana, "/calendar/changes?since=999999").await;
    assert_eq!(reply.headers()[header::CONTENT_TYPE], "text/event-stream");
    let mut body = reply.into_body();
    let first = body.frame().await.unwrap().unwrap().into_data().unwrap();
    assert!(first.starts_with(b"retry:") && !first.windows(6).any(|part| part == b"event:"));
    town.book(Cast::Ben, house.room, &MORNING).await;
    let next = tokio::time::timeout(Duration::from_secs(3), body.frame()).await.unwrap();
    let next = next.unwrap().unwrap().into_data().unwrap();
    assert!(String::from_utf8_lossy(&next).contains("event: changed"));
    town.get(Stranger, "/calendar/changes").await.expect(303);
}
