//! Limits of four kinds through the pages: set, looked at before they are saved, explained, gone beyond.

use ayni_kernel::testing::Cast;

use super::{
    bench::Town,
    ledger::{account, number, pay},
};

#[tokio::test]
async fn a_warning_limit_is_seen_by_both_sides_and_the_office() {
    let town = Town::new();
    let id = account(&town, Cast::Ana).0;
    let page = format!("/admin/accounts/{id}/limits");
    assert!(town.get(Cast::Tova, &page).await.expect(200).shows("Payments beyond it go through"));
    let fields = [("kind", "warn"), ("lower", "-10"), ("upper", ""), ("reason", "Trusted")];
    town.post(Cast::Tova, &page, &fields).await.expect(303);
    assert!(town.get(Cast::Tova, &page).await.expect(200).shows("The limits warn"));
    let receipt = pay(&town, Cast::Ana, Cast::Ben, "150", "Wood").await;
    for who in [Cast::Ana, Cast::Ben, Cast::Tova] {
        assert!(town.get(who, &receipt).await.expect(200).shows("Beyond a limit that warns"));
    }
    let all = town.get(Cast::Tova, "/admin/breaches").await.expect(200);
    assert!(all.shows("Ana") && all.shows("150.00"), "{}", all.body);
    town.get(Cast::Ana, "/admin/breaches").await.expect(403);
    assert!(town.get(Cast::Ana, "/wallet").await.expect(200).shows("The limits warn and do not stop payments"));
}

#[tokio::test]
async fn a_formula_is_explained_with_ones_own_numbers() {
    let town = Town::new();
    let id = account(&town, Cast::Ana).0;
    let page = format!("/admin/accounts/{id}/limits");
    let wrong = [("kind", "formula"), ("formula", "received *"), ("reason", "By rule")];
    let again = town.post(Cast::Tova, &page, &wrong).await.expect(422);
    assert!(again.shows("makes no sense from character") && again.shows("value=\"received *\""));
    let right = [("kind", "formula"), ("formula", "5 + received * 50%"), ("reason", "By rule")];
    town.post(Cast::Tova, &page, &right).await.expect(303);
    pay(&town, Cast::Ben, Cast::Ana, "20", "Eggs").await;
    let wallet = town.get(Cast::Ana, "/wallet").await.expect(200);
    assert!(wallet.shows("5 + 20.00 × 50 %") && wallet.shows("15.00"), "{}", wallet.body);
}

#[tokio::test]
async fn default_limits_are_looked_at_before_they_are_saved() {
    let town = Town::new();
    let currency = town.community.read(ayni_ledger::main_currency).unwrap().id;
    let page = format!("/admin/currencies/{currency}/limits");
    pay(&town, Cast::Ben, Cast::Ana, "20", "Eggs").await;
    pay(&town, Cast::Carla, Cast::Ana, "20", "Eggs").await;
    let growing = [
        ("kind", "growing"),
        ("lower", "-10"),
        ("share", "50"),
        ("cap", "25"),
        ("partners", "2"),
        ("reason", "Assembly"),
    ];
    let look = [&growing[..], &[("look", "yes")]].concat();
    let seen = town.post(Cast::Ada, &page, &look).await.expect(200);
    assert!(seen.shows("What it would mean") && seen.shows("\u{2212}25.00"), "{}", seen.body);
    assert!(seen.shows("may pay up to 10.00"));
    assert_eq!(town.community.read(|tx| ayni_ledger::default_kind(tx, currency)).unwrap().word(), "hard");
    town.post(Cast::Tova, &page, &growing).await.expect(403);
    town.post(Cast::Ada, &page, &growing).await.expect(303);
    let wallet = town.get(Cast::Ana, "/wallet").await.expect(200);
    assert!(wallet.shows("40.00") && wallet.shows("from 2 partners"), "{}", wallet.body);
    let none = [("kind", "hard"), ("lower", "0"), ("reason", "Strict"), ("look", "yes")];
    assert!(town.post(Cast::Ada, &page, &none).await.expect(200).shows("has to be a sale"));
}

#[tokio::test]
async fn one_payment_may_go_beyond_by_grant() {
    let town = Town::new();
    let id = account(&town, Cast::Ana).0;
    let grants = format!("/admin/accounts/{id}/grants");
    let ask = [("once", "-200"), ("expires", "2026-03-05"), ("why", "Roof repair")];
    town.post(Cast::Tova, &grants, &ask).await.expect(403);
    let high = [("once", "-50"), ("expires", "2026-03-05"), ("why", "Roof repair")];
    assert!(town.post(Cast::Ada, &grants, &high).await.expect(422).shows("below the limit of the account"));
    town.post(Cast::Ada, &grants, &ask).await.expect(303);
    assert!(town.get(Cast::Ana, "/wallet").await.expect(200).shows("One payment may go down to"));
    let receipt = pay(&town, Cast::Ana, Cast::Ben, "180", "Roof").await;
    assert!(town.get(Cast::Ben, &receipt).await.expect(200).shows("Granted by an admin"));
    let history = town.get(Cast::Ada, &format!("/admin/accounts/{id}/limits")).await.expect(200);
    assert!(history.shows("The granted payment was made") && history.shows("Roof repair"));
    let ben = number(&town, Cast::Ben);
    let again = town.post(Cast::Ana, "/pay", &[("payee", ben.as_str()), ("amount", "1")]).await.expect(422);
    assert!(again.shows("lower limit"));
}

#[tokio::test]
async fn a_reversal_beyond_limits_shows_who_and_how_far() {
    let town = Town::new();
    let gift = pay(&town, Cast::Ana, Cast::Ben, "90", "Gift").await;
    pay(&town, Cast::Ben, Cast::Carla, "150", "Bike").await;
    let page = town.get(Cast::Tova, &gift).await.expect(200);
    assert!(page.shows("Taking this back breaks limits") && page.shows("50.00") && page.shows("name=\"beyond\""));
    assert!(!town.get(Cast::Ana, &gift).await.expect(200).shows("Taking this back"));
    town.post(Cast::Tova, &format!("{gift}/reversal"), &[("reason", "Mistake")]).await.expect(409);
    let consent = [("reason", "Mistake"), ("beyond", "yes")];
    town.post(Cast::Tova, &format!("{gift}/reversal"), &consent).await.expect(303);
    assert!(town.get(Cast::Tova, "/admin/breaches").await.expect(200).shows("Taken back with consent"));
}
