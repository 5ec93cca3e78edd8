//! Lists of payments: read, checked, paid together or in stages, once.

use ayni_kernel::{
    Amount,
    testing::Cast::{self, Ana, Ben, Carla, Tova},
};

use super::{Town, refused, text, units};
use crate::{
    Again, Authorisers, Batch, BatchState, LineState, ListFault, ListLine, NewBatch, NewLine, Pick, Progress, batches,
    checked, drop_batch, listing::read_list, pay_batch, pay_one, prepare, refuse_one,
};

#[test]
fn files_are_read_with_and_without_a_heading() {
    let line = |number, payer: &str, payee: &str, description: &str, amount: &str| ListLine {
        number,
        payer: payer.into(),
        payee: payee.into(),
        description: description.into(),
        amount: amount.into(),
    };
    let plain = "ANA,BEN,Bread,12.50\n\nANA,CARLA,\"Jam, two\",3\n";
    let read = vec![line(1, "ANA", "BEN", "Bread", "12.50"), line(3, "ANA", "CARLA", "Jam, two", "3")];
    assert_eq!(read_list(plain.as_bytes()), Ok(read));
    let bundle = "id,payer,payee,amount,description,createdAt\n7,ANA,BEN,1,Bread,2026-01-01\n";
    assert_eq!(read_list(bundle.as_bytes()), Ok(vec![line(2, "ANA", "BEN", "Bread", "1")]));
    let spanish = "\u{feff}beneficiario;concepto;importe\nBEN;Pan;1,50\n";
    assert_eq!(read_list(spanish.as_bytes()), Ok(vec![line(2, "", "BEN", "Pan", "1,50")]));
    assert_eq!(read_list(b"BEN,Bread,2\n"), Ok(vec![line(1, "", "BEN", "Bread", "2")]));
    assert_eq!(read_list(b"payee,description,amount\n"), Err(ListFault::Empty));
    assert_eq!(read_list(b"payer,description,amount\nANA,x,1"), Err(ListFault::Columns));
    assert_eq!(read_list(b"BEN,2\n"), Err(ListFault::Narrow));
}

fn line(town: &Town, number: u32, from: Cast, to: Option<Cast>, amount: i64) -> NewLine {
    let typed =
        ListLine { number, description: format!("Line {number}"), amount: amount.to_string(), ..ListLine::default() };
    let payee = to.map(|to| town.id(to));
    NewLine { typed, payer: Some(town.id(from)), payee, amount: Some(Amount::new(amount)) }
}

fn prepared(town: &Town, who: Cast, lines: Vec<NewLine>) -> Batch {
    let ask = NewBatch { title: text("wages.csv"), lines };
    town.write(move |tx| prepare(tx, &who.actor(), ask)).unwrap()
}

fn pay(town: &Town, who: Cast, batch: &Batch, pick: Pick, again: Again) -> ayni_kernel::Result<Progress> {
    let id = batch.id;
    town.write(move |tx| pay_batch(tx, &who.actor(), id, pick, again))
}

#[test]
fn bad_lines_are_named_and_the_good_ones_can_be_paid_alone() {
    let town = Town::new();
    let lines = vec![
        line(&town, 1, Ana, Some(Ben), 6_000),
        line(&town, 2, Ana, None, 100),
        line(&town, 3, Ana, Some(Carla), 5_000),
        line(&town, 4, Ben, Some(Ana), 100),
        line(&town, 5, Ana, Some(Carla), 4_000),
    ];
    let batch = prepared(&town, Ana, lines);
    let (_, looked) = town.read(|tx| checked(tx, &Ana.actor(), batch.id)).unwrap();
    let faults: Vec<_> = looked.iter().map(|each| each.fault.as_ref().map(|fault| fault.word)).collect();
    let words =
        [None, Some("payments-line-payee"), Some("payments-line-after-others"), Some("payments-line-not-yours"), None];
    assert_eq!(faults, words);
    refused(pay(&town, Ana, &batch, Pick::All, Again::Refuse), "payments-batch-faults");
    refused(pay(&town, Ben, &batch, Pick::Good, Again::Refuse), "not-found");
    assert_eq!(town.purse(Ana).0, 0);
    assert_eq!(pay(&town, Ana, &batch, Pick::Good, Again::Refuse).unwrap(), Progress { done: 2, left: 0 });
    assert_eq!((town.purse(Ana).0, town.purse(Ben).0, town.purse(Carla).0), (-10_000, 6_000, 4_000));
    refused(pay(&town, Ana, &batch, Pick::Good, Again::Refuse), "payments-batch-over");
    town.sound();
}

