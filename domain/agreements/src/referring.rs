//! References: given once by each side of a paid agreement, shown together, answered once, hidden by stewards.
//!
//! Neither side sees what the other one gave before it gave its own or can give none any more, so that nobody gives one
//! in revenge or in fear of it. No job shows them: each knows from when on it is shown.

use ayni_kernel::{
    Actor, AgreementId, Body, Cursor, Error, Event, Line, MemberId, Page, Reads, ReferenceId, Result, WriteTx,
    page::MAX_ROWS, tx::Now,
};
use ayni_notices::{About, Notice};

use crate::{
    dealing,
    history::tell,
    model::{Agreement, AgreementState, Next, Side},
    policy::{Act, ReferenceAct, References},
    reference::{self, Reference, ReferenceLevel, ReferenceState},
    tables,
};

/// References of one level beyond which nobody counts on: reading must not grow with a long life.
pub const MAX_COUNTED: usize = 500;

/// Gives a reference about the other side of a paid agreement; for its two sides.
///
/// Refuses with `Conflict` before it is paid (`agreements-reference-unpaid`), after
/// [`REFERENCE_DAYS`](crate::REFERENCE_DAYS) (`agreements-reference-late`) and when one's side gave its own already
/// (`agreements-reference-given`); with `Invalid` a bad one without its reason (`agreements-reference-why`).
pub fn give_reference(
    tx: &mut WriteTx<'_>,
    me: &Actor,
    id: AgreementId,
    level: ReferenceLevel,
    text: Body,
) -> Result<Reference> {
    let agreement = tables::agreement(&**tx, id)?.ok_or_else(|| me.absent())?.open(me, Act::Deal)?;
    let side = dealing::side(&agreement, me).ok_or(Error::Forbidden)?;
    let (now, until) = (tx.now(), agreement.references_until());
    let until = until.ok_or_else(|| Error::conflict("agreements-reference-unpaid"))?;
    if tables::reference_by(&*tx, id, side)?.is_some() {
        return Err(Error::conflict("agreements-reference-given"));
    }
    if now >= until {
        return Err(Error::conflict("agreements-reference-late"));
    }
    reference::check(level, &text)?;
    let other = tables::reference_by(&*tx, id, side.other())?;
    let shown_from = if other.is_some() { now } else { until };
    let reference = Reference {
        id: tx.id(),
        agreement: id,
        by: agreement.member(side),
        about: agreement.member(side.other()),
        level,
        text,
        state: Reference::state_at(None, shown_from, now),
        given: now,
        shown_from,
        reply: None,
        hidden: None,
    };
    tables::put_reference(tx, &reference, side)?;
    let word = if other.is_some() { "agreements-told-shown" } else { "agreements-told-referred" };
    if let Some(other) = other {
        tables::put_reference(tx, &Reference { shown_from: now, ..other }, side.other())?;
    }
    tx.emit(Event::ReferenceGiven(reference.id))?;
    tell(tx, &agreement, side.other(), word)?;
    Ok(reference)
}

/// Answers a reference that is shown, once; for the member whom it is about.
///
/// Refuses with `Conflict` a second answer (`agreements-reference-replied`).
pub fn reply_to_reference(tx: &mut WriteTx<'_>, me: &Actor, id: ReferenceId, text: Body) -> Result<Reference> {
    let mut reference = found(tx, me, id, ReferenceAct::Reply)?;
    if reference.reply.is_some() {
        return Err(Error::conflict("agreements-reference-replied"));
    }
    reference::check_reply(&text)?;
    reference.reply = Some(text);
    let agreement = changed(tx, &reference)?;
    let side = agreement.side_of(reference.by).ok_or(Error::Forbidden)?;
    tell(tx, &agreement, side, "agreements-told-replied")?;
    Ok(reference)
}

/// Hides a reference that is shown, and tells who gave it why; for stewards who are on neither side.
pub fn hide_reference(tx: &mut WriteTx<'_>, me: &Actor, id: ReferenceId, reason: Line) -> Result<Reference> {
    let mut reference = found(tx, me, id, ReferenceAct::Hide)?;
    if reason.is_empty() {
        return Err(Error::invalid("reason", "fault-required"));
    }
    let notice = Notice::new("agreements-told-hidden", About::Agreement(reference.agreement))
        .with("name", ayni_members::name_of(&**tx, reference.about)?.name.as_str())
        .with("reason", reason.as_str());
    reference.hidden = Some(reason);
    reference.state = ReferenceState::Hidden;
    changed(tx, &reference)?;
    ayni_notices::tell(tx, reference.by, notice)?;
    Ok(reference)
}

