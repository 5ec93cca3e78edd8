//! How replication is doing: for the operator, for the doctor, and for the office's pages.

use anyhow::Result;
use ayni_storage::Store;
use ayni_web::kit::keeper::{StandbyState, StandbyView};
use serde_json::{Value, json};

use super::{Mode, Replication, Seen, fence, lock, now_micros, record::Role, stores, wire::LONGEST_WAIT_SECONDS};
use crate::{house::House, operation::Outcome};

/// Microseconds of a second.
const SECOND: i64 = 1_000_000;

/// A standby that has not asked for so many seconds is gone: it asks again at least after the longest wait.
const GONE_AFTER: u64 = 2 * LONGEST_WAIT_SECONDS;

/// The standbys that have asked since the program started.
pub(crate) fn standbys(house: &House) -> Result<Vec<StandbyView>> {
    let all = stores(house.node())?;
    let seen = lock(&house.replication().standbys).clone();
    seen.into_iter().map(|(name, seen)| standby(name, &seen, &all)).collect()
}

fn standby(name: String, seen: &Seen, all: &[(String, Store)]) -> Result<StandbyView> {
    let now = now_micros();
    let (mut lag_entries, mut lag_seconds) = (0, 0);
    for (store_name, store) in all {
        let has = seen.has.get(store_name).copied().unwrap_or_default();
        lag_entries += store.status().seq.saturating_sub(has);
        if let Some(next) = store.log(has, 1)?.first() {
            lag_seconds = lag_seconds.max(seconds(now, next.at_micros));
        }
    }
    let state = match lag_entries {
        _ if seconds(now, seen.at_micros) > GONE_AFTER => StandbyState::Silent,
        0 => StandbyState::InStep,
        _ => StandbyState::CatchingUp,
    };
    Ok(StandbyView { name, lag_entries, lag_seconds, state })
}

fn seconds(later: i64, earlier: i64) -> u64 {
    ((later - earlier) / SECOND).max(0).cast_unsigned()
}

/// Everything about this node's part.
pub(crate) fn report(house: &House) -> Result<Outcome> {
    let replication = house.replication();
    let record = replication.record();
    let (mut lines, more) = match record.role {
        Role::Primary => as_primary(house)?,
        Role::Standby => as_standby(house)?,
        Role::Fenced => (Vec::new(), json!({})),
    };
    lines.insert(0, format!("This node is {}, in term {}.", named(record.role), record.term));
    lines.extend(notes(replication));
    let mut data = json!({
        "role": record.role, "term": record.term, "read_only": replication.why_stopped(),
        "unshipped": fence::unshipped(&replication.folder),
    });
    if let (Some(data), Value::Object(more)) = (data.as_object_mut(), more) {
        data.extend(more);
    }
    Ok(Outcome { lines, data, well: true, file: None })
}

const fn told(state: StandbyState) -> &'static str {
    match state {
        StandbyState::InStep => "in step",
        StandbyState::CatchingUp => "catching up",
        StandbyState::Silent => "silent",
    }
}

const fn named(role: Role) -> &'static str {
    match role {
        Role::Primary => "a primary",
        Role::Standby => "a standby",
        Role::Fenced => "fenced",
    }
}

fn as_primary(house: &House) -> Result<(Vec<String>, Value)> {
    let replication = house.replication();
    let all = standbys(house)?;
    let mut lines: Vec<_> = all
        .iter()
        .map(|standby| {
            format!(
                "{}: {}, {} changes behind, {} s.",
                standby.name,
                told(standby.state),
                standby.lag_entries,
                standby.lag_seconds
            )
        })
        .collect();
    if all.is_empty() {
        lines.push("No standby has asked since the program started.".to_owned());
    }
    let untold = replication.record().took_over.is_some();
    if untold {
        lines.push("The old primary has not heard yet that this node took over.".to_owned());
    }
    let mode = match replication.mode() {
        Mode::Async => "async",
        Mode::Sync => "sync",
    };
    Ok((lines, json!({ "mode": mode, "standbys": all, "old_primary_knows": !untold })))
}

fn as_standby(house: &House) -> Result<(Vec<String>, Value)> {
    let replication = house.replication();
    let followed = lock(&replication.followed).clone();
    let (mut lines, mut data) = (Vec::new(), Vec::new());
    for (name, store) in stores(house.node())? {
        let status = store.status();
        let known = followed.get(&name).cloned();
        let state = known.as_ref().map_or_else(
            || "not connected".to_owned(),
            |known| known.trouble.clone().unwrap_or_else(|| "following".to_owned()),
        );
        let there = known.as_ref().map_or(status.seq, |known| known.seq.max(status.seq));
        let behind = there - status.seq;
        let late = known.filter(|_| behind > 0).map_or(0, |known| seconds(known.newest_micros, status.last_micros));
        let called = called(house, &name)?;
        lines.push(format!("{called}: {} of {there} changes, {behind} behind, {late} s. {state}", status.seq));
        data.push(json!({
            "store": name, "here": status.seq, "there": there, "lag_entries": behind, "lag_seconds": late, "state": state,
        }));
    }
    let primary = replication.record().pairing.map(|pairing| pairing.url);
    Ok((lines, json!({ "primary": primary, "stores": data })))
}

/// What people call a store: `node`, or the community's name in addresses.
fn called(house: &House, name: &str) -> Result<String> {
    let all = house.node().data().read(ayni_communities::list)?;
    let entry = all.into_iter().find(|entry| entry.id.to_string() == name);
    Ok(entry.map_or_else(|| name.to_owned(), |entry| entry.slug.to_string()))
}

/// What everybody who looks at this folder should know.
fn notes(replication: &Replication) -> Vec<String> {
    let mut lines: Vec<_> = replication.why_stopped().into_iter().collect();
    lines.extend(fence::unshipped(&replication.folder).into_iter().map(|name| {
        format!(
            "Changes that another node never got lie in {}/{name}.",
            replication.folder.join(fence::UNSHIPPED).display()
        )
    }));
    lines
}

/// The doctor's findings with what should be known about replication beside them.
pub(crate) fn noted(house: &House, mut outcome: Outcome) -> Outcome {
    let replication = house.replication();
    outcome.lines.extend(notes(replication));
    if let Some(data) = outcome.data.as_object_mut() {
        data.insert("role".to_owned(), json!(replication.role()));
        data.insert("unshipped".to_owned(), json!(fence::unshipped(&replication.folder)));
    }
    outcome
}
