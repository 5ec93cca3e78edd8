//! Places: the guided setup, the editor, hours, closures, trainings, plans, and who sees what.

use ayni_kernel::testing::Cast;
use ayni_users::Scope;
use serde_json::json;

use super::bench::{Reply, Stranger, Town};

impl Reply {
    /// The path that the reply leads to, without what was said.
    fn path(&self) -> String {
        self.location.as_deref().unwrap().split("said=").next().unwrap().trim_end_matches(['?', '&']).to_owned()
    }
}

impl Town {
    /// Adds a place; answers its page in the office.
    async fn place(&self, name: &str, kind: &str, parent: &str) -> String {
        let fields = [("name", name), ("kind", kind), ("parent", parent)];
        self.post(Cast::Ada, "/admin/spaces", &fields).await.expect(303).path()
    }
}

fn id_of(office: &str) -> &str {
    office.rsplit('/').next().unwrap()
}

#[tokio::test]
async fn a_newcomer_sets_up_a_site_in_six_steps() {
    let town = Town::new();
    let ada = Cast::Ada;
    assert!(town.get(ada, "/admin/spaces").await.expect(200).shows("/admin/spaces/setup"));
    assert!(town.get(ada, "/admin/spaces/setup").await.expect(200).shows("Europe/London"));
    let bad = town.post(ada, "/admin/spaces/setup", &[("name", ""), ("zone", "Europe/Atlantis")]).await.expect(422);
    assert!(bad.shows("id=\"name-fault\"") && bad.shows("id=\"zone-fault\""));

    let site = [("name", "Mill"), ("zone", "Europe/Madrid"), ("locality", "Olot"), ("hours", "office")];
    let step = town.post(ada, "/admin/spaces/setup", &site).await.expect(303).path();
    assert!(step.ends_with("?step=places"), "{step}");
    let base = step.split('?').next().unwrap().to_owned();
    let places = [
        ("room-0-name", "Blue room"),
        ("room-0-people", "8"),
        ("desk-0-count", "3"),
        ("desk-0-where", "Loft"),
        ("machine-0-name", "Laser"),
        ("machine-0-where", "Workshop"),
        ("machine-0-training", "on"),
    ];
    town.post(ada, &format!("{base}/places"), &places)
        .await
        .leads_to(&format!("{base}?step=hours&said=resources-said-saved"));
    let form = town.get(ada, &format!("{base}?step=hours")).await.expect(200);
    assert!(form.shows("name=\"week-mon-0-from\" value=\"09:00\"") && form.shows("value=\"es\" selected"));
    let hours = [
        ("week-mon-0-from", "08:00"),
        ("week-mon-0-to", "20:00"),
        ("week-same", "on"),
        ("holidays", "es"),
        ("on-holidays", "closed"),
    ];
    town.post(ada, &format!("{base}/hours"), &hours).await.expect(303);
    let prices = town.get(ada, &format!("{base}?step=prices")).await.expect(200);
    assert!(prices.shows("price-room") && prices.shows("price-desk") && prices.shows("price-machine"));
    let bad = town.post(ada, &format!("{base}/prices"), &[("price-room", "cheap")]).await.expect(422);
    assert!(bad.shows("cheap") && bad.shows("id=\"price-fault\""));
    let wanted = [("price-room", "10"), ("per-room", "hour"), ("price-desk", "15"), ("per-desk", "day")];
    town.post(ada, &format!("{base}/prices"), &wanted).await.expect(303);
    let rules = [("horizon", "90"), ("cancel", "2h"), ("approval-machine", "on")];
    town.post(ada, &format!("{base}/rules"), &rules)
        .await
        .leads_to(&format!("{base}?step=done&said=resources-said-saved"));
    town.get(ada, &format!("{base}?step=done")).await.expect(200);

    let tree = town.get(ada, "/admin/spaces").await.expect(200);
    for name in ["Mill", "Blue room", "Loft", "Desk 1", "Desk 3", "Workshop", "Laser"] {
        assert!(tree.shows(name), "{name}");
    }
    let me = town.actor(ada);
    let (prices, policies) =
        town.community.read(|tx| Ok((ayni_terms::prices(tx, &me)?, ayni_terms::policies(tx, &me)?))).unwrap();
    assert_eq!((prices.len(), policies.len()), (2, 3));
    // Going back and sending a step again changes what is there, and makes nothing twice.
    town.post(ada, &format!("{base}/prices"), &wanted).await.expect(303);
    let me = town.actor(ada);
    assert_eq!(town.community.read(|tx| ayni_terms::prices(tx, &me)).unwrap().len(), 2);
}

