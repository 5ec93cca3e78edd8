//! The market: publishing, changing, hiding, and who sees a listing.

use ayni_kernel::testing::Cast;
use ayni_users::Scope;
use serde_json::json;

use super::bench::{Stranger, Town};

const LOAF: [(&str, &str); 5] = [
    ("kind", "offer"),
    ("title", "Sourdough loaf"),
    ("description", "Baked on Fridays,\nstill warm."),
    ("price", "4 a loaf"),
    ("expires", "2026-12-31"),
];

impl Town {
    async fn publish(&self, cast: Cast, fields: &[(&str, &str)]) -> String {
        let to = self.post(cast, "/listings", fields).await.expect(303).location.unwrap();
        to.strip_suffix("?said=market-said-published").unwrap().to_owned()
    }
}

#[tokio::test]
async fn a_member_publishes_an_offer_that_others_find() {
    let town = Town::new();
    assert!(town.get(Cast::Ana, "/listings/new").await.expect(200).shows("value=\"offer\" checked"));
    let link = town.publish(Cast::Ana, &LOAF).await;
    let page = town.get(Cast::Ben, &link).await.expect(200);
    assert!(
        page.shows("Sourdough loaf")
            && page.shows("still warm.")
            && page.shows("4 a loaf")
            && page.shows("I’m interested")
            && page.shows("/pay?payee=MEAD0002")
    );
    assert!(page.shows("31 Dec 2026") && !page.shows("1 Jan 2027"), "{}", page.body);
    assert!(!page.shows("/edit") && !page.shows("/withdrawal"));
    assert!(town.get(Cast::Ben, "/listings?kind=offer").await.expect(200).shows("Sourdough loaf"));
    assert!(!town.get(Cast::Ben, "/listings?kind=want").await.expect(200).shows("Sourdough loaf"));
    assert!(
        town.get(Cast::Ben, &format!("/members/{}", town.resident(Cast::Ana).member)).await.shows("Sourdough loaf")
    );
    town.get(Stranger, &link).await.expect(303);
}

#[tokio::test]
async fn a_listing_with_faults_comes_back_with_what_was_typed() {
    let town = Town::new();
    let bad = [("kind", "offer"), ("title", ""), ("description", "Something"), ("expires", "2020-01-01")];
    let reply = town.post(Cast::Ana, "/listings", &bad).await.expect(422);
    assert!(reply.shows("id=\"title-fault\"") && reply.shows("id=\"expires-fault\"") && reply.shows("Something"));
    let bad = [("kind", "swap"), ("title", "A"), ("expires", "soon"), ("category", "none")];
    let reply = town.post(Cast::Ana, "/listings", &bad).await.expect(422);
    assert!(
        reply.shows("id=\"kind-fault\"") && reply.shows("id=\"expires-fault\"") && reply.shows("id=\"category-fault\"")
    );
    town.post(Stranger, "/listings", &LOAF).await.expect(303);
}

#[tokio::test]
async fn owners_and_stewards_change_and_hide_a_listing() {
    let town = Town::new();
    let link = town.publish(Cast::Ana, &LOAF).await;
    let hide = format!("{link}/withdrawal");
    town.post(Cast::Ben, &hide, &[]).await.expect(403);
    town.get(Cast::Ben, &format!("{link}/edit")).await.expect(403);
    let form = town.get(Cast::Ana, &format!("{link}/edit")).await.expect(200);
    assert!(form.shows("value=\"2026-12-31\"") && form.shows("value=\"Sourdough loaf\""));
    let change = [("kind", "offer"), ("title", "Rye loaf")];
    town.post(Cast::Carla, &link, &change).await.leads_to(&format!("{link}?said=market-said-saved"));
    assert!(town.get(Cast::Ben, &link).await.expect(200).shows("Rye loaf"));
    town.post(Cast::Ana, &hide, &[]).await.expect(303);
    town.get(Cast::Ben, &link).await.expect(404);
    assert!(town.get(Cast::Ana, &link).await.expect(200).shows("Hidden"));
    town.post(Cast::Ana, &format!("{link}/publication"), &[]).await.expect(303);
    town.get(Cast::Ben, &link).await.expect(200);
}

#[tokio::test]
async fn stewards_publish_on_behalf_and_programs_through_the_api() {
    let town = Town::new();
    let ana = town.resident(Cast::Ana).member.to_string();
    let form = town.get(Cast::Carla, &format!("/listings/new?member={ana}")).await.expect(200);
    assert!(form.shows("on behalf of Ana"));
    town.get(Cast::Ben, &format!("/listings/new?member={ana}")).await.expect(403);
    town.post(Cast::Ben, "/listings", &[("member", &ana), ("kind", "want"), ("title", "A lift")]).await.expect(403);

    let body = json!({ "kind": "want", "description": "A lift to town on Mondays" });
    let made = town.api(&town.token(Cast::Ben, Scope::Pay), "/listings", Some(body)).await.expect(201).json();
    assert_eq!((made["kind"].as_str(), made["member"]["name"].as_str()), (Some("want"), Some("Ben")));
    let list = town.api(&town.token(Cast::Ana, Scope::Read), "/listings", None).await.expect(200).json();
    assert_eq!(list["listings"]["rows"][0]["title"], "A lift to town on Mondays");
}

