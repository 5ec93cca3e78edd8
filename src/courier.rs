//! The courier: what the program fetches from the world by itself, with limits, and nowhere where it has no business.
//!
//! Today that is calendars from elsewhere. A calendar is fetched and read outside of any transaction; what came of it
//! goes to the use case. The secret part of an address is never written to the log.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket},
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use ayni_bookings::{BusyCalendar, CalendarAddress, Content, MAX_BYTES, Outcome, Source, Trouble, Validators};
use ayni_kernel::{Community, Error, Line, Node, Result, tx::Now as _};
use reqwest::{
    Client, Response, StatusCode, Url,
    dns::{Addrs, Name, Resolve, Resolving},
    header::{ACCEPT, ETAG, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LOCATION},
    redirect::Policy,
};
use tokio::{task::JoinSet, time};

/// How often the courier looks whether something is due.
const EVERY: Duration = Duration::from_secs(5);

/// How long it rests when what it fetched could not be noted: nobody is asked again and again for nothing.
const REST: Duration = Duration::from_mins(5);

/// Hosts that are asked at the same time.
const AT_ONCE: usize = 4;

/// Calendars of one community in a round.
const A_ROUND: usize = 50;

/// How long a host may take to accept a connection.
const CONNECT: Duration = Duration::from_secs(8);

/// How long all of it may take, from the first question to the last byte.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often a host may send on to another address.
const HOPS: usize = 3;

/// Who asks.
const AGENT: &str = concat!("Ayni/", env!("CARGO_PKG_VERSION"));

/// Whether addresses of this machine and of private networks are fetched from. Whoever may name an address could
/// otherwise look at what is meant for this machine alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Private {
    /// They are not.
    Refused,
    /// The operator says that they may.
    Allowed,
}

impl Private {
    /// Whether the courier may connect to an address.
    fn admits(self, ip: IpAddr) -> bool {
        self == Self::Allowed || (is_public(ip) && !is_here(ip))
    }
}

/// What came of asking a host.
#[derive(Debug, PartialEq, Eq)]
enum Fetched {
    /// The file, and how to ask whether it changed.
    File(Vec<u8>, Validators),
    /// It is the same as before.
    Same,
}

/// Fetches for all communities.
#[derive(Clone)]
pub(crate) struct Courier {
    http: Client,
    private: Private,
}

impl Courier {
    /// A courier that has not left yet.
    pub(crate) fn new(private: Private) -> anyhow::Result<Self> {
        let http = Client::builder()
            .user_agent(AGENT)
            .connect_timeout(CONNECT)
            .redirect(Policy::none())
            .referer(false)
            // A proxy would connect to addresses that nobody here looked at.
            .no_proxy()
            .pool_max_idle_per_host(0)
            .dns_resolver(Arc::new(Careful(private)))
            .build()
            .context("The part that fetches from other hosts does not start")?;
        Ok(Self { http, private })
    }

    /// Lets it run beside the site; it stays at home while `may_write` says no.
    pub(crate) fn start(self, node: Node, may_write: impl Fn() -> bool + Send + Sync + 'static) {
        tokio::spawn(async move {
            loop {
                time::sleep(EVERY).await;
                if may_write() && self.round(&node).await == Noted::Not {
                    time::sleep(REST).await;
                }
            }
        });
    }

    /// Looks at everything that is due.
    async fn round(&self, node: &Node) -> Noted {
        let mut due = due(node).await.into_iter();
        let (mut under_way, mut noted) = (JoinSet::new(), Noted::All);
        loop {
            while under_way.len() < AT_ONCE
                && let Some((community, calendar)) = due.next()
            {
                let courier = self.clone();
                under_way.spawn(async move { courier.look(community, calendar).await });
            }
            match under_way.join_next().await {
                Some(Ok(Ok(()))) => {}
                Some(Ok(Err(error))) => {
                    tracing::warn!(%error, "what became of a calendar could not be noted");
                    noted = Noted::Not;
                }
                Some(Err(error)) => {
                    tracing::error!(%error, "looking at a calendar broke off");
                    noted = Noted::Not;
                }
                None => return noted,
            }
        }
    }

    /// Fetches or reads one calendar, and notes what came of it.
    async fn look(&self, community: Community, calendar: BusyCalendar) -> Result<()> {
        let outcome = match &calendar.source {
            Source::Address(address) => self.visit(&community, &calendar, address).await?,
            Source::File => renew(&community, &calendar, Outcome::Renewed).await?,
        };
        let id = calendar.id;
        blocking(move || community.write(move |tx| ayni_bookings::note_outcome(tx, id, outcome))).await
    }

