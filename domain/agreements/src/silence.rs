//! What happens when nobody goes on: a warning, then the end.

use ayni_kernel::{AgreementId, Body, Reads, Result, Timestamp, WriteTx};

use crate::{
    history::{self, StepKind, tell_both},
    model::AgreementState,
    tables,
};

/// Whether anything waits for [`expire_due`].
pub fn has_due(tx: &impl Reads, now: Timestamp) -> Result<bool> {
    Ok(!tables::due(tx, now, 1)?.is_empty())
}

/// Warns both sides of at most `limit` silent talks, or ends them; answers how many. A job's work.
pub fn expire_due(tx: &mut WriteTx<'_>, limit: usize) -> Result<usize> {
    let due = tables::due(&**tx, tx.now(), limit)?;
    for id in &due {
        pass(tx, *id)?;
    }
    Ok(due.len())
}

fn pass(tx: &mut WriteTx<'_>, id: AgreementId) -> Result<()> {
    let mut agreement = tables::named(&**tx, id)?;
    if agreement.warned.is_none() {
        agreement.warned = Some(tx.now());
        tables::put(tx, &agreement)?;
        return tell_both(tx, &agreement, "agreements-told-silent");
    }
    agreement.state = AgreementState::Expired;
    agreement.proposal = None;
    history::write(tx, &mut agreement, (StepKind::Expired, None), Body::default(), Vec::new())?;
    tell_both(tx, &agreement, "agreements-told-expired")
}
