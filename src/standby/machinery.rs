//! What runs beside the site: the answers for standbys, the following of a primary, the watch over confirmations.

use std::{sync::Arc, time::Duration};

use anyhow::{Context as _, Result, bail, ensure};
use axum::Router;
use ayni_web::Notice;
use tokio::sync::watch;

use super::{Mode, client::Client, confirm, follow::Follower, promote, record::Role, ship};
use crate::{config::Config, house::House};

/// What a served folder is meant to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Whatever it is; a standby's folder is shown and not followed further.
    Site,
    /// A standby that follows its primary.
    Standby,
}

/// The machinery of one running program.
pub(crate) struct Machinery {
    house: Arc<House>,
    follower: Option<Arc<Follower>>,
    patience: Duration,
    ending: watch::Sender<bool>,
}

impl Machinery {
    /// Puts it together; nothing runs yet.
    pub(crate) fn new(house: &Arc<House>, config: &Config, part: Part, notice: Notice) -> Result<Self> {
        let replication = house.replication();
        let record = replication.record();
        // A node that is promoted later begins without a standby: the setting counts from its next start on.
        let mode = if record.role == Role::Primary { config.standby_mode } else { Mode::Async };
        if mode == Mode::Sync {
            ensure!(
                record.accepts.is_some(),
                "standby_mode is sync, but this node has no standby: no change could ever be confirmed. Make a key with ayni standby-key and start the standby, or set standby_mode to async."
            );
            confirm::begin(house.node())?;
        }
        if replication.mode.set(mode).is_err() || replication.notice.set(notice).is_err() {
            bail!("a folder is served once");
        }
        replication.put_into_effect(house.node());
        let follower = match part {
            Part::Site => None,
            Part::Standby => {
                let pairing = record.pairing.context("a standby without a primary")?;
                Some(Follower::new(house, Client::new(pairing)?))
            }
        };
        if let (Some(why), None) = (replication.why_stopped(), &follower) {
            tracing::warn!(why, "only reading is possible");
        }
        let patience = Duration::from_secs(config.standby_patience.into());
        Ok(Self { house: Arc::clone(house), follower, patience, ending: watch::Sender::new(false) })
    }

    /// The answers for standbys.
    pub(crate) fn router(&self) -> Router {
        ship::router(&self.house, self.ending.subscribe())
    }

    /// Starts what runs by itself. A standby that can never follow its primary says so here.
    pub(crate) async fn start(&self) -> Result<()> {
        if let Some(follower) = &self.follower {
            follower.compare().await?;
            follower.start()?;
        }
        tokio::spawn(confirm::watch(Arc::clone(&self.house), self.patience));
        tokio::spawn(promote::keep_telling(Arc::clone(&self.house)));
        Ok(())
    }

    /// Waits for the signal to end, and lets questions that wait go.
    pub(crate) async fn until(&self, stop: impl Future<Output = ()>) {
        stop.await;
        self.ending.send_replace(true);
    }
}
