//! Statements with proof: the file, who may have it, and the head that everybody inside sees.

use ayni_kernel::testing::Cast;
use ayni_users::Scope;
use serde_json::{Value, json};

use super::{
    bench::{Stranger, Town},
    ledger::number,
};

async fn pay(town: &Town, from: Cast, to: Cast, amount: &str) {
    let body = json!({"to": number(town, to), "amount": amount, "description": "Jam"});
    town.api(&town.token(from, Scope::Pay), "/payments", Some(body)).await.expect(201);
}

#[tokio::test]
async fn a_member_takes_a_statement_with_proof_away_and_sees_the_published_head() {
    let town = Town::new();
    let currency = town.community.read(ayni_ledger::main_currency).unwrap().id;
    let head = format!("/currencies/{currency}/head");
    let empty = town.api(&town.token(Cast::Ben, Scope::Read), &head, None).await.expect(200).json();
    assert_eq!((&empty["number"], &empty["at"]), (&json!(0), &Value::Null));
    pay(&town, Cast::Ana, Cast::Ben, "12.50").await;
    pay(&town, Cast::Ben, Cast::Carla, "1.00").await;
    pay(&town, Cast::Carla, Cast::Ana, "0.50").await;

    let wallet = town.get(Cast::Ana, "/wallet").await.expect(200);
    assert!(wallet.shows("Statement with proof") && wallet.shows(&format!("href=\"{head}\"")));
    let link = wallet.body.split('"').find(|part| part.ends_with("/statement.proof")).unwrap().to_owned();
    let file = town.get(Cast::Ana, &link).await.expect(200);
    assert_eq!(file.headers["content-type"], "application/json");
    let name = file.headers["content-disposition"].to_str().unwrap();
    assert!(name.starts_with("attachment") && name.contains("-statement-proof.json"), "{name}");
    let statement = file.json();
    assert_eq!((&statement["format"], &statement["version"]), (&json!("ayni-statement"), &json!(1)));
    let (chain, lines) = (statement["chain"].as_array().unwrap(), statement["lines"].as_array().unwrap());
    assert_eq!((chain.len(), lines.len()), (3, 2));
    assert_eq!((&chain[0], chain[1].is_string(), &chain[2]), (&json!(1), true, &json!(2)));
    assert_eq!((&lines[0]["change"], &lines[1]["balance"]), (&json!(-1_250), &json!(-1_200)));

    let published = town.api(&town.token(Cast::Ben, Scope::Read), &head, None).await.expect(200).json();
    assert_eq!((&published["number"], &published["link"]), (&json!(3), &statement["end"]["link"]));
    let page = town.get(Cast::Ben, &head).await.expect(200);
    assert!(page.shows(published["link"].as_str().unwrap()) && page.shows("data-copy"), "{}", page.body);
    town.get(Stranger, &head).await.expect(303);
    town.get(Cast::Ben, &link).await.expect(403);

    let token = town.token(Cast::Ana, Scope::Read);
    let days = town.api(&token, &format!("{link}?from=2001-01-01&until=2001-12-31"), None).await.expect(200).json();
    assert_eq!((&days["chain"], &days["lines"], &days["end"]["number"]), (&json!([]), &json!([]), &json!(0)));
    town.api(&token, &format!("{link}?from=yesterday"), None).await.expect(422);
}
