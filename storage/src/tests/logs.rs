//! The commit log and its consumers.

use std::time::Duration;

use super::{PLANTS, garden, garden_at, insert, keep, plant};
use crate::Error;

#[test]
fn each_change_leaves_a_chained_entry() {
    let store = garden();
    insert(&store, 1, plant("sage", Some(1), 1));
    keep(&store, |tx| {
        tx.emit(b"one".to_vec());
        tx.emit(b"two".to_vec());
        PLANTS.remove(tx, &1)
    });
    keep(&store, |_| Ok(()));
    keep(&store, |tx| {
        tx.emit(b"only told".to_vec());
        Ok(())
    });
    let log = store.log(0, 10).unwrap();
    assert_eq!(log.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(log[0].previous, [0; 32]);
    assert_ne!(log[1].previous, log[2].previous);
    assert!(log.is_sorted_by(|a, b| a.at_micros < b.at_micros));
    // The record alone is logged, its index entries follow from it.
    assert_eq!(log[0].changes.len(), 1);
    let (key, record) = PLANTS.changed(&log[0].changes[0]).unwrap().unwrap();
    assert_eq!((key, record), (1, Some(plant("sage", Some(1), 1))));
    assert_eq!(PLANTS.changed(&log[1].changes[0]).unwrap(), Some((1, None)));
    assert_eq!(super::VISITS.changed(&log[1].changes[0]).unwrap(), None);
    assert_eq!(log[1].events, [b"one".to_vec(), b"two".to_vec()]);
    assert_eq!(store.log(1, 1).unwrap(), log[1..2]);
    assert_eq!(store.check().unwrap(), Vec::new());
}

#[test]
fn a_cursor_outlives_the_process_and_is_not_logged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.redb");
    let store = garden_at(&path);
    assert_eq!(store.cursor("search"), Ok(0));
    store.set_cursor("search", 7).unwrap();
    store.set_cursor("mail", 9).unwrap();
    assert_eq!(store.status().seq, 0);
    store.close();
    let store = garden_at(&path);
    assert_eq!((store.cursor("search"), store.cursor("mail")), (Ok(7), Ok(9)));
    store.set_cursor("search", 0).unwrap();
    assert_eq!(store.cursor("search"), Ok(0));
}

#[test]
fn a_consumer_waits_for_news_and_is_woken_by_closing() {
    let store = garden();
    assert!(!store.wait_log(0, Duration::from_millis(1)));
    let (patient, closing) = (store.clone(), store.clone());
    let news = std::thread::spawn(move || patient.wait_log(0, Duration::from_mins(1)));
    insert(&store, 1, plant("sage", None, 1));
    assert!(news.join().unwrap());
    assert!(store.wait_log(0, Duration::ZERO));
    let end = std::thread::spawn(move || closing.wait_log(1, Duration::from_mins(1)));
    store.close();
    assert!(!end.join().unwrap());
}

#[test]
fn a_read_knows_which_state_it_sees() {
    let store = garden();
    insert(&store, 1, plant("sage", None, 1));
    let (send, receive) = std::sync::mpsc::channel();
    store
        .read(|tx| {
            // A write that is committed meanwhile is not seen by a read that began before.
            let work = |tx: &mut crate::WriteTx| PLANTS.insert(tx, &2, &plant("mint", None, 1));
            store.submit(work, move |answer: Result<Result<(), Error>, Error>| {
                send.send(answer).unwrap();
            });
            assert_eq!(receive.recv().unwrap(), Ok(Ok(())));
            assert_eq!(tx.seq(), 1);
            assert!(!PLANTS.contains(tx, &2).unwrap());
        })
        .unwrap();
    assert_eq!(store.read(super::super::ReadTx::seq), Ok(2));
}
