//! What all requests share: the node, the settings of the edge, and the few things that live in memory only.

use std::{
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use ayni_kernel::{Error, Node, Result, Stop};
use tokio::sync::Semaphore;

use crate::{
    bookings::Live,
    bundle::Jobs,
    feeds::Looks,
    kit::{keeper::Keeper, notice::Notice},
};

/// Settings of the edge.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Requests a minute that one address may send to sign-in, reset and join forms.
    pub attempts_per_minute: u32,
    /// The program's version, for the footer and the API document.
    pub version: &'static str,
}

/// How a request arrived; set by the server for each connection.
#[derive(Debug, Clone, Copy)]
pub struct Arrival {
    /// The client's address, behind trusted proxies.
    pub client: IpAddr,
    /// Whether the way to the client is encrypted.
    pub secure: bool,
}

/// Two at a time: each needs 64 MiB for a moment, and the box is small.
const HASHES_AT_ONCE: usize = 2;

/// What handlers share. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    node: Node,
    settings: Settings,
    setup: Mutex<Option<String>>,
    hashing: Semaphore,
    jobs: Jobs,
    live: Live,
    looks: Looks,
    notice: Notice,
    keeper: Arc<dyn Keeper>,
}

impl App {
    /// The app over a node; `setup` is the one-time code that opens the setup page of a node without data.
    pub fn new(node: Node, settings: Settings, setup: Option<String>, keeper: Arc<dyn Keeper>) -> Self {
        Self(Arc::new(Inner {
            node,
            settings,
            setup: Mutex::new(setup),
            hashing: Semaphore::new(HASHES_AT_ONCE),
            jobs: Jobs::default(),
            live: Live::default(),
            looks: Looks::default(),
            notice: Notice::default(),
            keeper,
        }))
    }

    /// The node.
    pub fn node(&self) -> &Node {
        &self.0.node
    }

    /// Settings of the edge.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// What everybody who comes here should know; whoever runs the node may change it at any time.
    pub fn notice(&self) -> &Notice {
        &self.0.notice
    }

    /// Imports under way.
    pub(crate) fn jobs(&self) -> &Jobs {
        &self.0.jobs
    }

    /// Who listens for changes of calendars.
    pub(crate) fn live(&self) -> &Live {
        &self.0.live
    }

    /// What calendar programs were told.
    pub(crate) fn looks(&self) -> &Looks {
        &self.0.looks
    }

    /// Whoever makes the backups.
    pub(crate) fn keeper(&self) -> &dyn Keeper {
        self.0.keeper.as_ref()
    }

    /// Whether the setup page still waits for its code.
    pub(crate) fn setup_open(&self) -> bool {
        self.0.setup.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Whether this is the setup code. Guessing is slowed down by the brake on the setup page.
    pub(crate) fn is_setup_code(&self, typed: &str) -> bool {
        let open = self.0.setup.lock().unwrap_or_else(PoisonError::into_inner);
        open.as_deref().is_some_and(|code| code == typed.trim())
    }

    /// Uses the setup code up.
    pub(crate) fn close_setup(&self) {
        *self.0.setup.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Runs slow password work off the async threads, a few at a time.
    pub(crate) async fn hashing<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let _turn = self.0.hashing.acquire().await.map_err(Error::broken)?;
        blocking(work).await
    }

    /// Reads the node's store.
    pub(crate) fn read_node<T>(&self, work: impl FnOnce(&ayni_kernel::ReadTx) -> Result<T>) -> Result<T> {
        self.0.node.data().read(work)
    }

    /// Writes the node's store without holding a thread while the commit is on its way.
    pub(crate) async fn write_node<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut ayni_kernel::WriteTx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        write(self.0.node.data(), work).await
    }
}

/// Runs blocking work on its own thread.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::broken)
}

/// Queues a write and waits for its commit.
pub(crate) async fn write<T: Send + 'static>(
    data: &ayni_kernel::Data,
    work: impl FnOnce(&mut ayni_kernel::WriteTx<'_>) -> Result<T> + Send + 'static,
) -> Result<T> {
    let (send, answer) = tokio::sync::oneshot::channel();
    data.submit(work, move |done| {
        // The visitor may have gone; the write stands all the same.
        let _ = send.send(done);
    });
    answer.await.map_err(|_| Error::Unavailable(Stop::Closing))?
}
