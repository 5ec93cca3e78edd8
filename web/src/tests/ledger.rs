//! Paying, asking, looking back, and the office's corner of the ledger.

use ayni_kernel::{AccountId, testing::Cast};
use ayni_users::Scope;
use serde_json::json;

use super::bench::{Reply, Stranger, Town};

/// Somebody's member number.
pub(super) fn number(town: &Town, cast: Cast) -> String {
    let member = town.resident(cast).member;
    town.community.read(|tx| Ok(ayni_members::name_of(tx, member)?.number.to_string())).unwrap()
}

/// Somebody's account and what it holds, in minor units.
pub(super) fn account(town: &Town, cast: Cast) -> (AccountId, i64) {
    let (me, member) = (town.actor(cast), town.resident(cast).member);
    let accounts = town.community.read(|tx| ayni_ledger::accounts_of(tx, &me, member)).unwrap();
    (accounts[0].id, accounts[0].balance().minor())
}

/// The value of a hidden field.
pub(super) fn hidden(page: &Reply, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    page.body.split_once(&start).unwrap().1.split('"').next().unwrap().to_owned()
}

/// Pays through the pages and gives the address of the receipt.
pub(super) async fn pay(town: &Town, from: Cast, to: Cast, amount: &str, what: &str) -> String {
    let (payee, id) = (number(town, to), fresh(town).await);
    let fields = [("id", id.as_str()), ("to", &payee), ("amount", amount), ("description", what)];
    let reply = town.post(from, "/payments", &fields).await.expect(303);
    reply.location.unwrap().strip_suffix("?said=ledger-said-paid").unwrap().to_owned()
}

/// An id for a payment, as the confirmation page makes it.
async fn fresh(town: &Town) -> String {
    let payee = number(town, Cast::Carla);
    let page = town.post(Cast::Ana, "/pay", &[("payee", payee.as_str()), ("amount", "0.01")]).await.expect(200);
    hidden(&page, "id")
}

/// Asks for a payment through the pages and gives the address of the request.
async fn ask(town: &Town, asking: Cast, asked: Cast, amount: &str) -> String {
    let (id, payer) = (hidden(&town.get(asking, "/requests/new").await.expect(200), "id"), number(town, asked));
    let fields = [("id", id.as_str()), ("payer", &payer), ("amount", amount), ("description", "Mending")];
    let reply = town.post(asking, "/requests", &fields).await.expect(303);
    reply.location.unwrap().strip_suffix("?said=ledger-said-asked").unwrap().to_owned()
}

#[tokio::test]
async fn a_payment_is_looked_at_then_paid_and_stands_in_both_statements() {
    let town = Town::new();
    let ben = number(&town, Cast::Ben);
    let form = town.get(Cast::Ana, &format!("/pay?payee={ben}")).await.expect(200);
    assert!(form.shows("Ben") && form.shows("data-balance=\"0\"") && form.shows("data-lower=\"-10000\""));

    let typed = [("payee", ben.as_str()), ("amount", "12,5"), ("description", "Bread & butter")];
    let look = town.post(Cast::Ana, "/pay", &typed).await.expect(200);
    assert!(look.shows("12.50\u{a0}Ac") && look.shows("\u{2212}12.50\u{a0}Ac"), "amount and balance afterwards");
    assert_eq!(account(&town, Cast::Ana).1, 0, "nothing has moved yet");

    let fields = ["id", "from", "to", "amount"].map(|name| (name, hidden(&look, name)));
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let shown = hidden(&look, "description");
    assert_eq!(shown, "Bread &#38; butter");
    let fields = [fields[0], fields[1], fields[2], fields[3], ("description", "Bread & butter")];
    let receipt = town.post(Cast::Ana, "/payments", &fields).await.expect(303).location.unwrap();
    assert!(town.get(Cast::Ana, &receipt).await.expect(200).shows("You paid Ben"));
    assert!(town.get(Cast::Ben, &receipt).await.expect(200).shows("Ana paid you"));

    let again = town.post(Cast::Ana, "/payments", &fields).await.expect(303).location.unwrap();
    assert_eq!(again, receipt, "sent twice, paid once");
    assert_eq!((account(&town, Cast::Ana).1, account(&town, Cast::Ben).1), (-1_250, 1_250));
    let wallet = town.get(Cast::Ana, "/wallet").await.expect(200);
    assert!(wallet.shows("\u{2212}12.50\u{a0}Ac") && wallet.shows("Bread &#38; butter") && wallet.shows("Today"));
    assert!(town.get(Cast::Ben, "/wallet").await.expect(200).shows("+12.50\u{a0}Ac"));

    let other = [fields[0], fields[1], fields[2], ("amount", "13"), fields[4]];
    assert!(town.post(Cast::Ana, "/payments", &other).await.expect(409).shows("used for something else"));
}

