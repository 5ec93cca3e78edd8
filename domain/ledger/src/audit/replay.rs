//! Lives through a currency's chain again: links, sides, limits as they were.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap},
};

use ayni_kernel::{AccountId, Amount, CurrencyId, Reads, Result, Scale, Timestamp, TransferId};

use super::{Audit, Traded};
use crate::{
    chain::{self, Content, Head, Place},
    formula::Figures,
    model::{
        BreachKind, Currency, Earned, Entry, Hold, HoldState, LimitKind, Owner, Standing, Transfer, TransferKind,
        TransferOrigin,
    },
    rules, tables,
};

/// A side of a movement: its account, the number of its entry, what it changes there.
type Side = (AccountId, u64, i128);

/// The currency's chain while its transfers pass by.
struct Replay<'a, 't, T> {
    audit: &'a mut Audit<'t, T>,
    currency: CurrencyId,
    head: Head,
    volume: i128,
    transfers: u64,
    /// When the newest transfer was posted that was not brought in.
    posted: Option<Timestamp>,
    holds: Box<dyn Iterator<Item = Result<Hold>> + 't>,
    /// The next hold to be placed; their ids rise with time.
    next: Option<Hold>,
    /// The holds that are pending at the moment and when each was resolved: never more than were open at once.
    pending: BinaryHeap<Reverse<(Timestamp, AccountId, AccountId, i64)>>,
    scale: Scale,
    /// What each member received from another less what it paid to it, where the currency keeps that.
    ties: Option<BTreeMap<(AccountId, AccountId), i128>>,
}

/// Replays the chain of a currency and says what was counted.
pub(super) fn replay<T: Reads>(audit: &mut Audit<'_, T>, currency: &Currency) -> Result<Traded> {
    let tx = audit.tx;
    let mut replay = Replay {
        audit,
        currency: currency.id,
        head: Head { number: 0, link: chain::start(currency.id) },
        volume: 0,
        transfers: 0,
        posted: None,
        holds: Box::new(tables::every_hold(tx)?),
        next: None,
        pending: BinaryHeap::new(),
        scale: currency.scale,
        ties: tables::is_tied(tx, currency.id)?.then(BTreeMap::new),
    };
    replay.next = replay.holds.next().transpose()?;
    for place in tables::chain_from(tx, currency.id, 1)? {
        let (number, id) = place?;
        match tables::placed(tx, id)? {
            Some((transfer, place)) => replay.step(number, &transfer, &place)?,
            None => replay.audit.find("chain", id, "The chain names it, but there is no such transfer."),
        }
    }
    replay.compare_ties()?;
    let Replay { volume, transfers, head, .. } = replay;
    Ok(Traded { volume, transfers, head: Some(head.link) })
}

impl<T: Reads> Replay<'_, '_, T> {
    fn step(&mut self, number: u64, transfer: &Transfer, place: &Place) -> Result<()> {
        let id = transfer.id;
        let audit = &mut *self.audit;
        let follows = number == self.head.number + 1 && place.number == number;
        audit.require(follows, "chain", id, "The numbers of the chain before it have a gap.");
        let linked = place.previous == self.head.link;
        let fault = "It does not carry the link of the transfer before it: one of the two was changed.";
        audit.require(linked, "chain", id, fault);
        audit.require(transfer.amount.is_positive(), "amount", id, "Its amount is not above zero.");
        audit.require(transfer.debit != transfer.credit, "amount", id, "Both its accounts are the same.");
        let amount = i128::from(transfer.amount.minor());
        let floor = self.floor(transfer, place)?;
        let debit = self.side(transfer, (transfer.debit, place.debit_entry, -amount))?;
        let credit = self.side(transfer, (transfer.credit, place.credit_entry, amount))?;
        if place.origin == TransferOrigin::Here {
            self.judge(transfer, floor, (debit, credit))?;
        }
        self.tie(transfer);
        self.check_reversal(transfer)?;
        self.volume += amount;
        self.transfers += 1;
        // The content as it stands: what does not agree with the next one's link was changed.
        let content = Content::of(transfer, place, (debit, credit)).hash();
        self.head = Head { number, link: chain::link(&place.previous, number, &content) };
        Ok(())
    }

