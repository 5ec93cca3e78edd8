//! Keeping data: backups of a running program, restoring, and what the doctor says about damaged files.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use crate::bench::{
    self, bundle,
    chance::Chance,
    person::Person,
    program::{self, Program, command},
};

/// Payments answered before the backup begins.
const ANSWERS: usize = 20;

/// Places of a store that are damaged by chance.
const PLACES: usize = 16;

/// The store of the only community.
fn store(data: &Path) -> PathBuf {
    let mut communities = fs::read_dir(data.join("communities")).unwrap();
    communities.next().unwrap().unwrap().path().join("store.redb")
}

/// Copies the data folder with one byte of the community's store changed.
fn flipped(data: &Path, to: &Path, at: usize) {
    let copy = |from: &Path, to: &Path| {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from, to).unwrap();
    };
    copy(&data.join("node.redb"), &to.join("node.redb"));
    let goal = to.join(store(data).strip_prefix(data).unwrap());
    copy(&store(data), &goal);
    let mut bytes = fs::read(&goal).unwrap();
    bytes[at] ^= 0x20;
    fs::write(&goal, bytes).unwrap();
}

/// What the doctor says about a folder with a changed byte: its code and its findings. It may refuse to open the
/// folder, but it never breaks down.
fn diagnosis(data: &Path, at: usize) -> (i32, usize) {
    let folder = bench::folder();
    flipped(data, folder.path(), at);
    let said = command(folder.path(), &[&"doctor", &"--json"]);
    assert!(!said.err.contains("panicked") && [0, 1, 2].contains(&said.code), "byte {at}: {said:?}");
    match said.code {
        2 => assert!(said.err.starts_with("ayni: "), "byte {at}: {said:?}"),
        code => assert_eq!(said.json()["well"], code == 0, "byte {at}: {said:?}"),
    }
    let findings = if said.code == 1 { said.json()["findings"].as_array().unwrap().len() } else { 0 };
    (said.code, findings)
}

#[test]
fn the_doctor_finds_a_changed_byte_of_a_record() {
    let folder = bench::folder();
    let data = folder.path().join("data");
    program::import(&data);
    program::examine(&data);
    let bytes = fs::read(store(&data)).unwrap();
    let words = bundle::LOAVES.as_bytes();
    let places: Vec<_> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(words)).collect();
    let said: Vec<_> = places.iter().map(|at| diagnosis(&data, at + 3)).collect();
    assert!(said.iter().any(|(code, findings)| *code == 1 && *findings > 0), "{places:?}: {said:?}");
}

#[test]
fn the_doctor_never_breaks_down_over_damage() {
    let folder = bench::folder();
    let data = folder.path().join("data");
    program::import(&data);
    let length = fs::read(store(&data)).unwrap().len();
    let mut chance = Chance::new(7);
    for _ in 0..PLACES {
        diagnosis(&data, chance.below(length));
    }
}

/// Exports Hazel Row.
fn export(data: &Path) -> ayni_bundle::Files {
    let folder = bench::folder();
    let goal = folder.path().join("export");
    command(data, &[&"export", &goal, &"--community", &"hazel-row"]).ends(0);
    bundle::read(&goal)
}

#[test]
fn a_backup_of_a_busy_program_holds_every_answered_payment() {
    let folder = bench::folder();
    let data = folder.path().join("data");
    program::import(&data);
    let program = Program::serve(&data);
    let (busy, quiet) = (folder.path().join("busy.backup"), folder.path().join("quiet.backup"));
    let before = bench::run(under_load(&data, program.url(), &busy));
    let restored = folder.path().join("restored");
    command(&restored, &[&"restore", &busy]).ends(0);
    program::examine(&restored);
    let transfers = String::from_utf8(export(&restored).remove("transfers.csv").unwrap()).unwrap();
    let missing: Vec<_> = before.iter().filter(|id| !transfers.contains(id.as_str())).collect();
    assert!(missing.is_empty(), "answered before the backup and not in it: {missing:?}");
    command(&data, &[&"backup", &quiet]).ends(0);
    let same = folder.path().join("same");
    command(&same, &[&"restore", &quiet]).ends(0);
    program::examine(&same);
    assert!(export(&same) == export(&data), "the restored balances and history differ");
    program.stop();
    bench::run(serves_again(&same));
}

