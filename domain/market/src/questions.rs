//! Questions and answers under a listing: for everybody who sees it, so that one answer serves many.

use ayni_kernel::{
    Actor, Body, Error, Event, Fault, ListingId, MemberId, QuestionId, Reads, Result, Timestamp, WriteTx, tx::Now,
};
use ayni_notices::{About, Notice};

use crate::{
    model::Listing,
    policy::{Act, is_staff},
    tables,
};

/// The most questions under a listing: beyond it the listing should say more by itself.
pub const MAX_QUESTIONS: usize = 100;

/// The longest question or answer, in characters: a paragraph. Longer things are said face to face.
pub const MAX_SAID: usize = 1_000;

/// A question about a listing, with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Which one.
    pub id: QuestionId,
    /// About which listing.
    pub listing: ListingId,
    /// Who asked.
    pub asker: MemberId,
    /// What.
    pub text: Body,
    /// When.
    pub asked: Timestamp,
    /// What the owner said, and when.
    pub answer: Option<(Body, Timestamp)>,
    /// When a steward took it away.
    pub hidden: Option<Timestamp>,
}

/// The questions under a listing that the actor may see, the oldest first: hidden ones are for the staff.
pub fn questions(tx: &(impl Reads + Now), me: &Actor, id: ListingId) -> Result<Vec<Question>> {
    opened(tx, me, id, Act::See)?;
    let mut all = tables::questions(tx, id)?;
    all.retain(|question| question.hidden.is_none() || is_staff(me));
    Ok(all)
}

/// Asks something about a listing, and tells its owner; for members who may see it.
///
/// Refuses with `Conflict` on one's own listing (`market-own`) and beyond [`MAX_QUESTIONS`] (`market-questions-many`).
pub fn ask(tx: &mut WriteTx<'_>, me: &Actor, id: ListingId, text: Body) -> Result<Question> {
    let listing = opened(&*tx, me, id, Act::See)?;
    let asker = me.member()?;
    if me.acts_for(listing.member) {
        return Err(Error::conflict("market-own"));
    }
    check("question", &text)?;
    if tables::questions(&**tx, id)?.len() >= MAX_QUESTIONS {
        return Err(Error::Conflict(Fault::new("question", "market-questions-many").with("max", MAX_QUESTIONS)));
    }
    let (question, now) = (tx.id(), tx.now());
    let question = Question { id: question, listing: id, asker, text, asked: now, answer: None, hidden: None };
    tables::put_question(tx, &question)?;
    tx.emit(Event::ListingAsked(id))?;
    let who = ayni_members::name_of(&**tx, asker)?.name;
    let notice = Notice::new("market-told-question", About::Listing(id)).with("name", who.as_str());
    ayni_notices::tell(tx, listing.member, notice.with("title", listing.headline()))?;
    Ok(question)
}

/// Answers a question, or says something else instead of an earlier answer, and tells who asked; for the member's own
/// users, stewards and admins.
pub fn answer(tx: &mut WriteTx<'_>, me: &Actor, id: ListingId, question: QuestionId, text: Body) -> Result<Question> {
    let listing = opened(&*tx, me, id, Act::Edit)?;
    let before = tables::question(&**tx, id, question)?.ok_or_else(|| me.absent())?;
    check("answer", &text)?;
    let first = before.answer.is_none();
    let question = Question { answer: Some((text, tx.now())), ..before };
    tables::put_question(tx, &question)?;
    tx.emit(Event::ListingAsked(id))?;
    if first {
        let notice = Notice::new("market-told-answer", About::Listing(id)).with("title", listing.headline());
        ayni_notices::tell(tx, question.asker, notice)?;
    }
    Ok(question)
}

/// Takes a question with its answer away from everybody but the staff; for stewards and admins.
pub fn hide_question(tx: &mut WriteTx<'_>, me: &Actor, id: ListingId, question: QuestionId) -> Result<Question> {
    let hidden = Some(tx.now());
    turn(tx, me, id, question, hidden)
}

/// Shows a question again; for stewards and admins.
pub fn show_question(tx: &mut WriteTx<'_>, me: &Actor, id: ListingId, question: QuestionId) -> Result<Question> {
    turn(tx, me, id, question, None)
}

fn turn(
    tx: &mut WriteTx<'_>,
    me: &Actor,
    id: ListingId,
    question: QuestionId,
    hidden: Option<Timestamp>,
) -> Result<Question> {
    opened(&*tx, me, id, Act::Moderate)?;
    let before = tables::question(&**tx, id, question)?.ok_or_else(|| me.absent())?;
    let question = Question { hidden, ..before };
    tables::put_question(tx, &question)?;
    tx.emit(Event::ListingAsked(id))?;
    Ok(question)
}

fn opened(tx: &(impl Reads + Now), me: &Actor, id: ListingId, act: Act) -> Result<Listing> {
    let today = tables::today(tx, tx.now())?;
    let sealed = tables::listing(tx, today, id)?.ok_or_else(|| me.absent())?;
    Ok(sealed.open(me, act)?.listing)
}

fn check(field: &'static str, text: &Body) -> Result<()> {
    if text.is_empty() {
        return Err(Error::invalid(field, "fault-required"));
    }
    if text.as_str().chars().count() > MAX_SAID {
        return Err(Fault::new(field, "fault-long").with("max", MAX_SAID).into());
    }
    Ok(())
}
