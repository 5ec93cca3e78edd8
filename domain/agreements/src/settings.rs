//! What the community decides about differences.

use ayni_kernel::{Actor, Error, Event, Reads, Result, WriteTx};

use crate::{
    model::AgreementSettings,
    policy::{Bench, BenchAct},
    tables,
};

/// The most minutes that figures may lie apart: a working day, beyond which nobody would look at them.
pub const MAX_MINUTES: u16 = 480;

/// What the community decided, or what holds where it decided nothing.
pub fn settings(tx: &impl Reads) -> Result<AgreementSettings> {
    Ok(tables::settings(tx)?.unwrap_or_default())
}

/// Decides; for admins.
///
/// Refuses with `Invalid` more than [`MAX_MINUTES`] or more than the whole price (`agreements-tolerance`).
pub fn change_settings(tx: &mut WriteTx<'_>, me: &Actor, ask: AgreementSettings) -> Result<AgreementSettings> {
    me.may(BenchAct::Rule, &Bench)?;
    if ask.minutes > MAX_MINUTES || ask.percent > 100 {
        return Err(Error::invalid("percent", "agreements-tolerance"));
    }
    tables::put_settings(tx, ask)?;
    let community = ayni_communities::settings(&**tx)?.id;
    tx.emit(Event::CommunityChanged(community))?;
    Ok(ask)
}
