//! Python with the independent calendar programs that ours are compared with, in a folder of its own below target.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

/// What is installed, with versions.
const PACKAGES: &str = include_str!("../python.txt");

/// The interpreter; the first call installs it with its packages from the package index, unless they are there.
pub(crate) fn python() -> &'static Path {
    static PYTHON: OnceLock<PathBuf> = OnceLock::new();
    PYTHON.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("python");
        let (python, ready) = (folder.join("bin/python"), folder.join("ayni-packages.txt"));
        if fs::read_to_string(&ready).is_ok_and(|installed| installed == PACKAGES) && python.exists() {
            return python;
        }
        let list = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/python.txt");
        done(Command::new("python3").args(["-m", "venv"]).arg(&folder));
        done(Command::new(&python).args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "-r",
            list,
        ]));
        fs::write(ready, PACKAGES).unwrap();
        python
    })
}

/// Runs a command to its end and gives what it printed; fails with what it complained about.
pub(crate) fn done(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?} did not start: {error}"));
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} failed:\n{complaint}");
    String::from_utf8(output.stdout).unwrap()
}