#[tokio::test]
async fn a_place_is_described_and_others_look_at_it() {
    let town = Town::new();
    let site = town.place("Mill", "site", "").await;
    let room = town.place("Blue room", "room", id_of(&site)).await;
    let form = town.get(Cast::Ada, &room).await.expect(200);
    assert!(form.shows("value=\"Blue room\"") && form.shows("value=\"blue-room\""));
    let carla = town.resident(Cast::Carla).member.to_string();
    let fields = [
        ("name", "Blue room"),
        ("kind", "room"),
        ("access", "group"),
        ("bookable", "yes"),
        ("unit", "hour"),
        ("capacity", "8"),
        ("places", "1"),
        ("tags", "quiet, projector"),
        ("rules", "Leave it tidy."),
        ("street", "Mill Lane 3"),
        ("manager_id", &carla),
        ("manager", "Carla"),
    ];
    town.post(Cast::Ada, &room, &fields).await.leads_to(&format!("{room}?said=resources-said-saved"));
    let link = format!("/resources/{}", id_of(&room));
    let page = town.get(Cast::Ben, &link).await.expect(200);
    for text in ["Blue room", "for 8 people", "Leave it tidy.", "Mill Lane 3", "quiet", "Carla", "Open all day"] {
        assert!(page.shows(text), "{text}");
    }
    assert!(!page.shows("/admin/spaces/resources/"));
    town.get(Stranger, &link).await.expect(303);

    // Carla looks after the room now, though she is no manager of everything.
    assert!(town.get(Cast::Carla, &link).await.expect(200).shows(&room));
    assert!(town.get(Cast::Carla, "/admin/spaces").await.expect(200).shows(&room));
    town.post(Cast::Carla, &format!("{room}/pause"), &[("note", "Wet paint")]).await.expect(303);
    assert!(town.get(Cast::Ben, &link).await.expect(200).shows("Wet paint"));
    town.post(Cast::Carla, &format!("{site}/pause"), &[]).await.expect(403);
    town.get(Cast::Ben, &room).await.expect(403);
    town.post(Cast::Ada, &format!("{room}/resumption"), &[]).await.expect(303);
    town.post(Cast::Ada, &format!("{site}/retirement"), &[]).await.expect(409);

    let bad = [("name", ""), ("kind", "castle"), ("places", "0")];
    assert!(town.post(Cast::Ada, &room, &bad).await.expect(422).shows("id=\"name-fault\""));
    let bad = [("name", "Blue"), ("kind", "room"), ("places", "0"), ("latitude", "95"), ("longitude", "3")];
    let reply = town.post(Cast::Ada, &room, &bad).await.expect(422);
    assert!(reply.shows("id=\"location-fault\""), "{}", reply.body);
}

