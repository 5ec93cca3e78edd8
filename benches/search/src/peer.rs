//! The peer: PostgreSQL's full-text search on a cluster made for the run.

use std::{
    fs,
    io::{BufWriter, Write as _},
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, bail};
use ayni_search::Document;
use std::borrow::Borrow;

use crate::{
    Cli, KEY,
    data::{self, Typed},
    figures::{Stopwatch, Times, say, size},
};

/// Where Debian puts PostgreSQL.
const PACKAGES: &str = "/usr/lib/postgresql";

/// Tables, indexes and functions.
const SETUP: &str = include_str!("../peer.sql");

/// What a client asks for every key.
const TYPING: &str = "\\set n random(1, :count)\nSELECT find((SELECT words FROM typed WHERE n = :n), 8);\n";

/// The nearest within two kilometres.
const NEAR: &str = "\\set n random(1, :count)\n\
    SELECT id FROM things, (SELECT ll_to_earth(latitude, longitude) AS here FROM typed WHERE n = :n) AS at \
    WHERE earth_box(here, 2000) @> ll_to_earth(latitude, longitude) \
    AND earth_distance(here, ll_to_earth(latitude, longitude)) <= 2000 \
    ORDER BY earth_distance(here, ll_to_earth(latitude, longitude)) LIMIT 20;\n";

/// A running cluster with the data; it stops when this is dropped.
pub(crate) struct Peer {
    programs: PathBuf,
    cluster: PathBuf,
    socket: tempfile::TempDir,
    /// Whether to become the user `postgres`: the server refuses to run as root.
    root: bool,
    typed: usize,
}

impl Drop for Peer {
    fn drop(&mut self) {
        // What cannot be stopped is told by the next start.
        let _ = self.call("pg_ctl", &["stop", "-w", "-s", "-m", "fast", "-D", "data"]);
    }
}

impl Peer {
    /// Makes a cluster inside `folder` and fills it, or says why it is left out.
    pub(crate) fn prepare<D: Borrow<Document>>(
        folder: &Path,
        documents: impl IntoIterator<Item = D>,
        typed: &[Typed],
    ) -> Result<Option<Self>> {
        let Some(programs) = installed() else {
            say(format!("PostgreSQL is not installed (nothing in {PACKAGES}): the comparison is left out."));
            return Ok(None);
        };
        fs::create_dir_all(folder)?;
        write(folder, documents, typed)?;
        let socket = tempfile::Builder::new().prefix("ayni-pg-").tempdir()?;
        let root = fs::metadata("/proc/self")?.uid() == 0;
        if root {
            // The way to the cluster must be open to that user.
            let parent = folder.parent().unwrap_or(folder);
            checked(Command::new("chmod").arg("755").arg(parent))?;
            checked(Command::new("chown").args(["-R", "postgres"]).arg(folder).arg(socket.path()))?;
        }
        let peer = Self { programs, cluster: folder.to_owned(), socket, root, typed: typed.len() };
        say(peer.call("postgres", &["--version"])?.trim());
        peer.call("initdb", &["-A", "trust", "-U", "postgres", "-D", "data"])?;
        let settings = format!(
            "-k {} -c listen_addresses='' -c shared_buffers=1GB -c maintenance_work_mem=256MB",
            peer.socket.path().display()
        );
        peer.call("pg_ctl", &["start", "-w", "-s", "-D", "data", "-l", "server.log", "-o", &settings])?;
        let watch = Stopwatch::start();
        peer.psql(&["-q", "-v", "ON_ERROR_STOP=1", "-f", "setup.sql"])?;
        let bytes = size_of_tree(&folder.join("data").join("base"))?;
        say(format!("PostgreSQL: made in {:.1} s, {} MiB.", watch.seconds(), bytes >> 20));
        Ok(Some(peer))
    }

    /// The first ten answers to each of what was typed.
    pub(crate) fn answers(&self) -> Result<Vec<Vec<u32>>> {
        let told = self.psql(&["-At", "-F", ",", "-c", "SELECT n, find(words, 10) FROM typed ORDER BY n"])?;
        let mut answers = vec![Vec::new(); self.typed];
        for line in told.lines() {
            let (n, id) = line.split_once(',').with_context(|| format!("not two numbers: {line}"))?;
            let place: usize = n.parse()?;
            answers.get_mut(place - 1).context("a number beyond the last")?.push(id.parse()?);
        }
        Ok(answers)
    }

