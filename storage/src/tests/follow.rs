//! Following another store's log, how long a log is kept, and answers that wait for confirmation.

use std::sync::mpsc::{TryRecvError, channel};

use super::{HandClock, PLANTS, garden, insert, keep, options, plant, schema};
use crate::{Backend, Direction, Error, LogRetention, Store, Wait};

/// A second store whose clock stands elsewhere: what it takes over must not depend on it.
fn follower() -> Store {
    Store::open(options(Backend::Memory, HandClock::at(77)), schema()).unwrap()
}

fn busy() -> Store {
    let store = garden();
    for key in 0..20 {
        insert(&store, key, plant(&format!("rose {key}"), Some(u32::try_from(key).unwrap()), 3));
    }
    keep(&store, |tx| PLANTS.remove(tx, &4).map(|_| ()));
    keep(&store, |tx| PLANTS.put(tx, &5, &plant("lily", None, 9)));
    store
}

#[test]
fn a_follower_becomes_the_same_store_indexes_and_log_included() {
    let (leader, follower) = (busy(), follower());
    follower.stop_writes("It only follows.");
    while follower.status().seq < leader.status().seq {
        follower.replay(leader.log_up_to(follower.status().seq, 600).unwrap()).unwrap();
    }
    assert_eq!(follower.digest().unwrap(), leader.digest().unwrap());
    assert_eq!(follower.log(0, 100).unwrap(), leader.log(0, 100).unwrap());
    assert_eq!((follower.status().head, follower.status().last_micros), {
        let status = leader.status();
        (status.head, status.last_micros)
    });
    assert_eq!(follower.log_kept().unwrap(), leader.log_kept().unwrap());
    assert!(follower.check().unwrap().is_empty());
    let refused = follower.write(|tx| PLANTS.insert(tx, &99, &plant("thistle", None, 1)));
    assert_eq!(refused.unwrap_err(), Error::Stopped("It only follows.".into()));
    follower.allow_writes();
    insert(&follower, 99, plant("thistle", None, 1));
    assert!(follower.check().unwrap().is_empty(), "and goes on from there");
}

#[test]
fn a_unique_value_handed_on_within_one_transaction_arrives() {
    let leader = garden();
    insert(&leader, 1, plant("rose", Some(7), 1));
    insert(&leader, 2, plant("lily", Some(8), 1));
    keep(&leader, |tx| {
        PLANTS.put(tx, &2, &plant("lily", None, 1))?;
        PLANTS.put(tx, &1, &plant("rose", Some(8), 1))?;
        PLANTS.put(tx, &2, &plant("lily", Some(7), 1))
    });
    let follower = follower();
    follower.replay(leader.log(0, 10).unwrap()).unwrap();
    assert!(follower.check().unwrap().is_empty(), "{:?}", follower.check());
    assert_eq!(follower.digest().unwrap(), leader.digest().unwrap());
}

#[test]
fn entries_that_do_not_follow_are_refused_and_nothing_of_them_is_kept() {
    let (leader, follower) = (busy(), follower());
    let entries = leader.log(0, 100).unwrap();
    let gap = vec![entries[0].clone(), entries[2].clone()];
    assert_eq!(follower.replay(gap).unwrap_err(), Error::Chain { seq: 3, newest: 1 });
    assert_eq!(follower.status().seq, 0);
    let mut forged = entries.clone();
    forged[1].events.push(vec![1]);
    assert_eq!(follower.replay(forged).unwrap_err(), Error::Chain { seq: 3, newest: 2 });
    assert_eq!(follower.status().seq, 0);
    follower.replay(entries.clone()).unwrap();
    assert!(matches!(follower.replay(entries), Err(Error::Chain { seq: 1, newest: 22 })));
}

#[test]
fn an_entry_is_the_same_after_a_way_through_bytes() {
    for entry in busy().log(0, 100).unwrap() {
        let bytes = entry.to_bytes().unwrap();
        assert_eq!(crate::LogEntry::from_bytes(&bytes).unwrap(), entry);
        assert!(crate::LogEntry::from_bytes(&bytes[1..]).is_none());
    }
    let entries = busy().log(0, 2).unwrap();
    assert_eq!(entries[0].hash().unwrap(), entries[1].previous);
}

/// A store with one entry each day, and its clock.
fn ten_days() -> Store {
    let clock = HandClock::at(0);
    let store = Store::open(options(Backend::Memory, clock.clone()), schema()).unwrap();
    for day in 1..=10 {
        clock.turn(day * DAY);
        insert(&store, day.unsigned_abs(), plant("rose", None, 1));
    }
    store
}

