//! Histories on a simulated disk, cut by a power failure at each of their steps, and again during recovery.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::{Chance, Keep, SimDisk};
use crate::store::Options;
use crate::{Backend, Clock, Finding, Schema, SeededEntropy, Store};

/// Enough for the small stores of a history.
const CACHE_BYTES: usize = 256 << 10;

/// The states that a history acknowledged, with the length of the disk's log at that moment.
pub struct Journal {
    disk: SimDisk,
    /// Operations told, number of the transaction, digest of the state.
    acknowledged: Vec<(usize, u64, [u8; 32])>,
}

impl Journal {
    /// Notes that what was asked before has been acknowledged.
    pub fn acknowledge(&mut self, store: &Store) {
        let status = store.status();
        let told = self.disk.told();
        if let Ok(digest) = store.digest() {
            self.acknowledged.push((told, status.seq, digest));
        }
    }
}

/// What is cut.
pub struct Cuts<'a> {
    /// Makes the schema, anew for each opening.
    pub schema: &'a dyn Fn() -> Schema,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// What happens; notes each state that was acknowledged.
    pub history: &'a dyn Fn(&Store, &mut Chance, &mut Journal),
    /// What must hold in the store after recovery, beyond its own checks; a sentence when it does not.
    pub holds: &'a dyn Fn(&Store) -> Result<(), String>,
    /// Of so many operations the power is cut after one; 1 for all.
    pub one_step_in: usize,
    /// Lets one of so many flushes be only claimed, to see whether that is found out.
    pub lie_one_in: Option<usize>,
}

/// What was looked at.
#[derive(Debug, Default, Clone)]
pub struct Tally {
    /// Histories.
    pub histories: usize,
    /// Power failures.
    pub cuts: usize,
    /// Power failures during the recovery from another one.
    pub nested: usize,
    /// What was wrong, each with the seed that replays it.
    pub failures: Vec<String>,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { histories, cuts, nested, failures } = self;
        write!(f, "{histories} histories, {cuts} cuts, {nested} cuts during recovery, {} failures", failures.len())?;
        failures.iter().take(3).try_for_each(|failure| write!(f, "; {failure}"))
    }
}

impl Tally {
    /// Adds another one.
    pub fn add(&mut self, other: Self) {
        self.histories += other.histories;
        self.cuts += other.cuts;
        self.nested += other.nested;
        self.failures.extend(other.failures);
    }
}

/// The number in the variable `AYNI_SOAK`, which makes a short test a long one; otherwise `short`.
pub fn soak(short: u64) -> u64 {
    std::env::var("AYNI_SOAK").ok().and_then(|text| text.parse().ok()).unwrap_or(short)
}

impl Cuts<'_> {
    fn open(&self, disk: SimDisk, seed: u64) -> Result<Store, String> {
        let mut options = Options::new(Backend::Custom(Box::new(disk)));
        options.cache_bytes = CACHE_BYTES;
        options.clock = Arc::clone(&self.clock);
        options.entropy = Arc::new(SeededEntropy::new(seed));
        Store::open(options, (self.schema)()).map_err(|error| format!("it does not open: {error}"))
    }

    /// What is wrong with an image, given what was acknowledged last and what was under way.
    fn examine(&self, disk: &SimDisk, seed: u64, allowed: &[(u64, [u8; 32])]) -> Result<(), String> {
        let examined = catch_unwind(AssertUnwindSafe(|| self.examine_open(self.open(disk.clone(), seed)?, allowed)));
        examined.unwrap_or_else(|_| Err("it panicked".to_owned()))
    }

    fn examine_open(&self, store: Store, allowed: &[(u64, [u8; 32])]) -> Result<(), String> {
        let found = (store.status().seq, store.digest().map_err(|error| error.to_string())?);
        let findings: Vec<Finding> = store.check().map_err(|error| error.to_string())?;
        let outcome = if !allowed.contains(&found) {
            Err(format!("transaction {} is the newest, and its state is none that may be there", found.0))
        } else if let Some(finding) = findings.first() {
            Err(finding.to_string())
        } else {
            (self.holds)(&store)
        };
        store.close();
        outcome
    }
}

/// Runs the history of a seed and cuts the power after each operation of the disk.
pub fn cut_everywhere(cuts: &Cuts<'_>, seed: u64) -> Tally {
    let mut tally = Tally { histories: 1, ..Tally::default() };
    let disk = SimDisk::new();
    let mut journal = Journal { disk: disk.clone(), acknowledged: Vec::new() };
    let mut chance = Chance::new(seed);
    match cuts.open(disk.clone(), seed) {
        Ok(store) => {
            journal.acknowledge(&store);
            if let Some(one_in) = cuts.lie_one_in {
                disk.lie(one_in, seed);
            }
            (cuts.history)(&store, &mut chance, &mut journal);
            store.close();
        }
        Err(error) => tally.failures.push(format!("seed {seed}: {error}")),
    }
    let mut images = disk.images();
    // Before the first acknowledgement there is nothing to lose.
    let first = journal.acknowledged.first().map_or(images.len(), |(told, ..)| *told);
    while images.happened() < first && images.advance() {}
    loop {
        let step = images.happened();
        let allowed = allowed(&journal, step);
        if chance.one_in(cuts.one_step_in) {
            let keep = Keep::ALL.get(chance.below(Keep::ALL.len())).copied().unwrap_or(Keep::All);
            let mut told = |what: Result<(), String>, how: &str| {
                let after = format!("seed {seed}, power cut after operation {step} ({keep:?}){how}");
                tally.failures.extend(what.err().map(|fault| format!("{after}: {fault}")));
            };
            let cut = SimDisk::holding(images.image(keep, &mut chance));
            told(cuts.examine(&cut, seed, &allowed), "");
            // A second power failure, while the first was being recovered from or just after.
            let mut again = cut.images();
            let until = chance.below(again.len() + 1);
            while again.happened() < until && again.advance() {}
            let nested = SimDisk::holding(again.image(keep, &mut chance));
            told(cuts.examine(&nested, seed, &allowed), " and again");
            tally.cuts += 1;
            tally.nested += 1;
        }
        if !images.advance() {
            return tally;
        }
    }
}

/// The newest state that was acknowledged before this step, and the one that was under way.
fn allowed(journal: &Journal, step: usize) -> Vec<(u64, [u8; 32])> {
    let past = journal.acknowledged.iter().rposition(|(told, ..)| *told <= step).unwrap_or_default();
    journal.acknowledged.iter().skip(past).take(2).map(|(_, seq, digest)| (*seq, *digest)).collect()
}
