//! What a reference is: a word of one side about the other, once an agreement is paid.

use ayni_kernel::{AgreementId, Body, Error, Fault, Line, MemberId, ReferenceId, Result, Timestamp};

ayni_kernel::choices! {
    /// How it went, in five levels.
    ReferenceLevel {
        /// Better than one could hope for.
        VeryGood = 1 "very-good",
        /// As agreed.
        Good = 2 "good",
        /// Neither good nor bad.
        Neutral = 3 "neutral",
        /// Not as agreed.
        Bad = 4 "bad",
        /// Others should know.
        VeryBad = 5 "very-bad",
    }

    /// Who sees a reference.
    ReferenceState {
        /// Only who gave it: the other side has not given theirs, and still may.
        Waiting = 1 "waiting",
        /// Everybody in the community.
        Shown = 2 "shown",
        /// Who gave it and the stewards: one of them hid it.
        Hidden = 3 "hidden",
    }
}

/// Days after the payment in which a reference can be given: a month, while both remember how it was.
pub const REFERENCE_DAYS: i64 = 30;

/// The longest reference or reply, in characters: it is read among many others.
pub const MAX_REFERENCE: usize = 1_000;

/// A word of one side of an agreement about the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Which one.
    pub id: ReferenceId,
    /// What it is about.
    pub agreement: AgreementId,
    /// Who gave it.
    pub by: MemberId,
    /// About whom.
    pub about: MemberId,
    /// How it went.
    pub level: ReferenceLevel,
    /// What they wrote.
    pub text: Body,
    /// Who sees it now.
    pub state: ReferenceState,
    /// When it was given.
    pub given: Timestamp,
    /// From when on it is shown: the end of the time for references, or the moment in which both had given theirs.
    pub shown_from: Timestamp,
    /// What the member whom it is about answered.
    pub reply: Option<Body>,
    /// Why a steward hid it.
    pub hidden: Option<Line>,
}

impl Reference {
    /// Who sees it at a moment.
    pub(crate) fn state_at(hidden: Option<&Line>, shown_from: Timestamp, now: Timestamp) -> ReferenceState {
        match hidden {
            Some(_) => ReferenceState::Hidden,
            None if shown_from <= now => ReferenceState::Shown,
            None => ReferenceState::Waiting,
        }
    }
}

/// Refuses a bad word without its reason, which nobody could answer, and one that is too long.
pub(crate) fn check(level: ReferenceLevel, text: &Body) -> Result<()> {
    if text.is_empty() && matches!(level, ReferenceLevel::Bad | ReferenceLevel::VeryBad) {
        return Err(Error::invalid("text", "agreements-reference-why"));
    }
    check_length("text", text)
}

pub(crate) fn check_reply(reply: &Body) -> Result<()> {
    if reply.is_empty() { Err(Error::invalid("reply", "fault-required")) } else { check_length("reply", reply) }
}

fn check_length(field: &'static str, text: &Body) -> Result<()> {
    if text.as_str().chars().count() > MAX_REFERENCE {
        return Err(Fault::new(field, "fault-long").with("max", MAX_REFERENCE).into());
    }
    Ok(())
}
