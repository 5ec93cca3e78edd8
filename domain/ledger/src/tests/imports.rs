//! Founding from elsewhere.

use ayni_kernel::{
    AccountId, Timestamp, TransferId,
    testing::Cast::{Ana, Ben},
};

use super::{Town, code, refused, units};
use crate::{
    Account, Owner, Transfer, TransferKind, all_accounts, all_transfers, import_account, import_currency,
    import_transfer,
};

pub(super) fn past(town: &Town, id: u8, whole: i64, at: &str) -> Transfer {
    let id = TransferId::from_bytes([id; 16]);
    let at = Timestamp::parse(at).unwrap();
    Transfer {
        id,
        group: id,
        currency: town.ayni.id,
        debit: town.id(Ana),
        credit: town.id(Ben),
        amount: units(whole),
        kind: TransferKind::Import,
        description: super::text("Long ago"),
        category: None,
        by: None,
        reverses: None,
        request: None,
        at,
        updated: at,
        extras: vec![("state".into(), "committed".into())],
    }
}

#[test]
fn history_keeps_its_ids_and_times_and_ignores_todays_limits() {
    let town = Town::new();
    let first = past(&town, 9, 400, "2020-01-01T00:00:00Z");
    let second = past(&town, 3, 1, "2021-01-01T00:00:00Z");
    for transfer in [first.clone(), second.clone()] {
        town.write(move |tx| import_transfer(tx, transfer)).unwrap();
    }
    assert_eq!(town.balance(Ana), units(-401));
    assert_eq!(town.read(|tx| all_transfers(tx, None, 10)).rows, vec![first.clone(), second]);
    let page = town.read(|tx| all_transfers(tx, None, 1));
    assert_eq!(town.read(|tx| all_transfers(tx, page.next.as_ref(), 1)).rows.len(), 1);
    refused(town.write(move |tx| import_transfer(tx, first)), "ledger-id-used");
    let early = past(&town, 4, 1, "2019-01-01T00:00:00Z");
    refused(town.write(move |tx| import_transfer(tx, early)), "ledger-import-order");
    let future = past(&town, 4, 1, "2199-01-01T00:00:00Z");
    refused(town.write(move |tx| import_transfer(tx, future)), "ledger-import-future");
    refused(town.pay(Ana, Ben, units(1)), "ledger-limit-lower");
    town.sound();
}

#[test]
fn currencies_and_accounts_come_in_as_they_were() {
    let town = Town::new();
    let mut currency = town.ayni.clone();
    currency.id = ayni_kernel::CurrencyId::from_bytes([5; 16]);
    let again = currency.clone();
    refused(town.write(move |tx| import_currency(tx, &again)), "ledger-currency-taken");
    currency.code = code("OLD");
    currency.extras = vec![("settings.defaultHideBalance".into(), "false".into())];
    let imported = currency.clone();
    town.write(move |tx| import_currency(tx, &imported)).unwrap();
    assert_eq!(town.read(|tx| crate::currency(tx, currency.id)), currency);
    let account = Account {
        id: AccountId::from_bytes([6; 16]),
        code: code("OLD0001"),
        currency: currency.id,
        owner: Owner::Member(Ana.member()),
        posted_in: units(5),
        ..town.account(Ben)
    };
    let given = account.clone();
    town.write(move |tx| import_account(tx, given)).unwrap();
    let stored = town.read(|tx| crate::account(tx, &Ana.actor(), account.id));
    assert_eq!((stored.code.as_str(), stored.posted_in), ("OLD0001", units(0)));
    let same_code = Account { id: AccountId::from_bytes([8; 16]), ..account.clone() };
    refused(town.write(move |tx| import_account(tx, same_code)), "ledger-code-taken");
    refused(town.write(move |tx| import_account(tx, account)), "ledger-id-used");
    let codes: Vec<_> =
        town.read(|tx| all_accounts(tx, None, 100)).rows.iter().map(|account| account.code.to_string()).collect();
    assert_eq!(codes, ["ADA", "ANA", "AYN", "BEN", "CARLA", "OLD", "OLD0001", "TOVA"]);
    let page = town.read(|tx| all_accounts(tx, None, 5));
    assert_eq!(town.read(|tx| all_accounts(tx, page.next.as_ref(), 5)).rows.len(), 3);
    town.sound();
}
