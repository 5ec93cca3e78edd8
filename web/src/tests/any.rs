//! Any desk, waiting for any, and the links that narrow a search: pages and API.

use ayni_calendar::Hours;
use ayni_kernel::{Name, ResourceId, testing::Cast};
use ayni_resources::{Details, NewResource, ResourceKind, Unit};
use ayni_users::Scope;
use serde_json::json;

use super::bench::{Stranger, Town};

const MORNING: [(&str, &str); 3] = [("day", "2026-03-03"), ("from", "10:00"), ("until", "12:00")];

fn name(text: &str) -> Name {
    Name::parse("name", text).unwrap()
}

impl Town {
    /// Three hot desks of a category in a second house, two of them quiet; the category.
    fn hot_desks(&self) -> (ayni_kernel::ResourceCategoryId, [ResourceId; 3]) {
        let ada = self.actor(Cast::Ada);
        let made = self.community.write(move |tx| {
            let line = |text| ayni_kernel::Line::parse("line", text).unwrap();
            let desks = ayni_resources::CategoryDetails {
                parent: None,
                name: name("Hot desks"),
                icon: line(""),
                attributes: Vec::new(),
            };
            let category = ayni_resources::add_category(tx, &ada, desks)?.id;
            let mut site = Details::new(name("Tower"), ResourceKind::Site);
            site.hours = Some(Hours::parse("hours", "Mo-Su 08:00-20:00").unwrap());
            let site = ayni_resources::create(tx, &ada, NewResource { parent: None, details: site })?.id;
            let mut desks = Vec::new();
            for number in 1..=3 {
                let mut details = Details::new(name(&format!("Hot desk {number}")), ResourceKind::Desk);
                details.unit = Unit::Minutes;
                details.category = Some(category);
                details.tags = if number > 1 { vec![line("quiet")] } else { Vec::new() };
                desks.push(ayni_resources::create(tx, &ada, NewResource { parent: Some(site), details })?.id);
            }
            Ok((category, desks.try_into().unwrap()))
        });
        made.unwrap()
    }
}

#[tokio::test]
async fn who_minds_no_desk_is_given_one_and_told_why() {
    let town = Town::new();
    town.house();
    let (category, _) = town.hot_desks();
    let found = town.get(Cast::Ana, "/spaces?day=2026-03-03&from=10:00&until=12:00").await.expect(200);
    assert!(found.shows("Any of Hot desks: we pick one") && found.shows("3 places are free"), "{}", found.body);
    let form = format!("/spaces/categories/{category}/book");
    let asked = town.get(Cast::Ana, &format!("{form}?day=2026-03-03&from=10:00&until=12:00")).await.expect(200);
    assert!(asked.shows("Give me any") && asked.shows("8.00") && asked.shows("name=\"most\" value=\"800\""));
    town.get(Stranger, &form).await.expect(303);
    let to = format!("/spaces/categories/{category}/bookings");
    let first = town.post(Cast::Ana, &to, &MORNING).await.expect(303).location.unwrap();
    assert!(first.ends_with("said=bookings-said-packs"), "{first}");
    assert!(town.get(Cast::Ana, &first).await.expect(200).shows("stay whole"));
    let dearer = [MORNING.as_slice(), &[("most", "799")]].concat();
    assert!(town.post(Cast::Ben, &to, &dearer).await.expect(409).shows("It costs more by now"));
    let token = town.token(Cast::Ben, Scope::Pay);
    let body = json!({"from": "2026-03-03T12:00", "until": "2026-03-03T13:00"});
    let placed = town.api(&token, &to, Some(body)).await.expect(201).json();
    assert_eq!((&placed["because"], &placed["booking"]["place"]["name"]), (&json!("packs"), &json!("Hot desk 1")));
    // The front desk has it in front of the list of places.
    let desk = town.get(Cast::Carla, "/desk").await.expect(200);
    assert!(desk.shows("Any of Hot desks: we pick one") && desk.shows(&form), "{}", desk.body);
}

#[tokio::test]
async fn when_every_desk_is_taken_one_waits_for_any() {
    let town = Town::new();
    town.house();
    let (category, desks) = town.hot_desks();
    let mut booked = Vec::new();
    for desk in desks {
        booked.push(town.book(Cast::Ben, desk, &MORNING).await);
    }
    let search = "/spaces?day=2026-03-03&from=10:00&until=12:00";
    let found = town.get(Cast::Ana, search).await.expect(200);
    let to = format!("/spaces/categories/{category}/waiting");
    assert!(found.shows("Tell me when any is free") && found.shows(&to), "{}", found.body);
    let book = format!("/spaces/categories/{category}/bookings");
    let all = town.post(Cast::Ana, &book, &MORNING).await.expect(409);
    assert!(all.shows("All of them are taken then.") && all.shows("Tell me when any is free"), "{}", all.body);
    let wait = town.post(Cast::Ana, &to, &MORNING).await.expect(303).location.unwrap();
    let wait = wait.split('?').next().unwrap().to_owned();
    assert!(town.get(Cast::Ana, &wait).await.expect(200).shows("Hot desks"));
    town.post(Cast::Ben, &format!("{}/cancellation", booked[1]), &[]).await.expect(303);
    assert!(town.get(Cast::Ana, &wait).await.expect(200).shows("It is your turn"));
    let token = town.token(Cast::Ben, Scope::Pay);
    let body = json!({"from": "2026-03-04T12:00", "until": "2026-03-04T13:00"});
    let free = town.api(&token, &to, Some(body)).await.expect(409);
    assert!(free.shows("It is free. Book it right away."), "{}", free.body);
}

#[tokio::test]
async fn a_search_is_narrowed_by_links_that_say_how_much_they_leave() {
    let town = Town::new();
    town.house();
    let (category, desks) = town.hot_desks();
    town.book(Cast::Ben, desks[1], &MORNING).await;
    let token = town.token(Cast::Ana, Scope::Read);
    let search = "/spaces?day=2026-03-03&from=10:00&until=12:00";
    let found = town.api(&token, search, None).await.expect(200).json();
    let facets: Vec<(String, u64)> = found["facets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|facet| (facet["label"].as_str().unwrap().to_owned(), facet["count"].as_u64().unwrap()))
        .collect();
    let has = |label: &str, count| facets.contains(&(label.to_owned(), count));
    assert!(has("Hot desks", 2) && has("Tower", 2) && has("quiet", 1), "{facets:?}");
    let page = town.get(Cast::Ana, search).await.expect(200);
    let link = format!("category={category}");
    assert!(page.shows(&link), "{}", page.body);
    let narrow = town.get(Cast::Ana, &format!("{search}&{link}&tag=quiet")).await.expect(200);
    assert!(narrow.shows("Hot desk 3") && !narrow.shows("Hot desk 1") && !narrow.shows("Loft"), "{}", narrow.body);
    assert!(narrow.shows("name=\"tag\" value=\"quiet\""), "what is chosen stays when one searches again");
    assert!(town.get(Cast::Ana, "/spaces?tag=quiet").await.expect(200).shows("Hot desk 2"));
}
