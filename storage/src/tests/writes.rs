//! The writer: overlay, groups, refusals, panics, faults of the disk, time and ids.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;

use super::{BY_NUMBER, HandClock, PLANTS, garden, garden_at, insert, keep, options, plant, schema};
use crate::{Backend, Error, StorageBackend, Store};

/// A disk in memory that counts its syncs and fails when told to.
#[derive(Debug)]
struct Disk {
    memory: redb::backends::InMemoryBackend,
    state: Arc<DiskState>,
}

#[derive(Debug, Default)]
struct DiskState {
    syncs: AtomicUsize,
    broken: AtomicBool,
}

impl StorageBackend for Disk {
    fn len(&self) -> std::io::Result<u64> {
        self.memory.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> std::io::Result<()> {
        self.memory.read(offset, out)
    }

    fn set_len(&self, len: u64) -> std::io::Result<()> {
        self.memory.set_len(len)
    }

    fn sync_data(&self) -> std::io::Result<()> {
        self.state.syncs.fetch_add(1, Ordering::SeqCst);
        if self.state.broken.load(Ordering::SeqCst) {
            return Err(std::io::Error::other("the disk is gone"));
        }
        self.memory.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> std::io::Result<()> {
        self.memory.write(offset, data)
    }
}

fn on_disk() -> (Store, Arc<DiskState>) {
    let state = Arc::new(DiskState::default());
    let memory = redb::backends::InMemoryBackend::new();
    let disk = Disk { memory, state: Arc::clone(&state) };
    let backend = Backend::Custom(Box::new(disk));
    (Store::open(options(backend, HandClock::at(5)), schema()).unwrap(), state)
}

#[test]
fn a_refusal_leaves_no_trace() {
    let store = garden();
    insert(&store, 1, plant("sage", Some(1), 1));
    let before = store.status();
    let refused = store.write(|tx| {
        PLANTS.put(tx, &1, &plant("mint", Some(2), 2)).unwrap();
        PLANTS.insert(tx, &2, &plant("dill", Some(3), 2)).unwrap();
        tx.emit(b"never told".to_vec());
        Err::<(), _>("no")
    });
    assert_eq!(refused, Ok(Err("no")));
    assert_eq!(store.status(), before);
    let seen = keep(&store, |tx| Ok((BY_NUMBER.get(tx, &2)?, BY_NUMBER.get(tx, &3)?)));
    assert_eq!(seen, (None, None));
}

#[test]
fn a_group_is_one_commit_and_each_sees_the_accepted_before() {
    let (store, disk) = on_disk();
    let (open, gate) = mpsc::channel::<()>();
    let (send, answers) = mpsc::channel();
    store.submit(
        move |_| {
            gate.recv().unwrap();
            Ok::<_, Error>(())
        },
        |answer| answer.unwrap().unwrap(),
    );
    let before = disk.syncs.load(Ordering::SeqCst);
    for key in 0..50_u64 {
        let send = send.clone();
        store.submit(
            move |tx| {
                // Every third is refused after it wrote; its writes must not be seen by the next.
                PLANTS.insert(tx, &key, &plant("x", None, 1)).unwrap();
                let seen = PLANTS.scan(tx, &(), None, crate::Direction::Ascending).unwrap().count();
                if key % 3 == 0 { Err(seen) } else { Ok(seen) }
            },
            move |answer| send.send((key, answer.unwrap())).unwrap(),
        );
    }
    open.send(()).unwrap();
    let mut answers: Vec<_> = answers.iter().take(50).collect();
    answers.sort_by_key(|(key, _)| *key);
    for (key, answer) in answers {
        let accepted_before = usize::try_from(key - key.div_ceil(3)).unwrap();
        let expected = accepted_before + 1;
        assert_eq!(answer, if key % 3 == 0 { Err(expected) } else { Ok(expected) }, "{key}");
    }
    assert!(disk.syncs.load(Ordering::SeqCst) - before <= 4, "one commit for all");
    assert_eq!(store.status().seq, 33);
    assert_eq!(store.check().unwrap(), Vec::new());
}

#[test]
fn parallel_writers_are_all_durable() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.redb");
    let store = garden_at(&path);
    std::thread::scope(|scope| {
        for writer in 0..8_u64 {
            let store = &store;
            scope.spawn(move || {
                for n in 0..25_u64 {
                    let number = u32::try_from(writer * 25 + n).unwrap();
                    insert(store, writer * 1_000 + n, plant("x", Some(number), 1));
                }
            });
        }
    });
    store.close();
    let store = garden_at(&path);
    assert_eq!(store.status().seq, 200);
    let found = store.read(|tx| (0..200).filter(|n| BY_NUMBER.get(tx, n).unwrap().is_some()).count());
    assert_eq!(found, Ok(200));
    assert_eq!(store.check().unwrap(), Vec::new());
}

#[test]
fn a_panic_is_answered_and_the_writer_lives_on() {
    let store = garden();
    let panicked = store.write(|tx| {
        PLANTS.insert(tx, &1, &plant("sage", None, 1)).unwrap();
        assert!(tx.seq() != 1, "a thorn");
        Ok::<(), Error>(())
    });
    assert_eq!(panicked, Err(Error::Panicked("a thorn".into())));
    assert!(!keep(&store, |tx| PLANTS.contains(tx, &1)));
}

#[test]
fn a_failing_disk_turns_the_store_read_only() {
    let (store, disk) = on_disk();
    insert(&store, 1, plant("sage", None, 1));
    disk.broken.store(true, Ordering::SeqCst);
    let failed = store.write(|tx| PLANTS.insert(tx, &2, &plant("mint", None, 1)));
    assert!(matches!(failed, Err(Error::ReadOnly(_))), "{failed:?}");
    disk.broken.store(false, Ordering::SeqCst);
    let failed = store.write(|tx| PLANTS.insert(tx, &3, &plant("dill", None, 1)));
    assert!(matches!(failed, Err(Error::ReadOnly(_))), "{failed:?}");
    assert!(store.status().read_only.unwrap().contains("the disk is gone"));
    let seen = store.read(|tx| [1, 2, 3].map(|key| PLANTS.contains(tx, &key).unwrap()));
    assert_eq!(seen, Ok([true, false, false]));
}

#[test]
fn time_never_stands_or_runs_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.redb");
    let clock = HandClock::at(1_000);
    let open = || Store::open(options(Backend::File(path.clone()), clock.clone()), schema()).unwrap();
    let store = open();
    let at = |store: &Store, key: u64| {
        keep(store, move |tx| {
            PLANTS.insert(tx, &key, &plant("x", None, 1))?;
            Ok(tx.now_micros())
        })
    };
    assert_eq!((at(&store, 1), at(&store, 2)), (1_000, 1_001));
    clock.turn(10);
    assert_eq!(at(&store, 3), 1_002);
    assert_eq!(store.read(super::super::ReadTx::now_micros), Ok(10));
    store.close();
    let store = open();
    assert_eq!(at(&store, 4), 1_003);
    clock.turn(5_000);
    assert_eq!(at(&store, 5), 5_000);
}

