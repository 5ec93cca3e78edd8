//! The command line: bundles in and out, backups, the doctor, settings. Every command is the real program.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::bench::{
    self, bundle,
    program::{self, Program, command},
};

/// Every file below a folder with its bytes.
fn snapshot(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.clone(), fs::read(path).unwrap());
            }
        }
    }
    files
}

/// A folder with Hazel Row's bundle beside a place for data.
fn hazel_row() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = bench::folder();
    let (source, data) = (folder.path().join("bundle"), folder.path().join("data"));
    bundle::write(&bundle::sound(), &source);
    (folder, source, data)
}

/// Exports a community of a data folder.
fn export(data: &Path, community: &str) -> ayni_bundle::Files {
    let folder = bench::folder();
    let goal = folder.path().join("export");
    command(data, &[&"export", &goal, &"--community", &community]).ends(0);
    bundle::read(&goal)
}

#[test]
fn a_sound_bundle_comes_in_whole() {
    let (_folder, source, data) = hazel_row();
    let said = command(&data, &[&"import", &source, &"--community", &"hazel-row"]).ends(0);
    for line in [
        "Hazel Row: 4 members, 3 users, 4 accounts, 4 transfers, 1 categories, 2 listings.",
        "Sum of all balances: 0.00 hz. Balances equal to the history: 4 of 4.",
        "Imported as hazel-row.",
    ] {
        assert!(said.out.lines().any(|said| said == line), "no line {line:?}: {said:?}");
    }
    program::examine(&data);
    let again = command(&data, &[&"import", &source, &"--community", &"hazel-row"]);
    assert_ne!(again.code, 0, "a community that is there already was imported once more");
}

#[test]
fn a_dry_run_reports_and_writes_nothing() {
    let (_folder, source, data) = hazel_row();
    let said = command(&data, &[&"import", &source, &"--community", &"hazel-row", &"--dry-run", &"--json"]).ends(0);
    let report = said.json();
    let figures = ["members", "users", "accounts", "transfers", "categories", "listings", "reconciled"];
    let found: Vec<_> = figures.iter().map(|figure| report[figure].as_u64().unwrap()).collect();
    assert_eq!(found, [4, 3, 4, 4, 1, 2, 4], "{report}");
    assert_eq!((&report["sum"], &report["name"]), (&"0.00".into(), &"Hazel Row".into()));
    assert_eq!(report["faults"], serde_json::json!([]));
    assert!(!data.exists(), "a dry run made the data folder");
}

#[test]
fn a_damaged_bundle_is_refused_with_every_fault_and_changes_nothing() {
    let (folder, source, data) = hazel_row();
    let damaged = folder.path().join("damaged");
    let (files, expected) = bundle::damaged();
    bundle::write(&files, &damaged);
    let refuse = || {
        let said = command(&data, &[&"import", &damaged, &"--community", &"other-row", &"--json"]).ends(1);
        let report = said.json();
        let faults = report["faults"].as_array().unwrap();
        for (file, row, column) in &expected {
            let place = |fault: &Value| {
                fault["file"] == *file && fault["row"].as_u64() == *row && fault["column"].as_str() == *column
            };
            let fault = faults.iter().find(|fault| place(fault));
            let fault = fault.unwrap_or_else(|| panic!("no fault in {file}, row {row:?}, {column:?}: {report:#}"));
            assert!(fault["reason"].as_str().unwrap().ends_with('.'), "{fault} has no sentence");
        }
        faults.len()
    };
    let faults = refuse();
    assert!(!data.exists(), "a refused bundle made the data folder");
    command(&data, &[&"import", &source, &"--community", &"hazel-row"]).ends(0);
    let before = snapshot(&data);
    refuse();
    let said = command(&data, &[&"import", &damaged, &"--community", &"other-row"]).ends(1);
    assert!(snapshot(&data) == before, "a refused bundle changed the data folder");
    assert!(said.out.contains("transfers.csv, row 3, payer: There is no account HAZL0044"), "{said:?}");
    assert!(said.out.contains(&format!("{faults} faults. Nothing was imported.")), "{said:?}");
}

