//! Statements, the balance over time, all transfers, totals.

use ayni_kernel::{
    Actor,
    testing::Cast::{Ada, Ana, Ben, Carla, Tova},
};

use super::{Town, refused, text, units};
use crate::{AllTransfers, Direction, Pay, StatementAsk, balance_line, pay, statement, transfers};

/// Ana pays Ben 1, 2, 3 … 9 and gets 20 from Carla, an hour apart.
fn traded() -> Town {
    let town = Town::new();
    for whole in 1..=9 {
        let ask = Pay { description: text(&format!("Loaf {whole}")), ..town.ask(Ana, Ben, units(whole)) };
        town.clock.turn(3_600);
        town.write(move |tx| pay(tx, &Ana.actor(), ask)).unwrap();
    }
    town.clock.turn(3_600);
    let ask = Pay { description: text("Garden work"), ..town.ask(Carla, Ana, units(20)) };
    town.write(move |tx| pay(tx, &Carla.actor(), ask)).unwrap();
    town
}

#[test]
fn a_statement_is_paged_newest_first_and_adds_up() {
    let town = traded();
    let ana = town.id(Ana);
    let mut lines = Vec::new();
    let mut ask = StatementAsk::newest(ana, 4);
    loop {
        let page = town.read(|tx| statement(tx, &Ana.actor(), &ask));
        lines.extend(page.rows);
        ask.after = page.next;
        if ask.after.is_none() {
            break;
        }
    }
    assert_eq!(lines.iter().map(|line| line.entry.number).collect::<Vec<_>>(), (1..=10).rev().collect::<Vec<_>>());
    let mut balance = 0;
    for line in lines.iter().rev() {
        balance += line.entry.amount.minor();
        assert_eq!(line.entry.balance.minor(), balance);
    }
    assert_eq!(balance, town.balance(Ana).minor());
    assert_eq!(lines[0].other.name.as_ref().unwrap().as_str(), "Carla");
    assert_eq!(lines[1].other.code.as_str(), "BEN");
}

#[test]
fn a_statement_is_filtered_by_words_direction_and_time() {
    let town = traded();
    let ana = town.id(Ana);
    let amounts = |change: &dyn Fn(&mut StatementAsk)| {
        let mut ask = StatementAsk::newest(ana, 100);
        change(&mut ask);
        let page = town.read(|tx| statement(tx, &Ana.actor(), &ask));
        page.rows.iter().map(|line| line.entry.amount.minor() / 100).collect::<Vec<_>>()
    };
    assert_eq!(amounts(&|ask| ask.words = Some("GARDEN carla".into())), [20]);
    assert_eq!(amounts(&|ask| ask.words = Some("loaf 7 ben".into())), [-7]);
    assert_eq!(amounts(&|ask| ask.direction = Some(Direction::In)), [20]);
    assert_eq!(amounts(&|ask| ask.category = Some(ayni_kernel::CategoryId::from_bytes([1; 16]))), [0_i64; 0]);
    let newest = town.clock.shows();
    let hours = move |back: i64| Some(newest.plus_seconds(-3_600 * back));
    assert_eq!(amounts(&|ask| ask.from = hours(1)), [20, -9]);
    assert_eq!(amounts(&|ask| ask.until = hours(7)), [-2, -1]);
    assert_eq!(amounts(&|ask| (ask.from, ask.until) = (hours(4), hours(2))), [-7, -6]);
    assert_eq!(amounts(&|ask| ask.from = hours(-1)), [0_i64; 0]);
    refused(town.community.read(|tx| statement(tx, &Ben.actor(), &StatementAsk::newest(ana, 1))), "forbidden");
    refused(town.community.read(|tx| statement(tx, &Actor::Stranger, &StatementAsk::newest(ana, 1))), "sign-in");
}

#[test]
fn the_balance_line_is_sampled_and_ends_with_the_balance() {
    let town = traded();
    let ana = town.id(Ana);
    let line = town.read(|tx| balance_line(tx, &Ana.actor(), ana, 5));
    assert_eq!(line.iter().map(|(_, b)| b.minor() / 100).collect::<Vec<_>>(), [-3, -10, -21, -36, -25]);
    assert_eq!(town.read(|tx| balance_line(tx, &Ana.actor(), ana, 100)).len(), 10);
    assert!(town.read(|tx| balance_line(tx, &Tova.actor(), town.id(Tova), 5)).is_empty());
}

#[test]
fn the_treasurer_sees_all_transfers() {
    let town = traded();
    let page = |ask: &AllTransfers| town.read(|tx| transfers(tx, &Tova.actor(), ask));
    let first = page(&AllTransfers { limit: 6, ..AllTransfers::default() });
    let second = page(&AllTransfers { limit: 6, after: first.next.clone(), ..AllTransfers::default() });
    let amounts: Vec<_> = first.rows.iter().chain(&second.rows).map(|l| l.transfer.amount.minor() / 100).collect();
    assert_eq!(amounts, [20, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    assert_eq!(second.next, None);
    let found = page(&AllTransfers { words: Some("garden".into()), limit: 6, ..AllTransfers::default() });
    assert_eq!((found.rows.len(), found.rows[0].debit.code.as_str()), (1, "CARLA"));
    let newest = town.clock.shows();
    let part = AllTransfers {
        from: Some(newest.plus_seconds(-4 * 3_600)),
        until: Some(newest.plus_seconds(-2 * 3_600)),
        limit: 9,
        ..AllTransfers::default()
    };
    assert_eq!(page(&part).rows.len(), 2);
    refused(town.community.read(|tx| transfers(tx, &Carla.actor(), &part)), "forbidden");
    let id = found.rows[0].transfer.id;
    refused(town.community.read(|tx| crate::transfer(tx, &Ben.actor(), id)), "not-found");
    assert_eq!(town.read(|tx| crate::transfer(tx, &Carla.actor(), id)), found.rows[0]);
}

#[test]
fn totals_are_kept_as_transfers_are_posted() {
    let town = traded();
    let totals = town.read(|tx| crate::community_totals(tx, &Ana.actor()));
    assert_eq!((totals[0].volume, totals[0].transfers, totals[0].accounts), (units(65), 10, 6));
    refused(town.community.read(|tx| crate::community_totals(tx, &Actor::Stranger)), "sign-in");
    assert!(town.read(|tx| crate::community_totals(tx, &Ada.actor())).len() == 1);
}
