//! Disks that refuse: input/output errors at every step, full disks, flipped bits, and what the next start makes of it.

use std::path::Path;
use std::sync::Arc;

use redb::{Builder, Database, ReadableDatabase as _, TableDefinition};

use super::{HandClock, PLANTS, garden_at, insert, plant, schema};
use crate::testing::{Chance, Fault, Keep, SimDisk, soak};
use crate::{Backend, Direction, Error, Options, Store, marker};

fn open_with(disk: &SimDisk, change: impl FnOnce(&mut Options)) -> Result<Store, Error> {
    let mut options = super::options(Backend::Custom(Box::new(disk.clone())), HandClock::at(1_000));
    options.cache_bytes = 64 << 10;
    change(&mut options);
    Store::open(options, schema())
}

fn open(disk: &SimDisk) -> Store {
    open_with(disk, |_| ()).unwrap()
}

fn put(store: &Store, key: u64) -> Result<(), Error> {
    store.write(move |tx| PLANTS.put(tx, &key, &plant(&"sage".repeat(100), None, 1)))?
}

fn keys(store: &Store) -> Vec<u64> {
    store.read(|tx| PLANTS.range(tx, .., Direction::Ascending).unwrap().map(|row| row.unwrap().0).collect()).unwrap()
}

/// Writes until the disk refuses; gives what was acknowledged and the store as it is then.
fn write_into_fault(disk: &SimDisk, before: u64, at: usize, fault: Fault) -> (Store, Vec<u64>) {
    let store = open(disk);
    let mut acknowledged: Vec<u64> = (0..before).filter(|key| put(&store, *key).is_ok()).collect();
    disk.fail_after(at, fault);
    acknowledged.extend((before..before + 8).filter(|key| put(&store, *key).is_ok()));
    (store, acknowledged)
}

#[test]
fn an_error_at_any_step_turns_the_store_read_only_and_loses_nothing() {
    let mut chance = Chance::new(1);
    let mut refused = 0;
    for (before, at) in (0..soak(8)).flat_map(|before| (0..60).map(move |at| (before * 3, at))) {
        for fault in [Fault::Refuse, Fault::RefuseAll] {
            let disk = SimDisk::new();
            let (store, acknowledged) = write_into_fault(&disk, before, at, fault);
            if disk.refused() == 0 {
                continue;
            }
            refused += 1;
            let why = store.status().read_only.unwrap();
            assert!(why.contains("simulated input/output error"), "step {at}: {why}");
            assert!(matches!(put(&store, 99), Err(Error::ReadOnly(_))), "step {at}");
            assert_eq!(keys(&store), acknowledged, "step {at}: reading goes on, and shows what was acknowledged");
            assert!(store.check().unwrap().is_empty(), "step {at}");
            store.close();
            disk.mend();
            // The next start reads what is on the platter, whatever a power failure made of the rest.
            for keep in Keep::ALL {
                let store = open(&SimDisk::holding(disk.image(keep, &mut chance)));
                let there = keys(&store);
                let lost: Vec<_> = acknowledged.iter().filter(|key| !there.contains(key)).collect();
                assert!(lost.is_empty() && there.len() <= acknowledged.len() + 1, "step {at} {keep:?}: lost {lost:?}");
                assert!(store.check().unwrap().is_empty(), "step {at} {keep:?}");
                put(&store, 99).unwrap();
            }
        }
    }
    assert!(refused > 50, "{refused}");
}

#[test]
fn a_page_that_cannot_be_read_stops_writing() {
    let disk = SimDisk::new();
    let store = open(&disk);
    for key in 0..200 {
        put(&store, key).unwrap();
    }
    store.close();
    let store = open(&disk);
    disk.fail_after(0, Fault::RefuseReading);
    let read = store.read(|tx| (0..200).find_map(|key| PLANTS.get(tx, &key).err())).unwrap();
    assert!(matches!(read, Some(Error::Engine(_))), "{read:?}");
    assert!(matches!(put(&store, 500), Err(Error::ReadOnly(_))));
}

