//! Statements and pages on small and large data, with the program's start-up and memory.

use std::{net::SocketAddr, time::Duration};

use anyhow::{Context as _, Result};
use ayni_kernel::{Actor, ReadTx, tx::Now as _};
use ayni_ledger::StatementAsk;
use ayni_members::List;
use tokio::{runtime::Runtime, task::JoinSet, time};

use crate::{
    How, api,
    client::{Client, Proof},
    figures::{Sample, say},
    machine,
    server::{self, Server},
    stopwatch::{Stopwatch, micros},
    town::{People, Town},
};

/// Times that each thing is asked for.
const ASKED: usize = 300;

/// Lines of a statement's page, as the wallet shows them.
const LINES: usize = 25;

/// Points of the balance's line, as the wallet draws it.
const POINTS: usize = 240;

/// Requests a second of the steady load, the clients that share them, and its length in seconds.
const STEADY: (u32, u32, u32) = (1_000, 16, 5);

/// A use case to be timed; gives how many rows it found.
type Work<'a> = Box<dyn Fn(&ReadTx, &Actor) -> ayni_kernel::Result<usize> + 'a>;

/// One thing that was measured, by the amount of data.
struct Row {
    name: &'static str,
    samples: Vec<Sample>,
}

/// What was measured, in the order of its first measuring.
#[derive(Default)]
struct Table(Vec<Row>);

impl Table {
    fn add(&mut self, name: &'static str, sample: Sample) {
        match self.0.iter_mut().find(|row| row.name == name) {
            Some(row) => row.samples.push(sample),
            None => self.0.push(Row { name, samples: vec![sample] }),
        }
    }

    fn print(&self, sizes: &[u32]) {
        let heads: Vec<_> = sizes.iter().map(|size| format!("{size:>9} p50 {:>5}", "p99")).collect();
        let heads = heads.join(" | ");
        say(format!(
            "\nMilliseconds on so many transfers, all of them on the account that is read\n{:<34} | {heads} | last/first (p50)",
            ""
        ));
        for Row { name, samples } in &self.0 {
            let columns: Vec<_> = samples.iter().map(Sample::time_columns).collect();
            let columns = columns.join(" | ");
            let ratio =
                samples.last().zip(samples.first()).map(|(last, first)| last.percentile(50) / first.percentile(50));
            say(format!("{name:<34} | {columns} | {:.2}", ratio.unwrap_or(f64::NAN)));
        }
    }
}

/// Measures and prints.
pub(crate) fn measure(how: &How) -> Result<()> {
    server::program(how)?;
    let runtime = api::runtime()?;
    let mut table = Table::default();
    say("\nStatements and pages");
    for count in &how.transfers {
        let folder = how.scratch()?;
        let data = folder.path().join("data");
        let (town, people) = Town::found(&data)?;
        let clock = Stopwatch::start();
        town.import(&people, *count)?;
        let rate = f64::from(*count) / clock.elapsed().as_secs_f64();
        let file = town.community.data.store().status().file_bytes / (1 << 20);
        say(format!("{count} transfers brought in at {rate:.0}/s; the store is {file} MiB; load {}", machine::load()));
        domain(&town, &people, &mut table)?;
        drop(town);
        machine::settle()?;
        let server = Server::start(how, &runtime, &data)?;
        let (start_up, resident) = (server.start_up, server.memory("VmRSS")?);
        runtime.block_on(served(server.address, &people, &mut table))?;
        let steady = steady(&runtime, server.address, &people)?;
        say(format!(
            "  started in {:.0} ms; resident {resident:.0} MiB at first, {:.0} MiB after the pages, {:.0} MiB at most",
            start_up.as_secs_f64() * 1_000.0,
            server.memory("VmRSS")?,
            server.memory("VmHWM")?
        ));
        say(format!(
            "  signed-in page at {} requests a second: {:.0} answered a second, p50 {:.2} ms, p99 {:.2} ms",
            STEADY.0,
            steady.rate(),
            steady.percentile(50),
            steady.percentile(99)
        ));
        server.stop()?;
    }
    table.print(&how.transfers);
    Ok(())
}

