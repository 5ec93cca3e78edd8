//! The stored records of agreements, their keys and indexes. Private to the feature.

use std::ops::Bound;

use ayni_kernel::{
    AgreementId, Amount, Body, CurrencyId, Error, Line, ListingId, MemberId, ReferenceId, Result, Sealed, Timestamp,
    TransferId,
    tx::{Now, Reads, WriteTx},
};
use ayni_market::PricePart;
use ayni_storage::{AnyTable, Direction, Index, Table, record};
use rkyv::{Archive, Deserialize, Serialize};

use crate::{
    history::{Step, StepKind},
    model::{Agreement, AgreementSettings, AgreementState, Owed, PaidBy, Proposal, Side, Terms},
    reference::{Reference, ReferenceLevel},
};

#[derive(Archive, Serialize, Deserialize)]
struct StoredAgreement {
    listing: ListingId,
    title: String,
    giver: MemberId,
    taker: MemberId,
    asker: u8,
    state: u8,
    terms: Option<StoredTerms>,
    proposal: Option<(u8, StoredTerms)>,
    giver_says: Option<Vec<Amount>>,
    taker_says: Option<Vec<Amount>>,
    owed: Vec<(CurrencyId, Amount, Option<StoredPaid>)>,
    last: u8,
    taken: u32,
    disputed: Option<Timestamp>,
    paid: Option<Timestamp>,
    warned: Option<Timestamp>,
    steps: u32,
    created: Timestamp,
    updated: Timestamp,
    due: Option<Timestamp>,
    ranks: [u8; 2],
}
record!(StoredAgreement, 1);

#[derive(Archive, Serialize, Deserialize)]
struct StoredTerms {
    what: String,
    when: String,
    quantity: u32,
    price: Vec<(CurrencyId, Amount)>,
}

#[derive(Archive, Serialize, Deserialize)]
enum StoredPaid {
    Transfer(TransferId),
    Money(Timestamp),
}

static AGREEMENTS: Table<AgreementId, StoredAgreement> =
    Table::new(0x0860, "agreements", &[&BY_MEMBER, &OPEN, &DUE, &DISPUTES, &BY_TRANSFER]);
/// A member's agreements: what waits for them, what waits for others, what is over; the latest first in each.
static BY_MEMBER: Index<Rank, AgreementId, StoredAgreement> =
    Index::many(0x8860, "agreements.by_member", |_, stored| {
        let [giver, taker] = stored.ranks;
        [(stored.giver, giver), (stored.taker, taker)]
            .map(|(member, rank)| (member, rank, -stored.updated.micros()))
            .to_vec()
    });
/// What is not over between two members about a listing.
static OPEN: Index<(ListingId, MemberId, MemberId), AgreementId, StoredAgreement> =
    Index::many(0x8861, "agreements.open", |_, stored| {
        let over = AgreementState::stored(stored.state).is_ok_and(AgreementState::is_over);
        (!over).then_some((stored.listing, stored.giver, stored.taker)).into_iter().collect()
    });
static DUE: Index<Timestamp, AgreementId, StoredAgreement> =
    Index::many(0x8862, "agreements.due", |_, stored| stored.due.into_iter().collect());
static DISPUTES: Index<Timestamp, AgreementId, StoredAgreement> =
    Index::many(0x8863, "agreements.disputes", |_, stored| match stored.state {
        state if state == AgreementState::Disputed.number() => stored.disputed.into_iter().collect(),
        _ => Vec::new(),
    });
static BY_TRANSFER: Index<TransferId, AgreementId, StoredAgreement> =
    Index::many(0x8864, "agreements.by_transfer", |_, stored| {
        let transfer = |(_, _, paid): &(CurrencyId, Amount, Option<StoredPaid>)| match paid {
            Some(StoredPaid::Transfer(id)) => Some(*id),
            Some(StoredPaid::Money(_)) | None => None,
        };
        stored.owed.iter().filter_map(transfer).collect()
    });

/// A place in a member's list.
type Rank = (MemberId, u8, i64);

/// The place of a row in a member's list.
pub(crate) type Place = (u8, i64, AgreementId);

#[derive(Archive, Serialize, Deserialize)]
struct StoredStep {
    kind: u8,
    by: Option<MemberId>,
    text: String,
    amounts: Vec<(CurrencyId, Amount)>,
    at: Timestamp,
}
record!(StoredStep, 1);

static STEPS: Table<(AgreementId, u32), StoredStep> = Table::new(0x0861, "agreement_steps", &[]);

#[derive(Archive, Serialize, Deserialize)]
struct StoredSettings {
    minutes: u16,
    percent: u8,
}
record!(StoredSettings, 1);

/// One record.
static SETTINGS: Table<(), StoredSettings> = Table::new(0x0862, "agreement_settings", &[]);

