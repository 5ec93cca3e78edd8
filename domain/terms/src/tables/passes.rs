//! The stored records of passes, what bookings drew from them, and their history.

use std::{collections::BTreeMap, ops::Bound};

use ayni_calendar::{Date, Span};
use ayni_kernel::{
    Amount, Body, BookingId, CurrencyId, Cursor, Error, GroupId, Line, MemberId, Name, Page, PassId, PassKindId, Reads,
    Result, Timestamp, TransferId, UserId, WriteTx,
};
use ayni_storage::{AnyTable, Direction, Index, Table, record};
use rkyv::{Archive, Deserialize, Serialize};

use super::{damaged, refused, stored};
use crate::{
    frozen::{date_of, day_number},
    kinds::{KindContent, MAX_KINDS, PassKind, PassPrice},
    passes::{Pass, PassEntry, PassPayment, PassStep, PassUnit},
    policies::InUse,
    prices::Way,
};

#[derive(Archive, Serialize, Deserialize)]
struct StoredKind {
    name: String,
    description: String,
    unit: u8,
    quantity: u32,
    validity: u16,
    price: Option<(CurrencyId, Amount, u8)>,
    attached: Vec<(u8, [u8; 16])>,
    groups: Vec<GroupId>,
    in_use: u8,
    created: Timestamp,
    updated: Timestamp,
}
record!(StoredKind, 1);

/// Paid by a transfer; or due, and when it was paid.
#[derive(Archive, Serialize, Deserialize)]
enum StoredPayment {
    Given,
    Paid(TransferId),
    Due(CurrencyId, Amount, Option<Timestamp>),
}

#[derive(Archive, Serialize, Deserialize)]
struct StoredPass {
    member: MemberId,
    kind: PassKindId,
    name: String,
    unit: u8,
    quantity: u32,
    left: u32,
    from: Timestamp,
    expires: Option<Timestamp>,
    payment: StoredPayment,
    steps: u32,
    updated: Timestamp,
}
record!(StoredPass, 1);

#[derive(Archive, Serialize, Deserialize)]
struct StoredDraw {
    quantity: u32,
}
record!(StoredDraw, 1);

#[derive(Archive, Serialize, Deserialize)]
struct StoredEntry {
    step: u8,
    quantity: u32,
    left: u32,
    booking: Option<BookingId>,
    by: Option<UserId>,
    reason: String,
    at: Timestamp,
}
record!(StoredEntry, 1);

static KINDS: Table<PassKindId, StoredKind> = Table::new(0x0642, "pass_kinds", &[]);
static PASSES: Table<PassId, StoredPass> = Table::new(0x0643, "passes", &[&BY_MEMBER, &GOOD, &DUE]);
/// What a booking drew, by booking, pass and day (0 for minutes).
static DRAWS: Table<(BookingId, PassId, u32), StoredDraw> = Table::new(0x0644, "pass_draws", &[&BY_DAY]);
static ENTRIES: Table<(PassId, u32), StoredEntry> = Table::new(0x0645, "pass_entries", &[]);

static BY_MEMBER: Index<(MemberId, Timestamp), PassId, StoredPass> =
    Index::many(0x8643, "passes.by_member", |_, pass| vec![(pass.member, pass.from)]);
/// Passes of which something is left, by the end of their time.
static GOOD: Index<(MemberId, Timestamp), PassId, StoredPass> = Index::many(0x8644, "passes.good", |_, pass| {
    (pass.left > 0 || pass.unit == PassUnit::Days.number())
        .then(|| (pass.member, end_of(pass.expires)))
        .into_iter()
        .collect()
});
static DUE: Index<Timestamp, PassId, StoredPass> = Index::many(0x8645, "passes.due", |_, pass| {
    matches!(pass.payment, StoredPayment::Due(_, _, None)).then_some(pass.from).into_iter().collect()
});
/// The days in use of day passes.
static BY_DAY: Index<(PassId, u32), (BookingId, PassId, u32), StoredDraw> =
    Index::many(0x8646, "pass_draws.by_day", |(_, pass, day), _| {
        (*day != MINUTES).then_some((*pass, *day)).into_iter().collect()
    });

/// Stands for no day in the key of a draw.
const MINUTES: u32 = 0;

/// The end of what has none.
const fn end_of(expires: Option<Timestamp>) -> Timestamp {
    match expires {
        Some(expires) => expires,
        None => Timestamp::from_micros(i64::MAX),
    }
}

pub(super) fn tables() -> [&'static dyn AnyTable; 4] {
    [&KINDS, &PASSES, &DRAWS, &ENTRIES]
}

/// Every kind of pass, the oldest first.
pub(crate) fn kinds(tx: &impl Reads) -> Result<Vec<PassKind>> {
    let rows = KINDS.range(tx, .., Direction::Ascending)?;
    rows.take(MAX_KINDS).map(|row| row.map_err(Error::from).and_then(|(id, kept)| kept.open(id))).collect()
}

pub(crate) fn kind(tx: &impl Reads, id: PassKindId) -> Result<Option<PassKind>> {
    KINDS.get(tx, &id)?.map(|kept| kept.open(id)).transpose()
}

