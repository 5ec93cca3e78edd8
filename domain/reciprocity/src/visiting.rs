//! Going round: the program visits every member's account in turn, makes the score and keeps what it found, so that
//! nobody has to wait for a look at everybody.

use ayni_kernel::{
    CurrencyId, Cursor, MemberId, Result, Timestamp,
    tx::{Reads, WriteTx},
};
use ayni_ledger::{Account, AccountStatus, Owner};

use crate::{
    month::Month,
    reading::surroundings,
    score::{self, Score},
    tables::{self, Round, Sum},
};

/// A round begins so long after the last one ended at the earliest, in seconds: most of a day.
const REST: i64 = 20 * 3_600;

/// Visits at most `limit` accounts; returns how many it did. The program's own job: a few at a time, since each looks
/// at some hundred partners of partners. When a round is over the next one waits for most of a day.
pub fn visit(tx: &mut WriteTx<'_>, limit: usize) -> Result<usize> {
    if !is_time(&**tx, tx.now())? {
        return Ok(0);
    }
    let mut round = tables::running(&**tx)?;
    let after = Some(&round.next).filter(|next| !next.is_empty()).map(|next| Cursor::parse(next)).transpose()?;
    let page = ayni_ledger::all_accounts(&**tx, after.as_ref(), limit)?;
    let done = page.rows.len();
    for account in page.rows {
        if let (Owner::Member(member), true) = (account.owner, account.status == AccountStatus::Open) {
            look_at(tx, &mut round, &account, member)?;
        }
    }
    match page.next {
        Some(next) => round.next = next.to_string(),
        None => round.ended = Some(tx.now()),
    }
    tables::put_round(tx, &round)?;
    Ok(done)
}

/// Whether a round goes on, or the next may begin.
pub fn is_time(tx: &impl Reads, now: Timestamp) -> Result<bool> {
    if !tables::running(tx)?.next.is_empty() {
        return Ok(true);
    }
    let last = tables::ended(tx)?.and_then(|last| last.ended);
    Ok(last.is_none_or(|last| now >= last.plus_seconds(REST)))
}

fn look_at(tx: &mut WriteTx<'_>, round: &mut Round, account: &Account, member: MemberId) -> Result<()> {
    let now = Month::of(tx.now());
    let around = surroundings(&**tx, account.currency, member, now)?;
    let standing = around.standing(member, account.balance().minor());
    let score = around.score(member);
    let concern = score::concern(score.as_ref(), &standing);
    tables::put_visit(tx, (account.currency, member), score.as_ref(), concern)?;
    let at = round.sums.iter().position(|sum| sum.currency == account.currency).unwrap_or_else(|| {
        round.sums.push(Sum::new(account.currency));
        round.sums.len() - 1
    });
    if let Some(sum) = round.sums.get_mut(at) {
        sum.members = sum.members.saturating_add(1);
        if let Some(kind) = concern {
            bump(&mut sum.concerns, usize::from(kind.number()).saturating_sub(1));
        }
        if let Some(score) = &score {
            add(sum, score);
        }
    }
    Ok(())
}

fn add(sum: &mut Sum, score: &Score) {
    sum.scored = sum.scored.saturating_add(1);
    sum.points += u64::from(score.points);
    for (all, part) in sum.parts.iter_mut().zip([score.balance, score.partners, score.loops, score.recent]) {
        *all += u64::from(part);
    }
    bump(&mut sum.tenths, usize::from(score.points / 10).min(9));
}

fn bump(counts: &mut [u32], at: usize) {
    if let Some(count) = counts.get_mut(at) {
        *count = count.saturating_add(1);
    }
}

/// How many members had a score at the last round; before there was one nobody is held to be in a circle.
pub(crate) fn traders(tx: &impl Reads, currency: CurrencyId) -> Result<usize> {
    let sums = tables::ended(tx)?.map(|round| round.sums).unwrap_or_default();
    let scored = sums.iter().find(|sum| sum.currency == currency).map(|sum| sum.scored);
    Ok(scored.and_then(|scored| usize::try_from(scored).ok()).unwrap_or(0))
}
