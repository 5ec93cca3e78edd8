//! Amounts set aside: paid, collected in part, released, expired; and who sees them.

use ayni_kernel::testing::Cast;
use ayni_ledger::Account;
use ayni_users::Scope;
use serde_json::json;

use super::{
    bench::{Stranger, Town},
    ledger::number,
};

/// Somebody's account.
fn purse(town: &Town, cast: Cast) -> Account {
    let (me, member) = (town.actor(cast), town.resident(cast).member);
    town.community.read(|tx| ayni_ledger::accounts_of(tx, &me, member)).unwrap()[0].clone()
}

/// What somebody holds and what may still be spent of it, in minor units.
fn sums(town: &Town, cast: Cast) -> (i64, i64) {
    let account = purse(town, cast);
    (account.balance().minor(), account.available().unwrap().minor())
}

/// Ana sets an amount aside for Ben through the pages; gives its address.
async fn set_aside(town: &Town, amount: &str, days: &str) -> String {
    let ben = number(town, Cast::Ben);
    let fields = [("payee", ben.as_str()), ("amount", amount), ("description", "A ladder"), ("days", days)];
    let reply = town.post(Cast::Ana, "/holds", &fields).await.expect(303);
    reply.location.unwrap().strip_suffix("?said=ledger-said-hold-placed").unwrap().to_owned()
}

#[tokio::test]
async fn what_is_set_aside_cannot_be_spent_until_a_part_is_collected() {
    let town = Town::new();
    let hold = set_aside(&town, "70", "").await;
    assert_eq!((sums(&town, Cast::Ana), sums(&town, Cast::Ben)), ((0, 3_000), (0, 10_000)));
    let wallet = town.get(Cast::Ana, "/wallet").await.expect(200);
    assert!(wallet.shows("70.00\u{a0}Ac is set aside.") && wallet.shows(&hold) && wallet.shows("to be paid"));
    assert!(town.get(Cast::Ben, "/wallet").await.expect(200).shows("to come in"));
    assert!(!town.get(Cast::Carla, "/wallet").await.expect(200).shows("A ladder"));
    let ben = number(&town, Cast::Ben);
    let fields = [("payee", ben.as_str()), ("amount", "30.01")];
    assert!(town.post(Cast::Ana, "/pay", &fields).await.expect(422).shows("At most 30.00\u{a0}Ac can be paid now"));

    let posting = format!("{hold}/posting");
    let mine = town.get(Cast::Ana, &hold).await.expect(200);
    assert!(
        mine.shows("You set this aside for Ben") && mine.shows(&posting) && !mine.shows(&format!("{hold}/voiding"))
    );
    let theirs = town.get(Cast::Ben, &hold).await.expect(200);
    assert!(theirs.shows("Ana set this aside for you") && theirs.shows(&format!("{hold}/voiding")));
    let more = town.post(Cast::Ben, &posting, &[("amount", "70.01")]).await.expect(422);
    assert!(more.shows("At most 70.00\u{a0}Ac was set aside.") && more.shows("value=\"70.01\""), "{}", more.body);
    assert!(more.shows("<details class=\"part\" open>"), "the faulty field is seen");

    let receipt = town.post(Cast::Ben, &posting, &[("amount", "50")]).await.expect(303).location.unwrap();
    assert!(town.get(Cast::Ana, &receipt).await.expect(200).shows("You paid Ben"));
    assert_eq!((sums(&town, Cast::Ana), sums(&town, Cast::Ben)), ((-5_000, 5_000), (5_000, 15_000)));
    let done = town.get(Cast::Ana, &hold).await.expect(200);
    assert!(done.shows("badge ok") && done.shows("50.00\u{a0}Ac") && !done.shows(&posting));
    assert!(!town.get(Cast::Ana, "/wallet").await.expect(200).shows("is set aside."));
    let again = town.post(Cast::Ana, &posting, &[]).await.expect(409);
    assert!(again.shows("paid or released already"), "{}", again.body);
}

#[tokio::test]
async fn the_payer_pays_all_of_it_and_only_the_payee_releases() {
    let town = Town::new();
    let hold = set_aside(&town, "20", "").await;
    town.post(Cast::Ana, &format!("{hold}/voiding"), &[]).await.expect(403);
    town.post(Cast::Ana, &format!("{hold}/posting"), &[]).await.expect(303);
    assert_eq!(sums(&town, Cast::Ana), (-2_000, 8_000));

    let hold = set_aside(&town, "30", "").await;
    assert_eq!(sums(&town, Cast::Ana), (-2_000, 5_000));
    let reply = town.post(Cast::Ben, &format!("{hold}/voiding"), &[]).await;
    reply.leads_to(&format!("{hold}?said=ledger-said-hold-released"));
    assert_eq!(sums(&town, Cast::Ana), (-2_000, 8_000));
    assert!(town.get(Cast::Ana, &hold).await.expect(200).shows("Released"));
    town.post(Cast::Ben, &format!("{hold}/voiding"), &[]).await.expect(409);
}