#[tokio::test]
async fn a_draft_goes_on_later_and_shows_exact_prices_tags_and_what_is_left() {
    let town = Town::new();
    let draft = [("kind", "offer"), ("then", "draft")];
    let to = town.post(Cast::Ana, "/listings", &draft).await.expect(303).location.unwrap();
    let link = to.strip_suffix("?said=market-said-draft").unwrap().to_owned();
    town.get(Cast::Ben, &link).await.expect(404);
    let whole = [
        ("kind", "offer"),
        ("title", "Rye loaf"),
        ("tags", "#Bread, organic"),
        ("amount", "4.50"),
        ("unit", "loaf"),
        ("stock", "3"),
        ("place", "remote"),
        ("then", "publish"),
    ];
    town.post(Cast::Ana, &link, &whole).await.leads_to(&format!("{link}?said=market-said-published"));
    let page = town.get(Cast::Ben, &link).await.expect(200);
    for text in ["4.50", "per loaf", "#bread", "3 left", "From anywhere"] {
        assert!(page.shows(text), "{text}: {}", page.body);
    }
    assert!(town.get(Cast::Ben, "/listings?tag=Bread&reach=remote").await.expect(200).shows("Rye loaf"));
    assert!(!town.get(Cast::Ben, "/listings?tag=cake").await.expect(200).shows("Rye loaf"));
    let mine = town.get(Cast::Ana, "/listings/mine").await.expect(200);
    assert!(mine.shows("Rye loaf") && mine.shows("/renewal"));
    town.post(Cast::Ana, &format!("{link}/renewal"), &[]).await.leads_to(&format!("{link}?said=market-said-renewed"));
    town.post(Cast::Ana, &link, &[("kind", "offer"), ("title", "Rye"), ("amount", "much"), ("stock", "few")])
        .await
        .expect(422);
    assert!(town.get(Cast::Ana, &format!("{link}/edit")).await.expect(200).shows("value=\"4.50\""));
}