#[tokio::test]
async fn links_from_other_pages_fill_the_forms_in() {
    let town = Town::new();
    let (ana, ben) = (number(&town, Cast::Ana), number(&town, Cast::Ben));
    let pay = format!("/pay?payee={ben}&description=Bread%20%26%20butter&amount=12.50");
    let pay = town.get(Cast::Ana, &pay).await.expect(200);
    assert_eq!(hidden(&pay, "to"), account(&town, Cast::Ben).0.to_string());
    assert!(pay.shows("value=\"Bread &#38; butter\"") && pay.shows("value=\"12.50\""), "{}", pay.body);
    let ask = town.get(Cast::Ana, &format!("/requests/new?payer={ben}")).await.expect(200);
    assert_eq!(hidden(&ask, "from"), account(&town, Cast::Ben).0.to_string());
    let behalf = town.get(Cast::Carla, &format!("/pay?from={ana}")).await.expect(200);
    assert_eq!(hidden(&behalf, "from"), account(&town, Cast::Ana).0.to_string());
    town.get(Cast::Ben, &format!("/pay?from={ana}")).await.expect(403);
    let nobody = town.get(Cast::Ana, "/pay?payee=NOBODY").await.expect(200);
    assert!(nobody.shows("value=\"NOBODY\""), "whoever cannot be found stays as typed");
}

#[tokio::test]
async fn a_payment_beyond_the_limit_says_how_much_is_possible_and_keeps_what_was_typed() {
    let town = Town::new();
    pay(&town, Cast::Ana, Cast::Ben, "40", "Apples").await;
    let ben = number(&town, Cast::Ben);
    let fields = [("payee", ben.as_str()), ("amount", "60.01"), ("description", "A cart <wood>")];
    for door in ["/pay", "/payments"] {
        let reply = town.post(Cast::Ana, door, &fields).await.expect(422);
        assert!(reply.shows("At most 60.00\u{a0}Ac can be paid now"), "{}", reply.body);
        assert!(reply.shows("value=\"60.01\"") && reply.shows("A cart &#60;wood&#62;") && reply.shows("Ben"));
        assert!(reply.shows("id=\"amount-fault\"") && reply.shows("aria-invalid=\"true\""));
    }
    assert_eq!(account(&town, Cast::Ana).1, -4_000);

    let wrong = [("payee", "nobody at all"), ("amount", "much")];
    let reply = town.post(Cast::Ana, "/pay", &wrong).await.expect(422);
    assert!(reply.shows("id=\"to-fault\"") && reply.shows("id=\"amount-fault\""), "all faults at once");
    assert!(reply.shows("value=\"nobody at all\"") && reply.shows("value=\"much\""));
}

