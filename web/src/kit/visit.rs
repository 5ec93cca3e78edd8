//! Who visits, and where: one extractor knows host → community, session or token → actor, language and face.

use std::sync::{Arc, OnceLock};

use axum::{
    extract::{FromRequestParts, OriginalUri},
    http::{HeaderMap, header, request::Parts},
};
use ayni_communities::Settings;
use ayni_kernel::{Actor, Community, Error, Language, MemberId, ReadTx, Result, Slug, WriteTx, tx::Now as _};
use ayni_users::{ApiToken, Scope, Token, User};
use data_encoding::BASE64;

use crate::kit::{
    app::{App, Arrival, write},
    cookie,
    frame::Frame,
    refusal::Refusal,
    words::Words,
};

/// Which way a request is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Face {
    /// HTML for a browser.
    Page,
    /// JSON under `/api/v1`.
    Api,
}

/// The prefix of the JSON face.
pub(crate) const API: &str = "/api/v1";

impl Face {
    /// The face a path belongs to.
    pub(crate) fn of(path: &str) -> Self {
        let api = path.strip_prefix(API).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if api { Self::Api } else { Self::Page }
    }
}

/// What a route asks of an API token; put into the request by the list of routes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Needs(pub Scope);

/// Where the error page finds the frame that the visit would have had.
#[derive(Debug, Clone, Default)]
pub(crate) struct FrameSlot(pub Arc<OnceLock<Visit>>);

/// Whether something is to be done now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Due {
    /// Now.
    Now,
    /// Not yet.
    Later,
}

/// How the visitor proved who they are.
#[derive(Debug, Clone)]
pub(crate) enum Proof {
    /// Not at all.
    None,
    /// A session cookie; whether it is due to be noted that the session lives.
    Session(Token, Due),
    /// A bearer token.
    Api(ApiToken),
}

/// One request to one community.
#[derive(Clone)]
pub(crate) struct Visit {
    pub app: App,
    pub community: Community,
    pub slug: Slug,
    pub settings: Arc<Settings>,
    pub actor: Actor,
    pub user: Option<User>,
    pub proof: Proof,
    pub words: Words,
    pub face: Face,
    /// Path and query as the browser asked for them.
    pub path: String,
    /// The locale key of what was just done, from the address.
    pub said: Option<String>,
    pub arrival: Arrival,
}

impl std::fmt::Debug for Visit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Visit")
            .field("community", &self.community.id)
            .field("actor", &self.actor)
            .finish_non_exhaustive()
    }
}

impl Visit {
    /// Reads the community as the visitor.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&ReadTx, &Actor) -> Result<T>) -> Result<T> {
        self.community.read(|tx| work(tx, &self.actor))
    }

    /// Writes as the visitor; answers when the commit is on disk.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut WriteTx<'_>, &Actor) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let me = self.actor.clone();
        write(&self.community.data, move |tx| work(tx, &me)).await
    }

    /// The signed-in user.
    pub(crate) fn user(&self) -> Result<&User> {
        self.user.as_ref().ok_or(Error::SignIn)
    }

    /// The member acted for.
    pub(crate) fn member(&self) -> Result<MemberId> {
        self.actor.member()
    }

    /// The session of a browser; tokens of the API have none.
    pub(crate) fn session(&self) -> Result<&Token> {
        match &self.proof {
            Proof::Session(token, _) => Ok(token),
            Proof::Api(_) => Err(Error::Forbidden),
            Proof::None => Err(Error::SignIn),
        }
    }

    /// The frame of this visit's pages.
    pub(crate) fn frame(&self) -> Result<Frame> {
        Frame::of(self)
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> std::result::Result<Self, Refusal> {
        let visit = arrive(parts, app)?;
        if let Some(slot) = parts.extensions.get::<FrameSlot>() {
            // Set once per request; a second extractor finds the same visit there.
            let _ = slot.0.set(visit.clone());
        }
        let needs = parts.extensions.get::<Needs>().map_or(Scope::Admin, |needs| needs.0);
        match &visit.proof {
            Proof::Api(token) if !token.scopes.has(needs) => Err(Error::Forbidden.into()),
            Proof::Session(token, Due::Now) => {
                let token = token.clone();
                match visit.app.write_node(move |tx| ayni_users::touch(tx, &token)).await {
                    // Reading goes on when nothing can be written: then the session is noted another time.
                    Ok(()) | Err(Error::Unavailable(_)) => Ok(visit),
                    Err(error) => Err(error.into()),
                }
            }
            Proof::Session(_, Due::Later) | Proof::None | Proof::Api(_) => Ok(visit),
        }
    }
}

