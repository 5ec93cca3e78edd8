//! The warm standby: following under load and over a bad wire, taking over, and the fence around the old primary.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::bench::{
    self, bundle,
    chance::Chance,
    person::Person,
    program::{self, Program, command},
    wire::Wire,
};

/// Clients that pay at the same time.
const CLIENTS: u64 = 4;

/// Connections that break in the middle while the standby follows.
const BREAKS: usize = 30;

/// A primary with Hazel Row and a key for its standby, and a folder for the standby.
struct Pair {
    _folder: TempDir,
    first: PathBuf,
    second: PathBuf,
    key: PathBuf,
}

impl Pair {
    fn new() -> Self {
        let folder = bench::folder();
        let at = |name: &str| folder.path().join(name);
        let (first, second, key) = (at("first"), at("second"), at("key"));
        program::import(&first);
        let said = command(&first, &[&"standby-key"]).ends(0);
        fs::write(&key, said.out).unwrap();
        Self { first, second, key, _folder: folder }
    }

    fn standby(&self, from: &str) -> Program {
        Program::standby(&self.second, from, &self.key, &[])
    }
}

/// Number and digest of every store of a folder.
fn digests(data: &Path) -> Value {
    command(data, &[&"digests", &"--json"]).ends(0).json()
}

fn status(data: &Path) -> Value {
    command(data, &[&"standby-status", &"--json"]).ends(0).json()
}

/// Waits until both folders hold the same.
async fn alike(one: &Path, other: &Path) {
    bench::eventually("equal stores", async || (digests(one) == digests(other)).then_some(())).await;
}

/// Clients that pay until it is enough, or no answer comes any more.
struct Load {
    enough: Arc<AtomicBool>,
    answers: Arc<AtomicUsize>,
    clients: Vec<tokio::task::JoinHandle<(Vec<String>, Option<String>)>>,
}

impl Load {
    fn begin(payer: &Person, seed: u64) -> Self {
        let (enough, answers) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let client = |client| {
            let (payer, enough, answers) = (payer.clone(), Arc::clone(&enough), Arc::clone(&answers));
            tokio::spawn(pay_on(payer, Chance::new(seed + client), enough, answers))
        };
        let clients = (0..CLIENTS).map(client).collect();
        Self { enough, answers, clients }
    }

    /// Waits for so many more answers.
    async fn go_on(&self, more: usize) {
        let goal = self.answers.load(Ordering::SeqCst) + more;
        bench::eventually("answers", async || (self.answers.load(Ordering::SeqCst) >= goal).then_some(())).await;
    }

    /// Ends it. Gives the answered payments, and those of which no answer came.
    async fn end(self) -> (Vec<String>, Vec<String>) {
        self.enough.store(true, Ordering::SeqCst);
        let (mut answered, mut unanswered) = (Vec::new(), Vec::new());
        for client in self.clients {
            let (paid, doubtful) = client.await.unwrap();
            answered.extend(paid);
            unanswered.extend(doubtful);
        }
        (answered, unanswered)
    }
}

async fn pay_on(
    payer: Person,
    mut chance: Chance,
    enough: Arc<AtomicBool>,
    answers: Arc<AtomicUsize>,
) -> (Vec<String>, Option<String>) {
    let mut answered = Vec::new();
    while !enough.load(Ordering::SeqCst) {
        let id = chance.uuid();
        if payer.pay(&id, "HAZL0004", "0.01").await.is_err() {
            return (answered, Some(id));
        }
        answered.push(id);
        answers.fetch_add(1, Ordering::SeqCst);
    }
    (answered, None)
}

/// Tries to pay; gives the status and the reason when it was refused.
async fn try_to_pay(payer: &Person, id: &str) -> (StatusCode, String) {
    let body = json!({ "id": id, "to": "HAZL0004", "amount": "0.01", "description": "for the test" });
    let (status, data) = payer.ask(Method::POST, "/payments", Some(body)).await.unwrap();
    (status, data["detail"].as_str().unwrap_or_default().to_owned())
}

/// The payments in a statement that are not part of Hazel Row's history, each as often as it is there.
async fn payments(payer: &Person) -> Vec<String> {
    let (_, lines) = payer.statement().await;
    let mut ids: Vec<_> = lines.into_iter().filter(|(_, amount)| amount == "-0.01").map(|(id, _)| id).collect();
    ids.sort();
    ids
}