#[tokio::test]
async fn hours_are_a_table_of_the_week() {
    let town = Town::new();
    let site = town.place("Mill", "site", "").await;
    let hours = format!("{site}/hours");
    assert!(town.get(Cast::Ada, &hours).await.expect(200).shows("name=\"week-sun-1-to\""));
    let fields = [
        ("mode", "own"),
        ("week-mon-0-from", "09:00"),
        ("week-mon-0-to", "13:00"),
        ("week-mon-1-from", "15:00"),
        ("week-mon-1-to", "19:00"),
        ("week-same", "on"),
        ("week-sat-0-from", "22:00"),
        ("week-sat-0-to", "02:00"),
        ("holidays", "own"),
        ("holiday_rules", "Dec 25 \"Christmas\""),
        ("on-holidays", "closed"),
        ("season-0-first-day", "1"),
        ("season-0-first-month", "8"),
        ("season-0-last-day", "31"),
        ("season-0-last-month", "8"),
        ("season-0-mon-0-from", "09:00"),
        ("season-0-mon-0-to", "14:00"),
        ("exception-0-first", "2026-12-24"),
        ("exception-0-0-from", "09:00"),
        ("exception-0-0-to", "12:00"),
        ("exception-1-first", "2020-01-01"),
    ];
    town.post(Cast::Ada, &hours, &fields).await.leads_to(&format!("{hours}?said=resources-said-hours"));
    let page = town.get(Cast::Ada, &hours).await.expect(200);
    for text in [
        "Monday to Friday",
        "09:00–13:00, 15:00–19:00",
        "22:00–02:00",
        "1 August",
        "24 Dec 2026",
        "value=\"2026-12-24\"",
    ] {
        assert!(page.shows(text), "{text}");
    }
    assert!(!page.shows("2020-01-01"), "exceptions that are over are dropped");
    let token = town.token(Cast::Ada, Scope::Admin);
    let read = town.api(&token, &hours, None).await.expect(200).json();
    assert!(read["hours"].as_str().unwrap().contains("Mo-Fr"), "{read}");
    let body = json!({ "mode": "own", "hours": "Tu 10:00-12:00", "holidays": "gb" });
    town.api(&token, &hours, Some(body)).await.expect(201);
    assert!(town.get(Cast::Ada, &hours).await.expect(200).shows("10:00–12:00"));
    let bad = [("mode", "own"), ("week-mon-0-from", "nine"), ("week-mon-0-to", "13:00")];
    assert!(town.post(Cast::Ada, &hours, &bad).await.expect(422).shows("id=\"week-fault\""));
}

#[tokio::test]
async fn a_place_is_closed_and_opened_again() {
    let town = Town::new();
    let site = town.place("Mill", "site", "").await;
    let room = town.place("Blue room", "room", id_of(&site)).await;
    let fields = [
        ("resource", id_of(&site)),
        ("first", "2026-03-20"),
        ("last", "2026-03-22"),
        ("note", "New floor"),
        ("way", "move"),
    ];
    town.post(Cast::Ben, "/admin/spaces/closures", &fields).await.expect(403);
    let moving = town.post(Cast::Ada, "/admin/spaces/closures", &fields).await.expect(303).path();
    assert!(moving.ends_with("/bookings"), "who moves bookings goes on to them: {moving}");
    assert!(town.get(Cast::Ben, &format!("/resources/{}", id_of(&room))).await.expect(200).shows("New floor"));
    let list = town.get(Cast::Ada, "/admin/spaces/closures").await.expect(200);
    assert!(list.shows("New floor"));
    let token = town.token(Cast::Ada, Scope::Admin);
    let found = town.api(&token, "/admin/spaces/closures", None).await.expect(200).json();
    let closure = format!("/admin/spaces/closures/{}", found["closures"]["rows"][0]["id"].as_str().unwrap());
    assert_eq!(found["closures"]["rows"][0]["end"], "2026-03-23T00:00:00Z");
    let form = town.get(Cast::Ada, &closure).await.expect(200);
    assert!(form.shows("value=\"2026-03-22\"") && form.shows("value=\"move\" checked"));
    let bad = [("first", "2026-03-22"), ("last", "2026-03-20"), ("way", "tell")];
    assert!(town.post(Cast::Ada, &closure, &bad).await.expect(422).shows("id=\"last-fault\""));
    town.post(Cast::Ada, &format!("{closure}/removal"), &[]).await.expect(303);
    town.get(Cast::Ada, &closure).await.expect(404);
}

