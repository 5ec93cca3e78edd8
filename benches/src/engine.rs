//! The ledger alone: the same payments through the community's handle in this process, on the same disk.

use std::{sync::Arc, thread};

use anyhow::{Context as _, Result, anyhow};
use ayni_kernel::{Amount, Community, Error, Line};
use ayni_ledger::Pay;

use crate::{
    How,
    api::{Paid, PeerRates, Seen},
    chance::Chance,
    figures::{Sample, best, say},
    machine,
    stopwatch::Stopwatch,
    town::{Somebody, Town},
};

/// Measures and prints; with the peer's rates of the same run also how many times as fast it is.
pub(crate) fn measure(how: &How, peer: &PeerRates) -> Result<()> {
    let folder = how.scratch()?;
    let (town, people) = Town::found(&folder.path().join("data"))?;
    let members = people.shared();
    say("\nThe ledger alone (no HTTP): the same payments, each thread waits for the durable commit");
    say("threads run |  Ayni tx/s   p50 ms   p99 ms | load");
    let mut paid = Paid::default();
    for threads in &how.clients {
        let mut samples = Vec::new();
        for run in 1..=how.repeats {
            machine::settle()?;
            let load = machine::load();
            let sample = run_payments(how, &town.community, &members, *threads, &mut paid)?;
            say(format!("{threads:>7} {run:>3} |  {} | {load}", sample.load_columns()));
            samples.push(sample);
        }
        if let (Some(one), Some(rate)) = (best(&samples), peer.get(threads)) {
            say(format!("{threads:>7}     |  ledger alone / pgbench, best runs: {:.2}", one.rate() / rate));
        }
    }
    town.verify(paid.payments, paid.volume)?;
    say(format!("All {} acknowledged payments are in the ledger, and it adds up.", paid.payments));
    Ok(())
}

fn run_payments(
    how: &How,
    community: &Community,
    members: &Arc<[Somebody]>,
    threads: u32,
    paid: &mut Paid,
) -> Result<Sample> {
    let (time, salt) = (how.time(), paid.payments);
    let whole = Stopwatch::start();
    let workers: Vec<_> = (0..threads)
        .map(|number| {
            let (community, members) = (community.clone(), Arc::clone(members));
            let mut chance = Chance::new(u64::from(number) + salt);
            thread::spawn(move || {
                let mut seen = Seen::default();
                while whole.elapsed() < time {
                    pay(&community, &members, &mut chance, &mut seen)?;
                }
                anyhow::Ok(seen)
            })
        })
        .collect();
    let seen = workers.into_iter().map(|worker| worker.join().map_err(|_| anyhow!("a thread panicked"))?);
    let seen = seen.collect::<Result<Vec<_>>>()?;
    Ok(paid.add(seen, whole.elapsed()))
}

/// One payment between two of the members.
pub(crate) fn pay(community: &Community, members: &[Somebody], chance: &mut Chance, seen: &mut Seen) -> Result<()> {
    let (payer, payee) = chance.pair(members).context("nobody to pay")?;
    let amount = chance.amount();
    let me = payer.actor();
    let ask = Pay {
        id: None,
        from: payer.account,
        to: payee.account,
        amount: Amount::new(amount),
        description: Line::parse("description", "Half a dozen eggs and a loaf").map_err(Error::from)?,
        category: None,
    };
    let each = Stopwatch::start();
    community.write(move |tx| ayni_ledger::pay(tx, &me, ask))?;
    seen.micros.push(each.micros());
    seen.volume += amount;
    Ok(())
}
