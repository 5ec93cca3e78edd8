//! Statements with proofs: a member's own lines in full, of everybody else's transfers nothing but their hashes.

use ayni_kernel::{AccountId, Actor, CurrencyId, Error, Fault, Reads, Result, Timestamp, TransferId, UserId};

use crate::{
    chain::{self, Blinds, Content, Hash, Head, Place},
    history::first_since,
    model::{Account, Currency, Entry, Standing, Transfer, TransferKind},
    policy::{AccountAct, Book, BookAct},
    tables,
};

/// Links of a file that is held in memory while it is made: about 14 MB of it, and two seconds of work. Tests have
/// shorter lives.
const MAX_LINKS: u64 = if cfg!(test) { 20 } else { 200_000 };

/// What part of a statement shall be proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProofAsk {
    /// Whose statement.
    pub account: AccountId,
    /// Not before this moment.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}

/// Lines of a statement, and the stretch of the currency's chain in which they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementProof {
    /// Whose statement.
    pub account: Account,
    /// What it counts.
    pub currency: Currency,
    /// Where the statement stood before the first line.
    pub opening: Standing,
    /// Where it stood after the last one.
    pub closing: Standing,
    /// Where the chain stood before the first link.
    pub start: Head,
    /// Where it stood after the last one.
    pub end: Head,
    /// The links of the stretch, in their order.
    pub links: Vec<ProofLink>,
}

/// One link of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProofLink {
    /// A transfer of others: the hash of its content.
    Other(Hash),
    /// A line of the statement.
    Own(Box<ProofLine>),
}

/// A line of a statement with all that its hash covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofLine {
    /// The movement as this account saw it.
    pub entry: Entry,
    /// The movement itself.
    pub transfer: Transfer,
    /// What is hashed, with the seals of what is not shown.
    pub content: Content,
    /// The link with this transfer.
    pub link: Hash,
    /// Opens the seal of what it was for.
    pub description_blind: Hash,
    /// Opens the seal of who did it, for those who may know.
    pub by_blind: Option<Hash>,
    /// Opens the seal of where this account's statement stood.
    pub standing_blind: Hash,
}

/// The end of a currency's chain, to be written down and compared with later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublishedHead {
    /// Number and link.
    pub head: Head,
    /// When its transfer was posted; `None` before there is one.
    pub at: Option<Timestamp>,
}

/// The end of a currency's chain, for everybody inside.
pub fn published_head(tx: &impl Reads, me: &Actor, currency: CurrencyId) -> Result<PublishedHead> {
    let currency = crate::currency(tx, currency)?;
    me.may(BookAct::Browse, &Book)?;
    let totals = tables::totals(tx, currency.id)?;
    let at = match totals.transfers {
        0 => None,
        number => Some(named(tx, currency.id, number)?.0.at),
    };
    Ok(PublishedHead { head: Head { number: totals.transfers, link: totals.head }, at })
}

/// The lines of an account's statement between two moments, with the stretch of the chain from the first transfer of
/// that time to its last, for those who may see the account.
///
/// Refuses with `Invalid` when the stretch is too long for one file.
pub fn prove(tx: &impl Reads, me: &Actor, ask: &ProofAsk) -> Result<StatementProof> {
    let account = tables::sealed(tx, me, ask.account)?.open(me, AccountAct::See)?;
    let currency = crate::currency(tx, account.currency)?;
    let first = ask.from.map_or(Ok(1), |from| first_since(tx, account.id, account.entries, from))?;
    let end = ask.until.map_or(Ok(account.entries + 1), |until| first_since(tx, account.id, account.entries, until))?;
    let end = end.max(first);
    let (start, last) = stretch(tx, &account, ask, first, end)?;
    if last - start > MAX_LINKS {
        return Err(Fault::new("from", "ledger-proof-long")
            .with("max", i64::try_from(MAX_LINKS).unwrap_or(i64::MAX))
            .into());
    }
    let start = head_at(tx, currency.id, start)?;
    let mut walk = Walk { me: me.user(), account: account.id, head: start, links: Vec::new() };
    for place in tables::chain_from(tx, currency.id, start.number + 1)? {
        let (number, id) = place?;
        if number > last {
            break;
        }
        walk.step(tx, id)?;
    }
    let (opening, closing) = (standing(tx, account.id, first - 1)?, standing(tx, account.id, end - 1)?);
    Ok(StatementProof { account, currency, opening, closing, start, end: walk.head, links: walk.links })
}

