//! Ways of paying through pages and API: a second person, a voucher, a list with a bad line, links, orders, newcomers.

use ayni_kernel::testing::Cast;
use ayni_users::Scope;
use serde_json::json;

use super::{
    bench::{Stranger, Town},
    ledger::{account, hidden, number},
};

/// Where a page leads on, without what was said.
fn place(location: Option<String>) -> String {
    location.unwrap().split("?said=").next().unwrap().to_owned()
}

/// Payments of more than so much need a treasurer.
async fn second_person(town: &Town, amount: &str) {
    let currency = town.community.read(ayni_ledger::main_currency).unwrap().id;
    let fields = [("amount", amount), ("by", "treasurer")];
    town.post(Cast::Ada, &format!("/admin/currencies/{currency}/second-person"), &fields).await.expect(303);
}

#[tokio::test]
async fn a_large_payment_says_beforehand_that_it_waits_and_is_authorised_by_somebody_else() {
    let town = Town::new();
    second_person(&town, "20").await;
    let ben = number(&town, Cast::Ben);
    let fields = [("payee", ben.as_str()), ("amount", "30"), ("description", "A cart")];
    let look = town.post(Cast::Ana, "/pay", &fields).await.expect(200);
    assert!(look.shows("A second person has to agree") && look.shows("Send 30.00\u{a0}Ac for approval"));
    let (id, to) = (hidden(&look, "id"), hidden(&look, "to"));
    let fields = [("id", id.as_str()), ("to", &to), ("amount", "30"), ("description", "A cart")];
    let waits = place(town.post(Cast::Ana, "/payments", &fields).await.expect(303).location);
    assert_eq!(place(town.post(Cast::Ana, "/payments", &fields).await.expect(303).location), waits, "sent twice");
    assert_eq!(account(&town, Cast::Ben).1, 0);
    assert!(town.get(Cast::Ana, &waits).await.expect(200).shows("Waiting"));
    town.get(Cast::Ben, &waits).await.expect(404);
    town.post(Cast::Ana, &format!("{waits}/authorisation"), &[]).await.expect(403);
    assert!(town.get(Cast::Tova, "/approvals").await.expect(200).shows(&waits));
    assert!(town.post(Cast::Tova, &format!("{waits}/denial"), &[]).await.expect(422).shows("reason-fault"));
    town.post(Cast::Tova, &format!("{waits}/authorisation"), &[]).await.expect(303);
    assert_eq!(account(&town, Cast::Ben).1, 3_000);
    assert!(town.get(Cast::Ana, &format!("/transfers/{id}")).await.expect(200).shows("A cart"));
    // Nobody gets round it by setting the amount aside.
    let fields = [("payee", ben.as_str()), ("amount", "30")];
    assert!(town.post(Cast::Ana, "/holds", &fields).await.expect(422).shows("need a second person"));
}

#[tokio::test]
async fn the_api_answers_what_waits_in_place_of_the_transfer() {
    let town = Town::new();
    second_person(&town, "20").await;
    let token = town.token(Cast::Ana, Scope::Pay);
    let body = json!({ "to": number(&town, Cast::Ben), "amount": "30.00", "description": "A cart" });
    let sent = town.api(&token, "/payments", Some(body)).await.expect(201).json();
    assert_eq!((sent["state"].as_str(), sent["decidable"].as_bool()), (Some("waiting"), Some(false)));
}

#[tokio::test]
async fn a_voucher_redeemed_twice_is_refused_with_when_and_by_whom() {
    let town = Town::new();
    let fields = [("amount", "12.50"), ("count", "2"), ("days", "30"), ("note", "Fair <3")];
    let sheet = place(town.post(Cast::Ana, "/vouchers", &fields).await.expect(303).location);
    let page = town.get(Cast::Ana, &sheet).await.expect(200);
    assert!(page.shows("<svg") && page.shows("12.50\u{a0}Ac") && page.shows("Fair &#60;3"));
    town.get(Cast::Ben, &sheet).await.expect(404);
    let token = town.token(Cast::Ana, Scope::Read);
    let listed = town.api(&token, "/vouchers", None).await.expect(200).json();
    let (code, signed) =
        (listed["vouchers"]["rows"][0]["code"].clone(), listed["vouchers"]["rows"][1]["token"].clone());
    let (code, signed) = (code.as_str().unwrap(), signed.as_str().unwrap());
    town.get(Stranger, &format!("/vouchers/redeem/{signed}")).await.expect(303);
    let look = town.get(Cast::Ben, &format!("/vouchers/redeem/{signed}")).await.expect(200);
    assert!(look.shows("Get 12.50\u{a0}Ac"));
    for text in [signed, code] {
        town.post(Cast::Ben, "/vouchers/redemption", &[("code", text)]).await.expect(303);
    }
    assert_eq!((account(&town, Cast::Ana).1, account(&town, Cast::Ben).1), (-2_500, 2_500));
    let again = town.post(Cast::Carla, "/vouchers/redemption", &[("code", code)]).await.expect(409);
    assert!(again.shows("was redeemed by Ben on") && again.shows("2026"), "{}", again.body);
    let check = town.get(Cast::Carla, "/vouchers/check").await.expect(200);
    assert!(check.shows("data-key=\"") && check.shows("payments"));
}

