//! Kinds of limits, what was granted for one payment, who earned what from whom, and what went beyond a limit.

use ayni_kernel::{AccountId, Amount, CurrencyId, Error, Reads, Result, Timestamp, TransferId, WriteTx};
use ayni_storage::{Direction, Index, Table, record};

use crate::{
    formula::{Figures, Formula},
    model::{Account, Breach, BreachKind, Credit, Earned, Growth, LimitKind, LimitNote, Once},
    rules,
};

/// Partners that count towards growing credit: more than anybody deals with.
const MAX_PARTNERS: usize = 2_000;

/// A kind of limit as stored; a formula as it was written.
#[derive(rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
pub(crate) enum StoredKind {
    Hard,
    Warn,
    Growing(u16, Amount, u16),
    Formula(String),
}

impl From<&LimitKind> for StoredKind {
    fn from(kind: &LimitKind) -> Self {
        match kind {
            LimitKind::Hard => Self::Hard,
            LimitKind::Warn => Self::Warn,
            LimitKind::Growing(growth) => Self::Growing(growth.points, growth.cap, growth.partners),
            LimitKind::Formula(formula) => Self::Formula(formula.as_str().to_owned()),
        }
    }
}

impl StoredKind {
    pub(super) fn open(self) -> Result<LimitKind> {
        Ok(match self {
            Self::Hard => LimitKind::Hard,
            Self::Warn => LimitKind::Warn,
            Self::Growing(points, cap, partners) => LimitKind::Growing(Growth { points, cap, partners }),
            Self::Formula(text) => LimitKind::Formula(Formula::parse("formula", &text).map_err(Error::broken)?),
        })
    }
}

/// What a line of the history of limits tells, as stored.
#[derive(rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
pub(crate) enum StoredNote {
    Set,
    Granted(Amount, Timestamp),
    Used(TransferId),
}

impl From<LimitNote> for StoredNote {
    fn from(note: LimitNote) -> Self {
        match note {
            LimitNote::Set => Self::Set,
            LimitNote::Granted(lower, expires) => Self::Granted(lower, expires),
            LimitNote::Used(transfer) => Self::Used(transfer),
        }
    }
}

impl StoredNote {
    pub(super) const fn open(&self) -> LimitNote {
        match self {
            Self::Set => LimitNote::Set,
            Self::Granted(lower, expires) => LimitNote::Granted(*lower, *expires),
            Self::Used(transfer) => LimitNote::Used(*transfer),
        }
    }
}

/// An account's kind of limit and what was granted to it, as stored; accounts without a record have hard limits.
#[derive(rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
pub(crate) struct StoredCredit {
    kind: StoredKind,
    once: Option<(Amount, Timestamp)>,
}

record!(StoredCredit, 1);

/// The kind of limit that new accounts of a currency get, as stored.
#[derive(rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
pub(crate) struct StoredDefault {
    kind: StoredKind,
}

record!(StoredDefault, 1);

/// What an account received from a partner less what it paid to it, as stored.
#[derive(rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
pub(crate) struct StoredTie {
    net: Amount,
}

record!(StoredTie, 1);

/// Since when the ties of a currency are kept, as stored: from the first growing limit on.
#[derive(rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
pub(crate) struct StoredTied {
    since: Timestamp,
}

record!(StoredTied, 1);

/// A transfer beyond a limit, as stored.
#[derive(rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)]
pub(crate) struct StoredBreach {
    limit: Amount,
    balance: Amount,
    kind: u8,
    at: Timestamp,
}

record!(StoredBreach, 1);

pub(crate) static CREDITS: Table<AccountId, StoredCredit> = Table::new(0x0410, "credits", &[]);

pub(crate) static DEFAULT_KINDS: Table<CurrencyId, StoredDefault> = Table::new(0x0411, "limits.default_kinds", &[]);

/// Account and partner; both directions are kept.
pub(crate) static TIES: Table<(AccountId, AccountId), StoredTie> = Table::new(0x0412, "ties", &[]);

pub(crate) static TIED: Table<CurrencyId, StoredTied> = Table::new(0x0413, "tied", &[]);

static BREACHES_BY_TIME: Index<Timestamp, (TransferId, AccountId), StoredBreach> =
    Index::many(0x8410, "breaches.by_time", |_, breach| vec![breach.at]);

pub(crate) static BREACHES: Table<(TransferId, AccountId), StoredBreach> =
    Table::new(0x0414, "breaches", &[&BREACHES_BY_TIME]);