/// The numbers of the last transfer before the stretch and of its last one. It covers the time that was asked for, and
/// the account's own lines in any case: history that was brought in may stand in the chain out of its time.
fn stretch(tx: &impl Reads, account: &Account, ask: &ProofAsk, first: u64, end: u64) -> Result<(u64, u64)> {
    let count = tables::totals(tx, account.currency)?.transfers;
    let since = |moment: Option<Timestamp>, otherwise| {
        moment.map_or(Ok(otherwise), |moment| number_since(tx, account.currency, count, moment))
    };
    let mut start = since(ask.from, 1)? - 1;
    let mut last = (since(ask.until, count + 1)? - 1).max(start);
    if first < end {
        start = start.min(number_of(tx, account.id, first)? - 1);
        last = last.max(number_of(tx, account.id, end - 1)?);
    }
    Ok((start, last))
}

/// The number of the first transfer of a currency that is not before a moment; one more than the last when all are.
fn number_since(tx: &impl Reads, currency: CurrencyId, count: u64, moment: Timestamp) -> Result<u64> {
    let (mut low, mut high) = (1, count + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        if named(tx, currency, middle)?.0.at < moment {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

/// The number in the chain of an entry's transfer.
fn number_of(tx: &impl Reads, account: AccountId, entry: u64) -> Result<u64> {
    Ok(tables::named_placed(tx, named_entry(tx, account, entry)?.transfer)?.1.number)
}

fn named(tx: &impl Reads, currency: CurrencyId, number: u64) -> Result<(Transfer, Place)> {
    let id = tables::by_number(tx, currency, number)?;
    tables::named_placed(tx, id.ok_or_else(|| Error::Broken(format!("transfer {number} of {currency:?} is missing")))?)
}

fn named_entry(tx: &impl Reads, account: AccountId, number: u64) -> Result<Entry> {
    let entry = tables::entry(tx, account, number)?;
    entry.ok_or_else(|| Error::Broken(format!("entry {number} of {account:?} is missing")))
}

fn standing(tx: &impl Reads, account: AccountId, number: u64) -> Result<Standing> {
    if number == 0 {
        return Ok(Standing::default());
    }
    Ok(named_entry(tx, account, number)?.standing())
}

/// The chain after a number of transfers.
fn head_at(tx: &impl Reads, currency: CurrencyId, number: u64) -> Result<Head> {
    let totals = tables::totals(tx, currency)?;
    let link = if number == totals.transfers { totals.head } else { named(tx, currency, number + 1)?.1.previous };
    Ok(Head { number, link })
}

/// The stretch while its transfers pass by.
struct Walk {
    me: Option<UserId>,
    account: AccountId,
    head: Head,
    links: Vec<ProofLink>,
}

impl Walk {
    fn step(&mut self, tx: &impl Reads, id: TransferId) -> Result<()> {
        let (transfer, place) = tables::named_placed(tx, id)?;
        let debit = named_entry(tx, transfer.debit, place.debit_entry)?;
        let credit = named_entry(tx, transfer.credit, place.credit_entry)?;
        let content = Content::of(&transfer, &place, (debit.standing(), credit.standing()));
        let hash = content.hash();
        self.head = Head { number: place.number, link: chain::link(&self.head.link, place.number, &hash) };
        self.links.push(if transfer.debit == self.account {
            self.own(transfer, &place, content, debit)
        } else if transfer.credit == self.account {
            self.own(transfer, &place, content, credit)
        } else {
            ProofLink::Other(hash)
        });
        Ok(())
    }

    fn own(&self, transfer: Transfer, place: &Place, content: Content, entry: Entry) -> ProofLink {
        let blinds = Blinds::of(&place.salt);
        // As on the pages: who did it is told where it was not simply the payer.
        let told = matches!(transfer.kind, TransferKind::OnBehalf | TransferKind::Reversal)
            || (self.me.is_some() && transfer.by == self.me);
        ProofLink::Own(Box::new(ProofLine {
            link: self.head.link,
            description_blind: blinds.description,
            by_blind: told.then_some(blinds.by),
            standing_blind: if entry.account == transfer.debit { blinds.debit } else { blinds.credit },
            entry,
            transfer,
            content,
        }))
    }
}