    async fn visit(
        &self,
        community: &Community,
        calendar: &BusyCalendar,
        address: &CalendarAddress,
    ) -> Result<Outcome> {
        let validators = known(community, calendar).await?;
        match self.fetch(address, &validators).await {
            Ok(Fetched::Same) if is_stale(community, calendar)? => {
                renew(community, calendar, |content| Outcome::Fetched(content, validators)).await
            }
            Ok(Fetched::Same) => Ok(Outcome::Same),
            Ok(Fetched::File(bytes, validators)) => {
                read(community, calendar, bytes, |content| Outcome::Fetched(content, validators)).await
            }
            Err(trouble) => {
                tracing::info!(host = address.host(), %trouble, "a calendar could not be fetched");
                Ok(Outcome::Failed(trouble))
            }
        }
    }

    async fn fetch(&self, address: &CalendarAddress, validators: &Validators) -> Result<Fetched, Trouble> {
        time::timeout(PATIENCE, self.follow(address, validators)).await.unwrap_or(Err(Trouble::Slow))
    }

    /// Asks at an address, and where it leads.
    async fn follow(&self, address: &CalendarAddress, validators: &Validators) -> Result<Fetched, Trouble> {
        let mut url = Url::parse(address.as_str()).map_err(|_| Trouble::Unreachable)?;
        for _ in 0..=HOPS {
            self.admit(&url)?;
            let mut request = self.http.get(url.clone()).header(ACCEPT, "text/calendar, text/plain;q=0.8, */*;q=0.5");
            for (name, value) in [(IF_NONE_MATCH, &validators.etag), (IF_MODIFIED_SINCE, &validators.modified)] {
                if !value.is_empty() {
                    request = request.header(name, value.as_str());
                }
            }
            let response = request.send().await.map_err(|error| trouble(&error))?;
            match response.status() {
                StatusCode::NOT_MODIFIED if *validators != Validators::default() => return Ok(Fetched::Same),
                status if status.is_redirection() => url = further(&url, &response).ok_or(Trouble::Redirects)?,
                status if status.is_success() => return body(response).await,
                StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => return Err(Trouble::Denied),
                StatusCode::NOT_FOUND | StatusCode::GONE => return Err(Trouble::Missing),
                _ => return Err(Trouble::Answer),
            }
        }
        Err(Trouble::Redirects)
    }

    /// Refuses an address that is written as a number and leads where the courier may not go. What a name stands for is
    /// looked at when it is resolved, so that nothing else can be connected to.
    fn admit(&self, url: &Url) -> Result<(), Trouble> {
        let host = url.host_str().ok_or(Trouble::Unreachable)?;
        match host.trim_matches(['[', ']']).parse() {
            Ok(ip) if !self.private.admits(ip) => Err(Trouble::Private),
            _ => Ok(()),
        }
    }
}

/// Whether all that was fetched is noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Noted {
    All,
    Not,
}

/// What is due in every community that takes changes.
async fn due(node: &Node) -> Vec<(Community, BusyCalendar)> {
    let communities = node.communities();
    let found = blocking(move || {
        let mut found = Vec::new();
        for community in communities {
            if community.data.store().status().read_only.is_some() {
                continue;
            }
            let due = community.read(|tx| ayni_bookings::due_calendars(tx, tx.now(), A_ROUND))?;
            found.extend(due.into_iter().map(|calendar| (community.clone(), calendar)));
        }
        Ok(found)
    });
    found.await.unwrap_or_else(|error| {
        tracing::warn!(%error, "the calendars that are due could not be read");
        Vec::new()
    })
}

fn is_stale(community: &Community, calendar: &BusyCalendar) -> Result<bool> {
    community.read(|tx| Ok(calendar.is_stale(tx.now())))
}

/// By what to ask whether a calendar changed; nothing when its file is not here, so that it is given whole.
async fn known(community: &Community, calendar: &BusyCalendar) -> Result<Validators> {
    let (blobs, file) = (community.blobs.clone(), calendar.file);
    let here = blocking(move || Ok(file.map(|file| blobs.get(&file)).transpose()?.flatten().is_some())).await?;
    Ok(if here { calendar.validators.clone() } else { Validators::default() })
}

/// Reads the file of a calendar anew.
async fn renew(
    community: &Community,
    calendar: &BusyCalendar,
    well: impl FnOnce(Content) -> Outcome,
) -> Result<Outcome> {
    let (blobs, file) = (community.blobs.clone(), calendar.file);
    match blocking(move || Ok(file.map(|file| blobs.get(&file)).transpose()?.flatten())).await? {
        Some(bytes) => read(community, calendar, bytes, well).await,
        None => Ok(Outcome::Failed(Trouble::Lost)),
    }
}

/// Reads a file for a calendar and keeps it.
async fn read(
    community: &Community,
    calendar: &BusyCalendar,
    bytes: Vec<u8>,
    well: impl FnOnce(Content) -> Outcome,
) -> Result<Outcome> {
    let (community, resource) = (community.clone(), calendar.resource);
    let read = blocking(move || {
        let text = String::from_utf8_lossy(&bytes);
        let reading = match community.read(|tx| ayni_bookings::read_file(tx, resource, &text))? {
            Ok(reading) => reading,
            Err(trouble) => return Ok(Err(trouble)),
        };
        Ok(Ok(Content { file: community.blobs.put(&bytes)?, reading }))
    });
    Ok(read.await?.map_or_else(Outcome::Failed, well))
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::broken)?
}

