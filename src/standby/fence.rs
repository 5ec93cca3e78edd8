//! The fence: a primary that hears of a higher term never writes again, and puts down what it had not shipped.

use std::{
    fs,
    io::Write as _,
    path::Path,
    sync::mpsc::{RecvTimeoutError, channel},
    time::Duration,
};

use anyhow::{Context as _, Result};
use ayni_kernel::{Event, Node};
use ayni_storage::{LogEntry, Store};

use super::{
    Replication, hex,
    record::{Position, Role},
    store_named, wire,
};

/// The folder with what was never shipped.
pub(super) const UNSHIPPED: &str = "unshipped";

/// How often those that wait for a confirmation are told, until the last of them has been.
const TELL_EVERY: Duration = Duration::from_millis(10);

/// What those are told who still wait.
const WHY: &str = "another node has taken over";

impl Replication {
    /// Hears of a term. A primary that hears of a higher one than its own is fenced: its stores stop even when that
    /// cannot be written down, and this fails then, so that it is told again.
    pub(super) fn hear(&self, node: &Node, term: u64) -> Result<()> {
        let record = self.record();
        if record.role == Role::Standby || (record.role == Role::Primary && term <= record.term) {
            return Ok(());
        }
        let written = self.remember_at_once(|record| {
            if record.role == Role::Primary {
                record.role = Role::Fenced;
                record.wrote_in = Some(record.term);
                record.took_over = None;
                record.pairing = None;
            }
            record.term = record.term.max(term);
        });
        if record.role == Role::Primary {
            tracing::error!(term, own = record.term, "another node has taken over; this one takes no changes any more");
            self.put_into_effect(node);
        }
        written
    }

    /// Puts down what the new primary does not have of each store. May be called again: the files are the same.
    pub(super) fn put_down(&self, node: &Node, took_over: &[Position]) -> Result<()> {
        let term = self.record().wrote_in.unwrap_or_default();
        let folder = self.folder.join(UNSHIPPED);
        for position in took_over {
            let Some(store) = store_named(node, &position.store)? else { continue };
            settle(&store)?;
            put_down_store(&store, position, term, &folder)
                .with_context(|| format!("Cannot write what was not shipped to {}", folder.display()))?;
        }
        // A community that the new primary does not know at all was never shipped.
        for (name, store) in super::stores(node)? {
            if !took_over.iter().any(|position| position.store == name) {
                settle(&store)?;
                let nothing = Position { store: name, seq: 0, head: hex(&[0; 32]) };
                put_down_store(&store, &nothing, term, &folder)?;
            }
        }
        self.put_into_effect(node);
        Ok(())
    }
}

/// Waits until the writer has finished the group in which it may still be, so that nothing is added any more. Those
/// that wait for a confirmation hear that it will not come.
fn settle(store: &Store) -> Result<()> {
    let (done, settled) = channel();
    let last = store.clone();
    let barrier = std::thread::Builder::new().name("settle".to_owned()).spawn(move || {
        // It changes nothing; once it is answered, everything before it is on disk.
        let answer = last.replay(Vec::new());
        let _ = done.send(answer);
    })?;
    loop {
        store.fail_unconfirmed(WHY);
        match settled.recv_timeout(TELL_EVERY) {
            Err(RecvTimeoutError::Timeout) => {}
            Ok(_) | Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    store.fail_unconfirmed(WHY);
    drop(barrier);
    Ok(())
}

/// The number after which the new primary's history has nothing of ours.
fn shared_until(store: &Store, position: &Position) -> Result<u64> {
    let kept = store.log_kept()?;
    if position.seq == 0 || hash_at(store, position.seq)?.is_some_and(|hash| hex(&hash) == position.head) {
        return Ok(position.seq);
    }
    if position.seq > kept.last {
        // It has more than is here now: nothing of ours is missing there.
        return Ok(kept.last);
    }
    tracing::error!(store = position.store, "the new primary's history is another one; everything kept is put down");
    Ok(kept.first.saturating_sub(1))
}

/// The hash of a store's entry; none when it is not known any more.
pub(super) fn hash_at(store: &Store, seq: u64) -> Result<Option<[u8; 32]>> {
    let status = store.status();
    if status.seq == seq {
        return Ok(Some(status.head));
    }
    if seq == 0 {
        return Ok(Some([0; 32]));
    }
    let next = store.log(seq, 1)?;
    Ok(next.first().filter(|entry| entry.seq == seq + 1).map(|entry| entry.previous))
}

fn put_down_store(store: &Store, position: &Position, term: u64, folder: &Path) -> Result<()> {
    let (after, last) = (shared_until(store, position)?, store.status().seq);
    if after >= last {
        return Ok(());
    }
    crate::house::make_private(folder)?;
    let name = format!("{}-term{term}-{}-{last}", position.store, after + 1);
    let mut bytes = tempfile::NamedTempFile::new_in(folder)?;
    let mut lines = tempfile::NamedTempFile::new_in(folder)?;
    let mut from = after;
    while from < last {
        let batch = store.log_up_to(from, wire::BATCH_BYTES)?;
        let Some(newest) = batch.last().map(|entry| entry.seq) else { break };
        bytes.write_all(&wire::pack(&batch)?)?;
        for entry in &batch {
            serde_json::to_writer(&mut lines, &readable(entry))?;
            lines.write_all(b"\n")?;
        }
        from = newest;
    }
    for (file, end) in [(bytes, "log"), (lines, "jsonl")] {
        file.as_file().sync_all()?;
        file.persist(folder.join(format!("{name}.{end}")))?;
    }
    fs::File::open(folder)?.sync_all()?;
    tracing::error!(
        store = position.store,
        from = after + 1,
        to = last,
        "changes were never shipped; they lie in the folder unshipped"
    );
    Ok(())
}

/// What people need to see of an entry: when, and what happened to which things.
fn readable(entry: &LogEntry) -> serde_json::Value {
    let events: Vec<_> = entry.events.iter().filter_map(|bytes| Event::from_bytes(bytes)).collect();
    let transfers: Vec<_> = events
        .iter()
        .filter_map(|event| match event {
            Event::TransferPosted(id) => Some(id.to_string()),
            _ => None,
        })
        .collect();
    let events: Vec<_> = events.iter().map(|event| format!("{event:?}")).collect();
    let time = ayni_kernel::Timestamp::from_micros(entry.at_micros).to_string();
    serde_json::json!({ "seq": entry.seq, "time": time, "events": events, "transfers": transfers })
}

/// The names of the files with what was never shipped, as people read them.
pub(super) fn unshipped(folder: &Path) -> Vec<String> {
    let Ok(files) = fs::read_dir(folder.join(UNSHIPPED)) else { return Vec::new() };
    let names = files.filter_map(|file| file.ok()?.file_name().into_string().ok());
    let mut names: Vec<_> =
        names.filter(|name| Path::new(name).extension().is_some_and(|end| end == "jsonl")).collect();
    names.sort();
    names
}