/// Shows a hidden reference again; for those who may hide it.
pub fn show_reference(tx: &mut WriteTx<'_>, me: &Actor, id: ReferenceId) -> Result<Reference> {
    let mut reference = found(tx, me, id, ReferenceAct::Show)?;
    reference.hidden = None;
    reference.state = Reference::state_at(None, reference.shown_from, tx.now());
    changed(tx, &reference)?;
    let notice = Notice::new("agreements-told-visible", About::Agreement(reference.agreement))
        .with("name", ayni_members::name_of(&**tx, reference.about)?.name.as_str());
    ayni_notices::tell(tx, reference.by, notice)?;
    Ok(reference)
}

fn found(tx: &WriteTx<'_>, me: &Actor, id: ReferenceId, act: ReferenceAct) -> Result<Reference> {
    tables::reference(tx, id)?.ok_or_else(|| me.absent())?.open(me, act)
}

fn changed(tx: &mut WriteTx<'_>, reference: &Reference) -> Result<Agreement> {
    let agreement = tables::named(&**tx, reference.agreement)?;
    let side = agreement.side_of(reference.by).ok_or(Error::Forbidden)?;
    tables::put_reference(tx, reference, side)?;
    tx.emit(Event::AgreementChanged(agreement.id))?;
    Ok(agreement)
}

/// A reference: for everybody in the community once it is shown.
pub fn reference(tx: &(impl Reads + Now), me: &Actor, id: ReferenceId) -> Result<Reference> {
    tables::reference(tx, id)?.ok_or_else(|| me.absent())?.open(me, ReferenceAct::See)
}

/// Whether the reader may do something about a reference.
pub fn may_about(reference: &Reference, me: &Actor, act: ReferenceAct) -> bool {
    me.may(act, reference).is_ok() && (act != ReferenceAct::Reply || reference.reply.is_none())
}

/// Both references of an agreement, as far as the reader may see them; the giver's first.
pub fn references_of(tx: &(impl Reads + Now), me: &Actor, agreement: &Agreement) -> Result<Vec<Reference>> {
    let mut seen = Vec::new();
    for side in Side::ALL {
        seen.extend(tables::reference_by(tx, agreement.id, *side)?);
    }
    seen.retain(|reference| me.may(ReferenceAct::See, reference).is_ok());
    Ok(seen)
}

/// The shown references about a member, the newest first; for everybody in the community.
pub fn references(
    tx: &(impl Reads + Now),
    me: &Actor,
    member: MemberId,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<Reference>> {
    me.may((), &References)?;
    let after = after.map(Cursor::key::<tables::ReferencePlace>).transpose()?;
    let limit = limit.clamp(1, MAX_ROWS);
    let mut places = tables::references_about(tx, member, after, limit + 1)?;
    let more = places.len() > limit;
    places.truncate(limit);
    let next = places.last().filter(|_| more).map(Cursor::after);
    let rows = places.into_iter().map(|(_, id)| tables::reference_named(tx, id)).collect::<Result<_>>()?;
    Ok(Page { rows, next })
}

/// How many shown references a member has of each level, the best first, counted up to [`MAX_COUNTED`] each; for
/// everybody in the community.
pub fn reference_counts(tx: &(impl Reads + Now), me: &Actor, member: MemberId) -> Result<Vec<(ReferenceLevel, usize)>> {
    me.may((), &References)?;
    let count = |level: &ReferenceLevel| Ok((*level, tables::count_references(tx, (member, *level), MAX_COUNTED)?));
    ReferenceLevel::ALL.iter().map(count).collect()
}

/// What a side should do next: as [`Agreement::next`], and say how it went once it is paid.
pub fn next(tx: &(impl Reads + Now), agreement: &Agreement, side: Side) -> Result<Next> {
    let open = agreement.references_until().is_some_and(|until| tx.now() < until);
    if agreement.state == AgreementState::Paid && open && tables::reference_by(tx, agreement.id, side)?.is_none() {
        return Ok(Next::Refer);
    }
    Ok(agreement.next(side, &crate::paying::money(tx)?))
}
