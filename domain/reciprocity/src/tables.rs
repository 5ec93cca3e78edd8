//! The stored records: what went between pairs of members, the scores made of it, and how far both have come. Private
//! to the feature.

use ayni_kernel::{
    CurrencyId, Error, MemberId, Result, Timestamp,
    tx::{Reads, WriteTx},
};
use ayni_storage::{AnyTable, Direction, Index, Table, record};
use rkyv::{Archive, Deserialize, Serialize};

use crate::{
    month::{Month, WINDOW},
    score::{Concern, Score, Tie},
};

/// What one member gave another, by the month; months that count no more are dropped when it is written.
#[derive(Archive, Serialize, Deserialize, Default, Clone)]
struct StoredPair {
    months: Vec<StoredMonth>,
}
record!(StoredPair, 1);

/// A month of a pair.
#[derive(Archive, Serialize, Deserialize, Clone)]
struct StoredMonth {
    month: u16,
    amount: u64,
    times: u32,
}

/// What was found when a member was visited last.
#[derive(Archive, Serialize, Deserialize)]
struct StoredVisit {
    /// The score's parts; `None` before there was one.
    score: Option<[u16; 6]>,
    /// The concern's number; 0 for none.
    concern: u8,
    at: Timestamp,
}
record!(StoredVisit, 1);

/// How many transfers of a currency's chain were counted.
#[derive(Archive, Serialize, Deserialize)]
struct StoredProgress {
    number: u64,
}
record!(StoredProgress, 1);

/// A round of visits: what was found so far, and where it goes on.
#[derive(Archive, Serialize, Deserialize, Default, Clone, Debug, PartialEq, Eq)]
pub(crate) struct Round {
    /// Where the next visit begins, as the ledger's pages say it; empty before the first.
    pub(crate) next: String,
    /// When it was over; `None` while it goes on.
    pub(crate) ended: Option<Timestamp>,
    /// What was found, by currency.
    pub(crate) sums: Vec<Sum>,
}
record!(Round, 1);

/// What a round found in one currency.
#[derive(Archive, Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sum {
    /// The currency's id.
    pub(crate) currency: CurrencyId,
    /// How many members have an account.
    pub(crate) members: u32,
    /// How many of them have a score.
    pub(crate) scored: u32,
    /// The sum of their points.
    pub(crate) points: u64,
    /// The sums of their four parts, in thousandths.
    pub(crate) parts: [u64; 4],
    /// How many have 0–9 points, 10–19, … 90–100.
    pub(crate) tenths: [u32; 10],
    /// How many of each concern, in their order.
    pub(crate) concerns: [u32; 5],
}

impl Sum {
    /// Nothing found yet.
    pub(crate) const fn new(currency: CurrencyId) -> Self {
        Self { currency, members: 0, scored: 0, points: 0, parts: [0; 4], tenths: [0; 10], concerns: [0; 5] }
    }
}

/// The keys under which the two rounds lie.
const RUNNING: u8 = 0;
const ENDED: u8 = 1;

static PAIRS: Table<(CurrencyId, MemberId, MemberId), StoredPair> =
    Table::new(0x08A0, "reciprocity_pairs", &[&BY_TAKER]);
static BY_TAKER: Index<(CurrencyId, MemberId), (CurrencyId, MemberId, MemberId), StoredPair> =
    Index::many(0x88A0, "reciprocity_pairs.by_taker", |(currency, _, taker), _| vec![(*currency, *taker)]);
static VISITS: Table<(CurrencyId, MemberId), StoredVisit> = Table::new(0x08A1, "reciprocity_visits", &[&BY_CONCERN]);
static BY_CONCERN: Index<(CurrencyId, u8), (CurrencyId, MemberId), StoredVisit> =
    Index::many(0x88A1, "reciprocity_visits.by_concern", |(currency, _), visit| {
        Some((*currency, visit.concern)).filter(|(_, concern)| *concern > 0).into_iter().collect()
    });
static PROGRESS: Table<CurrencyId, StoredProgress> = Table::new(0x08A2, "reciprocity_progress", &[]);
static ROUNDS: Table<u8, Round> = Table::new(0x08A3, "reciprocity_rounds", &[]);

/// The tables of this feature, for the community's store.
pub fn tables() -> Vec<&'static dyn AnyTable> {
    vec![&PAIRS, &VISITS, &PROGRESS, &ROUNDS]
}

/// Adds an exchange to its pair, or takes it back.
pub(crate) fn note(
    tx: &mut WriteTx<'_>,
    (currency, giver, taker): (CurrencyId, MemberId, MemberId),
    month: Month,
    change: Change,
) -> Result<()> {
    let key = (currency, giver, taker);
    let mut pair = PAIRS.get(&**tx, &key)?.unwrap_or_default();
    let place = pair.months.iter().position(|each| each.month == month.0);
    match (place.and_then(|at| pair.months.get_mut(at)), change) {
        (Some(known), Change::Add(amount)) => {
            known.amount = known.amount.saturating_add(amount);
            known.times = known.times.saturating_add(1);
        }
        (Some(known), Change::TakeBack(amount)) => {
            known.amount = known.amount.saturating_sub(amount);
            known.times = known.times.saturating_sub(1);
        }
        (None, Change::Add(amount)) => pair.months.push(StoredMonth { month: month.0, amount, times: 1 }),
        // It was so long ago that it counts no more.
        (None, Change::TakeBack(_)) => return Ok(()),
    }
    let newest = pair.months.iter().map(|each| each.month).max().unwrap_or(month.0);
    pair.months.retain(|each| each.times > 0 && each.month.saturating_add(WINDOW) > newest);
    if pair.months.is_empty() {
        PAIRS.remove(tx, &key)?;
        return Ok(());
    }
    Ok(PAIRS.put(tx, &key, &pair)?)
}

