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

impl Ailment {
    fn new(store: &str, place: &str, fault: impl std::fmt::Display) -> Self {
        Self { store: store.to_owned(), place: place.to_owned(), fault: fault.to_string() }
    }
}

/// Examines everything in the folder.
pub(crate) fn examine(house: &House) -> Result<Outcome> {
    let mut ailments = Vec::new();
    let node = house.node().data();
    engine("node", node.store(), &mut ailments);
    let entries = node.read(ayni_communities::list)?;
    for entry in &entries {
        let slug = entry.slug.as_str();
        match house.node().community(entry.id) {
            Ok(community) => {
                engine(slug, community.data.store(), &mut ailments);
                audited(slug, "ledger", community.read(ayni_ledger::audit), &mut ailments);
                audited(slug, "charges", community.read(ayni_charges::audit), &mut ailments);
                audited(slug, "bookings", community.read(ayni_bookings::audit), &mut ailments);
                audited(slug, "statistics", community.read(ayni_statistics::audit), &mut ailments);
            }
            Err(error) => ailments.push(Ailment::new(slug, "store", error)),
        }
    }
    let mut lines: Vec<String> =
        ailments.iter().map(|ailment| format!("{}: {}: {}", ailment.store, ailment.place, ailment.fault)).collect();
    let well = ailments.is_empty();
    lines.push(if well {
        let looked_at = if entries.len() == 1 { "one community" } else { &format!("{} communities", entries.len()) };
        format!("All is well in {looked_at}: every balance equals its history.")
    } else {
        format!("{} findings. Stop the program and keep a copy of the folder; then try: ayni doctor --repair. What that cannot mend, a backup brings back: ayni restore.", ailments.len())
    });
    let data = serde_json::json!({ "well": well, "communities": entries.len(), "findings": ailments });
    Ok(Outcome { lines, data, well, file: None })
}

/// Mends what can be mended in every store, then examines everything.
pub(crate) fn repair(house: &House) -> Result<Outcome> {
    let node = house.node();
    let mut stores = vec![("node".to_owned(), node.data().store().clone())];
    for entry in node.data().read(ayni_communities::list)? {
        // One that does not open is named by the examination.
        if let Ok(community) = node.community(entry.id) {
            stores.push((entry.slug.to_string(), community.data.store().clone()));
        }
    }
    let (mut lines, mut mended) = (Vec::new(), 0);
    for (name, store) in stores {
        let repaired = store.repair()?;
        mended += repaired.mended().len();
        let told = repaired.mended().iter().map(|finding| format!("{name}: mended: {finding}"));
        lines.extend(told.chain(repaired.lost().iter().map(|finding| format!("{name}: lost: {finding}"))));
    }
    let mut outcome = examine(house)?;
    lines.append(&mut outcome.lines);
    outcome.lines = lines;
    if let Some(data) = outcome.data.as_object_mut() {
        data.insert("mended".to_owned(), mended.into());
    }
    Ok(outcome)
}

/// Takes over what an audit found, or that it could not be made.
fn audited<F: std::fmt::Display>(
    store: &str,
    place: &str,
    findings: ayni_kernel::Result<Vec<F>>,
    ailments: &mut Vec<Ailment>,
) {
    match findings {
        Ok(findings) => ailments.extend(findings.iter().map(|finding| Ailment::new(store, place, finding))),
        Err(error) => ailments.push(Ailment::new(store, place, error)),
    }
}

fn engine(name: &str, store: &ayni_storage::Store, ailments: &mut Vec<Ailment>) {
    match store.check() {
        Ok(findings) => ailments.extend(findings.into_iter().map(|finding| {
            let place =
                if finding.key.is_empty() { finding.place } else { format!("{} {}", finding.place, finding.key) };
            Ailment::new(name, &place, finding.fault)
        })),
        Err(error) => ailments.push(Ailment::new(name, "store", error)),
    }
}
