//! The drill: the newest backup is restored aside, brought up to the live state, and compared with it.

use anyhow::{Context as _, Result, ensure};
use ayni_kernel::{Timestamp, tx::Now as _};

use super::{
    Settings,
    archive::work_folder,
    frozen::{Frozen, hex},
    record::{Drilled, Moment, Record},
    restore::{self, Rebuilt, Series},
    seal::Keys,
};
use crate::{doctor, house::House, operation::Outcome};

/// The page cache of the stores that are opened aside, in MiB: little, since they are read once.
const CACHE_MIB: u32 = 8;

/// Drills, remembers what came of it, and tells.
pub(crate) fn drill(house: &House, settings: &Settings) -> Result<Outcome> {
    let _turn = super::one_at_a_time();
    let now = || house.node().data().read(|tx| Ok(tx.now()));
    let begun = now()?;
    let compared = compare(house, settings);
    let millis = u64::try_from((now()?.micros() - begun.micros()) / 1_000).unwrap_or(0);
    let done = Drilled {
        at: Moment(begun),
        millis,
        backup: compared.as_ref().map(|compared| compared.rebuilt.whole.clone()).unwrap_or_default(),
        backup_at: compared.as_ref().ok().and_then(|compared| compared.rebuilt.whole_made).map(Moment),
        failure: compared.as_ref().err().map(|error| format!("{error:#}")),
    };
    Record::change(house.folder(), |record| record.drill = Some(done))?;
    let lines = match &compared {
        Ok(compared) => compared.lines(begun, millis),
        Err(error) => vec![format!("The drill failed: {error:#}")],
    };
    let well = compared.is_ok();
    let data = match &compared {
        Ok(compared) => serde_json::json!({
            "well": true, "millis": millis, "backup": compared.rebuilt.whole,
            "segments": compared.rebuilt.segments, "stores": compared.stores,
        }),
        Err(error) => serde_json::json!({ "well": false, "millis": millis, "reason": format!("{error:#}") }),
    };
    Ok(Outcome { lines, data, well, file: None })
}

/// What was compared.
struct Compared {
    rebuilt: Rebuilt,
    /// Transactions taken from the live log after the archives.
    live: u64,
    /// Each store: name, number of the last transaction, digest.
    stores: Vec<(String, u64, String)>,
}

fn compare(house: &House, settings: &Settings) -> Result<Compared> {
    let folder = settings.folder_of(house);
    let folder = folder.context("There is no folder for backups. Set backup_folder, and make a first backup.")?;
    let series = Series::of_folder(&folder, Keys::of_machine(house.folder())?)?;
    let work = work_folder(house.folder())?;
    let (restored, rebuilt) = series.rebuild(None, work.path(), CACHE_MIB)?;
    let live = Frozen::of(house.node())?;
    let count = restore::follow(&restored, &live)?;
    let mut stores = Vec::new();
    for held in &live.stores {
        let store = match held.mark.community() {
            Some(id) => restored.node().community(id)?.data.store().clone(),
            None => restored.node().data().store().clone(),
        };
        let (here, there) = (hex(&held.snapshot.digest()?), hex(&store.digest()?));
        let title = held.mark.title().to_owned();
        ensure!(here == there, "The restored state of {title} at transaction {} is another one.", held.mark.seq);
        stores.push((title, held.mark.seq, there));
    }
    let examined = doctor::examine(&restored)?;
    ensure!(examined.well, "The doctor found faults in what was restored: {}", examined.lines.join(" "));
    Ok(Compared { rebuilt, live: count, stores })
}

impl Compared {
    fn lines(&self, now: Timestamp, millis: u64) -> Vec<String> {
        let hours = self.rebuilt.whole_made.map_or(0, |made| (now.micros() - made.micros()) / 3_600_000_000);
        let mut lines = vec![format!(
            "Restored {} ({hours} hours old) with {} log segments ({} transactions) and {} transactions of the live log.",
            self.rebuilt.whole, self.rebuilt.segments, self.rebuilt.transactions, self.live
        )];
        for (title, seq, digest) in &self.stores {
            let short = digest.get(..16).unwrap_or(digest);
            lines.push(format!("{title}: the same at transaction {seq} (digest {short}…)."));
        }
        lines.push(format!("The drill went well and took {}.{:03} seconds.", millis / 1_000, millis % 1_000));
        lines
    }
}
