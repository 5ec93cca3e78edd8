//! A community's settings: written once when it is founded, then changed by its admins.

use ayni_kernel::{Actor, Error, Event, Reads, Result, WriteTx};

use crate::{
    BlobHash, ChangeSettings, Settings, SettingsAct,
    tables::{SETTINGS, StoredSettings, StoredTexts, TEXTS},
};

/// The community's settings; `NotFound` in a store that was not founded.
pub fn settings(tx: &impl Reads) -> Result<Settings> {
    match (SETTINGS.get(tx, &())?, TEXTS.get(tx, &())?) {
        (Some(stored), Some(texts)) => stored.settings(texts),
        _ => Err(Error::NotFound),
    }
}

fn write(tx: &mut WriteTx<'_>, settings: Settings) -> Result<Settings> {
    SETTINGS.put(tx, &(), &StoredSettings::new(&settings))?;
    TEXTS.put(tx, &(), &StoredTexts::new(&settings))?;
    tx.emit(Event::CommunityChanged(settings.id))?;
    Ok(settings)
}

/// Writes the first settings into a new store and answers them, as they are: also the times, for an import. The program's own work.
///
/// Refuses with `Conflict` (`communities-founded`) in a store that has settings, with `Invalid` for a code that is
/// not four of A–Z and 0–9 (`communities-code`) and for lists that are too long.
pub fn found(tx: &mut WriteTx<'_>, me: &Actor, new: Settings) -> Result<Settings> {
    me.may(SettingsAct::Found, &new)?;
    if SETTINGS.contains(&**tx, &())? {
        return Err(Error::conflict("communities-founded"));
    }
    new.check()?;
    write(tx, new)
}

/// Changes the settings. The registry has the name too: call [`set_name`](crate::set_name) in the node's store.
///
/// Refuses with `Invalid` for contacts that are too long together (`communities-contacts-long`).
pub fn change(tx: &mut WriteTx<'_>, me: &Actor, ask: ChangeSettings) -> Result<Settings> {
    let before = settings(&**tx)?;
    me.may(SettingsAct::Change, &before)?;
    let after = before.changed(ask, tx.now());
    after.check()?;
    write(tx, after)
}

/// Sets the logo, or takes it away; the file must be kept already.
pub fn set_logo(tx: &mut WriteTx<'_>, me: &Actor, logo: Option<BlobHash>) -> Result<Settings> {
    let before = settings(&**tx)?;
    me.may(SettingsAct::Change, &before)?;
    let after = Settings { logo, updated: tx.now(), ..before };
    write(tx, after)
}