pub(crate) fn put_kind(tx: &mut WriteTx<'_>, kind: &PassKind) -> Result<()> {
    KINDS.put(tx, &kind.id, &StoredKind::from(kind)).map_err(refused)
}

pub(crate) fn pass(tx: &impl Reads, id: PassId) -> Result<Option<Pass>> {
    PASSES.get(tx, &id)?.map(|kept| kept.open(id)).transpose()
}

pub(crate) fn put_pass(tx: &mut WriteTx<'_>, pass: &Pass) -> Result<()> {
    PASSES.put(tx, &pass.id, &StoredPass::from(pass)).map_err(refused)
}

/// A member's passes, the newest first.
pub(crate) fn passes_of(tx: &impl Reads, member: MemberId, after: Option<&Cursor>, limit: usize) -> Result<Page<Pass>> {
    let after = after.map(Cursor::key::<(Timestamp, PassId)>).transpose()?;
    let after = after.map(|(at, id)| ((member, at), id));
    let after = after.as_ref().map(|(value, id)| (value, id));
    let (mut rows, mut last, mut next) = (Vec::new(), None, None);
    for entry in BY_MEMBER.scan(tx, &member, after, Direction::Descending)? {
        if rows.len() == limit {
            next = last.as_ref().map(Cursor::after);
            break;
        }
        let ((_, at), id) = entry?;
        rows.push(pass(tx, id)?.ok_or_else(|| damaged("a pass is missing"))?);
        last = Some((at, id));
    }
    Ok(Page { rows, next })
}

/// The passes of a member that are not over at a moment and of which something is left or a day may be in use, those
/// that end first before the others.
pub(crate) fn good_passes(tx: &impl Reads, member: MemberId, at: Timestamp, limit: usize) -> Result<Vec<Pass>> {
    let mut found = Vec::new();
    for entry in GOOD
        .range(tx, Bound::Included((member, at)), Bound::Included((member, end_of(None))), Direction::Ascending)?
        .take(limit)
    {
        let (_, id) = entry?;
        let good = pass(tx, id)?.ok_or_else(|| damaged("a pass is missing"))?;
        found.extend(good.expires.is_none_or(|expires| expires > at).then_some(good));
    }
    Ok(found)
}

/// Passes that are not paid yet, the oldest first.
pub(crate) fn passes_due(tx: &impl Reads, limit: usize) -> Result<Vec<Pass>> {
    let mut found = Vec::new();
    for entry in DUE.scan(tx, &(), None, Direction::Ascending)?.take(limit) {
        let (_, id) = entry?;
        found.push(pass(tx, id)?.ok_or_else(|| damaged("a pass is missing"))?);
    }
    Ok(found)
}

/// What a booking drew from one pass: of a day, or minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) pass: PassId,
    pub(crate) day: Option<Date>,
    pub(crate) quantity: u32,
}

fn key(booking: BookingId, pass: PassId, day: Option<Date>) -> (BookingId, PassId, u32) {
    (booking, pass, day.map_or(MINUTES, day_number))
}

/// All that a booking holds of passes.
pub(crate) fn drawn(tx: &impl Reads, booking: BookingId) -> Result<Vec<Row>> {
    let rows = DRAWS.scan(tx, &booking, None, Direction::Ascending)?;
    rows.map(|row| {
        let ((_, pass, day), kept) = row?;
        let day = if day == MINUTES { None } else { Some(date_of(day)?) };
        Ok(Row { pass, day, quantity: kept.quantity })
    })
    .collect()
}

pub(crate) fn insert_draw(
    tx: &mut WriteTx<'_>,
    booking: BookingId,
    pass: PassId,
    day: Option<Date>,
    quantity: u32,
) -> Result<()> {
    Ok(DRAWS.insert(tx, &key(booking, pass, day), &StoredDraw { quantity })?)
}

pub(crate) fn remove_draw(tx: &mut WriteTx<'_>, booking: BookingId, pass: PassId, day: Option<Date>) -> Result<()> {
    DRAWS.remove(tx, &key(booking, pass, day))?;
    Ok(())
}

/// Adds what another booking drew of the same day.
pub(crate) fn add_to_draw(tx: &mut WriteTx<'_>, booking: BookingId, pass: PassId, day: Date, more: u32) -> Result<()> {
    let key = key(booking, pass, Some(day));
    let kept = DRAWS.get(&**tx, &key)?.map_or(0, |kept| kept.quantity);
    Ok(DRAWS.put(tx, &key, &StoredDraw { quantity: kept.saturating_add(more) })?)
}

/// A booking that uses a day of a pass.
pub(crate) fn other_on(tx: &impl Reads, pass: PassId, day: Date) -> Result<Option<BookingId>> {
    let first = BY_DAY.scan(tx, &(pass, day_number(day)), None, Direction::Ascending)?.next().transpose()?;
    Ok(first.map(|(_, (booking, _, _))| booking))
}

