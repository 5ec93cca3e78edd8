//! Each fault that the audit knows, planted past the rules, and found under its name.

use ayni_kernel::{
    AccountId, Amount, Line, Result, TransferId, WriteTx,
    testing::Cast::{Ana, Ben, Carla, Tova},
};

use super::{PROGRAM, Town, imports::past, text, units};
use crate::{
    Ask, Beyond, Hold, HoldState, PlaceHold, RequestState, Reverse, SetLimits, Transfer, TransferKind, accept, audit,
    chain::Place, hold, import_transfer, post_hold, request, reverse, set_limits, tables,
};

/// A town in which a little of everything happened.
struct Scene {
    town: Town,
    first: TransferId,
    second: TransferId,
    back: TransferId,
    asked: ayni_kernel::RequestId,
    pending: ayni_kernel::HoldId,
    posted: ayni_kernel::HoldId,
}

impl Scene {
    fn new() -> Self {
        let town = Town::new();
        let old = past(&town, 9, 300, "2020-01-01T00:00:00Z");
        town.write(move |tx| import_transfer(tx, old)).unwrap();
        town.pay(Ben, Ana, units(260)).unwrap();
        let first = town.pay(Ana, Ben, units(10)).unwrap().id;
        let second = town.pay(Ben, Carla, units(20)).unwrap().id;
        let ask = Reverse { transfer: first, reason: text("Twice"), beyond: Beyond::Refuse };
        let back = town.write(move |tx| reverse(tx, &Tova.actor(), ask)).unwrap()[0].id;
        let asked = town.request(Ben, Ana, units(5)).unwrap();
        town.accept(Ana, &asked).unwrap();
        let mut held = Vec::new();
        for _ in 0..2 {
            let (from, to) = (town.id(Ana), town.id(Ben));
            let ask = PlaceHold { from, to, amount: units(7), description: text("Key"), expires: None };
            held.push(town.write(move |tx| hold(tx, &Ana.actor(), ask)).unwrap().id);
        }
        let posted = held[1];
        town.write(move |tx| post_hold(tx, &Ben.actor(), posted, Some(units(3)))).unwrap();
        let ask = SetLimits { account: town.id(Ana), lower: Some(units(-70)), upper: None, reason: text("Trust") };
        town.write(move |tx| set_limits(tx, &PROGRAM, ask)).unwrap();
        town.sound();
        Self { town, first, second, back, asked: asked.id, pending: held[0], posted }
    }

