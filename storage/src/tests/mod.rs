//! Stories of the engine: a garden with plants that have a name, a number and a bed.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that fails may panic")]

mod compact;
mod doctor;
mod faults;
mod files;
mod follow;
mod keys;
mod logs;
mod opening;
mod power;
mod tables;
mod writes;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::{Backend, Clock, Error, Index, Options, Schema, SeededEntropy, Store, Table, WriteTx};

#[derive(Debug, Clone, PartialEq, Eq, rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
struct Plant {
    name: String,
    number: Option<u32>,
    bed: u16,
}

crate::record!(Plant, 1);

static BY_NUMBER: Index<u32, u64, Plant> =
    Index::unique(0x8101, "plants.by_number", |_, plant| plant.number.into_iter().collect());
static BY_BED: Index<(u16, String), u64, Plant> =
    Index::many(0x8102, "plants.by_bed", |_, plant| vec![(plant.bed, plant.name.clone())]);
static PLANTS: Table<u64, Plant> = Table::new(0x0101, "plants", &[&BY_NUMBER, &BY_BED]);
/// Without indexes; the key has parts.
static VISITS: Table<(u16, i64), Plant> = Table::new(0x0102, "visits", &[]);

/// A clock that the test turns.
struct HandClock(AtomicI64);

impl HandClock {
    fn at(micros: i64) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(micros)))
    }

    fn turn(&self, micros: i64) {
        self.0.store(micros, Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now_micros(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

fn plant(name: &str, number: Option<u32>, bed: u16) -> Plant {
    Plant { name: name.to_owned(), number, bed }
}

fn schema() -> Schema {
    Schema { version: 1, tables: vec![&PLANTS, &VISITS], steps: Vec::new() }
}

fn options(backend: Backend, clock: Arc<dyn Clock>) -> Options {
    Options { clock, entropy: Arc::new(SeededEntropy::new(7)), ..Options::new(backend) }
}

fn garden() -> Store {
    Store::open(options(Backend::Memory, HandClock::at(1_000)), schema()).unwrap()
}

fn garden_at(path: &Path) -> Store {
    let backend = Backend::File(path.to_owned());
    Store::open(options(backend, HandClock::at(1_000)), schema()).unwrap()
}

/// Writes and expects that it is kept.
fn keep<T: Send + 'static>(store: &Store, work: impl FnOnce(&mut WriteTx) -> Result<T, Error> + Send + 'static) -> T {
    store.write(work).unwrap().unwrap()
}

fn insert(store: &Store, key: u64, plant: Plant) {
    keep(store, move |tx| PLANTS.insert(tx, &key, &plant));
}
