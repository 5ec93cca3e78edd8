//! The stored record of a notice, its key, indexes and version. Private to the feature.

use ayni_kernel::{
    Amount, Arg, CurrencyId, Error, MemberId, Money, NoticeId, Result, Scale, Timestamp,
    tx::{Reads, WriteTx},
};
use ayni_storage::{AnyTable, Direction, Index, Table, record};
use rkyv::{Archive, Deserialize, Serialize};

use crate::model::{About, Told};

#[derive(Archive, Serialize, Deserialize)]
struct StoredNotice {
    word: String,
    args: Vec<(String, StoredArg)>,
    about: (u8, [u8; 16]),
    at: Timestamp,
    seen: Option<Timestamp>,
}
record!(StoredNotice, 1);

/// A value of a sentence.
#[derive(Archive, Serialize, Deserialize)]
enum StoredArg {
    Text(String),
    Number(i64),
    Money(i64, CurrencyId, u8, String),
    Time(Timestamp),
}

/// Ids grow with time, so a member's notices lie in the order in which they were told.
type NoticeKey = (MemberId, NoticeId);

static NOTICES: Table<NoticeKey, StoredNotice> = Table::new(0x0740, "notices", &[&UNSEEN, &BY_AGE]);
static UNSEEN: Index<MemberId, NoticeKey, StoredNotice> =
    Index::many(0x8740, "notices.unseen", |(member, _), notice| match notice.seen {
        None => vec![*member],
        Some(_) => Vec::new(),
    });
static BY_AGE: Index<Timestamp, NoticeKey, StoredNotice> =
    Index::many(0x8741, "notices.by_age", |_, notice| vec![notice.at]);

/// The tables of this feature, for the community's store.
pub fn tables() -> Vec<&'static dyn AnyTable> {
    vec![&NOTICES]
}

pub(crate) fn put(tx: &mut WriteTx<'_>, told: &Told) -> Result<()> {
    let stored = StoredNotice {
        word: told.word.clone(),
        args: told.args.iter().map(|(name, value)| (name.clone(), value.into())).collect(),
        about: told.about.stored(),
        at: told.at,
        seen: told.seen,
    };
    Ok(NOTICES.put(tx, &(told.member, told.id), &stored)?)
}

pub(crate) fn notice(tx: &impl Reads, member: MemberId, id: NoticeId) -> Result<Option<Told>> {
    NOTICES.get(tx, &(member, id))?.map(|stored| stored.open((member, id))).transpose()
}

/// At most `limit` notices of a member before another one, newest first.
pub(crate) fn of_member(tx: &impl Reads, member: MemberId, after: Option<NoticeId>, limit: usize) -> Result<Vec<Told>> {
    let after = after.map(|id| (member, id));
    let rows = NOTICES.scan(tx, &member, after.as_ref(), Direction::Descending)?;
    rows.take(limit).map(|row| row.map_err(Error::from).and_then(|(key, stored)| stored.open(key))).collect()
}

/// The newest unseen notices of a member.
pub(crate) fn unseen(tx: &impl Reads, member: MemberId, limit: usize) -> Result<Vec<Told>> {
    let entries = UNSEEN.scan(tx, &member, None, Direction::Descending)?;
    let keys: Vec<NoticeKey> = entries.take(limit).map(|entry| Ok(entry?.1)).collect::<Result<_>>()?;
    let found = keys.into_iter().map(|(member, id)| notice(tx, member, id));
    found.filter_map(Result::transpose).collect()
}

pub(crate) fn unseen_count(tx: &impl Reads, member: MemberId, limit: usize) -> Result<usize> {
    let entries = UNSEEN.scan(tx, &member, None, Direction::Ascending)?;
    Ok(entries.take(limit).map(|entry| entry.map(drop)).collect::<std::result::Result<Vec<()>, _>>()?.len())
}

/// When the oldest notice was told.
pub(crate) fn oldest(tx: &impl Reads) -> Result<Option<Timestamp>> {
    let first = BY_AGE.scan(tx, &(), None, Direction::Ascending)?.next().transpose()?;
    Ok(first.map(|(at, _)| at))
}

/// Removes at most `limit` notices told before a moment.
pub(crate) fn forget(tx: &mut WriteTx<'_>, before: Timestamp, limit: usize) -> Result<usize> {
    let mut old = Vec::new();
    for entry in BY_AGE.scan(&**tx, &(), None, Direction::Ascending)?.take(limit) {
        let (at, key) = entry?;
        if at >= before {
            break;
        }
        old.push(key);
    }
    for key in &old {
        NOTICES.remove(tx, key)?;
    }
    Ok(old.len())
}

impl From<&Arg> for StoredArg {
    fn from(arg: &Arg) -> Self {
        match arg {
            Arg::Text(text) => Self::Text(text.clone()),
            Arg::Number(number) => Self::Number(*number),
            Arg::Money(money) => {
                Self::Money(money.amount.minor(), money.currency, money.scale.decimals(), money.symbol.clone())
            }
            Arg::Time(time) => Self::Time(*time),
        }
    }
}

impl StoredArg {
    fn open(self) -> Result<Arg> {
        Ok(match self {
            Self::Text(text) => Arg::Text(text),
            Self::Number(number) => Arg::Number(number),
            Self::Money(minor, currency, decimals, symbol) => {
                let scale = Scale::new(decimals).map_err(Error::broken)?;
                Arg::Money(Money { amount: Amount::new(minor), currency, scale, symbol })
            }
            Self::Time(time) => Arg::Time(time),
        })
    }
}

impl StoredNotice {
    fn open(self, (member, id): NoticeKey) -> Result<Told> {
        let args = self.args.into_iter().map(|(name, value)| Ok((name, value.open()?))).collect::<Result<_>>()?;
        let about = About::from_stored(self.about);
        Ok(Told { id, member, word: self.word, args, about, at: self.at, seen: self.seen })
    }
}