fn sorted(mut ids: Vec<String>) -> Vec<String> {
    ids.sort();
    ids
}

#[test]
fn a_standby_begins_under_load_and_follows() {
    let pair = Pair::new();
    let primary = Program::serve(&pair.first);
    bench::run(async {
        let wren = Person::sign_in(primary.url(), bundle::WREN).await;
        let load = Load::begin(&wren, 1);
        load.go_on(20).await;
        let before = wren.send_photo(1).await;
        let standby = pair.standby(primary.url());
        load.go_on(20).await;
        let after = wren.send_photo(2).await;
        let (answered, _) = load.end().await;
        alike(&pair.first, &pair.second).await;
        let there = wren.at(standby.url());
        for photo in [before, after] {
            assert_eq!(there.fetch(&photo).await, wren.fetch(&photo).await);
        }
        assert_eq!(payments(&there).await, sorted(answered));
        let (refused, why) = try_to_pay(&there, &Chance::new(99).uuid()).await;
        assert_eq!(refused, StatusCode::SERVICE_UNAVAILABLE);
        assert!(why.contains("standby copy") && why.contains(primary.url()), "{why}");
        let page = reqwest::get(format!("{}/sign-in", standby.url())).await.unwrap().text().await.unwrap();
        assert!(page.contains("standby copy") && page.contains(primary.url()), "{page}");
        let health = reqwest::get(format!("{}/health", standby.url())).await.unwrap();
        assert_eq!(health.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(health.json::<Value>().await.unwrap()["status"], "standby");
        let lag = &status(&pair.first)["standbys"][0];
        assert_eq!((&lag["lag_entries"], &lag["state"]), (&json!(0), &json!("in-step")), "{lag}");
        bench::eventually("the search on the standby", async || {
            there.read("/members?q=Rosalind").await.to_string().contains("Rosalind Pike").then_some(())
        })
        .await;
        standby.stop();
        wren.pay(&Chance::new(98).uuid(), "HAZL0004", "0.01").await.unwrap();
        let standby = pair.standby(primary.url());
        alike(&pair.first, &pair.second).await;
        a_second_community(&pair).await;
        program::examine(&pair.first);
        program::examine(&pair.second);
        standby.stop();
        primary.stop();
    });
}

/// A community that is founded later reaches the standby whole.
async fn a_second_community(pair: &Pair) {
    let source = bench::folder();
    bundle::write(&bundle::sound(), source.path());
    command(&pair.first, &[&"import", &source.path(), &"--community", &"other-row"]).ends(0);
    alike(&pair.first, &pair.second).await;
    assert_eq!(digests(&pair.second).as_object().unwrap().len(), 3, "the node and two communities");
}

#[test]
fn a_wire_that_breaks_anywhere_loses_and_doubles_nothing() {
    let pair = Pair::new();
    let primary = Program::serve(&pair.first);
    bench::run(async {
        let wire = Wire::to(primary.url()).await;
        let wren = Person::sign_in(primary.url(), bundle::WREN).await;
        let load = Load::begin(&wren, 2);
        let standby = pair.standby(wire.url());
        let before = wire.breaks();
        wire.cut();
        bench::eventually("the cut", async || (wire.breaks() > before).then_some(())).await;
        wire.turn_fickle(40_000);
        let mut photos = Vec::new();
        for colour in 0..5 {
            photos.push(wren.send_photo(colour).await);
        }
        bench::eventually("broken connections", async || (wire.breaks() >= before + BREAKS).then_some(())).await;
        let (answered, _) = load.end().await;
        wire.mend();
        alike(&pair.first, &pair.second).await;
        let there = wren.at(standby.url());
        assert_eq!(payments(&there).await, sorted(answered));
        for photo in photos {
            assert_eq!(there.fetch(&photo).await, wren.fetch(&photo).await);
        }
        program::examine(&pair.second);
        standby.stop();
        primary.stop();
        // Merely served, a standby's folder shows what it has and takes nothing.
        let shown = Program::serve(&pair.second);
        let (refused, why) = try_to_pay(&wren.at(shown.url()), &Chance::new(97).uuid()).await;
        assert!(refused == StatusCode::SERVICE_UNAVAILABLE && why.contains("standby copy"), "{why}");
        shown.stop();
    });
}

#[test]
fn in_sync_mode_the_promoted_standby_has_every_answered_payment() {
    for (seed, answers) in [(3, 1), (13, 40), (23, 120)] {
        killed_after(seed, answers);
    }
}

/// Kills a primary in sync mode after so many answers, promotes its standby, and looks for every one of them.
fn killed_after(seed: u64, answers: usize) {
    let pair = Pair::new();
    let primary = Program::serve_set(&pair.first, &[("AYNI_STANDBY_MODE", "sync")]);
    bench::run(async {
        let standby = pair.standby(primary.url());
        let wren = Person::sign_in(primary.url(), bundle::WREN).await;
        let load = Load::begin(&wren, seed);
        load.go_on(answers).await;
        primary.kill();
        let (answered, unanswered) = load.end().await;
        command(&pair.second, &[&"promote"]).ends(0);
        let wren = wren.at(standby.url());
        let there = payments(&wren).await;
        let lost: Vec<_> = answered.iter().filter(|id| !there.contains(id)).collect();
        assert!(lost.is_empty(), "answered and lost: {lost:?}");
        for id in &unanswered {
            wren.pay(id, "HAZL0004", "0.01").await.unwrap();
        }
        assert_eq!(payments(&wren).await, sorted([answered, unanswered].concat()), "each exactly once");
        program::examine(&pair.second);
        standby.stop();
    });
}

#[test]
fn in_sync_mode_nothing_is_answered_while_the_standby_is_away() {
    let pair = Pair::new();
    let settings = [("AYNI_STANDBY_MODE", "sync"), ("AYNI_STANDBY_PATIENCE", "1")];
    let primary = Program::serve_set(&pair.first, &settings);
    bench::run(async {
        let wire = Wire::to(primary.url()).await;
        let standby = pair.standby(wire.url());
        let wren = Person::sign_in(primary.url(), bundle::WREN).await;
        let mut chance = Chance::new(5);
        let (doubtful, refused) = (chance.uuid(), chance.uuid());
        wren.pay(&chance.uuid(), "HAZL0004", "0.01").await.unwrap();
        wire.cut();
        let (status, _) = try_to_pay(&wren, &doubtful).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        let (status, why) = try_to_pay(&wren, &refused).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(why.contains("standby copy cannot be reached"), "{why}");
        assert_eq!(payments(&wren).await.len(), 2, "the doubtful one is kept here, the refused one is not");
        wire.mend();
        bench::eventually("the standby's return", async || {
            (try_to_pay(&wren, &refused).await.0 == StatusCode::CREATED).then_some(())
        })
        .await;
        wren.pay(&doubtful, "HAZL0004", "0.01").await.unwrap();
        assert_eq!(payments(&wren).await.len(), 3, "asking again doubles nothing");
        alike(&pair.first, &pair.second).await;
        a_second_community(&pair).await;
        standby.stop();
        primary.stop();
    });
}

/// The transfers in the files of what was never shipped.
fn unshipped(data: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for file in fs::read_dir(data.join("unshipped")).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|end| end == "jsonl") {
            for line in fs::read_to_string(path).unwrap().lines() {
                let entry: Value = serde_json::from_str(line).unwrap();
                found.extend(entry["transfers"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()));
            }
        }
    }
    sorted(found)
}

