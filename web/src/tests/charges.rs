//! Rules of charges through the pages: drafted, looked at, put in force, charged, taken back; and what members see.

use ayni_kernel::testing::Cast;
use ayni_users::Scope;
use serde_json::{Value, json};

use super::{bench::Town, ledger::number};

impl Town {
    /// Does what the program does by itself.
    fn collect(&self) {
        while self.community.write(ayni_charges::work_due).unwrap() > 0 {}
    }
}

/// Drafts a rule and gives its address.
async fn draft(town: &Town, fields: &[(&str, &str)]) -> String {
    let reply = town.post(Cast::Ada, "/admin/charges", fields).await.expect(303);
    reply.location.unwrap().strip_suffix("?said=charges-said-drafted").unwrap().to_owned()
}

#[tokio::test]
async fn a_levy_is_drafted_put_in_force_and_seen_by_those_who_pay_it() {
    let town = Town::new();
    let empty = town.get(Cast::Ada, "/admin/charges").await.expect(200);
    assert!(empty.shows("No rules yet") && empty.shows("/admin/charges/new?kind=levy"));
    let editor = town.get(Cast::Ada, "/admin/charges/new?kind=levy").await.expect(200);
    assert!(editor.shows("Community levy") && editor.shows("name=\"rate\""));
    let wrong = [("kind", "levy"), ("name", ""), ("bearer", "payer"), ("rate", "120"), ("starts", "2026-03-01")];
    let again = town.post(Cast::Ada, "/admin/charges", &wrong).await.expect(422);
    assert!(again.shows("Give a share between 0 and 100") && again.shows("value=\"120\""));
    let good = [
        ("kind", "levy"),
        ("name", "Solidarity"),
        ("bearer", "both"),
        ("rate", "2,5"),
        ("starts", "2026-03-01"),
        ("kind-public", "on"),
    ];
    let rule = draft(&town, &good).await;
    let page = town.get(Cast::Ada, &rule).await.expect(200);
    assert!(page.shows("payer and payee each pay 2.5 % of the price"), "{}", page.body);
    assert!(page.shows("Left out: public bodies.") && page.shows("What it would have done"));
    let shown = rule.replace("/admin", "");
    town.get(Cast::Ana, &shown).await.expect(404);
    town.post(Cast::Ada, &format!("{rule}/activation"), &[]).await.expect(303);

    let ben = number(&town, Cast::Ben);
    let look = town.post(Cast::Ana, "/pay", &[("payee", ben.as_str()), ("amount", "40")]).await.expect(200);
    assert!(look.shows("on top, to the community") && look.shows("out of what Ben receives"));
    assert!(look.shows("In all") && look.shows("41.00") && look.shows("1.00"), "{}", look.body);
    let dear = town.post(Cast::Ana, "/pay", &[("payee", ben.as_str()), ("amount", "98")]).await.expect(422);
    assert!(dear.shows("100.00"), "{}", dear.body);
    let token = town.token(Cast::Ana, Scope::Pay);
    town.api(&token, "/payments", Some(json!({"to": ben, "amount": "40.00"}))).await.expect(201);
    let wallet = town.get(Cast::Ana, "/wallet").await.expect(200);
    assert!(wallet.shows("What is charged") && wallet.shows("Solidarity") && wallet.shows(&shown));
    assert!(town.get(Cast::Ana, "/charges").await.expect(200).shows("Solidarity"));
    assert!(town.get(Cast::Ana, &shown).await.expect(200).shows("rounded down"));
    let list: Value = serde_json::from_str(&town.api(&token, "/wallet", None).await.expect(200).body).unwrap();
    let lines = list["statement"]["rows"].as_array().unwrap();
    let kinds: Vec<_> = lines.iter().map(|line| line["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["levy", "payment"]);
    assert_eq!(lines[0]["rule"], json!(shown));
    let receipt = town.get(Cast::Ana, &format!("/transfers/{}", lines[0]["transfer"].as_str().unwrap())).await;
    assert!(receipt.expect(200).shows("By the rule"));
}

#[tokio::test]
async fn dues_are_charged_and_taken_back_as_a_whole() {
    let town = Town::new();
    let fields = [("kind", "dues"), ("name", "Dues"), ("amount", "12"), ("every", "year"), ("starts", "2026-03-02")];
    let rule = draft(&town, &fields).await;
    town.post(Cast::Tova, &format!("{rule}/activation"), &[]).await.expect(403);
    town.post(Cast::Ada, &format!("{rule}/activation"), &[]).await.expect(303);
    let next = town.get(Cast::Tova, &rule).await.expect(200);
    assert!(next.shows("What the next time will do") && next.shows("12.00") && !next.shows("End the rule"));
    town.clock.turn(2 * 86_400);
    town.collect();
    let page = town.get(Cast::Tova, &rule).await.expect(200);
    let run = page.body.split("href=\"/admin/charges/runs/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let run = format!("/admin/charges/runs/{run}");
    let lines = town.get(Cast::Tova, &run).await.expect(200);
    assert!(lines.shows("Ana") && lines.shows("12.00") && !lines.shows("Take back as a whole"));
    let bare = town.post(Cast::Ada, &format!("{run}/reversal"), &[("reason", "")]).await.expect(422);
    assert!(bare.shows("Take back as a whole"));
    town.post(Cast::Ada, &format!("{run}/reversal"), &[("reason", "Voted down")]).await.expect(303);
    town.collect();
    let back = town.get(Cast::Ada, &run).await.expect(200);
    assert!(back.shows("Taken back") && back.shows("Voted down"));
    let ana = town.get(Cast::Ana, "/wallet").await.expect(200);
    assert!(ana.shows("Voted down") && ana.shows("0.00"));
    town.post(Cast::Ada, &format!("{rule}/ending"), &[]).await.expect(303);
    assert!(town.get(Cast::Ada, "/admin/charges").await.expect(200).shows("Ended"));
}
