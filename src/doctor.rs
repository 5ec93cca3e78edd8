//! The doctor: recomputes every balance from the transfers, checks every record, index and the commit log.

use anyhow::Result;
use serde::Serialize;

use crate::{house::House, operation::Outcome};

/// One thing that is wrong.
#[derive(Debug, Serialize)]
struct Ailment {
    /// The store: `node`, or a community's name in addresses.
    store: String,
    /// Table, index, log, account …
    place: String,
    /// What is wrong there.
    fault: String,
}

/// Examines everything in the folder.
pub(crate) fn examine(house: &House) -> Result<Outcome> {
    let mut ailments = Vec::new();
    let node = house.node().data();
    engine("node", node.store(), &mut ailments)?;
    let entries = node.read(ayni_communities::list)?;
    for entry in &entries {
        let community = match house.node().community(entry.id) {
            Ok(community) => community,
            Err(error) => {
                let (store, place) = (entry.slug.to_string(), "store".to_owned());
                ailments.push(Ailment { store, place, fault: error.to_string() });
                continue;
            }
        };
        engine(entry.slug.as_str(), community.data.store(), &mut ailments)?;
        for finding in community.read(ayni_ledger::audit)? {
            ailments.push(Ailment {
                store: entry.slug.to_string(),
                place: "ledger".to_owned(),
                fault: finding.to_string(),
            });
        }
    }
    let mut lines: Vec<String> =
        ailments.iter().map(|ailment| format!("{}: {}: {}", ailment.store, ailment.place, ailment.fault)).collect();
    let well = ailments.is_empty();
    lines.push(if well {
        let looked_at = if entries.len() == 1 { "one community" } else { &format!("{} communities", entries.len()) };
        format!("All is well in {looked_at}: every balance equals its history.")
    } else {
        format!("{} findings. Stop the program, keep a copy of the folder, and restore a backup.", ailments.len())
    });
    let data = serde_json::json!({ "well": well, "communities": entries.len(), "findings": ailments });
    Ok(Outcome { lines, data, well, file: None })
}

fn engine(name: &str, store: &ayni_storage::Store, ailments: &mut Vec<Ailment>) -> Result<()> {
    for finding in store.check()? {
        let place = if finding.key.is_empty() { finding.place } else { format!("{} {}", finding.place, finding.key) };
        ailments.push(Ailment { store: name.to_owned(), place, fault: finding.fault });
    }
    Ok(())
}