    /// The same loads as ours.
    pub(crate) fn measure(&self, cli: &Cli) -> Result<()> {
        let rate = f64::from(cli.clients) / KEY.as_secs_f64();
        let loads = [
            ("typing, a key every 150 ms", "typing.sql", true),
            ("typing without a pause", "typing.sql", false),
            ("nearest 20 within 2 km, a move every 150 ms", "near.sql", true),
        ];
        for (what, script, paced) in loads {
            say(format!("PostgreSQL, {what}: {}", self.load(cli, script, paced.then_some(rate))?));
        }
        Ok(())
    }

    fn load(&self, cli: &Cli, script: &str, rate: Option<f64>) -> Result<Times> {
        let (clients, seconds, count) =
            (cli.clients.to_string(), cli.seconds.to_string(), format!("count={}", self.typed));
        let rate = rate.map(|rate| format!("{rate:.0}"));
        let mut arguments = vec![
            "-n",
            "-f",
            script,
            "-c",
            &clients,
            "-j",
            "2",
            "-T",
            &seconds,
            "-D",
            &count,
            "-l",
            "--log-prefix",
            "times",
        ];
        arguments.extend(rate.iter().flat_map(|rate| ["-R", rate]));
        let socket = self.socket.path().display().to_string();
        self.call("pgbench", &[&["-h", &socket, "-U", "postgres"], arguments.as_slice(), &["postgres"]].concat())?;
        let mut times = Times::lasting(std::time::Duration::from_secs(cli.seconds));
        for entry in fs::read_dir(&self.cluster)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with("times.") {
                let text = fs::read_to_string(entry.path())?;
                let micros = text.lines().filter_map(|line| line.split(' ').nth(2)?.parse().ok());
                micros.for_each(|micros| times.add(std::time::Duration::from_micros(micros)));
                fs::remove_file(entry.path())?;
            }
        }
        Ok(times)
    }

    fn psql(&self, arguments: &[&str]) -> Result<String> {
        let socket = self.socket.path().display().to_string();
        self.call("psql", &[&["-h", &socket, "-U", "postgres"], arguments, &["postgres"]].concat())
    }

    /// Runs one of PostgreSQL's programs in the cluster's folder and gives what it wrote.
    fn call(&self, program: &str, arguments: &[&str]) -> Result<String> {
        let path = self.programs.join(program);
        let mut command = if self.root {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(path);
            command
        } else {
            Command::new(path)
        };
        checked(command.args(arguments).current_dir(&self.cluster))
    }
}

/// Writes what the set-up reads.
fn write<D: Borrow<Document>>(folder: &Path, documents: impl IntoIterator<Item = D>, typed: &[Typed]) -> Result<()> {
    let mut things = BufWriter::new(fs::File::create(folder.join("things.tsv"))?);
    for document in documents {
        let document = document.borrow();
        let (number, labels) = (data::number_of(document.id), document.labels.join(" "));
        let place = document.position.map_or((0.0, 0.0), |position| (position.spot.latitude, position.spot.longitude));
        let title = format!("{} {}", document.title, document.code);
        writeln!(things, "{number}\t{}\t{labels}\t{}\t{}\t{}", title.trim(), document.text, place.0, place.1)?;
    }
    things.flush()?;
    let lines = typed
        .iter()
        .zip(1..)
        .map(|(typed, n)| format!("{n}\t{}\t{}\t{}\n", typed.words, typed.latitude, typed.longitude));
    fs::write(folder.join("typed.tsv"), lines.collect::<String>())?;
    for (name, text) in [("setup.sql", SETUP), ("typing.sql", TYPING), ("near.sql", NEAR)] {
        fs::write(folder.join(name), text)?;
    }
    Ok(())
}

fn size_of_tree(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        bytes += if path.is_dir() { size(&path)? } else { path.metadata()?.len() };
    }
    Ok(bytes)
}

/// The newest installed version's programs.
fn installed() -> Option<PathBuf> {
    let versions = fs::read_dir(PACKAGES).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    let newest = versions.max_by_key(|path| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        name.and_then(|name| name.parse::<u32>().ok())
    })?;
    Some(newest.join("bin")).filter(|programs| programs.join("pgbench").is_file())
}

/// Runs a command to its end; what it wrote, or its complaint.
fn checked(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("Cannot run {command:?}"))?;
    if !output.status.success() {
        bail!("{command:?} failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
