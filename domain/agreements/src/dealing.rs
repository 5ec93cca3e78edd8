//! From the first message to terms that both accepted, and calling it off.

use ayni_kernel::{Actor, AgreementId, Body, Error, Fault, Line, ListingId, Result, WriteTx};
use ayni_market::{Listing, ListingKind};

use crate::{
    history::{self, StepKind, tell},
    model::{Agreement, AgreementState, Proposal, Side, Terms},
    policy::Act,
    tables,
};

/// The most steps of one agreement that people may write: beyond it they should meet.
pub const MAX_STEPS: u32 = 300;

/// The longest message, in characters: a page is for letters.
pub const MAX_MESSAGE: usize = 2_000;

/// Says to a listing's owner that one is interested, with a message; where the listing has an exact price, it is
/// proposed for `quantity` of it. Tells the owner. For members who may see the listing.
///
/// Refuses with `Conflict` on one's own listing (`agreements-own`), when it is not shown (`agreements-not-shown`), when
/// fewer are left (`market-stock-short`), and while an earlier one about the same listing is not over
/// (`agreements-open`).
pub fn ask(tx: &mut WriteTx<'_>, me: &Actor, id: ListingId, quantity: u32, message: Body) -> Result<Agreement> {
    let listing = ayni_market::listing(&*tx, me, id)?;
    let asker = me.member()?;
    if me.acts_for(listing.member) {
        return Err(Error::conflict("agreements-own"));
    }
    if listing.status != ayni_market::ListingStatus::Published || listing.is_over(tx.now()) {
        return Err(Error::conflict("agreements-not-shown"));
    }
    check_message(&message)?;
    if let Some(left) = listing.stock.filter(|left| *left < quantity) {
        return Err(Error::Conflict(Fault::new("quantity", "market-stock-short").with("left", i64::from(left))));
    }
    let (side, giver, taker) = match listing.kind {
        ListingKind::Offer => (Side::Taker, listing.member, asker),
        ListingKind::Want => (Side::Giver, asker, listing.member),
    };
    if tables::open(&**tx, (id, giver, taker))?.is_some() {
        return Err(Error::conflict("agreements-open"));
    }
    let proposal = first_proposal(&listing, side, quantity)?;
    let now = tx.now();
    let mut agreement = Agreement {
        id: tx.id(),
        listing: id,
        title: Line::parse("title", &listing.headline())?,
        giver,
        taker,
        asker: side,
        state: AgreementState::Talking,
        terms: None,
        proposal,
        giver_says: None,
        taker_says: None,
        owed: Vec::new(),
        last: side,
        taken: 0,
        disputed: None,
        paid: None,
        warned: None,
        steps: 0,
        created: now,
        updated: now,
    };
    history::write(tx, &mut agreement, (StepKind::Asked, Some(asker)), message, Vec::new())?;
    tell(tx, &agreement, side.other(), "agreements-told-asked")?;
    Ok(agreement)
}

/// What the listing's own price comes to; nothing where it has none that can be reckoned with.
fn first_proposal(listing: &Listing, by: Side, quantity: u32) -> Result<Option<Proposal>> {
    if !listing.price.is_exact() {
        return Ok(None);
    }
    let price = listing.price.of(quantity).ok_or_else(|| Error::invalid("quantity", "agreements-price-large"))?;
    let terms = Terms { what: Line::parse("what", &listing.headline())?, when: Line::default(), quantity, price };
    terms.check()?;
    Ok(Some(Proposal { by, terms }))
}

/// Writes to the other side, and tells it; for both sides, until it is over.
pub fn say(tx: &mut WriteTx<'_>, me: &Actor, id: AgreementId, message: Body) -> Result<Agreement> {
    let (mut agreement, side) = dealt(tx, me, id)?;
    check_message(&message)?;
    room(&agreement)?;
    let by = agreement.member(side);
    history::write(tx, &mut agreement, (StepKind::Said, Some(by)), message, Vec::new())?;
    tell(tx, &agreement, side.other(), "agreements-told-said")?;
    Ok(agreement)
}

/// Proposes terms, or other ones instead of those that were accepted: these hold until the other side says yes.
///
/// Refuses with `Conflict` once a side said what it came to (`agreements-too-late`).
pub fn propose(tx: &mut WriteTx<'_>, me: &Actor, id: AgreementId, terms: Terms) -> Result<Agreement> {
    let (mut agreement, side) = dealt(tx, me, id)?;
    if !matches!(agreement.state, AgreementState::Talking | AgreementState::Agreed | AgreementState::Started) {
        return Err(Error::conflict("agreements-too-late"));
    }
    terms.check()?;
    for part in &terms.price {
        ayni_ledger::currency(&**tx, part.currency)?;
    }
    room(&agreement)?;
    let by = agreement.member(side);
    let (text, amounts) = (words(&terms)?, terms.price.clone());
    agreement.proposal = Some(Proposal { by: side, terms });
    history::write(tx, &mut agreement, (StepKind::Proposed, Some(by)), text, amounts)?;
    tell(tx, &agreement, side.other(), "agreements-told-proposed")?;
    Ok(agreement)
}

