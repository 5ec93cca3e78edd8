//! Setup, settings, logo, categories, health.

use axum::{
    Router,
    body::Body,
    http::{Request, header},
};
use ayni_kernel::testing::{Cast, TestClock};
use ayni_users::Scope;
use serde_json::json;

use super::bench::{self, CODE, FORM, HOST, Reply, Stranger, Town, Who, form};

const SETUP: [(&str, &str); 14] = [
    ("code", CODE),
    ("name", "Meadow"),
    ("kind", "exchange"),
    ("language", "en"),
    ("time_zone", "europe/madrid"),
    ("currency_kind", "mutual"),
    ("currency_name", "acorn"),
    ("currency_plural", "acorns"),
    ("currency_symbol", "Ac"),
    ("scale", "2"),
    ("credit", "150.50"),
    ("admin_name", "Ada"),
    ("admin_email", "ada@meadow.example"),
    ("password", bench::PASSWORD),
];

async fn get(site: &Router, path: &str) -> Reply {
    bench::send(site, Request::get(path).header(header::HOST, HOST).body(Body::empty()).unwrap()).await
}

async fn set_up(site: &Router, changed: (&str, &str)) -> Reply {
    let fields = SETUP.map(|(name, value)| if name == changed.0 { changed } else { (name, value) });
    let request = Request::post("/setup").header(header::HOST, HOST).header(header::CONTENT_TYPE, FORM);
    bench::send(site, request.body(form(&fields)).unwrap()).await
}

#[tokio::test]
async fn an_empty_node_is_set_up_by_its_code_once() {
    let node = bench::node(&TestClock::new());
    let site = bench::open_site(&node, Some(CODE));
    get(&site, "/").await.leads_to("/setup");
    assert!(get(&site, &format!("/setup?code={CODE}")).await.expect(200).shows(CODE));

    let refused = set_up(&site, ("code", "guess")).await.expect(422);
    assert!(refused.shows("not the code") && refused.shows("ada@meadow.example"));
    assert!(!refused.shows(bench::PASSWORD), "a password is never sent back");

    let founded = set_up(&site, ("", "")).await.leads_to("/?said=communities-said-founded");
    let cookie = format!("session={}", founded.cookie("session").unwrap());
    let request =
        Request::get("/?said=communities-said-founded").header(header::HOST, HOST).header(header::COOKIE, cookie);
    let home = bench::send(&site, request.body(Body::empty()).unwrap()).await.expect(200);
    assert!(
        home.shows("Hello, Ada") && home.shows("Your community is founded") && home.shows("150.50"),
        "{}",
        home.body
    );

    get(&site, "/setup").await.expect(404);
    set_up(&site, ("", "")).await.expect(404);
}

#[tokio::test]
async fn the_setup_says_what_is_wrong_beside_each_field() {
    let site = bench::open_site(&bench::node(&TestClock::new()), Some(CODE));
    for (field, value, sentence) in [
        ("name", "", "Please fill this in"),
        ("time_zone", "Europe/Atlantis", "no such time zone"),
        ("currency_symbol", "", "Please fill this in"),
        ("credit", "lots", "a number such as"),
        ("credit", "1.234", "At most 2 decimals"),
        ("admin_email", "ada", "an e-mail address"),
        ("password", "short", "at least 10"),
    ] {
        let reply = set_up(&site, (field, value)).await.expect(422);
        assert!(reply.shows(&format!("id=\"{field}-fault\"")) && reply.shows(sentence), "{field}: {}", reply.body);
    }
}

#[tokio::test]
async fn the_setup_speaks_the_language_of_the_visitor() {
    let site = bench::open_site(&bench::node(&TestClock::new()), Some(CODE));
    let request = Request::post("/language").header(header::HOST, HOST).header(header::CONTENT_TYPE, FORM);
    let body = form(&[("language", "es"), ("next", "/setup")]);
    let reply = bench::send(&site, request.body(body).unwrap()).await.leads_to("/setup");
    assert_eq!(reply.cookie("language").as_deref(), Some("es"));
    let request = Request::get("/setup").header(header::HOST, HOST).header(header::COOKIE, "language=es");
    assert!(bench::send(&site, request.body(Body::empty()).unwrap()).await.shows("Fundar la comunidad"));
}

const CHANGED: [(&str, &str); 11] = [
    ("name", "Meadow and Mill"),
    ("description", "Neighbours who share.\n\nSince always."),
    ("kind", "both"),
    ("language", "en"),
    ("language_es", "on"),
    ("time_zone", "Europe/London"),
    ("hue", "288"),
    ("terms", "Be kind.\nPay in time."),
    ("joining", "invite"),
    ("member_list", "members"),
    ("access", "public"),
];

