//! The machine: what it is, how busy it is, how fast its disk makes things durable.

use std::{fs, io::Write as _, path::Path, process::Command};

use anyhow::{Context as _, Result};

use crate::{How, figures::Sample, stopwatch::Stopwatch};

/// Flushes measured.
const FLUSHES: usize = 200;

/// Bytes before each flush: a page.
const PAGE: usize = 4_096;

/// Cores, load and the time of a flush on the disk that is measured.
pub(crate) fn describe(how: &How) -> Result<String> {
    let cores = std::thread::available_parallelism()?;
    let folder = how.scratch()?;
    let flush = flushes(folder.path())?;
    Ok(format!(
        "{cores} cores; load {}; fdatasync after 4 KiB: p50 {:.2} ms, p99 {:.2} ms",
        load(),
        flush.percentile(50),
        flush.percentile(99)
    ))
}

/// The machine's load average over the last minute, to be read beside a figure.
pub(crate) fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or("?").to_owned()
}

fn flushes(folder: &Path) -> Result<Sample> {
    let mut file = fs::File::create(folder.join("flush"))?;
    let whole = Stopwatch::start();
    let mut micros = Vec::with_capacity(FLUSHES);
    for _ in 0..FLUSHES {
        let each = Stopwatch::start();
        file.write_all(&[7; PAGE])?;
        file.sync_data()?;
        micros.push(each.micros());
    }
    Ok(Sample::new(micros, whole.elapsed()))
}

/// Writes everything that waits in memory to disk, so that one run does not pay for the one before.
pub(crate) fn settle() -> Result<()> {
    Command::new("sync").status().context("Cannot run sync")?;
    Ok(())
}

/// A line of a process's status in MiB, such as `VmRSS` (resident now) or `VmHWM` (resident at most).
pub(crate) fn memory(process: u32, line: &str) -> Result<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let kib = status
        .lines()
        .find_map(|text| text.strip_prefix(line)?.strip_prefix(':')?.trim().strip_suffix(" kB")?.parse::<u32>().ok());
    Ok(f64::from(kib.with_context(|| format!("no {line} of process {process}"))?) / 1_024.0)
}
