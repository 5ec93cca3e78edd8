//! Links that let a user set a password without the old one.

use ayni_kernel::{Error, Reads, Result, Timestamp, UserId, WriteTx};
use ayni_storage::Direction;

use crate::{
    PasswordHash, Token, UserStatus,
    tables::{RESET_LINKS, RESET_LINKS_BY_USER, StoredResetLink},
    users::{get, set_password},
};

/// Hours for which a reset link is good: the time to find the message, not to forget it.
pub const RESET_HOURS: i64 = 24;

/// Makes a link that works once; an earlier one of the user stops working. Whether the caller may is for the caller
/// to see to: the user asked by mail, or an admin hands it over.
pub fn make_reset_link(tx: &mut WriteTx<'_>, user: UserId) -> Result<Token> {
    get(&**tx, user)?.ok_or(Error::NotFound)?;
    end_reset_links(tx, user)?;
    let token = Token::make(tx);
    let made = tx.now();
    let link = StoredResetLink { user, made, expires: made.plus_seconds(RESET_HOURS * 3_600) };
    RESET_LINKS.insert(tx, &token.hash(), &link)?;
    Ok(token)
}

/// Whose password the link sets; `None` when it is unknown, used or over, or the user is disabled.
pub fn reset_link(tx: &impl Reads, now: Timestamp, token: &Token) -> Result<Option<UserId>> {
    let Some(link) = RESET_LINKS.get(tx, &token.hash())?.filter(|link| now < link.expires) else {
        return Ok(None);
    };
    let user = get(tx, link.user)?.filter(|user| user.status == UserStatus::Active);
    Ok(user.map(|user| user.id))
}

/// Sets the password through a link, which is used up; every session of the user ends.
///
/// Refuses with `Conflict` (`users-link-over`) when the link works no more.
pub fn reset_password(tx: &mut WriteTx<'_>, token: &Token, hash: PasswordHash) -> Result<UserId> {
    let user = reset_link(&**tx, tx.now(), token)?.ok_or_else(|| Error::conflict("users-link-over"))?;
    set_password(tx, user, hash, None)?;
    Ok(user)
}

/// Makes every reset link of a user stop working.
pub(crate) fn end_reset_links(tx: &mut WriteTx<'_>, user: UserId) -> Result<()> {
    let links = RESET_LINKS_BY_USER.scan(&**tx, &user, None, Direction::Ascending)?;
    let keys = links.map(|entry| Ok(entry?.1)).collect::<Result<Vec<_>>>()?;
    for key in keys {
        RESET_LINKS.remove(tx, &key)?;
    }
    Ok(())
}
