//! Sessions: who is signed in on which device.

use ayni_kernel::{Error, Line, MemberId, Reads, Result, Timestamp, UserId, WriteTx};
use ayni_storage::Direction;

use crate::{
    Token, UserStatus,
    tables::{SESSIONS, SESSIONS_BY_USER, StoredSession},
    users::get,
};

/// Days without use after which a session ends: a phone in a drawer.
pub const IDLE_DAYS: i64 = 14;
/// Days after which a session ends in any case, so that a stolen cookie is not for ever.
pub const ABSOLUTE_DAYS: i64 = 30;
/// Sessions of one user at a time; opening another closes the oldest. More devices than anybody has, and few
/// enough to close in one transaction.
pub const MAX_SESSIONS: usize = 20;
/// Seconds within which use is not noted again, so that a page view costs no write.
const TOUCH_SECONDS: i64 = 3_600;

/// A session to be opened, after the password was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSession {
    /// Who signed in.
    pub user: UserId,
    /// What the browser calls itself.
    pub agent: Line,
}

/// An open session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who is signed in.
    pub user: UserId,
    /// The member for whom the user chose to act.
    pub acting: Option<MemberId>,
    /// When it was opened.
    pub opened: Timestamp,
    /// When it was last used, to the hour.
    pub seen: Timestamp,
    /// When it ends unless it is used again; at the latest [`ABSOLUTE_DAYS`] after it was opened.
    pub expires: Timestamp,
}

impl Session {
    /// Whether [`touch`] is due.
    pub fn is_stale(&self, now: Timestamp) -> bool {
        self.seen.plus_seconds(TOUCH_SECONDS) < now
    }
}

/// Opens a session and answers its secret for the cookie.
///
/// Refuses with `SignIn` when the user is unknown or disabled.
pub fn open_session(tx: &mut WriteTx<'_>, ask: OpenSession) -> Result<Token> {
    get(&**tx, ask.user)?.filter(|user| user.status == UserStatus::Active).ok_or(Error::SignIn)?;
    let open = of_user(&**tx, ask.user)?;
    for oldest in open.iter().take((open.len() + 1).saturating_sub(MAX_SESSIONS)) {
        SESSIONS.remove(tx, oldest)?;
    }
    let token = Token::make(tx);
    let now = tx.now();
    let session = StoredSession { user: ask.user, acting: None, agent: ask.agent.into(), opened: now, seen: now };
    SESSIONS.insert(tx, &token.hash(), &session)?;
    Ok(token)
}

/// The session of a token; `None` when there is none, it ended, or the user may not sign in any more.
pub fn session(tx: &impl Reads, now: Timestamp, token: &Token) -> Result<Option<Session>> {
    let Some(session) = SESSIONS.get(tx, &token.hash())?.filter(|stored| now < stored.expires()) else {
        return Ok(None);
    };
    let active = get(tx, session.user)?.is_some_and(|user| user.status == UserStatus::Active);
    Ok(active.then(|| session.session()))
}

/// Notes that a session was used; writes only when that was last noted more than an hour ago.
pub fn touch(tx: &mut WriteTx<'_>, token: &Token) -> Result<()> {
    let (key, now) = (token.hash(), tx.now());
    let Some(mut stored) = SESSIONS.get(&**tx, &key)? else { return Ok(()) };
    if now < stored.expires() && stored.seen.plus_seconds(TOUCH_SECONDS) < now {
        stored.seen = now;
        SESSIONS.put(tx, &key, &stored)?;
    }
    Ok(())
}

/// Notes for which member the user of a session acts from now on. That the user may is for the caller to see to:
/// members live in another store.
///
/// Refuses with `SignIn` when the session ended.
pub fn act_as(tx: &mut WriteTx<'_>, token: &Token, member: Option<MemberId>) -> Result<()> {
    let (key, now) = (token.hash(), tx.now());
    let mut stored = SESSIONS.get(&**tx, &key)?.filter(|stored| now < stored.expires()).ok_or(Error::SignIn)?;
    stored.acting = member;
    Ok(SESSIONS.put(tx, &key, &stored)?)
}

/// Signs out: the token opens nothing from now on.
pub fn close_session(tx: &mut WriteTx<'_>, token: &Token) -> Result<()> {
    SESSIONS.remove(tx, &token.hash())?;
    Ok(())
}

/// Signs a user out everywhere but in the session `keep`.
pub fn close_sessions(tx: &mut WriteTx<'_>, user: UserId, keep: Option<&Token>) -> Result<()> {
    let kept = keep.map(Token::hash);
    for key in of_user(&**tx, user)?.into_iter().filter(|key| Some(*key) != kept) {
        SESSIONS.remove(tx, &key)?;
    }
    Ok(())
}

/// The keys of a user's sessions, oldest first.
fn of_user(tx: &impl Reads, user: UserId) -> Result<Vec<[u8; 32]>> {
    let entries = SESSIONS_BY_USER.scan(tx, &user, None, Direction::Ascending)?;
    entries.map(|entry| Ok(entry?.1)).collect()
}
