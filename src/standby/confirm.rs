//! Sync mode: a primary answers a write once a standby has it, and takes no more of them while no standby does.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use anyhow::Result;
use ayni_kernel::Node;
use ayni_storage::Wait;

use super::{Mode, Replication, lock, record::Role, stores};
use crate::house::House;

/// How often it is looked whether the standby keeps up.
const EVERY: Duration = Duration::from_millis(250);

/// For how many looks each store has waited, and what was confirmed then.
type Waits = BTreeMap<String, (u64, u32)>;

/// Makes the answers of all stores wait.
pub(super) fn begin(node: &Node) -> Result<()> {
    for (_, store) in stores(node)? {
        store.answers_wait(Wait::ForConfirmation);
    }
    Ok(())
}

/// Watches over the confirmations of a primary in sync mode.
pub(super) async fn watch(house: Arc<House>, patience: Duration) {
    let looks = u32::try_from(patience.as_millis() / EVERY.as_millis()).unwrap_or(u32::MAX);
    let mut ticks = tokio::time::interval(EVERY);
    let mut waits = Waits::new();
    loop {
        ticks.tick().await;
        let replication = house.replication();
        if replication.mode() != Mode::Sync || replication.role() != Role::Primary {
            continue;
        }
        if let Err(error) = replication.look(house.node(), &mut waits, looks, patience) {
            tracing::error!(error = format!("{error:#}"), "cannot see whether the standby keeps up");
        }
    }
}

impl Replication {
    fn look(&self, node: &Node, waits: &mut Waits, looks: u32, patience: Duration) -> Result<()> {
        let all = stores(node)?;
        let why = format!("no standby has confirmed for {} seconds", patience.as_secs());
        let (mut late, mut behind) = (false, false);
        for (name, store) in &all {
            let confirmed = self.confirmed(name);
            let wait = waits.entry(name.clone()).or_default();
            if confirmed >= store.status().seq {
                *wait = (confirmed, 0);
                continue;
            }
            behind = true;
            *wait = if wait.0 == confirmed { (confirmed, wait.1.saturating_add(1)) } else { (confirmed, 0) };
            if wait.1 >= looks {
                late = true;
                store.fail_unconfirmed(&why);
            }
        }
        let halted = lock(&self.halted).is_some();
        if late && !halted {
            tracing::error!(why, "no changes are taken until a standby has everything");
            *lock(&self.halted) = Some(format!(
                "No changes are taken, because {why} and standby_mode is sync. Bring the standby back; or set standby_mode to async and restart, knowing that what is then changed exists on this node only."
            ));
            self.put_into_effect(node);
        } else if halted && !behind {
            tracing::warn!("a standby has everything; changes are taken again");
            *lock(&self.halted) = None;
            self.put_into_effect(node);
        }
        Ok(())
    }
}