#[tokio::test]
async fn a_photo_is_added_described_and_taken_away() {
    let town = Town::new();
    let link = town.publish(Cast::Ana, &LOAF).await;
    let mut png = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(8, 6).write_to(&mut png, image::ImageFormat::Png).unwrap();
    town.upload(Cast::Ben, &format!("{link}/photo"), "photo", png.get_ref()).await.expect(403);
    town.upload(Cast::Ana, &format!("{link}/photo"), "photo", b"no picture").await.expect(422);
    let edit = format!("{link}/edit");
    town.upload(Cast::Ana, &format!("{link}/photo"), "photo", png.get_ref())
        .await
        .leads_to(&format!("{edit}?said=market-said-saved"));
    let page = town.get(Cast::Ben, &link).await.expect(200);
    let photo = page.body.split("/photos/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let photo = format!("/photos/{photo}");
    let change = format!("{link}/photo-change");
    let describe = [("photo", photo.as_str()), ("act", "describe"), ("alt", "A brown loaf")];
    town.post(Cast::Ana, &change, &describe).await.expect(303);
    assert!(town.get(Cast::Ben, "/listings").await.expect(200).shows("alt=\"A brown loaf\""));
    town.post(Cast::Ana, &change, &[("photo", &photo), ("act", "remove")]).await.expect(303);
    assert!(!town.get(Cast::Ben, &link).await.expect(200).shows("/photos/"));
}

#[tokio::test]
async fn one_asks_keeps_and_is_told() {
    let town = Town::new();
    let link = town.publish(Cast::Ana, &LOAF).await;
    town.post(Cast::Ben, &format!("{link}/questions"), &[("text", "With nuts?")]).await.expect(303);
    let page = town.get(Cast::Ana, &link).await.expect(200);
    assert!(page.shows("With nuts?"));
    assert!(town.get(Cast::Ana, "/notices").await.expect(200).shows("Ben asks about"));
    let question = page.body.split("name=\"question\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    town.post(Cast::Ana, &format!("{link}/answers"), &[("question", &question), ("text", "Without")]).await.expect(303);
    assert!(town.get(Cast::Tova, &link).await.expect(200).shows("Without"));
    town.post(Cast::Ana, &format!("{link}/question-hiding"), &[("question", &question)]).await.expect(403);
    town.post(Cast::Carla, &format!("{link}/question-hiding"), &[("question", &question)]).await.expect(303);
    assert!(!town.get(Cast::Tova, &link).await.expect(200).shows("Without"));

    town.post(Cast::Ben, &format!("{link}/favourite"), &[])
        .await
        .leads_to(&format!("{link}?said=market-said-favourite"));
    assert!(town.get(Cast::Ben, "/listings/favourites").await.expect(200).shows("Sourdough loaf"));
    town.post(Cast::Ben, &format!("{link}/favourite-removal"), &[]).await.expect(303);
    assert!(!town.get(Cast::Ben, "/listings/favourites").await.expect(200).shows("Sourdough loaf"));

    assert!(town.post(Cast::Ben, "/listings/searches", &[]).await.expect(422).shows("id=\"q-fault\""));
    assert!(town.get(Cast::Ben, "/listings?q=bread").await.expect(200).shows("Tell me of new ones"));
    town.post(Cast::Ben, "/listings/searches", &[("q", "bread"), ("tells", "at-once")]).await.expect(303);
    let page = town.get(Cast::Ben, "/listings/searches").await.expect(200);
    let search = page.body.split("href=\"/listings/searches/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    town.get(Cast::Ben, &format!("/listings/searches/{search}")).await.leads_to("/listings?q=bread");
    town.get(Cast::Ana, &format!("/listings/searches/{search}")).await.expect(404);
    town.publish(Cast::Ana, &[("kind", "offer"), ("title", "Rye bread")]).await;
    while town.community.read(ayni_market::has_news).unwrap() {
        town.community.write(|tx| ayni_market::announce(tx, 10)).unwrap();
    }
    assert!(town.get(Cast::Ben, "/notices").await.expect(200).shows("Rye bread.</a>"));
    town.post(Cast::Ben, &format!("/listings/searches/{search}/removal"), &[]).await.expect(303);
}

#[tokio::test]
async fn stewards_look_first_where_the_community_wants_it() {
    let town = Town::new();
    town.get(Cast::Carla, "/admin/market").await.expect(403);
    let settings = [("usual_days", "90"), ("never", "nobody"), ("moderation", "first")];
    town.post(Cast::Ada, "/admin/market", &settings).await.leads_to("/admin/market?said=market-said-settings");
    assert!(
        town.post(Cast::Ada, "/admin/market", &[("usual_days", "0"), ("never", "nobody"), ("moderation", "first")])
            .await
            .expect(422)
            .shows("usual_days-fault")
    );
    let to = town.post(Cast::Ana, "/listings", &LOAF).await.expect(303).location.unwrap();
    let link = to.strip_suffix("?said=market-said-waits").unwrap().to_owned();
    town.get(Cast::Ben, &link).await.expect(404);
    town.get(Cast::Ben, "/admin/market/waiting").await.expect(403);
    assert!(town.get(Cast::Carla, "/admin/market/waiting").await.expect(200).shows("Sourdough loaf"));
    town.post(Cast::Carla, &format!("{link}/return"), &[("reason", "Say where")]).await.expect(303);
    assert!(town.get(Cast::Ana, &link).await.expect(200).shows("Say where"));
    town.post(Cast::Ana, &format!("{link}/publication"), &[]).await.leads_to(&format!("{link}?said=market-said-waits"));
    town.post(Cast::Carla, &format!("{link}/approval"), &[])
        .await
        .leads_to(&format!("{link}?said=market-said-published"));
    town.get(Cast::Ben, &link).await.expect(200);
}

#[tokio::test]
async fn the_tree_counts_what_lies_in_a_category() {
    let town = Town::new();
    let add = [("name", "Food"), ("access", "public")];
    town.post(Cast::Ada, "/admin/categories", &add).await.expect(303);
    let categories = town.api(&town.token(Cast::Ada, Scope::Admin), "/admin/categories", None).await.expect(200).json();
    let food = categories["categories"][0]["id"].as_str().unwrap().to_owned();
    town.post(Cast::Ada, "/admin/categories", &[("name", "Bread"), ("access", "public"), ("parent", &food)])
        .await
        .expect(303);
    let categories = town.api(&town.token(Cast::Ada, Scope::Admin), "/admin/categories", None).await.expect(200).json();
    assert_eq!(categories["categories"][0]["parent"].as_str(), Some(food.as_str()));
    let bread = categories["categories"][0]["id"].as_str().unwrap().to_owned();
    town.publish(Cast::Ana, &[("kind", "offer"), ("title", "Loaf"), ("category", &bread)]).await;
    let list = town.api(&town.token(Cast::Ben, Scope::Read), "/listings?category=food", None).await.expect(200).json();
    assert_eq!(list["listings"]["rows"][0]["title"], "Loaf");
    let tree: Vec<_> = list["categories"]
        .as_array()
        .unwrap()
        .iter()
        .map(|branch| {
            (branch["name"].as_str().unwrap(), branch["depth"].as_u64().unwrap(), branch["count"].as_u64().unwrap())
        })
        .collect();
    assert_eq!(tree, [("Food", 0, 1), ("Bread", 1, 1)]);
}
