//! What grows with the data: payment, examination, copy, start-up, start-up after a crash, file, memory; and how long
//! a payment waits while a copy is written.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use anyhow::{Context as _, Result, anyhow};
use ayni_kernel::Community;

use crate::{
    How, api,
    api::Seen,
    chance::Chance,
    engine::pay,
    figures::{Sample, say},
    machine,
    server::{self, Server},
    stopwatch::Stopwatch,
    town::{People, Somebody, Town},
};

/// Payments timed, one after the other.
const PAYMENTS: usize = 300;

/// Measures and prints.
pub(crate) fn measure(how: &How) -> Result<()> {
    server::program(how)?;
    let runtime = api::runtime()?;
    say("\nWhat grows with the data");
    for count in &how.transfers {
        let folder = how.scratch()?;
        let data = folder.path().join("data");
        let (town, people) = Town::found(&data)?;
        town.import(&people, *count)?;
        say(format!("{count} transfers; load {}", machine::load()));
        in_this_process(&town, &people, *count, folder.path())?;
        let dead = town.leave();
        for again in ["after an orderly end", "after a kill in work"] {
            let server = Server::start(how, &runtime, &dead)?;
            say(format!(
                "  start-up {again:<20} {:>9.0} ms, resident {:.0} MiB",
                server.start_up.as_secs_f64() * 1_000.0,
                server.memory("VmRSS")?
            ));
            // The next start is the one after this.
            runtime.block_on(api::pay_times(server.address, &people.members, PAYMENTS))?;
            server.kill()?;
        }
    }
    Ok(())
}

/// Times something that has to be done; its number is of no interest.
fn seconds(what: &str, work: impl FnOnce() -> Result<usize>) -> Result<()> {
    let clock = Stopwatch::start();
    work()?;
    say(format!("  {what:<29} {:>9.2} s", clock.elapsed().as_secs_f64()));
    Ok(())
}

fn in_this_process(town: &Town, people: &People, count: u32, folder: &Path) -> Result<()> {
    let store = town.community.data.store();
    let bytes = store.status().file_bytes;
    say(format!(
        "  the store                     {:>9} MiB, {} bytes a transfer",
        bytes >> 20,
        bytes / u64::from(count)
    ));
    say(format!("  of it the commit log          {:>9} MiB", store.log_kept()?.bytes >> 20));
    let members = people.shared();
    let alone = payments(&town.community, &members, &AtomicBool::new(true), PAYMENTS)?;
    say(format!("  payment, p50 and p99          {} ms", alone.time_columns()));
    seconds("every record and the log", || Ok(store.check()?.len()))?;
    seconds("every balance recomputed", || Ok(town.community.read(ayni_ledger::audit)?.len()))?;
    seconds("digest of the state", || Ok(store.digest()?.len()))?;
    let during = while_copying(&town.community, &members, folder)?;
    say(format!(
        "  payment while a copy is written {} ms, at most {:.1} ms",
        during.time_columns(),
        during.percentile(100)
    ));
    Ok(())
}

/// Pays again and again until `enough` says so, at least `least` times.
fn payments(community: &Community, members: &[Somebody], enough: &AtomicBool, least: usize) -> Result<Sample> {
    let (mut chance, mut seen, whole) = (Chance::new(5), Seen::default(), Stopwatch::start());
    while seen.micros.len() < least || !enough.load(Ordering::Relaxed) {
        pay(community, members, &mut chance, &mut seen)?;
    }
    Ok(Sample::new(seen.micros, whole.elapsed()))
}

/// One client pays while the store is copied; the times of its payments.
fn while_copying(community: &Community, members: &Arc<[Somebody]>, folder: &Path) -> Result<Sample> {
    let copied = Arc::new(AtomicBool::new(false));
    let (payer, people, enough) = (community.clone(), Arc::clone(members), Arc::clone(&copied));
    let worker = thread::spawn(move || payments(&payer, &people, &enough, 1));
    let clock = Stopwatch::start();
    let written = community.data.store().copy_to(&folder.join("copy.redb"));
    let time: Duration = clock.elapsed();
    copied.store(true, Ordering::Relaxed);
    let sample = worker.join().map_err(|_| anyhow!("a thread panicked"))?;
    let bytes = written.context("no copy")?.bytes;
    say(format!("  copy of {:>7} MiB            {:>9.2} s", bytes >> 20, time.as_secs_f64()));
    sample
}
