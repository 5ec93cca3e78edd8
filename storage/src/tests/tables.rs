//! Tables, their indexes and their ranges.

use std::collections::BTreeMap;
use std::ops::Bound;

use proptest::prelude::*;

use super::{BY_BED, BY_NUMBER, PLANTS, VISITS, garden, insert, keep, plant};
use crate::record::{seal, unseal};
use crate::{Direction, Error, MAX_VALUE_BYTES, Reads, WriteTx};

#[test]
fn what_was_put_is_found_replaced_and_removed() {
    let store = garden();
    insert(&store, 1, plant("sage", Some(10), 3));
    let (found, by_number) = store.read(|tx| (PLANTS.get(tx, &1).unwrap(), BY_NUMBER.get(tx, &10).unwrap())).unwrap();
    assert_eq!((found.unwrap().name.as_str(), by_number), ("sage", Some(1)));

    keep(&store, |tx| PLANTS.put(tx, &1, &plant("mint", Some(11), 4)));
    store
        .read(|tx| {
            assert_eq!(BY_NUMBER.get(tx, &10).unwrap(), None);
            assert_eq!(BY_NUMBER.get(tx, &11).unwrap(), Some(1));
            assert_eq!(BY_BED.get(tx, &(4, "mint".into())).unwrap(), Some(1));
            assert_eq!(BY_BED.get(tx, &(3, "sage".into())).unwrap(), None);
        })
        .unwrap();

    let removed = keep(&store, |tx| PLANTS.remove(tx, &1));
    assert_eq!(removed, Some(plant("mint", Some(11), 4)));
    assert_eq!(keep(&store, |tx| PLANTS.remove(tx, &1)), None);
    store
        .read(|tx| {
            assert!(!PLANTS.contains(tx, &1).unwrap());
            assert_eq!(BY_NUMBER.get(tx, &11).unwrap(), None);
            assert_eq!(BY_BED.scan(tx, &(), None, Direction::Ascending).unwrap().count(), 0);
        })
        .unwrap();
    assert_eq!(store.check().unwrap(), Vec::new());
}

#[test]
fn a_taken_key_and_a_taken_unique_value_are_refused() {
    let store = garden();
    insert(&store, 1, plant("sage", Some(10), 3));
    let duplicate = store.write(|tx| PLANTS.insert(tx, &1, &plant("mint", None, 3))).unwrap();
    assert_eq!(duplicate, Err(Error::Duplicate { table: "plants" }));
    let taken = store.write(|tx| PLANTS.insert(tx, &2, &plant("mint", Some(10), 3))).unwrap();
    assert_eq!(taken, Err(Error::Taken { index: "plants.by_number" }));
    // The same value for the same record is no conflict, and work may go on after a refusal.
    keep(&store, |tx| {
        PLANTS.put(tx, &1, &plant("sage", Some(10), 4))?;
        assert!(PLANTS.insert(tx, &2, &plant("mint", Some(10), 3)).is_err());
        PLANTS.insert(tx, &2, &plant("mint", Some(12), 3))
    });
    assert_eq!(store.check().unwrap(), Vec::new());
}

#[test]
fn indexes_are_walked_by_prefix_page_and_bounds() {
    let store = garden();
    for (key, name, bed) in [(1, "sage", 1), (2, "mint", 1), (3, "dill", 2), (4, "mint", 1)] {
        insert(&store, key, plant(name, None, bed));
    }
    let keys = |prefix: u16, after: Option<(&(u16, String), &u64)>, direction| {
        store
            .read(|tx| {
                let walk = BY_BED.scan(tx, &prefix, after, direction).unwrap();
                walk.map(|entry| entry.unwrap().1).collect::<Vec<_>>()
            })
            .unwrap()
    };
    assert_eq!(keys(1, None, Direction::Ascending), [2, 4, 1]);
    assert_eq!(keys(1, None, Direction::Descending), [1, 4, 2]);
    let mint = (1, "mint".to_owned());
    assert_eq!(keys(1, Some((&mint, &2)), Direction::Ascending), [4, 1]);
    assert_eq!(keys(1, Some((&mint, &4)), Direction::Descending), [2]);
    let between = |from, to| {
        store
            .read(|tx| {
                let walk = BY_BED.range::<u16>(tx, from, to, Direction::Ascending).unwrap();
                walk.map(|entry| entry.unwrap().1).collect::<Vec<_>>()
            })
            .unwrap()
    };
    assert_eq!(between(Bound::Excluded(1), Bound::Unbounded), [3]);
    assert_eq!(between(Bound::Included(1), Bound::Excluded(2)), [2, 4, 1]);
    assert_eq!(between(Bound::Unbounded, Bound::Included(2)), [2, 4, 1, 3]);
}

#[test]
fn spans_of_key_parts_select_rows() {
    let store = garden();
    keep(&store, |tx| {
        for (bed, time) in [(1, -5), (1, 0), (1, 9), (2, 1)] {
            VISITS.put(tx, &(bed, time), &plant("x", None, bed))?;
        }
        Ok(())
    });
    store
        .read(|tx| {
            let times =
                |rows: crate::Rows<'_, (u16, i64), super::Plant>| rows.map(|row| row.unwrap().0.1).collect::<Vec<_>>();
            let span = VISITS.range(tx, (1, -5)..(1, 9), Direction::Ascending).unwrap();
            assert_eq!(times(span), [-5, 0]);
            let span = VISITS.within(tx, 1_u16..=1, Direction::Descending).unwrap();
            assert_eq!(times(span), [9, 0, -5]);
            let span = VISITS.range(tx, (2, 0)..(1, 0), Direction::Ascending).unwrap();
            assert_eq!(times(span), [0_i64; 0]);
            assert_eq!(VISITS.first(tx, &1_u16).unwrap().unwrap().0, (1, -5));
            assert_eq!(VISITS.last(tx, &()).unwrap().unwrap().0, (2, 1));
            assert_eq!(VISITS.last(tx, &7_u16).unwrap(), None);
        })
        .unwrap();
}