#[test]
fn export_and_import_give_the_same_bytes_again() {
    let (folder, source, data) = hazel_row();
    command(&data, &[&"import", &source, &"--community", &"hazel-row"]).ends(0);
    let first = export(&data, "hazel-row");
    let zip = folder.path().join("hazel.zip");
    command(&data, &[&"export", &zip, &"--community", &"hazel-row"]).ends(0);
    assert_eq!(ayni_bundle::from_zip(&fs::read(&zip).unwrap()).unwrap(), first, "zip and folder differ");
    let other = folder.path().join("other");
    command(&other, &[&"import", &zip, &"--community", &"second-hazel"]).ends(0);
    assert!(export(&other, "second-hazel") == first, "the second export differs");
    program::examine(&other);
    let said = command(&data, &[&"export", &zip, &"--community", &"hazel-row"]).ends(2);
    assert!(said.err.contains("exists already"), "{said:?}");
    let said = command(&data, &[&"export", &folder.path().join("none"), &"--community", &"nowhere"]).ends(2);
    assert!(said.err.contains("There is no community named nowhere here."), "{said:?}");
}

#[test]
fn a_second_program_on_the_same_folder_is_refused() {
    let (_folder, source, data) = hazel_row();
    let program = Program::serve(&data);
    let said = command(&data, &[&"serve", &"--listen", &"127.0.0.1:0"]).ends(2);
    assert!(said.err.contains("is already in use by another running Ayni. Stop that one first"), "{said:?}");
    // The other commands ask the program that has the folder.
    command(&data, &[&"import", &source, &"--community", &"hazel-row"]).ends(0);
    program::examine(&data);
    let while_running = export(&data, "hazel-row");
    program.stop();
    assert!(export(&data, "hazel-row") == while_running);
}

#[test]
fn commands_that_only_look_refuse_a_folder_without_data() {
    let folder = bench::folder();
    let data = folder.path().join("nothing");
    let file = folder.path().join("file");
    for arguments in [vec!["doctor"], vec!["backup", file.to_str().unwrap()]] {
        let arguments: Vec<&dyn AsRef<std::ffi::OsStr>> = arguments.iter().map(|a| a as _).collect();
        let said = command(&data, &arguments).ends(2);
        assert!(said.err.contains("There is no data in"), "{said:?}");
        assert!(!data.exists() && !file.exists());
    }
}

#[test]
fn settings_are_explained_and_wrong_ones_refused() {
    let folder = bench::folder();
    let data = folder.path().join("data");
    let said = command(&data, &[&"config"]).ends(0);
    let keys: Vec<_> =
        said.out.lines().filter_map(|line| line.strip_prefix('#').filter(|l| !l.starts_with(' '))).collect();
    assert!(keys.len() >= 9, "{said:?}");
    let file = folder.path().join("ayni.toml");
    fs::write(&file, keys.join("\n")).unwrap();
    command(&data, &[&"config", &"--config", &file]).ends(0);
    fs::write(&file, "log = \"info\"\n\nport = 80\n").unwrap();
    let said = command(&data, &[&"serve", &"--config", &file]).ends(2);
    assert!(said.err.contains("line 3: There is no setting named port. Known are: data"), "{said:?}");
    fs::write(&file, "listen = \"everywhere\"\n").unwrap();
    let said = command(&data, &[&"serve", &"--config", &file]).ends(2);
    assert!(said.err.contains("line 1: listen cannot be \"everywhere\". Allowed is"), "{said:?}");
    assert!(!data.exists());
}

#[test]
fn a_connection_that_nobody_uses_does_not_hold_up_the_end() {
    let folder = bench::folder();
    let program = Program::serve(&folder.path().join("data"));
    let address = program.url().strip_prefix("http://").unwrap().to_owned();
    let unused = std::net::TcpStream::connect(address).unwrap();
    // Connections are taken in their order: once this one is answered, the unused one is held.
    bench::run(async { reqwest::get(format!("{}/health", program.url())).await.unwrap() });
    let (done, ended) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        program.stop();
        done.send(()).unwrap();
    });
    let soon = ended.recv_timeout(std::time::Duration::from_secs(5));
    assert!(soon.is_ok(), "it waits for a connection that says nothing");
    drop(unused);
}

/// Runs only where the variable names the real community's bundle, which is not part of the repository.
#[test]
fn a_real_community_moves_in() {
    let Some(source) = std::env::var_os("AYNI_BUNDLE") else { return };
    let folder = bench::folder();
    let (data, other) = (folder.path().join("data"), folder.path().join("other"));
    let report = command(&data, &[&"import", &source, &"--community", &"real", &"--json"]).ends(0).json();
    assert_eq!((report["members"].as_u64(), report["transfers"].as_u64()), (Some(30), Some(90)), "{report}");
    assert_eq!((report["sum"].as_str(), &report["reconciled"]), (Some("0.00"), &report["accounts"]));
    program::examine(&data);
    let first = export(&data, "real");
    let copy = folder.path().join("copy");
    bundle::write(&first, &copy);
    command(&other, &[&"import", &copy, &"--community", &"again"]).ends(0);
    assert!(export(&other, "again") == first);
}
