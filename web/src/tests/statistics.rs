//! Statistics: everybody inside sees them, as a page, as JSON and as a file, and they say what waits.

use ayni_kernel::{Actor, Amount, Line, testing::Cast};
use ayni_ledger::Pay;
use ayni_users::Scope;

use super::bench::{Stranger, Town};

const PROGRAM: Actor = Actor::System("test");

impl Town {
    /// Ben pays Ana twice.
    fn bought_bread(&self) {
        let members = [Cast::Ben, Cast::Ana].map(|cast| self.resident(cast).member);
        self.community
            .write(move |tx| {
                let account = |tx: &ayni_kernel::WriteTx<'_>, member| -> ayni_kernel::Result<_> {
                    Ok(ayni_ledger::accounts_of(tx, &PROGRAM, member)?[0].id)
                };
                for _ in 0..2 {
                    let (from, to) = (account(tx, members[0])?, account(tx, members[1])?);
                    let description = Line::parse("description", "Bread")?;
                    let amount = Amount::new(250);
                    ayni_ledger::pay(tx, &PROGRAM, Pay { id: None, from, to, amount, description, category: None })?;
                }
                Ok(())
            })
            .unwrap();
    }

    fn counted(&self) {
        while self.community.read(ayni_statistics::has_work).unwrap() {
            self.community.write(|tx| ayni_statistics::count(tx, 50)).unwrap();
        }
    }
}

#[tokio::test]
async fn members_see_how_the_exchange_goes() {
    let town = Town::new();
    let token = town.token(Cast::Ana, Scope::Read);
    town.counted();
    let before = town.api(&token, "/statistics", None).await.expect(200).json();
    town.bought_bread();
    assert!(town.get(Cast::Ana, "/statistics").await.expect(200).shows("2 new transfers are not counted yet"));
    town.counted();
    let page = town.get(Cast::Ana, "/statistics?months=24").await.expect(200);
    for text in ["Velocity", "How balances are spread", "Without a category", "statistics.csv"] {
        assert!(page.shows(text), "{text} in {}", page.body);
    }
    let json = town.api(&token, "/statistics", None).await.expect(200).json();
    let grown = |key: &str| json[key].as_u64().unwrap() - before[key].as_u64().unwrap();
    assert_eq!((grown("trades"), grown("counted"), json["counted"] == json["posted"]), (2, 2, true));
    let volume = |json: &serde_json::Value| json["volume"]["minor"].as_i64().unwrap();
    assert_eq!(volume(&json) - volume(&before), 500);
    assert_eq!(json["months"].as_array().unwrap().len(), 12);
    assert!(town.get(Cast::Ana, "/wallet").await.expect(200).shows("href=\"/statistics\""));
}

#[tokio::test]
async fn the_file_has_a_line_for_each_month() {
    let town = Town::new();
    town.bought_bread();
    town.counted();
    let file = town.get(Cast::Ana, "/statistics.csv?months=60").await.expect(200);
    assert_eq!(file.body.lines().count(), 61, "{}", file.body);
    assert!(file.body.starts_with("Month,Traded,Trades,"), "{}", file.body);
    town.get(Cast::Ana, "/statistics?months=61").await.expect(422);
    town.get(Stranger, "/statistics").await.expect(303);
}

#[tokio::test]
async fn a_statement_is_printed_with_its_balances_and_sums() {
    let town = Town::new();
    town.bought_bread();
    let hex = |text: &str| data_encoding::HEXUPPER.encode(text.as_bytes());
    let account = super::ledger::account(&town, Cast::Ana).0;
    let page = town.get(Cast::Ana, "/wallet").await.expect(200);
    assert!(page.shows(&format!("/accounts/{account}/statement.pdf")), "{}", page.body);
    let file = town.get(Cast::Ana, &format!("/accounts/{account}/statement.pdf")).await.expect(200);
    assert!(file.body.starts_with("%PDF-1.4"), "{}", file.body);
    for text in ["Balance before", "Balance after", "Bread", "5.00", "page 1 of 1"] {
        assert!(file.body.contains(&hex(text)), "{text} in {}", file.body);
    }
    let path = format!("/accounts/{account}/statement.pdf?from=2020-01-01&until=2026-01-01");
    town.get(Cast::Ana, &path).await.expect(422);
    town.get(Cast::Ben, &format!("/accounts/{account}/statement.pdf")).await.expect(403);
}