    /// Checks one side of a transfer against its entry and adds it to the account's sums; where the statement stood.
    fn side(&mut self, transfer: &Transfer, (account, number, change): Side) -> Result<Standing> {
        let entry = tables::entry(self.audit.tx, account, number)?.filter(|entry| entry.transfer == transfer.id);
        let Some(tally) = self.audit.tallies.get_mut(&account) else {
            self.audit.find("missing-side", transfer.id, format!("Its account {account} is missing."));
            return Ok(Standing { entry: number, balance: Amount::ZERO });
        };
        if change < 0 {
            tally.posted_out -= change;
        } else {
            tally.posted_in += change;
        }
        let held = tally.account.currency == transfer.currency;
        let code = tally.account.code.clone();
        if entry.is_some() {
            tally.named += 1;
        }
        self.audit.require(held, "currency", transfer.id, "Its accounts do not hold its currency.");
        if let Some(entry) = &entry {
            self.compare(transfer, entry, change);
        } else {
            let fault = format!("Its entry {number} in the statement of {code} is missing.");
            self.audit.find("missing-side", transfer.id, fault);
        }
        let balance = entry.map(|entry| entry.balance).unwrap_or_default();
        Ok(Standing { entry: number, balance })
    }

    fn compare(&mut self, transfer: &Transfer, entry: &Entry, change: i128) {
        let amounts = i128::from(entry.amount.minor()) == change;
        if amounts && entry.at == transfer.at {
            return;
        }
        let about = format!("entry {} of {}", entry.number, self.audit.code(entry.account));
        self.audit.require(amounts, "balance", &about, "Its amount is not that of its transfer.");
        self.audit.require(entry.at == transfer.at, "time", &about, "Its time is not that of its transfer.");
    }

    /// Whether a transfer that was posted here kept the rules of its moment. The standings are those afterwards.
    fn judge(
        &mut self,
        transfer: &Transfer,
        floor: Option<Amount>,
        (debit, credit): (Standing, Standing),
    ) -> Result<()> {
        let rises = self.posted.is_none_or(|posted| posted <= transfer.at);
        self.audit.require(rises, "time", transfer.id, "It is earlier than the transfer before it.");
        self.posted = Some(transfer.at);
        self.advance(transfer.at)?;
        self.limits_at(transfer.credit, transfer.at)?;
        if !transfer.kind.asks_limits() {
            return Ok(());
        }
        let amount = i128::from(transfer.amount.minor());
        if let Some(tally) = self.audit.tallies.get(&transfer.debit) {
            let after = i128::from(debit.balance.minor()) - tally.held_out;
            let lower = floor.map(|lower| i128::from(lower.minor()));
            let kept =
                lower.is_none_or(|lower| after >= lower || nearer(after + amount < lower, after + amount, after));
            let kept = kept || self.was_noted(transfer.id, transfer.debit, BreachKind::Once)?;
            self.blame(kept, transfer.id, transfer.debit, "lower");
        }
        if let Some(tally) = self.audit.tallies.get(&transfer.credit) {
            let after = i128::from(credit.balance.minor()) + tally.held_in;
            let stops = tally.kind != LimitKind::Warn;
            let upper = tally.limits.1.filter(|_| stops).map(|upper| i128::from(upper.minor()));
            let kept =
                upper.is_none_or(|upper| after <= upper || nearer(after - amount > upper, after - amount, after));
            self.blame(kept, transfer.id, transfer.credit, "upper");
        }
        Ok(())
    }

    /// What the payer's lower limit came to just before a transfer.
    fn floor(&mut self, transfer: &Transfer, place: &Place) -> Result<Option<Amount>> {
        if place.origin != TransferOrigin::Here {
            return Ok(None);
        }
        self.limits_at(transfer.debit, transfer.at)?;
        let Some(tally) = self.audit.tallies.get(&transfer.debit) else { return Ok(None) };
        let sum = |sum: i128| Amount::new(i64::try_from(sum).unwrap_or(i64::MAX));
        let figures = Figures {
            given: sum(tally.posted_out),
            received: sum(tally.posted_in),
            trades: place.debit_entry.saturating_sub(1),
            months: rules::months_between(tally.account.created, transfer.at),
        };
        let earned = match &tally.kind {
            LimitKind::Growing(_) => self.earned(transfer.debit),
            LimitKind::Hard | LimitKind::Warn | LimitKind::Formula(_) => Earned::default(),
        };
        Ok(rules::floor(&tally.kind, tally.limits.0, &figures, earned, self.scale))
    }

    fn earned(&self, account: AccountId) -> Earned {
        let (low, high) = (AccountId::from_bytes([0; 16]), AccountId::from_bytes([0xFF; 16]));
        let ties = self.ties.iter().flat_map(|ties| ties.range((account, low)..=(account, high)));
        let received = ties.map(|(_, net)| *net).filter(|net| *net > 0);
        received.fold(Earned::default(), |earned, net| Earned {
            amount: Amount::new(earned.amount.minor().saturating_add(i64::try_from(net).unwrap_or(i64::MAX))),
            partners: earned.partners + 1,
        })
    }