#[tokio::test]
async fn a_file_with_one_bad_line_names_it_and_the_good_ones_are_paid_alone() {
    let town = Town::new();
    let (ben, carla) = (number(&town, Cast::Ben), number(&town, Cast::Carla));
    let file = format!("payer,payee,description,amount\n,{ben},Bread,10\n,NOBODY,Jam,2\n,{carla},Eggs,3.50\n");
    let list = place(town.upload(Cast::Ana, "/batches/file", "file", file.as_bytes()).await.expect(303).location);
    let page = town.get(Cast::Ana, &list).await.expect(200);
    assert!(page.shows("Line 3: Nobody was found") && page.shows("13.50\u{a0}Ac"), "{}", page.body);
    town.get(Cast::Ben, &list).await.expect(404);
    let pay = format!("{list}/payment");
    assert!(town.post(Cast::Ana, &pay, &[]).await.expect(409).shows("Something is wrong with one line"));
    assert_eq!(account(&town, Cast::Ana).1, 0);
    town.post(Cast::Ana, &pay, &[("lines", "good")]).await.expect(303);
    assert_eq!((account(&town, Cast::Ana).1, account(&town, Cast::Ben).1), (-1_350, 1_000));
    let again = place(town.upload(Cast::Ana, "/batches/file", "file", file.as_bytes()).await.expect(303).location);
    assert!(town.get(Cast::Ana, &again).await.expect(200).shows("You paid exactly this list before"));
    let refused = town.post(Cast::Ana, &format!("{again}/payment"), &[("lines", "good")]).await.expect(409);
    assert!(refused.shows("Confirm it if it is to be paid again"));
    town.upload(Cast::Ana, "/batches/file", "file", b"a,b\n").await.expect(422);
}

#[tokio::test]
async fn rows_are_added_and_paid_without_a_script() {
    let town = Town::new();
    let (ben, carla) = (number(&town, Cast::Ben), number(&town, Cast::Carla));
    let mut fields = vec![("rows", "5"), ("payee_1", ben.as_str()), ("amount_1", "1"), ("more", "yes")];
    let more = town.post(Cast::Ana, "/batches", &fields).await.expect(200);
    assert!(more.shows("name=\"payee_15\"") && more.shows(&format!("value=\"{ben}\"")));
    fields.pop();
    fields[0] = ("rows", "15");
    fields.extend([("payee_12", carla.as_str()), ("amount_12", "2,50"), ("description_12", "Seeds")]);
    let list = place(town.post(Cast::Ana, "/batches", &fields).await.expect(303).location);
    town.post(Cast::Ana, &format!("{list}/payment"), &[]).await.expect(303);
    assert_eq!((account(&town, Cast::Ana).1, account(&town, Cast::Carla).1), (-350, 250));
    assert!(town.post(Cast::Ana, "/batches", &[("rows", "5")]).await.expect(422).shows("at least one row"));
}

#[tokio::test]
async fn a_payment_link_leads_to_one_payment() {
    let town = Town::new();
    let fields = [("amount", "4"), ("description", "Cider"), ("uses", "once")];
    let link = place(town.post(Cast::Ben, "/payment-links", &fields).await.expect(303).location);
    let page = town.get(Cast::Ben, &link).await.expect(200);
    assert!(page.shows("<svg"));
    let path = format!("/pay/{}", page.body.split("/pay/").nth(1).unwrap().split(['"', '<']).next().unwrap());
    town.get(Stranger, &path).await.expect(303);
    let look = town.get(Cast::Ana, &path).await.expect(200);
    assert!(look.shows("Pay Ben") && look.shows("Cider"));
    let id = hidden(&look, "id");
    for _ in 0..2 {
        let paid = town.post(Cast::Ana, &path, &[("id", &id)]).await.expect(303);
        assert_eq!(place(paid.location), format!("/transfers/{id}"));
    }
    assert_eq!(account(&town, Cast::Ben).1, 400);
    assert!(town.post(Cast::Carla, &path, &[]).await.expect(409).shows("used already"));
    town.get(Cast::Ana, "/pay/00000000").await.expect(404);
}

