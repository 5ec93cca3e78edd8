//! The standby's command.

use std::{net::SocketAddr, path::PathBuf};

use anyhow::Result;
use clap::Args;

use super::{run::serve_house, say};
use crate::{
    config::Config,
    house::House,
    logs,
    standby::{self, Existing, Part, Plain, Start},
};

/// Whom to follow, and how.
#[derive(Debug, Args)]
pub(super) struct Follow {
    /// The primary's address, such as `https://community.example.org`
    #[arg(long, value_name = "URL")]
    from: String,
    /// The file with the key that the primary made; only needed the first time
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// Address and port to answer on [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// Set aside what is in the folder and fetch everything anew
    #[arg(long)]
    anew: bool,
    /// Follow an address without https: the books and the key travel unencrypted
    #[arg(long)]
    plain_http_on_a_trusted_network: bool,
}

/// Fetches what is missing, then follows and serves until told to stop.
pub(super) fn run(mut config: Config, follow: Follow) -> Result<()> {
    logs::start(&config);
    config.listen = follow.listen.unwrap_or(config.listen);
    let start = Start {
        from: follow.from.clone(),
        key_file: follow.key_file,
        plain: if follow.plain_http_on_a_trusted_network { Plain::Anywhere } else { Plain::Here },
        existing: if follow.anew { Existing::SetAside } else { Existing::Continue },
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let part = runtime.block_on(standby::prepare(&config.data, &start))?;
    drop(runtime);
    let house = House::open(&config.data, config.cache_mib).map_err(|closed| closed.error(&config.data))?;
    serve_house(&config, house, part, None, move |url| match part {
        Part::Standby => say(format!("The standby of {} answers at {url}", follow.from)),
        Part::Site => say(format!("Ayni, promoted, answers at {url}")),
    })
}
