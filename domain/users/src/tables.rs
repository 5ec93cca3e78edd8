//! How logins are stored in the node's store.

use ayni_kernel::{ApiTokenId, CommunityId, Email, Error, Language, MemberId, Name, Result, Timestamp, UserId};
use ayni_storage::{AnyTable, Index, Table, record};

use crate::{
    ApiToken, NewUser, PasswordHash, Scopes, Session, Standing, User, UserStatus,
    sessions::{ABSOLUTE_DAYS, IDLE_DAYS},
};

/// This crate's tables, for the schema of the node's store.
pub fn tables() -> Vec<&'static dyn AnyTable> {
    vec![&USERS, &SESSIONS, &API_TOKENS, &RESET_LINKS, &MEMBERSHIPS]
}

pub(crate) static USERS: Table<UserId, StoredUser> = Table::new(0x0101, "users", &[&BY_EMAIL]);
pub(crate) static BY_EMAIL: Index<String, UserId, StoredUser> =
    Index::unique(0x8101, "users.by_email", |_, user| vec![user.email.clone()]);

/// Sessions by the hash of their token.
pub(crate) static SESSIONS: Table<[u8; 32], StoredSession> =
    Table::new(0x0102, "sessions", &[&SESSIONS_BY_USER, &SESSIONS_BY_EXPIRY]);
pub(crate) static SESSIONS_BY_USER: Index<(UserId, Timestamp), [u8; 32], StoredSession> =
    Index::many(0x8102, "sessions.by_user", |_, session| vec![(session.user, session.opened)]);
pub(crate) static SESSIONS_BY_EXPIRY: Index<Timestamp, [u8; 32], StoredSession> =
    Index::many(0x8103, "sessions.by_expiry", |_, session| vec![session.expires()]);

pub(crate) static API_TOKENS: Table<ApiTokenId, StoredApiToken> =
    Table::new(0x0103, "api_tokens", &[&API_TOKENS_BY_HASH, &API_TOKENS_BY_USER, &API_TOKENS_BY_EXPIRY]);
pub(crate) static API_TOKENS_BY_HASH: Index<[u8; 32], ApiTokenId, StoredApiToken> =
    Index::unique(0x8104, "api_tokens.by_hash", |_, token| vec![token.hash]);
pub(crate) static API_TOKENS_BY_USER: Index<(UserId, CommunityId), ApiTokenId, StoredApiToken> =
    Index::many(0x8105, "api_tokens.by_user", |_, token| vec![(token.user, token.community)]);
pub(crate) static API_TOKENS_BY_EXPIRY: Index<Timestamp, ApiTokenId, StoredApiToken> =
    Index::many(0x8106, "api_tokens.by_expiry", |_, token| token.expires.into_iter().collect());

/// Reset links by the hash of their token.
pub(crate) static RESET_LINKS: Table<[u8; 32], StoredResetLink> =
    Table::new(0x0104, "reset_links", &[&RESET_LINKS_BY_USER, &RESET_LINKS_BY_EXPIRY]);
pub(crate) static RESET_LINKS_BY_USER: Index<UserId, [u8; 32], StoredResetLink> =
    Index::many(0x8107, "reset_links.by_user", |_, link| vec![link.user]);
pub(crate) static RESET_LINKS_BY_EXPIRY: Index<Timestamp, [u8; 32], StoredResetLink> =
    Index::many(0x8108, "reset_links.by_expiry", |_, link| vec![link.expires]);

pub(crate) static MEMBERSHIPS: Table<(UserId, CommunityId), StoredMembership> =
    Table::new(0x0105, "memberships", &[&BY_COMMUNITY]);
pub(crate) static BY_COMMUNITY: Index<CommunityId, (UserId, CommunityId), StoredMembership> =
    Index::many(0x8109, "memberships.by_community", |(_, community), _| vec![*community]);

/// A user as stored; `status`: 0 active, 1 disabled.
#[derive(Debug, Clone, rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
pub(crate) struct StoredUser {
    pub(crate) email: String,
    pub(crate) name: String,
    pub(crate) status: u8,
    pub(crate) language: Option<String>,
    pub(crate) operator: bool,
    pub(crate) password: Option<String>,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    pub(crate) extras: Vec<(String, String)>,
}
record!(StoredUser, 1);

impl StoredUser {
    pub(crate) fn new(new: NewUser, now: Timestamp) -> Self {
        let created = new.created.unwrap_or(now);
        Self {
            email: new.email.to_string(),
            name: new.name.into(),
            status: match new.status {
                UserStatus::Active => 0,
                UserStatus::Disabled => 1,
            },
            language: new.language.map(|language| language.tag().to_owned()),
            operator: new.standing == Standing::Operator,
            password: new.password.map(PasswordHash::into_text),
            created,
            updated: new.updated.unwrap_or(created),
            extras: new.extras,
        }
    }

    pub(crate) fn user(&self, id: UserId) -> Result<User> {
        Ok(User {
            id,
            email: Email::parse("email", &self.email).map_err(Error::broken)?,
            name: Name::parse("name", &self.name).map_err(Error::broken)?,
            status: match self.status {
                0 => UserStatus::Active,
                1 => UserStatus::Disabled,
                unknown => return Err(Error::broken(format!("user {id} has the unknown status {unknown}"))),
            },
            language: self.language.as_deref().and_then(Language::from_tag),
            operator: self.operator,
            has_password: self.password.is_some(),
            created: self.created,
            updated: self.updated,
            extras: self.extras.clone(),
        })
    }

    pub(crate) fn password_hash(&self) -> Option<PasswordHash> {
        self.password.clone().map(PasswordHash::stored)
    }
}

#[derive(Debug, Clone, rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
pub(crate) struct StoredSession {
    pub(crate) user: UserId,
    pub(crate) acting: Option<MemberId>,
    pub(crate) agent: String,
    pub(crate) opened: Timestamp,
    pub(crate) seen: Timestamp,
}
record!(StoredSession, 1);

impl StoredSession {
    pub(crate) fn expires(&self) -> Timestamp {
        self.seen.plus_days(IDLE_DAYS).min(self.opened.plus_days(ABSOLUTE_DAYS))
    }

    pub(crate) fn session(&self) -> Session {
        Session { user: self.user, acting: self.acting, opened: self.opened, seen: self.seen, expires: self.expires() }
    }
}

#[derive(Debug, Clone, rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
pub(crate) struct StoredApiToken {
    pub(crate) user: UserId,
    pub(crate) community: CommunityId,
    pub(crate) name: String,
    pub(crate) scopes: u8,
    pub(crate) hash: [u8; 32],
    pub(crate) created: Timestamp,
    pub(crate) expires: Option<Timestamp>,
}
record!(StoredApiToken, 1);

impl StoredApiToken {
    pub(crate) fn token(&self, id: ApiTokenId) -> Result<ApiToken> {
        Ok(ApiToken {
            id,
            user: self.user,
            community: self.community,
            name: Name::parse("name", &self.name).map_err(Error::broken)?,
            scopes: Scopes::from_bits(self.scopes),
            created: self.created,
            expires: self.expires,
        })
    }
}

#[derive(Debug, Clone, rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
pub(crate) struct StoredResetLink {
    pub(crate) user: UserId,
    pub(crate) made: Timestamp,
    pub(crate) expires: Timestamp,
}
record!(StoredResetLink, 1);

#[derive(Debug, Clone, rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
pub(crate) struct StoredMembership {
    pub(crate) since: Timestamp,
}
record!(StoredMembership, 1);
