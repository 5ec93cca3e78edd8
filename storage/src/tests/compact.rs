//! Compaction while people read and write.

use std::sync::atomic::{AtomicBool, Ordering};

use super::{PLANTS, garden, garden_at, insert, keep, plant, schema};
use crate::{Direction, Error, Store};

/// A store that held much and holds little.
fn shrunk(path: &std::path::Path) -> Store {
    let store = garden_at(path);
    for key in 0..300 {
        insert(&store, key, plant(&"sage".repeat(200), u32::try_from(key).ok(), 1));
    }
    keep(&store, |tx| {
        tx.unlimited();
        (10..300).try_for_each(|key| PLANTS.remove(tx, &key).map(|_| ()))
    });
    store.trim_log(store.status().seq).unwrap();
    store.set_cursor("reader", 7).unwrap();
    store
}

#[test]
fn unused_room_goes_back_to_the_disk_and_nothing_else_changes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.redb");
    let store = shrunk(&path);
    let held = store.snapshot().unwrap();
    let (before, state) = (store.status(), store.digest().unwrap());
    let (was, is) = store.compact(schema()).unwrap();
    assert!(is * 2 < was && store.status().file_bytes == is, "{was} became {is}");
    assert!(store.snapshot().unwrap().content_bytes().unwrap() < is);
    let after = store.status();
    assert_eq!((after.seq, after.head, store.digest().unwrap()), (before.seq, before.head, state));
    assert_eq!(store.cursor("reader").unwrap(), 7);
    assert_eq!(held.digest().unwrap(), state, "a reader from before reads on");
    drop(held);
    insert(&store, 500, plant("mint", None, 1));
    assert!(store.check().unwrap().is_empty());
    store.close();
    assert!(garden_at(&path).read(|tx| PLANTS.contains(tx, &500).unwrap()).unwrap());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "and no other file is left");
}

#[test]
fn writes_go_on_meanwhile_and_none_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.redb");
    let store = shrunk(&path);
    let stop = AtomicBool::new(false);
    let written = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut key = 1_000;
            while !stop.load(Ordering::SeqCst) {
                insert(&store, key, plant("mint", None, 1));
                key += 1;
            }
            key
        });
        let compacted: Vec<_> = (0..5).map(|_| store.compact(schema())).collect();
        stop.store(true, Ordering::SeqCst);
        assert!(compacted.iter().any(Result::is_ok), "{compacted:?}");
        writer.join().unwrap()
    });
    assert!(store.check().unwrap().is_empty());
    store.close();
    let store = garden_at(&path);
    let there = store.read(|tx| PLANTS.range(tx, 1_000.., Direction::Ascending).unwrap().count()).unwrap();
    assert_eq!(there, usize::try_from(written - 1_000).unwrap());
    assert!(store.check().unwrap().is_empty());
}

#[test]
fn a_store_in_memory_has_no_file_to_compact() {
    assert!(matches!(garden().compact(schema()), Err(Error::Schema(_))));
}