#[test]
fn a_full_disk_refuses_writes_reads_on_and_goes_on_by_itself() {
    for capacity in (40..160).step_by(3).map(|blocks| blocks * 4096) {
        let disk = SimDisk::new();
        let store = open_with(&disk, |options| options.space = Some(Arc::new(disk.clone()))).unwrap();
        disk.limit(Some(capacity.max(disk.used())));
        let acknowledged: Vec<u64> = (0..100_000).take_while(|key| put(&store, *key).is_ok()).collect();
        assert_eq!(put(&store, 200_000).unwrap_err(), Error::Full, "room for {capacity}");
        assert!(store.status().full && store.status().read_only.is_none());
        assert_eq!(keys(&store), acknowledged, "room for {capacity}");
        assert!(store.check().unwrap().is_empty());
        let held = store.snapshot().unwrap();
        disk.limit(None);
        put(&store, 200_001).unwrap();
        assert!(!store.status().full);
        let expected = [acknowledged.clone(), vec![200_001]].concat();
        assert_eq!(keys(&store), expected, "room for {capacity}");
        assert_eq!(held.log_up_to(0, usize::MAX).unwrap().len(), acknowledged.len(), "a reader from before reads on");
        drop(held);
        put(&store, 200_002).unwrap();
        store.close();
        assert!(keys(&open(&disk)).starts_with(&expected));
    }
}

#[test]
fn a_store_opens_for_reading_on_a_full_disk() {
    let disk = SimDisk::new();
    let store = open(&disk);
    insert(&store, 1, plant("sage", None, 1));
    store.close();
    disk.limit(Some(0));
    let store = open_with(&disk, |options| options.space = Some(Arc::new(disk.clone()))).unwrap();
    assert_eq!(keys(&store), [1]);
    assert_eq!(put(&store, 2).unwrap_err(), Error::Full);
    disk.limit(None);
    put(&store, 2).unwrap();
    assert_eq!(keys(&store), [1, 2]);
}

#[test]
fn a_reserve_is_kept_free() {
    let disk = SimDisk::new();
    disk.limit(Some(10 << 20));
    let store = open_with(&disk, |options| {
        options.space = Some(Arc::new(disk.clone()));
        options.reserve_bytes = 8 << 20;
    })
    .unwrap();
    let refused = (0..10_000).find(|key| put(&store, *key).is_err()).unwrap();
    assert_eq!(put(&store, refused).unwrap_err(), Error::Full);
    assert_eq!(disk.refused(), 0, "the disk itself was never asked for what it has not");
}