#[test]
fn in_async_mode_the_old_primary_is_fenced_and_shows_what_it_had_not_shipped() {
    let pair = Pair::new();
    let primary = Program::serve(&pair.first);
    bench::run(async {
        let wire = Wire::to(primary.url()).await;
        let standby = pair.standby(wire.url());
        let wren = Person::sign_in(primary.url(), bundle::WREN).await;
        let mut chance = Chance::new(6);
        let shipped = chance.uuid();
        wren.pay(&shipped, "HAZL0004", "0.01").await.unwrap();
        alike(&pair.first, &pair.second).await;
        wire.cut();
        let mut lacking = Vec::new();
        for _ in 0..25 {
            lacking.push(chance.uuid());
            wren.pay(lacking.last().unwrap(), "HAZL0004", "0.01").await.unwrap();
        }
        command(&pair.second, &[&"promote"]).ends(0);
        let there = wren.at(standby.url());
        assert_eq!(payments(&there).await, std::slice::from_ref(&shipped));
        let after = chance.uuid();
        there.pay(&after, "HAZL0004", "0.01").await.unwrap();
        wire.mend();
        bench::eventually("the fence", async || (status(&pair.first)["role"] == "fenced").then_some(())).await;
        let (refused, why) = try_to_pay(&wren, &chance.uuid()).await;
        assert_eq!(refused, StatusCode::SERVICE_UNAVAILABLE);
        assert!(why.contains("moved to another machine"), "{why}");
        bench::eventually("the old primary's word", async || {
            (status(&pair.second)["old_primary_knows"] == true).then_some(())
        })
        .await;
        assert_eq!(unshipped(&pair.first), sorted(lacking));
        primary.stop();
        stays_fenced(&pair, &wren, &standby).await;
        standby.stop();
        let promoted = pair.standby(wire.url());
        wren.at(promoted.url()).pay(&chance.uuid(), "HAZL0004", "0.01").await.unwrap();
        promoted.stop();
    });
}