#[test]
fn a_flipped_bit_anywhere_is_found() {
    let value = seal(b"key", 3, b"some body");
    assert_eq!(unseal(b"key", &value), Some((3, &b"some body"[..])));
    assert_eq!(unseal(b"kez", &value), None);
    for bit in 0..value.len() * 8 {
        let mut flipped = value.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(unseal(b"key", &flipped), None, "bit {bit}");
    }
}

#[test]
fn limits_are_kept_and_leave_no_half_record() {
    let store = garden();
    let long = "x".repeat(MAX_VALUE_BYTES + 1);
    let refused = store.write(move |tx| VISITS.put(tx, &(1, 1), &plant(&long, None, 1))).unwrap();
    assert!(matches!(refused, Err(Error::TooLarge { what: "value in bytes", .. })));
    let many = |unlimited: bool| {
        move |tx: &mut WriteTx| {
            if unlimited {
                tx.unlimited();
            }
            for time in 0..600 {
                // An ignored refusal must not let half of the work through.
                let _ = VISITS.put(tx, &(1, time), &plant("x", None, 1));
            }
            Ok::<(), Error>(())
        }
    };
    assert!(matches!(store.write(many(false)), Err(Error::TooLarge { what: "transaction in keys", .. })));
    assert!(store.read(|tx| VISITS.first(tx, &()).unwrap().is_none()).unwrap());
    keep(&store, many(true));
    assert!(store.read(|tx| VISITS.contains(tx, &(1, 599)).unwrap()).unwrap());
}

#[derive(Debug, Clone)]
enum Op {
    Put(u16, i64, u16),
    Remove(u16, i64),
}

fn ops() -> impl Strategy<Value = Vec<Op>> {
    let op = prop_oneof![
        3 => (0_u16..3, -3_i64..4, any::<u16>()).prop_map(|(a, b, bed)| Op::Put(a, b, bed)),
        1 => (0_u16..3, -3_i64..4).prop_map(|(a, b)| Op::Remove(a, b)),
    ];
    proptest::collection::vec(op, 0..24)
}

type Model = BTreeMap<(u16, i64), u16>;

fn apply(tx: &mut WriteTx, model: &mut Model, ops: &[Op]) -> Result<(), Error> {
    for op in ops {
        match *op {
            Op::Put(a, b, bed) => {
                VISITS.put(tx, &(a, b), &plant("x", None, bed))?;
                model.insert((a, b), bed);
            }
            Op::Remove(a, b) => {
                VISITS.remove(tx, &(a, b))?;
                model.remove(&(a, b));
            }
        }
    }
    Ok(())
}

/// Walks all rows in pages of three.
fn paged(tx: &impl Reads, prefix: Option<u16>, direction: Direction) -> Vec<((u16, i64), u16)> {
    let mut all: Vec<((u16, i64), u16)> = Vec::new();
    loop {
        let after = all.last().map(|(key, _)| *key);
        let rows = match prefix {
            Some(part) => VISITS.scan(tx, &part, after.as_ref(), direction),
            None => VISITS.scan(tx, &(), after.as_ref(), direction),
        };
        let page: Vec<_> = rows.unwrap().take(3).map(|row| row.map(|(key, r)| (key, r.bed)).unwrap()).collect();
        if page.is_empty() {
            return all;
        }
        all.extend(page);
    }
}

fn same_as_model(tx: &impl Reads, model: &Model) {
    for prefix in [None, Some(0), Some(1), Some(2), Some(3)] {
        let mut expected: Vec<_> = model
            .iter()
            .filter(|((part, _), _)| prefix.is_none_or(|prefix| prefix == *part))
            .map(|(key, bed)| (*key, *bed))
            .collect();
        assert_eq!(paged(tx, prefix, Direction::Ascending), expected);
        expected.reverse();
        assert_eq!(paged(tx, prefix, Direction::Descending), expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Three layers: committed, accepted in the same group, written by the transaction itself.
    #[test]
    fn ranges_equal_a_sorted_map(base in ops(), group in ops(), own in ops()) {
        let store = garden();
        let mut model = keep(&store, move |tx| {
            let mut model = Model::new();
            apply(tx, &mut model, &base)?;
            Ok(model)
        });
        // The gate holds the writer until both transactions wait for the same group.
        let (open, gate) = std::sync::mpsc::channel::<()>();
        let (send, answers) = std::sync::mpsc::channel();
        let sender = send.clone();
        store.submit(
            move |tx| {
                gate.recv().unwrap();
                apply(tx, &mut model, &group).map(|()| sender.send(model).unwrap())
            },
            |answer| answer.unwrap().unwrap(),
        );
        let (done, end) = std::sync::mpsc::channel();
        store.submit(
            move |tx| {
                let mut model = answers.recv().unwrap();
                same_as_model(tx, &model);
                apply(tx, &mut model, &own)?;
                same_as_model(tx, &model);
                Ok::<_, Error>(model)
            },
            move |answer| done.send(answer).unwrap(),
        );
        open.send(()).unwrap();
        let model = end.recv().unwrap().unwrap().unwrap();
        store.read(|tx| same_as_model(tx, &model)).unwrap();
    }
}
