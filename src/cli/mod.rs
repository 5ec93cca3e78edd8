//! The command line.

mod run;
mod standby;

use std::{fmt::Display, io::Write as _, net::SocketAddr, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

/// A whole community on one box: members, local currency, marketplace.
#[derive(Debug, Parser)]
#[command(name = "ayni", version, about, disable_help_subcommand = true)]
struct Cli {
    /// The folder with everything the program keeps [default: ./ayni-data, or /var/lib/ayni when installed as a package]
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The settings file [default: /etc/ayni/ayni.toml when installed as a package]
    #[arg(long, global = true, value_name = "FILE", env = "AYNI_CONFIG")]
    config: Option<PathBuf>,
    /// Answer in JSON, for programs
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
enum Command {
    /// Run the community's site
    Serve {
        /// Address and port to answer on [default: 127.0.0.1:8080]
        #[arg(long, value_name = "ADDR")]
        listen: Option<SocketAddr>,
    },
    /// Try it: a fictional community with a year of life
    Demo {
        /// Address and port to answer on
        #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
    },
    /// Bring a community's bundle (a folder or zip of CSV files) in
    Import {
        /// The bundle
        #[arg(value_name = "DIR|ZIP")]
        bundle: PathBuf,
        /// The community's name in addresses, such as green-street
        #[arg(long, value_name = "SLUG")]
        community: String,
        /// Only check and report; write nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Write a community's bundle
    Export {
        /// Where to: a new folder, or a file ending in .zip
        #[arg(value_name = "DIR|ZIP")]
        bundle: PathBuf,
        /// The community's name in addresses
        #[arg(long, value_name = "SLUG")]
        community: String,
    },
    /// Recompute every balance and check every record; ends with 1 when something is wrong
    Doctor {
        /// Instead restore the newest scheduled backup aside, and compare it with what is here
        #[arg(long, conflicts_with = "repair")]
        restore_drill: bool,
        /// First mend what can be mended: indexes, and damaged records that the commit log still has
        #[arg(long)]
        repair: bool,
    },
    /// Check a statement with proof, without the site it came from; ends with 1 when it is not proven
    Verify {
        /// The statement
        #[arg(value_name = "FILE")]
        statement: PathBuf,
        /// A head that the community published, in hexadecimal; it must stand in the statement's chain
        #[arg(long, value_name = "HASH")]
        head: Option<String>,
    },
    /// Write a consistent backup of everything, also while the program runs
    Backup {
        /// The new file; by custom it ends in .ayni, or .ayni.age when it is encrypted
        #[arg(value_name = "FILE", required_unless_present = "new_key")]
        file: Option<PathBuf>,
        /// Make a pair of keys for encrypted backups instead
        #[arg(long, conflicts_with = "file")]
        new_key: bool,
    },
    /// Bring a backup back into a new folder
    Restore {
        /// The backup, or the folder with the scheduled ones
        #[arg(value_name = "FILE|FOLDER")]
        source: PathBuf,
        /// Only up to here: 2026-11-24T14:05:00+01:00, or "2026-11-24 14:05", or a transaction's number
        #[arg(long, value_name = "TIME|SEQ")]
        until: Option<String>,
        /// The community whose clock or transactions --until means
        #[arg(long, value_name = "SLUG")]
        community: Option<String>,
        /// The file with the secret key, for encrypted backups
        #[arg(long, value_name = "KEYFILE")]
        identity: Option<PathBuf>,
    },
    /// Make a link with which somebody sets a new password
    ResetLink {
        /// The address with which they sign in
        #[arg(value_name = "EMAIL")]
        email: String,
    },
    /// Make the key with which a standby may follow this node; it is shown once, and ends the one before
    StandbyKey,
    /// Follow another node and show its site, ready to take over
    Standby(standby::Follow),
    /// Tell how far the standby is, and who has taken over from whom
    StandbyStatus,
    /// Let this standby take over: from now on it takes changes, and the old primary never again
    Promote,
    /// Make the search index anew; the old one answers meanwhile
    Reindex {
        /// Of which community, by its name in addresses [default: of all]
        #[arg(value_name = "SLUG")]
        community: Option<String>,
    },
    /// Print the digest of every store
    #[command(hide = true)]
    Digests,
    /// Print the settings file with every key explained
    Config,
}

/// `EX_IOERR` of sysexits.h: the disk cannot be trusted. The service is not started again by itself after this.
const DISK_FAULT: u8 = 74;

/// Runs what the command line says.
pub(crate) fn run() -> ExitCode {
    match run::run(Cli::parse()) {
        Ok(code) => code,
        Err(error) => {
            let code = fail(format!("{error:#}"));
            let damaged = |cause: &(dyn std::error::Error + 'static)| {
                matches!(cause.downcast_ref(), Some(ayni_storage::Error::Damaged { .. }))
            };
            if error.chain().any(damaged) { ExitCode::from(DISK_FAULT) } else { code }
        }
    }
}

/// Says on the error stream what went wrong.
pub(crate) fn fail(why: impl Display) -> ExitCode {
    // When even this cannot be written, the exit code still tells.
    let _ = writeln!(std::io::stderr(), "ayni: {why}");
    ExitCode::from(2)
}

/// Prints a line; a closed pipe is no error of ours.
fn say(line: impl Display) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
