//! Many threads at once: one writer makes double spending impossible.

use std::{sync::Arc, thread};

use ayni_kernel::testing::Cast::{Ana, Ben, Carla};

use super::{Town, units, word};
use crate::pay;

/// Threads that pay at the same time.
const THREADS: usize = 8;

#[test]
fn parallel_payments_never_pass_the_limit() {
    let town = Arc::new(Town::new());
    let ask = town.ask(Ana, Ben, units(3));
    let paid: usize = thread::scope(|scope| {
        let work: Vec<_> = (0..THREADS)
            .map(|_| {
                scope.spawn(|| {
                    let one = || {
                        let ask = ask.clone();
                        match town.write(move |tx| pay(tx, &Ana.actor(), ask)) {
                            Ok(_) => true,
                            Err(error) => {
                                assert_eq!(word(&error), "ledger-limit-lower");
                                false
                            }
                        }
                    };
                    (0..40).filter(|_| one()).count()
                })
            })
            .collect();
        work.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    // Ana may owe 100: thirty-three times 3.
    assert_eq!(paid, 33);
    assert_eq!((town.balance(Ana), town.balance(Ben)), (units(-99), units(99)));
    town.sound();
}

#[test]
fn parallel_payments_in_a_circle_lose_nothing() {
    let town = Arc::new(Town::new());
    let asks = [(Ana, Ben), (Ben, Carla), (Carla, Ana)].map(|(from, to)| (from, town.ask(from, to, units(1))));
    thread::scope(|scope| {
        for (from, ask) in asks.iter().cycle().take(2 * asks.len()) {
            let town = &town;
            scope.spawn(move || {
                for _ in 0..40 {
                    let (from, ask) = (*from, ask.clone());
                    town.write(move |tx| pay(tx, &from.actor(), ask)).unwrap();
                }
            });
        }
    });
    for who in [Ana, Ben, Carla] {
        assert_eq!((town.balance(who), town.account(who).entries), (units(0), 160));
    }
    town.sound();
}
