//! The bench: a town in memory with its cast, and people who knock at its pages.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, LazyLock, Mutex},
};

use axum::{
    Router,
    body::Body as HttpBody,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use ayni_communities::{Hue, Kind, TimeZoneName};
use ayni_founding::{Admin, Founding};
use ayni_kernel::{
    Actor, Address, Amount, Body, Code, Community, CommunityId, Email, Language, Line, MemberId, Name, Node, Scale,
    Slug, UserId,
    testing::{self, Cast, TestClock},
};
use ayni_ledger::{CurrencyKind, NewCurrency};
use ayni_members::{MemberKind, NewMember};
use ayni_users::{NewApiToken, NewUser, OpenSession, Password, PasswordHash, Scope, Token};
use http_body_util::BodyExt as _;
use serde_json::Value;
use tower::ServiceExt as _;

use crate::{
    App, Settings,
    kit::keeper::{Backup, Backups, Drill, Keeper, Keeping, StandbyState, StandbyView, StoreFacts, StoreOwner, Task},
    links, site,
};

/// The password of everybody in town.
pub(crate) const PASSWORD: &str = "a walk along the mill stream";

/// The code that opens the setup of an empty node.
pub(crate) const CODE: &str = "oak-birch-elm";

/// The host under which the town is found.
pub(crate) const HOST: &str = "meadow.test";

/// Hashing is slow on purpose, so the bench does it once.
static HASH: LazyLock<PasswordHash> =
    LazyLock::new(|| ayni_users::hash(&Password::parse("password", PASSWORD).unwrap()).unwrap());

/// Somebody without a login.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stranger;

/// Who knocks.
#[derive(Debug, Clone)]
pub(crate) enum Who {
    /// Nobody known.
    Stranger,
    /// Somebody of the cast.
    Cast(Cast),
    /// Whoever holds a session.
    Session(String),
}

impl From<Stranger> for Who {
    fn from(_: Stranger) -> Self {
        Self::Stranger
    }
}

impl From<Cast> for Who {
    fn from(cast: Cast) -> Self {
        Self::Cast(cast)
    }
}

/// Somebody of the cast as the town knows them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Resident {
    pub user: UserId,
    pub member: MemberId,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub location: Option<String>,
    pub body: String,
}

impl Reply {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|why| panic!("{why}: {}", self.body))
    }

    /// Whether the page has the text.
    pub(crate) fn shows(&self, text: &str) -> bool {
        self.body.contains(text)
    }

    /// The value of a cookie that was set.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        let lines = self.headers.get_all(header::SET_COOKIE).iter().filter_map(|line| line.to_str().ok());
        let mut pairs = lines.filter_map(|line| line.split(';').next()?.split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
    }

    /// Checks the status, showing the page when it is another.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "went to {:?}, said {}", self.location, self.body);
        self
    }

    /// Checks that it leads on to an address.
    #[track_caller]
    pub(crate) fn leads_to(self, to: &str) -> Self {
        let reply = self.expect(303);
        assert_eq!(reply.location.as_deref(), Some(to));
        reply
    }
}

/// A node in memory and the site over it.
pub(crate) struct Town {
    pub clock: Arc<TestClock>,
    pub node: Node,
    pub community: Community,
    residents: BTreeMap<u8, Resident>,
    router: Router,
}

/// A node in memory without any community.
pub(crate) fn node(clock: &Arc<TestClock>) -> Node {
    let data = testing::data(clock, ayni_founding::node_schema(), &[]);
    let clock = Arc::clone(clock);
    let opener = move |id: CommunityId| {
        let (schema, reactors) = (ayni_founding::community_schema(), ayni_founding::reactors());
        Ok(Community { id, ..testing::community(&clock, schema, reactors) })
    };
    Node::new(data, Arc::new(opener))
}

/// The site over a node; with a code its setup is open.
pub(crate) fn open_site(node: &Node, code: Option<&str>) -> Router {
    let settings = Settings { attempts_per_minute: 10_000, version: "0.0.0-test" };
    site(App::new(node.clone(), settings, code.map(str::to_owned), Arc::new(Cellar::default()))).0
}

/// A keeper of a machine whose operator lets admins have the newest backup, a small file.
#[derive(Default)]
pub(crate) struct Cellar(Mutex<Option<Task>>);