#[tokio::test]
async fn an_order_is_made_rests_goes_on_and_ends() {
    let town = Town::new();
    let ben = number(&town, Cast::Ben);
    let fields = [("payee", ben.as_str()), ("amount", "10"), ("start", "2026-03-05"), ("every", "monthly")];
    let order = place(town.post(Cast::Ana, "/payment-orders", &fields).await.expect(303).location);
    assert!(town.get(Cast::Ana, &order).await.expect(200).shows("Every month"));
    town.get(Cast::Ben, &order).await.expect(404);
    for verb in ["pause", "continuation", "early-payment", "skip"] {
        town.post(Cast::Ana, &format!("{order}/{verb}"), &[]).await.expect(303);
    }
    assert_eq!(account(&town, Cast::Ben).1, 1_000);
    town.post(Cast::Ana, &format!("{order}/cancellation"), &[]).await.expect(303);
    assert!(town.post(Cast::Ana, &format!("{order}/pause"), &[]).await.expect(409).shows("is over"));
    let late = [("payee", ben.as_str()), ("amount", "10"), ("start", "2026-02-01")];
    let late = town.post(Cast::Ana, "/payment-orders", &late).await.expect(422);
    assert!(late.shows("start-fault") && late.shows("value=\"2026-02-01\""));
}

#[tokio::test]
async fn what_is_kept_for_a_newcomer_is_seen_by_a_stranger_and_taken_by_a_member() {
    let town = Town::new();
    let fields = [("name", "Inti"), ("contact", "inti@elsewhere.example"), ("amount", "5")];
    let claim = place(town.post(Cast::Ana, "/claims", &fields).await.expect(303).location);
    let page = town.get(Cast::Ana, &claim).await.expect(200);
    let path = format!("/claim/{}", page.body.split("/claim/").nth(1).unwrap().split(['"', '<']).next().unwrap());
    let seen = town.get(Stranger, &path).await.expect(200);
    assert!(seen.shows("Ana keeps for you") && seen.shows("Ask to join") && !seen.shows("inti@"));
    town.post(Stranger, &path, &[]).await.expect(303);
    assert!(town.get(Cast::Carla, "/admin/claims").await.expect(200).shows("Inti"));
    town.post(Cast::Ben, &path, &[]).await.expect(303);
    assert_eq!(account(&town, Cast::Ben).1, 500);
    assert!(town.post(Cast::Carla, &path, &[]).await.expect(409).shows("took this already"));
}

#[tokio::test]
async fn automatic_answers_are_off_explained_and_the_payers_own() {
    let town = Town::new();
    let page = town.get(Cast::Ana, "/requests/auto-accept").await.expect(200);
    assert!(page.shows("Off until you choose"));
    let ben = number(&town, Cast::Ben);
    town.post(Cast::Ana, "/requests/auto-accept", &[("days", "7"), ("trusted", &ben)]).await.expect(303);
    let token = town.token(Cast::Ana, Scope::Read);
    let chosen = town.api(&token, "/requests/auto-accept", None).await.expect(200).json();
    assert_eq!((chosen["days"].as_u64(), chosen["trusted"][0]["name"].as_str()), (Some(7), Some("Ben")));
    let wrong = town.post(Cast::Ana, "/requests/auto-accept", &[("trusted", "NOBODY")]).await.expect(422);
    assert!(wrong.shows("Nobody has the number NOBODY"));
    let theirs = [("account", number(&town, Cast::Ana)), ("days", "1".to_owned())];
    let theirs = theirs.each_ref().map(|(name, value)| (*name, value.as_str()));
    town.post(Cast::Carla, "/requests/auto-accept", &theirs).await.expect(403);
}

#[tokio::test]
async fn every_way_has_its_page() {
    let town = Town::new();
    let pages = [
        "/payments/ways",
        "/approvals",
        "/vouchers",
        "/vouchers/new",
        "/vouchers/redeem",
        "/vouchers/check",
        "/batches",
        "/batches/new",
        "/payment-orders",
        "/payment-orders/new",
        "/payment-links",
        "/payment-links/new",
        "/claims",
        "/claims/new",
        "/payments/card",
        "/payments/slips",
    ];
    for page in pages {
        town.get(Cast::Ana, page).await.expect(200);
    }
    town.get(Cast::Carla, "/admin/members/cards").await.expect(200);
    town.get(Cast::Ana, "/admin/members/cards").await.expect(403);
}