/// Finds out everything about a request.
fn arrive(parts: &Parts, app: &App) -> Result<Visit> {
    let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |uri| &uri.0);
    let arrival = arrival(parts);
    let host = host(parts);
    let (entry, proof, user) = app.read_node(|tx| {
        let entry = ayni_communities::by_host(tx, &host)?.ok_or(Error::NotFound)?;
        let (proof, user, acting) = prove(tx, &parts.headers, arrival.secure, entry.id)?;
        Ok((entry, (proof, acting), user))
    })?;
    let (proof, acting) = proof;
    let community = app.node().community(entry.id)?;
    let (settings, actor) = community.read(|tx| {
        let settings = ayni_communities::settings(tx)?;
        let actor = match &user {
            Some(user) => ayni_members::actor(tx, user.id, acting)?,
            None => Actor::Stranger,
        };
        Ok((settings, actor))
    })?;
    let language = language(&parts.headers, user.as_ref(), &settings);
    Ok(Visit {
        app: app.clone(),
        community,
        slug: entry.slug,
        words: Words::new(language, settings.time_zone.as_str()),
        settings: Arc::new(settings),
        actor,
        user,
        proof,
        face: Face::of(uri.path()),
        path: uri.path_and_query().map_or_else(|| uri.path().to_owned(), ToString::to_string),
        said: uri.query().and_then(said),
        arrival,
    })
}

/// Session or token → user, and the member last chosen.
fn prove(
    tx: &ReadTx,
    headers: &HeaderMap,
    secure: bool,
    community: ayni_kernel::CommunityId,
) -> Result<(Proof, Option<User>, Option<MemberId>)> {
    let now = tx.now();
    if let Some(bearer) = bearer(headers) {
        let token = ayni_users::api_token(tx, now, &bearer)?.filter(|token| token.community == community);
        let token = token.ok_or(Error::SignIn)?;
        let user = active(ayni_users::get(tx, token.user)?).ok_or(Error::SignIn)?;
        return Ok((Proof::Api(token), Some(user), None));
    }
    let token = cookie::get(headers, cookie::session_name(secure)).and_then(Token::parse);
    let Some(token) = token else { return Ok((Proof::None, None, None)) };
    let Some(session) = ayni_users::session(tx, now, &token)? else { return Ok((Proof::None, None, None)) };
    let due = if session.is_stale(now) { Due::Now } else { Due::Later };
    Ok(match active(ayni_users::get(tx, session.user)?) {
        Some(user) => (Proof::Session(token, due), Some(user), session.acting),
        None => (Proof::None, None, None),
    })
}

fn active(user: Option<User>) -> Option<User> {
    user.filter(|user| user.status == ayni_users::UserStatus::Active)
}

/// The token that a program sent: as a bearer, or as the password of programs that know only names and passwords, such
/// as calendars.
fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(token.trim().to_owned());
    }
    let pair = String::from_utf8(BASE64.decode(token.trim().as_bytes()).ok()?).ok()?;
    scheme
        .eq_ignore_ascii_case("basic")
        .then(|| pair.split_once(':').map(|(_, password)| password.trim().to_owned()))?
}

/// How the request arrived; plain and local when no server says otherwise.
pub(crate) fn arrival(parts: &Parts) -> Arrival {
    let local = Arrival { client: std::net::Ipv4Addr::LOCALHOST.into(), secure: false };
    parts.extensions.get::<Arrival>().copied().unwrap_or(local)
}

/// The host asked for, without its port, in lower case.
pub(crate) fn host(parts: &Parts) -> String {
    let header = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let host = parts.uri.host().or(header).unwrap_or_default();
    let name = if host.starts_with('[') { host } else { host.split(':').next().unwrap_or_default() };
    name.to_lowercase()
}

/// The user's language, else the visitor's choice, else the browser's wish, else the community's own.
fn language(headers: &HeaderMap, user: Option<&User>, settings: &Settings) -> Language {
    let spoken = |language: &Language| settings.languages.contains(language) || settings.language == *language;
    user.and_then(|user| user.language)
        .or_else(|| cookie::get(headers, "language").and_then(Language::from_tag))
        .or_else(|| wished(headers).find(spoken))
        .unwrap_or(settings.language)
}

/// The languages of the browser, in its order.
pub(crate) fn wished(headers: &HeaderMap) -> impl Iterator<Item = Language> {
    let list = headers.get(header::ACCEPT_LANGUAGE).and_then(|list| list.to_str().ok()).unwrap_or_default();
    list.split(',').filter_map(|part| Language::from_tag(part.split(';').next().unwrap_or_default()))
}

fn said(query: &str) -> Option<String> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix("said="))?;
    value.bytes().all(|b| b.is_ascii_lowercase() || b == b'-').then(|| value.to_owned())
}