#[test]
fn ids_are_version_7_and_rise() {
    let store = garden();
    let mut ids = Vec::new();
    for _ in 0..20 {
        ids.extend(keep(&store, |tx| Ok((0..20).map(|_| tx.new_id()).collect::<Vec<_>>())));
    }
    assert!(ids.is_sorted_by(|a, b| a < b));
    assert!(ids.iter().all(|id| id[6] >> 4 == 7 && id[8] >> 6 == 0b10));
}

#[test]
fn closing_finishes_the_queue_and_refuses_the_rest() {
    let store = garden();
    let other = store.clone();
    let (send, answers) = mpsc::channel();
    for key in 0..100 {
        let send = send.clone();
        store.submit(move |tx| PLANTS.insert(tx, &key, &plant("x", None, 1)), move |answer| send.send(answer).unwrap());
    }
    store.close();
    assert_eq!(answers.try_iter().filter(|answer| *answer == Ok(Ok(()))).count(), 100);
    assert_eq!(other.write(|_| Ok::<(), Error>(())), Err(Error::Closed));
    assert_eq!(other.read(|_| ()), Err(Error::Closed));
    assert_eq!(other.status().seq, 100);
}

#[test]
fn a_write_inside_a_write_is_refused() {
    let store = garden();
    let inner = store.clone();
    let nested = keep(&store, move |_| Ok(inner.write(|_| Ok::<(), Error>(()))));
    assert_eq!(nested, Err(Error::Nested));
}
