//! Power failures: at each step of our own write paths, and once more while the store recovers.

use std::sync::mpsc::channel;

use super::{HandClock, PLANTS, VISITS, insert, options, plant, schema};
use crate::testing::{Chance, Cuts, Journal, Keep, SimDisk, Tally, cut_everywhere, soak};
use crate::{Backend, Direction, Error, Schema, Step, Store, WriteTx};

/// Histories of a short run; `AYNI_SOAK` says how many a long one has.
const HISTORIES: u64 = 24;

/// Writes of one history.
const STEPS: usize = 6;

fn one_write(chance: &mut Chance) -> impl FnOnce(&mut WriteTx) -> Result<(), Error> + Send + 'static {
    let (key, kind) = (chance.number() % 12, chance.below(4));
    let size = if chance.one_in(3) { 900 } else { 12 };
    move |tx| {
        let name = "x".repeat(size);
        match kind {
            0 => PLANTS.remove(tx, &key).map(|_| ()),
            1 => (0..8).try_for_each(|visit| VISITS.put(tx, &(3, visit + 10), &plant(&name, None, 4))),
            _ => PLANTS.put(tx, &key, &plant(&name, u32::try_from(key).ok(), 2)),
        }?;
        tx.emit(vec![7, u8::try_from(key).unwrap_or_default()]);
        Ok(())
    }
}

/// Several writes that share one commit, whatever the threads do: the first holds the writer until all are queued.
fn group(store: &Store, chance: &mut Chance) {
    let (queued, all_queued) = channel();
    let (send, answers) = channel();
    let mut first = Some(all_queued);
    for _ in 0..4 {
        let (work, first, send) = (one_write(chance), first.take(), send.clone());
        let work = move |tx: &mut WriteTx| {
            first.map_or(Ok(()), |all_queued| all_queued.recv().map_err(|_| Error::Closed))?;
            work(tx)
        };
        store.submit(work, move |answer| send.send(answer).unwrap());
    }
    queued.send(()).unwrap();
    drop(send);
    let answers: Vec<_> = answers.iter().collect();
    assert!(answers.iter().all(|answer| *answer == Ok(Ok(()))), "{answers:?}");
}

/// Single writes, groups, the log's upkeep and a refused write.
fn history(store: &Store, chance: &mut Chance, journal: &mut Journal) {
    for _ in 0..STEPS {
        match chance.below(7) {
            0 => store.set_cursor("reader", store.status().seq).unwrap(),
            1 => drop(store.trim_log(store.status().seq.saturating_sub(2)).unwrap()),
            2 => {
                let refused = store.write(|tx| {
                    PLANTS.put(tx, &1, &plant("gone", None, 1))?;
                    Err::<(), _>(Error::Nested)
                });
                assert_eq!(refused, Ok(Err(Error::Nested)));
            }
            3 | 4 => group(store, chance),
            _ => store.write(one_write(chance)).unwrap().unwrap(),
        }
        journal.acknowledge(store);
    }
}

fn cuts<'a>(lie_one_in: Option<usize>) -> Cuts<'a> {
    Cuts {
        schema: &schema,
        clock: HandClock::at(1_000),
        history: &history,
        holds: &|_| Ok(()),
        one_step_in: 1,
        lie_one_in,
    }
}

fn run(cuts: &Cuts<'_>, seeds: std::ops::Range<u64>) -> Tally {
    let mut sum = Tally::default();
    for seed in seeds {
        sum.add(cut_everywhere(cuts, seed));
    }
    eprintln!("{sum}");
    sum
}

#[test]
fn nothing_acknowledged_is_lost_and_nothing_is_half_there() {
    let sum = run(&cuts(None), 0..soak(HISTORIES));
    assert!(sum.cuts > 100 && sum.failures.is_empty(), "{sum}");
}

/// A test that trusts a flush which never happened would pass whatever the store does.
#[test]
fn a_flush_that_is_only_claimed_is_found_out() {
    let sum = run(&cuts(Some(4)), 0..8);
    assert!(!sum.failures.is_empty(), "a lying disk, and nothing was missed: {sum}");
}

#[test]
fn a_seed_replays_exactly() {
    let failures = || run(&cuts(Some(4)), 3..5).failures;
    assert_eq!(failures(), failures());
}

/// A follower that takes over a busy store's log in pieces.
fn follow(store: &Store, chance: &mut Chance, journal: &mut Journal) {
    let leader = super::garden();
    for _ in 0..STEPS * 2 {
        leader.write(one_write(chance)).unwrap().unwrap();
    }
    while store.status().seq < leader.status().seq {
        let piece = leader.log_up_to(store.status().seq, chance.below(6_000)).unwrap();
        store.replay(piece).unwrap();
        journal.acknowledge(store);
    }
}

#[test]
fn a_follower_is_at_some_moment_of_its_leader_after_a_power_cut() {
    let sum = run(&Cuts { history: &follow, ..cuts(None) }, 0..soak(HISTORIES / 2));
    assert!(sum.cuts > 100 && sum.failures.is_empty(), "{sum}");
}

/// Renames every plant: one commit, as migrations are.
fn renamed() -> Schema {
    let run = |tx: &mut WriteTx| {
        let rows: Vec<_> = PLANTS.range(tx, .., Direction::Ascending)?.collect::<Result<_, _>>()?;
        rows.into_iter().try_for_each(|(key, old)| PLANTS.put(tx, &key, &plant(&format!("{} v2", old.name), None, 8)))
    };
    Schema { version: 2, steps: vec![Step { to: 2, name: "rename the plants", run }], ..schema() }
}

#[test]
fn a_migration_that_is_cut_short_is_done_wholly_at_the_next_start() {
    let disk = SimDisk::new();
    let open = |disk: &SimDisk, schema: Schema| {
        let options = options(Backend::Custom(Box::new(disk.clone())), HandClock::at(1_000));
        Store::open(options, schema).unwrap()
    };
    let store = open(&disk, schema());
    (0..60).for_each(|key| insert(&store, key, plant(&format!("sage {key}"), None, 1)));
    store.close();
    let old = disk.content();
    let disk = SimDisk::holding(old);
    let store = open(&disk, renamed());
    let migrated = store.digest().unwrap();
    store.close();
    let (mut chance, mut images, mut cuts) = (Chance::new(9), disk.images(), 0);
    while images.advance() {
        for keep in Keep::ALL {
            let cut = SimDisk::holding(images.image(keep, &mut chance));
            let store = open(&cut, renamed());
            assert_eq!(store.digest().unwrap(), migrated, "after operation {} ({keep:?})", images.happened());
            assert!(store.check().unwrap().is_empty());
            cuts += 1;
        }
    }
    assert!(cuts > 100, "{cuts}");
}