/// A fenced primary stays fenced through a restart, is told apart by the doctor, and comes back as a standby only
/// when it is told to begin anew.
async fn stays_fenced(pair: &Pair, wren: &Person, promoted: &Program) {
    let old = Program::serve(&pair.first);
    let (refused, _) = try_to_pay(&wren.at(old.url()), &Chance::new(7).uuid()).await;
    assert_eq!(refused, StatusCode::SERVICE_UNAVAILABLE);
    let said = command(&pair.first, &[&"doctor"]).ends(0);
    assert!(said.out.contains("Another node took over (term 2)") && said.out.contains("unshipped"), "{said:?}");
    let said = command(&pair.first, &[&"promote"]).ends(2);
    assert!(said.err.contains("Another node took over"), "{said:?}");
    old.stop();
    let follow = [&"standby" as &dyn AsRef<std::ffi::OsStr>, &"--from", &promoted.url(), &"--key-file", &pair.key];
    let said = command(&pair.first, &follow).ends(2);
    assert!(said.err.contains("--anew"), "{said:?}");
    let again = Program::standby(&pair.first, promoted.url(), &pair.key, &["--anew"]);
    alike(&pair.first, &pair.second).await;
    assert!(pair.first.join("aside-1/unshipped").exists(), "what was there is kept");
    again.stop();
}

#[test]
fn a_wrong_key_learns_nothing() {
    let pair = Pair::new();
    let primary = Program::serve(&pair.first);
    let other = pair.first.with_file_name("other-key");
    fs::write(&other, "5".repeat(64)).unwrap();
    let data = pair.second.clone();
    let follow = [&"standby" as &dyn AsRef<std::ffi::OsStr>, &"--from", &primary.url(), &"--key-file", &other];
    let said = command(&data, &follow).ends(2);
    assert!(said.err.contains("does not accept this key"), "{said:?}");
    let secret = fs::read_to_string(&pair.key).unwrap();
    let kept = fs::read_to_string(pair.first.join("replication.json")).unwrap();
    assert!(!kept.contains(secret.trim()), "the primary keeps the secret itself");
    bench::run(async {
        let http = reqwest::Client::new();
        let mut answers = BTreeSet::new();
        for path in ["stores", "log/node?after=0&head=0&wait=0", "files/node", "copy/0", "status", "takeover"] {
            for key in ["", "wrong", &"5".repeat(64)] {
                for method in [Method::GET, Method::POST] {
                    let url = format!("{}/replication/v1/{path}", primary.url());
                    let request = http.request(method, url).bearer_auth(key).header("ayni-term", "9");
                    let answer = request.send().await.unwrap();
                    assert!(answer.headers().get("ayni-term").is_none(), "{path}");
                    answers.insert((answer.status(), answer.text().await.unwrap()));
                }
            }
        }
        let refusals = answers.iter().all(|(status, body)| {
            [StatusCode::UNAUTHORIZED, StatusCode::METHOD_NOT_ALLOWED].contains(status) && body.is_empty()
        });
        assert!(refusals, "{answers:?}");
        let wren = Person::sign_in(primary.url(), bundle::WREN).await;
        wren.pay(&Chance::new(8).uuid(), "HAZL0004", "0.01").await.unwrap();
    });
    primary.stop();
}
