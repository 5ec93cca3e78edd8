//! The stored records of lists of payments and of their lines.

use ayni_kernel::{AccountId, Amount, BatchId, MemberId, Reads, Result, Timestamp, TransferId, UserId, WriteTx};
use ayni_storage::{AnyTable, Direction, Index, Table, record};
use rkyv::{Archive, Deserialize, Serialize};

use super::{damaged, line};
use crate::{
    batches::{Batch, BatchLine, BatchState, LineState},
    listing::ListLine,
};

/// Lines of a record: of the 64 KiB that one may have, each needs at most some 1.5.
const CHUNK: usize = 25;

/// Characters of a line's texts that are kept; what is longer is wrong anyway, and is shown cut off.
const MAX_TYPED: usize = 301;

#[derive(Archive, Serialize, Deserialize)]
struct StoredBatch {
    title: String,
    by: UserId,
    member: Option<MemberId>,
    state: u8,
    lines: u32,
    repeats: Option<BatchId>,
    digest: [u8; 32],
    created: Timestamp,
    updated: Timestamp,
}
record!(StoredBatch, 1);

#[derive(Archive, Serialize, Deserialize)]
struct StoredLines {
    lines: Vec<StoredLine>,
}
record!(StoredLines, 1);

#[derive(Archive, Serialize, Deserialize)]
struct StoredLine {
    number: u32,
    typed: [String; 4],
    payer: Option<AccountId>,
    payee: Option<AccountId>,
    amount: Option<Amount>,
    state: u8,
    transfer: Option<TransferId>,
}

static BATCHES: Table<BatchId, StoredBatch> = Table::new(0x0824, "payments.batches", &[&BY_DIGEST, &BY_USER]);
static BY_DIGEST: Index<[u8; 32], BatchId, StoredBatch> =
    Index::many(0x882A, "payments.batches.by_digest", |_, batch| vec![batch.digest]);
static BY_USER: Index<UserId, BatchId, StoredBatch> =
    Index::many(0x882B, "payments.batches.by_user", |_, batch| vec![batch.by]);
static LINES: Table<(BatchId, u32), StoredLines> = Table::new(0x0825, "payments.batch_lines", &[]);

pub(super) fn tables() -> Vec<&'static dyn AnyTable> {
    vec![&BATCHES, &LINES]
}

pub(crate) fn batch(tx: &impl Reads, id: BatchId) -> Result<Option<Batch>> {
    BATCHES.get(tx, &id)?.map(|stored| stored.open(id)).transpose()
}

fn named(tx: &impl Reads, id: BatchId) -> Result<Batch> {
    batch(tx, id)?.ok_or_else(|| damaged(id))
}

pub(crate) fn put(tx: &mut WriteTx<'_>, batch: &Batch) -> Result<()> {
    let stored = StoredBatch {
        title: batch.title.to_string(),
        by: batch.by,
        member: batch.member,
        state: batch.state.number(),
        lines: batch.lines,
        repeats: batch.repeats,
        digest: batch.digest,
        created: batch.created,
        updated: batch.updated,
    };
    Ok(BATCHES.put(tx, &batch.id, &stored)?)
}

/// The newest list with these lines that was not thrown away.
pub(crate) fn by_digest(tx: &impl Reads, digest: &[u8; 32]) -> Result<Option<Batch>> {
    for entry in BY_DIGEST.scan(tx, digest, None, Direction::Descending)? {
        let batch = named(tx, entry?.1)?;
        if matches!(batch.state, BatchState::Paying | BatchState::Paid) {
            return Ok(Some(batch));
        }
    }
    Ok(None)
}

/// A user's lists before one of them, newest first.
pub(crate) fn of_user(tx: &impl Reads, user: UserId, after: Option<BatchId>, limit: usize) -> Result<Vec<Batch>> {
    let after = after.map(|id| (user, id));
    let after = after.as_ref().map(|(user, id)| (user, id));
    let entries = BY_USER.scan(tx, &user, after, Direction::Descending)?;
    entries.take(limit).map(|entry| named(tx, entry?.1)).collect()
}

pub(crate) fn put_lines(tx: &mut WriteTx<'_>, id: BatchId, lines: &[BatchLine]) -> Result<()> {
    for (part, chunk) in (0_u32..).zip(lines.chunks(CHUNK)) {
        LINES.put(tx, &(id, part), &StoredLines { lines: chunk.iter().map(StoredLine::from).collect() })?;
    }
    Ok(())
}

/// All lines of a list; their number is bounded when it is prepared.
pub(crate) fn lines(tx: &impl Reads, id: BatchId) -> Result<Vec<BatchLine>> {
    let mut lines = Vec::new();
    for row in LINES.scan(tx, &id, None, Direction::Ascending)? {
        for stored in row?.1.lines {
            lines.push(stored.open()?);
        }
    }
    Ok(lines)
}

impl From<&BatchLine> for StoredLine {
    fn from(line: &BatchLine) -> Self {
        let ListLine { number, payer, payee, description, amount } = &line.typed;
        let cut = |text: &String| text.chars().take(MAX_TYPED).collect::<String>();
        Self {
            number: *number,
            typed: [payer, payee, description, amount].map(cut),
            payer: line.payer,
            payee: line.payee,
            amount: line.amount,
            state: line.state.number(),
            transfer: line.transfer,
        }
    }
}

impl StoredLine {
    fn open(self) -> Result<BatchLine> {
        let [payer, payee, description, amount] = self.typed;
        Ok(BatchLine {
            typed: ListLine { number: self.number, payer, payee, description, amount },
            payer: self.payer,
            payee: self.payee,
            amount: self.amount,
            state: LineState::stored(self.state)?,
            transfer: self.transfer,
        })
    }
}

impl StoredBatch {
    fn open(self, id: BatchId) -> Result<Batch> {
        Ok(Batch {
            id,
            title: line(&self.title)?,
            by: self.by,
            member: self.member,
            state: BatchState::stored(self.state)?,
            lines: self.lines,
            repeats: self.repeats,
            digest: self.digest,
            created: self.created,
            updated: self.updated,
        })
    }
}
