//! Terms of booking: rules, prices, passes, and trying a booking out.

use ayni_kernel::{Name, testing::Cast};
use ayni_resources::{Details, NewResource, ResourceKind};
use ayni_users::Scope;
use serde_json::{Value, json};

use super::bench::{Stranger, Town};

impl Town {
    /// A room that everybody inside can book.
    fn room(&self) -> String {
        let ada = self.actor(Cast::Ada);
        let details = Details::new(Name::parse("name", "Blue room").unwrap(), ResourceKind::Room);
        let make = NewResource { parent: None, details };
        self.community.write(move |tx| ayni_resources::create(tx, &ada, make)).unwrap().id.to_string()
    }

    async fn json(&self, path: &str, body: Option<Value>) -> Value {
        let token = self.token(Cast::Ada, Scope::Admin);
        let reply = self.api(&token, path, body).await;
        assert!(reply.status.is_success(), "{path}: {} {}", reply.status, reply.body);
        serde_json::from_str(&reply.body).unwrap()
    }
}

#[tokio::test]
async fn an_admin_begins_with_a_preset_and_saves_it() {
    let town = Town::new();
    let list = town.get(Cast::Ada, "/admin/spaces/policies").await.expect(200);
    assert!(list.shows("No rules yet") && list.shows("/admin/spaces/policies/new?preset=machine"));
    let editor = town.get(Cast::Ada, "/admin/spaces/policies/new?preset=meeting-room").await.expect(200);
    assert!(editor.shows("value=\"Meeting room\"") && editor.shows("name=\"horizon\" value=\"90\""), "{}", editor.body);
    let fields = [
        ("name", "Evenings"),
        ("everything", "on"),
        ("horizon", "30"),
        ("notice_book", "2"),
        ("notice_book_unit", "hours"),
        ("max_length", "3"),
        ("max_length_unit", "hours"),
        ("when", "Mo-Fr 08:00-20:00"),
        ("quota-0-most", "7:30"),
        ("quota-0-counts", "minutes"),
        ("quota-0-per", "week"),
        ("quota-0-over", "resource"),
        ("quota-0-hour", "any"),
        ("refund-0-percent", "50"),
        ("refund-0-before", "1"),
        ("refund-0-unit", "days"),
        ("refund-1-percent", ""),
        ("refund-1-before", ""),
        ("refund-1-unit", "days"),
    ];
    town.post(Cast::Ada, "/admin/spaces/policies", &fields).await.expect(303);
    let list = town.get(Cast::Ada, "/admin/spaces/policies").await.expect(200);
    for said in [
        "Evenings",
        "Everywhere",
        "Up to 30 days ahead.",
        "Book at least 2 hours before.",
        "At most 3 hours at a time.",
        "At these times: Mo-Fr 08:00-20:00.",
        "At most 7 hours 30 minutes a week, of this place.",
        "When you cancel: 50 % back until 1 day before.",
    ] {
        assert!(list.shows(said), "{said}\n{}", list.body);
    }
}

#[tokio::test]
async fn rules_with_faults_come_back_with_what_was_typed() {
    let town = Town::new();
    let bad = [
        ("name", "Odd"),
        ("horizon", "soon"),
        ("when", "always and ever"),
        ("min_length", "3"),
        ("max_length", "2"),
        ("quota-0-most", "x"),
        ("quota-0-counts", "minutes"),
    ];
    let reply = town.post(Cast::Ada, "/admin/spaces/policies", &bad).await.expect(422);
    for field in ["horizon", "when", "quotas"] {
        assert!(reply.shows(&format!("id=\"{field}-fault\"")), "{field}\n{}", reply.body);
    }
    assert!(reply.shows("value=\"soon\"") && reply.shows("name=\"quota-0-most\" value=\"x\""));
    let bad = [("name", "Odd"), ("min_length", "3"), ("max_length", "2")];
    let reply = town.post(Cast::Ada, "/admin/spaces/policies", &bad).await.expect(422);
    assert!(reply.shows("id=\"attached-fault\"") && reply.shows("id=\"max_length-fault\""), "{}", reply.body);
}

