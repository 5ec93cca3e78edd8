//! A minute out of a million payments. Takes minutes: `cargo test -p ayni --bin ayni -- --ignored --nocapture million`.

use ayni_storage::{Clock as _, SystemClock};

use super::{
    super::{drill, retention::Keep},
    town::{Locks, Town, state_in},
};

/// Log segments in the story, and payments between two of them.
const SEGMENTS: usize = 200;
const FIFTIES: usize = 100;

/// Seconds that the work took.
fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let begun = SystemClock.now_micros();
    let done = work();
    println!(
        "{what}: {}.{:01} s",
        (SystemClock.now_micros() - begun) / 1_000_000,
        (SystemClock.now_micros() - begun) / 100_000 % 10
    );
    done
}

#[test]
#[ignore = "takes minutes"]
fn a_minute_out_of_a_million_payments_comes_back_exactly() {
    let town = Town::keeping(Locks::Sealed, Keep::parse("0,7,0,0").unwrap());
    town.wait(0);
    let mut lived = Vec::new();
    timed("a million payments with their log segments, and a whole backup in the middle", || {
        for segment in 0..SEGMENTS {
            if segment == SEGMENTS / 2 {
                timed("the whole backup at half a million", || town.wait(24 * 60));
            }
            town.pay_fifties(FIFTIES);
            if [30, 170].contains(&segment) {
                lived.push((town.now().plus_seconds(59).to_string(), town.state()));
                town.wait(1);
            }
            town.wait(5);
        }
    });
    let bytes = |name: &String| std::fs::metadata(town.backups().join(name)).unwrap().len();
    let names = town.archives();
    let size = |log: bool| names.iter().filter(|name| name.contains(".log.") == log).map(bytes).sum::<u64>() >> 20;
    println!("backups: {} MiB, log segments: {} MiB", size(false), size(true));
    let file = town.community("lime-lane").data.store().status().file_bytes >> 20;
    println!("the store: {file} MiB");
    for (at, (moment, state)) in lived.iter().enumerate() {
        let goal = timed("restored to a minute", || {
            town.restore(&town.backups(), Some(moment), &format!("minute-{at}")).unwrap()
        });
        assert_eq!(&state_in(&goal), state, "{moment}");
        std::fs::remove_dir_all(goal).unwrap();
    }
    let outcome = timed("the drill", || drill(town.house(), &town.keeping.settings).unwrap());
    assert!(outcome.well, "{:?}", outcome.lines);
}
