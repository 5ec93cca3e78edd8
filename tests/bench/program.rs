//! The real program: commands that end, and a site that runs until it is stopped or killed.

use std::{
    ffi::OsStr,
    io::{BufRead as _, BufReader, Read},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, RecvTimeoutError, channel},
    },
    thread,
    time::Duration,
};

use super::{PATIENCE, bundle};

/// Lines of the program's log that a failed test shows.
const LAST_LINES: usize = 40;

/// The program with a clean environment. The brake on sign-ins is loosened: all people of a test share an address.
fn ayni() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ayni"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("AYNI_") {
            command.env_remove(name);
        }
    }
    command
        .env("AYNI_ATTEMPTS_PER_MINUTE", "100000")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// What a command said, and how it ended.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    /// Fails unless it ended with this code.
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        self
    }

    /// The answer of `--json`.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// Runs a command on a data folder until it ends.
pub(crate) fn command(data: &Path, arguments: &[&dyn AsRef<OsStr>]) -> Said {
    let mut child = ayni().arg("--data").arg(data).args(arguments).spawn().unwrap();
    let out = all(child.stdout.take().unwrap());
    let err = all(child.stderr.take().unwrap());
    let (Ok(out), Ok(err)) = (out.recv_timeout(PATIENCE), err.recv_timeout(PATIENCE)) else {
        child.kill().unwrap();
        panic!("the command did not end in time");
    };
    // It has closed its streams, so it ends at once; without a code a signal ended it.
    Said { code: child.wait().unwrap().code().unwrap_or(-1), out, err }
}

/// Runs a command and kills it after so many milliseconds, as a power cut does, unless it has ended by then. Its end is
/// waited for, so that nothing of it holds the folder any more.
pub(crate) fn cut_short(millis: usize, data: &Path, arguments: &[&dyn AsRef<OsStr>]) -> Said {
    let mut child = ayni().arg("--data").arg(data).args(arguments).spawn().unwrap();
    let (out, err) = (all(child.stdout.take().unwrap()), all(child.stderr.take().unwrap()));
    let said = out.recv_timeout(Duration::from_millis(millis as u64));
    if said.is_err() {
        child.kill().unwrap();
    }
    let code = child.wait().unwrap().code().unwrap_or(-1);
    let out = said.or_else(|_| out.recv()).unwrap_or_default();
    Said { code, out, err: err.recv().unwrap_or_default() }
}

/// Everything that a stream says.
fn all(mut stream: impl Read + Send + 'static) -> Receiver<String> {
    let (send, receive) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        // Nobody waits any more when the command took too long.
        let _ = send.send(String::from_utf8_lossy(&bytes).into_owned());
    });
    receive
}

/// Brings Hazel Row into a data folder.
pub(crate) fn import(data: &Path) {
    let source = super::folder();
    bundle::write(&bundle::sound(), source.path());
    command(data, &[&"import", &source.path(), &"--community", &"hazel-row"]).ends(0);
}

/// Everything in order with a data folder, whether or not a program runs on it.
#[track_caller]
pub(crate) fn examine(data: &Path) {
    let said = command(data, &[&"doctor"]).ends(0);
    assert!(said.out.contains("All is well"), "{said:?}");
}

/// A running site.
pub(crate) struct Program {
    child: Child,
    url: String,
    lines: Receiver<String>,
    log: Arc<Mutex<Vec<String>>>,
}

impl Program {
    /// Starts the site of a data folder on a free port.
    pub(crate) fn serve(data: &Path) -> Self {
        Self::start(ayni().arg("--data").arg(data).args(["serve", "--listen", "127.0.0.1:0"]), "answers at ")
    }

    /// Starts the site with a settings file.
    pub(crate) fn serve_with(data: &Path, settings: &Path) -> Self {
        let mut command = ayni();
        command.arg("--data").arg(data).arg("--config").arg(settings).args(["serve", "--listen", "127.0.0.1:0"]);
        Self::start(&mut command, "answers at ")
    }

    /// Starts the site of a data folder with settings of the environment.
    pub(crate) fn serve_set(data: &Path, settings: &[(&str, &str)]) -> Self {
        let mut command = ayni();
        command.envs(settings.iter().copied()).arg("--data").arg(data).args(["serve", "--listen", "127.0.0.1:0"]);
        Self::start(&mut command, "answers at ")
    }

    /// Starts a standby that follows `from`.
    pub(crate) fn standby(data: &Path, from: &str, key: &Path, more: &[&str]) -> Self {
        let mut command = ayni();
        command.arg("--data").arg(data).args(["standby", "--listen", "127.0.0.1:0", "--from", from, "--key-file"]);
        Self::start(command.arg(key).args(more), "answers at ")
    }

    /// Starts the demonstration on a free port.
    pub(crate) fn demo() -> Self {
        Self::start(ayni().args(["demo", "--listen", "127.0.0.1:0"]), "is open at ")
    }

    fn start(command: &mut Command, before_address: &str) -> Self {
        let mut child = command.spawn().unwrap();
        let log = Arc::new(Mutex::new(Vec::new()));
        let lines = follow(child.stdout.take().unwrap(), &log);
        drop(follow(child.stderr.take().unwrap(), &log));
        let mut program = Self { child, url: String::new(), lines, log };
        program.url = program.told(before_address);
        program
    }

    /// What stands after these words in the next line that has them.
    pub(crate) fn told(&self, words: &str) -> String {
        while let Ok(line) = self.lines.recv_timeout(PATIENCE) {
            if let Some((_, rest)) = line.split_once(words) {
                return rest.trim().to_owned();
            }
        }
        panic!("the program never said {words:?}");
    }

    /// Everything that it wrote so far.
    pub(crate) fn wrote(&self) -> Vec<String> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Where it answers.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Whether a line of what it said has these words.
    pub(crate) fn logged(&self, words: &str) -> bool {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).iter().any(|line| line.contains(words))
    }

    /// Asks it to end, as an operator does, and waits until it has.
    pub(crate) fn stop(mut self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(_) => {}
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("it did not end in time"),
            }
        }
        let code = self.child.wait().unwrap();
        assert!(code.success(), "it ended with {code}");
    }

    /// Ends it as a power cut does.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Both fail when it has ended already, which is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if thread::panicking() {
            let log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
            eprintln!("The program said last:\n{}", log[log.len().saturating_sub(LAST_LINES)..].join("\n"));
        }
    }
}

/// Keeps every line of a stream, and hands it on.
fn follow(stream: impl Read + Send + 'static, log: &Arc<Mutex<Vec<String>>>) -> Receiver<String> {
    let (send, receive) = channel();
    let log = Arc::clone(log);
    thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            log.lock().unwrap_or_else(PoisonError::into_inner).push(line.clone());
            // Whoever waits for words may have heard enough.
            let _ = send.send(line);
        }
    });
    receive
}
