//! The search engine beside PostgreSQL's full-text search over the same data in one run.

mod data;
mod figures;
mod peer;

use std::{
    path::{Path, PathBuf},
    sync::mpsc::channel,
    time::Duration,
};

use anyhow::{Context as _, Result};
use ayni_search::{Area, Index, Query, Sort, Spot, Update};
use clap::Parser;

use data::{Typed, World};
use figures::{Stopwatch, Times, say};

/// Documents written in one go, as the index's job does after some hundred milliseconds of writes.
const BATCH: u32 = 150;

/// Time between two such goes: 500 writes a second.
const EVERY: Duration = Duration::from_millis(300);

/// Time between two keys of somebody who types fast.
const KEY: Duration = Duration::from_millis(150);

/// What is shown under the box.
const SHOWN: usize = 8;

/// Everybody in the data may be seen.
const AUDIENCE: u8 = 1;

/// Measures the search. Everything is made in a temporary folder under `--folder` and removed again.
#[derive(Debug, Parser)]
#[command(name = "ayni-search-benches")]
struct Cli {
    /// Documents
    #[arg(long, default_value_t = 1_000_000)]
    documents: u32,
    /// People who type at once
    #[arg(long, default_value_t = 16)]
    clients: u32,
    /// Seconds of each run
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Where to make the temporary folder
    #[arg(long, default_value = "target")]
    folder: PathBuf,
    /// Without PostgreSQL
    #[arg(long)]
    alone: bool,
}

fn main() -> Result<()> {
    let cli = Cli::parse();
    std::fs::create_dir_all(&cli.folder)?;
    let folder = tempfile::Builder::new().prefix("ayni-search-").tempdir_in(cli.folder.canonicalize()?)?;
    relevance(&cli, folder.path())?;
    speed(&cli, folder.path())
}

/// The judged queries, answered by both.
fn relevance(cli: &Cli, folder: &Path) -> Result<()> {
    let judged = data::judged()?;
    let index = Index::memory()?;
    index.apply(judged.documents.iter().cloned().map(Update::Put).collect(), 1)?;
    let mut ours = Vec::new();
    for query in &judged.queries {
        let ask = Query { words: &query.words, audience: AUDIENCE, limit: 10, ..Query::default() };
        ours.push(index.find(&ask)?.iter().map(|hit| data::number_of(hit.id)).collect());
    }
    say(format!("Relevance, nDCG@10 of {} judged queries: {}", judged.queries.len(), judged.scores(&ours)));
    if cli.alone {
        return Ok(());
    }
    let typed: Vec<Typed> = judged.queries.iter().map(|query| Typed::of(&query.words)).collect();
    let Some(peer) = peer::Peer::prepare(&folder.join("judged"), &judged.documents, &typed)? else { return Ok(()) };
    say(format!("PostgreSQL: {}", judged.scores(&peer.answers()?)));
    Ok(())
}

fn speed(cli: &Cli, folder: &Path) -> Result<()> {
    let world = World::new(cli.documents)?;
    let index = Index::open(&folder.join("index"))?;
    let watch = Stopwatch::start();
    let mut rebuild = index.rebuild()?.context("nobody else makes it")?;
    for part in world.parts() {
        rebuild.put(&part)?;
    }
    rebuild.settle()?;
    rebuild.finish(1)?;
    let seconds = watch.seconds();
    let size = figures::size(&folder.join("index"))?;
    say(format!(
        "Made anew: {} documents in {seconds:.1} s, {:.0} a second; {} MiB, {} bytes a document.",
        cli.documents,
        f64::from(cli.documents) / seconds,
        size >> 20,
        size / u64::from(cli.documents.max(1))
    ));
    let typed = world.typed();
    for (what, pause) in [("typing, a key every 150 ms", Some(KEY)), ("typing without a pause", None)] {
        say(format!("Ayni, {what}: {}", clients(cli, &typed, pause, |typed| find(&index, typed))?));
    }
    say(format!(
        "Ayni, nearest 20 within 2 km, a move every 150 ms: {}",
        clients(cli, &typed, Some(KEY), |typed| near(&index, typed))?
    ));
    freshness(cli, &index, &world, &typed)?;
    if cli.alone {
        return Ok(());
    }
    let documents = world.parts().flatten();
    let Some(peer) = peer::Peer::prepare(&folder.join("peer"), documents, &typed)? else { return Ok(()) };
    peer.measure(cli)
}