#[tokio::test]
async fn what_is_read_through_the_api_can_be_sent_back_unchanged() {
    let town = Town::new();
    let room = town.room();
    let sent = json!({
        "name": "Workshop", "resources": [room], "may_book": "everybody", "notice_cancel": "1", "notice_cancel_unit": "days",
        "min_length": "30", "min_length_unit": "minutes", "approval": "longer-than", "approval_length": "2",
        "check_in": "required", "opens_before": "10", "grace": "20", "late_percent": "150", "no_show": "80",
        "quotas": [{"most": "4", "counts": "bookings", "per": "month", "over": "all", "hour": "any"}],
        "refunds": [{"before": "7", "unit": "days", "percent": "100"}, {"before": "2", "unit": "hours", "percent": "25"}],
    });
    let made = town.json("/admin/spaces/policies", Some(sent)).await;
    let path = format!("/admin/spaces/policies/{}", made["id"].as_str().unwrap());
    let read = town.json(&path, None).await;
    assert_eq!(read["policy"]["attached"][0]["name"], "Blue room");
    let again = town.json(&path, Some(read["fields"].clone())).await;
    assert_eq!(again["says"], made["says"]);
    assert_eq!(again["attached"], made["attached"]);

    let currency = town.community.read(ayni_ledger::main_currency).unwrap().id.to_string();
    let sent = json!({
        "name": "By the hour", "everything": "on", "currency": currency, "fixed": "2.00", "day_cap": "40.00",
        "tiers": [{"length": "1", "unit": "hours", "amount": "10.00"}, {"length": "4", "unit": "hours", "amount": "30.00"}],
        "peak_hours": "Mo-Fr 17:00-20:00", "peak_percent": "150",
        "demand": [{"from": "50", "percent": "10"}], "ceiling": "150",
    });
    let made = town.json("/admin/spaces/prices", Some(sent)).await;
    let path = format!("/admin/spaces/prices/{}", made["id"].as_str().unwrap());
    let read = town.json(&path, None).await;
    let again = town.json(&path, Some(read["fields"].clone())).await;
    assert_eq!(again["says"], made["says"]);
    assert_eq!(town.json(&path, None).await["fields"], read["fields"]);
}

#[tokio::test]
async fn trying_a_booking_out_names_the_rules_and_every_line_of_the_price() {
    let town = Town::new();
    let room = town.room();
    let rules = [
        ("name", "House rules"),
        ("everything", "on"),
        ("max_length", "2"),
        ("max_length_unit", "hours"),
        ("when", "Mo-Fr 08:00-20:00"),
    ];
    town.post(Cast::Ada, "/admin/spaces/policies", &rules).await.expect(303);
    let price = [
        ("name", "By the hour"),
        ("everything", "on"),
        ("tier-0-amount", "10"),
        ("tier-0-length", "1"),
        ("tier-0-unit", "hours"),
    ];
    town.post(Cast::Ada, "/admin/spaces/prices", &price).await.expect(303);
    let number = "MEAD0002";
    let ask = |from: &str, until: &str| {
        format!("/admin/spaces/terms?resource={room}&member={number}&day=2026-03-04&from={from}&until={until}")
    };
    let good = town.get(Cast::Ada, &ask("10:00", "12:00")).await.expect(200);
    assert!(good.shows("This can be booked.") && good.shows("20.00") && good.shows("By the hour"), "{}", good.body);
    let bad = town.get(Cast::Ada, &ask("18:00", "21:00")).await.expect(200);
    for said in ["This cannot be booked:", "Book at most 2 h at a time.", "House rules", "You cannot book at this time"]
    {
        assert!(bad.shows(said), "{said}\n{}", bad.body);
    }
    let read = town.json(&ask("18:00", "21:00"), None).await;
    assert_eq!(read["holding"]["trial"]["objections"].as_array().unwrap().len(), 2);
    assert!(town.get(Cast::Ada, &ask("18:00", "")).await.expect(200).shows("id=\"until-fault\""));
}

#[tokio::test]
async fn a_member_buys_a_pass_and_sees_what_became_of_it() {
    let town = Town::new();
    let kind = [
        ("name", "Ten hours"),
        ("everything", "on"),
        ("unit", "minutes"),
        ("quantity", "10"),
        ("validity", "90"),
        ("price", "45"),
    ];
    town.post(Cast::Ada, "/admin/spaces/passes", &kind).await.expect(303);
    let kinds = town.json("/admin/spaces/passes", None).await;
    let id = kinds["kinds"][0]["id"].as_str().unwrap().to_owned();
    let shop = town.get(Cast::Ana, "/passes").await.expect(200);
    assert!(shop.shows("Ten hours") && shop.shows("good for 90 days") && shop.shows("10 hours"), "{}", shop.body);
    let bought = town.post(Cast::Ana, "/passes", &[("kind", id.as_str())]).await.expect(303).location.unwrap();
    let page = town.get(Cast::Ana, &bought).await.expect(200);
    assert!(page.shows("Bought: 10 hours") && page.shows("Paid"), "{}", page.body);
    assert!(!page.shows("/ending"));
    town.get(Cast::Ben, &bought).await.expect(404);
    assert!(town.get(Cast::Ana, "/wallet").await.expect(200).shows("Ten hours"));
}