#[test]
fn the_same_file_warns_and_is_paid_again_only_on_purpose() {
    let town = Town::new();
    let lines = vec![line(&town, 1, Ana, Some(Ben), 1_000)];
    let first = prepared(&town, Ana, lines.clone());
    let thrown = prepared(&town, Ana, lines.clone());
    assert_eq!(thrown.repeats, None, "a draft paid nothing");
    let id = thrown.id;
    town.write(move |tx| drop_batch(tx, &Ana.actor(), id)).unwrap();
    pay(&town, Ana, &first, Pick::All, Again::Refuse).unwrap();
    let second = prepared(&town, Ana, lines);
    assert_eq!(second.repeats, Some(first.id));
    refused(pay(&town, Ana, &second, Pick::All, Again::Refuse), "payments-batch-again");
    pay(&town, Ana, &second, Pick::All, Again::Allow).unwrap();
    assert_eq!(town.purse(Ana).0, -2_000);
    let mine = town.read(|tx| batches(tx, &Ana.actor(), None, 10)).unwrap().rows;
    assert_eq!(
        mine.iter().map(|batch| batch.state).collect::<Vec<_>>(),
        [BatchState::Paid, BatchState::Dropped, BatchState::Paid]
    );
}

#[test]
fn a_long_list_is_paid_in_stages_and_goes_on_past_a_refusal() {
    let town = Town::new();
    let lines = (1..=100).map(|number| line(&town, number, Ana, Some(Ben), 100)).collect();
    let batch = prepared(&town, Ana, lines);
    assert_eq!(pay(&town, Ana, &batch, Pick::All, Again::Refuse).unwrap(), Progress { done: 40, left: 60 });
    // Meanwhile Ana spends what the last line would need.
    let ask = town.ask(Ana, Carla, Amount::new(100));
    town.write(move |tx| ayni_ledger::pay(tx, &Ana.actor(), ask)).unwrap();
    assert_eq!(pay(&town, Ana, &batch, Pick::All, Again::Refuse).unwrap(), Progress { done: 80, left: 20 });
    refused(pay(&town, Ana, &batch, Pick::All, Again::Refuse), "ledger-limit-lower");
    let id = batch.id;
    for left in (1..20).rev() {
        assert_eq!(town.write(move |tx| pay_one(tx, &Ana.actor(), id)).unwrap().left, left);
    }
    refused(town.write(move |tx| pay_one(tx, &Ana.actor(), id)), "ledger-limit-lower");
    assert_eq!(town.write(move |tx| refuse_one(tx, &Ana.actor(), id)).unwrap(), Progress { done: 99, left: 0 });
    let (batch, looked) = town.read(|tx| checked(tx, &Ana.actor(), id)).unwrap();
    assert_eq!((batch.state, looked[99].line.state), (BatchState::Paid, LineState::Refused));
    assert!(looked[99].fault.is_some());
    assert_eq!(town.purse(Ana).0, -10_000);
    town.sound();
}

#[test]
fn a_treasurer_pays_from_anybody_and_large_lines_wait() {
    let town = Town::new();
    town.threshold(units(30), Authorisers::Admin);
    let lines = vec![line(&town, 1, Ana, Some(Ben), 1_000), line(&town, 2, Carla, Some(Ben), 4_000)];
    let batch = prepared(&town, Tova, lines);
    let (_, looked) = town.read(|tx| checked(tx, &Tova.actor(), batch.id)).unwrap();
    assert!(looked.iter().all(|each| each.fault.is_none()));
    pay(&town, Tova, &batch, Pick::All, Again::Refuse).unwrap();
    let (_, looked) = town.read(|tx| checked(tx, &Tova.actor(), batch.id)).unwrap();
    assert_eq!([looked[0].line.state, looked[1].line.state], [LineState::Paid, LineState::Waiting]);
    let transfer = town.read(|tx| ayni_ledger::transfer(tx, &Tova.actor(), looked[0].line.transfer.unwrap())).unwrap();
    assert_eq!(
        (transfer.transfer.by, transfer.transfer.kind),
        (Some(Tova.user()), ayni_ledger::TransferKind::OnBehalf)
    );
    assert_eq!((town.purse(Ben).0, town.purse(Carla)), (1_000, (0, 6_000)));
    town.sound();
}
