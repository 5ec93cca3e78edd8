//! The door for the operator while the program runs: a socket in the data folder that only its owner may open.
//! One request a connection: a line of JSON and what it announces; answered by lines of JSON and a file.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    os::unix::{
        fs::PermissionsExt as _,
        net::{UnixListener, UnixStream},
    },
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use anyhow::{Context as _, Result, bail, ensure};
use serde::{Deserialize, Serialize};

use crate::{
    backup,
    house::House,
    operation::{self, Operation, Outcome, Progress},
};

/// The longest request line.
const MAX_LINE: u64 = 64 * 1024;

/// The largest input that may follow a request.
const MAX_INPUT: u64 = 512 * 1024 * 1024;

/// How long either side may keep the other waiting in the middle of a sentence.
const PATIENCE: Duration = Duration::from_mins(2);

/// What a request begins with.
#[derive(Serialize, Deserialize)]
struct Request {
    #[serde(flatten)]
    operation: Operation,
    /// Bytes that follow the line.
    input: u64,
}

/// A line of the answer.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Line {
    /// How far it is: done, total.
    Progress(usize, usize),
    /// It is done; so many bytes of a file follow.
    Done(Outcome, u64),
    /// It was refused.
    Refused(String),
}

/// Where the socket of a folder lies.
fn path(folder: &Path) -> PathBuf {
    folder.join("ayni.sock")
}

/// Removes the socket when the program ends.
pub(crate) struct Door(PathBuf);

impl Drop for Door {
    fn drop(&mut self) {
        // Already gone is as good.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Opens the door. The folder's lock is held, so a socket file that is still there is a leftover.
pub(crate) fn open(house: &Arc<House>, backups: backup::Settings) -> Result<Door> {
    let path = path(house.folder());
    if path.exists() {
        std::fs::remove_file(&path)?;
    }
    let listener = UnixListener::bind(&path).with_context(|| format!("Cannot open {}", path.display()))?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
    let house = Arc::downgrade(house);
    std::thread::Builder::new().name("admin-socket".to_owned()).spawn(move || {
        for connection in listener.incoming() {
            // The house is only borrowed for a request, so that the program can end while the door is open.
            let (Ok(stream), Some(house)) = (connection, house.upgrade()) else { return };
            if let Err(error) = answer(&house, &backups, stream) {
                tracing::warn!(%error, "a request at the admin socket broke off");
            }
        }
    })?;
    Ok(Door(path))
}

fn answer(house: &House, backups: &backup::Settings, stream: UnixStream) -> Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut writer = stream;
    let mut line = String::new();
    reader.by_ref().take(MAX_LINE).read_line(&mut line)?;
    let request: Request = serde_json::from_str(&line)?;
    ensure!(request.input <= MAX_INPUT, "the input is too large");
    let mut input = Vec::new();
    reader.take(request.input).read_to_end(&mut input)?;
    let mut tell = |done, total| {
        // A caller that went away does not stop the operation half-way.
        let _ = send(&mut writer, &Line::Progress(done, total));
    };
    match operation::run(house, backups, &request.operation, &input, &mut tell) {
        Ok(mut outcome) => {
            let file = outcome.file.take();
            let bytes = file.as_ref().map_or(Ok(0), |file| file.as_file().metadata().map(|data| data.len()))?;
            send(&mut writer, &Line::Done(outcome, bytes))?;
            if let Some(file) = file {
                std::io::copy(&mut file.reopen()?, &mut writer)?;
            }
            Ok(())
        }
        Err(error) => send(&mut writer, &Line::Refused(format!("{error:#}"))),
    }
}

fn send(writer: &mut UnixStream, line: &Line) -> Result<()> {
    let mut text = serde_json::to_vec(line)?;
    text.push(b'\n');
    Ok(writer.write_all(&text)?)
}

/// Asks the program that runs on the folder.
pub(crate) fn ask(folder: &Path, operation: Operation, input: &[u8], progress: Progress<'_>) -> Result<Outcome> {
    let stream = UnixStream::connect(path(folder)).with_context(|| {
        format!("The data folder {} is in use by another Ayni, and that one does not answer", folder.display())
    })?;
    let mut writer = stream.try_clone()?;
    let mut request = serde_json::to_vec(&Request { operation, input: u64::try_from(input.len())? })?;
    request.push(b'\n');
    writer.write_all(&request)?;
    writer.write_all(input)?;
    let mut reader = BufReader::new(stream);
    loop {
        let mut line = String::new();
        ensure!(reader.read_line(&mut line)? > 0, "the running program broke off");
        match serde_json::from_str(&line)? {
            Line::Progress(done, total) => progress(done, total),
            Line::Refused(why) => bail!(why),
            Line::Done(mut outcome, bytes) => {
                if bytes > 0 {
                    let mut file = tempfile::NamedTempFile::new()?;
                    let copied = std::io::copy(&mut reader.take(bytes), &mut file)?;
                    ensure!(copied == bytes, "the running program broke off");
                    outcome.file = Some(file);
                }
                return Ok(outcome);
            }
        }
    }
}