impl Keeper for Cellar {
    fn look(&self, _: CommunityId) -> ayni_kernel::Result<Keeping> {
        let now = TestClock::new().shows();
        let store = |owner, bytes| StoreFacts {
            owner,
            bytes,
            log_bytes: bytes / 2,
            log_since: Some(now.plus_days(-20)),
            seq: 1_234,
            consumers: vec![("backup".to_owned(), 3), ("search".to_owned(), 0)],
            read_only: None,
            full: false,
            sizes: (0..10)
                .map(|day| (now.plus_days(day - 10), 4_000_000 + day.unsigned_abs() * 100_000, 90_000))
                .collect(),
        };
        let backups = Backups {
            newest: Some(Backup { at: now.plus_seconds(-7_200), bytes: 1_500_000, encrypted: true }),
            next: now.plus_seconds(1_500),
            saved_until: Some(now.plus_seconds(-180)),
            count: 31,
            logs: 812,
            bytes: 71_000_000,
            oldest: Some(now.plus_days(-200)),
            encrypted: true,
            communities: 1,
            failure: None,
            may_download: true,
        };
        let drill = Drill { at: now.plus_days(-3), seconds: 4, backup_at: Some(now.plus_days(-3)), failure: None };
        Ok(Keeping {
            now,
            backups: Some(backups),
            drill: Some(drill),
            stores: vec![store(StoreOwner::Community, 5_200_000), store(StoreOwner::Node, 800_000)],
            free_bytes: 48_000_000_000,
        })
    }

    fn begin(&self, task: Task) -> ayni_kernel::Result<()> {
        match self.0.lock().unwrap().replace(task) {
            Some(_) => Err(ayni_kernel::Error::conflict("keeping-busy")),
            None => Ok(()),
        }
    }

    fn under_way(&self) -> Option<Task> {
        *self.0.lock().unwrap()
    }

    fn newest(&self, _: CommunityId) -> ayni_kernel::Result<PathBuf> {
        Ok(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml").into())
    }

    fn standbys(&self) -> Vec<StandbyView> {
        vec![StandbyView { name: "attic".to_owned(), lag_entries: 0, lag_seconds: 1, state: StandbyState::InStep }]
    }
}

/// A community to found, with Ada as its admin.
pub(crate) fn founding(name: &str, slug: &str) -> Founding {
    Founding {
        name: name_of(name),
        slug: Slug::parse("slug", slug).unwrap(),
        kind: Kind::Exchange,
        language: Language::English,
        time_zone: TimeZoneName::parse("time_zone", "Europe/London").unwrap(),
        hue: Hue::default(),
        currency: NewCurrency {
            code: Code::parse("code", "MEAD").unwrap(),
            name: name_of("acorn"),
            plural: name_of("acorns"),
            symbol: Line::parse("symbol", "Ac").unwrap(),
            scale: Scale::new(2).unwrap(),
            shown: 2,
            kind: CurrencyKind::Mutual,
            rate: None,
            lower: Some(Amount::new(-10_000)),
            upper: Some(Amount::new(50_000)),
            request_days: 30,
        },
        admin: Admin { name: name_of(Cast::Ada.name()), email: email(Cast::Ada), password: HASH.clone() },
    }
}

/// The address somebody signs in with.
pub(crate) fn email(cast: Cast) -> Email {
    Email::parse("email", &format!("{}@meadow.example", cast.name())).unwrap()
}

fn name_of(text: &str) -> Name {
    Name::parse("name", text).unwrap()
}

impl Town {
    /// Meadow, with everybody of the cast as an active member and the roles of each.
    pub(crate) fn new() -> Self {
        let clock = TestClock::new();
        let node = node(&clock);
        let founded = ayni_founding::found(&node, founding("Meadow", "meadow")).unwrap();
        let ada = Resident { user: founded.user, member: founded.member };
        let community = node.community(founded.community).unwrap();
        let router = open_site(&node, None);
        let mut town = Self { clock, node, community, residents: BTreeMap::new(), router };
        town.residents.insert(Cast::Ada as u8, ada);
        for cast in [Cast::Ana, Cast::Ben, Cast::Carla, Cast::Tova] {
            town.settle(cast);
        }
        town
    }

    /// Makes somebody's login and member, and gives the roles.
    fn settle(&mut self, cast: Cast) {
        let community = self.community.id;
        let new = NewUser { password: Some(HASH.clone()), ..NewUser::new(email(cast), name_of(cast.name())) };
        let user = self.node.data().write(move |tx| {
            let user = ayni_users::register(tx, new)?.id;
            ayni_users::note_membership(tx, user, community)?;
            Ok(user)
        });
        let user = user.unwrap();
        let ada = self.actor(Cast::Ada);
        let member = self.community.write(move |tx| {
            let member = ayni_members::create(tx, &ada, newcomer(cast.name(), Some(user)))?;
            ayni_members::set_roles(tx, &ada, user, cast.roles())?;
            Ok(member.id)
        });
        self.residents.insert(cast as u8, Resident { user, member: member.unwrap() });
    }

    /// Who somebody is here.
    pub(crate) fn resident(&self, cast: Cast) -> Resident {
        self.residents[&(cast as u8)]
    }

    /// Somebody as an actor.
    pub(crate) fn actor(&self, cast: Cast) -> Actor {
        let resident = self.resident(cast);
        Actor::person(resident.user, resident.member, cast.roles())
    }

