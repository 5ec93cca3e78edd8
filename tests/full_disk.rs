//! A disk that is full: the real program on a small file system of its own.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::{
    fs::{self, File},
    io::Write as _,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::bench::{
    self, bundle,
    chance::Chance,
    person::Person,
    program::{self, Program, command},
};

/// Room for a small community and what the program keeps free.
const DISK_MIB: u32 = 128;

/// How often the disk is filled and cleared.
const CYCLES: usize = 20;

/// A file system in memory, unmounted when the test ends.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mount() -> Self {
        let folder = bench::folder();
        let size = format!("size={DISK_MIB}m");
        let mounted = root("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path()).status().unwrap();
        assert!(mounted.success(), "this test mounts a small file system: run it as root or with sudo");
        let mine =
            format!("{}", fs::metadata("/proc/self").map(|own| std::os::unix::fs::MetadataExt::uid(&own)).unwrap());
        assert!(root("chown").arg(mine).arg(folder.path()).status().unwrap().success());
        Self(folder)
    }

    fn filler(&self) -> PathBuf {
        self.0.path().join("filler")
    }

    /// Takes every last byte.
    fn fill(&self) {
        let mut file = File::options().create(true).append(true).open(self.filler()).unwrap();
        for piece in [1 << 20, 4096] {
            while file.write_all(&vec![0x5A; piece]).is_ok() {}
        }
    }

    fn clear(&self) {
        fs::remove_file(self.filler()).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // The folder cannot be removed while it is mounted; a failed test has said why already.
        let _ = root("umount").arg("--lazy").arg(self.0.path()).status();
    }
}

fn own_user() -> u32 {
    fs::metadata("/proc/self").unwrap().uid()
}

/// A command with the rights to mount.
fn root(name: &str) -> Command {
    if own_user() == 0 {
        return Command::new(name);
    }
    let mut sudo = Command::new("sudo");
    sudo.args(["--non-interactive", name]);
    sudo
}

#[test]
fn a_full_disk_refuses_changes_in_plain_words_and_everything_else_goes_on() {
    let disk = SmallDisk::mount();
    let data = disk.0.path().join("data");
    program::import(&data);
    let program = Program::serve(&data);
    bench::run(live_through(&disk, program.url(), &data));
    program.stop();
    program::examine(&data);
}

async fn live_through(disk: &SmallDisk, url: &str, data: &Path) {
    let wren = Person::sign_in(url, bundle::WREN).await;
    let (_, history) = wren.statement().await;
    let mut chance = Chance::new(3);
    let mut paid = 0;
    for cycle in 0..CYCLES {
        disk.fill();
        for _ in 0..3 {
            refused(&wren, &chance.uuid()).await;
        }
        assert_eq!(wren.statement().await.1.len(), history.len() + paid, "cycle {cycle}: reading goes on");
        // Signing in writes; a reserve is kept for it.
        let rosalind = Person::sign_in(url, bundle::ROSALIND).await;
        rosalind.statement().await;
        disk.fill();
        let backup = disk.0.path().join("full.backup");
        let said = command(data, &[&"backup", &backup]);
        assert!(said.code != 0 && !backup.exists(), "a backup needs room: {said:?}");
        disk.clear();
        wren.pay(&chance.uuid(), "HAZL0004", "0.01").await.unwrap();
        paid += 1;
        let reserve = data.join("ayni.reserve");
        bench::eventually("the reserve", async || reserve.exists().then_some(())).await;
    }
    assert_eq!(wren.statement().await.1.len(), history.len() + paid, "only what was answered was paid");
}

/// A payment that finds the disk full is told so, in a problem document.
async fn refused(wren: &Person, id: &str) {
    let body = json!({ "id": id, "to": "HAZL0004", "amount": "0.01", "description": "for the test" });
    let (status, problem) = wren.ask(Method::POST, "/payments", Some(body)).await.unwrap();
    assert_eq!(status, StatusCode::INSUFFICIENT_STORAGE, "{problem}");
    assert!(problem["detail"].as_str().unwrap().contains("disk is full"), "{problem}");
}