fn find(index: &Index, typed: &Typed) -> Result<()> {
    let query = Query { words: &typed.words, audience: AUDIENCE, limit: SHOWN, ..Query::default() };
    index.find(&query)?;
    Ok(())
}

fn near(index: &Index, typed: &Typed) -> Result<()> {
    let centre = Spot { latitude: typed.latitude, longitude: typed.longitude };
    let area = Some(Area::Circle { centre, metres: 2_000.0 });
    let from = Some(centre);
    index.find(&Query { area, from, sort: Sort::Nearest, audience: AUDIENCE, limit: 20, ..Query::default() })?;
    Ok(())
}

/// So many clients that ask one after the other, each timed from the moment its question was due.
fn clients(
    cli: &Cli,
    typed: &[Typed],
    pause: Option<Duration>,
    ask: impl Fn(&Typed) -> Result<()> + Sync,
) -> Result<Times> {
    let ask = &ask;
    let time = Duration::from_secs(cli.seconds);
    std::thread::scope(|threads| {
        let working: Vec<_> = (0..cli.clients)
            .map(|client| {
                threads.spawn(move || {
                    let (watch, mut times) = (Stopwatch::start(), Times::default());
                    // Not all of them press their keys at the same moment.
                    let mut due = pause.map_or(Duration::ZERO, |pause| pause * client / cli.clients);
                    for question in typed.iter().cycle().skip(client as usize * 131) {
                        if watch.elapsed() >= time {
                            break;
                        }
                        figures::wait(due.saturating_sub(watch.elapsed()));
                        let from = if pause.is_some() { due } else { watch.elapsed() };
                        ask(question)?;
                        times.add(watch.elapsed().saturating_sub(from));
                        due += pause.unwrap_or_default();
                    }
                    anyhow::Ok(times)
                })
            })
            .collect();
        let mut all = Times::lasting(time);
        for client in working {
            all.join(client.join().map_err(|_| anyhow::anyhow!("a client stopped early"))??);
        }
        Ok(all)
    })
}

/// 500 writes a second while people type: how long until what was written is found.
fn freshness(cli: &Cli, index: &Index, world: &World, typed: &[Typed]) -> Result<()> {
    let (stop, stopped) = channel::<()>();
    let time = Duration::from_secs(cli.seconds);
    std::thread::scope(|threads| {
        let writing = threads.spawn(move || -> Result<Times> {
            let (watch, mut times, mut round) = (Stopwatch::start(), Times::lasting(time), 0);
            while stopped.try_recv() != Err(std::sync::mpsc::TryRecvError::Disconnected) {
                let begun = watch.elapsed();
                let documents = (0..BATCH).map(|number| world.document((round * BATCH + number) % cli.documents));
                index.apply(documents.map(Update::Put).collect(), u64::from(round) + 2)?;
                // What was written first has waited for the others.
                times.add(EVERY + watch.elapsed().saturating_sub(begun));
                figures::wait(EVERY.saturating_sub(watch.elapsed().saturating_sub(begun)));
                round += 1;
            }
            Ok(times)
        });
        let searching = clients(cli, typed, Some(KEY), |typed| find(index, typed));
        drop(stop);
        let fresh = writing.join().map_err(|_| anyhow::anyhow!("the writer stopped early"))??;
        say(format!("Ayni, from a write to its being found, at 500 writes a second: {fresh}"));
        say(format!("Ayni, typing meanwhile: {}", searching?));
        Ok(())
    })
}
