//! Looking back: statements, the balance over time, single transfers and all of them.

use std::collections::{BTreeMap, btree_map};

use ayni_kernel::{
    AccountId, Actor, Amount, Code, Cursor, Error, Name, Page, Reads, Result, Timestamp, TransferId, page::MAX_ROWS,
};
use ayni_storage::Direction as Order;

use crate::{
    accounts::card,
    model::{AccountCard, Direction, Entry, StatementAsk, StatementLine, Transfer, TransferLine},
    policy::{AccountAct, Book, BookAct, DealingAct},
    tables,
};

/// Entries looked at for one page of a filtered list; the cursor goes on from there. About 50 ms of work.
const MAX_SCANNED: usize = 5_000;

/// More points than a line on a screen can show.
const MAX_POINTS: usize = 1_000;

/// The cards met so far, since the same few people turn up on every line.
struct Cards<'t, T> {
    tx: &'t T,
    known: BTreeMap<AccountId, AccountCard>,
}

impl<'t, T: Reads> Cards<'t, T> {
    const fn new(tx: &'t T) -> Self {
        Self { tx, known: BTreeMap::new() }
    }

    fn get(&mut self, id: AccountId) -> Result<AccountCard> {
        Ok(match self.known.entry(id) {
            btree_map::Entry::Occupied(known) => known.get().clone(),
            btree_map::Entry::Vacant(free) => free.insert(card(self.tx, id)?).clone(),
        })
    }
}

/// The words of a search, in lower case.
struct Words(Vec<String>);

impl Words {
    fn new(text: Option<&str>) -> Self {
        Self(text.unwrap_or_default().split_whitespace().map(str::to_lowercase).collect())
    }

    /// Whether every word occurs in the transfer's description or on one of the cards.
    fn found(&self, transfer: &Transfer, cards: &[&AccountCard]) -> bool {
        if self.0.is_empty() {
            return true;
        }
        let mut text = transfer.description.as_str().to_lowercase();
        for card in cards {
            let number = card.number.as_ref().map(Code::as_str);
            let name = card.name.as_ref().map(Name::as_str);
            for part in [Some(card.code.as_str()), number, name].into_iter().flatten() {
                text.push('\n');
                text.push_str(&part.to_lowercase());
            }
        }
        self.0.iter().all(|word| text.contains(word.as_str()))
    }
}

/// A page of an account's statement, newest first, for those who may see the account.
///
/// The bounds in time are found by bisection. A page of a filtered statement may have fewer rows than asked for, even
/// none, and still a `next` when much had to be passed over.
pub fn statement(tx: &impl Reads, me: &Actor, ask: &StatementAsk) -> Result<Page<StatementLine>> {
    let account = tables::sealed(tx, me, ask.account)?.open(me, AccountAct::See)?;
    let first = ask.from.map_or(Ok(1), |from| first_since(tx, account.id, account.entries, from))?;
    let end = ask.until.map_or(Ok(account.entries + 1), |until| first_since(tx, account.id, account.entries, until))?;
    let after = ask.after.as_ref().map(Cursor::key::<u64>).transpose()?;
    let start = after.map_or(end, |after| after.min(end));
    let limit = ask.limit.clamp(1, MAX_ROWS);
    let words = Words::new(ask.words.as_deref());
    let mut cards = Cards::new(tx);
    let mut rows = Vec::new();
    for (scanned, entry) in tables::entries_before(tx, account.id, start)?.enumerate() {
        let entry = entry?;
        if entry.number < first {
            break;
        }
        if rows.len() == limit || scanned == MAX_SCANNED {
            return Ok(Page { rows, next: Some(Cursor::after(&(entry.number + 1))) });
        }
        rows.extend(line(tx, &mut cards, ask, &words, entry)?);
    }
    Ok(Page::last(rows))
}

/// The line of an entry, or `None` when the ask filters it out.
fn line<T: Reads>(
    tx: &T,
    cards: &mut Cards<'_, T>,
    ask: &StatementAsk,
    words: &Words,
    entry: Entry,
) -> Result<Option<StatementLine>> {
    let direction = if entry.amount.is_negative() { Direction::Out } else { Direction::In };
    if ask.direction.is_some_and(|wanted| wanted != direction) {
        return Ok(None);
    }
    let transfer = tables::named_transfer(tx, entry.transfer)?;
    if ask.category.is_some() && ask.category != transfer.category {
        return Ok(None);
    }
    let other = cards.get(match direction {
        Direction::Out => transfer.credit,
        Direction::In => transfer.debit,
    })?;
    if !words.found(&transfer, &[&other]) {
        return Ok(None);
    }
    let reversed = tables::reversal_of(tx, transfer.id)?;
    Ok(Some(StatementLine { entry, transfer, other, reversed }))
}