    /// A new session of somebody, as its cookie has it.
    pub(crate) fn session(&self, cast: Cast) -> String {
        let user = self.resident(cast).user;
        let open = OpenSession { user, agent: Line::default() };
        let token: Token = self.node.data().write(move |tx| ayni_users::open_session(tx, open)).unwrap();
        token.to_string()
    }

    /// A new API token of somebody.
    pub(crate) fn token(&self, cast: Cast, scope: Scope) -> String {
        let (me, community) = (self.actor(cast), self.community.id);
        let scopes = [scope].into_iter().collect();
        let ask = NewApiToken { community, name: name_of("bench"), scopes, valid_days: None };
        self.node.data().write(move |tx| ayni_users::make_api_token(tx, &me, ask)).unwrap().1
    }

    /// Looks at a page.
    pub(crate) async fn get(&self, who: impl Into<Who>, path: &str) -> Reply {
        self.send(self.request(who.into(), Method::GET, path).body(HttpBody::empty()).unwrap()).await
    }

    /// Sends a form.
    pub(crate) async fn post(&self, who: impl Into<Who>, path: &str, fields: &[(&str, &str)]) -> Reply {
        let request = self.request(who.into(), Method::POST, path);
        self.send(request.header(header::CONTENT_TYPE, FORM).body(form(fields)).unwrap()).await
    }

    /// Sends a file in a form.
    pub(crate) async fn upload(&self, who: impl Into<Who>, path: &str, field: &str, bytes: &[u8]) -> Reply {
        let head = format!(
            "--edge\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"file\"\r\n\
             content-type: application/octet-stream\r\n\r\n"
        );
        let body = [head.as_bytes(), bytes, b"\r\n--edge--\r\n"].concat();
        let request = self.request(who.into(), Method::POST, path);
        let kind = "multipart/form-data; boundary=edge";
        self.send(request.header(header::CONTENT_TYPE, kind).body(HttpBody::from(body)).unwrap()).await
    }

    /// Asks the API with a bearer token; `path` without `/api/v1`, a body makes it a POST.
    pub(crate) async fn api(&self, token: &str, path: &str, body: Option<Value>) -> Reply {
        let method = if body.is_some() { Method::POST } else { Method::GET };
        let request = self
            .request(Who::Stranger, method, &format!("/api/v1{path}"))
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, "application/json");
        let body = body.map_or_else(HttpBody::empty, |json| HttpBody::from(json.to_string()));
        self.send(request.body(body).unwrap()).await
    }

    fn request(&self, who: Who, method: Method, path: &str) -> axum::http::request::Builder {
        let request = Request::builder().method(method).uri(path).header(header::HOST, HOST);
        let session = match who {
            Who::Stranger => return request,
            Who::Cast(cast) => self.session(cast),
            Who::Session(session) => session,
        };
        request.header(header::COOKIE, format!("session={session}"))
    }

    /// Sends a request as it is.
    pub(crate) async fn send(&self, request: Request<HttpBody>) -> Reply {
        send(&self.router, request).await
    }

    /// Opens an answer that goes on while it is read.
    pub(crate) async fn open_stream(&self, who: impl Into<Who>, path: &str) -> axum::response::Response {
        let request = self.request(who.into(), Method::GET, path).body(HttpBody::empty()).unwrap();
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// A link that sets somebody's password, as its path.
    pub(crate) fn reset_link(&self, cast: Cast) -> String {
        let user = self.resident(cast).user;
        links::reset(&self.node.data().write(move |tx| ayni_users::make_reset_link(tx, user)).unwrap())
    }
}

/// The content type of forms.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// A form's body.
pub(crate) fn form(fields: &[(&str, &str)]) -> HttpBody {
    let pairs: Vec<String> =
        fields.iter().map(|(name, value)| format!("{}={}", links::encode(name), links::encode(value))).collect();
    HttpBody::from(pairs.join("&"))
}

/// Sends a request to a site. An answer that goes on and on is let go once it has begun.
pub(crate) async fn send(router: &Router, request: Request<HttpBody>) -> Reply {
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let endless = parts.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream");
    let bytes = if endless { axum::body::Bytes::new() } else { body.collect().await.unwrap().to_bytes() };
    let location = parts.headers.get(header::LOCATION).and_then(|to| to.to_str().ok()).map(str::to_owned);
    Reply { status: parts.status, headers: parts.headers, location, body: String::from_utf8_lossy(&bytes).into_owned() }
}

/// A member to write in.
pub(crate) fn newcomer(name: &str, user: Option<UserId>) -> NewMember {
    NewMember {
        user,
        number: None,
        name: name_of(name),
        kind: MemberKind::Personal,
        description: Body::default(),
        address: Address::default(),
        location: None,
        contacts: Vec::new(),
        note: Line::default(),
    }
}
