//! Many at once: one slot has one booking, seats have as many as there are, whoever comes at the same moment.

use std::sync::{Arc, Barrier};

use ayni_kernel::testing::Cast;

use super::town::{HOUR, Town, span};
use crate::*;

/// Clients that ask for the same thing at the same moment.
const CLIENTS: usize = 64;
/// Rounds of a test run; more with `AYNI_SOAK`.
const ROUNDS: usize = 150;

fn rounds() -> usize {
    std::env::var("AYNI_SOAK").ok().and_then(|count| count.parse().ok()).unwrap_or(ROUNDS)
}

/// Lets every client do something at once and counts those who were let.
fn at_once(town: &Arc<Town>, each: impl Fn(&Town, usize) -> bool + Send + Sync + 'static) -> usize {
    let (barrier, each) = (Arc::new(Barrier::new(CLIENTS)), Arc::new(each));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let (town, barrier, each) = (Arc::clone(town), Arc::clone(&barrier), Arc::clone(&each));
            std::thread::spawn(move || {
                barrier.wait();
                each(&town, client)
            })
        })
        .collect();
    clients.into_iter().map(|client| client.join().unwrap()).filter(|let_in| *let_in).count()
}

const PEOPLE: [Cast; 5] = [Cast::Ana, Cast::Ben, Cast::Carla, Cast::Tova, Cast::Ada];

fn person(client: usize) -> Cast {
    *PEOPLE.get(client % PEOPLE.len()).unwrap()
}

#[test]
fn sixty_four_at_once_get_one_booking_between_them() {
    let town = Arc::new(Town::new("UTC"));
    for round in 0..rounds() {
        // Two rooms with a slot for each hour of some eleven months.
        let (hour, twin) = (1 + i64::try_from(round).unwrap() % 8_000, round / 8_000 % 2 == 1);
        let winners = at_once(&town, move |town, client| {
            let from = town.clock.shows().plus_seconds(hour * HOUR);
            let slot = ayni_calendar::Span::new(from, from.plus_seconds(HOUR)).unwrap();
            let room = if twin { town.twin } else { town.room };
            // A draft holds as well as a booking.
            if client % 2 == 0 {
                let (me, ask) = (town.actor(person(client)), town.ask(person(client), room, slot));
                town.write(move |tx| draft(tx, &me, ask)).is_ok()
            } else {
                town.book(person(client), room, slot).is_ok()
            }
        });
        assert_eq!(winners, 1, "round {round}");
    }
    town.is_sound();
}

#[test]
fn seats_are_never_sold_twice() {
    let town = Arc::new(Town::new("UTC"));
    for day in 2..6 {
        let slot = span(&format!("2026-03-0{day}T10:00:00Z"), &format!("2026-03-0{day}T11:00:00Z"));
        assert_eq!(at_once(&town, move |town, client| town.seats(person(client), 1, slot).is_ok()), 4);
    }
}

#[test]
fn one_of_many_yeses_counts_and_a_cancellation_frees_once() {
    let town = Arc::new(Town::new("UTC"));
    town.rule(ayni_terms::Rules {
        approval: Some(ayni_terms::Approval::Always),
        tentative: Some(ayni_terms::Tentative::Free),
        ..ayni_terms::Rules::default()
    });
    let slot = span("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z");
    let asked: Vec<_> = (0..CLIENTS).map(|_| town.book(Cast::Ana, town.room, slot).unwrap().id).collect();
    let ids = asked.clone();
    let yeses = at_once(&town, move |town, client| {
        let (ada, id) = (town.actor(Cast::Ada), *ids.get(client).unwrap());
        town.write(move |tx| approve(tx, &ada, id)).is_ok()
    });
    assert_eq!(yeses, 1);
    let stands = *asked.iter().find(|id| town.see(**id).state == State::Confirmed).unwrap();
    assert_eq!(at_once(&town, move |town, _| town.cancel(Cast::Ana, stands).is_ok()), 1);
}