/// Accepts what the other side proposed: it holds from now on, and the listing's stock is taken.
///
/// Refuses with `Conflict` when the other side proposed nothing (`agreements-nothing-proposed`), and as
/// [`ayni_market::take_stock`] does.
pub fn accept(tx: &mut WriteTx<'_>, me: &Actor, id: AgreementId) -> Result<Agreement> {
    let (mut agreement, side) = dealt(tx, me, id)?;
    let changeable =
        matches!(agreement.state, AgreementState::Talking | AgreementState::Agreed | AgreementState::Started);
    let proposal = agreement.proposal.take().filter(|proposal| changeable && proposal.by != side);
    let Some(Proposal { terms, .. }) = proposal else {
        return Err(Error::conflict("agreements-nothing-proposed"));
    };
    if agreement.taken > 0 {
        ayni_market::return_stock(tx, agreement.listing, agreement.taken)?;
    }
    ayni_market::take_stock(tx, agreement.listing, terms.quantity)?;
    agreement.taken = terms.quantity;
    if agreement.state == AgreementState::Talking {
        agreement.state = AgreementState::Agreed;
    }
    let (by, text, amounts) = (agreement.member(side), words(&terms)?, terms.price.clone());
    agreement.terms = Some(terms);
    history::write(tx, &mut agreement, (StepKind::Accepted, Some(by)), text, amounts)?;
    tell(tx, &agreement, side.other(), "agreements-told-accepted")?;
    Ok(agreement)
}

/// Says that it has begun; for both sides.
pub fn start(tx: &mut WriteTx<'_>, me: &Actor, id: AgreementId) -> Result<Agreement> {
    let (mut agreement, side) = dealt(tx, me, id)?;
    if agreement.state != AgreementState::Agreed {
        return Err(Error::conflict("agreements-not-agreed"));
    }
    agreement.state = AgreementState::Started;
    let by = agreement.member(side);
    history::write(tx, &mut agreement, (StepKind::Started, Some(by)), Body::default(), Vec::new())?;
    tell(tx, &agreement, side.other(), "agreements-told-started")?;
    Ok(agreement)
}

/// Calls it off and gives the stock back; for both sides, until one said what it came to.
pub fn cancel(tx: &mut WriteTx<'_>, me: &Actor, id: AgreementId, reason: Body) -> Result<Agreement> {
    let (mut agreement, side) = dealt(tx, me, id)?;
    if !matches!(agreement.state, AgreementState::Talking | AgreementState::Agreed | AgreementState::Started) {
        return Err(Error::conflict("agreements-too-late"));
    }
    if agreement.taken > 0 {
        ayni_market::return_stock(tx, agreement.listing, agreement.taken)?;
        agreement.taken = 0;
    }
    agreement.state = AgreementState::Cancelled;
    agreement.proposal = None;
    let by = agreement.member(side);
    history::write(tx, &mut agreement, (StepKind::Cancelled, Some(by)), reason, Vec::new())?;
    tell(tx, &agreement, side.other(), "agreements-told-cancelled")?;
    Ok(agreement)
}

/// An agreement that is not over, and the side for which the actor speaks.
pub(crate) fn dealt(tx: &WriteTx<'_>, me: &Actor, id: AgreementId) -> Result<(Agreement, Side)> {
    let sealed = tables::agreement(&**tx, id)?.ok_or_else(|| me.absent())?;
    let agreement = sealed.open(me, Act::Deal)?;
    if agreement.state.is_over() {
        return Err(Error::conflict("agreements-over"));
    }
    let side = side(&agreement, me).ok_or(Error::Forbidden)?;
    Ok((agreement, side))
}

/// The side for which somebody speaks: that of the member acted for, else one whose affairs they look after.
pub(crate) fn side(agreement: &Agreement, me: &Actor) -> Option<Side> {
    let acting = me.member().ok().and_then(|member| agreement.side_of(member));
    acting.or_else(|| Side::ALL.iter().copied().find(|side| me.acts_for(agreement.member(*side))))
}

fn words(terms: &Terms) -> Result<Body> {
    let text =
        if terms.when.is_empty() { terms.what.to_string() } else { format!("{} \u{b7} {}", terms.what, terms.when) };
    Ok(Body::parse("what", &text)?)
}

fn room(agreement: &Agreement) -> Result<()> {
    if agreement.steps < MAX_STEPS { Ok(()) } else { Err(Error::conflict("agreements-steps-many")) }
}

fn check_message(message: &Body) -> Result<()> {
    if message.is_empty() {
        return Err(Error::invalid("message", "fault-required"));
    }
    if message.as_str().chars().count() > MAX_MESSAGE {
        return Err(Fault::new("message", "fault-long").with("max", MAX_MESSAGE).into());
    }
    Ok(())
}
