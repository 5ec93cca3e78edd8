//! The peer: PostgreSQL's own pgbench on a cluster made for the run, on the same disk.

use std::{
    fs,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, bail};

use crate::figures::{Sample, say};

/// Where Debian puts PostgreSQL.
const PACKAGES: &str = "/usr/lib/postgresql";

/// More than its default hundred, for as many clients as we have.
const CONNECTIONS: u32 = 1_100;

/// Branches of the TPC-B-like data: a million accounts.
const SCALE: &str = "10";

/// The share of transactions whose times are kept, so that keeping them does not slow the peer down.
const KEPT: &str = "0.1";

/// A cluster with pgbench's data; it runs only while it is measured.
pub(crate) struct Peer {
    programs: PathBuf,
    /// The cluster's folder, on the disk that is measured.
    cluster: PathBuf,
    /// The socket's folder: the name of a socket must be short.
    socket: tempfile::TempDir,
    /// Whether to become the user `postgres`: the server refuses to run as root.
    root: bool,
}

impl Peer {
    /// Makes the cluster inside `folder`, or says why it is left out.
    pub(crate) fn prepare(folder: &Path) -> Result<Option<Self>> {
        let Some(programs) = installed() else {
            say(format!("PostgreSQL is not installed (nothing in {PACKAGES}): the comparison is left out."));
            return Ok(None);
        };
        let cluster = folder.join("postgresql");
        fs::create_dir_all(&cluster)?;
        let socket = tempfile::Builder::new().prefix("ayni-pg-").tempdir()?;
        let root = fs::metadata("/proc/self")?.uid() == 0;
        if root {
            // The way to the cluster must be open to that user.
            checked(Command::new("chmod").arg("755").arg(folder))?;
            checked(Command::new("chown").arg("postgres").arg(&cluster).arg(socket.path()))?;
        }
        let peer = Self { programs, cluster, socket, root };
        say(peer.call("postgres", &["--version"])?.trim());
        peer.call("initdb", &["-A", "trust", "-D", "data"])?;
        peer.while_running(|| peer.pgbench(&["-i", "-q", "-s", SCALE]).map(drop))?;
        Ok(Some(peer))
    }

    /// Runs pgbench with so many clients for so many seconds.
    pub(crate) fn measure(&self, clients: u32, seconds: u64) -> Result<Sample> {
        let (clients, seconds) = (clients.to_string(), seconds.to_string());
        let threads = if clients == "1" { "1" } else { "2" };
        let told = self.while_running(|| {
            let log = ["-l", "--log-prefix", "times", "--sampling-rate", KEPT];
            let load = ["-c", &clients, "-j", threads, "-T", &seconds];
            self.pgbench(&[&log[..], &load[..]].concat())
        })?;
        let rate = told.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
        Ok(Sample::with_rate(self.times()?, rate.with_context(|| format!("pgbench told no rate: {told}"))?))
    }

    /// The times that pgbench wrote down, in microseconds; the third number of each line.
    fn times(&self) -> Result<Vec<u32>> {
        let mut micros = Vec::new();
        for entry in fs::read_dir(&self.cluster)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with("times.") {
                let text = fs::read_to_string(entry.path())?;
                micros.extend(text.lines().filter_map(|line| line.split(' ').nth(2)?.parse::<u32>().ok()));
                fs::remove_file(entry.path())?;
            }
        }
        Ok(micros)
    }

    /// Starts the cluster, works, and stops it whatever came out.
    fn while_running<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let settings =
            format!("-c max_connections={CONNECTIONS} -k {} -c listen_addresses=''", self.socket.path().display());
        self.call("pg_ctl", &["start", "-w", "-s", "-D", "data", "-l", "server.log", "-o", &settings])?;
        let worked = work();
        self.call("pg_ctl", &["stop", "-w", "-s", "-m", "fast", "-D", "data"])?;
        worked
    }

    fn pgbench(&self, arguments: &[&str]) -> Result<String> {
        let socket = self.socket.path().display().to_string();
        self.call("pgbench", &[&["-h", &socket, "-U", "postgres"], arguments, &["postgres"]].concat())
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
        if program == "initdb" {
            command.args(arguments).args(["-U", "postgres"]);
        } else {
            command.args(arguments);
        }
        checked(command.current_dir(&self.cluster))
    }
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
