//! Calendars that move by themselves: a stream of events (HTML standard, section 9.2) that says when to look again.
//!
//! One task a community follows the commit log while somebody listens. It tells positions only, never what happened:
//! a page that hears of one asks for itself again, and gets what its reader may see.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderName, header},
    response::IntoResponse as _,
};
use ayni_kernel::{Community, CommunityId, Error, Event, Fault, News, Result, Stop};
use http_body_util::channel::{Channel, Sender};
use serde::Deserialize;
use tokio::sync::watch;
use utoipa::IntoParams;

use crate::kit::{Answer, Ask, Route, Visit, app::blocking};

/// Pages of one community that may listen at once: each holds a connection, and the box is small.
const LISTENERS: usize = 256;

/// A stream ends after so long, and the browser comes again: so it is asked anew who is there, and it stays within
/// the deadline that every request has.
const STREAM: Duration = Duration::from_secs(25);

/// How long the follower sleeps when nothing is committed, before it looks whether anybody still listens.
const PATIENCE: Duration = Duration::from_secs(1);

/// Changes closer together than this are told as one.
const BREATH: Duration = Duration::from_millis(150);

/// The browser comes again after so many milliseconds.
const RETRY: &str = "retry: 500\n";

/// The routes of live pages.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/calendar/changes", changes)
            .about("A stream of events (text/event-stream): one whenever bookings or places changed.")
            .asks::<ChangesQuery>()
            .page_only(),
    ]
}

/// From where on to tell.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct ChangesQuery {
    /// The position that the page shows.
    since: u64,
}

/// Who listens to which community; the number is the position of the newest change that calendars show.
#[derive(Debug, Clone, Default)]
pub(crate) struct Live(Arc<Mutex<BTreeMap<CommunityId, watch::Sender<u64>>>>);

impl Live {
    /// Listens to a community; the first one wakes its follower.
    fn listen(&self, community: &Community) -> Result<watch::Receiver<u64>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = all.get(&community.id) {
            let room = sender.receiver_count() < LISTENERS;
            return if room { Ok(sender.subscribe()) } else { Err(Error::Unavailable(Stop::Busy)) };
        }
        let seq = community.read(|tx| Ok(tx.seq()))?;
        let (sender, receiver) = watch::channel(0);
        all.insert(community.id, sender);
        tokio::spawn(follow(self.clone(), community.clone(), seq));
        Ok(receiver)
    }

    /// Tells a position, if it is one that matters; false when nobody listens any more, and then it is forgotten.
    fn tell(&self, community: CommunityId, news: Option<&News>) -> bool {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let heard = all.get(&community).is_some_and(|sender| sender.receiver_count() > 0);
        match (news, all.get(&community)) {
            (Some(news), Some(sender)) if heard => {
                if news.events.iter().any(is_shown) {
                    sender.send_replace(news.seq);
                }
                true
            }
            _ => {
                all.remove(&community);
                false
            }
        }
    }
}

/// Follows a community's log for as long as somebody listens.
async fn follow(live: Live, community: Community, mut seq: u64) {
    loop {
        let data = community.data.clone();
        let news = blocking(move || data.news(seq, PATIENCE)).await.and_then(|news| news).ok();
        if !live.tell(community.id, news.as_ref()) {
            return;
        }
        seq = news.map_or(seq, |news| news.seq);
    }
}

/// Whether calendars look different afterwards.
const fn is_shown(event: &Event) -> bool {
    matches!(
        event,
        Event::BookingMade(_)
            | Event::BookingChanged(_)
            | Event::BookingEnded(_)
            | Event::ResourceChanged(_)
            | Event::ClosureChanged(_)
            | Event::BusyCalendarChanged(_)
    )
}

async fn changes(visit: Visit, headers: HeaderMap, Ask(ask): Ask<ChangesQuery>) -> Answer {
    visit.user()?;
    let since = last_heard(&headers)?.unwrap_or(ask.since);
    let news = visit.app.live().listen(&visit.community)?;
    let now = visit.read(|tx, _| Ok(tx.seq()))?;
    let (out, body) = Channel::<Bytes, std::io::Error>::new(1);
    tokio::spawn(stream(out, news, since, now));
    let headers: [(HeaderName, &str); 2] =
        [(header::CONTENT_TYPE, "text/event-stream"), (HeaderName::from_static("x-accel-buffering"), "no")];
    Ok((headers, Body::new(body)).into_response())
}

/// Where the browser says it stopped listening.
fn last_heard(headers: &HeaderMap) -> Result<Option<u64>> {
    let Some(id) = headers.get("last-event-id") else { return Ok(None) };
    let read = id.to_str().ok().and_then(|id| id.parse().ok());
    read.map(Some).ok_or_else(|| Fault::new("since", "fault-cursor").into())
}

/// Writes events until the time is over or the reader has gone. A reader who is behind is told at once.
async fn stream(mut out: Sender<Bytes, std::io::Error>, news: watch::Receiver<u64>, since: u64, now: u64) {
    let first = if since < now { event(now) } else { format!("{RETRY}id: {now}\n\n") };
    if out.send_data(first.into()).await.is_ok() {
        // When the time is over the body ends, and the browser comes again.
        let _ = tokio::time::timeout(STREAM, pass_on(out, news, now)).await;
    }
}

async fn pass_on(mut out: Sender<Bytes, std::io::Error>, mut news: watch::Receiver<u64>, mut told: u64) {
    while news.changed().await.is_ok() {
        tokio::time::sleep(BREATH).await;
        let seq = *news.borrow_and_update();
        if seq > told && out.send_data(event(seq).into()).await.is_err() {
            return;
        }
        told = told.max(seq);
    }
}

/// One event; its id is where the browser goes on after a break.
fn event(seq: u64) -> String {
    format!("{RETRY}id: {seq}\nevent: changed\ndata: {seq}\n\n")
}