const DAY: i64 = 86_400_000_000;

#[test]
fn the_log_keeps_what_is_young_and_what_fits() {
    let store = ten_days();
    let all = store.log_kept().unwrap();
    assert_eq!((all.first, all.last, all.first_micros), (1, 10, DAY));
    let young = |days: i64, bytes| LogRetention { micros: days * DAY, bytes };
    assert_eq!(store.retain_log(young(3, all.bytes), 10 * DAY).unwrap(), 0, "it fits");
    assert_eq!(store.retain_log(young(30, 0), 10 * DAY).unwrap(), 0, "it is young");
    assert_eq!(store.retain_log(young(3, all.bytes / 2), 10 * DAY).unwrap(), 5, "half of it fits");
    assert_eq!(store.retain_log(young(3, 0), 10 * DAY).unwrap(), 2);
    let kept = store.log_kept().unwrap();
    assert_eq!((kept.first, kept.last, kept.first_micros), (8, 10, 8 * DAY));
    assert_eq!(kept.bytes, all.bytes / 10 * 3);
    assert!(store.check().unwrap().is_empty());
    assert_eq!(store.trim_log(100).unwrap(), 2, "the newest always stays");
    insert(&store, 50, plant("lily", None, 1));
    assert!(store.check().unwrap().is_empty());
}

#[test]
fn a_consumer_holds_old_entries_back_until_the_log_is_twice_too_large() {
    let store = ten_days();
    let bytes = store.log_kept().unwrap().bytes;
    store.note_cursor("search", 2);
    store.set_cursor("standby", 6).unwrap();
    assert_eq!(store.cursors().unwrap(), [("search".to_owned(), 2), ("standby".to_owned(), 6)]);
    let keep = |bytes| LogRetention { micros: 0, bytes };
    assert_eq!(store.retain_log(keep(bytes * 3 / 4), 10 * DAY).unwrap(), 2, "what the slowest has dealt with");
    assert_eq!(store.retain_log(keep(bytes / 4), 10 * DAY).unwrap(), 6, "too large: nobody is waited for");
}

#[test]
fn moments_are_found_in_the_log() {
    let store = ten_days();
    assert_eq!(store.seq_at(11 * DAY).unwrap(), Some(10));
    assert_eq!(store.seq_at(5 * DAY).unwrap(), Some(5), "a moment counts itself");
    assert_eq!(store.seq_at(5 * DAY - 1).unwrap(), Some(4));
    assert_eq!(store.seq_at(0).unwrap(), Some(0), "before everything");
    store.trim_log(4).unwrap();
    assert_eq!(store.seq_at(4 * DAY).unwrap(), Some(4));
    assert_eq!(store.seq_at(3 * DAY).unwrap(), None, "further back than the log");
}

#[test]
fn an_answer_waits_for_confirmation_and_the_commit_does_not() {
    let store = garden();
    store.answers_wait(Wait::ForConfirmation);
    let (send, answers) = channel();
    let ask = |key: u64| {
        let send = send.clone();
        let work = move |tx: &mut crate::WriteTx| PLANTS.insert(tx, &key, &plant("rose", None, 1));
        store.submit(work, move |answer| send.send((key, answer)).unwrap());
    };
    ask(1);
    assert!(store.wait_log(0, std::time::Duration::from_mins(1)));
    assert_eq!(answers.try_recv().unwrap_err(), TryRecvError::Empty, "it is on disk, and not answered");
    store.set_cursor("reader", 1).unwrap();
    store.confirm(1);
    assert_eq!(answers.recv().unwrap(), (1, Ok(Ok(()))));
    ask(2);
    assert!(store.wait_log(1, std::time::Duration::from_mins(1)));
    store.fail_unconfirmed("the standby is away");
    let (_, answer) = answers.recv().unwrap();
    assert_eq!(answer.unwrap_err(), Error::Unconfirmed("the standby is away".into()));
    ask(3);
    assert!(store.wait_log(2, std::time::Duration::from_mins(1)));
    store.answers_wait(Wait::ForDisk);
    assert_eq!(answers.recv().unwrap(), (3, Ok(Ok(()))));
    let names = store.read(|tx| PLANTS.range(tx, .., Direction::Ascending).unwrap().count()).unwrap();
    assert_eq!(names, 3);
}