#[tokio::test]
async fn a_request_is_accepted_once() {
    let town = Town::new();
    let request = ask(&town, Cast::Ben, Cast::Ana, "7.25").await;
    let waiting = town.get(Cast::Ana, "/requests").await.expect(200);
    assert!(
        waiting.shows("7.25\u{a0}Ac") && waiting.shows("Mending") && waiting.shows(&format!("{request}/acceptance"))
    );
    assert!(town.get(Cast::Ben, "/requests?show=sent").await.expect(200).shows(&format!("{request}/withdrawal")));
    town.get(Cast::Tova, &request).await.expect(200);

    town.post(Cast::Ben, &format!("{request}/acceptance"), &[]).await.expect(403);
    let paid = town.post(Cast::Ana, &format!("{request}/acceptance"), &[]).await.expect(303).location.unwrap();
    let again = town.post(Cast::Ana, &format!("{request}/acceptance"), &[]).await.expect(303).location.unwrap();
    assert_eq!(paid, again);
    assert_eq!((account(&town, Cast::Ana).1, account(&town, Cast::Ben).1), (-725, 725));
    assert!(town.get(Cast::Ana, "/requests").await.expect(200).shows("Nothing is waiting"));
    assert!(town.get(Cast::Ben, &request).await.expect(200).shows("badge ok"));
}

#[tokio::test]
async fn a_request_is_declined_withdrawn_or_too_large() {
    let town = Town::new();
    let declined = ask(&town, Cast::Ben, Cast::Ana, "5").await;
    let reply = town.post(Cast::Ana, &format!("{declined}/rejection"), &[]).await;
    reply.leads_to("/requests?said=ledger-said-rejected");
    let late = town.post(Cast::Ana, &format!("{declined}/acceptance"), &[]).await.expect(409);
    assert!(late.shows("answered or withdrawn already"));

    let withdrawn = ask(&town, Cast::Ben, Cast::Ana, "6").await;
    town.post(Cast::Ana, &format!("{withdrawn}/withdrawal"), &[]).await.expect(403);
    let reply = town.post(Cast::Ben, &format!("{withdrawn}/withdrawal"), &[]).await;
    reply.leads_to("/requests?show=sent&said=ledger-said-withdrawn");

    let large = ask(&town, Cast::Ben, Cast::Ana, "100.01").await;
    let reply = town.post(Cast::Ana, &format!("{large}/acceptance"), &[]).await.expect(422);
    assert!(reply.shows("At most 100.00\u{a0}Ac can be paid now") && reply.shows(&format!("{large}/rejection")));
    assert_eq!(account(&town, Cast::Ana).1, 0);
}

#[tokio::test]
async fn a_treasurer_takes_a_payment_back_once() {
    let town = Town::new();
    let receipt = pay(&town, Cast::Ana, Cast::Ben, "30", "Twice by mistake").await;
    assert!(!town.get(Cast::Ana, &receipt).await.expect(200).shows("/reversal"));
    town.post(Cast::Ana, &format!("{receipt}/reversal"), &[("reason", "mine")]).await.expect(403);
    assert!(town.get(Cast::Tova, &receipt).await.expect(200).shows(&format!("{receipt}/reversal")));

    let reason = [("reason", "Paid twice")];
    let reply = town.post(Cast::Tova, &format!("{receipt}/reversal"), &reason).await;
    reply.leads_to(&format!("{receipt}?said=ledger-said-reversed"));
    assert_eq!((account(&town, Cast::Ana).1, account(&town, Cast::Ben).1), (0, 0));
    let again = town.post(Cast::Tova, &format!("{receipt}/reversal"), &reason).await.expect(409);
    assert!(again.body.contains("taken back already"), "{}", again.body);
    assert!(town.get(Cast::Ana, &receipt).await.expect(200).shows("This payment was taken back."));
    assert!(town.get(Cast::Ben, "/wallet").await.expect(200).shows("Paid twice"));
    for page in ["/", "/wallet"] {
        assert_eq!(town.get(Cast::Ana, page).await.expect(200).body.matches("row reversed").count(), 1, "{page}");
    }
    let token = town.token(Cast::Ana, Scope::Read);
    let rows = town.api(&token, "/wallet", None).await.expect(200).json()["statement"]["rows"].clone();
    assert!(rows[0]["reversed"].is_null(), "the reversal itself stands");
    assert_eq!(rows[1]["reversed"], rows[0]["transfer"]);
    let all = town.get(Cast::Tova, "/admin/transfers").await.expect(200);
    assert!(all.shows("class=\"reversed\"") && all.shows("Taken back"));
}