/// The use cases behind the pages, in this process.
fn domain(town: &Town, people: &People, table: &mut Table) -> Result<()> {
    let (me, account) = (people.founder.actor(), people.founder.account);
    let index = &town.community.index;
    let works: [(&'static str, Work<'_>); 5] = [
        (
            "ledger::statement, newest 25",
            Box::new(|tx, me| Ok(ayni_ledger::statement(tx, me, &StatementAsk::newest(account, LINES))?.rows.len())),
        ),
        (
            "ledger::statement, until a day",
            Box::new(|tx, me| {
                let until = Some(tx.now().plus_seconds(-15_000));
                let ask = StatementAsk { until, ..StatementAsk::newest(account, LINES) };
                Ok(ayni_ledger::statement(tx, me, &ask)?.rows.len())
            }),
        ),
        (
            "ledger::balance_line, 240 points",
            Box::new(|tx, me| Ok(ayni_ledger::balance_line(tx, me, account, POINTS)?.len())),
        ),
        ("members::find, one word", Box::new(|tx, me| Ok(ayni_members::find(tx, me, index, "number42", 10)?.len()))),
        (
            "members::directory, first 25",
            Box::new(|tx, me| {
                let ask = List { status: None, after: None, limit: LINES };
                Ok(ayni_members::directory(tx, me, &ask)?.rows.len())
            }),
        ),
    ];
    for (name, work) in &works {
        let whole = Stopwatch::start();
        let mut micros = Vec::with_capacity(ASKED);
        for _ in 0..ASKED {
            let each = Stopwatch::start();
            let rows = town.community.read(|tx| work(tx, &me))?;
            micros.push(each.micros());
            anyhow::ensure!(rows > 0, "{name} found nothing");
        }
        table.add(name, Sample::new(micros, whole.elapsed()));
    }
    Ok(())
}

/// The pages of the real program, one request after the other on one connection.
async fn served(address: SocketAddr, people: &People, table: &mut Table) -> Result<()> {
    let page = format!("/accounts/{}", people.founder.account);
    let api = format!("/api/v1{page}");
    let (session, token) = (Proof::Session(&people.session), Proof::Bearer(&people.founder.token));
    let asks = [
        ("page /accounts/{id}", page.as_str(), session),
        ("JSON /api/v1/accounts/{id}", api.as_str(), token),
        ("page / (home)", "/", session),
        ("page /members", "/members", session),
    ];
    let mut client = Client::open(address).await?;
    for (name, path, proof) in asks {
        let whole = Stopwatch::start();
        let mut micros = Vec::with_capacity(ASKED);
        for _ in 0..ASKED {
            let each = Stopwatch::start();
            client.get(path, proof).await.with_context(|| format!("{name} failed"))?;
            micros.push(each.micros());
        }
        table.add(name, Sample::new(micros, whole.elapsed()));
    }
    Ok(())
}

/// A steady stream of requests for the statement's page. Each is timed from the moment at which it was due, so that a
/// slow answer is not hidden by the requests that had to wait behind it.
fn steady(runtime: &Runtime, address: SocketAddr, people: &People) -> Result<Sample> {
    let (rate, clients, seconds) = STEADY;
    let path = format!("/accounts/{}", people.founder.account);
    runtime.block_on(async {
        let whole = Stopwatch::start();
        let mut tasks = JoinSet::new();
        for number in 0..clients {
            let mut client = Client::open(address).await?;
            let (path, session) = (path.clone(), people.session.clone());
            tasks.spawn(async move {
                let begun = Stopwatch::start();
                let mut times = Vec::new();
                let mut turn = number;
                while turn < rate * seconds {
                    let due = Duration::from_secs(1) * turn / rate;
                    time::sleep(due.saturating_sub(begun.elapsed())).await;
                    client.get(&path, Proof::Session(&session)).await?;
                    times.push(micros(begun.elapsed().saturating_sub(due)));
                    turn += clients;
                }
                anyhow::Ok(times)
            });
        }
        let mut times = Vec::new();
        while let Some(one) = tasks.join_next().await {
            times.extend(one??);
        }
        Ok(Sample::new(times, whole.elapsed()))
    })
}
