//! Looking at it: a member's own portrait, the community as a whole, and who should be talked with.

use std::collections::BTreeSet;

use ayni_kernel::{
    Actor, Amount, CurrencyId, Cursor, MemberId, Page, Result, Timestamp,
    page::MAX_ROWS,
    tx::{Now, Reads},
};
use ayni_ledger::{Account, Currency, Owner};
use ayni_members::Card;

use crate::{
    counting::COUNTER,
    month::Month,
    policy::{Act, OfCommunity, OfMember},
    score::{self, Advice, Concern, Score, Surroundings},
    tables::{self, PairMonth},
    visiting::traders,
};

/// The most partners that are looked at, one way: more people than one can know. Whoever has more is scored by these.
const MAX_PARTNERS: usize = 150;

/// The most partners of each of those.
const MAX_BEYOND: usize = 60;

/// How many partners a portrait names.
const SHOWN_PARTNERS: usize = 8;

/// What was given and taken in one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthLine {
    /// Which month.
    pub month: Month,
    /// What was given, in minor units.
    pub given: Amount,
    /// What was taken, in minor units.
    pub taken: Amount,
}

/// Somebody whom a member traded with in the last year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partner {
    /// Who.
    pub member: Card,
    /// What the member gave them.
    pub given: Amount,
    /// What the member took from them.
    pub taken: Amount,
    /// Whether they belong to those with whom the member trades most, whose exchange counts less.
    pub near: bool,
}

/// How giving and taking stand for a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portrait {
    /// In what.
    pub currency: Currency,
    /// The score; `None` while there is too little to say.
    pub score: Option<Score>,
    /// What would help most.
    pub advice: Advice,
    /// The last twelve months, the oldest first.
    pub months: Vec<MonthLine>,
    /// With how many others there was an exchange in these.
    pub partners: usize,
    /// Those with the most exchange, the most first.
    pub main: Vec<Partner>,
    /// The balance now.
    pub balance: Amount,
}

/// How it stands for a community in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// In what.
    pub currency: Currency,
    /// As of when; `None` while the first round of visits goes on.
    pub at: Option<Timestamp>,
    /// How many members have an account.
    pub members: u32,
    /// How many of them have a score.
    pub scored: u32,
    /// The mean of their points.
    pub points: u16,
    /// The means of the four parts, in thousandths: balance, partners, loops, recent.
    pub parts: [u16; 4],
    /// How many have 0–9 points, 10–19, … 90–100.
    pub tenths: [u32; 10],
    /// How many members there are of each concern.
    pub concerns: Vec<(Concern, u32)>,
}

/// Somebody who should be talked with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtRisk {
    /// Who.
    pub member: Card,
    /// The points at the last visit.
    pub points: Option<u16>,
    /// The balance now.
    pub balance: Amount,
}

/// A member's portrait; for the member's own users, stewards and the treasurer.
///
/// Reads at most some hundred partners and their partners.
pub fn portrait<T: Reads + Now>(tx: &T, me: &Actor, member: MemberId, currency: CurrencyId) -> Result<Portrait> {
    me.may(Act::See, &OfMember(member))?;
    let now = Month::of(tx.now());
    let around = surroundings(tx, currency, member, now)?;
    let balance = account(tx, member, currency)?.map_or(Amount::ZERO, |account| account.balance());
    let score = around.score(member);
    let standing = around.standing(member, balance.minor());
    let given = tables::given(tx, currency, member, MAX_PARTNERS)?;
    let taken = tables::taken(tx, currency, member, MAX_PARTNERS)?;
    let known: BTreeSet<MemberId> = given.iter().chain(&taken).map(|(with, _)| *with).collect();
    Ok(Portrait {
        currency: ayni_ledger::currency(tx, currency)?,
        score,
        advice: score::advice(score.as_ref(), &standing),
        months: months(now, &given, &taken),
        partners: known.len(),
        main: main_partners(tx, &around, member)?,
        balance,
    })
}

/// The community as a whole, as of the last round of visits; for members.
pub fn overview(tx: &impl Reads, me: &Actor, currency: CurrencyId) -> Result<Overview> {
    me.may(Act::See, &OfCommunity)?;
    let round = tables::ended(tx)?;
    let at = round.as_ref().and_then(|round| round.ended);
    let sum = round.into_iter().flat_map(|round| round.sums).find(|sum| sum.currency == currency);
    let sum = sum.unwrap_or_else(|| tables::Sum::new(currency));
    let mean = |of: u64| u16::try_from(of / u64::from(sum.scored.max(1))).unwrap_or(u16::MAX);
    Ok(Overview {
        currency: ayni_ledger::currency(tx, currency)?,
        at,
        members: sum.members,
        scored: sum.scored,
        points: mean(sum.points),
        parts: sum.parts.map(mean),
        tenths: sum.tenths,
        concerns: Concern::ALL.iter().copied().zip(sum.concerns).collect(),
    })
}