#[derive(Archive, Serialize, Deserialize)]
struct StoredReference {
    agreement: AgreementId,
    side: u8,
    by: MemberId,
    about: MemberId,
    level: u8,
    text: String,
    given: Timestamp,
    shown_from: Timestamp,
    reply: Option<String>,
    hidden: Option<String>,
}
record!(StoredReference, 1);

static REFERENCES: Table<ReferenceId, StoredReference> =
    Table::new(0x0863, "references", &[&REFERENCES_ABOUT, &REFERENCES_BY_LEVEL, &REFERENCE_OF]);
/// The references about a member that are not hidden, the newest first.
static REFERENCES_ABOUT: Index<(MemberId, i64), ReferenceId, StoredReference> =
    Index::many(0x8865, "references.about", |_, stored| {
        let place = (stored.about, -stored.shown_from.micros());
        stored.hidden.is_none().then_some(place).into_iter().collect()
    });
/// The same, level by level.
static REFERENCES_BY_LEVEL: Index<(MemberId, u8, i64), ReferenceId, StoredReference> =
    Index::many(0x8866, "references.by_level", |_, stored| {
        let place = (stored.about, stored.level, -stored.shown_from.micros());
        stored.hidden.is_none().then_some(place).into_iter().collect()
    });
/// What a side of an agreement gave.
static REFERENCE_OF: Index<(AgreementId, u8), ReferenceId, StoredReference> =
    Index::many(0x8867, "references.of", |_, stored| vec![(stored.agreement, stored.side)]);

/// The place of a row among the references about a member.
pub(crate) type ReferencePlace = (i64, ReferenceId);

/// The tables of this feature, for the community's store.
pub fn tables() -> Vec<&'static dyn AnyTable> {
    vec![&AGREEMENTS, &STEPS, &SETTINGS, &REFERENCES]
}

/// What no version of this program wrote.
fn damaged(cause: impl std::fmt::Display) -> Error {
    Error::broken(format!("an agreement's record is damaged: {cause}"))
}

pub(crate) fn agreement(tx: &impl Reads, id: AgreementId) -> Result<Option<Sealed<Agreement>>> {
    let stored = AGREEMENTS.get(tx, &id)?.map(|stored| stored.open(id)).transpose()?;
    Ok(stored.map(Sealed::new))
}

/// An agreement that an index names.
pub(crate) fn named(tx: &impl Reads, id: AgreementId) -> Result<Agreement> {
    Ok(agreement(tx, id)?.ok_or_else(|| damaged(id))?.unchecked())
}

pub(crate) fn put(tx: &mut WriteTx<'_>, agreement: &Agreement) -> Result<()> {
    Ok(AGREEMENTS.put(tx, &agreement.id, &StoredAgreement::from(agreement))?)
}

/// What is not over between a giver and a taker about a listing.
pub(crate) fn open(tx: &impl Reads, about: (ListingId, MemberId, MemberId)) -> Result<Option<AgreementId>> {
    let first = OPEN.scan(tx, &about, None, Direction::Ascending)?.next().transpose()?;
    Ok(first.map(|(_, id)| id))
}

/// At most `limit` agreements of a member after a place, what waits for them first.
pub(crate) fn of_member(tx: &impl Reads, member: MemberId, after: Option<Place>, limit: usize) -> Result<Vec<Place>> {
    let after = after.map(|(rank, at, id)| ((member, rank, at), id));
    let after = after.as_ref().map(|(value, id)| (value, id));
    let rows = BY_MEMBER.scan(tx, &member, after, Direction::Ascending)?.take(limit);
    rows.map(|row| row.map(|((_, rank, at), id)| (rank, at, id)).map_err(Error::from)).collect()
}

/// How many wait for a member, counted up to `limit`.
pub(crate) fn count_waiting(tx: &impl Reads, member: MemberId, limit: usize) -> Result<usize> {
    let rows = BY_MEMBER.scan(tx, &(member, WAITS), None, Direction::Ascending)?.take(limit);
    rows.map(|row| row.map(drop).map_err(Error::from)).try_fold(0, |count, row| row.map(|()| count + 1))
}

pub(crate) fn disputes(tx: &impl Reads, limit: usize) -> Result<Vec<AgreementId>> {
    let rows = DISPUTES.scan(tx, &(), None, Direction::Ascending)?.take(limit);
    rows.map(|row| Ok(row?.1)).collect()
}

pub(crate) fn due(tx: &impl Reads, now: Timestamp, limit: usize) -> Result<Vec<AgreementId>> {
    let rows = DUE.range(tx, Bound::Unbounded, Bound::Included(now), Direction::Ascending)?;
    rows.take(limit).map(|row| Ok(row?.1)).collect()
}

