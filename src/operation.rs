//! What an operator can ask of a data folder, open here or in a running program: one function for both.

use std::{collections::BTreeMap, path::PathBuf};

use anyhow::{Context as _, Result};
use ayni_kernel::Slug;
use ayni_web::Words;
use serde::{Deserialize, Serialize};

use crate::{backup, doctor, house::House, indexing, standby};

/// A request to a data folder.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "operation", rename_all = "kebab-case")]
pub(crate) enum Operation {
    /// Recompute and compare everything.
    Doctor,
    /// Mend what can be mended, then recompute and compare everything.
    Repair,
    /// Restore the newest scheduled backup aside and compare it with what is here.
    Drill,
    /// Write a consistent copy of everything.
    Backup,
    /// Write a community's bundle.
    Export {
        /// Which community.
        community: String,
    },
    /// Make a link with which somebody sets a new password.
    ResetLink {
        /// Whose.
        email: String,
    },
    /// Bring a bundle in as a new community. The bundle follows as a zip.
    Import {
        /// The new community's name in addresses.
        community: String,
    },
    /// Make the secret that a standby shows.
    StandbyKey,
    /// Tell how replication is doing.
    StandbyStatus,
    /// Make a standby the primary.
    Promote,
    /// Digest every store.
    Digests,
    /// Make search indexes anew.
    Reindex {
        /// Of which community; of all when it is left out.
        community: Option<String>,
    },
}

/// What came of it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Outcome {
    /// For people, a line each.
    pub lines: Vec<String>,
    /// For machines.
    pub data: serde_json::Value,
    /// Whether all is well; otherwise the program ends with 1.
    pub well: bool,
    /// A file that belongs to the answer; the caller moves it where it was wanted.
    #[serde(skip)]
    pub file: Option<tempfile::NamedTempFile>,
}

/// Tells how far a long operation is: done, total.
pub(crate) type Progress<'a> = &'a mut dyn FnMut(usize, usize);

/// Runs an operation on an open folder. `input` is what follows the request (a zip for an import).
pub(crate) fn run(
    house: &House,
    backups: &backup::Settings,
    operation: &Operation,
    input: &[u8],
    progress: Progress<'_>,
) -> Result<Outcome> {
    match operation {
        Operation::Doctor => Ok(standby::noted(house, doctor::examine(house)?)),
        Operation::Repair => doctor::repair(house),
        Operation::Drill => backup::drill(house, backups),
        Operation::Backup => backup::write(house, backups),
        Operation::Export { community } => export(house, community),
        Operation::ResetLink { email } => reset_link(house, email),
        Operation::Import { community } => {
            let files = ayni_bundle::from_zip(input).map_err(|error| sentence(&error))?;
            import(house, &files, community, progress)
        }
        Operation::StandbyKey => standby_key(house),
        Operation::StandbyStatus => standby::report(house),
        Operation::Promote => standby::promote(house),
        Operation::Digests => standby::digests(house),
        Operation::Reindex { community } => indexing::reindex(house, community.as_deref(), progress),
    }
}

/// The English words, for the terminal.
pub(crate) fn words() -> Words {
    Words::new(ayni_kernel::Language::English, "UTC")
}

/// A domain error as a sentence.
pub(crate) fn sentence(error: &ayni_kernel::Error) -> anyhow::Error {
    use ayni_kernel::Error;
    let words = words();
    match error {
        Error::Invalid(faults) => {
            anyhow::anyhow!("{}", faults.0.iter().map(|fault| words.fault(fault)).collect::<Vec<_>>().join(" "))
        }
        Error::Conflict(fault) => anyhow::anyhow!("{}", words.fault(fault)),
        other => anyhow::anyhow!("{other}"),
    }
}

/// Reads a community's name in addresses.
pub(crate) fn slug(text: &str) -> Result<Slug> {
    Slug::parse("community", text).map_err(|fault| sentence(&fault.into())).context("--community")
}

/// The way back in for an admin who forgot the password: whoever can run this owns the box anyway.
fn reset_link(house: &House, email: &str) -> Result<Outcome> {
    let email = ayni_kernel::Email::parse("email", email).map_err(|fault| sentence(&fault.into()))?;
    let data = house.node().data();
    let user = data.read(|tx| ayni_users::by_email(tx, &email)).map_err(|error| sentence(&error))?;
    let user = user.context("Nobody signs in with this address.")?;
    let token = data.write(move |tx| ayni_users::make_reset_link(tx, user.id)).map_err(|error| sentence(&error))?;
    Ok(Outcome {
        lines: vec![format!("Add this to your site's address within a day: /reset/{token}")],
        data: serde_json::json!({ "path": format!("/reset/{token}") }),
        well: true,
        file: None,
    })
}

