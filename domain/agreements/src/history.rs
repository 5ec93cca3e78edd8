//! What happened to an agreement, step by step: who said, proposed, accepted, confirmed, paid.

use ayni_kernel::{Body, MemberId, Result, Timestamp, WriteTx};
use ayni_market::PricePart;
use ayni_notices::{About, Notice};

use crate::{
    model::{Agreement, Side},
    tables,
};

ayni_kernel::choices! {
    /// What happened in a step.
    StepKind {
        /// Somebody was interested, and wrote so.
        Asked = 1 "asked",
        /// Somebody wrote.
        Said = 2 "said",
        /// Terms were proposed.
        Proposed = 3 "proposed",
        /// Terms were accepted.
        Accepted = 4 "accepted",
        /// It began.
        Started = 5 "started",
        /// A side said what it came to.
        Confirmed = 6 "confirmed",
        /// The figures lay too far apart.
        Disputed = 7 "disputed",
        /// A steward decided.
        Settled = 8 "settled",
        /// It was paid.
        Paid = 9 "paid",
        /// The payment did not work.
        Unpaid = 10 "unpaid",
        /// The money came.
        Received = 11 "received",
        /// It was called off.
        Cancelled = 12 "cancelled",
        /// Nobody went on.
        Expired = 13 "expired",
    }
}

/// A step of an agreement's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What happened.
    pub kind: StepKind,
    /// Who did it; `None` for the program.
    pub by: Option<MemberId>,
    /// What they wrote.
    pub text: Body,
    /// The amounts it names.
    pub amounts: Vec<PricePart>,
    /// When.
    pub at: Timestamp,
}

/// Writes a step and what the agreement is after it.
pub(crate) fn write(
    tx: &mut WriteTx<'_>,
    agreement: &mut Agreement,
    (kind, by): (StepKind, Option<MemberId>),
    text: Body,
    amounts: Vec<PricePart>,
) -> Result<()> {
    let at = tx.now();
    tables::put_step(tx, (agreement.id, agreement.steps), &Step { kind, by, text, amounts, at })?;
    agreement.steps = agreement.steps.saturating_add(1);
    agreement.updated = at;
    if let Some(side) = by.and_then(|by| agreement.side_of(by)) {
        agreement.last = side;
        agreement.warned = None;
    }
    tables::put(tx, agreement)?;
    tx.emit(ayni_kernel::Event::AgreementChanged(agreement.id))
}

/// Tells a side what the other one did.
pub(crate) fn tell(tx: &mut WriteTx<'_>, agreement: &Agreement, side: Side, word: &'static str) -> Result<()> {
    let other = ayni_members::name_of(&**tx, agreement.member(side.other()))?.name;
    let notice = Notice::new(word, About::Agreement(agreement.id))
        .with("name", other.as_str())
        .with("title", agreement.title.as_str());
    ayni_notices::tell(tx, agreement.member(side), notice).map(drop)
}

/// Tells both sides.
pub(crate) fn tell_both(tx: &mut WriteTx<'_>, agreement: &Agreement, word: &'static str) -> Result<()> {
    Side::ALL.iter().try_for_each(|side| tell(tx, agreement, *side, word))
}
