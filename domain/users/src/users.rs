//! Making, finding and changing logins.

use ayni_kernel::{Actor, Email, Error, Event, Fault, Reads, Result, UserId, WriteTx};

use crate::{
    ChangeUser, Credentials, NewUser, PasswordHash, Token, User, UserAct,
    reset_links::end_reset_links,
    sessions::close_sessions,
    tables::{BY_EMAIL, StoredUser, USERS},
};

/// The refusal for an address that another login has.
fn email_taken() -> Error {
    Error::Conflict(Fault::new("email", "users-email-taken"))
}

/// Makes a login.
///
/// Refuses with `Conflict` when the address (`users-email-taken`) or the given id (`users-id-taken`) is in use.
pub fn register(tx: &mut WriteTx<'_>, ask: NewUser) -> Result<User> {
    if BY_EMAIL.get(&**tx, &ask.email.to_string())?.is_some() {
        return Err(email_taken());
    }
    let id = match ask.id {
        Some(id) if USERS.contains(&**tx, &id)? => return Err(Error::conflict("users-id-taken")),
        Some(id) => id,
        None => tx.id(),
    };
    let stored = StoredUser::new(ask, tx.now());
    USERS.insert(tx, &id, &stored)?;
    tx.emit(Event::UserChanged(id))?;
    stored.user(id)
}

/// The user, if there is one.
pub fn get(tx: &impl Reads, id: UserId) -> Result<Option<User>> {
    USERS.get(tx, &id)?.map(|stored| stored.user(id)).transpose()
}

/// The user with this address, if there is one.
pub fn by_email(tx: &impl Reads, email: &Email) -> Result<Option<User>> {
    BY_EMAIL.get(tx, &email.to_string())?.map_or(Ok(None), |id| get(tx, id))
}

/// What signing in with this address needs; `None` when there is no such user.
pub fn credentials(tx: &impl Reads, email: &Email) -> Result<Option<Credentials>> {
    let Some(id) = BY_EMAIL.get(tx, &email.to_string())? else { return Ok(None) };
    let Some(stored) = USERS.get(tx, &id)? else { return Ok(None) };
    Ok(Some(Credentials { user: stored.user(id)?, hash: stored.password_hash() }))
}

/// The hash of a user's password, for the export.
pub fn password_hash(tx: &impl Reads, id: UserId) -> Result<Option<PasswordHash>> {
    Ok(USERS.get(tx, &id)?.and_then(|stored| stored.password_hash()))
}

fn stored(tx: &WriteTx<'_>, id: UserId) -> Result<StoredUser> {
    USERS.get(&**tx, &id)?.ok_or(Error::NotFound)
}

fn write_password(tx: &mut WriteTx<'_>, id: UserId, hash: PasswordHash) -> Result<()> {
    let mut user = stored(tx, id)?;
    user.password = Some(hash.into_text());
    user.updated = tx.now();
    USERS.put(tx, &id, &user)?;
    tx.emit(Event::UserChanged(id))
}

/// Sets a user's password. Ends every session but `keep`, and every reset link.
pub fn set_password(tx: &mut WriteTx<'_>, id: UserId, hash: PasswordHash, keep: Option<&Token>) -> Result<()> {
    write_password(tx, id, hash)?;
    end_reset_links(tx, id)?;
    close_sessions(tx, id, keep)
}

/// Replaces an imported or outdated hash after [`Verdict::RightButOld`](crate::Verdict::RightButOld); sessions go
/// on. Does nothing when the password was changed since, so that an old one cannot come back.
pub fn upgrade_password(tx: &mut WriteTx<'_>, id: UserId, hash: PasswordHash) -> Result<()> {
    match stored(tx, id)?.password_hash() {
        Some(old) if !old.is_current() => write_password(tx, id, hash),
        _ => Ok(()),
    }
}

/// Changes a user's own name, address and language. Another address ends the reset links that went to the old one.
///
/// Refuses with `Conflict` (`users-email-taken`) when another login has the address.
pub fn change(tx: &mut WriteTx<'_>, me: &Actor, id: UserId, ask: ChangeUser) -> Result<User> {
    let mut stored = USERS.get(&**tx, &id)?.ok_or_else(|| me.absent())?;
    me.may(UserAct::Change, &stored.user(id)?)?;
    let email = ask.email.to_string();
    if BY_EMAIL.get(&**tx, &email)?.is_some_and(|holder| holder != id) {
        return Err(email_taken());
    }
    let moved = stored.email != email;
    stored.email = email;
    stored.name = ask.name.into();
    stored.language = ask.language.map(|language| language.tag().to_owned());
    stored.updated = tx.now();
    USERS.put(tx, &id, &stored)?;
    if moved {
        end_reset_links(tx, id)?;
    }
    tx.emit(Event::UserChanged(id))?;
    stored.user(id)
}
