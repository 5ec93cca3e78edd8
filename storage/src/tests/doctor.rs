//! Copies and the doctor's findings.

use std::sync::atomic::{AtomicBool, Ordering};

use super::{PLANTS, garden, garden_at, insert, keep, plant};
use crate::error::hex;
use crate::key;
use crate::view::Reads as _;
use crate::{Direction, Error, Store};

/// Puts bytes into the file behind the tables' backs.
fn plant_bytes(store: &Store, key: Vec<u8>, value: Option<Vec<u8>>) {
    keep(store, move |tx| tx.set(key, value, false));
}

fn faults(store: &Store) -> Vec<(String, String)> {
    let findings = store.check().unwrap();
    findings.into_iter().map(|finding| (finding.place, finding.key)).collect()
}

#[test]
fn a_damaged_value_is_found_and_never_read() {
    let store = garden();
    insert(&store, 1, plant("sage", Some(4), 1));
    let key = key::encode(0x0101, &1_u64);
    let mut value = store.read(|tx| tx.view().get(&key).unwrap().unwrap()).unwrap();
    value[14] ^= 1;
    plant_bytes(&store, key, Some(value));
    let damaged = Error::Corrupt { table: "plants", key: "0000000000000001".into() };
    assert_eq!(store.read(|tx| PLANTS.get(tx, &1)).unwrap(), Err(damaged));
    assert_eq!(faults(&store), [("plants".into(), "0000000000000001".into())]);
}

#[test]
fn dangling_missing_and_foreign_index_entries_are_found() {
    let store = garden();
    insert(&store, 1, plant("sage", Some(4), 1));
    let mut dangling = key::encode(0x8102, &(1_u16, "mint".to_owned()));
    dangling.extend_from_slice(&99_u64.to_be_bytes());
    plant_bytes(&store, dangling.clone(), Some(Vec::new()));
    let mut foreign = key::encode(0x8102, &(7_u16, "sage".to_owned()));
    foreign.extend_from_slice(&1_u64.to_be_bytes());
    plant_bytes(&store, foreign.clone(), Some(Vec::new()));
    let missing = key::encode(0x8101, &4_u32);
    plant_bytes(&store, missing.clone(), None);
    plant_bytes(&store, key::encode(0x0777, &4_u32), Some(Vec::new()));
    let body = |key: &[u8]| hex(&key[2..]);
    assert_eq!(
        faults(&store),
        [
            ("plants.by_number".into(), body(&missing)),
            ("plants.by_bed".into(), body(&dangling)),
            ("plants.by_bed".into(), body(&foreign)),
            ("table 0x0777".into(), "00000004".into()),
        ]
    );
    // Rebuilding the table mends its indexes.
    keep(&store, |tx| PLANTS.rebuild(tx));
    assert_eq!(faults(&store).len(), 1);
}

#[test]
fn a_repair_takes_records_from_the_log_and_makes_the_indexes_again() {
    let store = garden();
    for key in 1..=4 {
        insert(&store, key, plant("sage", u32::try_from(key).ok(), 1));
    }
    keep(&store, |tx| PLANTS.put(tx, &2, &plant("mint", Some(20), 2)));
    let sound = store.digest().unwrap();
    let record = |key: u64| key::encode(0x0101, &key);
    plant_bytes(&store, record(1), Some(vec![7; 30]));
    plant_bytes(&store, record(2), None);
    plant_bytes(&store, key::encode(0x8101, &3_u32), None);
    plant_bytes(&store, key::encode(0x8101, &4_u32), Some(vec![1, 2, 3]));
    plant_bytes(&store, key::encode(0x8101, &99_u32), Some(vec![1, 2, 3]));
    assert!(faults(&store).len() >= 5);
    let repaired = store.repair().unwrap();
    assert_eq!((repaired.mended().len(), repaired.lost().len()), (6, 0), "{repaired:?}");
    assert_eq!(store.digest().unwrap(), sound);
    assert_eq!(faults(&store), []);
    assert_eq!(store.repair().unwrap().mended(), [], "a sound store is left alone");
}