#[tokio::test]
async fn only_admins_see_and_change_the_settings() {
    let town = Town::new();
    town.get(Stranger, "/admin/settings").await.leads_to("/sign-in?next=%2Fadmin%2Fsettings");
    for cast in [Cast::Ana, Cast::Carla, Cast::Tova] {
        town.get(cast, "/admin/settings").await.expect(403);
        town.post(cast, "/admin/settings", &CHANGED).await.expect(403);
    }
    assert!(town.get(Cast::Ada, "/admin/settings").await.expect(200).shows("value=\"Meadow\""));
    town.post(Cast::Ada, "/admin/settings", &CHANGED).await.leads_to("/admin/settings?said=communities-said-settings");
    let landing = town.get(Stranger, "/").await.expect(200);
    assert!(landing.shows("Meadow and Mill") && landing.shows("Since always.") && landing.shows("/accent/288.css"));
    assert!(!landing.shows("href=\"/join\""), "one joins by invitation now");
    assert!(town.get(Stranger, "/terms").await.expect(200).shows("Pay in time."));
}

/// What the settings say about where the community is.
const PLACED: [(&str, &str); 11] = [
    ("street", "Mill Lane 1"),
    ("locality", "Meadow"),
    ("latitude", "52,5"),
    ("longitude", "\u{2212}2.75"),
    ("contact-0-kind", "email"),
    ("contact-0-value", "hello@meadow.example"),
    ("contact-1-kind", "phone"),
    ("contact-1-value", " "),
    ("contact-2-kind", "website"),
    ("contact-2-value", "https://meadow.example"),
    ("contact-3-kind", "phone"),
];

#[tokio::test]
async fn strangers_and_the_forgetful_learn_how_to_reach_the_community() {
    let town = Town::new();
    let fields = [&CHANGED[..], &PLACED[..]].concat();
    town.post(Cast::Ada, "/admin/settings", &fields).await.expect(303);
    for page in ["/", "/forgot"] {
        let page = town.get(Stranger, page).await.expect(200);
        for text in
            ["mailto:hello@meadow.example", "href=\"https://meadow.example\"", "Mill Lane 1, Meadow", "geo:52.5,-2.75"]
        {
            assert!(page.shows(text), "{text} in {}", page.body);
        }
    }
    let form = town.get(Cast::Ada, "/admin/settings").await.expect(200);
    for text in
        ["value=\"Mill Lane 1\"", "value=\"52.5\"", "value=\"hello@meadow.example\"", "name=\"contact-3-value\""]
    {
        assert!(form.shows(text), "{text} in {}", form.body);
    }
    town.post(Cast::Ada, "/admin/settings", &CHANGED).await.expect(303);
    assert!(!town.get(Stranger, "/").await.shows("meadow.example"), "what is left out is gone");
}

#[tokio::test]
async fn a_contact_that_reaches_nobody_is_refused_and_comes_back() {
    let town = Town::new();
    for (kind, value) in [("email", "ada at meadow"), ("website", "javascript:alert(1)"), ("phone", "no")] {
        let contact = [("contact-0-kind", kind), ("contact-0-value", value)];
        let reply = town.post(Cast::Ada, "/admin/settings", &[&CHANGED[..], &contact[..]].concat()).await.expect(422);
        assert!(reply.shows("id=\"contacts-fault\"") && reply.shows(&format!("value=\"{value}\"")), "{}", reply.body);
    }
    let nowhere = [("latitude", "52.5"), ("longitude", "")];
    let reply = town.post(Cast::Ada, "/admin/settings", &[&CHANGED[..], &nowhere[..]].concat()).await.expect(422);
    assert!(reply.shows("id=\"location-fault\"") && reply.shows("value=\"52.5\""));
}

#[tokio::test]
async fn imported_contacts_keep_their_own_words() {
    let town = Town::new();
    let contacts = json!([{"kind": "mastodon", "value": "@meadow"}, {"kind": "phone", "value": "01632 960 100"}]);
    let mut body: serde_json::Map<_, _> =
        CHANGED.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
    body.insert("contacts".to_owned(), contacts.clone());
    let view =
        town.api(&town.token(Cast::Ada, Scope::Admin), "/admin/settings", Some(body.into())).await.expect(201).json();
    assert_eq!(
        (&view["reach"]["contacts"][0]["kind"], &view["reach"]["contacts"][0]["link"]),
        (&json!("mastodon"), &json!(null))
    );
    let form = town.get(Cast::Ada, "/admin/settings").await.expect(200);
    assert!(form.shows("<option value=\"mastodon\" selected>"));
}

