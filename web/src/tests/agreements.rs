//! From interest in a listing to its payment, and what both say about each other afterwards.

use ayni_kernel::testing::Cast;
use ayni_users::Scope;
use serde_json::json;

use super::bench::Town;

impl Town {
    /// Ana's bread, which Ben asked for: the path of their agreement.
    async fn interest(&self) -> String {
        let loaf = [("kind", "offer"), ("title", "Rye loaf"), ("amount", "4")];
        let to = self.post(Cast::Ana, "/listings", &loaf).await.expect(303).location.unwrap();
        let listing = to.split('?').next().unwrap().to_owned();
        self.get(Cast::Ben, &format!("{listing}/interest")).await.expect(200);
        let to = self.post(Cast::Ben, &format!("{listing}/interest"), &[("message", "One, please")]).await.expect(303);
        to.location.unwrap().split('?').next().unwrap().to_owned()
    }

    /// Both agreed, both said that it came to four, and it was paid.
    async fn paid_deal(&self) -> String {
        let deal = self.interest().await;
        self.post(Cast::Ana, &format!("{deal}/acceptance"), &[]).await.expect(303);
        for who in [Cast::Ana, Cast::Ben] {
            self.post(who, &format!("{deal}/confirmation"), &[("figure", "4")]).await.expect(303);
        }
        deal
    }
}

#[tokio::test]
async fn two_members_agree_confirm_and_pay() {
    let town = Town::new();
    let deal = town.interest().await;
    let asked = town.get(Cast::Ana, &deal).await.expect(200);
    assert!(asked.shows("One, please") && asked.shows(&format!("{deal}/acceptance")));
    town.get(Cast::Tova, &deal).await.expect(404);
    town.post(Cast::Ben, &format!("{deal}/acceptance"), &[]).await.expect(409);
    town.post(Cast::Ana, &format!("{deal}/acceptance"), &[]).await.expect(303);
    assert!(!town.get(Cast::Ben, &deal).await.expect(200).shows(&format!("{deal}/reference")));
    town.post(Cast::Ana, &format!("{deal}/confirmation"), &[("figure", "4")]).await.expect(303);
    town.post(Cast::Ben, &format!("{deal}/confirmation"), &[("figure", "4")]).await.expect(303);
    let token = town.token(Cast::Ben, Scope::Read);
    let paid = town.api(&token, &deal, None).await.expect(200).json();
    assert_eq!((&paid["agreement"]["state"], &paid["agreement"]["next"]), (&json!("paid"), &json!("refer")));
    let transfer = paid["agreement"]["owed"][0]["transfer"].as_str().unwrap().to_owned();
    let receipt = town.get(Cast::Ben, &format!("/transfers/{transfer}")).await.expect(200);
    assert!(receipt.shows(&format!("href=\"{deal}\"")), "the receipt leads to the agreement");
    let looked = town.get(Cast::Ada, &format!("/transfers/{transfer}")).await.expect(200);
    assert!(!looked.shows(&deal), "what two members write is theirs");
}

#[tokio::test]
async fn both_give_references_that_others_read_when_both_gave_theirs() {
    let town = Town::new();
    let deal = town.paid_deal().await;
    let give = format!("{deal}/reference");
    let ana = format!("/members/{}", town.resident(Cast::Ana).member);
    let typed = [("level", "very-bad"), ("text", "")];
    let again = town.post(Cast::Ben, &give, &typed).await.expect(422);
    assert!(again.shows("id=\"text-fault\"") && again.shows("value=\"very-bad\" required checked"), "{}", again.body);
    town.post(Cast::Ben, &give, &[]).await.expect(422);
    town.post(Cast::Tova, &give, &[("level", "good")]).await.expect(404);
    let good = [("level", "very-good"), ("text", "The crust sings")];
    town.post(Cast::Ben, &give, &good).await.leads_to(&format!("{deal}?said=agreements-said-referred"));
    town.post(Cast::Ben, &give, &good).await.expect(409);
    assert!(town.get(Cast::Ben, &deal).await.expect(200).shows("The crust sings"));
    for page in [&deal, &ana, &format!("{ana}/references")] {
        assert!(!town.get(Cast::Ana, page).await.expect(200).shows("The crust sings"), "{page} tells Ana too early");
    }
    let body = json!({ "level": "good", "text": "Came on time" });
    let given = town.api(&town.token(Cast::Ana, Scope::Pay), &give, Some(body)).await.expect(201).json();
    town.clock.turn(1);
    assert_eq!((&given["state"], &given["level"]), (&json!("shown"), &json!("good")));
    let page = town.get(Cast::Tova, &ana).await.expect(200);
    assert!(page.shows("The crust sings") && page.shows("Very good <span class=\"num\">1</span>"), "{}", page.body);
    let all =
        town.api(&town.token(Cast::Tova, Scope::Read), &format!("{ana}/references"), None).await.expect(200).json();
    assert_eq!(all["references"]["rows"][0]["text"], "The crust sings");
    let link = format!("/references/{}", all["references"]["rows"][0]["id"].as_str().unwrap());
    assert!(town.get(Cast::Ana, &deal).await.expect(200).shows(&format!("{link}/reply")));
    town.post(Cast::Ana, &format!("{link}/reply"), &[("reply", "It is the oven")]).await.expect(303);
    assert!(town.get(Cast::Tova, &link).await.expect(200).shows("It is the oven"));
    town.post(Cast::Tova, &format!("{link}/hiding"), &[("reason", "No")]).await.expect(403);
    town.post(Cast::Carla, &format!("{link}/hiding"), &[]).await.expect(422);
    town.post(Cast::Carla, &format!("{link}/hiding"), &[("reason", "An advertisement")]).await.expect(303);
    town.get(Cast::Tova, &link).await.expect(404);
    assert!(!town.get(Cast::Tova, &ana).await.expect(200).shows("The crust sings"));
    assert!(town.get(Cast::Ben, &deal).await.expect(200).shows("An advertisement"));
    town.post(Cast::Carla, &format!("{link}/showing"), &[]).await.expect(303);
    town.get(Cast::Tova, &link).await.expect(200);
}