#[tokio::test]
async fn others_see_nothing_of_it() {
    let town = Town::new();
    let ana = number(&town, Cast::Ana);
    // Carla, the steward, and Tova, the treasurer, look after accounts; to everybody else it is not there.
    let fields = [("payee", ana.as_str()), ("amount", "5"), ("description", "Seeds")];
    let place = town.post(Cast::Tova, "/holds", &fields).await.expect(303);
    let hold = place.location.unwrap().split('?').next().unwrap().to_owned();
    town.get(Stranger, &hold).await.expect(303);
    for page in [hold.clone(), "/holds/00000000-0000-7000-8000-000000000000".to_owned()] {
        town.get(Cast::Ben, &page).await.expect(404);
        town.post(Cast::Ben, &format!("{page}/posting"), &[]).await.expect(404);
        town.post(Cast::Ben, &format!("{page}/voiding"), &[]).await.expect(404);
    }
    let aside = town.get(Cast::Carla, &hold).await.expect(200);
    assert!(aside.shows("Tova set this aside for Ana"), "{}", aside.body);
    let theft = [("from", ana.as_str()), ("payee", "Ben"), ("amount", "1")];
    town.post(Cast::Ben, "/holds", &theft).await.expect(403);
    assert_eq!(sums(&town, Cast::Ana), (0, 10_000));
}

#[tokio::test]
async fn what_nobody_collects_expires() {
    let town = Town::new();
    let hold = set_aside(&town, "40", "3").await;
    let usual = set_aside(&town, "10", "").await;
    town.clock.turn(3 * 86_400);
    assert!(town.get(Cast::Ana, &hold).await.expect(200).shows("Expired"), "even before the job came by");
    assert!(town.post(Cast::Ben, &format!("{hold}/posting"), &[]).await.expect(409).shows("has expired"));
    let expire = |expected: usize| {
        let done = town.community.write(|tx| ayni_ledger::expire_due(tx, 10)).unwrap();
        assert_eq!(done, expected);
    };
    expire(1);
    assert_eq!(sums(&town, Cast::Ana), (0, 9_000));
    let wallet = town.get(Cast::Ana, "/wallet").await.expect(200);
    assert!(!wallet.shows(&hold) && wallet.shows(&usual));
    town.clock.turn(11 * 86_400);
    expire(1);
    assert_eq!(sums(&town, Cast::Ana), (0, 10_000));
    let audit = town.community.read(ayni_ledger::audit).unwrap();
    assert!(audit.is_empty(), "{audit:?}");
}

#[tokio::test]
async fn the_form_is_filled_in_from_the_payment_form_and_keeps_what_was_typed() {
    let town = Town::new();
    let ben = number(&town, Cast::Ben);
    let pay = town.get(Cast::Ana, &format!("/pay?payee={ben}&amount=12.50&description=Bread")).await.expect(200);
    let link = pay.body.split("href=\"").find(|rest| rest.starts_with("/holds/new?")).unwrap();
    let link = link.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
    let form = town.get(Cast::Ana, &link).await.expect(200);
    assert!(form.shows("Ben") && form.shows("value=\"12.50\"") && form.shows("value=\"Bread\""), "{}", form.body);
    assert!(form.shows("14 days if you leave this empty"));

    let wrong = [("payee", "nobody at all"), ("amount", "much"), ("days", "366")];
    let reply = town.post(Cast::Ana, "/holds", &wrong).await.expect(422);
    assert!(reply.shows("id=\"to-fault\"") && reply.shows("id=\"amount-fault\"") && reply.shows("1 to 365 days"));
    assert!(reply.shows("value=\"nobody at all\"") && reply.shows("value=\"much\"") && reply.shows("value=\"366\""));
    let large = [("payee", ben.as_str()), ("amount", "100.01")];
    let reply = town.post(Cast::Ana, "/holds", &large).await.expect(422);
    assert!(reply.shows("At most 100.00\u{a0}Ac can be paid now"));
    assert_eq!(town.get(Cast::Ben, &format!("/holds/new?from={}", number(&town, Cast::Ana))).await.status, 403);
}

#[tokio::test]
async fn programs_set_aside_and_pay_too() {
    let town = Town::new();
    let (ana, ben) = (town.token(Cast::Ana, Scope::Pay), town.token(Cast::Ben, Scope::Pay));
    let body = json!({"to": number(&town, Cast::Ben), "amount": "9.00", "description": "Jam", "days": "2"});
    let hold = town.api(&ana, "/holds", Some(body)).await.expect(201).json();
    assert_eq!(
        (&hold["state"], &hold["payable"], &hold["releasable"]),
        (&json!("pending"), &json!(true), &json!(false))
    );
    let path = format!("/holds/{}", hold["id"].as_str().unwrap());
    let seen = town.api(&ben, &path, None).await.expect(200).json();
    assert_eq!((&seen["side"], &seen["hold"]["releasable"]), (&json!("received"), &json!(true)));
    let wallet = town.api(&ben, "/wallet", None).await.expect(200).json();
    assert_eq!(wallet["holds"][0]["id"], hold["id"]);
    let paid = town.api(&ben, &format!("{path}/posting"), Some(json!({"amount": "8.00"}))).await.expect(201).json();
    assert_eq!((&paid["kind"], &paid["amount"]["amount"]), (&json!("hold"), &json!("8.00")));
    let seen = town.api(&ana, &path, None).await.expect(200).json()["hold"].clone();
    assert_eq!((&seen["state"], &seen["paid"]["amount"]), (&json!("posted"), &json!("8.00")));
    assert_eq!(seen["transfer"], paid["id"]);
    let reader = town.token(Cast::Ana, Scope::Read);
    town.api(&reader, "/holds", Some(json!({}))).await.expect(403);
    assert_eq!(sums(&town, Cast::Ana), (-800, 9_200));
}