#[tokio::test]
async fn a_pass_is_given_to_who_is_chosen_and_ended() {
    let town = Town::new();
    let kind = [("name", "Thanks"), ("everything", "on"), ("unit", "days"), ("quantity", "3")];
    town.post(Cast::Ada, "/admin/spaces/passes", &kind).await.expect(303);
    let id = town.json("/admin/spaces/passes", None).await["kinds"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/admin/spaces/passes/{id}");
    let reply = town.post(Cast::Ada, &format!("{path}/gift"), &[("member", "NOBODY")]).await.expect(422);
    assert!(reply.shows("id=\"member-fault\""), "{}", reply.body);
    let gift = [("member", "MEAD0002"), ("reason", "For the garden")];
    town.post(Cast::Ada, &format!("{path}/gift"), &gift).await.expect(303);
    let mine = town.get(Cast::Ana, "/passes").await.expect(200);
    assert!(mine.shows("Thanks") && mine.shows("3 days"), "{}", mine.body);
    // What is only given is not for sale.
    assert!(!mine.shows("Buy for"));
    town.post(Cast::Ana, "/passes", &[("kind", id.as_str())]).await.expect(409);
    let passes = town.api(&town.token(Cast::Ana, Scope::Read), "/passes", None).await;
    let pass = serde_json::from_str::<Value>(&passes.body).unwrap()["passes"]["rows"][0]["id"].clone();
    let link = format!("/passes/{}", pass.as_str().unwrap());
    town.post(Cast::Ada, &format!("{link}/ending"), &[("reason", "moved away")]).await.expect(303);
    assert!(town.get(Cast::Ana, &link).await.expect(200).shows("moved away"));
}

#[tokio::test]
async fn terms_are_kept_by_managers_alone() {
    let town = Town::new();
    for path in ["/admin/spaces/policies", "/admin/spaces/prices/new", "/admin/spaces/passes", "/admin/spaces/terms"] {
        town.get(Cast::Ana, path).await.expect(403);
        town.get(Stranger, path).await.expect(303);
    }
}

#[tokio::test]
async fn hours_of_rules_and_prices_are_a_table_of_the_week_or_a_text() {
    let town = Town::new();
    town.house();
    let rules = [
        ("name", "Evenings"),
        ("everything", "on"),
        ("when-mon-0-from", "08:00"),
        ("when-mon-0-to", "20:00"),
        ("when-same", "on"),
        ("peak-sat-0-from", "10:00"),
        ("peak-sat-0-to", "14:00"),
    ];
    town.post(Cast::Ada, "/admin/spaces/policies", &rules).await.expect(303);
    let list = town.get(Cast::Ada, "/admin/spaces/policies").await.expect(200);
    assert!(list.shows("Mo-Fr 08:00-20:00") && list.shows("Sa 10:00-14:00"), "{}", list.body);
    let token = town.token(Cast::Ada, Scope::Admin);
    let found = town.api(&token, "/admin/spaces/policies", None).await.expect(200).json();
    let made = found["policies"].as_array().unwrap().iter().find(|policy| policy["name"] == "Evenings").unwrap();
    let policy = format!("/admin/spaces/policies/{}", made["id"].as_str().unwrap());
    let form = town.get(Cast::Ada, &policy).await.expect(200);
    for field in ["name=\"when-fri-0-to\" value=\"20:00\"", "name=\"peak-sat-0-from\" value=\"10:00\""] {
        assert!(form.body.contains(field), "{field}: {}", form.body);
    }
    assert!(form.body.contains("id=\"when\" name=\"when\" value=\"\""), "a week stands in the table alone");
    // What a table cannot say stands as a text, and counts.
    let text = [
        ("name", "Evenings"),
        ("everything", "on"),
        ("when", "Mo-Su 08:00-20:00; PH off"),
        ("when-mon-0-from", "09:00"),
    ];
    town.post(Cast::Ada, &policy, &text).await.expect(303);
    let form = town.get(Cast::Ada, &policy).await.expect(200);
    assert!(form.body.contains("PH off"), "{}", form.body);
    // Half a time is told beside the table.
    let half = [("name", "Evenings"), ("everything", "on"), ("when-mon-0-from", "09:00")];
    assert!(town.post(Cast::Ada, &policy, &half).await.expect(422).shows("id=\"when-fault\""));
}