#[tokio::test]
async fn a_reversal_beyond_a_limit_must_be_confirmed() {
    let town = Town::new();
    let receipt = pay(&town, Cast::Ana, Cast::Ben, "80", "A table").await;
    pay(&town, Cast::Ben, Cast::Carla, "170", "A roof").await;
    let reversal = format!("{receipt}/reversal");
    let refused = town.post(Cast::Tova, &reversal, &[("reason", "Broken <leg>")]).await.expect(409);
    assert!(refused.shows("name=\"beyond\"") && refused.shows("value=\"Broken &#60;leg&#62;\""), "{}", refused.body);
    town.post(Cast::Tova, &reversal, &[("reason", "Broken"), ("beyond", "yes")]).await.expect(303);
    assert_eq!(account(&town, Cast::Ben).1, -17_000);
}

#[tokio::test]
async fn a_statement_is_searched_filtered_paged_and_kept_as_a_file() {
    let town = Town::new();
    for (amount, what) in [("1", "Apples"), ("2", "=HYPERLINK(1)"), ("3", "Pears")] {
        pay(&town, Cast::Ana, Cast::Ben, amount, what).await;
    }
    pay(&town, Cast::Ben, Cast::Ana, "4", "Change").await;
    let found = town.get(Cast::Ana, "/wallet?q=pears").await.expect(200);
    assert!(found.shows("Pears") && !found.shows("Apples"));
    let received = town.get(Cast::Ana, "/wallet?direction=in").await.expect(200);
    assert!(received.shows("Change") && !received.shows("Apples"));
    assert!(town.get(Cast::Ana, "/wallet?until=2026-02-28").await.expect(200).shows("Nothing found"));
    town.get(Cast::Ana, "/wallet?from=yesterday").await.expect(422);
    town.get(Cast::Ana, "/wallet?direction=up").await.expect(422);

    let first = town.get(Cast::Ana, "/wallet?limit=3").await.expect(200);
    assert!(first.shows("Change") && !first.shows("Apples") && first.shows("rel=\"next\""));
    let token = town.token(Cast::Ana, Scope::Read);
    let page = town.api(&token, "/wallet?limit=3", None).await.expect(200).json();
    let next = page["statement"]["next"].as_str().unwrap().to_owned();
    let rest = town.api(&token, &format!("/wallet?limit=3&after={next}"), None).await.expect(200).json();
    assert_eq!(rest["statement"]["rows"][0]["description"], "Apples");
    assert!(rest["statement"]["next"].is_null());

    let file =
        town.get(Cast::Ana, &format!("/accounts/{}/statement.csv", account(&town, Cast::Ana).0)).await.expect(200);
    let lines: Vec<_> = file.body.lines().collect();
    assert_eq!(lines.len(), 5);
    assert!(lines[0].starts_with("Date,Number,Reference,With"), "{}", lines[0]);
    assert!(lines[1].contains(",Change,,4.00,-2.00,Ac"), "{}", lines[1]);
    assert!(file.body.contains("'=HYPERLINK(1)"), "no formula for the spreadsheet");
    assert!(file.headers["content-disposition"].to_str().unwrap().contains("-statement.csv"));
}

