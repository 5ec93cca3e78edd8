//! Brakes on doors that strangers knock at: sign-in, reset, join.

use std::{net::IpAddr, sync::Arc, time::Duration};

use axum::{http::Request, response::IntoResponse, routing::MethodRouter};
use ayni_kernel::Error;
use tower_governor::{GovernorError, GovernorLayer, governor::GovernorConfigBuilder, key_extractor::KeyExtractor};

use crate::kit::{
    app::{App, Arrival},
    refusal::Refusal,
};

/// Counts by client address; all addresses of one IPv6 /64 are one client.
#[derive(Debug, Clone, Copy)]
struct ByClient;

impl KeyExtractor for ByClient {
    type Key = [u8; 8];

    fn extract<T>(&self, request: &Request<T>) -> Result<Self::Key, GovernorError> {
        let local = std::net::Ipv4Addr::LOCALHOST.into();
        let client = request.extensions().get::<Arrival>().map_or(local, |arrival| arrival.client);
        let mut key = [0; 8];
        let mut fill = |octets: &[u8]| key.iter_mut().zip(octets).for_each(|(to, from)| *to = *from);
        match client {
            IpAddr::V4(v4) => fill(&v4.octets()),
            IpAddr::V6(v6) => fill(&v6.octets()),
        }
        Ok(key)
    }
}

/// One brake shared by all doors.
pub(crate) struct Throttle {
    brake: Box<dyn Fn(MethodRouter<App>) -> MethodRouter<App>>,
    forget: Arc<dyn Fn() + Send + Sync>,
}

impl Throttle {
    /// So many knocks a minute for each client, all of which may come at once.
    pub(crate) fn new(per_minute: u32) -> Option<Self> {
        let burst = per_minute.max(1);
        let config = GovernorConfigBuilder::default()
            .key_extractor(ByClient)
            .period(Duration::from_mins(1) / burst)
            .burst_size(burst)
            .finish()?;
        let config = Arc::new(config);
        let limiter = Arc::clone(config.limiter());
        let brake = move |door: MethodRouter<App>| {
            door.layer(GovernorLayer::new(Arc::clone(&config)).error_handler(|error| refuse(&error).into_response()))
        };
        Some(Self { brake: Box::new(brake), forget: Arc::new(move || limiter.retain_recent()) })
    }

    /// Puts the brake on a door.
    pub(crate) fn on(&self, door: MethodRouter<App>) -> MethodRouter<App> {
        (self.brake)(door)
    }

    /// Forgets clients that stayed away, so that memory does not grow; for a timer.
    pub(crate) fn forgetter(&self) -> Arc<dyn Fn() + Send + Sync> {
        Arc::clone(&self.forget)
    }
}

fn refuse(error: &GovernorError) -> Refusal {
    match error {
        GovernorError::TooManyRequests { wait_time, .. } => {
            Refusal(Error::TooMany { seconds: u32::try_from(*wait_time).unwrap_or(u32::MAX).max(1) })
        }
        other => Refusal(Error::broken(other)),
    }
}