/// Whether a day of a pass is in use.
pub(crate) fn day_in_use(tx: &impl Reads, pass: PassId, day: Option<Date>) -> Result<bool> {
    day.map_or(Ok(false), |day| Ok(other_on(tx, pass, day)?.is_some()))
}

/// The days of a pass that are in use around a span, and how many of its days each took.
pub(crate) fn days_of(tx: &impl Reads, pass: PassId, span: Span) -> Result<BTreeMap<Date, u32>> {
    // A day more on either side: the dates of every zone are among them.
    let date = |at: Timestamp| day_number(at.instant().to_zoned(jiff::tz::TimeZone::UTC).date());
    let (first, last) = (date(span.start.plus_days(-1)), date(span.end.plus_days(1)));
    let mut days = BTreeMap::new();
    for entry in
        BY_DAY.range(tx, Bound::Included((pass, first)), Bound::Included((pass, last)), Direction::Ascending)?
    {
        let ((_, day), key) = entry?;
        let taken = DRAWS.get(tx, &key)?.map_or(0, |kept| kept.quantity);
        *days.entry(date_of(day)?).or_insert(0) += taken;
    }
    Ok(days)
}

pub(crate) fn insert_entry(tx: &mut WriteTx<'_>, pass: PassId, entry: &PassEntry) -> Result<()> {
    let kept = StoredEntry {
        step: entry.step.number(),
        quantity: entry.quantity,
        left: entry.left,
        booking: entry.booking,
        by: entry.by,
        reason: entry.reason.to_string(),
        at: entry.at,
    };
    Ok(ENTRIES.insert(tx, &(pass, entry.number), &kept)?)
}

/// The steps of a pass, the newest first.
pub(crate) fn entries(tx: &impl Reads, pass: PassId, limit: usize) -> Result<Vec<PassEntry>> {
    let rows = ENTRIES.scan(tx, &pass, None, Direction::Descending)?;
    rows.take(limit)
        .map(|row| {
            let ((_, number), kept) = row?;
            Ok(PassEntry {
                number,
                step: PassStep::stored(kept.step)?,
                quantity: kept.quantity,
                left: kept.left,
                booking: kept.booking,
                by: kept.by,
                reason: Line::parse("reason", &kept.reason).map_err(damaged)?,
                at: kept.at,
            })
        })
        .collect()
}

impl From<&PassKind> for StoredKind {
    fn from(kind: &PassKind) -> Self {
        let content = &kind.content;
        Self {
            name: content.name.to_string(),
            description: content.description.to_string(),
            unit: content.unit.number(),
            quantity: content.quantity,
            validity: content.validity,
            price: content.price.map(|price| (price.currency, price.amount, price.way.number())),
            attached: content.attached.iter().map(stored::keep_attachment).collect(),
            groups: content.groups.clone(),
            in_use: kind.in_use.number(),
            created: kind.created,
            updated: kind.updated,
        }
    }
}

impl StoredKind {
    fn open(self, id: PassKindId) -> Result<PassKind> {
        let price = |(currency, amount, way)| Ok::<_, Error>(PassPrice { currency, amount, way: Way::stored(way)? });
        Ok(PassKind {
            id,
            content: KindContent {
                name: Name::parse("name", &self.name).map_err(damaged)?,
                description: Body::parse("description", &self.description).map_err(damaged)?,
                unit: PassUnit::stored(self.unit)?,
                quantity: self.quantity,
                validity: self.validity,
                price: self.price.map(price).transpose()?,
                attached: self.attached.into_iter().map(stored::attachment).collect::<Result<_>>()?,
                groups: self.groups,
            },
            in_use: InUse::stored(self.in_use)?,
            created: self.created,
            updated: self.updated,
        })
    }
}

impl From<&Pass> for StoredPass {
    fn from(pass: &Pass) -> Self {
        Self {
            member: pass.member,
            kind: pass.kind,
            name: pass.name.to_string(),
            unit: pass.unit.number(),
            quantity: pass.quantity,
            left: pass.left,
            from: pass.from,
            expires: pass.expires,
            payment: match pass.payment {
                PassPayment::Given => StoredPayment::Given,
                PassPayment::Paid(transfer) => StoredPayment::Paid(transfer),
                PassPayment::Due { currency, amount, settled } => StoredPayment::Due(currency, amount, settled),
            },
            steps: pass.steps,
            updated: pass.updated,
        }
    }
}

impl StoredPass {
    fn open(self, id: PassId) -> Result<Pass> {
        Ok(Pass {
            id,
            member: self.member,
            kind: self.kind,
            name: Name::parse("name", &self.name).map_err(damaged)?,
            unit: PassUnit::stored(self.unit)?,
            quantity: self.quantity,
            left: self.left,
            from: self.from,
            expires: self.expires,
            payment: match self.payment {
                StoredPayment::Given => PassPayment::Given,
                StoredPayment::Paid(transfer) => PassPayment::Paid(transfer),
                StoredPayment::Due(currency, amount, settled) => PassPayment::Due { currency, amount, settled },
            },
            steps: self.steps,
            updated: self.updated,
        })
    }
}