#[tokio::test]
async fn nobody_sees_the_account_of_another() {
    let town = Town::new();
    let receipt = pay(&town, Cast::Ana, Cast::Ben, "3", "Secret seeds").await;
    let ana = account(&town, Cast::Ana).0;
    for page in
        [format!("/accounts/{ana}"), format!("/accounts/{ana}/statement.csv"), format!("/admin/accounts/{ana}/limits")]
    {
        let reply = town.get(Cast::Ben, &page).await;
        assert!(matches!(reply.status.as_u16(), 403 | 404) && !reply.shows("Secret"), "{page}: {}", reply.status);
        town.get(Stranger, &page).await.expect(303);
    }
    town.get(Cast::Carla, &format!("/accounts/{ana}")).await.expect(200);
    let from = [("from", ana.to_string()), ("to", number(&town, Cast::Ben)), ("amount", "1".to_owned())];
    let from: Vec<_> = from.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let theft = town.post(Cast::Ben, "/payments", &from).await;
    assert!(matches!(theft.status.as_u16(), 403 | 404), "{}", theft.status);
    let behalf = town.post(Cast::Carla, "/payments", &from).await.expect(303).location.unwrap();
    assert!(town.get(Cast::Ana, &behalf).await.expect(200).shows("by Carla"));
    let strange = ayni_kernel::AccountId::from_bytes([9; 16]);
    town.get(Cast::Ben, &format!("/accounts/{strange}")).await.expect(404);
    town.get(Cast::Carla, &receipt).await.expect(200);
}

#[tokio::test]
async fn a_treasurer_sets_limits_and_everybody_can_read_why() {
    let town = Town::new();
    let ana = account(&town, Cast::Ana).0;
    let page = format!("/admin/accounts/{ana}/limits");
    town.get(Cast::Carla, &page).await.expect(403);
    assert!(town.get(Cast::Tova, &page).await.expect(200).shows("value=\"-100.00\""));

    let wrong = [("lower", "-5,555.55"), ("upper", "-6000"), ("reason", "")];
    let reply = town.post(Cast::Tova, &page, &wrong).await.expect(422);
    assert!(
        reply.shows("value=\"-5,555.55\"") && reply.shows("id=\"upper-fault\"") && reply.shows("id=\"reason-fault\"")
    );

    let fields = [("lower", "-250"), ("upper", ""), ("reason", "Market stall")];
    town.post(Cast::Carla, &page, &fields).await.expect(403);
    town.post(Cast::Tova, &page, &fields).await.leads_to(&format!("{page}?said=ledger-said-limits"));
    let after = town.get(Cast::Tova, &page).await.expect(200);
    assert!(after.shows("Market stall") && after.shows("Tova") && after.shows("\u{2212}250.00\u{a0}Ac"));
    assert!(town.get(Cast::Ana, "/wallet").await.expect(200).shows("You can spend up to 250.00\u{a0}Ac"));
}

#[tokio::test]
async fn an_admin_makes_and_changes_currencies() {
    let town = Town::new();
    let new = [
        ("code", "HOUR"),
        ("name", "hour"),
        ("plural", "hours"),
        ("symbol", "h"),
        ("scale", "1"),
        ("kind", "time"),
        ("lower", "-10"),
        ("upper", ""),
        ("days", "14"),
    ];
    town.get(Cast::Ana, "/admin/currencies").await.expect(403);
    town.post(Cast::Tova, "/admin/currencies", &new).await.expect(403);
    let wrong = [("code", "HOUR"), ("scale", "9"), ("kind", "gold"), ("days", "")];
    let reply = town.post(Cast::Ada, "/admin/currencies", &wrong).await.expect(422);
    assert!(["name", "scale", "kind"].iter().all(|field| reply.shows(&format!("id=\"{field}-fault\""))));
    town.post(Cast::Ada, "/admin/currencies", &new).await.leads_to("/admin/currencies?said=ledger-said-currency-made");
    let list = town.get(Cast::Tova, "/admin/currencies").await.expect(200);
    assert!(list.shows("hours") && list.shows("acorns") && !list.shows("name=\"scale\""));

    let wallet = town.get(Cast::Ana, "/wallet").await.expect(200);
    assert!(wallet.shows("hours") && wallet.shows("0.0\u{a0}h"), "every member has an account in it");
    let id = town.community.read(|tx| Ok(ayni_ledger::currencies(tx)?[1].id)).unwrap();
    let change = [("name", "hour"), ("plural", "hours of help"), ("symbol", "h"), ("days", "7")];
    town.post(Cast::Ada, &format!("/admin/currencies/{id}"), &change).await.expect(303);
    assert!(town.get(Cast::Tova, &format!("/admin/currencies/{id}")).await.expect(200).shows("hours of help"));
}

