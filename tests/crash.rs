//! Power cuts: the program is killed in the middle of a load of payments, again and again, and loses nothing.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use crate::bench::{
    self, bundle,
    chance::Chance,
    person::Person,
    program::{self, Program},
};

/// How often the program is killed.
const ROUNDS: u64 = 22;

/// Clients that pay at the same time.
const CLIENTS: u64 = 8;

/// The program is killed after at most so many answers.
const MOST_ANSWERS: usize = 60;

/// What a client sent: the payments that were answered, and the one that was not.
struct Sent {
    answered: Vec<String>,
    unanswered: String,
}

#[test]
fn no_answered_payment_is_lost_and_none_is_there_twice() {
    let folder = bench::folder();
    let data = folder.path().join("data");
    program::import(&data);
    bench::run(survive(&data));
    program::examine(&data);
}

async fn survive(data: &Path) {
    let program = Program::serve(data);
    let wren = Person::sign_in(program.url(), bundle::WREN).await;
    let (_, history) = wren.statement().await;
    program.stop();
    let mut sent = Vec::new();
    for round in 0..ROUNDS {
        sent.extend(one_life(data, &wren, round).await);
    }
    let program = Program::serve(data);
    let (balance, lines) = wren.at(program.url()).statement().await;
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for (transfer, _) in &lines {
        *times.entry(transfer).or_default() += 1;
    }
    let doubtful: Vec<_> = sent.iter().filter(|id| times.get(id.as_str()) != Some(&1)).collect();
    assert!(doubtful.is_empty(), "not there exactly once: {doubtful:?}");
    assert_eq!(lines.len(), sent.len() + history.len(), "and nothing else is there");
    // Each payment was 0.01, and the history left 4.50 owed.
    let owed = 450 + sent.len();
    assert_eq!(balance, format!("-{}.{:02}", owed / 100, owed % 100));
    program::examine(data);
    program.stop();
}

/// Starts the program, loads it, kills it, and starts it again to see what is left. Gives the ids of all payments
/// that are now there.
async fn one_life(data: &Path, wren: &Person, round: u64) -> Vec<String> {
    let mut chance = Chance::new(round);
    let program = Program::serve(data);
    let enough = 1 + chance.below(MOST_ANSWERS);
    let answers = Arc::new(AtomicUsize::new(0));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let (wren, answers) = (wren.at(program.url()), Arc::clone(&answers));
            tokio::spawn(pay_on_and_on(wren, Chance::new(round * CLIENTS + client + 1_000), answers))
        })
        .collect();
    bench::eventually("answers", async || (answers.load(Ordering::SeqCst) >= enough).then_some(())).await;
    program.kill();
    let program = Program::serve(data);
    let wren = wren.at(program.url());
    let mut there = Vec::new();
    for client in clients {
        let Sent { answered, unanswered } = client.await.unwrap();
        for id in &answered {
            let seen = wren.read(&format!("/transfers/{id}")).await;
            assert_eq!(seen["transfer"]["amount"]["amount"], "0.01", "{id}");
        }
        wren.pay(&unanswered, "HAZL0004", "0.01").await.unwrap();
        wren.pay(&unanswered, "HAZL0004", "0.01").await.unwrap();
        there.extend(answered);
        there.push(unanswered);
    }
    program.stop();
    there
}

/// Pays until no answer comes any more.
async fn pay_on_and_on(wren: Person, mut chance: Chance, answers: Arc<AtomicUsize>) -> Sent {
    let mut answered = Vec::new();
    loop {
        let id = chance.uuid();
        if wren.pay(&id, "HAZL0004", "0.01").await.is_err() {
            return Sent { answered, unanswered: id };
        }
        answered.push(id);
        answers.fetch_add(1, Ordering::SeqCst);
    }
}