fn standby_key(house: &House) -> Result<Outcome> {
    let key = house.replication().make_key()?;
    Ok(Outcome { lines: vec![key.clone()], data: serde_json::json!({ "key": key }), well: true, file: None })
}

fn export(house: &House, community: &str) -> Result<Outcome> {
    let slug = slug(community)?;
    let entry = house.node().data().read(|tx| ayni_communities::by_slug(tx, &slug)).map_err(|e| sentence(&e))?;
    let entry = entry.with_context(|| format!("There is no community named {slug} here."))?;
    let files = ayni_bundle::export(house.node(), entry.id).map_err(|error| sentence(&error))?;
    let mut file = tempfile::NamedTempFile::new_in(house.folder())?;
    std::io::Write::write_all(&mut file, &ayni_bundle::to_zip(&files).map_err(|error| sentence(&error))?)?;
    let sizes: BTreeMap<&String, usize> = files.iter().map(|(name, bytes)| (name, bytes.len())).collect();
    Ok(Outcome {
        lines: vec![format!("{}: {} files.", entry.name, files.len())],
        data: serde_json::json!({ "community": slug.as_str(), "files": sizes }),
        well: true,
        file: Some(file),
    })
}

/// Imports files as a new community.
pub(crate) fn import(
    house: &House,
    files: &ayni_bundle::Files,
    community: &str,
    progress: Progress<'_>,
) -> Result<Outcome> {
    let slug = slug(community)?;
    let checked = ayni_bundle::check(files);
    let mut outcome = report(&checked.report);
    if let Some(plan) = checked.plan {
        let target = ayni_bundle::Target { slug: slug.clone(), replaces: None, admin: None };
        let mut tell = |step: ayni_bundle::Progress| progress(step.done, step.total);
        ayni_bundle::import(house.node(), plan, target, &mut tell).map_err(|error| sentence(&error))?;
        outcome.lines.push(format!("Imported as {slug}."));
    }
    Ok(outcome)
}

/// The report of a dry run.
pub(crate) fn report(report: &ayni_bundle::Report) -> Outcome {
    let words = words();
    let mut lines = vec![format!(
        "{}: {} members, {} users, {} accounts, {} transfers, {} categories, {} listings.",
        report.name,
        report.members,
        report.users,
        report.accounts,
        report.transfers,
        report.categories,
        report.listings
    )];
    lines.push(format!(
        "Sum of all balances: {} {}. Balances equal to the history: {} of {}.",
        report.sum, report.symbol, report.reconciled, report.accounts
    ));
    let written = |finding: &ayni_bundle::Finding| {
        let row = finding.row.map(|row| format!(", row {row}")).unwrap_or_default();
        let column = finding.column.as_ref().map(|column| format!(", {column}")).unwrap_or_default();
        let place = if finding.file.is_empty() { String::new() } else { format!("{}{row}{column}: ", finding.file) };
        format!("{place}{}", words.fault(&finding.fault))
    };
    lines.extend(report.warnings.iter().map(|finding| format!("Note: {}", written(finding))));
    lines.extend(report.faults.iter().map(|finding| format!("Fault: {}", written(finding))));
    if !report.faults.is_empty() {
        lines.push(format!("{} faults. Nothing was imported.", report.faults.len()));
    }
    let findings = |list: &[ayni_bundle::Finding]| -> Vec<serde_json::Value> {
        list.iter()
            .map(|f| serde_json::json!({ "file": f.file, "row": f.row, "column": f.column, "code": f.fault.word, "reason": words.fault(&f.fault) }))
            .collect()
    };
    let data = serde_json::json!({
        "name": report.name, "code": report.code, "members": report.members, "users": report.users,
        "accounts": report.accounts, "transfers": report.transfers, "categories": report.categories,
        "listings": report.listings, "sum": report.sum, "reconciled": report.reconciled,
        "warnings": findings(&report.warnings), "faults": findings(&report.faults),
    });
    Outcome { lines, data, well: report.faults.is_empty(), file: None }
}

/// Moves an outcome's file to where the caller wanted it; an existing file is never overwritten.
pub(crate) fn keep(file: tempfile::NamedTempFile, goal: &std::path::Path) -> Result<PathBuf> {
    file.as_file().sync_all()?;
    match file.persist_noclobber(goal) {
        Ok(_) => Ok(goal.to_owned()),
        Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => {
            anyhow::bail!("{} exists already. Choose another name.", goal.display())
        }
        // Another file system: copied beside the goal first, so that a half-written file never bears its name.
        Err(error) => {
            let folder = goal.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(std::path::Path::new("."));
            let mut near = tempfile::NamedTempFile::new_in(folder)?;
            std::io::copy(&mut std::fs::File::open(error.file.path())?, &mut near)?;
            near.as_file().sync_all()?;
            near.persist_noclobber(goal).with_context(|| format!("Cannot write {}", goal.display()))?;
            Ok(goal.to_owned())
        }
    }
}