#[tokio::test]
async fn programs_pay_with_a_token_that_may() {
    let town = Town::new();
    let id = fresh(&town).await;
    let body = json!({"id": id, "to": number(&town, Cast::Ben), "amount": "2.50", "description": "By machine"});
    town.api(&town.token(Cast::Ana, Scope::Read), "/payments", Some(body.clone())).await.expect(403);
    let token = town.token(Cast::Ana, Scope::Pay);
    let paid = town.api(&token, "/payments", Some(body.clone())).await.expect(201).json();
    assert_eq!(
        (&paid["id"], &paid["amount"]["amount"], &paid["payee"]["name"]),
        (&json!(id), &json!("2.50"), &json!("Ben"))
    );
    assert_eq!(town.api(&token, "/payments", Some(body)).await.expect(201).json(), paid, "idempotent");
    assert_eq!(account(&town, Cast::Ana).1, -250);

    let typed = json!({"to": number(&town, Cast::Ben), "amount": "2,5"});
    let problem = town.api(&token, "/payments", Some(typed)).await.expect(422);
    assert_eq!(problem.headers["content-type"], "application/problem+json");
    assert_eq!(problem.json()["errors"][0]["field"], "amount");
    let large = json!({"to": number(&town, Cast::Ben), "amount": "1000.00"});
    assert_eq!(
        town.api(&token, "/payments", Some(large)).await.expect(422).json()["errors"][0]["code"],
        "ledger-limit-lower"
    );
    town.api(&token, "/admin/transfers", None).await.expect(403);
}

#[tokio::test]
async fn spanish_readers_get_spanish_words_and_numbers() {
    let town = Town::new();
    pay(&town, Cast::Ana, Cast::Ben, "12.50", "Pan").await;
    town.post(Cast::Ana, "/language", &[("language", "es"), ("next", "/wallet")]).await.expect(303);
    let wallet = town.get(Cast::Ana, "/wallet").await.expect(200);
    assert!(wallet.shows("<h1>Cartera</h1>") && wallet.shows("Tu saldo") && wallet.shows("Hoy"));
    assert!(wallet.shows("\u{2212}12,50\u{a0}Ac") && wallet.shows("Puedes gastar hasta 87,50\u{a0}Ac"));
    let refused =
        town.post(Cast::Ana, "/pay", &[("payee", number(&town, Cast::Ben).as_str()), ("amount", "100")]).await;
    assert!(refused.expect(422).shows("se puede pagar como máximo 87,50\u{a0}Ac"));
}

#[tokio::test]
async fn all_transfers_are_for_the_treasurer() {
    let town = Town::new();
    pay(&town, Cast::Ana, Cast::Ben, "3", "Seeds").await;
    pay(&town, Cast::Ben, Cast::Carla, "5", "Tools").await;
    for cast in [Cast::Ana, Cast::Carla] {
        town.get(cast, "/admin/transfers").await.expect(403);
        town.get(cast, "/admin/transfers.csv").await.expect(403);
    }
    let found = town.get(Cast::Tova, "/admin/transfers?q=tools").await.expect(200);
    assert!(found.shows("Tools") && !found.shows("Seeds"));
    let file = town.get(Cast::Ada, "/admin/transfers.csv").await.expect(200);
    assert_eq!(file.body.lines().count(), 3);
}