#[tokio::test]
async fn refused_settings_come_back_as_typed() {
    let town = Town::new();
    let mut fields = CHANGED;
    fields[0].1 = "";
    fields[6].1 = "999";
    let reply = town.post(Cast::Ada, "/admin/settings", &fields).await.expect(422);
    assert!(reply.shows("id=\"name-fault\"") && reply.shows("from 0 to 359") && reply.shows("Since always."));
}

#[tokio::test]
async fn the_api_changes_settings_with_an_office_token_only() {
    let town = Town::new();
    let body: serde_json::Map<_, _> = CHANGED.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
    let body = serde_json::Value::Object(body);
    let (pay, office) = (town.token(Cast::Ada, Scope::Pay), town.token(Cast::Ada, Scope::Admin));
    town.api(&pay, "/admin/settings", Some(body.clone())).await.expect(403);
    let view = town.api(&office, "/admin/settings", Some(body)).await.expect(201).json();
    assert_eq!((view["name"].as_str(), view["hue"].as_u64()), (Some("Meadow and Mill"), Some(288)));
    assert_eq!(view["languages"], json!(["en", "es"]));
}

/// The smallest picture: one red pixel.
const PIXEL: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\x00\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

#[tokio::test]
async fn the_logo_is_kept_shown_and_taken_away() {
    let town = Town::new();
    let said = "/admin/settings?said=communities-said-logo";
    town.upload(Cast::Ben, "/admin/settings/logo", "logo", PIXEL).await.expect(403);
    assert!(
        town.upload(Cast::Ada, "/admin/settings/logo", "logo", b"no picture").await.expect(422).shows("cannot be read")
    );
    town.upload(Cast::Ada, "/admin/settings/logo", "logo", PIXEL).await.leads_to(said);
    let page = town.get(Cast::Ada, "/admin/settings").await;
    let logo = page.body.split("class=\"logo\" src=\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(logo.starts_with("/photos/"));
    town.get(Stranger, logo).await.expect(200);
    town.upload(Cast::Ada, "/admin/settings/logo", "remove", b"yes").await.leads_to(said);
    assert!(!town.get(Cast::Ada, "/admin/settings").await.shows("/photos/"));
}

#[tokio::test]
async fn categories_are_added_and_changed_by_admins() {
    let town = Town::new();
    let food = [("name", "Food & drink"), ("access", "public")];
    town.post(Cast::Carla, "/admin/categories", &food).await.expect(403);
    town.post(Cast::Ada, "/admin/categories", &food).await.leads_to("/admin/categories?said=communities-said-category");
    assert!(town.post(Cast::Ada, "/admin/categories", &food).await.expect(409).shows("has this code already"));

    let token = town.token(Cast::Ada, Scope::Admin);
    let category = town.api(&token, "/admin/categories", None).await.expect(200).json()["categories"][0].clone();
    assert_eq!(category["code"], "food-drink");
    let path = format!("/admin/categories/{}", category["id"].as_str().unwrap());
    let ada = Who::Session(town.session(Cast::Ada));
    let nameless = town.post(ada.clone(), &path, &[("name", ""), ("access", "public")]).await.expect(422);
    assert!(nameless.shows("<details open>"));
    town.post(ada, &path, &[("name", "Meals"), ("access", "group")]).await.expect(303);
    assert_eq!(town.api(&token, "/admin/categories", None).await.json()["categories"][0]["name"], "Meals");
}

#[tokio::test]
async fn an_accent_is_a_stylesheet_for_ever() {
    let town = Town::new();
    let css = town.get(Stranger, "/accent/42.css").await.expect(200);
    assert!(css.shows("--accent-hue: 42;"));
    assert_eq!(css.headers[header::CONTENT_TYPE], "text/css; charset=utf-8");
    assert!(css.headers[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
    town.get(Stranger, "/accent/360.css").await.expect(404);
    town.get(Stranger, "/accent/42").await.expect(404);
}

#[tokio::test]
async fn health_names_every_store() {
    let health = Town::new().get(Stranger, "/health").await.expect(200).json();
    assert_eq!((health["status"].as_str(), health["communities"].as_u64()), (Some("ok"), Some(1)));
    assert_eq!(health["stores"].as_array().unwrap().len(), 2);
    assert!(health["stores"][1]["read_only"] == false && health["stores"][1]["name"] == "meadow");
}
