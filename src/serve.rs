//! The server: its own accept loop, with deadlines for silent and slow clients, TLS when there is a certificate,
//! and an end that finishes what was begun.

use std::{
    io::BufReader,
    net::{IpAddr, SocketAddr},
    path::Path,
    sync::Arc,
    time::Duration,
};

use anyhow::{Context as _, Result};
use axum::{Router, body::Body, extract::Request, http::HeaderMap};
use ayni_web::Arrival;
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto::Builder, graceful::GracefulShutdown},
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
    time::timeout,
};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt as _;

use crate::config::Config;

/// Connections at a time; each costs some kilobytes.
const MAX_CONNECTIONS: usize = 8_192;

/// A client must say its first byte, and finish a TLS handshake, within this time.
const FIRST_BYTE: Duration = Duration::from_secs(10);

/// A client must finish the head of a request within this time.
const HEADERS: Duration = Duration::from_secs(5);

/// Requests under way when the program is told to end may take this long.
const FAREWELL: Duration = Duration::from_secs(20);

/// Streams of one HTTP/2 connection.
const MAX_STREAMS: u32 = 64;

/// An open port with what is needed to serve it.
pub(crate) struct Server {
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    proxies: Arc<[IpAddr]>,
}

impl Server {
    /// Opens the port.
    pub(crate) async fn open(config: &Config) -> Result<Self> {
        let listener = TcpListener::bind(config.listen)
            .await
            .with_context(|| format!("Cannot listen on {}. Choose another address with --listen.", config.listen))?;
        let tls = match (&config.tls_certificate, &config.tls_key) {
            (Some(certificate), Some(key)) => Some(tls(certificate, key)?),
            _ => None,
        };
        Ok(Self { listener, tls, proxies: config.trusted_proxies.clone().into() })
    }

    /// The address people open in a browser.
    pub(crate) fn url(&self) -> Result<String> {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        let address = self.listener.local_addr()?;
        let host = match address.ip() {
            ip if ip.is_unspecified() || ip == IpAddr::from([127, 0, 0, 1]) => "localhost".to_owned(),
            IpAddr::V6(ip) => format!("[{ip}]"),
            IpAddr::V4(ip) => ip.to_string(),
        };
        Ok(format!("{scheme}://{host}:{}", address.port()))
    }

    /// Serves until `stop` comes, then lets requests under way finish.
    pub(crate) async fn run(self, site: Router, stop: impl Future<Output = ()>) {
        let graceful = GracefulShutdown::new();
        let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
        let (serving, ending) = watch::channel(());
        let mut stop = std::pin::pin!(stop);
        loop {
            let (stream, peer) = tokio::select! {
                accepted = self.listener.accept() => match accepted {
                    Ok(accepted) => accepted,
                    Err(error) => {
                        // Out of file descriptors, or a client that left at once: others must still be served.
                        tracing::warn!(%error, "a connection could not be accepted");
                        tokio::task::yield_now().await;
                        continue;
                    }
                },
                () = &mut stop => break,
            };
            let Ok(place) = Arc::clone(&places).try_acquire_owned() else { continue };
            let guest = Guest { peer, secure: self.tls.is_some(), proxies: Arc::clone(&self.proxies) };
            let (tls, site, watcher) = (self.tls.clone(), site.clone(), graceful.watcher());
            let ending = ending.clone();
            tokio::spawn(async move {
                let _place = place;
                if let Some(stream) = first_byte(stream, ending).await {
                    match tls {
                        None => guest.serve(stream, site, watcher).await,
                        Some(tls) => {
                            if let Ok(Ok(stream)) = timeout(FIRST_BYTE, tls.accept(stream)).await {
                                guest.serve(stream, site, watcher).await;
                            }
                        }
                    }
                }
            });
        }
        drop((self.listener, serving));
        if timeout(FAREWELL, graceful.shutdown()).await.is_err() {
            tracing::warn!("some requests were still under way and are cut off");
        }
    }
}

/// The stream, once its client has said something. Browsers open connections that they may never use: those must
/// not hold the end up.
async fn first_byte(stream: TcpStream, mut ending: watch::Receiver<()>) -> Option<TcpStream> {
    // Small answers must not wait for more to send with them.
    stream.set_nodelay(true).ok()?;
    let mut first = [0];
    let said = tokio::select! {
        said = timeout(FIRST_BYTE, stream.peek(&mut first)) => matches!(said, Ok(Ok(1))),
        _ = ending.changed() => false,
    };
    said.then_some(stream)
}

fn tls(certificate: &Path, key: &Path) -> Result<TlsAcceptor> {
    use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _};
    let read = |path: &Path| {
        std::fs::File::open(path).map(BufReader::new).with_context(|| format!("Cannot read {}", path.display()))
    };
    let chain = CertificateDer::pem_reader_iter(read(certificate)?)
        .collect::<Result<Vec<_>, _>>()
        .with_context(|| format!("{} holds no certificate in PEM form", certificate.display()))?;
    let key = PrivateKeyDer::from_pem_reader(read(key)?)
        .with_context(|| format!("{} holds no private key in PEM form", key.display()))?;
    let mut config = rustls::ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .context("The certificate and the key do not belong together")?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// One connection's client.
struct Guest {
    peer: SocketAddr,
    secure: bool,
    proxies: Arc<[IpAddr]>,
}

impl Guest {
    async fn serve(
        self,
        stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
        site: Router,
        watcher: hyper_util::server::graceful::Watcher,
    ) {
        let service = hyper::service::service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            let arrival = self.arrival(request.headers());
            request.extensions_mut().insert(arrival);
            site.clone().oneshot(request)
        });
        let mut builder = Builder::new(TokioExecutor::new());
        builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADERS);
        builder.http2().timer(TokioTimer::new()).max_concurrent_streams(MAX_STREAMS);
        let connection = builder.serve_connection(TokioIo::new(stream), service).into_owned();
        if let Err(error) = watcher.watch(connection).await {
            tracing::debug!(%error, "a connection broke off");
        }
    }

    /// Who asks, and how: what a proxy says counts only when the proxy is trusted.
    fn arrival(&self, headers: &HeaderMap) -> Arrival {
        let direct = Arrival { client: self.peer.ip(), secure: self.secure };
        if !self.proxies.contains(&direct.client) {
            return direct;
        }
        let text = |name: &str| headers.get_all(name).iter().next_back().and_then(|value| value.to_str().ok());
        // The nearest address that is no proxy of ours: whatever stands before it could have been made up.
        let client = text("x-forwarded-for")
            .and_then(|list| {
                list.rsplit(',').filter_map(|part| part.trim().parse().ok()).find(|ip| !self.proxies.contains(ip))
            })
            .unwrap_or(direct.client);
        Arrival { client, secure: text("x-forwarded-proto").map_or(direct.secure, |scheme| scheme == "https") }
    }
}

/// Listens from now on for somebody who asks the program to end; the future waits for that.
pub(crate) fn stop_signal() -> impl Future<Output = ()> {
    use tokio::signal::unix::{Signal, SignalKind, signal};
    async fn asked(signal: std::io::Result<Signal>) {
        match signal {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    }
    let (terminate, interrupt) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()));
    async move {
        tokio::select! {
            () = asked(terminate) => {}
            () = asked(interrupt) => {}
        }
    }
}