/// What happens to a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// So much was given.
    Add(u64),
    /// So much was taken back.
    TakeBack(u64),
}

/// One month of a pair: which, how much, how many times.
pub(crate) type PairMonth = (Month, u64, u32);

/// Whom a member gave to and what, by the month, at most `limit` of them.
pub(crate) fn given(
    tx: &impl Reads,
    currency: CurrencyId,
    giver: MemberId,
    limit: usize,
) -> Result<Vec<(MemberId, Vec<PairMonth>)>> {
    let rows = PAIRS.scan(tx, &(currency, giver), None, Direction::Ascending)?;
    rows.take(limit).map(|row| row.map(|((.., taker), pair)| (taker, months(&pair))).map_err(Error::from)).collect()
}

/// Whom a member took from and what, by the month, at most `limit` of them.
pub(crate) fn taken(
    tx: &impl Reads,
    currency: CurrencyId,
    taker: MemberId,
    limit: usize,
) -> Result<Vec<(MemberId, Vec<PairMonth>)>> {
    let mut found = Vec::new();
    for entry in BY_TAKER.scan(tx, &(currency, taker), None, Direction::Ascending)?.take(limit) {
        let (_, key) = entry?;
        found.extend(PAIRS.get(tx, &key)?.map(|pair| (key.1, months(&pair))));
    }
    Ok(found)
}

fn months(pair: &StoredPair) -> Vec<PairMonth> {
    pair.months.iter().map(|each| (Month(each.month), each.amount, each.times)).collect()
}

/// A pair's year as a tie; `None` when nothing of it counts any more.
pub(crate) fn tie(with: MemberId, months: &[PairMonth], now: Month) -> Option<Tie> {
    let mut tie = Tie { with, amount: 0, recent: 0, times: 0 };
    for (month, amount, times) in months.iter().filter(|(month, ..)| month.counts(now)) {
        tie.amount = tie.amount.saturating_add(*amount);
        tie.times = tie.times.saturating_add(*times);
        if month.is_recent(now) {
            tie.recent = tie.recent.saturating_add(*amount);
        }
    }
    Some(tie).filter(|tie| tie.times > 0)
}

/// How many transfers of a currency's chain were counted.
pub(crate) fn progress(tx: &impl Reads, currency: CurrencyId) -> Result<u64> {
    Ok(PROGRESS.get(tx, &currency)?.map_or(0, |progress| progress.number))
}

pub(crate) fn put_progress(tx: &mut WriteTx<'_>, currency: CurrencyId, number: u64) -> Result<()> {
    Ok(PROGRESS.put(tx, &currency, &StoredProgress { number })?)
}

/// Keeps what was found at a visit.
pub(crate) fn put_visit(
    tx: &mut WriteTx<'_>,
    (currency, member): (CurrencyId, MemberId),
    score: Option<&Score>,
    concern: Option<Concern>,
) -> Result<()> {
    let score = score.map(|it| [it.points, it.balance, it.partners, it.loops, it.recent, it.open]);
    let stored = StoredVisit { score, concern: concern.map_or(0, Concern::number), at: tx.now() };
    Ok(VISITS.put(tx, &(currency, member), &stored)?)
}

/// What was found at the last visit: the points, if there was a score.
pub(crate) fn points(tx: &impl Reads, currency: CurrencyId, member: MemberId) -> Result<Option<u16>> {
    Ok(VISITS.get(tx, &(currency, member))?.and_then(|visit| visit.score).map(|[points, ..]| points))
}

/// The members with a concern, after one of them, at most `limit`.
pub(crate) fn concerned(
    tx: &impl Reads,
    currency: CurrencyId,
    concern: Concern,
    after: Option<MemberId>,
    limit: usize,
) -> Result<Vec<MemberId>> {
    let place = after.map(|member| (currency, member));
    let key = (currency, concern.number());
    let entries = BY_CONCERN.scan(tx, &key, place.as_ref().map(|place| (&key, place)), Direction::Ascending)?;
    entries.take(limit).map(|entry| entry.map(|(_, (_, member))| member).map_err(Error::from)).collect()
}

/// The round that goes on.
pub(crate) fn running(tx: &impl Reads) -> Result<Round> {
    Ok(ROUNDS.get(tx, &RUNNING)?.unwrap_or_default())
}

/// The last round that came to its end.
pub(crate) fn ended(tx: &impl Reads) -> Result<Option<Round>> {
    Ok(ROUNDS.get(tx, &ENDED)?)
}

/// Keeps a round: under the ended ones when it is over, and then begins anew.
pub(crate) fn put_round(tx: &mut WriteTx<'_>, round: &Round) -> Result<()> {
    if round.ended.is_some() {
        ROUNDS.put(tx, &ENDED, round)?;
        ROUNDS.remove(tx, &RUNNING)?;
        return Ok(());
    }
    Ok(ROUNDS.put(tx, &RUNNING, round)?)
}