/// The lower limit of an account as it is now; `None` for a plain one.
pub(super) fn credit_of(tx: &impl Reads, account: &Account) -> Result<Option<Credit>> {
    let Some(stored) = CREDITS.get(tx, &account.id)? else { return Ok(None) };
    let kind = stored.kind.open()?;
    let now = Timestamp::from_micros(tx.at_micros());
    let figures = Figures {
        given: account.posted_out,
        received: account.posted_in,
        trades: account.entries,
        months: rules::months_between(account.created, now),
    };
    let earned = if matches!(kind, LimitKind::Growing(_)) { earned(tx, account.id)? } else { Earned::default() };
    let scale = super::currency(tx, account.currency)?.map(|currency| currency.scale).unwrap_or_default();
    let floor = rules::floor(&kind, account.lower, &figures, earned, scale);
    let once = stored.once.filter(|(_, expires)| now < *expires).map(|(lower, expires)| Once { lower, expires });
    Ok(Some(Credit { kind, floor, figures, earned, once }))
}

/// Writes an account's kind of limit and what was granted to it; a hard limit without a grant needs no record.
pub(crate) fn put_credit(tx: &mut WriteTx<'_>, id: AccountId, kind: &LimitKind, once: Option<&Once>) -> Result<()> {
    if *kind == LimitKind::Hard && once.is_none() {
        CREDITS.remove(tx, &id)?;
        return Ok(());
    }
    let once = once.map(|once| (once.lower, once.expires));
    Ok(CREDITS.put(tx, &id, &StoredCredit { kind: kind.into(), once })?)
}

pub(crate) fn default_kind(tx: &impl Reads, currency: CurrencyId) -> Result<LimitKind> {
    DEFAULT_KINDS.get(tx, &currency)?.map_or(Ok(LimitKind::Hard), |stored| stored.kind.open())
}

pub(crate) fn put_default_kind(tx: &mut WriteTx<'_>, currency: CurrencyId, kind: &LimitKind) -> Result<()> {
    Ok(DEFAULT_KINDS.put(tx, &currency, &StoredDefault { kind: kind.into() })?)
}

pub(crate) fn is_tied(tx: &impl Reads, currency: CurrencyId) -> Result<bool> {
    Ok(TIED.contains(tx, &currency)?)
}

pub(crate) fn put_tied(tx: &mut WriteTx<'_>, currency: CurrencyId) -> Result<()> {
    let since = tx.now();
    Ok(TIED.put(tx, &currency, &StoredTied { since })?)
}

pub(crate) fn tie(tx: &impl Reads, account: AccountId, partner: AccountId) -> Result<Amount> {
    Ok(TIES.get(tx, &(account, partner))?.map(|stored| stored.net).unwrap_or_default())
}

pub(crate) fn put_tie(tx: &mut WriteTx<'_>, account: AccountId, partner: AccountId, net: Amount) -> Result<()> {
    Ok(TIES.put(tx, &(account, partner), &StoredTie { net })?)
}

/// How many ties are kept in all.
pub(crate) fn count_ties(tx: &impl Reads) -> Result<usize> {
    let mut count = 0;
    for row in TIES.range(tx, .., Direction::Ascending)? {
        row?;
        count += 1;
    }
    Ok(count)
}

/// What an account earned.
pub(crate) fn earned(tx: &impl Reads, account: AccountId) -> Result<Earned> {
    let mut earned = Earned::default();
    for row in TIES.scan(tx, &account, None, Direction::Ascending)?.take(MAX_PARTNERS) {
        let net = row?.1.net;
        if net.is_positive() {
            earned.amount = earned.amount.plus(net).unwrap_or(earned.amount);
            earned.partners += 1;
        }
    }
    Ok(earned)
}

fn breach_of((transfer, account): (TransferId, AccountId), stored: &StoredBreach) -> Result<Breach> {
    let StoredBreach { limit, balance, kind, at } = *stored;
    Ok(Breach { transfer, account, limit, balance, kind: BreachKind::stored(kind)?, at })
}

pub(crate) fn insert_breach(tx: &mut WriteTx<'_>, breach: &Breach) -> Result<()> {
    let stored =
        StoredBreach { limit: breach.limit, balance: breach.balance, kind: breach.kind.number(), at: breach.at };
    Ok(BREACHES.insert(tx, &(breach.transfer, breach.account), &stored)?)
}

/// What a transfer did beyond limits: at most one for each of its accounts.
pub(crate) fn breaches(tx: &impl Reads, transfer: TransferId) -> Result<Vec<Breach>> {
    let rows = BREACHES.scan(tx, &transfer, None, Direction::Ascending)?;
    rows.map(|row| row.map_err(Error::from).and_then(|(key, stored)| breach_of(key, &stored))).collect()
}

/// What went beyond limits, newest first, after a place; at most so many.
pub(crate) fn newest_breaches(
    tx: &impl Reads,
    after: Option<(Timestamp, (TransferId, AccountId))>,
    limit: usize,
) -> Result<Vec<Breach>> {
    let after = after.as_ref().map(|(at, key)| (at, key));
    let entries = BREACHES_BY_TIME.scan(tx, &(), after, Direction::Descending)?;
    entries
        .take(limit)
        .map(|entry| {
            let (_, key) = entry?;
            let stored = BREACHES.get(tx, &key)?.ok_or_else(|| Error::broken("an index names a missing breach"))?;
            breach_of(key, &stored)
        })
        .collect()
}