#[tokio::test]
async fn trainings_are_given_and_texts_agreed_to() {
    let town = Town::new();
    let rules = [("name", "Workshop rules"), ("kind", "agreement"), ("text", "Wear goggles.")];
    town.post(Cast::Ada, "/admin/spaces/qualifications", &rules).await.expect(303);
    let laser = [("name", "Laser"), ("kind", "training"), ("valid_days", "365")];
    town.post(Cast::Ada, "/admin/spaces/qualifications", &laser).await.expect(303);
    let token = town.token(Cast::Ada, Scope::Admin);
    let all = town.api(&token, "/admin/spaces/qualifications", None).await.expect(200).json();
    let id = |n: usize| all["qualifications"][n]["id"].as_str().unwrap().to_owned();
    let (laser, rules) = (id(0), id(1));

    let machine = town.place("Laser cutter", "machine", "").await;
    let fields = [
        ("name", "Laser cutter"),
        ("kind", "machine"),
        (&*format!("qualification-{laser}"), "on"),
        (&*format!("qualification-{rules}"), "on"),
    ];
    town.post(Cast::Ada, &machine, &fields).await.expect(303);
    let page = format!("/resources/{}", id_of(&machine));
    let before = town.get(Cast::Ben, &page).await.expect(200);
    assert!(before.shows("Needs: Laser") && before.shows("Wear goggles."));

    town.post(Cast::Ben, &format!("/qualifications/{laser}/agreement"), &[]).await.expect(403);
    town.post(Cast::Ben, &format!("/qualifications/{rules}/agreement"), &[]).await.expect(303);
    let office = format!("/admin/spaces/qualifications/{laser}");
    let ben = town.resident(Cast::Ben).member.to_string();
    town.post(Cast::Ben, &format!("{office}/holders"), &[("member_id", &ben)]).await.expect(403);
    town.post(Cast::Ada, &format!("{office}/holders"), &[("member", "nobody")]).await.expect(422);
    town.post(Cast::Ada, &format!("{office}/holders"), &[("member_id", &ben)]).await.expect(303);
    town.clock.turn(1);
    assert!(!town.get(Cast::Ben, &page).await.expect(200).shows("Needs: Laser"));
    assert!(town.get(Cast::Ben, "/qualifications").await.expect(200).shows("Laser"));
    assert!(town.get(Cast::Ada, &office).await.expect(200).shows("Ben"));
    town.post(Cast::Ada, &format!("{office}/withdrawal"), &[("member_id", &ben)]).await.expect(303);
    assert!(town.get(Cast::Ben, &page).await.expect(200).shows("Needs: Laser"));
}

#[tokio::test]
async fn categories_and_extras_are_kept() {
    let town = Town::new();
    let category = [
        ("name", "Meeting rooms"),
        ("attribute-0-name", "Size"),
        ("attribute-0-kind", "number"),
        ("attribute-0-unit", "m²"),
        ("attribute-1-name", "Picture"),
        ("attribute-1-kind", "choice"),
        ("attribute-1-options", "Projector, Screen"),
        ("attribute-1-filter", "on"),
    ];
    town.post(Cast::Ada, "/admin/spaces/categories", &category).await.expect(303);
    town.get(Cast::Ada, "/admin/spaces/categories/new").await.expect(200);
    let token = town.token(Cast::Ada, Scope::Admin);
    let all = town.api(&token, "/admin/spaces/categories", None).await.expect(200).json();
    let category = all["categories"][0]["id"].as_str().unwrap().to_owned();
    let picture = all["categories"][0]["attributes"][1]["id"].as_str().unwrap().to_owned();

    let addon = [("name", "Coffee"), ("price", "2.50"), ("per", "person"), ("stock", "40")];
    town.post(Cast::Ada, "/admin/spaces/addons", &addon).await.expect(303);
    assert!(town.get(Cast::Ada, "/admin/spaces/addons").await.expect(200).shows("2.50"));
    let bad = [("name", "Tea"), ("price", "0")];
    assert!(town.post(Cast::Ada, "/admin/spaces/addons", &bad).await.expect(422).shows("Tea"));
    let addons = town.api(&token, "/admin/spaces/addons", None).await.expect(200).json();
    let coffee = addons["addons"][0]["id"].as_str().unwrap().to_owned();

    let body = json!({
        "name": "Blue room", "kind": "room", "category": category, "addons": [coffee],
        "facts": [{ "attribute": picture, "value": "Screen" }],
    });
    let made = town.api(&token, "/admin/spaces/resources", Some(body)).await.expect(201).json();
    assert_eq!(made["facts"][0]["value"], "Screen");
    assert_eq!(made["addons"][0]["name"], "Coffee");
    let page = town.get(Cast::Ben, &format!("/resources/{}", made["id"].as_str().unwrap())).await.expect(200);
    assert!(page.shows("Screen") && page.shows("Coffee"));
    let removal = format!("/admin/spaces/categories/{category}/removal");
    town.post(Cast::Ada, &removal, &[]).await.expect(409);
}