    /// What the audit finds after something was written past the rules: codes and what they are about.
    fn found(
        &self,
        damage: impl FnOnce(&mut WriteTx<'_>) -> Result<()> + Send + 'static,
    ) -> Vec<(&'static str, String)> {
        self.town.write(damage).unwrap();
        self.town.read(audit).into_iter().map(|finding| (finding.code, finding.about)).collect()
    }

    /// Changes a transfer past the rules.
    fn forged(&self, id: TransferId, change: fn(&mut Transfer, &mut Place)) -> Vec<(&'static str, String)> {
        self.found(move |tx| {
            let (mut transfer, mut place) = tables::named_placed(&**tx, id)?;
            change(&mut transfer, &mut place);
            tables::forge_transfer(tx, &transfer, &place)
        })
    }
}

#[track_caller]
fn has(found: &[(&'static str, String)], code: &str, about: &str) {
    assert!(found.iter().any(|(c, a)| *c == code && a.contains(about)), "{code} {about} is not in {found:#?}");
}

#[track_caller]
fn only(found: &[(&'static str, String)], codes: &[&str]) {
    let mut seen: Vec<_> = found.iter().map(|(code, _)| *code).collect();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen, codes, "{found:#?}");
}

#[test]
fn a_balance_off_by_one() {
    let scene = Scene::new();
    let mut ben = scene.town.account(Ben);
    ben.posted_in = ben.posted_in.plus(Amount::new(1)).unwrap();
    let found = scene.found(move |tx| Ok(tables::put_sums(tx, &ben)?));
    has(&found, "balance", "BEN");
    has(&found, "totals", "AYN");
    only(&found, &["balance", "totals"]);
}

#[test]
fn a_balance_in_a_statement_off_by_one() {
    let scene = Scene::new();
    let carla = scene.town.id(Carla);
    let found = scene.found(move |tx| {
        let mut entry = tables::entry(&**tx, carla, 1)?.unwrap();
        entry.balance = entry.balance.plus(Amount::new(1)).unwrap();
        tables::forge_entry(tx, &entry)
    });
    has(&found, "balance", "entry 1 of CARLA");
    // The transfer's hash covers where the statement stood.
    only(&found, &["balance", "chain"]);
}

#[test]
fn an_amount_that_differs_between_a_transfer_and_its_entry() {
    let scene = Scene::new();
    let found = scene.forged(scene.second, |transfer, _| transfer.amount = units(21));
    has(&found, "balance", "entry 1 of CARLA");
    has(&found, "balance", "CARLA");
    has(&found, "chain", &scene.back.to_string());
}

#[test]
fn a_transfer_with_one_side() {
    let scene = Scene::new();
    let carla = scene.town.id(Carla);
    let found = scene.found(move |tx| {
        tables::ENTRIES.remove(tx, &(carla, 1))?;
        Ok(())
    });
    has(&found, "missing-side", &scene.second.to_string());
    has(&found, "numbers", "CARLA");
}

#[test]
fn an_entry_without_a_transfer() {
    let scene = Scene::new();
    let id = scene.second;
    let found = scene.found(move |tx| {
        tables::TRANSFERS.remove(tx, &id)?;
        Ok(())
    });
    has(&found, "missing-side", "entry 1 of CARLA");
    has(&found, "chain", &scene.back.to_string());
    has(&found, "totals", "AYN");
}

#[test]
fn an_entry_too_many() {
    let scene = Scene::new();
    let carla = scene.town.id(Carla);
    let found = scene.found(move |tx| {
        let entry = tables::entry(&**tx, carla, 1)?.unwrap();
        tables::insert_entry(tx, &crate::Entry { number: 2, balance: units(40), ..entry })
    });
    has(&found, "missing-side", "entry 2 of CARLA");
    has(&found, "numbers", "CARLA");
}

#[test]
fn a_changed_content() {
    let scene = Scene::new();
    let changes: [fn(&mut Transfer, &mut Place); 5] = [
        |transfer, _| transfer.description = text("Bred"),
        |transfer, _| transfer.by = None,
        |transfer, _| transfer.kind = TransferKind::OnBehalf,
        |transfer, _| transfer.group = TransferId::from_bytes([5; 16]),
        |_, place| place.salt = [0; 16],
    ];
    for change in changes {
        let (transfer, place) = scene.town.read(|tx| tables::named_placed(tx, scene.second));
        let found = scene.forged(scene.second, change);
        // The one after it says so.
        has(&found, "chain", &scene.back.to_string());
        only(&found, &["chain"]);
        scene.town.write(move |tx| tables::forge_transfer(tx, &transfer, &place)).unwrap();
        scene.town.sound();
    }
}

#[test]
fn a_wrong_predecessor_and_a_gap_in_the_chain() {
    let scene = Scene::new();
    has(&scene.forged(scene.second, |_, place| place.previous = [1; 32]), "chain", &scene.second.to_string());
    let scene = Scene::new();
    let found = scene.forged(scene.second, |_, place| place.number += 100);
    has(&found, "chain", &scene.back.to_string());
    has(&found, "chain", &scene.second.to_string());
}

#[test]
fn a_head_that_is_not_the_end() {
    let scene = Scene::new();
    let currency = scene.town.ayni.id;
    let found = scene.found(move |tx| {
        let totals = tables::totals(&**tx, currency)?;
        tables::put_totals(tx, crate::Totals { head: [1; 32], ..totals })
    });
    assert_eq!(found, [("chain", "AYN".to_owned())]);
}

#[test]
fn totals_that_were_not_counted() {
    let scene = Scene::new();
    let currency = scene.town.ayni.id;
    let found = scene.found(move |tx| {
        let totals = tables::totals(&**tx, currency)?;
        tables::put_totals(tx, crate::Totals { volume: units(1), ..totals })
    });
    assert_eq!(found, [("totals", "AYN".to_owned())]);
}

fn stray(from: AccountId, to: AccountId) -> Hold {
    Hold {
        id: ayni_kernel::HoldId::from_bytes([5; 16]),
        debit: from,
        credit: to,
        amount: units(1),
        description: Line::default(),
        state: HoldState::Pending,
        keeper: crate::HoldKeeper::Parties,
        expires: None,
        by: None,
        created: ayni_kernel::Timestamp::default(),
        updated: ayni_kernel::Timestamp::default(),
    }
}

#[test]
fn an_orphan_hold_and_a_sum_without_one() {
    let scene = Scene::new();
    let (ana, nobody) = (scene.town.id(Ana), AccountId::from_bytes([5; 16]));
    let found = scene.found(move |tx| tables::put_hold(tx, &stray(ana, nobody)));
    has(&found, "orphan-hold", "05050505");
    only(&found, &["orphan-hold"]);
    let scene = Scene::new();
    let id = scene.pending;
    let found = scene.found(move |tx| {
        tables::HOLDS.remove(tx, &id)?;
        Ok(())
    });
    has(&found, "orphan-hold", "ANA");
    has(&found, "orphan-hold", "BEN");
    only(&found, &["orphan-hold"]);
}

#[test]
fn a_hold_and_a_request_that_disagree_with_their_transfers() {
    let scene = Scene::new();
    let (posted, first) = (scene.posted, scene.first);
    let found = scene.found(move |tx| {
        let mut hold = tables::hold(&**tx, posted)?.unwrap();
        hold.state = HoldState::Posted { transfer: first, amount: units(3) };
        tables::put_hold(tx, &hold)
    });
    assert_eq!(found, [("hold", posted.to_string())]);
    let scene = Scene::new();
    let (asked, first) = (scene.asked, scene.first);
    let found = scene.found(move |tx| {
        let mut request = tables::request(&**tx, asked)?.unwrap();
        request.state = RequestState::Accepted(first);
        tables::put_request(tx, &request)
    });
    assert_eq!(found, [("request", asked.to_string())]);
}

#[test]
fn a_reversal_of_nothing() {
    let scene = Scene::new();
    let found = scene.forged(scene.back, |transfer, _| transfer.reverses = None);
    has(&found, "reversal", &scene.back.to_string());
}

#[test]
fn limits_without_their_history() {
    let scene = Scene::new();
    let mut ana = scene.town.account(Ana);
    ana.lower = Some(units(-1_000));
    let found = scene.found(move |tx| tables::put_face(tx, &ana));
    assert_eq!(found, [("limits", "ANA".to_owned())]);
}

/// Lets a payment happen that its moment's limits forbid: they are lifted for it past the rules, and put back.
fn beyond(town: &Town, from: ayni_kernel::testing::Cast, to: ayni_kernel::testing::Cast, amount: Amount) -> Transfer {
    let (payer, payee) = (town.account(from), town.account(to));
    let lifted = [payer.clone(), payee.clone()].map(|account| crate::Account { lower: None, upper: None, ..account });
    town.write(move |tx| lifted.iter().try_for_each(|account| tables::put_face(tx, account))).unwrap();
    let transfer = town.pay(from, to, amount).unwrap();
    town.write(move |tx| [payer, payee].iter().try_for_each(|account| tables::put_face(tx, account))).unwrap();
    transfer
}

#[test]
fn a_transfer_beyond_a_limit_of_its_time() {
    let town = Town::new();
    let over = beyond(&town, Ana, Ben, units(100).plus(Amount::new(1)).unwrap());
    let told = |town: &Town| town.read(audit).iter().map(ToString::to_string).collect::<Vec<_>>();
    let expected = format!("{}: It took ANA beyond the lower limit that ANA had then. (beyond-limit)", over.id);
    assert_eq!(told(&town), std::slice::from_ref(&expected));
    // A limit that is granted later does not make it right, and one that is taken later does not make others wrong.
    for lower in [units(-500), units(-1)] {
        let ask = SetLimits { account: town.id(Ana), lower: Some(lower), upper: None, reason: text("Trust") };
        town.clock.turn(60);
        town.write(move |tx| set_limits(tx, &PROGRAM, ask)).unwrap();
        if lower == units(-500) {
            town.pay(Ana, Ben, units(100)).unwrap();
        }
    }
    assert_eq!(told(&town), [expected]);
}

#[test]
fn what_is_set_aside_counts_against_the_limit_of_its_time() {
    let town = Town::new();
    let (from, to) = (town.id(Ana), town.id(Ben));
    let ask = PlaceHold { from, to, amount: units(60), description: text("Key"), expires: None };
    let held = town.write(move |tx| hold(tx, &Ana.actor(), ask)).unwrap().id;
    let over = beyond(&town, Ana, Carla, units(41));
    town.write(move |tx| post_hold(tx, &Ben.actor(), held, Some(units(1)))).unwrap();
    let found: Vec<_> = town.read(audit).into_iter().map(|finding| (finding.code, finding.about)).collect();
    assert_eq!(found, [("beyond-limit", over.id.to_string())]);
}

#[test]
fn what_the_rules_allow_beyond_limits_is_no_fault() {
    let town = Town::new();
    // Beyond by history from elsewhere, then towards zero by a payment.
    let old = past(&town, 9, 700, "2020-01-01T00:00:00Z");
    town.write(move |tx| import_transfer(tx, old)).unwrap();
    let paid = town.pay(Ben, Carla, units(150)).unwrap();
    town.pay(Ben, Ana, units(500)).unwrap();
    // Beyond by a reversal that the treasurer confirmed.
    let ask = SetLimits { account: town.id(Carla), lower: Some(units(160)), upper: None, reason: text("Odd") };
    town.write(move |tx| set_limits(tx, &PROGRAM, ask)).unwrap();
    let ask = Reverse { transfer: paid.id, reason: text("Mistake"), beyond: Beyond::Allow };
    town.write(move |tx| reverse(tx, &Tova.actor(), ask)).unwrap();
    town.sound();
}

#[test]
fn money_of_an_accepted_request_counts_too() {
    let town = Town::new();
    let ask = Ask {
        id: None,
        payee: town.id(Ben),
        payer: town.id(Ana),
        amount: units(101),
        description: text("Rent"),
        category: None,
        days: None,
    };
    let asked = town.write(move |tx| request(tx, &Ben.actor(), ask)).unwrap().id;
    let mut ana = town.account(Ana);
    let kept = ana.clone();
    ana.lower = None;
    town.write(move |tx| tables::put_face(tx, &ana)).unwrap();
    let over = town.write(move |tx| accept(tx, &Ana.actor(), asked)).unwrap();
    town.write(move |tx| tables::put_face(tx, &kept)).unwrap();
    let found: Vec<_> = town.read(audit).into_iter().map(|finding| (finding.code, finding.about)).collect();
    assert_eq!(found, [("beyond-limit", over.id.to_string())]);
}