/// Who should be talked with, and why: a page of the members with a concern; for stewards and the treasurer.
pub fn at_risk(
    tx: &impl Reads,
    me: &Actor,
    currency: CurrencyId,
    concern: Concern,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page<AtRisk>> {
    me.may(Act::SeeNames, &OfCommunity)?;
    let limit = limit.clamp(1, MAX_ROWS);
    let after = after.map(Cursor::key::<MemberId>).transpose()?;
    let mut ids = tables::concerned(tx, currency, concern, after, limit + 1)?;
    let more = ids.len() > limit;
    ids.truncate(limit);
    let next = ids.last().filter(|_| more).map(Cursor::after);
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        rows.push(AtRisk {
            member: ayni_members::name_of(tx, id)?,
            points: tables::points(tx, currency, id)?,
            balance: account(tx, id, currency)?.map_or(Amount::ZERO, |account| account.balance()),
        });
    }
    Ok(Page { rows, next })
}

/// A member's surroundings in the year that ends with `now`.
pub(crate) fn surroundings(
    tx: &impl Reads,
    currency: CurrencyId,
    member: MemberId,
    now: Month,
) -> Result<Surroundings> {
    let mut around = Surroundings { traders: traders(tx, currency)?, ..Surroundings::default() };
    add(tx, &mut around, currency, member, (now, MAX_PARTNERS))?;
    let partners: BTreeSet<MemberId> =
        [&around.given, &around.taken].into_iter().flatten().flat_map(|(_, ties)| ties).map(|tie| tie.with).collect();
    for partner in partners {
        add(tx, &mut around, currency, partner, (now, MAX_BEYOND))?;
    }
    Ok(around)
}

/// Adds what one member gave and took.
fn add(
    tx: &impl Reads,
    around: &mut Surroundings,
    currency: CurrencyId,
    member: MemberId,
    (now, limit): (Month, usize),
) -> Result<()> {
    let ties = |rows: Vec<(MemberId, Vec<PairMonth>)>| {
        rows.into_iter().filter_map(|(with, months)| tables::tie(with, &months, now)).collect()
    };
    around.given.insert(member, ties(tables::given(tx, currency, member, limit)?));
    around.taken.insert(member, ties(tables::taken(tx, currency, member, limit)?));
    Ok(())
}

fn account(tx: &impl Reads, member: MemberId, currency: CurrencyId) -> Result<Option<Account>> {
    let accounts = ayni_ledger::accounts_of(tx, &COUNTER, member)?;
    Ok(accounts.into_iter().find(|each| each.currency == currency && each.owner == Owner::Member(member)))
}

type Rows = [(MemberId, Vec<PairMonth>)];

fn months(now: Month, given: &Rows, taken: &Rows) -> Vec<MonthLine> {
    let sum = |rows: &Rows, month: Month| {
        let parts = rows.iter().flat_map(|(_, months)| months).filter(|(each, ..)| *each == month);
        amount(parts.map(|(_, amount, _)| *amount).fold(0, u64::saturating_add))
    };
    now.year().map(|month| MonthLine { month, given: sum(given, month), taken: sum(taken, month) }).collect()
}

/// The partners with the most exchange.
fn main_partners(tx: &impl Reads, around: &Surroundings, member: MemberId) -> Result<Vec<Partner>> {
    let circle = around.circle(member);
    let (given, taken) = (around.given.get(&member), around.taken.get(&member));
    let of = |ties: Option<&Vec<score::Tie>>, with: MemberId| {
        ties.into_iter().flatten().find(|tie| tie.with == with).map_or(0, |tie| tie.amount)
    };
    let with: BTreeSet<MemberId> = given.into_iter().chain(taken).flatten().map(|tie| tie.with).collect();
    let mut sums: Vec<(u64, u64, MemberId)> =
        with.into_iter().map(|with| (of(given, with), of(taken, with), with)).collect();
    sums.sort_by_key(|(given, taken, _)| std::cmp::Reverse(given.saturating_add(*taken)));
    let shown = sums.into_iter().take(SHOWN_PARTNERS);
    shown
        .map(|(given, taken, with)| {
            let member = ayni_members::name_of(tx, with)?;
            Ok(Partner { member, given: amount(given), taken: amount(taken), near: circle.contains(&with) })
        })
        .collect()
}

fn amount(minor: u64) -> Amount {
    Amount::new(i64::try_from(minor).unwrap_or(i64::MAX))
}