/// The promise is kept with two-phase commits, and is not with redb's default.
#[test]
fn a_failed_flush_and_a_reopening_in_the_same_boot_lose_nothing_with_two_phases() {
    let rounds = soak(400);
    let lost = |two_phase| (0..rounds).filter(|seed| loses(*seed, two_phase)).count();
    let (one, two) = (lost(Phases::One), lost(Phases::Two));
    assert_eq!(two, 0, "of {rounds}; with one phase {one}");
    assert!(one > 0, "the simulated disk does not show the fault that two phases are for");
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phases {
    One,
    Two,
}

const RAW: TableDefinition<u64, &[u8]> = TableDefinition::new("raw");

fn commit(database: &Database, key: u64, phases: Phases) -> bool {
    let write = || -> Result<(), redb::Error> {
        let mut transaction = database.begin_write()?;
        transaction.set_two_phase_commit(phases == Phases::Two);
        transaction.open_table(RAW)?.insert(key, [u8::try_from(key % 251).unwrap(); 300].as_slice())?;
        Ok(transaction.commit()?)
    };
    write().is_ok()
}

fn raw(disk: &SimDisk) -> Result<Database, redb::DatabaseError> {
    Builder::new().set_cache_size(64 << 10).create_with_backend(disk.clone())
}

/// One flush fails, the program opens the file again and goes on, then the power fails. Whether anything that was
/// acknowledged is missing then, or the file does not open.
fn loses(seed: u64, phases: Phases) -> bool {
    let mut chance = Chance::new(seed);
    let disk = SimDisk::new();
    let mut acknowledged = Vec::new();
    let mut database = raw(&disk).unwrap();
    let before = 3 + u64::try_from(chance.below(6)).unwrap();
    acknowledged.extend((0..before).filter(|key| commit(&database, *key, phases)));
    disk.fail_after(chance.below(12), Fault::Refuse);
    let mut next = before;
    while disk.refused() == 0 && next < before + 12 {
        acknowledged.extend(Some(next).filter(|key| commit(&database, *key, phases)));
        next += 1;
    }
    drop(database);
    disk.mend();
    match raw(&disk) {
        Ok(again) => database = again,
        Err(_) => return true,
    }
    acknowledged.extend((100..100 + u64::try_from(chance.below(4)).unwrap()).filter(|k| commit(&database, *k, phases)));
    let keep = Keep::ALL[chance.below(Keep::ALL.len())];
    let image = SimDisk::holding(disk.image(keep, &mut chance));
    drop(database);
    let there = std::panic::catch_unwind(|| -> Result<Vec<u64>, redb::Error> {
        let database = raw(&image)?;
        let table = database.begin_read()?.open_table(RAW)?;
        Ok(table.range::<u64>(..)?.map(|row| row.unwrap().0.value()).collect())
    });
    !matches!(there, Ok(Ok(there)) if acknowledged.iter().all(|key| there.contains(key)))
}

/// Damages a file in one of the ways in which disks and copies do.
fn damaged(sound: &[u8], chance: &mut Chance) -> (String, Vec<u8>) {
    const PAGE: usize = 4096;
    let mut bytes = sound.to_vec();
    let pages = bytes.len() / PAGE;
    let (one, other) = (chance.below(pages) * PAGE, chance.below(pages) * PAGE);
    let how = match chance.below(8) {
        0 => {
            bytes[one..one + PAGE].fill(0);
            format!("the page at {one} is empty")
        }
        1 => {
            let (a, b) = (bytes[one..one + PAGE].to_vec(), bytes[other..other + PAGE].to_vec());
            bytes[one..one + PAGE].copy_from_slice(&b);
            bytes[other..other + PAGE].copy_from_slice(&a);
            format!("the pages at {one} and {other} have changed places")
        }
        2 => {
            // An empty file is a new one; that one should not be empty is for those to know who own it.
            bytes.truncate(one.max(PAGE));
            format!("it ends at {}", bytes.len())
        }
        _ => {
            let bit = chance.below(bytes.len() * 8);
            bytes[bit / 8] ^= 1 << (bit % 8);
            format!("bit {bit} is another")
        }
    };
    (how, bytes)
}

#[test]
fn no_damage_is_read_silently() {
    let disk = SimDisk::new();
    let store = open(&disk);
    for key in 0..40 {
        put(&store, key).unwrap();
    }
    store.close();
    let sound = disk.content();
    let mut chance = Chance::new(5);
    let (mut found, mut harmless) = (0, 0);
    for _ in 0..soak(1_500) {
        let (how, bytes) = damaged(&sound, &mut chance);
        let flipped = SimDisk::holding(bytes.clone());
        let read = std::panic::catch_unwind(|| -> Result<Vec<bool>, Error> {
            let store = open_with(&flipped, |_| ())?;
            let expected = plant(&"sage".repeat(100), None, 1);
            store.read(|tx| {
                (0..40).map(|key| Ok(PLANTS.get(tx, &key)?.is_some_and(|read| read == expected))).collect()
            })?
        });
        // A missing record is not told by its own envelope: the index and the log tell of it.
        let silent = matches!(&read, Ok(Ok(rows)) if rows.contains(&false));
        let well = || open(&SimDisk::holding(bytes.clone())).check().is_ok_and(|findings| findings.is_empty());
        assert!(!silent || !well(), "{how}: it was read as something else, and nothing tells of it");
        if matches!(&read, Ok(Ok(rows)) if !rows.contains(&false)) { harmless += 1 } else { found += 1 }
    }
    assert!(found > 100, "{found} told, {harmless} harmless");
}

fn marked(path: &Path) {
    marker::leave(path, "input/output error");
}

#[test]
fn after_a_fault_the_next_start_checks_the_file_and_writes_it_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.redb");
    let store = garden_at(&path);
    (0..50).for_each(|key| insert(&store, key, plant("sage", None, 1)));
    let digest = store.digest().unwrap();
    store.close();
    marked(&path);
    let store = garden_at(&path);
    assert_eq!(store.digest().unwrap(), digest);
    assert!(!marker::path_of(&path).exists(), "what was checked is trusted again");
    insert(&store, 50, plant("sage", None, 1));
}

#[test]
fn after_a_fault_a_file_that_does_not_pass_the_check_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.redb");
    let store = garden_at(&path);
    (0..200).for_each(|key| insert(&store, key, plant(&"sage".repeat(50), None, 1)));
    store.close();
    let mut bytes = std::fs::read(&path).unwrap();
    // A page in the middle is as if it had never been written.
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 8192].fill(0);
    std::fs::write(&path, &bytes).unwrap();
    marked(&path);
    for _ in 0..2 {
        let options = super::options(Backend::File(path.clone()), HandClock::at(1_000));
        let refused = Store::open(options, schema()).map(|_| ()).unwrap_err();
        assert!(matches!(&refused, Error::Damaged { fault, .. } if fault == "input/output error"), "{refused:?}");
        assert!(marker::path_of(&path).exists());
        assert_eq!(std::fs::read(&path).unwrap(), bytes);
    }
}