/// The agreement that a transfer paid.
pub(crate) fn of_transfer(tx: &impl Reads, id: TransferId) -> Result<Option<AgreementId>> {
    Ok(BY_TRANSFER.scan(tx, &id, None, Direction::Ascending)?.next().transpose()?.map(|(_, id)| id))
}

pub(crate) fn put_step(tx: &mut WriteTx<'_>, key: (AgreementId, u32), step: &Step) -> Result<()> {
    let stored = StoredStep {
        kind: step.kind.number(),
        by: step.by,
        text: step.text.to_string(),
        amounts: stored_parts(&step.amounts),
        at: step.at,
    };
    Ok(STEPS.put(tx, &key, &stored)?)
}

/// The steps of an agreement, the oldest first; there are at most as many as [`crate::MAX_STEPS`] and a few.
pub(crate) fn steps(tx: &impl Reads, id: AgreementId) -> Result<Vec<Step>> {
    let open = |stored: StoredStep| {
        Ok(Step {
            kind: StepKind::stored(stored.kind)?,
            by: stored.by,
            text: Body::parse("text", &stored.text).map_err(damaged)?,
            amounts: parts(stored.amounts),
            at: stored.at,
        })
    };
    STEPS.scan(tx, &id, None, Direction::Ascending)?.map(|row| open(row?.1)).collect()
}

pub(crate) fn settings(tx: &impl Reads) -> Result<Option<AgreementSettings>> {
    let stored = SETTINGS.get(tx, &())?;
    Ok(stored.map(|StoredSettings { minutes, percent }| AgreementSettings { minutes, percent }))
}

pub(crate) fn put_settings(tx: &mut WriteTx<'_>, settings: AgreementSettings) -> Result<()> {
    let AgreementSettings { minutes, percent } = settings;
    Ok(SETTINGS.put(tx, &(), &StoredSettings { minutes, percent })?)
}

pub(crate) fn reference(tx: &(impl Reads + Now), id: ReferenceId) -> Result<Option<Sealed<Reference>>> {
    let stored = REFERENCES.get(tx, &id)?.map(|stored| stored.open(id, tx.now())).transpose()?;
    Ok(stored.map(Sealed::new))
}

/// A reference that an index names.
pub(crate) fn reference_named(tx: &(impl Reads + Now), id: ReferenceId) -> Result<Reference> {
    Ok(reference(tx, id)?.ok_or_else(|| damaged(id))?.unchecked())
}

/// What a side gave.
pub(crate) fn reference_by(tx: &(impl Reads + Now), id: AgreementId, side: Side) -> Result<Option<Reference>> {
    let first = REFERENCE_OF.scan(tx, &(id, side.number()), None, Direction::Ascending)?.next().transpose()?;
    first.map(|(_, id)| reference_named(tx, id)).transpose()
}

pub(crate) fn put_reference(tx: &mut WriteTx<'_>, reference: &Reference, side: Side) -> Result<()> {
    let stored = StoredReference {
        agreement: reference.agreement,
        side: side.number(),
        by: reference.by,
        about: reference.about,
        level: reference.level.number(),
        text: reference.text.to_string(),
        given: reference.given,
        shown_from: reference.shown_from,
        reply: reference.reply.as_ref().map(ToString::to_string),
        hidden: reference.hidden.as_ref().map(ToString::to_string),
    };
    Ok(REFERENCES.put(tx, &reference.id, &stored)?)
}

/// At most `limit` shown references about a member after a place, the newest first.
pub(crate) fn references_about(
    tx: &(impl Reads + Now),
    member: MemberId,
    after: Option<ReferencePlace>,
    limit: usize,
) -> Result<Vec<ReferencePlace>> {
    // Whatever a cursor says, what is not shown yet stands before this place.
    let waiting = (-tx.now().micros() - 1, ReferenceId::from_bytes([0xFF; 16]));
    let (at, id) = after.map_or(waiting, |after| after.max(waiting));
    let rows = REFERENCES_ABOUT.scan(tx, &member, Some((&(member, at), &id)), Direction::Ascending)?.take(limit);
    rows.map(|row| row.map(|((_, at), id)| (at, id)).map_err(Error::from)).collect()
}

/// How many shown references of a level there are about a member, counted up to `limit`.
pub(crate) fn count_references(
    tx: &(impl Reads + Now),
    (member, level): (MemberId, ReferenceLevel),
    limit: usize,
) -> Result<usize> {
    let place = |at: i64| Bound::Included((member, level.number(), at));
    let rows = REFERENCES_BY_LEVEL.range(tx, place(-tx.now().micros()), place(i64::MAX), Direction::Ascending)?;
    rows.take(limit).map(|row| row.map(drop).map_err(Error::from)).try_fold(0, |count, row| row.map(|()| count + 1))
}