/// The number of the first entry that is not before a moment; one more than the last when all are.
pub(crate) fn first_since(tx: &impl Reads, account: AccountId, entries: u64, moment: Timestamp) -> Result<u64> {
    let (mut low, mut high) = (1, entries + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        if named_entry(tx, account, middle)?.at < moment {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

fn named_entry(tx: &impl Reads, account: AccountId, number: u64) -> Result<Entry> {
    let entry = tables::entry(tx, account, number)?;
    entry.ok_or_else(|| Error::Broken(format!("entry {number} of {account:?} is missing")))
}

/// An account's balance over time: at most `points` moments with the balance from then on, oldest first, taken at
/// even steps of the statement and ending with the newest entry. For those who may see the account.
pub fn balance_line(
    tx: &impl Reads,
    me: &Actor,
    account: AccountId,
    points: usize,
) -> Result<Vec<(Timestamp, Amount)>> {
    let account = tables::sealed(tx, me, account)?.open(me, AccountAct::See)?;
    let points = u64::try_from(points.clamp(1, MAX_POINTS)).unwrap_or(1).min(account.entries);
    let mut samples = Vec::new();
    for point in 1..=points {
        // The last point is the newest entry; in 128 bits, since the product may be large.
        let number = u128::from(point) * u128::from(account.entries) / u128::from(points);
        let entry = named_entry(tx, account.id, u64::try_from(number).unwrap_or(account.entries))?;
        samples.push((entry.at, entry.balance));
    }
    Ok(samples)
}

/// Which transfers of the community are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AllTransfers {
    /// Words that must all occur in the description, a name, a number or a code; case is ignored.
    pub words: Option<String>,
    /// Not before this moment.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
    /// Where the page before ended.
    pub after: Option<Cursor>,
    /// Most rows.
    pub limit: usize,
}

/// A page of all transfers, newest first, for the treasurer. As with [`statement`], a page may be short and yet have
/// a `next`.
pub fn transfers(tx: &impl Reads, me: &Actor, ask: &AllTransfers) -> Result<Page<TransferLine>> {
    me.may(BookAct::SeeAll, &Book)?;
    let after = ask.after.as_ref().map(Cursor::key::<(Timestamp, TransferId)>).transpose()?;
    let limit = ask.limit.clamp(1, MAX_ROWS);
    let words = Words::new(ask.words.as_deref());
    let mut cards = Cards::new(tx);
    let mut rows = Vec::new();
    let mut last = None;
    for (scanned, place) in tables::by_time(tx, ask.until, after, Order::Descending)?.enumerate() {
        let place = place?;
        if ask.from.is_some_and(|from| place.0 < from) {
            break;
        }
        if rows.len() == limit || scanned == MAX_SCANNED {
            return Ok(Page { rows, next: last.as_ref().map(Cursor::after) });
        }
        let transfer = tables::named_transfer(tx, place.1)?;
        let (debit, credit) = (cards.get(transfer.debit)?, cards.get(transfer.credit)?);
        if words.found(&transfer, &[&debit, &credit]) {
            let reversed = tables::reversal_of(tx, transfer.id)?;
            rows.push(TransferLine { transfer, debit, credit, reversed });
        }
        last = Some(place);
    }
    Ok(Page::last(rows))
}

/// A transfer with both its sides, for those who may see either account.
pub fn transfer(tx: &impl Reads, me: &Actor, id: TransferId) -> Result<TransferLine> {
    let transfer = tables::transfer(tx, id)?.ok_or_else(|| me.absent())?;
    tables::dealing(tx, transfer.debit, transfer.credit)?.open(me, DealingAct::See)?;
    Ok(TransferLine {
        debit: card(tx, transfer.debit)?,
        credit: card(tx, transfer.credit)?,
        reversed: tables::reversal_of(tx, id)?,
        transfer,
    })
}