#[tokio::test]
async fn pictures_and_plans_show_where_things_are() {
    let town = Town::new();
    let site = town.place("Mill", "site", "").await;
    let room = town.place("Blue room", "room", id_of(&site)).await;
    let mut picture = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(40, 20).write_to(&mut picture, image::ImageFormat::Png).unwrap();
    let picture = picture.into_inner();
    town.upload(Cast::Ben, &format!("{room}/photo"), "photo", &picture).await.expect(403);
    town.upload(Cast::Ada, &format!("{room}/photo"), "photo", b"no picture").await.expect(422);
    town.upload(Cast::Ada, &format!("{room}/photo"), "photo", &picture).await.expect(303);
    let link = format!("/resources/{}", id_of(&room));
    assert!(town.get(Cast::Ben, &link).await.expect(200).shows("Blue room, picture 1"));

    let plan = town.upload(Cast::Ada, &format!("{site}/plan"), "plan", &picture).await.expect(303).path();
    assert!(plan.starts_with("/admin/spaces/plans/"), "{plan}");
    let mark = [("resource", id_of(&room)), ("x", "250"), ("y", "500")];
    town.post(Cast::Ada, &format!("{plan}/places"), &mark).await.expect(303);
    assert!(town.get(Cast::Ada, &plan).await.expect(200).shows("cx=\"250\" cy=\"250\""));
    let page = town.get(Cast::Ben, &link).await.expect(200);
    assert!(page.shows("<image") && page.shows("aria-current=\"true\""));

    // Members look at it at a time: free, taken, closed; and go to the form that books it then.
    let floor = format!("/plans/{}", plan.rsplit('/').next().unwrap());
    let room_id: ayni_kernel::ResourceId = id_of(&room).parse().unwrap();
    let time = [("from", "2026-03-03T10:00"), ("until", "2026-03-03T11:00")];
    town.book(Cast::Ana, room_id, &time).await;
    let closed = [("resource", id_of(&room)), ("first", "2026-03-04"), ("way", "tell")];
    town.post(Cast::Ada, "/admin/spaces/closures", &closed).await.expect(303);
    for (day, from, until, said) in [
        ("2026-03-03", "08:00", "10:00", "Blue room: Free"),
        ("2026-03-03", "10:30", "12:00", "Blue room: Taken"),
        ("2026-03-04", "10:00", "11:00", "Blue room: Closed"),
        ("2026-03-03", "23:30", "01:00", "Blue room: Closed"),
    ] {
        let page = town.get(Cast::Ben, &format!("{floor}?day={day}&from={from}&until={until}")).await.expect(200);
        assert!(page.shows(said), "{said}: {}", page.body);
        assert!(page.body.contains(&format!("/book?from={day}T{}", from.replace(':', "%3A"))), "{}", page.body);
    }
    assert!(town.get(Cast::Ben, &format!("{floor}?day=soon")).await.expect(200).shows("id=\"day-fault\""));
    town.post(Cast::Ada, &format!("{plan}/removal"), &[]).await.expect(303);
    assert!(!town.get(Cast::Ben, &link).await.expect(200).shows("<image"));
}

