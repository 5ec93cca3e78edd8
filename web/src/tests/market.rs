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
