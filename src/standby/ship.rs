//! The primary's side of the wire: what a standby with the right key may ask.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Path, Query, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use ayni_kernel::CommunityId;
use ayni_storage::{Store, Wait};
use serde::Deserialize;
use tokio::sync::watch;

use super::{
    Mode, Replication,
    copies::Copies,
    fence, hex, position,
    record::Role,
    status, store_named, stores,
    wire::{self, LONGEST_WAIT_SECONDS, Refusal, StoreState, Takeover},
};
use crate::house::House;

/// The largest message.
const MAX_MESSAGE: usize = 4 * 1024 * 1024;

/// How long a question waits before it looks whether the program ends.
const GLANCE: Duration = Duration::from_millis(250);

/// What the handlers share.
pub(super) struct Desk {
    house: Arc<House>,
    copies: Copies,
    /// True once the program ends.
    ending: watch::Receiver<bool>,
}

type Shared = State<Arc<Desk>>;

/// Why a question is not answered.
enum Fault {
    Refused(Refusal),
    Missing,
    Broken(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Fault {
    fn from(error: E) -> Self {
        Self::Broken(error.into())
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        match self {
            Self::Refused(refusal) => (StatusCode::CONFLICT, Json(refusal)).into_response(),
            Self::Missing => StatusCode::NOT_FOUND.into_response(),
            Self::Broken(error) => {
                tracing::error!(error = format!("{error:#}"), "a standby's question could not be answered");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

type Answer<T = Response> = Result<T, Fault>;

/// The routes; beside the site, not inside it: they have no pages, no community and no visitor.
pub(super) fn router(house: &Arc<House>, ending: watch::Receiver<bool>) -> Router {
    let desk = Arc::new(Desk { house: Arc::clone(house), copies: Copies::default(), ending });
    let routes = Router::new()
        .route("/stores", get(list))
        .route("/log/{store}", get(log))
        .route("/files/{store}", get(files))
        .route("/files/{store}/{hash}", get(file))
        .route("/copies/{store}", post(make_copy))
        .route("/copy/{name}", get(copy).delete(drop_copy))
        .route("/copy/{name}/{from}", get(piece))
        .route("/takeover", post(takeover))
        .route("/status", get(show_status))
        .route_layer(DefaultBodyLimit::max(MAX_MESSAGE))
        .route_layer(middleware::from_fn_with_state(Arc::clone(&desk), admit));
    Router::new().nest(wire::ROOT, routes).with_state(desk)
}

/// Lets nobody in without the key, and hears of the asker's term before anything else is done.
async fn admit(State(desk): Shared, request: Request, next: Next) -> Response {
    let replication = desk.house.replication();
    let Some(term) = term_of(request.headers(), replication) else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    if let Err(error) = replication.hear(desk.house.node(), term) {
        return Fault::from(error).into_response();
    }
    let mut response = next.run(request).await;
    response.headers_mut().insert(wire::TERM, HeaderValue::from(replication.term()));
    response
}

/// The term of somebody who shows the key; none for everybody else.
fn term_of(headers: &HeaderMap, replication: &Replication) -> Option<u64> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let secret = text(header::AUTHORIZATION.as_str())?.strip_prefix("Bearer ")?;
    replication.accepts(secret).then(|| text(wire::TERM).and_then(|term| term.parse().ok()).unwrap_or_default())
}

impl Desk {
    fn replication(&self) -> &Replication {
        self.house.replication()
    }

    /// Only a primary hands its books out: whoever follows must know that nothing newer exists elsewhere.
    fn primary(&self) -> Answer<()> {
        match self.replication().role() {
            Role::Primary => Ok(()),
            role => Err(Fault::Refused(Refusal::NotPrimary(role))),
        }
    }

    fn store(&self, name: &str) -> Answer<Store> {
        self.primary()?;
        store_named(self.house.node(), name)?.ok_or(Fault::Missing)
    }

    fn blobs(&self, name: &str) -> Answer<ayni_storage::Blobs> {
        let id: CommunityId = name.parse().map_err(|_| Fault::Missing)?;
        self.store(name)?;
        Ok(self.house.node().community(id)?.blobs)
    }
}

/// Runs what touches the disk away from the threads that talk.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Answer<T> + Send + 'static) -> Answer<T> {
    tokio::task::spawn_blocking(work).await?
}

async fn list(State(desk): Shared) -> Answer {
    blocking(move || {
        desk.primary()?;
        desk.copies.tidy();
        let all = stores(desk.house.node())?;
        if desk.replication().mode() == Mode::Sync {
            // A community is announced here before its registration can be confirmed: from now on it waits too.
            for (_, store) in &all {
                store.answers_wait(Wait::ForConfirmation);
            }
        }
        let state =
            |(name, store): &(String, Store)| StoreState { at: position(name, store), schema: store.status().schema };
        Ok(Json(all.iter().map(state).collect::<Vec<_>>()).into_response())
    })
    .await
}

/// What a standby has, how much of the rest it wants at once, and how long it will wait for it.
#[derive(Deserialize)]
struct Continue {
    after: u64,
    head: String,
    bytes: usize,
    wait: u64,
}

async fn log(State(desk): Shared, Path(name): Path<String>, Query(ask): Query<Continue>, headers: HeaderMap) -> Answer {
    let store = desk.store(&name)?;
    let standby = headers.get(wire::STANDBY).and_then(|name| name.to_str().ok()).unwrap_or("standby");
    follows(&store, &ask)?;
    desk.replication().saw(standby, &name, ask.after);
    // It has everything up to here on its disk: that is what writes in sync mode wait for.
    store.confirm(ask.after);
    let moved = wait(&desk, &store, ask.after, ask.wait.min(LONGEST_WAIT_SECONDS)).await?;
    let (packed, status) = blocking(move || {
        let entries = if moved { store.log_up_to(ask.after, ask.bytes.min(wire::BATCH_BYTES))? } else { Vec::new() };
        Ok((wire::pack(&entries)?, store.status()))
    })
    .await?;
    let head = [(wire::SEQ, HeaderValue::from(status.seq)), (wire::NEWEST, HeaderValue::from(status.last_micros))];
    Ok((head, packed).into_response())
}

/// Whether what the standby has is the beginning of what is here, and the log still has what comes next.
fn follows(store: &Store, ask: &Continue) -> Answer<()> {
    let kept = store.log_kept()?;
    if ask.after > kept.last {
        return Err(Fault::Refused(Refusal::Differs));
    }
    if ask.after < kept.last && ask.after + 1 < kept.first {
        return Err(Fault::Refused(Refusal::Trimmed));
    }
    match fence::hash_at(store, ask.after)? {
        Some(hash) if hex(&hash) == ask.head => Ok(()),
        _ => Err(Fault::Refused(Refusal::Differs)),
    }
}

/// Waits for an entry; false when none came, or the program ends.
async fn wait(desk: &Desk, store: &Store, after: u64, seconds: u64) -> Answer<bool> {
    let glances = (Duration::from_secs(seconds).as_millis() / GLANCE.as_millis()).max(1);
    for _ in 0..glances {
        let glance = if seconds == 0 { Duration::ZERO } else { GLANCE };
        let store = store.clone();
        if blocking(move || Ok(store.wait_log(after, glance))).await? {
            return Ok(true);
        }
        if *desk.ending.borrow() || desk.replication().role() != Role::Primary {
            break;
        }
    }
    Ok(false)
}

async fn files(State(desk): Shared, Path(name): Path<String>) -> Answer {
    let blobs = desk.blobs(&name)?;
    let names = blocking(move || Ok(blobs.list()?)).await?;
    Ok(Json(names.iter().map(hex).collect::<Vec<_>>()).into_response())
}

async fn file(State(desk): Shared, Path((name, hash)): Path<(String, String)>) -> Answer {
    let blobs = desk.blobs(&name)?;
    let hash: [u8; 32] = blake3::Hash::from_hex(hash).map_err(|_| Fault::Missing)?.into();
    let bytes = blocking(move || Ok(blobs.get(&hash)?)).await?;
    Ok(bytes.ok_or(Fault::Missing)?.into_response())
}

async fn make_copy(State(desk): Shared, Path(name): Path<String>) -> Answer {
    let store = desk.store(&name)?;
    blocking(move || Ok(Json(desk.copies.begin(&store, desk.house.folder())?).into_response())).await
}

async fn copy(State(desk): Shared, Path(name): Path<String>) -> Answer {
    let state = desk.copies.state(&name).ok_or(Fault::Missing)?;
    Ok(Json(state.map_err(|why| Fault::Broken(anyhow::anyhow!(why)))?).into_response())
}

async fn piece(State(desk): Shared, Path((name, from)): Path<(String, u64)>) -> Answer {
    let piece = blocking(move || Ok(desk.copies.piece(&name, from)?)).await?;
    Ok(piece.ok_or(Fault::Missing)?.into_response())
}

async fn drop_copy(State(desk): Shared, Path(name): Path<String>) -> Answer<StatusCode> {
    desk.copies.drop(&name);
    Ok(StatusCode::NO_CONTENT)
}

/// Another node says that it took over. By now its term was heard; what it lacks is put down.
async fn takeover(State(desk): Shared, Json(told): Json<Takeover>) -> Answer<StatusCode> {
    blocking(move || match desk.replication().role() {
        Role::Fenced => {
            desk.replication().put_down(desk.house.node(), &told.stores)?;
            Ok(StatusCode::NO_CONTENT)
        }
        Role::Standby => Ok(StatusCode::NO_CONTENT),
        // The address was led to the new primary, so that it tells itself: the old one has not heard of it.
        Role::Primary => Err(Fault::Refused(Refusal::NotReplaced)),
    })
    .await
}

async fn show_status(State(desk): Shared) -> Answer {
    Ok(Json(status::report(&desk.house)?.data).into_response())
}