#[test]
fn what_the_log_has_no_more_is_named_and_not_guessed() {
    let store = garden();
    insert(&store, 1, plant("sage", Some(1), 1));
    insert(&store, 2, plant("mint", Some(2), 1));
    store.trim_log(2).unwrap();
    plant_bytes(&store, key::encode(0x0101, &1_u64), Some(vec![7; 30]));
    let repaired = store.repair().unwrap();
    assert_eq!(repaired.mended(), []);
    assert_eq!(repaired.lost()[0].key, "0000000000000001");
    assert_eq!(faults(&store), [("plants".into(), "0000000000000001".into())], "the rest stays usable");
    assert_eq!(store.read(|tx| PLANTS.get(tx, &2)).unwrap().unwrap().unwrap().name, "mint");
}

#[test]
fn a_flipped_bit_is_turned_back_in_the_log_and_in_what_the_log_has_no_more() {
    let store = garden();
    for key in 1..=4 {
        insert(&store, key, plant("sage", u32::try_from(key).ok(), 1));
    }
    store.trim_log(3).unwrap();
    let sound = (store.digest().unwrap(), store.log(0, 2).unwrap());
    for (key, at) in [(key::encode(0x0101, &1_u64), 12), (key::encode(crate::log::LOG_TABLE, &3_u64), 40)] {
        let mut value = store.read(|tx| tx.view().get(&key).unwrap().unwrap()).unwrap();
        value[at] ^= 4;
        plant_bytes(&store, key, Some(value));
    }
    assert_eq!(faults(&store)[0], ("plants".into(), "0000000000000001".into()));
    assert!(store.log(0, 9).is_err());
    let repaired = store.repair().unwrap();
    assert_eq!((repaired.mended().len(), repaired.lost().len()), (2, 0), "{repaired:?}");
    assert_eq!((store.digest().unwrap(), store.log(0, 2).unwrap()), sound);
    assert_eq!(faults(&store), []);
}

#[test]
fn a_broken_chain_is_found() {
    let store = garden();
    for key in 1..=3 {
        insert(&store, key, plant("x", None, 1));
    }
    plant_bytes(&store, key::encode(crate::log::LOG_TABLE, &2_u64), None);
    let findings = store.check().unwrap();
    assert_eq!(findings[0].to_string(), "commit log : Entry 3 does not follow the one before.");
    plant_bytes(&store, key::encode(crate::log::LOG_TABLE, &3_u64), None);
    assert!(store.check().unwrap()[0].fault.contains("the head names"));
}

#[test]
fn a_copy_taken_while_writing_is_one_consistent_state() {
    let folder = tempfile::tempdir().unwrap();
    let store = garden_at(&folder.path().join("store.redb"));
    let copy = folder.path().join("copy.redb");
    insert(&store, 0, plant("first", None, 1));
    let stop = AtomicBool::new(false);
    let copied = std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut key = 0;
            while !stop.load(Ordering::SeqCst) {
                key += 1;
                insert(&store, key, plant("x", u32::try_from(key).ok(), 1));
            }
        });
        while store.status().seq < 20 {
            std::thread::yield_now();
        }
        let copied = store.copy_to(&copy);
        stop.store(true, Ordering::SeqCst);
        copied.unwrap()
    });
    assert!(copied.seq >= 20 && copied.bytes > 0);
    assert!(matches!(store.copy_to(&copy), Err(Error::Exists(_))));
    let held = store.snapshot().unwrap();
    insert(&store, 1 << 40, plant("later", None, 1));
    let second = folder.path().join("second.redb");
    assert_eq!(held.copy_to(&second).unwrap().seq, held.seq());

    let opened = garden_at(&copy);
    assert_eq!((opened.status().seq, opened.status().head), (copied.seq, copied.head));
    let rows = opened.read(|tx| PLANTS.range(tx, .., Direction::Ascending).unwrap().count());
    assert_eq!(rows, Ok(usize::try_from(copied.seq).unwrap()));
    assert_eq!(opened.check().unwrap(), Vec::new());
    let opened = garden_at(&second);
    assert!(!opened.read(|tx| PLANTS.contains(tx, &(1 << 40)).unwrap()).unwrap());
}