/// Makes a backup while two clients pay. Gives the ids of the payments answered before it began.
async fn under_load(data: &Path, url: &str, goal: &Path) -> Vec<String> {
    let (answers, enough) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
    let mut clients = Vec::new();
    for seed in 0..2 {
        let wren = Person::sign_in(url, bundle::WREN).await;
        clients.push(tokio::spawn(pay_until(wren, Chance::new(seed), Arc::clone(&answers), Arc::clone(&enough))));
    }
    bench::eventually("payments", async || (answers.load(Ordering::SeqCst) >= ANSWERS).then_some(())).await;
    let at_least = answers.load(Ordering::SeqCst);
    let (folder, file) = (data.to_owned(), goal.to_owned());
    let backup = tokio::task::spawn_blocking(move || command(&folder, &[&"backup", &file]).ends(0));
    backup.await.unwrap();
    assert!(answers.load(Ordering::SeqCst) > at_least, "nobody could pay while the backup was made");
    enough.store(true, Ordering::SeqCst);
    let mut paid = Vec::new();
    for client in clients {
        paid.extend(client.await.unwrap());
    }
    paid.sort();
    paid.into_iter().take(at_least).map(|(_, id)| id).collect()
}

/// Pays until it is enough. Gives the ids in the order of the answers among all clients.
async fn pay_until(
    wren: Person,
    mut chance: Chance,
    answers: Arc<AtomicUsize>,
    enough: Arc<AtomicBool>,
) -> Vec<(usize, String)> {
    let mut paid = Vec::new();
    while !enough.load(Ordering::SeqCst) {
        let id = chance.uuid();
        wren.pay(&id, "HAZL0004", "0.25").await.unwrap();
        paid.push((answers.fetch_add(1, Ordering::SeqCst), id));
    }
    paid
}

/// A restored folder is a whole one: people sign in and pay.
async fn serves_again(data: &Path) {
    let program = Program::serve(data);
    let wren = Person::sign_in(program.url(), bundle::WREN).await;
    wren.pay(&Chance::new(99).uuid(), "HAZL0004", "0.25").await.unwrap();
    program::examine(data);
    program.stop();
}

#[test]
fn a_damaged_backup_and_a_full_folder_are_refused() {
    let folder = bench::folder();
    let (data, backup) = (folder.path().join("data"), folder.path().join("backup"));
    program::import(&data);
    command(&data, &[&"backup", &backup]).ends(0);
    let said = command(&data, &[&"backup", &backup]).ends(2);
    assert!(said.err.contains("exists already"), "{said:?}");
    let said = command(&data, &[&"restore", &backup]).ends(2);
    assert!(said.err.contains("is not empty. Restore into a new folder"), "{said:?}");
    let bytes = fs::read(&backup).unwrap();
    let mut changed = bytes.clone();
    changed[bytes.len() / 2] ^= 1;
    let damaged = folder.path().join("damaged");
    for damage in [&changed[..], &bytes[..bytes.len() / 2], &bytes[..bytes.len() - 9], b"no backup at all", b""] {
        fs::write(&damaged, damage).unwrap();
        let goal = folder.path().join("goal");
        let said = command(&goal, &[&"restore", &damaged]).ends(2);
        assert!(said.err.contains("is no sound backup"), "{said:?}");
        assert!(!goal.exists(), "a damaged backup left a folder");
        let left = fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(left, 3, "data, backup and damaged backup, and nothing left over");
    }
}

#[test]
fn a_running_program_backs_up_sealed_and_drills() {
    let folder = bench::folder();
    let place = |name: &str| folder.path().join(name);
    let (data, settings, key) = (place("data"), place("ayni.toml"), place("key.txt"));
    let pair = command(&data, &[&"backup", &"--new-key", &"--json"]).ends(0).json();
    fs::write(&key, pair["secret"].as_str().unwrap()).unwrap();
    let (public, backups) = (pair["public"].as_str().unwrap(), place("backups"));
    let text = format!("backup_folder = \"{}\"\nbackup_recipient = \"{public}\"\n", backups.display());
    fs::write(&settings, text).unwrap();
    program::import(&data);
    let program = Program::serve_with(&data, &settings);
    let newest = bench::run(back_up_and_pay(program.url()));
    assert!(newest.starts_with(b"age-encryption.org/"));
    let drilled = command(&data, &[&"doctor", &"--restore-drill"]).ends(0);
    assert!(
        drilled.out.contains("The drill went well") && !drilled.out.contains("and 0 transactions of"),
        "{drilled:?}"
    );
    let file = place("today.ayni.age");
    let said = command(&data, &[&"backup", &file]).ends(0);
    assert!(said.out.contains("encrypted, read back and compared."), "{said:?}");
    let goal = place("goal");
    let said = command(&goal, &[&"restore", &file]).ends(2);
    assert!(said.err.contains("give the secret key with --identity KEYFILE") && !goal.exists(), "{said:?}");
    command(&goal, &[&"restore", &file, &"--identity", &key]).ends(0);
    program.stop();
    assert!(export(&goal) == export(&data), "the restored balances and history differ");
    let earlier = place("earlier");
    let said = command(&earlier, &[&"restore", &backups, &"--identity", &key]).ends(0);
    assert!(said.out.contains("Taken from ayni-") && said.out.contains("The last change in it is of"), "{said:?}");
    program::examine(&earlier);
    assert!(export(&earlier) != export(&data), "the payment after the backup is in no archive");
}