/// Where a host sends on to; never from an encrypted address to one that is not.
fn further(url: &Url, response: &Response) -> Option<Url> {
    let to = url.join(response.headers().get(LOCATION)?.to_str().ok()?).ok()?;
    let safe = to.scheme() == "https" || (to.scheme() == "http" && url.scheme() == "http");
    safe.then_some(to)
}

async fn body(mut response: Response) -> Result<Fetched, Trouble> {
    let header = |name: HeaderName| {
        let text = response.headers().get(name).and_then(|value| value.to_str().ok());
        text.and_then(|text| Line::parse("header", text).ok()).unwrap_or_default()
    };
    let validators = Validators { etag: header(ETAG), modified: header(LAST_MODIFIED) };
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| trouble(&error))? {
        if bytes.len() + chunk.len() > MAX_BYTES {
            return Err(Trouble::Large);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(Fetched::File(bytes, validators))
}

fn trouble(error: &reqwest::Error) -> Trouble {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(each) = cause {
        if each.is::<Closed>() {
            return Trouble::Private;
        }
        cause = each.source();
    }
    if error.is_timeout() { Trouble::Slow } else { Trouble::Unreachable }
}

/// Resolves names to addresses that the courier may connect to.
struct Careful(Private);

/// A name stands for nothing but addresses where the courier may not go.
#[derive(Debug)]
struct Closed;

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the address is of this machine or of a private network")
    }
}

impl std::error::Error for Closed {}

impl Resolve for Careful {
    fn resolve(&self, name: Name) -> Resolving {
        let private = self.0;
        Box::pin(async move {
            let found = time::timeout(CONNECT, tokio::net::lookup_host((name.as_str(), 0))).await??;
            let open: Vec<SocketAddr> = found.filter(|address| private.admits(address.ip())).collect();
            if open.is_empty() {
                return Err(Closed.into());
            }
            let addresses: Addrs = Box::new(open.into_iter());
            Ok(addresses)
        })
    }
}

/// Whether an address belongs to this machine: then packets to it would come from it.
fn is_here(ip: IpAddr) -> bool {
    let any = if ip.is_ipv4() { IpAddr::from(Ipv4Addr::UNSPECIFIED) } else { IpAddr::from(Ipv6Addr::UNSPECIFIED) };
    // Connecting a datagram socket sends nothing; it only asks for the way. The port is that of "discard".
    let from = UdpSocket::bind((any, 0)).and_then(|socket| socket.connect((ip, 9)).and_then(|()| socket.local_addr()));
    from.is_ok_and(|from| from.ip() == ip)
}

/// Whether an address is of the public network, by the registries of special addresses (RFC 6890).
fn is_public(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = match a {
        // This network; everything from multicast on.
        0 | 224.. => true,
        // Addresses that carriers share among their customers.
        100 => (64..128).contains(&b),
        192 => b == 0 && c == 0 || b == 88 && c == 99,
        // Measurements.
        198 => b == 18 || b == 19,
        _ => false,
    };
    !(special || ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_documentation())
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let inner = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match ip.segments() {
        // Translated to IPv4.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => is_public_v4(inner(high, low)),
        // Tunnels, measurements and the like; documentation.
        [0x2001, 0..0x200 | 0xdb8, ..] | [0x3fff, 0..0x1000, ..] => false,
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_gone_to() {
        for closed in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "0.1.2.3",
            "224.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "192.0.2.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
            "fec0::1",
        ] {
            assert!(!is_public(closed.parse().unwrap()), "{closed}");
            assert!(!Private::Refused.admits(closed.parse().unwrap()), "{closed}");
            assert!(Private::Allowed.admits(closed.parse().unwrap()), "{closed}");
        }
        for open in ["1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "64:ff9b::101:101", "::ffff:1.1.1.1"] {
            assert!(is_public(open.parse().unwrap()), "{open}");
        }
        assert!(is_here("127.0.0.1".parse().unwrap()));
    }

    #[test]
    fn an_address_of_this_machine_is_refused_by_name_and_by_number() {
        // As main does it; another test may have done it already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let courier = Courier::new(Private::Refused).unwrap();
        for text in ["http://127.0.0.1:9/a", "http://localhost:9/a", "http://0x7f.1:9/a", "http://[::ffff:7f00:1]:9/a"]
        {
            let address = CalendarAddress::parse("address", text).unwrap();
            let came = runtime.block_on(courier.fetch(&address, &Validators::default()));
            assert_eq!(came.unwrap_err(), Trouble::Private, "{text}");
        }
        // Where it may go, nobody is at home.
        let courier = Courier::new(Private::Allowed).unwrap();
        let address = CalendarAddress::parse("address", "http://localhost:9/a").unwrap();
        let came = runtime.block_on(courier.fetch(&address, &Validators::default()));
        assert_eq!(came.unwrap_err(), Trouble::Unreachable);
    }
}
