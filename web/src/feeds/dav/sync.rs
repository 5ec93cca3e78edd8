//! Synchronising (RFC 6578): what came, changed and went in a calendar since a program last looked.
//!
//! The mark that a program is given names a look: the entries that it was told, each with its tag. The looks are kept in
//! memory, as many as fit, and the next one is compared with them. So it is exact for everything that a reader can see
//! change, also for what the reader may not open, which has no name but its time. After a restart, or when others needed
//! the room, the mark is not known any more; the program is told so, and reads the calendar from the beginning.

use std::{
    collections::{BTreeMap, VecDeque},
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use ayni_bookings::Shelf;
use ayni_kernel::{CommunityId, Result, Timestamp, UserId, tx::Now as _};

use super::{
    Call, multistatus,
    objects::{self, Object},
    props,
    xml::{self, Ask},
    xml_type,
};

/// The most looks that are kept: some for each calendar program of a large community.
const MAX_LOOKS: usize = 4_000;
/// The most entries of all looks together: about 20 MB.
const MAX_KEPT: usize = 200_000;
/// How long a calendar counts as unchanged while nothing at all is committed, in seconds. A minute, because time alone
/// moves what is shown.
const FRESH_SECONDS: i64 = 60;
/// What every mark begins with: it has to be a URI.
const SCHEME: &str = "urn:ayni:sync:";

/// Whose calendar it is, as whom.
type Key = (CommunityId, UserId, (u8, [u8; 16]));

/// The names of entries with their tags.
type Members = BTreeMap<String, String>;

/// What somebody was told of a calendar.
struct Look {
    key: Key,
    mark: String,
    members: Arc<Members>,
    /// The newest commit and the moment when this was all there is.
    whole: Option<(u64, Timestamp)>,
}

/// The looks at calendars, the one used last at the end.
#[derive(Default)]
pub(crate) struct Looks(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    looks: VecDeque<Look>,
    entries: usize,
}

impl Looks {
    /// What was told under a mark.
    fn recall(&self, key: &Key, mark: &str) -> Option<Arc<Members>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.looks.iter().position(|look| look.key == *key && look.mark == mark)?;
        let look = kept.looks.remove(at)?;
        let members = Arc::clone(&look.members);
        kept.looks.push_back(look);
        Some(members)
    }

    /// The mark of a calendar to which nothing can have happened since.
    fn fresh(&self, key: &Key, seq: u64, now: Timestamp) -> Option<String> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |look: &&Look| {
            let whole = look.whole.filter(|(then, at)| *then == seq && now < at.plus_seconds(FRESH_SECONDS));
            look.key == *key && whole.is_some()
        };
        kept.looks.iter().rev().find(same).map(|look| look.mark.clone())
    }

    /// Keeps a look, in place of the same one before; those used least make room.
    fn keep(&self, key: Key, members: Members, whole: Option<(u64, Timestamp)>) -> String {
        let mark = mark(&members);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = kept.looks.iter().position(|look| look.key == key && look.mark == mark) {
            kept.drop_look(at);
        }
        kept.entries += members.len();
        kept.looks.push_back(Look { key, mark: mark.clone(), members: Arc::new(members), whole });
        while kept.looks.len() > MAX_LOOKS || (kept.entries > MAX_KEPT && kept.looks.len() > 1) {
            kept.drop_look(0);
        }
        mark
    }
}

impl Kept {
    fn drop_look(&mut self, at: usize) {
        if let Some(look) = self.looks.remove(at) {
            self.entries = self.entries.saturating_sub(look.members.len());
        }
    }
}

/// A mark names what it stands for: the same entries have the same one.
fn mark(members: &Members) -> String {
    let mut hasher = DefaultHasher::new();
    members.hash(&mut hasher);
    format!("{SCHEME}{:016x}-{:x}", hasher.finish(), members.len())
}

fn key(call: &Call, shelf: Shelf) -> Result<Key> {
    let of = match shelf {
        Shelf::Member(id) => (1, id.bytes()),
        Shelf::Resource(id) => (2, id.bytes()),
    };
    Ok((call.visit.community.id, call.visit.user()?.id, of))
}