/// Presses the button, waits until the backup is there, takes it away, and pays afterwards.
async fn back_up_and_pay(url: &str) -> Vec<u8> {
    let wren = Person::sign_in_for(url, bundle::WREN, "admin").await.unwrap();
    let (status, _) = wren.ask(reqwest::Method::POST, "/admin/keeping/backups", None).await.unwrap();
    assert_eq!(status, reqwest::StatusCode::CREATED);
    bench::eventually("the backup", async || {
        let done = wren.read("/admin/keeping/progress").await["state"] == "done";
        (done && wren.read("/admin/keeping").await["backups"]["may_download"] == true).then_some(())
    })
    .await;
    let newest = wren.file("/admin/keeping/backups/newest").await;
    wren.pay(&Chance::new(5).uuid(), "HAZL0004", "0.25").await.unwrap();
    newest
}

/// What a program that met a failing disk leaves beside the file.
fn mark(store: &Path) {
    let mut name = store.file_name().unwrap().to_owned();
    name.push(".fault");
    fs::write(store.with_file_name(name), "some earlier boot\ninput/output error\n").unwrap();
}

/// Empties a piece in the middle of a file, as if it had never been written.
fn hollow(store: &Path) {
    let mut bytes = fs::read(store).unwrap();
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..].fill(0);
    fs::write(store, bytes).unwrap();
}

#[test]
fn after_a_failing_disk_sound_files_are_written_anew_and_trusted_again() {
    let folder = bench::folder();
    let data = folder.path().join("data");
    program::import(&data);
    let files = [data.join("node.redb"), store(&data)];
    for file in &files {
        mark(file);
    }
    program::examine(&data);
    assert!(files.iter().all(|file| !file.with_extension("redb.fault").exists()));
    Program::serve(&data).stop();
}

#[test]
fn a_file_that_the_disk_ruined_is_not_started_into_blindly() {
    let folder = bench::folder();
    let data = folder.path().join("data");
    program::import(&data);
    let node = data.join("node.redb");
    let sound = fs::read(&node).unwrap();
    hollow(&node);
    mark(&node);
    let said = command(&data, &[&"serve", &"--listen", &"127.0.0.1:0"]).ends(74);
    assert!(said.err.contains("cannot be trusted: input/output error") && said.err.contains("restore"), "{said:?}");
    fs::write(&node, sound).unwrap();
    hollow(&store(&data));
    mark(&store(&data));
    // One community's ruined file: the program serves the others, and the doctor names it.
    let said = command(&data, &[&"doctor", &"--json"]).ends(1);
    assert!(said.json()["findings"][0]["fault"].as_str().unwrap().contains("cannot be trusted"), "{said:?}");
    Program::serve(&data).stop();
}

#[test]
fn a_community_whose_file_is_gone_does_not_come_back_empty() {
    let folder = bench::folder();
    let data = folder.path().join("data");
    program::import(&data);
    let file = store(&data);
    for damage in [|file: &Path| fs::write(file, b"").unwrap(), |file: &Path| fs::remove_file(file).unwrap()] {
        damage(&file);
        let said = command(&data, &[&"doctor", &"--json"]).ends(1);
        assert!(said.json()["findings"][0]["fault"].as_str().unwrap().contains("missing or empty"), "{said:?}");
        let said = command(&data, &[&"export", &folder.path().join("out"), &"--community", &"hazel-row"]);
        assert_eq!(said.code, 2, "{said:?}");
    }
    assert!(!file.exists(), "and it is not made anew");
}