    fn tie(&mut self, transfer: &Transfer) {
        let member =
            |id| self.audit.tallies.get(&id).is_some_and(|tally| matches!(tally.account.owner, Owner::Member(_)));
        let deal = member(transfer.debit) && member(transfer.credit);
        if let Some(ties) = self.ties.as_mut().filter(|_| deal) {
            let amount = i128::from(transfer.amount.minor());
            *ties.entry((transfer.credit, transfer.debit)).or_default() += amount;
            *ties.entry((transfer.debit, transfer.credit)).or_default() -= amount;
        }
    }

    /// What members earned from each other must be the fold of their transfers.
    fn compare_ties(&mut self) -> Result<()> {
        for ((account, partner), net) in self.ties.iter().flatten() {
            let kept = i128::from(tables::tie(self.audit.tx, *account, *partner)?.minor());
            if kept != *net {
                let code = self.audit.code(*account);
                let fault = format!("It earned {net} from {}, but {kept} is kept.", self.audit.code(*partner));
                self.audit.find("ties", code, fault);
            }
        }
        self.audit.ties += self.ties.as_ref().map_or(0, BTreeMap::len);
        Ok(())
    }

    /// Whether it was noted why a transfer could go beyond a limit.
    fn was_noted(&self, transfer: TransferId, account: AccountId, kind: BreachKind) -> Result<bool> {
        let noted = tables::breaches(self.audit.tx, transfer)?;
        Ok(noted.iter().any(|breach| breach.account == account && breach.kind == kind))
    }

    fn blame(&mut self, kept: bool, transfer: TransferId, account: AccountId, which: &str) {
        if !kept {
            let code = self.audit.code(account);
            let fault = format!("It took {code} beyond the {which} limit that {code} had then.");
            self.audit.find("beyond-limit", transfer, fault);
        }
    }

    /// Places and resolves the holds of the currency up to a moment.
    fn advance(&mut self, now: Timestamp) -> Result<()> {
        while let Some(hold) = self.next.take_if(|hold| hold.created < now) {
            self.next = self.holds.next().transpose()?;
            let ours = self.audit.tallies.get(&hold.debit).is_some_and(|tally| tally.account.currency == self.currency);
            if ours {
                self.set_aside(hold.debit, hold.credit, i128::from(hold.amount.minor()));
                if hold.state != HoldState::Pending {
                    self.pending.push(Reverse((hold.updated, hold.debit, hold.credit, hold.amount.minor())));
                }
            }
        }
        while let Some(Reverse((_, debit, credit, amount))) =
            self.pending.peek().filter(|next| next.0.0 <= now).copied()
        {
            self.pending.pop();
            self.set_aside(debit, credit, -i128::from(amount));
        }
        Ok(())
    }

    fn set_aside(&mut self, debit: AccountId, credit: AccountId, amount: i128) {
        let tallies = &mut self.audit.tallies;
        if let Some(tally) = tallies.get_mut(&debit) {
            tally.held_out += amount;
        }
        if let Some(tally) = tallies.get_mut(&credit) {
            tally.held_in += amount;
        }
    }

    /// Brings the limits of an account up to a moment.
    fn limits_at(&mut self, account: AccountId, now: Timestamp) -> Result<()> {
        let Some(tally) = self.audit.tallies.get_mut(&account) else { return Ok(()) };
        while let (number, Some(change)) = &tally.next_limits
            && change.at <= now
        {
            let number = number + 1;
            let whole = change.before == tally.limits && change.kinds.0 == tally.kind;
            let code = tally.account.code.clone();
            tally.limits = change.after;
            tally.kind = change.kinds.1.clone();
            tally.next_limits = (number, tables::limit_change(self.audit.tx, account, number)?);
            if !whole {
                self.audit.find("limits", code, "A change of its limits is missing.");
                return self.limits_at(account, now);
            }
        }
        Ok(())
    }

    /// A reversal negates one earlier transfer exactly; that it does so once is kept by a unique index.
    fn check_reversal(&mut self, transfer: &Transfer) -> Result<()> {
        let Some(original) = transfer.reverses else {
            let plain = transfer.kind != TransferKind::Reversal;
            self.audit.require(plain, "reversal", transfer.id, "It takes nothing back.");
            return Ok(());
        };
        let exact = tables::transfer(self.audit.tx, original)?.is_some_and(|original| {
            original.kind != TransferKind::Reversal
                && (original.debit, original.credit) == (transfer.credit, transfer.debit)
                && original.amount == transfer.amount
                && original.at <= transfer.at
        });
        let once = tables::reversal_of(self.audit.tx, original)? == Some(transfer.id);
        let fault = "It is not the exact and only reversal of an earlier transfer.";
        self.audit.require(exact && once, "reversal", transfer.id, fault);
        Ok(())
    }
}

/// Whoever was beyond a limit already may move towards zero.
const fn nearer(was_beyond: bool, before: i128, after: i128) -> bool {
    was_beyond && after.unsigned_abs() < before.unsigned_abs()
}