/// The newest commit and the moment.
fn position(call: &Call) -> Result<(u64, Timestamp)> {
    call.visit.read(|tx, _| Ok((tx.seq(), tx.now())))
}

fn members(objects: &[Object]) -> Members {
    objects.iter().map(|object| (object.name.clone(), object.tag.clone())).collect()
}

/// The mark of a calendar as it is now; changes with anything in it.
pub(super) fn now(call: &Call, shelf: Shelf) -> Result<String> {
    let (key, position, looks) = (key(call, shelf)?, position(call)?, call.visit.app.looks());
    if let Some(mark) = looks.fresh(&key, position.0, position.1) {
        return Ok(mark);
    }
    Ok(looks.keep(key, members(&objects::all(call, shelf, None)?), Some(position)))
}

/// Answers what is different from the look that a program names, or everything when it names none.
pub(super) fn collection(call: &Call, shelf: Shelf, ask: &Ask) -> Result<Response> {
    let (key, position, looks) = (key(call, shelf)?, position(call)?, call.visit.app.looks());
    let before = match ask.token.as_deref() {
        None | Some("") => Arc::default(),
        Some(mark) => match looks.recall(&key, mark) {
            Some(members) => members,
            None => return Ok(unknown()),
        },
    };
    let objects = objects::all(call, shelf, None)?;
    let now = members(&objects);
    let changed = objects.iter().filter(|object| before.get(&object.name) != Some(&object.tag));
    let gone = before.keys().filter(|name| !now.contains_key(*name));
    // No more than asked for: the rest follows under the next mark.
    let room = ask.limit.unwrap_or(usize::MAX).max(1);
    let (mut told, mut count, mut body) = ((*before).clone(), 0, String::new());
    for object in changed.take(room) {
        body.push_str(&props::of_object(shelf, object, ask));
        told.insert(object.name.clone(), object.tag.clone());
        count += 1;
    }
    for name in gone.take(room - count) {
        body.push_str(&props::missing(&props::entry_href(shelf, name)));
        told.remove(name);
    }
    let whole = (told == now).then_some(position);
    if whole.is_none() {
        body.push_str(&props::cut_short(shelf));
    }
    let mark = looks.keep(key, told, whole);
    for part in ["<d:sync-token>", &xml::escape(&mark), "</d:sync-token>"] {
        body.push_str(part);
    }
    Ok(multistatus(&body))
}

/// That a mark is not known, or not any more: the program begins anew (RFC 6578, section 3.2).
fn unknown() -> Response {
    let body = "<?xml version=\"1.0\" encoding=\"utf-8\"?><d:error xmlns:d=\"DAV:\"><d:valid-sync-token/></d:error>";
    (StatusCode::FORBIDDEN, xml_type(), body).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: Key = (CommunityId::from_bytes([1; 16]), UserId::from_bytes([2; 16]), (1, [3; 16]));

    fn of(names: std::ops::Range<usize>) -> Members {
        names.map(|name| (name.to_string(), "\"a\"".to_owned())).collect()
    }

    #[test]
    fn looks_are_kept_once_each_for_whom_they_were_and_make_room_for_newer_ones() {
        let (looks, other) = (Looks::default(), (KEY.0, UserId::from_bytes([9; 16]), KEY.2));
        let first = looks.keep(KEY, of(0..3), None);
        assert_eq!(looks.keep(KEY, of(0..3), Some((7, Timestamp::default()))), first);
        assert!(looks.recall(&KEY, &first).is_some() && looks.recall(&other, &first).is_none());
        assert_eq!(looks.fresh(&KEY, 7, Timestamp::default()), Some(first.clone()));
        assert_eq!(looks.fresh(&KEY, 8, Timestamp::default()), None);
        assert_eq!(looks.fresh(&KEY, 7, Timestamp::default().plus_seconds(FRESH_SECONDS)), None);
        let large = looks.keep(KEY, of(0..MAX_KEPT), None);
        assert!(looks.recall(&KEY, &first).is_none(), "the one used least goes");
        assert!(looks.recall(&KEY, &large).is_some());
        let next = looks.keep(KEY, of(5..6), None);
        assert!(looks.recall(&KEY, &large).is_none() && looks.recall(&KEY, &next).is_some());
    }
}
