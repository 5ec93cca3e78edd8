//! Power cuts: the program is killed in the middle of a load of payments and sign-ins, of imports, backups and
//! restores, again and again, and loses nothing.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use ayni_storage::testing::soak;

use crate::bench::{
    self, bundle,
    chance::Chance,
    person::Person,
    program::{self, Program},
};

/// How often the program is killed in a short run; `AYNI_SOAK` says how often in a long one.
const ROUNDS: u64 = 40;

/// Clients that pay at the same time.
const CLIENTS: u64 = 8;

/// The program is killed after at most so many answers.
const MOST_ANSWERS: usize = 600;

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
    for round in 0..soak(ROUNDS) {
        sent.extend(one_life(data, &wren, round).await);
    }
    let program = Program::serve(data);
    let (balance, lines) = wren.at(program.url()).statement().await;
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for (transfer, _) in &lines {
        *times.entry(transfer).or_default() += 1;
    }
    let doubtful: Vec<_> = sent.iter().filter(|id| times.get(id.as_str()) != Some(&1)).collect();
    eprintln!("{} kills, {} payments", soak(ROUNDS), sent.len());
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
    let guest = tokio::spawn(sign_in_on_and_on(program.url().to_owned()));
    bench::eventually("answers", async || (answers.load(Ordering::SeqCst) >= enough).then_some(())).await;
    program.kill();
    let program = Program::serve(data);
    let wren = wren.at(program.url());
    for browser in guest.await.unwrap() {
        let wallet = browser.get(format!("{}/wallet", program.url())).send().await.unwrap();
        assert_eq!(wallet.status(), reqwest::StatusCode::OK, "who was signed in still is");
    }
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

/// Signs in until no answer comes any more; whoever was answered is signed in.
async fn sign_in_on_and_on(url: String) -> Vec<reqwest::Client> {
    let mut signed_in = Vec::new();
    while let Ok(browser) = Person::browser(&url, bundle::ROSALIND).await {
        signed_in.push(browser);
    }
    signed_in
}

/// How often each command is cut short, after this many milliseconds and a few more each time.
const CUTS: usize = 12;

#[test]
fn an_import_that_is_cut_short_is_there_whole_or_not_at_all() {
    let folder = bench::folder();
    let (data, source) = (folder.path().join("data"), folder.path().join("source"));
    bundle::write(&bundle::sound(), &source);
    let whole = String::from_utf8(bundle::sound().remove("transfers.csv").unwrap()).unwrap().lines().count();
    let mut cut = 0;
    for round in 0..CUTS {
        let slug = format!("row-{round}");
        let said = program::cut_short(4 + 6 * round, &data, &[&"import", &source, &"--community", &slug]);
        cut += usize::from(said.code != 0);
        if data.join("node.redb").exists() {
            program::examine(&data);
        }
        let goal = folder.path().join(&slug);
        let exported = program::command(&data, &[&"export", &goal, &"--community", &slug]);
        if exported.code == 0 {
            let there = String::from_utf8(bundle::read(&goal).remove("transfers.csv").unwrap()).unwrap();
            assert_eq!(there.lines().count(), whole, "round {round}");
        } else {
            assert!(said.code != 0, "it said that it was done: {said:?}");
            program::command(&data, &[&"import", &source, &"--community", &slug]).ends(0);
        }
    }
    assert!(cut > 0, "no import was cut short");
}

#[test]
fn a_backup_or_restore_that_is_cut_short_leaves_nothing_that_looks_whole() {
    let folder = bench::folder();
    let data = folder.path().join("data");
    program::import(&data);
    let sound = folder.path().join("sound.backup");
    program::command(&data, &[&"backup", &sound]).ends(0);
    let mut cut = 0;
    for round in 0..CUTS {
        let file = folder.path().join(format!("{round}.backup"));
        let said = program::cut_short(3 + 4 * round, &data, &[&"backup", &file]);
        cut += usize::from(said.code != 0);
        assert!(file.exists() || said.code != 0, "it said that it was done: {said:?}");
        if file.exists() {
            let again = folder.path().join(format!("{round}.again"));
            program::command(&again, &[&"restore", &file]).ends(0);
            program::examine(&again);
        }
        let goal = folder.path().join(format!("{round}.restored"));
        let said = program::cut_short(3 + 5 * round, &goal, &[&"restore", &sound]);
        cut += usize::from(said.code != 0);
        if goal.exists() {
            program::examine(&goal);
        } else {
            assert!(said.code != 0, "it said that it was done: {said:?}");
        }
    }
    program::examine(&data);
    assert!(cut > 0, "nothing was cut short");
}
