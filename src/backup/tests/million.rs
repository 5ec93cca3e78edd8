//! A minute out of many payments. With `AYNI_SOAK=200 cargo test -p ayni --bin ayni many_payments -- --nocapture` it is
//! one out of a million, which takes minutes.

use ayni_storage::{Clock as _, SystemClock, testing::soak};

use super::{
    super::{drill, retention::Keep},
    town::{Locks, Town, state_in},
};

/// Log segments in a short story; `AYNI_SOAK` says how many a long one has.
const SEGMENTS: u64 = 4;

/// Groups of fifty payments between two segments.
const FIFTIES: usize = 100;

/// Seconds that the work took.
fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let begun = SystemClock.now_micros();
    let done = work();
    eprintln!(
        "{what}: {}.{:01} s",
        (SystemClock.now_micros() - begun) / 1_000_000,
        (SystemClock.now_micros() - begun) / 100_000 % 10
    );
    done
}

#[test]
fn a_minute_out_of_many_payments_comes_back_exactly() {
    let segments = usize::try_from(soak(SEGMENTS)).unwrap();
    let town = Town::keeping(Locks::Sealed, Keep::parse("0,7,0,0").unwrap());
    town.wait(0);
    let mut lived = Vec::new();
    timed("the payments with their log segments, and a whole backup in the middle", || {
        for segment in 0..segments {
            if segment == segments / 2 {
                let worst = town.pay_meanwhile(|| timed("the whole backup half-way", || town.wait(24 * 60)));
                eprintln!("the slowest payment meanwhile: {worst} ms");
            }
            town.pay_fifties(FIFTIES);
            if [segments / 5, segments * 4 / 5].contains(&segment) {
                lived.push((town.now().plus_seconds(59).to_string(), town.state()));
                town.wait(1);
            }
            town.wait(5);
        }
    });
    let bytes = |name: &String| std::fs::metadata(town.backups().join(name)).unwrap().len();
    let names = town.archives();
    let size = |log: bool| names.iter().filter(|name| name.contains(".log.") == log).map(bytes).sum::<u64>() >> 20;
    eprintln!("backups: {} MiB, log segments: {} MiB", size(false), size(true));
    let file = town.community("lime-lane").data.store().status().file_bytes >> 20;
    eprintln!("the store: {file} MiB");
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
