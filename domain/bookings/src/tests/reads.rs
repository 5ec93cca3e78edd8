//! How much a search reads: counted, so that it cannot grow unseen.

use std::cell::Cell;

use ayni_kernel::{
    ReadTx, Timestamp,
    testing::Cast,
    tx::{Now, Reads},
};
use ayni_resources::{Details, NewResource, ResourceKind};
use ayni_storage::View;
use ayni_terms::Rules;

use super::town::{PROGRAM, Town, name, span};
use crate::*;

/// A reading that counts how often a table is asked.
struct Counting<'a>(&'a ReadTx, Cell<usize>);

impl Reads for Counting<'_> {
    fn view(&self) -> View<'_> {
        self.1.set(self.1.get() + 1);
        self.0.view()
    }

    fn at_micros(&self) -> i64 {
        self.0.at_micros()
    }
}

impl Now for Counting<'_> {
    fn now(&self) -> Timestamp {
        self.0.now()
    }
}

#[test]
fn a_search_reads_policies_and_prices_once_however_many_places_there_are() {
    let town = Town::new("UTC");
    for _ in 0..30 {
        town.rule(Rules { step: Some(15), ..Rules::default() });
        town.price(600, |_| ());
    }
    let parent = Some(town.site);
    let desks = move |tx: &mut ayni_kernel::WriteTx<'_>| {
        for number in 0..50 {
            let mut details = Details::new(name(&format!("Desk {number}")), ResourceKind::Desk);
            details.unit = ayni_resources::Unit::Minutes;
            ayni_resources::create(tx, &PROGRAM, NewResource { parent, details })?;
        }
        Ok(())
    };
    for _ in 0..4 {
        town.write(desks).unwrap();
    }
    let search = Search {
        wanted: Wanted { kinds: vec![ResourceKind::Desk], ..Wanted::default() },
        span: span("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z"),
        places: 1,
        people: 0,
        member: Some(town.member(Cast::Ana)),
        limit: 400,
    };
    let reads = town
        .community
        .read(|tx| {
            let counting = Counting(tx, Cell::new(0));
            let found = find(&counting, &town.actor(Cast::Ana), &search)?;
            assert_eq!(found.fitting.len(), 201);
            Ok(counting.1.get())
        })
        .unwrap();
    // Thirty-three a place, four of them for closures that come again; of policies and prices, which are whole
    // tables, none.
    assert!(reads < 201 * 34, "{reads} reads");
}