#[tokio::test]
async fn stewards_keep_groups() {
    let town = Town::new();
    let group = [("name", "Residents"), ("note", "Desk by the month")];
    let link = town.post(Cast::Carla, "/admin/groups", &group).await.expect(303).path();
    town.post(Cast::Ben, "/admin/groups", &group).await.expect(403);
    assert!(town.post(Cast::Carla, "/admin/groups", &group).await.expect(409).shows("Another group"));
    let ben = town.resident(Cast::Ben).member.to_string();
    town.post(Cast::Carla, &format!("{link}/members"), &[("member_id", &ben)]).await.expect(303);
    assert!(town.get(Cast::Carla, &link).await.expect(200).shows("Ben"));
    town.post(Cast::Carla, &format!("{link}/removal"), &[]).await.expect(409);
    town.post(Cast::Carla, &format!("{link}/departure"), &[("member_id", &ben)]).await.expect(303);
    town.post(Cast::Carla, &format!("{link}/removal"), &[]).await.expect(303);
}

#[tokio::test]
async fn cleaning_on_first_mondays_is_said_in_a_sentence_and_can_be_changed_and_ended() {
    let town = Town::new();
    let house = town.house();
    let place = house.room.to_string();
    let mut fields = vec![
        ("resource", place.as_str()),
        ("first", "2026-04-06"),
        ("from", "08:00"),
        ("last", ""),
        ("until", "10:00"),
        ("note", "Cleaning"),
        ("reason", ""),
        ("way", "tell"),
        ("repeat", "monthly-nth"),
        ("ends", "never"),
    ];
    town.post(Cast::Ada, "/admin/spaces/closures", &fields).await.expect(303);
    let list = town.get(Cast::Ada, "/admin/spaces/closures").await.expect(200);
    assert!(list.shows("every first Monday of the month, 08:00–10:00"), "{}", list.body);
    let token = town.token(Cast::Ada, Scope::Admin);
    let found = town.api(&token, "/admin/spaces/closures", None).await.expect(200).json();
    let row = &found["closures"]["rows"][0];
    assert!(row["repeats"].as_str().unwrap().contains("RRULE:FREQ=MONTHLY;BYDAY=1MO"), "{row}");
    assert_eq!(row["next"], row["start"]);
    let page = town.get(Cast::Ana, &format!("/resources/{place}")).await.expect(200);
    assert!(page.shows("Closed every first Monday of the month, 08:00–10:00; next"), "{}", page.body);
    assert_eq!(page.body.matches("Cleaning").count(), 1);

    // The form shows the plain choice; a yearly day, until a day, is another.
    let closure = format!("/admin/spaces/closures/{}", row["id"].as_str().unwrap());
    let form = town.get(Cast::Ada, &closure).await.expect(200);
    assert!(form.body.contains(r#"<option value="monthly-nth" selected>"#), "{}", form.body);
    let bookings = town.get(Cast::Ada, &format!("{closure}/bookings")).await.expect(200);
    assert!(bookings.shows("every first Monday of the month, 08:00–10:00"), "{}", bookings.body);
    for (field, value) in [("first", "2026-12-24"), ("from", ""), ("until", ""), ("repeat", "yearly"), ("ends", "on")] {
        fields.iter_mut().find(|(name, _)| *name == field).unwrap().1 = value;
    }
    fields.push(("ends_on", "2030-01-01"));
    town.post(Cast::Ada, &closure, &fields).await.expect(303);
    let list = town.get(Cast::Ada, "/admin/spaces/closures").await.expect(200);
    assert!(list.shows("every year on 24 December, until"), "{}", list.body);
    // A rule that is none is said beside its field, with what was typed.
    fields.retain(|(name, _)| *name != "repeat");
    fields.extend([("repeat", "rule"), ("rule", "FREQ=SOMETIMES")]);
    let refused = town.post(Cast::Ada, &closure, &fields).await.expect(422);
    assert!(refused.body.contains("FREQ=SOMETIMES"), "{}", refused.body);
    town.post(Cast::Ada, &format!("{closure}/removal"), &[]).await.expect(303);
    assert!(town.get(Cast::Ada, "/admin/spaces/closures").await.expect(200).shows("Nothing is closed"));
}
