//! Tokens for programs that speak with the API on a user's behalf.

use ayni_kernel::{Actor, ApiTokenId, CommunityId, Error, Fault, Name, Reads, Result, Timestamp, UserId, WriteTx};
use ayni_storage::Direction;

use crate::{
    ApiTokenAct, Token, UserStatus,
    tables::{API_TOKENS, API_TOKENS_BY_HASH, API_TOKENS_BY_USER, StoredApiToken},
    users::get,
};

/// What stands before a token's secret, so that scanners find leaked ones.
const PREFIX: &str = "ayni_";
/// Tokens of one user in one community: enough for every program, few enough to look through.
pub const MAX_API_TOKENS: usize = 20;

/// What a token may do. A wider scope holds the narrower ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// See what the user sees.
    Read,
    /// Also pay, ask for payment and offer.
    Pay,
    /// Also what the user's roles allow.
    Admin,
}

impl Scope {
    /// Every scope, narrowest first.
    pub const ALL: [Self; 3] = [Self::Read, Self::Pay, Self::Admin];

    /// The word used in forms and locale keys.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Pay => "pay",
            Self::Admin => "admin",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.word() == word)
    }

    const fn bit(self) -> u8 {
        match self {
            Self::Read => 1,
            Self::Pay => 2,
            Self::Admin => 4,
        }
    }
}

/// A set of scopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Scopes(u8);

impl Scopes {
    /// Whether the scope, or a wider one, was given.
    pub fn has(self, scope: Scope) -> bool {
        self.iter().any(|given| given >= scope)
    }

    /// Whether no scope was given.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The scopes given, narrowest first.
    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::ALL.into_iter().filter(move |scope| self.0 & scope.bit() != 0)
    }

    /// The bits as stored: read 1, pay 2, admin 4.
    pub(crate) const fn bits(self) -> u8 {
        self.0
    }

    /// From stored bits; unknown ones grant nothing.
    pub(crate) const fn from_bits(bits: u8) -> Self {
        Self(bits & 0b111)
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().fold(0, |bits, scope| bits | scope.bit()))
    }
}

/// A token to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewApiToken {
    /// The only community in which it works.
    pub community: CommunityId,
    /// What the user calls it.
    pub name: Name,
    /// What it may do.
    pub scopes: Scopes,
    /// Days for which it works, 1 or more; `None` until it is revoked.
    pub valid_days: Option<u16>,
}

/// A token as its owner sees it; the secret is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// Which one.
    pub id: ApiTokenId,
    /// On whose behalf it acts.
    pub user: UserId,
    /// The only community in which it works.
    pub community: CommunityId,
    /// What the user calls it.
    pub name: Name,
    /// What it may do.
    pub scopes: Scopes,
    /// When it was made.
    pub created: Timestamp,
    /// When it stops working.
    pub expires: Option<Timestamp>,
}

/// Makes a token for oneself; the text with the secret is shown this once. `me` must be the actor in the token's
/// community.
///
/// Refuses with `Forbidden` when `me` is not inside the community or asks for [`Scope::Admin`] without being an
/// admin, with `Invalid` without a scope (`users-scopes-none`) or for no days (`users-token-days`), and with
/// `Conflict` (`users-tokens-many`) when there are [`MAX_API_TOKENS`].
pub fn make_api_token(tx: &mut WriteTx<'_>, me: &Actor, ask: NewApiToken) -> Result<(ApiToken, String)> {
    let user = me.user().ok_or(Error::SignIn)?;
    me.may(ApiTokenAct::Make, &ask)?;
    if ask.scopes.is_empty() {
        return Err(Error::invalid("scopes", "users-scopes-none"));
    }
    if ask.valid_days == Some(0) {
        return Err(Error::invalid("valid_days", "users-token-days"));
    }
    if of_user(&**tx, user, ask.community)?.len() >= MAX_API_TOKENS {
        return Err(Error::Conflict(Fault::new("", "users-tokens-many").with("max", MAX_API_TOKENS)));
    }
    let (id, secret, created) = (tx.id(), Token::make(tx), tx.now());
    let stored = StoredApiToken {
        user,
        community: ask.community,
        name: ask.name.into(),
        scopes: ask.scopes.bits(),
        hash: secret.hash(),
        created,
        expires: ask.valid_days.map(|days| created.plus_days(i64::from(days))),
    };
    API_TOKENS.insert(tx, &id, &stored)?;
    Ok((stored.token(id)?, format!("{PREFIX}{secret}")))
}

/// The token whose text a program sent; `None` when it is unknown, over, or its user disabled.
pub fn api_token(tx: &impl Reads, now: Timestamp, text: &str) -> Result<Option<ApiToken>> {
    let Some(secret) = text.strip_prefix(PREFIX).and_then(Token::parse) else { return Ok(None) };
    let Some(id) = API_TOKENS_BY_HASH.get(tx, &secret.hash())? else { return Ok(None) };
    let Some(stored) = API_TOKENS.get(tx, &id)?.filter(|stored| stored.expires.is_none_or(|end| now < end)) else {
        return Ok(None);
    };
    let active = get(tx, stored.user)?.is_some_and(|user| user.status == UserStatus::Active);
    if active { stored.token(id).map(Some) } else { Ok(None) }
}

/// One's own tokens in a community, oldest first.
pub fn api_tokens(tx: &impl Reads, me: &Actor, community: CommunityId) -> Result<Vec<ApiToken>> {
    let user = me.user().ok_or(Error::SignIn)?;
    let ids = of_user(tx, user, community)?;
    let tokens = ids.into_iter().map(|id| API_TOKENS.get(tx, &id)?.map(|stored| stored.token(id)).transpose());
    tokens.filter_map(Result::transpose).collect()
}

/// Revokes one of one's own tokens and answers what it was.
pub fn revoke_api_token(tx: &mut WriteTx<'_>, me: &Actor, id: ApiTokenId) -> Result<ApiToken> {
    let token = API_TOKENS.get(&**tx, &id)?.ok_or_else(|| me.absent())?.token(id)?;
    me.may(ApiTokenAct::Revoke, &token)?;
    API_TOKENS.remove(tx, &id)?;
    Ok(token)
}

/// Ids are made in the order of time, so this is oldest first.
fn of_user(tx: &impl Reads, user: UserId, community: CommunityId) -> Result<Vec<ApiTokenId>> {
    let entries = API_TOKENS_BY_USER.scan(tx, &(user, community), None, Direction::Ascending)?;
    entries.map(|entry| Ok(entry?.1)).collect()
}