fn stored_parts(parts: &[PricePart]) -> Vec<(CurrencyId, Amount)> {
    parts.iter().map(|part| (part.currency, part.amount)).collect()
}

fn parts(stored: Vec<(CurrencyId, Amount)>) -> Vec<PricePart> {
    stored.into_iter().map(|(currency, amount)| PricePart { currency, amount }).collect()
}

/// The rank of what waits for a member.
const WAITS: u8 = 0;

fn rank(agreement: &Agreement, side: Side) -> u8 {
    match agreement.state {
        state if state.is_over() => 2,
        _ if agreement.waits_for(side) => WAITS,
        _ => 1,
    }
}

impl From<&Agreement> for StoredAgreement {
    fn from(agreement: &Agreement) -> Self {
        let owed = |owed: &Owed| {
            let paid = owed.paid.map(|paid| match paid {
                PaidBy::Transfer(id) => StoredPaid::Transfer(id),
                PaidBy::Money(at) => StoredPaid::Money(at),
            });
            (owed.currency, owed.amount, paid)
        };
        Self {
            listing: agreement.listing,
            title: agreement.title.to_string(),
            giver: agreement.giver,
            taker: agreement.taker,
            asker: agreement.asker.number(),
            state: agreement.state.number(),
            terms: agreement.terms.as_ref().map(StoredTerms::from),
            proposal: agreement.proposal.as_ref().map(|it| (it.by.number(), StoredTerms::from(&it.terms))),
            giver_says: agreement.giver_says.clone(),
            taker_says: agreement.taker_says.clone(),
            owed: agreement.owed.iter().map(owed).collect(),
            last: agreement.last.number(),
            taken: agreement.taken,
            disputed: agreement.disputed,
            paid: agreement.paid,
            warned: agreement.warned,
            steps: agreement.steps,
            created: agreement.created,
            updated: agreement.updated,
            due: agreement.due(),
            ranks: [rank(agreement, Side::Giver), rank(agreement, Side::Taker)],
        }
    }
}

impl StoredAgreement {
    fn open(self, id: AgreementId) -> Result<Agreement> {
        let proposal =
            self.proposal.map(|(by, terms)| Ok::<_, Error>(Proposal { by: Side::stored(by)?, terms: terms.open()? }));
        let owed = |(currency, amount, paid): (CurrencyId, Amount, Option<StoredPaid>)| Owed {
            currency,
            amount,
            paid: paid.map(|paid| match paid {
                StoredPaid::Transfer(id) => PaidBy::Transfer(id),
                StoredPaid::Money(at) => PaidBy::Money(at),
            }),
        };
        Ok(Agreement {
            id,
            listing: self.listing,
            title: Line::parse("title", &self.title).map_err(damaged)?,
            giver: self.giver,
            taker: self.taker,
            asker: Side::stored(self.asker)?,
            state: AgreementState::stored(self.state)?,
            terms: self.terms.map(StoredTerms::open).transpose()?,
            proposal: proposal.transpose()?,
            giver_says: self.giver_says,
            taker_says: self.taker_says,
            owed: self.owed.into_iter().map(owed).collect(),
            last: Side::stored(self.last)?,
            taken: self.taken,
            disputed: self.disputed,
            paid: self.paid,
            warned: self.warned,
            steps: self.steps,
            created: self.created,
            updated: self.updated,
        })
    }
}

impl From<&Terms> for StoredTerms {
    fn from(terms: &Terms) -> Self {
        Self {
            what: terms.what.to_string(),
            when: terms.when.to_string(),
            quantity: terms.quantity,
            price: stored_parts(&terms.price),
        }
    }
}

impl StoredTerms {
    fn open(self) -> Result<Terms> {
        Ok(Terms {
            what: Line::parse("what", &self.what).map_err(damaged)?,
            when: Line::parse("when", &self.when).map_err(damaged)?,
            quantity: self.quantity,
            price: parts(self.price),
        })
    }
}

impl StoredReference {
    fn open(self, id: ReferenceId, now: Timestamp) -> Result<Reference> {
        let hidden = self.hidden.map(|why| Line::parse("reason", &why)).transpose().map_err(damaged)?;
        Ok(Reference {
            id,
            agreement: self.agreement,
            by: self.by,
            about: self.about,
            level: ReferenceLevel::stored(self.level)?,
            text: Body::parse("text", &self.text).map_err(damaged)?,
            state: Reference::state_at(hidden.as_ref(), self.shown_from, now),
            given: self.given,
            shown_from: self.shown_from,
            reply: self.reply.map(|text| Body::parse("reply", &text)).transpose().map_err(damaged)?,
            hidden,
        })
    }
}
