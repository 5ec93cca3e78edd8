//! Durable payments through the JSON API of the real program, beside pgbench with as many clients.

use std::{collections::BTreeMap, net::SocketAddr, path::Path, sync::Arc, time::Duration};

use anyhow::{Context as _, Result};
use tokio::{runtime::Runtime, task::JoinSet};

use crate::{
    How,
    chance::Chance,
    client::{Client, Proof},
    figures::{Sample, best, say},
    machine,
    peer::Peer,
    server::{self, Server},
    stopwatch::Stopwatch,
    town::{People, Somebody, Town},
};

/// What was acknowledged so far, in minor units.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Paid {
    pub(crate) payments: u64,
    pub(crate) volume: i64,
}

/// What one client saw.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) micros: Vec<u32>,
    pub(crate) volume: i64,
}

impl Paid {
    /// Adds what the clients of a run saw, and makes their sample.
    pub(crate) fn add(&mut self, seen: Vec<Seen>, time: Duration) -> Sample {
        let mut micros = Vec::new();
        for one in seen {
            self.payments += one.micros.len() as u64;
            self.volume += one.volume;
            micros.extend(one.micros);
        }
        Sample::new(micros, time)
    }
}

/// The peer's best rate for each number of clients; nothing where there is no peer.
pub(crate) type PeerRates = BTreeMap<u32, f64>;

/// Measures and prints all of it.
pub(crate) fn measure(how: &How) -> Result<PeerRates> {
    server::program(how)?;
    let folder = how.scratch()?;
    let data = folder.path().join("data");
    let (town, people) = Town::found(&data)?;
    drop(town);
    let runtime = runtime()?;
    let members = people.shared();
    let peer = Peer::prepare(folder.path())?;
    say("\nDurable payments through the JSON API, beside pgbench (TPC-B-like, scale 10), same disk, same clients");
    say("clients run |  Ayni tx/s   p50 ms   p99 ms | pgbench tx/s   p50 ms   p99 ms | load");
    let (mut paid, mut rates) = (Paid::default(), PeerRates::new());
    for clients in &how.clients {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for run in 1..=how.repeats {
            machine::settle()?;
            let load = machine::load();
            let server = Server::start(how, &runtime, &data)?;
            let one = run_payments(how, &runtime, server.address, &members, *clients, &mut paid)?;
            server.stop()?;
            machine::settle()?;
            let other = peer.as_ref().map(|peer| peer.measure(*clients, how.seconds)).transpose()?;
            let columns = other.as_ref().map_or_else(|| format!("{:>30}", "-"), Sample::load_columns);
            say(format!("{clients:>7} {run:>3} |  {} |    {columns} | {load}", one.load_columns()));
            ours.push(one);
            theirs.extend(other);
        }
        if let (Some(one), Some(other)) = (best(&ours), best(&theirs)) {
            say(format!("{clients:>7}     |  Ayni / pgbench, best runs: {:.2}", one.rate() / other.rate()));
            rates.insert(*clients, other.rate());
        }
    }
    Town::open(&data)?.verify(paid.payments, paid.volume)?;
    say(format!("All {} acknowledged payments are in the ledger, and it adds up.", paid.payments));
    report_log(&data)?;
    Ok(rates)
}

/// Two threads, like the peer's own load generator.
pub(crate) fn runtime() -> Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().context("no runtime")
}

fn run_payments(
    how: &How,
    runtime: &Runtime,
    address: SocketAddr,
    members: &Arc<[Somebody]>,
    clients: u32,
    paid: &mut Paid,
) -> Result<Sample> {
    let time = how.time();
    let (seen, elapsed) = runtime.block_on(async {
        let mut opened = Vec::new();
        for number in 0..clients {
            opened.push((Client::open(address).await?, Chance::new(u64::from(number) + paid.payments)));
        }
        let whole = Stopwatch::start();
        let mut tasks = JoinSet::new();
        for (client, chance) in opened {
            tasks.spawn(pay_for(client, chance, Arc::clone(members), whole, time));
        }
        let mut seen = Vec::new();
        while let Some(one) = tasks.join_next().await {
            seen.push(one??);
        }
        anyhow::Ok((seen, whole.elapsed()))
    })?;
    Ok(paid.add(seen, elapsed))
}

/// One client: pays, waits for the answer, pays again. Any refusal ends the run.
async fn pay_for(
    mut client: Client,
    mut chance: Chance,
    members: Arc<[Somebody]>,
    whole: Stopwatch,
    time: Duration,
) -> Result<Seen> {
    let mut seen = Seen::default();
    while whole.elapsed() < time {
        pay_once(&mut client, &mut chance, &members, &mut seen).await?;
    }
    Ok(seen)
}

/// So many payments by one client.
pub(crate) async fn pay_times(address: SocketAddr, members: &[Somebody], times: usize) -> Result<()> {
    let (mut client, mut chance, mut seen) = (Client::open(address).await?, Chance::new(9), Seen::default());
    for _ in 0..times {
        pay_once(&mut client, &mut chance, members, &mut seen).await?;
    }
    Ok(())
}

async fn pay_once(client: &mut Client, chance: &mut Chance, members: &[Somebody], seen: &mut Seen) -> Result<()> {
    let (payer, payee) = chance.pair(members).context("nobody to pay")?;
    let amount = chance.amount();
    let body = serde_json::json!({
        "to": payee.number,
        "amount": format!("{}.{:02}", amount / 100, amount % 100),
        "description": "Half a dozen eggs and a loaf",
    });
    let each = Stopwatch::start();
    client.post("/api/v1/payments", Proof::Bearer(&payer.token), body.to_string()).await?;
    seen.micros.push(each.micros());
    seen.volume += amount;
    Ok(())
}

/// The log belongs to the work that was measured: says how much it wrote in the last run.
fn report_log(data: &Path) -> Result<()> {
    let bytes = std::fs::metadata(data.join("log.jsonl"))?.len();
    say(format!("The program ran with its default settings; its log of the last run is {} KiB.", bytes / 1_024));
    Ok(())
}

impl People {
    /// Members as the threads of a load run share them.
    pub(crate) fn shared(&self) -> Arc<[Somebody]> {
        self.members.clone().into()
    }
}
